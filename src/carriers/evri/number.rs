//! The shapes of Evri's barcodes, of which no check digit is published.

use crate::numbers::{Format, is_payment_card};

pub(super) const FORMATS: &[Format] = &[
    Format::new("barcode", "@##*{13}"),
    Format::new("16 digits", "#{16}").where_also(|number| !is_payment_card(number), 0).more_usual_by(-10),
    Format::new("calling card", "#{8}").more_usual_by(-40),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{self, Fit};

    fn found(text: &str) -> Option<&'static str> {
        let (format, fit) = numbers::find(FORMATS, text)?;
        assert_eq!(fit, Fit::None);
        Some(format.name())
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
