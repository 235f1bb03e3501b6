//! `amazon/fulfillment-outbound`: orders that Amazon ships for other shops, with their parcels and scans.
//!
//! Amazon calls it the *Fulfillment Outbound API* of the Selling Partner API; its product is Multi-Channel
//! Fulfillment: Amazon stores a seller's goods and ships them to customers of other shops, with its own vans or with a
//! partner such as DHL or UPS. Official page: <https://developer-docs.amazon.com/sp-api/docs/fulfillment-outbound-api>.
//!
//! **Credentials.** Those of the [Selling Partner API](super); the app needs the role *Amazon Fulfillment*.
//!
//! **Limits.** Two requests a second with bursts of 30 for each operation and seller; the sandbox takes five. An order
//! in version 2020-07-01 costs one request and one more for each package.
//!
//! **Two versions.** 2020-07-01 (the default) tells an order's packages and, package by package, their scans.
//! 2026-07-04 tells a status for each package and Amazon's own number beside the carrier's, but no scans.
//!
//! **What it reveals.** Carrier, carrier's number, Amazon's fulfilment number (`AFTN…`), scans with city and time,
//! estimate, delivery window of the day, place of hand-over, signer, delivery photo (its link works for an hour),
//! locker code. **What it does not**: anything by tracking number (it is asked by order or package), postcodes of
//! scans, depots, weight, and why a date moved.
//!
//! **Quirks** (by the contracts as published in November 2026, and by what its users report):
//! * `currentStatus` has no time and may lag behind the newest scan or run ahead of it.
//! * The order of scans is not specified: newest first in the contract, oldest first in older documents.
//! * `customerTrackingLink` comes percent-encoded as a whole and ends in an encoded line break.
//! * `UNDELIVERABLE` means lost or destroyed as `currentStatus`.
//! * A package number 0 means "not assigned yet".
//! * A shipment that Amazon cancels itself (`CANCELLED_BY_FULFILLER`) is planned anew under another identifier at
//!   once: the order is alive.
//! * Codes outside the contract do occur (`EVENT_636`, `FRONT DOOR/PORCH`): they are kept, noted and move nothing.
//! * Partners' scans arrive later and coarser than at the partner itself.

// Codes compile in every build, so that their tests need no feature; only the decoder reads them.
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
pub(super) mod codes;
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
mod places;
#[cfg(feature = "amazon")]
mod config;
#[cfg(all(feature = "amazon", any(feature = "http", test)))]
mod request;
#[cfg(any(feature = "amazon", test))]
mod wire;
#[cfg(any(feature = "amazon", test))]
mod map;
#[cfg(any(feature = "amazon", test))]
mod map_tracking;
#[cfg(any(feature = "amazon", test))]
mod map_order;
#[cfg(any(feature = "amazon", test))]
mod map_order_2026;
#[cfg(any(feature = "amazon", test))]
mod decode;
#[cfg(all(feature = "amazon", feature = "http"))]
mod client;

#[cfg(all(feature = "amazon", feature = "http"))]
pub use client::FulfillmentOutbound;
#[cfg(feature = "amazon")]
pub use config::{Config, Version};

use super::settings;
use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of Amazon's Fulfillment Outbound API.
pub const FULFILLMENT_OUTBOUND: Channel = Channel::known(CarrierId::AMAZON, "fulfillment-outbound");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: FULFILLMENT_OUTBOUND,
    summary: "Multi-Channel Fulfillment: orders that Amazon ships for other shops, with their parcels and scans",
    docs: "https://developer-docs.amazon.com/sp-api/docs/fulfillment-outbound-api",
    capabilities: CAPABILITIES,
    settings: SETTINGS,
    #[cfg(feature = "amazon")]
    decode: Some(decode::decode),
    #[cfg(not(feature = "amazon"))]
    decode: None,
    #[cfg(all(feature = "amazon", feature = "http"))]
    connect: Some(client::connect),
    #[cfg(not(all(feature = "amazon", feature = "http")))]
    connect: None,
};

/// What the channel can do in its default version.
const CAPABILITIES: Capabilities = Capabilities {
    by_order: true,
    by_package: true,
    events: true,
    estimates: true,
    proof_of_delivery: true,
    related: true,
    ..Capabilities::NONE
};

const SETTINGS: &[Setting] = &[
    settings::CLIENT_ID,
    settings::CLIENT_SECRET,
    settings::REFRESH_TOKEN,
    settings::REGION,
    settings::ENVIRONMENT,
    Setting::optional("version", "`2020-07-01` (default; has the scans) or `2026-07-04`"),
    settings::ENDPOINT,
    settings::LOGIN_ENDPOINT,
];
