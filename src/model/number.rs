//! Tracking numbers and the other references a parcel can be asked by.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::text_form::text_form;

/// A parcel's number, normalised: trimmed, upper case, without blanks.
///
/// Dashes and other punctuation stay, because some numbers contain them; which format leaves them out is the
/// carrier's knowledge. A number is 4 to 64 ASCII letters, digits and `-`, `.`, `/`, `_`, at least one of them a
/// letter or digit.
///
/// Numbers are personal data: `Debug` and [`masked`](Self::masked) show the last four characters, only `Display`
/// and [`as_str`](Self::as_str) tell all.
///
/// ```
/// use parceltrack::TrackingNumber;
///
/// let number: TrackingNumber = " 1z 999aa1 0123456784 ".parse()?;
/// assert_eq!(number.as_str(), "1Z999AA10123456784");
/// assert_eq!(format!("{number:?}"), "…6784");
/// assert!("what?".parse::<TrackingNumber>().is_err());
/// # Ok::<(), parceltrack::InvalidNumber>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TrackingNumber(CompactString);

impl TrackingNumber {
    /// The shortest number, in characters.
    pub const MIN_LEN: usize = 4;
    /// The longest number, in characters.
    pub const MAX_LEN: usize = 64;

    /// The normalised number, whole.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters behind an ellipsis, for logs and error texts.
    pub fn masked(&self) -> Masked<'_> {
        Masked(&self.0)
    }
}

impl FromStr for TrackingNumber {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let number: CompactString = match is_plain {
            true => text.into(),
            false => text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect(),
        };
        let is_odd = |c: &char| !(c.is_ascii_alphanumeric() || "-./_".contains(*c));
        if !is_plain && let Some(found) = number.chars().find(is_odd) {
            return Err(InvalidNumber(Flaw::Character(found)));
        }
        match number.len() {
            0 => Err(InvalidNumber(Flaw::Empty)),
            n if !(Self::MIN_LEN..=Self::MAX_LEN).contains(&n) => Err(InvalidNumber(Flaw::Length(n))),
            _ if !number.contains(|c: char| c.is_ascii_alphanumeric()) => Err(InvalidNumber(Flaw::Empty)),
            _ => Ok(Self(number)),
        }
    }
}

/// An order's identifier as the shop gave it: trimmed, 1 to 64 characters, case kept, no control characters.
///
/// `Debug` shows the last four characters only, and nothing of an identifier shorter than eight.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrderId(CompactString);

impl OrderId {
    /// The identifier, whole.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four characters behind an ellipsis, for logs and error texts.
    pub fn masked(&self) -> Masked<'_> {
        Masked(&self.0)
    }
}

impl FromStr for OrderId {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        let id = text.trim();
        match id.chars().count() {
            0 => Err(InvalidNumber(Flaw::Empty)),
            n if n > TrackingNumber::MAX_LEN => Err(InvalidNumber(Flaw::Length(n))),
            _ => match id.chars().find(|c| c.is_control()) {
                Some(found) => Err(InvalidNumber(Flaw::Character(found))),
                None => Ok(Self(id.into())),
            },
        }
    }
}

/// Texts that are shown whole, but masked in `Debug`.
macro_rules! masked_text {
    ($name:ty) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.masked(), f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

masked_text!(TrackingNumber);
masked_text!(OrderId);
text_form! {
    TrackingNumber, InvalidNumber;
    OrderId, InvalidNumber;
}

/// A number or identifier with all but its last four characters hidden; everything of a short one.
#[derive(Clone, Copy)]
pub struct Masked<'a>(&'a str);

impl fmt::Display for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.chars().count();
        f.write_str("…")?;
        if count >= 8 { self.0.chars().skip(count - 4).try_for_each(|c| write!(f, "{c}")) } else { Ok(()) }
    }
}

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no tracking number or order identifier. The text itself is not repeated: it may be personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct InvalidNumber(Flaw);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Flaw {
    #[error("the number is empty")]
    Empty,
    #[error("a number has 4 to 64 characters (an order id up to 64), this one has {0}")]
    Length(usize),
    #[error("a number is made of ASCII letters, digits and - . / _ and has no {0:?}")]
    Character(char),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_normalised_and_checked() {
        let parse = |text: &str| text.parse::<TrackingNumber>().map(String::from);
        assert_eq!(parse(" 0034 0434\t1610 "), Ok("003404341610".into()));
        assert_eq!(parse("jjd-01"), Ok("JJD-01".into()));
        assert_eq!(parse("   "), Err(InvalidNumber(Flaw::Empty)));
        assert_eq!(parse("----"), Err(InvalidNumber(Flaw::Empty)));
        assert_eq!(parse("123"), Err(InvalidNumber(Flaw::Length(3))));
        assert_eq!(parse(&"1".repeat(65)), Err(InvalidNumber(Flaw::Length(65))));
        assert_eq!(parse("12/../x?y"), Err(InvalidNumber(Flaw::Character('?'))));
        assert_eq!(parse("١٢٣٤٥"), Err(InvalidNumber(Flaw::Character('١'))));
    }

    #[test]
    fn debug_hides_all_but_the_end() {
        let number: TrackingNumber = "00340434161094042557".parse().unwrap();
        assert_eq!(format!("{number:?} {}", number.masked()), "…2557 …2557");
        let short: OrderId = "ab12".parse().unwrap();
        assert_eq!(format!("{short:?}"), "…");
    }

    #[test]
    fn orders_keep_their_case() {
        assert_eq!(" SHOP-a1 ".parse::<OrderId>().unwrap().as_str(), "SHOP-a1");
        assert!("a\nb".parse::<OrderId>().is_err());
    }
}
