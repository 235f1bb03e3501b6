//! One operation's queue.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use tokio::sync::{self, MutexGuard, OwnedSemaphorePermit, Semaphore};

use super::limit::Limit;
use super::pace::Pace;
use super::quota::Quota;
use crate::http::Clock;
use crate::sync::{AtomicU32, Mutex, Ordering, lock};

/// The requests of one operation: who waits, in their order, and what is left of the limits.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) at_once: Arc<Semaphore>,
    /// Held by the first of those who wait, for a place and then for the pace.
    first: sync::Mutex<()>,
    pub(super) waiting: AtomicU32,
    left: Mutex<Left>,
}

#[derive(Debug)]
struct Left {
    pace: Option<Pace>,
    quota: Option<Quota>,
    /// No request goes before.
    held_until: Duration,
    /// How often in a row there were too many requests.
    throttled: u32,
}

/// A turn: a place among those who are on their way, given back when it is dropped, with when it began and how long it was
/// waited for.
#[derive(Debug)]
pub(super) struct Turn {
    _place: Option<OwnedSemaphorePermit>,
    pub(super) began: Duration,
    pub(super) waited: Duration,
}

/// The vendor's limits grant no request in the time that the call has, but after so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLate(pub(super) Duration);

impl Left {
    /// How long until a request may go that has so many before it.
    fn wait(&self, clock: &dyn Clock, now: Duration, before: u32) -> Duration {
        let pace = self.pace.map_or(Duration::ZERO, |pace| pace.wait(now, before));
        let quota = self.quota.map_or(Duration::ZERO, |quota| quota.wait(clock.now()));
        pace.max(quota).max(self.held_until.saturating_sub(now))
    }

    fn take(&mut self, clock: &dyn Clock, now: Duration) {
        if let Some(pace) = &mut self.pace {
            pace.take(now);
        }
        if let Some(quota) = &mut self.quota {
            quota.take(clock.now());
        }
    }

    fn hold(&mut self, now: Duration, wait: Duration) {
        self.held_until = self.held_until.max(now.saturating_add(wait));
    }
}

