//! A package's details as a report.

use chrono::NaiveTime;

use super::wire::{self, Details, Milestone};
use super::{BUSINESS, codes};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes::{self, Notes};
use crate::carriers::order::wall_clock;
use crate::carriers::part::Texts;
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::unknown;
use crate::model::{
    Estimate, EstimateKind, Event, EventTime, Headline, Meaning, Note, NoteKind, Report, Status,
    TrackingNumber,
};

/// Where the fields stand.
const ROOT: Path<'_> = Path::of("packageTrackingDetails");

/// Decodes an answer. It does not say which package it is about: that is the number of the context, or else the
/// carrier's.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    report(&wire::read(bytes, &Texts::default())?, context).map(Into::into)
}

fn report(details: &Details, context: &Context) -> Result<Report> {
    let mut notes = Notes::default();
    let (mut carrier, mut carriers) = (None, None);
    let path = ROOT.field("carrierDetails");
    if let Some(told) = notes.part(&details.carrier_details, &path) {
        carrier = notes.carrier(&told.localized_carrier_name, "carrierDetails.localizedCarrierName");
        carriers = notes.number(&told.carrier_tracking_id, &path.field("carrierTrackingId"));
    }
    let number = number(carriers.as_ref(), context)?;
    let mut report =
        Report::new(notes::source(BUSINESS, number.clone(), carrier.as_ref()), context.fetched_at);
    if let Some(carriers) = carriers.filter(|carriers| *carriers != number) {
        notes::add_same(&mut report.related, carrier.clone(), carriers);
    }
    report.carrier = carrier;
    let furthest = headline(details, &mut report, &mut notes);
    let path = ROOT.field("deliveryWindow");
    if let Some(window) = notes.part(&details.delivery_window, &path) {
        let from = notes.parse(&window.start_date, &path.field("startDate"));
        let to = notes.parse(&window.end_date, &path.field("endDate"));
        report.estimate = to.map(|to| Estimate { from, ..Estimate::new(EstimateKind::Estimated, to) });
    }
    let list = ROOT.field("packageMilestones");
    let milestones = notes.entries(&details.package_milestones, &list);
    let milestones: Vec<Told> = milestones
        .filter_map(|(index, milestone)| told(milestone, &list.entry(index), furthest, context, &mut notes))
        .collect();
    report.complete = details.package_milestones.is_whole(milestones.len());
    report.events = milestones.into_iter().filter(|told| told.is_passed).map(|told| told.event).collect();
    sort(&mut report.events);
    let path = ROOT.field("packageTrackingEvents");
    notes.part(&details.package_tracking_events, &path);
    let scans = details.package_tracking_events.count();
    if scans.is_some_and(|count| count > 0) {
        let text = format!("{path}: texts without year and zone");
        Note::add(&mut notes.list, NoteKind::Incomplete, text);
    }
    report.complete &= scans == Some(0);
    report.notes = notes.list;
    Ok(report)
}

/// The package that was asked for, as order, shipment and package; else the carrier's number.
fn number(carriers: Option<&TrackingNumber>, context: &Context) -> Result<TrackingNumber> {
    match (&context.number, carriers) {
        (Some(asked), _) if asked.as_str().contains('/') => Ok(asked.clone()),
        (Some(asked), carriers) if carriers != Some(asked) => Err(Error::new(
            ErrorKind::BadReply,
            format!("the answer is about another package than {}, which was asked for", asked.masked()),
        )),
        (_, Some(carriers)) => Ok(carriers.clone()),
        (_, None) => {
            Err(Error::new(ErrorKind::BadReply, "the answer names no package: say which one was asked for"))
        }
    }
}

/// Reads the summary, and tells how far milestones can have been passed under it.
fn headline(details: &Details, report: &mut Report, notes: &mut Notes) -> Status {
    let Some(word) = details.tracking_status.told() else { return Status::OutForDelivery };
    let state = match codes::package_status(word).map(|row| &row.says.meaning) {
        Some(Meaning::State(state)) => state.clone(),
        // Money says nothing of where the package is.
        Some(Meaning::Notice(_)) => return Status::Delivered,
        None => {
            notes.unmapped("trackingStatus", word);
            unknown::UNMAPPED
        }
    };
    let furthest = match state.status() {
        status @ (Status::InfoReceived | Status::InTransit | Status::Delivered) => status,
        Status::Returned => Status::Delivered,
        _ => Status::OutForDelivery,
    };
    let mut headline = Headline::new(state);
    headline.code = Some(word.into());
    headline.description = details.localized_delivery_promise.told().map(Into::into);
    report.headline = Some(headline);
    furthest
}

