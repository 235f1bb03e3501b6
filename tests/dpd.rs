//! What DPD's channel must do beyond what every channel must: its protocols and countries, faults inside 200, one login a
//! day, and what its rows come to when they are merged.
#![cfg(all(feature = "dpd", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::time::Duration;

use mock::{ACCESS_TOKEN, DPD, Right, Vendor, dpd, json, now};
use parceltrack::carrier::{Context, Settings};
use parceltrack::chrono::TimeDelta;
use parceltrack::{Answer, Channel, Error, ErrorKind, History, Parcel, Query, Report, carriers};
use tokio::task::JoinSet;

mod mock;

const NUMBER: &str = "05300041720069";
const FRESH: &str = "KANARIE fresh";

fn query(number: &str) -> Query {
    Query::number(number.parse().unwrap())
}

fn parcel(report: &Report) -> Parcel {
    [report.clone()].into_iter().collect::<History>().parcel(now())
}

fn decoded(channel: &str, body: &[u8], number: &str) -> Report {
    let channel: Channel = channel.parse().unwrap();
    let context = Context::new(now()).with_number(number.parse().unwrap());
    carriers::decode(&channel, body, &context).unwrap().reports.remove(0)
}

/// Asks a vendor that takes only these two requests.
async fn asked(
    settings: &[(&str, &str)],
    login: Right,
    question: Right,
    query: &Query,
) -> Result<Answer, Error> {
    let vendor = Vendor::start().await;
    vendor.on(login, json(200, dpd::token(ACCESS_TOKEN))).await;
    vendor.on(question, json(200, DPD.found.body)).await;
    let settings = settings
        .iter()
        .fold(DPD.settings(&vendor.uri()), |settings, (key, value)| settings.set(*key, *value));
    let (entry, row) = carriers::find_channel(&DPD.channel()).unwrap();
    let client = row.connect(entry.feature, &settings).unwrap();
    let answer = client.track(query, &DPD.session()).await;
    vendor.check();
    answer
}

#[tokio::test]
async fn each_country_and_protocol_is_asked_in_its_own_way() {
    let question = query(NUMBER);
    let germany = dpd::germany(NUMBER, ACCESS_TOKEN, "en_EN");
    assert!(asked(&[("country", "de")], dpd::german_login(), germany, &question).await.is_ok());
    let netherlands = dpd::netherlands(NUMBER, ACCESS_TOKEN, "en_EN");
    let settings = [("country", "nl"), ("protocol", "json")];
    assert!(asked(&settings, dpd::dutch_login(), netherlands, &question).await.is_ok());
    let switzerland = dpd::netherlands(NUMBER, ACCESS_TOKEN, "en_EN");
    let settings = [("country", "ch"), ("protocol", "json")];
    assert!(asked(&settings, dpd::dutch_login(), switzerland, &question).await.is_ok());
}

#[tokio::test]
async fn the_label_number_is_asked_without_its_check_character_and_in_the_wished_language() {
    // Only one of the 36 characters is right.
    let labels = ('0'..='9').chain('A'..='Z').map(|character| format!("{NUMBER}{character}"));
    let fits = |label: &String| carriers::dpd::parcel_number(&label.parse().unwrap()).is_some();
    let labels: Vec<String> = labels.filter(fits).collect();
    assert_eq!(labels.len(), 1);
    let mut question = query(&labels[0]);
    question.language = Some("nl".into());
    let belgium = dpd::belgium(NUMBER, ACCESS_TOKEN, "nl_BE");
    let answer = asked(&[], dpd::belgian_login(), belgium, &question).await.unwrap();
    assert_eq!(answer.reports[0].source.number.as_str(), NUMBER);
    assert_eq!(answer.reports[0].events[0].language, "nl".parse().ok());
}

#[tokio::test]
async fn a_token_that_ends_within_200_is_replaced_once_for_all_who_wait() {
    for (status, code) in [(200, "LOGIN_5"), (500, "LOGIN_6")] {
        let vendor = Vendor::start().await;
        let wait = Duration::from_millis(50);
        vendor.first(1, dpd::belgian_login(), json(200, dpd::token(ACCESS_TOKEN))).await;
        vendor.on(dpd::belgian_login(), json(200, dpd::token(FRESH)).set_delay(wait)).await;
        let ended = json(status, dpd::fault(code, "x")).set_delay(wait);
        vendor.on(dpd::belgium(NUMBER, ACCESS_TOKEN, "en_EN"), ended).await;
        vendor.on(dpd::belgium(NUMBER, FRESH, "en_EN"), json(200, DPD.found.body)).await;
        let client = DPD.client(&vendor.uri());
        let mut calls = JoinSet::new();
        for _ in 0..20 {
            let client = client.clone();
            calls.spawn(async move { client.track(&query(NUMBER), &DPD.session()).await.unwrap() });
        }
        assert_eq!(calls.join_all().await.len(), 20);
        assert_eq!(vendor.count("/soap/services/LoginService/V2_1").await, 2, "{code}");
        vendor.check();
    }
}

