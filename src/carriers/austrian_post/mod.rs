//! Österreichische Post: the formats of its numbers.
//!
//! That the 22 digits end in GS1's check digit follows from the numbers in
//! <https://github.com/karrioapi/karrio/tree/main/modules/connectors>; the post publishes no rule.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[
    Format::new("22 digits", "10#{20}").checked(Check::new(Algorithm::Gs1)),
    Format::new("S10 of Austria", "@{2}#{9}AT").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("austrian-post", "Österreichische Post", FORMATS)
    .at_home_in(&["AT"])
    .with_url("https://www.post.at/sv/sendungssuche?snr={n}");
