//! What a vendor allows of an operation.

use std::time::Duration;

/// What a vendor allows of one operation of one channel, or what a caller allows himself.
///
/// ```
/// use parceltrack::traffic::Limit;
///
/// // Two a second, thirty at once after a pause; no more than 250 a day.
/// const TRACK: Limit = Limit::of("track").per_second(2.0, 30).per_day(250);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    operation: &'static str,
    interval: Option<Duration>,
    burst: u32,
    per_day: Option<u32>,
    at_once: u32,
}

impl Limit {
    /// How many requests of an operation are on their way at once if nothing else is said.
    pub const DEFAULT_AT_ONCE: u32 = 16;

    /// An operation of which nothing is known but its name, the one under which the carrier sends it. No more than
    /// [`DEFAULT_AT_ONCE`](Self::DEFAULT_AT_ONCE) of its requests are on their way at once.
    pub const fn of(operation: &'static str) -> Self {
        Self { operation, interval: None, burst: 1, per_day: None, at_once: Self::DEFAULT_AT_ONCE }
    }

    /// The same with so many requests a second on average, and up to `burst` one after the other after a pause.
    ///
    /// # Panics
    ///
    /// If the rate is not above zero: at compile time, where the limit is a constant.
    #[must_use]
    pub const fn per_second(self, rate: f64, burst: u32) -> Self {
        assert!(rate > 0.0 && rate <= 1e9, "a rate is above zero");
        let burst = if burst == 0 { 1 } else { burst };
        Self { interval: Some(Duration::from_nanos((1e9 / rate) as u64)), burst, ..self }
    }

    /// The same with so many requests a day at most; the day begins at midnight UTC.
    #[must_use]
    pub const fn per_day(self, requests: u32) -> Self {
        Self { per_day: Some(requests), ..self }
    }

    /// The same with so many requests on their way at once, at least one.
    #[must_use]
    pub const fn at_once(self, requests: u32) -> Self {
        Self { at_once: if requests == 0 { 1 } else { requests }, ..self }
    }

    /// The operation's name.
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// The time between two requests on average, if that is limited.
    pub const fn interval(&self) -> Option<Duration> {
        self.interval
    }

    /// How many requests may follow each other at once after a pause, at least one.
    pub const fn burst(&self) -> u32 {
        self.burst
    }

    /// How many requests a day are allowed, if that is limited.
    pub const fn daily(&self) -> Option<u32> {
        self.per_day
    }

    /// How many requests are on their way at once.
    pub const fn concurrency(&self) -> u32 {
        self.at_once
    }
}
