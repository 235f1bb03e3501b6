//! What Amazon sends, field by field, for both versions of the API and for its refusals.
//! Every field may be missing or odd, see [`Part`].

use std::mem::take;

use crate::carriers::amazon::errors::{Errors, Refusal};
use crate::carriers::amazon::tolerant::{Both, Term, Word, Wrapped};
use crate::carriers::list::List;
use crate::carriers::part::{self, Part, Texts, fields};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};

fields! {
    /// What stands around the fields, or in their place.
    struct Around<'a> {
        payload: Part<Wrapped<Fields<'a>>> = "payload",
        errors: Part<Errors<'a>> = "errors",
        error: Word<'a> = "error",
    }

    /// The fields of any answer: they stand in a payload or, in some answers, by themselves.
    pub(super) struct Fields<'a> {
        // A package's tracking details (2020-07-01).
        package_number: Word<'a> = "packageNumber",
        tracking_number: Word<'a> = "trackingNumber",
        customer_tracking_link: Word<'a> = "customerTrackingLink",
        carrier_code: Word<'a> = "carrierCode",
        estimated_arrival_date: Word<'a> = "estimatedArrivalDate",
        ship_to_address: Part<Address<'a>> = "shipToAddress",
        current_status: Word<'a> = "currentStatus",
        current_status_description: Word<'a> = "currentStatusDescription",
        delivery_window: Part<Window<'a>> = "deliveryWindow",
        signed_for_by: Word<'a> = "signedForBy",
        additional_location_info: Word<'a> = "additionalLocationInfo",
        tracking_events: List<TrackingEvent<'a>> = "trackingEvents",
        // An order with its shipments (2020-07-01).
        fulfillment_order: Part<OrderHead<'a>> = "fulfillmentOrder",
        fulfillment_order_items: List<OrderItem<'a>> = "fulfillmentOrderItems",
        fulfillment_shipments: List<Shipment2020<'a>> = "fulfillmentShipments",
        // The same (2026-07-04).
        order: Part<Order2026<'a>> = "order",
    }

    /// The contract's schema says `state` and `country`, its example `stateOrRegion` and `countryCode`.
    pub(super) struct Address<'a> {
        city: Word<'a> = "city",
        state: Word<'a> = "state",
        state_or_region: Word<'a> = "stateOrRegion",
        country: Word<'a> = "country",
        country_code: Word<'a> = "countryCode",
        postal_code: Word<'a> = "postalCode",
    }

    pub(super) struct Window<'a> {
        earliest: Word<'a> = "earliest",
        latest: Word<'a> = "latest",
    }

    pub(super) struct TrackingEvent<'a> {
        event_date: Word<'a> = "eventDate",
        event_address: Part<Address<'a>> = "eventAddress",
        event_code: Word<'a> = "eventCode",
        event_description: Word<'a> = "eventDescription",
    }

    pub(super) struct OrderHead<'a> {
        seller_fulfillment_order_id: Word<'a> = "sellerFulfillmentOrderId",
        fulfillment_order_status: Word<'a> = "fulfillmentOrderStatus",
    }

    pub(super) struct OrderItem<'a> {
        seller_sku: Word<'a> = "sellerSku",
        seller_fulfillment_order_item_id: Word<'a> = "sellerFulfillmentOrderItemId",
        quantity: Word<'a> = "quantity",
        cancelled_quantity: Word<'a> = "cancelledQuantity",
        unfulfillable_quantity: Word<'a> = "unfulfillableQuantity",
    }

    pub(super) struct Shipment2020<'a> {
        amazon_shipment_id: Word<'a> = "amazonShipmentId",
        fulfillment_shipment_status: Word<'a> = "fulfillmentShipmentStatus",
        estimated_arrival_date: Word<'a> = "estimatedArrivalDate",
        fulfillment_shipment_item: List<ShipmentItem2020<'a>> = "fulfillmentShipmentItem",
        fulfillment_shipment_package: List<Package2020<'a>> = "fulfillmentShipmentPackage",
    }

    pub(super) struct ShipmentItem2020<'a> {
        seller_fulfillment_order_item_id: Word<'a> = "sellerFulfillmentOrderItemId",
        quantity: Word<'a> = "quantity",
        package_number: Word<'a> = "packageNumber",
    }

    pub(super) struct Package2020<'a> {
        package_number: Word<'a> = "packageNumber",
        carrier_code: Word<'a> = "carrierCode",
        tracking_number: Word<'a> = "trackingNumber",
        amazon_fulfillment_tracking_number: Word<'a> = "amazonFulfillmentTrackingNumber",
        estimated_arrival_date: Word<'a> = "estimatedArrivalDate",
        locker_details: Part<Locker<'a>> = "lockerDetails",
        delivery_information: Part<DeliveryInformation<'a>> = "deliveryInformation",
    }

    pub(super) struct Locker<'a> {
        locker_number: Word<'a> = "lockerNumber",
        locker_access_code: Word<'a> = "lockerAccessCode",
    }

    pub(super) struct DeliveryInformation<'a> {
        delivery_document_list: List<Document<'a>> = "deliveryDocumentList",
        drop_off_location: Part<DropOff<'a>> = "dropOffLocation",
    }

    pub(super) struct Document<'a> {
        document_type: Word<'a> = "documentType",
        url: Word<'a> = "url",
    }

    pub(super) struct DropOff<'a> {
        kind: Word<'a> = "type",
    }

    /// An order with its shipments (2026-07-04).
    pub(super) struct Order2026<'a> {
        order_id: Word<'a> = "orderId",
        status: Word<'a> = "status",
        destination: Part<Destination<'a>> = "destination",
        line_items: List<LineItem<'a>> = "lineItems",
        shipments: List<Shipment2026<'a>> = "shipments",
    }

    pub(super) struct Destination<'a> {
        delivery_address: Part<Address<'a>> = "deliveryAddress",
    }

    pub(super) struct LineItem<'a> {
        line_item_id: Word<'a> = "lineItemId",
        product: Part<Product<'a>> = "product",
        amount: Part<Amount<'a>> = "amount",
        cancelled_amount: Part<Amount<'a>> = "cancelledAmount",
        unfulfillable_amount: Part<Amount<'a>> = "unfulfillableAmount",
    }

    pub(super) struct Product<'a> {
        product_identifier: Part<ProductIdentifier<'a>> = "productIdentifier",
    }

    pub(super) struct ProductIdentifier<'a> {
        amazon_sku: Word<'a> = "amazonSku",
    }

    pub(super) struct Amount<'a> {
        value: Word<'a> = "value",
    }

    pub(super) struct Shipment2026<'a> {
        amazon_shipment_id: Word<'a> = "amazonShipmentId",
        status: Word<'a> = "status",
        delivery_time: Word<'a> = "deliveryTime",
        items: List<ShipmentItem2026<'a>> = "items",
        packages: List<Package2026<'a>> = "packages",
    }

    pub(super) struct ShipmentItem2026<'a> {
        line_item_id: Word<'a> = "lineItemId",
        amount: Part<Amount<'a>> = "amount",
        package_id: Word<'a> = "packageId",
        shipment_item_id: Word<'a> = "shipmentItemId",
    }

    pub(super) struct Package2026<'a> {
        package_id: Word<'a> = "packageId",
        status: Word<'a> = "status",
        delivery_time: Word<'a> = "deliveryTime",
        shipment_item_ids: List<Term<'a>> = "shipmentItemIds",
        tracking: Part<Tracking2026<'a>> = "tracking",
    }

    pub(super) struct Tracking2026<'a> {
        carrier: Part<Names<'a>> = "carrier",
        amazon: Part<Names<'a>> = "amazon",
        drop_off_location: Part<DropOff<'a>> = "dropOffLocation",
        proof_of_delivery: Part<Proof<'a>> = "proofOfDelivery",
    }

    /// A number with whose it is and its public page.
    pub(super) struct Names<'a> {
        carrier_code: Word<'a> = "carrierCode",
        tracking_number: Word<'a> = "trackingNumber",
        tracking_url: Word<'a> = "trackingUrl",
    }

    pub(super) struct Proof<'a> {
        delivery_photo_url: Word<'a> = "deliveryPhotoUrl",
        received_by: Word<'a> = "receivedBy",
    }
}

