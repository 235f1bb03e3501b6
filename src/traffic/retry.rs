//! What is asked again, and when.

use std::time::Duration;

/// How requests are repeated that failed for a reason that passes: the vendor was overloaded or out of reach.
///
/// The wait before a repetition is chance between nothing and a bound that doubles each time ("full jitter"), so that those
/// who failed together do not come back together. Where the vendor says how long to wait, it is that and up to a tenth
/// more. Repetitions are rationed as well: one for ten requests of a channel, and ten in advance.
///
/// Logins are never repeated, because vendors lock accounts, and of other requests only those that just read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    /// How often a request is sent at most, the first time included; 3 if nothing else is said, 1 for no repetition.
    pub attempts: u32,
    /// The bound of the first wait; 250 ms if nothing else is said.
    pub first: Duration,
    /// The bound that no wait exceeds unless the vendor asks for it; 8 s if nothing else is said.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { attempts: 3, first: Duration::from_millis(250), longest: Duration::from_secs(8) }
    }
}

impl Retry {
    /// No request is sent twice.
    pub const NONE: Self = Self { attempts: 1, first: Duration::ZERO, longest: Duration::ZERO };

    /// How long to wait before a request is sent again that was sent so many times; none if it is not.
    ///
    /// `asked` is the wait that the vendor asks for, `left` the time that the call has, and `chance` a number from 0 to 1.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use parceltrack::traffic::Retry;
    ///
    /// let retry = Retry::default();
    /// assert_eq!(retry.wait(1, None, None, 0.5), Some(Duration::from_millis(125)));
    /// assert_eq!(retry.wait(2, None, None, 1.0), Some(Duration::from_millis(500)));
    /// assert_eq!(retry.wait(3, None, None, 0.5), None);
    /// // The vendor asks for more than is left.
    /// let minute = Some(Duration::from_secs(60));
    /// assert_eq!(retry.wait(1, minute, Some(Duration::from_secs(30)), 0.5), None);
    /// ```
    pub fn wait(
        &self,
        sent: u32,
        asked: Option<Duration>,
        left: Option<Duration>,
        chance: f64,
    ) -> Option<Duration> {
        if sent >= self.attempts {
            return None;
        }
        let bound = self.first.saturating_mul(1_u32.checked_shl(sent.saturating_sub(1)).unwrap_or(u32::MAX));
        let wait = match asked {
            Some(asked) => later(asked, chance),
            None => part(bound.min(self.longest), chance),
        };
        left.is_none_or(|left| wait < left).then_some(wait)
    }
}

/// A part of a time, from none to all of it.
fn part(time: Duration, chance: f64) -> Duration {
    // Of what is no number from 0 to 1, all.
    if (0.0..1.0).contains(&chance) { time.mul_f64(chance) } else { time }
}

/// A time and up to a tenth more, so that those who wait for the same moment do not come all at once.
pub(super) fn later(time: Duration, chance: f64) -> Duration {
    time.saturating_add(part(time / 10, chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_wait_is_within_its_bounds(
            sent in 0_u32..100,
            asked in proptest::option::of(0_u64..1 << 40),
            left in proptest::option::of(0_u64..1 << 40),
            chance in -1.0..2.0,
        ) {
            let retry = Retry { attempts: 50, ..Retry::default() };
            let (asked, left) = (asked.map(Duration::from_millis), left.map(Duration::from_millis));
            match retry.wait(sent, asked, left, chance) {
                Some(wait) => {
                    proptest::prop_assert!(sent < 50);
                    proptest::prop_assert!(left.is_none_or(|left| wait < left));
                    match asked {
                        Some(asked) => proptest::prop_assert!((asked..=asked + asked / 10).contains(&wait)),
                        None => proptest::prop_assert!(wait <= retry.longest),
                    }
                }
                None => proptest::prop_assert!(sent >= 50 || left.is_some()),
            }
        }
    }

    #[test]
    fn waits_double_to_the_longest() {
        let retry = Retry { attempts: 100, ..Retry::default() };
        let bounds: Vec<u128> =
            (1..9).map(|sent| retry.wait(sent, None, None, 1.0).unwrap().as_millis()).collect();
        assert_eq!(bounds, [250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
        assert_eq!(Retry::NONE.wait(1, None, None, 1.0), None);
    }
}
