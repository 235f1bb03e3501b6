//! `FULFILLMENT_ORDER_STATUS`: an order of Multi-Channel Fulfillment, with the shipment that changed.

use serde::Deserialize;
use serde_json::Value;

use crate::carrier::{Answer, Context};
use crate::carriers::amazon::errors::shown;
use crate::carriers::amazon::fulfillment_outbound::{FULFILLMENT_OUTBOUND, codes};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::ordered;
use crate::carriers::amazon::tolerant::Text;
use crate::carriers::part::{List, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Estimate, EstimateKind, Order, OrderId, OrderParcel, OrderStatus, Shipment};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Message {
    seller_fulfillment_order_id: Text,
    fulfillment_order_status: Text,
    fulfillment_shipment: Part<MessageShipment>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct MessageShipment {
    fulfillment_shipment_status: Text,
    amazon_shipment_id: Text,
    estimated_arrival_date_time: Text,
    fulfillment_shipment_packages: List<Package>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Package {
    package_number: Text,
    carrier_code: Text,
    tracking_number: Text,
}

/// Where the fields stand.
const ROOT: &str = "FulfillmentOrderStatusNotification.";

/// # Errors
///
/// [`ErrorKind::BadReply`] without the order's identifier.
pub(super) fn answer(message: &Value, context: &Context) -> Result<Answer> {
    let wire = Message::deserialize(message).unwrap_or_default();
    let mut notes = Notes::new(ROOT);
    let id = wire.seller_fulfillment_order_id.get().and_then(|id| id.parse().ok());
    let id: OrderId = id.ok_or_else(|| {
        let text = format!("the message has no order id at `{ROOT}SellerFulfillmentOrderId`");
        Error::new(ErrorKind::BadReply, text)
    })?;
    let mut order = Order::new(id, FULFILLMENT_OUTBOUND);
    let status = &wire.fulfillment_order_status;
    order.status = how_far(status, "FulfillmentOrderStatus", codes::order_status, &mut notes);
    if let Some(shipment) = notes.part(&wire.fulfillment_shipment, "FulfillmentShipment") {
        order.shipments.extend(self::shipment(shipment, &mut notes));
    }
    order.notes = notes.list;
    ordered::check(order.into(), context)
}

/// A word that nobody has mapped stays if it looks like one.
pub(super) fn how_far(
    word: &Text,
    path: &str,
    known: fn(&str) -> Option<OrderStatus>,
    notes: &mut Notes,
) -> Option<OrderStatus> {
    let word = word.get()?;
    known(word).or_else(|| {
        notes.unmapped(path, word);
        (shown(word) == word).then(|| word.into())
    })
}

fn shipment(wire: &MessageShipment, notes: &mut Notes) -> Option<Shipment> {
    let Some(id) = wire.amazon_shipment_id.get() else {
        notes.unreadable("FulfillmentShipment.AmazonShipmentId");
        return None;
    };
    let mut shipment = Shipment::new(id);
    let status = &wire.fulfillment_shipment_status;
    shipment.status = how_far(status, "FulfillmentShipmentStatus", codes::shipment_status, notes);
    shipment.estimate = notes
        .parse(&wire.estimated_arrival_date_time, "FulfillmentShipment.EstimatedArrivalDateTime")
        .map(|to| Estimate::new(EstimateKind::Estimated, to));
    let at = "FulfillmentShipment.FulfillmentShipmentPackages";
    for (path, package) in notes.entries(&wire.fulfillment_shipment_packages, at) {
        let Some(number) = package.package_number.get() else {
            notes.unreadable(&format!("{path}.PackageNumber"));
            continue;
        };
        let mut parcel = OrderParcel::new(number);
        parcel.carrier = notes.carrier(&package.carrier_code, "CarrierCode");
        parcel.number = notes.number(&package.tracking_number, &format!("{path}.TrackingNumber"));
        shipment.parcels.push(parcel);
    }
    Some(shipment)
}
