//! An order with its shipments (2026-07-04): the order, and for each package a report without scans, because this
//! version has none.

use super::map_order::{add_item, add_siblings, no_id, order_status, shipment_status};
use super::wire::{Amount, Names, Order2026, Package2026, Shipment2026, ShipmentItem2026};
use super::{FULFILLMENT_OUTBOUND, codes, map, places};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::{self, Notes};
use crate::carriers::amazon::tolerant::Word;
use crate::carriers::part::Part;
use crate::carriers::path::Path;
use crate::error::Result;
use crate::model::{
    CarrierId, Delivery, Estimate, EstimateKind, HandoverPlace, Headline, Location, Order, OrderId,
    OrderLine, OrderParcel, PickupPoint, Report, Shipment, Status, TrackingNumber,
};

/// # Errors
///
/// [`BadReply`](crate::ErrorKind::BadReply) without the order's identifier.
pub(super) fn answer(wire: &Order2026, root: &Path<'_>, context: &Context) -> Result<Answer> {
    let mut notes = Notes::default();
    let id = wire.order_id.told().and_then(|id| id.parse().ok());
    let id: OrderId = id.ok_or_else(|| no_id(&root.field("orderId")))?;
    let mut order = Order::new(id, FULFILLMENT_OUTBOUND);
    order.status = wire.status.told().map(|word| order_status(word, "status", &mut notes));
    let list = root.field("lineItems");
    for (index, item) in notes.entries(&wire.line_items, &list) {
        let path = list.entry(index);
        let Some(id) = item.line_item_id.told() else {
            notes.unreadable(&path.field("lineItemId"));
            continue;
        };
        let mut count = |part: &Part<Amount>, name: &str| amount(part, &path.field(name), &mut notes);
        let mut line = OrderLine::new(id, count(&item.amount, "amount"));
        line.cancelled = count(&item.cancelled_amount, "cancelledAmount")
            .saturating_add(count(&item.unfulfillable_amount, "unfulfillableAmount"));
        let product = item.product.quiet().and_then(|product| product.product_identifier.quiet());
        line.name = product.and_then(|product| product.amazon_sku.told()).map(str::to_owned);
        order.lines.push(line);
    }
    let path = root.field("destination");
    let to = notes.part(&wire.destination, &path);
    let path = path.field("deliveryAddress");
    let address = to.and_then(|to| notes.part(&to.delivery_address, &path));
    let destination = address.and_then(|address| map::location(address, &path, &mut notes));
    let mut reports = Vec::new();
    let list = root.field("shipments");
    for (index, entry) in notes.entries(&wire.shipments, &list) {
        let path = list.entry(index);
        order.shipments.extend(shipment(entry, &path, &mut notes));
        let list = path.field("packages");
        for (index, package) in notes.entries(&entry.packages, &list) {
            let path = list.entry(index);
            match report(package, &path, destination.as_ref(), context) {
                Some(report) => reports.push(report),
                None if package.package_id.told().is_some() => notes.unreadable(&path.field("packageId")),
                // Noted with the shipment.
                None => {}
            }
        }
    }
    order.notes = notes.list;
    add_siblings(&order, &mut reports);
    let reports = reports.into_iter().map(|(_, report)| report).collect();
    Ok(Answer { reports, orders: vec![order], ..Answer::default() })
}

fn amount(part: &Part<Amount>, path: &Path<'_>, notes: &mut Notes) -> u32 {
    notes.part(part, path).map_or(0, |amount| notes.count(&amount.value, &path.field("value")))
}

fn estimate(text: &Word, path: &Path<'_>, notes: &mut Notes) -> Option<Estimate> {
    notes.parse(text, path).map(|to| Estimate::new(EstimateKind::Estimated, to))
}

fn shipment(wire: &Shipment2026, path: &Path<'_>, notes: &mut Notes) -> Option<Shipment> {
    let Some(id) = wire.amazon_shipment_id.told() else {
        notes.unreadable(&path.field("amazonShipmentId"));
        return None;
    };
    let mut shipment = Shipment::new(id);
    shipment.status = wire.status.told().map(|word| shipment_status(word, "shipments.status", notes));
    shipment.estimate = estimate(&wire.delivery_time, &path.field("deliveryTime"), notes);
    let item_list = path.field("items");
    let items: Vec<_> = notes.entries(&wire.items, &item_list).collect();
    let list = path.field("packages");
    for (index, package) in notes.entries(&wire.packages, &list) {
        let path = list.entry(index);
        let Some(id) = package.package_id.told() else {
            notes.unreadable(&path.field("packageId"));
            continue;
        };
        let numbers = Numbers::read(package, &path, notes);
        let mut parcel = OrderParcel::new(id);
        parcel.state = headline(package, notes).map(|headline| headline.state);
        parcel.estimate = estimate(&package.delivery_time, &path.field("deliveryTime"), notes);
        if let Some(own) = numbers.own {
            notes::add_same(&mut parcel.related, Some(CarrierId::AMAZON), own);
        }
        parcel.carrier = numbers.carrier;
        parcel.number = numbers.number;
        for (index, item) in items.iter().filter(|(_, item)| is_inside(item, package)) {
            if let Some(line) = item.line_item_id.told() {
                let path = item_list.entry(*index);
                add_item(&mut parcel.items, line, amount(&item.amount, &path.field("amount"), notes));
            }
        }
        shipment.parcels.push(parcel);
    }
    Some(shipment)
}

