//! How much time and room the HTTP client gives an answer.

use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};

/// A head may have no more lines. This one is the HTTP crate's own.
pub(super) const MAX_LINES: usize = 100;

/// Beyond this, the HTTP crate would have a say in how large a head may be: over HTTP/1.1 it reads no more than some
/// 400 KiB, and over HTTP/2 it refuses what is beyond [`HEADER_LIST`], without a word of the reason.
const LARGEST_HEAD: usize = 256 << 10;

/// Room for a body is made at once, so nobody may say that there is more of it than a machine has.
const LARGEST_BODY: usize = 1 << 30;

/// The largest head as HTTP/2 counts it: with 32 bytes for each line.
pub(super) const HEADER_LIST: u32 = (LARGEST_HEAD + 32 * MAX_LINES) as u32;

/// What the client grants each call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) connect_timeout: Duration,
    pub(super) head_timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) max_head: usize,
    pub(super) max_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            head_timeout: Duration::from_secs(20),
            read_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_head: 64 << 10,
            // Twenty times the largest answers seen, small enough to hold many at once.
            max_body: 8 << 20,
        }
    }
}

impl Limits {
    /// Whether they can be kept.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that cannot.
    pub(super) fn check(&self) -> Result<()> {
        let Self { connect_timeout, head_timeout, read_timeout, timeout, max_head, max_body } = self;
        for (name, time) in [
            ("connect_timeout", connect_timeout),
            ("head_timeout", head_timeout),
            ("read_timeout", read_timeout),
            ("timeout", timeout),
        ] {
            if time.is_zero() {
                let text = format!("setting `{name}` is zero; give it some time");
                return Err(Error::new(ErrorKind::Misconfigured, text));
            }
        }
        for (name, size, most) in [("max_head", max_head, LARGEST_HEAD), ("max_body", max_body, LARGEST_BODY)]
        {
            if *size > most {
                let text = format!("setting `{name}` is more than {most} bytes; lower it");
                return Err(Error::new(ErrorKind::Misconfigured, text));
            }
        }
        Ok(())
    }
}
