//! What an answer tells of the way to the vendor.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::error::{ErrorKind, Result};
use crate::http::{Method, Reply};

/// What an answer, or its absence, tells of the way to the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Whether the vendor is out of reach or overloaded; none where that is not told.
    pub(super) is_down: Option<bool>,
    /// There were too many requests.
    pub(super) is_throttled: bool,
    /// The same may be answered a little later.
    pub(super) may_repeat: bool,
    /// How long the vendor asks to wait.
    pub(super) asked: Option<Duration>,
    /// The time between two requests that the vendor grants.
    pub(super) granted: Option<Duration>,
}

/// In this time a vendor that is up has answered.
const PATIENCE: Duration = Duration::from_secs(1);

/// The slowest rate that is believed: one request in a day.
const SLOWEST: f64 = 1.0 / 86_400.0;

impl Verdict {
    /// What is told by an answer that took so long, or by its absence. Few tell a time, to which the time of day is needed.
    pub(super) fn of(
        result: &Result<Reply>,
        method: Method,
        took: Duration,
        now: impl FnOnce() -> DateTime<Utc>,
    ) -> Self {
        let silent =
            Self { is_down: None, is_throttled: false, may_repeat: false, asked: None, granted: None };
        let reply = match result {
            Ok(reply) => reply,
            Err(error) => {
                let may_repeat = matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut);
                // Who gives the vendor no time learns nothing of him.
                let is_told = error.kind() != ErrorKind::TimedOut || took >= PATIENCE;
                return Self { is_down: (may_repeat && is_told).then_some(true), may_repeat, ..silent };
            }
        };
        let is_down = match reply.status() {
            502..=504 | 507 | 520..=529 => true,
            // A fault of SOAP comes with 500, whatever it is about.
            500 => method == Method::Get,
            _ => false,
        };
        let is_throttled = reply.status() == 429;
        Self {
            is_down: Some(is_down),
            is_throttled,
            may_repeat: is_down || is_throttled || matches!(reply.status(), 408 | 425),
            asked: if is_throttled || is_down { reply.retry_after(now()) } else { used_up(reply, now) },
            granted: granted(reply),
        }
    }
}

/// The time between two requests, of the rate that Amazon grants an operation. It comes with answers and never with a 429
/// (<https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits-in-the-sp-api>).
pub(crate) fn granted(reply: &Reply) -> Option<Duration> {
    let rate = reply.header_value("x-amzn-ratelimit-limit")?.trim().parse::<f64>().ok()?;
    let rate = Some(rate).filter(|rate| rate.is_finite() && (SLOWEST..=1e9).contains(rate))?;
    Some(Duration::from_secs_f64(1.0 / rate))
}

/// How long until there may be another request, where the answer says that this was the last one
/// (<https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/>, and the older names, whose end may be a time
/// of day in seconds since 1970).
fn used_up(reply: &Reply, now: impl FnOnce() -> DateTime<Utc>) -> Option<Duration> {
    let number = |name| reply.header_value(name)?.trim().parse::<i64>().ok();
    let end = |remaining, reset| number(reset).filter(|_| number(remaining) == Some(0));
    let end = end("ratelimit-remaining", "ratelimit-reset")
        .or_else(|| end("x-ratelimit-remaining", "x-ratelimit-reset"))?;
    // No wait is as long as the time since 2001.
    let seconds = if end > 1_000_000_000 { end - now().timestamp() } else { end };
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_793_000_000, 0).unwrap()
    }

    #[test]
    fn a_status_tells_whether_the_vendor_is_down_and_whether_to_ask_again() {
        for (status, method, is_down, may_repeat) in [
            (200, Method::Get, false, false),
            (301, Method::Get, false, false),
            (400, Method::Get, false, false),
            (401, Method::Get, false, false),
            (404, Method::Get, false, false),
            (408, Method::Get, false, true),
            (425, Method::Get, false, true),
            (429, Method::Post, false, true),
            (500, Method::Get, true, true),
            (500, Method::Post, false, false),
            (501, Method::Get, false, false),
            (502, Method::Post, true, true),
            (503, Method::Get, true, true),
            (504, Method::Get, true, true),
            (522, Method::Get, true, true),
        ] {
            let verdict = Verdict::of(&Ok(Reply::new(status, "")), method, PATIENCE, now);
            assert_eq!((verdict.is_down, verdict.may_repeat), (Some(is_down), may_repeat), "{status}");
            assert_eq!(verdict.is_throttled, status == 429);
        }
    }

    #[test]
    fn only_what_passes_is_asked_again() {
        for (kind, is_down) in [
            (ErrorKind::Unavailable, true),
            (ErrorKind::TimedOut, true),
            (ErrorKind::BadReply, false),
            (ErrorKind::TooLarge, false),
            (ErrorKind::Misconfigured, false),
        ] {
            let verdict = Verdict::of(&Err(Error::new(kind, "")), Method::Get, PATIENCE, now);
            assert_eq!((verdict.is_down, verdict.may_repeat), (is_down.then_some(true), is_down), "{kind}");
        }
        let hurried = Err(Error::new(ErrorKind::TimedOut, ""));
        let verdict = Verdict::of(&hurried, Method::Get, Duration::from_millis(20), now);
        assert_eq!((verdict.is_down, verdict.may_repeat), (None, true));
    }

    #[test]
    fn limits_are_read_from_headers() {
        let told = |status, headers: &[(&str, &str)]| {
            let reply =
                headers.iter().fold(Reply::new(status, ""), |reply, (name, value)| reply.header(name, value));
            let verdict = Verdict::of(&Ok(reply), Method::Get, PATIENCE, now);
            (verdict.asked.map(|wait| wait.as_secs()), verdict.granted.map(|time| time.as_millis()))
        };
        for (rate, millis) in [("0.5", 2000), (" 0.0167 ", 59_880), ("80", 12)] {
            assert_eq!(told(200, &[("x-amzn-RateLimit-Limit", rate)]), (None, Some(millis)), "{rate}");
        }
        for odd in ["0", "-1", "NaN", "inf", "1e-9", "1e300", "", "two"] {
            assert_eq!(told(200, &[("x-amzn-ratelimit-limit", odd)]), (None, None), "{odd}");
        }
        assert_eq!(told(429, &[("retry-after", "7")]), (Some(7), None));
        assert_eq!(told(200, &[("retry-after", "7")]), (None, None));
        assert_eq!(told(200, &[("RateLimit-Remaining", "0"), ("RateLimit-Reset", "9")]), (Some(9), None));
        let end = (now().timestamp() + 30).to_string();
        assert_eq!(
            told(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &end)]),
            (Some(30), None)
        );
        assert_eq!(told(200, &[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "30")]), (None, None));
    }
}
