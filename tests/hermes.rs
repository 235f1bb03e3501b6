//! What Hermes' channel must do beyond what every channel must: many numbers a request, tokens that end on the way, and
//! errors inside answers of success.
#![cfg(all(feature = "hermes", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;
use std::time::Duration;

use mock::{HERMES, Vendor, hermes, json};
use parceltrack::{Answer, Carrier, Error, ErrorKind, Language, Query};
use tokio::task::JoinSet;

mod mock;

const API: &str = "/services/hsi/shipmentinfo";
const LOGIN: &str = "/authorization-facade/oauth2/access_token";

fn ended(code: &str) -> String {
    format!(r#"{{"listOfResultCodes":[{{"code":"{code}","message":"no"}}]}}"#)
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("H1000730000002{n:06}")).collect()
}

fn queries(numbers: &[String]) -> Vec<Query> {
    numbers.iter().map(|number| Query::number(number.parse().unwrap())).collect()
}

/// Delivered, all of them, the last one first.
fn delivered(numbers: &[&str]) -> String {
    let shipments: Vec<_> = numbers
        .iter()
        .rev()
        .map(|number| {
            serde_json::json!({"shipmentID": number, "status": [
                {"timestamp": "2026-11-21T10:02:00+01:00", "code": "3510", "description": "Zugestellt"}]})
        })
        .collect();
    serde_json::json!({ "shipmentinfo": shipments }).to_string()
}

fn refs(numbers: &[String]) -> Vec<&str> {
    numbers.iter().map(String::as_str).collect()
}

/// What came of each: the number of its report, or the error's kind.
fn outcome(answer: &Result<Answer, Error>) -> String {
    match answer {
        Ok(answer) => answer.reports[0].source.number.to_string(),
        Err(error) => error.kind().to_string(),
    }
}

async fn batch(vendor: &Vendor, queries: &[Query]) -> Vec<Result<Answer, Error>> {
    let answers = HERMES.client(&vendor.uri()).track_batch(queries, &HERMES.session()).await;
    vendor.check();
    assert!(answers.iter().flat_map(|a| a.as_ref().err()).all(|e| e.channel() == Some(&HERMES.channel())));
    answers
}

#[tokio::test]
async fn a_hundred_numbers_are_asked_with_one_request() {
    let vendor = HERMES.vendor().await;
    let numbers = numbers(101);
    let (first, second) = numbers.split_at(100);
    vendor.on(hermes::right(&refs(first)), json(200, delivered(&refs(first)))).await;
    vendor.on(hermes::right(&refs(second)), json(200, delivered(&refs(second)))).await;
    let answers = batch(&vendor, &queries(&numbers)).await;
    assert_eq!(answers.iter().map(outcome).collect::<Vec<_>>(), numbers);
    assert_eq!((vendor.count(API).await, vendor.count(LOGIN).await), (2, 1));
    assert_eq!(HERMES.client(&vendor.uri()).capabilities().batch, 100);
}

#[tokio::test]
async fn each_question_of_a_batch_gets_its_own_answer_in_its_place() {
    let vendor = HERMES.vendor().await;
    let body = r#"{"shipmentinfo": [{"shipmentID": "H1000730000002000001", "result": {"code": "e001", "message": "none"}},
        {"shipmentID": "H1000730000002000000", "status": []}]}"#;
    let asked = ["H1000730000002000000", "H1000730000002000001", "H1000730000002000002"];
    vendor.on(hermes::right(&asked), json(200, body)).await;
    let number = |text: &str| Query::number(text.parse().unwrap());
    let questions = [
        number("H1000730000002000001"),
        Query::order("SHOP-1042".parse().unwrap()),
        number("H1000730000002000000"),
        number("H1000.73"),
        number("h1000-7300 0000 2000 000"),
        number("H1000730000002000002"),
    ];
    let answers = batch(&vendor, &questions).await;
    let outcomes: Vec<String> = answers.iter().map(outcome).collect();
    assert_eq!(
        outcomes,
        [
            "not_found",
            "unsupported",
            "H1000730000002000000",
            "invalid_number",
            "H1000730000002000000",
            "bad_reply"
        ]
    );
    assert_eq!(answers[0].as_ref().unwrap_err().code(), Some("e001"));
    assert!(batch(&vendor, &[]).await.is_empty());
}

