//! Amazon's orders, read slowly: Orders API, Fulfillment Outbound, and push messages.
//!
//! After Amazon's models (<https://github.com/amzn/selling-partner-api-models>). Compared are orders with their lines, counts, parcels, what is inside and what is expected, and the reports of
//! parcels with their events; not how far an order is, who sends it, carriers and other numbers.

use serde_json::Value;

use super::amazon::{
    PAYLOAD, TRACKING, as_told, carriers_number, detail_of, is_same, member, package, time, told,
};
use super::json::{at, entries, is_nothing, parse};
use super::reading::{
    Clock, Estimated, Orders, Parcel, Reading, Says, Scan, Sequence, Window, line, number, parcel,
};
use super::statuses::{self, AMAZON_ORDERS};
use super::times::window;

/// An order's identifier.
pub(crate) fn order_id(value: &Value, path: &str) -> Option<String> {
    told(value, path).filter(|id| id.chars().count() <= 64 && !id.contains(char::is_control))
}

/// A count, as number, text or decimal text; what is none counts nothing.
fn count(value: &Value, path: &str) -> Option<u32> {
    let number = told(value, path)?.parse::<f64>().ok()?;
    (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
}

/// The beginning and end of what is expected; odd spellings are not compared, with all that is told of the order.
fn expected(from: Option<Clock>, to: Option<Clock>) -> Result<Option<Window>, Reading> {
    match window(from, to) {
        Estimated::OneOf(mut windows) => Ok(windows.remove(0)),
        Estimated::Any => Err(Reading::Open("an odd time")),
    }
}

/// Whether a member is there.
fn is_told(value: &Value, name: &str) -> bool {
    !is_nothing(at(value, name))
}

/// Adds pieces of a line to what a parcel holds.
fn add(items: &mut Vec<(String, u32)>, line: String, pieces: u32) {
    match items.iter_mut().find(|(known, _)| *known == line) {
        Some((_, sum)) => *sum = sum.saturating_add(pieces),
        None => items.push((line, pieces)),
    }
}

/// One order with the reports of its parcels, and all names by which it can be asked for.
#[derive(Default)]
struct Told {
    says: Says,
    names: Vec<String>,
}

impl Told {
    fn new(id: String) -> Self {
        let order = Orders { id: id.clone(), lines: Vec::new(), parcels: Vec::new() };
        Self { says: Says { orders: vec![order], ..Says::default() }, names: vec![id] }
    }

    fn lines(&mut self) -> &mut Vec<String> {
        &mut self.says.orders[0].lines
    }

    fn add_parcel(
        &mut self,
        id: &str,
        number: Option<&str>,
        items: &[(String, u32)],
        estimate: Option<Window>,
    ) {
        self.says.orders[0].parcels.push(parcel(id, number, items, estimate));
        self.names.extend([Some(id), number].into_iter().flatten().map(str::to_owned));
    }

    /// Adds a report of a parcel whose identifier may be a number; tells whether it is.
    fn add_report(&mut self, id: &str, estimate: Option<Window>, scans: Vec<Scan>) -> bool {
        let number = number(id);
        let is_number = number.is_some();
        self.says.parcels.extend(number.map(|number| report(number, estimate.into(), scans)));
        is_number
    }

    fn asked(self, asked: Option<&str>, is_it: fn(&str, &str) -> bool) -> Result<Says, Reading> {
        match asked {
            Some(asked) if !self.names.iter().any(|name| is_it(name, asked)) => {
                Err(Reading::Refused("another order"))
            }
            _ => Ok(self.says),
        }
    }
}

fn report(number: String, estimate: Estimated, scans: Vec<Scan>) -> Parcel {
    Parcel { scans, estimate, ..Parcel::new(number, Sequence::Told) }
}

fn is_exactly(name: &str, asked: &str) -> bool {
    name.eq_ignore_ascii_case(asked)
}

pub(crate) fn orders(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let top = parse(body)?;
    let payload = at(&top, "payload");
    let page = |list: &Value, read: fn(&Value) -> Result<Told, Reading>| {
        let mut all = Told::default();
        for order in list.as_array().into_iter().flatten().filter(|order| !is_nothing(order)) {
            match read(order) {
                Ok(one) => {
                    all.says.orders.extend(one.says.orders);
                    all.says.parcels.extend(one.says.parcels);
                    all.says.unread += one.says.unread;
                    all.names.extend(one.names);
                }
                Err(Reading::Refused(_)) => all.says.unread += 1,
                Err(other) => return Err(other),
            }
        }
        Ok(all)
    };
    let told = match () {
        () if is_told(payload, "Orders") => page(at(payload, "Orders"), order_v0),
        () if is_told(payload, "OrderItems") => items_v0(payload),
        () if is_told(payload, "AmazonOrderId") => order_v0(payload),
        () if at(&top, "order").is_object() => order_2026(at(&top, "order")),
        () if at(&top, "orders").is_array() => page(at(&top, "orders"), order_2026),
        () => Err(Reading::Refused("no order")),
    }?;
    told.asked(asked, is_exactly)
}

fn order_v0(order: &Value) -> Result<Told, Reading> {
    let id = order_id(order, "AmazonOrderId").ok_or(Reading::Refused("no order id"))?;
    let mut all = Told::new(id.clone());
    let promise = expected(time(order, "EarliestDeliveryDate"), time(order, "LatestDeliveryDate"))?;
    // Easy Ship moves an order as one parcel.
    if told(order, "EasyShipShipmentStatus").is_some() {
        let id = format!("{id}/easy-ship");
        all.add_parcel(&id, None, &[], promise.clone());
        all.add_report(&id, promise, Vec::new());
    }
    Ok(all)
}

fn items_v0(payload: &Value) -> Result<Told, Reading> {
    let mut all = Told::new(order_id(payload, "AmazonOrderId").ok_or(Reading::Refused("no order id"))?);
    for item in entries(payload, "OrderItems") {
        let Some(id) = told(item, "OrderItemId") else {
            all.says.unread += 1;
            continue;
        };
        let name = told(item, "Title").or_else(|| told(item, "SellerSKU"));
        let quantity = count(item, "QuantityOrdered").unwrap_or(0);
        all.lines().push(line(&id, name.as_deref(), (quantity, 0, count(item, "QuantityShipped"))));
    }
    Ok(all)
}

fn order_2026(order: &Value) -> Result<Told, Reading> {
    let order_id = order_id(order, "orderId").ok_or(Reading::Refused("no order id"))?;
    let mut all = Told::new(order_id.clone());
    for item in entries(order, "orderItems") {
        let Some(id) = told(item, "orderItemId") else {
            all.says.unread += 1;
            continue;
        };
        let name = told(item, "product.title").or_else(|| told(item, "product.sellerSku"));
        let quantity = count(item, "quantityOrdered").unwrap_or(0);
        let [sent, open] =
            ["quantityFulfilled", "quantityUnfulfilled"].map(|name| count(at(item, "fulfillment"), name));
        // A cancellation has no count of its own: neither sent nor to be sent.
        let alive = sent.unwrap_or(0).saturating_add(open.unwrap_or(0));
        let is_cancelled = at(item, "cancellation.cancellationExecution").is_object();
        let cancelled = if is_cancelled { quantity.saturating_sub(alive) } else { 0 };
        all.lines().push(line(&id, name.as_deref(), (quantity, cancelled, sent)));
    }
    let window = at(order, "fulfillment.deliverByWindow");
    let promise = expected(time(window, "earliestDateTime"), time(window, "latestDateTime"))?;
    for package in entries(order, "packages") {
        let Some(reference) = told(package, "packageReferenceId") else {
            all.says.unread += 1;
            continue;
        };
        let id = format!("{order_id}/{reference}");
        let mut items = Vec::new();
        for item in entries(package, "packageItems") {
            match told(item, "orderItemId") {
                Some(line) => add(&mut items, line, count(item, "quantity").unwrap_or(0)),
                None => all.says.unread += 1,
            }
        }
        all.add_parcel(&id, carriers_number(package, "trackingNumber").as_deref(), &items, promise.clone());
        let scans = ["createdTime", "shipTime"].into_iter().filter_map(|name| {
            let code = Some(name.to_owned()).into();
            let status = statuses::of(AMAZON_ORDERS, &code);
            Some(Scan { code, status, ..Scan::at(time(package, name)?) })
        });
        let is_told = all.add_report(&id, promise.clone(), scans.collect());
        all.says.unread += usize::from(!is_told);
    }
    Ok(all)
}

pub(crate) fn fulfillment_outbound(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let top = parse(body)?;
    let payload = at(&top, "payload");
    let fields = if payload.is_object() { payload } else { &top };
    let has = |name: &str| is_told(fields, name);
    match () {
        () if has("fulfillmentOrder") => fulfilled_2020(fields)?.asked(asked, is_same),
        () if has("packageNumber") || has("trackingEvents") => package(fields, asked),
        () if at(fields, "order").is_object() => fulfilled_2026(at(fields, "order"))?.asked(asked, is_same),
        () => Err(Reading::Refused("neither an order nor a package")),
    }
}

fn fulfilled_2020(fields: &Value) -> Result<Told, Reading> {
    let id = order_id(fields, "fulfillmentOrder.sellerFulfillmentOrderId")
        .ok_or(Reading::Refused("no order id"))?;
    let mut all = Told::new(id);
    for item in entries(fields, "fulfillmentOrderItems") {
        let Some(id) = told(item, "sellerFulfillmentOrderItemId") else {
            all.says.unread += 1;
            continue;
        };
        let of = |name: &str| count(item, name).unwrap_or(0);
        let cancelled = of("cancelledQuantity").saturating_add(of("unfulfillableQuantity"));
        all.lines().push(line(&id, told(item, "sellerSku").as_deref(), (of("quantity"), cancelled, None)));
    }
    for shipment in entries(fields, "fulfillmentShipments") {
        if told(shipment, "amazonShipmentId").is_none() {
            all.says.unread += 1;
            continue;
        }
        for package in entries(shipment, "fulfillmentShipmentPackage") {
            let Some(package_number) = told(package, "packageNumber") else {
                all.says.unread += 1;
                continue;
            };
            let mut items = Vec::new();
            for item in entries(shipment, "fulfillmentShipmentItem") {
                // All that is not packed yet has the number 0.
                let is_inside =
                    package_number != "0" && told(item, "packageNumber").as_ref() == Some(&package_number);
                if let Some(line) = told(item, "sellerFulfillmentOrderItemId").filter(|_| is_inside) {
                    add(&mut items, line, count(item, "quantity").unwrap_or(0));
                }
            }
            let estimate = expected(None, time(package, "estimatedArrivalDate"))?;
            all.add_parcel(
                &package_number,
                carriers_number(package, "trackingNumber").as_deref(),
                &items,
                estimate,
            );
            all.names.extend(carriers_number(package, "amazonFulfillmentTrackingNumber"));
        }
    }
    Ok(all)
}

fn fulfilled_2026(order: &Value) -> Result<Told, Reading> {
    let mut all = Told::new(order_id(order, "orderId").ok_or(Reading::Refused("no order id"))?);
    for item in entries(order, "lineItems") {
        let Some(id) = told(item, "lineItemId") else {
            all.says.unread += 1;
            continue;
        };
        let of = |name: &str| count(item, &format!("{name}.value")).unwrap_or(0);
        let cancelled = of("cancelledAmount").saturating_add(of("unfulfillableAmount"));
        let name = told(item, "product.productIdentifier.amazonSku");
        all.lines().push(line(&id, name.as_deref(), (of("amount"), cancelled, None)));
    }
    for shipment in entries(order, "shipments") {
        let is_known = told(shipment, "amazonShipmentId").is_some();
        all.says.unread += usize::from(!is_known);
        for package in entries(shipment, "packages") {
            let Some(id) = told(package, "packageId") else {
                all.says.unread += 1;
                continue;
            };
            let listed = at(package, "shipmentItemIds").as_array().into_iter().flatten();
            let listed: Vec<String> = listed.filter_map(as_told).collect();
            let mut items = Vec::new();
            for item in entries(shipment, "items") {
                // Items name their package, or packages their items.
                let is_listed = told(item, "shipmentItemId").is_some_and(|item| listed.contains(&item));
                let is_inside = is_listed || told(item, "packageId").as_ref() == Some(&id);
                if let Some(line) = told(item, "lineItemId").filter(|_| is_inside) {
                    add(&mut items, line, count(item, "amount.value").unwrap_or(0));
                }
            }
            let estimate = expected(None, time(package, "deliveryTime"))?;
            let carriers = carriers_number(package, "tracking.carrier.trackingNumber");
            let own = carriers_number(package, "tracking.amazon.trackingNumber");
            if is_known {
                all.names.extend(own.clone());
                all.add_parcel(&id, carriers.as_deref(), &items, estimate.clone());
            }
            let digits = id.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{id:0>4}"));
            match number(&id).or_else(|| number(&digits?)) {
                Some(number) => {
                    all.names.extend([Some(number.clone()), carriers, own].into_iter().flatten());
                    all.says.parcels.push(report(number, estimate.into(), Vec::new()));
                }
                None => all.says.unread += 1,
            }
        }
    }
    Ok(all)
}

const FULFILLMENT: [&str; 2] = ["FulfillmentOrderStatusNotification", "fulfillmentOrderStatusNotification"];
const ORDER_CHANGE: [&str; 2] = ["OrderChangeNotification", "orderChangeNotification"];
const OUTBOUND: [&str; 2] =
    ["FBAOutboundShipmentStatusNotification", "fbaOutboundShipmentStatusNotification"];

pub(crate) fn notifications(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let top = parse(body)?;
    // An event of EventBridge holds the message.
    let detail = at(&top, "detail");
    let message = if detail.is_object() { detail } else { &top };
    let payload = member(message, PAYLOAD);
    let content = |names| Some(member(payload, names)).filter(|content| !is_nothing(content));
    if content(TRACKING).is_some() {
        return detail_of(message, asked);
    }
    let told = if let Some(told) = content(FULFILLMENT) {
        fulfillment_order_status(told)
    } else if let Some(told) = content(ORDER_CHANGE) {
        order_change(told)
    } else {
        let id = order_id(member(payload, OUTBOUND), "AmazonOrderId").ok_or(Reading::Refused("no order id"));
        id.map(Told::new)
    }?;
    told.asked(asked, is_exactly)
}

fn fulfillment_order_status(message: &Value) -> Result<Told, Reading> {
    let mut all =
        Told::new(order_id(message, "SellerFulfillmentOrderId").ok_or(Reading::Refused("no order id"))?);
    let shipment = at(message, "FulfillmentShipment");
    if told(shipment, "AmazonShipmentId").is_none() {
        all.says.unread += usize::from(!is_nothing(shipment));
        return Ok(all);
    }
    for package in entries(shipment, "FulfillmentShipmentPackages") {
        match told(package, "PackageNumber") {
            Some(id) => all.add_parcel(&id, carriers_number(package, "TrackingNumber").as_deref(), &[], None),
            None => all.says.unread += 1,
        }
    }
    Ok(all)
}

fn order_change(message: &Value) -> Result<Told, Reading> {
    let id = order_id(message, "AmazonOrderId").ok_or(Reading::Refused("no order id"))?;
    let mut all = Told::new(id.clone());
    let summary = at(message, "Summary");
    for item in entries(summary, "OrderItems") {
        let Some(id) = told(item, "OrderItemId") else {
            all.says.unread += 1;
            continue;
        };
        let counts = (count(item, "Quantity").unwrap_or(0), 0, count(item, "QuantityShipped"));
        all.lines().push(line(&id, told(item, "SellerSKU").as_deref(), counts));
    }
    let promise = expected(time(summary, "EarliestDeliveryDate"), time(summary, "LatestDeliveryDate"))?;
    if told(summary, "EasyShipShipmentStatus").is_some() {
        let id = format!("{id}/easy-ship");
        all.add_parcel(&id, None, &[], promise.clone());
        all.add_report(&id, promise, Vec::new());
    }
    Ok(all)
}
