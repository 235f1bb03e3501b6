//! Which numbers may be Amazon's own: by their shape alone, because none of them has a known check digit.

use crate::carrier::{Match, Strength};
use crate::model::TrackingNumber;

/// Countries whose letters stand before ten digits on labels of Amazon Shipping and of Amazon's European vans.
const COUNTRIES: &[&str] =
    &["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "PL", "PT", "SE", "UK"];

/// The form of Amazon's that a number has.
///
/// Digits after `TBA`, `TBC` and `TBM` are nearly always twelve; 9, 11 and 17 have been seen too. Forms that say Amazon
/// only together with a sender that says so (`Q` and 11 digits, `A` and a letter and ten digits) are left out: they
/// would claim other carriers' numbers.
pub(super) fn recognise(number: &TrackingNumber) -> Option<Match> {
    let plain: String = number.as_str().chars().filter(|c| *c != '-').collect();
    let found = |format| Some(Match::new(format, Strength::Shape));
    let digits_after = |prefix: &str| {
        let rest = plain.strip_prefix(prefix)?;
        (!rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())).then_some(rest.len())
    };
    if let Some(6..=20) = digits_after("AFTN") {
        return found("Amazon Fulfillment Tracking Number");
    }
    match ["TBA", "TBC", "TBM"].into_iter().find_map(digits_after) {
        Some(12) => return found("Amazon Logistics"),
        Some(9 | 11 | 17) => return found("Amazon Logistics, unusual length"),
        _ => {}
    }
    if COUNTRIES.iter().any(|country| digits_after(country) == Some(10)) {
        return found("Amazon Shipping or Logistics, Europe");
    }
    None
}

/// Whether a number has the form that only Amazon's own vans use.
#[cfg(any(feature = "amazon", test))]
pub(super) fn is_amazon_logistics(number: &TrackingNumber) -> bool {
    recognise(number).is_some_and(|found| found.format.starts_with("Amazon Logistics"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(number: &str) -> Option<&'static str> {
        let found = recognise(&number.parse().unwrap())?;
        assert_eq!(found.strength, Strength::Shape, "no form of Amazon's has a check digit");
        Some(found.format)
    }

    #[test]
    fn amazons_forms_are_recognised() {
        for number in
            ["TBA000000000000", "TBA010000000000", "TBC000000000000", "TBM502887274000", "tba-010000000000"]
        {
            assert_eq!(format(number), Some("Amazon Logistics"), "{number}");
        }
        assert_eq!(format("TBA010000000"), Some("Amazon Logistics, unusual length"));
        assert_eq!(format("AFTN7000000042"), Some("Amazon Fulfillment Tracking Number"));
        for number in ["DE1000000016", "UK1000000007", "it1000000001"] {
            assert_eq!(format(number), Some("Amazon Shipping or Logistics, Europe"), "{number}");
        }
    }

    #[test]
    fn vans_are_told_from_fulfilment_and_shipping() {
        let is = |number: &str| is_amazon_logistics(&number.parse().unwrap());
        assert!(
            is("TBA010000000000")
                && !is("AFTN7000000042")
                && !is("DE1000000016")
                && !is("1Z999AA10123456784")
        );
    }

    #[test]
    fn other_numbers_are_left_to_others() {
        for number in [
            "TBA50288727400A",
            "TBB000000000000",
            "000000000000",
            "AFTN",
            "AFTN12345",
            "TBA0100000000",
            "US1000000016",
            "DE100000001",
            "RR123456785DE",
            "1Z999AA10123456784",
            "00340434161094042557",
        ] {
            assert_eq!(format(number), None, "{number}");
        }
    }
}
