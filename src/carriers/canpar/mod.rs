//! Canpar of Canada: the format of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/canpar.json>). No check digit is known.

use crate::carrier::Entry;
use crate::numbers::{Field, Format};

const FORMATS: &[Format] = &[Format::new("22 characters", "[CDKLSUXZ]#{21}")
    .with_fields(&[Field::new("service", 0, 1), Field::new("shipper", 1, 9)])];

pub(super) const ENTRY: Entry = Entry::of_numbers("canpar", "Canpar", FORMATS)
    .at_home_in(&["CA"])
    .with_url("https://www.canpar.com/en/track/tracking.jsp?reference={n}&locale=en");
