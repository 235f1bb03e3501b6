//! The channel `amazon/orders` against a server that takes nothing but what Amazon documents: it tells orders, so the
//! suite of the channels that tell scans does not fit it.
#![cfg(all(feature = "amazon", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;
use std::time::Duration;

use mock::{AMAZON, Frozen, REFRESH_TOKEN, Right, Vendor, amazon, json, now};
use parceltrack::carrier::Settings;
use parceltrack::http::HttpClient;
use parceltrack::{
    Answer, Carrier, Channel, Error, ErrorKind, History, NoteKind, Parcel, Query, Reference, Session, Status,
    carriers,
};
use tokio::task::JoinSet;

mod mock;

const ID: &str = "302-1234567-7654321";
const ORDER: &str = include_str!("../fixtures/amazon/orders/two-parcels@302-1234567-7654321.json");
const ID_V0: &str = "403-1234567-7654321";
const ORDER_V0: &str = include_str!("../fixtures/amazon/orders/v0-easy-ship@403-1234567-7654321.json");
const LINES_V0: &str = include_str!("../fixtures/amazon/orders/v0-lines@403-1234567-7654321.json");
const NOT_FOUND: &str = include_str!("../fixtures/amazon/orders/error-not-found.json");
const RESTRICTED: &str = "Atz.sprdt|KANARIE+/\"5%==";

fn channel() -> Channel {
    "amazon/orders".parse().unwrap()
}

/// A client as the registry makes it, with further settings.
fn client(vendor: &Vendor, further: &[(&str, &str)]) -> Arc<dyn Carrier> {
    let (entry, row) = carriers::find_channel(&channel()).unwrap();
    let all = AMAZON.settings.iter().chain(further).copied();
    let settings = all.fold(Settings::new(channel()), |settings, (key, value)| settings.set(key, value));
    let settings = settings.set("endpoint", vendor.uri()).set("login_endpoint", vendor.uri());
    row.connect(entry.feature, &settings).unwrap()
}

fn session() -> Session {
    Session::new(channel(), Some(Arc::new(HttpClient::builder().build().unwrap())), Arc::new(Frozen))
}

async fn ask(client: &dyn Carrier, id: &str) -> Result<Answer, Error> {
    client.track(&Query::order(id.parse().unwrap()), &session()).await
}

fn order(id: &str, included: &str) -> Right {
    amazon::right(&format!("/orders/2026-01-01/orders/{id}")).query("includedData", included)
}

fn plain(id: &str) -> Right {
    order(id, "FULFILLMENT,PACKAGES,CANCELLATION")
}

fn order_v0(id: &str) -> Right {
    amazon::right(&format!("/orders/v0/orders/{id}"))
}

fn lines_v0(id: &str) -> Right {
    amazon::right(&format!("/orders/v0/orders/{id}/orderItems"))
}

async fn vendor() -> Vendor {
    let vendor = Vendor::start().await;
    AMAZON.mount_login(&vendor).await;
    vendor
}

#[tokio::test]
async fn an_order_knows_how_far_it_is_by_its_own_parcels() {
    let vendor = vendor().await;
    vendor.on(plain(ID), json(200, ORDER)).await;
    let answer = ask(&*client(&vendor, &[]), ID).await.unwrap();
    vendor.check();
    assert!(answer.reports.iter().all(|report| report.fetched_at == now() && report.destination.is_none()));
    let parcels: Vec<Parcel> =
        History::group(answer.reports.clone()).iter().map(|history| history.parcel(now())).collect();
    let statuses: Vec<Status> = parcels.iter().map(Parcel::status).collect();
    assert_eq!(statuses, [Status::Delivered, Status::OutForDelivery]);
    let progress = answer.orders[0].progress(&parcels);
    assert_eq!(progress.to_string(), "partly_delivered");
    let lines: Vec<String> = progress.lines.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "partly_delivered: 3 ordered, 3 shipped, 2 delivered",
            "processing: 2 ordered, 0 shipped, 0 delivered",
            "cancelled: 1 ordered, 1 cancelled, 0 shipped, 0 delivered"
        ]
    );
}

