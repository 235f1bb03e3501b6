//! `amazon/business`: packages that a company bought from Amazon.
//!
//! Amazon calls it the *Package Tracking API* of Amazon Business, version 2025-07-02. Official page:
//! <https://developer-docs.amazon.com/amazon-business/>.
//!
//! **Credentials.** An app of Amazon Business with the role *Amazon Business Order Placement*, and the refresh token of
//! an account of the company. The login is the one of the [Selling Partner API](super), the hosts are others and follow
//! from the shop's `country`.
//!
//! **Asking.** By [package](crate::carrier::Reference::Package), as order, shipment and package with slashes between:
//! `114-2589187-9801025/401971789238301/1`. Shipments and packages of an order are listed by the Reporting API and by
//! order confirmations. The setting `country` is the shop that it was bought at.
//!
//! **Limits.** One request in two seconds with bursts of ten. Packages are known for 90 days after they left. The sandbox
//! of North America knows the package above, in country `US`.
//!
//! **What it reveals.** A status, four milestones with their times, the window of the delivery, carrier and number. **What
//! it does not**: scans in a form that could be used. `packageTrackingEvents` are texts in the account's language with a
//! day without year and a time without zone: they are left out, and noted.
//!
//! **Quirks** (by the specification of December 2025):
//! * A milestone has a window, of which often only the end is given; it counts once that has passed, and only as far as
//!   the status goes: what is still to come is a forecast.
//! * A milestone of which only the day is known stands at midnight.
//! * `UNDELIVERABLE` says that the package will be sent back, `REFUND_ISSUED` nothing of where it is.
//! * The answer does not repeat what it was asked for.

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
#[cfg(all(feature = "amazon", feature = "http"))]
mod client;

#[cfg(all(feature = "amazon", feature = "http"))]
pub use client::Business;
#[cfg(feature = "amazon")]
pub use config::{Config, Country};

use super::settings;
use crate::carrier::{Capabilities, ChannelEntry, Setting};
use crate::model::{CarrierId, Channel};

/// The channel of Amazon Business' Package Tracking API.
pub const BUSINESS: Channel = Channel::known(CarrierId::AMAZON, "business");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: BUSINESS,
    summary: "Packages that a company bought from Amazon Business, with their milestones",
    docs: "https://developer-docs.amazon.com/amazon-business/",
    capabilities: CAPABILITIES,
    settings: SETTINGS,
    #[cfg(feature = "amazon")]
    decode: Some(map::decode),
    #[cfg(not(feature = "amazon"))]
    decode: None,
    #[cfg(all(feature = "amazon", feature = "http"))]
    connect: Some(client::connect),
    #[cfg(not(all(feature = "amazon", feature = "http")))]
    connect: None,
};

const CAPABILITIES: Capabilities =
    Capabilities { by_package: true, events: true, estimates: true, related: true, ..Capabilities::NONE };

const SETTINGS: &[Setting] = &[
    settings::CLIENT_ID,
    settings::CLIENT_SECRET,
    settings::REFRESH_TOKEN,
    Setting::required(
        "country",
        "the shop that was bought at: `AU`, `CA`, `DE`, `ES`, `FR`, `IN`, `IT`, `JP`, `MX`, `UK` or `US`",
    ),
    settings::ENVIRONMENT,
    settings::ENDPOINT,
    settings::LOGIN_ENDPOINT,
];
