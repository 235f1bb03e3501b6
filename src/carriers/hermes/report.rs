//! One shipment of an answer as a report.

use chrono::NaiveTime;

use super::super::part::Text;
use super::super::path::Path;
use super::scans::Scans;
use super::wire::{Forecast, Receiver, Shipment};
use super::{SHIPPING, countries};
use crate::carrier::Context;
use crate::model::{
    CarrierId, Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Location, NamedReference,
    Note, NoteKind, PickupPoint, Related, Relation, Report, Source, Status, TrackingNumber, Zone,
};

/// The report of the shipment at `path` that Hermes knows under `number`.
pub(super) fn report(
    shipment: &Shipment,
    number: TrackingNumber,
    path: &Path<'_>,
    context: &Context,
) -> Report {
    let mut notes = Vec::new();
    let scans = Scans::read(&shipment.status, &path.field("status"), context.language, &mut notes);

    let mut report = Report::new(Source::carrier(SHIPPING, number), context.fetched_at);
    report.carrier = Some(CarrierId::HERMES);
    report.zone = Some(Zone::BERLIN);
    report.complete = scans.is_whole;
    report.pickup = scans.newest().and_then(pickup);
    report.delivery = scans.newest().and_then(delivery);
    report.events = scans.into_events();
    let receiver_path = path.field("receiverAddress");
    report.destination = shipment
        .receiver
        .get(&receiver_path, &mut notes)
        .and_then(|receiver| destination(receiver, &receiver_path, &mut notes));
    let forecast_path = path.field("deliveryForecast");
    report.estimate = shipment
        .forecast
        .get(&forecast_path, &mut notes)
        .and_then(|forecast| estimate(forecast, &forecast_path, &mut notes));
    report.url = shipment
        .link
        .read(&path.field("trackingLink"), &mut notes)
        .filter(|link| link.starts_with("https://") || link.starts_with("http://"))
        .map(Into::into);
    let abroad = shipment.international_id.read(&path.field("internationalShipmentID"), &mut notes);
    report.related = related(abroad, &report.source.number).into_iter().collect();
    report.references = references(shipment, path, &mut notes);
    report.notes = notes;
    report
}

/// The number abroad, of a carrier that Hermes does not name.
fn related(abroad: Option<&str>, number: &TrackingNumber) -> Option<Related> {
    let abroad: TrackingNumber = abroad?.parse().ok()?;
    (abroad != *number).then_some(Related { relation: Relation::Same, carrier: None, number: abroad })
}

fn references(shipment: &Shipment, path: &Path<'_>, notes: &mut Vec<Note>) -> Vec<NamedReference> {
    [
        ("clientReference", &shipment.reference),
        ("clientReference2", &shipment.reference2),
        ("partNumber", &shipment.part_number),
    ]
    .into_iter()
    .filter_map(|(kind, text)| {
        let value = text.read(&path.field(kind), notes)?.into();
        Some(NamedReference { kind: kind.into(), value })
    })
    .collect()
}

