//! What the mappings of all of DPD's channels share.

use super::super::{pickup, says};
use super::codes::Says;
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::{delivered, unknown};
use crate::model::{
    Country, Delivery, Event, EventTime, HandoverPlace, Leg, Location, Note, NoteKind, Personal, PickupPoint,
    State, Status, TrackingNumber,
};

/// Services that bring a parcel back to its sender, sorted.
const RETURNS: &[&str] = &["300", "332"];

/// Services to a shop, where "delivered" is the recipient's collection, sorted.
const SHOPS: &[&str] = &["337", "338"];

/// A code as it may be shown and kept: nothing that may be a number, a postcode or a text.
pub(super) fn shown(code: &str) -> Option<&str> {
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let is_code = (1..=40).contains(&code.len())
        && digits < 8
        && (digits < code.len() || digits <= 3)
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    is_code.then_some(code)
}

/// An event of a code; one that nobody has mapped is noted and moves nothing. `kind` names the list in the note.
pub(super) fn event(
    time: EventTime,
    code: &str,
    says: Option<&Says>,
    kind: &str,
    notes: &mut Vec<Note>,
) -> Event {
    let mut event = Event::new(time, unknown::UNMAPPED);
    event.code = shown(code).map(Into::into);
    match says {
        Some(says) => says.tell(&mut event),
        None => {
            let name = shown(code).unwrap_or(says::NO_CODE);
            Note::add(notes, NoteKind::Unmapped, format!("{kind} {name}"));
        }
    }
    event
}

/// A place as DPD writes it, `Puurs (BE)`: the last bracket is the country.
pub(super) fn place(text: &str) -> Option<Location> {
    let text = text.trim();
    let bracket = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let (city, country) = match bracket.map(|(city, country)| (city, country.parse::<Country>())) {
        Some((city, Ok(country))) => (city.trim_end(), Some(country)),
        _ => (text, None),
    };
    let city = Some(city).filter(|city| !city.is_empty()).map(Into::into);
    let place = Location { city, country, ..Location::default() };
    place.non_empty()
}

/// The depot of a scan, by its number of four digits.
pub(super) fn depot(text: &str) -> Option<Location> {
    let is_depot = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    is_depot.then(|| Location { facility: Some(text.into()), ..Location::default() })
}

/// A link to a web page. Anything else that a browser might run or open is left out.
pub(super) fn link(text: &str) -> Option<Personal> {
    (text.starts_with("https://") || text.starts_with("http://")).then(|| text.into())
}

/// Refuses an answer about another number than the one asked for, and gives the parcel's number.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for another number, [`ErrorKind::NeedsInput`] where neither the answer nor the caller names
/// one.
pub(super) fn number(told: Option<&str>, asked: Option<&TrackingNumber>) -> Result<TrackingNumber> {
    let bare = |number: TrackingNumber| super::number::parcel_number(&number).unwrap_or(number);
    let told = match told.map(str::parse::<TrackingNumber>) {
        None => None,
        Some(Ok(number)) => Some(bare(number)),
        Some(Err(_)) => return Err(Error::new(ErrorKind::BadReply, "the parcel's number cannot be read")),
    };
    match (told, asked.cloned().map(bare)) {
        (Some(told), Some(asked)) if told != asked => {
            let text = format!("the answer is about another number than {}", asked.masked());
            Err(Error::new(ErrorKind::BadReply, text))
        }
        (Some(number), _) | (None, Some(number)) => Ok(number),
        (None, None) => {
            let text = "the answer does not name its parcel: decode it with the number that was asked for";
            Err(Error::new(ErrorKind::NeedsInput, text))
        }
    }
}

/// Reads a service out of DPD's codes: its name, or the code of one that has none here.
pub(super) fn service(codes: &[&str]) -> Option<String> {
    let named = codes.iter().find_map(|code| super::codes::service_name(code));
    named.or_else(|| codes.iter().find_map(|code| shown(code))).map(Into::into)
}

/// Marks the events of a parcel whose service brings it back as those of its way back.
pub(super) fn turn(events: &mut [Event], services: &[&str]) {
    if services.iter().any(|code| RETURNS.contains(code)) {
        for event in events.iter_mut().filter(|event| event.state().is_some()) {
            event.leg = Some(Leg::Return);
        }
    }
}

