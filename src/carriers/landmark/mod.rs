//! Landmark Global: the format of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/landmark.json>). It has no check digit.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("LTN", "LTN#{8,9}N#")];

pub(super) const ENTRY: Entry = Entry::of_numbers("landmark", "Landmark Global", FORMATS)
    .with_url("https://track.landmarkglobal.com/?search={n}");
