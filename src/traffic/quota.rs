//! How often an operation is asked a day.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::model::Channel;

/// What was used of a daily quota, to be kept over a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Usage {
    /// The channel.
    pub channel: Channel,
    /// The operation.
    pub operation: String,
    /// The day, UTC.
    pub day: NaiveDate,
    /// How many requests were sent on that day.
    pub used: u32,
    /// How many are allowed a day.
    pub per_day: u32,
}

/// Counts the requests of a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quota {
    pub(super) per_day: u32,
    pub(super) day: NaiveDate,
    pub(super) used: u32,
}

impl Quota {
    pub(super) fn new(per_day: u32) -> Self {
        Self { per_day, day: NaiveDate::MIN, used: 0 }
    }

    /// How long until there may be a request: until midnight UTC where today's are used up.
    pub(super) fn wait(&self, now: DateTime<Utc>) -> Duration {
        if self.day != now.date_naive() || self.used < self.per_day {
            return Duration::ZERO;
        }
        let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::days(1);
        (midnight - now).to_std().unwrap_or(Duration::ZERO)
    }

    /// A request goes.
    pub(super) fn take(&mut self, now: DateTime<Utc>) {
        if self.day != now.date_naive() {
            (self.day, self.used) = (now.date_naive(), 0);
        }
        self.used = self.used.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_so_many_and_the_next_as_many() {
        let mut quota = Quota::new(3);
        let evening: DateTime<Utc> = "2026-03-01T23:00:00Z".parse().unwrap();
        for _ in 0..3 {
            assert_eq!(quota.wait(evening), Duration::ZERO);
            quota.take(evening);
        }
        assert_eq!(quota.wait(evening), Duration::from_secs(3600));
        let midnight = evening + TimeDelta::hours(1);
        assert_eq!(quota.wait(midnight), Duration::ZERO);
        quota.take(midnight);
        assert_eq!(quota.used, 1);
    }
}
