//! All formats of all carriers by length and first and last character.

use std::sync::LazyLock;

use crate::carrier::Entry;
use crate::carriers;
use crate::numbers::{Fit, Format, Normal};

/// A format that numbers of one length may have.
struct Row {
    /// The characters that may stand first, a bit each.
    first: u64,
    /// The characters that may stand last.
    last: u64,
    entry: &'static Entry,
    format: &'static Format,
}

/// The rows of each length, in the order of the registry.
static INDEX: LazyLock<Vec<Box<[Row]>>> = LazyLock::new(|| {
    let rows = |len: usize| {
        let formats =
            carriers::ALL.iter().flat_map(|entry| entry.formats.iter().map(move |format| (entry, format)));
        formats
            .filter(|(_, format)| format.shape().lengths().contains(&len))
            .map(|(entry, format)| Row {
                first: format.set_at(0, len),
                last: format.set_at(len - 1, len),
                entry,
                format,
            })
            .collect()
    };
    std::iter::once(Box::default()).chain((1..=Normal::MAX_LEN).map(rows)).collect()
});

/// The formats that a number has, in the order of the registry.
pub(super) fn find(number: &Normal) -> impl Iterator<Item = (&'static Entry, &'static Format, Fit)> {
    let (first, last) = number.ends();
    let rows = INDEX.get(number.len()).map(AsRef::as_ref).unwrap_or_default();
    rows.iter()
        .filter(move |row| row.first & first != 0 && row.last & last != 0)
        .filter_map(|row| Some((row.entry, row.format, row.format.fit(number)?)))
}
