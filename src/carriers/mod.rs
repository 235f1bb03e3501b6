//! The carriers that this crate knows, and what is known of each without its client.
//!
//! [`ALL`] is the only list. Adding a carrier is a folder with its fixtures, a line under `[features]`, and here a
//! `mod` line with a row. A carrier of which only the numbers are known needs no more than the folder and the row.

use crate::carrier::{Answer, ChannelEntry, Context, Entry};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{CarrierId, Channel};

pub mod amazon;
pub mod dhl;
pub mod dpd;
pub mod evri;
pub mod hermes;
pub mod ups;
mod australia_post;
mod austrian_post;
mod bpost;
mod bring;
mod cainiao;
mod canada_post;
mod canpar;
mod china_post;
mod chronopost;
mod colis_prive;
mod correos;
mod fedex;
mod four_px;
mod gls;
mod gofo;
mod inpost;
mod la_poste;
mod landmark;
mod lasership;
mod old_dominion;
mod ontrac;
mod parcelforce;
mod poczta_polska;
mod poste_italiane;
mod posti;
mod postnl;
mod postnord;
mod posts;
mod purolator;
mod royal_mail;
mod sagawa;
mod sf_express;
mod spee_dee;
mod swiss_post;
mod tnt;
mod upu;
mod usps;
mod yamato;
mod yanwen;
mod yodel;
mod yunexpress;
mod countries;
#[cfg(all(any(feature = "dhl", feature = "hermes"), feature = "http"))]
mod batch;
#[cfg(all(any(feature = "amazon", feature = "evri", feature = "hermes", feature = "ups"), feature = "http"))]
mod oauth;
// Only all carriers together need all of these.
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod order;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod list;
#[cfg_attr(not(feature = "full"), allow(dead_code, unused_imports, unused_macros))]
mod part;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod path;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod pickup;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod says;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod sentence;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod shape;
#[cfg_attr(not(feature = "full"), allow(dead_code))]
mod wordings;
#[cfg(any(feature = "dhl", feature = "dpd"))]
mod xml;
#[cfg(any(feature = "dhl", feature = "dpd"))]
mod xml_tree;
#[cfg(any(feature = "dhl", feature = "dpd"))]
mod xml_value;

/// Every carrier this crate knows, compiled in or not. Those with channels stand first, then the larger ones: where nothing
/// else tells two carriers of one number apart, the first is taken for the likelier.
pub const ALL: &[Entry] = &[
    dhl::ENTRY,
    ups::ENTRY,
    dpd::ENTRY,
    amazon::ENTRY,
    hermes::ENTRY,
    evri::ENTRY,
    gls::ENTRY,
    fedex::ENTRY,
    usps::ENTRY,
    royal_mail::ENTRY,
    la_poste::ENTRY,
    postnl::ENTRY,
    austrian_post::ENTRY,
    swiss_post::ENTRY,
    postnord::ENTRY,
    canada_post::ENTRY,
    china_post::ENTRY,
    poste_italiane::ENTRY,
    correos::ENTRY,
    poczta_polska::ENTRY,
    inpost::ENTRY,
    bpost::ENTRY,
    chronopost::ENTRY,
    bring::ENTRY,
    posti::ENTRY,
    australia_post::ENTRY,
    cainiao::ENTRY,
    yunexpress::ENTRY,
    yanwen::ENTRY,
    four_px::ENTRY,
    sf_express::ENTRY,
    tnt::ENTRY,
    purolator::ENTRY,
    ontrac::ENTRY,
    lasership::ENTRY,
    yodel::ENTRY,
    parcelforce::ENTRY,
    colis_prive::ENTRY,
    gofo::ENTRY,
    old_dominion::ENTRY,
    canpar::ENTRY,
    landmark::ENTRY,
    spee_dee::ENTRY,
    sagawa::ENTRY,
    yamato::ENTRY,
    posts::CESKA_POSTA,
    posts::ELTA,
    posts::HONGKONG_POST,
    posts::MAGYAR_POSTA,
    posts::AN_POST,
    posts::JAPAN_POST,
    posts::KOREA_POST,
    posts::LIECHTENSTEIN_POST,
    posts::POST_LUXEMBOURG,
    posts::CTT,
    posts::RUSSIAN_POST,
    posts::SINGPOST,
    posts::PTT,
    posts::UKRPOSHTA,
    upu::ENTRY,
];

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