/// A milestone. One that is still to come is a forecast.
struct Told {
    event: Event,
    is_passed: bool,
}

fn told(
    milestone: &Milestone,
    path: &Path<'_>,
    furthest: Status,
    context: &Context,
    notes: &mut Notes,
) -> Option<Told> {
    let Some(word) = milestone.milestone_type.told() else {
        notes.unreadable(&path.field("milestoneType"));
        return None;
    };
    let path = path.field("milestoneWindow");
    let window = notes.part(&milestone.milestone_window, &path)?;
    let Some(time) = window.end_date.told().and_then(|end| end.parse::<EventTime>().ok()) else {
        notes.unreadable(&path.field("endDate"));
        return None;
    };
    let is_ahead = matches!(time, EventTime::Instant(zoned) if zoned.utc() > context.fetched_at);
    let meaning = match codes::milestone(word) {
        Some(row) => row.says.meaning.clone(),
        None => {
            notes.unmapped("milestoneType", word);
            unknown::UNMAPPED.into()
        }
    };
    let is_beyond = matches!(&meaning, Meaning::State(state) if state.status().rank() > furthest.rank());
    let mut event = Event::new(by_day(time), meaning);
    event.code = Some(word.into());
    Some(Told { event, is_passed: !is_ahead && !is_beyond })
}

/// Midnight to the second stands for the day.
fn by_day(time: EventTime) -> EventTime {
    let clock = wall_clock(time);
    if clock.time() == NaiveTime::MIN { EventTime::Day(clock.date()) } else { time }
}

