//! A reply's body as an answer: events, an estimate, or a signature.

use url::{Url, form_urlencoded};

use super::super::list::List;
use super::super::order::{oldest_first, utc_clock};
use super::super::part::{self, Text, Texts, unreadable};
use super::super::path::Path;
use super::codes::{self, Says};
use super::wire::{Body, Event as Told, Object, Place, Point};
use super::{CLIENT_TRACKING, phrases};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::{in_transit, unknown};
use crate::model::{
    CarrierId, Coordinates, Delivery, Estimate, EstimateKind, Event, EventTime, Location, Note, NoteKind,
    Report, Source, State, Status, TrackingNumber,
};

/// Reads a body of any of the operations `events`, `etas` and `signatures`. Events and signatures name no barcode, so the
/// context must.
pub(super) fn decode(body: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let body: Body = part::json(body, &texts)?;
    let barcode = if let Body::Object(object) = &body { object.barcode.told() } else { None };
    let number = number(barcode, context)?;
    let mut report = Report::new(Source::carrier(CLIENT_TRACKING, number), context.fetched_at);
    report.carrier = Some(CarrierId::EVRI);
    report.url = page(&report.source.number).map(Into::into);
    match &body {
        Body::Events(events) => tell_events(&mut report, events, &Path::ROOT, context)?,
        Body::Object(object) => tell_object(&mut report, object, context)?,
    }
    Ok(report.into())
}

/// The number that was asked for, which an estimate's barcode must be.
fn number(barcode: Option<&str>, context: &Context) -> Result<TrackingNumber> {
    let told = barcode.and_then(|barcode| barcode.parse::<TrackingNumber>().ok());
    match (&context.number, told) {
        (Some(asked), Some(told)) if *asked != told => Err(another(asked)),
        (Some(number), _) => Ok(number.clone()),
        (None, Some(number)) => Ok(number),
        (None, None) => {
            let text = "Evri's answers name no barcode: say which was asked for";
            Err(Error::new(ErrorKind::NeedsInput, text))
        }
    }
}

fn another(asked: &TrackingNumber) -> Error {
    let text = format!("the answer is about another number than {}", asked.masked());
    Error::new(ErrorKind::BadReply, text)
}

fn tell_object(report: &mut Report, object: &Object, context: &Context) -> Result<()> {
    if object.events.quiet().is_some() {
        return tell_events(report, &object.events, &Path::of("events"), context);
    }
    report.complete = false;
    let mut time = |part: &Text, name: &str| {
        let path = Path::of(name);
        let text = part.read(&path, &mut report.notes)?;
        let time = text.parse::<EventTime>().ok();
        if time.is_none() {
            Note::add(&mut report.notes, NoteKind::Unreadable, &path);
        }
        time
    };
    let (from, to) = (time(&object.from_date_time, "fromDateTime"), time(&object.to_date_time, "toDateTime"));
    let signed_at = time(&object.signed_at, "signedAt");
    report.estimate = match (from, to) {
        (Some(from), Some(to)) => {
            // Evri tells all times in UTC.
            let kind = if utc_clock(from).date() == utc_clock(to).date() {
                EstimateKind::Window
            } else {
                EstimateKind::Estimated
            };
            Some(Estimate::new(kind, to).with_from(from))
        }
        (None, Some(to)) => Some(Estimate::new(EstimateKind::Estimated, to)),
        (_, None) => None,
    };
    let signed_by = object.printed_name.told().map(Into::into);
    report.delivery = Delivery { time: signed_at, signed_by, ..Delivery::default() }.non_empty();
    if report.estimate.is_none() && report.delivery.is_none() {
        return Err(Error::new(
            ErrorKind::BadReply,
            "the answer holds neither events, an estimate nor a signature",
        ));
    }
    Ok(())
}

fn tell_events(report: &mut Report, told: &List<Told>, path: &Path<'_>, context: &Context) -> Result<()> {
    if told.count() == Some(0) {
        return Err(Error::new(ErrorKind::NotFound, "Evri has no events of this barcode yet"));
    }
    if let Some(asked) = context.number.as_ref().filter(|asked| names_another(told, asked)) {
        return Err(another(asked));
    }
    let notes = &mut report.notes;
    let entries = told.entries(path, notes);
    let mut events: Vec<Event> = Vec::with_capacity(told.readable());
    for (index, told) in entries {
        events.extend(event(told, &path.entry(index), context, notes));
    }
    if events.is_empty() {
        return Err(unreadable("event", notes));
    }
    // An event that could not be read is missing here, and must not seem taken back.
    report.complete = told.is_whole(events.len());
    oldest_first(&mut events, |event| utc_clock(event.time));
    tell_shops(&mut events);
    report.events = events;
    Ok(())
}

