//! What is noted of a text while it is read.

use std::ops::Range;

use super::carriers::Place;
use super::decoys::Doubt;
use super::joins::Worth;
use super::labels::Reach;
use super::markup;
use crate::numbers::Normal;

/// How long the last word of an abbreviation is at most.
const MAX_ABBREVIATION: usize = 4;

/// A label of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    pub(super) text: &'static str,
    pub(super) is_ours: bool,
    pub(super) reach: Reach,
    /// Where its last word stands.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) seen: (usize, usize),
    /// It is told what follows, as in `Tracking number: 1Z…`.
    pub(super) is_of_next: bool,
}

impl Label {
    /// Whether nothing but signs stands between it and a place of the text, and none that ends a sentence.
    pub(super) fn leads_to(&self, text: &str, at: usize) -> bool {
        // Behind an abbreviation, such as `Nr.`, a full stop ends nothing.
        let last = text.get(..self.end).unwrap_or_default().rsplit(|c: char| !c.is_alphanumeric()).next();
        let is_short = self.text.ends_with("nr") || last.is_some_and(|word| word.len() <= MAX_ABBREVIATION);
        let mut before = ' ';
        markup::without_tags(text.get(self.end..at).unwrap_or_default()).flat_map(str::chars).all(|c| {
            let is_end = matches!(c, '?' | '!') || (before == '.' && c.is_whitespace() && !is_short);
            before = c;
            !is_end && !c.is_alphabetic()
        })
    }
}

/// A carrier's name, or a link to its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub(super) carrier: Place,
    pub(super) seen: (usize, usize),
}

/// What may be a number.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    /// Where it stands in the decoded text.
    pub(super) range: Range<usize>,
    /// The same in characters that a person sees.
    pub(super) seen: Range<usize>,
    pub(super) number: Normal,
    pub(super) worth: Worth,
    pub(super) doubt: Doubt,
    /// A label of its own, such as a parameter's name.
    pub(super) label: Option<&'static str>,
    /// The carrier to whose page the link leads that it stands in.
    pub(super) link: Option<Place>,
    /// It is text, and neither in a link nor in HTML's tags.
    pub(super) is_text: bool,
}

impl Hit {
    /// One in a link, as far as it is known where.
    pub(super) fn in_link(number: Normal, worth: Worth) -> Self {
        let doubt = Doubt::None;
        Self { range: 0..0, seen: 0..0, number, worth, doubt, label: None, link: None, is_text: false }
    }
}

/// All that was noted, each in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) labels: Vec<Label>,
    pub(super) names: Vec<Name>,
    pub(super) hits: Vec<Hit>,
}
