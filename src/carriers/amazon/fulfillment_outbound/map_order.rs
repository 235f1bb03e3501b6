//! An order with its shipments (2020-07-01), and what it adds to the reports of its packages.

use super::wire::{Fields, Package2020, Shipment2020};
use super::{FULFILLMENT_OUTBOUND, codes};
use crate::carriers::amazon::notes::{self, Notes};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    CarrierId, Estimate, EstimateKind, Order, OrderId, OrderLine, OrderParcel, OrderStatus, ParcelItem,
    Related, Relation, Report, Shipment,
};

/// # Errors
///
/// [`ErrorKind::BadReply`] without the order's identifier.
pub(super) fn order(wire: &Fields, root: &Path<'_>) -> Result<Order> {
    let mut notes = Notes::default();
    let path = root.field("fulfillmentOrder");
    let head = notes.part(&wire.fulfillment_order, &path);
    let id = head.and_then(|head| head.seller_fulfillment_order_id.told()).and_then(|id| id.parse().ok());
    let id: OrderId = id.ok_or_else(|| no_id(&path.field("sellerFulfillmentOrderId")))?;
    let mut order = Order::new(id, FULFILLMENT_OUTBOUND);
    if let Some(word) = head.and_then(|head| head.fulfillment_order_status.told()) {
        order.status = Some(order_status(word, "fulfillmentOrderStatus", &mut notes));
    }
    let list = root.field("fulfillmentOrderItems");
    for (index, item) in notes.entries(&wire.fulfillment_order_items, &list) {
        let path = list.entry(index);
        let Some(id) = item.seller_fulfillment_order_item_id.told() else {
            notes.unreadable(&path.field("sellerFulfillmentOrderItemId"));
            continue;
        };
        let mut line = OrderLine::new(id, notes.count(&item.quantity, &path.field("quantity")));
        line.name = item.seller_sku.told().map(str::to_owned);
        line.cancelled = notes
            .count(&item.cancelled_quantity, &path.field("cancelledQuantity"))
            .saturating_add(notes.count(&item.unfulfillable_quantity, &path.field("unfulfillableQuantity")));
        order.lines.push(line);
    }
    let list = root.field("fulfillmentShipments");
    for (index, entry) in notes.entries(&wire.fulfillment_shipments, &list) {
        let path = list.entry(index);
        order.shipments.extend(shipment(entry, &path, &mut notes));
    }
    order.notes = notes.list;
    Ok(order)
}

fn shipment(wire: &Shipment2020, path: &Path<'_>, notes: &mut Notes) -> Option<Shipment> {
    let Some(id) = wire.amazon_shipment_id.told() else {
        notes.unreadable(&path.field("amazonShipmentId"));
        return None;
    };
    let mut shipment = Shipment::new(id);
    if let Some(word) = wire.fulfillment_shipment_status.told() {
        shipment.status = Some(shipment_status(word, "fulfillmentShipmentStatus", notes));
    }
    shipment.estimate = notes
        .parse(&wire.estimated_arrival_date, &path.field("estimatedArrivalDate"))
        .map(|to| Estimate::new(EstimateKind::Estimated, to));
    let item_list = path.field("fulfillmentShipmentItem");
    let items: Vec<_> = notes.entries(&wire.fulfillment_shipment_item, &item_list).collect();
    let list = path.field("fulfillmentShipmentPackage");
    for (index, package) in notes.entries(&wire.fulfillment_shipment_package, &list) {
        let path = list.entry(index);
        let Some(number) = package.package_number.told() else {
            notes.unreadable(&path.field("packageNumber"));
            continue;
        };
        let mut parcel = parcel(package, number, &path, notes);
        // A number 0 is shared by all that is not packed yet.
        for (index, item) in items.iter().filter(|_| number != "0") {
            if item.package_number.told() == Some(number)
                && let Some(line) = item.seller_fulfillment_order_item_id.told()
            {
                let path = item_list.entry(*index);
                add_item(&mut parcel.items, line, notes.count(&item.quantity, &path.field("quantity")));
            }
        }
        shipment.parcels.push(parcel);
    }
    Some(shipment)
}

fn parcel(package: &Package2020, number: &str, path: &Path<'_>, notes: &mut Notes) -> OrderParcel {
    let mut parcel = OrderParcel::new(number);
    parcel.carrier = notes.carrier(&package.carrier_code, "carrierCode");
    parcel.number = notes.number(&package.tracking_number, &path.field("trackingNumber"));
    parcel.estimate = notes
        .parse(&package.estimated_arrival_date, &path.field("estimatedArrivalDate"))
        .map(|to| Estimate::new(EstimateKind::Estimated, to));
    let own = &package.amazon_fulfillment_tracking_number;
    if let Some(own) = notes.number(own, &path.field("amazonFulfillmentTrackingNumber")) {
        notes::add_same(&mut parcel.related, Some(CarrierId::AMAZON), own);
    }
    parcel
}

