//! How fast an operation is asked.

use std::time::Duration;

/// A token bucket, kept as the time at which it would be full again: whole nanoseconds, so that no rounding adds up. In any
/// window of time no more than the burst and what the rate gives in it goes through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    interval: Duration,
    burst: u32,
    full_at: Duration,
}

impl Pace {
    pub(super) fn new(interval: Duration, burst: u32) -> Self {
        Self { interval, burst, full_at: Duration::ZERO }
    }

    /// How long until a request may go that has so many before it.
    pub(super) fn wait(&self, now: Duration, before: u32) -> Duration {
        let spare = self.interval.saturating_mul(self.burst - 1);
        let full_at = self.full_at.max(now).saturating_add(self.interval.saturating_mul(before));
        full_at.saturating_sub(spare).saturating_sub(now)
    }

    /// There were too many requests: nothing is left.
    pub(super) fn empty(&mut self, now: Duration) {
        self.full_at = self.full_at.max(now.saturating_add(self.interval.saturating_mul(self.burst)));
    }

    /// A request goes.
    pub(super) fn take(&mut self, now: Duration) {
        self.full_at = self.full_at.max(now).saturating_add(self.interval);
    }

    /// The vendor grants another rate; what is in the bucket stays.
    pub(super) fn learn(&mut self, interval: Duration, now: Duration) {
        let missing = self.full_at.saturating_sub(now).as_nanos();
        let scaled = (missing * interval.as_nanos()).checked_div(self.interval.as_nanos()).unwrap_or(0);
        let scaled = Duration::from_nanos(u64::try_from(scaled).unwrap_or(u64::MAX));
        self.full_at = now.saturating_add(scaled);
        self.interval = interval;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_burst_and_then_the_rate() {
        let mut pace = Pace::new(millis(500), 3);
        let mut now = millis(1000);
        let mut gone = Vec::new();
        for _ in 0..6 {
            now += pace.wait(now, 0);
            pace.take(now);
            gone.push(now.as_millis());
        }
        assert_eq!(gone, [1000, 1000, 1000, 1500, 2000, 2500]);
        // Another rate, with the bucket as empty as it was.
        pace.learn(millis(100), now);
        assert_eq!((pace.wait(now, 0), pace.wait(now, 2)), (millis(100), millis(300)));
        pace.learn(Duration::from_secs(60), now);
        assert_eq!(pace.wait(now, 0), Duration::from_secs(60));
        now += Duration::from_secs(600);
        assert_eq!((pace.wait(now, 2), pace.wait(now, 3)), (Duration::ZERO, Duration::from_secs(60)));
        pace.empty(now);
        assert_eq!(pace.wait(now, 0), Duration::from_secs(60));
    }

    /// A million arrivals by chance, held against the definition: in each window the burst and what the rate gives.
    #[test]
    fn no_window_has_more_than_the_rate_gives() {
        let mut state = 7_u64;
        let mut chance = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for (interval, burst) in [(millis(500), 1), (millis(12), 100), (Duration::from_nanos(333), 30)] {
            let mut pace = Pace::new(interval, burst);
            let (mut now, mut gone) = (Duration::ZERO, Vec::new());
            for _ in 0..333_334 {
                now += interval.mul_f64(chance(2200) as f64 / 1000.0);
                let at = now + pace.wait(now, 0);
                // Those who cannot wait so long go away.
                if at < now + interval * 2 * burst {
                    now = at;
                    pace.take(at);
                    gone.push(at);
                }
            }
            // The window from one request to the `n`th behind it is as long as the rate wants.
            for n in [1, 2, 10, 1000].map(|n| n + burst as usize - 1) {
                for pair in gone.windows(n + 1) {
                    let window = pair[n] - pair[0];
                    assert!(
                        window >= interval * (n as u32 + 1 - burst),
                        "{interval:?} {burst} {n}: {window:?}"
                    );
                }
            }
            let could = (now.as_nanos() / interval.as_nanos()) as usize;
            assert!(gone.len() * 100 > could * 45, "{} of {could}", gone.len());
        }
    }
}
