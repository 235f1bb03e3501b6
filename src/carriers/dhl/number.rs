//! The formats of DHL's and Deutsche Post's numbers, and when two spellings name one parcel.
//!
//! Check digits: GS1 modulo 10 for licence plates
//! (<https://www.gs1.org/services/how-calculate-check-digit-manually>), modulo 10 with weights 4 and 9 for identcodes,
//! modulo 7 for Express waybills, modulo 11 for S10 (<https://www.upu.int/en/members-centre/programmes-services/standards>).

#[cfg(any(feature = "dhl", test))]
use crate::model::{CarrierId, Related, Relation, TrackingNumber};
use crate::numbers::{Algorithm, Check, Field, Fit, Form, Format};

const GERMANY: &str = "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={n}";

const DEUTSCHE_POST: &str = "https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode={n}";

const PLATE: Check = Check::new(Algorithm::Gs1);
const WAYBILL: Check = Check::new(Algorithm::Mod7);

const IDENTCODE: Format = Format::new("identcode", "#{12}")
    .checked(Check::new(Algorithm::Identcode))
    .with_fields(&[Field::new("outgoing parcel centre", 0, 2), Field::new("sender and serial", 2, 9)])
    .printed_with('.')
    .with_url(GERMANY)
    .more_usual_by(2);

/// As some answers and labels show it. DHL's own example of it has a wrong check digit.
const WITHOUT_ZEROS: Format = Format::new("licence plate without 00", "34043#{13}")
    .checked(PLATE)
    .shown_as(Form::Behind("00"))
    .with_url(GERMANY);

/// A number of eCommerce in the United States that is the postal service's first of all.
const fn under_usps(name: &'static str, pattern: &'static str, skip: u8) -> Format {
    Format::new(name, pattern)
        .checked(Check::new(Algorithm::Gs1).after(skip))
        .shown_as(Form::Inner { skip, tail: 0 })
        .delivered_by("usps")
        .more_usual_by(-100)
}

/// What eCommerce's open-ended numbers begin with.
const ECOMMERCE: &[&str] = &["CN", "GM", "HK", "IN", "LX", "MY", "RX", "SG", "TH", "UV"];

pub(super) const FORMATS: &[Format] = &[
    Format::new("licence plate", "0034043#{13}")
        .checked(PLATE)
        .with_fields(&[Field::new("company prefix", 3, 7), Field::new("serial", 10, 9)])
        .with_url(GERMANY),
    Format::new("licence plate of another company", "00#{18}")
        .checked(PLATE)
        .with_url(GERMANY)
        .more_usual_by(-10),
    WITHOUT_ZEROS,
    IDENTCODE,
    Format::new("S10 of Germany", "@{2}#{9}DE").s10().with_url(GERMANY),
    Format::new("letter with a frank code", "A#{5}@{2}#{11}@").with_url(DEUTSCHE_POST),
    Format::new("letter with a frank code of digits", "A#{5}@{2}#{12}").with_url(DEUTSCHE_POST),
    Format::new("express waybill", "#{10}").checked(WAYBILL),
    Format::new("express waybill, 11 digits", "#{11}").checked(WAYBILL).more_usual_by(-10),
    Format::new("piece id, 10 digits", "JJD#{10}"),
    Format::new("piece id, 13 digits", "JJD#{13}"),
    Format::new("piece id, 16 digits", "JJD#{16}"),
    Format::new("piece id, 18 digits", "JJD#{18}"),
    Format::new("piece id", "JJD#{20,22}"),
    Format::new("piece id without its first J, 16 digits", "JD#{16}"),
    Format::new("piece id without its first J", "JD#{18}"),
    Format::new("piece id of the Benelux, 10 digits", "JVGL#{10}"),
    Format::new("piece id of the Benelux, 16 digits", "JVGL#{16}"),
    Format::new("piece id of the Benelux, 18 digits", "JVGL#{18}"),
    Format::new("piece id of the Benelux", "JVGL#{20}"),
    Format::new("3S of the Benelux", "3SD@{2,3}#{10}"),
    Format::new("eCommerce", "[CGHILMRSTU][GHKMNVXY]#{8,37}*{2}")
        .where_also(is_ecommerce, 66)
        .more_usual_by(-30),
    Format::new("eCommerce with letters", "[CGHILMRSTU][GHKMNVXY]*{10,39}")
        .where_also(is_ecommerce_with_letters, 66)
        .more_usual_by(-90),
    Format::new("eCommerce of the United Kingdom", "[456][01]#{12}")
        .where_also(is_ecommerce_uk, 0)
        .more_usual_by(-35),
    under_usps("eCommerce under USPS's number, 612", "93612#{17}", 0),
    under_usps("eCommerce under USPS's number, 748", "9[34]748#{17}", 0),
    under_usps("eCommerce under USPS's number, 612, with ZIP", "420#{5}93612#{17}", 8),
    under_usps("eCommerce under USPS's number, 748, with ZIP", "420#{5}9[34]748#{17}", 8),
    under_usps("eCommerce under USPS's number, 612, with ZIP+4", "420#{9}93612#{17}", 12),
    under_usps("eCommerce under USPS's number, 748, with ZIP+4", "420#{9}9[34]748#{17}", 12),
    // Seven digits of an airline's waybill after the airline's number.
    Format::new("air waybill", "#{11}")
        .checked(WAYBILL.after(3))
        .only_printed_with('-', &[3])
        .even_if_mistyped(),
    Format::new("house waybill", "@{5}#{7}").only_printed_with('-', &[3, 5]),
    Format::new("freight", "#{9}").only_printed_with('-', &[4]),
    Format::new("freight order", "#@{2}#{4,6}").more_usual_by(-20),
    Format::new("freight, 7 digits", "#{7}").more_usual_by(-40),
];

