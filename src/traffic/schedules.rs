//! The queue of an operation and the rest of a channel, in many schedules of three calls.
#![cfg(test)]
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::Poll;
use std::time::Duration;

use super::lane::{Lane, TooLate, Turn};
use super::{Limit, Load, Retry, Road, Unobserved};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, LeapingClock, Method, Reply};
use crate::sync::schedules::{all, any, check, look, pause, within};

/// Of the lane, in all of its tests.
const SCHEDULES: usize = 100_000;

/// Ten a second.
const INTERVAL: Duration = Duration::from_millis(100);

/// A lane of ten requests a second, and what its vendor sees.
struct Vendor {
    lane: Lane,
    clock: LeapingClock,
    burst: u32,
    at_once: u32,
    with_it: AtomicUsize,
    /// When requests went.
    gone: Mutex<Vec<Duration>>,
}

/// A request on its way.
struct Sent<'v> {
    vendor: &'v Vendor,
    at: Duration,
    _turn: Turn,
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        self.vendor.with_it.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Vendor {
    fn new(burst: u32, at_once: u32) -> Arc<Self> {
        Arc::new(Self {
            lane: Lane::new(&Limit::of("track").per_second(10.0, burst).at_once(at_once)),
            clock: LeapingClock::default(),
            burst,
            at_once,
            with_it: AtomicUsize::new(0),
            gone: Mutex::default(),
        })
    }

    async fn enter(&self, deadline: Option<Duration>) -> Result<Sent<'_>, TooLate> {
        let turn = self.lane.enter(&self.clock, self.clock.elapsed(), deadline).await?;
        let at = turn.began;
        self.gone.lock().unwrap().push(at);
        let before = self.with_it.fetch_add(1, Ordering::SeqCst);
        assert!(before < self.at_once as usize, "one too many at once");
        Ok(Sent { vendor: self, at, _turn: turn })
    }

    /// Sends a request, which takes a while.
    async fn send(&self) {
        let sent = self.enter(None).await.unwrap();
        pause().await;
        drop(sent);
    }

    /// What must be true once all calls have ended: the rate was kept, and nothing is held. Tells when requests went.
    fn is_whole(&self) -> Vec<Duration> {
        let mut gone = self.gone.lock().unwrap().clone();
        gone.sort();
        for n in 1..gone.len() {
            for pair in gone.windows(n + 1) {
                let least = INTERVAL * (n as u32 + 1).saturating_sub(self.burst);
                assert!(pair[n] - pair[0] >= least, "too fast: {gone:?}");
            }
        }
        assert_eq!(self.with_it.load(Ordering::SeqCst), 0);
        assert_eq!(self.lane.at_once.available_permits(), self.at_once as usize, "places that are free");
        assert_eq!(self.lane.waiting.load(Ordering::SeqCst), 0, "calls that wait");
        gone
    }

    /// What must be true where nobody had a reason to wait but the rate: no request could have gone earlier.
    fn is_used(&self) {
        let gone = self.is_whole();
        for (n, at) in (0..).zip(&gone) {
            assert_eq!(*at, INTERVAL * (n + 1_u32).saturating_sub(self.burst), "too slow: {gone:?}");
        }
    }
}

#[test]
fn the_rate_is_kept_and_used() {
    check(SCHEDULES / 5, || {
        let vendor = Vendor::new(1 + any(2) as u32, 1 + any(2) as u32);
        all((0..3).map(|_| {
            let vendor = vendor.clone();
            async move {
                vendor.send().await;
                vendor.send().await;
            }
        }));
        vendor.is_used();
    });
}

#[test]
fn who_goes_away_leaves_his_place_to_the_next() {
    check(SCHEDULES / 5, || {
        let vendor = Vendor::new(1, 1 + any(2) as u32);
        all((0..3).map(|call| {
            let vendor = vendor.clone();
            async move {
                // Or while the request is on its way, or not at all.
                if call < 2 {
                    within(any(6), vendor.send()).await;
                }
                vendor.send().await;
            }
        }));
        vendor.is_used();
    });
}

#[test]
fn who_came_first_goes_first() {
    check(SCHEDULES / 5, || {
        let vendor = Vendor::new(1, 1 + any(2) as u32);
        let (came, order) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        all((0..3).map(|_| {
            let (vendor, came, order) = (vendor.clone(), came.clone(), order.clone());
            async move {
                for _ in 0..2 {
                    let began = came.fetch_add(1, Ordering::SeqCst);
                    let mut call = Box::pin(vendor.enter(None));
                    let looked = look(call.as_mut()).await;
                    let waits = came.fetch_add(1, Ordering::SeqCst);
                    let sent = match looked {
                        Poll::Ready(sent) => sent,
                        Poll::Pending => call.await,
                    };
                    let sent = sent.unwrap();
                    order.lock().unwrap().push((began, waits, sent.at));
                    pause().await;
                }
            }
        }));
        let order = order.lock().unwrap();
        for (_, waits, at) in &*order {
            for (began, _, other) in &*order {
                assert!(began < waits || other > at, "{order:?}");
            }
        }
    });
}

