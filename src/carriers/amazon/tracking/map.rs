//! A tracking detail as a report.

use compact_str::CompactString;

use super::TRACKING;
use super::codes::code;
use super::sub_codes::{Special, SubCode, sub_code};
use super::wire::{Address, Identifier, Milestone, MilestoneStatus, TrackingDetail};
use crate::carrier::Context;
use crate::carriers::amazon::codes::is_alike;
use crate::carriers::amazon::events;
use crate::carriers::amazon::notes::{self, Notes};
use crate::carriers::amazon::number;
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::{cancelled, in_transit, unknown};
use crate::model::{
    CarrierId, Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Language, Location,
    Meaning, Notice, PickupPoint, Reason, Report, Revokes, Status, TrackingNumber,
};

/// The language of the descriptions: the only one that the API knows.
const LANGUAGE: Language = Language::ENGLISH;

/// Where the fields stand.
const ROOT: Path<'_> = Path::of("trackingDetail");

/// What a report is made of: a whole answer, or a message, which may come late and holds less than is known by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Answer,
    Message,
}

/// # Errors
///
/// [`ErrorKind::BadReply`] without any number: nothing else says which parcel it is.
pub(super) fn report(detail: &TrackingDetail, kind: Kind, context: &Context) -> Result<Report> {
    let mut notes = Notes::default();
    let identifier = notes.part(&detail.identifier, &ROOT.field("identifier"));
    let names = identifier.map(|identifier| Names::read(identifier, &mut notes)).unwrap_or_default();
    let asked =
        context.number.as_ref().and_then(|asked| names.numbers.iter().find(|(_, name)| name == asked));
    let (_, number) = asked.or(names.numbers.first()).cloned().ok_or_else(|| {
        Error::new(ErrorKind::BadReply, format!("the answer has no number at `{}`", ROOT.field("identifier")))
    })?;
    let mut report =
        Report::new(notes::source(TRACKING, number.clone(), names.carrier.as_ref()), context.fetched_at);
    for (carrier, name) in names.numbers.into_iter().filter(|(_, name)| *name != number) {
        notes::add_same(&mut report.related, carrier, name);
    }
    report.carrier = names.carrier;
    report.events = history(detail, &mut notes);
    report.complete = kind == Kind::Answer && detail.milestone_history.is_whole(report.events.len());
    add_latest(detail, &mut report, &mut notes);
    take_back(&mut report.events);
    report.estimate = estimate(detail, &mut notes);
    report.url = detail.tracking_url.told().and_then(notes::link);
    if report.url.is_none() && detail.tracking_url.told().is_some() {
        notes.unreadable(&ROOT.field("trackingUrl"));
    }
    add_place(&mut report);
    report.notes = notes.list;
    Ok(report)
}

/// The parcel's names, the one that leads to most first.
#[derive(Default)]
struct Names {
    numbers: Vec<(Option<CarrierId>, TrackingNumber)>,
    carrier: Option<CarrierId>,
}

impl Names {
    fn read(identifier: &Identifier, notes: &mut Notes) -> Self {
        let mut names = Self::default();
        let path = ROOT.field("identifier");
        if let Some(number) = notes.number(&identifier.aftn, &path.field("aftn")) {
            names.numbers.push((Some(CarrierId::AMAZON), number));
        }
        let carrier_path = path.field("carrierTracking");
        if let Some(carrier) = notes.part(&identifier.carrier_tracking, &carrier_path) {
            names.carrier = notes.carrier(&carrier.carrier_code, "carrierCode");
            if let Some(number) =
                notes.number(&carrier.tracking_number, &carrier_path.field("trackingNumber"))
            {
                if names.carrier.is_none() && number::is_amazon_logistics(&number) {
                    names.carrier = Some(CarrierId::AMAZON);
                }
                names.numbers.push((names.carrier.clone(), number));
            }
        }
        for (word, name) in [
            (&identifier.container_number, "containerNumber"),
            (&identifier.house_bill_of_lading_number, "houseBillOfLadingNumber"),
            (&identifier.acsin, "acsin"),
            (&identifier.id, "id"),
        ] {
            names.numbers.extend(notes.number(word, &path.field(name)).map(|number| (None, number)));
        }
        names
    }
}

