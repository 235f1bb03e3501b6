//! PostNL: the formats of its numbers (<https://developer.postnl.nl>, barcode web service).
//!
//! `3S…` has no check digit: `3S`, the customer's code, a serial number of a length that the contract settles. PostNL's
//! page shows more with the postal code behind the number.

use crate::carrier::Entry;
use crate::numbers::{Field, Format};

const FORMATS: &[Format] = &[
    Format::new("3S, customer of 4 letters", "3S@{4}#{7,13}").with_fields(&[Field::new("customer", 2, 4)]),
    Format::new("3S, customer of 5 letters", "3S@{5}#{7,9}").with_fields(&[Field::new("customer", 2, 5)]),
    Format::new("3S, customer of 6 letters", "3S@{6}#{7,9}").with_fields(&[Field::new("customer", 2, 6)]),
    Format::new("S10 of the Netherlands", "@{2}#{9}NL").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("postnl", "PostNL", FORMATS)
    .at_home_in(&["NL"])
    .with_url("https://www.postnl.nl/track-en-trace/{n}");
