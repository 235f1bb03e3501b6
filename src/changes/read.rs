//! What a picture says, in the words of this layer. Nothing else here knows the form of entries and witnesses.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{
    Channel, Estimate, EventTime, HandoverPlace, Leg, Meaning, Notice, Parcel, Reason, RefusalKind, Status,
    TimelineEntry, Witness,
};

/// A parcel that nobody has heard of for so long stands still.
const SILENCE: TimeDelta = TimeDelta::days(5);

/// A source that refuses, and has not answered for so long, is stale.
const STALE: TimeDelta = TimeDelta::hours(12);

/// How long before the last moment to collect a parcel somebody is reminded.
const REMINDER: TimeDelta = TimeDelta::days(1);

pub(super) fn leg(entry: &TimelineEntry) -> Option<&Leg> {
    entry.leg().filter(|leg| **leg != Leg::Forward)
}

pub(super) fn reason(entry: &TimelineEntry) -> Option<&Reason> {
    entry.reason()
}

pub(super) fn handed_to(entry: &TimelineEntry) -> Option<&HandoverPlace> {
    entry.handed_to()
}

/// Whether an entry is a line that people would miss.
pub(super) fn is_worth_a_line(entry: &TimelineEntry) -> bool {
    !entry.headline && *entry.meaning() != Meaning::Notice(Some(Notice::Insignificant))
}

/// The time and the code of a telling, to the letter.
pub(super) fn told(witness: &Witness) -> (EventTime, Option<&str>) {
    (witness.event.time, witness.event.code.as_deref())
}

/// When the newest answer of all came.
pub(super) fn heard_at(parcel: &Parcel) -> Option<DateTime<Utc>> {
    parcel.sources.iter().filter_map(|source| source.answered_at).max()
}

/// Since when nobody has heard anything of a parcel that should be moving.
pub(super) fn silent_since(parcel: &Parcel) -> Option<DateTime<Utc>> {
    let status = parcel.status();
    if status.is_final() || !status.is_about_parcel() || status == Status::AvailableForPickup {
        return None;
    }
    let last = parcel.deciding_entry()?.span.latest();
    (parcel.at - last > SILENCE).then_some(last)
}

/// The last moment to collect a parcel that waits to be collected.
pub(super) fn collect_by(parcel: &Parcel) -> Option<(EventTime, DateTime<Utc>)> {
    let pickup = parcel.pickup.as_ref().filter(|_| parcel.status() == Status::AvailableForPickup)?;
    let place = pickup.point.location.as_ref().or(parcel.destination.as_ref());
    pickup.point.collect_by.map(|time| (time, time.resolve(place, None).latest()))
}

/// Whether a parcel should be collected soon.
pub(super) fn is_collection_due(parcel: &Parcel) -> bool {
    collect_by(parcel).is_some_and(|(_, latest)| parcel.at >= latest - REMINDER)
}

/// Whether the time to collect a parcel is over.
pub(super) fn is_collection_over(parcel: &Parcel) -> bool {
    collect_by(parcel).is_some_and(|(_, latest)| parcel.at > latest)
}

/// How a channel stands that has answered before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pulse {
    pub(super) channel: Channel,
    /// When it answered last.
    pub(super) answered: DateTime<Utc>,
    /// Why it does not answer any more.
    pub(super) stale: Option<RefusalKind>,
}

/// The channels that have answered, each once: one that knows the parcel under several numbers is well while it answers
/// for one of them.
pub(super) fn pulses(parcel: &Parcel) -> Vec<Pulse> {
    let mut pulses: Vec<Pulse> = Vec::new();
    for source in &parcel.sources {
        let channel = &source.source.channel;
        let Some(answered) = source.answered_at else { continue };
        let refused = source.refusals.iter().max_by_key(|(_, at)| *at).filter(|(_, at)| *at > answered);
        let stale = refused.filter(|_| parcel.at - answered > STALE).map(|(kind, _)| kind.clone());
        match pulses.iter_mut().find(|pulse| pulse.channel == *channel) {
            Some(pulse) => {
                pulse.stale = pulse.stale.take().and(stale);
                pulse.answered = pulse.answered.max(answered);
            }
            None => pulses.push(Pulse { channel: channel.clone(), answered, stale }),
        }
    }
    pulses
}

/// Whether two estimates name the same interval at the destination.
pub(super) fn is_same_estimate(parcel: &Parcel, a: &Estimate, b: &Estimate) -> bool {
    let interval = |estimate: &Estimate| {
        let of = |time: EventTime| time.resolve(parcel.destination.as_ref(), None);
        (estimate.from.map(|from| of(from).earliest()), of(estimate.to).latest())
    };
    interval(a) == interval(b)
}
