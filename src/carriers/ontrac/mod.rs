//! OnTrac of the United States: the formats of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/ontrac.json>).
//!
//! The check digit is UPS's, with 4 for `C` and 5 for `D` before the serial number unless that begins so already.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("C", "C#{14}").checked(Check::new(Algorithm::Ups).after(1).with_front("4")),
    Format::new("D", "D#{14}").checked(Check::new(Algorithm::Ups).after(1).with_front("5")),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("ontrac", "OnTrac", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://www.ontrac.com/tracking/?number={n}");
