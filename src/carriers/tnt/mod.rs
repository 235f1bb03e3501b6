//! TNT: the formats of its numbers (<https://www.tnt.com>).
//!
//! Consignments have nine digits without a check digit, or the form of standard S10 with the letters `GD` or `GE` and
//! the private suffix `WW`, or a country.

use super::countries;
use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("GD and GE of the world", "G[DE]#{9}WW").s10(),
    Format::new("GD and GE of a country", "G[DE]#{9}@{2}")
        .s10()
        .where_also(is_of_a_country, 0)
        .more_usual_by(-20),
    Format::new("consignment", "#{9}").more_usual_by(-20),
];

fn is_of_a_country(number: &str) -> bool {
    number.get(11..).is_some_and(countries::is_country)
}

pub(super) const ENTRY: Entry = Entry::of_numbers("tnt", "TNT", FORMATS)
    .with_url("https://www.tnt.com/express/en_gb/site/shipping-tools/tracking.html?searchType=con&cons={n}");
