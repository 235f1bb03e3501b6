//! What refusals of the API and of the login mean for the caller. The vendor's messages are left out: they may repeat
//! what was asked.

#[cfg(all(feature = "amazon", feature = "http"))]
use chrono::{DateTime, Utc};

use super::codes::is_alike;
use super::tolerant::Word;
#[cfg(any(all(feature = "amazon", feature = "http"), test))]
use crate::carriers::part::{self, Texts};
use crate::carriers::part::{Part, Shape, Slot, Target, fields};
use crate::error::{Error, ErrorKind};
#[cfg(all(feature = "amazon", feature = "http"))]
use crate::http::Reply;
use crate::http::kind_of_status;

/// Codes of the API as seen in its [contracts and guides], sorted. Amazon spells each of them in several ways.
///
/// [contracts and guides]: https://developer-docs.amazon.com/sp-api/docs/response-format
const API: &[(&str, ErrorKind)] = &[
    ("ACCESS_DENIED", ErrorKind::Forbidden),
    ("BAD_REQUEST", ErrorKind::Unsupported),
    ("INTERNAL_ERROR", ErrorKind::Unavailable),
    ("INTERNAL_FAILURE", ErrorKind::Unavailable),
    ("INTERNAL_SERVER_ERROR", ErrorKind::Unavailable),
    ("INVALID_AFTN_FORMAT", ErrorKind::InvalidNumber),
    ("INVALID_AUTHENTICATION_TOKEN", ErrorKind::Unauthorized),
    ("INVALID_INPUT", ErrorKind::Unsupported),
    ("INVALID_REQUEST", ErrorKind::Unsupported),
    ("INVALID_REQUEST_FORMAT", ErrorKind::Unsupported),
    ("INVALID_REQUEST_PARAMETER", ErrorKind::Unsupported),
    ("MISSING_AUTHENTICATION_TOKEN", ErrorKind::Unauthorized),
    ("MULTIPLE_TRACKING_IDS_NOT_ALLOWED", ErrorKind::Unsupported),
    ("NOT_FOUND", ErrorKind::NotFound),
    ("QUOTA_EXCEEDED", ErrorKind::RateLimited),
    ("REQUEST_SIZE_EXCEEDED", ErrorKind::Unsupported),
    ("RESOURCE_NOT_FOUND", ErrorKind::NotFound),
    ("SERVICE_UNAVAILABLE", ErrorKind::Unavailable),
    ("TOO_MANY_REQUESTS", ErrorKind::RateLimited),
    ("UNAUTHORIZED", ErrorKind::Unauthorized),
];

/// Codes of [Login with Amazon], sorted, with what the caller can do.
///
/// [Login with Amazon]: https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api
const LOGIN: &[(&str, ErrorKind, &str)] = &[
    ("access_denied", ErrorKind::Unauthorized, "the seller or Amazon denied access"),
    ("invalid_client", ErrorKind::Unauthorized, "client id or client secret is wrong or expired"),
    (
        "invalid_grant",
        ErrorKind::Unauthorized,
        "the refresh token is revoked, expired or another client's; authorise again",
    ),
    ("invalid_request", ErrorKind::Unauthorized, "a credential is missing or has another form"),
    ("invalid_scope", ErrorKind::Unauthorized, "the app may not ask for this"),
    ("server_error", ErrorKind::Unavailable, "the login is down"),
    ("temporarily_unavailable", ErrorKind::Unavailable, "the login is down"),
    ("unauthorized_client", ErrorKind::Unauthorized, "the client may not log in this way"),
    ("unsupported_grant_type", ErrorKind::Unauthorized, "the login takes no refresh token here"),
];

/// The first entry of a document's `errors`, or the only one in its place; none of an empty list.
#[derive(Default)]
pub(super) struct Errors<'a>(Option<Part<ApiError<'a>>>);

fields! {
    struct ApiError<'a> {
        code: Word<'a> = "code",
    }
}

