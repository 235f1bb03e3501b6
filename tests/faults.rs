//! Every channel is put to every fault: one table of faults, one suite, a row of the table in `mock` each.
#![cfg(all(feature = "full", feature = "testkit"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use mock::{
    ACCESS_TOKEN, AMAZON, API_KEY, CLIENT_ID, CLIENT_SECRET, PASSWORD, REFRESH_TOKEN, ROWS, Row, USERNAME,
    amazon, now,
};
use parceltrack::carrier::{Capabilities, Settings};
use parceltrack::http::{Endpoint, Reply, Request};
use parceltrack::testkit::{Asked, Expected, FAULTS, Group, Limits, OUT_OF_SCOPE, Subject, suite};
use parceltrack::{
    Answer, Carrier, Channel, Error, ErrorKind, Event, Query, Reference, Report, Session, Source, Status,
    carriers,
};

mod mock;

fn typed(body: impl Into<String>) -> Reply {
    let body: String = body.into();
    let kind = if body.starts_with('<') { "text/xml; charset=utf-8" } else { "application/json" };
    Reply::new(200, body).header("content-type", kind)
}

const PACKAGE: &str = "/fba/outbound/2020-07-01/tracking";
const ORDERS: &str = "amazon/orders";
const TWO_PARCELS: &str = include_str!("../fixtures/amazon/orders/two-parcels@302-1234567-7654321.json");

/// All channels, and the questions for orders of those that tell some.
fn subjects() -> Vec<(&'static str, Subject)> {
    let login = || amazon::login().path;
    let answers = |order: &'static str| {
        move |asked: &Asked| match asked.path() {
            path if path == login() => typed((AMAZON.login.unwrap().1)()),
            PACKAGE => typed(AMAZON.found.body),
            _ => typed(order),
        }
    };
    let shop = |channel: &'static str, id: &str, other: &str, order| {
        let connect = move |url: &str| connect(channel, &AMAZON, url);
        let subject = Subject::new(Query::order(id.parse().unwrap()), connect, answers(order));
        canaries(subject).login(move |asked| asked.path() == login()).other_number(other).at(now())
    };
    let rows = ROWS.iter().map(|row| (row.channel, subject(row)));
    let orders = [
        (AMAZON.channel, shop(AMAZON.channel, "SHOP-1042", "SHOP-1043", amazon::ORDER)),
        (ORDERS, shop(ORDERS, "302-1234567-7654321", "302-1234567-7654322", TWO_PARCELS)),
    ];
    rows.chain(orders).collect()
}

/// A client as the registry makes it, with a row's settings.
fn connect(channel: &str, row: &Row, url: &str) -> Result<Arc<dyn Carrier>, Error> {
    let channel: Channel = channel.parse()?;
    let (entry, registered) = carriers::find_channel(&channel).unwrap();
    let all = row.settings.iter().copied().chain(row.endpoints.iter().map(|key| (*key, url)));
    registered
        .connect(entry.feature, &all.fold(Settings::new(channel), |all, (key, value)| all.set(key, value)))
}

fn canaries(subject: Subject) -> Subject {
    let secrets = [API_KEY, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, ACCESS_TOKEN, USERNAME, PASSWORD];
    secrets.into_iter().fold(subject, Subject::secret)
}

/// A row as the suite wants it.
fn subject(row: &'static Row) -> Subject {
    let is_login = |asked: &Asked| row.login.is_some_and(|(right, _)| right().path == asked.path());
    let answers = move |asked: &Asked| match row.login {
        Some((_, reply)) if is_login(asked) => typed(reply()),
        _ => typed(row.found.body),
    };
    let connect = |url: &str| connect(row.channel, row, url);
    let question = (row.question)(row.found.asked);
    let subject = canaries(Subject::new(question, connect, answers)).login(is_login).at(now());
    let Some(told) = row.another_number else { return subject };
    let subject = match told.body.contains(row.found.asked) {
        true => subject,
        false => subject.about_another(typed(told.body)),
    };
    let others = [told.asked, row.unseen.asked, row.duplicates.0.asked];
    match others.into_iter().find(|other| *other != row.found.asked) {
        Some(other) => subject.other_number(other),
        None => subject,
    }
}

fn limits() -> Limits {
    Limits::default().peak(|run| allocation_counter::measure(run).bytes_max.try_into().unwrap())
}

#[test]
fn every_channel_survives_every_fault() {
    let mut complaints = Vec::new();
    for (channel, subject) in subjects() {
        let started = Instant::now();
        let outcomes = suite(&subject, &limits()).unwrap();
        println!("{channel:29} {:4.1} s  {outcomes}", started.elapsed().as_secs_f64());
        let failed = outcomes.failed().map(|outcome| format!("{channel}: {outcome}"));
        complaints.extend(failed);
    }
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn no_channel_that_can_be_asked_is_left_out() {
    let put: BTreeSet<String> = subjects().iter().map(|(channel, _)| (*channel).into()).collect();
    let channels = carriers::ALL.iter().flat_map(|entry| entry.channels);
    let asked = channels.filter(|row| row.is_connectable()).map(|row| row.channel.to_string());
    assert_eq!(put, asked.collect());
}

#[test]
fn the_table_names_each_fault_once_and_agrees_with_itself() {
    let names: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), FAULTS.len());
    assert!(FAULTS.is_sorted_by_key(|fault| fault.group));
    for group in Group::ALL {
        assert!(FAULTS.iter().any(|fault| fault.group == group), "{group}");
    }
    for fault in FAULTS {
        let again: BTreeSet<bool> = fault.expected.kinds().iter().map(|kind| kind.is_retryable()).collect();
        let is_either = matches!(fault.name, "error object with 200" | "SOAP fault with 200");
        assert!(again.len() <= 1 || is_either, "{}: may it be tried again or not?", fault.name);
        assert!(fault.retry_after.is_none() || fault.is_retryable() == Some(true), "{}", fault.name);
    }
}

