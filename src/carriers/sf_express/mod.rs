//! SF Express of China: the formats of its numbers (<https://www.sf-express.com>). None has a check digit that is
//! known.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] =
    &[Format::new("SF", "SF#{13,15}"), Format::new("12 digits", "#{12}").more_usual_by(-35)];

pub(super) const ENTRY: Entry = Entry::of_numbers("sf-express", "SF Express", FORMATS)
    .at_home_in(&["CN", "HK"])
    .with_url("https://www.sf-express.com/we/ow/chn/sc/waybill/waybill-detail/{n}");
