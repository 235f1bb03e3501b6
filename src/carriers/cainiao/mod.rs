//! Cainiao, AliExpress' logistics: the formats of its numbers (<https://global.cainiao.com>). None has a check digit
//! that is known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("LP", "LP#{14}"),
    Format::new("CN", "CN#{12,15}"),
    Format::new("26 digits, 128", "128#{23}"),
    Format::new("26 digits, 132", "132#{23}"),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("cainiao", "Cainiao", FORMATS)
    .at_home_in(&["CN"])
    .with_url("https://global.cainiao.com/newDetail.htm?mailNoList={n}");
