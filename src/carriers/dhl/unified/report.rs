//! One shipment of an answer as a report.

use super::super::number::related;
use super::evidence::{Evidence, Verdict, is_word};
use super::wire::{self, Shipment};
use super::{UNIFIED, parts};
use crate::carrier::Context;
use crate::carriers::order::wall_clock;
use crate::carriers::part::{Part, told};
use crate::carriers::{language, pickup};
use crate::model::state::delivered;
use crate::model::{
    CarrierId, Delivery, Estimate, EstimateKind, Event, HandoverPlace, Headline, Meaning, NamedReference,
    Note, NoteKind, PickupPoint, Report, Source, State, Status, TrackingNumber, Zone,
};

/// The report of the shipment at `path` that DHL knows under `number`.
pub(super) fn report(shipment: &Shipment, number: TrackingNumber, path: &str, context: &Context) -> Report {
    let mut reader = Reader {
        service: told(&shipment.service).filter(|service| is_word(service)).unwrap_or("unknown"),
        is_return: false,
        language: context.language.as_deref().and_then(language::primary),
        path,
        notes: Vec::new(),
    };
    let notes = &mut reader.notes;
    reader.is_return = shipment.return_flag.read(&format!("{path}.returnFlag"), notes) == Some("true");

    let mut report = Report::new(Source::carrier(UNIFIED, number), context.fetched_at);
    report.carrier = Some(CarrierId::DHL);
    report.zone = home_zone(reader.service);
    report.url = parts::link(shipment.service_url.read(&format!("{path}.serviceUrl"), notes));
    report.origin = reader.place(&shipment.origin, "origin");
    report.destination = reader.place(&shipment.destination, "destination");
    report.estimate = reader.estimate(shipment);
    report.events = reader.events(shipment);
    report.complete = shipment.events.is_whole(report.events.len());
    report.headline = reader.headline(shipment);
    report.pickup = reader.pickup(shipment, &report.events);
    reader.details(shipment, &mut report);
    report.notes = reader.notes;
    report
}

/// The zone of a division that writes clocks without offset by those of its country: all times of DHL Paket and Deutsche
/// Post, the hours of delivery in the Netherlands. Global Forwarding writes the local time of each place.
fn home_zone(service: &str) -> Option<Zone> {
    match service {
        "parcel-de" | "post-de" | "svb" => Some(Zone::BERLIN),
        "parcel-nl" => Some(Zone::AMSTERDAM),
        _ => None,
    }
}

/// Reads one shipment and notes what was odd.
struct Reader<'a> {
    service: &'a str,
    is_return: bool,
    language: Option<String>,
    path: &'a str,
    notes: Vec<Note>,
}

