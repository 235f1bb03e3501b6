//! The clock of tests that try out schedules.
#![cfg(test)]

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shuttle::future::yield_now;
use shuttle::sync::atomic::{AtomicU64, Ordering};

use super::transport::Clock;

/// Stands still until somebody who waits makes time leap to the end of his wait: soon or late, as the schedule has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct LeapingClock(Arc<AtomicU64>);

#[async_trait]
impl Clock for LeapingClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.elapsed() + duration;
        yield_now().await;
        self.0.fetch_max(end.as_nanos().try_into().unwrap(), Ordering::SeqCst);
    }
}
