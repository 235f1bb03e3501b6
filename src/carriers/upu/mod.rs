//! The posts of the Universal Postal Union that have no entry of their own.
//!
//! Their numbers follow standard S10 (<https://www.upu.int/en/members-centre/programmes-services/standards>); the country in
//! them is where the item was posted, or whose range of numbers was bought. A suffix that is no country's is nobody's.

use super::countries::{KNOWN, OTHERS, is_among};
use crate::carrier::Entry;
use crate::numbers::{Field, Format, s10};

const fn fields(countries: &'static [(&'static str, &'static str)]) -> [Field; 3] {
    let [service, serial, country] = s10::FIELDS;
    [service, serial, country.with_codes(countries)]
}

const FORMATS: &[Format] = &[
    Format::new("S10", "@{2}#{9}@{2}").s10().where_also(is_known, 66).with_fields(&fields(KNOWN)),
    Format::new("S10, post unknown", "@{2}#{9}@{2}")
        .s10()
        .where_also(is_other, 50)
        .with_fields(&fields(OTHERS)),
];

fn is_known(number: &str) -> bool {
    number.get(11..).is_some_and(|suffix| is_among(KNOWN, suffix))
}

fn is_other(number: &str) -> bool {
    number.get(11..).is_some_and(|suffix| is_among(OTHERS, suffix))
}

pub(super) const ENTRY: Entry = Entry::of_numbers("upu", "a post of the Universal Postal Union", FORMATS);
