//! Runs of letters and digits, the longest that there are.

use super::chars::{self, Class};
use super::groups::Kind;
use super::phrases::Word;
use crate::numbers::Normal;

/// Capitals that may be a part of a number, and small letters.
const MAX_UPPER: usize = 6;
const MAX_LOWER: usize = 3;

/// A run of letters and digits.
pub(super) struct Run {
    pub(super) end: usize,
    pub(super) len: usize,
    pub(super) ends: (u8, u8),
    pub(super) has_digits: bool,
    pub(super) has_letters: bool,
    /// It has a letter that no number has.
    is_foreign: bool,
    /// Whether all are capitals, and whether all are small letters.
    all: [bool; 2],
    pub(super) word: Word,
}

impl Run {
    /// The run that begins at a place of a text; so many characters were seen before.
    pub(super) fn at(text: &str, start: usize, seen: usize) -> Self {
        let mut run = Self {
            end: start,
            len: 0,
            ends: (0, 0),
            has_digits: false,
            has_letters: false,
            is_foreign: false,
            all: [true, true],
            word: Word::new(seen),
        };
        let mut at = start;
        while let Some((character, class, len)) = chars::at(text, at) {
            at += len;
            match class {
                Class::Hidden => continue,
                Class::Digit => {
                    run.has_digits = true;
                    run.all = [false, false];
                }
                Class::Upper | Class::Lower | Class::Other => {
                    run.has_letters = true;
                    let [all_upper, all_lower] = &mut run.all;
                    *all_upper &= class == Class::Upper;
                    *all_lower &= class == Class::Lower;
                }
                _ => break,
            }
            if run.len == 0 {
                run.ends.0 = chars::upper(character);
            }
            run.ends.1 = chars::upper(character);
            run.is_foreign |= class == Class::Other;
            run.word.push(chars::fold(character), class == Class::Upper);
            run.len += 1;
            run.end = at;
        }
        run.word.end(seen + run.len);
        run
    }

    /// What a run may be in a number; none where no number has it.
    pub(super) fn kind(&self, text: &str, start: usize) -> Option<Kind> {
        let is_plain = !self.is_foreign
            && self.len <= Normal::MAX_LEN
            && (self.end - start == self.len || chars::normal(text.get(start..self.end)?).is_some());
        match self.all {
            _ if !is_plain => None,
            _ if self.has_digits => Some(Kind::Digits),
            [true, _] if self.len <= MAX_UPPER => Some(Kind::Upper),
            [_, true] if self.len <= MAX_LOWER => Some(Kind::Lower),
            _ => None,
        }
    }
}

/// Whether a run is the application identifier of a GS1 barcode in its brackets.
pub(super) fn is_bracketed(text: &str, start: usize, end: usize) -> bool {
    const IDENTIFIERS: &[&str] = &["00", "420", "421", "92", "93", "94", "95", "96"];
    text.get(start.wrapping_sub(1)..start) == Some("(")
        && text.get(end..end + 1) == Some(")")
        && text.get(start..end).is_some_and(|run| IDENTIFIERS.contains(&run))
}
