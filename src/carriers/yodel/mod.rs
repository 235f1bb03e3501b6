//! Yodel of the United Kingdom: the formats of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/yodel.json>).
//!
//! No check digit is known. Where the digits do not begin with 0002, DHL's piece ids are likelier.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("JJD", "JJD0002#{12}"),
    Format::new("JD", "JD0002#{12}"),
    Format::new("JJD, other range", "JJD#{16}").more_usual_by(-10),
    Format::new("JD, other range", "JD#{16}").more_usual_by(-10),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("yodel", "Yodel", FORMATS)
    .at_home_in(&["GB"])
    .with_url("https://www.yodel.co.uk/tracking/{n}");
