//! DHL's places, people, units and times in the words of the model.

use compact_str::CompactString;

use super::wire::{Measure, Person, Place, Sides};
use crate::carriers::part::{Part, Text};
use crate::carriers::path::Path;
use crate::model::{Country, Dimensions, EventTime, Location, Note, NoteKind, Personal};

/// A place; none where nothing is told. An unreadable country costs the country.
pub(super) fn location(place: &Place<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Location> {
    let mut location = Location::default();
    let address_path = path.field("address");
    if let Some(address) = place.address.get(&address_path, notes) {
        let mut text = |part: &Text<'_>, name: &str| {
            part.read(&address_path.field(name), notes).map(CompactString::from)
        };
        location.postal_code = text(&address.postal_code, "postalCode");
        location.region = text(&address.address_region, "addressRegion");
        if let Some(locality) = address.address_locality.read(&address_path.field("addressLocality"), notes) {
            let (city, country) = split_locality(locality);
            location.city = city.map(Into::into);
            location.country = country;
        }
        let path = address_path.field("countryCode");
        if let Some(code) = address.country_code.read(&path, notes) {
            match code.parse() {
                Ok(country) => location.country = Some(country),
                Err(_) => Note::add(notes, NoteKind::Unreadable, &path),
            }
        }
    }
    let path = path.field("servicePoint");
    let point = place.service_point.get(&path, notes);
    location.facility = point.and_then(|point| point.label.read(&path.field("label"), notes)).map(Into::into);
    location.non_empty()
}

/// The city and the country of a text made for display. DHL Paket writes "Bonn, Germany" or the country alone; other
/// divisions' forms stay as they are.
fn split_locality(text: &str) -> (Option<&str>, Option<Country>) {
    let before = |country: &str| {
        let (before, end) = text.split_at_checked(text.len().checked_sub(country.len())?)?;
        end.eq_ignore_ascii_case(country).then_some(before)
    };
    let city = match before("germany").or_else(|| before("deutschland")) {
        Some("") => Some(""),
        Some(before) => before.trim_end().strip_suffix(','),
        None => None,
    };
    match city.map(str::trim_end) {
        Some(city) => (Some(city).filter(|city| !city.is_empty()), "DE".parse().ok()),
        None => (Some(text), None),
    }
}