#[tokio::test]
async fn each_language_is_asked_for_by_itself() {
    let vendor = HERMES.vendor().await;
    let [german, english] = ["H1000730000002000001", "H1000730000002000000"];
    vendor.on(hermes::right(&[german]), json(200, delivered(&[german]))).await;
    let mut right = hermes::right(&[english]);
    right
        .headers
        .iter_mut()
        .filter(|(name, _)| *name == "accept-language")
        .for_each(|(_, value)| *value = "EN".into());
    vendor.on(right, json(200, delivered(&[english]))).await;
    let mut questions = queries(&[english.into(), german.into()]);
    questions[0].language = Some("en-GB".into());
    let answers = batch(&vendor, &questions).await;
    let language = |answer: &Result<Answer, Error>| answer.as_ref().unwrap().reports[0].events[0].language;
    assert_eq!(
        answers.iter().map(language).collect::<Vec<_>>(),
        [Some(Language::ENGLISH), Some(Language::GERMAN)]
    );
}

#[tokio::test]
async fn a_token_that_ends_amid_a_batch_is_replaced_once_for_all() {
    for code in ["e902", "e903"] {
        let vendor = HERMES.vendor().await;
        let numbers = numbers(130);
        let (first, second) = numbers.split_at(100);
        vendor.on(hermes::right(&refs(first)), json(200, delivered(&refs(first)))).await;
        vendor.first(1, hermes::right(&refs(second)), json(400, ended(code))).await;
        vendor.on(hermes::right(&refs(second)), json(200, delivered(&refs(second)))).await;
        let answers = batch(&vendor, &queries(&numbers)).await;
        assert!(answers.iter().all(Result::is_ok), "{code}");
        assert_eq!((vendor.count(API).await, vendor.count(LOGIN).await), (3, 2), "{code}");
    }
}

#[tokio::test]
async fn ten_batches_whose_token_ends_at_once_log_in_once_more() {
    let vendor = Vendor::start().await;
    let (_, token) = HERMES.login.unwrap();
    let fresh = token().replace("KANARIE", "FRESH");
    vendor.first(1, hermes::login(), json(200, token())).await;
    vendor.on(hermes::login(), json(200, fresh).set_delay(Duration::from_millis(50))).await;
    let number = "H1000730000002000001";
    let mut with_fresh = hermes::right(&[number]);
    with_fresh.headers.iter_mut().for_each(|(_, value)| *value = value.replace("KANARIE", "FRESH"));
    vendor.on(hermes::right(&[number]), json(400, ended("e903")).set_delay(Duration::from_millis(50))).await;
    vendor.on(with_fresh, json(200, delivered(&[number]))).await;
    let client: Arc<dyn Carrier> = HERMES.client(&vendor.uri());
    let mut calls = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        calls.spawn(async move { client.track_batch(&queries(&[number.into()]), &HERMES.session()).await });
    }
    assert!(calls.join_all().await.into_iter().flatten().all(|answer| outcome(&answer) == number));
    assert_eq!((vendor.count(LOGIN).await, vendor.count(API).await), (2, 20));
    vendor.check();
}

#[tokio::test]
async fn a_token_that_never_helps_is_an_error_of_all_that_are_left() {
    let vendor = HERMES.vendor().await;
    let numbers = numbers(150);
    vendor.on(hermes::right(&refs(&numbers[..100])), json(400, ended("e903"))).await;
    let answers = batch(&vendor, &queries(&numbers)).await;
    assert_eq!(answers.len(), 150);
    for answer in &answers {
        let error = answer.as_ref().unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("e903")));
    }
    assert_eq!((vendor.count(API).await, vendor.count(LOGIN).await), (2, 2));
}

