//! `amazon/tracking`: the milestones of what Amazon ships or moves for a seller, parcels of partners included.
//!
//! Amazon calls it the *Tracking API* of the Selling Partner API, version 2026-01-30; its contract was published in
//! August 2026: <https://github.com/amzn/selling-partner-api-models/tree/main/models/tracking-api-model>. It tells what
//! version 2026-07-04 of the Fulfillment Outbound API leaves out.
//!
//! **Credentials.** Those of the [Selling Partner API](super). The contract names no role, nor for which parcels and
//! regions it answers: a 403 or 404 may mean that a parcel is not covered.
//!
//! **Limits.** Not published; answers tell the rate in `x-amzn-RateLimit-Limit`. One number a call, no pages.
//!
//! **Asked by** Amazon's fulfilment number (`AFTN…`) or the carrier's number. Air cargo, container and house bill of
//! lading numbers, which the operation takes too, are freight's: it is not asked by them, but answers that name them are
//! read.
//!
//! **What it reveals.** Milestones with 74 codes and 241 sub codes, city, region and country; the delivery's estimate
//! with its age; where a parcel was left; a public page. **What it does not**: signer, photo, weight, depots, postcodes.
//!
//! **Quirks** (by the contract of August 2026):
//! * All times are UTC, with up to nine digits of a second. The history comes newest first.
//! * Asked by the carrier's number, the history begins at the hand-over; asked by `AFTN…` it begins in the warehouse.
//! * "Delivered" to a locker, shop or post office is available for pickup here; the collection is a milestone of its own.
//! * `UNDELIVERABLE` is on its way back to the shipper.
//! * Sub codes have no documented meaning; `DELIVERED` with `PREDICTED` is not believed, and with `REVERTED` takes an
//!   earlier delivery back.

// Codes compile in every build, so that their tests need no feature; only the decoder reads them.
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
mod codes;
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
mod sub_codes;
#[cfg(all(feature = "amazon", any(feature = "http", test)))]
mod request;
#[cfg(any(feature = "amazon", test))]
mod wire;
#[cfg(any(feature = "amazon", test))]
mod map;
#[cfg(any(feature = "amazon", test))]
mod decode;
#[cfg(all(feature = "amazon", feature = "http"))]
mod client;

#[cfg(all(feature = "amazon", feature = "http"))]
pub use client::Tracking;

#[cfg(any(feature = "amazon", test))]
pub(super) use decode::message;
#[cfg(any(feature = "amazon", test))]
pub(super) use wire::Message;

use super::settings;
use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of Amazon's Tracking API.
pub const TRACKING: Channel = Channel::known(CarrierId::AMAZON, "tracking");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: TRACKING,
    summary: "Tracking API: milestones of what Amazon ships or moves for a seller, parcels of partners included",
    docs: "https://github.com/amzn/selling-partner-api-models/tree/main/models/tracking-api-model",
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

const CAPABILITIES: Capabilities = Capabilities {
    by_fulfilment: true,
    estimates: true,
    proof_of_delivery: true,
    related: true,
    ..Capabilities::BY_NUMBER
};

const SETTINGS: &[Setting] = &[
    settings::CLIENT_ID,
    settings::CLIENT_SECRET,
    settings::REFRESH_TOKEN,
    settings::REGION,
    settings::ENVIRONMENT,
    settings::ENDPOINT,
    settings::LOGIN_ENDPOINT,
];
