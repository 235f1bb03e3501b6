//! Australia Post: the one format of its numbers that is known, standard S10
//! (<https://www.upu.int/en/members-centre/programmes-services/standards>).

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("S10 of Australia", "@{2}#{9}AU").s10()];

pub(super) const ENTRY: Entry = Entry::of_numbers("australia-post", "Australia Post", FORMATS)
    .at_home_in(&["AU"])
    .with_url("https://auspost.com.au/mypost/track/#/details/{n}");
