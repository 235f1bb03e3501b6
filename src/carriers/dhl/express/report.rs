//! One shipment of an answer as reports: of the waybill, and of each piece with checkpoints of its own.

use super::super::codes;
use super::super::number::{related, same_parcel};
use super::EXPRESS;
use super::wire::{self, Piece, Shipment};
use crate::carrier::Context;
use crate::carriers::part::{Part, Text, told};
use crate::carriers::{language, pickup, says};
use crate::model::state::unknown;
use crate::model::{
    CarrierId, Country, Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Location, Meaning,
    NamedReference, Note, NoteKind, PickupPoint, Related, Relation, Report, Source, Status, TrackingNumber,
};

/// The reports of the shipment at `path`. Asked by a piece, it is that piece's alone.
pub(super) fn reports(shipment: &Shipment, path: &str, context: &Context) -> Vec<Report> {
    let asked = context.number.as_ref();
    let waybill: Option<TrackingNumber> =
        told(&shipment.shipment_tracking_number).and_then(|text| text.parse().ok());
    let mut reader = Reader { shipment, context, notes: Vec::new() };
    let pieces = reader.pieces(path);
    let is_asked =
        |number: &TrackingNumber| asked.is_none_or(|asked| same_parcel(asked.as_str(), number.as_str()));
    let mut reports = Vec::new();
    if let Some(waybill) = waybill.clone().filter(is_asked) {
        let mut report = reader.report(waybill.clone(), &shipment.events, path);
        let numbers = pieces.iter().map(|piece| piece.number.as_str());
        report.related = related(numbers, &waybill);
        let weight = (&shipment.total_weight, &shipment.unit_of_measurements);
        report.weight_g = reader.grams(weight, &format!("{path}.totalWeight"));
        report.notes.append(&mut reader.notes);
        reports.push(report);
    }
    let is_by_waybill = !reports.is_empty();
    for piece in &pieces {
        let has_own = matches!(&piece.told.events, Part::Read(events) if !events.is_empty());
        // Of a single piece the waybill says it all.
        let is_left_out = if is_by_waybill { pieces.len() < 2 || !has_own } else { !is_asked(&piece.number) };
        if is_left_out {
            continue;
        }
        let events = if has_own { &piece.told.events } else { &shipment.events };
        let events_path = if has_own { &piece.path } else { path };
        let mut report = reader.report(piece.number.clone(), events, events_path);
        let others =
            pieces.iter().map(|piece| piece.number.as_str()).chain(waybill.as_ref().map(|n| n.as_str()));
        report.related = related(others, &piece.number);
        if let ([_], Some(waybill)) = (pieces.as_slice(), &waybill) {
            report.related = vec![Related::new(Relation::Same, CarrierId::DHL, waybill.clone())];
        }
        let unit = if piece.told.unit_of_measurements.is_some() {
            &piece.told.unit_of_measurements
        } else {
            &shipment.unit_of_measurements
        };
        report.weight_g = reader.grams((&piece.told.weight, unit), &format!("{}.weight", piece.path));
        report.notes.append(&mut reader.notes);
        reports.push(report);
    }
    reports
}

/// A piece with a number that can be read.
struct Numbered<'a> {
    number: TrackingNumber,
    told: &'a Piece,
    path: String,
}

/// Reads one shipment and notes what was odd.
struct Reader<'a> {
    shipment: &'a Shipment,
    context: &'a Context,
    notes: Vec<Note>,
}

impl<'a> Reader<'a> {
    fn unreadable(&mut self, path: String) {
        Note::add(&mut self.notes, NoteKind::Unreadable, path);
    }

