//! How a parcel was handed over: where, to whom, when, and the pictures and documents that prove it.

use super::super::part::Text;
use super::super::path::Path;
use super::times;
use super::wire::{Body, DeliveryInformation};
use crate::model::state::delivered;
use crate::model::{Delivery, EventTime, HandoverPlace, Note, NoteKind, Personal, Report, State, Status};

/// Words for places, sorted: the one of the Tracking API's contract and those with which UPS's [appendix] describes its
/// delivery codes. Upper and lower case are alike.
///
/// [appendix]: https://developer.ups.com/api/reference/tracking/appendix
const PLACES: &[(&str, HandoverPlace)] = &[
    ("back door", HandoverPlace::RearDoor),
    ("carport", HandoverPlace::Carport),
    ("deck", HandoverPlace::Deck),
    ("front desk", HandoverPlace::FrontDesk),
    ("front door", HandoverPlace::FrontDoor),
    ("garage", HandoverPlace::Garage),
    ("guard", HandoverPlace::Guard),
    ("mail room", HandoverPlace::MailRoom),
    ("mailbox", HandoverPlace::Mailbox),
    ("neighbor", HandoverPlace::Neighbour),
    ("office", HandoverPlace::Office),
    ("patio", HandoverPlace::Patio),
    ("porch", HandoverPlace::Porch),
    ("reception", HandoverPlace::Reception),
    ("shed", HandoverPlace::Shed),
    ("side door", HandoverPlace::SideDoor),
];

/// Longer texts than any place has are no places.
fn place(text: &str) -> Option<HandoverPlace> {
    let text = text.to_lowercase();
    let at = PLACES.binary_search_by(|(known, _)| (*known).cmp(&text)).ok()?;
    PLACES.get(at).map(|(_, place)| place.clone())
}

/// What is told about the hand-over, with the time of delivery as told beside it.
pub(super) fn of_package(
    told: Option<&DeliveryInformation>,
    time: Option<EventTime>,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Delivery {
    let mut delivery = Delivery { time, ..Delivery::default() };
    let Some(told) = told else { return delivery };
    delivery.handed_to = told.location.read(&path.field("location"), notes).and_then(place);
    delivery.signed_by = told.received_by.read(&path.field("receivedBy"), notes).map(Into::into);
    let signature = told.signature.get(&path.field("signature"), notes);
    delivery.signature_url = signature
        .and_then(|signature| data_url(&signature.image, &path.field("signature").field("image"), notes));
    let photo = told.delivery_photo.get(&path.field("deliveryPhoto"), notes);
    delivery.photo_url =
        photo.and_then(|photo| data_url(&photo.photo, &path.field("deliveryPhoto").field("photo"), notes));
    let document = told.pod.get(&path.field("pod"), notes);
    delivery.document_url =
        document.and_then(|document| data_url(&document.content, &path.field("pod").field("content"), notes));
    delivery
}

/// The same of a message.
pub(super) fn of_message(message: &Body, notes: &mut Vec<Note>) -> Delivery {
    let day = times::read(&message.actual_delivery_date, &Path::of("actualDeliveryDate"), notes, times::date);
    let time = times::read(
        &message.actual_delivery_time,
        &Path::of("actualDeliveryTime"),
        notes,
        times::time_of_day,
    );
    Delivery {
        time: day.map(|day| time.map_or(EventTime::Day(day), |time| EventTime::Local(day.and_time(time)))),
        signed_by: message.received_by.read(&Path::of("receivedBy"), notes).map(Into::into),
        photo_url: data_url(&message.delivery_photo, &Path::of("deliveryPhoto"), notes),
        ..Delivery::default()
    }
}

/// Tells the newest delivery where the parcel was left, and takes its place from there where only the event names one.
pub(super) fn add(mut delivery: Delivery, report: &mut Report) {
    let is_delivered = |state: &State| state.status() == Status::Delivered;
    let event = report.events.iter_mut().rev().find(|event| event.state().is_some_and(is_delivered));
    if let Some(event) = event {
        match &delivery.handed_to {
            Some(place) => {
                if event.state().is_some_and(|state| state.substatus().is_none()) {
                    event.meaning = state_of(place).into();
                }
                event.handed_to = Some(place.clone());
            }
            None => delivery.handed_to.clone_from(&event.handed_to),
        }
    }
    report.delivery = delivery.non_empty();
}

fn state_of(place: &HandoverPlace) -> State {
    match place {
        HandoverPlace::Neighbour => delivered::NEIGHBOUR,
        HandoverPlace::Mailbox => delivered::MAILBOX,
        _ => delivered::AT_PLACE,
    }
}

/// How base64 of some types of media begins, because UPS does not say which it sends. Anything else, such as a web page,
/// becomes bytes that no program runs or shows by itself.
const MEDIA: &[(&str, &str)] = &[
    ("/9j/", "image/jpeg"),
    ("JVBERi0", "application/pdf"),
    ("R0lGOD", "image/gif"),
    ("iVBORw0KGgo", "image/png"),
];

/// A picture or document in base64 as a `data:` URL.
fn data_url(text: &Text, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Personal> {
    let text: String = text.read(path, notes)?.split_ascii_whitespace().collect();
    let body = text.trim_end_matches('=');
    let is_base64 = body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
        && !body.is_empty()
        && text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2;
    if !is_base64 {
        Note::add(notes, NoteKind::Unreadable, path);
        return None;
    }
    let media = MEDIA.iter().find(|(start, _)| text.starts_with(start));
    let media = media.map_or("application/octet-stream", |(_, media)| media);
    Some(format!("data:{media};base64,{text}").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::slot_of;

    fn url(json: &str) -> (Option<String>, usize) {
        let text: Text = slot_of(json);
        let mut notes = Vec::new();
        let url = data_url(&text, &Path::of("pod.content"), &mut notes);
        (url.map(|url| url.as_str().to_owned()), notes.len())
    }

    #[test]
    fn places_are_sorted_and_read_in_any_case() {
        assert!(PLACES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(place("FRONT DOOR"), Some(HandoverPlace::FrontDoor));
        assert_eq!(place("Behind the moon"), None);
    }

    #[test]
    fn pictures_are_told_by_their_beginning_and_nothing_runs() {
        assert_eq!(url(r#""R0lGODlh""#).0.as_deref(), Some("data:image/gif;base64,R0lGODlh"));
        assert_eq!(url(r#""/9j/ 4AAQ\n""#).0.as_deref(), Some("data:image/jpeg;base64,/9j/4AAQ"));
        // A web page.
        let page = url(r#""PGh0bWw+PC9odG1sPg==""#).0.unwrap();
        assert!(page.starts_with("data:application/octet-stream;"), "{page}");
        assert_eq!(url(r#""""#), (None, 0));
        for odd in [r#""encoding Base64""#, r#""<svg>""#, r#""====""#, r#""R0lGO""#, "[]"] {
            assert_eq!(url(odd), (None, 1), "{odd}");
        }
    }
}
