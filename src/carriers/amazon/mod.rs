//! Amazon: its own vans, and the fulfilment service that hands parcels to partners.
//!
//! There is no single way to ask Amazon about a parcel: what can be read depends on who holds the credentials. Each way
//! is a channel, and each channel's module tells its limits and quirks:
//!
//! | channel | who can ask | by |
//! |---|---|---|
//! | [`amazon/business`](business) | a company that bought from Amazon | package |
//! | [`amazon/export`](export) | a private buyer, of whom a file is read | – |
//! | [`amazon/fulfillment-outbound`](fulfillment_outbound) | a seller whose goods Amazon ships for other shops | order, package |
//! | [`amazon/notifications`](notifications) | a seller, to whom Amazon pushes | – |
//! | [`amazon/orders`](orders) | a seller on Amazon's marketplaces | order |
//! | [`amazon/shipping`](shipping) | a shipper who buys labels of Amazon Shipping | tracking number |
//! | [`amazon/tracking`](tracking) | a seller, about what Amazon ships or moves for him | Amazon's fulfilment number, carrier's number |
//!
//! # Selling Partner API
//!
//! **Credentials.** Register a developer profile and an app in Seller Central with the roles that the channel names. The
//! app's page shows its Login-with-Amazon client id and client secret; authorising the app for your own account shows
//! the refresh token (`Atzr|…`). Requests are not signed. Amazon ends client secrets after 180 days: rotate them.
//!
//! **Login.** One access token serves all calls of a client for its hour. A token that is refused (401 or 403) is
//! replaced once; refused again, it is the app's role that is missing.
//!
//! **Limits.** Each operation has a rate for each app and seller, which answers tell in `x-amzn-RateLimit-Limit`. A 429
//! does not tell it and has no `Retry-After`: the error's wait is then the time between two requests at the rate that an
//! earlier answer told. The sandbox of each region (`environment` = `sandbox`) takes five requests a second with bursts of
//! 15.

mod number;
mod settings;
// Names and codes compile in every build, so that their tests need no feature; only the decoders read them.
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
mod codes;
#[cfg_attr(not(feature = "amazon"), allow(dead_code))]
mod names;
#[cfg(feature = "amazon")]
mod access;
#[cfg(feature = "amazon")]
mod marketplaces;
#[cfg(all(feature = "amazon", any(feature = "http", test)))]
mod request;
#[cfg(any(feature = "amazon", test))]
mod tolerant;
#[cfg(any(feature = "amazon", test))]
mod errors;
#[cfg(any(feature = "amazon", test))]
mod notes;
#[cfg(any(feature = "amazon", test))]
mod ordered;
#[cfg(any(feature = "amazon", test))]
mod events;
#[cfg(all(feature = "amazon", feature = "http"))]
mod api;

pub mod business;
pub mod export;
pub mod fulfillment_outbound;
pub mod notifications;
pub mod orders;
pub mod shipping;
pub mod tracking;

#[cfg(feature = "amazon")]
pub use access::{Access, Region};
pub use business::BUSINESS;
#[cfg(all(feature = "amazon", feature = "http"))]
pub use business::Business;
pub use export::EXPORT;
pub use fulfillment_outbound::FULFILLMENT_OUTBOUND;
#[cfg(all(feature = "amazon", feature = "http"))]
pub use fulfillment_outbound::FulfillmentOutbound;
#[cfg(feature = "amazon")]
pub use fulfillment_outbound::{Config, Version};
#[cfg(feature = "amazon")]
pub use marketplaces::{MARKETPLACES, Marketplace};
pub use notifications::NOTIFICATIONS;
pub use orders::ORDERS;
#[cfg(all(feature = "amazon", feature = "http"))]
pub use orders::Orders;
pub use shipping::SHIPPING;
#[cfg(all(feature = "amazon", feature = "http"))]
pub use shipping::Shipping;
#[cfg(feature = "amazon")]
pub use shipping::{ShippingBusiness, ShippingConfig};
pub use tracking::TRACKING;
#[cfg(all(feature = "amazon", feature = "http"))]
pub use tracking::Tracking;

use crate::carrier::Entry;
use crate::model::CarrierId;

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::AMAZON,
    name: "Amazon",
    feature: "amazon",
    formats: number::FORMATS,
    url: Some("https://track.amazon.com/tracking/{n}"),
    countries: &[],
    channels: &[
        business::ENTRY,
        export::ENTRY,
        fulfillment_outbound::ENTRY,
        notifications::ENTRY,
        orders::ENTRY,
        shipping::ENTRY,
        tracking::ENTRY,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Channel;

    #[test]
    fn the_channels_names_read_back() {
        for row in ENTRY.channels {
            assert_eq!(row.channel.to_string().parse::<Channel>().unwrap(), row.channel);
        }
        assert_eq!("amazon/fulfillment-outbound".parse::<Channel>().unwrap(), FULFILLMENT_OUTBOUND);
    }

    #[test]
    fn a_build_without_the_feature_names_it() {
        for row in ENTRY.channels {
            let is_asked = ![EXPORT, NOTIFICATIONS].contains(&row.channel);
            assert_eq!(row.is_connectable(), is_asked && cfg!(all(feature = "amazon", feature = "http")));
            assert_eq!(row.decode.is_some(), cfg!(feature = "amazon"));
        }
    }
}
