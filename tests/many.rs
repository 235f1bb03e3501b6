//! Many parcels at once, calls that are dropped, and the end of a tracker, over a carrier of the tests' own.
#![cfg(feature = "runtime")]
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::{FutureExt, StreamExt, stream};
use parceltrack::carrier::Capabilities;
use parceltrack::{
    Answer, Carrier, Channel, Error, ErrorKind, Event, Freshness, Query, Reference, Report, Session, Source,
    Status, Tracker,
};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time;

/// A carrier whose vendor takes fifty questions a request, thinks for a tenth of a second, and knows no number that ends
/// in 7.
#[derive(Debug, Default)]
struct Post {
    /// How many questions each request had.
    requests: Mutex<Vec<usize>>,
    with_it: AtomicUsize,
    most_with_it: AtomicUsize,
}

impl Post {
    fn answer(&self, query: &Query, session: &Session) -> Result<Answer, Error> {
        let Reference::Number(number) = &query.reference else {
            return Err(Error::new(ErrorKind::Unsupported, "asked by number"));
        };
        if number.as_str().ends_with('7') {
            return Err(Error::new(ErrorKind::NotFound, "nothing known"));
        }
        let mut report = Report::new(Source::carrier(self.channel(), number.clone()), session.now());
        report.events.push(Event::new("2026-11-20T09:00:00Z".parse()?, Status::InTransit));
        Ok(report.into())
    }
}

#[async_trait]
impl Carrier for Post {
    fn channel(&self) -> Channel {
        "own/post".parse().unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::BY_NUMBER;
        capabilities.batch = 50;
        capabilities
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer, Error> {
        self.track_batch(std::slice::from_ref(query), session).await.remove(0)
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer, Error>> {
        self.requests.lock().unwrap().push(queries.len());
        self.most_with_it.fetch_max(self.with_it.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        time::sleep(Duration::from_millis(100)).await;
        self.with_it.fetch_sub(1, Ordering::SeqCst);
        queries.iter().map(|query| self.answer(query, session)).collect()
    }
}

fn number(n: usize) -> Query {
    Query::number(format!("{}", 1_000_000_000 + n).parse().unwrap())
}

#[tokio::test(start_paused = true)]
async fn many_parcels_share_requests_and_each_has_its_own_fate() {
    const PARCELS: usize = 2000;
    let post = Arc::new(Post::default());
    let tracker = Tracker::builder().carrier(post.clone()).at_once(200).build().unwrap();
    let taken = Arc::new(AtomicUsize::new(0));
    let queries = stream::iter(0..PARCELS).map(|n| {
        taken.fetch_add(1, Ordering::SeqCst);
        number(n)
    });
    let mut parcels = std::pin::pin!(tracker.track_many(queries));
    let mut told = 0;
    while let Some((query, tracked)) = parcels.next().await {
        told += 1;
        assert!(taken.load(Ordering::SeqCst) <= told + 200, "no more questions are taken than are under way");
        let tracked = tracked.unwrap();
        let Reference::Number(number) = &query.reference else { panic!("{query:?}") };
        assert_eq!(tracked.is_found(), !number.as_str().ends_with('7'));
        match tracked.failures() {
            [] => assert_eq!(&tracked.reports()[0].source.number, number),
            [(_, error)] => assert_eq!(error.kind(), ErrorKind::NotFound),
            failures => panic!("{failures:?}"),
        }
    }
    assert_eq!(told, PARCELS);
    let requests = post.requests.lock().unwrap();
    assert_eq!(requests.iter().sum::<usize>(), PARCELS, "each was asked once");
    println!("{PARCELS} parcels in {} requests", requests.len());
    assert!(requests.len() <= PARCELS / 50 * 2, "{requests:?}");
}

#[tokio::test(start_paused = true)]
async fn a_tracker_that_is_shut_down_ends_what_is_under_way_and_begins_nothing() {
    let tracker = Tracker::builder().carrier(Post::default()).build().unwrap();
    let other = tracker.clone();
    let under_way = tokio::spawn(async move { other.track("1000000001").await });
    time::sleep(Duration::from_millis(50)).await;
    let mut closing = std::pin::pin!(tracker.close());
    assert!(time::timeout(Duration::from_millis(20), &mut closing).await.is_err());
    assert_eq!(tracker.track("1000000002").await.unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!(tracker.order("302-1").await.unwrap_err().kind(), ErrorKind::Closed);
    closing.await;
    assert!(under_way.await.unwrap().unwrap().is_found());
    tracker.close().await;
    assert_eq!(tracker.track("1000000002").await.unwrap_err().kind(), ErrorKind::Closed);
}

/// A thousand calls, alone, of the same parcels and in batches, each dropped at some moment.
#[tokio::test(start_paused = true)]
async fn dropped_calls_leave_no_task_and_hold_up_nobody() {
    let post = Arc::new(Post::default());
    let builder = Tracker::builder().carrier(post.clone()).freshness(Freshness::NONE);
    let tracker = builder.build().unwrap();
    let before = Handle::current().metrics().num_alive_tasks();
    let mut calls = JoinSet::new();
    for call in 0..1000_u64 {
        let tracker = tracker.clone();
        calls.spawn(async move {
            time::sleep(Duration::from_millis(call * 37 % 1000)).await;
            let patience = Duration::from_millis(call * 13 % 230);
            let parcel = number((call % 50) as usize);
            if call % 2 == 0 {
                let _ = time::timeout(patience, tracker.ask(parcel, None)).await;
            } else {
                let queries = stream::iter([parcel, number(call as usize)]);
                let _ = time::timeout(patience, tracker.track_many(queries).count()).await;
            }
        });
    }
    calls.join_all().await;
    // Tasks that were stopped end with their next look.
    time::sleep(Duration::from_millis(1)).await;
    assert_eq!(Handle::current().metrics().num_alive_tasks(), before);
    assert!(tracker.ask(number(1), None).await.unwrap().is_found());
    time::timeout(Duration::from_secs(1), tracker.close()).await.expect("no call is left under way");
}

#[tokio::test]
async fn who_asks_for_what_is_known_lets_others_go_on() {
    let tracker = Tracker::builder().carrier(Post::default()).build().unwrap();
    let other = Arc::new(AtomicUsize::new(0));
    let ask = || async { tracker.ask(number(1), None).await.unwrap().is_found() };
    assert!(ask().await);
    let task = tokio::spawn({
        let other = other.clone();
        async move { other.fetch_add(1, Ordering::SeqCst) }
    });
    for _ in 0..1000 {
        assert!(ask().await);
    }
    assert_eq!(other.load(Ordering::SeqCst), 1);
    task.await.unwrap();
}

/// A carrier whose vendor never answers the first question.
#[derive(Debug, Default)]
struct Deaf {
    asked: AtomicUsize,
    post: Post,
}

#[async_trait]
impl Carrier for Deaf {
    fn channel(&self) -> Channel {
        self.post.channel()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::BY_NUMBER
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer, Error> {
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            std::future::pending::<()>().await;
        }
        self.post.track(query, session).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_nobody_looks_at_keeps_no_question_from_others() {
    let tracker = Tracker::builder().carrier(Deaf::default()).build().unwrap();
    let mut parcels = std::pin::pin!(tracker.track_many(stream::iter([number(1)])));
    assert!(parcels.next().now_or_never().is_none());
    time::sleep(Duration::from_secs(1)).await;
    assert!(tracker.ask(number(1), None).await.unwrap().is_found());
}
