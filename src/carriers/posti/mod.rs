//! Posti of Finland: the formats of its numbers (<https://www.posti.fi>). `JJFI…` has no check digit that is known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] =
    &[Format::new("licence plate", "JJFI#{17}"), Format::new("S10 of Finland", "@{2}#{9}FI").s10()];

pub(super) const ENTRY: Entry = Entry::of_numbers("posti", "Posti", FORMATS)
    .at_home_in(&["FI"])
    .with_url("https://www.posti.fi/en/tracking#/lahetys/{n}");