/// Whether a link of the answer names another barcode: nothing else in it tells whose it is.
fn names_another(events: &List<Told>, asked: &TrackingNumber) -> bool {
    let links = events.quiet_entries().flat_map(|event| event.links.quiet_entries());
    let hrefs = links.filter_map(|link| link.href.told());
    hrefs.filter_map(|href| Some(href.split_once('?')?.1)).any(|query| {
        form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == "barcode" && !value.eq_ignore_ascii_case(asked.as_str()))
    })
}

fn event(told: &Told, path: &Path<'_>, context: &Context, notes: &mut Vec<Note>) -> Option<Event> {
    let time = told.date_time.told().and_then(|text| text.parse().ok());
    let Some(time @ (EventTime::Instant(_) | EventTime::Local(_))) = time else {
        Note::add(notes, NoteKind::Unreadable, &path.field("dateTime"));
        return None;
    };
    let (point_path, stage_path) = (path.field("trackingPoint"), path.field("trackingStage"));
    let point = told.tracking_point.get(&point_path, notes);
    let stage = told.tracking_stage.get(&stage_path, notes);
    let stage =
        stage.and_then(|stage| stage.tracking_stage_code.read(&stage_path.field("trackingStageCode"), notes));
    let code = point.and_then(code_of).or(stage).filter(|code| is_code(code));
    let description = point.and_then(|point| point.description.read(&point_path.field("description"), notes));

    let mut event = Event::new(time, unknown::NO_STATUS);
    if let Some(says) = says(point, stage, description) {
        says.tell(&mut event);
    } else if code.is_some() || description.is_some() {
        event.meaning = unknown::UNMAPPED.into();
        Note::add(notes, NoteKind::Unmapped, code.unwrap_or("a sentence"));
    }
    event.code = code.map(Into::into);
    event.description = description.map(Into::into);
    event.language = context.language.filter(|_| description.is_some());
    event.location = told
        .location
        .get(&path.field("location"), notes)
        .and_then(|place| coordinates(place))
        .map(|coordinates| Location { coordinates: Some(coordinates), ..Location::default() });
    Some(event)
}

fn coordinates(place: &Place) -> Option<Coordinates> {
    let degrees = |text: &Text| text.told()?.parse::<f64>().ok();
    Coordinates::new(degrees(&place.latitude)?, degrees(&place.longitude)?).ok()
}

fn code_of<'a>(point: &'a Point) -> Option<&'a str> {
    point.tracking_point_code.told().or_else(|| point.tracking_point_id.told())
}

/// The point before the stage before the sentence; which may tell more of a stage than its code.
fn says(point: Option<&Point>, stage: Option<&str>, description: Option<&str>) -> Option<&'static Says> {
    let code = point.and_then(|point| point.tracking_point_code.told());
    if let Some(says) = code.and_then(|code| codes::find(codes::POINTS, code)) {
        return Some(says);
    }
    let stage = stage.and_then(|stage| codes::find(codes::STAGES, stage));
    let sentence = description.and_then(phrases::find);
    match (stage, sentence) {
        (Some(stage), Some(sentence)) if stage.status() != sentence.status() => Some(stage),
        (stage, sentence) => sentence.or(stage),
    }
}

/// A parcel that arrives in a shop after Evri has moved it waits there.
fn tell_shops(events: &mut [Event]) {
    let mut is_moving = false;
    for event in events {
        let is_hand_in = event.state() == Some(&in_transit::DROPPED_OFF);
        if is_hand_in && is_moving {
            event.meaning = codes::ARRIVED_LATER.meaning.clone();
        }
        let moves = |state: &State| matches!(state.status(), Status::InTransit | Status::OutForDelivery);
        is_moving |= !is_hand_in && event.state().is_some_and(moves);
    }
}

/// Whether a text may stand as a code: a word of letters and few digits, so that it can hold no number of a parcel.
fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        && text.bytes().filter(u8::is_ascii_digit).count() <= 6
}