#[tokio::test]
async fn a_fault_is_its_error_with_whatever_status_it_comes() {
    for (code, text, kind) in [
        ("COMMON_7", "Parcel not found", ErrorKind::NotFound),
        ("COMMON_7", "Invalid parcel label number", ErrorKind::InvalidNumber),
        ("COMMON_1", "Too many requests", ErrorKind::RateLimited),
        ("COMMON_1", "Database is down", ErrorKind::Unavailable),
        ("LOGIN_5", "x", ErrorKind::Unauthorized),
    ] {
        for status in [200, 500] {
            let error = DPD.asked(NUMBER, json(status, dpd::fault(code, text))).await.unwrap_err();
            assert_eq!((error.kind(), error.code()), (kind, Some(code)), "{text} {status}");
        }
    }
    let wait = json(200, dpd::fault("COMMON_1", "Too many requests")).insert_header("retry-after", "60");
    let error = DPD.asked(NUMBER, wait).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
}

#[tokio::test]
async fn nothing_told_is_not_found() {
    for body in [
        include_str!("../fixtures/dpd/lifecycle/not-found@05300041720074.xml"),
        include_str!("../fixtures/dpd/lifecycle/json-not-found@06500017730026.json"),
    ] {
        let error = DPD.asked(NUMBER, json(200, body)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}

#[tokio::test]
async fn wrong_credentials_are_told_once_and_rest() {
    let refused = include_str!("../fixtures/dpd/lifecycle/fault-authentication@05300041720074.xml");
    for (status, body, kind) in [
        (200, refused, ErrorKind::Unauthorized),
        (500, refused, ErrorKind::Unauthorized),
        (403, "<html>", ErrorKind::Unauthorized),
        (503, "<html>", ErrorKind::Unavailable),
        (200, "<html></html>", ErrorKind::BadReply),
    ] {
        let vendor = Vendor::start().await;
        vendor.on(dpd::belgian_login(), json(status, body).set_delay(Duration::from_millis(50))).await;
        let client = DPD.client(&vendor.uri());
        let mut calls = JoinSet::new();
        for _ in 0..10 {
            let client = client.clone();
            calls.spawn(async move { client.track(&query(NUMBER), &DPD.session()).await.unwrap_err() });
        }
        for error in calls.join_all().await {
            assert_eq!((error.kind(), error.channel()), (kind, Some(&DPD.channel())), "{error:#}");
        }
        assert_eq!(vendor.requests().await.len(), 1, "{status}: nothing is asked without a token");
        vendor.check();
    }
}

#[test]
fn a_channel_without_client_says_what_it_is() {
    for channel in [carriers::dpd::PLC, carriers::dpd::PUSH, carriers::dpd::SCAN_FILE] {
        let (entry, row) = carriers::find_channel(&channel).unwrap();
        assert!(!row.is_connectable());
        let error = row.connect(entry.feature, &Settings::new(channel)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    }
}

#[test]
fn rows_told_twice_are_one_attempt() {
    let body = include_bytes!("../fixtures/dpd/lifecycle/duplicates@05300041720071.xml");
    let parcel = parcel(&decoded("dpd/lifecycle", body, "05300041720071"));
    assert_eq!((parcel.attempts.len(), parcel.state.to_string().as_str()), (1, "attempt_failed"));
    let body = include_bytes!("../fixtures/dpd/scan-file/failed-attempt@05220093310501.csv");
    assert_eq!(self::parcel(&decoded("dpd/scan-file", body, "05220093310501")).attempts.len(), 1);
}

#[test]
fn merged_rows_say_where_the_parcel_is() {
    for (body, number, state) in [
        (
            include_str!("../fixtures/dpd/lifecycle/failed-attempt@05220093310415.xml"),
            "05220093310415",
            "in_transit.delivery_depot_in",
        ),
        (
            include_str!("../fixtures/dpd/lifecycle/milestones-announced@01470031560093.xml"),
            "01470031560093",
            "info_received.info_received",
        ),
        (
            include_str!("../fixtures/dpd/lifecycle/milestones-at-sending-depot@01470031560088.xml"),
            "01470031560088",
            "in_transit.origin_facility_in",
        ),
        (
            include_str!("../fixtures/dpd/lifecycle/milestones-out-for-delivery@01470031560089.xml"),
            "01470031560089",
            "out_for_delivery",
        ),
        (
            include_str!("../fixtures/dpd/lifecycle/milestones-problem@01470031560091.xml"),
            "01470031560091",
            "exception.delivery_exception",
        ),
        (
            include_str!("../fixtures/dpd/lifecycle/milestones-return@01470031560092.xml"),
            "01470031560092",
            "returning",
        ),
        (
            include_str!("../fixtures/dpd/lifecycle/parcel-shop@05220093310416.xml"),
            "05220093310416",
            "delivered.collected",
        ),
    ] {
        let parcel = parcel(&decoded("dpd/lifecycle", body.as_bytes(), number));
        assert_eq!(parcel.state.to_string(), state, "{number}");
    }
}

#[test]
fn a_message_that_comes_again_is_one_event_and_a_return_arrives() {
    let body = include_bytes!("../fixtures/dpd/push/delivered@01476810375209.txt");
    let report = decoded("dpd/push", body, "01476810375209");
    let mut again = report.clone();
    again.fetched_at += TimeDelta::minutes(10);
    let parcel = [report, again].into_iter().collect::<History>().parcel(now());
    assert_eq!((parcel.entries.len(), parcel.state.to_string().as_str()), (1, "delivered"));
    let body = include_bytes!("../fixtures/dpd/push/return-service-delivered@01476810375213.txt");
    let returned = self::parcel(&decoded("dpd/push", body, "01476810375213"));
    assert_eq!(returned.state.to_string(), "returned");
}