/// Items name their package, or packages their items.
fn is_inside(item: &ShipmentItem2026, package: &Package2026) -> bool {
    let by_item = item.package_id.told().is_some_and(|id| package.package_id.told() == Some(id));
    let is_listed =
        |id: &str| package.shipment_item_ids.quiet_entries().any(|listed| listed.told() == Some(id));
    by_item || item.shipment_item_id.told().is_some_and(is_listed)
}

/// The carrier with its number, and Amazon's own number of the same package.
struct Numbers {
    carrier: Option<CarrierId>,
    number: Option<TrackingNumber>,
    own: Option<TrackingNumber>,
}

impl Numbers {
    fn read(package: &Package2026, path: &Path<'_>, notes: &mut Notes) -> Self {
        let mut numbers = Self { carrier: None, number: None, own: None };
        let path = path.field("tracking");
        let Some(tracking) = notes.part(&package.tracking, &path) else {
            return numbers;
        };
        let carrier_path = path.field("carrier");
        if let Some(carrier) = notes.part(&tracking.carrier, &carrier_path) {
            numbers.carrier = notes.carrier(&carrier.carrier_code, "carrierCode");
            numbers.number = notes.number(&carrier.tracking_number, &carrier_path.field("trackingNumber"));
        }
        let own_path = path.field("amazon");
        if let Some(own) = notes.part(&tracking.amazon, &own_path) {
            // Where Amazon repeats the carrier's number, it has none of its own.
            numbers.own = notes
                .number(&own.tracking_number, &own_path.field("trackingNumber"))
                .filter(|own| numbers.number.as_ref() != Some(own));
        }
        numbers
    }
}

fn headline(package: &Package2026, notes: &mut Notes) -> Option<Headline> {
    notes.summary(&package.status, "packages.status", codes::package_status)
}

/// What the answer says about one package; nothing for an identifier that is no number.
fn report(
    package: &Package2026,
    path: &Path<'_>,
    destination: Option<&Location>,
    context: &Context,
) -> Option<(String, Report)> {
    let id = package.package_id.told()?;
    let number = id.parse().ok().or_else(|| map::package_number(id))?;
    // The order notes the same, and with the same paths; here only what concerns the status stays.
    let numbers = Numbers::read(package, path, &mut Notes::default());
    let mut notes = Notes::default();
    let mut report = Report::new(
        notes::source(FULFILLMENT_OUTBOUND, number, numbers.carrier.as_ref()),
        context.fetched_at,
    );
    if let Some(number) = numbers.number {
        notes::add_same(&mut report.related, numbers.carrier.clone(), number);
    }
    if let Some(own) = numbers.own {
        notes::add_same(&mut report.related, Some(CarrierId::AMAZON), own);
    }
    report.complete = false;
    report.carrier = numbers.carrier;
    report.headline = headline(package, &mut notes);
    report.estimate = estimate(&package.delivery_time, path, &mut Notes::default());
    report.destination = destination.cloned();
    let page =
        |names: &Part<Names>| names.quiet().and_then(|names| names.tracking_url.told()).and_then(notes::link);
    report.url = package.tracking.quiet().and_then(|t| page(&t.carrier).or_else(|| page(&t.amazon)));
    add_delivery(&mut report, package);
    report.notes = notes.list;
    Some((id.to_owned(), report))
}