impl<'de> Shape<'de> for Errors<'de> {
    fn of_object() -> Option<Self> {
        Some(Self(Some(Part::Read(ApiError::default()))))
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'de>> {
        self.0.as_mut()?.field(name)
    }

    fn end_object(&mut self) {
        if let Some(first) = &mut self.0 {
            first.end_object();
        }
    }

    fn of_list() -> Option<Self> {
        Some(Self::default())
    }

    fn entry(&mut self, index: usize) -> Option<&mut dyn Slot<'de>> {
        if index == 0 { Some(self.0.insert(Part::Missing)) } else { None }
    }
}

/// What a document that is a refusal holds: the vendor's code, if it names one.
pub(super) enum Refusal<'a> {
    /// Of the API: the first of its `errors`.
    Api(Word<'a>),
    /// Of the login: its `error`.
    Login(Word<'a>),
}

impl<'a> Refusal<'a> {
    /// What the two parts of a document mean; nothing for one that is no refusal.
    pub(super) fn read(errors: Part<Errors<'a>>, error: Word<'a>) -> Option<Self> {
        // Gateways write numbers and truth values there.
        let is_text = |word: &str| word.parse::<f64>().is_err() && word.parse::<bool>().is_err();
        match (errors, error) {
            (Part::Read(Errors(Some(Part::Read(first)))), _) => Some(Self::Api(first.code)),
            (Part::Read(Errors(Some(_))), _) => Some(Self::Api(Part::Missing)),
            (_, word @ Part::Read(_)) if word.told().is_none_or(is_text) => Some(Self::Login(word)),
            _ => None,
        }
    }

    /// Reads a body; nothing for one that is no refusal.
    #[cfg(any(all(feature = "amazon", feature = "http"), test))]
    fn of(body: &'a [u8], texts: &'a Texts) -> Option<Self> {
        fields! {
            struct Document<'a> {
                errors: Part<Errors<'a>> = "errors",
                error: Word<'a> = "error",
            }
        }
        let Document { errors, error } = part::json(body, texts).ok()?;
        Self::read(errors, error)
    }

    /// The error that it means, with the status of its reply where that is known.
    pub(super) fn error(&self, status: Option<u16>) -> Error {
        match self {
            Self::Api(code) => api(code.told(), status),
            Self::Login(code) => login(code.told(), status),
        }
    }
}

/// The error that a reply without success means; none for success.
#[cfg(all(feature = "amazon", feature = "http"))]
pub(super) fn refused(reply: &Reply, now: DateTime<Utc>) -> Option<Error> {
    let by_status = reply.status_error(now)?;
    // A gateway's page tells no more than the status.
    Some(match Refusal::of(reply.body(), &Texts::default()) {
        Some(Refusal::Api(code)) => {
            api(code.told(), Some(reply.status())).with_retry_after(by_status.retry_after())
        }
        _ => by_status,
    })
}

/// Whether it is the token that a reply refuses. What the account may not see (`ACCESS_DENIED`), such as a parcel of somebody
/// else's, no fresh token shows.
#[cfg(all(feature = "amazon", feature = "http"))]
pub(super) fn is_about_token(reply: &Reply) -> bool {
    let is_denied = || match Refusal::of(reply.body(), &Texts::default()) {
        Some(Refusal::Api(code)) => code.told().is_some_and(|code| is_alike("ACCESS_DENIED", code)),
        _ => false,
    };
    match reply.status() {
        401 => true,
        403 => !is_denied(),
        _ => false,
    }
}

/// The error that a refusal of the API means. Its status decides, because the same code comes with several; without
/// a status the code does.
fn api(code: Option<&str>, status: Option<u16>) -> Error {
    let by_code = || {
        let code = code?;
        API.iter().find(|(known, _)| is_alike(known, code)).map(|(_, kind)| *kind)
    };
    let kind = status.and_then(kind_of_status).or_else(by_code).unwrap_or(ErrorKind::BadReply);
    let answered = match status {
        Some(status) => format!("the server answered with HTTP status {status}"),
        None => "the server answered with an error".to_owned(),
    };
    match code.map(shown) {
        Some(code) => Error::new(kind, format!("{answered} and code {code}")).with_code(code),
        None => Error::new(kind, answered),
    }
}

