//! bpost of Belgium: the formats of its numbers, as its own API shows them
//! (<https://github.com/karrioapi/karrio/tree/main/modules/connectors/bpost>).
//!
//! The 24 digits have no check digit that is known.

use crate::carrier::Entry;
use crate::numbers::{Field, Format};

const FORMATS: &[Format] = &[
    Format::new("24 digits", "3232#{20}").with_fields(&[Field::new("product", 21, 3)]),
    Format::new("24 digits, other range", "32#{22}").more_usual_by(-15),
    Format::new("S10 of Belgium", "@{2}#{9}BE").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("bpost", "bpost", FORMATS)
    .at_home_in(&["BE"])
    .with_url("https://track.bpost.cloud/btr/web/#/search?itemCode={n}&lang=en");