/// Which operation's answer it is.
pub(super) enum Body<'a> {
    Tracking(Box<Fields<'a>>),
    Order2020(Box<Fields<'a>>),
    Order2026(Box<Order2026<'a>>),
    /// A success that says nothing.
    Nothing,
    Refused(Refusal<'a>),
}

/// Reads an answer and finds out which it is; with it comes the path at which its fields stand.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no JSON object, or none of these answers.
pub(super) fn read<'a>(bytes: &'a [u8], texts: &'a Texts) -> Result<(Body<'a>, Path<'static>)> {
    let Both(around, top): Both<Around, Fields> = part::json(bytes, texts)?;
    let refusal = Refusal::read(around.errors, around.error);
    let is_empty = matches!(around.payload, Part::Read(Wrapped::Empty));
    let (mut fields, is_wrapped) = match around.payload {
        Part::Read(Wrapped::Fields(fields)) => (fields, true),
        _ => (Box::new(top), false),
    };
    let root = if is_wrapped { Path::of("payload") } else { Path::ROOT };
    if fields.fulfillment_order.is_told() {
        return Ok((Body::Order2020(fields), root));
    }
    if fields.package_number.is_told() || fields.tracking_events.is_told() {
        return Ok((Body::Tracking(fields), root));
    }
    if let Part::Read(order) = take(&mut fields.order) {
        let root = if is_wrapped { Path::of("payload.order") } else { Path::of("order") };
        return Ok((Body::Order2026(Box::new(order)), root));
    }
    if let Some(refusal) = refusal {
        return Ok((Body::Refused(refusal), Path::ROOT));
    }
    if is_empty {
        return Ok((Body::Nothing, Path::ROOT));
    }
    Err(Error::new(ErrorKind::BadReply, "the answer is neither an order nor tracking details nor an error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_told_from_the_others() {
        let kind = |body: &str| match read(body.as_bytes(), &Texts::default()) {
            Ok((Body::Tracking(_), at)) => format!("tracking {at}"),
            Ok((Body::Order2020(_), at)) => format!("2020 {at}"),
            Ok((Body::Order2026(_), at)) => format!("2026 {at}"),
            Ok((Body::Nothing, _)) => "nothing".into(),
            Ok((Body::Refused(refusal), _)) => refusal.error(None).to_string(),
            Err(error) => error.kind().to_string(),
        };
        assert_eq!(kind(r#"{"payload":{"packageNumber":1}}"#), "tracking payload");
        assert_eq!(kind(r#"{"packageNumber":"1","errors":null}"#), "tracking ");
        assert_eq!(kind(r#"{"payload":{"fulfillmentOrder":{}},"errors":[]}"#), "2020 payload");
        assert_eq!(kind(r#"{"order":{"orderId":"A"}}"#), "2026 order");
        assert_eq!(kind(r#"{"payload":{}}"#), "nothing");
        assert_eq!(kind(r#"{"payload":null}"#), "nothing");
        let refused = r#"{"errors":[{"code":"NotFound","message":"x"}]}"#;
        assert_eq!(kind(refused), "the server answered with an error and code NotFound");
        for bad in ["{}", "[]", "1", r#"{"payload":"x"}"#, r#"{"order":7}"#, "", "<html>"] {
            assert_eq!(kind(bad), "bad_reply", "{bad}");
        }
    }
}
