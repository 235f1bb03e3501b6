//! A package's tracking details (2020-07-01) as a report.

use super::wire::{Fields, TrackingEvent};
use super::{FULFILLMENT_OUTBOUND, codes, map, places};
use crate::carrier::Context;
use crate::carriers::amazon::codes::is_alike;
use crate::carriers::amazon::events::oldest_first;
use crate::carriers::amazon::notes::{self, Notes};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::unknown;
use crate::model::{
    Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Headline, Language, Meaning, Report,
    State, Status,
};

/// The language of Amazon's own descriptions, which no setting changes.
const LANGUAGE: Language = Language::ENGLISH;

/// # Errors
///
/// [`ErrorKind::BadReply`] without a package number: nothing else says which package it is.
pub(super) fn report(tracking: &Fields, root: &Path<'_>, context: &Context) -> Result<Report> {
    let mut notes = Notes::default();
    let number = tracking.package_number.told().and_then(map::package_number).ok_or_else(|| {
        Error::new(
            ErrorKind::BadReply,
            format!("the answer has no number at `{}`", root.field("packageNumber")),
        )
    })?;
    let carrier = notes.carrier(&tracking.carrier_code, "carrierCode");
    let mut report =
        Report::new(notes::source(FULFILLMENT_OUTBOUND, number, carrier.as_ref()), context.fetched_at);
    if let Some(number) = notes.number(&tracking.tracking_number, &root.field("trackingNumber")) {
        notes::add_same(&mut report.related, carrier.clone(), number);
    }
    report.carrier = carrier;
    report.events = events(tracking, root, &mut notes);
    report.complete = tracking.tracking_events.is_whole(report.events.len());
    report.headline = headline(tracking, &report.events, &mut notes);
    report.estimate = estimate(tracking, root, &mut notes);
    let to_path = root.field("shipToAddress");
    let to = notes.part(&tracking.ship_to_address, &to_path);
    report.destination = to.and_then(|to| map::location(to, &to_path, &mut notes));
    report.url = tracking.customer_tracking_link.told().and_then(notes::link);
    if report.url.is_none() && tracking.customer_tracking_link.told().is_some() {
        notes.unreadable(&root.field("customerTrackingLink"));
    }
    let handed_to = handed_to(tracking, root, &mut report, &mut notes);
    let signed_by = tracking.signed_for_by.told().map(Into::into);
    report.delivery = Delivery { handed_to, signed_by, ..Delivery::default() }.non_empty();
    report.notes = notes.list;
    Ok(report)
}

/// The scans, oldest first.
fn events(tracking: &Fields, root: &Path<'_>, notes: &mut Notes) -> Vec<Event> {
    let list = root.field("trackingEvents");
    let entries = notes.entries(&tracking.tracking_events, &list);
    let events = entries.filter_map(|(index, entry)| event(entry, &list.entry(index), notes));
    oldest_first(&tracking.tracking_events, events)
}

fn event(entry: &TrackingEvent, path: &Path<'_>, notes: &mut Notes) -> Option<Event> {
    let date = path.field("eventDate");
    if entry.event_date.told().is_none() {
        // Without a time it has no place among the others.
        notes.unreadable(&date);
        return None;
    }
    let time: EventTime = notes.parse(&entry.event_date, &date)?;
    let code = notes.told(&entry.event_code, &path.field("eventCode"));
    let known = code.and_then(codes::event);
    let meaning = known.map_or_else(|| unknown::UNMAPPED.into(), |row| row.says.meaning.clone());
    let mut event = Event::new(time, meaning);
    if event.state() == Some(&unknown::UNMAPPED) {
        match code {
            Some(code) => notes.unmapped("eventCode", code),
            None => notes.unmapped_text(&path.field("eventCode")),
        }
    }
    event.reason = known.and_then(|row| row.says.reason.clone());
    event.code = code.map(Into::into);
    let place_path = path.field("eventAddress");
    let place = notes.part(&entry.event_address, &place_path);
    event.location = place.and_then(|place| map::location(place, &place_path, notes));
    event.description = notes.told(&entry.event_description, &path.field("eventDescription")).map(Into::into);
    event.language = event.description.is_some().then_some(LANGUAGE);
    Some(event)
}

