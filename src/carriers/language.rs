//! The language of a vendor's texts.

use smol_str::SmolStr;

/// The two letters of a language, from values such as `de-DE`, `de_DE` and `de, en`.
pub(super) fn primary(text: &str) -> Option<SmolStr> {
    let primary = text.split(['-', '_', ',', ';']).next()?.trim();
    let is_language = primary.len() == 2 && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_language.then(|| primary.to_ascii_lowercase().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_are_left_of_a_language() {
        for text in ["de", "DE", "de-DE", "de_AT", "de, en;q=0.5"] {
            assert_eq!(primary(text).as_deref(), Some("de"), "{text}");
        }
        for odd in ["", "d", "deu", "german", "1a", "ü"] {
            assert_eq!(primary(odd), None, "{odd}");
        }
    }
}
