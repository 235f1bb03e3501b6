//! The shapes of Hermes Germany's numbers. The check digit is GS1's modulo 10
//! (<https://www.gs1.org/services/how-calculate-check-digit-manually>).

use crate::numbers::{Algorithm, Check, Format};

pub(super) const FORMATS: &[Format] = &[
    Format::new("parcel number", "#{14}").checked(Check::new(Algorithm::Gs1)),
    // `00`, a digit, and Hermes' company prefix, as far as it was seen.
    Format::new("licence plate", "0034063#{13}").checked(Check::new(Algorithm::Gs1)),
    Format::new("H number", "H#{19}"),
    Format::new("number of the sandbox", "T#{16}").more_usual_by(-20),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{self, Fit};

    fn found(text: &str) -> Option<(&'static str, Fit)> {
        numbers::find(FORMATS, text).map(|(format, fit)| (format.name(), fit))
    }

    #[test]
    fn fourteen_digits_are_checked() {
        for number in
            ["09133131530724", "89195131100303", "08401387295096", "08404189547639", "14111222333449"]
        {
            assert_eq!(found(number), Some(("parcel number", Fit::Fits)), "{number}");
        }
        for wrong in
            ["09133131530725", "08820336639182", "0913313153072", "091331315307240", "0913313153072X"]
        {
            assert_eq!(found(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn letters_and_the_companys_prefix_tell_the_rest() {
        assert_eq!(found("H1000020000000123456"), Some(("H number", Fit::None)));
        assert_eq!(found("T1132981237129800").map(|found| found.1), Some(Fit::None));
        assert_eq!(found("00340633031105567586"), Some(("licence plate", Fit::Fits)));
        assert_eq!(found("00340633031105567587"), Some(("licence plate", Fit::Fails(Some('6')))));
        for other in [
            "00340434161094042557",
            "H100002000000012345",
            "H10000200000001234567",
            "H100002000000012345X",
            "T113298123712980",
            "16000000001",
            "Ħ100",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
