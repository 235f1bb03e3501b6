//! The road under faults, on paused time.
#![cfg(test)]
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time;

use super::*;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, Method, PausedClock, Reply};
use crate::model::Channel;

const TRACK: Load = Load { operation: "track", method: Method::Get, is_repeatable: true };

/// A vendor behind a road: when it was asked, and how many requests are with it at once.
#[derive(Clone)]
struct Vendor {
    road: Arc<Road>,
    clock: PausedClock,
    asked: Arc<Mutex<Vec<Duration>>>,
    with_it: Arc<AtomicUsize>,
    most_with_it: Arc<AtomicUsize>,
}

impl Vendor {
    fn new(limits: &[Limit], retry: Retry) -> Self {
        Self::observed(limits, retry, Arc::new(Unobserved))
    }

    fn observed(limits: &[Limit], retry: Retry, observer: Arc<dyn Observer>) -> Self {
        let clock = PausedClock::default();
        let channel: Channel = "dhl/unified".parse().unwrap();
        let road = Road::new(channel, limits.to_vec(), retry, Arc::new(clock.clone()), observer);
        Self {
            road: Arc::new(road),
            clock,
            asked: Arc::default(),
            with_it: Arc::default(),
            most_with_it: Arc::default(),
        }
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    fn asked(&self) -> Vec<Duration> {
        self.asked.lock().unwrap().clone()
    }

    /// Sends a request that the vendor answers so, by how many came before and when it comes.
    async fn send<F, Fut>(&self, load: Load, time: Option<Duration>, answer: F) -> Result<Reply>
    where
        F: Fn(usize, Duration) -> Fut + Send + Sync,
        Fut: Future<Output = Result<Reply>> + Send,
    {
        let deadline = time.map(|time| self.now() + time);
        let once = |_| async {
            let number = {
                let mut asked = self.asked.lock().unwrap();
                asked.push(self.now());
                asked.len() - 1
            };
            let _here = Here::enter(&self.with_it);
            self.most_with_it.fetch_max(self.with_it.load(Ordering::SeqCst), Ordering::SeqCst);
            answer(number, self.now()).await
        };
        self.road.send(load, deadline, once).await
    }
}

/// Counts who is there.
struct Here<'c>(&'c AtomicUsize);

