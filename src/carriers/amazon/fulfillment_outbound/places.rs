//! Where a parcel was left: `additionalLocationInfo` and `dropOffLocation`, which refine a delivery and nothing else.

use crate::carriers::amazon::codes::find_by;
use crate::model::state::{available_for_pickup, delivered};
use crate::model::{HandoverPlace, State, Status};

/// A word for a place with what it makes of "delivered".
#[derive(Debug)]
pub(super) struct Place {
    word: &'static str,
    pub(super) state: State,
    pub(super) place: Option<HandoverPlace>,
}

const fn at(word: &'static str, place: HandoverPlace) -> Place {
    Place { word, state: delivered::AT_PLACE, place: Some(place) }
}

const fn row(word: &'static str, state: State, place: Option<HandoverPlace>) -> Place {
    Place { word, state, place }
}

/// `AdditionalLocationInfo` of the [contract], sorted, with what partners' free texts were seen to begin with
/// (<https://github.com/amzn/selling-partner-api-models/issues/257>): `IN_AT_MAILBOX`, `INDIVIDUAL_PICKED_UP_AT_PO` and
/// `TO_ORIGINAL_SENDER`.
///
/// `MC_…` tells age and sex of whoever took the parcel; nobody needs to know more than "a resident".
///
/// [contract]: https://github.com/amzn/selling-partner-api-models/blob/main/models/fulfillment-outbound-api-model/fulfillmentOutbound_2020-07-01.json
const PLACES: &[Place] = &[
    at("AS_INSTRUCTED", HandoverPlace::AsInstructed),
    at("CARPORT", HandoverPlace::Carport),
    at("CUSTOMER_PICKUP", HandoverPlace::CustomerPickup),
    at("DECK", HandoverPlace::Deck),
    at("DOOR_PERSON", HandoverPlace::DoorPerson),
    at("FRONT_DESK", HandoverPlace::FrontDesk),
    at("FRONT_DOOR", HandoverPlace::FrontDoor),
    at("GARAGE", HandoverPlace::Garage),
    at("GUARD", HandoverPlace::Guard),
    row("INDIVIDUAL_PICKED_UP_AT_PO", delivered::COLLECTED, Some(HandoverPlace::PostOffice)),
    at("IN_AT_MAILBOX", HandoverPlace::Mailbox),
    at("MAILBOX", HandoverPlace::Mailbox),
    at("MAIL_ROOM", HandoverPlace::MailRoom),
    at("MAIL_SLOT", HandoverPlace::Letterbox),
    at("MC_BOY", HandoverPlace::Resident),
    at("MC_GIRL", HandoverPlace::Resident),
    at("MC_MAN", HandoverPlace::Resident),
    at("MC_WOMAN", HandoverPlace::Resident),
    row("NEIGHBOR", delivered::NEIGHBOUR, Some(HandoverPlace::Neighbour)),
    at("OFFICE", HandoverPlace::Office),
    at("OUTBUILDING", HandoverPlace::Outbuilding),
    at("PATIO", HandoverPlace::Patio),
    at("PORCH", HandoverPlace::Porch),
    at("REAR_DOOR", HandoverPlace::RearDoor),
    at("RECEIVER", HandoverPlace::Resident),
    at("RECEPTIONIST", HandoverPlace::Reception),
    at("SECURE_LOCATION", HandoverPlace::SecureLocation),
    at("SIDE_DOOR", HandoverPlace::SideDoor),
    row("TO_ORIGINAL_SENDER", State::of(Status::Returned), None),
];

/// `dropOffLocation.type` of both versions, sorted; `LOCKER` is in 2026-07-04 only. Before delivery it is a wish.
const DROP_OFFS: &[Place] = &[
    row("BICYCLE_BASKET", delivered::SAFE_PLACE, None),
    at("DELIVERY_BOX", HandoverPlace::Mailbox),
    row("DO_NOT_LEAVE_UNATTENDED", State::of(Status::Delivered), None),
    row("FALLBACK_NEIGHBOR_DELIVERY", delivered::NEIGHBOUR, Some(HandoverPlace::Neighbour)),
    at("FRONT_DOOR", HandoverPlace::FrontDoor),
    at("GARAGE", HandoverPlace::Garage),
    row("GAS_METER_BOX", delivered::SAFE_PLACE, None),
    // In the locker it still waits for its recipient.
    row("LOCKER", available_for_pickup::LOCKER, Some(HandoverPlace::Locker)),
    at("RECEPTIONIST", HandoverPlace::Reception),
];

/// What an `additionalLocationInfo` means, or a partner's free text that begins with one.
pub(super) fn additional_location(text: &str) -> Option<&'static Place> {
    if let Some(exact) = find_by(PLACES, |row| row.word, text) {
        return Some(exact);
    }
    // The words of the text, so that `OFFICER` is no `OFFICE`.
    let words = |text: &str| {
        let upper = text.to_uppercase();
        upper.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let told: Vec<String> = words(text);
    PLACES
        .iter()
        .filter(|row| {
            let known: Vec<String> = words(row.word);
            told.starts_with(&known)
        })
        .max_by_key(|row| row.word.len())
}

/// What a `dropOffLocation.type` means for a parcel that is delivered.
pub(super) fn drop_off(word: &str) -> Option<&'static Place> {
    find_by(DROP_OFFS, |row| row.word, word)
}

#[cfg(test)]
mod tests {
    use super::super::codes::tests::contract_words;
    use super::*;

    #[test]
    fn places_are_sorted_unique_and_complete() {
        for table in [PLACES, DROP_OFFS] {
            assert!(table.windows(2).all(|pair| pair[0].word < pair[1].word));
            assert!(table.iter().all(|row| row.state.status().is_about_parcel()));
        }
        assert_eq!((PLACES.len(), DROP_OFFS.len()), (26 + 3, 8 + 1));
        for word in contract_words("/definitions/AdditionalLocationInfo/enum") {
            assert!(PLACES.iter().any(|row| row.word == word), "{word}");
        }
        for word in contract_words("/definitions/DropOffLocation/properties/type/enum") {
            assert!(drop_off(&word).is_some(), "{word}");
        }
    }

    #[test]
    fn free_texts_mean_the_place_they_begin_with() {
        let place = |text| additional_location(text).and_then(|row| row.place.clone());
        for text in ["FRONT_DOOR", "FRONT_DOOR/PORCH", "FRONT DOOR/PORCH", "front door"] {
            assert_eq!(place(text), Some(HandoverPlace::FrontDoor), "{text}");
        }
        assert_eq!(place("Office"), Some(HandoverPlace::Office));
        assert_eq!(place("IN/AT MAILBOX"), Some(HandoverPlace::Mailbox));
        assert_eq!(place("INDIVIDUAL PICKED UP AT PO"), Some(HandoverPlace::PostOffice));
        assert_eq!(place("MC_GIRL"), Some(HandoverPlace::Resident));
        for text in ["Inside Delivery", "Officer Miller", "", "/"] {
            assert_eq!(place(text), None, "{text}");
        }
        assert_eq!(additional_location("TO ORIGINAL SENDER").unwrap().state.status(), Status::Returned);
    }
}
