//! The documents that DHL sends in place of an answer, and answers that leave a number out.

use crate::carriers::part::Text;
use crate::error::{Error, ErrorKind};
use crate::http::kind_of_status;
use crate::model::TrackingNumber;

/// The title of a problem document, if it is a few plain words and so can hold no number.
pub(super) fn plain_title(title: &Text) -> Option<String> {
    let title: &str = title.told()?;
    let is_plain = (1..=60).contains(&title.len())
        && title.bytes().all(|b| b.is_ascii_alphabetic() || b" -_".contains(&b));
    is_plain.then(|| title.to_owned())
}

/// What a problem document means: its status decides. `detail` and `instance` are left alone, they may hold the number.
pub(super) fn error(status: &Text, title: &Text) -> Error {
    let status = status.told().and_then(|status| status.parse::<u16>().ok());
    let error = match status.and_then(|status| Some((status, kind_of_status(status)?))) {
        Some((status, kind)) => Error::new(kind, format!("DHL answered with a problem of status {status}")),
        None => Error::new(ErrorKind::BadReply, "the answer holds neither shipments nor a problem"),
    };
    match plain_title(title) {
        Some(title) => error.with_code(title),
        None => error,
    }
}

/// What an answer without a number means: that DHL does not know it where all else was asked for, too.
pub(super) fn left_out(number: &TrackingNumber, all_were_asked: bool) -> Error {
    let (kind, what) = if all_were_asked {
        (ErrorKind::NotFound, "leaves out")
    } else {
        (ErrorKind::BadReply, "is about another number than")
    };
    Error::new(kind, format!("the answer {what} {}", number.masked()))
}