impl Reader<'_> {
    fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.path)
    }

    fn place(&mut self, place: &Part<wire::Place>, field: &str) -> Option<crate::model::Location> {
        let path = self.at(field);
        let place = place.get(&path, &mut self.notes)?;
        parts::location(place, &path, &mut self.notes)
    }

    fn weigh(&self, event: &wire::Event) -> (Verdict, Option<String>) {
        let evidence = Evidence {
            service: self.service,
            status_code: told(&event.status_code).or(told(&event.simplified_status)),
            status: told(&event.status).or(told(&event.divisional_status)),
            detailed: told(&event.status_detailed),
            description: told(&event.description),
            is_return: self.is_return,
        };
        (evidence.weigh(), evidence.wording().map(Into::into))
    }

    /// The events, oldest first: DHL tells the newest first, and equal times are told apart by their place alone.
    fn events(&mut self, shipment: &Shipment) -> Vec<Event> {
        let path = self.at("events");
        let list = shipment.events.get(&path, &mut self.notes).map(Vec::as_slice).unwrap_or_default();
        let newest_last = list.iter().enumerate().rev();
        newest_last.filter_map(|(index, event)| self.event(event, &format!("events[{index}]"))).collect()
    }

    fn event(&mut self, event: &Part<wire::Event>, field: &str) -> Option<Event> {
        let path = self.at(field);
        let event = event.get(&path, &mut self.notes)?;
        let time_path = format!("{path}.timestamp");
        if told(&event.timestamp).is_none() {
            Note::add(&mut self.notes, NoteKind::Unreadable, time_path);
            return None;
        }
        let time = parts::time(&event.timestamp, &time_path, &mut self.notes)?;
        let (verdict, description) = self.weigh(event);
        if let Some(code) = verdict.unmapped {
            Note::add(&mut self.notes, NoteKind::Unmapped, code);
        }
        let mut told = Event::new(time, verdict.meaning);
        told.reason = verdict.reason;
        told.handed_to = verdict.place;
        told.code = verdict.code;
        told.location = self.place(&event.location, &format!("{field}.location"));
        told.language = self.language.clone().filter(|_| description.is_some());
        told.description = description;
        Some(told)
    }

    /// DHL's own summary; none where it is a notice, which says nothing about the parcel's state.
    fn headline(&mut self, shipment: &Shipment) -> Option<Headline> {
        let path = self.at("status");
        let status = shipment.status.get(&path, &mut self.notes)?;
        let (verdict, description) = self.weigh(status);
        let Meaning::State(state) = verdict.meaning else { return None };
        if let Some(code) = verdict.unmapped
            && !self.notes.iter().any(|note| note.kind == NoteKind::Unmapped && note.detail == code)
        {
            Note::add(&mut self.notes, NoteKind::Unmapped, code);
        }
        let mut headline = Headline::new(state);
        headline.time = parts::time(&status.timestamp, &format!("{path}.timestamp"), &mut self.notes);
        headline.code =
            verdict.code.or_else(|| told(&status.status_code).filter(|code| is_word(code)).map(Into::into));
        headline.description = description.map(Into::into);
        Some(headline)
    }

    /// The window before the point: it is the later and finer promise.
    fn estimate(&mut self, shipment: &Shipment) -> Option<Estimate> {
        let path = self.at("estimatedDeliveryTimeFrame");
        let notes = &mut self.notes;
        let frame = shipment.estimated_delivery_time_frame.get(&path, notes);
        let from =
            frame.and_then(|f| parts::time(&f.estimated_from, &format!("{path}.estimatedFrom"), notes));
        let to =
            frame.and_then(|f| parts::time(&f.estimated_through, &format!("{path}.estimatedThrough"), notes));
        let path = self.at("estimatedTimeOfDelivery");
        let notes = &mut self.notes;
        let point = shipment
            .estimated_time_of_delivery
            .read(&path, notes)
            .and_then(|text| parts::time_of(text, &path, notes));
        match (from, to, point) {
            (Some(from), Some(to), _) => {
                let is_day = wall_clock(from).date() == wall_clock(to).date();
                let kind = if is_day { EstimateKind::Window } else { EstimateKind::Estimated };
                Some(Estimate::new(kind, to).with_from(from))
            }
            (None, Some(to), None) => Some(Estimate::new(EstimateKind::Estimated, to)),
            (_, _, point) => point.map(|point| Estimate::new(EstimateKind::Estimated, point)),
        }
    }

    /// Where the parcel waits, while it does.
    fn pickup(&mut self, shipment: &Shipment, events: &[Event]) -> Option<PickupPoint> {
        let waits = |meaning: &Meaning| matches!(meaning, Meaning::State(state) if state.status() == Status::AvailableForPickup);
        let newest = events.iter().rev().find(|event| event.moves());
        let now = match shipment.status.quiet() {
            Some(status) => self.weigh(status).0.meaning,
            None => newest?.meaning.clone(),
        };
        if !waits(&now) && !newest.is_some_and(|event| waits(&event.meaning)) {
            return None;
        }
        // The place stands with the summary or with the event that told of it.
        let (status, list) = (shipment.status.quiet(), shipment.events.quiet());
        let candidates = status.into_iter().chain(list.into_iter().flatten().filter_map(Part::quiet));
        let mut point = PickupPoint::default();
        for event in candidates {
            let (verdict, _) = self.weigh(event);
            if !waits(&verdict.meaning) {
                continue;
            }
            point.kind = point.kind.or_else(|| verdict.place.or_else(|| pickup::kind(&verdict.meaning)));
            if let Some(place) = event.location.quiet().filter(|_| point.location.is_none()) {
                // Flaws of the place are noted with its event.
                point.location = parts::location(place, "", &mut Vec::new());
                point.name = place.service_point.as_ref().and_then(|p| told(&p.label)).map(Into::into);
                point.street = place.address.as_ref().and_then(|a| told(&a.street_address)).map(Into::into);
            }
        }
        point.non_empty()
    }

    fn details(&mut self, shipment: &Shipment, report: &mut Report) {
        let path = self.at("details");
        let notes = &mut self.notes;
        let details = shipment.details.get(&path, notes);
        let product = details.and_then(|d| d.product.get(&format!("{path}.product"), notes));
        report.service = product
            .and_then(|product| told(&product.product_name))
            .or_else(|| told(&shipment.service).filter(|service| is_word(service)))
            .map(Into::into);
        let proof = details.and_then(|d| d.proof_of_delivery.get(&format!("{path}.proofOfDelivery"), notes));
        report.delivery = delivery(proof, &report.events, &path, notes);
        let Some(details) = details else { return };
        let weight_path = format!("{path}.weight");
        report.weight_g =
            details.weight.get(&weight_path, notes).and_then(|w| parts::grams(w, &weight_path, notes));
        let sides_path = format!("{path}.dimensions");
        report.dimensions = details
            .dimensions
            .get(&sides_path, notes)
            .and_then(|sides| parts::dimensions(sides, &sides_path, notes));
        if let Some(pieces) = details.piece_ids.get(&format!("{path}.pieceIds"), notes) {
            report.related = related(pieces.iter().map(|piece| &**piece), &report.source.number);
        }
        let references = details.references.get(&format!("{path}.references"), notes);
        report.references = references
            .map_or(&[][..], wire::References::as_slice)
            .iter()
            .filter_map(|reference| {
                let kind = told(&reference.kind).unwrap_or("reference").to_owned();
                Some(NamedReference { kind, value: told(&reference.number)?.into() })
            })
            .collect();
    }
}

