//! MyDHL API Tracking: DHL Express for its account holders.
//!
//! | | |
//! |---|---|
//! | Vendor's page | <https://developer.dhl.com/api-reference/dhl-express-mydhl-api> |
//! | Access | user and password of MyDHL API, which DHL Express gives to account holders on request at that page |
//! | Limits | 200 numbers a request; quotas belong to the account and are not published |
//! | Sandbox | `environment` = `sandbox` (DHL: test) knows only the waybills that DHL lists, such as `9356579890`; DHL's mock at `https://api-mock.dhl.com/mydhlapi`, set as `endpoint`, gives fixed answers |
//! | Asked by | waybill or piece number (`JD…`), up to 200 at once |
//!
//! It reveals the checkpoints of shipment and pieces, an expected day, who signed, weights, sizes and references. It does
//! not reveal an hour of delivery; the proof's document is another operation, which is not asked. Names and towns of sender and
//! recipient may be blank for privacy.
//!
//! # Quirks
//!
//! After the published description 3.1.1 of November 2025; last looked over in November 2026.
//!
//! * Offsets come only where a single waybill is asked for. Asked by piece or for several numbers at once, times are wall
//!   clocks at the checkpoint, and the report names no zone: the merge reads them by the checkpoint's country. Who wants
//!   exact times asks one by one.
//! * `status` is `Success` for a look-up that worked, and no status of the parcel.
//! * A shipment of several pieces gives a report of the waybill and one of each piece that has checkpoints of its own, linked as
//!   siblings.
//! * `RT` closes the waybill, and the way back has a new one, which is not told. `CS` closes the record without saying why.
//! * The header `x-version` names version 3.1.0, which the description demands.
//!
//! ```
//! use parceltrack::{Status, carrier::Context, carriers};
//!
//! let body = br#"{"shipments": [{"shipmentTrackingNumber": "3318810025", "status": "Success", "events": [
//!     {"date": "2026-11-20", "time": "11:59:23", "GMTOffset": "+13:00", "typeCode": "OK", "description": "Delivered",
//!      "serviceArea": [{"code": "AKL", "description": "AUCKLAND-NZ"}]}]}]}"#;
//! let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
//! # if cfg!(feature = "dhl") {
//! let answer = carriers::decode(&carriers::dhl::EXPRESS, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state().unwrap().status(), Status::Delivered);
//! assert_eq!(answer.reports[0].events[0].time.to_string(), "2026-11-20T11:59:23+13:00");
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

#[cfg(any(feature = "dhl", test))]
mod config;
#[cfg(any(all(feature = "dhl", feature = "http"), test))]
mod request;
#[cfg(any(feature = "dhl", test))]
mod wire;
#[cfg(any(feature = "dhl", test))]
mod report;
#[cfg(any(feature = "dhl", test))]
mod map;
#[cfg(all(feature = "dhl", feature = "http"))]
mod client;

#[cfg(all(feature = "dhl", feature = "http"))]
pub use client::Express;
#[cfg(any(feature = "dhl", test))]
pub use config::Config;

/// The channel of MyDHL API Tracking.
pub const EXPRESS: Channel = Channel::known(CarrierId::DHL, "express");

/// Numbers that one request may hold.
const MOST: usize = 200;

const CAPABILITIES: Capabilities = Capabilities {
    estimates: true,
    proof_of_delivery: true,
    related: true,
    batch: MOST,
    ..Capabilities::BY_NUMBER
};

const SETTINGS: &[Setting] = &[
    Setting::required("username", "the user of MyDHL API"),
    Setting::required("password", "the user's password"),
    Setting::optional(
        "environment",
        "`production` (default) or `sandbox`, which knows only waybills that DHL lists",
    ),
    Setting::optional(
        "endpoint",
        "another address than https://express.api.dhl.com/mydhlapi, https or on this machine",
    ),
];

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: EXPRESS,
    summary: "DHL MyDHL API Tracking: DHL Express, 200 numbers a request, with an account's user",
    docs: "https://developer.dhl.com/api-reference/dhl-express-mydhl-api",
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
