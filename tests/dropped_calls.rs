//! Calls that are dropped, over real connections.
#![cfg(feature = "testkit")]
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use async_trait::async_trait;
use parceltrack::carrier::Capabilities;
use parceltrack::http::{Endpoint, HttpClient, Request};
use parceltrack::testkit::{FaultServer, Step};
use parceltrack::traffic::Limit;
use parceltrack::{Answer, Carrier, Channel, Error, Freshness, Query, Session, Tracker};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time;

/// A channel that fetches a page and makes nothing of it.
#[derive(Debug)]
struct Page(Endpoint);

#[async_trait]
impl Carrier for Page {
    fn channel(&self) -> Channel {
        "own/page".parse().unwrap()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::BY_NUMBER
    }

    async fn track(&self, _: &Query, session: &Session) -> Result<Answer, Error> {
        session.send("track", Request::get(&self.0, &["parcels"])).await.map(|_| Answer::default())
    }
}

/// A thousand calls over real connections, each dropped at some moment: before it has a place, while it connects, waits
/// for the head, or reads the body.
#[tokio::test]
async fn calls_that_are_dropped_leave_no_connection_and_no_task() {
    const AT_ONCE: usize = 10;
    let steps = [
        Step::Pause(Duration::from_millis(8)),
        Step::send(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nab"),
        Step::Pause(Duration::from_millis(8)),
        Step::send(b"cd"),
    ];
    let server = FaultServer::start(move |_| steps.to_vec()).unwrap();
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let page = Page(server.url().parse().unwrap());
    let limit = Limit::of("track").at_once(AT_ONCE as u32);
    let builder = Tracker::builder()
        .limit(page.channel(), limit)
        .carrier(page)
        .transport(HttpClient::builder().build().unwrap());
    let tracker = builder.freshness(Freshness::NONE).build().unwrap();
    let mut calls = JoinSet::new();
    for call in 0..1000_u64 {
        let (tracker, patience) = (tracker.clone(), Duration::from_millis(call * 13 % 40));
        calls.spawn(async move {
            time::sleep(Duration::from_millis(call * 37 % 1000)).await;
            time::timeout(patience, tracker.track((1_000_000_000 + call).to_string())).await.is_ok()
        });
    }
    let ended = calls.join_all().await.into_iter().filter(|is_ended| *is_ended).count();
    println!("{ended} ended, {} connections", server.connections());
    assert!((1..1000).contains(&ended) && server.connections() > 100);
    // Every place is free again.
    let calls: JoinSet<bool> = (0..AT_ONCE)
        .map(|call| {
            let tracker = tracker.clone();
            async move { tracker.track(format!("200000000{call}")).await.unwrap().failures().is_empty() }
        })
        .collect();
    let began = Instant::now();
    assert_eq!(calls.join_all().await, [true; AT_ONCE]);
    assert!(began.elapsed() < Duration::from_secs(5), "somebody waited for a place");
    tracker.close().await;
    drop(tracker);
    let end = Instant::now() + Duration::from_secs(5);
    while (server.open(), tasks()) != (0, before) && Instant::now() < end {
        time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!((server.open(), tasks()), (0, before));
}
