//! Chronopost of France: the formats of its numbers.
//!
//! They have the form of standard S10, with first letters X and the suffix `FR` or the private one `JB`. Its parcels
//! within the DPD group have that group's numbers (<https://www.chronopost.fr>).

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("X of France", "X@#{9}FR").s10(),
    Format::new("JB", "@{2}#{9}JB").s10(),
    Format::new("parcel number of the DPD group", "#{14}").more_usual_by(-20),
    Format::new("parcel number of the DPD group with check character", "#{14}*")
        .checked(Check::new(Algorithm::Iso3736))
        .more_usual_by(-20),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("chronopost", "Chronopost", FORMATS)
    .at_home_in(&["FR"])
    .with_url("https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={n}");
