//! Where a parcel waits to be collected, since when and until when.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Basis, Journey};
use crate::model::{
    EventTime, HandoverPlace, Pickup, PickupPoint, Span, State, TimelineEntry, ZoneSource,
    state::available_for_pickup, state::exception, state::returning,
};

/// The pick-up; none where no source tells a place and the parcel never lay ready.
pub(super) fn pickup(basis: &Basis<'_, '_>, journey: &Journey) -> Option<Pickup> {
    let ready = journey.ready.and_then(|index| basis.entries.get(index));
    if basis.point.is_none() && ready.is_none() {
        return None;
    }
    let mut point = basis.point.cloned().unwrap_or_default();
    if let Some(ready) = ready {
        complete(&mut point, ready);
    }
    let last_day = point.collect_by.map(|by| span(basis, &point, &by));
    let is_waiting = journey.is_waiting;
    let is_over = last_day.is_some_and(|last| last.latest() < basis.at);
    let is_unclaimed = *basis.state == exception::UNCLAIMED || *basis.state == returning::UNCLAIMED;
    Some(Pickup {
        ready_since: ready.map(|entry| entry.time),
        is_waiting,
        days_left: last_day.filter(|_| is_waiting).map(|last| days_left(&last, basis.at)),
        is_expired: is_waiting && is_over || is_unclaimed,
        point,
    })
}

/// What the place's own description leaves out, the entry that told of the wait may tell.
fn complete(point: &mut PickupPoint, ready: &TimelineEntry) {
    let kind = || ready.handed_to().cloned().or_else(|| ready.state().and_then(kind_of));
    point.kind = point.kind.take().or_else(kind);
    point.location = point.location.take().or_else(|| ready.location().cloned());
}

fn kind_of(state: &State) -> Option<HandoverPlace> {
    match () {
        () if *state == available_for_pickup::LOCKER => Some(HandoverPlace::Locker),
        () if *state == available_for_pickup::PICKUP_POINT => Some(HandoverPlace::PickupPoint),
        () if *state == available_for_pickup::POST_OFFICE => Some(HandoverPlace::PostOffice),
        () => None,
    }
}

/// What a time at the pick-up point can mean: by the point's own place, else at the destination.
fn span(basis: &Basis<'_, '_>, point: &PickupPoint, time: &EventTime) -> Span {
    let place = point.location.as_ref().filter(|place| place.country.is_some());
    time.resolve(place.or(basis.destination), basis.home)
}

/// Whole days of the calendar from a moment to the last day, by that day's clock.
fn days_left(last: &Span, at: DateTime<Utc>) -> i64 {
    last.day().signed_duration_since(day_by_clock_of(last, at)).num_days().max(0)
}

/// The day of a moment by the clock of another time; where its zone is not known, in UTC.
fn day_by_clock_of(span: &Span, at: DateTime<Utc>) -> NaiveDate {
    let utc = at.naive_utc();
    if span.zone() == ZoneSource::Unknown {
        return utc.date();
    }
    let ahead = span.local().signed_duration_since(span.earliest().naive_utc());
    utc.checked_add_signed(ahead).unwrap_or(utc).date()
}
