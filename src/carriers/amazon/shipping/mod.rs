//! `amazon/shipping`: parcels whose labels were bought through Amazon Shipping, with their way back.
//!
//! Amazon calls it the *Shipping API v2*, operation `getTracking`:
//! <https://developer-docs.amazon.com/amazon-shipping/docs/tutorial-track-a-shipment>.
//!
//! **Credentials.** Those of the [Selling Partner API](super), of a shipper who is set up for Amazon Shipping. The setting
//! `business` says in which country, `carrier_id` which carrier `getRates` named when the label was bought; without it,
//! the business's own is asked where it is known.
//!
//! **Limits.** 80 requests a second with bursts of 100 by the contract; older copies of it say 5. One number a call. The
//! full history for 45 days, then the last status only. Amazon suggests to ask every 15 to 30 minutes.
//!
//! **What it reveals.** Events with city and postcode of both ways, the promised day, where a parcel was left, why an
//! attempt or a delivery failed. **What it does not**: texts, depots, weight; other carriers' labels. A proof of delivery
//! with photo and name is reported of some answers but documented nowhere: it is not read.
//!
//! **Quirks** (by the contract as of August 2026, and by what its users report):
//! * A number that is unknown or whose parcel was never collected is answered with 200, no event and no status: not found.
//! * On the way back, "Delivered" means back at the sender, in events and in the summary, which does not name its leg.
//! * `alternateLegTrackingId` is the way back's number, or null, or the text `"null"`.
//! * The contract's example has no `payload`, its schema has one: both are read.
//! * `PackageReceivedByCarrier` was announced for August 2025 and stands in no contract; nor does the sandbox's `Received`.

// Codes compile in every build, so that their tests need no feature; only the decoder reads them.
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
mod codes;
#[cfg(feature = "amazon")]
mod config;
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
pub use client::Shipping;
#[cfg(feature = "amazon")]
pub use config::{ShippingBusiness, ShippingConfig};

use super::settings;
use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of Amazon Shipping.
pub const SHIPPING: Channel = Channel::known(CarrierId::AMAZON, "shipping");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: SHIPPING,
    summary: "Amazon Shipping: parcels whose labels were bought there, with their way back",
    docs: "https://developer-docs.amazon.com/amazon-shipping/docs/tutorial-track-a-shipment",
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

const CAPABILITIES: Capabilities =
    Capabilities { estimates: true, proof_of_delivery: true, related: true, ..Capabilities::BY_NUMBER };

const SETTINGS: &[Setting] = &[
    settings::CLIENT_ID,
    settings::CLIENT_SECRET,
    settings::REFRESH_TOKEN,
    settings::REGION,
    settings::ENVIRONMENT,
    Setting::optional(
        "business",
        "the country's business: `AmazonShipping_US`, `_IN`, `_UK` (default), `_UAE`, `_SA`, `_EG`, `_IT`, `_ES`, `_FR` or \
         `_JP`",
    ),
    Setting::optional(
        "carrier_id",
        "the carrier as `getRates` names it, by default the business's own: `AMZN_UK`",
    ),
    settings::ENDPOINT,
    settings::LOGIN_ENDPOINT,
];