/// The proof, and where the newest delivery says that the parcel was left.
fn delivery(
    proof: Option<&wire::Proof>,
    events: &[Event],
    path: &str,
    notes: &mut Vec<Note>,
) -> Option<Delivery> {
    let mut delivery = Delivery::default();
    let is_delivered = |event: &&Event| event.state().map(State::status) == Some(Status::Delivered);
    if let Some(event) = events.iter().rev().find(is_delivered) {
        let neighbour = (event.state() == Some(&delivered::NEIGHBOUR)).then_some(HandoverPlace::Neighbour);
        delivery.handed_to = event.handed_to.clone().or(neighbour);
    }
    if let Some(proof) = proof {
        delivery.time = parts::time(&proof.timestamp, &format!("{path}.proofOfDelivery.timestamp"), notes);
        delivery.signed_by = proof.signed.as_ref().and_then(parts::name);
        delivery.signature_url = parts::link(told(&proof.signature_url));
        delivery.document_url = parts::link(told(&proof.document_url));
    }
    delivery.non_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &str) -> Report {
        let json = format!(r#"{{"service":"parcel-de",{fields}}}"#);
        let number = "00340434161094042557".parse().unwrap();
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_language("de-DE");
        report(&serde_json::from_str(&json).unwrap(), number, "shipments[0]", &context)
    }

    #[test]
    fn the_window_beats_the_point_and_a_longer_frame_is_no_window() {
        let estimate = |fields: &str| read(fields).estimate.map(|estimate| estimate.to_string());
        let point = r#""estimatedTimeOfDelivery":"2026-11-23T12:00:00""#;
        let frame = |to: &str| {
            format!(
                r#"{point},"estimatedDeliveryTimeFrame":{{"estimatedFrom":"2026-11-23T09:00:00","estimatedThrough":"{to}"}}"#
            )
        };
        assert_eq!(estimate(point).as_deref(), Some("2026-11-23T12:00:00 (estimated)"));
        let window = estimate(&frame("2026-11-23T13:00:00"));
        assert_eq!(window.as_deref(), Some("2026-11-23T09:00:00 to 2026-11-23T13:00:00 (window)"));
        let days = estimate(&frame("2026-11-25T13:00:00"));
        assert_eq!(days.as_deref(), Some("2026-11-23T09:00:00 to 2026-11-25T13:00:00 (estimated)"));
        assert_eq!(estimate(&frame("later")).as_deref(), Some("2026-11-23T12:00:00 (estimated)"));
    }

    #[test]
    fn equal_times_keep_the_answers_order_turned_round() {
        let report = read(
            r#""events":[{"timestamp":"2026-11-21T10:00:00","status":"AA"},{"timestamp":"2026-11-21T10:00:00","status":"EE"}]"#,
        );
        let codes: Vec<_> = report.events.iter().filter_map(|event| event.code.as_deref()).collect();
        assert_eq!(codes, ["EE", "AA"]);
        assert_eq!((report.complete, report.zone), (true, Some(Zone::BERLIN)));
    }

    #[test]
    fn only_divisions_of_one_country_have_a_home_zone() {
        assert_eq!(["parcel-de", "post-de", "svb"].map(home_zone), [Some(Zone::BERLIN); 3]);
        assert_eq!(home_zone("parcel-nl"), Some(Zone::AMSTERDAM));
        assert_eq!(["dgf", "express", "ecommerce", "unknown"].map(home_zone), [None; 4]);
    }

    #[test]
    fn a_list_that_is_missing_or_unreadable_leaves_the_report_incomplete() {
        assert!(!read(r#""events":null"#).complete);
        assert!(!read(r#""events":[{"timestamp":"yesterday"}]"#).complete);
        assert!(!read(r#""events":"none""#).complete);
        assert!(read(r#""events":[]"#).complete);
    }

    #[test]
    fn a_point_of_collection_is_told_only_while_the_parcel_waits() {
        let waits = r#"{"timestamp":"2026-11-21T10:00:00","status":"ZF","location":{"servicePoint":{"label":"Kiosk"}}}"#;
        let point = read(&format!(r#""events":[{waits}]"#)).pickup.unwrap();
        assert_eq!((point.kind, point.name), (Some(HandoverPlace::PickupPoint), Some("Kiosk".into())));
        let collected = format!(r#""events":[{{"timestamp":"2026-11-22T10:00:00","status":"ZU"}},{waits}]"#);
        assert_eq!(read(&collected).pickup, None);
    }

    #[test]
    fn one_piece_is_the_parcel_and_several_are_siblings() {
        let related = |pieces: &str| {
            let found = read(&format!(r#""details":{{"pieceIds":{pieces}}}"#)).related;
            found.iter().map(|r| format!("{} {}", r.relation, r.number)).collect::<Vec<_>>()
        };
        assert!(related(r#"["340434161094042557"]"#).is_empty(), "the number itself");
        assert_eq!(related(r#"["3318810025"]"#), ["same 3318810025"]);
        assert_eq!(
            related(r#"["340434161094042557","340434161094015902"]"#),
            ["sibling 00340434161094015902"]
        );
    }

    #[test]
    fn texts_carry_the_language_of_the_reply() {
        let event = r#"{"timestamp":"2026-11-21T10:00:00","status":"AA","description":"Abgang"}"#;
        assert_eq!(read(&format!(r#""events":[{event}]"#)).events[0].language.as_deref(), Some("de"));
    }
}
