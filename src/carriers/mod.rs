//! The carriers that this crate knows, and what is known of each without its client.
//!
//! [`ALL`] is the only list. Adding a carrier is a folder with its fixtures, a line under `[features]`, and here a
//! `mod` line with a row.

use crate::carrier::{Answer, ChannelEntry, Context, Entry, Match};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{CarrierId, Channel, TrackingNumber};

pub mod amazon;
pub mod dhl;
pub mod dpd;
pub mod evri;
pub mod hermes;
pub mod ups;
#[cfg(all(any(feature = "dhl", feature = "hermes"), feature = "http"))]
mod batch;
#[cfg(all(any(feature = "amazon", feature = "evri", feature = "hermes", feature = "ups"), feature = "http"))]
mod oauth;
// Only all carriers together need all of these.
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod language;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod order;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod part;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod pickup;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod says;
#[cfg(any(feature = "dhl", feature = "dpd"))]
mod xml;

/// Every carrier this crate knows, compiled in or not.
pub const ALL: &[Entry] = &[amazon::ENTRY, dhl::ENTRY, dpd::ENTRY, evri::ENTRY, hermes::ENTRY, ups::ENTRY];

/// The largest body that [`decode`] reads, in bytes; the HTTP client stops at the same size unless told otherwise.
pub const MAX_BODY: usize = 8 << 20;

/// The row of a carrier.
pub fn find(carrier: &CarrierId) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.id == *carrier)
}

/// The row of a channel with the row of its carrier.
pub fn find_channel(channel: &Channel) -> Option<(&'static Entry, &'static ChannelEntry)> {
    let entry = find(channel.carrier())?;
    Some((entry, entry.channels.iter().find(|row| row.channel == *channel)?))
}

/// The carriers whose number this may be, the surest first; equals in the order of [`ALL`].
pub fn recognise(number: &TrackingNumber) -> Vec<(&'static Entry, Match)> {
    let mut found: Vec<_> =
        ALL.iter().filter_map(|entry| Some((entry, (entry.recognise)(number)?))).collect();
    found.sort_by_key(|(_, found)| std::cmp::Reverse(found.strength));
    found
}

/// Decodes a raw answer that was fetched by other means.
///
/// ```
/// use parceltrack::{Channel, ErrorKind, carrier::Context, carriers};
///
/// let channel: Channel = "dhl/unified".parse()?;
/// let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
/// let error = carriers::decode(&channel, b"<html>", &context).unwrap_err();
/// assert!([ErrorKind::BadReply, ErrorKind::FeatureDisabled].contains(&error.kind()));
/// # Ok::<(), parceltrack::InvalidName>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::Unsupported`] for a channel that is not known, [`ErrorKind::FeatureDisabled`] for one that is not
/// compiled in, [`ErrorKind::TooLarge`] beyond [`MAX_BODY`], [`ErrorKind::BadReply`] where the answer cannot be understood or is about another number, or the kind
/// that an error document of the vendor means.
pub fn decode(channel: &Channel, body: &[u8], context: &Context) -> Result<Answer> {
    let (entry, row) = find_channel(channel).ok_or_else(|| {
        let known: Vec<String> =
            ALL.iter().flat_map(|e| e.channels).map(|row| row.channel.to_string()).collect();
        Error::new(ErrorKind::Unsupported, format!("no channel `{channel}`; there are {}", known.join(", ")))
    })?;
    if body.len() > MAX_BODY {
        let text = format!("the answer has more than {MAX_BODY} bytes");
        return Err(Error::new(ErrorKind::TooLarge, text).with_channel(channel));
    }
    row.decode(entry.feature, body, context)
}
