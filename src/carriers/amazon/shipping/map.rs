//! An answer as a report. The way back is part of it: its events stand on their own leg.

use compact_str::CompactString;

use super::SHIPPING;
use super::codes::{self, Detail};
use super::wire::{EventLocation, Tracking, TrackingEvent};
use crate::carrier::Context;
use crate::carriers::amazon::codes::is_alike;
use crate::carriers::amazon::events::oldest_first;
use crate::carriers::amazon::notes::Notes;
use crate::carriers::amazon::tolerant::Term;
use crate::carriers::list::List;
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::unknown;
use crate::model::{
    CarrierId, Delivery, Estimate, EstimateKind, Event, EventTime, Headline, Leg, Location, Meaning, Related,
    Relation, Report, Source, Status,
};

/// # Errors
///
/// [`ErrorKind::NotFound`] for an answer that says nothing, which is Amazon's way of not knowing a number (yet);
/// [`ErrorKind::BadReply`] without a number.
pub(super) fn report(wire: &Tracking, root: &Path<'_>, context: &Context) -> Result<Report> {
    let mut notes = Notes::default();
    let summary_path = root.field("summary");
    let summary = notes.part(&wire.summary, &summary_path);
    let status = summary.and_then(|summary| summary.status.told());
    let list = root.field("eventHistory");
    let history = notes.entries(&wire.event_history, &list);
    let told = wire.event_history.count();
    if told == Some(0) && status.is_none() {
        let text = "the answer is empty: the number is unknown, or its parcel was not collected yet";
        return Err(Error::new(ErrorKind::NotFound, text));
    }
    let number = notes.number(&wire.tracking_id, &root.field("trackingId")).ok_or_else(|| {
        Error::new(ErrorKind::BadReply, format!("the answer has no number at `{}`", root.field("trackingId")))
    })?;
    let mut report = Report::new(Source::carrier(SHIPPING, number.clone()), context.fetched_at);
    report.carrier = Some(CarrierId::AMAZON);
    if let Some(back) = notes.number(&wire.alternate_leg_tracking_id, &root.field("alternateLegTrackingId"))
        && back != number
    {
        report.related.push(Related::new(Relation::Returns, CarrierId::AMAZON, back));
    }
    let events = history.filter_map(|(index, entry)| event(entry, &list.entry(index), &mut notes));
    report.events = oldest_first(&wire.event_history, events);
    // After 45 days only the last status is left.
    report.complete = wire.event_history.is_whole(report.events.len()) && !report.events.is_empty();
    let is_return = status.is_some_and(|word| speaks_of_return(word, &report.events));
    report.headline = status.and_then(|word| headline(word, is_return, &mut notes));
    report.estimate = notes
        .parse(&wire.promised_delivery_date, &root.field("promisedDeliveryDate"))
        .map(|to| Estimate::new(EstimateKind::Promised, to));
    let path = summary_path.field("trackingDetailCodes");
    if let Some(codes) = summary.and_then(|summary| notes.part(&summary.tracking_detail_codes, &path)) {
        for (list, path, on_return) in
            [(&codes.forward, path.field("forward"), false), (&codes.returns, path.field("returns"), true)]
        {
            explain(list, &path, on_return, is_return, &mut report, &mut notes);
        }
    }
    report.notes = notes.list;
    Ok(report)
}

fn event(entry: &TrackingEvent, path: &Path<'_>, notes: &mut Notes) -> Option<Event> {
    let at = path.field("eventTime");
    if entry.event_time.told().is_none() {
        // Without a time it has no place among the others.
        notes.unreadable(&at);
        return None;
    }
    let time: EventTime = notes.parse(&entry.event_time, &at)?;
    let is_return = match entry.shipment_type.told() {
        None => false,
        Some(word) if is_alike(word, "FORWARD") => false,
        Some(word) if is_alike(word, "RETURNS") => true,
        Some(word) => {
            notes.unmapped("shipmentType", word);
            false
        }
    };
    let code = notes.told(&entry.event_code, &path.field("eventCode"));
    let known = code.and_then(|code| codes::event(code, is_return));
    if known.is_none() {
        match code {
            Some(code) => notes.unmapped("eventCode", code),
            None => notes.unmapped_text(&path.field("eventCode")),
        }
    }
    let mut event =
        Event::new(time, known.map_or_else(|| unknown::UNMAPPED.into(), |row| row.says.meaning.clone()));
    event.reason = known.and_then(|row| row.says.reason.clone());
    event.code = code.map(Into::into);
    event.leg = is_return.then_some(Leg::Return);
    let place_path = path.field("location");
    let place = notes.part(&entry.location, &place_path);
    event.location = place.and_then(|place| location(place, &place_path, notes));
    Some(event)
}

