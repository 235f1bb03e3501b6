//! Royal Mail of the United Kingdom: the formats of its numbers.
//!
//! All are of standard S10 (<https://www.upu.int/en/members-centre/programmes-services/standards>); Royal Mail also
//! uses first letters that the standard reserves, such as J, K and T. The codes of online postage are not known well
//! enough to be told.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[Format::new("S10 of the United Kingdom", "@{2}#{9}GB").s10()];

pub(super) const ENTRY: Entry = Entry::of_numbers("royal-mail", "Royal Mail", FORMATS)
    .at_home_in(&["GB"])
    .with_url("https://www.royalmail.com/track-your-item#/tracking-results/{n}");
