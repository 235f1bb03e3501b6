//! The parcel life cycle: what DPD tells its shipping customers about their own parcels.

#[cfg(feature = "dpd")]
mod config;
#[cfg(all(feature = "dpd", any(feature = "http", test)))]
mod request;
#[cfg(feature = "dpd")]
mod faults;
#[cfg(feature = "dpd")]
mod wire;
#[cfg(feature = "dpd")]
mod map;
#[cfg(all(feature = "dpd", feature = "http"))]
mod client;

#[cfg(all(feature = "dpd", feature = "http"))]
pub use client::Lifecycle;
#[cfg(feature = "dpd")]
pub use config::{Config, Country, Protocol};
#[cfg(feature = "dpd")]
pub(super) use map::{not_found, report};

use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of DPD's parcel life cycle.
pub const LIFECYCLE: Channel = Channel::known(CarrierId::DPD, "lifecycle");

const CAPABILITIES: Capabilities = Capabilities { proof_of_delivery: true, ..Capabilities::BY_NUMBER };

const SETTINGS: &[Setting] = &[
    Setting::required(
        "delis_id",
        "the customer's DELIS id, which DPD's IT support gives, such as KD00000001",
    ),
    Setting::required("password", "the password of the DELIS id"),
    Setting::required("country", "whose customer it is: `be` (also Luxembourg), `ch`, `de` or `nl`"),
    Setting::optional(
        "environment",
        "`production` (default) or `sandbox`, the country's stage, which has no real data",
    ),
    Setting::optional("protocol", "`soap` (default) or, in `nl` and `ch`, `json`"),
    Setting::optional(
        "endpoint",
        "another address than the country's, https or on this machine; `ch` needs it",
    ),
    Setting::optional("language", "the wished language of descriptions, such as de or pl-PL; en by default"),
    Setting::optional(
        "token_hours",
        "after how many hours a token is replaced, 1 to 24; 23 by default, 12 in Germany",
    ),
];

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: LIFECYCLE,
    summary: "DPD ParcelLifeCycle: the sender's own parcels, by number, with a DELIS id; SOAP or JSON",
    docs: "https://integrations.dpd.nl",
    capabilities: CAPABILITIES,
    settings: SETTINGS,
    #[cfg(feature = "dpd")]
    decode: Some(map::decode),
    #[cfg(not(feature = "dpd"))]
    decode: None,
    #[cfg(all(feature = "dpd", feature = "http"))]
    connect: Some(client::connect),
    #[cfg(not(all(feature = "dpd", feature = "http")))]
    connect: None,
};