/// Where the parcel was left and who took it: facts once it is delivered, wishes before.
fn add_delivery(report: &mut Report, package: &Package2026) {
    let is_delivered =
        report.headline.as_ref().is_some_and(|headline| headline.state.status() == Status::Delivered);
    let Some(tracking) = package.tracking.quiet().filter(|_| is_delivered) else { return };
    let mut delivery = Delivery::default();
    if let Some(proof) = tracking.proof_of_delivery.quiet() {
        delivery.signed_by = proof.received_by.told().map(Into::into);
        delivery.photo_url = proof.delivery_photo_url.told().and_then(notes::link);
    }
    let place =
        tracking.drop_off_location.quiet().and_then(|place| place.kind.told()).and_then(places::drop_off);
    if let Some(row) = place {
        map::refine(report, &row.state, row.place.as_ref());
        if row.state.status() == Status::Delivered {
            delivery.handed_to.clone_from(&row.place);
        } else if row.place == Some(HandoverPlace::Locker) {
            let locker = PickupPoint { kind: Some(HandoverPlace::Locker), ..PickupPoint::default() };
            report.pickup = locker.non_empty();
        }
    }
    report.delivery = delivery.non_empty();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;
    use crate::model::state::{available_for_pickup, delivered, expired, unknown};
    use crate::model::{OrderStatus, Relation, Role};

    fn read(packages: &str) -> Answer {
        let json = format!(
            r#"{{"orderId":"SHOP-1","status":"COMPLETE","shipments":[{{"amazonShipmentId":"S","status":"SHIPPED",
                "items":[{{"lineItemId":"1","shipmentItemId":"i","amount":{{"value":"2.0"}}}}],"packages":[{packages}]}}]}}"#
        );
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
        answer(&shape_of(&json).unwrap(), &Path::of("order"), &context).unwrap()
    }

    #[test]
    fn a_package_becomes_a_parcel_and_a_report() {
        let answer = read(
            r#"{"packageId":"PKG-1","status":"OUT_FOR_DELIVERY","shipmentItemIds":["i"],"tracking":{
                "carrier":{"carrierCode":"DHL","trackingNumber":"00340434161094042557"},
                "amazon":{"trackingNumber":"AFTN7000000042"}}}"#,
        );
        let parcel = answer.orders[0].parcels().next().unwrap();
        assert_eq!(answer.orders[0].status, Some(OrderStatus::Shipped));
        assert_eq!((parcel.id.as_str(), parcel.items[0].quantity), ("PKG-1", 2));
        assert_eq!(parcel.state, Some(Status::OutForDelivery.into()));
        let report = &answer.reports[0];
        assert_eq!((report.source.number.as_str(), &report.source.role), ("PKG-1", &Role::Marketplace));
        assert_eq!(report.related.len(), 2);
        assert!(!report.complete && report.events.is_empty());
    }

    #[test]
    fn places_and_proofs_count_once_delivered() {
        let tracking = r#""tracking":{"carrier":{"carrierCode":"AMZL","trackingNumber":"TBA010000000000"},
            "amazon":{"trackingNumber":"TBA010000000000"},"dropOffLocation":{"type":"FRONT_DOOR"},
            "proofOfDelivery":{"receivedBy":"E. Beispiel","deliveryPhotoUrl":"https://img.example/2"}}"#;
        let package = |status| read(&format!(r#"{{"packageId":"7","status":"{status}",{tracking}}}"#));
        let report = &package("IN_TRANSIT").reports[0];
        assert_eq!((report.delivery.as_ref(), report.source.number.as_str()), (None, "0007"));
        let report = &package("DELIVERED").reports[0];
        assert_eq!(report.headline.as_ref().unwrap().state, delivered::AT_PLACE);
        assert_eq!(report.delivery.as_ref().unwrap().handed_to, Some(HandoverPlace::FrontDoor));
        assert_eq!((report.related.len(), &report.source.role), (1, &Role::Carrier));
    }

    #[test]
    fn a_locker_still_waits_and_an_expired_package_tells_nothing() {
        let state = |package: &str| read(package).reports[0].headline.as_ref().unwrap().state.clone();
        let locker =
            r#"{"packageId":"P-01","status":"DELIVERED","tracking":{"dropOffLocation":{"type":"LOCKER"}}}"#;
        assert_eq!(state(locker), available_for_pickup::LOCKER);
        assert_eq!(state(r#"{"packageId":"P-01","status":"EXPIRED"}"#), expired::NO_UPDATES);
        assert_eq!(state(r#"{"packageId":"P-01","status":"BEAMED"}"#), unknown::UNMAPPED);
    }

    #[test]
    fn parcels_of_one_shipment_are_siblings() {
        let package = |id: &str| {
            format!(
                r#"{{"packageId":"{id}","tracking":{{"carrier":{{"carrierCode":"UPS","trackingNumber":"1Z-{id}"}}}}}}"#
            )
        };
        let answer = read(&format!("{},{}", package("P-01"), package("P-02")));
        let siblings: Vec<&str> = answer
            .reports
            .iter()
            .flat_map(|report| &report.related)
            .filter(|related| related.relation == Relation::Sibling)
            .map(|related| related.number.as_str())
            .collect();
        assert_eq!(siblings, ["1Z-P-02", "1Z-P-01"]);
    }
}
