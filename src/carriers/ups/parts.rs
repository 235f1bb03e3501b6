//! UPS's places, numbers, units and promises in the words of the model.

use chrono::NaiveTime;
use url::form_urlencoded;

use super::super::part::Text;
use super::super::path::Path;
use super::number::FORMATS;
use super::times;
use super::wire::{Address, Dimension, Package, Weight};
use crate::model::{
    CarrierId, Country, Dimensions, Estimate, EstimateKind, EventTime, Location, Note, NoteKind, Personal,
    Related, Relation, TrackingNumber,
};
use crate::numbers::{self, Fit};

/// A place, as far as it is told. An unreadable country costs the country.
pub(super) fn location<'a>(address: &'a Address<'a>, path: &Path<'_>, notes: &mut Vec<Note>) -> Location {
    let mut text = |part: &Text<'a>, name: &str| part.read(&path.field(name), notes);
    let code = text(&address.country_code, "countryCode").or_else(|| text(&address.country, "country"));
    let mut location = Location {
        city: text(&address.city, "city").map(Into::into),
        region: text(&address.state_province, "stateProvince").map(Into::into),
        postal_code: text(&address.postal_code, "postalCode").map(Into::into),
        ..Location::default()
    };
    if let Some(code) = code {
        location.country = code.parse::<Country>().ok();
        if location.country.is_none() {
            Note::add(notes, NoteKind::Unreadable, &path.field("country"));
        }
    }
    location
}

/// Street and house number, over as many lines as there are.
pub(super) fn street(address: &Address) -> Option<Personal> {
    let lines = [&address.line_1, &address.line_2, &address.line_3];
    let told: Vec<&str> = lines.into_iter().filter_map(Text::told).collect();
    (!told.is_empty()).then(|| told.join(", ").into())
}

