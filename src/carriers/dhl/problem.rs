//! The documents that DHL sends in place of an answer.

use crate::carriers::part::{Part, Text};

/// The title of a problem document, if it is a few plain words and so can hold no number.
pub(super) fn plain_title(title: &Part<Text>) -> Option<String> {
    let title: &str = title.quiet()?;
    let is_plain = (1..=60).contains(&title.len())
        && title.bytes().all(|b| b.is_ascii_alphabetic() || b" -_".contains(&b));
    is_plain.then(|| title.to_owned())
}
