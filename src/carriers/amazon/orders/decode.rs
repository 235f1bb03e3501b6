//! From the bytes of any answer of this channel to what they say.

use super::wire::{self, Body};
use super::{map, map_2026};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::ordered;
use crate::carriers::amazon::tolerant::Word;
use crate::carriers::list::List;
use crate::carriers::part::Texts;
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Note, NoteKind};

/// Decodes an answer of any operation of either version, of the login too where it is a refusal.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let (body, root) = wire::read(bytes, &texts)?;
    answer(&body, &root, context)
}

/// What a body says, or the error that it is.
pub(super) fn answer(body: &Body, root: &Path<'_>, context: &Context) -> Result<Answer> {
    let answer = match body {
        Body::OrderV0(order) => map::order(order, root, context)?,
        Body::ItemsV0(items) => {
            let mut answer = Answer::from(map::items(items, root)?);
            more(&mut answer, &items.0.next_token);
            answer
        }
        Body::PageV0(page) => {
            let map = |order: &_| map::order(order, &Path::ROOT, context);
            let mut answer = page_of(&page.orders, &root.field("Orders"), map);
            more(&mut answer, &page.next_token);
            answer
        }
        Body::Order2026(order) => map_2026::order(order, root, context)?,
        Body::Page2026(page) => {
            let map = |order: &_| map_2026::order(order, &Path::ROOT, context);
            let mut answer = page_of(&page.orders, &root.field("orders"), map);
            if let Some(pagination) = page.pagination.quiet() {
                more(&mut answer, &pagination.next_token);
            }
            answer
        }
        Body::Nothing => {
            return Err(Error::new(ErrorKind::NotFound, "the answer is empty: nothing is known yet"));
        }
        Body::Refused(refusal) => return Err(refusal.error(None)),
    };
    ordered::check(answer, context)
}

/// The orders of a page; one that cannot be read costs itself.
fn page_of<T>(orders: &List<T>, path: &Path<'_>, map: impl Fn(&T) -> Result<Answer>) -> Answer {
    let mut answer = Answer::default();
    let mut notes = Notes::default();
    for (index, order) in notes.entries(orders, path) {
        match map(order) {
            Ok(one) => {
                answer.orders.extend(one.orders);
                answer.reports.extend(one.reports);
            }
            Err(_) => notes.unreadable(&path.entry(index)),
        }
    }
    answer.notes = notes.list;
    answer
}

