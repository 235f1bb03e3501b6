//! What Amazon sends, field by field, for both versions of the API and for its refusals. Every field may be missing or
//! odd, see [`Part`]; names, streets and prices are not read.

use std::mem::take;

use crate::carriers::amazon::errors::{Errors, Refusal};
use crate::carriers::amazon::tolerant::{Both, Present, Word, Wrapped};
use crate::carriers::list::List;
use crate::carriers::part::{self, Part, Texts, fields};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};

fields! {
    /// Any answer.
    pub(super) struct Fields<'a> {
        /// Of version 0.
        payload: Part<Wrapped<ItemsV0<'a>>> = "payload",
        errors: Part<Errors<'a>> = "errors",
        error: Word<'a> = "error",
        // An order, or a page of orders (2026-01-01).
        order: Part<Order2026<'a>> = "order",
        orders: List<Order2026<'a>> = "orders",
        pagination: Part<Pagination<'a>> = "pagination",
    }

    /// A page of orders, or of one order's lines (version 0); the rest, if any, is on the next page.
    pub(super) struct PageV0<'a> {
        orders: List<OrderV0<'a>> = "Orders",
        order_items: List<ItemV0<'a>> = "OrderItems",
        next_token: Word<'a> = "NextToken",
    }

    /// An order without its lines (version 0). Where it has lines, little but its identifier stands beside them.
    pub(super) struct OrderV0<'a> {
        amazon_order_id: Word<'a> = "AmazonOrderId",
        order_status: Word<'a> = "OrderStatus",
        fulfillment_channel: Word<'a> = "FulfillmentChannel",
        easy_ship_shipment_status: Word<'a> = "EasyShipShipmentStatus",
        earliest_delivery_date: Word<'a> = "EarliestDeliveryDate",
        latest_delivery_date: Word<'a> = "LatestDeliveryDate",
        shipping_address: Part<AddressV0<'a>> = "ShippingAddress",
    }

    pub(super) struct AddressV0<'a> {
        city: Word<'a> = "City",
        state_or_region: Word<'a> = "StateOrRegion",
        postal_code: Word<'a> = "PostalCode",
        country_code: Word<'a> = "CountryCode",
    }

    pub(super) struct ItemV0<'a> {
        order_item_id: Word<'a> = "OrderItemId",
        seller_sku: Word<'a> = "SellerSKU",
        title: Word<'a> = "Title",
        quantity_ordered: Word<'a> = "QuantityOrdered",
        quantity_shipped: Word<'a> = "QuantityShipped",
    }

    pub(super) struct Pagination<'a> {
        next_token: Word<'a> = "nextToken",
    }

    /// An order (2026-01-01).
    pub(super) struct Order2026<'a> {
        order_id: Word<'a> = "orderId",
        fulfillment: Part<Fulfillment<'a>> = "fulfillment",
        order_items: List<Item2026<'a>> = "orderItems",
        packages: List<Package<'a>> = "packages",
        recipient: Part<Recipient<'a>> = "recipient",
    }

    pub(super) struct Fulfillment<'a> {
        fulfillment_status: Word<'a> = "fulfillmentStatus",
        fulfilled_by: Word<'a> = "fulfilledBy",
        deliver_by_window: Part<Window<'a>> = "deliverByWindow",
    }

    pub(super) struct Window<'a> {
        earliest_date_time: Word<'a> = "earliestDateTime",
        latest_date_time: Word<'a> = "latestDateTime",
    }

    pub(super) struct Item2026<'a> {
        order_item_id: Word<'a> = "orderItemId",
        quantity_ordered: Word<'a> = "quantityOrdered",
        product: Part<Product<'a>> = "product",
        fulfillment: Part<ItemFulfillment<'a>> = "fulfillment",
        cancellation: Part<Cancellation<'a>> = "cancellation",
    }

    pub(super) struct Product<'a> {
        title: Word<'a> = "title",
        seller_sku: Word<'a> = "sellerSku",
    }

    pub(super) struct ItemFulfillment<'a> {
        quantity_fulfilled: Word<'a> = "quantityFulfilled",
        quantity_unfulfilled: Word<'a> = "quantityUnfulfilled",
    }

    /// A request to cancel is a wish; only an execution took place.
    pub(super) struct Cancellation<'a> {
        cancellation_execution: Part<Present<'a>> = "cancellationExecution",
    }

    pub(super) struct Package<'a> {
        package_reference_id: Word<'a> = "packageReferenceId",
        created_time: Word<'a> = "createdTime",
        ship_time: Word<'a> = "shipTime",
        package_status: Part<PackageStatus<'a>> = "packageStatus",
        carrier: Word<'a> = "carrier",
        shipping_service: Word<'a> = "shippingService",
        tracking_number: Word<'a> = "trackingNumber",
        package_items: List<PackageItem<'a>> = "packageItems",
    }

    pub(super) struct PackageStatus<'a> {
        status: Word<'a> = "status",
        detailed_status: Word<'a> = "detailedStatus",
    }

    pub(super) struct PackageItem<'a> {
        order_item_id: Word<'a> = "orderItemId",
        quantity: Word<'a> = "quantity",
    }

    pub(super) struct Recipient<'a> {
        delivery_address: Part<Address2026<'a>> = "deliveryAddress",
    }

    pub(super) struct Address2026<'a> {
        city: Word<'a> = "city",
        state_or_region: Word<'a> = "stateOrRegion",
        postal_code: Word<'a> = "postalCode",
        country_code: Word<'a> = "countryCode",
    }
}

/// Lines of an order (version 0), beside what is told of the order itself.
pub(super) type ItemsV0<'a> = Both<PageV0<'a>, OrderV0<'a>>;

/// Which operation's answer it is.
pub(super) enum Body<'a> {
    OrderV0(Box<OrderV0<'a>>),
    ItemsV0(Box<ItemsV0<'a>>),
    PageV0(Box<PageV0<'a>>),
    Order2026(Box<Order2026<'a>>),
    Page2026(Box<Fields<'a>>),
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
    let mut top: Box<Fields> = Box::new(part::json(bytes, texts)?);
    let refusal = Refusal::read(take(&mut top.errors), take(&mut top.error));
    match take(&mut top.payload) {
        Part::Read(Wrapped::Fields(fields)) => {
            let root = Path::of("payload");
            let Both(page, order) = &*fields;
            if page.orders.is_told() {
                return Ok((Body::PageV0(Box::new(fields.0)), root));
            }
            if page.order_items.is_told() {
                return Ok((Body::ItemsV0(fields), root));
            }
            if order.amazon_order_id.is_told() {
                return Ok((Body::OrderV0(Box::new(fields.1)), root));
            }
        }
        Part::Read(Wrapped::Empty) if refusal.is_none() => return Ok((Body::Nothing, Path::ROOT)),
        _ => {}
    }
    if let Part::Read(order) = take(&mut top.order) {
        return Ok((Body::Order2026(Box::new(order)), Path::of("order")));
    }
    if top.orders.quiet().is_some() {
        return Ok((Body::Page2026(top), Path::ROOT));
    }
    if let Some(refusal) = refusal {
        return Ok((Body::Refused(refusal), Path::ROOT));
    }
    Err(Error::new(ErrorKind::BadReply, "the answer is neither orders nor lines of an order nor an error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_told_from_the_others() {
        let kind = |body: &str| match read(body.as_bytes(), &Texts::default()) {
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