fn destination(receiver: &Receiver, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Location> {
    let location = Location {
        country: countries::read(&receiver.country_code, &path.field("countryCode"), notes),
        postal_code: receiver.zip_code.read(&path.field("zipCode"), notes).map(Into::into),
        city: receiver.city.read(&path.field("city"), notes).map(Into::into),
        ..Location::default()
    };
    location.non_empty()
}

/// A day, or its hours by Germany's clocks.
fn estimate(forecast: &Forecast, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Estimate> {
    let is_agreed = forecast.fixed.get(&path.field("fixed"), notes).copied().unwrap_or_default();
    let date_path = path.field("date");
    let Ok(EventTime::Day(day)) = forecast.date.read(&date_path, notes)?.parse() else {
        Note::add(notes, NoteKind::Unreadable, &date_path);
        return None;
    };
    let path = path.field("timeSlot");
    let slot = forecast.time_slot.get(&path, notes);
    let mut hour = |text: &Text, name: &str| {
        let path = path.field(name);
        let text = text.read(&path, notes)?;
        let hour = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok());
        if hour.is_none() {
            Note::add(notes, NoteKind::Unreadable, &path);
        }
        Some(EventTime::Local(day.and_time(hour?)))
    };
    let from = slot.and_then(|slot| hour(&slot.from, "from"));
    let to = slot.and_then(|slot| hour(&slot.to, "to"));
    let kind = |other| if is_agreed { EstimateKind::Promised } else { other };
    Some(match (from, to) {
        (Some(from), Some(to)) if from <= to => Estimate::new(kind(EstimateKind::Window), to).with_from(from),
        (None, Some(to)) => Estimate::new(kind(EstimateKind::Estimated), to),
        _ => Estimate::new(kind(EstimateKind::Estimated), EventTime::Day(day)),
    })
}

/// Where the parcel waits, while it does: Hermes tells the ParcelShop as the place of the scan.
fn pickup(newest: &Event) -> Option<Box<PickupPoint>> {
    if newest.state()?.status() != Status::AvailableForPickup {
        return None;
    }
    let mut point = PickupPoint { kind: Some(HandoverPlace::PickupPoint), ..PickupPoint::default() };
    if let Some(mut location) = newest.location.clone() {
        point.name = location.facility.take().as_deref().map(Into::into);
        point.location = location.non_empty();
    }
    point.non_empty()
}

/// How it was handed over, where the code tells.
fn delivery(newest: &Event) -> Option<Delivery> {
    let place =
        newest.handed_to.clone().filter(|_| newest.state().is_some_and(|state| state.status().is_final()));
    Delivery { handed_to: place, ..Delivery::default() }.non_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;
    use crate::model::Language;

    fn read(fields: &str) -> Report {
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_language(Language::GERMAN);
        let json = format!("{{{fields}}}");
        let shipment = shape_of(&json).unwrap();
        report(&shipment, "08401387295096".parse().unwrap(), &Path::of("shipmentinfo").entry(0), &context)
    }

    #[test]
    fn a_forecast_is_a_day_or_hours_and_may_be_agreed() {
        let estimate = |fields: &str| {
            read(&format!(r#""deliveryForecast":{{{fields}}}"#)).estimate.map(|estimate| estimate.to_string())
        };
        let slot = r#""date":"2026-11-23","timeSlot":{"from":"10:00","to":"14:00"}"#;
        assert_eq!(estimate(slot).as_deref(), Some("2026-11-23T10:00:00 to 2026-11-23T14:00:00 (window)"));
        assert_eq!(
            estimate(&format!(r#""fixed":true,{slot}"#)).as_deref(),
            Some("2026-11-23T10:00:00 to 2026-11-23T14:00:00 (promised)")
        );
        assert_eq!(estimate(r#""date":"2026-11-23""#).as_deref(), Some("2026-11-23 (estimated)"));
        assert_eq!(estimate(r#""fixed":true,"date":"2026-11-23""#).as_deref(), Some("2026-11-23 (promised)"));
        let odd = r#""date":"2026-11-23","fixed":"maybe","timeSlot":{"from":"noon","to":"14:00"}"#;
        assert_eq!(estimate(odd).as_deref(), Some("2026-11-23T14:00:00 (estimated)"));
        assert_eq!(read(&format!(r#""deliveryForecast":{{{odd}}}"#)).notes.len(), 2);
        let turned = r#""date":"2026-11-23","timeSlot":{"from":"14:00","to":"10:00"}"#;
        assert_eq!(estimate(turned).as_deref(), Some("2026-11-23 (estimated)"));
        for date in ["tomorrow", "26-11-23", "+12026-11-23", "2026-11-23T10:00:00"] {
            assert_eq!(estimate(&format!(r#""date":"{date}""#)), None, "{date}");
        }
        assert_eq!(estimate(""), None);
    }

    #[test]
    fn a_point_of_collection_is_told_only_while_the_parcel_waits() {
        let shop = r#"{"timestamp":"2026-11-20T10:00:00+01:00","code":"3410","scanningUnit":{"name":"Kiosk Krause","city":"Hamburg","countryCode":"DEU"}}"#;
        let waiting = read(&format!(r#""status":[{shop}]"#));
        let point = waiting.pickup.unwrap();
        assert_eq!(
            (point.name, point.location.unwrap().to_string()),
            (Some("Kiosk Krause".into()), "Hamburg, DE".into())
        );
        assert_eq!(waiting.delivery, None);
        let collected = r#"{"timestamp":"2026-11-21T10:00:00+01:00","code":"3530"}"#;
        let report = read(&format!(r#""status":[{shop},{collected}]"#));
        assert_eq!(report.pickup, None);
        assert_eq!(report.delivery.unwrap().handed_to, Some(HandoverPlace::PickupPoint));
    }

    #[test]
    fn numbers_links_and_references_are_kept_apart() {
        let report = read(
            r#""internationalShipmentID":"00340633031105567586","clientReference":"SHOP-1","clientReference2":"","partNumber":7,"trackingLink":"javascript:1""#,
        );
        assert_eq!(
            (report.related[0].number.as_str(), &report.related[0].carrier),
            ("00340633031105567586", &None)
        );
        let references: Vec<&str> =
            report.references.iter().map(|reference| reference.kind.as_str()).collect();
        assert_eq!(references, ["clientReference", "partNumber"]);
        assert_eq!((report.url, report.complete, report.zone), (None, false, Some(Zone::BERLIN)));
        assert!(read(r#""internationalShipmentID":"08401387295096""#).related.is_empty());
    }

    #[test]
    fn only_a_list_of_scans_that_was_read_whole_is_complete() {
        for list in ["", r#""status":null"#, r#""status":"none""#, r#""status":[{"code":"3510"}]"#] {
            assert!(!read(list).complete, "{list}");
        }
        assert!(read(r#""status":[]"#).complete);
        assert!(read(r#""status":[{"timestamp":"2026-11-21T10:02:00+01:00","code":"3510"}]"#).complete);
    }
}
