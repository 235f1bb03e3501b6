//! The way to one channel, for all calls of a tracker.

use std::collections::BTreeMap;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use super::allowance::Allowance;
use super::breaker::{Breaker, Way};
use super::lane::{Lane, TooLate, Turn};
use super::limit::Limit;
use super::quota::Usage;
use super::retry::Retry;
use super::signal::{Observer, Signal};
use super::verdict::Verdict;
use crate::chance;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, Method, Reply};
use crate::model::Channel;
use crate::sync::{AtomicU64, Mutex, Ordering, lock};

/// The way to one channel, for all calls of a tracker.
#[derive(Debug)]
pub(crate) struct Road {
    channel: Channel,
    limits: Vec<Limit>,
    retry: Retry,
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    lanes: Mutex<BTreeMap<&'static str, Arc<Lane>>>,
    breaker: Mutex<Breaker>,
    allowance: Mutex<Allowance>,
    chance: Chance,
}

/// What is sent: which operation it is of, and whether it may be sent twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) is_repeatable: bool,
}

impl Road {
    pub(crate) fn new(
        channel: Channel,
        limits: Vec<Limit>,
        retry: Retry,
        clock: Arc<dyn Clock>,
        observer: Arc<dyn Observer>,
    ) -> Self {
        Self {
            channel,
            limits,
            retry,
            clock,
            observer,
            lanes: Mutex::default(),
            breaker: Mutex::default(),
            allowance: Mutex::default(),
            chance: Chance::new(),
        }
    }

    /// Sends by `once` when it is time, and again where that helps, until the deadline. That and when it begins, as `once` is
    /// told, are on the clock's scale.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RateLimited`] and [`ErrorKind::Unavailable`] with the wait, where the limits or the channel's rest
    /// leave no time for it; else what `once` met the last time.
    pub(crate) async fn send<F, Fut>(&self, load: Load, deadline: Option<Duration>, once: F) -> Result<Reply>
    where
        F: Fn(Duration) -> Fut + Send + Sync,
        Fut: Future<Output = Result<Reply>> + Send,
    {
        lock(&self.allowance).gain();
        let (mut sent, mut last) = (0, None);
        loop {
            let trip = match (self.enter(load.operation, deadline).await, last) {
                (Ok(trip), _) => trip,
                // What the vendor said himself tells more.
                (Err(_), Some(result)) => return result,
                (Err(error), None) => return Err(error),
            };
            let result = once(trip.turn.began).await;
            sent += 1;
            let now = self.clock.elapsed();
            let (operation, took) = (load.operation, now.saturating_sub(trip.turn.began));
            self.observe(&match &result {
                Ok(reply) => Signal::Answered { operation, status: reply.status(), took },
                Err(error) => Signal::Failed { operation, kind: error.kind(), took },
            });
            let verdict = Verdict::of(&result, load.method, took, || self.clock.now());
            trip.end(verdict, now);
            if !(verdict.may_repeat && load.is_repeatable) {
                return result;
            }
            let left = deadline.map(|deadline| deadline.saturating_sub(now));
            let Some(wait) = self.retry.wait(sent, verdict.asked, left, self.chance.next()) else {
                return result;
            };
            // Where the channel rests now, the answer that there is tells more than that.
            if lock(&self.breaker).is_closed(now).is_some() || !lock(&self.allowance).take() {
                return result;
            }
            self.observe(&Signal::Repeats { operation, sent, wait });
            self.clock.sleep(wait).await;
            last = Some(result);
        }
    }

    /// Takes note of a vendor who says by a code instead of a status that there were too many requests.
    pub(crate) fn was_refused(&self, error: &Error) {
        // The road's own refusals have no code.
        if error.kind() == ErrorKind::RateLimited && error.code().is_some() {
            let now = self.clock.elapsed();
            let wait = error.retry_after().unwrap_or(FIRST_HOLD);
            lock(&self.lanes).values().for_each(|lane| lane.hold(now, wait));
        }
    }

    /// What was used of the daily quotas.
    pub(crate) fn usage(&self) -> Vec<Usage> {
        let lanes = lock(&self.lanes);
        let used = lanes.iter().filter_map(|(operation, lane)| Some((operation, lane.used()?)));
        let used = used.filter(|(_, (_, used, _))| *used > 0);
        let usage = used.map(|(operation, (day, used, per_day))| Usage {
            channel: self.channel.clone(),
            operation: (*operation).to_owned(),
            day,
            used,
            per_day,
        });
        usage.collect()
    }

