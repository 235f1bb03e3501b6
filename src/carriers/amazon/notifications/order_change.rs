//! `ORDER_CHANGE` and `FBA_OUTBOUND_SHIPMENT_STATUS`: an order on a marketplace.

use super::fulfillment_order::how_far;
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::ordered;
use crate::carriers::amazon::orders::{ORDERS, codes, map};
use crate::carriers::amazon::tolerant::Word;
use crate::carriers::list::List;
use crate::carriers::part::{Part, fields};
use crate::carriers::path::Path;
use crate::error::Result;
use crate::model::{Order, OrderLine, OrderParcel, OrderStatus, Shipment};

fields! {
    pub(super) struct Change<'a> {
        amazon_order_id: Word<'a> = "AmazonOrderId",
        order_change_trigger: Part<Trigger<'a>> = "OrderChangeTrigger",
        summary: Part<Summary<'a>> = "Summary",
    }

    pub(super) struct Trigger<'a> {
        time_of_order_change: Word<'a> = "TimeOfOrderChange",
    }

    pub(super) struct Summary<'a> {
        order_status: Word<'a> = "OrderStatus",
        fulfillment_type: Word<'a> = "FulfillmentType",
        easy_ship_shipment_status: Word<'a> = "EasyShipShipmentStatus",
        earliest_delivery_date: Word<'a> = "EarliestDeliveryDate",
        latest_delivery_date: Word<'a> = "LatestDeliveryDate",
        order_items: List<Item<'a>> = "OrderItems",
    }

    pub(super) struct Item<'a> {
        order_item_id: Word<'a> = "OrderItemId",
        seller_sku: Word<'a> = "SellerSKU",
        quantity: Word<'a> = "Quantity",
        quantity_shipped: Word<'a> = "QuantityShipped",
    }
}

/// Where the fields stand.
const CHANGE: Path<'_> = Path::of("OrderChangeNotification");

/// # Errors
///
/// [`BadReply`](crate::ErrorKind::BadReply) without the order's identifier.
pub(super) fn changed(wire: &Change, context: &Context) -> Result<Answer> {
    let mut notes = Notes::default();
    let id = map::order_id(&wire.amazon_order_id, &CHANGE.field("AmazonOrderId"))?;
    let mut order = Order::new(id, ORDERS);
    let none = Summary::default();
    let path = CHANGE.field("Summary");
    let summary = notes.part(&wire.summary, &path).unwrap_or(&none);
    order.status = map::order_status(&summary.order_status, "OrderStatus", &mut notes);
    let sent_by = map::fulfiller(&summary.fulfillment_type, "FulfillmentType", &mut notes);
    let list = path.field("OrderItems");
    for (index, item) in notes.entries(&summary.order_items, &list) {
        let path = list.entry(index);
        let Some(id) = item.order_item_id.told() else {
            notes.unreadable(&path.field("OrderItemId"));
            continue;
        };
        let mut line = OrderLine::new(id, notes.count(&item.quantity, &path.field("Quantity")));
        line.name = item.seller_sku.told().map(str::to_owned);
        line.shipped = map::shipped(&item.quantity_shipped, &path.field("QuantityShipped"), &mut notes);
        line.fulfilled_by.clone_from(&sent_by);
        order.lines.push(line);
    }
    let promise = map::promise(
        (&summary.earliest_delivery_date, &path.field("EarliestDeliveryDate")),
        (&summary.latest_delivery_date, &path.field("LatestDeliveryDate")),
        &mut notes,
    );
    let word = &summary.easy_ship_shipment_status;
    let mut told = notes.summary(word, "EasyShipShipmentStatus", codes::detailed_status);
    let path = CHANGE.field("OrderChangeTrigger");
    if let (Some(told), Some(trigger)) = (&mut told, notes.part(&wire.order_change_trigger, &path)) {
        told.time = notes.parse(&trigger.time_of_order_change, &path.field("TimeOfOrderChange"));
    }
    let parcel = told.as_ref().map(|told| {
        let mut parcel = OrderParcel::new(ordered::parcel_id(order.order_id.as_str(), map::EASY_SHIP));
        parcel.state = Some(told.state.clone());
        parcel.estimate.clone_from(&promise);
        parcel
    });
    order.shipments.extend(map::shipment(&order, promise, parcel.into_iter().collect()));
    let mut reports = Vec::with_capacity(order.parcels().count());
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

fields! {
    pub(super) struct Outbound<'a> {
        amazon_order_id: Word<'a> = "AmazonOrderId",
        amazon_shipment_id: Word<'a> = "AmazonShipmentId",
        shipment_status: Word<'a> = "ShipmentStatus",
    }
}

/// Where the fields stand.
const OUTBOUND: Path<'_> = Path::of("FBAOutboundShipmentStatusNotification");

/// # Errors
///
/// [`BadReply`](crate::ErrorKind::BadReply) without the order's identifier.
pub(super) fn shipment_status(wire: &Outbound, context: &Context) -> Result<Answer> {
    let mut notes = Notes::default();
    let id = map::order_id(&wire.amazon_order_id, &OUTBOUND.field("AmazonOrderId"))?;
    let mut order = Order::new(id, ORDERS);
    match wire.amazon_shipment_id.told() {
        Some(id) => {
            let mut shipment = Shipment::new(id);
            shipment.status = how_far(&wire.shipment_status, "ShipmentStatus", outbound, &mut notes);
            order.shipments.push(shipment);
        }
        None => notes.unreadable(&OUTBOUND.field("AmazonShipmentId")),
    }
    order.notes = notes.list;
    ordered::check(order.into(), context)
}
