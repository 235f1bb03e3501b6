//! What UPS alone does: its login, its errors, its settings, its messages, and the examples of its contracts.
#![cfg(all(feature = "ups", feature = "http"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use std::collections::BTreeSet;
use std::time::Duration;

use mock::{ACCESS_TOKEN, UPS, Vendor, json, now, ups};
use parceltrack::carrier::{Context, Settings};
use parceltrack::{Answer, Error, ErrorKind, History, Language, Query, Report, Standing, Status, carriers};
use tokio::task::JoinSet;
use wiremock::ResponseTemplate;

mod mock;
#[path = "ups/contracts.rs"]
mod contracts;

const NUMBER: &str = "1ZA1B2C30310000011";

fn error(code: &str) -> String {
    serde_json::json!({"response": {"errors": [{"code": code, "message": "1ZA1B2C30310000011 and more"}]}})
        .to_string()
}

/// Asks once, with settings beside those of the row.
async fn asked(
    settings: &[(&str, &str)],
    query: &Query,
    right: mock::Right,
    reply: ResponseTemplate,
) -> Result<Answer, Error> {
    let vendor = UPS.vendor().await;
    vendor.on(right, reply).await;
    let all = settings.iter().fold(UPS.settings(&vendor.uri()), |all, (key, value)| all.set(*key, *value));
    let answer = client(&all).track(query, &UPS.session()).await;
    vendor.check();
    answer
}

fn client(settings: &Settings) -> std::sync::Arc<dyn parceltrack::Carrier> {
    let (entry, row) = carriers::find_channel(&UPS.channel()).unwrap();
    row.connect(entry.feature, settings).unwrap()
}

/// Ten questions at once to one client.
async fn ten(vendor: &Vendor) -> Vec<Result<Answer, Error>> {
    let client = UPS.client(&vendor.uri());
    let mut calls = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        calls.spawn(async move { client.track(&(UPS.question)(NUMBER), &UPS.session()).await });
    }
    calls.join_all().await
}

#[tokio::test]
async fn a_token_that_ends_amid_ten_questions_is_replaced_once_for_all() {
    let vendor = Vendor::start().await;
    let slow = |token| json(200, ups::token(token)).set_delay(Duration::from_millis(50));
    vendor.first(1, ups::login(), slow("t1")).await;
    vendor.on(ups::login(), slow("t2")).await;
    vendor.on(ups::right(NUMBER, "t1"), json(401, error("251004"))).await;
    vendor.on(ups::right(NUMBER, "t2"), json(200, UPS.found.body)).await;
    assert!(ten(&vendor).await.iter().all(|answer| answer.as_ref().unwrap().reports.len() == 1));
    assert_eq!(vendor.count("/security/v1/oauth/token").await, 2);
    vendor.check();

    // Each request has an id of its own.
    let requests = vendor.requests().await;
    let ids: Vec<_> = requests.iter().filter_map(|request| request.headers.get("transid")).collect();
    assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len()), (20, 20));
}

#[tokio::test]
async fn credentials_that_are_refused_fail_all_who_wait_once() {
    for (status, code, kind) in [
        (401, "250002", ErrorKind::Unauthorized),
        (400, "10400", ErrorKind::Unauthorized),
        (403, "250003", ErrorKind::Unauthorized),
        (403, "10403", ErrorKind::Forbidden),
        (429, "10429", ErrorKind::RateLimited),
        (500, "10004", ErrorKind::Unavailable),
    ] {
        let vendor = Vendor::start().await;
        let reply = json(status, error(code)).insert_header("retry-after", "9");
        vendor.on(ups::login(), reply.set_delay(Duration::from_millis(50))).await;
        for answer in ten(&vendor).await {
            let error = answer.unwrap_err();
            assert_eq!((error.kind(), error.code()), (kind, Some(code)));
            assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
            assert_eq!(error.channel(), Some(&UPS.channel()));
            assert!(!format!("{error:#}{error:?}").contains("1ZA1"));
        }
        assert_eq!(vendor.requests().await.len(), 1, "{code}: without a token nothing is asked");
        vendor.check();
    }
}

#[tokio::test]
async fn upss_codes_say_more_than_the_status() {
    let query = (UPS.question)(NUMBER);
    for (status, code, kind) in [
        (400, "TV1002", ErrorKind::InvalidNumber),
        (400, "VSS310", ErrorKind::Unsupported),
        (403, "10403", ErrorKind::Forbidden),
        (404, "TW0001", ErrorKind::NotFound),
        (429, "10429", ErrorKind::RateLimited),
        (500, "10004", ErrorKind::Unavailable),
    ] {
        let reply = json(status, error(code)).insert_header("retry-after", "30");
        let error = asked(&[], &query, ups::right(NUMBER, ACCESS_TOKEN), reply).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (kind, Some(code)));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    }
}