/// `currentStatus`, which has no time.
fn headline(tracking: &Fields, events: &[Event], notes: &mut Notes) -> Option<Headline> {
    let word = tracking.current_status.told()?;
    let state = match codes::current_status(word).map(|row| &row.says.meaning) {
        Some(Meaning::State(state)) => in_context(state, word, events),
        // A refund says nothing about where the parcel is.
        Some(Meaning::Notice(_)) => unknown::NO_STATUS,
        None => {
            notes.unmapped("currentStatus", word);
            unknown::UNMAPPED
        }
    };
    let mut headline = Headline::new(state);
    headline.code = Some(word.into());
    headline.description = tracking.current_status_description.told().map(Into::into);
    Some(headline)
}

/// A parcel that is on its way back was not collected from its sender but from its recipient.
fn in_context(state: &State, word: &str, events: &[Event]) -> State {
    let is_return = |event: &Event| {
        event.state().is_some_and(|state| matches!(state.status(), Status::Returning | Status::Returned))
    };
    if is_alike(word, "PICKUP_SUCCESSFUL") && events.iter().any(is_return) {
        return Status::Returning.into();
    }
    state.clone()
}

/// The window of the day, once the parcel is at its last station, else the day that Amazon expects.
fn estimate(tracking: &Fields, root: &Path<'_>, notes: &mut Notes) -> Option<Estimate> {
    let path = root.field("deliveryWindow");
    let window = notes.part(&tracking.delivery_window, &path).and_then(|window| {
        let from = notes.parse(&window.earliest, &path.field("earliest"));
        let to: EventTime = notes.parse(&window.latest, &path.field("latest"))?;
        let estimate = Estimate::new(EstimateKind::Window, to);
        Some(match from {
            Some(from) => estimate.with_from(from),
            None => estimate,
        })
    });
    let day = notes.parse(&tracking.estimated_arrival_date, &root.field("estimatedArrivalDate"));
    window.or_else(|| Some(Estimate::new(EstimateKind::Estimated, day?)))
}

