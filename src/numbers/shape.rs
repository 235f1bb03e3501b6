//! Which characters stand where in a number.
// Patterns are read at compile time, where `get` is not to be had and a wrong place stops the build.
#![allow(clippy::indexing_slicing)]

use std::fmt::{self, Write as _};

use super::normal::{MAX_LEN, Normal};

/// How many different stretches of characters a shape can have.
const MAX_ITEMS: usize = 12;

const DIGITS: u64 = (1 << 10) - 1;
const LETTERS: u64 = ((1 << 26) - 1) << 10;

/// Tenths of a natural logarithm that a character tells which is one of so many digits.
const OF_DIGITS: [u16; 11] = [0, 23, 16, 12, 9, 7, 5, 4, 2, 1, 0];

/// What a letter tells where another character could stand, in tenths of a natural logarithm.
const FIXED_LETTER: u16 = 33;

/// What it tells that letters and digits stand where they should, in tenths of a natural logarithm.
const MIXED: u16 = 15;

/// One stretch of characters of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Item {
    /// A bit for each character that may stand here: ten digits, then 26 letters.
    set: u64,
    min: u8,
    max: u8,
}

/// Which characters stand where in a number, read from a pattern at compile time.
///
/// | in a pattern | is |
/// |---|---|
/// | `0` to `9`, `A` to `Z` | itself |
/// | `#` | a digit |
/// | `@` | a letter |
/// | `*` | a digit or letter |
/// | `[AMC]`, `[0-8]` | one of these |
/// | `{6}`, `{10,39}` behind one of those | so many of it; only one stretch of a pattern may be of different lengths |
///
/// ```
/// use parceltrack::numbers::{Normal, Shape};
///
/// const AMAZON: Shape = Shape::new("TB[AMC]#{12}");
///
/// assert!(AMAZON.fits(&Normal::new("TBA318204557106").unwrap()));
/// assert!(!AMAZON.fits(&Normal::new("TBX318204557106").unwrap()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    items: [Item; MAX_ITEMS],
    len: u8,
    min: u8,
    max: u8,
    points: u16,
}

impl Shape {
    /// Reads a pattern.
    ///
    /// # Panics
    ///
    /// At compile time, where it is used as a constant: if the pattern is none.
    pub const fn new(pattern: &str) -> Self {
        let text = pattern.as_bytes();
        let mut shape =
            Self { items: [Item { set: 0, min: 0, max: 0 }; MAX_ITEMS], len: 0, min: 0, max: 0, points: 0 };
        let (mut at, mut open, mut has_letter) = (0, false, false);
        while at < text.len() {
            let (set, next) = read_set(text, at);
            let (min, max, next) = read_count(text, next);
            at = next;
            assert!(min != max || min > 0, "a stretch of no characters");
            assert!(!open || min == max, "only one stretch may be of different lengths");
            open |= min != max;
            has_letter |= set & DIGITS == 0;
            shape.points += points(set) * min as u16;
            shape = shape.with(Item { set, min, max });
        }
        assert!(shape.min > 0, "a pattern of nothing");
        assert!(shape.max as usize <= MAX_LEN, "a pattern longer than any number");
        if has_letter {
            shape.points += MIXED;
        }
        shape
    }

    const fn with(mut self, item: Item) -> Self {
        // Neighbours of one kind are one stretch.
        let last = self.len as usize;
        if last > 0 && self.items[last - 1].set == item.set {
            self.items[last - 1].min += item.min;
            self.items[last - 1].max += item.max;
        } else {
            assert!(last < MAX_ITEMS, "a pattern of too many stretches");
            self.items[last] = item;
            self.len += 1;
        }
        self.min += item.min;
        self.max += item.max;
        self
    }

    /// The lengths that it may have, in characters.
    pub const fn lengths(&self) -> std::ops::RangeInclusive<usize> {
        self.min as usize..=self.max as usize
    }

    /// How much it tells that a number has this shape, in tenths of a natural logarithm: 23 for each digit that is fixed,
    /// 33 for each such letter.
    pub const fn points(&self) -> u16 {
        self.points
    }

    /// Whether a number has this shape.
    pub fn fits(&self, number: &Normal) -> bool {
        let mut rest = number.bytes();
        let Some(spare) = rest.len().checked_sub(usize::from(self.min)) else { return false };
        if rest.len() > usize::from(self.max) {
            return false;
        }
        self.items.iter().take(usize::from(self.len)).all(|item| {
            let open = if item.min == item.max { 0 } else { spare };
            let (stretch, left) = rest.split_at_checked(usize::from(item.min) + open).unwrap_or((rest, &[]));
            rest = left;
            stretch.iter().fold(0, |all, character| all | bit(*character)) & !item.set == 0
        })
    }

    /// A bit for each character that may stand at a place.
    pub(super) fn set_at(&self, place: usize, len: usize) -> u64 {
        let spare = len.saturating_sub(usize::from(self.min));
        let mut end = 0;
        for item in self.items.iter().take(usize::from(self.len)) {
            end += usize::from(item.min) + if item.min == item.max { 0 } else { spare };
            if place < end {
                return item.set;
            }
        }
        0
    }
}

/// The pattern; another one than it was read from, if that says the same.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for item in self.items.iter().take(usize::from(self.len)) {
            match item.set {
                DIGITS => f.write_str("#")?,
                LETTERS => f.write_str("@")?,
                set if set == DIGITS | LETTERS => f.write_str("*")?,
                set if set.count_ones() == 1 => {
                    characters(set).try_for_each(|one| f.write_char(char::from(one)))?
                }
                set => write!(f, "[{}]", characters(set).map(char::from).collect::<String>())?,
            }
            match (item.min, item.max) {
                (1, 1) => {}
                (min, max) if min == max => write!(f, "{{{min}}}")?,
                (min, max) => write!(f, "{{{min},{max}}}")?,
            }
        }
        Ok(())
    }
}

