//! The language of words.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text_form::text_form;

/// A language by its ISO 639-1 code. Any two letters are accepted.
///
/// It is read from a language tag, too, of which the rest says where or how it is spoken:
///
/// ```
/// use parceltrack::Language;
///
/// assert_eq!("de-AT".parse::<Language>()?.as_str(), "de");
/// # Ok::<(), parceltrack::InvalidLanguage>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 2]);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(*b"en");

    /// German.
    pub const GERMAN: Self = Self(*b"de");

    /// The code, lower case.
    pub fn as_str(&self) -> &str {
        // Only ASCII letters get in, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Language {
    type Err = InvalidLanguage;

    fn from_str(tag: &str) -> Result<Self, InvalidLanguage> {
        let primary = tag.split(['-', '_', ',', ';']).next().unwrap_or_default().trim();
        match *primary.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => Err(InvalidLanguage),
        }
    }
}

text_form! {
    Language, InvalidLanguage;
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a language: use its two-letter ISO 639-1 code, such as de, or a tag that begins with it, such as de-AT"
)]
#[non_exhaustive]
pub struct InvalidLanguage;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_are_left_of_a_language() {
        for tag in ["de", "DE", "de-DE", "de_AT", "de, en;q=0.5", " de "] {
            assert_eq!(tag.parse(), Ok(Language::GERMAN), "{tag}");
        }
        for odd in ["", "d", "deu", "german", "1a", "ü", "-de"] {
            assert_eq!(odd.parse::<Language>(), Err(InvalidLanguage), "{odd}");
        }
    }
}