#[tokio::test]
async fn version_0_asks_for_the_order_and_for_its_lines() {
    let vendor = vendor().await;
    vendor.on(order_v0(ID_V0), json(200, ORDER_V0)).await;
    vendor.on(lines_v0(ID_V0), json(200, LINES_V0)).await;
    let client = client(&vendor, &[("version", "v0")]);
    let answer = ask(&*client, ID_V0).await.unwrap();
    vendor.check();
    assert_eq!((answer.orders[0].lines.len(), answer.reports.len()), (2, 1));
    assert!(!client.capabilities().events);
}

#[tokio::test]
async fn where_parcels_go_is_asked_for_on_demand_only() {
    let destination = ("personal_data", "destination");
    let vendor = vendor().await;
    vendor.on(order(ID, "FULFILLMENT,PACKAGES,CANCELLATION,RECIPIENT"), json(200, ORDER)).await;
    ask(&*client(&vendor, &[destination]), ID).await.unwrap();
    vendor.check();

    let body = serde_json::json!({"restrictedResources": [{"method": "GET",
        "path": format!("/orders/v0/orders/{ID_V0}"), "dataElements": ["shippingAddress"]}]});
    let exchange = Right {
        method: "POST",
        body: body.to_string(),
        ..amazon::right("/tokens/2021-03-01/restrictedDataToken")
    }
    .header("content-type", "application/json");
    let reply = serde_json::json!({"restrictedDataToken": RESTRICTED, "expiresIn": 3600}).to_string();
    vendor.on(exchange, json(200, reply)).await;
    let restricted = Right::get(&format!("/orders/v0/orders/{ID_V0}"))
        .header("x-amz-access-token", RESTRICTED)
        .header("user-agent", &amazon::agent());
    vendor.on(restricted, json(200, ORDER_V0)).await;
    vendor.on(lines_v0(ID_V0), json(200, LINES_V0)).await;
    let client = client(&vendor, &[destination, ("version", "v0")]);
    let session = session().keeping_raw();
    let answer = client.track(&Query::order(ID_V0.parse().unwrap()), &session).await.unwrap();
    vendor.check();
    assert_eq!(answer.reports[0].destination.as_ref().unwrap().postal_code.as_deref(), Some("411001"));
    // Among the replies that are kept for support no token is found.
    let raw = session.take_raw();
    assert_eq!(raw.len(), 2);
    assert!(raw.iter().all(|reply| !String::from_utf8_lossy(&reply.body).contains("KANARIE")));
}

#[tokio::test]
async fn every_bad_reply_is_the_error_that_it_means() {
    const WORDS: &str = "Kanarienvogel 00340434161094042557";
    for (settings, right, id) in
        [([("version", "2026-01-01")], plain(ID), ID), ([("version", "v0")], order_v0(ID_V0), ID_V0)]
    {
        for bad in mock::bad_replies(WORDS) {
            let vendor = vendor().await;
            vendor.on(right.clone(), bad.reply()).await;
            let error = ask(&*client(&vendor, &settings), id).await.unwrap_err();
            vendor.check();
            let case = format!("{settings:?}: {}", bad.name);
            assert_eq!((error.kind(), error.retry_after()), (bad.kind, bad.wait), "{case}: {error:#}");
            assert_eq!(error.channel(), Some(&channel()), "{case}");
            let text = format!("{error} {error:#} {error:?}");
            assert!(!text.contains("Kanarien") && !text.contains("0034"), "{case}: {text}");
            let tries = if matches!(bad.status, 401 | 403) { 2 } else { 1 };
            let found = (vendor.count(&right.path).await, vendor.count("/auth/o2/token").await);
            assert_eq!(found, (tries, tries), "{case}");
        }
    }
}