/// Adds pieces of a line; a line that comes serial number by serial number is one.
pub(super) fn add_item(items: &mut Vec<ParcelItem>, line: &str, quantity: u32) {
    match items.iter_mut().find(|item| item.line == line) {
        Some(item) => item.quantity = item.quantity.saturating_add(quantity),
        None => items.push(ParcelItem { line: line.to_owned(), quantity }),
    }
}

pub(super) fn order_status(word: &str, field: &str, notes: &mut Notes) -> OrderStatus {
    codes::order_status(word).unwrap_or_else(|| {
        notes.unmapped(field, word);
        word.into()
    })
}

pub(super) fn shipment_status(word: &str, field: &str, notes: &mut Notes) -> OrderStatus {
    codes::shipment_status(word).unwrap_or_else(|| {
        notes.unmapped(field, word);
        word.into()
    })
}

pub(super) fn no_id(path: &Path<'_>) -> Error {
    Error::new(ErrorKind::BadReply, format!("the answer has no order id at `{path}`"))
}

/// Names, in each report, the numbers of the other parcels of its shipment.
pub(super) fn add_siblings(order: &Order, reports: &mut [(String, Report)]) {
    for (id, report) in reports {
        let mine = |shipment: &&Shipment| shipment.parcels.iter().any(|parcel| parcel.id == *id);
        let Some(shipment) = order.shipments.iter().find(mine) else { continue };
        for other in shipment.parcels.iter().filter(|parcel| parcel.id != *id) {
            let Some(number) = &other.number else { continue };
            if report.related.iter().all(|known| known.number != *number) {
                report.related.push(Related {
                    relation: Relation::Sibling,
                    carrier: other.carrier.clone(),
                    number: number.clone(),
                });
            }
        }
    }
}

#[cfg(any(feature = "http", test))]
pub(super) use follow_up::{add_package, to_fetch};

/// What only the client needs: it asks for each package of an order.
#[cfg(any(feature = "http", test))]
mod follow_up {
    use super::super::map;
    use super::super::places;
    use super::super::wire::{DeliveryInformation, Document, Locker};
    use super::*;
    use crate::carriers::amazon::codes::is_alike;
    use crate::model::{HandoverPlace, PickupPoint};

