//! An answer of the parcel life cycle as a report.
//!
//! Two behaviours hide behind one schema. Germany and Switzerland tell **milestones**: always the same five rows, also
//! those that lie in the future, and which of them is the current one. The Benelux countries tell **events** that repeat.

use super::super::codes::{self, Says};
use super::super::{parts, phrases, times};
use super::LIFECYCLE;
use super::wire::{self, Body, StatusInfo, TrackingResult};
use crate::carrier::{Answer, Context};
use crate::carriers::language;
use crate::carriers::order::wall_clock;
use crate::carriers::part::Part;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::{exception, info_received};
use crate::model::{
    CarrierId, Channel, Event, EventTime, Headline, Meaning, NamedReference, Note, NoteKind, Report, Source,
    State, Status,
};

/// Reads an answer of either protocol.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    answer(&wire::read(bytes)?, context)
}

/// What an answer says, or the error that it is.
pub(super) fn answer(body: &Body, context: &Context) -> Result<Answer> {
    match body {
        Body::Tracking(part) => match &**part {
            Part::Read(result) if !result.is_empty() => Ok(report(result, LIFECYCLE, context)?.into()),
            Part::Read(_) | Part::Missing => Err(not_found()),
            Part::Broken(_) => {
                let text = "the answer has another shape than documented at `trackingresult`";
                Err(Error::new(ErrorKind::BadReply, text))
            }
        },
        Body::Login(_) => Err(Error::new(ErrorKind::BadReply, "the answer is that of a login")),
        Body::Refused(fault) => Err(fault.error(None)),
    }
}

/// That nothing is told of a parcel.
pub(in super::super) fn not_found() -> Error {
    Error::new(
        ErrorKind::NotFound,
        "DPD tells nothing of this parcel: unknown, not yet known, or another sender's",
    )
}

/// What is told of one parcel.
pub(in super::super) fn report(
    result: &TrackingResult,
    channel: Channel,
    context: &Context,
) -> Result<Report> {
    let head = result.shipment_info.quiet();
    let told = head.and_then(|head| head.parcel_label_number.get());
    let number = parts::number(told, context.number.as_ref())?;
    let mut reader = Reader {
        language: context.language.as_deref().and_then(language::primary),
        is_delivered: result.status_info.iter().filter_map(Part::quiet).any(is_delivered),
        notes: Vec::new(),
        lost: false,
    };
    if matches!(result.shipment_info, Part::Broken(_)) {
        reader.unreadable("shipmentInfo");
    }
    let mut rows: Vec<Told> = Vec::new();
    if let Some(head) = head.filter(|head| head.row.date.get().is_some()) {
        rows.extend(reader.row(&head.row, "shipmentInfo"));
    }
    for (index, part) in result.status_info.iter().enumerate() {
        let path = format!("statusInfo[{index}]");
        match part {
            Part::Read(info) => rows.extend(reader.row(info, &path)),
            Part::Missing => {}
            Part::Broken(_) => reader.unreadable(&path),
        }
    }
    let is_milestones = result
        .status_info
        .iter()
        .filter_map(Part::quiet)
        .filter_map(|info| info.status.get())
        .any(|word| codes::find(codes::MILESTONES, word).is_some());

    let mut report = Report::new(Source::carrier(channel, number), context.fetched_at);
    report.carrier = Some(CarrierId::DPD);
    report.zone = Some(times::HOME);
    // Milestones are a summary: DPD has more scans than it tells here, and puts newer dates in the place of older ones.
    report.complete = !is_milestones && !reader.lost && !result.status_info.is_empty();
    report.events = rows.iter().filter_map(|row| row.event.clone()).collect();
    if !is_milestones {
        report.events.sort_by_key(|event| wall_clock(event.time));
    }
    parts::collect(&mut report.events, &[]);
    if is_milestones {
        report.headline = headline(&rows, &report.events);
    }
    // The number is known, and nothing has been reached yet.
    if rows.is_empty() && !reader.lost && head.is_some_and(|head| head.row.status.get().is_some()) {
        report.headline = Some(announced());
    }
    report.pickup = parts::pickup(&report.events);
    report.delivery = parts::delivery(&report.events).non_empty();
    if let Some(head) = head {
        report.service = head.service_description.get().map(Into::into);
        for (index, property) in head.tracking_property.iter().enumerate() {
            let path = format!("shipmentInfo.trackingProperty[{index}]");
            let Some(property) = property.get(&path, &mut reader.notes) else { continue };
            if let (Some(kind), Some(value)) =
                (property.key.get().and_then(parts::shown), property.value.get())
            {
                report.references.push(NamedReference { kind: kind.to_owned(), value: value.into() });
            }
        }
    }
    report.notes = reader.notes;
    Ok(report)
}

fn is_delivered(info: &StatusInfo) -> bool {
    let says = info.status.get().and_then(says);
    info.status_has_been_reached.is_true() && says.and_then(Says::status) == Some(Status::Delivered)
}

