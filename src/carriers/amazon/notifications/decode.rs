//! From the bytes of a message to what it says.

use super::{fulfillment_order, order_change};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::errors::shown;
use crate::carriers::amazon::tolerant::{Both, Word};
use crate::carriers::amazon::tracking;
use crate::carriers::part::{self, Part, Texts, fields};
use crate::error::{Error, ErrorKind, Result};

fields! {
    /// An event around a message.
    struct Around<'a> {
        detail: Part<Message<'a>> = "detail",
    }

    /// A message. Older types write its members `NotificationType`, newer ones `notificationType`.
    struct Message<'a> {
        kind: Word<'a> = "NotificationType" | "notificationType",
        payload: Part<Payload<'a>> = "Payload" | "payload",
    }

    struct Payload<'a> {
        milestone: Part<tracking::Message<'a>>
            = "shipmentTrackingMilestoneChangedNotification" | "ShipmentTrackingMilestoneChangedNotification",
        fulfillment_order: Part<fulfillment_order::Message<'a>>
            = "FulfillmentOrderStatusNotification" | "fulfillmentOrderStatusNotification",
        order_change: Part<order_change::Change<'a>> = "OrderChangeNotification" | "orderChangeNotification",
        outbound_shipment: Part<order_change::Outbound<'a>>
            = "FBAOutboundShipmentStatusNotification" | "fbaOutboundShipmentStatusNotification",
    }
}

/// Decodes a message, bare or as the `detail` of an event.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let Both(around, top): Both<Around, Message> = part::json(bytes, &texts)?;
    let message = if let Part::Read(detail) = around.detail { detail } else { top };
    if let Part::Read(payload) = message.payload {
        if let Some(milestone) = told(payload.milestone) {
            return tracking::message(&milestone, context);
        }
        if let Some(order) = told(payload.fulfillment_order) {
            return fulfillment_order::answer(&order, context);
        }
        if let Some(change) = told(payload.order_change) {
            return order_change::changed(&change, context);
        }
        if let Some(shipment) = told(payload.outbound_shipment) {
            return order_change::shipment_status(&shipment, context);
        }
    }
    match message.kind.told() {
        Some(kind) => {
            let text = format!("no message of the type {} is read", shown(kind));
            Err(Error::new(ErrorKind::Unsupported, text).with_code(shown(kind)))
        }
        None => Err(Error::new(ErrorKind::BadReply, "this is no message of Amazon's")),
    }
}

/// What a message carries; what cannot be read says nothing.
fn told<T: Default>(content: Part<T>) -> Option<T> {
    match content {
        Part::Missing => None,
        Part::Read(content) => Some(content),
        Part::Broken => Some(T::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::codes::tests::contract;
    use crate::model::NoteKind;

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    /// What the example of a published schema says.
    fn example(file: &str) -> Option<Answer> {
        let schema = contract(file)?;
        Some(decode(schema["examples"][0].to_string().as_bytes(), &context()).unwrap())
    }

    #[test]
    fn the_examples_of_the_schemas_are_read() {
        if let Some(answer) = example("ShipmentTrackingMilestoneChangedNotification.json") {
            let report = &answer.reports[0];
            assert_eq!((report.events.len(), report.notes.len(), report.complete), (5, 0, false));
        }
        if let Some(answer) = example("FulfillmentOrderStatusNotification.json") {
            assert_eq!((answer.orders[0].shipments.len(), answer.orders[0].parcels().count()), (1, 3));
            // The example's own words, which no list has.
            assert!(answer.orders[0].notes.iter().all(|note| note.kind == NoteKind::Unmapped));
        }
        if let Some(answer) = example("OrderChangeNotification.json") {
            assert_eq!((answer.orders[0].lines.len(), answer.orders[0].notes.len()), (1, 0));
            assert_eq!(answer.reports.len(), 1);
        }
        if let Some(answer) = example("FBAOutboundShipmentStatusNotification.json") {
            assert_eq!((answer.orders[0].shipments.len(), answer.orders[0].notes.len()), (1, 0));
        }
    }

    #[test]
    fn other_messages_are_told_from_other_documents() {
        let error = |body: &str| decode(body.as_bytes(), &context()).unwrap_err();
        let other =
            error(r#"{"NotificationType":"ANY_OFFER_CHANGED","Payload":{"AnyOfferChangedNotification":{}}}"#);
        assert_eq!((other.kind(), other.code()), (ErrorKind::Unsupported, Some("ANY_OFFER_CHANGED")));
        for body in ["{}", r#"{"payload":7}"#, r#"{"detail":{}}"#, "[]", ""] {
            assert_eq!(error(body).kind(), ErrorKind::BadReply, "{body}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(text in "\\PC{0,200}") {
            for name in ["shipmentTrackingMilestoneChangedNotification", "FulfillmentOrderStatusNotification", "OrderChangeNotification"] {
                let body = serde_json::json!({"payload": {name: {"SellerFulfillmentOrderId": text, "AmazonOrderId": text,
                    "FulfillmentShipment": text, "Summary": text, "trackingDetail": text}}});
                let _ = decode(body.to_string().as_bytes(), &context());
            }
        }
    }
}
