//! What Amazon sends, field by field, for both versions of the API and for its refusals.
//! Every field may be missing or odd, see [`Part`].

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::carriers::amazon::errors::Refusal;
use crate::carriers::amazon::tolerant::{Text, document};
use crate::carriers::part::{List, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::http::read_json;

/// A package's tracking details (2020-07-01).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Tracking {
    pub(super) package_number: Text,
    pub(super) tracking_number: Text,
    pub(super) customer_tracking_link: Text,
    pub(super) carrier_code: Text,
    pub(super) estimated_arrival_date: Text,
    pub(super) ship_to_address: Part<Address>,
    pub(super) current_status: Text,
    pub(super) current_status_description: Text,
    pub(super) delivery_window: Part<Window>,
    pub(super) signed_for_by: Text,
    pub(super) additional_location_info: Text,
    pub(super) tracking_events: List<TrackingEvent>,
}

/// The contract's schema says `state` and `country`, its example `stateOrRegion` and `countryCode`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Address {
    pub(super) city: Text,
    pub(super) state: Text,
    pub(super) state_or_region: Text,
    pub(super) country: Text,
    pub(super) country_code: Text,
    pub(super) postal_code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Window {
    pub(super) earliest: Text,
    pub(super) latest: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TrackingEvent {
    pub(super) event_date: Text,
    pub(super) event_address: Part<Address>,
    pub(super) event_code: Text,
    pub(super) event_description: Text,
}

/// An order with its shipments (2020-07-01).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Order2020 {
    pub(super) fulfillment_order: Part<OrderHead>,
    pub(super) fulfillment_order_items: List<OrderItem>,
    pub(super) fulfillment_shipments: List<Shipment2020>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct OrderHead {
    pub(super) seller_fulfillment_order_id: Text,
    pub(super) fulfillment_order_status: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct OrderItem {
    pub(super) seller_sku: Text,
    pub(super) seller_fulfillment_order_item_id: Text,
    pub(super) quantity: Text,
    pub(super) cancelled_quantity: Text,
    pub(super) unfulfillable_quantity: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Shipment2020 {
    pub(super) amazon_shipment_id: Text,
    pub(super) fulfillment_shipment_status: Text,
    pub(super) estimated_arrival_date: Text,
    pub(super) fulfillment_shipment_item: List<ShipmentItem2020>,
    pub(super) fulfillment_shipment_package: List<Package2020>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ShipmentItem2020 {
    pub(super) seller_fulfillment_order_item_id: Text,
    pub(super) quantity: Text,
    pub(super) package_number: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Package2020 {
    pub(super) package_number: Text,
    pub(super) carrier_code: Text,
    pub(super) tracking_number: Text,
    pub(super) amazon_fulfillment_tracking_number: Text,
    pub(super) estimated_arrival_date: Text,
    pub(super) locker_details: Part<Locker>,
    pub(super) delivery_information: Part<DeliveryInformation>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Locker {
    pub(super) locker_number: Text,
    pub(super) locker_access_code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DeliveryInformation {
    pub(super) delivery_document_list: List<Document>,
    pub(super) drop_off_location: Part<DropOff>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Document {
    pub(super) document_type: Text,
    pub(super) url: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DropOff {
    #[serde(rename = "type")]
    pub(super) kind: Text,
}

/// An order with its shipments (2026-07-04).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Order2026 {
    pub(super) order_id: Text,
    pub(super) status: Text,
    pub(super) destination: Part<Destination>,
    pub(super) line_items: List<LineItem>,
    pub(super) shipments: List<Shipment2026>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Destination {
    pub(super) delivery_address: Part<Address>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LineItem {
    pub(super) line_item_id: Text,
    pub(super) product: Part<Product>,
    pub(super) amount: Part<Amount>,
    pub(super) cancelled_amount: Part<Amount>,
    pub(super) unfulfillable_amount: Part<Amount>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Product {
    pub(super) product_identifier: Part<ProductIdentifier>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ProductIdentifier {
    pub(super) amazon_sku: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Amount {
    pub(super) value: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Shipment2026 {
    pub(super) amazon_shipment_id: Text,
    pub(super) status: Text,
    pub(super) delivery_time: Text,
    pub(super) items: List<ShipmentItem2026>,
    pub(super) packages: List<Package2026>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ShipmentItem2026 {
    pub(super) line_item_id: Text,
    pub(super) amount: Part<Amount>,
    pub(super) package_id: Text,
    pub(super) shipment_item_id: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Package2026 {
    pub(super) package_id: Text,
    pub(super) status: Text,
    pub(super) delivery_time: Text,
    pub(super) shipment_item_ids: Part<Vec<Text>>,
    pub(super) tracking: Part<Tracking2026>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Tracking2026 {
    pub(super) carrier: Part<Names>,
    pub(super) amazon: Part<Names>,
    pub(super) drop_off_location: Part<DropOff>,
    pub(super) proof_of_delivery: Part<Proof>,
}

/// A number with whose it is and its public page.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Names {
    pub(super) carrier_code: Text,
    pub(super) tracking_number: Text,
    pub(super) tracking_url: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Proof {
    pub(super) delivery_photo_url: Text,
    pub(super) received_by: Text,
}

/// Which operation's answer it is.
pub(super) enum Body {
    Tracking(Tracking),
    Order2020(Order2020),
    Order2026(Order2026),
    /// A success that says nothing.
    Nothing,
    Refused(Refusal),
}

/// Finds out which answer it is and reads it; with it comes the path at which its fields stand.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no JSON object, or none of these answers.
pub(super) fn read(bytes: &[u8]) -> Result<(Body, &'static str)> {
    let mut top: Map<String, Value> = read_json(bytes)?;
    let wrapped = top.remove("payload");
    let is_empty = matches!(&wrapped, Some(Value::Null))
        || matches!(&wrapped, Some(Value::Object(fields)) if fields.is_empty());
    let refusal = Refusal::read(&top);
    let (fields, is_wrapped) = match wrapped {
        Some(Value::Object(fields)) => (fields, true),
        _ => (top, false),
    };
    let at = |wrapped: &'static str, bare: &'static str| if is_wrapped { wrapped } else { bare };
    if fields.contains_key("fulfillmentOrder") {
        return Ok((Body::Order2020(document(fields)?), at("payload.", "")));
    }
    if fields.contains_key("packageNumber") || fields.contains_key("trackingEvents") {
        return Ok((Body::Tracking(document(fields)?), at("payload.", "")));
    }
    if let Some(Value::Object(order)) = fields.get("order") {
        return Ok((Body::Order2026(document(order.clone())?), at("payload.order.", "order.")));
    }
    if let Some(refusal) = refusal {
        return Ok((Body::Refused(refusal), ""));
    }
    if is_empty {
        return Ok((Body::Nothing, ""));
    }
    Err(Error::new(ErrorKind::BadReply, "the answer is neither an order nor tracking details nor an error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_told_from_the_others() {
        let kind = |body: &str| match read(body.as_bytes()) {
            Ok((Body::Tracking(_), at)) => format!("tracking {at}"),
            Ok((Body::Order2020(_), at)) => format!("2020 {at}"),
            Ok((Body::Order2026(_), at)) => format!("2026 {at}"),
            Ok((Body::Nothing, _)) => "nothing".into(),
            Ok((Body::Refused(refusal), _)) => refusal.error(None).to_string(),
            Err(error) => error.kind().to_string(),
        };
        assert_eq!(kind(r#"{"payload":{"packageNumber":1}}"#), "tracking payload.");
        assert_eq!(kind(r#"{"packageNumber":"1","errors":null}"#), "tracking ");
        assert_eq!(kind(r#"{"payload":{"fulfillmentOrder":{}},"errors":[]}"#), "2020 payload.");
        assert_eq!(kind(r#"{"order":{"orderId":"A"}}"#), "2026 order.");
        assert_eq!(kind(r#"{"payload":{}}"#), "nothing");
        assert_eq!(kind(r#"{"payload":null}"#), "nothing");
        let refused = r#"{"errors":[{"code":"NotFound","message":"x"}]}"#;
        assert_eq!(kind(refused), "the server answered with an error and code NotFound");
        for bad in ["{}", "[]", "1", r#"{"payload":"x"}"#, r#"{"order":7}"#, "", "<html>"] {
            assert_eq!(kind(bad), "bad_reply", "{bad}");
        }
    }
}
