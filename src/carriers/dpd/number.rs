//! The shapes of DPD's numbers and their check character.
//!
//! A parcel number has 14 characters: four of the depot or number range, then a serial. It has no check digit of its own;
//! labels print a check character behind it, ISO 7064 MOD 37,36, after DPD's Parcel Label Specification 2.4.1
//! (<https://esolutions.dpd.com>). The barcode holds postal code (7), parcel number (14), service (3), country (3, ISO
//! numeric) and its own check character.

use crate::model::TrackingNumber;
use crate::numbers::{self, Algorithm, Check, Field, Form, Format};

/// What stands at the 22nd place of a label's barcode, sorted. Other codes exist.
const SERVICES: &[(&str, &str)] = &[
    ("101", "normal"),
    ("102", "normal, dangerous goods"),
    ("105", "ex works"),
    ("106", "ex works, dangerous goods"),
    ("109", "cash on delivery"),
    ("110", "cash on delivery, dangerous goods"),
    ("113", "exchange"),
    ("136", "small parcel"),
    ("154", "parcel letter"),
    ("155", "guaranteed"),
    ("161", "guaranteed, cash on delivery"),
    ("179", "by 10:00"),
    ("191", "by 10:00, cash on delivery"),
    ("225", "by 12:00"),
    ("237", "by 12:00, cash on delivery"),
    ("350", "by 8:30"),
];

const PARCEL: &[Field] = &[Field::new("depot or range", 0, 4), Field::new("serial", 4, 10)];

const BARCODE_PARTS: &[Field] = &[
    Field::new("postal code", 0, 7),
    Field::new("parcel number", 7, 14),
    Field::new("service", 21, 3).with_codes(SERVICES),
    Field::new("country, ISO 3166-1 numeric", 24, 3),
];

const ISO: Check = Check::new(Algorithm::Iso3736);
const WITHOUT_CHECK: Form = Form::Inner { skip: 0, tail: 1 };
const OF_BARCODE: Form = Form::Inner { skip: 7, tail: 7 };

const BARCODE: Format =
    Format::new("label barcode", "*{7}#{20}*").checked(ISO).with_fields(BARCODE_PARTS).shown_as(OF_BARCODE);

pub(super) const FORMATS: &[Format] = &[
    Format::new("parcel number", "#{14}").with_fields(PARCEL),
    Format::new("parcel number with letters", "@{2}#{12}").with_fields(PARCEL),
    Format::new("parcel number of the United Kingdom", "15[59]#{11}").with_fields(PARCEL).more_usual_by(-47),
    Format::new("older parcel number of the United Kingdom", "#{10}").more_usual_by(-30),
    Format::new("parcel number of Poland", "#{13}U").more_usual_by(10),
    Format::new("parcel number with check character", "#{14}*")
        .checked(ISO)
        .with_fields(PARCEL)
        .shown_as(WITHOUT_CHECK),
    Format::new("parcel number with letters and check character", "@{2}#{12}*")
        .checked(ISO)
        .with_fields(PARCEL)
        .shown_as(WITHOUT_CHECK),
    BARCODE.where_also(has_known_service, 41),
    BARCODE.named("label barcode, other service").where_also(has_other_service, 0),
    Format::new("label barcode of a number with letters", "*{7}@{2}#{18}*")
        .checked(ISO)
        .where_also(has_its_parts, 30)
        .with_fields(BARCODE_PARTS)
        .shown_as(OF_BARCODE),
];

/// Whether service and country are codes that may be: none of them is 000.
fn has_its_parts(number: &str) -> bool {
    number.get(21..24) != Some("000") && number.get(24..27) != Some("000")
}

fn is_known(number: &str) -> bool {
    number.get(21..24).is_some_and(|service| SERVICES.binary_search_by_key(&service, |row| row.0).is_ok())
}

fn has_known_service(number: &str) -> bool {
    is_known(number) && has_its_parts(number)
}

fn has_other_service(number: &str) -> bool {
    !is_known(number) && has_its_parts(number)
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
    let (format, _) = numbers::find(FORMATS, number.as_str())?;
    format.page_form(number.as_str()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::Fit;

    fn found(text: &str) -> Option<Fit> {
        numbers::find(FORMATS, text).map(|(_, fit)| fit)
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
            assert_eq!(found(number), Some(Fit::Fits), "{number}");
        }
        for barcode in [
            "008182709980000020033350276C",
            "008182709980000020045327276N",
            "002381801239965822127136040P",
            "0032661012348884919761360406",
        ] {
            assert_eq!(found(barcode), Some(Fit::Fits), "{barcode}");
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
            assert_eq!(found(bare), Some(Fit::None), "{bare}");
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
