//! Yanwen of China: the formats of its numbers (<https://track.yanwen.com.cn>).
//!
//! Some have the form and the check digit of standard S10, with the private suffixes `YP` and `YW`; the others have
//! none.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("YP and YW", "@{2}#{9}Y[PW]").s10(),
    Format::new("2 letters", "@{2}#{10}").more_usual_by(-25),
    Format::new("S, 10 digits", "S#{10}").more_usual_by(-15),
    Format::new("S, 12 digits", "S#{12}").more_usual_by(-15),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("yanwen", "Yanwen", FORMATS)
    .at_home_in(&["CN"])
    .with_url("https://track.yanwen.com.cn/en/web/tracking?numbers={n}");
