//! What threads share: the mutex and the atomics of std, or those of tests that try out schedules.
//!
//! With `--cfg shuttle` they are those of the crate [shuttle](https://docs.rs/shuttle), which runs a test again and again,
//! each time with another choice of who goes next wherever threads meet. Files named `schedules.rs` hold these tests, which
//! try the same schedules each time; with `SHUTTLE_RANDOM_SEED=1` and so on, others:
//!
//! ```text
//! RUSTFLAGS="--cfg shuttle" cargo test --target-dir target/shuttle --profile schedules \
//!     --no-default-features --features runtime --lib schedules
//! ```
//!
//! Only these run there: all others share memory outside of any schedule. What tokio has to wait on is left as it is: its
//! authors test it with loom, and it takes any executor's wakers.

#[cfg(not(all(test, shuttle)))]
pub(crate) use std::sync::Mutex;
#[cfg(not(all(test, shuttle)))]
use std::sync::MutexGuard;
use std::sync::PoisonError;
pub(crate) use std::sync::atomic::Ordering;
#[cfg(not(all(test, shuttle)))]
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};

#[cfg(all(test, shuttle))]
pub(crate) use shuttle::sync::Mutex;
#[cfg(all(test, shuttle))]
use shuttle::sync::MutexGuard;
#[cfg(all(test, shuttle))]
pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};

#[cfg(all(test, shuttle))]
pub(crate) mod schedules;

/// Locks, also after a panic of another call. What that left behind is whole: each change under a lock of this crate is one.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Here another thread may go first. Shuttle knows of no step within tokio, so one is told of where it matters.
pub(crate) fn switch() {
    #[cfg(all(test, shuttle))]
    AtomicBool::new(false).load(Ordering::SeqCst);
}
