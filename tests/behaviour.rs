//! What every channel must do, whoever its vendor is: one suite, run for each row of the table in `mock`.
#![cfg(feature = "full")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use mock::{ACCESS_TOKEN, AMAZON, Bad, ROWS, Row, Told, Vendor, amazon, json, now};
use parceltrack::carrier::Decoded;
use parceltrack::http::HttpClient;
use parceltrack::state::unknown;
use parceltrack::{
    Answer, Error, ErrorKind, EventTime, History, NoteKind, OrderId, Parcel, Query, Reference, Report,
    carriers,
};
use tokio::task::JoinSet;
use wiremock::ResponseTemplate;

mod mock;
#[path = "behaviour/addresses.rs"]
mod addresses;
#[path = "behaviour/calls.rs"]
mod calls;
#[path = "behaviour/tracker.rs"]
mod tracker;

fn parcel(reports: &[Report]) -> Parcel {
    reports.iter().cloned().collect::<History>().parcel(now())
}

async fn reports(row: &Row, told: &Told) -> Vec<Report> {
    row.told(told).await.unwrap_or_else(|error| panic!("{}: {error:#}", row.channel)).reports
}

#[test]
fn every_channel_has_a_row() {
    // A channel that is only decoded cannot be asked.
    let known: BTreeSet<String> = carriers::ALL
        .iter()
        .flat_map(|entry| entry.channels)
        .filter(|row| row.is_connectable())
        .map(|row| row.channel.to_string())
        .filter(|channel| !mock::SHOPS.contains(&channel.as_str()))
        .collect();
    let rows: BTreeSet<String> = ROWS.iter().map(|row| row.channel.to_owned()).collect();
    let missing: Vec<_> = known.symmetric_difference(&rows).collect();
    assert!(missing.is_empty(), "only in the registry or only in the table: {missing:?}");
}

#[tokio::test]
async fn a_parcel_is_found() {
    for row in ROWS {
        let reports = reports(row, &row.found).await;
        assert_eq!(reports.len(), 1, "{}", row.channel);
        assert_eq!(reports[0].source.channel, row.channel(), "{}", row.channel);
        assert_eq!(reports[0].source.number.as_str(), row.found.asked, "{}", row.channel);
        assert_eq!(reports[0].fetched_at, now(), "{}", row.channel);
        assert!(!reports[0].events.is_empty() && reports[0].complete, "{}", row.channel);
        assert_eq!(parcel(&reports).status(), row.found.status, "{}", row.channel);
    }
}

