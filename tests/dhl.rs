//! What DHL's channels must do beyond what every channel must: many numbers a request, and coarse codes where no finer one
//! is known.
#![cfg(all(feature = "dhl", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use mock::{DHL, DHL_EXPRESS, DHL_PARCEL_DE, Right, Row, Vendor, dhl, json};
use parceltrack::{Answer, Error, ErrorKind, Query};

mod mock;

#[tokio::test]
async fn unified_falls_back_on_its_coarse_code_and_notes_only_what_that_does_not_tell() {
    let reports = DHL.told(&DHL.unseen).await.unwrap().reports;
    let event = |code: &str| {
        reports[0]
            .events
            .iter()
            .find(|event| event.code.as_deref() == Some(code))
            .unwrap()
            .meaning
            .to_string()
    };
    assert_eq!((event("QX").as_str(), event("ZQ").as_str()), ("in_transit", "unknown.unmapped"));
    let noted = |code: &str| reports[0].notes.iter().any(|note| note.detail.contains(code));
    assert_eq!((noted("QX"), noted("ZQ")), (false, true));
}

/// What becomes of questions that are asked at once.
async fn asked_at_once(row: &Row, vendor: &Vendor, numbers: &[&str]) -> Vec<Result<Answer, Error>> {
    let mut questions: Vec<Query> = numbers.iter().map(|number| (row.question)(number)).collect();
    questions.push(Query::order("SHOP-1042".parse().unwrap()));
    let mut results = row.client(&vendor.uri()).track_batch(&questions, &row.session()).await;
    vendor.check();
    assert_eq!(results.pop().unwrap().unwrap_err().kind(), ErrorKind::Unsupported);
    assert_eq!(results.len(), numbers.len());
    results
}

#[tokio::test]
async fn paket_is_asked_for_twenty_numbers_at_once() {
    let row = &DHL_PARCEL_DE;
    let body = include_str!("../fixtures/dhl/parcel-de/several-numbers.xml");
    let known = ["00340434161094047026", "00340434161094047422", "00340434161094047590"];
    let vendor = row.vendor().await;
    vendor.on(dhl::parcel_de(&known, None), json(200, body)).await;
    let results = asked_at_once(row, &vendor, &known).await;
    assert_eq!(vendor.requests().await.len(), 1);
    for place in [0, 2] {
        let report = &results[place].as_ref().unwrap().reports[0];
        assert_eq!(report.source.number.as_str(), known[place]);
    }
    let error = results[1].as_ref().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("100")));

    // The 21st is another request, and none is sent once the login is refused.
    let many: Vec<String> = (0..45).map(|n| format!("0034043416109405{n:04}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let vendor = row.vendor().await;
    for part in many.chunks(20) {
        vendor.on(dhl::parcel_de(part, None), json(200, r#"<data code="100"/>"#)).await;
    }
    let results = asked_at_once(row, &vendor, &many).await;
    assert_eq!(vendor.requests().await.len(), 3);
    assert!(results.iter().all(|result| result.as_ref().unwrap_err().kind() == ErrorKind::NotFound));
    let vendor = row.vendor().await;
    vendor.on(dhl::parcel_de(&many[..20], None), json(200, r#"<data code="5"/>"#)).await;
    let results = asked_at_once(row, &vendor, &many).await;
    assert_eq!(vendor.requests().await.len(), 1);
    for error in results.iter().map(|result| result.as_ref().unwrap_err()) {
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("5")));
        assert_eq!(error.channel(), Some(&row.channel()));
    }
}

#[tokio::test]
async fn express_is_asked_for_waybills_and_for_pieces() {
    let row = &DHL_EXPRESS;
    let vendor = row.vendor().await;
    let waybills = Right::get("/tracking")
        .query("shipmentTrackingNumber", "5518204473")
        .query("shipmentTrackingNumber", "5518204484")
        .query("shipmentTrackingNumber", "3318810025");
    let body = include_str!("../fixtures/dhl/express/several-numbers.json");
    vendor.on(dhl::express(waybills), json(200, body)).await;
    let piece = Right::get("/tracking").query("pieceTrackingNumber", "JD014600006281230806");
    let body = include_str!("../fixtures/dhl/express/piece@JD014600006281230806.json");
    vendor.on(dhl::express(piece), json(200, body)).await;
    let numbers = ["5518204473", "JD014600006281230806", "5518204484", "3318810025"];
    let results = asked_at_once(row, &vendor, &numbers).await;
    assert_eq!(vendor.requests().await.len(), 2);
    for (number, result) in numbers.iter().zip(&results).take(3) {
        assert_eq!(result.as_ref().unwrap().reports[0].source.number.as_str(), *number);
    }
    assert_eq!(results[3].as_ref().unwrap_err().kind(), ErrorKind::NotFound);
}
