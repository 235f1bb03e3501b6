//! `FULFILLMENT_ORDER_STATUS`: an order of Multi-Channel Fulfillment, with the shipment that changed.

use crate::carrier::{Answer, Context};
use crate::carriers::amazon::errors::shown;
use crate::carriers::amazon::fulfillment_outbound::{FULFILLMENT_OUTBOUND, codes};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::ordered;
use crate::carriers::amazon::tolerant::Word;
use crate::carriers::list::List;
use crate::carriers::part::{Part, fields};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Estimate, EstimateKind, Order, OrderId, OrderParcel, OrderStatus, Shipment};

fields! {
    pub(super) struct Message<'a> {
        seller_fulfillment_order_id: Word<'a> = "SellerFulfillmentOrderId",
        fulfillment_order_status: Word<'a> = "FulfillmentOrderStatus",
        fulfillment_shipment: Part<MessageShipment<'a>> = "FulfillmentShipment",
    }

    pub(super) struct MessageShipment<'a> {
        fulfillment_shipment_status: Word<'a> = "FulfillmentShipmentStatus",
        amazon_shipment_id: Word<'a> = "AmazonShipmentId",
        estimated_arrival_date_time: Word<'a> = "EstimatedArrivalDateTime",
        fulfillment_shipment_packages: List<Package<'a>> = "FulfillmentShipmentPackages",
    }

    pub(super) struct Package<'a> {
        package_number: Word<'a> = "PackageNumber",
        carrier_code: Word<'a> = "CarrierCode",
        tracking_number: Word<'a> = "TrackingNumber",
    }
}

/// Where the fields stand.
const ROOT: Path<'_> = Path::of("FulfillmentOrderStatusNotification");

/// # Errors
///
/// [`ErrorKind::BadReply`] without the order's identifier.
pub(super) fn answer(wire: &Message, context: &Context) -> Result<Answer> {
    let mut notes = Notes::default();
    let id = wire.seller_fulfillment_order_id.told().and_then(|id| id.parse().ok());
    let id: OrderId = id.ok_or_else(|| {
        let path = ROOT.field("SellerFulfillmentOrderId");
        let text = format!("the message has no order id at `{path}`");
        Error::new(ErrorKind::BadReply, text)
    })?;
    let mut order = Order::new(id, FULFILLMENT_OUTBOUND);
    let status = &wire.fulfillment_order_status;
    order.status = how_far(status, "FulfillmentOrderStatus", codes::order_status, &mut notes);
    let path = ROOT.field("FulfillmentShipment");
    if let Some(shipment) = notes.part(&wire.fulfillment_shipment, &path) {
        order.shipments.extend(self::shipment(shipment, &path, &mut notes));
    }
    order.notes = notes.list;
    ordered::check(order.into(), context)
}

/// A word that nobody has mapped stays if it looks like one.
pub(super) fn how_far(
    word: &Word,
    field: &str,
    known: fn(&str) -> Option<OrderStatus>,
    notes: &mut Notes,
) -> Option<OrderStatus> {
    let word = word.told()?;
    known(word).or_else(|| {
        notes.unmapped(field, word);
        (shown(word) == word).then(|| word.into())
    })
}

fn shipment(wire: &MessageShipment, path: &Path<'_>, notes: &mut Notes) -> Option<Shipment> {
    let Some(id) = wire.amazon_shipment_id.told() else {
        notes.unreadable(&path.field("AmazonShipmentId"));
        return None;
    };
    let mut shipment = Shipment::new(id);
    let status = &wire.fulfillment_shipment_status;
    shipment.status = how_far(status, "FulfillmentShipmentStatus", codes::shipment_status, notes);
    shipment.estimate = notes
        .parse(&wire.estimated_arrival_date_time, &path.field("EstimatedArrivalDateTime"))
        .map(|to| Estimate::new(EstimateKind::Estimated, to));
    let list = path.field("FulfillmentShipmentPackages");
    for (index, package) in notes.entries(&wire.fulfillment_shipment_packages, &list) {
        let path = list.entry(index);
        let Some(number) = package.package_number.told() else {
            notes.unreadable(&path.field("PackageNumber"));
            continue;
        };
        let mut parcel = OrderParcel::new(number);
        parcel.carrier = notes.carrier(&package.carrier_code, "CarrierCode");
        parcel.number = notes.number(&package.tracking_number, &path.field("TrackingNumber"));
        shipment.parcels.push(parcel);
    }
    Some(shipment)
}
