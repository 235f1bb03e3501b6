//! Colis Privé of France: the formats of its numbers (<https://www.colisprive.com>). No check character is known, and
//! of the shape not more than how it begins and how long it is.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("C", "C*{15,16}").where_also(is_mostly_digits, 0).more_usual_by(-40),
    Format::new("N9", "N9*{14,15}").where_also(is_mostly_digits, 0).more_usual_by(-40),
];

fn is_mostly_digits(number: &str) -> bool {
    number.bytes().filter(u8::is_ascii_digit).count() * 2 > number.len()
}

pub(super) const ENTRY: Entry = Entry::of_numbers("colis-prive", "Colis Privé", FORMATS)
    .at_home_in(&["FR"])
    .with_url("https://www.colisprive.com/moncolis/pages/detailColis.aspx?numColis={n}");
