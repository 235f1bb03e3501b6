//! Finds tracking numbers in any text: a mail with its headers, HTML, an order's note.
//!
//! The text is decoded ([`decoded`], with [`quoted`] and [`entities`]; [`offsets`] leads back), read once ([`scan`], with
//! [`chars`], [`runs`], [`markup`], [`links`] and [`address`]), and what may be a number ([`joins`], [`decoys`]) is judged by
//! what stands around it ([`judge`], with [`labels`], [`phrases`], [`carriers`] and [`places`]). All of that takes time in
//! proportion to the text.

mod offsets;
mod quoted;
mod entities;
mod decoded;
mod chars;
mod labels;
mod places;
mod carriers;
mod phrases;
mod groups;
mod decoys;
mod joins;
mod notes;
mod address;
mod links;
mod markup;
mod runs;
mod scan;
mod judge;
mod found;

pub use found::{Evidence, FoundInText};

use super::hints::Hints;

/// From which score on a number needs nobody's word, in tenths of a natural logarithm: three letters that stand where a
/// format has them, or as much by a prefix and a check digit.
const CERTAIN: i16 = 90;

/// The tracking numbers in a text, in its order, each once with all its places. Quoted-printable and HTML are decoded;
/// places are those in the text as it is given. What a mail holds in base64, and its encoded headers (RFC 2047), are not
/// decoded.
///
/// A number is reported because of the first of these that holds:
///
/// | what is known | what is asked of the number |
/// |---|---|
/// | it stands in a link to a carrier's page | that the parameter is one of such numbers, or a format of that carrier's |
/// | a label such as "tracking number" stands before it, or is the link's parameter | any format; no word between, and no end of a sentence, if the format says next to nothing |
/// | it stands in a list behind a number with such a label | the same, and as many characters as that number, or [`Proven`](super::Strength::Proven) |
/// | another label such as "order number" stands before it, or it looks like a telephone number, a time, a payment card or an id | a prefix and check digit that nothing else has by chance |
/// | a carrier is named within 80 characters | a check digit of that carrier's; without one, any usual format within 40 characters, or beside the name if it is nothing but digits |
/// | nothing | [`Proven`](super::Strength::Proven), or a prefix that nothing else has by chance |
///
/// Order numbers of Amazon, bank accounts (IBAN), UUIDs, e-mail addresses, ids of messages, international telephone
/// numbers, days and amounts of money are never reported. Of groups of digits with single blanks between, the longest
/// number is reported, and one with more digits one blank away only if it is proven and has a prefix that nothing else has
/// by chance. Several blanks, a long dash or a line break are taken for a part of a number only if it is proven so and
/// has such a prefix or a label. The hints change the order of the candidates, not what is found.
///
/// ```
/// use parceltrack::recognise::{Evidence, Hints, find_in_text};
///
/// let text = "Bestellnummer 302-1234567-1234567. Ihre Sendungsnummer: 0034 0431 0001 2345 6787";
/// let found = find_in_text(text, &Hints::default());
/// let [number] = &found[..] else { return Err("one number") };
/// assert_eq!(number.number(), "00340431000123456787");
/// assert_eq!(&text[number.range()], "0034 0431 0001 2345 6787");
/// assert_eq!(number.recognised().best().map(|best| best.carrier().as_str()), Some("dhl"));
/// assert_eq!(number.evidence(), [Evidence::Label("sendungsnummer")]);
/// # Ok::<(), &str>(())
/// ```
pub fn find_in_text(text: &str, hints: &Hints) -> Vec<FoundInText> {
    let decoded = decoded::Decoded::new(text);
    let notes = scan::scan(decoded.text());
    judge::judge(notes, &decoded, hints)
}
