//! Parcel DE Tracking: DHL Paket's own API for its business customers, in XML.
//!
//! | | |
//! |---|---|
//! | Vendor's page | <https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany> |
//! | Access | an app at <https://developer.dhl.com> with this API (its key and secret), and a user of DHL's business portal with the right to track. An estimate needs a further right |
//! | Limits | 1000 requests and 10 000 numbers a day, three requests a second, 20 numbers a request; DHL asks not to ask again for what is delivered. Beyond: 429, or the address is blocked |
//! | Sandbox | `environment` = `sandbox`, with DHL's published user (`Config::sandbox`); it knows the six numbers of DHL's page, all of them delivered |
//! | Asked by | up to 20 tracking numbers; with a postal code one at a time |
//!
//! It reveals what happened, why, and the standard code of each event, which is more than Unified does: see
//! [`ICE_RIC`](super::codes::ICE_RIC); further who took the parcel, its weight, product, references and other numbers. The image
//! of a signature (`d-get-signature`) and the operation for the public (`get-status-for-public-user`) are not asked for.
//!
//! # Quirks
//!
//! Seen in published recordings of answers between 2016 and January 2026; last looked over in November 2026.
//!
//! * The user's password stands in the address of each request. Nothing here shows an address; what a proxy of yours logs
//!   is yours to see to.
//! * Failures come with HTTP 200 and a code, for the whole answer or for one number. `100` is an unknown number, `200` one
//!   of which DHL has no data yet: both are [`NotFound`](crate::ErrorKind::NotFound), the error's code tells them apart.
//!   After `5` (login wrong) a batch sends nothing more, because too many wrong logins (`6`) lock the user.
//! * Times are German wall clocks without seconds and zone, `21.11.2026 10:02`; whether that holds abroad is not known.
//! * The form of `delivery-date` is not published. A day as in requests (`2026-11-21`) or as in answers (`21.11.2026`)
//!   is read, and hours as `10:00`; anything else is noted.
//! * Lengths come without unit and are not read. `0.0` is an unknown weight.
//! * `STORN` takes back the event before it. `HLDCC/LDPCK` is a Packstation for the recipient as well as for the sender: it
//!   is the hand-in where nothing before it says that DHL has the parcel.
//! * Answers may be in UTF-8 or ISO-8859-1.
//!
//! ```
//! use parceltrack::{carrier::Context, carriers, state::delivered};
//!
//! let body = br#"<data name="piece-shipment-list" code="0">
//!   <data name="piece-shipment" error-status="0" piece-code="00340434161094042557">
//!     <data name="piece-event-list">
//!       <data name="piece-event" event-timestamp="21.11.2026 10:02" ice="DLVRD" ric="NGHBR" standard-event-code="ZU"/>
//!     </data>
//!   </data>
//! </data>"#;
//! let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
//! # if cfg!(feature = "dhl") {
//! let answer = carriers::decode(&carriers::dhl::PARCEL_DE, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state(), Some(&delivered::NEIGHBOUR));
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

#[cfg(feature = "dhl")]
mod config;
#[cfg(all(feature = "dhl", feature = "http"))]
mod request;
#[cfg(feature = "dhl")]
mod refusal;
#[cfg(feature = "dhl")]
mod wire;
#[cfg(feature = "dhl")]
mod evidence;
#[cfg(feature = "dhl")]
mod report;
#[cfg(feature = "dhl")]
mod map;
#[cfg(all(feature = "dhl", feature = "http"))]
mod client;

#[cfg(all(feature = "dhl", feature = "http"))]
pub use client::ParcelDe;
#[cfg(feature = "dhl")]
pub use config::{Config, Language};

/// The channel of Parcel DE Tracking.
pub const PARCEL_DE: Channel = Channel::known(CarrierId::DHL, "parcel-de");

/// Numbers that one request may hold.
const MOST: usize = 20;

const CAPABILITIES: Capabilities = Capabilities {
    estimates: true,
    proof_of_delivery: true,
    related: true,
    batch: MOST,
    ..Capabilities::BY_NUMBER
};

const SETTINGS: &[Setting] = &[
    Setting::required("client_id", "the API key of an app at https://developer.dhl.com with this API"),
    Setting::required("client_secret", "the app's API secret"),
    Setting::required("portal_user", "a user of DHL's business portal; zt12345 in the sandbox"),
    Setting::required("portal_password", "the user's password; geheim in the sandbox"),
    Setting::optional("environment", "`production` (default) or `sandbox`"),
    Setting::optional(
        "endpoint",
        "another address than https://api-eu.dhl.com/parcel/de/tracking/v0, https or on this machine",
    ),
    Setting::optional("language", "the wished language of descriptions, de or en; en by default"),
];

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: PARCEL_DE,
    summary: "DHL Parcel DE Tracking: DHL Paket, 20 numbers a request, with an app and a portal user",
    docs: "https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany",
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
