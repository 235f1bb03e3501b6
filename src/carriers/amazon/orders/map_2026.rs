//! An order of version 2026-01-01: its lines, the seller's parcels, and a report for each of them.

use super::map::{self, fulfiller, order_id, order_status, promise, shipment, shipped};
use super::wire::{Item2026, Order2026, Package};
use super::{ORDERS, codes};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::ordered;
use crate::carriers::amazon::tolerant::Word;
use crate::carriers::path::Path;
use crate::error::Result;
use crate::model::state::info_received;
use crate::model::{Estimate, Event, Headline, Order, OrderLine, OrderParcel, State, Status};

/// # Errors
///
/// [`BadReply`](crate::ErrorKind::BadReply) without the order's identifier.
pub(super) fn order(wire: &Order2026, root: &Path<'_>, context: &Context) -> Result<Answer> {
    let mut notes = Notes::default();
    let mut order = Order::new(order_id(&wire.order_id, &root.field("orderId"))?, ORDERS);
    let (mut sent_by, mut promised) = (None, None);
    let path = root.field("fulfillment");
    if let Some(fulfillment) = notes.part(&wire.fulfillment, &path) {
        order.status = order_status(&fulfillment.fulfillment_status, "fulfillmentStatus", &mut notes);
        sent_by = fulfiller(&fulfillment.fulfilled_by, "fulfilledBy", &mut notes);
        let path = path.field("deliverByWindow");
        if let Some(window) = notes.part(&fulfillment.deliver_by_window, &path) {
            promised = promise(
                (&window.earliest_date_time, &path.field("earliestDateTime")),
                (&window.latest_date_time, &path.field("latestDateTime")),
                &mut notes,
            );
        }
    }
    let list = root.field("orderItems");
    for (index, item) in notes.entries(&wire.order_items, &list) {
        let path = list.entry(index);
        let line = line(item, &path, &mut notes);
        order.lines.extend(line.map(|line| OrderLine { fulfilled_by: sent_by.clone(), ..line }));
    }
    let mut told = Vec::new();
    let mut parcels = Vec::new();
    let list = root.field("packages");
    for (index, package) in notes.entries(&wire.packages, &list) {
        let path = list.entry(index);
        let Some((parcel, headline)) = parcel(package, &order, promised.as_ref(), &path, &mut notes) else {
            continue;
        };
        parcels.push(parcel);
        told.push((index, package, headline));
    }
    order.shipments.extend(shipment(&order, promised, parcels));
    let to = notes
        .part(&wire.recipient, &root.field("recipient"))
        .and_then(|to| notes.part(&to.delivery_address, &root.field("recipient.deliveryAddress")))
        .and_then(|to| map::destination(&to.city, &to.state_or_region, &to.postal_code, &to.country_code));
    let mut reports = Vec::with_capacity(order.parcels().count());
    for (parcel, (index, package, headline)) in order.parcels().zip(told) {
        let path = list.entry(index);
        let Some(mut report) = ordered::report(ORDERS, &order, parcel, context) else {
            notes.unreadable(&path.field("packageReferenceId"));
            continue;
        };
        report.headline = headline;
        report.service = package.shipping_service.told().map(str::to_owned);
        report.events = events(package, &path, &mut notes);
        report.destination = to.clone();
        reports.push(report);
    }
    order.notes = notes.list;
    Ok(Answer { orders: vec![order], reports, ..Answer::default() })
}

fn line(item: &Item2026, path: &Path<'_>, notes: &mut Notes) -> Option<OrderLine> {
    let Some(id) = item.order_item_id.told() else {
        notes.unreadable(&path.field("orderItemId"));
        return None;
    };
    let mut line = OrderLine::new(id, notes.count(&item.quantity_ordered, &path.field("quantityOrdered")));
    if let Some(product) = notes.part(&item.product, &path.field("product")) {
        line.name = product.title.told().or(product.seller_sku.told()).map(str::to_owned);
    }
    let mut open = None;
    let counts_path = path.field("fulfillment");
    if let Some(counts) = notes.part(&item.fulfillment, &counts_path) {
        line.shipped = shipped(&counts.quantity_fulfilled, &counts_path.field("quantityFulfilled"), notes);
        open = shipped(&counts.quantity_unfulfilled, &counts_path.field("quantityUnfulfilled"), notes);
    }
    let cancellation = notes.part(&item.cancellation, &path.field("cancellation"));
    if cancellation.is_some_and(|it| it.cancellation_execution.quiet().is_some()) {
        let alive = line.shipped.unwrap_or_default().saturating_add(open.unwrap_or_default());
        line.cancelled = line.quantity.saturating_sub(alive);
    }
    Some(line)
}

fn parcel(
    package: &Package,
    order: &Order,
    promised: Option<&Estimate>,
    path: &Path<'_>,
    notes: &mut Notes,
) -> Option<(OrderParcel, Option<Headline>)> {
    let Some(id) = package.package_reference_id.told() else {
        notes.unreadable(&path.field("packageReferenceId"));
        return None;
    };
    let mut parcel = OrderParcel::new(ordered::parcel_id(order.order_id.as_str(), id));
    parcel.carrier = notes.carrier(&package.carrier, "packages.carrier");
    parcel.number = notes.number(&package.tracking_number, &path.field("trackingNumber"));
    parcel.estimate = promised.cloned();
    let mut headline = None;
    if let Some(status) = notes.part(&package.package_status, &path.field("packageStatus")) {
        let coarse = notes.summary(&status.status, "packageStatus.status", codes::package_status);
        let fine =
            notes.summary(&status.detailed_status, "packageStatus.detailedStatus", codes::detailed_status);
        // A detail that nobody has mapped does not hide what the coarse word says.
        let is_mapped = |told: &Headline| told.state.status() != Status::Unknown;
        headline = fine.clone().filter(is_mapped).or(coarse.filter(is_mapped)).or(fine);
    }
    parcel.state = headline.as_ref().map(|headline| headline.state.clone());
    let list = path.field("packageItems");
    for (index, item) in notes.entries(&package.package_items, &list) {
        let path = list.entry(index);
        let Some(line) = item.order_item_id.told() else {
            notes.unreadable(&path.field("orderItemId"));
            continue;
        };
        ordered::add_item(&mut parcel.items, line, notes.count(&item.quantity, &path.field("quantity")));
    }
    Some((parcel, headline))
}

/// When the seller packed the parcel and gave it away, as he said himself.
fn events(package: &Package, path: &Path<'_>, notes: &mut Notes) -> Vec<Event> {
    let mut event = |time: &Word, code: &str, state: State| {
        let mut event = Event::new(notes.parse(time, &path.field(code))?, state);
        event.code = Some(code.into());
        event.inferred = true;
        Some(event)
    };
    let packed = event(&package.created_time, "createdTime", info_received::PREPARING);
    let left = event(&package.ship_time, "shipTime", Status::InTransit.into());
    packed.into_iter().chain(left).collect()
}