/// A person's or company's name.
pub(super) fn name(person: &Person<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Personal> {
    let mut text = |part: &Text<'_>, name: &str| part.read(&path.field(name), notes).map(str::to_owned);
    if let Some(whole) = text(&person.name, "name") {
        return Some(whole.into());
    }
    let company = text(&person.organization_name, "organizationName");
    let joined = match (text(&person.given_name, "givenName"), text(&person.family_name, "familyName")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (given, family) => given.or(family),
    };
    joined.or(company).map(Into::into)
}

/// A link to a web page. Anything else that a browser might run or open is left out.
pub(super) fn link(text: Option<&str>) -> Option<Personal> {
    text.filter(|text| text.starts_with("https://") || text.starts_with("http://")).map(Into::into)
}

/// A time in one of the documented forms: with an offset, without one, or a day.
pub(super) fn time(text: &Text<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<EventTime> {
    let time = text.read(path, notes)?.parse().ok();
    if time.is_none() {
        Note::add(notes, NoteKind::Unreadable, path);
    }
    time
}

/// A weight in grams. Nothing and less than nothing is no weight.
pub(super) fn grams(weight: &Measure<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<u64> {
    let unit = |unit: &str| {
        Some(match unit {
            "kg" | "kgm" | "kgs" => 1000.0,
            "g" | "grm" => 1.0,
            "t" | "tne" => 1e6,
            "lb" | "lbs" | "lbr" => 453.592_37,
            "oz" | "onz" => 28.349_523_125,
            _ => return None,
        })
    };
    measured(weight, unit, path, notes)
}

/// Length, width and height in millimetres, if all three are told.
pub(super) fn dimensions(sides: &Sides<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Dimensions> {
    let unit = |unit: &str| {
        Some(match unit {
            "m" | "mtr" => 1000.0,
            "cm" | "cmt" => 10.0,
            "mm" | "mmt" => 1.0,
            "in" | "inh" => 25.4,
            "ft" | "fot" => 304.8,
            _ => return None,
        })
    };
    let mut millimetres = |side: &Part<Measure<'_>>, name: &str| {
        let path = path.field(name);
        u32::try_from(measured(side.get(&path, notes)?, unit, &path, notes)?).ok()
    };
    Some(Dimensions {
        length_mm: millimetres(&sides.length, "length")?,
        width_mm: millimetres(&sides.width, "width")?,
        height_mm: millimetres(&sides.height, "height")?,
    })
}

/// A measure times its unit, to the nearest whole; its unit is always told, never assumed.
fn measured(
    measure: &Measure<'_>,
    unit: impl Fn(&str) -> Option<f64>,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Option<u64> {
    let value_path = path.field("value");
    let Ok(value) = measure.value.read(&value_path, notes)?.parse::<f64>() else {
        Note::add(notes, NoteKind::Unreadable, &value_path);
        return None;
    };
    let Some(factor) = measure.unit_text.told().and_then(|text| unit(&text.to_lowercase())) else {
        Note::add(notes, NoteKind::Unreadable, &path.field("unitText"));
        return None;
    };
    let whole = (value * factor).round();
    // Bounded on both sides (and no NaN), so the conversion is exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (1.0..1e12).contains(&whole).then_some(whole as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;

    fn weight(json: &str) -> (Option<u64>, usize) {
        let mut notes = Vec::new();
        (grams(&shape_of(json).unwrap(), &Path::of("weight"), &mut notes), notes.len())
    }

    #[test]
    fn units_are_read_and_never_assumed() {
        assert_eq!(weight(r#"{"value":0.366,"unitText":"kg"}"#), (Some(366), 0));
        assert_eq!(weight(r#"{"value":"2.5","unitText":"KGM"}"#), (Some(2500), 0));
        assert_eq!(weight(r#"{"value":800,"unitText":"g"}"#), (Some(800), 0));
        assert_eq!(weight(r#"{"value":1,"unitText":"LB"}"#), (Some(454), 0));
        assert_eq!(weight(r#"{"value":0,"unitText":"kg"}"#), (None, 0));
        for odd in
            [r#"{"value":1}"#, r#"{"value":1,"unitText":"stone"}"#, r#"{"value":"much","unitText":"kg"}"#]
        {
            assert_eq!(weight(odd), (None, 1), "{odd}");
        }
        assert_eq!(weight(r#"{"value":-1e300,"unitText":"kg"}"#), (None, 0));
        let sides = r#"{"length":{"value":0.35,"unitText":"m"},"width":{"value":25,"unitText":"cm"},"height":{"value":100,"unitText":"mm"}}"#;
        let found = dimensions(&shape_of(sides).unwrap(), &Path::of("dimensions"), &mut Vec::new()).unwrap();
        assert_eq!((found.length_mm, found.width_mm, found.height_mm), (350, 250, 100));
    }

    #[test]
    fn a_country_in_the_citys_place_is_no_city() {
        let place = |locality: &str| {
            let json = format!(r#"{{"address":{{"addressLocality":"{locality}"}}}}"#);
            location(&shape_of(&json).unwrap(), &Path::of("x"), &mut Vec::new()).unwrap().to_string()
        };
        assert_eq!(place("Germany"), "DE");
        assert_eq!(place("Bonn, Deutschland"), "Bonn, DE");
        assert_eq!(place(", Germany"), "DE");
        assert_eq!(place("Upper Germany"), "Upper Germany");
        assert_eq!(place("LEIPZIG - GERMANY"), "LEIPZIG - GERMANY");
    }

    #[test]
    fn only_web_pages_are_links() {
        assert!(link(Some("https://www.dhl.de/x")).is_some());
        assert!(link(Some("javascript:alert(1)")).is_none() && link(Some("/relative")).is_none());
    }
}
