//! An order as a shop tells it: its lines, shipments and parcels ("my orders").

use std::fmt;

use serde::{Deserialize, Serialize};

use super::carrier_id::{CarrierId, Channel};
use super::delivery::Estimate;
use super::number::{OrderId, TrackingNumber};
use super::personal::Shown;
use super::report::{FormatVersion, Note};
use super::source::Related;
use super::state::State;
use super::words::open_words;

open_words! {
    /// How far an order or a shipment is at the shop. Shipped is not delivered: the parcels tell that.
    OrderStatus {
        /// Received, not yet planned.
        Received = "received",
        /// Being planned; can still be cancelled.
        Planning = "planning",
        /// Picking has begun.
        Processing = "processing",
        /// Part of it left, the rest is still to come.
        Shipping = "shipping",
        /// Everything left.
        Shipped = "shipped",
        /// Part of it left, the rest will not.
        PartlyShipped = "partly_shipped",
        /// Planned anew under another shipment.
        Replanned = "replanned",
        /// Cancelled.
        Cancelled = "cancelled",
        /// Nothing could be shipped.
        Unfulfillable = "unfulfillable",
        /// Refused by the shop's checks.
        Invalid = "invalid",
    }
}

open_words! {
    /// Who packs and sends a line of an order.
    Fulfiller {
        /// The marketplace, from its own warehouse.
        Marketplace = "marketplace",
        /// The seller. Such lines may come without a parcel that the shop can name.
        Seller = "seller",
    }
}

/// One line of an order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrderLine {
    /// The shop's identifier of the line.
    pub id: String,
    /// Name or article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Pieces ordered.
    pub quantity: u32,
    /// Pieces that will not come: cancelled or not to be had.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cancelled: u32,
    /// Pieces that left, where the shop counts them itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipped: Option<u32>,
    /// Who sends it, where the shop tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fulfilled_by: Option<Fulfiller>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl OrderLine {
    /// A line of which nothing is cancelled.
    pub fn new(id: impl Into<String>, quantity: u32) -> Self {
        Self { id: id.into(), name: None, quantity, cancelled: 0, shipped: None, fulfilled_by: None }
    }
}

/// What somebody bought is nobody else's business: `Debug` hides the name.
impl fmt::Debug for OrderLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, name: _, quantity, cancelled, shipped, fulfilled_by } = self;
        f.debug_struct("OrderLine")
            .field("id", &Shown(id))
            .field("quantity", quantity)
            .field("cancelled", cancelled)
            .field("shipped", shipped)
            .field("fulfilled_by", fulfilled_by)
            .finish_non_exhaustive()
    }
}

/// What a parcel holds of one line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ParcelItem {
    /// Identifier of the order's line.
    pub line: String,
    /// Pieces.
    pub quantity: u32,
}

impl fmt::Debug for ParcelItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, quantity } = self;
        f.debug_struct("ParcelItem").field("line", &Shown(line)).field("quantity", quantity).finish()
    }
}

/// A parcel as the order names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "OrderParcelRecord", into = "OrderParcelRecord")]
#[non_exhaustive]
pub struct OrderParcel {
    /// The shop's identifier of the parcel.
    pub id: String,
    /// The carrier's number, once there is one.
    pub number: Option<TrackingNumber>,
    /// The carrier, where the shop's name for it is known.
    pub carrier: Option<CarrierId>,
    /// The state that the shop claims.
    pub state: Option<State>,
    /// When delivery is expected.
    pub estimate: Option<Estimate>,
    /// What is inside.
    pub items: Vec<ParcelItem>,
    /// Other numbers of this parcel, such as Amazon's own.
    pub related: Vec<Related>,
}

impl OrderParcel {
    /// A parcel of which only its identifier is known.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            number: None,
            carrier: None,
            state: None,
            estimate: None,
            items: Vec::new(),
            related: Vec::new(),
        }
    }
}

impl fmt::Debug for OrderParcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, number, carrier, state, estimate, items, related } = self;
        f.debug_struct("OrderParcel")
            .field("id", &Shown(id))
            .field("number", number)
            .field("carrier", carrier)
            .field("state", state)
            .field("estimate", estimate)
            .field("items", items)
            .field("related", related)
            .finish()
    }
}

#[derive(Serialize, Deserialize)]
struct OrderParcelRecord {
    id: String,
    #[serde(default)]
    number: Option<TrackingNumber>,
    #[serde(default)]
    carrier: Option<CarrierId>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    substatus: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    estimate: Option<Estimate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    items: Vec<ParcelItem>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related>,
}

impl From<OrderParcelRecord> for OrderParcel {
    fn from(record: OrderParcelRecord) -> Self {
        let state = record.status.map(|status| State::from_words(&status, record.substatus.as_deref()));
        Self {
            id: record.id,
            number: record.number,
            carrier: record.carrier,
            state,
            estimate: record.estimate,
            items: record.items,
            related: record.related,
        }
    }
}

impl From<OrderParcel> for OrderParcelRecord {
    fn from(parcel: OrderParcel) -> Self {
        let words = parcel.state.as_ref().map(State::words);
        Self {
            id: parcel.id,
            number: parcel.number,
            carrier: parcel.carrier,
            status: words.map(|(status, _)| status.to_owned()),
            substatus: words.and_then(|(_, substatus)| substatus.map(Into::into)),
            estimate: parcel.estimate,
            items: parcel.items,
            related: parcel.related,
        }
    }
}

/// Some parcels of an order that leave together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shipment {
    /// The shop's identifier.
    pub id: String,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    /// When delivery is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// Its parcels; none before packing.
    #[serde(default)]
    pub parcels: Vec<OrderParcel>,
}

impl Shipment {
    /// A shipment without parcels yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), status: None, estimate: None, parcels: Vec::new() }
    }
}

impl fmt::Debug for Shipment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, status, estimate, parcels } = self;
        f.debug_struct("Shipment")
            .field("id", &Shown(id))
            .field("status", status)
            .field("estimate", estimate)
            .field("parcels", parcels)
            .finish()
    }
}

/// An order with its lines and parcels, as one channel tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// The format's version.
    #[serde(default)]
    pub version: FormatVersion,
    /// The order's identifier.
    pub order_id: OrderId,
    /// Who tells it.
    pub channel: Channel,
    /// How far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrderStatus>,
    /// Its lines.
    #[serde(default)]
    pub lines: Vec<OrderLine>,
    /// Its shipments.
    #[serde(default)]
    pub shipments: Vec<Shipment>,
    /// What was odd about the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Order {
    /// An order of which only its identifier is known.
    pub fn new(order_id: OrderId, channel: Channel) -> Self {
        Self {
            version: FormatVersion,
            order_id,
            channel,
            status: None,
            lines: Vec::new(),
            shipments: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Every parcel of every shipment.
    pub fn parcels(&self) -> impl Iterator<Item = &OrderParcel> {
        self.shipments.iter().flat_map(|shipment| &shipment.parcels)
    }
}
