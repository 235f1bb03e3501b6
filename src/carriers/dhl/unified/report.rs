//! One shipment of an answer as a report.

use super::super::codes::{self, Row};
use super::super::number::related;
use super::evidence::{Evidence, Heard, Verdict, is_word};
use super::wire::{self, Shipment};
use super::{UNIFIED, parts};
use crate::carrier::Context;
use crate::carriers::order::wall_clock;
use crate::carriers::part::{Part, Text};
use crate::carriers::path::Path;
use crate::carriers::pickup;
use crate::carriers::wordings::Wordings;
use crate::model::state::{delivered, unknown};
use crate::model::{
    CarrierId, Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Headline, Language,
    Location, Meaning, NamedReference, Note, NoteKind, PickupPoint, Report, Source, State, Status,
    TrackingNumber, Zone,
};

/// The report of the shipment at `path` that DHL knows under `number`.
pub(super) fn report(
    shipment: &Shipment<'_>,
    number: TrackingNumber,
    path: &Path<'_>,
    context: &Context,
) -> Report {
    let mut notes = Vec::new();
    let service = shipment.service.read(&path.field("service"), &mut notes);
    let is_return = shipment.return_flag.read(&path.field("returnFlag"), &mut notes) == Some("true");
    let service = service.filter(|service| is_word(service)).unwrap_or("unknown");
    let mut reader = Reader {
        service,
        table: codes::table(service),
        is_return,
        language: context.language,
        path,
        notes,
        waiting: Vec::new(),
        heard: Heard::default(),
        wordings: Wordings::default(),
    };
    let notes = &mut reader.notes;
    let mut report = Report::new(Source::carrier(UNIFIED, number), context.fetched_at);
    report.carrier = Some(CarrierId::DHL);
    report.zone = home_zone(reader.service);
    report.url = parts::link(shipment.service_url.read(&path.field("serviceUrl"), notes));
    report.origin = place(&shipment.origin, &path.field("origin"), notes);
    report.destination = place(&shipment.destination, &path.field("destination"), notes);
    report.estimate = estimate(shipment, path, notes);
    report.events = reader.events(shipment);
    report.complete = shipment.events.is_whole(report.events.len());
    let summary = reader.summary(shipment);
    let now = summary.as_ref().map(|(_, verdict)| verdict.meaning());
    report.headline = summary.and_then(|(status, verdict)| reader.headline(status, verdict));
    report.pickup = reader.pickup(now.as_ref(), &report.events);
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
    /// What the codes of the service's division say.
    table: &'static [Row],
    is_return: bool,
    language: Option<Language>,
    path: &'a Path<'a>,
    notes: Vec<Note>,
    waiting: Vec<Waiting<'a>>,
    heard: Heard<'a>,
    wordings: Wordings,
}

/// An event by which the parcel waits for its recipient.
struct Waiting<'a> {
    /// Its place in the list; none of the summary.
    index: Option<usize>,
    event: &'a wire::Event<'a>,
    kind: Option<HandoverPlace>,
}

fn is_waiting(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::State(state) if state.status() == Status::AvailableForPickup)
}