/// A word of any of DPD's systems: countries take over each other's.
fn says(word: &str) -> Option<&'static Says> {
    let row = codes::find(codes::MILESTONES, word)
        .or_else(|| codes::find(codes::ROWS, word))
        .or_else(|| codes::find(codes::WORDS, word))
        .or_else(|| codes::find_geo(word));
    row.map(|row| &row.says)
}

/// A row that has been reached.
struct Told {
    word: String,
    state: Option<State>,
    time: Option<EventTime>,
    is_current: bool,
    description: Option<String>,
    /// None where the row tells no time.
    event: Option<Event>,
}

/// DPD's own summary of its milestones: the current row if it has been reached, else the last that has.
fn headline(rows: &[Told], events: &[Event]) -> Option<Headline> {
    let row = rows.iter().rev().find(|row| row.is_current).or(rows.last())?;
    // The event may know more, for it knows what came before.
    let is_its =
        |event: &&Event| event.code.as_deref() == Some(row.word.as_str()) && Some(event.time) == row.time;
    let state = events.iter().rfind(is_its).and_then(Event::state).cloned().or_else(|| row.state.clone());
    let mut headline = Headline::new(state?);
    headline.time = row.time;
    headline.code = parts::shown(&row.word).map(Into::into);
    headline.description = row.description.clone().map(Into::into);
    Some(headline)
}

/// The summary of a parcel of which only the data are there.
fn announced() -> Headline {
    let mut headline = Headline::new(info_received::INFO_RECEIVED);
    headline.code = Some("SHIPMENT".into());
    headline
}

/// Reads rows and notes what was odd.
struct Reader {
    language: Option<String>,
    /// Whether the parcel has been delivered: then old problems are no exception any more.
    is_delivered: bool,
    notes: Vec<Note>,
    /// A row could not be read.
    lost: bool,
}

impl Reader {
    fn unreadable(&mut self, path: &str) {
        Note::add(&mut self.notes, NoteKind::Unreadable, path);
        self.lost = true;
    }

    /// A row, if it has been reached: what lies in the future is no event.
    fn row(&mut self, info: &StatusInfo, path: &str) -> Option<Told> {
        if !info.status_has_been_reached.is_true() {
            return None;
        }
        let Some(word) = info.status.get() else {
            self.unreadable(&format!("{path}.status"));
            return None;
        };
        let said = self.meaning(word, info);
        let is_milestone = codes::find(codes::MILESTONES, word).is_some();
        // A milestone's heading runs ahead of the truth; a row's heading is all that it may have.
        let heading = info.label.get().filter(|_| !is_milestone);
        let description = info.description.get().or(heading).map(str::to_owned);
        let time = info.date.get().and_then(times::life_cycle);
        if time.is_none() {
            self.unreadable(&format!("{path}.date"));
        }
        let event = time.map(|time| {
            let mut event = parts::event(time, word, said.as_ref(), "status", &mut self.notes);
            event.location = info.location.get().and_then(parts::place);
            event.language = self.language.clone().filter(|_| description.is_some());
            event.description = description.clone();
            event
        });
        let state = said.and_then(|says| match says.meaning {
            Meaning::State(state) => Some(state),
            Meaning::Notice(_) => None,
        });
        let is_current = info.is_current_status.is_true();
        Some(Told { word: word.to_owned(), state, time, is_current, description, event })
    }

    /// What a word says with its sentences.
    fn meaning(&self, word: &str, info: &StatusInfo) -> Option<Says> {
        let plain = says(word)?;
        let problem = info.error_items.get();
        let by_text = [problem, info.description.get()].into_iter().flatten();
        if let Some(finer) = by_text.filter_map(|text| phrases::find(word, text)).next() {
            return Some(finer.clone());
        }
        let is_milestone = codes::find(codes::MILESTONES, word).is_some();
        if problem.is_some() && is_milestone && !self.is_delivered {
            return Some(Says::state(exception::DELIVERY_EXCEPTION));
        }
        Some(plain.clone())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::state::unknown;

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_number("05308801410058".parse().unwrap())
    }

    fn read(rows: Value) -> Report {
        let body = json!({"getTrackingDataResponse": {"trackingResult": {
            "shipmentInfo": {"status": "SHIPMENT", "statusHasBeenReached": false}, "statusInfo": rows}}});
        decode(body.to_string().as_bytes(), &context()).unwrap().reports.remove(0)
    }

    fn row(word: &str, date: &str) -> Value {
        json!({"status": word, "statusHasBeenReached": "true", "isCurrentStatus": "false",
            "date": {"content": date}, "location": {"content": "Mechelen (BE)"}})
    }

    #[test]
    fn what_has_not_been_reached_is_no_event() {
        let mut future = row("AT_SENDING_DEPOT", "20.01.2026, 12:23");
        future["statusHasBeenReached"] = "false".into();
        future["isCurrentStatus"] = "true".into();
        let report = read(json!([future]));
        assert!(report.events.is_empty() && !report.complete && report.notes.is_empty());
        assert_eq!(report.zone, Some(times::HOME));
        let headline = report.headline.clone().unwrap();
        assert_eq!((headline.state, headline.code), (info_received::INFO_RECEIVED, Some("SHIPMENT".into())));
    }

