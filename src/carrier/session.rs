//! The way of every request: a carrier's implementation sends through its session and knows nothing else.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::answer::Answer;
use super::context::Context;
use super::decoded::Decoded;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, Reply, Request, Transport};
use crate::model::Channel;
#[cfg(feature = "runtime")]
use crate::traffic::{Load, Road};

/// A vendor's raw answer, kept for support. `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawReply {
    /// The operation that was called.
    pub operation: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The body, as received.
    pub body: Vec<u8>,
}

impl fmt::Debug for RawReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, status, body } = self;
        write!(f, "RawReply({operation}, {status}, {} bytes)", body.len())
    }
}

/// One call's way to its carrier: transport, clock and deadline.
///
/// A carrier's implementation makes each of its requests through [`send`](Self::send) and takes the time from
/// [`now`](Self::now), so that pace, deadlines and tests hold for every carrier alike.
#[derive(Debug)]
pub struct Session {
    channel: Channel,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    deadline: Option<Duration>,
    raw: Option<Mutex<Vec<RawReply>>>,
    decoded: Option<Arc<Decoded>>,
    #[cfg(feature = "runtime")]
    road: Option<Arc<Road>>,
}

impl Session {
    /// A session of `channel` that sends through `transport`; with none, every request is an error.
    pub fn new(channel: Channel, transport: Option<Arc<dyn Transport>>, clock: Arc<dyn Clock>) -> Self {
        Self {
            channel,
            transport,
            clock,
            deadline: None,
            raw: None,
            decoded: None,
            #[cfg(feature = "runtime")]
            road: None,
        }
    }

    /// The same on the road that the channel's requests share.
    #[cfg(feature = "runtime")]
    pub(crate) fn on(self, road: Arc<Road>) -> Self {
        Self { road: Some(road), ..self }
    }

    /// The same with a time, on the clock's [`elapsed`](Clock::elapsed) scale, by which everything must be done.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// The same, keeping every raw reply.
    #[must_use]
    pub fn keeping_raw(self) -> Self {
        Self { raw: Some(Mutex::default()), ..self }
    }

    /// The same for a question that was asked before, whose last reply need not be decoded again.
    #[must_use]
    pub fn with_decoded(self, decoded: Arc<Decoded>) -> Self {
        Self { decoded: Some(decoded), ..self }
    }

    /// The time of day.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Time since some fixed moment, for measuring and for what ends after a while.
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// What is left until the deadline; none without one.
    pub fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_sub(self.elapsed()))
    }

    /// Sends a request of one of the vendor's operations and returns the reply, whatever its status.
    ///
    /// In a tracker's session it waits for its turn, and is sent again where that helps; see [`traffic`](crate::traffic).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`] past the deadline, [`ErrorKind::Misconfigured`] without a transport, whatever the transport
    /// meets, and where the vendor's limits or the channel's rest leave no time, [`ErrorKind::RateLimited`] and
    /// [`ErrorKind::Unavailable`] with the wait.
    pub async fn send(&self, operation: &'static str, request: Request) -> Result<Reply> {
        #[cfg(feature = "runtime")]
        if let Some(road) = &self.road {
            let load = Load {
                operation,
                method: request.method(),
                is_repeatable: request.only_reads() && operation != Self::LOGIN,
            };
            return road.send(load, self.deadline, |began| self.send_once(operation, &request, began)).await;
        }
        self.send_once(operation, &request, self.elapsed()).await
    }

    /// Decodes the one reply to a question. In a tracker's session a reply that is the same as the last time is not decoded
    /// again: the answer is that of the last time, with the time of this one.
    ///
    /// Of several replies to a question only one is decoded by this, always by the same `decode`. That must see nothing but
    /// what it is given, and of the time at which the reply was fetched make nothing but
    /// [`Report::fetched_at`](crate::Report::fetched_at).
    ///
    /// # Errors
    ///
    /// Those of `decode`.
    pub fn decode(
        &self,
        reply: &Reply,
        context: &Context,
        decode: impl FnOnce(&[u8], &Context) -> Result<Answer>,
    ) -> Result<Answer> {
        match &self.decoded {
            Some(decoded) if reply.is_success() => decoded.of(reply.body(), context, decode),
            _ => decode(reply.body(), context),
        }
    }

    /// Sends it now, which is when it `began`.
    async fn send_once(&self, operation: &'static str, request: &Request, began: Duration) -> Result<Reply> {
        let error = |kind, text: &str| {
            Error::new(kind, format!("{}: {text}", self.channel)).with_channel(&self.channel)
        };
        let Some(transport) = self.transport.as_deref() else {
            return Err(error(
                ErrorKind::Misconfigured,
                "no transport; enable the feature `http` or set one",
            ));
        };
        let remaining = self.deadline.map(|deadline| deadline.saturating_sub(began));
        if remaining.is_some_and(|time| time.is_zero()) {
            return Err(error(ErrorKind::TimedOut, "the deadline has passed"));
        }
        let result = transport.send(request, remaining).await;
        // Looked up if somebody listens.
        let took = || self.elapsed().saturating_sub(began);
        match &result {
            Ok(reply) => {
                tracing::debug!(channel = %self.channel, operation, status = reply.status(), took = ?took(), "answered");
                if let Some(raw) = &self.raw {
                    let kept = RawReply { operation, status: reply.status(), body: reply.body().to_vec() };
                    raw.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
                }
            }
            Err(error) => {
                tracing::debug!(channel = %self.channel, operation, kind = %error.kind(), took = ?took(), "failed");
            }
        }
        result.map_err(|error| error.with_channel(&self.channel))
    }

    /// The raw replies so far, if they are kept; login replies are never among them.
    pub fn take_raw(&self) -> Vec<RawReply> {
        let kept = self
            .raw
            .as_ref()
            .map(|raw| std::mem::take(&mut *raw.lock().unwrap_or_else(PoisonError::into_inner)));
        let mut kept = kept.unwrap_or_default();
        kept.retain(|reply| reply.operation != Self::LOGIN);
        kept
    }

    /// The operation under which logins are sent: their replies hold tokens.
    pub const LOGIN: &'static str = "login";
}
