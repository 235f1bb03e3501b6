//! The shapes of Hermes Germany's numbers. The check digit is GS1's modulo 10
//! (<https://www.gs1.org/services/how-calculate-check-digit-manually>).

use crate::carrier::{Match, Strength};
use crate::model::TrackingNumber;

/// How Hermes' SSCCs begin, as far as they were seen: `00`, a digit, and the company's prefix.
const COMPANY: &str = "0034063";

/// Whether a number may be one of Hermes Germany's. A wrong check digit is a refusal, where there is one to check.
pub(super) fn recognise(number: &TrackingNumber) -> Option<Match> {
    let text = number.as_str();
    let is_digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let follows = |letter, count| text.strip_prefix(letter).is_some_and(|rest| is_digits(rest, count));
    if is_digits(text, 14) && is_checked(text) {
        Some(Match::new("parcel number", Strength::Checked))
    } else if is_digits(text, 20) && text.starts_with(COMPANY) && is_checked(text) {
        Some(Match::new("licence plate", Strength::Proven))
    } else if follows('H', 19) {
        Some(Match::new("H number", Strength::Shape))
    } else if follows('T', 16) {
        Some(Match::new("number of the integration environment", Strength::Shape))
    } else {
        None
    }
}

/// Whether the last digit is the check digit: weights 3 and 1 in turn from the right of the others.
fn is_checked(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    digits.as_ref().and_then(|digits| digits.split_last()).is_some_and(|(check, others)| {
        let weights = [3, 1].into_iter().cycle();
        let sum: u32 = others.iter().rev().zip(weights).map(|(digit, weight)| digit * weight).sum();
        (10 - sum % 10) % 10 == *check
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, Strength)> {
        recognise(&text.parse().unwrap()).map(|found| (found.format, found.strength))
    }

    #[test]
    fn fourteen_digits_are_checked() {
        for number in
            ["09133131530724", "89195131100303", "08401387295096", "08404189547639", "14111222333449"]
        {
            assert_eq!(found(number), Some(("parcel number", Strength::Checked)), "{number}");
        }
        for wrong in
            ["09133131530725", "08820336639182", "0913313153072", "091331315307240", "0913313153072X"]
        {
            assert_eq!(found(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn letters_and_the_companys_prefix_tell_the_rest() {
        assert_eq!(found("H1000020000000123456"), Some(("H number", Strength::Shape)));
        assert_eq!(found("T1132981237129800").map(|found| found.1), Some(Strength::Shape));
        assert_eq!(found("00340633031105567586"), Some(("licence plate", Strength::Proven)));
        for other in [
            "00340633031105567587",
            "00340434161094042557",
            "H100002000000012345",
            "H10000200000001234567",
            "H100002000000012345X",
            "T113298123712980",
            "16000000001",
            "Ħ100",
        ] {
            assert_eq!(other.parse().ok().and_then(|number| recognise(&number)), None, "{other}");
        }
    }
}