/// The error that a refusal of the login means. It is never worth the same login again, unless the login was down.
pub(super) fn login(code: Option<&str>, status: Option<u16>) -> Error {
    let known = LOGIN.iter().find(|(known, ..)| code.is_some_and(|code| is_alike(known, code)));
    let (kind, text) = match (known, status.and_then(kind_of_status)) {
        (Some((_, kind, text)), _) => (*kind, *text),
        (None, Some(kind)) if kind.is_retryable() => (kind, "the login cannot answer now"),
        (None, _) => (ErrorKind::Unauthorized, "the credentials were refused"),
    };
    let error = Error::new(kind, format!("login with Amazon: {text}"));
    match code {
        Some(code) => error.with_code(shown(code)),
        None => error,
    }
}

/// A code as it may be shown: one that looks like a code, else an ellipsis, because it may be anything. Eight digits
/// may be a tracking number, and digits alone a postcode.
pub(super) fn shown(code: &str) -> &str {
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let is_code = code.len() <= 40
        && digits < 8
        && digits < code.len()
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if is_code { code } else { "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_unique() {
        assert!(API.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(LOGIN.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn refusals_are_told_from_other_documents() {
        let read = |json: &str| {
            Refusal::of(json.as_bytes(), &Texts::default()).map(|refusal| match refusal {
                Refusal::Api(code) => format!("api {}", code.told().unwrap_or("-")),
                Refusal::Login(code) => format!("login {}", code.told().unwrap_or("-")),
            })
        };
        assert_eq!(
            read(r#"{"errors":[{"code":"NotFound","message":"x"}]}"#).as_deref(),
            Some("api NotFound")
        );
        assert_eq!(read(r#"{"errors":{"code":"NotFound"}}"#).as_deref(), Some("api NotFound"));
        assert_eq!(read(r#"{"errors":["x"]}"#).as_deref(), Some("api -"));
        let login = r#"{"error":"invalid_grant","error_description":"x"}"#;
        assert_eq!(read(login).as_deref(), Some("login invalid_grant"));
        for other in [
            "{}",
            r#"{"errors":[]}"#,
            r#"{"errors":null}"#,
            r#"{"errors":"x"}"#,
            r#"{"error":7}"#,
            r#"{"error":true}"#,
            r#"{"error":{}}"#,
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn the_status_decides_and_the_code_stays() {
        let error = api(Some("Unauthorized"), Some(403));
        assert_eq!((error.kind(), error.code()), (ErrorKind::Forbidden, Some("Unauthorized")));
        assert_eq!(api(Some("Unauthorized"), None).kind(), ErrorKind::Unauthorized);
        assert_eq!(api(Some("TooManyRequests"), None).kind(), ErrorKind::RateLimited);
        assert_eq!(api(Some("ServiceUnavailable"), Some(503)).kind(), ErrorKind::Unavailable);
        assert_eq!(api(Some("Novelty"), None).kind(), ErrorKind::BadReply);
        assert_eq!(api(None, Some(404)).kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_refused_login_is_not_worth_the_same_again() {
        let error = login(Some("invalid_grant"), Some(400));
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("invalid_grant")));
        assert!(!error.is_retryable());
        assert!(login(Some("temporarily_unavailable"), Some(503)).is_retryable());
        assert!(login(None, Some(503)).is_retryable() && login(None, Some(429)).is_retryable());
        assert!(!login(Some("novelty"), Some(400)).is_retryable() && !login(None, None).is_retryable());
    }

    #[test]
    fn what_does_not_look_like_a_code_is_not_shown() {
        for odd in ["no such parcel", "00340434161094042557", "TBA010000000000", "50667"] {
            let error = api(Some(odd), None);
            assert!(!format!("{error:#}{error:?}").contains(odd));
        }
    }
}