#[tokio::test]
async fn errors_have_the_kinds_that_their_codes_mean() {
    for (status, code, kind, asked) in [
        (400, "e002", ErrorKind::Unavailable, 1),
        (400, "e005", ErrorKind::InvalidNumber, 1),
        (400, "e006", ErrorKind::Unsupported, 1),
        (400, "e008", ErrorKind::Unsupported, 1),
        (400, "e009", ErrorKind::Unsupported, 1),
        (400, "e902", ErrorKind::Unauthorized, 2),
        (400, "e903", ErrorKind::Unauthorized, 2),
        // A right that is missing comes with no token.
        (403, "e900", ErrorKind::Forbidden, 1),
        (500, "e999", ErrorKind::Unavailable, 1),
        (200, "e999", ErrorKind::Unavailable, 1),
    ] {
        let vendor = HERMES.vendor().await;
        let number = "H1000730000002000001";
        vendor.on(hermes::right(&[number]), json(status, ended(code))).await;
        let answers = batch(&vendor, &queries(&[number.into()])).await;
        let error = answers[0].as_ref().unwrap_err();
        assert_eq!((error.kind(), error.code()), (kind, Some(code)), "{status} {code}");
        assert_eq!((vendor.count(API).await, vendor.count(LOGIN).await), (asked, asked), "{status} {code}");
    }
}

#[tokio::test]
async fn a_number_that_fails_its_whole_request_is_found_by_halves() {
    let vendor = HERMES.vendor().await;
    let numbers = numbers(4);
    let all = refs(&numbers);
    for (asked, is_good) in
        [(&all[..], false), (&all[..2], true), (&all[2..], false), (&all[2..3], false), (&all[3..], true)]
    {
        let reply = if is_good { json(200, delivered(asked)) } else { json(400, ended("e005")) };
        vendor.on(hermes::right(asked), reply).await;
    }
    let outcomes: Vec<String> = batch(&vendor, &queries(&numbers)).await.iter().map(outcome).collect();
    assert_eq!(outcomes, [all[0], all[1], "invalid_number", all[3]]);
    assert_eq!(vendor.count(API).await, 5);
}

#[tokio::test]
async fn the_search_for_numbers_that_are_none_has_an_end() {
    let vendor = HERMES.vendor().await;
    let numbers = numbers(100);
    let all = refs(&numbers);
    let halves = [0..50, 0..25, 0..12, 0..6, 0..3, 0..1, 1..3, 1..2, 2..3, 3..6, 3..4, 4..6];
    for asked in halves.into_iter().chain([6..12, 12..25, 25..50, 50..100, 0..100]) {
        vendor.on(hermes::right(&all[asked]), json(400, ended("e005"))).await;
    }
    let answers = batch(&vendor, &queries(&numbers)).await;
    assert!(answers.iter().all(|answer| answer.as_ref().unwrap_err().code() == Some("e005")));
    let outcomes: Vec<String> = answers.iter().map(outcome).collect();
    // What was not asked alone may be a number all the same.
    assert_eq!(outcomes[..4], ["invalid_number"; 4]);
    assert!(outcomes[4..].iter().all(|outcome| outcome == "unavailable"), "{outcomes:?}");
    assert_eq!(vendor.count(API).await, 1 + 16);
}

#[tokio::test]
async fn throttling_ends_a_batch_and_keeps_what_was_answered() {
    let vendor = HERMES.vendor().await;
    let numbers = numbers(250);
    vendor.on(hermes::right(&refs(&numbers[..100])), json(200, delivered(&refs(&numbers[..100])))).await;
    let wait = json(429, "{}").insert_header("retry-after", "120");
    vendor.on(hermes::right(&refs(&numbers[100..200])), wait).await;
    let answers = batch(&vendor, &queries(&numbers)).await;
    assert!(answers[..100].iter().all(Result::is_ok));
    for answer in &answers[100..] {
        let error = answer.as_ref().unwrap_err();
        assert_eq!(
            (error.kind(), error.retry_after()),
            (ErrorKind::RateLimited, Some(Duration::from_secs(120)))
        );
    }
    assert_eq!(vendor.count(API).await, 2);
}

#[tokio::test]
async fn a_refused_login_fails_the_whole_batch_with_one_request() {
    let vendor = Vendor::start().await;
    let refused = include_str!("../fixtures/hermes/shipping/login-refused.json");
    vendor.on(hermes::login(), json(401, refused)).await;
    let answers = batch(&vendor, &queries(&numbers(201))).await;
    assert_eq!(answers.len(), 201);
    let is_refused =
        |error: &Error| (error.kind(), error.code()) == (ErrorKind::Unauthorized, Some("invalid_grant"));
    assert!(answers.iter().all(|answer| is_refused(answer.as_ref().unwrap_err())));
    assert_eq!((vendor.count(LOGIN).await, vendor.count(API).await), (1, 0));
}
