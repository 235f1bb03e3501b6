//! Poczta Polska: the formats of its numbers (<https://emonitoring.poczta-polska.pl>).
//!
//! Parcels within the country have licence plates (<https://www.gs1.org/standards/id-keys/sscc>) with the post's
//! company prefix.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("licence plate", "00#5900773#{10}").checked(Check::new(Algorithm::Gs1)),
    Format::new("S10 of Poland", "@{2}#{9}PL").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("poczta-polska", "Poczta Polska", FORMATS)
    .at_home_in(&["PL"])
    .with_url("https://emonitoring.poczta-polska.pl/?numer={n}");
