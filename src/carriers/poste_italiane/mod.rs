//! Poste Italiane: the formats of its numbers (<https://www.poste.it>).
//!
//! Within the country there are 13 characters with no fixed part and no check character, so it is a guess where nothing
//! else fits.

use crate::carrier::Entry;
use crate::numbers::Format;

const FORMATS: &[Format] = &[
    Format::new("13 characters", "*{13}").where_also(is_mixed, 0).more_usual_by(-40),
    Format::new("S10 of Italy", "@{2}#{9}IT").s10(),
];

/// Whether most are digits, some are letters, and it is no number of standard S10, mistyped or not.
fn is_mixed(number: &str) -> bool {
    let is_letter = |place: usize| number.as_bytes().get(place).is_some_and(u8::is_ascii_uppercase);
    let letters = (0..13).filter(|place| is_letter(*place)).count();
    let is_s10 = [0, 1, 11, 12].into_iter().all(is_letter);
    (1..=5).contains(&letters) && !is_s10
}

pub(super) const ENTRY: Entry = Entry::of_numbers("poste-italiane", "Poste Italiane", FORMATS)
    .at_home_in(&["IT"])
    .with_url("https://www.poste.it/cerca/index.html#/risultati-spedizioni/{n}");