/// Whether it begins as eCommerce's numbers do.
fn is_ecommerce(number: &str) -> bool {
    number.get(..2).is_some_and(|start| ECOMMERCE.contains(&start))
}

/// Whether it begins so, and has letters among its digits. Without a digit it would be a word.
fn is_ecommerce_with_letters(number: &str) -> bool {
    let inner = number.as_bytes().get(2..number.len().saturating_sub(2)).unwrap_or_default();
    is_ecommerce(number)
        && inner.iter().any(u8::is_ascii_uppercase)
        && number.bytes().any(|b| b.is_ascii_digit())
}

fn is_ecommerce_uk(number: &str) -> bool {
    ["41", "51", "60"].iter().any(|start| number.starts_with(start))
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
            && IDENTCODE.fit_of(long) == Some(Fit::Fits)
    };
    !a.is_empty() && (a == b || is_shortened(&a, &b) || is_shortened(&b, &a))
}

/// The number in its full form: with the leading `00` where a licence plate came without.
#[cfg(any(feature = "dhl", test))]
pub(super) fn full_form(number: TrackingNumber) -> TrackingNumber {
    let text = number.as_str();
    let is_short = text.len() == 18
        && text.bytes().all(|b| b.is_ascii_digit())
        && WITHOUT_ZEROS.fit_of(text) == Some(Fit::Fits);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers;

    fn found(text: &str) -> Option<(&'static str, Fit)> {
        numbers::find(FORMATS, text).map(|(format, fit)| (format.name(), fit))
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
            assert_eq!(found(plate), Some(("licence plate", Fit::Fits)), "{plate}");
            let last = plate.chars().last().unwrap();
            let wrong = format!("{}{}", &plate[..19], (last.to_digit(10).unwrap() + 1) % 10);
            assert_eq!(found(&wrong), Some(("licence plate", Fit::Fails(Some(last)))), "{wrong}");
        }
        assert_eq!(found("340434161094042557"), Some(("licence plate without 00", Fit::Fits)));
        // Of another company, where the check digit is all there is.
        assert_eq!(found("00340633031105567586"), Some(("licence plate of another company", Fit::Fits)));
        assert_eq!(found("00340633031105567587"), None);
    }

    #[test]
    fn identcodes_and_waybills_are_checked() {
        for code in ["423475729485", "470800204932", "201298452277", "563102430313"] {
            assert_eq!(found(code), Some(("identcode", Fit::Fits)), "{code}");
        }
        for waybill in ["3318810025", "8487135506", "1099255990", "3821724944", "3318810036", "3318810014"] {
            assert_eq!(found(waybill), Some(("express waybill", Fit::Fits)), "{waybill}");
        }
        assert_eq!(found("73891051146"), Some(("express waybill, 11 digits", Fit::Fits)));
        for wrong in ["423475729486", "3318810010", "3318810034", "3318810011", "12345678901234"] {
            assert_eq!(found(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn letters_tell_piece_ids_and_german_s10() {
        for (piece, format) in [
            ("JJD000390005893028175", "piece id, 18 digits"),
            ("JD000390005893028175", "piece id without its first J"),
            ("JVGL06048524783718330083", "piece id of the Benelux"),
        ] {
            assert_eq!(found(piece), Some((format, Fit::None)), "{piece}");
        }
        assert_eq!(found("RB123456785DE"), Some(("S10 of Germany", Fit::Fits)));
        assert_eq!(found("RB123456784DE"), Some(("S10 of Germany", Fit::Fails(Some('5')))));
        for wrong in ["RB123456785GB", "R1123456785DE", "JJDX00390005893028175", "1Z999AA10123456784"] {
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