#[test]
fn who_runs_out_of_time_holds_nothing() {
    check(SCHEDULES / 5, || {
        let vendor = Vendor::new(1, 1);
        all((0..3).map(|_| {
            let vendor = vendor.clone();
            async move {
                let deadline = vendor.clock.elapsed() + INTERVAL / 2 * any(5) as u32;
                if let Ok(sent) = vendor.enter(Some(deadline)).await {
                    pause().await;
                    drop(sent);
                }
                vendor.send().await;
            }
        }));
        assert!(vendor.is_whole().len() >= 3);
    });
}

#[test]
fn nobody_goes_before_the_wait_is_over_that_the_vendor_asks_for() {
    const WAIT: Duration = Duration::from_secs(1);
    check(SCHEDULES / 5, || {
        let vendor = Vendor::new(6, 3);
        let held = Arc::new(OnceLock::new());
        all((0..3).map(|call| {
            let (vendor, held) = (vendor.clone(), held.clone());
            async move {
                let sent = vendor.enter(None).await.unwrap();
                pause().await;
                if call == 0 {
                    let now = vendor.clock.elapsed();
                    match any(2) {
                        0 => vendor.lane.hold(now, WAIT),
                        _ => vendor.lane.throttled(now, Some(WAIT), INTERVAL, INTERVAL),
                    }
                    held.set((vendor.clock.elapsed(), now + WAIT)).unwrap();
                }
                drop(sent);
                vendor.send().await;
            }
        }));
        let (from, until) = *held.get().unwrap();
        let gone = vendor.is_whole();
        assert!(gone.iter().all(|at| *at <= from || *at >= until), "{from:?} to {until:?}: {gone:?}");
    });
}

/// A request that tries the channel, or one after it was found to be up again.
struct Trial<'t>(&'t AtomicUsize);

impl<'t> Trial<'t> {
    fn begin(under_way: &'t AtomicUsize, is_up: &AtomicBool) -> Self {
        let others = under_way.fetch_add(1, Ordering::SeqCst);
        assert!(others == 0 || is_up.load(Ordering::SeqCst), "two try it at once");
        Self(under_way)
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn one_request_at_a_time_tries_a_channel_that_rests() {
    const TRACK: Load = Load { operation: "track", method: Method::Get, is_repeatable: true };
    let down = || -> Result<Reply> { Err(Error::new(ErrorKind::Unavailable, "no connection")) };
    check(SCHEDULES / 2, move || {
        let clock = LeapingClock::default();
        let channel = "dhl/unified".parse().unwrap();
        let road = Road::new(channel, Vec::new(), Retry::NONE, Arc::new(clock.clone()), Arc::new(Unobserved));
        let road = Arc::new(road);
        let (under_way, is_up): (Arc<AtomicUsize>, Arc<AtomicBool>) = Default::default();
        all([0].map(|_| {
            let (road, clock) = (road.clone(), clock.clone());
            async move {
                for _ in 0..8 {
                    road.send(TRACK, None, |_| async { down() }).await.unwrap_err();
                }
                clock.sleep(Duration::from_secs(5)).await;
            }
        }));
        all((0..3).map(|_| {
            let (road, clock) = (road.clone(), clock.clone());
            let (under_way, is_up) = (under_way.clone(), is_up.clone());
            async move {
                for _ in 0..2 {
                    let once = |_| async {
                        let _trial = Trial::begin(&under_way, &is_up);
                        pause().await;
                        if any(4) > 0 {
                            return down();
                        }
                        is_up.store(true, Ordering::SeqCst);
                        Ok(Reply::new(200, ""))
                    };
                    // Some go away before there is an answer.
                    let _ = within(1 + any(3), road.send(TRACK, None, once)).await;
                    clock.sleep(Duration::from_secs(10)).await;
                }
            }
        }));
        // Nobody keeps it from being tried.
        all([0].map(|_| {
            let (road, clock) = (road.clone(), clock.clone());
            async move {
                clock.sleep(Duration::from_secs(24)).await;
                road.send(TRACK, None, |_| async { Ok(Reply::new(200, "")) }).await.unwrap();
            }
        }));
    });
}
