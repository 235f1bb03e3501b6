//! The one error of the crate: who, what, and what the caller can do about it.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::model::{
    CarrierId, Channel, InvalidCountry, InvalidName, InvalidNumber, InvalidTime, InvalidZone, RefusalKind,
};

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a caller can do about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The source does not know the number, or not yet: ask again later.
    NotFound,
    /// The number is none: correct it.
    InvalidNumber,
    /// Credentials are missing or wrong: correct them.
    Unauthorized,
    /// The credentials may not see this: ask for access.
    Forbidden,
    /// The source wants something more, such as a postcode: ask with it.
    NeedsInput,
    /// Too many questions: wait, [`Error::retry_after`] may tell how long.
    RateLimited,
    /// Down, or not reachable: ask again later.
    Unavailable,
    /// No answer in time: ask again, or allow more time.
    TimedOut,
    /// The answer could not be understood: report it.
    BadReply,
    /// The answer is larger than allowed: report it, or raise the limit.
    TooLarge,
    /// The source cannot be asked this: ask another way.
    Unsupported,
    /// The carrier's code is not compiled in: enable the feature that the error names.
    FeatureDisabled,
    /// A setting is missing or wrong: correct the one that the error names.
    Misconfigured,
    /// The store failed.
    Store,
    /// The tracker was shut down.
    Closed,
}

impl ErrorKind {
    /// The word in JSON and in text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::InvalidNumber => "invalid_number",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NeedsInput => "needs_input",
            Self::RateLimited => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed_out",
            Self::BadReply => "bad_reply",
            Self::TooLarge => "too_large",
            Self::Unsupported => "unsupported",
            Self::FeatureDisabled => "feature_disabled",
            Self::Misconfigured => "misconfigured",
            Self::Store => "store",
            Self::Closed => "closed",
        }
    }

    /// Whether the same question may be answered if it is asked again a little later.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable | Self::TimedOut)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error of this crate.
///
/// `Display` shows this level only, `{:#}` the chain of causes too. No text holds a secret, a whole tracking number,
/// a URL or any part of an answer's body.
///
/// ```
/// use parceltrack::{Error, ErrorKind};
///
/// let error = Error::new(ErrorKind::Misconfigured, "dhl/unified: setting `api_key` is missing");
/// assert_eq!(error.kind(), ErrorKind::Misconfigured);
/// assert!(!error.is_retryable());
/// assert_eq!(error.to_string(), "dhl/unified: setting `api_key` is missing");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    carrier: Option<CarrierId>,
    channel: Option<Channel>,
    code: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error that says what is wrong and what can be done.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            carrier: None,
            channel: None,
            code: None,
            retry_after: None,
            source: None,
        }))
    }

    /// The same error, caused by another one. The cause's texts become part of this error's chain, so they must be as
    /// discreet as its own.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error, from a channel. The one that was named first stays.
    #[must_use]
    pub fn with_channel(mut self, channel: &Channel) -> Self {
        self.0.carrier.get_or_insert_with(|| channel.carrier().clone());
        self.0.channel.get_or_insert_with(|| channel.clone());
        self
    }

    /// The same error, about a carrier.
    #[must_use]
    pub fn with_carrier(mut self, carrier: &CarrierId) -> Self {
        self.0.carrier.get_or_insert_with(|| carrier.clone());
        self
    }

    /// The same error with the vendor's own code for it.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    /// The same error with the wait that the source asks for.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// The same error for another question that shares its fate; what caused it stands in its text.
    #[cfg(feature = "runtime")]
    pub(crate) fn again(&self) -> Self {
        let mut again = Self::new(self.kind(), format!("{self:#}")).with_retry_after(self.retry_after());
        again.0.carrier = self.0.carrier.clone();
        again.0.channel = self.0.channel.clone();
        again.0.code = self.0.code.clone();
        again
    }

    /// What the caller can do.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The carrier it is about.
    pub fn carrier(&self) -> Option<&CarrierId> {
        self.0.carrier.as_ref()
    }

    /// The channel it comes from.
    pub fn channel(&self) -> Option<&Channel> {
        self.0.channel.as_ref()
    }

    /// The vendor's own code for the error, where it gave one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// How long the source asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether asking the same a little later can help.
    pub fn is_retryable(&self) -> bool {
        self.kind().is_retryable()
    }

    /// What a history remembers of this error; none where it is not the source's doing.
    pub fn refusal_kind(&self) -> Option<RefusalKind> {
        Some(match self.kind() {
            ErrorKind::NotFound => RefusalKind::NotFound,
            ErrorKind::InvalidNumber => RefusalKind::InvalidNumber,
            ErrorKind::Unauthorized => RefusalKind::Unauthorized,
            ErrorKind::Forbidden => RefusalKind::Forbidden,
            ErrorKind::NeedsInput => RefusalKind::NeedsInput,
            ErrorKind::RateLimited => RefusalKind::RateLimited,
            ErrorKind::Unavailable => RefusalKind::Unavailable,
            ErrorKind::TimedOut => RefusalKind::TimedOut,
            ErrorKind::BadReply | ErrorKind::TooLarge => RefusalKind::BadReply,
            ErrorKind::Unsupported => RefusalKind::Unsupported,
            ErrorKind::FeatureDisabled | ErrorKind::Misconfigured | ErrorKind::Store | ErrorKind::Closed => {
                return None;
            }
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if f.alternate() {
            let mut cause = self.source();
            while let Some(error) = cause {
                write!(f, ": {error}")?;
                cause = error.source();
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, message, carrier, channel, code, retry_after, source } = &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("message", message)
            .field("carrier", &carrier.as_ref().map(CarrierId::as_str))
            .field("channel", &channel.as_ref().map(Channel::to_string))
            .field("code", code)
            .field("retry_after", retry_after)
            .field("source", &source.as_ref().map(ToString::to_string))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<InvalidNumber> for Error {
    fn from(flaw: InvalidNumber) -> Self {
        Self::new(ErrorKind::InvalidNumber, flaw.to_string())
    }
}

macro_rules! misconfigured {
    ($($flaw:ty),+) => {
        $(impl From<$flaw> for Error {
            fn from(flaw: $flaw) -> Self {
                Self::new(ErrorKind::Misconfigured, flaw.to_string())
            }
        })+
    };
}

misconfigured!(InvalidName, InvalidTime, InvalidZone, InvalidCountry);

const _: fn() = || {
    fn is_error<T: StdError + Send + Sync + 'static>() {}
    is_error::<Error>();
    assert!(size_of::<Error>() == size_of::<usize>());
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_shows_this_level_and_alternate_the_chain() {
        let error = Error::new(ErrorKind::Unavailable, "dhl/unified did not answer")
            .with_source(std::io::Error::other("connection reset"))
            .with_channel(&"dhl/unified".parse().unwrap());
        assert_eq!(error.to_string(), "dhl/unified did not answer");
        assert_eq!(format!("{error:#}"), "dhl/unified did not answer: connection reset");
        assert!(error.is_retryable());
        assert_eq!(error.carrier(), Some(&CarrierId::DHL));
    }

    #[test]
    fn every_kind_has_its_own_word() {
        let kinds = [ErrorKind::NotFound, ErrorKind::Store, ErrorKind::Closed, ErrorKind::TooLarge];
        assert!(
            kinds.iter().all(|kind| format!("{kind:?}").to_lowercase() == kind.as_str().replace('_', ""))
        );
    }
}
