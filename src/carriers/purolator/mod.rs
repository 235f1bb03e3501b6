//! Purolator of Canada: the formats of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/purolator.json>).
//!
//! Twelve digits end in Luhn's check digit. Outside of Canada other carriers' are likelier.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("12 digits", "[0-5]#{11}").checked(Check::new(Algorithm::Luhn)).more_usual_by(-20),
    Format::new("3 letters", "@{3}#{9}").more_usual_by(-20),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("purolator", "Purolator", FORMATS)
    .at_home_in(&["CA"])
    .with_url("https://www.purolator.com/en/shipping/tracker?searchValue={n}");
