//! A reply as a plain value, and the one table from HTTP status to what a caller can do.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::Deserialize;
use serde::de::DeserializeSeed;

use crate::error::{Error, ErrorKind, Result};

/// A carrier's reply. `Debug` shows the status, header names and the body's length only.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(CompactString, CompactString)>,
    /// Whoever received it holds it as it came, without a copy.
    body: Arc<dyn AsRef<[u8]> + Send + Sync>,
}

impl Reply {
    /// A reply without headers.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::received(status, body.into())
    }

    /// The same with a body of whatever holds it.
    pub(super) fn received(status: u16, body: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self { status, headers: Vec::new(), body: Arc::new(body) }
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with_headers([(&*name.to_ascii_lowercase(), value)])
    }

    /// The same with more headers, whose names are lower case.
    pub(super) fn with_headers<'h>(
        mut self,
        headers: impl IntoIterator<Item = (&'h str, impl Into<CompactString>)>,
    ) -> Self {
        self.headers.extend(headers.into_iter().map(|(name, value)| (name.into(), value.into())));
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first value of a header; its name is lower case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Header names, in lower case, and values.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        (*self.body).as_ref()
    }

    /// Whether the status is one of success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// How long the server asks to wait: `Retry-After` in seconds or as a date, of which the past is no wait.
    /// Anything else there counts as absent.
    pub fn retry_after(&self, now: DateTime<Utc>) -> Option<Duration> {
        let text = self.header_value("retry-after")?.trim();
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            // More seconds than fit are a very long wait, not none.
            return Some(Duration::from_secs(text.parse().unwrap_or(u64::from(u32::MAX))));
        }
        let until = DateTime::<Utc>::from(httpdate::parse_http_date(text).ok()?);
        Some((until - now).to_std().unwrap_or(Duration::ZERO))
    }

    /// The error that a reply without success means, as far as its status tells; none for success.
    pub fn status_error(&self, now: DateTime<Utc>) -> Option<Error> {
        let kind = kind_of_status(self.status)?;
        let text = format!("the server answered with HTTP status {}", self.status);
        Some(Error::new(kind, text).with_retry_after(self.retry_after(now)))
    }
}

impl PartialEq for Reply {
    fn eq(&self, other: &Self) -> bool {
        let Self { status, headers, body: _ } = self;
        (*status, headers, self.body()) == (other.status, &other.headers, other.body())
    }
}

impl Eq for Reply {}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, headers, body: _ } = self;
        f.debug_struct("Reply")
            .field("status", status)
            .field("headers", &headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .finish()
    }
}

/// The one table from HTTP status to error kind; none for success. A channel whose vendor means something else by a
/// status looks into the body first.
pub fn kind_of_status(status: u16) -> Option<ErrorKind> {
    Some(match status {
        200..=299 => return None,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        408 => ErrorKind::TimedOut,
        413 | 414 | 431 => ErrorKind::Unsupported,
        425 | 500 | 502 | 503 | 504 | 507 | 520..=529 => ErrorKind::Unavailable,
        429 => ErrorKind::RateLimited,
        400 | 405 | 406 | 409 | 411..=428 | 501 => ErrorKind::Unsupported,
        // Redirects are never followed: a carrier's API has no reason to send its callers elsewhere.
        _ => ErrorKind::BadReply,
    })
}

/// Reads a JSON body whole; what is read may borrow from it.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] with the path and position of the flaw, and never a value: for an empty body, a web page,
/// text that is not UTF-8, and JSON that is cut short or of another shape. [`ErrorKind::TooLarge`] for a body with more
/// than 100,000 objects and lists: the largest answers of carriers have some thousands, and one of a few bytes may take
/// hundreds once it is read.
pub fn read_json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    read_json_seed(body, PhantomData)
}

/// The same by a seed, which is used again where there is a flaw.
pub(crate) fn read_json_seed<'a, S: DeserializeSeed<'a> + Copy>(body: &'a [u8], seed: S) -> Result<S::Value> {
    let bad = |what: String| Error::new(ErrorKind::BadReply, what);
    let text = std::str::from_utf8(body)
        .map_err(|error| bad(format!("the answer is not UTF-8 from byte {} on", error.valid_up_to())))?;
    read_json_text(text, seed)
}