fn history(detail: &TrackingDetail, notes: &mut Notes) -> Vec<Event> {
    let list = ROOT.field("milestoneHistory");
    let milestones = notes.entries(&detail.milestone_history, &list);
    let events = milestones.filter_map(|(index, milestone)| event(milestone, &list.entry(index), notes));
    events::oldest_first(&detail.milestone_history, events)
}

fn event(milestone: &Milestone, path: &Path<'_>, notes: &mut Notes) -> Option<Event> {
    let at = path.field("occurredAt");
    if milestone.occurred_at.told().is_none() {
        // Without a time it has no place among the others.
        notes.unreadable(&at);
        return None;
    }
    let time: EventTime = notes.parse(&milestone.occurred_at, &at)?;
    let none = MilestoneStatus::default();
    let status_path = path.field("status");
    let status = notes.part(&milestone.status, &status_path).unwrap_or(&none);
    let told = Told::read(status, &status_path, notes);
    let mut event = Event::new(time, told.meaning);
    event.reason = told.reason;
    event.handed_to = told.place;
    event.code = match (told.code, told.sub_code) {
        (Some(code), Some(sub)) => Some([code, "/", sub].into_iter().collect()),
        (code, _) => code.map(Into::into),
    };
    event.revokes = told.takes_back.then(|| Revokes { time: None, code: event.code.clone() }.into());
    let place_path = path.field("location");
    let place = notes
        .part(&milestone.location, &place_path)
        .and_then(|location| notes.part(&location.address, &place_path.field("address")));
    event.location = place.and_then(|place| location(place, &place_path.field("address"), notes));
    event.description = notes.told(&status.description, &status_path.field("description")).map(Into::into);
    event.language = event.description.is_some().then_some(LANGUAGE);
    Some(event)
}

/// What a code says together with its sub code.
struct Told<'a> {
    code: Option<&'a str>,
    sub_code: Option<&'a str>,
    meaning: Meaning,
    reason: Option<Reason>,
    place: Option<HandoverPlace>,
    takes_back: bool,
}

impl<'a> Told<'a> {
    fn read(status: &'a MilestoneStatus<'_>, path: &Path<'_>, notes: &mut Notes) -> Self {
        let word = notes.told(&status.code, &path.field("code"));
        let known = word.and_then(code);
        if known.is_none() {
            match word {
                Some(word) => notes.unmapped("status.code", word),
                None => notes.unmapped_text(&path.field("code")),
            }
        }
        let sub_word = notes.told(&status.sub_code, &path.field("subCode"));
        let sub = sub_word.and_then(|word| {
            let known = sub_code(word);
            if known.is_none() {
                notes.unmapped("status.subCode", word);
            }
            known
        });
        let Some(known) = known else {
            return Self {
                code: word,
                sub_code: sub_word,
                meaning: unknown::UNMAPPED.into(),
                reason: None,
                place: None,
                takes_back: false,
            };
        };
        let refined = sub.and_then(|sub| sub.refines.as_ref()).filter(|(of, _)| *of == known.code);
        let meaning = match (refined, sub.and_then(|sub| sub.special)) {
            (Some((_, state)), _) => state.clone().into(),
            (None, Some(Special::Forecast | Special::TakenBack)) => Notice::Information.into(),
            (None, Some(Special::Rerouted)) if is_on_its_way(&known.says.meaning) => {
                in_transit::TO_PICKUP_POINT.into()
            }
            _ => known.says.meaning.clone(),
        };
        let by_whom = match &meaning {
            Meaning::State(state) if *state == cancelled::BY_SENDER => Some(Reason::SenderCancelled),
            Meaning::State(state) if *state == cancelled::BY_RECIPIENT => Some(Reason::RecipientCancelled),
            _ => None,
        };
        Self {
            code: word,
            sub_code: sub_word,
            meaning,
            reason: sub.and_then(|sub| sub.reason.clone()).or_else(|| known.says.reason.clone()).or(by_whom),
            place: refined.and(sub).and_then(|sub: &SubCode| sub.place.clone()),
            takes_back: sub.is_some_and(|sub| sub.special == Some(Special::TakenBack)),
        }
    }
}

fn is_on_its_way(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::State(state) if matches!(
        state.status(),
        Status::InTransit | Status::OutForDelivery | Status::AttemptFailed | Status::Exception
    ))
}

