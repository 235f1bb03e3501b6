//! `ORDER_CHANGE` and `FBA_OUTBOUND_SHIPMENT_STATUS`: an order on a marketplace.

use serde::Deserialize;
use serde_json::Value;

use super::fulfillment_order::how_far;
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::ordered;
use crate::carriers::amazon::orders::{ORDERS, codes, map};
use crate::carriers::amazon::tolerant::Text;
use crate::carriers::part::{List, Part};
use crate::error::Result;
use crate::model::{Order, OrderLine, OrderParcel, OrderStatus, Shipment};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Change {
    amazon_order_id: Text,
    order_change_trigger: Part<Trigger>,
    summary: Part<Summary>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Trigger {
    time_of_order_change: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Summary {
    order_status: Text,
    fulfillment_type: Text,
    easy_ship_shipment_status: Text,
    earliest_delivery_date: Text,
    latest_delivery_date: Text,
    order_items: List<Item>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Item {
    order_item_id: Text,
    #[serde(rename = "SellerSKU")]
    seller_sku: Text,
    quantity: Text,
    quantity_shipped: Text,
}

/// Where the fields stand.
const CHANGE: &str = "OrderChangeNotification.";

/// # Errors
///
/// [`BadReply`](crate::ErrorKind::BadReply) without the order's identifier.
pub(super) fn changed(message: &Value, context: &Context) -> Result<Answer> {
    let wire = Change::deserialize(message).unwrap_or_default();
    let mut notes = Notes::new(CHANGE);
    let id = map::order_id(&wire.amazon_order_id, &format!("{CHANGE}AmazonOrderId"))?;
    let mut order = Order::new(id, ORDERS);
    let none = Summary::default();
    let summary = notes.part(&wire.summary, "Summary").unwrap_or(&none);
    order.status = map::order_status(&summary.order_status, "OrderStatus", &mut notes);
    let sent_by = map::fulfiller(&summary.fulfillment_type, "FulfillmentType", &mut notes);
    for (path, item) in notes.entries(&summary.order_items, "Summary.OrderItems") {
        let Some(id) = item.order_item_id.get() else {
            notes.unreadable(&format!("{path}.OrderItemId"));
            continue;
        };
        let mut line = OrderLine::new(id, notes.count(&item.quantity, &format!("{path}.Quantity")));
        line.name = item.seller_sku.get().map(str::to_owned);
        line.shipped = map::shipped(&item.quantity_shipped, &format!("{path}.QuantityShipped"), &mut notes);
        line.fulfilled_by.clone_from(&sent_by);
        order.lines.push(line);
    }
    let promise = map::promise(
        (&summary.earliest_delivery_date, "Summary.EarliestDeliveryDate"),
        (&summary.latest_delivery_date, "Summary.LatestDeliveryDate"),
        &mut notes,
    );
    let word = &summary.easy_ship_shipment_status;
    let mut told = notes.summary(word, "EasyShipShipmentStatus", codes::detailed_status);
    if let (Some(told), Some(trigger)) =
        (&mut told, notes.part(&wire.order_change_trigger, "OrderChangeTrigger"))
    {
        told.time = notes.parse(&trigger.time_of_order_change, "OrderChangeTrigger.TimeOfOrderChange");
    }
    let parcel = told.as_ref().map(|told| {
        let mut parcel = OrderParcel::new(ordered::parcel_id(order.order_id.as_str(), map::EASY_SHIP));
        parcel.state = Some(told.state.clone());
        parcel.estimate.clone_from(&promise);
        parcel
    });
    order.shipments.extend(map::shipment(&order, promise, parcel.into_iter().collect()));
    let mut reports = Vec::new();
    for parcel in order.parcels() {
        let Some(mut report) = ordered::report(ORDERS, &order, parcel, context) else { continue };
        report.headline.clone_from(&told);
        reports.push(report);
    }
    order.notes = notes.list;
    ordered::check(Answer { orders: vec![order], reports, ..Answer::default() }, context)
}

/// `ShipmentStatus` of `FBA_OUTBOUND_SHIPMENT_STATUS`.
fn outbound(word: &str) -> Option<OrderStatus> {
    match word {
        "Created" => Some(OrderStatus::Processing),
        "Cancelled" => Some(OrderStatus::Cancelled),
        _ => None,
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Outbound {
    amazon_order_id: Text,
    amazon_shipment_id: Text,
    shipment_status: Text,
}

/// Where the fields stand.
const OUTBOUND: &str = "FBAOutboundShipmentStatusNotification.";

/// # Errors
///
/// [`BadReply`](crate::ErrorKind::BadReply) without the order's identifier.
pub(super) fn shipment_status(message: &Value, context: &Context) -> Result<Answer> {
    let wire = Outbound::deserialize(message).unwrap_or_default();
    let mut notes = Notes::new(OUTBOUND);
    let id = map::order_id(&wire.amazon_order_id, &format!("{OUTBOUND}AmazonOrderId"))?;
    let mut order = Order::new(id, ORDERS);
    match wire.amazon_shipment_id.get() {
        Some(id) => {
            let mut shipment = Shipment::new(id);
            shipment.status = how_far(&wire.shipment_status, "ShipmentStatus", outbound, &mut notes);
            order.shipments.push(shipment);
        }
        None => notes.unreadable("AmazonShipmentId"),
    }
    order.notes = notes.list;
    ordered::check(order.into(), context)
}
