//! The shapes of DHL's and Deutsche Post's numbers, their check digits, and when two spellings name one parcel.
//!
//! Check digits: GS1 modulo 10 for licence plates
//! (<https://www.gs1.org/services/how-calculate-check-digit-manually>), modulo 10 with weights 4 and 9 for identcodes,
//! modulo 7 for Express waybills, modulo 11 for S10 (<https://www.upu.int/en/members-centre/programmes-services/standards>).

use crate::carrier::{Match, Strength};
use crate::model::TrackingNumber;
#[cfg(any(feature = "dhl", test))]
use crate::model::{CarrierId, Related, Relation};

/// Whether a number may be one of DHL's or of Deutsche Post's. A wrong check digit is a refusal.
pub(super) fn recognise(number: &TrackingNumber) -> Option<Match> {
    let text = number.as_str();
    let bytes = text.as_bytes();
    match digits(text).as_deref() {
        Some(digits) => match (digits.len(), bytes) {
            (20, [b'0', b'0', ..]) if is_licence_plate(digits) => {
                Some(Match::new("licence plate", Strength::Proven))
            }
            // As some answers and labels show it. Without the `00` any 18 digits look alike, so only Germany's.
            (18, [b'3', b'4', b'0', b'4', ..]) if is_licence_plate(digits) => {
                Some(Match::new("licence plate without 00", Strength::Checked))
            }
            (12, _) if is_identcode(digits) => Some(Match::new("identcode", Strength::Checked)),
            (10 | 11, _) if is_waybill(digits) => Some(Match::new("express waybill", Strength::Checked)),
            _ => None,
        },
        None if is_s10_of_germany(text) => Some(Match::new("S10 of Germany", Strength::Proven)),
        None if is_piece_id(text) => Some(Match::new("piece id", Strength::Shape)),
        None => None,
    }
}

/// Whether two numbers are spellings of one parcel's number.
///
/// DHL's answers leave out what its labels print: the leading `00` of a licence plate, the check digit of an
/// identcode, a `J` of `JJD…`. Blanks and punctuation do not count either.
///
/// ```
/// use parceltrack::carriers::dhl::same_parcel;
///
/// assert!(same_parcel("00340434161094042557", "340434161094042557"));
/// assert!(same_parcel("42.34 7.572.948 5", "42347572948"));
/// assert!(!same_parcel("00340434161094042557", "00340434161094015902"));
/// ```
pub fn same_parcel(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    let is_shortened = |long: &str, short: &str| {
        long.len() == 12
            && long.strip_prefix(short).is_some_and(|rest| rest.len() == 1)
            && digits(long).is_some_and(|digits| is_identcode(&digits))
    };
    !a.is_empty() && (a == b || is_shortened(&a, &b) || is_shortened(&b, &a))
}

/// The number in its full form: with the leading `00` where a licence plate came without.
#[cfg(any(feature = "dhl", test))]
pub(super) fn full_form(number: TrackingNumber) -> TrackingNumber {
    let text = number.as_str();
    let is_short = text.len() == 18 && digits(text).is_some_and(|digits| is_licence_plate(&digits));
    if is_short { format!("00{text}").parse().unwrap_or(number) } else { number }
}

/// The number by which DHL knows a parcel: as the answer tells it, or, where that is shortened, as it was asked for.
#[cfg(any(feature = "dhl", test))]
pub(super) fn known_as(told: TrackingNumber, asked: Option<&TrackingNumber>) -> TrackingNumber {
    let told = full_form(told);
    let longer = asked
        .filter(|asked| same_parcel(asked.as_str(), told.as_str()))
        .map(|asked| full_form(asked.clone()))
        .filter(|asked| asked.as_str().len() > told.as_str().len());
    longer.unwrap_or(told)
}

/// The numbers of a shipment's pieces: the one piece is this parcel under another name, several are its siblings.
#[cfg(any(feature = "dhl", test))]
pub(super) fn related<'a>(pieces: impl Iterator<Item = &'a str>, number: &TrackingNumber) -> Vec<Related> {
    let pieces: Vec<&str> = pieces.collect();
    let relation = if let [_] = *pieces { Relation::Same } else { Relation::Sibling };
    let mut related: Vec<Related> = Vec::new();
    for piece in pieces {
        let Ok(piece) = piece.parse::<TrackingNumber>() else { continue };
        let is_known = |known: &TrackingNumber| same_parcel(known.as_str(), piece.as_str());
        if !std::slice::from_ref(number).iter().chain(related.iter().map(|r| &r.number)).any(is_known) {
            related.push(Related::new(relation.clone(), CarrierId::DHL, full_form(piece)));
        }
    }
    related
}