/// Turns milestones that come newest first, by those of which the order is known.
fn sort(events: &mut [Event]) {
    let states = events.iter().filter_map(Event::state);
    let ranks: Vec<u8> = states.map(|state| state.status().rank()).filter(|rank| *rank > 0).collect();
    if ranks.first() > ranks.last() {
        events.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;
    use crate::model::state::{info_received, returning};

    const ASKED: &str = "114-2589187-9801025/401971789238301/1";

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    fn read(fields: &str) -> Result<Report> {
        let body = format!(r#"{{"packageTrackingDetails":{{{fields}}}}}"#);
        let answer = decode(body.as_bytes(), &context().with_number(ASKED.parse().unwrap()))?;
        Ok(answer.reports.into_iter().next().unwrap())
    }

    fn told(report: &Report) -> Vec<String> {
        report.events.iter().map(|event| format!("{} {}", event.time, event.meaning)).collect()
    }

    const MILESTONES: &str = r#""packageMilestones":[
        {"milestoneType":"DELIVERED","milestoneWindow":{"endDate":"2026-11-21T12:15:23.101-07:00"}},
        {"milestoneType":"OUT_FOR_DELIVERY","milestoneWindow":{"endDate":"2026-11-21T00:00:00-07:00"}},
        {"milestoneType":"SHIPPED","milestoneWindow":{"endDate":"2026-11-20T05:27:59-07:00"}},
        {"milestoneType":"ORDERED","milestoneWindow":{"endDate":"2026-11-19T23:06:38-07:00"}}]"#;

    #[test]
    fn milestones_are_events_oldest_first_and_midnight_is_a_day() {
        let report = read(&format!(r#""trackingStatus":"DELIVERED",{MILESTONES}"#)).unwrap();
        assert_eq!(
            told(&report),
            [
                "2026-11-19T23:06:38-07:00 info_received.order_created",
                "2026-11-20T05:27:59-07:00 in_transit",
                "2026-11-21 out_for_delivery",
                "2026-11-21T12:15:23.101-07:00 delivered"
            ]
        );
        assert!(report.complete);
    }

    #[test]
    fn a_milestone_ahead_of_status_or_clock_is_a_forecast() {
        let statuses =
            [("SHIPPED", 2), ("ORDERED", 1), ("DELAYED", 3), ("RETURNED", 4), ("REFUND_ISSUED", 4), ("X", 3)];
        for (status, count) in statuses {
            let report = read(&format!(r#""trackingStatus":"{status}",{MILESTONES}"#)).unwrap();
            assert_eq!(report.events.len(), count, "{status}");
        }
        let report = read(
            r#""trackingStatus":"DELIVERED","packageMilestones":[{"milestoneType":"SHIPPED",
                "milestoneWindow":{"startDate":"2026-11-22T09:00:00Z","endDate":"2026-11-22T11:00:00Z"}}]"#,
        );
        assert!(report.unwrap().events.is_empty());
    }

    #[test]
    fn statuses_are_headlines_and_money_is_none() {
        let headline = |status| read(&format!(r#""trackingStatus":"{status}""#)).unwrap().headline;
        assert_eq!(headline("ORDERED").unwrap().state, info_received::ORDER_CREATED);
        assert_eq!(headline("UNDELIVERABLE").unwrap().state, returning::NOT_DELIVERED);
        assert_eq!(headline("BEAMED").unwrap().state, unknown::UNMAPPED);
        assert_eq!(headline("REFUND_ISSUED"), None);
    }

    #[test]
    fn the_carriers_number_is_another_name_of_the_package() {
        let carrier = |name: &str| {
            format!(
                r#""carrierDetails":{{"localizedCarrierName":"{name}","carrierTrackingId":"TBA010000000000"}}"#
            )
        };
        let report = read(&carrier("Zustellung durch Amazon")).unwrap();
        assert_eq!((report.source.number.as_str(), &report.source.role), (ASKED, &Role::Carrier));
        assert_eq!(report.related[0].number.as_str(), "TBA010000000000");
        let body = format!(r#"{{"packageTrackingDetails":{{{}}}}}"#, carrier("UPS"));
        let by = |context: &Context| decode(body.as_bytes(), context);
        let report = by(&context()).unwrap().reports.remove(0);
        assert_eq!((report.source.number.as_str(), report.related.len()), ("TBA010000000000", 0));
        let other = context().with_number("TBA010000000001".parse().unwrap());
        assert_eq!(by(&other).unwrap_err().kind(), ErrorKind::BadReply);
        let nameless = decode(br#"{"packageTrackingDetails":{"trackingStatus":"SHIPPED"}}"#, &context());
        assert_eq!(nameless.unwrap_err().kind(), ErrorKind::BadReply);
    }

    #[test]
    fn broken_milestones_cost_themselves() {
        let report = read(
            r#""trackingStatus":"SHIPPED","packageMilestones":[7,{"milestoneType":"SHIPPED"},{"milestoneWindow":{}},
                {"milestoneType":"SHIPPED","milestoneWindow":{"endDate":"soon"}},
                {"milestoneType":"PACKED","milestoneWindow":{"endDate":"2026-11-20T05:27:59Z"}}],
                "packageTrackingEvents":[{"localizedDescription":"x"}]"#,
        )
        .unwrap();
        let notes: Vec<String> = report.notes.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "unreadable: packageTrackingDetails.packageMilestones[0]",
                "unreadable: packageTrackingDetails.packageMilestones[2].milestoneType",
                "unreadable: packageTrackingDetails.packageMilestones[3].milestoneWindow.endDate",
                "unmapped: milestoneType PACKED",
                "incomplete: packageTrackingDetails.packageTrackingEvents: texts without year and zone"
            ]
        );
        assert_eq!((report.events.len(), report.complete), (1, false));
    }

    #[test]
    fn milestones_are_complete_where_all_were_read_and_no_scans_are_told_beside_them() {
        let is_complete =
            |fields: &str| read(&format!(r#""trackingStatus":"SHIPPED"{fields}"#)).unwrap().complete;
        let milestone = |end: &str| {
            format!(
                r#","packageMilestones":[{{"milestoneType":"SHIPPED","milestoneWindow":{{"endDate":"{end}"}}}}]"#
            )
        };
        let shipped = milestone("2026-11-20T05:27:59Z");
        assert!(is_complete(&shipped) && is_complete(&milestone("2026-11-25T05:27:59Z")));
        assert!(is_complete(&format!(r#"{shipped},"packageTrackingEvents":[]"#)));
        assert!(!is_complete(&format!(r#"{shipped},"packageTrackingEvents":7"#)));
        assert!(!is_complete(&milestone("soon")) && !is_complete(""));
    }

    #[test]
    fn an_empty_answer_and_a_refusal_are_errors() {
        let kind = |body: &str| decode(body.as_bytes(), &context()).unwrap_err().kind();
        assert_eq!(kind(r#"{"packageTrackingDetails":{}}"#), ErrorKind::NotFound);
        assert_eq!(kind(r#"{"errors":[{"code":"RESOURCE_NOT_FOUND"}]}"#), ErrorKind::NotFound);
        assert_eq!(kind(r#"{"hello":1}"#), ErrorKind::BadReply);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let text = serde_json::Value::String(text);
            let _ = read(&format!(
                r#""trackingStatus":{text},"deliveryWindow":{text},"carrierDetails":{{"carrierTrackingId":{text}}},
                    "packageMilestones":[{text},{{"milestoneType":{text},"milestoneWindow":{{"endDate":{text}}}}}]"#
            ));
        }
    }
}
