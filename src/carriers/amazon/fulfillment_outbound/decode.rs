//! From the bytes of any answer of this channel to what they say.

use super::wire::{self, Body};
use super::{map_order, map_order_2026, map_tracking};
use crate::carrier::{Answer, Context};
use crate::carriers::part::Texts;
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Order, Report, TrackingNumber};

/// Decodes an answer of any operation of either version, of the login too where it is a refusal.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let (body, root) = wire::read(bytes, &texts)?;
    answer(&body, &root, context)
}

/// What a body says, or the error that it is.
pub(super) fn answer(body: &Body, root: &Path<'_>, context: &Context) -> Result<Answer> {
    let answer: Answer = match body {
        Body::Tracking(tracking) => map_tracking::report(tracking, root, context)?.into(),
        Body::Order2020(order) => map_order::order(order, root)?.into(),
        Body::Order2026(order) => map_order_2026::answer(order, root, context)?,
        Body::Nothing => {
            return Err(Error::new(ErrorKind::NotFound, "the answer is empty: nothing is known yet"));
        }
        Body::Refused(refusal) => return Err(refusal.error(None)),
    };
    match &context.number {
        Some(asked) if !is_about(&answer, asked) => Err(Error::new(
            ErrorKind::BadReply,
            format!("the answer is about another parcel than {}, which was asked for", asked.masked()),
        )),
        _ => Ok(answer),
    }
}

fn is_about(answer: &Answer, asked: &TrackingNumber) -> bool {
    let names_it = |report: &Report| {
        let mut names = report.related.iter().map(|related| &related.number).chain([&report.source.number]);
        names.any(|name| is_same(name.as_str(), asked))
    };
    let holds_it = |order: &Order| {
        is_same(order.order_id.as_str(), asked)
            || order.parcels().any(|parcel| {
                let related = parcel.related.iter().map(|related| &related.number);
                is_same(&parcel.id, asked)
                    || parcel.number.iter().chain(related).any(|name| is_same(name.as_str(), asked))
            })
    };
    answer.reports.iter().any(names_it) || answer.orders.iter().any(holds_it)
}

/// Package numbers are numbers: zeros in front of their digits mean nothing.
fn is_same(name: &str, asked: &TrackingNumber) -> bool {
    let is_short = |text: &str| text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    let asked = asked.as_str();
    name.eq_ignore_ascii_case(asked)
        || (is_short(name)
            && is_short(asked)
            && name.trim_start_matches('0') == asked.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::codes::tests::contract;

    const TRACKING: &str = r#"{"payload":{"packageNumber":42,"trackingNumber":"1Z999AA10123456784"}}"#;
    const ORDER: &str = r#"{"payload":{"fulfillmentOrder":{"sellerFulfillmentOrderId":"shop-1042"},
        "fulfillmentShipments":[{"amazonShipmentId":"S","fulfillmentShipmentPackage":[{"packageNumber":310045501,
        "trackingNumber":"1Z999AA10123456784","amazonFulfillmentTrackingNumber":"AFTN7000000042"}]}]}}"#;

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    fn asked(body: &str, number: &str) -> Result<Answer> {
        decode(body.as_bytes(), &context().with_number(number.parse().unwrap()))
    }

    #[test]
    fn an_answer_about_any_of_the_parcels_numbers_is_taken() {
        for number in ["1z999aa10123456784", "0042", "00042"] {
            assert!(asked(TRACKING, number).is_ok(), "{number}");
        }
        for number in ["1Z999AA10123456784", "310045501", "AFTN7000000042", "SHOP-1042"] {
            assert!(asked(ORDER, number).is_ok(), "{number}");
        }
    }

    #[test]
    fn an_answer_about_another_parcel_is_refused_and_shows_neither_number() {
        for body in [TRACKING, ORDER] {
            let error = asked(body, "1Z999AA10000000001").unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BadReply);
            let text = format!("{error:#} {error:?}");
            assert!(text.contains("…0001") && !text.contains("1Z") && !text.contains("6784"), "{text}");
        }
    }

    #[test]
    fn refusals_are_errors_with_the_vendors_code_and_without_its_words() {
        let error =
            decode(br#"{"errors":[{"code":"NotFound","message":"no 00340434161094042557"}]}"#, &context());
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("NotFound")));
        assert!(!format!("{error:#}{error:?}").contains("0034"));
        let error = decode(br#"{"error":"invalid_client","error_description":"x"}"#, &context()).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("invalid_client")));
        assert_eq!(decode(br#"{"payload":{}}"#, &context()).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[test]
    fn the_examples_of_the_contracts_are_read_without_loss() {
        for (file, path) in [
            ("fulfillmentOutbound_2020-07-01.json", "/fba/outbound/2020-07-01/tracking"),
            (
                "fulfillmentOutbound_2020-07-01.json",
                "/fba/outbound/2020-07-01/fulfillmentOrders/{sellerFulfillmentOrderId}",
            ),
            ("fulfillmentOutbound_2026-07-04.json", "/fulfillment/outbound/2026-07-04/orders/{orderId}"),
        ] {
            let Some(contract) = contract(file) else { return };
            let examples =
                contract["paths"][path]["get"]["responses"]["200"]["examples"].as_object().unwrap();
            for example in examples.values() {
                let answer = decode(example.to_string().as_bytes(), &context()).unwrap();
                assert!(!answer.orders.is_empty() || !answer.reports.is_empty(), "{path}");
                let notes = answer.orders.iter().flat_map(|order| &order.notes);
                let notes: Vec<_> =
                    notes.chain(answer.reports.iter().flat_map(|report| &report.notes)).collect();
                assert!(notes.is_empty(), "{path}: {notes:?}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_speak(text in "\\PC{0,200}") {
            let wrapped = format!(
                r#"{{"payload":{{"packageNumber":1,"trackingEvents":[{{"eventDate":{0}}}],"currentStatus":{0}}}}}"#,
                serde_json::Value::String(text.clone())
            );
            for bytes in [text.as_bytes(), wrapped.as_bytes()] {
                let _ = decode(bytes, &context());
            }
        }
    }
}