#[tokio::test]
async fn not_found_comes_as_a_warning_with_status_200() {
    let number = "1ZA1B2C30310000066";
    let body = include_str!("../fixtures/ups/track/not-found@1ZA1B2C30310000066.json");
    let query = (UPS.question)(number);
    let error = asked(&[], &query, ups::right(number, ACCESS_TOKEN), json(200, body)).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("TW0001")));
}

#[tokio::test]
async fn a_blocked_merchant_is_asked_once_and_logged_in_once() {
    let vendor = UPS.vendor().await;
    vendor.on(ups::right(NUMBER, ACCESS_TOKEN), json(403, error("10403"))).await;
    assert!(
        ten(&vendor).await.iter().all(|answer| answer.as_ref().unwrap_err().kind() == ErrorKind::Forbidden)
    );
    assert_eq!(vendor.requests().await.len(), 11);
    vendor.check();
}

#[tokio::test]
async fn settings_and_language_become_what_ups_documents() {
    let mut query = (UPS.question)(NUMBER);
    query.language = Some("de".into());
    let settings =
        [("signature", "true"), ("proof_of_delivery", "true"), ("milestones", "true"), ("language", "de-AT")];
    let right = ups::right(NUMBER, ACCESS_TOKEN)
        .query("locale", "de_AT")
        .query("returnSignature", "true")
        .query("returnMilestones", "true")
        .query("returnPOD", "true");
    let answer = asked(&settings, &query, right, json(200, UPS.found.body)).await.unwrap();
    assert!(answer.reports[0].events.iter().all(|event| event.language == Some(Language::GERMAN)));

    let vendor = Vendor::start().await;
    vendor.on(ups::login().header("x-merchant-id", "A1B2C3"), json(200, ups::token(ACCESS_TOKEN))).await;
    let mut right = ups::right(NUMBER, ACCESS_TOKEN);
    right.headers.retain(|(name, _)| *name != "transactionsrc");
    vendor.on(right.header("transactionsrc", "shop"), json(200, UPS.found.body)).await;
    let settings = UPS.settings(&vendor.uri()).set("account", "A1B2C3").set("source", "shop");
    let answer = client(&settings).track(&(UPS.question)(NUMBER), &UPS.session()).await.unwrap();
    assert_eq!(answer.reports[0].events[0].language, Some(Language::ENGLISH), "UPS's default");
    vendor.check();
}

#[tokio::test]
async fn a_number_that_ups_cannot_take_is_not_asked() {
    let vendor = UPS.vendor().await;
    let client = UPS.client(&vendor.uri());
    for number in ["1Z5R89", "1Z5R8939035756712700000000000000001"] {
        let error = client.track(&(UPS.question)(number), &UPS.session()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidNumber);
    }
    assert!(vendor.requests().await.is_empty());
}

fn decoded(body: &str) -> Report {
    let answer = carriers::decode(&UPS.channel(), body.as_bytes(), &Context::new(now())).unwrap();
    answer.reports.into_iter().next().unwrap()
}

#[test]
fn what_is_pushed_and_what_is_asked_for_are_one_source() {
    let answer = decoded(UPS.found.body);
    let pushed = [
        decoded(include_str!("../fixtures/ups/track/message-new-estimate@1ZA1B2C30310000011.json")),
        decoded(include_str!("../fixtures/ups/track/message-out-for-delivery@1ZA1B2C30310000011.json")),
    ];
    let parcel = |reports: &[Report]| reports.iter().cloned().collect::<History>().parcel(now());
    let both = parcel(&[pushed.as_slice(), std::slice::from_ref(&answer)].concat());
    assert_eq!(both.status(), Status::OutForDelivery);
    // The scan that both tell is one; the update adds its notice.
    let alone = parcel(&[answer]);
    assert_eq!(both.entries.len(), alone.entries.len() + 1, "{both:#?}");
}

#[test]
fn a_withdrawn_scan_no_longer_counts() {
    let body = include_str!("../fixtures/ups/track/scan-withdrawn@1ZA1B2C30310000164.json");
    let parcel = [decoded(body)].into_iter().collect::<History>().parcel(now());
    let withdrawn = parcel.entries.iter().filter(|entry| entry.standing == Standing::Revoked).count();
    assert_eq!((withdrawn, parcel.status()), (1, Status::InTransit), "{parcel:#?}");
}
