//! What stands beside the channel under test: other carriers, clocks and transports.

use std::future::{pending, poll_fn};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use super::server::Asked;
use super::subject::Subject;
use crate::carrier::{Answer, Capabilities, Carrier, Query, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, Reply, Request, Transport};
use crate::model::{Channel, Event, Report, Source, Status, TrackingNumber};
use crate::tracker::SystemClock;

/// The channel under test, watched.
#[derive(Debug)]
pub(super) struct Watched {
    inner: Arc<dyn Carrier>,
    /// Stops for good after it was looked at so often.
    pub(super) polls: usize,
    polled: AtomicUsize,
    pub(super) stopped: Notify,
    pub(super) panicked: AtomicBool,
    /// Whether it has told an order, of which a tracked parcel knows nothing.
    pub(super) told_order: AtomicBool,
}

impl Watched {
    pub(super) fn new(inner: Arc<dyn Carrier>, polls: usize) -> Arc<Self> {
        Arc::new(Self {
            inner,
            polls,
            polled: AtomicUsize::new(0),
            stopped: Notify::new(),
            panicked: AtomicBool::new(false),
            told_order: AtomicBool::new(false),
        })
    }
}

/// Sees a panic pass by.
struct Witness<'w>(&'w AtomicBool);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.store(true, Ordering::SeqCst);
        }
    }
}

#[async_trait]
impl Carrier for Watched {
    fn channel(&self) -> Channel {
        self.inner.channel()
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        let _witness = Witness(&self.panicked);
        let mut call = self.inner.track(query, session);
        let answer = poll_fn(|context| {
            if self.polled.fetch_add(1, Ordering::SeqCst) >= self.polls {
                self.stopped.notify_one();
                return Poll::Pending;
            }
            call.as_mut().poll(context)
        })
        .await?;
        self.told_order.fetch_or(!answer.orders.is_empty(), Ordering::SeqCst);
        Ok(answer)
    }
}

/// A carrier that needs nobody: its one event is always told, or else it panics.
#[derive(Debug)]
pub(super) struct Beside {
    channel: Channel,
    capabilities: Capabilities,
    number: TrackingNumber,
    panics: bool,
}

impl Beside {
    pub(super) fn healthy(tested: &dyn Carrier, subject: &Subject) -> Result<Self> {
        Self::new("healthy", false, tested, subject)
    }

    pub(super) fn panicking(tested: &dyn Carrier, subject: &Subject) -> Result<Self> {
        Self::new("panicking", true, tested, subject)
    }

    fn new(name: &str, panics: bool, tested: &dyn Carrier, subject: &Subject) -> Result<Self> {
        let channel = Channel::new(tested.channel().carrier().clone(), name)?;
        // What names a package need not be a number.
        let number = subject.number().parse().or_else(|_| "HEALTHY0001".parse())?;
        Ok(Self { channel, capabilities: tested.capabilities(), number, panics })
    }
}

#[async_trait]
impl Carrier for Beside {
    fn channel(&self) -> Channel {
        self.channel.clone()
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    async fn track(&self, _: &Query, session: &Session) -> Result<Answer> {
        if self.panics {
            // As a panic does it, without a word on standard error.
            resume_unwind(Box::new(()));
        }
        let mut report =
            Report::new(Source::carrier(self.channel.clone(), self.number.clone()), session.now());
        let time = (session.now() - TimeDelta::days(30)).to_rfc3339().parse()?;
        report.events.push(Event::new(time, Status::InTransit));
        Ok(report.into())
    }
}

/// The tests' time of day; waiting takes its time.
#[derive(Debug)]
pub(super) struct TestClock {
    now: DateTime<Utc>,
    system: SystemClock,
}

impl TestClock {
    pub(super) fn new(now: DateTime<Utc>, off: TimeDelta) -> Self {
        Self { now: now + off, system: SystemClock::new() }
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn elapsed(&self) -> Duration {
        self.system.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        self.system.sleep(duration).await;
    }
}

/// A transport that never comes back.
#[derive(Debug)]
pub(super) struct Hanging;

#[async_trait]
impl Transport for Hanging {
    async fn send(&self, _: &Request, _: Option<Duration>) -> Result<Reply> {
        pending().await
    }
}

/// A vendor without a server, who takes a moment for each answer.
#[derive(Debug)]
pub(super) struct InMemory {
    pub(super) subject: Subject,
    pub(super) logins: Arc<AtomicUsize>,
    pub(super) requests: Arc<AtomicUsize>,
}

#[async_trait]
impl Transport for InMemory {
    async fn send(&self, request: &Request, _: Option<Duration>) -> Result<Reply> {
        let asked = Asked::of(request);
        self.requests.fetch_add(1, Ordering::SeqCst);
        if self.subject.is_login(&asked) {
            self.logins.fetch_add(1, Ordering::SeqCst);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok((self.subject.answers)(&asked))
    }
}

/// Something of the suite's own has failed, not the channel.
pub(super) fn broken(what: &str) -> impl FnOnce(std::io::Error) -> Error {
    let text = format!("the suite cannot {what}");
    |error| Error::new(ErrorKind::Misconfigured, text).with_source(error)
}
