//! What was found in a text.

use std::fmt;
use std::ops::Range;

use super::super::candidate::Recognised;
use crate::model::CarrierId;

/// Why something in a text was taken for a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// It stands in a link to this carrier's page.
    Link(CarrierId),
    /// A word such as this one says that it is a tracking number; in lower case and without accents.
    Label(&'static str),
    /// The carrier is named near it, and it has a format of his.
    Name(CarrierId),
}

/// A number that a text holds, with all the places where it stands. `Debug` hides the number.
#[derive(Clone)]
pub struct FoundInText {
    pub(super) recognised: Recognised,
    pub(super) places: Vec<Range<usize>>,
    pub(super) evidence: Vec<Evidence>,
}

impl FoundInText {
    /// The number in its normal form: ASCII digits and capitals.
    pub fn number(&self) -> &str {
        self.recognised.number()
    }

    /// The carriers whose number it may be, the likeliest first. What the text says of carriers has been considered.
    pub fn recognised(&self) -> &Recognised {
        &self.recognised
    }

    /// Where it stands first, in bytes of the text as it was given.
    pub fn range(&self) -> Range<usize> {
        self.places.first().cloned().unwrap_or_default()
    }

    /// All places where it stands, in their order.
    pub fn places(&self) -> &[Range<usize>] {
        &self.places
    }

    /// What speaks for it besides its own form. Empty where that was enough.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}

impl fmt::Debug for FoundInText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FoundInText")
            .field("recognised", &self.recognised)
            .field("places", &self.places)
            .field("evidence", &self.evidence)
            .finish()
    }
}
