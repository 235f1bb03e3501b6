//! A number as formats see it.

use std::fmt;

/// The longest number that has a format, in characters.
pub(super) const MAX_LEN: usize = 48;

/// A number as formats see it: upper case, without blanks, frames of barcodes and punctuation. It lives on the stack, and
/// `Debug` hides it.
///
/// Blanks are those that numbers are printed with in groups: space, tab, line breaks, the no-break and zero-width ones.
/// Frames are `*` at both ends (Code 39), `%` before (DPD), `]C1` before (GS1-128) and brackets around the application
/// identifiers of a GS1 barcode, as in `(00)3 4043…`. Punctuation inside is remembered, because most formats are never
/// printed with it.
#[derive(Clone, Copy)]
pub struct Normal {
    text: [u8; MAX_LEN],
    len: usize,
    punctuation: u8,
    places: u64,
}

impl Normal {
    /// The longest number that has a format, in characters.
    pub const MAX_LEN: usize = MAX_LEN;

    /// None for what has no letter or digit, other characters, or is longer than any number.
    pub fn new(text: &str) -> Option<Self> {
        let mut normal = Self::nothing();
        normal.read(text).then_some(normal)
    }

    pub(crate) fn nothing() -> Self {
        Self { text: [0; MAX_LEN], len: 0, punctuation: 0, places: 0 }
    }

    /// Reads the first number into what was [nothing](Self::nothing), without a copy. False for what is no number.
    #[inline]
    pub(crate) fn read(&mut self, text: &str) -> bool {
        let mut len = 0;
        // Nearly every number is of nothing but these.
        for byte in text.bytes() {
            match upper(byte) {
                0 if byte == b' ' => {}
                0 => return self.read_framed(text),
                character => {
                    let Some(place) = self.text.get_mut(len) else { return false };
                    *place = character;
                    len += 1;
                }
            }
        }
        self.len = len;
        len > 0
    }

    /// The same where there is more than letters, digits and blanks.
    #[cold]
    fn read_framed(&mut self, text: &str) -> bool {
        *self = Self::nothing();
        let text = text.trim();
        let text = text.strip_prefix("]C1").or_else(|| text.strip_prefix('%')).unwrap_or(text);
        let text = text.strip_prefix('*').and_then(|text| text.strip_suffix('*')).unwrap_or(text);
        let pushed = text.chars().try_for_each(|character| match character {
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{200b}' | '\u{2009}' | '\u{feff}' => Some(()),
            // Full-width letters and digits, as some posts print them.
            '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                self.push(u8::try_from(u32::from(character) - 0xfee0).ok()?)
            }
            other => self.push(u8::try_from(other).ok()?),
        });
        pushed.is_some() && self.len > 0
    }

    fn push(&mut self, byte: u8) -> Option<()> {
        let character = upper(byte);
        if character != 0 {
            *self.text.get_mut(self.len)? = character;
            self.len += 1;
            return Some(());
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => Some(()),
            // Of application identifiers.
            b'(' | b')' => Some(()),
            b'.' | b'-' | b'/' => {
                // Two kinds in one number are a kind that no format has.
                self.punctuation =
                    if self.punctuation == 0 || self.punctuation == byte { byte } else { b'?' };
                self.places |= 1 << self.len.min(63);
                Some(())
            }
            _ => None,
        }
    }

    /// The characters: ASCII digits and capitals.
    pub fn as_str(&self) -> &str {
        // Only ASCII was put in.
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// How many characters it has.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The whole of the place that the characters have.
    pub(crate) fn text(&self) -> &[u8; MAX_LEN] {
        &self.text
    }

    /// Whether dashes stood inside and nothing else, or dots.
    pub(crate) fn is_in_groups(&self) -> bool {
        matches!(self.punctuation, b'-' | b'.')
    }

    /// Whether a letter is among them.
    pub(crate) fn has_letter(&self) -> bool {
        // The bit that capitals have and digits and nothing have not.
        self.text.iter().fold(0, |all, character| all | character) & 0x40 != 0
    }

    /// Its first characters, so many.
    pub(crate) fn first(&self, len: usize) -> Self {
        Self { len: len.min(self.len), ..*self }
    }

    /// The same as bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.get(..self.len).unwrap_or_default()
    }

    /// The punctuation that stood inside, and a bit for each place before which it stood.
    pub(crate) fn punctuation(&self) -> (u8, u64) {
        (self.punctuation, self.places)
    }
}

/// A letter or digit as numbers have it; 0 for any other.
fn upper(byte: u8) -> u8 {
    UPPER.get(usize::from(byte)).copied().unwrap_or(0)
}

static UPPER: [u8; 256] = {
    let (mut upper, mut byte) = ([0; 256], 0);
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            // Nothing but a wrong place stops this, and then the build.
            #[allow(clippy::indexing_slicing)]
            {
                upper[byte] = (byte as u8).to_ascii_uppercase();
            }
        }
        byte += 1;
    }
    upper
};

impl fmt::Debug for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Normal").field("len", &self.len).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_frames_and_case_do_not_count() {
        for (text, normal) in [
            ("rr 407 182 533 de", "RR407182533DE"),
            ("*1Z999AA10123456784*", "1Z999AA10123456784"),
            ("%002381801239965822127136040P", "002381801239965822127136040P"),
            ("]C100340431000123456787", "00340431000123456787"),
            ("(00)3 4043 1000 1234 56787", "00340431000123456787"),
            ("3404\u{a0}3100\u{202f}01\u{200b}23", "340431000123"),
            ("ＲＲ１", "RR1"),
            ("99.60.123456.12345678", "996012345612345678"),
        ] {
            assert_eq!(Normal::new(text).map(|n| n.as_str().to_owned()).as_deref(), Some(normal), "{text}");
        }
        for none in ["", "  ", "a_b", "größe", "#1", "%", &"1".repeat(MAX_LEN + 1)] {
            assert!(Normal::new(none).is_none(), "{none}");
        }
    }

    #[test]
    fn punctuation_is_remembered() {
        let punctuation = |text| Normal::new(text).unwrap().punctuation();
        assert_eq!(punctuation("123 456"), (0, 0));
        assert_eq!(punctuation("020-12345678"), (b'-', 1 << 3));
        assert_eq!(punctuation("99.60-1").0, b'?');
    }
}
