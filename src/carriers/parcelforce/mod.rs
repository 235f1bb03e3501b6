//! Parcelforce of the United Kingdom: the formats of its numbers (<https://www.parcelforce.com>, tracking number
//! formats).
//!
//! Only numbers of standard S10 have a check digit, and these it shares with Royal Mail.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("2 letters", "@{2}#{7}").more_usual_by(-15),
    Format::new("4 letters", "@{4}#{10}").more_usual_by(-10),
    Format::new("export", "#{12}").more_usual_by(-40),
    Format::new("S10 of the United Kingdom", "@{2}#{9}GB").s10().more_usual_by(-10),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("parcelforce", "Parcelforce", FORMATS)
    .at_home_in(&["GB"])
    .with_url("https://www.parcelforce.com/track-trace?trackNumber={n}");