/// Where the parcel was left; the word means nothing before the delivery.
fn handed_to(
    tracking: &Fields,
    root: &Path<'_>,
    report: &mut Report,
    notes: &mut Notes,
) -> Option<HandoverPlace> {
    let text = tracking.additional_location_info.told()?;
    let Some(row) = places::additional_location(text) else {
        notes.unmapped_text(&root.field("additionalLocationInfo"));
        return None;
    };
    if map::refine(report, &row.state, row.place.as_ref()) { row.place.clone() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;
    use crate::model::Role;
    use crate::model::state::{delivered, in_transit};

    fn read(json: &str) -> Report {
        let tracking: Fields = shape_of(json).unwrap();
        report(&tracking, &Path::of("payload"), &Context::new("2026-11-22T10:00:00Z".parse().unwrap()))
            .unwrap()
    }

    fn with_events(rest: &str, events: &[(&str, &str)]) -> Report {
        let events: Vec<String> = events
            .iter()
            .map(|(time, code)| format!(r#"{{"eventDate":"{time}","eventCode":"{code}"}}"#))
            .collect();
        read(&format!(r#"{{"packageNumber":7,{rest}"trackingEvents":[{}]}}"#, events.join(",")))
    }

    #[test]
    fn parts_of_an_event_that_cannot_be_read_are_noted() {
        let place = r#"{"city":{},"state":[],"country":["US"],"postalCode":{}}"#;
        let event = format!(
            r#"{{"eventDate":"2026-11-20T12:00:00Z","eventCode":"EVENT_302","eventDescription":[],"eventAddress":{place}}}"#
        );
        let report = read(&format!(r#"{{"packageNumber":7,"trackingEvents":[{event}]}}"#));
        let noted: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        let parts = ["eventAddress.country", "eventAddress.state", "eventAddress.postalCode"]
            .into_iter()
            .chain(["eventAddress.city", "eventDescription"]);
        assert_eq!(noted, parts.map(|part| format!("payload.trackingEvents[0].{part}")).collect::<Vec<_>>());
    }

    fn codes(report: &Report) -> Vec<&str> {
        report.events.iter().filter_map(|event| event.code.as_deref()).collect()
    }

    #[test]
    fn events_of_one_time_keep_the_order_that_the_vendor_means() {
        let newest_first = with_events(
            "",
            &[
                ("2026-11-20T12:00:00Z", "EVENT_302"),
                ("2026-11-20T09:00:00Z", "EVENT_202"),
                ("2026-11-20T09:00:00Z", "EVENT_201"),
            ],
        );
        let oldest_first = with_events(
            "",
            &[
                ("2026-11-20T09:00:00Z", "EVENT_201"),
                ("2026-11-20T10:00:00+01:00", "EVENT_202"),
                ("2026-11-20T12:00:00Z", "EVENT_302"),
            ],
        );
        for report in [newest_first, oldest_first] {
            assert_eq!(codes(&report), ["EVENT_201", "EVENT_202", "EVENT_302"]);
        }
    }

    #[test]
    fn a_list_that_is_missing_or_unreadable_is_not_complete() {
        let is_complete = |list: &str| read(&format!(r#"{{"packageNumber":7{list}}}"#)).complete;
        assert!(is_complete(r#","trackingEvents":[]"#));
        assert!(!is_complete("") && !is_complete(r#","trackingEvents":7"#));
        assert!(!is_complete(r#","trackingEvents":[{"eventCode":"EVENT_301"}]"#));
    }

    #[test]
    fn a_collection_is_a_return_only_where_a_return_exists() {
        let rest = r#""currentStatus":"PICKUP_SUCCESSFUL","#;
        let headline = |events: &[(&str, &str)]| with_events(rest, events).headline.unwrap().state;
        assert_eq!(headline(&[]), in_transit::COLLECTED);
        assert_eq!(headline(&[("2026-11-20T09:00:00Z", "EVENT_301")]), in_transit::COLLECTED);
        assert_eq!(headline(&[("2026-11-20T09:00:00Z", "EVENT_408")]), Status::Returning.into());
    }

    #[test]
    fn the_place_refines_a_delivery_and_nothing_else() {
        let door = r#""additionalLocationInfo":"FRONT DOOR/PORCH","#;
        let report = with_events(door, &[("2026-11-20T09:00:00Z", "EVENT_302")]);
        assert_eq!((report.delivery, &report.events[0].handed_to), (None, &None));
        let report = with_events(door, &[("2026-11-20T09:00:00Z", "EVENT_301")]);
        assert_eq!(report.events[0].state(), Some(&delivered::AT_PLACE));
        assert_eq!(report.events[0].handed_to, Some(HandoverPlace::FrontDoor));
        // Collected from the locker says more than a place does.
        let report = with_events(door, &[("2026-11-20T09:00:00Z", "EVENT_804")]);
        assert_eq!(report.events[0].state(), Some(&delivered::COLLECTED));
    }

    #[test]
    fn delivered_to_the_sender_is_returned() {
        let rest = r#""currentStatus":"DELIVERED","additionalLocationInfo":"TO ORIGINAL SENDER","#;
        let report = with_events(rest, &[("2026-11-20T09:00:00Z", "EVENT_301")]);
        assert_eq!(report.headline.unwrap().state, Status::Returned.into());
        assert_eq!(report.events[0].state(), Some(&Status::Returned.into()));
        assert_eq!(report.delivery, None);
    }

    #[test]
    fn a_free_text_that_nobody_maps_is_noted_without_its_words() {
        let rest = r#""currentStatus":"DELIVERED","additionalLocationInfo":"handed to Erika","#;
        let report = with_events(rest, &[]);
        assert_eq!(report.notes[0].detail, "payload.additionalLocationInfo");
        assert!(!format!("{report:?}").contains("Erika"));
    }

    #[test]
    fn only_amazons_own_vans_make_it_the_carrier() {
        let role = |rest: &str| with_events(rest, &[]).source.role;
        assert_eq!(role(r#""carrierCode":"Amazon Logistics","#), Role::Carrier);
        assert_eq!(role(r#""carrierCode":"DHL","#), Role::Marketplace);
        assert_eq!(role(""), Role::Marketplace);
    }

    #[test]
    fn the_window_of_the_day_beats_the_expected_day() {
        let day = r#""estimatedArrivalDate":"2026-11-21T19:00:00Z","#;
        let window =
            r#""deliveryWindow":{"earliest":"2026-11-21T11:00:00Z","latest":"2026-11-21T14:00:00Z"},"#;
        let kind = |rest: &str| with_events(rest, &[]).estimate.map(|estimate| estimate.kind);
        assert_eq!(kind(day), Some(EstimateKind::Estimated));
        assert_eq!(kind(&format!("{day}{window}")), Some(EstimateKind::Window));
        assert_eq!(
            kind(&format!("{day}\"deliveryWindow\":{{\"latest\":\"soon\"}},")),
            Some(EstimateKind::Estimated)
        );
        assert_eq!(kind(""), None);
    }
}
