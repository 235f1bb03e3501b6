//! What refusals of the API and of the login mean for the caller. Hermes' messages are left out: they may repeat what was
//! asked.

use crate::error::{Error, ErrorKind};
use crate::http::kind_of_status;

/// Codes of the call `shipmentinfo`, sorted, with what they mean
/// (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/openapi-shipment.yaml>). Hermes' call
/// for signatures uses the same codes for other things.
const API: &[(&str, ErrorKind, &str)] = &[
    ("e001", ErrorKind::NotFound, "Hermes knows no shipment of this number"),
    ("e002", ErrorKind::Unavailable, "Hermes' query failed"),
    ("e005", ErrorKind::InvalidNumber, "Hermes finds an error of syntax in the question"),
    ("e006", ErrorKind::Unsupported, "Hermes misses a field of the question"),
    ("e008", ErrorKind::Unsupported, "Hermes does not take the question's fields together"),
    ("e009", ErrorKind::Unsupported, "Hermes does not know the media type of the question"),
    ("e900", ErrorKind::Forbidden, "these credentials may not ask this"),
    ("e902", ErrorKind::Unauthorized, "Hermes does not accept its token"),
    ("e903", ErrorKind::Unauthorized, "the token has ended"),
    ("e999", ErrorKind::Unavailable, "Hermes has a technical problem"),
];

/// Codes of the login, sorted, with what the caller can do
/// (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/openapi-auth.yaml>).
const LOGIN: &[(&str, ErrorKind, &str)] = &[
    ("invalid_client", ErrorKind::Unauthorized, "client id or client secret is wrong"),
    ("invalid_grant", ErrorKind::Unauthorized, "user name or password is wrong"),
    ("invalid_request", ErrorKind::Unauthorized, "a credential is missing or has another form"),
    ("invalid_token", ErrorKind::Unauthorized, "the token is none"),
    // Of RFC 6749, section 4.1.2.1.
    ("server_error", ErrorKind::Unavailable, "it cannot answer now"),
    ("temporarily_unavailable", ErrorKind::Unavailable, "it cannot answer now"),
    (
        "unsupported_grant_type",
        ErrorKind::Unauthorized,
        "the client may not log in with user name and password",
    ),
];

/// The error that a refusal of the API means. Its code decides, because Hermes tells of tokens with status 400; a code
/// that is not known leaves it to the status.
pub(super) fn api(code: Option<&str>, status: Option<u16>) -> Error {
    if let Some((code, kind, text)) = API.iter().find(|(known, ..)| Some(*known) == code) {
        return Error::new(*kind, *text).with_code(*code);
    }
    match (
        code.filter(|code| is_code(code)),
        status.and_then(|status| Some((status, kind_of_status(status)?))),
    ) {
        (Some(code), Some((status, kind))) => {
            Error::new(kind, format!("Hermes answered with HTTP status {status} and code {code}"))
                .with_code(code)
        }
        (None, Some((status, kind))) => {
            Error::new(kind, format!("Hermes answered with HTTP status {status}"))
        }
        (Some(code), None) => {
            Error::new(ErrorKind::BadReply, format!("Hermes answered with the unknown code {code}"))
                .with_code(code)
        }
        (None, None) => Error::new(ErrorKind::BadReply, "Hermes answered with an error without code"),
    }
}

/// The error that a refusal of the login means. It is never worth the same login again, unless the login was down.
pub(super) fn login(code: Option<&str>, status: Option<u16>) -> Error {
    if let Some((code, kind, text)) = LOGIN.iter().find(|(known, ..)| Some(*known) == code) {
        return Error::new(*kind, format!("login at Hermes: {text}")).with_code(*code);
    }
    let (kind, text) = match status.and_then(kind_of_status) {
        Some(kind) if kind.is_retryable() => (kind, "it cannot answer now"),
        _ => (ErrorKind::Unauthorized, "the credentials were refused"),
    };
    Error::new(kind, format!("login at Hermes: {text}"))
}

/// Whether a code has the form of Hermes' own, so that it may be shown.
fn is_code(code: &str) -> bool {
    code.strip_prefix('e').is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit()))
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
    fn the_code_decides_and_then_the_status() {
        let found = |code, status| {
            let error = api(code, status);
            (error.kind(), error.code().map(str::to_owned))
        };
        let coded = |code: &str| Some(code.to_owned());
        assert_eq!(found(Some("e903"), Some(400)), (ErrorKind::Unauthorized, coded("e903")));
        assert_eq!(found(Some("e001"), None), (ErrorKind::NotFound, coded("e001")));
        assert_eq!(found(Some("e777"), Some(503)), (ErrorKind::Unavailable, coded("e777")));
        assert_eq!(found(Some("e777"), None), (ErrorKind::BadReply, coded("e777")));
        assert_eq!(found(Some("08401387295096"), Some(404)), (ErrorKind::NotFound, None));
        assert_eq!(found(None, None), (ErrorKind::BadReply, None));
    }

    #[test]
    fn a_refused_login_is_not_worth_the_same_again() {
        let error = login(Some("invalid_grant"), Some(400));
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("invalid_grant")));
        assert!(login(None, Some(503)).is_retryable() && login(Some("novelty"), Some(429)).is_retryable());
        assert!(login(Some("server_error"), None).is_retryable());
        let odd = login(Some("s3cr3t"), Some(400));
        assert_eq!((odd.kind(), odd.code()), (ErrorKind::Unauthorized, None));
        assert!(!odd.to_string().contains("s3cr3t"));
    }
}
