//! UPS: the Tracking API, and the messages of Track Alert.
//!
//! | | |
//! |---|---|
//! | Vendor's pages | <https://developer.ups.com/tag/Tracking> and, with the contracts, <https://github.com/UPS-API/api-documentation> |
//! | Access | client id and client secret: register at <https://developer.ups.com>, add an app with the product *Tracking* (it asks for a UPS account number) and take both from the app's page |
//! | Limits | none are published and no header tells them; UPS sets them for each customer and answers with 429. A token for each question is a known way there: this client keeps one for its four hours |
//! | Sandbox | the Customer Integration Environment, setting `environment` = `sandbox`, with the same credentials |
//! | Asked by | one number: `1Z…`, waybill, notice left at the door, Mail Innovations, Roadie |
//!
//! It reveals scans with city, building and time to the second with offset, the day and window of delivery, the name of who
//! took the parcel, weight, size, service, references, the other packages of the shipment, and the postal service's number
//! where that delivers. Signature and proof of delivery come as an image and a document, but only if the settings
//! `signature` and `proof_of_delivery` ask for them and the account has rights to the parcel; a delivery photo comes with
//! the same rights. All three become `data:` URLs. It does not reveal what sender and recipient paid, why a date moved, or
//! the name of an Access Point. Everything is forgotten after 120 days.
//!
//! # Messages
//!
//! Track Alert pushes one event at a time to a web server of the subscriber's. Such a body is decoded by the same channel:
//! it tells the same scans with the same codes, so that what is pushed and what is asked for are one source to the merge.
//! The reports of messages are incomplete by nature. A subscription lives 14 days and brings no past; making one is not
//! part of this crate. UPS signs nothing: whoever runs the server must check the credential that UPS was told to send.
//!
//! # Quirks
//!
//! By the contracts as of July 2026 and by what users of the API report; last looked over in November 2026.
//!
//! * "Not found" is a warning (`TW0001`) with status 200, also for numbers that are none, and for some parcels that
//!   UPS's own pages show.
//! * A code means something together with its type only; `D` stands for deliveries and for the vehicle. Where UPS sends a code
//!   that its appendix lacks, the numeric `statusCode` decides, then the type; a type alone never ends a parcel.
//! * Greenwich's time and offset are missing from older answers; then the local time stays without a zone. The offset is
//!   written `-05:00` in answers and `-04.00` in messages.
//! * `OD` (loaded) and `YP` (being prepared) may come a day or two before the delivery.
//! * `receivedBy` proves no signature.
//! * The codes of postal operators count for parcels of UPS Mail Innovations, by number or service, and for postal numbers.
//! * UPS hides the events of some parcels, told by `suppressionIndicators` or not at all: such a report is not complete.
//! * An answer may hold fewer packages than the shipment: then it has a note.
//! * Windows of delivery are taken for wall clocks at the destination, which the contract does not say.
//! * UPS publishes neither codes nor meaning of its milestones. The setting `milestones` asks for them; they restate
//!   scans of the same answer and can be read in the raw reply.
//! * Codes of freight are not read.
//!
//! ```
//! use parceltrack::{Status, carrier::Context, carriers};
//!
//! let body = br#"{"trackResponse": {"shipment": [{"package": [{"trackingNumber": "1Z5R89390357567127", "activity": [
//!     {"date": "20261121", "time": "154207", "status": {"type": "I", "code": "OT", "statusCode": "021"}}]}]}]}}"#;
//! let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
//! # if cfg!(feature = "ups") {
//! let answer = carriers::decode(&carriers::ups::TRACK, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state().unwrap().status(), Status::OutForDelivery);
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

mod number;
// Codes compile in every build, so that their tests need no feature; only the decoder reads them.
#[cfg_attr(not(feature = "ups"), allow(dead_code))]
mod codes;
#[cfg(any(feature = "ups", test))]
mod locale;
#[cfg(any(feature = "ups", test))]
mod config;
#[cfg(any(all(feature = "ups", feature = "http"), test))]
mod request;
#[cfg(any(feature = "ups", test))]
mod wire;
#[cfg(any(feature = "ups", test))]
mod errors;
#[cfg(any(feature = "ups", test))]
mod times;
#[cfg(any(feature = "ups", test))]
mod parts;
#[cfg(any(feature = "ups", test))]
mod proof;
#[cfg(any(feature = "ups", test))]
mod report;
#[cfg(any(feature = "ups", test))]
mod map;
#[cfg(all(feature = "ups", feature = "http"))]
mod login;
#[cfg(all(feature = "ups", feature = "http"))]
mod client;

#[cfg(all(feature = "ups", feature = "http"))]
pub use client::Track;
#[cfg(any(feature = "ups", test))]
pub use config::Config;

use crate::carrier::{Capabilities, ChannelEntry, Entry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of UPS's Tracking API; it decodes messages of Track Alert, too.
pub const TRACK: Channel = Channel::known(CarrierId::UPS, "track");

const CAPABILITIES: Capabilities =
    Capabilities { estimates: true, proof_of_delivery: true, related: true, ..Capabilities::BY_NUMBER };

const SETTINGS: &[Setting] = &[
    Setting::required("client_id", "client id of an app at https://developer.ups.com"),
    Setting::required("client_secret", "client secret of the same app"),
    Setting::optional("account", "the UPS account, six letters and digits; UPS does not demand it"),
    Setting::optional(
        "environment",
        "`production` (default) or `sandbox`, UPS's Customer Integration Environment",
    ),
    Setting::optional(
        "endpoint",
        "another address of login and API than https://onlinetools.ups.com, https or on this machine",
    ),
    Setting::optional(
        "language",
        "the wished language of descriptions, such as de or de-AT; UPS's default is en-US",
    ),
    Setting::optional("source", "the name of the program that asks; `parceltrack` by default"),
    Setting::optional("signature", "`true` asks for the image of the signature; `false` by default"),
    Setting::optional("proof_of_delivery", "`true` asks for the proof of delivery; `false` by default"),
    Setting::optional("milestones", "`true` asks for milestones, for raw replies alone; `false` by default"),
];

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::UPS,
    name: "UPS",
    feature: "ups",
    formats: number::FORMATS,
    url: Some("https://www.ups.com/track?tracknum={n}"),
    countries: &["US"],
    channels: &[ChannelEntry {
        channel: TRACK,
        summary: "UPS Tracking: parcels by number, and messages of Track Alert",
        docs: "https://developer.ups.com/tag/Tracking",
        capabilities: CAPABILITIES,
        settings: SETTINGS,
        #[cfg(feature = "ups")]
        decode: Some(map::decode),
        #[cfg(not(feature = "ups"))]
        decode: None,
        #[cfg(all(feature = "ups", feature = "http"))]
        connect: Some(client::connect),
        #[cfg(not(all(feature = "ups", feature = "http")))]
        connect: None,
    }],
};