impl Lane {
    pub(super) fn new(limit: &Limit) -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(limit.concurrency() as usize)),
            first: sync::Mutex::new(()),
            waiting: AtomicU32::new(0),
            left: Mutex::new(Left {
                pace: limit.interval().map(|interval| Pace::new(interval, limit.burst())),
                quota: limit.daily().map(Quota::new),
                held_until: Duration::ZERO,
                throttled: 0,
            }),
        }
    }

    /// Waits for a turn, first come, first served, of one who `came` at this moment. Dropping the future gives up the place
    /// in the queue.
    pub(super) async fn enter(
        &self,
        clock: &dyn Clock,
        came: Duration,
        deadline: Option<Duration>,
    ) -> Result<Turn, TooLate> {
        let is_late = |wait: Duration, now| {
            deadline.is_some_and(|deadline: Duration| wait > deadline.saturating_sub(now))
        };
        let waiting = Waiting::behind(&self.waiting);
        let (first, place, mut now) = match self.free_place() {
            // Where there is nothing to wait for no time passes, and the clock need not be asked again.
            Some((_first, place)) if self.take(clock, came).is_ok() => {
                return Ok(Turn { _place: Some(place), began: came, waited: Duration::ZERO });
            }
            Some((first, place)) => (first, Some(place), clock.elapsed()),
            None => {
                // Whoever cannot be served in time learns it now, not at the deadline.
                let wait = lock(&self.left).wait(clock, came, waiting.before);
                if is_late(wait, came) {
                    return Err(TooLate(wait));
                }
                // Boxed, or the future of each request would be twice as large for the few that wait.
                Box::pin(self.place(clock, came, deadline, waiting.before)).await?
            }
        };
        while let Err(wait) = self.take(clock, now) {
            if is_late(wait, now) {
                return Err(TooLate(wait));
            }
            clock.sleep(wait).await;
            // Of a clock that stands still the wait is believed.
            now = clock.elapsed().max(now.saturating_add(wait));
        }
        drop(first);
        Ok(Turn { _place: place, began: now, waited: now.saturating_sub(came) })
    }

    /// Takes a request of what is left, or tells how long until there is one.
    fn take(&self, clock: &dyn Clock, now: Duration) -> Result<(), Duration> {
        let mut left = lock(&self.left);
        let wait = left.wait(clock, now, 0);
        if !wait.is_zero() {
            return Err(wait);
        }
        left.take(clock, now);
        Ok(())
    }

    /// The turn and a place where nobody waits for either, as mostly: no time passes for it.
    fn free_place(&self) -> Option<(MutexGuard<'_, ()>, OwnedSemaphorePermit)> {
        let first = self.first.try_lock().ok()?;
        Some((first, self.at_once.clone().try_acquire_owned().ok()?))
    }

    /// The turn and a place, and when both were there, of one who came at this moment and has so many before him.
    async fn place(
        &self,
        clock: &dyn Clock,
        came: Duration,
        deadline: Option<Duration>,
        before: u32,
    ) -> Result<(MutexGuard<'_, ()>, Option<OwnedSemaphorePermit>, Duration), TooLate> {
        let turn_and_place = async {
            // In this order, or who waits for a place could be overtaken by one who finds it free.
            let first = self.first.lock().await;
            // The semaphore is never closed.
            let place = self.at_once.clone().acquire_owned().await.ok();
            (first, place, clock.elapsed())
        };
        let Some(deadline) = deadline else { return Ok(turn_and_place.await) };
        tokio::select! {
            biased;
            all = turn_and_place => Ok(all),
            () = async { clock.sleep(deadline.saturating_sub(came)).await } => {
                Err(TooLate(lock(&self.left).wait(clock, clock.elapsed(), before)))
            }
        }
    }

    /// No request goes for so long.
    pub(super) fn hold(&self, now: Duration, wait: Duration) {
        lock(&self.left).hold(now, wait);
    }

    /// There were too many requests. No request goes for as long as the vendor asks; where it does not, for `first`, twice
    /// as long each time that this follows on itself, up to `longest`.
    pub(super) fn throttled(
        &self,
        now: Duration,
        asked: Option<Duration>,
        first: Duration,
        longest: Duration,
    ) {
        let mut left = lock(&self.left);
        let own = first.saturating_mul(1_u32.checked_shl(left.throttled).unwrap_or(u32::MAX)).min(longest);
        left.throttled = left.throttled.saturating_add(1);
        if let Some(pace) = &mut left.pace {
            pace.empty(now);
        }
        left.hold(now, asked.unwrap_or(own));
    }

    /// There were not too many requests.
    pub(super) fn granted(&self) {
        lock(&self.left).throttled = 0;
    }

    /// The vendor grants a request each so long.
    pub(super) fn learn(&self, interval: Duration, now: Duration) {
        match &mut lock(&self.left).pace {
            Some(pace) => pace.learn(interval, now),
            none => *none = Some(Pace::new(interval, 1)),
        }
    }

    /// What is used of the daily quota: the day, how much, and how much there is.
    pub(super) fn used(&self) -> Option<(NaiveDate, u32, u32)> {
        lock(&self.left).quota.map(|quota| (quota.day, quota.used, quota.per_day))
    }

    /// So much of the quota was used on a day.
    pub(super) fn set_used(&self, day: NaiveDate, used: u32) {
        if let Some(quota) = &mut lock(&self.left).quota {
            (quota.day, quota.used) = (day, used);
        }
    }
}

/// One of those who wait.
struct Waiting<'l> {
    all: &'l AtomicU32,
    before: u32,
}

impl<'l> Waiting<'l> {
    fn behind(all: &'l AtomicU32) -> Self {
        Self { all, before: all.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(1, Ordering::Relaxed);
    }
}
