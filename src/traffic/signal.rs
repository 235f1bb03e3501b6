//! What happens on the way to the vendors, for those who count it.

use std::fmt;
use std::time::Duration;

use crate::error::ErrorKind;
use crate::model::Channel;

/// Something that happened on the way to a vendor. It names neither parcels nor callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Signal {
    /// A request waited for its turn.
    Waited {
        /// The operation.
        operation: &'static str,
        /// How long.
        wait: Duration,
    },
    /// The vendor answered, whatever it said.
    Answered {
        /// The operation.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
        /// How long it took.
        took: Duration,
    },
    /// There was no answer.
    Failed {
        /// The operation.
        operation: &'static str,
        /// Why.
        kind: ErrorKind,
        /// How long it took.
        took: Duration,
    },
    /// A request will be sent again.
    Repeats {
        /// The operation.
        operation: &'static str,
        /// How often it was sent so far.
        sent: u32,
        /// After how long.
        wait: Duration,
    },
    /// A request was not sent, because that would have had to wait beyond the deadline.
    TooLate {
        /// The operation.
        operation: &'static str,
        /// How long it would have had to wait.
        wait: Duration,
    },
    /// A question was not sent, because its last answer is new.
    Known,
    /// A question was not sent, because another call asked the same at the same time.
    Shared,
    /// An older answer was told, because the channel gave none.
    InsteadOfNone,
    /// The channel has failed many times in a row and is left alone for a while.
    Rests,
    /// The channel answers again.
    Recovered,
}

/// Takes note of what happens on the way to the vendors, for metrics.
///
/// It is called in the midst of things and must be quick; a counter is.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use parceltrack::Channel;
/// use parceltrack::traffic::{Observer, Signal};
///
/// #[derive(Debug, Default)]
/// struct Repetitions(AtomicU64);
///
/// impl Observer for Repetitions {
///     fn observe(&self, _: &Channel, signal: &Signal) {
///         if let Signal::Repeats { .. } = signal {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// Something happened on the way to a channel.
    fn observe(&self, channel: &Channel, signal: &Signal);
}

impl<T: Observer + ?Sized> Observer for std::sync::Arc<T> {
    fn observe(&self, channel: &Channel, signal: &Signal) {
        (**self).observe(channel, signal);
    }
}

/// Takes note of nothing.
#[cfg(feature = "runtime")]
#[derive(Debug)]
pub(crate) struct Unobserved;

#[cfg(feature = "runtime")]
impl Observer for Unobserved {
    fn observe(&self, _: &Channel, _: &Signal) {}
}
