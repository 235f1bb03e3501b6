//! InPost of Poland: the format of its numbers (<https://inpost.pl>). The 24 digits have no check digit that is known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("24 digits", "[4569]#{23}")];

pub(super) const ENTRY: Entry = Entry::of_numbers("inpost", "InPost", FORMATS)
    .at_home_in(&["PL"])
    .with_url("https://inpost.pl/sledzenie-przesylek?number={n}");