/// The bit of a character; none for what is neither an ASCII digit nor a capital.
pub(super) const fn bit(character: u8) -> u64 {
    BITS[character as usize]
}

/// The characters of a set, sorted.
pub(super) fn characters(set: u64) -> impl Iterator<Item = u8> {
    (b'0'..=b'9').chain(b'A'..=b'Z').filter(move |character| bit(*character) & set != 0)
}

static BITS: [u64; 256] = {
    let (mut bits, mut at) = ([0; 256], 0);
    while at < 36 {
        bits[if at < 10 { b'0' as usize + at } else { b'A' as usize + at - 10 }] = 1 << at;
        at += 1;
    }
    bits
};

const fn points(set: u64) -> u16 {
    match (set & DIGITS, set & LETTERS) {
        (digits, 0) => OF_DIGITS[digits.count_ones() as usize],
        (0, letters) if letters.count_ones() == 1 => FIXED_LETTER,
        // Half of the letters tell about the seventh part of what one tells.
        (0, letters) if letters.count_ones() <= 6 => FIXED_LETTER / 2,
        _ => 0,
    }
}

/// The characters that a pattern names at a place, and the place behind.
const fn read_set(text: &[u8], at: usize) -> (u64, usize) {
    match text[at] {
        b'#' => (DIGITS, at + 1),
        b'@' => (LETTERS, at + 1),
        b'*' => (DIGITS | LETTERS, at + 1),
        b'[' => {
            let (mut set, mut at) = (0, at + 1);
            while text[at] != b']' {
                let first = text[at];
                let last = if text[at + 1] == b'-' { text[at + 2] } else { first };
                assert!(bit(first) != 0 && bit(last) >= bit(first), "characters that no number has");
                let mut one = first;
                while one <= last {
                    set |= bit(one);
                    one += 1;
                }
                at += if text[at + 1] == b'-' { 3 } else { 1 };
            }
            assert!(set != 0, "a set of nothing");
            (set, at + 1)
        }
        other => {
            assert!(bit(other) != 0, "a character that no number has");
            (bit(other), at + 1)
        }
    }
}

/// How often a pattern wishes what stands before a place, and the place behind.
const fn read_count(text: &[u8], at: usize) -> (u8, u8, usize) {
    if at >= text.len() || text[at] != b'{' {
        return (1, 1, at);
    }
    let (min, at) = read_number(text, at + 1);
    let (max, at) = if text[at] == b',' { read_number(text, at + 1) } else { (min, at) };
    assert!(text[at] == b'}' && max >= min, "a count that is none");
    (min, max, at + 1)
}

const fn read_number(text: &[u8], at: usize) -> (u8, usize) {
    let (mut number, mut at) = (0, at);
    assert!(text[at].is_ascii_digit(), "a count that is none");
    while text[at].is_ascii_digit() {
        number = number * 10 + (text[at] - b'0');
        at += 1;
    }
    (number, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, number: &str) -> bool {
        Shape::new(pattern).fits(&Normal::new(number).unwrap())
    }

    #[test]
    fn a_pattern_fits_what_it_says() {
        for (pattern, number, expected) in [
            ("#{12}", "123456789012", true),
            ("#{12}", "12345678901", false),
            ("#{12}", "1234567890123", false),
            ("#{12}", "12345678901A", false),
            ("@{2}#{9}DE", "RR407182533DE", true),
            ("@{2}#{9}DE", "RR407182533AT", false),
            ("GM*{10,39}", "GM1234567890", true),
            ("GM*{10,39}", "GM123456789", false),
            ("GM*{10,39}", "GM123456789012345678901234567890123456789", true),
            ("[0-8]#{3,5}Z", "81234Z", true),
            ("[0-8]#{3,5}Z", "91234Z", false),
            ("[0-8]#{3,5}Z", "8123456Z", false),
            ("A[BD-F]C", "AECX", false),
            ("A[BD-F]CX", "AECX", true),
            ("A[BD-F]CX", "ACCX", false),
        ] {
            assert_eq!(fits(pattern, number), expected, "{pattern} {number}");
        }
    }

    #[test]
    fn a_shape_is_written_as_its_pattern() {
        for pattern in ["#{12}", "@{2}#{9}DE", "GM*{10,39}", "[012]#{3,5}Z", "1Z*{15}#"] {
            assert_eq!(Shape::new(pattern).to_string(), pattern);
        }
        assert_eq!(Shape::new("##[0-2][A-C]AA").to_string(), "#{2}[012][ABC]A{2}");
    }

    #[test]
    fn what_is_fixed_tells_most() {
        let points = |pattern| Shape::new(pattern).points();
        assert_eq!(points("#{12}"), 0);
        assert_eq!(points("[0-8]#{33}"), 1);
        assert_eq!(points("00#{18}"), 46);
        assert_eq!(points("1Z*{15}#"), 23 + 33 + 15);
        assert_eq!(points("@{2}#{9}@{2}"), 15);
    }

    #[test]
    fn a_place_has_its_characters() {
        let shape = Shape::new("A#{2,4}Z");
        assert_eq!(
            (shape.set_at(0, 5), shape.set_at(3, 5), shape.set_at(4, 5)),
            (bit(b'A'), DIGITS, bit(b'Z'))
        );
    }
}
