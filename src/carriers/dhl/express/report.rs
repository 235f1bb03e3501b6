//! One shipment of an answer as reports: of the waybill, and of each piece with checkpoints of its own.

use super::super::codes;
use super::super::number::{related, same_parcel};
use super::EXPRESS;
use super::wire::{self, Piece, Shipment};
use crate::carrier::Context;
use crate::carriers::list::List;
use crate::carriers::part::{Part, Text};
use crate::carriers::path::Path;
use crate::carriers::wordings::Wordings;
use crate::carriers::{pickup, says};
use crate::model::state::unknown;
use crate::model::{
    CarrierId, Country, Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Location,
    NamedReference, Note, NoteKind, PickupPoint, Related, Relation, Report, Source, Status, TrackingNumber,
};

/// The reports of the shipment at `path`. Asked by a piece, it is that piece's alone.
pub(super) fn reports(shipment: &Shipment<'_>, path: &Path<'_>, context: &Context) -> Vec<Report> {
    let asked = context.number.as_ref();
    let waybill: Option<TrackingNumber> =
        shipment.shipment_tracking_number.told().and_then(|text| text.parse().ok());
    let mut reader = Reader { shipment, context, path, notes: Vec::new(), wordings: Wordings::default() };
    let list = path.field("pieces");
    let pieces = reader.pieces(&list);
    let is_asked =
        |number: &TrackingNumber| asked.is_none_or(|asked| same_parcel(asked.as_str(), number.as_str()));
    // Nearly always one.
    let mut reports = Vec::with_capacity(1);
    if let Some(waybill) = waybill.clone().filter(is_asked) {
        let mut report = reader.report(waybill.clone(), &shipment.events, path);
        let numbers = pieces.iter().map(|piece| piece.number.as_str());
        report.related = related(numbers, &waybill);
        let weight = (&shipment.total_weight, &shipment.unit_of_measurements);
        report.weight_g = reader.grams(weight, &path.field("totalWeight"));
        report.notes.append(&mut reader.notes);
        reports.push(report);
    }
    let is_by_waybill = !reports.is_empty();
    for piece in &pieces {
        let has_own = has_events(&piece.told.events);
        // Of a single piece the waybill says it all.
        let is_left_out = if is_by_waybill { pieces.len() < 2 || !has_own } else { !is_asked(&piece.number) };
        if is_left_out {
            continue;
        }
        let piece_path = list.entry(piece.index);
        let (events, events_path) =
            if has_own { (&piece.told.events, &piece_path) } else { (&shipment.events, path) };
        let mut report = reader.report(piece.number.clone(), events, events_path);
        let others =
            pieces.iter().map(|piece| piece.number.as_str()).chain(waybill.as_ref().map(|n| n.as_str()));
        report.related = related(others, &piece.number);
        if let ([_], Some(waybill)) = (pieces.as_slice(), &waybill) {
            report.related = vec![Related::new(Relation::Same, CarrierId::DHL, waybill.clone())];
        }
        let own = &piece.told.unit_of_measurements;
        let unit = if own.is_told() { own } else { &shipment.unit_of_measurements };
        report.weight_g = reader.grams((&piece.told.weight, unit), &piece_path.field("weight"));
        report.notes.append(&mut reader.notes);
        reports.push(report);
    }
    reports
}

/// Whether events are told, readable or not.
pub(super) fn has_events(events: &List<wire::Event<'_>>) -> bool {
    events.count().is_some_and(|count| count > 0)
}

/// A piece with a number that can be read.
struct Numbered<'a> {
    number: TrackingNumber,
    told: &'a Piece<'a>,
    index: usize,
}

/// Reads one shipment and notes what was odd.
struct Reader<'a> {
    shipment: &'a Shipment<'a>,
    context: &'a Context,
    path: &'a Path<'a>,
    notes: Vec<Note>,
    wordings: Wordings,
}

