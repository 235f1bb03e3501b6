//! The tracker over both channels at one mock server, and over carriers of the tests' own.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use parceltrack::carrier::Capabilities;
use parceltrack::http::{Reply, Request, Transport};
use parceltrack::traffic::{Limit, Retry};
use parceltrack::{
    Answer, Carrier, CarrierId, Channel, Error, ErrorKind, Event, Freshness, Query, Reference, RefusalKind,
    Related, Relation, Report, Session, Source, Status, Tracker, state,
};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use wiremock::ResponseTemplate;

use super::mock::{AMAZON, DHL, Frozen, NUMBER, Vendor, amazon, json};

/// A server that knows the order at Amazon; what DHL says is the test's.
async fn shop(dhl: ResponseTemplate) -> Vendor {
    let vendor = AMAZON.vendor().await;
    vendor.on(amazon::order("SHOP-1042"), json(200, amazon::ORDER)).await;
    vendor.on((AMAZON.right)("310045501"), json(200, AMAZON.found.body)).await;
    vendor.on((DHL.right)(NUMBER), dhl).await;
    vendor
}

fn both(vendor: &Vendor) -> parceltrack::TrackerBuilder {
    // The mock has no limits, and time that stands still never grants another request.
    let unlimited = Limit::of("track");
    let builder = Tracker::builder().limit(DHL.channel(), unlimited).freshness(Freshness::NONE).clock(Frozen);
    builder.carrier(AMAZON.client(&vendor.uri())).carrier(DHL.client(&vendor.uri()))
}

fn dhl_number() -> Query {
    Query::number(NUMBER.parse().unwrap())
}

#[tokio::test]
async fn an_order_is_followed_to_the_carrier_that_brings_it_once() {
    let vendor = shop(json(200, DHL.found.body)).await;
    let order = both(&vendor).build().unwrap().order("SHOP-1042").await.unwrap();
    vendor.check();
    assert_eq!(vendor.count("/track/shipments").await, 1);
    assert_eq!(vendor.count("/fba/outbound/2020-07-01/tracking").await, 1);
    assert_eq!((order.orders().len(), order.failures().len()), (1, 0));
    let found: Vec<_> = order.parcels().iter().filter(|tracked| tracked.is_found()).collect();
    assert_eq!(found.len(), 1);
    let mut channels: Vec<String> =
        found[0].reports().iter().map(|report| report.source.channel.to_string()).collect();
    channels.sort();
    assert_eq!(channels, [AMAZON.channel, DHL.channel]);
    assert_eq!(found[0].parcel().status(), Status::Delivered);
    assert!(found[0].failures().is_empty());
}

#[tokio::test]
async fn a_carrier_that_is_down_costs_its_own_part() {
    let vendor = shop(json(503, "<html>")).await;
    let order = both(&vendor).build().unwrap().order("SHOP-1042").await.unwrap();
    vendor.check();
    let tracked = order.parcels().iter().find(|tracked| tracked.is_found()).unwrap();
    assert_eq!((tracked.reports().len(), tracked.parcel().status()), (1, Status::OutForDelivery));
    let [(channel, error)] = tracked.failures() else { panic!("{:?}", tracked.failures()) };
    assert_eq!((channel, error.kind()), (&DHL.channel(), ErrorKind::Unavailable));
    let view = tracked.parcel().sources.iter().find(|view| view.source.channel == DHL.channel()).unwrap();
    assert_eq!((view.refusals.len(), &view.refusals[0].0), (1, &RefusalKind::Unavailable));
    assert_eq!((view.answered_at, view.events), (None, 0));
}

/// A vendor that is overloaded at first.
#[derive(Debug, Default)]
struct Overloaded(AtomicUsize);

#[async_trait]
impl Transport for Overloaded {
    async fn send(&self, _: &Request, _: Option<Duration>) -> Result<Reply, Error> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(Reply::new(503, "<html>").header("retry-after", "1")),
            _ => Ok(Reply::new(200, DHL.found.body)),
        }
    }
}