fn location(place: &EventLocation, path: &Path<'_>, notes: &mut Notes) -> Option<Location> {
    let mut told = |word, name| notes.told(word, &path.field(name)).map(CompactString::from);
    let place = Location {
        country: told(&place.country_code, "countryCode").and_then(|code| code.parse().ok()),
        region: told(&place.state_or_region, "stateOrRegion"),
        postal_code: told(&place.postal_code, "postalCode"),
        city: told(&place.city, "city"),
        ..Location::default()
    };
    place.non_empty()
}

fn is_back(event: &Event) -> bool {
    event.leg == Some(Leg::Return)
}

fn is_of(event: &Event, code: &str) -> bool {
    event.code.as_deref().is_some_and(|own| is_alike(own, code))
}

/// The summary names no leg. It speaks of the way back once something moves there, and where it says what never
/// happened on the way to the recipient.
fn speaks_of_return(word: &str, events: &[Event]) -> bool {
    let moved = events.iter().any(|event| is_back(event) && event.moves());
    let happened = events.iter().any(|event| !is_back(event) && is_of(event, word));
    events.iter().any(is_back) && (moved || !happened)
}

fn headline(word: &str, is_return: bool, notes: &mut Notes) -> Option<Headline> {
    let state = match codes::summary(word, is_return).map(|row| &row.says.meaning) {
        Some(Meaning::State(state)) => state.clone(),
        // A label for the way back says nothing about where the parcel is.
        Some(Meaning::Notice(_)) => return None,
        None => {
            notes.unmapped("summary.status", word);
            unknown::UNMAPPED
        }
    };
    let mut headline = Headline::new(state);
    headline.code = Some(word.into());
    Some(headline)
}

/// Detail codes explain the newest event of their kind on their leg, and the summary where that speaks of the leg.
fn explain(
    list: &List<Term>,
    path: &Path<'_>,
    on_return: bool,
    summary_on_return: bool,
    report: &mut Report,
    notes: &mut Notes,
) {
    let (mut is_event_explained, mut is_headline_explained) = (false, false);
    for (_, text) in notes.entries(list, path) {
        let Some(code) = text.told() else { continue };
        let mut rows = codes::details(code).peekable();
        if rows.peek().is_none() {
            notes.unmapped("trackingDetailCodes", code);
            continue;
        }
        for row in rows {
            let mut newest_first = report.events.iter_mut().rev();
            let event = newest_first.find(|event| is_back(event) == on_return && is_of(event, row.of));
            let headline = report.headline.as_mut().filter(|headline| {
                let is_of = headline.code.as_deref().is_some_and(|word| is_alike(word, row.of));
                is_of && !on_return && !summary_on_return
            });
            if row.place.is_some() && !on_return && (event.is_some() || headline.is_some()) {
                let delivery = Delivery { handed_to: row.place.clone(), ..Delivery::default() };
                report.delivery = delivery.non_empty();
            }
            if let Some(event) = event {
                explain_event(event, row, &mut is_event_explained);
            }
            if let Some(headline) = headline
                && !std::mem::replace(&mut is_headline_explained, true)
            {
                headline.state = row.state.clone();
            }
        }
    }
}

