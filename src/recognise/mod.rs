//! Whose a tracking number is: every carrier that it may belong to, the likeliest first, and the numbers in any text.
//!
//! [`recognise()`] reads one number. What it finds rests on the tables of formats in the carriers' folders: the shape of
//! letters and digits, the check digit, and what else must hold. Where two carriers truly share a format, both are
//! candidates, and [`Hints`] such as the country tip the scales. It asks nobody: a number of the right form need not be
//! anybody's parcel. [`find_in_text`] finds the numbers in a mail, a page or a note, and leaves out what only looks like one.
//!
//! ```
//! use parceltrack::recognise::{Strength, recognise};
//!
//! let found = recognise("1Z A1B 2C3 03 1196 556 8");
//! let best = found.best().ok_or("nobody's")?;
//! assert_eq!((best.carrier().as_str(), best.strength()), ("ups", Strength::Proven));
//! assert_eq!(best.url().as_deref(), Some("https://www.ups.com/track?tracknum=1ZA1B2C30311965568"));
//! let service = best.parts().find(|part| part.name == "service").ok_or("no service")?;
//! assert_eq!((service.value, service.meaning), ("03", Some("Ground")));
//! # Ok::<(), &str>(())
//! ```

mod index;
mod candidate;
mod hints;
mod text;

pub use candidate::{Candidate, PartOfNumber, Recognised, Strength};
pub use hints::Hints;
pub use text::{Evidence, FoundInText, find_in_text};

use crate::carriers;
use crate::numbers::Normal;

/// The carriers whose number this may be, the likeliest first. Blanks, case and the frames of barcodes do not count, nor
/// does punctuation that the format is printed with.
///
/// Nothing is allocated for what is no carrier's number, and one list for what is.
pub fn recognise(text: &str) -> Recognised {
    recognise_with(text, &Hints::default())
}

/// A number that someone mistyped or misread: with O for 0 or I for 1, or the reverse. None where no check digit proves
/// that; nothing is repaired by [`recognise()`] itself.
///
/// ```
/// use parceltrack::recognise::repair;
///
/// assert_eq!(repair("RR4O7182533DE").ok_or("nobody's")?.number(), "RR407182533DE");
/// # Ok::<(), &str>(())
/// ```
pub fn repair(text: &str) -> Option<Recognised> {
    let number = Normal::new(text)?;
    let formats = carriers::ALL.iter().flat_map(|entry| entry.formats);
    let repaired = formats.filter_map(|format| format.repaired(&number)).map(|repaired| recognise(&repaired));
    let is_proven = |found: &Recognised| found.best().is_some_and(|best| best.strength() == Strength::Proven);
    repaired.filter(is_proven).find(|found| found.number() != number.as_str())
}

/// The same as [`recognise()`], with what else is known.
pub fn recognise_with(text: &str, hints: &Hints) -> Recognised {
    let mut number = Normal::nothing();
    if number.read(text) {
        Recognised::new(&number, index::find(&number), hints)
    } else {
        Recognised::nothing()
    }
}
