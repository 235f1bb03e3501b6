//! What UPS's errors and warnings mean for the caller. Their messages are left out: they may repeat what was asked.

use super::super::list::List;
use super::wire::{Body, Warning};
use crate::error::{Error, ErrorKind};
use crate::http::kind_of_status;

/// Codes of errors and warnings, sorted, after the contracts of [Track Alert] and the [Tracking API]; `10429`, `TV1002` and
/// `TW0001` as its users report them ([not found with status 200]).
///
/// [Track Alert]: https://github.com/UPS-API/api-documentation/blob/main/UPSTrackAlert.yaml
/// [Tracking API]: https://developer.ups.com/api/reference/trackingapi/errors
/// [not found with status 200]: https://github.com/UPS-API/api-documentation/issues/102
const CODES: &[(&str, ErrorKind, &str)] = &[
    ("10004", ErrorKind::Unavailable, "UPS cannot answer now"),
    ("10007", ErrorKind::Unsupported, "UPS does not take this form of request"),
    ("10429", ErrorKind::RateLimited, "too many questions"),
    ("250002", ErrorKind::Unauthorized, "client id or client secret is wrong"),
    ("250003", ErrorKind::Unauthorized, "the app's access to UPS is not valid"),
    ("251004", ErrorKind::Unauthorized, "the access token has ended"),
    ("405", ErrorKind::Unsupported, "UPS does not take this method"),
    ("TV1002", ErrorKind::InvalidNumber, "UPS says that the number is none"),
    ("TW0001", ErrorKind::NotFound, "UPS knows nothing of this number, or not yet, or not any more"),
    ("UJ0001", ErrorKind::Unauthorized, "the access token is missing or not valid"),
    ("VSS100", ErrorKind::Unavailable, "UPS cannot answer now"),
];

/// The error that a code means; the status decides for codes that are not known.
pub(super) fn error(code: Option<&str>, status: Option<u16>) -> Error {
    let known = code.and_then(|code| CODES.iter().find(|(known, ..)| *known == code));
    let error = match (known, status.and_then(|status| Some((status, kind_of_status(status)?)))) {
        (Some((_, kind, text)), _) => Error::new(*kind, *text),
        (None, Some((status, kind))) => {
            Error::new(kind, format!("the server answered with HTTP status {status}"))
        }
        (None, None) => Error::new(ErrorKind::BadReply, "the server answered with an error"),
    };
    match code.filter(|code| is_code(code)) {
        Some(code) => error.with_code(code),
        None => error,
    }
}

/// The code of the first error of an error document; none where the body is none.
pub(super) fn code<'a>(body: &'a Body) -> Option<Option<&'a str>> {
    let response = body.response.quiet()?;
    Some(first_code(&response.errors))
}

/// The code of the first entry that has one.
pub(super) fn first_code<'a>(list: &'a List<Warning>) -> Option<&'a str> {
    list.quiet_entries().find_map(|entry| entry.code.told())
}

/// Whether a text may be shown as a code: short, and no tracking number.
pub(super) fn is_code(text: &str) -> bool {
    (1..=8).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && (1..=6).contains(&text.bytes().filter(u8::is_ascii_digit).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_decide_before_the_status() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let kind = |code, status| error(code, status).kind();
        assert_eq!(kind(Some("TV1002"), Some(400)), ErrorKind::InvalidNumber);
        assert_eq!(kind(Some("10429"), Some(429)), ErrorKind::RateLimited);
        assert_eq!(kind(Some("TX9999"), Some(503)), ErrorKind::Unavailable);
        assert_eq!(kind(Some("TX9999"), None), ErrorKind::BadReply);
        assert_eq!(kind(None, Some(403)), ErrorKind::Forbidden);
    }

    #[test]
    fn only_what_looks_like_a_code_is_shown() {
        assert_eq!(error(Some("250003"), Some(401)).code(), Some("250003"));
        for odd in ["no such parcel", "1Z999AA10123456784", "KANARIE", "1234567", ""] {
            let error = error(Some(odd), Some(400));
            assert_eq!(error.code(), None);
            assert!(odd.is_empty() || !format!("{error:#}{error:?}").contains(odd));
        }
    }
}
