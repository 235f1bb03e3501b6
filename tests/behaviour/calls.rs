//! Calls of one tracker over time: what they wait for, and what one of them leaves to the others.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use parceltrack::carrier::Capabilities;
use parceltrack::chrono::{DateTime, Utc};
use parceltrack::http::Clock;
use parceltrack::{
    Answer, Carrier, Channel, Error, ErrorKind, Event, Freshness, Query, Reference, Report, Session, Source,
    Status, SystemClock, Tracker, TrackerBuilder,
};
use tokio::time::{self, Instant};

use super::tracker::OF_GLS;

const DEADLINE: Duration = Duration::from_secs(8);

#[derive(Debug, Clone, Copy)]
enum Does {
    Answers,
    KnowsNothing,
    Hangs,
}

/// A carrier that does this in its first call, and that in all others.
#[derive(Debug)]
struct Own {
    channel: Channel,
    first: Does,
    then: Does,
    asked: Mutex<Vec<Instant>>,
}

impl Own {
    fn new(channel: &str, first: Does, then: Does) -> Arc<Self> {
        let channel = channel.parse().unwrap();
        Arc::new(Self { channel, first, then, asked: Mutex::default() })
    }

    /// How long after a moment it was asked, each time since.
    fn asked(&self, since: Instant) -> Vec<Duration> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter_map(|at| at.checked_duration_since(since)).collect()
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
        let does = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(Instant::now());
            if asked.len() == 1 { self.first } else { self.then }
        };
        match does {
            Does::Answers => {}
            Does::KnowsNothing => return Err(Error::new(ErrorKind::NotFound, "never heard of it")),
            Does::Hangs => std::future::pending().await,
        }
        let mut report = Report::new(Source::carrier(self.channel.clone(), number.clone()), super::now());
        report.events = vec![Event::new("2026-11-21T10:00:00Z".parse().unwrap(), Status::InTransit)];
        Ok(report.into())
    }
}

fn tracker() -> TrackerBuilder {
    Tracker::builder().freshness(Freshness::NONE).clock(SystemClock::new()).deadline(DEADLINE)
}

#[tokio::test(start_paused = true)]
async fn the_likely_carriers_have_a_quarter_of_the_time_each_before_the_next_are_asked() {
    let vans = Own::new("my-vans/own", Does::Answers, Does::Hangs);
    let gls = Own::new("gls/own", Does::KnowsNothing, Does::Hangs);
    let ups = Own::new("ups/own", Does::Hangs, Does::Hangs);
    let tracker = tracker().carrier(ups.clone()).carrier(gls.clone()).carrier(vans.clone()).build().unwrap();
    assert!(tracker.track(OF_GLS).await.unwrap().is_found());
    time::sleep(DEADLINE).await;
    // Now first who knew it, then whose check digit fits, then whose shape does.
    let began = Instant::now();
    let tracked = tracker.track(OF_GLS).await.unwrap();
    let quarter = DEADLINE / 4;
    assert_eq!(
        [vans.asked(began), gls.asked(began), ups.asked(began)],
        [[Duration::ZERO], [quarter], [quarter * 2]]
    );
    let kinds: Vec<ErrorKind> = tracked.failures().iter().map(|(_, error)| error.kind()).collect();
    assert_eq!((kinds.as_slice(), began.elapsed()), (&[ErrorKind::TimedOut; 3][..], DEADLINE));
}

#[tokio::test(start_paused = true)]
async fn who_waited_in_vain_takes_the_answer_that_another_fetched_meanwhile() {
    let began = Instant::now();
    let vans = Own::new("my-vans/own", Does::Hangs, Does::Answers);
    let tracker = tracker().carrier(vans.clone()).build().unwrap();
    let call = || {
        let tracker = tracker.clone();
        async move { tracker.track(OF_GLS).await.unwrap() }
    };
    let first = tokio::spawn(call());
    time::sleep(DEADLINE / 2).await;
    // Waits for the first, and is not looked at again until all is over.
    let mut late = pin!(call());
    assert!(poll_fn(|context| Poll::Ready(late.as_mut().poll(context).is_pending())).await);
    let second = tokio::spawn(call());
    assert!(second.await.unwrap().is_found());
    assert_eq!(first.await.unwrap().failures()[0].1.kind(), ErrorKind::TimedOut);
    assert!(late.await.is_found());
    assert_eq!(vans.asked(began).len(), 2);
}

/// Time stands still, and no wait takes any.
#[derive(Debug)]
struct Still;

#[async_trait]
impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        super::now()
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {}
}

#[tokio::test]
async fn a_call_ends_also_where_time_stands_still() {
    for deadline in [Duration::ZERO, Duration::from_nanos(3), DEADLINE, Duration::MAX] {
        let vans = Own::new("my-vans/own", Does::Hangs, Does::Hangs);
        let tracker = tracker().clock(Still).deadline(deadline).carrier(vans).build().unwrap();
        let tracked = tracker.track(OF_GLS).await.unwrap();
        assert_eq!(tracked.failures()[0].1.kind(), ErrorKind::TimedOut, "{deadline:?}");
    }
}

/// Time is what it is set to, and no wait ends.
#[derive(Debug, Default)]
struct Set {
    seconds: AtomicU64,
    waits: Mutex<Vec<Duration>>,
}

#[async_trait]
impl Clock for Set {
    fn now(&self) -> DateTime<Utc> {
        super::now()
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.seconds.load(Ordering::SeqCst))
    }

    async fn sleep(&self, duration: Duration) {
        self.waits.lock().unwrap().push(duration);
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_question_ends_in_time_also_where_it_begins_late_and_nobody_looks_at_its_call() {
    let clock = Arc::new(Set::default());
    let vans = Own::new("my-vans/own", Does::Hangs, Does::Hangs);
    let tracker = tracker().clock(clock.clone()).carrier(vans.clone()).build().unwrap();
    let mut call = pin!(tracker.track(OF_GLS));
    assert!(poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await);
    clock.seconds.store(DEADLINE.as_secs() - 1, Ordering::SeqCst);
    tokio::task::yield_now().await;
    assert_eq!(vans.asked.lock().unwrap().len(), 1);
    // The call waits for the next wave, the question for the deadline.
    assert_eq!(*clock.waits.lock().unwrap(), [DEADLINE / 4, Duration::from_secs(1)]);
}