    fn pieces(&mut self, path: &str) -> Vec<Numbered<'a>> {
        let path = format!("{path}.pieces");
        let Some(pieces) = self.shipment.pieces.get(&path, &mut self.notes) else { return Vec::new() };
        let mut numbered = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let Some(piece) = piece.get(&path, &mut self.notes) else { continue };
            let Some(text) = told(&piece.tracking_number) else { continue };
            match text.parse() {
                Ok(number) => numbered.push(Numbered { number, told: piece, path }),
                Err(_) => self.unreadable(format!("{path}.trackingNumber")),
            }
        }
        numbered
    }

    fn report(
        &mut self,
        number: TrackingNumber,
        events: &Part<Vec<Part<wire::Event>>>,
        path: &str,
    ) -> Report {
        let shipment = self.shipment;
        let mut report = Report::new(Source::carrier(EXPRESS, number), self.context.fetched_at);
        report.carrier = Some(CarrierId::DHL);
        let path_of_events = format!("{path}.events");
        let list = events.get(&path_of_events, &mut self.notes);
        report.events = list
            .into_iter()
            .flatten()
            .enumerate()
            .filter_map(|(index, event)| self.event(event, &format!("{path_of_events}[{index}]")))
            .collect();
        report.complete = events.is_whole(report.events.len());
        report.estimate = self.estimate(path);
        report.delivery = delivery(list.map_or(&[][..], Vec::as_slice));
        report.pickup = pickup(&report.events);
        report.service = told(&shipment.product_code).filter(|code| is_word(code)).map(Into::into);
        report.origin = self.party(&shipment.shipper_details, "shipperDetails");
        report.destination = self.party(&shipment.receiver_details, "receiverDetails");
        let references = shipment.shipper_references.get("shipperReferences", &mut self.notes);
        report.references = references
            .into_iter()
            .flatten()
            .filter_map(|reference| {
                let kind =
                    told(&reference.type_code).filter(|code| is_word(code)).unwrap_or("reference").to_owned();
                Some(NamedReference { kind, value: told(&reference.value)?.into() })
            })
            .collect();
        report
    }

    fn event(&mut self, event: &Part<wire::Event>, path: &str) -> Option<Event> {
        let event = event.get(path, &mut self.notes)?;
        let Some(time) = time(event) else {
            self.unreadable(format!("{path}.date"));
            return None;
        };
        let code = told(&event.type_code);
        let says = code.and_then(|code| codes::find("express", code)).map(|row| &row.says);
        let mut told_event = Event::new(time, unknown::NO_STATUS);
        match (says, code) {
            (Some(says), _) => says.tell(&mut told_event),
            (None, Some(code)) => {
                told_event.meaning = unknown::UNMAPPED.into();
                let name = if is_word(code) { code } else { says::NO_CODE };
                Note::add(&mut self.notes, NoteKind::Unmapped, name);
            }
            (None, None) => {}
        }
        told_event.code = code.map(Into::into);
        told_event.location = area(event);
        told_event.description = told(&event.description).map(Into::into);
        let language = self.context.language.as_deref().and_then(language::primary);
        told_event.language = language.filter(|_| told_event.description.is_some());
        Some(told_event)
    }

    /// The only estimate is a day.
    fn estimate(&mut self, path: &str) -> Option<Estimate> {
        let path = format!("{path}.estimatedDeliveryDate");
        let text = self.shipment.estimated_delivery_date.read(&path, &mut self.notes)?;
        match text.parse() {
            Ok(day @ EventTime::Day(_)) => Some(Estimate::new(EstimateKind::Estimated, day)),
            _ => {
                self.unreadable(path);
                None
            }
        }
    }

    fn party(&mut self, party: &Part<wire::Party>, path: &str) -> Option<Location> {
        let address = party.get(path, &mut self.notes)?.postal_address.as_ref()?;
        let mut location = Location {
            city: told(&address.city_name).map(Into::into),
            postal_code: told(&address.postal_code).map(Into::into),
            ..Location::default()
        };
        if let Some(code) = told(&address.country_code) {
            location.country = code.parse().ok();
            if location.country.is_none() {
                self.unreadable(format!("{path}.postalAddress.countryCode"));
            }
        }
        Some(location).filter(|location| !location.is_empty())
    }

    /// A weight with its system of units, in grams.
    fn grams(&mut self, (weight, unit): (&Part<Text>, &Option<Text>), path: &str) -> Option<u64> {
        let text = weight.read(path, &mut self.notes)?;
        let factor = match told(unit) {
            Some("metric") => 1000.0,
            Some("imperial") => 453.592_37,
            _ => {
                self.unreadable(format!("{path}: unit"));
                return None;
            }
        };
        let Ok(value) = text.parse::<f64>() else {
            self.unreadable(path.to_owned());
            return None;
        };
        let grams = (value * factor).round();
        // Bounded on both sides (and no NaN), so the conversion is exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (1.0..1e12).contains(&grams).then_some(grams as u64)
    }
}

/// Day, wall clock and offset, as far as they are told.
fn time(event: &wire::Event) -> Option<EventTime> {
    let (date, clock) = (told(&event.date)?, told(&event.time));
    let text = match (clock, told(&event.offset)) {
        (Some(clock), offset) => format!("{date}T{clock}{}", offset.unwrap_or_default()),
        (None, _) => date.to_owned(),
    };
    text.parse().ok()
}

/// A service area such as `SYDNEY-AU`.
fn area(event: &wire::Event) -> Option<Location> {
    let text = event.service_area.quiet()?.first().and_then(|area| told(&area.description))?;
    let mut location = Location::default();
    let parts = text.rsplit_once('-').and_then(|(city, code)| Some((city, code.parse::<Country>().ok()?)));
    match parts {
        Some((city, country)) => {
            location.city = Some(city.trim()).filter(|city| !city.is_empty()).map(Into::into);
            location.country = Some(country);
        }
        None => location.city = Some(text.into()),
    }
    Some(location)
}

/// Who signed for the newest delivery.
fn delivery(events: &[Part<wire::Event>]) -> Option<Delivery> {
    let is_delivery = |event: &&wire::Event| {
        let says = told(&event.type_code).and_then(|code| codes::find("express", code));
        matches!(says.map(|row| &row.says.meaning), Some(Meaning::State(state)) if state.status() == Status::Delivered)
    };
    let newest = events.iter().rev().filter_map(Part::quiet).find(is_delivery)?;
    Delivery { signed_by: told(&newest.signed_by).map(Into::into), ..Delivery::default() }.non_empty()
}

/// Where the parcel waits, if that is the newest that is known of it.
fn pickup(events: &[Event]) -> Option<PickupPoint> {
    let newest = pickup::waiting(events)?;
    let (kind, location) = (Some(HandoverPlace::PickupPoint), newest.location.clone());
    Some(PickupPoint { kind, location, ..PickupPoint::default() })
}

/// Whether a text may be shown: as short as codes are, so that it can hold no number of a parcel.
fn is_word(text: &str) -> bool {
    text.len() <= 4 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
