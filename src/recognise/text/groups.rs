//! Runs of letters and digits, and what stands between them.

use std::ops::Range;

/// What a group is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, maybe with letters.
    Digits,
    /// Capitals only.
    Upper,
    /// Small letters only.
    Lower,
}

/// What stands between a group and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// One blank.
    Blank,
    /// A dot or dash.
    Mark,
    /// Several blanks or a long dash.
    Loose,
    /// A line break, maybe with the sign of a quotation behind it.
    Break,
    /// What no number has inside.
    Never,
    /// The brackets around an application identifier of a GS1 barcode.
    Bracket,
}

/// A run of letters and digits that may be a part of a number.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Where it stands in the decoded text, with a bracket before it.
    pub(super) range: Range<usize>,
    /// The same in characters that a person sees.
    pub(super) seen: Range<usize>,
    /// How many letters and digits it has.
    pub(super) len: usize,
    /// The first and the last of them.
    pub(super) ends: (u8, u8),
    pub(super) kind: Kind,
    /// What joins it to the group before. The first group's does not count.
    pub(super) joint: Joint,
}
