//! The clock of tests.
#![cfg(test)]

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::time;

use super::transport::Clock;

/// Follows tokio's paused time. The crate's own clock lies in a layer above.
#[derive(Debug, Clone)]
pub(crate) struct PausedClock(time::Instant);

impl Default for PausedClock {
    fn default() -> Self {
        Self(time::Instant::now())
    }
}

#[async_trait]
impl Clock for PausedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        time::sleep(duration).await;
    }
}
