//! `amazon/notifications`: what Amazon pushes about parcels and orders of a seller.
//!
//! Amazon calls them *notifications* of the Selling Partner API:
//! <https://developer-docs.amazon.com/sp-api/docs/notification-type-values>. A seller's app subscribes with the
//! *Notifications API*, and Amazon puts the messages into a queue of *Amazon SQS* or onto *EventBridge*. This channel
//! decodes a message's text, of the queue or as the event's `detail`; fetching it is the program's affair.
//!
//! | type | becomes |
//! |---|---|
//! | `SHIPMENT_TRACKING_MILESTONE_CHANGED` | a report of [`amazon/tracking`](super::tracking) |
//! | `FULFILLMENT_ORDER_STATUS` | an order of [`amazon/fulfillment-outbound`](super::fulfillment_outbound) with the shipment that changed |
//! | `ORDER_CHANGE` | an order of [`amazon/orders`](super::orders) with its lines, and Easy Ship's status of its parcel |
//! | `FBA_OUTBOUND_SHIPMENT_STATUS` | an order of [`amazon/orders`](super::orders) with the shipment; Brazil only |
//!
//! **Quirks** (by the schemas as of August 2026):
//! * Queues deliver at least once and in no order. A report of a message is never complete, so that an old message takes
//!   nothing back; told twice, it changes nothing.
//! * `EventTime` of a message may lie before or after the times in it: it is not used.
//! * Schemas call every block required and their examples hold words that none of them lists: nothing is demanded but the
//!   number, and such words are kept and noted.
//! * Partners' numbers may begin with stray characters (`&`).
//! * Older types write `NotificationType`, newer ones `notificationType`: both are read.
//! * What a return holds (`FulfillmentReturnItem`) is goods, not a parcel: it is left out.

#[cfg(any(feature = "amazon", test))]
mod decode;
#[cfg(any(feature = "amazon", test))]
mod fulfillment_order;
#[cfg(any(feature = "amazon", test))]
mod order_change;

use crate::carrier::{Capabilities, ChannelEntry};
use crate::model::{CarrierId, Channel};

/// The channel of Amazon's push messages.
pub const NOTIFICATIONS: Channel = Channel::known(CarrierId::AMAZON, "notifications");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: NOTIFICATIONS,
    summary: "Push messages of the Selling Partner API about parcels and orders",
    docs: "https://developer-docs.amazon.com/sp-api/docs/notification-type-values",
    capabilities: CAPABILITIES,
    settings: &[],
    #[cfg(feature = "amazon")]
    decode: Some(decode::decode),
    #[cfg(not(feature = "amazon"))]
    decode: None,
    // Amazon pushes: nobody can be asked.
    connect: None,
};

/// Nothing that it could be asked; what it tells.
const CAPABILITIES: Capabilities = Capabilities { events: true, estimates: true, ..Capabilities::NONE };
