//! What a fault is: a row of the table, and what a channel owes for it.

use std::fmt;
use std::time::Duration;

use super::answer::Right;
use super::server::Step;
use super::tls::Proof;
use crate::error::ErrorKind;
use crate::http::{NoAddress, Reply};

/// Where something goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Group {
    /// While connecting.
    Connect,
    /// While a secure connection is agreed on.
    Tls,
    /// In the head of the reply.
    Head,
    /// In its body.
    Body,
    /// By its status.
    Status,
    /// By sending elsewhere.
    Redirect,
    /// In what the body is.
    Content,
    /// In what it is, where it is XML.
    Xml,
    /// In what it says.
    Meaning,
    /// At the login.
    Auth,
    /// In the process that asks.
    Process,
}

impl Group {
    /// All groups, in the table's order.
    pub const ALL: [Self; 11] = [
        Self::Connect,
        Self::Tls,
        Self::Head,
        Self::Body,
        Self::Status,
        Self::Redirect,
        Self::Content,
        Self::Xml,
        Self::Meaning,
        Self::Auth,
        Self::Process,
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "TLS",
            Self::Head => "head",
            Self::Body => "body",
            Self::Status => "status",
            Self::Redirect => "redirect",
            Self::Content => "content",
            Self::Xml => "XML",
            Self::Meaning => "meaning",
            Self::Auth => "auth",
            Self::Process => "process",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What the channel must give in spite of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// An answer: the fault costs nothing, or single events.
    Answer,
    /// The answer as it would be without the fault: the same status of the parcel.
    SameAnswer,
    /// An error of one of these kinds.
    Error(&'static [ErrorKind]),
    /// An answer, or an error of one of these kinds.
    Either(&'static [ErrorKind]),
    /// An answer, if the channel has a login: it logs in again. Else an error of this kind.
    Renewal(ErrorKind),
    /// Nothing, and that at once.
    Nothing,
}

impl Expected {
    /// The kinds of errors that are right.
    pub const fn kinds(&self) -> &[ErrorKind] {
        match self {
            Self::Answer | Self::SameAnswer | Self::Nothing => &[],
            Self::Error(kinds) | Self::Either(kinds) => kinds,
            Self::Renewal(kind) => std::slice::from_ref(kind),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.kinds().iter().map(|kind| kind.as_str()).collect();
        let kinds = words.join(" or ");
        match self {
            Self::Answer => f.write_str("an answer"),
            Self::SameAnswer => f.write_str("the same status"),
            Self::Nothing => f.write_str("nothing, at once"),
            Self::Error(_) => f.write_str(&kinds),
            Self::Either(_) => write!(f, "an answer, or {kinds}"),
            Self::Renewal(_) => write!(f, "an answer after a login, or {kinds}"),
        }
    }
}

/// A row of the table of faults.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fault {
    /// Where it happens.
    pub group: Group,
    /// Its name, different from all others'.
    pub name: &'static str,
    /// What must come of it.
    pub expected: Expected,
    /// The wait that the error must tell.
    pub retry_after: Option<Duration>,
    /// How often in turn the question is asked.
    pub calls: usize,
    /// The most requests that all of these may cost, logins included; none where a limit is not the fault's business.
    pub max_requests: Option<usize>,
    /// The most connections that these may cost; none where a limit is not the fault's business.
    pub max_connections: Option<usize>,
    /// Whether the client's own limits of time end it, which are short ones for its sake, and not the deadline.
    pub(super) is_hurried: bool,
    pub(super) act: Act,
}

impl Fault {
    pub(super) const fn new(group: Group, name: &'static str, act: Act, expected: Expected) -> Self {
        Self {
            group,
            name,
            expected,
            retry_after: None,
            calls: 1,
            max_requests: None,
            max_connections: None,
            is_hurried: false,
            act,
        }
    }

    pub(super) const fn waiting(self, seconds: u64) -> Self {
        Self { retry_after: Some(Duration::from_secs(seconds)), ..self }
    }

    pub(super) const fn asked(self, calls: usize) -> Self {
        Self { calls, ..self }
    }

    pub(super) const fn at_most(self, requests: usize) -> Self {
        Self { max_requests: Some(requests), ..self }
    }

    /// It is never tried again: no request gets through, and there is one connection.
    pub(super) const fn untried(self) -> Self {
        Self { max_requests: Some(0), max_connections: Some(1), ..self }
    }

    pub(super) const fn hurried(self) -> Self {
        Self { is_hurried: true, ..self }
    }

    /// Whether the error says that asking again may help; none where there need be no error.
    pub fn is_retryable(&self) -> Option<bool> {
        self.expected.kinds().first().map(|kind| kind.is_retryable())
    }

    /// Whether it ends by the deadline only, which is a short one for its sake.
    pub(super) fn is_slow(&self) -> bool {
        let is_late = self.expected == Expected::Error(&[ErrorKind::TimedOut]);
        is_late && !self.is_hurried && !matches!(self.act, Act::Status(..))
    }
}

/// The row of the table in the docs.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let again = match self.is_retryable() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let wait = self.retry_after.map(|wait| format!("{} s", wait.as_secs())).unwrap_or_default();
        write!(f, "| {} | {} | {} | {again} | {wait} |", self.group, self.name, self.expected)
    }
}

/// What makes the fault.
#[derive(Debug)]
pub(super) enum Act {
    /// There is no server to talk to.
    Nobody(Nobody),
    /// These steps take the place of any conversation.
    Door(&'static [Step]),
    /// The same behind TLS of HTTP/2.
    Http2(&'static [Step]),
    /// The server speaks TLS and shows this.
    Shows(Proof),
    /// TLS is spoken with steps of the server's own.
    NoTls(&'static [Step]),
    /// These steps take the place of the reply.
    Steps(&'static [Step]),
    /// The right reply up to the middle of its body, and then these steps.
    Half(&'static [Step]),
    /// Steps that are made of the right answer; none where the fault does not fit it.
    Stream(fn(&Right) -> Option<Vec<Step>>),
    /// A status, and what `Retry-After` says.
    Status(u16, After),
    /// This status for one request, after so many that were answered rightly.
    Once(u16, usize),
    /// Leads to this address, of which `{port}` is the server's; whether by TLS.
    Redirect(&'static str, bool),
    /// Each of these replies in turn, a call for each; none where the fault does not fit the answer.
    Replies(fn(&Right) -> Vec<Reply>),
    /// The same for the login.
    Logins(fn(&Right) -> Vec<Reply>),
    /// Steps in place of the login's reply.
    LoginSteps(&'static [Step]),
    /// The own clock is off by so many minutes.
    Clock(i64),
    /// Something of the asking process itself.
    Process(Process),
}

/// Why there is nobody.
#[derive(Debug, Clone, Copy)]
pub(super) enum Nobody {
    /// Nothing listens at the port.
    Refuses,
    /// The queue of those who wait to be accepted is full.
    IsFull,
    /// The host's name has no address, for this reason.
    HasNoAddress(NoAddress),
}

/// What `Retry-After` says.
#[derive(Debug, Clone, Copy)]
pub(super) enum After {
    Nothing,
    Text(&'static str),
    /// A date so many seconds from now.
    Date(i64),
}

/// What happens to the process that asks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Process {
    /// The transport never comes back, whatever time it is given.
    Hangs,
    /// The future is dropped at each point where it waits.
    Drops,
    /// A carrier beside panics.
    Panics,
    /// The runtime ends during a call.
    ShutsDown,
    /// So many ask at once before there is a token.
    Crowd(usize),
}