/// What is expected of the delivery: its day, and the window or commitment within it, all as wall clocks at the
/// destination. A rescheduled day goes before the scheduled one.
pub(super) fn estimate(package: &Package, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Estimate> {
    // Once, for all who look for a day.
    drop(package.delivery_date.entries(&path.field("deliveryDate"), notes));
    let day = day_of(package, "RDD", path, notes).or_else(|| day_of(package, "SDD", path, notes))?;
    let time_path = path.field("deliveryTime");
    let time = package.delivery_time.get(&time_path, notes);
    let clock = |part: &Text, name: &str, notes: &mut Vec<Note>| {
        let time = times::read(part, &time_path.field(name), notes, times::time_of_day)?;
        Some(EventTime::Local(day.and_time(time)))
    };
    let end = time.and_then(|time| clock(&time.end_time, "endTime", notes));
    let whole_day = Estimate::new(EstimateKind::Estimated, EventTime::Day(day));
    Some(match (time.and_then(|time| time.kind.told()), end) {
        (Some("EDW" | "CDW" | "IDW"), Some(end)) => {
            let window = Estimate::new(EstimateKind::Window, end);
            match time.and_then(|time| clock(&time.start_time, "startTime", notes)) {
                Some(start) => window.with_from(start),
                None => window,
            }
        }
        (Some("CMT"), Some(end)) => Estimate::new(EstimateKind::Promised, end),
        _ => whole_day,
    })
}

/// When it was delivered, as told beside the events.
pub(super) fn delivered_at(package: &Package, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<EventTime> {
    let day = day_of(package, "DEL", path, notes)?;
    let time = package.delivery_time.quiet().filter(|time| time.kind.told() == Some("DEL"));
    let end = time.and_then(|time| {
        times::read(&time.end_time, &path.field("deliveryTime").field("endTime"), notes, times::time_of_day)
    });
    Some(end.map_or(EventTime::Day(day), |time: NaiveTime| EventTime::Local(day.and_time(time))))
}

fn day_of(
    package: &Package,
    kind: &str,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Option<chrono::NaiveDate> {
    let path = path.field("deliveryDate");
    // Flaws of the list are noted with the estimate.
    let mut dates = package.delivery_date.entries(&path, &mut Vec::new());
    let (index, date) = dates.find(|(_, date)| date.kind.told() == Some(kind))?;
    times::read(&date.date, &path.entry(index).field("date"), notes, times::date)
}

/// Another number under which the parcel is known. UPS's contract names one type, `USPS_PIC`: the postal service's, under
/// which it delivers. Numbers without a type are mostly UPS's own.
pub(super) fn alternate(text: &str, kind: Option<&str>) -> Option<Related> {
    let number: TrackingNumber = text.parse().ok()?;
    if kind == Some("USPS_PIC") {
        return Some(Related::new(Relation::Continues, CarrierId::USPS, number));
    }
    let is_ups = numbers::find(FORMATS, number.as_str()).is_some_and(|(_, fit)| fit == Fit::Fits);
    Some(Related { relation: Relation::Same, carrier: is_ups.then_some(CarrierId::UPS), number })
}

/// A weight in grams. Nothing is no weight.
pub(super) fn grams(weight: &Weight, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<u64> {
    let unit = match weight.unit_of_measurement.read(&path.field("unitOfMeasurement"), notes) {
        Some("KGS") => Some(1000.0),
        Some("LBS") => Some(453.592_37),
        _ => None,
    };
    let value = weight.weight.read(&path.field("weight"), notes)?;
    measured(value, unit, path, notes)
}

/// Length, width and height in millimetres, if all three are told.
pub(super) fn dimensions(sides: &Dimension, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Dimensions> {
    let unit = match sides.unit_of_dimension.read(&path.field("unitOfDimension"), notes) {
        Some("CM") => Some(10.0),
        Some("IN") => Some(25.4),
        _ => None,
    };
    let mut millimetres = |side: &Text, name: &str| {
        let path = path.field(name);
        u32::try_from(measured(side.read(&path, notes)?, unit, &path, notes)?).ok()
    };
    Some(Dimensions {
        length_mm: millimetres(&sides.length, "length")?,
        width_mm: millimetres(&sides.width, "width")?,
        height_mm: millimetres(&sides.height, "height")?,
    })
}

/// A measure times its unit, to the nearest whole; its unit is always told, never assumed.
fn measured(value: &str, unit: Option<f64>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<u64> {
    let (Ok(value), Some(unit)) = (value.parse::<f64>(), unit) else {
        Note::add(notes, NoteKind::Unreadable, path);
        return None;
    };
    let whole = (value * unit).round();
    // Bounded on both sides (and no NaN), so the conversion is exact.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (1.0..1e12).contains(&whole).then_some(whole as u64)
}

/// UPS's public page about a parcel.
pub(super) fn page(number: &TrackingNumber) -> Personal {
    let mut page = "https://www.ups.com/track?tracknum=".to_owned();
    page.extend(form_urlencoded::byte_serialize(number.as_str().as_bytes()));
    page.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;

    fn told(json: &str) -> (Option<String>, usize) {
        let package: Package = shape_of(json).unwrap();
        let mut notes = Vec::new();
        (estimate(&package, &Path::of("p"), &mut notes).map(|estimate| estimate.to_string()), notes.len())
    }

    #[test]
    fn windows_and_commitments_lie_within_their_day() {
        let with = |time: &str| {
            told(&format!(r#"{{"deliveryDate":[{{"type":"SDD","date":"20261123"}}],"deliveryTime":{time}}}"#))
                .0
        };
        for kind in ["EDW", "CDW", "IDW"] {
            let window = with(&format!(r#"{{"type":"{kind}","startTime":"141500","endTime":"181500"}}"#));
            assert_eq!(window.as_deref(), Some("2026-11-23T14:15:00 to 2026-11-23T18:15:00 (window)"));
        }
        let commitment = with(r#"{"type":"CMT","endTime":"103000"}"#);
        assert_eq!(commitment.as_deref(), Some("2026-11-23T10:30:00 (promised)"));
        for whole in [
            r#"{"type":"EOD"}"#,
            r#"{"type":"EDW","startTime":"141500"}"#,
            "null",
            r#"{"type":"DEL","endTime":"1"}"#,
        ] {
            assert_eq!(with(whole).as_deref(), Some("2026-11-23 (estimated)"), "{whole}");
        }
    }

    #[test]
    fn a_rescheduled_day_goes_before_the_scheduled_one() {
        let days = r#"{"deliveryDate":[{"type":"SDD","date":"20261123"},{"type":"RDD","date":"20261125"}]}"#;
        assert_eq!(told(days).0.as_deref(), Some("2026-11-25 (estimated)"));
        assert_eq!(told(r#"{"deliveryDate":[{"type":"DEL","date":"20261123"}]}"#), (None, 0));
        assert_eq!(told(r#"{"deliveryDate":[{"type":"SDD","date":"soon"}]}"#), (None, 1));
    }

    #[test]
    fn units_are_read_and_never_assumed() {
        let weight = |json: &str| {
            let mut notes = Vec::new();
            (grams(&shape_of(json).unwrap(), &Path::of("weight"), &mut notes), notes.len())
        };
        assert_eq!(weight(r#"{"unitOfMeasurement":"KGS","weight":"1.20"}"#), (Some(1200), 0));
        assert_eq!(weight(r#"{"unitOfMeasurement":"LBS","weight":"5.0"}"#), (Some(2268), 0));
        assert_eq!(weight(r#"{"unitOfMeasurement":"KGS","weight":"0.00"}"#), (None, 0));
        for odd in [
            r#"{"weight":"1"}"#,
            r#"{"unitOfMeasurement":"STN","weight":"1"}"#,
            r#"{"unitOfMeasurement":"KGS","weight":"much"}"#,
        ] {
            assert_eq!(weight(odd), (None, 1), "{odd}");
        }
        let sides = r#"{"height":"10.00","length":"35","width":"25","unitOfDimension":"CM"}"#;
        let found = dimensions(&shape_of(sides).unwrap(), &Path::of("dimension"), &mut Vec::new()).unwrap();
        assert_eq!((found.length_mm, found.width_mm, found.height_mm), (350, 250, 100));
    }

    #[test]
    fn other_numbers_lead_to_whom_they_belong() {
        let postal = alternate("9274890123456789012345", Some("USPS_PIC")).unwrap();
        assert_eq!((postal.relation, postal.carrier), (Relation::Continues, Some(CarrierId::USPS)));
        let own = alternate("1Z5R89390357567127", None).unwrap();
        assert_eq!((own.relation, own.carrier), (Relation::Same, Some(CarrierId::UPS)));
        assert_eq!(alternate("4100773261", None).unwrap().carrier, None);
        assert!(alternate("?", None).is_none());
    }
}
