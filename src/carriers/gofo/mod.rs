//! GOFO Express in the United States: the formats of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/gofo.json>). None has a check digit that is
//! known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] =
    &[Format::new("GFUS", "GFUS#{14}"), Format::new("CR", "CR#{12}").more_usual_by(-10)];

pub(super) const ENTRY: Entry = Entry::of_numbers("gofo", "GOFO", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://www.gofoexpress.com/tracking.html?searchID={n}");