/// The page is written by hand around the table.
#[test]
fn the_docs_tell_the_table() {
    let page = include_str!("../src/docs/faults.md");
    let is_head = |line: &&str| line.contains("| must come of it |") || line.contains("| why |");
    let told: Vec<&str> = page.lines().filter(|line| line.starts_with("| ") && !is_head(line)).collect();
    let faults = FAULTS.iter().map(ToString::to_string);
    let left_out = OUT_OF_SCOPE.iter().map(|(name, why)| format!("| {name} | {why} |"));
    let wanted: Vec<String> = faults.chain(left_out).collect();
    assert!(told == wanted, "src/docs/faults.md should hold\n{}", wanted.join("\n"));
}

/// A carrier that does what none may.
#[derive(Debug)]
struct Careless {
    channel: Channel,
    endpoint: Endpoint,
}

#[async_trait]
impl Carrier for Careless {
    fn channel(&self) -> Channel {
        self.channel.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::BY_NUMBER
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer, Error> {
        let Reference::Number(number) = &query.reference else { unreachable!() };
        let reply = match session.send("scans", Request::get(&self.endpoint, &[number.as_str()])).await {
            Ok(reply) => reply,
            // Tries once more whatever it was, at once, and tells all.
            Err(_) => session.send("scans", Request::get(&self.endpoint, &[number.as_str()])).await.map_err(
                |error| {
                    Error::new(ErrorKind::Unavailable, format!("{number:?} {}: {error}", number.as_str()))
                },
            )?,
        };
        if reply.status() == 503 {
            tokio::spawn(tokio::time::sleep(Duration::from_secs(3)));
        }
        // As `unwrap` does it, without a word on standard error.
        let panics = || std::panic::resume_unwind(Box::new("panics"));
        let body = String::from_utf8_lossy(reply.body());
        let mut report = Report::new(Source::carrier(self.channel.clone(), number.clone()), session.now());
        for time in body.lines() {
            let time = time.parse().unwrap_or_else(|_| panics());
            report.events.push(Event::new(time, Status::InTransit));
        }
        if reply.status() == 204 {
            // Blocks whoever asks, too.
            std::thread::sleep(Duration::from_millis(1500));
        }
        Ok(report.into())
    }
}

#[test]
fn a_careless_carrier_is_found_out() {
    let connect = |url: &str| {
        let careless = Careless { channel: "own/careless".parse()?, endpoint: url.parse()? };
        Ok(Arc::new(careless) as Arc<dyn Carrier>)
    };
    let question = Query::number("OWN-2026-0042".parse().unwrap());
    let subject =
        Subject::new(question, connect, |_| typed("2026-11-20T09:00:00Z\n2026-11-21T09:00:00Z")).at(now());
    let outcomes = suite(&subject, &limits()).unwrap();
    let flaws =
        |name: &str| outcomes.iter().find(|outcome| outcome.fault.name == name).unwrap().flaws.join("; ");
    for (name, flaw) in [
        ("refused", "tells the number"),
        ("self-signed", "unavailable and not misconfigured"),
        ("page with 200", "panics"),
        ("503 without a wait", "leaves 0 connections and 1 tasks"),
        ("empty 200 and 204", "took 2s of 1s"),
        ("empty 200 and 204", "an answer and not"),
    ] {
        assert!(flaws(name).contains(flaw), "{name}: {:?}", flaws(name));
    }
    assert_eq!(flaws("a carrier beside panics"), "");
    let ended = outcomes.iter().find(|outcome| outcome.fault.name == "ended early").unwrap();
    // Twice by itself, and each three times by the tracker.
    assert_eq!((ended.requests, ended.connections), (6, 6));
}

#[test]
fn a_channel_that_answers_wrongly_without_any_fault_is_no_subject() {
    let row = &ROWS[0];
    let connect = |url: &str| Ok(row.client(url));
    let subject = Subject::new((row.question)(row.found.asked), connect, |_| Reply::new(500, ""));
    let error = suite(&subject, &limits()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Misconfigured);
    assert!(error.to_string().contains("if nothing is wrong"), "{error}");
}

#[tokio::test]
async fn within_a_runtime_there_is_an_error_and_no_panic() {
    let error = suite(&subject(&ROWS[0]), &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("outside of the tokio runtime"), "{error}");
}

#[test]
fn an_expectation_is_words() {
    assert_eq!(
        Expected::Renewal(ErrorKind::Unauthorized).to_string(),
        "an answer after a login, or unauthorized"
    );
}