impl<'c> Here<'c> {
    fn enter(count: &'c AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Here<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn status(status: u16) -> Result<Reply> {
    Ok(Reply::new(status, ""))
}

fn down() -> Result<Reply> {
    Err(Error::new(ErrorKind::Unavailable, "no connection"))
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Numbers that look like chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[tokio::test(start_paused = true)]
async fn what_passes_is_asked_again_and_nothing_else() {
    for (load, first, requests) in [
        (TRACK, 503, 2),
        (TRACK, 429, 2),
        (TRACK, 500, 2),
        (TRACK, 408, 2),
        (TRACK, 404, 1),
        (TRACK, 401, 1),
        (TRACK, 400, 1),
        (TRACK, 302, 1),
        (Load { method: Method::Post, ..TRACK }, 503, 2),
        // A fault of SOAP.
        (Load { method: Method::Post, ..TRACK }, 500, 1),
        (Load { is_repeatable: false, ..TRACK }, 503, 1),
        (Load { is_repeatable: false, ..TRACK }, 429, 1),
    ] {
        let vendor = Vendor::new(&[], Retry::default());
        let answer = |n, _| async move { status(if n == 0 { first } else { 200 }) };
        let reply = vendor.send(load, None, answer).await.unwrap();
        assert_eq!(vendor.asked().len(), requests, "{first}");
        assert_eq!(reply.status(), if requests == 2 { 200 } else { first });
    }
    for (kind, requests) in [
        (ErrorKind::Unavailable, 3),
        (ErrorKind::TimedOut, 3),
        (ErrorKind::BadReply, 1),
        (ErrorKind::TooLarge, 1),
        (ErrorKind::Misconfigured, 1),
    ] {
        let vendor = Vendor::new(&[], Retry::default());
        let error =
            vendor.send(TRACK, None, |_, _| async move { Err(Error::new(kind, "x")) }).await.unwrap_err();
        assert_eq!((error.kind(), vendor.asked().len()), (kind, requests));
    }
}

#[tokio::test(start_paused = true)]
async fn a_vendor_that_asks_to_wait_is_not_asked_before_by_anybody() {
    const SCHEDULES: usize = 100_000;
    const HALF: Duration = Duration::from_micros(500);
    let mut dice = Dice(1);
    let (mut answered, mut refused) = (0, 0);
    for _ in 0..SCHEDULES {
        let vendor = Vendor::new(&[], Retry::default());
        let (asks, code) = (dice.below(100), [429, 503][dice.below(2) as usize]);
        let (wait, latest) = (seconds(asks), millis(asks * 1100 + 2));
        let answer = |n, _| async move {
            match n {
                0 => Ok(Reply::new(code, "").header("retry-after", &asks.to_string())),
                _ => status(200),
            }
        };
        // The first, and up to three that come meanwhile, with any time or with all that there is. None ends at the very
        // moment at which the wait does.
        let calls = (0..=dice.below(4)).map(|n| {
            let comes = if n == 0 { 0 } else { 1 + dice.below(asks * 1000 + 1) };
            let time = (dice.below(3) > 0).then(|| millis(dice.below(asks * 2000 + 1)) + HALF);
            let vendor = &vendor;
            async move {
                time::sleep(millis(comes)).await;
                let came = vendor.now();
                let result = vendor.send(TRACK, time, answer).await;
                let is_answered = matches!(&result, Ok(reply) if reply.status() == 200);
                if is_answered {
                    assert!(time.is_none_or(|time| vendor.now() <= came + time + millis(1)), "{time:?}");
                    return true;
                }
                // There was no time, which is told at once, with the end of the wait.
                let has_time = time.is_none_or(|time| time >= if n == 0 { latest } else { wait - came });
                assert!(!has_time, "{asks}: {came:?}, {time:?}: {result:?}");
                let kind =
                    if n == 0 && code == 503 { ErrorKind::Unavailable } else { ErrorKind::RateLimited };
                let error = result.map_or_else(Some, |reply| reply.status_error(vendor.clock.now())).unwrap();
                assert_eq!((error.kind(), error.retry_after()), (kind, Some(wait - came)));
                assert_eq!(vendor.now(), came);
                false
            }
        });
        let ends = join_all(calls).await;
        answered += ends.iter().filter(|is_answered| **is_answered).count();
        refused += ends.iter().filter(|is_answered| !**is_answered).count();
        let asked = vendor.asked();
        assert!(asked[1..].iter().all(|at| (wait..=latest).contains(at)), "{asks}: {asked:?}");
    }
    println!("{answered} answered, {refused} refused in {SCHEDULES} schedules");
    assert!(answered.min(refused) > SCHEDULES / 2);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_an_answer_at_once() {
    let vendor = Vendor::new(&[], Retry::default());
    let answer = |_, _| async { Ok(Reply::new(429, "").header("retry-after", "60")) };
    // The vendor's own words come first.
    assert_eq!(vendor.send(TRACK, Some(seconds(30)), answer).await.unwrap().status(), 429);
    let error = vendor.send(TRACK, Some(seconds(30)), answer).await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(seconds(60))));
    assert!(error.is_retryable());
    assert_eq!((vendor.asked().len(), vendor.now()), (1, Duration::ZERO));
    // Who has the time waits.
    assert_eq!(
        vendor.send(TRACK, Some(seconds(61)), |_, _| async { status(200) }).await.unwrap().status(),
        200
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_by_a_code_holds_the_channel_and_its_own_do_not() {
    let vendor = Vendor::new(&[Limit::of("track").per_second(1.0, 1)], Retry::NONE);
    let answer = |_, _| async { status(200) };
    vendor.send(TRACK, None, answer).await.unwrap();
    let own = vendor.send(TRACK, Some(millis(10)), answer).await.unwrap_err();
    vendor.road.was_refused(&own);
    vendor.road.was_refused(&Error::new(ErrorKind::NotFound, "").with_code("404"));
    vendor.send(TRACK, None, answer).await.unwrap();
    let refused = Error::new(ErrorKind::RateLimited, "").with_code("F900").with_retry_after(Some(seconds(9)));
    vendor.road.was_refused(&refused);
    vendor.send(TRACK, None, answer).await.unwrap();
    assert_eq!(vendor.asked(), [seconds(0), seconds(1), seconds(10)]);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_requests_that_hang_runs_out_of_time() {
    let vendor = Vendor::new(&[Limit::of("track").at_once(1)], Retry::NONE);
    let answer = |_, _| async {
        time::sleep(seconds(60)).await;
        status(200)
    };
    let hanging = vendor.send(TRACK, None, answer);
    let waiting = vendor.send(TRACK, Some(seconds(5)), answer);
    let (reply, error) = tokio::join!(hanging, waiting);
    assert_eq!((reply.unwrap().status(), error.unwrap_err().kind()), (200, ErrorKind::TimedOut));
    assert_eq!(vendor.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_dead_vendor_costs_little_and_is_found_again_soon() {
    let vendor = Vendor::new(&[], Retry::default());
    let back_at = seconds(100);
    let mut calls = JoinSet::new();
    for call in 0..1500_u64 {
        let vendor = vendor.clone();
        calls.spawn(async move {
            time::sleep(millis(call * 100)).await;
            let answer = move |_, at| async move { if at < back_at { down() } else { status(200) } };
            vendor
                .send(TRACK, Some(seconds(30)), answer)
                .await
                .map_err(|error| (error.kind(), error.retry_after()))
        });
    }
    let ends = calls.join_all().await;
    let asked = vendor.asked();
    let while_dead = asked.iter().filter(|at| **at < back_at).count();
    println!("{while_dead} requests for 1000 calls of a dead vendor");
    assert!(while_dead <= 60, "{while_dead}");
    let found = asked.iter().find(|at| **at >= back_at).unwrap();
    println!("found again after {:?}", *found - back_at);
    assert!(*found - back_at <= seconds(30));
    for end in ends.iter().filter_map(|end| end.as_ref().err()) {
        assert_eq!(end.0, ErrorKind::Unavailable);
        // Those that were not sent know when to come again.
        assert!(end.1.is_none_or(|wait| wait <= seconds(24)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_vendor_that_rests_is_tried_by_one_request_at_a_time() {
    let vendor = Vendor::new(&[], Retry::NONE);
    for _ in 0..8 {
        vendor.send(TRACK, None, |_, _| async { down() }).await.unwrap_err();
    }
    time::sleep(seconds(5)).await;
    vendor.most_with_it.store(0, Ordering::SeqCst);
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        let vendor = vendor.clone();
        calls.spawn(async move {
            let answer = |_, _| async {
                time::sleep(seconds(2)).await;
                status(200)
            };
            vendor.send(TRACK, None, answer).await.is_ok()
        });
    }
    let answered = calls.join_all().await.into_iter().filter(|is_answered| *is_answered).count();
    assert_eq!((answered, vendor.most_with_it.load(Ordering::SeqCst)), (1, 1));
    vendor.send(TRACK, None, |_, _| async { status(200) }).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_pace_is_kept_used_and_fair() {
    let limit = Limit::of("track").per_second(20.0, 5).at_once(3);
    let vendor = Vendor::new(&[limit], Retry::default());
    let ends = Arc::new(Mutex::new(Vec::new()));
    let mut calls = JoinSet::new();
    for call in 0..1000 {
        let (vendor, ends) = (vendor.clone(), ends.clone());
        calls.spawn(async move {
            time::sleep(Duration::from_micros(call)).await;
            let answer = |_, _| async {
                time::sleep(millis(30)).await;
                status(200)
            };
            vendor.send(TRACK, None, answer).await.unwrap();
            ends.lock().unwrap().push(call);
        });
    }
    calls.join_all().await;
    let asked = vendor.asked();
    for n in 1..200 {
        for pair in asked.windows(n + 1) {
            // One more than fit into the window's time and the burst would be too many.
            assert!(pair[n] - pair[0] >= millis(50) * (n as u32 + 1).saturating_sub(5), "{n}: {pair:?}");
        }
    }
    let could = millis(50) * (1000 - 5);
    assert!(*asked.last().unwrap() <= could.mul_f64(1.05), "{:?} of {could:?}", asked.last());
    assert!(ends.lock().unwrap().is_sorted(), "first come, first served");
    assert!(vendor.most_with_it.load(Ordering::SeqCst) <= 3);
}

#[tokio::test(start_paused = true)]
async fn the_vendors_word_changes_the_pace() {
    let limit = Limit::of("track").per_second(1.0, 1);
    let vendor = Vendor::new(&[limit], Retry::default());
    let answer = |_, _| async { Ok(Reply::new(200, "").header("x-amzn-RateLimit-Limit", "4")) };
    for _ in 0..5 {
        vendor.send(TRACK, None, answer).await.unwrap();
    }
    let asked: Vec<u128> = vendor.asked().iter().map(Duration::as_millis).collect();
    assert_eq!(asked, [0, 250, 500, 750, 1000]);
    // The last one that is granted for now.
    let answer = |_, _| async {
        Ok(Reply::new(200, "").header("x-ratelimit-remaining", "0").header("x-ratelimit-reset", "9"))
    };
    vendor.send(TRACK, None, answer).await.unwrap();
    vendor.send(TRACK, None, answer).await.unwrap();
    assert_eq!(vendor.asked()[6] - vendor.asked()[5], seconds(9));
}

#[tokio::test(start_paused = true)]
async fn a_days_quota_is_kept_over_a_restart() {
    let limits = [Limit::of("track").per_day(3)];
    let vendor = Vendor::new(&limits, Retry::default());
    let answer = |_, _| async { status(200) };
    vendor.send(TRACK, Some(seconds(9)), answer).await.unwrap();
    vendor.send(TRACK, Some(seconds(9)), answer).await.unwrap();
    let [usage] = vendor.road.usage().try_into().unwrap();
    assert_eq!((usage.used, usage.per_day, usage.operation.as_str()), (2, 3, "track"));
    let kept = serde_json::to_string(&usage).unwrap();
    let again = Vendor::new(&limits, Retry::default());
    again.road.set_usage(&serde_json::from_str(&kept).unwrap());
    again.send(TRACK, Some(seconds(9)), answer).await.unwrap();
    let error = again.send(TRACK, Some(seconds(9)), answer).await.unwrap_err();
    assert_eq!((error.kind(), again.asked().len()), (ErrorKind::RateLimited, 1));
    assert!(error.retry_after().unwrap() > seconds(86_000));
    // Without a deadline, the next day.
    again.send(TRACK, None, answer).await.unwrap();
    assert_eq!(again.road.usage()[0].used, 1);
}

/// What becomes of ten thousand questions to a vendor that answers every second request.
#[tokio::test(start_paused = true)]
async fn a_flapping_vendor_is_asked_little_more_than_needed() {
    const CALLS: usize = 10_000;
    let vendor = Vendor::new(&[Limit::of("track").per_second(100.0, 10)], Retry::default());
    let mut calls = JoinSet::new();
    for call in 0..CALLS {
        let vendor = vendor.clone();
        calls.spawn(async move {
            time::sleep(millis(call as u64 * 11)).await;
            let answer = |n: usize, _| async move {
                time::sleep(millis(40)).await;
                // Every second one, in no order.
                if n.wrapping_mul(0x9e37_79b9) >> 7 & 1 == 0 { status(200) } else { status(503) }
            };
            vendor.send(TRACK, Some(seconds(30)), answer).await.is_ok_and(|reply| reply.status() == 200)
        });
    }
    let ends = calls.join_all().await;
    let asked = vendor.asked();
    println!(
        "{} of {CALLS} answered by {} requests",
        ends.iter().filter(|is_answered| **is_answered).count(),
        asked.len()
    );
    assert_eq!(ends.len(), CALLS);
    assert!(asked.len() * 2 <= CALLS * 3);
    for pair in asked.windows(111) {
        assert!(pair[110] - pair[0] >= seconds(1), "{pair:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_call_is_longer_than_its_deadline() {
    let mut dice = Dice(3);
    for _ in 0..10_000 {
        let vendor = Vendor::new(&[Limit::of("track").per_second(5.0, 3).at_once(2)], Retry::default());
        let mut calls = JoinSet::new();
        for _ in 0..=dice.below(6) {
            let (vendor, time) = (vendor.clone(), millis(dice.below(3000)));
            let (kind, took) = (dice.below(6), millis(dice.below(4000)));
            calls.spawn(async move {
                let began = vendor.now();
                let answer = |_, now| async move {
                    // As the session has it: no request is longer than the call.
                    let left = (began + time).saturating_sub(now);
                    time::sleep(took.min(left)).await;
                    match kind {
                        _ if took > left => Err(Error::new(ErrorKind::TimedOut, "")),
                        0 => status(200),
                        1 => status(503),
                        2 => Ok(Reply::new(429, "").header("retry-after", "2")),
                        3 => Ok(Reply::new(503, "").header("retry-after", "1")),
                        _ => down(),
                    }
                };
                let _ = vendor.send(TRACK, Some(time), answer).await;
                (vendor.now() - began, time)
            });
        }
        for (took, time) in calls.join_all().await {
            assert!(took <= time + millis(50), "{took:?} of {time:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn dropped_calls_leave_nothing_behind() {
    let vendor = Vendor::new(&[Limit::of("track").per_second(50.0, 5).at_once(4)], Retry::default());
    let mut dice = Dice(5);
    let mut calls = JoinSet::new();
    for _ in 0..1000 {
        let vendor = vendor.clone();
        let (begins, drops, kind) = (dice.below(5000), dice.below(400), dice.below(3));
        calls.spawn(async move {
            time::sleep(millis(begins)).await;
            let answer = |_, _| async move {
                time::sleep(millis(60)).await;
                if kind == 0 { down() } else { status(200) }
            };
            let _ = time::timeout(millis(drops), vendor.send(TRACK, None, answer)).await;
        });
    }
    calls.join_all().await;
    assert_eq!(vendor.with_it.load(Ordering::SeqCst), 0);
    // All places are free: as many as may be at once are, without a wait beyond the pace.
    time::sleep(seconds(60)).await;
    vendor.most_with_it.store(0, Ordering::SeqCst);
    let mut calls = JoinSet::new();
    for _ in 0..4 {
        let vendor = vendor.clone();
        calls.spawn(async move {
            let answer = |_, _| async {
                time::sleep(seconds(1)).await;
                status(200)
            };
            vendor.send(TRACK, None, answer).await.unwrap();
        });
    }
    calls.join_all().await;
    assert_eq!(vendor.most_with_it.load(Ordering::SeqCst), 4);
}

#[tokio::test(start_paused = true)]
async fn what_happens_is_told() {
    #[derive(Debug, Default)]
    struct Log(Mutex<Vec<String>>);
    impl Observer for Log {
        fn observe(&self, channel: &Channel, signal: &Signal) {
            let word = format!("{signal:?}").split([' ', '{']).next().unwrap_or_default().to_owned();
            self.0.lock().unwrap().push(format!("{channel} {word}"));
        }
    }
    let log = Arc::new(Log::default());
    let vendor = Vendor::observed(&[Limit::of("track").per_second(1.0, 1)], Retry::default(), log.clone());
    vendor.send(TRACK, None, |n, _| async move { if n == 0 { down() } else { status(200) } }).await.unwrap();
    vendor.send(TRACK, Some(millis(1)), |_, _| async { status(200) }).await.unwrap_err();
    for _ in 0..3 {
        vendor.send(TRACK, None, |_, _| async { down() }).await.unwrap_err();
    }
    time::sleep(seconds(30)).await;
    vendor.send(TRACK, None, |_, _| async { status(200) }).await.unwrap();
    let told = log.0.lock().unwrap().clone();
    let told: Vec<&str> = told.iter().map(|line| line.strip_prefix("dhl/unified ").unwrap()).collect();
    assert_eq!(&told[..5], ["Failed", "Repeats", "Waited", "Answered", "TooLate"]);
    let count = |word| told.iter().filter(|told| **told == word).count();
    assert_eq!((count("Rests"), count("Recovered"), count("Answered")), (1, 1, 2), "{told:?}");
}
