//! What Amazon sends, field by field, for both versions of the API and for its refusals. Every field may be missing or
//! odd, see [`Part`]; names, streets and prices are not read.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::carriers::amazon::errors::Refusal;
use crate::carriers::amazon::tolerant::{Text, document};
use crate::carriers::part::{List, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::http::read_json;

/// An order without its lines (version 0).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct OrderV0 {
    pub(super) amazon_order_id: Text,
    pub(super) order_status: Text,
    pub(super) fulfillment_channel: Text,
    pub(super) easy_ship_shipment_status: Text,
    pub(super) earliest_delivery_date: Text,
    pub(super) latest_delivery_date: Text,
    pub(super) shipping_address: Part<AddressV0>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct AddressV0 {
    pub(super) city: Text,
    pub(super) state_or_region: Text,
    pub(super) postal_code: Text,
    pub(super) country_code: Text,
}

/// Lines of an order (version 0); the rest, if any, is on the next page.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ItemsV0 {
    pub(super) amazon_order_id: Text,
    pub(super) order_items: List<ItemV0>,
    pub(super) next_token: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ItemV0 {
    pub(super) order_item_id: Text,
    #[serde(rename = "SellerSKU")]
    pub(super) seller_sku: Text,
    pub(super) title: Text,
    pub(super) quantity_ordered: Text,
    pub(super) quantity_shipped: Text,
}

/// A page of orders (version 0).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct PageV0 {
    pub(super) orders: List<OrderV0>,
    pub(super) next_token: Text,
}

/// A page of orders (2026-01-01).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Page2026 {
    pub(super) orders: List<Order2026>,
    pub(super) pagination: Part<Pagination>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Pagination {
    pub(super) next_token: Text,
}

/// An order (2026-01-01).
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Order2026 {
    pub(super) order_id: Text,
    pub(super) fulfillment: Part<Fulfillment>,
    pub(super) order_items: List<Item2026>,
    pub(super) packages: List<Package>,
    pub(super) recipient: Part<Recipient>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Fulfillment {
    pub(super) fulfillment_status: Text,
    pub(super) fulfilled_by: Text,
    pub(super) deliver_by_window: Part<Window>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Window {
    pub(super) earliest_date_time: Text,
    pub(super) latest_date_time: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Item2026 {
    pub(super) order_item_id: Text,
    pub(super) quantity_ordered: Text,
    pub(super) product: Part<Product>,
    pub(super) fulfillment: Part<ItemFulfillment>,
    pub(super) cancellation: Part<Cancellation>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Product {
    pub(super) title: Text,
    pub(super) seller_sku: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ItemFulfillment {
    pub(super) quantity_fulfilled: Text,
    pub(super) quantity_unfulfilled: Text,
}

/// A request to cancel is a wish; only an execution took place.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Cancellation {
    pub(super) cancellation_execution: Part<Map<String, Value>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Package {
    pub(super) package_reference_id: Text,
    pub(super) created_time: Text,
    pub(super) ship_time: Text,
    pub(super) package_status: Part<PackageStatus>,
    pub(super) carrier: Text,
    pub(super) shipping_service: Text,
    pub(super) tracking_number: Text,
    pub(super) package_items: List<PackageItem>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PackageStatus {
    pub(super) status: Text,
    pub(super) detailed_status: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PackageItem {
    pub(super) order_item_id: Text,
    pub(super) quantity: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Recipient {
    pub(super) delivery_address: Part<Address2026>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Address2026 {
    pub(super) city: Text,
    pub(super) state_or_region: Text,
    pub(super) postal_code: Text,
    pub(super) country_code: Text,
}

/// Which operation's answer it is.
pub(super) enum Body {
    OrderV0(OrderV0),
    ItemsV0(ItemsV0),
    PageV0(PageV0),
    Order2026(Order2026),
    Page2026(Page2026),
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
    if let Some(Value::Object(fields)) = wrapped {
        if fields.contains_key("Orders") {
            return Ok((Body::PageV0(document(fields)?), "payload."));
        }
        if fields.contains_key("OrderItems") {
            return Ok((Body::ItemsV0(document(fields)?), "payload."));
        }
        if fields.contains_key("AmazonOrderId") {
            return Ok((Body::OrderV0(document(fields)?), "payload."));
        }
        if fields.is_empty() && Refusal::read(&top).is_none() {
            return Ok((Body::Nothing, ""));
        }
    } else if wrapped == Some(Value::Null) && Refusal::read(&top).is_none() {
        return Ok((Body::Nothing, ""));
    }
    if let Some(Value::Object(order)) = top.get("order") {
        return Ok((Body::Order2026(document(order.clone())?), "order."));
    }
    if top.get("orders").is_some_and(Value::is_array) {
        return Ok((Body::Page2026(document(top)?), ""));
    }
    if let Some(refusal) = Refusal::read(&top) {
        return Ok((Body::Refused(refusal), ""));
    }
    Err(Error::new(ErrorKind::BadReply, "the answer is neither orders nor lines of an order nor an error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_told_from_the_others() {
        let kind = |body: &str| match read(body.as_bytes()) {
            Ok((Body::OrderV0(_), _)) => "order v0",
            Ok((Body::ItemsV0(_), _)) => "items v0",
            Ok((Body::PageV0(_), _)) => "page v0",
            Ok((Body::Order2026(_), _)) => "order 2026",
            Ok((Body::Page2026(_), _)) => "page 2026",
            Ok((Body::Nothing, _)) => "nothing",
            Ok((Body::Refused(Refusal::Api(_)), _)) => "api",
            Ok((Body::Refused(Refusal::Login(_)), _)) => "login",
            Err(_) => "bad",
        };
        for (body, expected) in [
            (r#"{"payload":{"AmazonOrderId":"1","OrderStatus":"Shipped"}}"#, "order v0"),
            (r#"{"payload":{"AmazonOrderId":"1","OrderItems":[]}}"#, "items v0"),
            (r#"{"payload":{"Orders":[],"CreatedBefore":"1.569521782042E9"},"errors":[]}"#, "page v0"),
            (r#"{"order":{"orderId":"1"}}"#, "order 2026"),
            (r#"{"orders":[],"pagination":{}}"#, "page 2026"),
            (r#"{"payload":{}}"#, "nothing"),
            (r#"{"payload":null,"errors":[]}"#, "nothing"),
            (r#"{"payload":{},"errors":[{"code":"NotFound"}]}"#, "api"),
            (r#"{"errors":[{"code":"InvalidInput","message":"x"}]}"#, "api"),
            (r#"{"error":"invalid_grant"}"#, "login"),
        ] {
            assert_eq!(kind(body), expected, "{body}");
        }
        for bad in
            ["{}", "[]", "1", r#"{"payload":"x"}"#, r#"{"order":7}"#, r#"{"orders":"x"}"#, "", "<html>"]
        {
            assert_eq!(kind(bad), "bad", "{bad}");
        }
    }
}
