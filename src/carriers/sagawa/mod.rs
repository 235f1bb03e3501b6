//! Sagawa of Japan: twelve digits. That the last is the remainder by 7 of the others is said, but by nobody whose word
//! can be looked up, so it is not asked for.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("12 digits", "#{12}").more_usual_by(-40)];

pub(super) const ENTRY: Entry = Entry::of_numbers("sagawa", "Sagawa", FORMATS).at_home_in(&["JP"]);