impl<'a> Reader<'a> {
    fn weigh(&mut self, event: &'a wire::Event<'a>, index: Option<usize>, path: &Path<'_>) -> Verdict<'a> {
        let mut text = |part: &Text<'a>, name| part.read(&path.field(name), &mut self.notes);
        let evidence = Evidence {
            service: self.service,
            table: self.table,
            status_code: text(&event.status_code, "statusCode")
                .or_else(|| text(&event.simplified_status, "simplifiedStatus")),
            status: text(&event.status, "status")
                .or_else(|| text(&event.divisional_status, "divisionalStatus")),
            detailed: text(&event.status_detailed, "statusDetailed"),
            description: text(&event.description, "description"),
            is_return: self.is_return,
        };
        let verdict = evidence.weigh(&mut self.heard);
        if verdict.is_waiting() {
            let kind = verdict.place().or_else(|| pickup::kind(&verdict.meaning()));
            self.waiting.push(Waiting { index, event, kind });
        }
        verdict
    }

    /// The events, oldest first: DHL tells the newest first, and equal times are told apart by their place alone.
    fn events(&mut self, shipment: &'a Shipment<'a>) -> Vec<Event> {
        let path = self.path.field("events");
        let newest_first = shipment.events.entries(&path, &mut self.notes);
        let mut events = Vec::with_capacity(shipment.events.readable());
        for (index, event) in newest_first.rev() {
            self.event(event, index, &path.entry(index), &mut events);
        }
        events
    }

    /// Adds an event, which is made where it stays: it is large.
    fn event(&mut self, event: &'a wire::Event<'a>, index: usize, path: &Path<'_>, events: &mut Vec<Event>) {
        // First, for it takes a while until a time that was made is there to be moved.
        let time = event.timestamp.told().map(str::parse::<EventTime>);
        let verdict = self.weigh(event, Some(index), path);
        // Without a time it has no place among the others.
        let Some(Ok(time)) = time else {
            Note::add(&mut self.notes, NoteKind::Unreadable, &path.field("timestamp"));
            return;
        };
        if let Some(code) = &verdict.unmapped {
            Note::add(&mut self.notes, NoteKind::Unmapped, code);
        }
        // A push would make it elsewhere, and move it.
        events.resize_with(events.len() + 1, || Event::new(time, unknown::NO_STATUS));
        let Some(told) = events.last_mut() else { return };
        verdict.tell(told);
        told.code = verdict.code.map(Into::into);
        told.location = place(&event.location, &path.field("location"), &mut self.notes);
        told.language = verdict.wording.and(self.language);
        told.description = verdict.wording.map(|text| self.wordings.keep(text));
    }

    /// DHL's own summary, and what it says.
    fn summary(&mut self, shipment: &'a Shipment<'a>) -> Option<(&'a wire::Event<'a>, Verdict<'a>)> {
        let path = self.path.field("status");
        let status = shipment.status.get(&path, &mut self.notes)?;
        Some((status, self.weigh(status, None, &path)))
    }

    /// The headline; none where the summary is a notice, which says nothing about the parcel's state.
    fn headline(&mut self, status: &wire::Event<'_>, verdict: Verdict<'_>) -> Option<Headline> {
        let Meaning::State(state) = verdict.meaning() else { return None };
        if let Some(code) = verdict.unmapped
            && !self.notes.iter().any(|note| note.kind == NoteKind::Unmapped && note.detail == code)
        {
            Note::add(&mut self.notes, NoteKind::Unmapped, code);
        }
        let mut headline = Headline::new(state);
        let path = self.path.field("status");
        headline.time = parts::time(&status.timestamp, &path.field("timestamp"), &mut self.notes);
        let code = verdict.code.or_else(|| status.status_code.told().filter(|code| is_word(code)));
        headline.code = code.map(Into::into);
        headline.description = verdict.wording.map(Into::into);
        Some(headline)
    }

    /// Where the parcel waits, while it does, by the summary or the newest event.
    fn pickup(&mut self, summary: Option<&Meaning>, events: &[Event]) -> Option<Box<PickupPoint>> {
        let newest = events.iter().rev().find(|event| event.moves()).map(|event| &event.meaning);
        if ![summary, newest].into_iter().flatten().any(is_waiting) {
            return None;
        }
        let Self { path, notes, waiting, .. } = self;
        let (list, status) = (path.field("events"), path.field("status"));
        let mut point = PickupPoint::default();
        // The place stands with the summary, which was read last, or else with the event that told of it.
        for Waiting { index, event, kind } in waiting.iter().rev() {
            if point.kind.is_none() {
                point.kind.clone_from(kind);
            }
            let Some(place) = event.location.quiet().filter(|_| point.location.is_none()) else { continue };
            let path = index.map_or(status, |index| list.entry(index));
            let path = path.field("location");
            point.location = match index {
                None => parts::location(place, &path, notes),
                // Its flaws are noted with the event.
                Some(_) => parts::location(place, &path, &mut Vec::new()),
            };
            point.name = place.service_point.quiet().and_then(|point| point.label.told()).map(Into::into);
            let path = path.field("address");
            let street = place
                .address
                .quiet()
                .and_then(|address| address.street_address.read(&path.field("streetAddress"), notes));
            point.street = street.map(Into::into);
        }
        point.non_empty()
    }

    fn details(&mut self, shipment: &Shipment<'_>, report: &mut Report) {
        let path = self.path.field("details");
        let notes = &mut self.notes;
        let details = shipment.details.get(&path, notes);
        let product_path = path.field("product");
        let product = details.and_then(|details| details.product.get(&product_path, notes));
        report.service = product
            .and_then(|product| product.product_name.read(&product_path.field("productName"), notes))
            .or_else(|| shipment.service.told().filter(|service| is_word(service)))
            .map(Into::into);
        let proof_path = path.field("proofOfDelivery");
        let proof = details.and_then(|details| details.proof_of_delivery.get(&proof_path, notes));
        report.delivery = delivery(proof, &report.events, &proof_path, notes);
        let Some(details) = details else { return };
        let weight_path = path.field("weight");
        let weight = details.weight.get(&weight_path, notes);
        report.weight_g = weight.and_then(|weight| parts::grams(weight, &weight_path, notes));
        let sides_path = path.field("dimensions");
        let sides = details.dimensions.get(&sides_path, notes);
        report.dimensions = sides.and_then(|sides| parts::dimensions(sides, &sides_path, notes));
        let pieces = details.piece_ids.entries(&path.field("pieceIds"), notes);
        report.related = related(pieces.map(|(_, piece)| &**piece), &report.source.number);
        let list = path.field("references");
        for (index, reference) in details.references.entries(&list, notes) {
            let path = list.entry(index);
            let kind = reference.kind.read(&path.field("type"), notes).unwrap_or("reference");
            let Some(value) = reference.number.read(&path.field("number"), notes) else { continue };
            report.references.push(NamedReference { kind: kind.to_owned(), value: value.into() });
        }
    }
}

fn place(place: &Part<wire::Place<'_>>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Location> {
    parts::location(place.get(path, notes)?, path, notes)
}

/// What is expected of the delivery: the window before the point, for it is the later and finer promise.
fn estimate(shipment: &Shipment<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Estimate> {
    let frame_path = path.field("estimatedDeliveryTimeFrame");
    let (from, to) = match shipment.estimated_delivery_time_frame.get(&frame_path, notes) {
        Some(frame) => (
            parts::time(&frame.estimated_from, &frame_path.field("estimatedFrom"), notes),
            parts::time(&frame.estimated_through, &frame_path.field("estimatedThrough"), notes),
        ),
        None => (None, None),
    };
    let point =
        parts::time(&shipment.estimated_time_of_delivery, &path.field("estimatedTimeOfDelivery"), notes);
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

/// The proof, and where the newest delivery says that the parcel was left.
fn delivery(
    proof: Option<&wire::Proof<'_>>,
    events: &[Event],
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Option<Delivery> {
    let mut delivery = Delivery::default();
    let is_delivered = |event: &&Event| event.state().map(State::status) == Some(Status::Delivered);
    if let Some(event) = events.iter().rev().find(is_delivered) {
        let neighbour = (event.state() == Some(&delivered::NEIGHBOUR)).then_some(HandoverPlace::Neighbour);
        delivery.handed_to = event.handed_to.clone().or(neighbour);
    }
    if let Some(proof) = proof {
        delivery.time = parts::time(&proof.timestamp, &path.field("timestamp"), notes);
        let signed_path = path.field("signed");
        let signed = proof.signed.get(&signed_path, notes);
        delivery.signed_by = signed.and_then(|person| parts::name(person, &signed_path, notes));
        delivery.signature_url = parts::link(proof.signature_url.read(&path.field("signatureUrl"), notes));
        delivery.document_url = parts::link(proof.document_url.read(&path.field("documentUrl"), notes));
    }
    delivery.non_empty()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::carriers::part::shape_of;

    fn read(fields: &str) -> Report {
        let json = format!(r#"{{"service":"parcel-de",{fields}}}"#);
        let number = "00340434161094042557".parse().unwrap();
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_language(Language::GERMAN);
        report(&shape_of(&json).unwrap(), number, &Path::of("shipments").entry(0), &context)
    }

    #[test]
    fn events_with_the_same_words_share_them() {
        let event = |second, words| {
            format!(r#"{{"timestamp":"2026-11-20T10:00:0{second}","status":"EE","description":"{words}"}}"#)
        };
        let [third, second, first] =
            [(3, "Arrived"), (2, "Left"), (1, "Arrived")].map(|(at, words)| event(at, words));
        let events = read(&format!(r#""events":[{third},{second},{first}]"#)).events;
        let [first, second, third] = [0, 1, 2].map(|at: usize| events[at].description.as_ref().unwrap());
        assert_eq!([first, second, third].map(|words| &**words), ["Arrived", "Left", "Arrived"]);
        assert!(Arc::ptr_eq(first, third));
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
        assert_eq!(read(&format!(r#""events":[{event}]"#)).events[0].language, Some(Language::GERMAN));
    }
}