#[tokio::test]
async fn what_the_vendor_does_not_know_is_not_found() {
    for row in ROWS {
        let (status, body) = row.not_found;
        let error = row.asked(row.found.asked, json(status, body)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{}", row.channel);
        assert!(!error.is_retryable(), "{}", row.channel);
        // A body has a code.
        assert_eq!(error.code().is_some(), !body.is_empty(), "{}", row.channel);
        assert_eq!(error.channel(), Some(&row.channel()));
    }
}

#[tokio::test]
async fn the_same_reply_says_the_same_again_and_hides_no_other() {
    // Their answers take several replies, tell of several numbers, or depend on the time of day.
    const DECODED_EACH_TIME: &[&str] = &[
        "amazon/business",
        "amazon/fulfillment-outbound",
        "dhl/express",
        "dhl/parcel-de",
        "hermes/shipping",
    ];
    for row in ROWS {
        let vendor = row.vendor().await;
        let right = (row.right)(row.found.asked);
        vendor.first(2, right.clone(), json(200, row.found.body)).await;
        vendor.first(1, right.clone(), json(451, row.found.body)).await;
        let (status, body) = row.not_found;
        vendor.on(right, json(status, body)).await;
        let decoded = Arc::new(Decoded::default());
        let (client, question) = (row.client(&vendor.uri()), (row.question)(row.found.asked));
        let ask = || async { client.track(&question, &row.session().with_decoded(decoded.clone())).await };
        let first = ask().await.unwrap();
        assert_eq!(ask().await.unwrap(), first, "{}", row.channel);
        let is_kept = !format!("{decoded:?}").contains("is_empty: true");
        assert_ne!(is_kept, DECODED_EACH_TIME.contains(&row.channel), "{}", row.channel);
        assert_eq!(first.reports[0].source.number.as_str(), row.found.asked, "{}", row.channel);
        ask().await.expect_err(row.channel);
        assert_eq!(ask().await.unwrap_err().kind(), ErrorKind::NotFound, "{}", row.channel);
        vendor.check();
    }
}

/// One bad reply to every request for a parcel: the error, and how often was asked and logged in.
async fn refused(row: &Row, bad: &Bad) -> (Result<Answer, Error>, usize, usize) {
    let vendor = row.vendor().await;
    let right = (row.right)(row.found.asked);
    let path = right.path.clone();
    vendor.on(right, bad.reply()).await;
    let question = (row.question)(row.found.asked);
    let answer = row.client(&vendor.uri()).track(&question, &row.session()).await;
    vendor.check();
    let logins = match row.login {
        Some((right, _)) => vendor.count(&right().path).await,
        None => 0,
    };
    (answer, vendor.count(&path).await, logins)
}

#[tokio::test]
async fn every_bad_reply_is_the_error_that_it_means() {
    const WORDS: &str = "Kanarienvogel 00340434161094042557";
    for row in ROWS {
        for bad in mock::bad_replies(WORDS) {
            let case = format!("{}: {}", row.channel, bad.name);
            let (answer, asked, logins) = refused(row, &bad).await;
            let error = answer.map(|answer| panic!("{case}: {answer:?}")).unwrap_err();
            let kind = if bad.status == 204 { row.no_content } else { bad.kind };
            assert_eq!(error.kind(), kind, "{case}: {error:#}");
            assert_eq!(error.retry_after(), bad.wait, "{case}");
            assert_eq!(
                error.is_retryable(),
                matches!(bad.kind, ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::TimedOut),
                "{case}"
            );
            assert_eq!(error.channel(), Some(&row.channel()), "{case}");
            let text = format!("{error} {error:#} {error:?}");
            assert!(!text.contains("Kanarien") && !text.contains("0034"), "{case}: {text}");
            // A vendor with a login may have ended the token: one login more, one try more, and no storm.
            let tries = if row.renews.contains(&bad.status) { 2 } else { 1 };
            let expected = (tries, if row.login.is_some() { tries } else { 0 });
            assert_eq!((asked, logins), expected, "{case}");
        }
    }
}

#[tokio::test]
async fn a_token_that_has_ended_is_replaced_without_anybody_noticing() {
    for row in ROWS {
        for status in row.renews.iter().copied() {
            let vendor = row.vendor().await;
            let right = (row.right)(row.found.asked);
            vendor.first(1, right.clone(), json(status, r#"{"errors":[{"code":"Unauthorized"}]}"#)).await;
            vendor.on(right, json(200, row.found.body)).await;
            let question = (row.question)(row.found.asked);
            let answer = row.client(&vendor.uri()).track(&question, &row.session()).await;
            assert_eq!(answer.unwrap().reports.len(), 1, "{}: {status}", row.channel);
            vendor.check();
        }
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_too_large() {
    for row in ROWS {
        let vendor = row.vendor().await;
        let body = format!("{}{}", row.found.body, " ".repeat(8192));
        vendor.on((row.right)(row.found.asked), json(200, body)).await;
        let session = row.session_with(HttpClient::builder().max_body(8192).build().unwrap());
        let question = (row.question)(row.found.asked);
        let error = row.client(&vendor.uri()).track(&question, &session).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{}", row.channel);
        assert_eq!(error.channel(), Some(&row.channel()));
        vendor.check();
    }
}

#[tokio::test]
async fn no_other_host_gets_a_request() {
    for row in ROWS {
        for status in [301, 302, 307, 308] {
            let elsewhere = Vendor::start().await;
            let to = format!("{}/track/shipments", elsewhere.uri());
            let reply = json(status, "{}").insert_header("location", to.as_str());
            let error = row.asked(row.found.asked, reply).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BadReply, "{}: {status}", row.channel);
            assert!(elsewhere.requests().await.is_empty(), "{}: {status} was followed", row.channel);
        }
    }
}

#[tokio::test]
async fn codes_that_nobody_has_mapped_are_kept_and_move_nothing() {
    for row in ROWS {
        let reports = reports(row, &row.unseen).await;
        let is_unmapped = |event: &&parceltrack::Event| event.state() == Some(&unknown::UNMAPPED);
        let unmapped: Vec<_> = reports[0].events.iter().filter(is_unmapped).cloned().collect();
        assert!(unmapped.iter().any(|event| event.code.is_some()), "{}: none was kept", row.channel);
        let noted = reports[0].notes.iter().filter(|note| note.kind == NoteKind::Unmapped);
        assert!(noted.map(|note| note.count).sum::<u32>() as usize >= unmapped.len(), "{}", row.channel);

        let merged = parcel(&reports);
        assert_eq!(merged.status(), row.unseen.status, "{}", row.channel);
        // Nor do they move it as the newest events of all.
        let mut later = reports.clone();
        let mut event = unmapped[0].clone();
        event.time = "2026-11-22T09:59:00Z".parse().unwrap();
        later[0].events.push(event);
        assert_eq!(parcel(&later).state, merged.state, "{}", row.channel);
    }
}

#[tokio::test]
async fn a_time_without_zone_stays_without() {
    for row in ROWS {
        let reports = reports(row, &row.without_zone).await;
        let event = &reports[0].events[0];
        assert!(matches!(event.time, EventTime::Local(_)), "{}: {:?}", row.channel, event.time);
        assert_eq!(event.time.to_string(), "2026-11-19T12:00:00", "{}", row.channel);
        let written = serde_json::to_value(event).unwrap();
        assert_eq!(written["time"], "2026-11-19T12:00:00", "{}", row.channel);
        let merged = parcel(&reports);
        assert_eq!(merged.status(), row.without_zone.status, "{}", row.channel);
        let span = merged.entries[0].span;
        assert!(span.earliest() < span.latest(), "{}: an hour was invented", row.channel);
    }
}

#[tokio::test]
async fn an_event_that_is_told_twice_is_one_entry() {
    for row in ROWS {
        let (told, different) = &row.duplicates;
        let reports = reports(row, told).await;
        assert!(reports[0].events.len() > *different, "{}: nothing was told twice", row.channel);
        let merged = parcel(&reports);
        let entries = merged.entries.iter().filter(|entry| !entry.headline).count();
        assert_eq!((entries, merged.status()), (*different, told.status), "{}", row.channel);
        // Nor does the same answer again add any.
        let twice = [reports.clone(), reports].concat();
        assert_eq!(parcel(&twice), merged, "{}", row.channel);
    }
}

#[tokio::test]
async fn an_answer_about_another_number_is_refused() {
    for (row, told) in ROWS.iter().filter_map(|row| Some((row, row.another_number.as_ref()?))) {
        let error = row.told(told).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply, "{}: {error:#}", row.channel);
    }
    let other = amazon::ORDER.replace("SHOP-1042", "SHOP-1043");
    let vendor = AMAZON.vendor().await;
    vendor.on(amazon::order("SHOP-1042"), json(200, other)).await;
    let question = Query::order("SHOP-1042".parse().unwrap());
    let error = AMAZON.client(&vendor.uri()).track(&question, &AMAZON.session()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadReply, "{error:#}");
    vendor.check();
}

#[tokio::test]
async fn what_a_channel_cannot_be_asked_is_refused_before_anything_is_sent() {
    for row in ROWS {
        let vendor = row.vendor().await;
        let client = row.client(&vendor.uri());
        for question in (row.refuses)() {
            assert!(!client.capabilities().accepts(&question.reference), "{}", row.channel);
            let error = client.track(&question, &row.session()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported, "{}: {error:#}", row.channel);
        }
        assert!(vendor.requests().await.is_empty(), "{}", row.channel);
    }
}

/// The lines of all goldens of a channel.
fn goldens(channel: &str) -> Vec<serde_json::Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(channel);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_claim_has_a_fixture_that_shows_it() {
    for row in carriers::ALL.iter().flat_map(|entry| entry.channels) {
        let (claims, lines) = (row.capabilities, goldens(&row.channel.to_string()));
        let reports = || lines.iter().filter(|line| line.get("fetched_at").is_some());
        let orders = || lines.iter().filter(|line| line.get("order_id").is_some());
        let tells = |key: &str| reports().any(|report| report.get(key).is_some_and(|value| !value.is_null()));
        for (claim, claimed, shown) in [
            ("by_number", claims.by_number, reports().next().is_some()),
            ("by_package", claims.by_package, reports().next().is_some()),
            ("by_order", claims.by_order, orders().next().is_some()),
            ("by_fulfilment", claims.by_fulfilment, reports().next().is_some()),
            (
                "events",
                claims.events,
                reports().any(|r| r["events"].as_array().is_some_and(|e| !e.is_empty())),
            ),
            ("estimates", claims.estimates, tells("estimate")),
            ("proof_of_delivery", claims.proof_of_delivery, tells("delivery")),
            ("related", claims.related, tells("related")),
        ] {
            assert!(!claimed || shown, "{} claims `{claim}`, and no golden shows it", row.channel);
        }
    }
}

#[tokio::test]
async fn an_amazon_order_stays_when_its_package_cannot_be_fetched() {
    let vendor = AMAZON.vendor().await;
    vendor.on(amazon::order("SHOP-1042"), json(200, amazon::ORDER)).await;
    vendor.on((AMAZON.right)("310045501"), json(500, r#"{"errors":[{"code":"InternalFailure"}]}"#)).await;
    let question = Query::order("SHOP-1042".parse().unwrap());
    let answer = AMAZON.client(&vendor.uri()).track(&question, &AMAZON.session()).await.unwrap();
    assert_eq!((answer.orders.len(), answer.reports.len()), (1, 0));
    assert_eq!(answer.orders[0].order_id.as_str(), "SHOP-1042");
    assert_eq!(answer.orders[0].parcels().count(), 2);
    assert_eq!((answer.notes.len(), &answer.notes[0].kind), (1, &NoteKind::Incomplete));
    vendor.check();
}

/// Ten questions at once to one client whose login is answered so: their errors, and how often it logged in.
async fn login_fails(reply: ResponseTemplate) -> (Vec<Error>, usize) {
    let vendor = Vendor::start().await;
    let (login, _) = AMAZON.login.unwrap();
    vendor.on(login(), reply.set_delay(Duration::from_millis(50))).await;
    let client = AMAZON.client(&vendor.uri());
    let mut calls = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        calls.spawn(async move {
            let package: OrderId = "310045501".parse().unwrap();
            client.track(&Query::new(Reference::Package(package)), &AMAZON.session()).await.unwrap_err()
        });
    }
    let errors = calls.join_all().await;
    // Without a token nothing is asked.
    assert_eq!(vendor.requests().await.len(), vendor.count("/auth/o2/token").await);
    vendor.check();
    (errors, vendor.count("/auth/o2/token").await)
}

#[tokio::test]
async fn a_login_that_fails_fails_all_who_wait_once() {
    let refused = include_str!("../fixtures/amazon/fulfillment-outbound/error-login.json");
    for (reply, kind, code) in [
        (json(400, refused), ErrorKind::Unauthorized, Some("invalid_grant")),
        (json(401, r#"{"error":"invalid_client"}"#), ErrorKind::Unauthorized, Some("invalid_client")),
        (json(503, "<html>"), ErrorKind::Unavailable, None),
        (json(500, ""), ErrorKind::Unavailable, None),
        (json(429, "{}"), ErrorKind::RateLimited, None),
        (json(200, "<html>"), ErrorKind::BadReply, None),
        (json(200, "{}"), ErrorKind::BadReply, None),
        (json(200, r#"{"access_token": ["x"]}"#), ErrorKind::BadReply, None),
    ] {
        let (errors, logins) = login_fails(reply).await;
        assert_eq!(errors.len(), 10);
        for error in &errors {
            assert_eq!((error.kind(), error.code()), (kind, code), "{error:#}");
            assert_eq!(error.channel(), Some(&AMAZON.channel()));
        }
        assert_eq!(logins, 1, "{kind}");
    }
}

#[tokio::test]
async fn one_login_serves_ten_questions_at_once_whatever_life_it_tells() {
    for expires_in in ["3600", "\"3600\"", "0", "-1", "1000000000000000000", "null", "\"soon\""] {
        let vendor = Vendor::start().await;
        let (login, _) = AMAZON.login.unwrap();
        let token = serde_json::Value::from(ACCESS_TOKEN);
        let reply =
            format!(r#"{{"access_token": {token}, "token_type": "bearer", "expires_in": {expires_in}}}"#);
        vendor.on(login(), json(200, reply).set_delay(Duration::from_millis(50))).await;
        vendor.on((AMAZON.right)(AMAZON.found.asked), json(200, AMAZON.found.body)).await;
        let client = AMAZON.client(&vendor.uri());
        let mut calls = JoinSet::new();
        for _ in 0..10 {
            let client = client.clone();
            calls.spawn(async move {
                client.track(&(AMAZON.question)(AMAZON.found.asked), &AMAZON.session()).await.unwrap()
            });
        }
        assert_eq!(calls.join_all().await.len(), 10);
        assert_eq!(vendor.count("/auth/o2/token").await, 1, "{expires_in}");
        vendor.check();
    }
}