/// What is taken back is the newest milestone of the same code before it.
fn take_back(events: &mut [Event]) {
    let code_of =
        |event: &Event| event.code.as_deref().and_then(|code| code.split('/').next()).map(str::to_owned);
    for index in 0..events.len() {
        let (earlier, rest) = events.split_at_mut(index);
        let Some(event) = rest.first_mut().filter(|event| event.revokes.is_some()) else { continue };
        let code = code_of(event);
        event.revokes = earlier
            .iter()
            .rev()
            .find(|earlier| earlier.moves() && code_of(earlier) == code)
            .map(|revoked| Revokes { time: Some(revoked.time), code: revoked.code.clone() }.into());
    }
}

/// The newest milestone stands in the history too. Where the history was not readable, it is still told.
fn add_latest(detail: &TrackingDetail, report: &mut Report, notes: &mut Notes) {
    let path = ROOT.field("latestMilestone");
    let Some(latest) = notes.part(&detail.latest_milestone, &path) else { return };
    // What is odd about it is noted where it stands in the history.
    let mut own = Notes::default();
    let Some(event) = event(latest, &path, &mut own) else {
        notes.list.extend(own.list);
        return;
    };
    let is_it = |known: &Event| known.time == event.time && known.code == event.code;
    if !report.events.iter().any(is_it) {
        notes.list.extend(own.list);
        report.events.push(event);
        events::sort(&mut report.events);
    }
}

/// The newest estimate of the delivery.
fn estimate(detail: &TrackingDetail, notes: &mut Notes) -> Option<Estimate> {
    let mut newest: Option<Estimate> = None;
    let list = ROOT.field("trackingEstimates");
    for (index, entry) in notes.entries(&detail.tracking_estimates, &list) {
        let path = list.entry(index);
        match entry.kind.told() {
            Some(kind) if is_alike(kind, "ESTIMATED_DELIVERY_DATE") => {}
            Some(kind) if is_alike(kind, "ESTIMATED_TIME_OF_DEPARTURE") => continue,
            Some(kind) => {
                notes.unmapped("trackingEstimates.type", kind);
                continue;
            }
            None => continue,
        }
        let at = path.field("estimatedInterval");
        let Some(interval) = notes.part(&entry.estimated_interval, &at) else { continue };
        let Some(to) = notes.parse(&interval.end_time, &at.field("endTime")) else { continue };
        let mut estimate = Estimate::new(EstimateKind::Estimated, to);
        estimate.from =
            notes.parse(&interval.start_time, &at.field("startTime")).filter(|from: &EventTime| *from != to);
        estimate.made_at = notes.parse(&entry.last_updated_time, &path.field("lastUpdatedTime"));
        if newest.as_ref().is_none_or(|known| known.made_at <= estimate.made_at) {
            newest = Some(estimate);
        }
    }
    newest
}

fn location(address: &Address, path: &Path<'_>, notes: &mut Notes) -> Option<Location> {
    let mut told = |word, name| notes.told(word, &path.field(name)).map(CompactString::from);
    let place = Location {
        country: told(&address.country_code, "countryCode").and_then(|code| code.parse().ok()),
        region: told(&address.region, "region"),
        city: told(&address.city, "city"),
        ..Location::default()
    };
    place.non_empty()
}

