//! How many repetitions a channel is allowed: a small part of its requests.

/// What a request adds, and what a repetition takes.
const GAIN: u32 = 1;
const COST: u32 = 10;

/// No more than this is saved up.
const MOST: u32 = 10 * COST;

/// A ration of repetitions: one for ten requests, ten in advance.
#[derive(Debug)]
pub(super) struct Allowance(u32);

impl Default for Allowance {
    fn default() -> Self {
        Self(MOST)
    }
}

impl Allowance {
    /// A request was sent for the first time.
    pub(super) fn gain(&mut self) {
        self.0 = (self.0 + GAIN).min(MOST);
    }

    /// Takes a repetition; false where none is left.
    pub(super) fn take(&mut self) -> bool {
        let left = self.0.checked_sub(COST);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_repeated_and_ten_in_advance() {
        let mut allowance = Allowance::default();
        let mut repeated = 0;
        for _ in 0..1000 {
            allowance.gain();
            repeated += usize::from(allowance.take());
        }
        assert_eq!(repeated, 109);
    }
}