    /// What was used of a daily quota before this road was.
    pub(crate) fn set_usage(&self, usage: &Usage) {
        if let Some(limit) = self.limits.iter().find(|limit| limit.operation() == usage.operation) {
            self.lane(limit.operation()).set_used(usage.day, usage.used);
        }
    }

    async fn enter(&self, operation: &'static str, deadline: Option<Duration>) -> Result<Trip<'_>> {
        // Who waits for a turn that he would not use stands in others' way.
        let now = self.clock.elapsed();
        if let Some(wait) = lock(&self.breaker).is_closed(now) {
            return Err(self.resting(wait));
        }
        let lane = self.lane(operation);
        let turn = match lane.enter(&*self.clock, now, deadline).await {
            Ok(turn) => turn,
            Err(TooLate(wait)) => {
                self.observe(&Signal::TooLate { operation, wait });
                return Err(self.too_late(wait));
            }
        };
        if !turn.waited.is_zero() {
            self.observe(&Signal::Waited { operation, wait: turn.waited });
        }
        let way = lock(&self.breaker).way(turn.began);
        match way {
            Way::Closed(wait) => Err(self.resting(wait)),
            _ => Ok(Trip { road: self, lane, way, turn, is_over: false }),
        }
    }

    fn lane(&self, operation: &'static str) -> Arc<Lane> {
        let limit = || self.limits.iter().find(|limit| limit.operation() == operation).copied();
        let mut lanes = lock(&self.lanes);
        let lane = lanes
            .entry(operation)
            .or_insert_with(|| Arc::new(Lane::new(&limit().unwrap_or(Limit::of(operation)))));
        lane.clone()
    }

    fn observe(&self, signal: &Signal) {
        self.observer.observe(&self.channel, signal);
    }

    fn resting(&self, wait: Duration) -> Error {
        let text = format!("{}: failed many times in a row, and is not asked for {wait:.0?}", self.channel);
        self.error(ErrorKind::Unavailable, text, wait)
    }

    fn too_late(&self, wait: Duration) -> Error {
        if wait.is_zero() {
            let text = format!("{}: earlier requests took all the time", self.channel);
            return Error::new(ErrorKind::TimedOut, text).with_channel(&self.channel);
        }
        let text = format!("{}: what the vendor allows is used up for {wait:.0?}", self.channel);
        self.error(ErrorKind::RateLimited, text, wait)
    }

    fn error(&self, kind: ErrorKind, text: String, wait: Duration) -> Error {
        Error::new(kind, text).with_channel(&self.channel).with_retry_after(Some(wait))
    }
}

/// A request on its way. Dropping it before its end gives back all that it holds.
struct Trip<'r> {
    road: &'r Road,
    lane: Arc<Lane>,
    way: Way,
    turn: Turn,
    is_over: bool,
}

impl Trip<'_> {
    /// There is an answer, or none is to come.
    fn end(mut self, verdict: Verdict, now: Duration) {
        let Some(is_down) = verdict.is_down else { return };
        self.is_over = true;
        let road = self.road;
        if is_down {
            if lock(&road.breaker).failed(self.way, now) {
                road.observe(&Signal::Rests);
            }
        } else if lock(&road.breaker).succeeded() {
            road.observe(&Signal::Recovered);
        }
        if verdict.is_throttled {
            self.lane.throttled(now, verdict.asked, FIRST_HOLD, LONGEST_HOLD);
        } else {
            self.lane.granted();
            if let Some(asked) = verdict.asked {
                self.lane.hold(now, asked);
            }
        }
        if let Some(interval) = verdict.granted {
            self.lane.learn(interval, now);
        }
    }
}

impl Drop for Trip<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            lock(&self.road.breaker).dropped(self.way);
        }
    }
}

/// How long an operation rests after too many requests where the vendor does not say, at first and at most.
const FIRST_HOLD: Duration = Duration::from_millis(500);
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// Numbers from 0 to 1, other ones in each process.
#[derive(Debug)]
struct Chance(AtomicU64);

impl Chance {
    fn new() -> Self {
        // The keys of the standard library's hash maps come from the system's randomness.
        Self(AtomicU64::new(RandomState::new().hash_one(0)))
    }

    fn next(&self) -> f64 {
        chance::unit(chance::number(self.0.fetch_add(chance::STEP, Ordering::Relaxed)))
    }
}