#[tokio::test]
async fn what_passes_is_asked_again_and_counts() {
    let vendor = Arc::new(Overloaded::default());
    let builder = Tracker::builder().carrier(DHL.client("http://127.0.0.1:1")).transport(vendor.clone());
    let tracker = builder.freshness(Freshness::NONE).clock(Frozen).build().unwrap();
    assert!(tracker.usage().is_empty());
    let tracked = tracker.track(DHL.found.asked).await.unwrap();
    assert!(tracked.is_found() && tracked.failures().is_empty(), "{:?}", tracked.failures());
    assert_eq!(vendor.0.load(Ordering::SeqCst), 2);
    let usage = tracker.usage();
    assert_eq!((usage.len(), usage[0].used, usage[0].per_day), (1, 2, 250));
    // A process that takes over where the day's quota is nearly used up.
    let mut kept = usage;
    kept[0].used = 250;
    let builder = Tracker::builder().carrier(DHL.client("http://127.0.0.1:1")).transport(vendor.clone());
    let tracker = builder.freshness(Freshness::NONE).clock(Frozen).usage(kept).build().unwrap();
    let tracked = tracker.track(DHL.found.asked).await.unwrap();
    let [(_, error)] = tracked.failures() else { panic!("{:?}", tracked.failures()) };
    assert_eq!((error.kind(), vendor.0.load(Ordering::SeqCst)), (ErrorKind::RateLimited, 2));
    assert!(error.retry_after() > Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn an_old_answer_is_told_beside_the_failure_of_a_carrier_that_gives_none() {
    for (reply, failure, is_told) in [
        (json(503, "<html>"), ErrorKind::Unavailable, true),
        (json(200, "<html>"), ErrorKind::BadReply, true),
        (json(401, "{}"), ErrorKind::Unauthorized, true),
        (json(404, DHL.not_found.1), ErrorKind::NotFound, false),
    ] {
        let vendor = DHL.vendor().await;
        vendor.first(1, (DHL.right)(DHL.found.asked), json(200, DHL.found.body)).await;
        vendor.on((DHL.right)(DHL.found.asked), reply).await;
        let mut freshness = Freshness::NONE;
        freshness.instead_of_none = Duration::from_secs(60);
        let builder = Tracker::builder().carrier(DHL.client(&vendor.uri())).freshness(freshness);
        let tracker = builder.limit(DHL.channel(), Limit::of("track")).retry(Retry::NONE).build().unwrap();
        let before = tracker.track(DHL.found.asked).await.unwrap();
        assert!(before.is_found() && before.failures().is_empty());
        let after = tracker.track(DHL.found.asked).await.unwrap();
        let [(_, error)] = after.failures() else { panic!("{:?}", after.failures()) };
        assert_eq!((error.kind(), after.is_found()), (failure, is_told));
        if is_told {
            assert_eq!(after.reports(), before.reports(), "with the time at which it was fetched");
            assert_eq!(after.parcel().status(), before.parcel().status());
        }
    }
}

#[tokio::test]
async fn the_same_is_not_asked_again_while_the_answer_is_new() {
    let vendor = DHL.vendor().await;
    vendor.on((DHL.right)(DHL.found.asked), json(200, DHL.found.body)).await;
    let tracker = Tracker::builder().carrier(DHL.client(&vendor.uri())).build().unwrap();
    let calls: JoinSet<_> = (0..20)
        .map(|_| {
            let tracker = tracker.clone();
            async move { tracker.track(DHL.found.asked).await.unwrap().is_found() }
        })
        .collect();
    assert!(calls.join_all().await.into_iter().all(|is_found| is_found));
    assert!(tracker.track(DHL.found.asked).await.unwrap().is_found());
    assert_eq!(vendor.count("/track/shipments").await, 1);
}

#[tokio::test]
async fn a_carrier_that_hangs_is_not_waited_for() {
    let vendor = shop(json(200, DHL.found.body).set_delay(Duration::from_secs(30))).await;
    let deadline = Duration::from_millis(300);
    let tracker = both(&vendor).clock(parceltrack::SystemClock::new()).deadline(deadline).build().unwrap();
    let started = Instant::now();
    let order = tracker.order("SHOP-1042").await.unwrap();
    let took = started.elapsed();
    assert!(took < deadline + Duration::from_millis(200), "{took:?}");
    let tracked = order.parcels().iter().find(|tracked| tracked.is_found()).unwrap();
    assert_eq!((tracked.reports().len(), tracked.reports()[0].events.len()), (1, 4));
    assert!(tracked.reports()[0].complete);
    let [(channel, error)] = tracked.failures() else { panic!("{:?}", tracked.failures()) };
    assert_eq!((channel, error.kind()), (&DHL.channel(), ErrorKind::TimedOut));
    assert!(error.is_retryable());
    let view = tracked.parcel().sources.iter().find(|view| view.source.channel == DHL.channel()).unwrap();
    assert_eq!(view.refusals[0].0, RefusalKind::TimedOut);
}

#[tokio::test]
async fn what_nobody_knows_is_pending_and_no_error() {
    let vendor = Vendor::start().await;
    vendor.on((DHL.right)(NUMBER), json(404, DHL.not_found.1)).await;
    let tracked = both(&vendor).build().unwrap().track(NUMBER).await.unwrap();
    vendor.check();
    assert!(!tracked.is_found());
    assert_eq!(tracked.parcel().state, state::pending::NOT_FOUND);
    let [(channel, error)] = tracked.failures() else { panic!("{:?}", tracked.failures()) };
    assert_eq!((channel, error.kind()), (&DHL.channel(), ErrorKind::NotFound));
}

#[tokio::test]
async fn a_carrier_that_is_not_there_is_named_with_its_feature() {
    let vendor = Vendor::start().await;
    let tracker = Tracker::builder().carrier(DHL.client(&vendor.uri())).build().unwrap();
    for (carrier, word) in [("amazon", "feature `amazon`"), ("dpd", "no channel of dpd")] {
        let carrier: CarrierId = carrier.parse().unwrap();
        let error = tracker.track_as(&carrier, NUMBER).await.unwrap_err();
        assert_eq!((error.kind(), error.carrier()), (ErrorKind::Misconfigured, Some(&carrier)));
        assert!(error.to_string().contains(word), "{error}");
    }
    assert!(vendor.requests().await.is_empty());
}

#[tokio::test]
async fn flaws_of_the_setup_are_found_before_anything_is_asked() {
    let vendor = Vendor::start().await;
    let twice = both(&vendor).carrier(DHL.client(&vendor.uri())).build().unwrap_err();
    assert_eq!((twice.kind(), twice.channel()), (ErrorKind::Misconfigured, Some(&DHL.channel())));
    assert_eq!(Tracker::builder().build().unwrap_err().kind(), ErrorKind::Misconfigured);
    let tracker = both(&vendor).build().unwrap();
    assert_eq!(tracker.track("").await.unwrap_err().kind(), ErrorKind::InvalidNumber);
    let only_dhl = Tracker::builder().carrier(DHL.client(&vendor.uri())).build().unwrap();
    assert_eq!(only_dhl.order("SHOP-1042").await.unwrap_err().kind(), ErrorKind::Unsupported);
    assert!(vendor.requests().await.is_empty());
}

type Behave = Box<dyn Fn(&str) -> Result<Answer, Error> + Send + Sync>;

/// A carrier of the tests' own, asked by number.
struct Own {
    channel: Channel,
    behave: Behave,
    asked: Mutex<Vec<String>>,
}

impl Own {
    fn new(
        channel: &str,
        behave: impl Fn(&str) -> Result<Answer, Error> + Send + Sync + 'static,
    ) -> Arc<Self> {
        let channel = channel.parse().unwrap();
        Arc::new(Self { channel, behave: Box::new(behave), asked: Mutex::default() })
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl fmt::Debug for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Own({})", self.channel)
    }
}

#[async_trait]
impl Carrier for Own {
    fn channel(&self) -> Channel {
        self.channel.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::BY_NUMBER
    }

    async fn track(&self, query: &Query, _: &Session) -> Result<Answer, Error> {
        let Reference::Number(number) = &query.reference else { panic!("asked by {:?}", query.reference) };
        self.asked.lock().unwrap().push(number.to_string());
        (self.behave)(number.as_str())
    }
}

fn nothing(_: &str) -> Result<Answer, Error> {
    Err(Error::new(ErrorKind::NotFound, "never heard of it"))
}

/// A report that sends its reader on to another carrier's number.
fn continued(channel: &str, number: &str, by: (&str, String)) -> Answer {
    let source = Source::carrier(channel.parse().unwrap(), number.parse().unwrap());
    let mut report = Report::new(source, super::now());
    report.events.push(Event::new("2026-11-21T10:00:00Z".parse().unwrap(), Status::InTransit));
    let (carrier, number) = by;
    let related = Related::new(Relation::Continues, carrier.parse().unwrap(), number.parse().unwrap());
    report.related.push(related);
    report.into()
}

#[tokio::test]
async fn a_number_that_is_recognised_is_asked_at_its_carrier_only() {
    let vendor = Vendor::start().await;
    vendor.on((DHL.right)(NUMBER), json(200, DHL.found.body)).await;
    let other = Own::new("amazon/other", nothing);
    let tracker = Tracker::builder()
        .carrier(DHL.client(&vendor.uri()))
        .carrier(other.clone())
        .freshness(Freshness::NONE)
        .clock(Frozen);
    let tracked = tracker.build().unwrap().track("0034 0434 1610 9404 2557").await.unwrap();
    vendor.check();
    assert!(tracked.is_found() && tracked.failures().is_empty(), "{:?}", tracked.failures());
    assert_eq!((vendor.requests().await.len(), other.asked().len()), (1, 0));
}

/// A number that fits GLS's check digit, and DHL's and UPS's shapes by nothing but its length.
pub(super) const OF_GLS: &str = "412516874195";

fn in_transit(channel: &'static str) -> impl Fn(&str) -> Result<Answer, Error> {
    move |number| Ok(continued(channel, number, ("elsewhere", number.to_owned())))
}

#[tokio::test]
async fn a_number_of_nobody_named_is_asked_where_it_is_the_surest_and_then_where_it_was_known() {
    let gls = Own::new("gls/own", nothing);
    let ups = Own::new("ups/own", in_transit("ups/own"));
    let dpd = Own::new("dpd/own", nothing);
    let tracker = Tracker::builder()
        .carrier(dpd.clone())
        .carrier(ups.clone())
        .carrier(gls.clone())
        .freshness(Freshness::NONE)
        .clock(Frozen);
    let tracker = tracker.build().unwrap();
    let tracked = tracker.track(OF_GLS).await.unwrap();
    assert_eq!((tracked.is_found(), tracked.failures().len()), (true, 1));
    assert_eq!((gls.asked().len(), ups.asked().len(), dpd.asked().len()), (1, 1, 0));
    // Who knew it is asked first, and as it still does, alone.
    assert!(tracker.track(OF_GLS).await.unwrap().is_found());
    assert_eq!((gls.asked().len(), ups.asked().len(), dpd.asked().len()), (1, 2, 0));
}

#[tokio::test]
async fn who_knew_a_number_is_asked_again_after_it_was_down() {
    let calls = AtomicUsize::new(0);
    let known = in_transit("gls/own");
    let gls = Own::new("gls/own", move |number| match calls.fetch_add(1, Ordering::SeqCst) {
        1 => Err(Error::new(ErrorKind::Unavailable, "down")),
        _ => known(number),
    });
    let dpd = Own::new("my-vans/own", in_transit("my-vans/own"));
    let tracker = Tracker::builder()
        .carrier(gls.clone())
        .carrier(dpd.clone())
        .freshness(Freshness::NONE)
        .clock(Frozen)
        .build()
        .unwrap();
    for (call, reports) in [2, 1, 2].into_iter().enumerate() {
        assert_eq!(tracker.track(OF_GLS).await.unwrap().reports().len(), reports, "{call}");
    }
    assert_eq!((gls.asked().len(), dpd.asked().len()), (3, 3));
}

#[tokio::test]
async fn no_more_carriers_are_asked_than_wished_and_none_after_one_that_knows() {
    let gls = Own::new("gls/own", in_transit("gls/own"));
    let ups = Own::new("ups/own", nothing);
    let both = || {
        Tracker::builder().carrier(ups.clone()).carrier(gls.clone()).freshness(Freshness::NONE).clock(Frozen)
    };
    assert!(both().build().unwrap().track(OF_GLS).await.unwrap().is_found());
    assert_eq!((gls.asked().len(), ups.asked().len()), (1, 0));
    // Nobody's format: all in turn would know, but only one is asked.
    both().probes(1).build().unwrap().track("WHOSE-IS-THIS").await.unwrap();
    assert_eq!(gls.asked().len() + ups.asked().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_likely_carrier_that_hangs_does_not_keep_the_next_from_being_asked() {
    let (started, _has_started) = oneshot::channel();
    let (dropped, _was_dropped) = oneshot::channel();
    let hanging = Hanging { channel: "gls/own", ends: Mutex::new(Some((started, dropped))) };
    let ups = Own::new("ups/own", in_transit("ups/own"));
    let tracker = Tracker::builder().carrier(hanging).carrier(ups.clone()).deadline(Duration::from_secs(8));
    let tracked =
        tracker.clock(parceltrack::SystemClock::new()).build().unwrap().track(OF_GLS).await.unwrap();
    assert!(tracked.is_found() && ups.asked().len() == 1);
    let [(channel, error)] = tracked.failures() else { panic!("{:?}", tracked.failures()) };
    assert_eq!((channel.to_string().as_str(), error.kind()), ("gls/own", ErrorKind::TimedOut));
}

#[tokio::test]
async fn a_carrier_that_panics_costs_its_own_part_and_shows_nothing() {
    let vendor = Vendor::start().await;
    vendor.on((DHL.right)(NUMBER), json(200, DHL.found.body)).await;
    let faulty = Own::new("faulty/all", |number| panic!("this panic is part of a test: {number}"));
    let tracker = Tracker::builder()
        .carrier(faulty)
        .carrier(DHL.client(&vendor.uri()))
        .freshness(Freshness::NONE)
        .clock(Frozen);
    let tracked = tracker.build().unwrap().ask(dhl_number(), None).await.unwrap();
    assert_eq!((tracked.reports().len(), tracked.parcel().status()), (1, Status::Delivered));
    let [(channel, error)] = tracked.failures() else { panic!("{:?}", tracked.failures()) };
    assert_eq!((channel.to_string().as_str(), error.kind()), ("faulty/all", ErrorKind::BadReply));
    assert!(!format!("{error:#} {error:?}").contains("0034"), "{error:?}");
}

#[tokio::test]
async fn carriers_that_name_each_other_are_asked_once_each() {
    let one = Own::new("one/all", |number| Ok(continued("one/all", number, ("two", "TWO-2222".into()))));
    let two = Own::new("two/all", |number| match number {
        "TWO-2222" => Ok(continued("two/all", number, ("one", "ONE-1111".into()))),
        _ => nothing(number),
    });
    let tracker = Tracker::builder()
        .carrier(one.clone())
        .carrier(two.clone())
        .freshness(Freshness::NONE)
        .clock(Frozen)
        .build()
        .unwrap();
    let tracked = tracker.track_as(&"one".parse().unwrap(), "ONE-1111").await.unwrap();
    assert_eq!((one.asked(), two.asked()), (vec!["ONE-1111".to_owned()], vec!["TWO-2222".to_owned()]));
    assert_eq!((tracked.reports().len(), tracked.parcel().status()), (2, Status::InTransit));
}

#[tokio::test]
async fn not_found_is_believed_without_the_postal_code_only() {
    let vendor = Vendor::start().await;
    vendor.on((DHL.right)(NUMBER).query("recipientPostalCode", "00000"), json(404, DHL.not_found.1)).await;
    vendor.on((DHL.right)(NUMBER), json(200, DHL.found.body)).await;
    let tracker = Tracker::builder()
        .carrier(DHL.client(&vendor.uri()))
        .freshness(Freshness::NONE)
        .clock(Frozen)
        .build()
        .unwrap();
    let mut question = dhl_number();
    question.postal_code = Some("00000".into());
    let tracked = tracker.ask(question, None).await.unwrap();
    vendor.check();
    assert!(tracked.is_found() && tracked.failures().is_empty());
    assert_eq!(vendor.requests().await.len(), 2);
}

#[tokio::test]
async fn another_name_of_the_parcel_costs_its_teller_no_second_question() {
    let one = Own::new("one/all", |number| {
        let mut answer = continued("one/all", number, ("two", "TWO-2222".into()));
        answer.reports[0].related[0].relation = Relation::Same;
        let piece = Related::new(Relation::Same, "one".parse().unwrap(), "PIECE-0001".parse().unwrap());
        answer.reports[0].related.push(piece);
        Ok(answer)
    });
    let two = Own::new("two/all", nothing);
    let tracker = Tracker::builder()
        .carrier(one.clone())
        .carrier(two.clone())
        .freshness(Freshness::NONE)
        .clock(Frozen)
        .build()
        .unwrap();
    tracker.track_as(&"one".parse().unwrap(), "ONE-1111").await.unwrap();
    assert_eq!((one.asked(), two.asked()), (vec!["ONE-1111".to_owned()], vec!["TWO-2222".to_owned()]));
}

#[tokio::test]
async fn a_chain_without_end_is_left_after_a_few_carriers() {
    let next = Arc::new(AtomicUsize::new(1000));
    let endless = Own::new("endless/all", move |number| {
        let next = format!("NEXT-{}", next.fetch_add(1, Ordering::SeqCst));
        Ok(continued("endless/all", number, ("endless", next)))
    });
    let tracker =
        Tracker::builder().carrier(endless.clone()).freshness(Freshness::NONE).clock(Frozen).build().unwrap();
    tracker.track("NEXT-0001").await.unwrap();
    assert!((2..10).contains(&endless.asked().len()), "{:?}", endless.asked());
}

/// Never answers; tells when it is asked, and when its call is dropped.
struct Hanging {
    channel: &'static str,
    ends: Mutex<Option<(oneshot::Sender<()>, oneshot::Sender<()>)>>,
}

struct DropGuard(Option<oneshot::Sender<()>>);

impl Drop for DropGuard {
    fn drop(&mut self) {
        let _ = self.0.take().unwrap().send(());
    }
}

impl fmt::Debug for Hanging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hanging")
    }
}

#[async_trait]
impl Carrier for Hanging {
    fn channel(&self) -> Channel {
        self.channel.parse().unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::BY_NUMBER
    }

    async fn track(&self, _: &Query, _: &Session) -> Result<Answer, Error> {
        let (started, dropped) = self.ends.lock().unwrap().take().unwrap();
        let _guard = DropGuard(Some(dropped));
        started.send(()).unwrap();
        std::future::pending().await
    }
}

#[tokio::test]
async fn dropping_a_call_stops_its_questions() {
    let (started, has_started) = oneshot::channel();
    let (dropped, was_dropped) = oneshot::channel();
    let carrier = Hanging { channel: "hanging/all", ends: Mutex::new(Some((started, dropped))) };
    let tracker = Tracker::builder().carrier(carrier).build().unwrap();
    tokio::select! {
        tracked = tracker.track("HANG-0001") => panic!("{tracked:?}"),
        started = has_started => started.unwrap(),
    }
    // The call is dropped here; its tasks end as soon as the runtime gets to them, long before any deadline.
    tokio::time::timeout(Duration::from_secs(5), was_dropped).await.unwrap().unwrap();
}

#[tokio::test]
async fn the_deadline_stops_the_questions_too() {
    let (started, _has_started) = oneshot::channel();
    let (dropped, was_dropped) = oneshot::channel();
    let carrier = Hanging { channel: "hanging/all", ends: Mutex::new(Some((started, dropped))) };
    let tracker = Tracker::builder().carrier(carrier).deadline(Duration::from_millis(50)).build().unwrap();
    let tracked = tracker.track("HANG-0001").await.unwrap();
    assert_eq!(tracked.failures()[0].1.kind(), ErrorKind::TimedOut);
    tokio::time::timeout(Duration::from_secs(5), was_dropped).await.unwrap().unwrap();
}