impl<'a> Reader<'a> {
    fn unreadable(&mut self, path: &Path<'_>) {
        Note::add(&mut self.notes, NoteKind::Unreadable, path);
    }

    fn pieces(&mut self, path: &Path<'_>) -> Vec<Numbered<'a>> {
        let mut numbered = Vec::new();
        for (index, piece) in self.shipment.pieces.entries(path, &mut self.notes) {
            let path = path.entry(index);
            let path = path.field("trackingNumber");
            let Some(text) = piece.tracking_number.read(&path, &mut self.notes) else { continue };
            match text.parse() {
                Ok(number) => numbered.push(Numbered { number, told: piece, index }),
                Err(_) => self.unreadable(&path),
            }
        }
        numbered
    }

    fn report(&mut self, number: TrackingNumber, events: &List<wire::Event<'_>>, path: &Path<'_>) -> Report {
        let shipment = self.shipment;
        let mut report = Report::new(Source::carrier(EXPRESS, number), self.context.fetched_at);
        report.carrier = Some(CarrierId::DHL);
        let list = path.field("events");
        report.events = events
            .entries(&list, &mut self.notes)
            .filter_map(|(index, event)| self.event(event, &list.entry(index)))
            .collect();
        report.complete = events.is_whole(report.events.len());
        report.estimate = self.estimate();
        report.delivery = self.delivery(events, &list);
        report.pickup = pickup(&report.events);
        let notes = &mut self.notes;
        let code = shipment.product_code.read(&self.path.field("productCode"), notes);
        report.service = code.filter(|code| is_word(code)).map(Into::into);
        report.origin = party(&shipment.shipper_details, &self.path.field("shipperDetails"), notes);
        report.destination = party(&shipment.receiver_details, &self.path.field("receiverDetails"), notes);
        let list = self.path.field("shipperReferences");
        for (index, reference) in shipment.shipper_references.entries(&list, notes) {
            let path = list.entry(index);
            let kind = reference.type_code.read(&path.field("typeCode"), notes);
            let kind = kind.filter(|code| is_word(code)).unwrap_or("reference").to_owned();
            let Some(value) = reference.value.read(&path.field("value"), notes) else { continue };
            report.references.push(NamedReference { kind, value: value.into() });
        }
        report
    }

    fn event(&mut self, event: &wire::Event<'_>, path: &Path<'_>) -> Option<Event> {
        let Some(time) = self.time(event, path) else {
            self.unreadable(&path.field("date"));
            return None;
        };
        let code = event.type_code.read(&path.field("typeCode"), &mut self.notes);
        let says = code.and_then(|code| codes::find("express", code)).map(|row| &row.says);
        let mut told = Event::new(time, unknown::NO_STATUS);
        match (says, code) {
            (Some(says), _) => says.tell(&mut told),
            (None, Some(code)) => {
                told.meaning = unknown::UNMAPPED.into();
                let name = if is_word(code) { code } else { says::NO_CODE };
                Note::add(&mut self.notes, NoteKind::Unmapped, name);
            }
            (None, None) => {}
        }
        told.code = code.map(Into::into);
        let list = path.field("serviceArea");
        let area = event.service_area.entries(&list, &mut self.notes).next();
        let area = area.and_then(|(index, area)| {
            area.description.read(&list.entry(index).field("description"), &mut self.notes)
        });
        told.location = area.map(location);
        let description = event.description.read(&path.field("description"), &mut self.notes);
        told.language = description.and(self.context.language);
        told.description = description.map(|text| self.wordings.keep(text));
        Some(told)
    }

    /// Day, wall clock and offset, as far as they are told.
    fn time(&mut self, event: &wire::Event<'_>, path: &Path<'_>) -> Option<EventTime> {
        let date = event.date.told()?;
        let offset = event.offset.read(&path.field("GMTOffset"), &mut self.notes).unwrap_or_default();
        match event.time.read(&path.field("time"), &mut self.notes) {
            Some(clock) => format!("{date}T{clock}{offset}").parse().ok(),
            None => date.parse().ok(),
        }
    }

    /// The only estimate is a day.
    fn estimate(&mut self) -> Option<Estimate> {
        let path = self.path.field("estimatedDeliveryDate");
        let text = self.shipment.estimated_delivery_date.read(&path, &mut self.notes)?;
        match text.parse() {
            Ok(day @ EventTime::Day(_)) => Some(Estimate::new(EstimateKind::Estimated, day)),
            _ => {
                self.unreadable(&path);
                None
            }
        }
    }

    /// Who signed for the newest delivery.
    fn delivery(&mut self, events: &List<wire::Event<'_>>, path: &Path<'_>) -> Option<Delivery> {
        let is_delivery = |event: &wire::Event<'_>| {
            let says = event.type_code.told().and_then(|code| codes::find("express", code));
            says.and_then(|row| row.says.status()) == Some(Status::Delivered)
        };
        // Flaws of the list are noted with its events.
        let (index, newest) =
            events.entries(path, &mut Vec::new()).rev().find(|(_, event)| is_delivery(event))?;
        let signed_by = newest.signed_by.read(&path.entry(index).field("signedBy"), &mut self.notes);
        Delivery { signed_by: signed_by.map(Into::into), ..Delivery::default() }.non_empty()
    }

