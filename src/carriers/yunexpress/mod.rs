//! YunExpress of China: the format of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/yunexpress.json>).
//!
//! No check digit is known. The first digits look like the year and its day.

use crate::carrier::Entry;
use crate::numbers::{Field, Format};

const FORMATS: &[Format] = &[Format::new("YT", "YT#{16}")
    .with_fields(&[Field::new("year", 2, 2), Field::new("day of the year", 4, 3)])];

pub(super) const ENTRY: Entry = Entry::of_numbers("yunexpress", "YunExpress", FORMATS)
    .at_home_in(&["CN"])
    .with_url("https://www.yuntrack.com/parcelTracking?id={n}");
