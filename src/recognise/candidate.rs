//! What was found out about a number.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;

use super::hints::Hints;
use super::index::Hit;
use crate::model::{CarrierId, InvalidNumber, TrackingNumber};
use crate::numbers::{Fit, Format, Normal};

/// How sure it is that a number is a carrier's. The surest need not be the likeliest: one number in ten has a carrier's
/// check digit by chance, and some carriers have few parcels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Strength {
    /// Its characters fit. A check digit there is may be wrong.
    Shape,
    /// A check digit fits too.
    Checked,
    /// A check digit and a structure beyond "so many digits" fit.
    Proven,
}

impl Strength {
    /// What a fit says of a number of a format.
    pub(super) fn of(format: &Format, fit: Fit) -> Self {
        match fit {
            Fit::Fits if format.is_structured() => Self::Proven,
            Fit::Fits => Self::Checked,
            _ => Self::Shape,
        }
    }

    /// The word in lower case, such as `proven`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Checked => "checked",
            Self::Proven => "proven",
        }
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A number with the carriers whose it may be, the likeliest first. `Debug` hides the number.
#[derive(Clone)]
pub struct Recognised {
    text: [u8; Normal::MAX_LEN],
    len: usize,
    found: Vec<Hit>,
}

impl Recognised {
    pub(super) fn nothing() -> Self {
        Self { text: [0; Normal::MAX_LEN], len: 0, found: Vec::new() }
    }

    pub(super) fn new(number: &Normal, hits: impl ExactSizeIterator<Item = Hit>, hints: &Hints) -> Self {
        let mut found = Vec::with_capacity(hits.len());
        for hit in hits {
            found.push(Hit { score: hit.score + hints.score(hit.entry), ..hit });
        }
        if let [_, _, ..] = found.as_slice() {
            // Stable: equals stay in the order of the registry.
            found.sort_by_key(|found| Reverse(found.score));
        }
        Self { text: *number.text(), len: number.len(), found }
    }

    /// The same where more speaks for some carriers than for others: so many tenths of a natural logarithm.
    pub(super) fn with_context(mut self, points: impl Fn(&CarrierId) -> i16) -> Self {
        for found in &mut self.found {
            found.score += points(&found.entry.id);
        }
        self.found.sort_by_key(|found| Reverse(found.score));
        self
    }

    /// The normal form: ASCII digits and capitals. Empty for what no number can be.
    pub fn number(&self) -> &str {
        let text = self.text.get(..self.len).unwrap_or_default();
        // Only ASCII was put in.
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// The carriers whose number it may be, the likeliest first. A carrier may have it in several formats.
    pub fn candidates(&self) -> impl ExactSizeIterator<Item = Candidate<'_>> {
        self.found.iter().map(|found| Candidate { number: self.number(), found })
    }

    /// The likeliest.
    pub fn best(&self) -> Option<Candidate<'_>> {
        self.candidates().next()
    }

    /// Whether it is nobody's.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl fmt::Debug for Recognised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.candidates()).finish()
    }
}

/// A carrier whose number it may be.
#[derive(Clone, Copy)]
pub struct Candidate<'n> {
    number: &'n str,
    found: &'n Hit,
}

impl<'n> Candidate<'n> {
    /// The carrier.
    pub fn carrier(&self) -> &'static CarrierId {
        &self.found.entry.id
    }

    /// Its name for people.
    pub fn carrier_name(&self) -> &'static str {
        self.found.entry.name
    }

    /// The format.
    pub fn format(&self) -> &'static Format {
        self.found.format
    }

    /// How sure it is.
    pub fn strength(&self) -> Strength {
        Strength::of(self.found.format, self.found.fit)
    }

    /// What the check character says.
    pub fn fit(&self) -> Fit {
        self.found.fit
    }

    /// How likely it is beside the number's other candidates, in tenths of a natural logarithm: what is 23 more is ten
    /// times as likely. It has no meaning by itself.
    pub fn score(&self) -> i16 {
        self.found.score
    }

    /// The carrier that delivers under the same number, where that is another.
    pub fn last_mile(&self) -> Option<&'static str> {
        self.found.format.last_mile()
    }

    /// What the parts of the number mean.
    pub fn parts(&self) -> impl Iterator<Item = PartOfNumber<'n>> {
        let number = self.number;
        self.found.format.fields().iter().filter_map(move |field| {
            let value = number.get(field.range())?;
            Some(PartOfNumber {
                name: field.name(),
                range: field.range(),
                value,
                meaning: field.meaning(value),
            })
        })
    }

    /// The number in the form by which the carrier's page and APIs know it.
    ///
    /// # Errors
    ///
    /// [`InvalidNumber`] where that form is no number; none of the formats has such.
    pub fn tracking_number(&self) -> Result<TrackingNumber, InvalidNumber> {
        self.found.format.page_form(self.number).parse()
    }

    /// Where a person can look, on the carrier's own page.
    pub fn url(&self) -> Option<String> {
        let page = self.found.format.url().or(self.found.entry.url)?;
        Some(page.replace("{n}", &self.found.format.page_form(self.number)))
    }
}

impl fmt::Debug for Candidate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate")
            .field("carrier", self.carrier())
            .field("format", &self.format().name())
            .field("strength", &self.strength())
            .field("score", &self.score())
            .finish_non_exhaustive()
    }
}

/// A part of a number that means something. `Debug` hides the value, which may name a person's account.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartOfNumber<'n> {
    /// What it is, such as `service`.
    pub name: &'static str,
    /// Where it stands in the normal form.
    pub range: Range<usize>,
    /// Its characters.
    pub value: &'n str,
    /// What they mean, where that is known.
    pub meaning: Option<&'static str>,
}

impl fmt::Debug for PartOfNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartOfNumber")
            .field("name", &self.name)
            .field("meaning", &self.meaning)
            .finish_non_exhaustive()
    }
}
