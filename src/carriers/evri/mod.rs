//! Evri of the United Kingdom, once Hermes UK: what is known of its client tracking API.
//!
//! **Off unless you say so.** Evri documents this API to its contract clients only; what stands here is what programs that
//! call it show. The client therefore wants the setting `access = undocumented` beside the credentials of your contract.
//! Without it nothing is asked. Decoding needs no setting.
//!
//! | | |
//! |---|---|
//! | Vendor's page | <https://www.evri.com>; facts are from <https://github.com/ha-parcel-integrations/ha-evri> |
//! | Access | client id, client secret and API key of a contract with Evri |
//! | Limits | not published |
//! | Sandbox | the contract tells its host: settings `endpoint` and `login_endpoint` |
//! | Asked by | one barcode |
//!
//! It reveals events with times in UTC, sentences in English and sometimes coordinates. The calls for an estimate (`etas`)
//! and a signature (`signatures`) are not made, but [`decode`](crate::carriers::decode) reads their answers, too. The
//! consumers' API behind Evri's web page wants a key that belongs to that page, and is not used.
//!
//! Hermes Germany is another company: its numbers and credentials mean nothing to Evri.
//!
//! # Quirks
//!
//! As seen in published programs; looked over in November 2026.
//!
//! * The list of events comes bare or in an object.
//! * Answers about events name no barcode: the context must. A link that names another one is a refusal.
//! * The numbers of points (`trackingPointId`) are not published, so [`phrases`] read the sentence; where a point or stage
//!   comes with its name, [`codes`] read that first.
//! * 404, 204 and an empty list mean "none yet".
//!
//! ```
//! use parceltrack::{Status, carrier::Context, carriers};
//!
//! let body = br#"[{"dateTime": "2026-11-21T10:02:00Z",
//!     "trackingPoint": {"trackingPointId": "17", "description": "Out for delivery"}}]"#;
//! let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_number("T00KBX0041928374".parse()?);
//! # if cfg!(feature = "evri") {
//! let answer = carriers::decode(&carriers::evri::CLIENT_TRACKING, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state().unwrap().status(), Status::OutForDelivery);
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

use crate::carrier::{Capabilities, ChannelEntry, Entry, Setting};
use crate::model::{CarrierId, Channel};

mod number;
pub mod codes;
pub mod phrases;
#[cfg(any(feature = "evri", test))]
mod config;
#[cfg(any(all(feature = "evri", feature = "http"), test))]
mod request;
#[cfg(any(feature = "evri", test))]
mod wire;
#[cfg(any(feature = "evri", test))]
mod map;
#[cfg(all(feature = "evri", feature = "http"))]
mod client;

#[cfg(all(feature = "evri", feature = "http"))]
pub use client::ClientTracking;
#[cfg(any(feature = "evri", test))]
pub use config::{Access, Config};

/// The channel of Evri's client tracking API.
pub const CLIENT_TRACKING: Channel = Channel::known(CarrierId::EVRI, "client-tracking");

const CAPABILITIES: Capabilities = Capabilities::BY_NUMBER;

const SETTINGS: &[Setting] = &[
    Setting::required(
        "access",
        "`undocumented`: Evri does not document this API in public, so it is off unless told",
    ),
    Setting::required("client_id", "client id of a contract with Evri"),
    Setting::required("client_secret", "client secret of the same contract"),
    Setting::required("api_key", "API key of the same contract"),
    Setting::optional("audience", "audience of the token; client-tracking-api by default"),
    Setting::optional(
        "endpoint",
        "another address of the API than https://api.hermesworld.co.uk, https or on this machine",
    ),
    Setting::optional(
        "login_endpoint",
        "another address of the login than https://hermes-client-integration-prod.eu.auth0.com",
    ),
];

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::EVRI,
    name: "Evri",
    feature: "evri",
    formats: number::FORMATS,
    url: Some("https://www.evri.com/track/parcel/{n}"),
    countries: &["GB"],
    channels: &[ChannelEntry {
        channel: CLIENT_TRACKING,
        summary: "Evri's client tracking API, by barcode; not publicly documented and off unless told",
        docs: "https://www.evri.com",
        capabilities: CAPABILITIES,
        settings: SETTINGS,
        #[cfg(feature = "evri")]
        decode: Some(map::decode),
        #[cfg(not(feature = "evri"))]
        decode: None,
        #[cfg(all(feature = "evri", feature = "http"))]
        connect: Some(client::connect),
        #[cfg(not(all(feature = "evri", feature = "http")))]
        connect: None,
    }],
};
