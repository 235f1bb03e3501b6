//! China Post with EMS: numbers of standard S10
//! (<https://www.upu.int/en/members-centre/programmes-services/standards>).

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("S10 of China", "@{2}#{9}CN").s10()];

pub(super) const ENTRY: Entry = Entry::of_numbers("china-post", "China Post", FORMATS).at_home_in(&["CN"]);
