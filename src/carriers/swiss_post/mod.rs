//! Swiss Post: the formats of its numbers (<https://handbuch.post.ch>, barcodes).
//!
//! The 18 digits within the country hold the sender's franking licence and a serial number, printed with dots, and no
//! check digit.

use crate::carrier::Entry;
use crate::numbers::{Field, Format};

const FORMATS: &[Format] = &[
    Format::new("18 digits", "9[89]#{16}")
        .with_fields(&[Field::new("franking licence", 2, 8), Field::new("serial", 10, 8)])
        .printed_with('.'),
    Format::new("S10 of Switzerland", "@{2}#{9}CH").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("swiss-post", "Swiss Post", FORMATS)
    .at_home_in(&["CH"])
    .with_url("https://service.post.ch/ekp-web/ui/entry/search/{n}");
