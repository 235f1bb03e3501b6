//! The formats of UPS's numbers.
//!
//! The check digit of `1Z…` and of waybills is in
//! <https://github.com/jkeen/tracking_number_data/blob/main/couriers/ups.json>. UPS's own documentation shows `1Z` numbers
//! that fail it, so a wrong one is still taken for UPS's. A notice left at the door has twelve digits, as numbers of at
//! least five carriers, and old freight numbers have nine: neither has a check digit.

#[cfg(any(feature = "ups", test))]
use crate::model::TrackingNumber;
use crate::numbers::{Algorithm, Check, Field, Form, Format};

/// What stands at the ninth place of a `1Z` number, sorted.
const SERVICES: &[(&str, &str)] = &[
    ("01", "Next Day Air"),
    ("02", "2nd Day Air"),
    ("03", "Ground"),
    ("12", "3 Day Select"),
    ("13", "Next Day Air Saver"),
    ("15", "Next Day Air Early"),
    ("22", "Ground, return, three attempts"),
    ("32", "Next Day Air Early, cash on delivery"),
    ("33", "Next Day Air Early, Saturday, cash on delivery"),
    ("41", "Next Day Air Early, Saturday"),
    ("42", "Ground, signature"),
    ("44", "Next Day Air, Saturday"),
    ("66", "Worldwide Express"),
    ("68", "Standard"),
    ("72", "Ground, cash on delivery"),
    ("78", "Return, one attempt"),
    ("90", "Return, label mailed by UPS"),
    ("A0", "Next Day Air Early, adult signature"),
    ("A1", "Next Day Air Early, adult signature"),
    ("A2", "Next Day Air, adult signature"),
    ("A8", "Ground, adult signature"),
    ("A9", "Next Day Air Early, adult signature, cash on delivery"),
    ("AA", "Next Day Air Early, adult signature, cash on delivery"),
    ("YW", "SurePost, delivered by USPS"),
];

/// What a waybill begins with, sorted.
const WAYBILLS: &[(&str, &str)] = &[
    ("H", "Returns"),
    ("J", "Next Day Express"),
    ("K", "Ground"),
    ("T", "Freight"),
    ("V", "Worldwide Express Saver"),
];

const PARTS: &[Field] = &[
    Field::new("shipper", 2, 6),
    Field::new("service", 8, 2).with_codes(SERVICES),
    Field::new("package", 10, 7),
];

/// A number of UPS Mail Innovations that is the postal service's first of all.
const fn under_usps(name: &'static str, pattern: &'static str, skip: u8) -> Format {
    Format::new(name, pattern)
        .checked(Check::new(Algorithm::Gs1).after(skip))
        .shown_as(Form::Inner { skip, tail: 0 })
        .delivered_by("usps")
        .more_usual_by(-100)
}

pub(super) const FORMATS: &[Format] = &[
    Format::new("1Z", "1Z*{15}#").checked(Check::new(Algorithm::Ups).after(2)).with_fields(PARTS),
    Format::new("1Z of SurePost", "1Z*{6}YW*{7}#")
        .checked(Check::new(Algorithm::Ups).after(2))
        .with_fields(PARTS)
        .delivered_by("usps"),
    // Where UPS writes a letter in the check digit's place, as its documentation does.
    Format::new("1Z without check digit", "1Z*{15}@").with_fields(&[Field::new("shipper", 2, 6)]),
    Format::new("Roadie", "1R*{14}"),
    Format::new("Roadie, long", "1R*{26}"),
    Format::new("Mail Innovations", "MI#{6}*{1,22}").delivered_by("usps"),
    under_usps("Mail Innovations under USPS's number", "927489#{16}", 0),
    under_usps("Mail Innovations under USPS's number, with ZIP", "420#{5}927489#{16}", 8),
    under_usps("Mail Innovations under USPS's number, with ZIP+4", "420#{9}927489#{16}", 12),
    Format::new("waybill", "[AFHJKMQTVW]#{10}")
        .checked(Check::new(Algorithm::Ups).after(1))
        .with_fields(&[Field::new("service", 0, 1).with_codes(WAYBILLS)]),
    Format::new("InfoNotice", "#{12}").more_usual_by(-25),
    Format::new("freight PRO", "#{9}").more_usual_by(-25),
];

/// Whether a postal operator's codes are to be expected of a number: one of UPS Mail Innovations, or the postal number under
/// which a partner delivers.
#[cfg(any(feature = "ups", test))]
pub(super) fn is_postal(number: &TrackingNumber) -> bool {
    let text = number.as_str();
    let is_digits = text.bytes().all(|b| b.is_ascii_digit());
    text.starts_with("MI") || (is_digits && (20..=34).contains(&text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{self, Fit};

    fn found(text: &str) -> Option<(&'static str, Fit)> {
        numbers::find(FORMATS, text).map(|(format, fit)| (format.name(), fit))
    }

    #[test]
    fn the_check_digit_proves_a_1z_number_and_refuses_none() {
        for number in [
            "1Z5R89390357567127",
            "1Z879E930346834440",
            "1Z410E7W0392751591",
            "1Z8V92A70367203024",
            "1ZCIETST0111111114",
            "1z 12345e 66 0527 2234",
        ] {
            assert_eq!(found(number), Some(("1Z", Fit::Fits)), "{number}");
        }
        assert_eq!(found("1ZXX3150YW44070023"), Some(("1Z of SurePost", Fit::Fits)));
        // The last one stands in UPS's older documentation.
        for (number, right) in [("1Z5R89390357567128", '7'), ("1Z12345E0205271688", '6')] {
            assert_eq!(found(number), Some(("1Z", Fit::Fails(Some(right)))), "{number}");
        }
        assert_eq!(found("1Z5R8939035756712A"), Some(("1Z without check digit", Fit::None)));
    }

    #[test]
    fn waybills_need_their_check_digit() {
        for number in ["K1506235620", "J4603636537", "V0490119172"] {
            assert_eq!(found(number), Some(("waybill", Fit::Fits)), "{number}");
        }
        for number in ["K1506235621", "B1506235620", "K150623562", "K15062356A0"] {
            assert_eq!(found(number), None, "{number}");
        }
    }

    #[test]
    fn roadie_and_mail_innovations_have_a_shape_only() {
        assert_eq!(found("1R12345678912345"), Some(("Roadie", Fit::None)));
        assert_eq!(found("1R12345678912345678912345678"), Some(("Roadie, long", Fit::None)));
        assert_eq!(found("MI204817000312345678"), Some(("Mail Innovations", Fit::None)));
        for number in ["1R123456789123", "MI20481", "MIAMI12345678"] {
            assert_eq!(found(number), None, "{number}");
        }
    }

    #[test]
    fn other_numbers_are_left_to_others() {
        // A postal number of another mailer, Colissimo's product `1Z`, a licence plate.
        for number in ["9400111206206406260787", "1Z12345678901", "00340434161094042557", "1Ä23"] {
            assert_eq!(found(number), None, "{number}");
        }
        // A notice at the door, which may be anything else, and a postal number of UPS's with a wrong check digit.
        assert_eq!(found("123456789012"), Some(("InfoNotice", Fit::None)));
        assert!(matches!(found("9274890123456789012345"), Some((_, Fit::Fails(_)))));
    }

    #[test]
    fn postal_numbers_are_long_and_have_digits_alone() {
        let postal = |text: &str| is_postal(&text.parse().unwrap());
        assert!(postal("9274890123456789012345") && postal("MI204817000312345678"));
        assert!(!postal("1Z5R89390357567127") && !postal("123456789012"));
    }
}