/// What two spellings of one number have in common.
fn bare(number: &str) -> String {
    let bare: String =
        number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let is_number = bare.bytes().all(|b| b.is_ascii_digit());
    match bare.strip_prefix("00") {
        Some(plate) if is_number && bare.len() == 20 => plate.to_owned(),
        _ if bare.starts_with("JD") || bare.starts_with("JJ") || bare.starts_with("JV") => {
            bare.trim_start_matches('J').to_owned()
        }
        _ => bare,
    }
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

/// Weights 3 and 1 in turn from the right of the payload; leading zeros change nothing.
fn is_licence_plate(digits: &[u32]) -> bool {
    digits.split_last().is_some_and(|(check, payload)| {
        let sum: u32 =
            payload.iter().rev().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        (10 - sum % 10) % 10 == *check
    })
}

fn is_identcode(digits: &[u32]) -> bool {
    digits.split_last().is_some_and(|(check, payload)| {
        let sum: u32 =
            payload.iter().zip([4, 9].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        (10 - sum % 10) % 10 == *check
    })
}

fn is_waybill(digits: &[u32]) -> bool {
    digits.split_last().is_some_and(|(check, payload)| {
        payload.iter().fold(0, |rest, digit| (rest * 10 + digit) % 7) == *check
    })
}

/// Two letters, eight digits, a check digit and the country, which for Deutsche Post is `DE`.
fn is_s10_of_germany(text: &str) -> bool {
    let Some((service, rest)) = text.split_at_checked(2) else { return false };
    let Some(serial) = rest.strip_suffix("DE").filter(|serial| serial.len() == 9).and_then(digits) else {
        return false;
    };
    service.bytes().all(|b| b.is_ascii_uppercase())
        && serial.split_last().is_some_and(|(check, serial)| {
            let sum: u32 =
                serial.iter().zip([8, 6, 4, 2, 3, 5, 9, 7]).map(|(digit, weight)| digit * weight).sum();
            let wanted = match 11 - sum % 11 {
                10 => 0,
                11 => 5,
                other => other,
            };
            wanted == *check
        })
}

/// `JJD`, `JD` or `JVGL` and ten to thirty digits. No check digit is published.
fn is_piece_id(text: &str) -> bool {
    ["JJD", "JD", "JVGL"]
        .iter()
        .filter_map(|prefix| text.strip_prefix(prefix))
        .any(|digits| (10..=30).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&'static str, Strength)> {
        recognise(&text.parse().unwrap()).map(|found| (found.format, found.strength))
    }

    #[test]
    fn licence_plates_are_proven_by_their_check_digit() {
        for plate in [
            "00340434161094042557",
            "00340434161094015902",
            "00340434161094022115",
            "00340434161094027318",
            "00340434161094032954",
            "00340434161094038253",
            "00340434292135100056",
            "00340433836442636597",
        ] {
            assert_eq!(found(plate), Some(("licence plate", Strength::Proven)), "{plate}");
            let last = plate.chars().last().unwrap().to_digit(10).unwrap();
            let wrong = format!("{}{}", &plate[..19], (last + 1) % 10);
            assert_eq!(found(&wrong), None, "{wrong}");
        }
        assert_eq!(found("340434161094042557"), Some(("licence plate without 00", Strength::Checked)));
    }

    #[test]
    fn identcodes_and_waybills_are_checked() {
        for code in ["423475729485", "470800204932", "201298452277", "563102430313"] {
            assert_eq!(found(code), Some(("identcode", Strength::Checked)), "{code}");
        }
        for waybill in [
            "3318810025",
            "8487135506",
            "1099255990",
            "73891051146",
            "3821724944",
            "3318810036",
            "3318810014",
        ] {
            assert_eq!(found(waybill), Some(("express waybill", Strength::Checked)), "{waybill}");
        }
        for wrong in ["423475729486", "3318810010", "3318810034", "3318810011", "12345678901234"] {
            assert_eq!(found(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn letters_tell_piece_ids_and_german_s10() {
        for piece in ["JJD000390005893028175", "JD000390005893028175", "JVGL06048524783718330083"] {
            assert_eq!(found(piece), Some(("piece id", Strength::Shape)), "{piece}");
        }
        assert_eq!(found("RB123456785DE"), Some(("S10 of Germany", Strength::Proven)));
        for wrong in
            ["RB123456784DE", "RB123456785GB", "R1123456785DE", "JJDX00390005893028175", "1Z999AA10123456784"]
        {
            assert_eq!(found(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn shortened_spellings_are_the_same_parcel() {
        for (asked, answered) in [
            ("00340434161094042557", "340434161094042557"),
            ("423475729485", "42347572948"),
            ("JJD000390005893028175", "JD000390005893028175"),
            ("3318810025", "3318810025"),
        ] {
            assert!(same_parcel(asked, answered) && same_parcel(answered, asked), "{asked}");
        }
        for (asked, answered) in [
            ("00340434161094042557", "00340434161094015902"),
            ("423475729486", "42347572948"),
            ("00340434161094042557", "34043416109404255"),
            ("JJD000390005893028175", "000390005893028175"),
            ("----", "...."),
        ] {
            assert!(!same_parcel(asked, answered) && !same_parcel(answered, asked), "{asked}");
        }
    }

    #[test]
    fn the_full_form_has_its_zeros() {
        let full = |text: &str| String::from(full_form(text.parse().unwrap()));
        assert_eq!(full("340434161094042557"), "00340434161094042557");
        assert_eq!(full("340434161094042558"), "340434161094042558");
        assert_eq!(full("423475729485"), "423475729485");
    }
}
