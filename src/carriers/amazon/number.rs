//! Which numbers may be Amazon's own: by their shape alone, because none of them has a known check digit but those of
//! standard S10 (<https://www.upu.int/en/members-centre/programmes-services/standards>).

#[cfg(any(feature = "amazon", test))]
use crate::model::TrackingNumber;
#[cfg(any(feature = "amazon", test))]
use crate::numbers;
use crate::numbers::{Field, Format};

/// What stands at the third place of a number of Amazon's vans, sorted.
const COUNTRIES: &[(&str, &str)] = &[("A", "United States"), ("C", "Canada"), ("M", "Mexico")];

const VANS: &[Field] = &[Field::new("country", 2, 1).with_codes(COUNTRIES)];

pub(super) const FORMATS: &[Format] = &[
    Format::new("Amazon Logistics", "TB[ACM]#{12}").with_fields(VANS).printed_with('-'),
    Format::new("Amazon Logistics, 9 digits", "TB[ACM]#{9}").with_fields(VANS).more_usual_by(-20),
    Format::new("Amazon Logistics, 11 digits", "TB[ACM]#{11}").with_fields(VANS).more_usual_by(-20),
    Format::new("Amazon Logistics, 17 digits", "TB[ACM]#{17}").with_fields(VANS).more_usual_by(-20),
    Format::new("Amazon Fulfillment Tracking Number", "AFTN#{6,20}").printed_with('-'),
    Format::new("Amazon Logistics, United Kingdom", "Q[AB]#{10}"),
    Format::new("Amazon Shipping or Logistics, Europe", "@{2}#{10}")
        .where_also(is_of_europe, 40)
        .printed_with('-'),
    // Royal Mail's range, of which Amazon uses a part.
    Format::new("S10 of the United Kingdom, W", "W@#{9}GB").s10().more_usual_by(-50),
    Format::new("Amazon international", "[ACF]#{10}").more_usual_by(-10),
    Format::new("Amazon Transportation Services, India", "276#{9}").more_usual_by(-55),
    Format::new("Amazon Transportation Services, India, 2785", "2785#{8}").more_usual_by(-78),
];

/// Whether it begins with a country where numbers with a country's code were seen.
fn is_of_europe(number: &str) -> bool {
    const SEEN: &[&str] =
        &["AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "NL", "PL", "PT", "SE", "UK"];
    number.get(..2).is_some_and(|country| SEEN.contains(&country))
}

/// Whether a number has the form that only Amazon's own vans use.
#[cfg(any(feature = "amazon", test))]
pub(super) fn is_amazon_logistics(number: &TrackingNumber) -> bool {
    numbers::find(FORMATS, number.as_str())
        .is_some_and(|(format, _)| format.name().starts_with("Amazon Logistics"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Fit;

    fn format(number: &str) -> Option<&'static str> {
        let (format, fit) = numbers::find(FORMATS, number)?;
        assert_eq!(fit, Fit::None, "no form of Amazon's own has a check digit");
        Some(format.name())
    }

    #[test]
    fn amazons_forms_are_recognised() {
        for number in
            ["TBA000000000000", "TBA010000000000", "TBC000000000000", "TBM502887274000", "tba-010000000000"]
        {
            assert_eq!(format(number), Some("Amazon Logistics"), "{number}");
        }
        assert_eq!(format("TBA010000000"), Some("Amazon Logistics, 9 digits"));
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
