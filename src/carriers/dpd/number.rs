//! The shapes of DPD's numbers and their check character.
//!
//! A parcel number has 14 characters: four of the depot or number range, then a serial. It has no check digit of its own;
//! labels print a check character behind it, ISO 7064 MOD 37,36, after DPD's Parcel Label Specification 2.4.1
//! (<https://esolutions.dpd.com>). The barcode holds postal code (7), parcel number (14), service (3), country (3, ISO
//! numeric) and its own check character.

use crate::carrier::{Match, Strength};
use crate::model::TrackingNumber;

/// Whether a number may be one of DPD's. A wrong check character is a refusal.
pub(super) fn recognise(number: &TrackingNumber) -> Option<Match> {
    let text = number.as_str();
    Some(match text.len() {
        14 if is_parcel_number(text) => Match::new("parcel number", Strength::Shape),
        // Poland's numbers; the letter is always the same.
        14 if text.strip_suffix('U').is_some_and(is_digits) => {
            Match::new("parcel number of Poland", Strength::Shape)
        }
        15 if is_checked(text) => Match::new("parcel number with check character", Strength::Checked),
        28 if is_barcode(text) => Match::new("label barcode", Strength::Proven),
        _ => return None,
    })
}

/// The parcel number in a number that somebody read from a label: without the check character, or out of the barcode.
///
/// ```
/// use parceltrack::carriers::dpd::parcel_number;
///
/// let number = parcel_number(&"0998 0000 0200 33 F".parse()?);
/// assert_eq!(number.unwrap().as_str(), "09980000020033");
/// // A misread digit does not fit its check character.
/// assert!(parcel_number(&"09980000020033D".parse()?).is_none());
/// # Ok::<(), parceltrack::InvalidNumber>(())
/// ```
pub fn parcel_number(number: &TrackingNumber) -> Option<TrackingNumber> {
    recognise(number)?;
    let text = number.as_str();
    match text.len() {
        15 => text.get(..14)?.parse().ok(),
        28 => text.get(7..21)?.parse().ok(),
        _ => Some(number.clone()),
    }
}

/// The check character of ISO 7064 MOD 37,36; none for other characters than digits and capitals.
fn check_character(text: &str) -> Option<char> {
    let mut rest = 36;
    for character in text.chars() {
        let value = character.to_digit(36).filter(|_| !character.is_ascii_lowercase())?;
        rest += value;
        if rest > 36 {
            rest -= 36;
        }
        rest *= 2;
        if rest > 36 {
            rest -= 37;
        }
    }
    char::from_digit((37 - rest) % 36, 36).map(|c| c.to_ascii_uppercase())
}

fn has_check_character(text: &str) -> bool {
    let mut characters = text.chars();
    let last = characters.next_back();
    last.is_some() && check_character(characters.as_str()) == last
}

/// Fourteen digits, of which the first two may be letters.
fn is_parcel_number(text: &str) -> bool {
    let Some((range, serial)) = text.split_at_checked(2) else { return false };
    let is_letters = range.bytes().all(|b| b.is_ascii_uppercase());
    serial.len() == 12 && is_digits(serial) && (is_letters || is_digits(range))
}

fn is_checked(text: &str) -> bool {
    text.get(..14).is_some_and(is_parcel_number) && has_check_character(text)
}

fn is_barcode(text: &str) -> bool {
    text.get(7..21).is_some_and(is_parcel_number)
        && text.get(21..27).is_some_and(is_digits)
        && has_check_character(text)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Strength> {
        recognise(&text.parse().unwrap()).map(|found| found.strength)
    }

    #[test]
    fn check_characters_are_right() {
        for number in [
            "09980000020033F",
            "09980000020034D",
            "01015026003653C",
            "053088014100584",
            "01476810375209G",
            "01471234567890Y",
            "01235499750621H",
            "01237892206159I",
        ] {
            assert_eq!(found(number), Some(Strength::Checked), "{number}");
        }
        for barcode in [
            "008182709980000020033350276C",
            "008182709980000020045327276N",
            "002381801239965822127136040P",
            "0032661012348884919761360406",
        ] {
            assert_eq!(found(barcode), Some(Strength::Proven), "{barcode}");
        }
        for wrong in [
            "09980000020033D",
            "01234809016907M",
            "008182709980000020033350276A",
            "008921701237672248521136040R",
            "0998000002003",
            "099800000200333",
            "AB98000002003",
            "A9980000020033",
            "1Z999AA10123456784",
            "00340434161094042557",
        ] {
            assert_eq!(found(wrong), None, "{wrong}");
        }
        for bare in ["09980000020033", "AB980000020033", "1234567890123U"] {
            assert_eq!(found(bare), Some(Strength::Shape), "{bare}");
        }
    }

    #[test]
    fn a_wrong_character_or_a_swap_of_neighbours_is_noticed() {
        let right = "01476810375209G";
        for (index, _) in right.char_indices().take(14) {
            for digit in '0'..='9' {
                let mut wrong = right.to_owned();
                wrong.replace_range(index..=index, &digit.to_string());
                assert_eq!(found(&wrong).is_some(), wrong == right, "{wrong}");
            }
        }
        assert_eq!(found("01476813075209G"), None);
    }

    #[test]
    fn what_the_label_adds_is_left_out() {
        let bare = |text: &str| parcel_number(&text.parse().unwrap()).map(String::from);
        assert_eq!(bare("053088014100584").as_deref(), Some("05308801410058"));
        assert_eq!(bare("008182709980000020033350276C").as_deref(), Some("09980000020033"));
        assert_eq!(bare("05308801410058").as_deref(), Some("05308801410058"));
        assert_eq!(bare("12345678"), None);
    }
}