/// The page of a parcel.
fn page(number: &TrackingNumber) -> Option<String> {
    let mut url = Url::parse("https://www.evri.com/track/parcel").ok()?;
    url.path_segments_mut().ok()?.extend([number.as_str(), "details"]);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "T00KBX0041928374";

    fn decoded(body: &str) -> Result<Answer> {
        let context =
            Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_number(NUMBER.parse().unwrap());
        decode(body.as_bytes(), &context)
    }

    fn meanings(body: &str) -> Vec<String> {
        decoded(body).unwrap().reports[0].events.iter().map(|event| event.meaning.to_string()).collect()
    }

    fn event(hour: u8, fields: &str) -> String {
        format!(r#"{{"dateTime":"2026-11-21T{hour:02}:00:00Z",{fields}}}"#)
    }

    #[test]
    fn a_bare_list_and_one_in_an_object_are_the_same() {
        let list = format!(
            "[{}]",
            event(9, r#""trackingPoint":{"trackingPointId":"17","description":"Out for delivery"}"#)
        );
        let bare = decoded(&list).unwrap();
        assert_eq!(bare, decoded(&format!(r#"{{"events":{list}}}"#)).unwrap());
        assert_eq!(bare.reports[0].events[0].code.as_deref(), Some("17"));
        assert_eq!(
            bare.reports[0].url.as_ref().unwrap().as_str(),
            "https://www.evri.com/track/parcel/T00KBX0041928374/details"
        );
    }

    #[test]
    fn the_point_goes_before_the_stage_and_the_stage_before_the_sentence() {
        let body = [
            event(1, r#""trackingPoint":{"trackingPointCode":"PROCESSING_HUB","description":"Delivered"}"#),
            event(
                2,
                r#""trackingStage":{"trackingStageCode":"3"},"trackingPoint":{"description":"Delivered"}"#,
            ),
            event(
                3,
                r#""trackingStage":{"trackingStageCode":"6"},"trackingPoint":{"description":"Damaged"}"#,
            ),
            event(4, r#""trackingPoint":{"trackingPointId":"99","description":"Beamed up"}"#),
            event(5, r#""links":[]"#),
        ];
        assert_eq!(
            meanings(&format!("[{}]", body.join(","))),
            [
                "in_transit.facility_processed",
                "in_transit",
                "exception.damaged",
                "unknown.unmapped",
                "unknown.no_status"
            ]
        );
    }

    #[test]
    fn a_shop_takes_in_at_first_and_hands_out_later() {
        let point =
            |hour, code: &str| event(hour, &format!(r#""trackingPoint":{{"trackingPointCode":"{code}"}}"#));
        let body =
            [point(5, "ARRIVED_PARCELSHOP"), point(3, "PROCESSING_HUB"), point(1, "ARRIVED_PARCELSHOP")];
        assert_eq!(
            meanings(&format!("[{}]", body.join(","))),
            ["in_transit.dropped_off", "in_transit.facility_processed", "available_for_pickup.pickup_point"]
        );
    }

    #[test]
    fn what_is_no_answer_or_another_ones_is_refused() {
        let kind = |body: &str| decoded(body).unwrap_err().kind();
        assert_eq!(kind("[]"), ErrorKind::NotFound);
        assert_eq!(kind(r#"{"events":[]}"#), ErrorKind::NotFound);
        assert_eq!(
            kind(r#"{"barcode":"T00KBX0041928375","toDateTime":"2026-11-22T12:00:00Z"}"#),
            ErrorKind::BadReply
        );
        let link = event(
            1,
            r#""links":[{"rel":"signature","href":"https://api.example/signatures?barcode=T00KBX0041928375"}]"#,
        );
        assert_eq!(kind(&format!("[{link}]")), ErrorKind::BadReply);
        for odd in
            ["{}", "7", "null", "", "<html>", "[7]", r#"{"barcode":"T00KBX0041928374"}"#, r#"{"events":"x"}"#]
        {
            assert_eq!(kind(odd), ErrorKind::BadReply, "{odd}");
        }
        let error = decode(b"[]", &Context::new("2026-11-22T10:00:00Z".parse().unwrap())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NeedsInput);
    }

    proptest::proptest! {
        #[test]
        fn any_body_gives_an_answer_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decoded(&String::from_utf8_lossy(&body));
        }
    }
}
