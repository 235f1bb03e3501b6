//! The shapes of Evri's barcodes, of which no check digit is published.

use crate::carrier::{Match, Strength};
use crate::model::TrackingNumber;

/// Whether a number may be one of Evri's: 16 digits, or a letter, two digits and 13 letters or digits, such as
/// `H00AAA0000000001` (<https://www.evri.com/faqs>). What looks like a payment card is none.
pub(super) fn recognise(number: &TrackingNumber) -> Option<Match> {
    let text = number.as_str();
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if text.len() != 16 {
        None
    } else if are_digits(text) {
        (!is_card(text)).then_some(Match::new("16 digits", Strength::Shape))
    } else {
        let is_coded = text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.get(1..3).is_some_and(are_digits)
            && text.bytes().all(|b| b.is_ascii_alphanumeric());
        is_coded.then_some(Match::new("barcode", Strength::Shape))
    }
}

/// Whether digits begin like a payment card's, with 3 to 6, and end in Luhn's check digit
/// (<https://www.iso.org/standard/70484.html>).
fn is_card(text: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let digits = text.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    let sum: u32 = digits.map(|(at, digit)| if at % 2 == 1 { doubled(digit) } else { digit }).sum();
    text.starts_with(['3', '4', '5', '6']) && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&'static str> {
        let found = recognise(&text.parse().ok()?)?;
        assert_eq!(found.strength, Strength::Shape);
        Some(found.format)
    }

    #[test]
    fn sixteen_characters_have_two_shapes() {
        for barcode in ["T00KBX0041928374", "H01QQA0003300218", "C00HHA0123456789"] {
            assert_eq!(found(barcode), Some("barcode"), "{barcode}");
        }
        for digits in ["1234567890123456", "8123456789012345", "4111111111111112"] {
            assert_eq!(found(digits), Some("16 digits"), "{digits}");
        }
        for other in [
            "T00KBX004192837",
            "T00KBX00419283740",
            "TT0KBX0041928374",
            "T0-KBX0041928374",
            "T00KBX-041928374",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn payment_cards_are_no_parcels() {
        for card in ["4111111111111111", "5555555555554444", "3530111333300000", "6011111111111117"] {
            assert_eq!(found(card), None, "{card}");
        }
    }
}
