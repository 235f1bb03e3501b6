//! Canada Post: the formats of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/canadapost.json>).
//!
//! Sixteen digits that are a payment card's are nobody's parcel, though one in ten of these would pass.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Field, Format, is_payment_card};

const FORMATS: &[Format] = &[
    Format::new("16 digits", "#{16}")
        .checked(Check::new(Algorithm::From3))
        .where_also(|number| !is_payment_card(number), 0)
        .with_fields(&[Field::new("customer", 0, 7), Field::new("serial", 7, 8)]),
    Format::new("S10 of Canada", "@{2}#{9}CA").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("canada-post", "Canada Post", FORMATS)
    .at_home_in(&["CA"])
    .with_url("https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={n}");
