//! `amazon/orders`: a seller's orders on Amazon's marketplaces, with their lines and with the parcels that he sends
//! himself.
//!
//! Amazon calls it the *Orders API* of the Selling Partner API. Official page:
//! <https://developer-docs.amazon.com/sp-api/docs/orders-api>.
//!
//! **Credentials.** Those of the [Selling Partner API](super); the app needs the role *Inventory and Order Tracking*.
//!
//! **Limits.** An order costs one request in version 2026-01-01 and two or more in version 0, both at one request in two
//! seconds with bursts of 30. Lists of orders are far slower (one in a minute in version 0, one in three minutes in
//! version 2026-01-01), so several orders are asked one by one too. Orders go back two years.
//!
//! **Two versions.** 2026-01-01 (the default) tells lines and the parcels of what the seller sends. Version 0, which
//! Amazon ends on 27 March 2027, tells lines only, and a status for what *Easy Ship* collects.
//!
//! **What it reveals.** How far the order is, pieces per line with those that left, who sends them, the promised
//! delivery; of the seller's parcels what is inside, carrier, carrier's number, when they were packed and left, and a
//! coarse status. **What it does not**: any parcel of what Amazon sends itself, scans, and in version 0 a tracking
//! number at all.
//!
//! **Personal data.** Buyers, recipients and prices are not asked for. With the setting `personal_data` at
//! `destination` a parcel's report holds town, postal code and country of where it goes, never name or street. Version
//! 2026-01-01 then asks for the recipient, for which the app needs a restricted role such as *Direct-to-Consumer
//! Delivery*; version 0 exchanges its token for a restricted one for each order
//! (<https://developer-docs.amazon.com/sp-api/docs/authorization-with-the-restricted-data-token>).
//!
//! **Quirks** (by the contracts as published in August 2026):
//! * Shipped is not delivered: no status of an order says that anything arrived.
//! * A part that left is `PARTIALLY_SHIPPED` as long as the rest is to come.
//! * Packages are numbered within their order, so a parcel goes by `302-1234567-7654321/1`.
//! * Carrier, number and the time of leaving are what the seller typed when he confirmed the parcel. They are no scans,
//!   and give way to the carrier's.
//! * `detailedStatus` says more than `status`, and wins.
//! * A line that was called off has no count of its own: what is neither sent nor to be sent will not come.

// Codes compile in every build, so that their tests need no feature; only the decoder reads them.
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
pub(super) mod codes;
#[cfg(feature = "amazon")]
mod config;
#[cfg(all(feature = "amazon", any(feature = "http", test)))]
mod request;
#[cfg(any(feature = "amazon", test))]
mod wire;
#[cfg(any(feature = "amazon", test))]
pub(super) mod map;
#[cfg(any(feature = "amazon", test))]
mod map_2026;
#[cfg(any(feature = "amazon", test))]
mod decode;
#[cfg(all(feature = "amazon", feature = "http"))]
mod client;

#[cfg(all(feature = "amazon", feature = "http"))]
pub use client::Orders;
#[cfg(feature = "amazon")]
pub use config::{Config, PersonalData, Version};

use super::settings;
use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of Amazon's Orders API.
pub const ORDERS: Channel = Channel::known(CarrierId::AMAZON, "orders");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: ORDERS,
    summary: "Orders on Amazon's marketplaces as their seller sees them, with the parcels that he sends himself",
    docs: "https://developer-docs.amazon.com/sp-api/docs/orders-api",
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
const CAPABILITIES: Capabilities =
    Capabilities { by_order: true, events: true, estimates: true, related: true, ..Capabilities::NONE };

const SETTINGS: &[Setting] = &[
    settings::CLIENT_ID,
    settings::CLIENT_SECRET,
    settings::REFRESH_TOKEN,
    settings::REGION,
    settings::ENVIRONMENT,
    Setting::optional("version", "`2026-01-01` (default; has the seller's parcels) or `v0`"),
    Setting::optional(
        "personal_data",
        "`none` (default) or `destination`: also ask where parcels go, which takes a restricted role",
    ),
    settings::ENDPOINT,
    settings::LOGIN_ENDPOINT,
];