#[tokio::test]
async fn what_amazon_does_not_know_and_cannot_be_asked_are_errors() {
    let vendor = vendor().await;
    vendor.on(plain(ID), json(404, NOT_FOUND)).await;
    let client = client(&vendor, &[]);
    let error = ask(&*client, ID).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("NotFound")));
    let asked = vendor.requests().await.len();
    for query in [
        Query::number(mock::NUMBER.parse().unwrap()),
        Query::new(Reference::Package("1".parse().unwrap())),
        Query::new(Reference::Fulfilment("AFTN7000000042".parse().unwrap())),
    ] {
        assert!(!client.capabilities().accepts(&query.reference));
        let error = client.track(&query, &session()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:#}");
    }
    assert_eq!(vendor.requests().await.len(), asked);
    vendor.check();
}

#[tokio::test]
async fn wrong_credentials_fail_once_and_are_not_shown() {
    let vendor = Vendor::start().await;
    let (login, _) = AMAZON.login.unwrap();
    vendor.on(login(), json(400, include_str!("../fixtures/amazon/orders/error-login.json"))).await;
    let client = client(&vendor, &[]);
    for _ in 0..2 {
        let error = ask(&*client, ID).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("invalid_grant")));
        let text = format!("{error:#} {error:?} {client:?}");
        assert!(!text.contains("KANARIE") && !text.contains(REFRESH_TOKEN), "{text}");
    }
    assert_eq!(vendor.requests().await.len(), 1);
    vendor.check();
}

#[tokio::test]
async fn a_token_that_ends_under_ten_questions_is_replaced_once() {
    const ENDED: &str = "Atza|ended";
    let vendor = Vendor::start().await;
    let (login, _) = AMAZON.login.unwrap();
    let ended = serde_json::json!({"access_token": ENDED, "token_type": "bearer", "expires_in": 3600});
    vendor.first(1, login(), json(200, ended.to_string())).await;
    AMAZON.mount_login(&vendor).await;
    let ids: Vec<String> = (0..10).map(|n| format!("302-1234567-000000{n}")).collect();
    for id in &ids {
        let mut with_ended = plain(id);
        for (name, value) in &mut with_ended.headers {
            if *name == "x-amz-access-token" {
                *value = ENDED.to_owned();
            }
        }
        vendor.on(with_ended, json(403, r#"{"errors":[{"code":"Unauthorized"}]}"#)).await;
        vendor.on(plain(id), json(200, ORDER.replace(ID, id))).await;
    }
    let client = client(&vendor, &[]);
    let mut calls = JoinSet::new();
    for id in ids {
        let client = Arc::clone(&client);
        calls.spawn(async move { ask(&*client, &id).await.map(|answer| answer.orders.len()) });
    }
    assert!(calls.join_all().await.into_iter().all(|answer| answer.unwrap() == 1));
    assert_eq!(vendor.count("/auth/o2/token").await, 2);
    vendor.check();
}

#[tokio::test]
async fn throttling_tells_the_wait_that_the_rate_means() {
    let vendor = vendor().await;
    let answered = json(200, ORDER).insert_header("x-amzn-RateLimit-Limit", "0.5");
    vendor.first(1, plain(ID), answered).await;
    vendor.on(plain(ID), json(429, r#"{"errors":[{"code":"QuotaExceeded"}]}"#)).await;
    let client = client(&vendor, &[]);
    ask(&*client, ID).await.unwrap();
    let error = ask(&*client, ID).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(2))));
    vendor.check();
}

#[tokio::test]
async fn an_order_stays_when_its_lines_cannot_be_fetched() {
    let vendor = vendor().await;
    vendor.on(order_v0(ID_V0), json(200, ORDER_V0)).await;
    vendor.on(lines_v0(ID_V0), json(500, r#"{"errors":[{"code":"InternalFailure"}]}"#)).await;
    let answer = ask(&*client(&vendor, &[("version", "v0")]), ID_V0).await.unwrap();
    vendor.check();
    assert_eq!((answer.orders.len(), answer.orders[0].lines.len()), (1, 0));
    assert_eq!((answer.notes.len(), &answer.notes[0].kind), (1, &NoteKind::Incomplete));
}
