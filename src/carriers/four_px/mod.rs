//! 4PX of China: the formats of its numbers (<https://track.4px.com>). None has a check digit that is known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("4PX with CN", "4PX#{13}CN"),
    Format::new("4PX", "4PX#{12,16}"),
    Format::new("12 digits", "3042#{8}").more_usual_by(-95),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("4px", "4PX", FORMATS)
    .at_home_in(&["CN"])
    .with_url("https://track.4px.com/#/result/0/{n}");
