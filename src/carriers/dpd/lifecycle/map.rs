//! An answer of the parcel life cycle as a report.
//!
//! Two behaviours hide behind one schema. Germany and Switzerland tell **milestones**: always the same five rows, also
//! those that lie in the future, and which of them is the current one. The Benelux countries tell **events** that repeat.

use super::super::codes::{self, Says};
use super::super::tolerant::{Words, is_true};
use super::super::wire::{Parcel, Row};
use super::super::{parts, phrases, times};
use super::LIFECYCLE;
use super::wire::{self, Body};
use crate::carrier::{Answer, Context};
use crate::carriers::order::wall_clock;
use crate::carriers::part::{Part, Texts};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::{exception, info_received};
use crate::model::{
    CarrierId, Channel, Event, EventTime, Headline, Language, Meaning, NamedReference, Note, NoteKind,
    Report, Source, Status,
};

/// Reads an answer of either protocol.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    answer(&wire::read(&wire::text(bytes), &Texts::default())?, context)
}

/// What an answer says, or the error that it is.
pub(super) fn answer(body: &Body<'_>, context: &Context) -> Result<Answer> {
    match body {
        Body::Tracking(part) => match &**part {
            Part::Read(parcel) if !parcel.is_empty() => Ok(report(parcel, LIFECYCLE, context)?.into()),
            Part::Read(_) | Part::Missing => Err(not_found()),
            Part::Broken => {
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
pub(in super::super) fn report(parcel: &Parcel<'_>, channel: Channel, context: &Context) -> Result<Report> {
    let head_path = Path::of("shipmentInfo");
    let mut reader = Reader {
        language: context.language,
        is_delivered: parcel.status_info.quiet_entries().any(is_delivered),
        notes: Vec::new(),
        lost: false,
        events: Vec::new(),
        last: None,
        current: None,
    };
    let head = parcel.shipment_info.get(&head_path, &mut reader.notes);
    reader.lost = matches!(parcel.shipment_info, Part::Broken);
    let told = head.and_then(|head| {
        head.parcel_label_number.read(&head_path.field("parcelLabelNumber"), &mut reader.notes)
    });
    let number = parts::number(told, context.number.as_ref())?;
    if let Some(head) = head.filter(|head| head.date.words().is_some()) {
        reader.row(head, &head_path);
    }
    let list = Path::of("statusInfo");
    let rows = parcel.status_info.entries(&list, &mut reader.notes);
    let mut read = 0;
    let mut is_milestones = false;
    for (index, row) in rows {
        read += 1;
        is_milestones |= row.status.told().is_some_and(is_milestone);
        reader.row(row, &list.entry(index));
    }
    reader.lost |= parcel.status_info.count() != Some(read);

    let mut report = Report::new(Source::carrier(channel, number), context.fetched_at);
    report.carrier = Some(CarrierId::DPD);
    report.zone = Some(times::HOME);
    // Milestones are a summary: DPD has more scans than it tells here, and puts newer dates in the place of older ones.
    report.complete = !is_milestones && !reader.lost && parcel.status_info.count() != Some(0);
    report.events = std::mem::take(&mut reader.events);
    if !is_milestones {
        report.events.sort_by_key(|event| wall_clock(event.time));
    }
    parts::collect(&mut report.events, &[]);
    let has_rows = reader.last.is_some();
    if let Some(row) = reader.current.take().or_else(|| reader.last.take()).filter(|_| is_milestones) {
        report.headline = headline(row, &report.events);
    }
    // The number is known, and nothing has been reached yet.
    if !has_rows && !reader.lost && head.is_some_and(|head| head.status.told().is_some()) {
        report.headline = Some(announced());
    }
    report.pickup = parts::pickup(&report.events);
    report.delivery = parts::delivery(&report.events).non_empty();
    if let Some(head) = head {
        let notes = &mut reader.notes;
        let service = head.service_description.read_words(&head_path.field("serviceDescription"), notes);
        report.service = service.map(Into::into);
        let list = head_path.field("trackingProperty");
        for (index, property) in head.tracking_property.entries(&list, notes) {
            let path = list.entry(index);
            let kind = property.key.read(&path.field("key"), notes).and_then(parts::shown);
            let value = property.value.read(&path.field("value"), notes);
            if let (Some(kind), Some(value)) = (kind, value) {
                report.references.push(NamedReference { kind: kind.to_owned(), value: value.into() });
            }
        }
    }
    report.notes = reader.notes;
    Ok(report)
}

fn is_delivered(row: &Row<'_>) -> bool {
    // Flaws of the row are noted where it is read.
    is_true(&row.status_has_been_reached, &Path::ROOT, &mut Vec::new())
        && row.status.told().and_then(says).and_then(Says::status) == Some(Status::Delivered)
}

fn is_milestone(word: &str) -> bool {
    codes::find(codes::MILESTONES, word).is_some()
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
#[derive(Clone, Copy)]
struct Told<'a> {
    word: &'a str,
    says: Option<&'a Says>,
    time: Option<EventTime>,
    description: Option<&'a str>,
}

/// DPD's own summary of its milestones: the current row if it has been reached, else the last that has.
fn headline(row: Told<'_>, events: &[Event]) -> Option<Headline> {
    // The event may know more, for it knows what came before.
    let is_its = |event: &&Event| event.code.as_deref() == Some(row.word) && Some(event.time) == row.time;
    let by_row = || match &row.says?.meaning {
        Meaning::State(state) => Some(state),
        Meaning::Notice(_) => None,
    };
    let state = events.iter().rfind(is_its).and_then(Event::state).or_else(by_row);
    let mut headline = Headline::new(state?.clone());
    headline.time = row.time;
    headline.code = parts::shown(row.word).map(Into::into);
    headline.description = row.description.map(Into::into);
    Some(headline)
}

/// The summary of a parcel of which only the data are there.
fn announced() -> Headline {
    let mut headline = Headline::new(info_received::INFO_RECEIVED);
    headline.code = Some("SHIPMENT".into());
    headline
}

/// Problems of a milestone are an exception for as long as nothing tells more.
const PROBLEM: &Says = &Says::state(exception::DELIVERY_EXCEPTION);

/// Reads rows and notes what was odd.
struct Reader<'a> {
    language: Option<Language>,
    /// Whether the parcel has been delivered: then old problems are no exception any more.
    is_delivered: bool,
    notes: Vec<Note>,
    /// A row could not be read.
    lost: bool,
    events: Vec<Event>,
    /// The row that was read last, and the last of those that say that they are current.
    last: Option<Told<'a>>,
    current: Option<Told<'a>>,
}

impl<'a> Reader<'a> {
    fn unreadable(&mut self, path: &Path<'_>) {
        Note::add(&mut self.notes, NoteKind::Unreadable, path);
        self.lost = true;
    }

    /// Reads a row, if it has been reached: what lies in the future is no event.
    fn row(&mut self, row: &'a Row<'_>, path: &Path<'_>) {
        let notes = &mut self.notes;
        if !is_true(&row.status_has_been_reached, &path.field("statusHasBeenReached"), notes) {
            return;
        }
        let Some(word) = row.status.told() else { return self.unreadable(&path.field("status")) };
        let is_current = is_true(&row.is_current_status, &path.field("isCurrentStatus"), notes);
        let mut words = |part: &'a Part<Words<'_>>, name| part.read_words(&path.field(name), notes);
        let told = words(&row.description, "description");
        let problem = words(&row.error_items, "errorItems");
        let place = words(&row.location, "location");
        let is_milestone = is_milestone(word);
        // A milestone's heading runs ahead of the truth; a row's heading is all that it may have.
        let description = if told.is_none() && !is_milestone { words(&row.label, "label") } else { told };
        let time = row.date.words().and_then(times::life_cycle);
        let says = says(word).map(|plain| {
            let finer = [problem, told].into_iter().flatten().find_map(|text| phrases::find(word, text));
            let is_problem = problem.is_some() && is_milestone && !self.is_delivered;
            finer.unwrap_or(if is_problem { PROBLEM } else { plain })
        });
        match time {
            Some(time) => {
                let mut event = parts::event(time, word, says, "status", &mut self.notes);
                event.location = place.and_then(parts::place);
                event.language = description.and(self.language);
                event.description = description.map(Into::into);
                self.events.push(event);
            }
            None => self.unreadable(&path.field("date")),
        }
        let told = Told { word, says, time, description };
        self.last = Some(told);
        if is_current {
            self.current = Some(told);
        }
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