    /// The packages whose scans can be asked for: those with a number, of shipments that are not cancelled.
    pub(in super::super) fn to_fetch<'a>(wire: &'a Fields) -> Vec<&'a Package2020<'a>> {
        let is_alive = |shipment: &&Shipment2020| {
            let status = shipment.fulfillment_shipment_status.told().and_then(codes::shipment_status);
            !matches!(status, Some(OrderStatus::Cancelled | OrderStatus::Replanned))
        };
        wire.fulfillment_shipments
            .quiet_entries()
            .filter(is_alive)
            .flat_map(|shipment| shipment.fulfillment_shipment_package.quiet_entries())
            .filter(|package| package.package_number.count().is_some_and(|number| number != 0))
            .collect()
    }

    /// Adds what only the order tells of a package: Amazon's own number, the locker, and after the delivery where the
    /// parcel was left and a photo of it.
    pub(in super::super) fn add_package(report: &mut Report, package: &Package2020) {
        // What cannot be read here is noted in the order.
        let mut notes = Notes::default();
        let carrier = notes.carrier(&package.carrier_code, "carrierCode");
        if let Some(number) = notes.number(&package.tracking_number, &Path::ROOT) {
            notes::add_same(&mut report.related, carrier, number);
        }
        if let Some(own) = notes.number(&package.amazon_fulfillment_tracking_number, &Path::ROOT) {
            notes::add_same(&mut report.related, Some(CarrierId::AMAZON), own);
        }
        if let Some(Locker { locker_number, locker_access_code }) = package.locker_details.quiet() {
            let told = PickupPoint {
                name: locker_number.told().map(Into::into),
                access_code: locker_access_code.told().map(Into::into),
                ..PickupPoint::default()
            };
            report.pickup = told.non_empty().map(|mut point| {
                point.kind = Some(HandoverPlace::Locker);
                point
            });
        }
        if let Some(information) = package.delivery_information.quiet() {
            add_delivery(report, information);
        }
    }

    fn add_delivery(report: &mut Report, information: &DeliveryInformation) {
        let mut delivery = report.delivery.take().unwrap_or_default();
        let is_photo = |document: &&Document| {
            document.document_type.told().is_some_and(|kind| is_alike(kind, "DELIVERY_IMAGE"))
        };
        let photo = information.delivery_document_list.quiet_entries().find(is_photo);
        delivery.photo_url = photo.and_then(|document| document.url.told()).and_then(notes::link);
        let drop_off = information.drop_off_location.quiet().and_then(|place| place.kind.told());
        if let Some(row) = drop_off.and_then(places::drop_off)
            && delivery.handed_to.is_none()
            && map::refine(report, &row.state, row.place.as_ref())
        {
            delivery.handed_to.clone_from(&row.place);
        }
        report.delivery = delivery.non_empty();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;
    use crate::model::state::delivered;
    use crate::model::{Event, HandoverPlace, Status};

    fn wire() -> Fields<'static> {
        shape_of(
            r#"{"fulfillmentOrder":{"sellerFulfillmentOrderId":"A-1"},"fulfillmentShipments":[
                {"amazonShipmentId":"S1","fulfillmentShipmentStatus":"CancelledByFulfiller",
                 "fulfillmentShipmentPackage":[{"packageNumber":1,"carrierCode":"UPS"}]},
                {"amazonShipmentId":"S2","fulfillmentShipmentStatus":"SHIPPED","fulfillmentShipmentPackage":[
                 {"packageNumber":0,"carrierCode":"UPS"},
                 {"packageNumber":"310045501","carrierCode":"DHL","trackingNumber":"&00340434161094042557",
                  "amazonFulfillmentTrackingNumber":"AFTN7000000042",
                  "lockerDetails":{"lockerNumber":"12","lockerAccessCode":"4711"},
                  "deliveryInformation":{"dropOffLocation":{"type":"FALLBACK_NEIGHBOR_DELIVERY"},
                   "deliveryDocumentList":[{"documentType":"DELIVERY_IMAGE","url":"https://img.example/1"}]}}]}]}"#,
        )
        .unwrap()
    }

    fn report_of(state: Status) -> Report {
        let number = "310045501".parse().unwrap();
        let mut report = Report::new(
            notes::source(FULFILLMENT_OUTBOUND, number, None),
            "2026-11-22T10:00:00Z".parse().unwrap(),
        );
        report.events.push(Event::new("2026-11-21T10:00:00Z".parse().unwrap(), state));
        report
    }

    #[test]
    fn packages_without_number_or_future_are_not_asked_for() {
        let wire = wire();
        let numbers: Vec<&str> = to_fetch(&wire).iter().filter_map(|p| p.package_number.told()).collect();
        assert_eq!(numbers, ["310045501"]);
    }

    #[test]
    fn the_order_adds_numbers_locker_and_proof_to_a_package() {
        let wire = wire();
        let mut report = report_of(Status::Delivered);
        add_package(&mut report, to_fetch(&wire)[0]);
        let related: Vec<&str> = report.related.iter().map(|related| related.number.as_str()).collect();
        assert_eq!(related, ["00340434161094042557", "AFTN7000000042"]);
        assert_eq!(report.events[0].state(), Some(&delivered::NEIGHBOUR));
        let delivery = report.delivery.unwrap();
        assert_eq!(delivery.handed_to, Some(HandoverPlace::Neighbour));
        assert_eq!(delivery.photo_url.unwrap().as_str(), "https://img.example/1");
        assert_eq!(report.pickup.unwrap().access_code.unwrap().as_str(), "4711");
    }

    #[test]
    fn before_the_delivery_a_drop_off_place_is_a_wish() {
        let wire = wire();
        let mut report = report_of(Status::OutForDelivery);
        add_package(&mut report, to_fetch(&wire)[0]);
        assert_eq!(report.events[0].state(), Some(&Status::OutForDelivery.into()));
        assert_eq!(report.delivery.unwrap().handed_to, None);
    }

    #[test]
    fn a_cancelled_plan_does_not_cancel_the_order() {
        let order = order(&wire(), &Path::ROOT).unwrap();
        assert_eq!(order.status, None);
        assert_eq!(order.shipments[0].status, Some(OrderStatus::Replanned));
        assert_eq!(order.shipments[1].parcels[1].number.as_ref().unwrap().as_str(), "00340434161094042557");
    }

    #[test]
    fn without_the_orders_id_there_is_no_order() {
        let error =
            order(&shape_of(r#"{"fulfillmentOrder":{}}"#).unwrap(), &Path::of("payload")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        assert!(error.to_string().contains("`payload.fulfillmentOrder.sellerFulfillmentOrderId`"));
    }
}
