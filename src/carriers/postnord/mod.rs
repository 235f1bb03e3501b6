//! PostNord of Sweden and Denmark: the formats of its numbers.
//!
//! Parcels have licence plates (<https://www.gs1.org/standards/id-keys/sscc>) that begin with 370 or 373.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("licence plate", "0037[03]#{15}").checked(Check::new(Algorithm::Gs1)),
    Format::new("S10 of Sweden", "@{2}#{9}SE").s10(),
    Format::new("S10 of Denmark", "@{2}#{9}DK").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("postnord", "PostNord", FORMATS)
    .at_home_in(&["SE", "DK"])
    .with_url("https://tracking.postnord.com/tracking?id={n}");
