//! The traffic with the vendors: how fast a channel is asked, what is asked again and when, and when it is left alone.
//!
//! A tracker keeps a road to each of its channels, for all its calls. A carrier's implementation sees nothing of it: each
//! request that it sends through its session
//!
//! 1. waits for its turn and for what the vendor allows of the [operation](Limit), first come, first served;
//! 2. is not sent where the channel has failed many times in a row, but for one request at a time that tries it;
//! 3. is sent again after a while where the vendor was overloaded or out of reach, as [`Retry`] says, if it only reads, and
//!    as long as that is a small part of all requests;
//! 4. and teaches the road what the answer tells of the vendor's limits.
//!
//! No wait goes beyond the call's deadline: what would, is an error at once, which says when to ask again. Dropping a call
//! gives back all that it held.

mod limit;
mod retry;
#[cfg(feature = "runtime")]
mod allowance;
#[cfg(feature = "runtime")]
mod breaker;
#[cfg(feature = "runtime")]
mod lane;
#[cfg(feature = "runtime")]
mod pace;
#[cfg(feature = "runtime")]
mod quota;
#[cfg(feature = "runtime")]
mod road;
mod signal;
#[cfg(all(test, feature = "runtime"))]
mod tests;
#[cfg(all(test, shuttle, feature = "runtime"))]
mod schedules;
#[cfg(feature = "runtime")]
mod verdict;

pub use limit::Limit;
#[cfg(feature = "runtime")]
pub use quota::Usage;
pub use retry::Retry;
#[cfg(feature = "runtime")]
pub(crate) use road::{Load, Road};
#[cfg(feature = "runtime")]
pub(crate) use signal::Unobserved;
pub use signal::{Observer, Signal};
#[cfg(all(feature = "amazon", feature = "http"))]
pub(crate) use verdict::granted;
