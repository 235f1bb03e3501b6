//! When a channel is left alone.

use std::time::Duration;

/// So many failures in a row are no accident.
const FAILURES: u32 = 8;

/// How long a channel is left alone at first, and at most.
const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_secs(24);

/// Keeps requests from a channel that is down. After eight failures in a row it rests for five seconds; then one request at a
/// time tries it, and each that fails doubles the rest, up to 24 seconds. Any success ends it.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    /// While it rests.
    rest: Option<Rest>,
}

#[derive(Debug, Clone, Copy)]
struct Rest {
    until: Duration,
    lasts: Duration,
    is_tried: bool,
}

/// Whether a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Free,
    /// It is the one that tries, after the rest that lasted until then.
    Trial(Duration),
    /// Not before so long.
    Closed(Duration),
}

impl Breaker {
    pub(super) fn way(&mut self, now: Duration) -> Way {
        match &mut self.rest {
            None => Way::Free,
            Some(rest) if now >= rest.until && !rest.is_tried => {
                rest.is_tried = true;
                Way::Trial(rest.until)
            }
            // While it is tried, nobody knows how long; the answer comes soon.
            Some(rest) => Way::Closed(rest.until.saturating_sub(now).max(Duration::from_secs(1))),
        }
    }

    /// How long no request may go; none if one may.
    pub(super) fn is_closed(&self, now: Duration) -> Option<Duration> {
        let rest = self.rest.filter(|rest| rest.is_tried || now < rest.until)?;
        Some(rest.until.saturating_sub(now).max(Duration::from_secs(1)))
    }

    /// The vendor answered. Tells whether that ends a rest.
    pub(super) fn succeeded(&mut self) -> bool {
        self.failures = 0;
        self.rest.take().is_some()
    }

    /// The vendor was out of reach or overloaded. Tells whether a rest begins.
    pub(super) fn failed(&mut self, way: Way, now: Duration) -> bool {
        self.failures = self.failures.saturating_add(1);
        let lasts = match (&self.rest, way) {
            (Some(rest), Way::Trial(after)) if after == rest.until => (rest.lasts * 2).min(LONGEST_REST),
            (None, _) if self.failures >= FAILURES => FIRST_REST,
            // It was on its way before this rest began.
            _ => return false,
        };
        self.rest = Some(Rest { until: now.saturating_add(lasts), lasts, is_tried: false });
        true
    }

    /// The request was dropped before there was an answer.
    pub(super) fn dropped(&mut self, way: Way) {
        if let (Some(rest), Way::Trial(after)) = (&mut self.rest, way)
            && after == rest.until
        {
            rest.is_tried = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    fn resting() -> Breaker {
        let mut breaker = Breaker::default();
        for n in 1..=FAILURES {
            assert_eq!(breaker.way(Duration::ZERO), Way::Free);
            assert_eq!(breaker.failed(Way::Free, Duration::ZERO), n == FAILURES);
        }
        breaker
    }

    #[test]
    fn eight_failures_in_a_row_begin_a_rest() {
        let mut breaker = resting();
        assert_eq!(breaker.way(seconds(1)), Way::Closed(seconds(4)));
        assert_eq!(breaker.is_closed(seconds(1)), Some(seconds(4)));
        let mut other = Breaker::default();
        for _ in 0..100 {
            (1..FAILURES).for_each(|_| assert!(!other.failed(Way::Free, Duration::ZERO)));
            assert!(!other.succeeded());
        }
        assert_eq!(other.way(seconds(0)), Way::Free);
    }

    #[test]
    fn one_request_at_a_time_tries_it() {
        let mut breaker = resting();
        assert_eq!(breaker.is_closed(seconds(5)), None);
        assert_eq!(breaker.way(seconds(5)), Way::Trial(seconds(5)));
        assert_eq!(breaker.way(seconds(5)), Way::Closed(seconds(1)));
        assert_eq!(breaker.is_closed(seconds(5)), Some(seconds(1)));
        // What was on its way before says nothing new.
        assert!(!breaker.failed(Way::Free, seconds(5)));
        assert!(breaker.failed(Way::Trial(seconds(5)), seconds(6)));
        assert_eq!(breaker.way(seconds(15)), Way::Closed(seconds(1)));
        assert_eq!(breaker.way(seconds(16)), Way::Trial(seconds(16)));
        breaker.dropped(Way::Trial(seconds(16)));
        assert_eq!(breaker.way(seconds(16)), Way::Trial(seconds(16)));
        assert!(breaker.succeeded());
        assert_eq!(breaker.way(seconds(16)), Way::Free);
    }

    #[test]
    fn what_tried_it_after_an_earlier_rest_says_nothing_of_this_one() {
        let mut breaker = resting();
        let late = breaker.way(seconds(5));
        // Somebody else gets through, and then nobody any more.
        assert!(breaker.succeeded());
        (1..FAILURES).for_each(|_| assert!(!breaker.failed(Way::Free, seconds(6))));
        assert!(breaker.failed(Way::Free, seconds(6)));
        assert_eq!(breaker.way(seconds(11)), Way::Trial(seconds(11)));
        assert!(!breaker.failed(late, seconds(11)));
        breaker.dropped(late);
        assert_eq!(breaker.way(seconds(11)), Way::Closed(seconds(1)));
    }

    #[test]
    fn no_rest_is_longer_than_24_seconds() {
        let mut breaker = resting();
        let mut now = seconds(5);
        let rests: Vec<u64> = (0..5)
            .map(|_| {
                let trial = breaker.way(now);
                assert!(matches!(trial, Way::Trial(_)) && breaker.failed(trial, now));
                let rest = breaker.is_closed(now).unwrap();
                now += rest;
                rest.as_secs()
            })
            .collect();
        assert_eq!(rests, [10, 20, 24, 24, 24]);
    }
}
