//! Shipment Tracking – Unified: the one API that answers for all divisions of DHL and for Deutsche Post.
//!
//! | | |
//! |---|---|
//! | Vendor's page | <https://developer.dhl.com/api-reference/shipment-tracking> |
//! | Access | an API key: register at <https://developer.dhl.com>, create an app and add "Shipment Tracking – Unified" to it. DHL wants each end customer of a software maker to have an own key |
//! | Limits | 250 questions a day at first, the day ending at 00:00 GMT; one question in five seconds (older texts: one a second); after an upgrade at most ten fetches a shipment and day. Beyond: 429, no `Retry-After` is documented |
//! | Sandbox | none for outsiders; the test host is DHL's own |
//! | Asked by | one tracking number; the recipient's postal code unlocks details of `parcel-de` and `parcel-nl` |
//!
//! It reveals events with times and rough places, an expected delivery as a point or window, the links of the proof of
//! delivery, product, weight, dimensions, piece numbers and references. It does not reveal the recipient's address, the
//! code of a locker, opening hours, or the finer codes that DHL Paket's own API has. New shipments appear 10 to 30
//! minutes after DHL has their data, most numbers vanish after about 90 days.
//!
//! # Quirks
//!
//! Seen in published recordings of answers between 2019 and 2026; last looked over in November 2026.
//!
//! * `status` holds the division's code at some divisions (`svb`, `parcel-nl`, `ecommerce`, `express`) and a sentence in the
//!   answer's language at others (`parcel-de`): see [`codes`](super::codes) and [`phrases`].
//! * `parcel-de`, `post-de` and `svb` tell times without offset, meant in Germany, as `parcel-nl` the hours of delivery in the
//!   Netherlands; `dgf` tells the local time of each place; others write an offset or UTC.
//! * The pre-advice may carry a later time than the hand-in, and equal times are common.
//! * Numbers come back shortened: see [`same_parcel`](super::same_parcel).
//! * `id` may be a JSON number and `references` a single object.
//! * What a hook of Unified Push is called with is read too: see `push`.
//! * Without a service, a short number may be answered with another division's shipment. Other candidates stand in
//!   `possibleAdditionalShipmentsUrl` and become a note; the setting `service` chooses.
//! * Links of the proof may want a login or the postal code.
//!
//! ```
//! use parceltrack::{Status, carrier::Context, carriers};
//!
//! let body = br#"{"shipments": [{"id": "00340434161094042557", "service": "parcel-de", "events": [
//!     {"timestamp": "2026-11-21T10:02:00", "statusCode": "delivered", "status": "ZU"}]}]}"#;
//! let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
//! # if cfg!(feature = "dhl") {
//! let answer = carriers::decode(&carriers::dhl::UNIFIED, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state().unwrap().status(), Status::Delivered);
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

pub mod phrases;
#[cfg(any(feature = "dhl", test))]
mod config;
#[cfg(any(all(feature = "dhl", feature = "http"), test))]
mod request;
#[cfg(any(feature = "dhl", test))]
mod wire;
#[cfg(any(feature = "dhl", test))]
mod parts;
#[cfg(any(feature = "dhl", test))]
mod evidence;
#[cfg(any(feature = "dhl", test))]
mod report;
#[cfg(any(feature = "dhl", test))]
mod map;
#[cfg(any(feature = "dhl", test))]
pub mod push;
#[cfg(all(feature = "dhl", feature = "http"))]
mod client;

#[cfg(all(feature = "dhl", feature = "http"))]
pub use client::Unified;
#[cfg(any(feature = "dhl", test))]
pub use config::Config;

/// The channel of Shipment Tracking – Unified.
pub const UNIFIED: Channel = Channel::known(CarrierId::DHL, "unified");

const CAPABILITIES: Capabilities =
    Capabilities { estimates: true, proof_of_delivery: true, related: true, ..Capabilities::BY_NUMBER };

const SETTINGS: &[Setting] = &[
    Setting::required("api_key", "the API key of an app at https://developer.dhl.com"),
    Setting::optional(
        "environment",
        "`production` (default) or `sandbox`, of which `endpoint` must tell the address",
    ),
    Setting::optional(
        "endpoint",
        "another address of the API than https://api-eu.dhl.com, https or on this machine",
    ),
    Setting::optional("service", "the division to ask, such as parcel-de or express; all by default"),
    Setting::optional("language", "the wished language of descriptions, two letters; DHL's default is en"),
];

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: UNIFIED,
    summary: "DHL Shipment Tracking – Unified: all divisions, by number, with an API key",
    docs: "https://developer.dhl.com/api-reference/shipment-tracking",
    capabilities: CAPABILITIES,
    settings: SETTINGS,
    #[cfg(feature = "dhl")]
    decode: Some(map::decode),
    #[cfg(not(feature = "dhl"))]
    decode: None,
    #[cfg(all(feature = "dhl", feature = "http"))]
    connect: Some(client::connect),
    #[cfg(not(all(feature = "dhl", feature = "http")))]
    connect: None,
};
