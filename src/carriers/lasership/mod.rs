//! LaserShip of the United States, today OnTrac's: the formats of its numbers
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/lasership.json>). None has a check digit.

use crate::carrier::Entry;
use crate::numbers::{Field, Format};

const FORMATS: &[Format] = &[
    Format::new("LX", "L[AEHINX][1-3]#{7}").with_fields(&[Field::new("region", 1, 1)]),
    Format::new("1LS7", "1LS7[12]#{10}"),
    Format::new("1LS7, long", "1LS7[12]##01[1-4]#{6}1").only_printed_with('-', &[16]),
    Format::new("1LSCX", "1LSCX*{10}"),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("lasership", "LaserShip", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://www.ontrac.com/tracking/?number={n}");