    #[test]
    fn a_milestones_heading_is_never_believed() {
        let mut depot = row("AT_DELIVERY_DEPOT", "20.01.2026, 06:23");
        depot["isCurrentStatus"] = true.into();
        depot["label"] = json!({"content": "Out for delivery"});
        depot["description"] = json!({"content": [{"content": "At the delivery centre."}]});
        let report = read(json!([depot]));
        assert_eq!(report.events[0].meaning.to_string(), "in_transit.delivery_depot_in");
        assert_eq!(report.events[0].description.as_deref(), Some("At the delivery centre."));
        depot["description"] = json!({"content": {"content": "The parcel has left the depot."}});
        let report = read(json!([depot]));
        assert_eq!(report.headline.unwrap().state.to_string(), "out_for_delivery");
        depot["description"] = Value::Null;
        assert_eq!(read(json!([depot])).events[0].description, None);
    }

    #[test]
    fn a_problem_is_one_until_the_parcel_is_delivered() {
        let mut depot = row("AT_DELIVERY_DEPOT", "20.01.2026, 06:23");
        depot["errorItems"] = json!([{"label": "Note", "content": {"content": "Address incomplete."}}]);
        assert_eq!(read(json!([depot])).events[0].meaning.to_string(), "exception.delivery_exception");
        let delivered = row("DELIVERED", "21.01.2026, 10:00");
        let report = read(json!([depot, delivered]));
        assert_eq!(report.events[0].meaning.to_string(), "in_transit.delivery_depot_in");
        depot["errorItems"] = json!({"content": "Empfänger nicht angetroffen"});
        let report = read(json!([depot]));
        assert_eq!(report.events[0].meaning.to_string(), "attempt_failed.recipient_absent");
        assert_eq!(report.events[0].reason.as_ref().map(|r| r.as_str()), Some("recipient.not_home"));
    }

    #[test]
    fn the_headline_knows_what_came_before() {
        let mut delivered = row("DELIVERED", "21.01.2026, 10:00");
        delivered["isCurrentStatus"] = true.into();
        let report = read(json!([row("PICKUP", "20.01.2026, 10:00"), delivered]));
        assert_eq!(report.headline.unwrap().state.to_string(), "delivered.collected");
    }

    #[test]
    fn a_broken_row_costs_itself_and_the_claim_to_be_complete() {
        let report = read(
            json!([7, {"statusHasBeenReached": true}, row("Depot", "then"), row("Depot", "8/18/2021 2:43:31 PM")]),
        );
        assert_eq!((report.events.len(), report.complete), (1, false));
        let details: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["statusInfo[0]", "statusInfo[1].status", "statusInfo[2].date"]);
    }

    #[test]
    fn a_head_alone_is_no_history() {
        let head = |rows: &str| {
            let body = format!(
                r#"{{"getTrackingDataResponse":{{"trackingResult":{{"shipmentInfo":{{"status":"SHIPMENT",
                    "statusHasBeenReached":true,"date":"8/17/2021 7:11:26 PM"}}{rows}}}}}}}"#
            );
            let report = decode(body.as_bytes(), &context()).unwrap().reports.remove(0);
            (report.events.len(), report.complete)
        };
        assert_eq!(head(""), (1, false));
        assert_eq!(head(r#","statusInfo":[]"#), (1, false));
        let row = r#"{"status":"Depot","statusHasBeenReached":true,"date":"8/18/2021 2:43:31 PM"}"#;
        assert_eq!(head(&format!(r#","statusInfo":{row}"#)), (2, true));
    }

    #[test]
    fn a_word_that_nobody_has_mapped_is_kept_and_moves_nothing() {
        let report =
            read(json!([row("Depot", "8/18/2021 2:43:31 PM"), row("Teleporter", "8/19/2021 2:43:31 PM")]));
        assert_eq!(
            (&report.events[1].meaning, report.events[1].code.as_deref()),
            (&unknown::UNMAPPED.into(), Some("Teleporter"))
        );
        assert_eq!(report.notes[0].detail, "status Teleporter");
    }

    #[test]
    fn an_answer_that_does_not_name_its_parcel_needs_to_be_told() {
        let body = r#"{"getTrackingDataResponse":{"trackingResult":{"statusInfo":{"status":"Depot"}}}}"#;
        let error = decode(body.as_bytes(), &Context::new(context().fetched_at)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NeedsInput);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let row = json!({"status": text, "statusHasBeenReached": true, "date": text, "location": text, "errorItems": text});
            for rows in [json!(text), json!([text]), json!([row])] {
                let body = json!({"getTrackingDataResponse": {"trackingResult": {"shipmentInfo": text, "statusInfo": rows}}});
                let _ = decode(body.to_string().as_bytes(), &context());
                let _ = decode(text.as_bytes(), &context());
            }
        }
    }
}
