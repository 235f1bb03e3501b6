//! Posten of Norway and Bring: the formats of its numbers.
//!
//! GS1's check digit (<https://www.gs1.org/services/how-calculate-check-digit-manually>) is known of the licence
//! plates. Of the 17 digits one number was seen, so a wrong one is told but refuses nothing.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("17 digits", "7[03]#{15}").checked(Check::new(Algorithm::Gs1)).even_if_mistyped(),
    Format::new("licence plate without 00", "37#{16}").checked(Check::new(Algorithm::Gs1)),
    Format::new("S10 of Norway", "@{2}#{9}NO").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("bring", "Posten and Bring", FORMATS)
    .at_home_in(&["NO"])
    .with_url("https://sporing.bring.no/sporing/{n}");
