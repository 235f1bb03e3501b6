//! An order of version 0: its head, its lines, and what Easy Ship tells of its parcel.

use super::wire::{ItemV0, ItemsV0, OrderV0};
use super::{ORDERS, codes};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::tolerant::{Both, Word};
use crate::carriers::amazon::{errors, ordered};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Estimate, EstimateKind, Fulfiller, Location, Order, OrderId, OrderLine, OrderParcel, OrderStatus,
    Shipment,
};

/// What stands for a package's number where Easy Ship moves an order's one parcel.
pub(in super::super) const EASY_SHIP: &str = "easy-ship";

/// # Errors
///
/// [`ErrorKind::BadReply`] without the order's identifier.
pub(super) fn order(wire: &OrderV0, root: &Path<'_>, context: &Context) -> Result<Answer> {
    let mut notes = Notes::default();
    let mut order = Order::new(order_id(&wire.amazon_order_id, &root.field("AmazonOrderId"))?, ORDERS);
    order.status = order_status(&wire.order_status, "OrderStatus", &mut notes);
    let promise = promise(
        (&wire.earliest_delivery_date, &root.field("EarliestDeliveryDate")),
        (&wire.latest_delivery_date, &root.field("LatestDeliveryDate")),
        &mut notes,
    );
    let word = &wire.easy_ship_shipment_status;
    let told = notes.summary(word, "EasyShipShipmentStatus", codes::detailed_status);
    let parcel = told.as_ref().map(|told| {
        let mut parcel = OrderParcel::new(ordered::parcel_id(order.order_id.as_str(), EASY_SHIP));
        parcel.state = Some(told.state.clone());
        parcel.estimate.clone_from(&promise);
        parcel
    });
    order.shipments.extend(shipment(&order, promise, parcel.into_iter().collect()));
    let mut reports = Vec::with_capacity(order.parcels().count());
    for parcel in order.parcels() {
        let Some(mut report) = ordered::report(ORDERS, &order, parcel, context) else { continue };
        report.headline.clone_from(&told);
        report.destination = notes
            .part(&wire.shipping_address, &root.field("ShippingAddress"))
            .and_then(|to| destination(&to.city, &to.state_or_region, &to.postal_code, &to.country_code));
        reports.push(report);
    }
    order.notes = notes.list;
    Ok(Answer { orders: vec![order], reports, ..Answer::default() })
}

/// An order of which only its lines are known.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] without the order's identifier.
pub(super) fn items(wire: &ItemsV0, root: &Path<'_>) -> Result<Order> {
    let Both(page, order) = wire;
    let mut order = Order::new(order_id(&order.amazon_order_id, &root.field("AmazonOrderId"))?, ORDERS);
    let mut notes = Notes::default();
    let list = root.field("OrderItems");
    for (index, item) in notes.entries(&page.order_items, &list) {
        let path = list.entry(index);
        order.lines.extend(line(item, &path, &mut notes));
    }
    order.notes = notes.list;
    Ok(order)
}

/// Adds the lines that came by themselves to their order.
#[cfg(all(feature = "amazon", feature = "http"))]
pub(super) fn add_items(order: &mut Order, wire: &OrderV0, items: Order) {
    let mut notes = Notes::default();
    let sent_by = fulfiller(&wire.fulfillment_channel, "FulfillmentChannel", &mut notes);
    order
        .lines
        .extend(items.lines.into_iter().map(|line| OrderLine { fulfilled_by: sent_by.clone(), ..line }));
    order.notes.extend(items.notes.into_iter().chain(notes.list));
}

fn line(item: &ItemV0, path: &Path<'_>, notes: &mut Notes) -> Option<OrderLine> {
    let Some(id) = item.order_item_id.told() else {
        notes.unreadable(&path.field("OrderItemId"));
        return None;
    };
    let mut line = OrderLine::new(id, notes.count(&item.quantity_ordered, &path.field("QuantityOrdered")));
    line.name = item.title.told().or(item.seller_sku.told()).map(str::to_owned);
    line.shipped = shipped(&item.quantity_shipped, &path.field("QuantityShipped"), notes);
    Some(line)
}

/// Who sends the order, and with it each of its lines.
pub(in super::super) fn fulfiller(word: &Word, field: &str, notes: &mut Notes) -> Option<Fulfiller> {
    let word = word.told()?;
    let fulfiller = codes::fulfiller(word);
    if fulfiller.is_none() {
        notes.unmapped(field, word);
    }
    fulfiller
}

pub(in super::super) fn order_id(id: &Word, path: &Path<'_>) -> Result<OrderId> {
    id.told()
        .and_then(|id| id.parse().ok())
        .ok_or_else(|| Error::new(ErrorKind::BadReply, format!("the answer has no order id at `{path}`")))
}

/// How far the order is; a word that nobody has mapped stays if it looks like one.
pub(in super::super) fn order_status(word: &Word, field: &str, notes: &mut Notes) -> Option<OrderStatus> {
    let word = word.told()?;
    codes::order_status(word).or_else(|| {
        notes.unmapped(field, word);
        (errors::shown(word) == word).then(|| word.into())
    })
}

/// Pieces that left, where they are told.
pub(in super::super) fn shipped(count: &Word, path: &Path<'_>, notes: &mut Notes) -> Option<u32> {
    count.told().map(|_| notes.count(count, path)).filter(|_| count.count().is_some())
}

/// The delivery that the buyer was promised.
pub(in super::super) fn promise(
    from: (&Word, &Path<'_>),
    to: (&Word, &Path<'_>),
    notes: &mut Notes,
) -> Option<Estimate> {
    let from = notes.parse(from.0, from.1);
    let promise = Estimate::new(EstimateKind::Promised, notes.parse(to.0, to.1)?);
    Some(match from {
        Some(from) => promise.with_from(from),
        None => promise,
    })
}

/// The order's one shipment, where there is a promise or a parcel.
pub(in super::super) fn shipment(
    order: &Order,
    promise: Option<Estimate>,
    parcels: Vec<OrderParcel>,
) -> Option<Shipment> {
    let is_off = matches!(order.status, Some(OrderStatus::Cancelled | OrderStatus::Unfulfillable));
    let estimate = promise.filter(|_| !is_off);
    (estimate.is_some() || !parcels.is_empty()).then(|| {
        let mut shipment = Shipment::new(ordered::SHIPMENT);
        shipment.estimate = estimate;
        shipment.parcels = parcels;
        shipment
    })
}

/// Town, region, postal code and country.
pub(super) fn destination(
    city: &Word,
    region: &Word,
    postal_code: &Word,
    country: &Word,
) -> Option<Location> {
    let text = |text: &Word| text.told().map(Into::into);
    let place = Location {
        country: country.told().and_then(|code| code.parse().ok()),
        region: text(region),
        postal_code: text(postal_code),
        city: text(city),
        ..Location::default()
    };
    place.non_empty()
}