/// A plain "delivered" of a parcel that waited in a shop is its collection there. Events stand oldest first.
pub(super) fn collect(events: &mut [Event], services: &[&str]) {
    let mut waits = services.iter().any(|code| SHOPS.contains(code));
    for event in events {
        match event.state().map(State::status) {
            Some(Status::AvailableForPickup) => waits = true,
            Some(Status::OutForDelivery | Status::Returning) => waits = false,
            Some(Status::Delivered) if waits && event.state() == Some(&Status::Delivered.into()) => {
                event.meaning = delivered::COLLECTED.into();
                event.handed_to = event.handed_to.take().or(Some(HandoverPlace::PickupPoint));
            }
            _ => {}
        }
    }
}

/// Where the parcel waits, while it does. Events stand oldest first.
pub(super) fn pickup(events: &[Event]) -> Option<Box<PickupPoint>> {
    let newest = pickup::waiting(events)?;
    // A depot's number names the depot that scanned, and not the shop.
    let location = newest.location.clone().filter(|place| place.city.is_some());
    let kind = newest.handed_to.clone().or_else(|| pickup::kind(&newest.meaning));
    PickupPoint { kind, location, ..PickupPoint::default() }.non_empty()
}

/// Where the newest delivery says that the parcel was left. Events stand oldest first.
pub(super) fn delivery(events: &[Event]) -> Delivery {
    let is_delivered = |event: &&Event| event.state().map(State::status) == Some(Status::Delivered);
    let handed_to = events.iter().rev().find(is_delivered).and_then(|event| event.handed_to.clone());
    Delivery { handed_to, ..Delivery::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::state::available_for_pickup;

    #[test]
    fn the_last_bracket_is_the_country() {
        let place = |text: &str| place(text).map(|place| place.to_string());
        assert_eq!(place("Puurs (BE)").as_deref(), Some("Puurs, BE"));
        assert_eq!(place("Aalen (Ost) (DE)").as_deref(), Some("Aalen (Ost), DE"));
        assert_eq!(place("Depot 0147 (Nord)").as_deref(), Some("Depot 0147 (Nord)"));
        assert_eq!((place("(BE)").as_deref(), place(" ")), (Some("BE"), None));
    }

    #[test]
    fn what_may_be_personal_is_no_code() {
        for code in ["04", "DELIVERED", "SC_03_OUT_FOR_DELIVERY", "BetweenDepots"] {
            assert_eq!(shown(code), Some(code));
        }
        for odd in ["50667", "05308801410058", "left with Erika", "Köln", "", "KD00000001"] {
            assert_eq!(shown(odd), None, "{odd}");
        }
    }

    #[test]
    fn delivered_after_a_shop_is_collected_unless_a_tour_came_between() {
        let told = |states: &[State]| {
            let mut events: Vec<Event> = states
                .iter()
                .map(|state| Event::new("2026-01-20T12:00:00".parse().unwrap(), state.clone()))
                .collect();
            collect(&mut events, &[]);
            events.last().unwrap().meaning.to_string()
        };
        let (shop, tour, end) = (
            available_for_pickup::PICKUP_POINT,
            State::of(Status::OutForDelivery),
            State::of(Status::Delivered),
        );
        assert_eq!(told(&[shop.clone(), end.clone()]), "delivered.collected");
        assert_eq!(told(&[shop.clone(), tour, end.clone()]), "delivered");
        assert_eq!(told(&[shop, delivered::NEIGHBOUR]), "delivered.neighbour");
        assert_eq!(told(&[end]), "delivered");
    }

    #[test]
    fn an_answer_is_about_the_number_that_was_asked_for() {
        let asked: TrackingNumber = "01476810375209G".parse().unwrap();
        let found = |told: Option<&str>, asked: Option<&TrackingNumber>| {
            number(told, asked).map(String::from).map_err(|error| error.kind())
        };
        assert_eq!(found(None, Some(&asked)), Ok("01476810375209".into()));
        assert_eq!(found(Some("01476810375209"), Some(&asked)), Ok("01476810375209".into()));
        assert_eq!(found(Some("01476810375210"), Some(&asked)), Err(ErrorKind::BadReply));
        assert_eq!(found(Some("?"), Some(&asked)), Err(ErrorKind::BadReply));
        assert_eq!(found(None, None), Err(ErrorKind::NeedsInput));
    }
}
