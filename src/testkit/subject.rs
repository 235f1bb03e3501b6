//! The channel under test, and what its vendor answers if nothing is wrong.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::server::Asked;
use crate::carrier::{Carrier, Query, Reference};
use crate::error::Result;
use crate::http::Reply;

type Connect = Arc<dyn Fn(&str) -> Result<Arc<dyn Carrier>> + Send + Sync>;
type Answers = Arc<dyn Fn(&Asked) -> Reply + Send + Sync>;
type IsLogin = Arc<dyn Fn(&Asked) -> bool + Send + Sync>;

/// A channel to run the faults against.
#[derive(Clone)]
#[must_use]
pub struct Subject {
    pub(super) query: Query,
    pub(super) connect: Connect,
    pub(super) answers: Answers,
    pub(super) is_login: Option<IsLogin>,
    pub(super) other: Option<String>,
    pub(super) about_another: Option<Reply>,
    pub(super) secrets: Vec<String>,
    pub(super) now: DateTime<Utc>,
}

impl Subject {
    /// A channel, made by `connect` with a URL in place of every endpoint, that is asked `query`; `answers` tells what
    /// the vendor answers to any of its requests. The answer should be a parcel of several events.
    pub fn new(
        query: Query,
        connect: impl Fn(&str) -> Result<Arc<dyn Carrier>> + Send + Sync + 'static,
        answers: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self {
            query,
            connect: Arc::new(connect),
            answers: Arc::new(answers),
            is_login: None,
            other: None,
            about_another: None,
            secrets: Vec::new(),
            now: DateTime::UNIX_EPOCH,
        }
    }

    /// Which requests are logins; none unless set.
    pub fn login(self, is_login: impl Fn(&Asked) -> bool + Send + Sync + 'static) -> Self {
        Self { is_login: Some(Arc::new(is_login)), ..self }
    }

    /// Another number that the channel could be asked, to be put in the place of the number in the answer.
    pub fn other_number(self, number: impl Into<String>) -> Self {
        Self { other: Some(number.into()), ..self }
    }

    /// An answer about another number than the one that is asked for, in whatever way it names it.
    pub fn about_another(self, reply: Reply) -> Self {
        Self { about_another: Some(reply), ..self }
    }

    /// A text that must not be told, such as a credential; the number that is asked for is one anyway.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// The time of day of the tests: a little after the answer's last event.
    pub fn at(self, now: DateTime<Utc>) -> Self {
        Self { now, ..self }
    }

    /// What is asked for, as text.
    pub(super) fn number(&self) -> &str {
        match &self.query.reference {
            Reference::Number(number) | Reference::Fulfilment(number) => number.as_str(),
            Reference::Order(id) | Reference::Package(id) => id.as_str(),
        }
    }

    pub(super) fn is_login(&self, asked: &Asked) -> bool {
        self.is_login.as_ref().is_some_and(|is_login| is_login(asked))
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("query", &self.query).finish_non_exhaustive()
    }
}

/// Runs what it is given and tells how many bytes were allocated at the most meanwhile, by this thread.
pub type Peak = fn(&mut dyn FnMut()) -> usize;

/// How much time and memory a call has.
#[derive(Debug, Clone)]
#[must_use]
pub struct Limits {
    pub(super) deadline: Duration,
    pub(super) short: Duration,
    pub(super) tolerance: Duration,
    pub(super) max_body: usize,
    pub(super) peak: Option<Peak>,
}

impl Default for Limits {
    /// A second, 300 milliseconds for faults that only time ends, bodies of a mebibyte, and no look at memory.
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(1),
            short: Duration::from_millis(300),
            tolerance: Self::TOLERANCE,
            max_body: 1 << 20,
            peak: None,
        }
    }
}

impl Limits {
    /// How much later than its deadline a call may end: 50 milliseconds, and 200 more for what a loaded machine adds.
    pub const TOLERANCE: Duration = Duration::from_millis(250);

    /// How much more than the largest body a call may hold in memory that ends with an error.
    pub const EXTRA_MEMORY: usize = 1 << 20;

    /// How many times the largest body a call may hold in memory that ends with an answer: events, and the parcel that
    /// is merged from them, take more room than their text.
    pub const MODEL_FACTOR: usize = 32;

    /// How long a call may take.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, short: self.short.min(deadline), ..self }
    }

    /// How much later it may end.
    pub fn tolerance(self, tolerance: Duration) -> Self {
        Self { tolerance, ..self }
    }

    /// How many bytes a body may have.
    pub fn max_body(self, max_body: usize) -> Self {
        Self { max_body, ..self }
    }

    /// Looks at memory, too: see [`EXTRA_MEMORY`](Self::EXTRA_MEMORY) and [`MODEL_FACTOR`](Self::MODEL_FACTOR). The
    /// crate `allocation-counter` can tell: `|run| allocation_counter::measure(run).bytes_max as usize`.
    pub fn peak(self, peak: Peak) -> Self {
        Self { peak: Some(peak), ..self }
    }
}
