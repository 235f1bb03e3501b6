//! Old Dominion Freight Line of the United States: the format of its PRO numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/old_dominion.json>).
//!
//! Eleven digits with Luhn's check digit. DHL's of eleven digits are likelier, unless the United States are known of.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Format};

const FORMATS: &[Format] = &[Format::new("PRO number", "[078]#{10}")
    .checked(Check::new(Algorithm::Luhn))
    .where_also(is_pro, 38)
    .more_usual_by(-65)];

fn is_pro(number: &str) -> bool {
    ["072", "777", "778", "780", "80"].iter().any(|start| number.starts_with(start))
}

pub(super) const ENTRY: Entry = Entry::of_numbers("old-dominion", "Old Dominion", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://www.odfl.com/us/en/tools/trace-track-ltl-freight/trace.html?proNumbers={n}");
