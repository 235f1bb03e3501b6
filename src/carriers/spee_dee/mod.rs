//! Spee-Dee Delivery of the United States: the format of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/speedee.json>). No check digit is known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("SP", "SP#{18}")];

pub(super) const ENTRY: Entry = Entry::of_numbers("spee-dee", "Spee-Dee", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://www.speedeedelivery.com/track/?tracking={n}");