    /// A weight with its system of units, in grams.
    fn grams(&mut self, (weight, unit): (&Text<'_>, &Text<'_>), path: &Path<'_>) -> Option<u64> {
        let text = weight.read(path, &mut self.notes)?;
        let factor = match unit.told() {
            Some("metric") => 1000.0,
            Some("imperial") => 453.592_37,
            _ => {
                Note::add(&mut self.notes, NoteKind::Unreadable, format!("{path}: unit"));
                return None;
            }
        };
        let Ok(value) = text.parse::<f64>() else {
            self.unreadable(path);
            return None;
        };
        let grams = (value * factor).round();
        // Bounded on both sides (and no NaN), so the conversion is exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (1.0..1e12).contains(&grams).then_some(grams as u64)
    }
}

fn party(party: &Part<wire::Party<'_>>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Location> {
    let party = party.get(path, notes)?;
    let path = path.field("postalAddress");
    let address = party.postal_address.get(&path, notes)?;
    let mut text = |part: &Text<'_>, name| part.read(&path.field(name), notes).map(Into::into);
    let mut location = Location {
        city: text(&address.city_name, "cityName"),
        postal_code: text(&address.postal_code, "postalCode"),
        ..Location::default()
    };
    let path = path.field("countryCode");
    if let Some(code) = address.country_code.read(&path, notes) {
        location.country = code.parse().ok();
        if location.country.is_none() {
            Note::add(notes, NoteKind::Unreadable, &path);
        }
    }
    location.non_empty()
}

/// A service area such as `SYDNEY-AU`.
fn location(area: &str) -> Location {
    let parts = area.rsplit_once('-').and_then(|(city, code)| Some((city, code.parse::<Country>().ok()?)));
    let (city, country) = parts.map_or((area, None), |(city, country)| (city.trim(), Some(country)));
    let city = Some(city).filter(|city| !city.is_empty()).map(Into::into);
    Location { city, country, ..Location::default() }
}

/// Where the parcel waits, if that is the newest that is known of it.
fn pickup(events: &[Event]) -> Option<Box<PickupPoint>> {
    let newest = pickup::waiting(events)?;
    let (kind, location) = (Some(HandoverPlace::PickupPoint), newest.location.clone());
    PickupPoint { kind, location, ..PickupPoint::default() }.non_empty()
}

/// Whether a text may be shown: as short as codes are, so that it can hold no number of a parcel.
fn is_word(text: &str) -> bool {
    text.len() <= 4 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
