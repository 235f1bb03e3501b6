//! What the API's result codes mean, for the whole answer or for one number.

use super::PARCEL_DE;
use crate::error::{Error, ErrorKind};

/// The codes of answer (`code`) and number (`error-status`, `piece-status`) but for `0`, which is success, sorted as
/// numbers; after
/// <https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany>.
const CODES: &[(i16, ErrorKind, &str)] = &[
    (-1000, ErrorKind::Unavailable, "technical failure"),
    (-3, ErrorKind::Unsupported, "unknown request"),
    (-2, ErrorKind::Unavailable, "internal failure"),
    (-1, ErrorKind::Unavailable, "failure of the database"),
    (5, ErrorKind::Unauthorized, "the portal's user or password is wrong"),
    (6, ErrorKind::Unauthorized, "too many wrong logins"),
    (41, ErrorKind::InvalidNumber, "the check digit is wrong"),
    (45, ErrorKind::Unsupported, "no number given"),
    (57, ErrorKind::NotFound, "nothing for this postal code"),
    (58, ErrorKind::Unsupported, "the customer number is missing"),
    (59, ErrorKind::Unsupported, "number and order number are missing"),
    (60, ErrorKind::Unsupported, "number and order number are both given"),
    (61, ErrorKind::NotFound, "nothing for this order number"),
    (62, ErrorKind::Forbidden, "no right for this request"),
    (63, ErrorKind::Unavailable, "the archive of signatures cannot be reached"),
    (64, ErrorKind::Forbidden, "no right to search without check digit"),
    (100, ErrorKind::NotFound, "no data found"),
    (200, ErrorKind::NotFound, "no electronic data yet"),
];

/// The error that a code means; none for success.
pub(super) fn of_code(code: &str) -> Option<Error> {
    let error = |kind, what: &str| Error::new(kind, format!("DHL says: {what}")).with_channel(&PARCEL_DE);
    let Ok(number) = code.parse::<i16>() else {
        return Some(error(ErrorKind::BadReply, "a result code that is no number"));
    };
    if number == 0 {
        return None;
    }
    let row = CODES.binary_search_by_key(&number, |(code, ..)| *code).ok().and_then(|at| CODES.get(at));
    let error = match row {
        Some((_, kind, what)) => error(*kind, what),
        None => error(ErrorKind::BadReply, "a result code that nobody has mapped"),
    };
    Some(error.with_code(number.to_string()))
}

/// Whether a code of the whole answer speaks of its numbers, each of which then has its own.
pub(super) fn is_about_numbers(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::InvalidNumber)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_each_is_an_error() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (code, kind, _) in CODES {
            let error = of_code(&code.to_string()).unwrap();
            assert_eq!((error.kind(), error.code()), (*kind, Some(code.to_string().as_str())));
            assert_ne!(*kind, ErrorKind::BadReply);
        }
        assert!(of_code("0").is_none());
        assert_eq!(of_code("7").unwrap().kind(), ErrorKind::BadReply);
        assert_eq!(of_code("SECRET").unwrap().code(), None);
    }
}
