//! The shapes of UPS's numbers and their check digits.
//!
//! The check digit of `1Z…` and of waybills: digits count as they are and letters by their place (`A` is 2, `B` 3, …, `H` 9,
//! `I` 0, …), every second one twice, and the sum is filled up to the next ten
//! (<https://github.com/jkeen/tracking_number_data/blob/main/couriers/ups.json>). UPS's own documentation shows numbers
//! that fail it, so it ranks a `1Z` number and refuses none.

use crate::carrier::{Match, Strength};
use crate::model::TrackingNumber;

/// What a waybill may begin with: the service, such as next day express (`J`), ground (`K`) or freight (`T`).
const WAYBILLS: &[u8] = b"AFHJKMQTVW";

/// Whether a number may be one of UPS's.
///
/// Bare digits are left to others: a notice left at the door has twelve, which at least five carriers print, and old
/// numbers have nine, without a check digit in either. Mail Innovations' postal numbers are the postal
/// service's own.
pub(super) fn recognise(number: &TrackingNumber) -> Option<Match> {
    let text = number.as_str();
    let (head, rest) = text.split_at_checked(2)?;
    let is_alphanumeric = rest.bytes().all(|b| b.is_ascii_alphanumeric());
    match (head, rest.len()) {
        ("1Z", 16) if is_alphanumeric => {
            let strength = if has_check_digit(rest) { Strength::Proven } else { Strength::Shape };
            Some(Match::new("1Z", strength))
        }
        ("1R", 14 | 26) if is_alphanumeric => Some(Match::new("Roadie", Strength::Shape)),
        ("MI", 7..=28) if is_alphanumeric && rest.bytes().take(6).all(|b| b.is_ascii_digit()) => {
            Some(Match::new("Mail Innovations", Strength::Shape))
        }
        _ if is_waybill(text) => Some(Match::new("waybill", Strength::Checked)),
        _ => None,
    }
}

/// Whether a postal operator's codes are to be expected of a number: one of UPS Mail Innovations, or the postal number under
/// which a partner delivers.
#[cfg(any(feature = "ups", test))]
pub(super) fn is_postal(number: &TrackingNumber) -> bool {
    let text = number.as_str();
    let is_digits = text.bytes().all(|b| b.is_ascii_digit());
    text.starts_with("MI") || (is_digits && (20..=34).contains(&text.len()))
}

fn is_waybill(text: &str) -> bool {
    text.split_at_checked(1).is_some_and(|(letter, digits)| {
        letter.bytes().all(|b| WAYBILLS.contains(&b))
            && digits.len() == 10
            && digits.bytes().all(|b| b.is_ascii_digit())
            && has_check_digit(digits)
    })
}

fn has_check_digit(text: &str) -> bool {
    let values: Option<Vec<u32>> = text.chars().map(value).collect();
    values.as_deref().and_then(<[u32]>::split_last).is_some_and(|(check, body)| {
        let sum: u32 =
            body.iter().zip([1, 2].into_iter().cycle()).map(|(value, weight)| value * weight).sum();
        // The check digit itself is always a digit.
        text.ends_with(|c: char| c.is_ascii_digit()) && (10 - sum % 10) % 10 == *check
    })
}

fn value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='Z' => Some((u32::from(c) - 63) % 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, Strength)> {
        recognise(&text.parse().unwrap()).map(|found| (found.format, found.strength))
    }

    #[test]
    fn the_check_digit_proves_a_1z_number_and_refuses_none() {
        for number in [
            "1Z5R89390357567127",
            "1Z879E930346834440",
            "1Z410E7W0392751591",
            "1Z8V92A70367203024",
            "1ZXX3150YW44070023",
            "1ZCIETST0111111114",
            "1z 12345e 66 0527 2234",
        ] {
            assert_eq!(found(number), Some(("1Z", Strength::Proven)), "{number}");
        }
        // The last one stands in UPS's older documentation.
        for number in ["1Z5R89390357567128", "1Z5R8939035756712A", "1Z12345E0205271688"] {
            assert_eq!(found(number), Some(("1Z", Strength::Shape)), "{number}");
        }
    }

    #[test]
    fn waybills_need_their_check_digit() {
        for number in ["K1506235620", "J4603636537", "V0490119172"] {
            assert_eq!(found(number), Some(("waybill", Strength::Checked)), "{number}");
        }
        for number in ["K1506235621", "B1506235620", "K150623562", "K15062356A0"] {
            assert_eq!(found(number), None, "{number}");
        }
    }

    #[test]
    fn roadie_and_mail_innovations_have_a_shape_only() {
        assert_eq!(found("1R12345678912345"), Some(("Roadie", Strength::Shape)));
        assert_eq!(found("1R12345678912345678912345678"), Some(("Roadie", Strength::Shape)));
        assert_eq!(found("MI204817000312345678"), Some(("Mail Innovations", Strength::Shape)));
        for number in ["1R123456789123", "MI20481", "MIAMI12345678"] {
            assert_eq!(found(number), None, "{number}");
        }
    }

    #[test]
    fn other_numbers_are_left_to_others() {
        // A notice, a postal number, Colissimo's product `1Z`, a licence plate.
        for number in
            ["123456789012", "9274890123456789012345", "1Z12345678901", "00340434161094042557", "1Ä23"]
        {
            let number = number.parse::<TrackingNumber>();
            assert!(number.is_err() || recognise(&number.unwrap()).is_none());
        }
    }

    #[test]
    fn postal_numbers_are_long_and_have_digits_alone() {
        let postal = |text: &str| is_postal(&text.parse().unwrap());
        assert!(postal("9274890123456789012345") && postal("MI204817000312345678"));
        assert!(!postal("1Z5R89390357567127") && !postal("123456789012"));
    }
}
