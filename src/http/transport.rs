//! What carries a request, and what tells the time: the two things that the crate asks of its surroundings.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::reply::Reply;
use super::request::Request;
use crate::error::Result;

/// Sends a request and returns the reply, whatever its status.
///
/// Bring your own for a company's proxy, own certificates or recordings; tests do. An implementation follows no
/// redirect, bounds the body, and puts neither URL nor headers nor bodies into errors and logs.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends the request and waits at most `timeout` for the whole reply.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`](crate::ErrorKind::TimedOut), [`Unavailable`](crate::ErrorKind::Unavailable),
    /// [`TooLarge`](crate::ErrorKind::TooLarge), or, what is not tried again,
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) where the server's certificate is not trusted, and
    /// [`BadReply`](crate::ErrorKind::BadReply) where no secure connection could be agreed on.
    async fn send(&self, request: &Request, timeout: Option<Duration>) -> Result<Reply>;
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    async fn send(&self, request: &Request, timeout: Option<Duration>) -> Result<Reply> {
        (**self).send(request, timeout).await
    }
}

/// Tells the time and waits. The one place where time comes from, so that tests can bring their own.
#[async_trait]
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The time of day, for people and for time stamps.
    fn now(&self) -> DateTime<Utc>;

    /// Time since some fixed moment, which never jumps, for measuring.
    fn elapsed(&self) -> Duration;

    /// Waits. Dropping the future ends the wait.
    async fn sleep(&self, duration: Duration);
}

#[async_trait]
impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> DateTime<Utc> {
        (**self).now()
    }

    fn elapsed(&self) -> Duration {
        (**self).elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        (**self).sleep(duration).await;
    }
}

const _: fn(&dyn Transport, &dyn Clock) = |_, _| ();