/// Notes that there are more pages than this one.
fn more(answer: &mut Answer, next: &Word) {
    if next.told().is_some() {
        Note::add(&mut answer.notes, NoteKind::Incomplete, "there is a next page");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::carriers::amazon::codes::tests::contract;
    use crate::model::{Order, OrderStatus};

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    /// The answers of the sandbox of each operation, as a contract holds them.
    fn sandbox(file: &str) -> Vec<Value> {
        let Some(contract) = contract(file) else { return Vec::new() };
        let operations = contract["paths"].as_object().unwrap().values().filter_map(|path| path.get("get"));
        let told = operations
            .filter(|operation| {
                let known = ["getOrders", "getOrder", "getOrderItems", "searchOrders"];
                known.contains(&operation["operationId"].as_str().unwrap())
            })
            .flat_map(|operation| operation["responses"].as_object().unwrap().values())
            .filter_map(|response| response["x-amzn-api-sandbox"]["static"].as_array())
            .flatten()
            .map(|case| case["response"].clone())
            .collect::<Vec<_>>();
        assert!(told.len() > 5, "{file}");
        told
    }

    fn text<'v>(value: &'v Value, name: &str) -> &'v str {
        value[name].as_str().unwrap_or_default()
    }

    fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
        value[name].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// The only note that a sound answer may have.
    fn is_page(note: &Note) -> bool {
        note.kind == NoteKind::Incomplete && note.detail == "there is a next page"
    }

    fn decoded(body: &Value) -> Option<Answer> {
        let answer = match decode(body.to_string().as_bytes(), &context()) {
            Ok(answer) => answer,
            Err(error) => {
                assert_eq!((error.kind(), error.code()), (ErrorKind::Unsupported, Some("InvalidInput")));
                return None;
            }
        };
        assert!(answer.notes.iter().all(is_page), "{:?}", answer.notes);
        for order in &answer.orders {
            assert_eq!(order.notes, [], "{}", order.order_id);
            assert!(!matches!(order.status, Some(OrderStatus::Other(_))), "{}", order.order_id);
        }
        Some(answer)
    }

    #[test]
    fn the_sandbox_of_2026_is_understood_without_loss() {
        for body in sandbox("orders_2026-01-01.json") {
            let Some(answer) = decoded(&body) else { continue };
            let told: Vec<&Value> = match body.get("order") {
                Some(order) => vec![order],
                None => list(&body, "orders").iter().collect(),
            };
            assert_eq!(answer.orders.len(), told.len());
            for (order, told) in answer.orders.iter().zip(told) {
                assert_eq!(order.order_id.as_str(), text(told, "orderId"));
                assert!(order.status.is_some());
                lines_are_whole(order, list(told, "orderItems"));
                let promise = &told["fulfillment"]["deliverByWindow"];
                let estimate = order.shipments.first().and_then(|shipment| shipment.estimate.as_ref());
                let until = estimate.map(|estimate| estimate.to.to_string());
                assert_eq!(until.as_deref(), promise["latestDateTime"].as_str());
                let packages = list(told, "packages");
                assert_eq!(order.parcels().count(), packages.len());
                for (parcel, package) in order.parcels().zip(packages) {
                    assert_eq!(parcel.number.as_ref().unwrap().as_str(), text(package, "trackingNumber"));
                    assert_eq!(
                        parcel.carrier.as_ref().unwrap().as_str(),
                        text(package, "carrier").to_lowercase()
                    );
                    assert_eq!(parcel.items.len(), list(package, "packageItems").len());
                    let report =
                        answer.reports.iter().find(|report| report.source.number.as_str() == parcel.id);
                    let report = report.unwrap();
                    assert_eq!(report.events.len(), 2);
                    assert_eq!(
                        report.headline.as_ref().unwrap().code.as_deref(),
                        package["packageStatus"]["detailedStatus"].as_str()
                    );
                    assert_eq!(report.destination.is_some(), told.get("recipient").is_some());
                }
            }
        }
    }

    fn lines_are_whole(order: &Order, items: &[Value]) {
        assert_eq!(order.lines.len(), items.len());
        for (line, item) in order.lines.iter().zip(items) {
            assert_eq!(line.id, text(item, "orderItemId"));
            assert_eq!(u64::from(line.quantity), item["quantityOrdered"].as_u64().unwrap());
            let shipped = line.shipped.map(u64::from);
            assert_eq!(shipped, item["fulfillment"]["quantityFulfilled"].as_u64());
            assert_eq!(line.name.as_deref(), item["product"]["title"].as_str());
            assert!(line.fulfilled_by.is_some());
        }
    }

    #[test]
    fn the_sandbox_of_version_0_is_understood_without_loss() {
        for body in sandbox("ordersV0.json") {
            let Some(answer) = decoded(&body) else { continue };
            let payload = &body["payload"];
            let told: Vec<&Value> = match payload.get("Orders") {
                Some(_) => list(payload, "Orders").iter().collect(),
                None => vec![payload],
            };
            assert_eq!(answer.orders.len(), told.len());
            for (order, told) in answer.orders.iter().zip(told) {
                assert_eq!(order.order_id.as_str(), text(told, "AmazonOrderId"));
                assert_eq!(order.status.is_some(), told.get("OrderStatus").is_some());
                for (line, item) in order.lines.iter().zip(list(told, "OrderItems")) {
                    assert_eq!(line.id, text(item, "OrderItemId"));
                    assert_eq!(line.shipped.map(u64::from), item["QuantityShipped"].as_u64());
                }
                assert_eq!(order.lines.len(), list(told, "OrderItems").len());
                assert_eq!(
                    order.parcels().count(),
                    usize::from(told.get("EasyShipShipmentStatus").is_some())
                );
            }
        }
    }

    #[test]
    fn refusals_and_empty_answers_are_errors() {
        let kind = |body: &str| decode(body.as_bytes(), &context()).unwrap_err().kind();
        assert_eq!(kind(r#"{"payload":{}}"#), ErrorKind::NotFound);
        assert_eq!(kind(r#"{"errors":[{"code":"NotFound"}]}"#), ErrorKind::NotFound);
        assert_eq!(kind(r#"{"error":"invalid_client"}"#), ErrorKind::Unauthorized);
        assert_eq!(kind(r#"{"order":{"fulfillment":{}}}"#), ErrorKind::BadReply);
    }

    #[test]
    fn an_answer_is_about_its_order_and_the_parcels_in_it() {
        let body = r#"{"order":{"orderId":"302-1234567-7654321","packages":[{"packageReferenceId":"1",
            "carrier":"DHL","trackingNumber":"00340434161094042557"}]}}"#;
        let asked = |number: &str| decode(body.as_bytes(), &context().with_number(number.parse().unwrap()));
        for number in ["302-1234567-7654321", "302-1234567-7654321/1", "00340434161094042557"] {
            assert!(asked(number).is_ok(), "{number}");
        }
        let error = asked("00340434161094042564").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        assert!(!format!("{error:#}{error:?}").contains("0034"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let text = Value::String(text);
            for body in [
                format!(r#"{{"order":{{"orderId":"1","fulfillment":{{"fulfillmentStatus":{text}}},"packages":[
                    {{"packageReferenceId":{text},"trackingNumber":{text},"carrier":{text},"shipTime":{text}}}]}}}}"#),
                format!(r#"{{"payload":{{"AmazonOrderId":{text},"EasyShipShipmentStatus":{text}}}}}"#),
                format!(r#"{{"payload":{{"AmazonOrderId":"1","OrderItems":[{{"OrderItemId":{text},"QuantityOrdered":{text}}}]}}}}"#),
            ] {
                let _ = decode(body.as_bytes(), &context());
            }
        }
    }
}