/// The same of a text.
pub(crate) fn read_json_text<'a, S: DeserializeSeed<'a> + Copy>(text: &'a str, seed: S) -> Result<S::Value> {
    const MOST: usize = 100_000;
    let bad = |what: String| Error::new(ErrorKind::BadReply, what);
    // Some gateways put a byte order mark before their JSON.
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().bytes().next() {
        None => return Err(bad("the answer is empty".into())),
        Some(b'<') => return Err(bad("the answer is a web page or XML, not JSON".into())),
        Some(_) => {}
    }
    // Texts with brackets count, too: finding out would cost more than it is worth. Most answers are too short for so many.
    if text.len() > MOST && brackets(text) > MOST {
        let what = format!("the answer has more than {MOST} objects and lists");
        return Err(Error::new(ErrorKind::TooLarge, what));
    }
    // Following the path costs as much again as reading, so it is followed where there is a flaw only.
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut deserializer);
    read.and_then(|value| deserializer.end().map(|()| value)).or_else(|_| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let mut track = serde_path_to_error::Track::new();
        let followed = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
        let value = seed.deserialize(followed).map_err(|cause| {
            let path = track.path();
            let what = match cause.classify() {
                serde_json::error::Category::Eof => "is cut short",
                serde_json::error::Category::Data => "has another shape than documented",
                _ => "is not JSON",
            };
            let (line, column) = (cause.line(), cause.column());
            bad(format!("the answer {what} at `{path}` (line {line}, column {column})"))
        })?;
        deserializer.end().map_err(|_| bad("the answer goes on after its JSON".into()))?;
        Ok(value)
    })
}

/// How many brackets open in a text. Counted in bytes, a processor compares many at once.
fn brackets(text: &str) -> usize {
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|byte| u8::from(matches!(byte, b'{' | b'['))).sum::<u8>();
    text.as_bytes().chunks(u8::MAX.into()).map(|chunk| usize::from(in_chunk(chunk))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn every_status_but_success_is_an_error() {
        for status in 100..=999 {
            assert_eq!(kind_of_status(status).is_none(), (200..300).contains(&status), "{status}");
        }
        for (status, kind) in [
            (301, ErrorKind::BadReply),
            (400, ErrorKind::Unsupported),
            (401, ErrorKind::Unauthorized),
            (403, ErrorKind::Forbidden),
            (404, ErrorKind::NotFound),
            (429, ErrorKind::RateLimited),
            (500, ErrorKind::Unavailable),
            (503, ErrorKind::Unavailable),
        ] {
            assert_eq!(kind_of_status(status), Some(kind), "{status}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let wait = |value: &str| {
            Reply::new(429, "").header("Retry-After", value).retry_after(now()).map(|d| d.as_secs())
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Sun, 22 Nov 2026 10:01:30 GMT"), Some(90));
        assert_eq!(wait("Sun, 22 Nov 2026 09:00:00 GMT"), Some(0));
        assert_eq!(wait("99999999999999999999"), Some(u64::from(u32::MAX)));
        assert_eq!((wait("soon"), wait(""), wait("-5")), (None, None, None));
    }

    #[test]
    fn json_flaws_name_the_path_and_never_a_value() {
        #[derive(Debug, serde::Deserialize)]
        struct Wire {
            #[allow(dead_code)]
            list: Vec<u32>,
        }
        let error = |body: &[u8]| {
            let error = read_json::<Wire>(body).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BadReply);
            format!("{error:#}")
        };
        assert_eq!(error(b"  "), "the answer is empty");
        assert_eq!(error(b"<!DOCTYPE html>"), "the answer is a web page or XML, not JSON");
        assert!(error(b"\xff").contains("not UTF-8"));
        assert!(error(br#"{"list":[1,"#).contains("cut short at `list"));
        let data = error(br#"{"list":[1,"SECRET"]}"#);
        assert!(
            data.contains("another shape") && data.contains("`list[1]`") && !data.contains("SECRET"),
            "{data}"
        );
        assert!(error(br#"{"list":[]} x"#).contains("goes on"));
        assert!(read_json::<Wire>("\u{feff}{\"list\":[7]}".as_bytes()).is_ok());
    }

    #[test]
    fn more_objects_and_lists_than_any_answer_has_are_too_many() {
        let read = |opened: &str, closed: &str, count: usize| {
            let body = format!("[{}0]", format!("{opened}{closed},").repeat(count));
            read_json::<serde_json::Value>(body.as_bytes()).map(drop).map_err(|error| error.kind())
        };
        for (opened, closed) in [("{", "}"), ("[", "]")] {
            assert_eq!(read(opened, closed, 99_999), Ok(()));
            assert_eq!(read(opened, closed, 100_000), Err(ErrorKind::TooLarge));
        }
    }
}