/// Where the parcel was left, or where it waits, by its newest event that moved it.
fn add_place(report: &mut Report) {
    let is_taken_back = |event: &Event| {
        let mut revoked = report.events.iter().filter_map(|event| event.revokes.as_ref());
        revoked.any(|revoked| revoked.time == Some(event.time) && revoked.code == event.code)
    };
    let mut newest_first = report.events.iter().rev();
    let Some(newest) = newest_first.find(|event| event.moves() && !is_taken_back(event)) else { return };
    let Some(state) = newest.state() else { return };
    match state.status() {
        Status::Delivered => {
            let handed_to = newest.handed_to.clone();
            report.delivery = Delivery { handed_to, ..Delivery::default() }.non_empty();
        }
        Status::AvailableForPickup => {
            let point = PickupPoint {
                kind: newest.handed_to.clone(),
                location: newest.location.clone(),
                ..PickupPoint::default()
            };
            report.pickup = point.non_empty();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::codes::tests::CONTRACT;
    use super::super::decode::decode;
    use super::*;
    use crate::carriers::amazon::codes::tests::contract;
    use crate::model::state::{available_for_pickup, delivered, exception};

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    /// A report of milestones, each a time's minute with code and sub code.
    fn read(milestones: &[(&str, &str, &str)]) -> Report {
        let history: Vec<_> = milestones
            .iter()
            .map(|(minute, code, sub)| {
                serde_json::json!({"status": {"code": code, "subCode": sub, "description": "x"},
                    "occurredAt": format!("2026-11-21T09:{minute}:00Z")})
            })
            .collect();
        let detail = serde_json::json!({"trackingDetail": {"identifier": {"aftn": "AFTN7000000042"},
            "milestoneHistory": history}});
        decode(detail.to_string().as_bytes(), &context()).unwrap().reports.remove(0)
    }

    #[test]
    fn parts_of_a_milestone_that_cannot_be_read_are_noted() {
        let milestone = serde_json::json!({"occurredAt": "2026-11-21T09:00:00Z",
            "status": {"code": "DELIVERED", "subCode": [], "description": {}},
            "location": {"address": {"city": ["x"], "region": {}, "countryCode": ["GB"]}}});
        let detail = serde_json::json!({"trackingDetail": {"identifier": {"aftn": "AFTN7000000042"},
            "milestoneHistory": [milestone]}});
        let report = decode(detail.to_string().as_bytes(), &context()).unwrap().reports.remove(0);
        assert_eq!(report.events[0].code.as_deref(), Some("DELIVERED"));
        let parts = ["status.subCode", "location.address.countryCode", "location.address.region"]
            .into_iter()
            .chain(["location.address.city", "status.description"]);
        let paths = parts.map(|part| format!("trackingDetail.milestoneHistory[0].{part}"));
        let noted: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(noted, paths.collect::<Vec<_>>());
    }

    fn meaning(code: &str, sub: &str) -> String {
        read(&[("00", code, sub)]).events[0].meaning.to_string()
    }

    #[test]
    fn sub_codes_refine_their_own_code_only() {
        for (code, sub, expected) in [
            ("DELIVERED", "PORCH", "delivered.at_place"),
            ("DELIVERED", "NEIGHBOR_SIGNED", "delivered.neighbour"),
            ("DELIVERED", "LETTERBOX", "delivered.mailbox"),
            ("DELIVERED", "BUILDING_LOCKER", "available_for_pickup.locker"),
            ("DELIVERED", "WEATHER", "delivered"),
            ("DELIVERED", "PREDICTED", "notice.information"),
            ("DELIVERY_ATTEMPTED", "NO_RESPONSE", "attempt_failed.recipient_absent"),
            ("DELIVERY_ATTEMPTED", "DELIVERY_NOT_ATTEMPTED", "exception.delivery_exception"),
            ("DELIVERY_ATTEMPTED", "PORCH", "attempt_failed"),
            ("DELAYED", "WEATHER", "exception.delayed_weather"),
            ("DAMAGED", "WEATHER", "exception.damaged"),
            ("ORDER_CANCELLED", "SELLER_REQUEST", "cancelled.by_sender"),
            ("RETURNED", "SELLER_REQUEST", "returned"),
            ("ARRIVED_AT_TERMINAL", "REROUTED_TO_LOCKER", "in_transit.to_pickup_point"),
            ("DELIVERED", "REROUTED_TO_LOCKER", "delivered"),
            ("delivered", "front-porch", "delivered.at_place"),
            ("BEAMED", "PORCH", "unknown.unmapped"),
        ] {
            assert_eq!(meaning(code, sub), expected, "{code} {sub}");
        }
    }

    #[test]
    fn a_locker_waits_until_the_parcel_is_collected() {
        let waiting = ("10", "DELIVERED", "LOCKER");
        let report = read(&[waiting]);
        assert_eq!(report.pickup.unwrap().kind, Some(HandoverPlace::Locker));
        assert_eq!(report.events[0].state(), Some(&available_for_pickup::LOCKER));
        let report = read(&[("30", "CUSTOMER_PICKUP_COMPLETED", ""), waiting]);
        assert_eq!((report.pickup, report.events[1].state()), (None, Some(&delivered::COLLECTED)));
    }

    #[test]
    fn a_delivery_that_is_taken_back_is_named() {
        let report =
            read(&[("30", "DELIVERED", "REVERTED"), ("10", "DELIVERED", "PORCH"), ("00", "SHIPPED", "")]);
        let revokes = report.events[2].revokes.as_ref().unwrap();
        assert_eq!(
            (revokes.time, revokes.code.as_deref()),
            (Some(report.events[1].time), Some("DELIVERED/PORCH"))
        );
        assert_eq!(report.delivery, None);
        let report = read(&[("30", "DELIVERED", "REVERTED"), ("00", "SHIPPED", "")]);
        assert_eq!(report.events[1].revokes, None);
    }

    #[test]
    fn unknown_sub_codes_cost_themselves() {
        let report = read(&[("10", "DELAYED", "ALIENS")]);
        assert_eq!(report.events[0].state(), Some(&exception::DELAYED));
        assert_eq!(report.events[0].code.as_deref(), Some("DELAYED/ALIENS"));
        assert_eq!(report.notes[0].detail, "status.subCode ALIENS");
    }

    #[test]
    fn the_latest_milestone_is_told_where_the_history_lacks_it() {
        let body = |history: &str| {
            let detail = format!(
                r#"{{"trackingDetail":{{"identifier":{{"aftn":"AFTN7000000042"}},"latestMilestone":{{"status":
                {{"code":"SHIPPED"}},"occurredAt":"2026-11-21T09:00:00Z"}},"milestoneHistory":{history}}}}}"#
            );
            decode(detail.as_bytes(), &context()).unwrap().reports.remove(0)
        };
        let report = body("7");
        assert_eq!((report.events.len(), report.complete, report.notes.len()), (1, false, 1));
        let report = body("null");
        assert_eq!((report.events.len(), report.complete, report.notes.len()), (1, false, 0));
        let report = body(r#"[{"status":{"code":"SHIPPED"},"occurredAt":"2026-11-21T09:00:00.000Z"}]"#);
        assert_eq!((report.events.len(), report.complete, report.notes.len()), (1, true, 0));
    }

    #[test]
    fn every_answer_of_the_sandbox_is_read_without_loss() {
        let Some(contract) = contract(CONTRACT) else { return };
        let pointer = |status: u16| {
            format!(
                "/paths/~1tracking~12026-01-30~1shipments~1track/get/responses/{status}/x-amzn-api-sandbox/static"
            )
        };
        let answers = contract.pointer(&pointer(200)).unwrap().as_array().unwrap();
        assert_eq!(answers.len(), 10);
        for answer in answers {
            let body = answer["response"].to_string();
            let detail = &answer["response"]["trackingDetail"];
            let report = decode(body.as_bytes(), &context()).unwrap().reports.remove(0);
            let count = |name: &str| detail[name].as_array().map_or(0, Vec::len);
            assert_eq!(report.events.len(), count("milestoneHistory"), "{body}");
            assert_eq!(report.estimate.is_some(), count("trackingEstimates") > 0, "{body}");
            assert_eq!(report.url.is_some(), !detail["trackingUrl"].is_null(), "{body}");
            assert!(report.complete && report.notes.is_empty(), "{:?}", report.notes);
            let latest = &detail["latestMilestone"]["status"]["code"];
            let newest = report.events.last().unwrap().code.as_deref().unwrap();
            assert_eq!(newest.split('/').next(), latest.as_str(), "{body}");
        }
        for refusal in contract.pointer(&pointer(400)).unwrap().as_array().unwrap() {
            let error = decode(refusal["response"].to_string().as_bytes(), &context()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported, "{error:#}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(text in "\\PC{0,200}") {
            let value = serde_json::Value::String(text.clone());
            let milestone = serde_json::json!({"status": {"code": value, "subCode": value}, "occurredAt": value});
            let wrapped = serde_json::json!({"trackingDetail": {"identifier": {"aftn": value},
                "latestMilestone": milestone, "milestoneHistory": [milestone, value]}});
            for bytes in [text.as_bytes(), wrapped.to_string().as_bytes()] {
                let _ = decode(bytes, &context());
            }
        }
    }
}
