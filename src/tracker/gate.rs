//! The gate through which calls come in, until the tracker is shut down.

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{Error, ErrorKind, Result};
use crate::sync::{AtomicBool, Ordering, switch};

/// More calls than a machine has room for.
const MOST: u32 = 1 << 28;

/// Counts the calls under way, and lets none in once it is closed.
#[derive(Debug)]
pub(super) struct Gate {
    calls: Semaphore,
    is_closed: AtomicBool,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self { calls: Semaphore::new(MOST as usize), is_closed: AtomicBool::new(false) }
    }

    /// A call begins; it ends when what it gets is dropped.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Closed`].
    pub(super) fn enter(&self) -> Result<SemaphorePermit<'_>> {
        switch();
        let call = self.calls.try_acquire().ok();
        // In this order: whoever has closed the gate gave back all that he took.
        let call = call.filter(|_| !self.is_closed.load(Ordering::Acquire));
        call.ok_or_else(|| Error::new(ErrorKind::Closed, "the tracker was shut down"))
    }

    /// Lets nobody in any more, and waits for those who are in.
    pub(super) async fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        // The semaphore itself is never closed, so this ends with all permits.
        drop(self.calls.acquire_many(MOST).await);
    }
}
