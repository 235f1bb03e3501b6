//! What a carrier's channel must be able to do: one thing.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use super::answer::Answer;
use super::query::{Query, Reference};
use super::session::Session;
use crate::error::Result;
use crate::model::Channel;
use crate::traffic::Limit;

/// What a channel can be asked and what its answers can hold. Each claim has a fixture behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// Can be asked by the carrier's tracking number.
    pub by_number: bool,
    /// Can be asked by a shop's order.
    pub by_order: bool,
    /// Can be asked by a shop's package.
    pub by_package: bool,
    /// Can be asked by a fulfilment number.
    pub by_fulfilment: bool,
    /// Tells single events, not just a summary.
    pub events: bool,
    /// Tells when delivery is expected.
    pub estimates: bool,
    /// Tells how a parcel was handed over.
    pub proof_of_delivery: bool,
    /// Names other numbers of a parcel, so that the tracker can follow it to another carrier.
    pub related: bool,
    /// The most questions that one request to the vendor carries.
    pub batch: usize,
}

impl Default for Capabilities {
    fn default() -> Self {
        Self::NONE
    }
}

impl Capabilities {
    /// A channel that is asked by number and tells events.
    pub const BY_NUMBER: Self = Self { by_number: true, events: true, ..Self::NONE };
    /// A channel that can do nothing yet; a start for `const` values.
    pub const NONE: Self = Self {
        by_number: false,
        by_order: false,
        by_package: false,
        by_fulfilment: false,
        events: false,
        estimates: false,
        proof_of_delivery: false,
        related: false,
        batch: 1,
    };

    /// Whether the channel can be asked at all. Of others there are decoders only: their vendors send files or messages.
    pub const fn can_be_asked(&self) -> bool {
        self.by_number || self.by_order || self.by_package || self.by_fulfilment
    }

    /// Whether the channel can be asked by this kind of reference.
    pub const fn accepts(&self, reference: &Reference) -> bool {
        match reference {
            Reference::Number(_) => self.by_number,
            Reference::Order(_) => self.by_order,
            Reference::Package(_) => self.by_package,
            Reference::Fulfilment(_) => self.by_fulfilment,
        }
    }
}

/// One channel of a carrier that can be asked about parcels.
///
/// Implement it for a carrier of your own; the example `custom_carrier` does so in under a hundred lines. An
/// implementation knows the vendor and nothing else: it sends every request through the session, takes the time from
/// it, and leaves retry, pace and cache to the tracker.
///
/// Dropping the future ends the call; an implementation starts no tasks of its own.
#[async_trait]
pub trait Carrier: fmt::Debug + Send + Sync + 'static {
    /// Which channel it is.
    fn channel(&self) -> Channel;

    /// What it can be asked.
    fn capabilities(&self) -> Capabilities;

    /// What the vendor allows, by operation. What is not told has no limit but that of requests at once.
    fn limits(&self) -> &[Limit] {
        &[]
    }

    /// Asks once.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if the carrier does not know the reference (yet),
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for a kind of reference that the channel does not accept, and
    /// the kinds that its replies mean.
    async fn track(&self, query: &Query, session: &Session) -> Result<Answer>;

    /// Asks several questions, with as few requests as the vendor allows: [`Capabilities::batch`] of them a request. Gives
    /// a result for each question, in their order.
    ///
    /// Unless a channel has something better, they are asked one after the other.
    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        let mut answers = Vec::with_capacity(queries.len());
        for query in queries {
            answers.push(self.track(query, session).await);
        }
        answers
    }
}

#[async_trait]
impl<T: Carrier + ?Sized> Carrier for Arc<T> {
    fn channel(&self) -> Channel {
        (**self).channel()
    }

    fn capabilities(&self) -> Capabilities {
        (**self).capabilities()
    }

    fn limits(&self) -> &[Limit] {
        (**self).limits()
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        (**self).track(query, session).await
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        (**self).track_batch(queries, session).await
    }
}

#[async_trait]
impl<T: Carrier + ?Sized> Carrier for Box<T> {
    fn channel(&self) -> Channel {
        (**self).channel()
    }

    fn capabilities(&self) -> Capabilities {
        (**self).capabilities()
    }

    fn limits(&self) -> &[Limit] {
        (**self).limits()
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        (**self).track(query, session).await
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        (**self).track_batch(queries, session).await
    }
}

// Stays object safe.
const _: fn(&dyn Carrier) = |_| ();
