//! What characters mean for numbers and words.

use crate::numbers::Normal;

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Digit,
    Upper,
    Lower,
    /// A letter or digit that no number has.
    Other,
    /// One that may stand between the groups of a number.
    Blank,
    /// One that nobody sees.
    Hidden,
    /// Space that separates: tabs and line breaks.
    Space,
    /// All else.
    Sign,
}

impl Class {
    /// Whether it is part of a run of letters and digits.
    pub(super) const fn is_run(self) -> bool {
        matches!(self, Self::Digit | Self::Upper | Self::Lower | Self::Other)
    }
}

/// The character at a place, its class and its length in bytes; none at the end.
pub(super) fn at(text: &str, at: usize) -> Option<(char, Class, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some((char::from(byte), ascii(byte), 1));
    }
    let character = text.get(at..)?.chars().next()?;
    Some((character, class(character), character.len_utf8()))
}

const fn ascii(byte: u8) -> Class {
    match byte {
        b'0'..=b'9' => Class::Digit,
        b'A'..=b'Z' => Class::Upper,
        b'a'..=b'z' => Class::Lower,
        b' ' => Class::Blank,
        0..=b' ' | 0x7f => Class::Space,
        _ => Class::Sign,
    }
}

fn class(character: char) -> Class {
    match character {
        '\u{ff10}'..='\u{ff19}' => Class::Digit,
        '\u{ff21}'..='\u{ff3a}' => Class::Upper,
        '\u{ff41}'..='\u{ff5a}' => Class::Lower,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Class::Hidden,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Class::Blank,
        _ if character.is_alphanumeric() => Class::Other,
        _ if character.is_whitespace() => Class::Space,
        _ => Class::Sign,
    }
}

/// A letter or digit as numbers have it.
pub(super) fn upper(character: char) -> u8 {
    let ascii = match character {
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(character) - 0xfee0),
        _ => u8::try_from(u32::from(character)),
    };
    ascii.unwrap_or(0).to_ascii_uppercase()
}

/// The letters that a letter is compared as in words: in lower case and without accents. None for letters that no word
/// has which is looked for.
pub(super) fn fold(character: char) -> Option<&'static str> {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    let at = match character {
        'a'..='z' => character as usize - 'a' as usize,
        'A'..='Z' => character as usize - 'A' as usize,
        '0'..='9' => character as usize - '0' as usize + 26,
        _ => return folded(character),
    };
    ASCII.get(at..=at)
}

fn folded(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' | 'ą' | 'À' | 'Á' | 'Ä' | 'Å' => "a",
        'ç' | 'ć' | 'č' | 'Ç' | 'Č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'È' | 'É' | 'Ê' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Í' => "i",
        'ł' | 'Ł' => "l",
        'ñ' | 'ń' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' | 'ø' | 'Ó' | 'Ö' | 'º' => "o",
        'ś' | 'š' | 'Ś' => "s",
        'ù' | 'ú' | 'û' | 'ü' | 'Ú' | 'Ü' => "u",
        'ý' => "y",
        'ź' | 'ż' | 'ž' | 'Ż' => "z",
        _ => return None,
    })
}

/// A stretch of text as a number.
pub(super) fn normal(text: &str) -> Option<Normal> {
    Normal::new(text).or_else(|| {
        if text.is_ascii() {
            return None;
        }
        let seen = text.chars().filter_map(|character| match class_of(character) {
            Class::Hidden => None,
            Class::Blank => Some(' '),
            _ => Some(character),
        });
        Normal::new(&seen.collect::<String>())
    })
}

/// What a character is.
pub(super) fn class_of(character: char) -> Class {
    u8::try_from(character).ok().filter(u8::is_ascii).map_or_else(|| class(character), ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_hidden_characters_are_left_out_of_numbers() {
        for text in
            ["1z 999", "1Z\u{a0}999", "1Z\u{2002}9\u{200c}99", "１Ｚ９９９", "1Z9\u{ad}99", "1Z\u{2060}999"]
        {
            assert_eq!(normal(text).map(|n| n.as_str().to_owned()).as_deref(), Some("1Z999"), "{text:?}");
        }
        assert!(normal("für").is_none() && normal("\u{200c}").is_none());
    }

    #[test]
    fn letters_are_compared_without_case_and_accents() {
        let word = |text: &str| text.chars().map(fold).collect::<Option<String>>();
        assert_eq!(word("Numéro9").as_deref(), Some("numero9"));
        assert_eq!(word("PRZESYŁKI").as_deref(), Some("przesylki"));
        assert_eq!(word("Größe").as_deref(), Some("grosse"));
        assert_eq!(word("номер"), None);
    }
}
