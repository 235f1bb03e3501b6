//! Where a parcel waits for its recipient, by what its events say.

use crate::model::{Event, HandoverPlace, Meaning, State, Status};

/// The newest event, if by it the parcel waits. Events stand oldest first.
pub(super) fn waiting(events: &[Event]) -> Option<&Event> {
    let newest = events.iter().rev().find(|event| event.moves())?;
    Some(newest).filter(|event| event.state().map(State::status) == Some(Status::AvailableForPickup))
}

/// The kind of place that a meaning names.
pub(super) fn kind(meaning: &Meaning) -> Option<HandoverPlace> {
    match meaning.words().1? {
        "locker" => Some(HandoverPlace::Locker),
        "pickup_point" => Some(HandoverPlace::PickupPoint),
        "post_office" => Some(HandoverPlace::PostOffice),
        _ => None,
    }
}
