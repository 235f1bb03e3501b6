//! Text that may name a person, an address or a number.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Text about a person: whole in JSON and through [`as_str`](Self::as_str), an ellipsis in `Debug`, and without
/// `Display`, so that it cannot slip into a log line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal(String);

impl Personal {
    /// The text, whole.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A code or identifier of a vendor's in `Debug`: whole if it looks like one, else an ellipsis. Some vendors put sentences
/// or numbers of parcels where a code belongs, and digits alone may be a postcode.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_code = text.len() <= 60
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
            && (digits <= 3 || digits <= 6 && digits < text.len());
        if is_code { fmt::Debug::fmt(text, f) } else { f.write_str("…") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_code_is_shown() {
        for code in ["EVENT_302", "ZU", "101", "DaaAaaAaa", "PKG-a", "0", "delivered"] {
            assert_eq!(format!("{:?}", Shown(code)), format!("{code:?}"));
        }
        for other in ["00340434161094042557", "50667", "left with E. Beispiel", "Köln", "TBA010000000000"] {
            assert_eq!(format!("{:?}", Shown(other)), "…");
        }
    }
}