/// The first code of a list says what happened, a later one may still say where.
fn explain_event(event: &mut Event, row: &Detail, is_explained: &mut bool) {
    let is_first = !std::mem::replace(is_explained, true);
    // What was left where on the way back is the sender's business.
    let is_state =
        event.state().is_some_and(|state| !matches!(state.status(), Status::Returned | Status::Returning));
    if is_first && is_state && !is_back(event) {
        event.meaning = row.state.clone().into();
    }
    if is_first && row.reason.is_some() {
        event.reason = row.reason.clone();
    }
    if row.place.is_some() {
        event.handed_to = row.place.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::decode;
    use super::*;
    use crate::carrier::Answer;
    use crate::model::state::{cancelled, delivered, exception, failed, returning};
    use crate::model::{HandoverPlace, Reason, State};

    /// Events, each with code and leg, oldest first; the summary's word; the detail codes of both legs.
    fn read(events: &[(&str, &str)], status: &str, forward: &[&str], returns: &[&str]) -> Result<Answer> {
        let events: Vec<_> = events
            .iter()
            .enumerate()
            .map(|(minute, (code, leg))| {
                serde_json::json!({"eventCode": code, "shipmentType": leg,
                    "eventTime": format!("2026-11-21T09:{minute:02}:00.000Z")})
            })
            .collect();
        let body = serde_json::json!({"payload": {"trackingId": "UK1000000007", "eventHistory": events,
            "summary": {"status": status, "trackingDetailCodes": {"forward": forward, "returns": returns}}}});
        decode(body.to_string().as_bytes(), &Context::new("2026-11-22T10:00:00Z".parse().unwrap()))
    }

    #[test]
    fn parts_of_an_event_that_cannot_be_read_are_noted() {
        let place = r#"{"city":{},"stateOrRegion":[],"countryCode":["FR"],"postalCode":{}}"#;
        let event = format!(r#"{{"eventTime":"2026-11-21T09:00:00Z","eventCode":["x"],"location":{place}}}"#);
        let body = format!(r#"{{"trackingId":"UK1000000007","eventHistory":[{event}]}}"#);
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
        let report = decode(body.as_bytes(), &context).unwrap().reports.remove(0);
        let mut noted: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        noted.dedup();
        let parts = ["eventCode", "location.countryCode", "location.stateOrRegion"]
            .into_iter()
            .chain(["location.postalCode", "location.city"]);
        assert_eq!(noted, parts.map(|part| format!("eventHistory[0].{part}")).collect::<Vec<_>>());
    }

    fn last(events: &[(&str, &str)], status: &str, forward: &[&str], returns: &[&str]) -> (State, State) {
        let report = read(events, status, forward, returns).unwrap().reports.remove(0);
        let event = report.events.last().unwrap().state().unwrap().clone();
        (event, report.headline.unwrap().state)
    }

    #[test]
    fn delivered_on_the_way_back_is_returned() {
        let events = [("Undeliverable", "FORWARD"), ("Delivered", "RETURNS")];
        let returned = State::of(Status::Returned);
        assert_eq!(last(&events, "Delivered", &[], &["Signed"]), (returned.clone(), returned.clone()));
        // Only a label for the way back, but nothing was delivered on the way to the recipient.
        let events = [("Departed", "FORWARD"), ("ReturnInitiated", "RETURNS")];
        let report = read(&events, "Delivered", &[], &[]).unwrap().reports.remove(0);
        assert_eq!(report.headline.unwrap().state, returned);
        // Delivered, and then a label for a return.
        let events = [("Delivered", "FORWARD"), ("ReturnInitiated", "RETURNS")];
        let report = read(&events, "Delivered", &["Signed"], &[]).unwrap().reports.remove(0);
        assert_eq!(report.headline.unwrap().state, delivered::SIGNED);
    }

    #[test]
    fn details_explain_the_newest_event_of_their_kind() {
        let forward = |code: &'static str| [("OutForDelivery", "FORWARD"), (code, "FORWARD")];
        for (code, details, state) in [
            ("Delivered", &["DeliveredToPorch", "Signed"][..], delivered::AT_PLACE),
            ("Delivered", &["DeliveredWithOTP"], delivered::VERIFIED_CODE),
            ("Rejected", &["CancelledByRecipient"], cancelled::BY_RECIPIENT),
            ("Rejected", &["Damaged"], exception::RECIPIENT_REFUSED),
            ("Undeliverable", &["Damaged"], exception::DAMAGED),
            ("Undeliverable", &["AddressNotFound"], returning::ADDRESS_PROBLEM),
            ("Undeliverable", &["Signed"], failed::UNDELIVERABLE),
        ] {
            assert_eq!(
                last(&forward(code), code, details, &[]),
                (state.clone(), state),
                "{code} {details:?}"
            );
        }
        let report = read(&forward("Delivered"), "Delivered", &["Signed", "DeliveredToShed"], &[])
            .unwrap()
            .reports
            .remove(0);
        let event = report.events.last().unwrap();
        assert_eq!(
            (event.state(), event.handed_to.clone()),
            (Some(&delivered::SIGNED), Some(HandoverPlace::Shed))
        );
        assert_eq!(report.delivery.unwrap().handed_to, Some(HandoverPlace::Shed));
        let report = read(&forward("Rejected"), "Rejected", &["NotRequired"], &[]).unwrap().reports.remove(0);
        assert_eq!(report.events[1].reason, Some(Reason::RecipientNotWanted));
    }

    #[test]
    fn an_empty_answer_is_not_found() {
        for body in [
            r#"{"payload":{"trackingId":"UK1000000007","eventHistory":[],"summary":{"status":null}}}"#,
            r#"{"trackingId":"UK1000000007","alternateLegTrackingId":null,"summary":null}"#,
        ] {
            let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
            assert_eq!(decode(body.as_bytes(), &context).unwrap_err().kind(), ErrorKind::NotFound);
        }
        let report = read(&[], "Delivered", &[], &[]).unwrap().reports.remove(0);
        assert!(!report.complete && report.events.is_empty() && report.headline.is_some());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(text in "\\PC{0,200}") {
            let _ = read(&[(&text, &text)], &text, &[&text], &[&text]);
        }
    }
}
