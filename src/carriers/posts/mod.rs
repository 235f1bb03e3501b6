//! Posts of which no more is known than the country in their numbers of standard S10
//! (<https://www.upu.int/en/members-centre/programmes-services/standards>).
//!
//! A post of which more becomes known moves to a folder of its own.

use crate::carrier::Entry;
use crate::numbers::Format;

pub(super) const CESKA_POSTA: Entry =
    Entry::of_numbers("ceska-posta", "Česká pošta", &[Format::new("S10 of Czechia", "@{2}#{9}CZ").s10()])
        .at_home_in(&["CZ"]);
pub(super) const ELTA: Entry =
    Entry::of_numbers("elta", "ELTA", &[Format::new("S10 of Greece", "@{2}#{9}GR").s10()])
        .at_home_in(&["GR"]);
pub(super) const HONGKONG_POST: Entry = Entry::of_numbers(
    "hongkong-post",
    "Hongkong Post",
    &[Format::new("S10 of Hong Kong", "@{2}#{9}HK").s10()],
)
.at_home_in(&["HK"]);
pub(super) const MAGYAR_POSTA: Entry =
    Entry::of_numbers("magyar-posta", "Magyar Posta", &[Format::new("S10 of Hungary", "@{2}#{9}HU").s10()])
        .at_home_in(&["HU"]);
pub(super) const AN_POST: Entry =
    Entry::of_numbers("an-post", "An Post", &[Format::new("S10 of Ireland", "@{2}#{9}IE").s10()])
        .at_home_in(&["IE"]);
pub(super) const JAPAN_POST: Entry =
    Entry::of_numbers("japan-post", "Japan Post", &[Format::new("S10 of Japan", "@{2}#{9}JP").s10()])
        .at_home_in(&["JP"]);
pub(super) const KOREA_POST: Entry =
    Entry::of_numbers("korea-post", "Korea Post", &[Format::new("S10 of South Korea", "@{2}#{9}KR").s10()])
        .at_home_in(&["KR"]);
pub(super) const LIECHTENSTEIN_POST: Entry = Entry::of_numbers(
    "liechtenstein-post",
    "Liechtensteinische Post",
    &[Format::new("S10 of Liechtenstein", "@{2}#{9}LI").s10()],
)
.at_home_in(&["LI"]);
pub(super) const POST_LUXEMBOURG: Entry = Entry::of_numbers(
    "post-luxembourg",
    "POST Luxembourg",
    &[Format::new("S10 of Luxembourg", "@{2}#{9}LU").s10()],
)
.at_home_in(&["LU"]);
pub(super) const CTT: Entry =
    Entry::of_numbers("ctt", "CTT", &[Format::new("S10 of Portugal", "@{2}#{9}PT").s10()])
        .at_home_in(&["PT"]);
pub(super) const RUSSIAN_POST: Entry =
    Entry::of_numbers("russian-post", "Russian Post", &[Format::new("S10 of Russia", "@{2}#{9}RU").s10()])
        .at_home_in(&["RU"]);
pub(super) const SINGPOST: Entry =
    Entry::of_numbers("singpost", "SingPost", &[Format::new("S10 of Singapore", "@{2}#{9}SG").s10()])
        .at_home_in(&["SG"]);
pub(super) const PTT: Entry =
    Entry::of_numbers("ptt", "PTT", &[Format::new("S10 of Türkiye", "@{2}#{9}TR").s10()]).at_home_in(&["TR"]);
pub(super) const UKRPOSHTA: Entry =
    Entry::of_numbers("ukrposhta", "Ukrposhta", &[Format::new("S10 of Ukraine", "@{2}#{9}UA").s10()])
        .at_home_in(&["UA"]);
