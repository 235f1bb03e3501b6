//! Numbers that look random and depend on a seed only, so that a journey is the same everywhere.

use chrono::TimeDelta;

use crate::chance;

#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// Seeds beside each other give unlike sequences, and so do the purposes of one seed.
    pub(super) fn new(seed: u64, purpose: u64) -> Self {
        let mut random = Self(seed ^ purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        random.next();
        random
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(chance::STEP);
        chance::number(self.0)
    }

    /// From `from` to `to`, both included; `from` where that is no range.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = to.saturating_sub(from).max(0).unsigned_abs().saturating_add(1);
        from.saturating_add_unsigned(self.next() % width)
    }

    pub(super) fn minutes(&mut self, from: i64, to: i64) -> TimeDelta {
        TimeDelta::seconds(self.between(from * 60, to * 60))
    }

    /// Whether something of this probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        chance::unit(self.next()) < probability
    }

    /// One of some things, `first` among them.
    pub(super) fn pick<T: Clone>(&mut self, first: T, others: &[T]) -> T {
        let index = self.next() % (others.len() as u64 + 1);
        match index.checked_sub(1) {
            Some(index) => others.get(index as usize).cloned().unwrap_or(first),
            None => first,
        }
    }
}
