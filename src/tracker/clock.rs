//! The clock of the machine.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::time::{self, Instant};

use crate::http::Clock;

/// The machine's time of day, and tokio's time for measuring and waiting: where a test pauses tokio's time, measuring
/// and waiting follow it.
///
/// Its [`elapsed`](Clock::elapsed) counts from the moment it was made, so parts that compare such times share one
/// clock. Waiting needs a tokio runtime with its timer enabled.
///
/// ```
/// use parceltrack::{SystemClock, http::Clock};
///
/// let clock = SystemClock::new();
/// let earlier = clock.elapsed();
/// assert!(clock.elapsed() >= earlier);
/// ```
#[derive(Debug, Clone)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// A clock that measures from now on.
    pub fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        time::sleep(duration).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn measuring_and_waiting_follow_paused_time() {
        let clock = SystemClock::new();
        clock.sleep(Duration::from_secs(86_400)).await;
        assert_eq!(clock.elapsed().as_secs(), 86_400);
    }
}
