//! What a picture says, in the words of this layer. Nothing else here knows the form of entries and witnesses.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{
    Action, ActionRequired, Actor, Channel, Estimate, EventTime, HandoverPlace, Leg, Meaning, Notice, Parcel,
    Pickup, Reason, RefusalKind, Silence, SilenceKind, Source, SourceState, Standing, TimelineEntry, Witness,
};

pub(super) fn leg(entry: &TimelineEntry) -> Option<&Leg> {
    entry.leg().filter(|leg| **leg != Leg::Forward)
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

/// The leg that a telling names; one that it does not name is the forward one.
pub(super) fn told_leg(witness: &Witness) -> Option<&Leg> {
    witness.event.leg.as_ref().filter(|leg| **leg != Leg::Forward)
}

/// When each event and each estimate was told first and last.
pub(super) fn sights(parcel: &Parcel) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    let witnesses = parcel.entries.iter().flat_map(|entry| &entry.witnesses);
    let events = witnesses.map(|witness| (witness.first_seen, witness.last_seen));
    events.chain(parcel.estimates.iter().map(|revision| (revision.first_seen, revision.last_seen)))
}

/// When each source answered last.
pub(super) fn answered(parcel: &Parcel) -> impl Iterator<Item = (&Source, Option<DateTime<Utc>>)> {
    parcel.sources.iter().map(|source| (&*source.source, source.answered_at))
}

/// When the newest answer of all came.
pub(super) fn heard_at(parcel: &Parcel) -> Option<DateTime<Utc>> {
    parcel.sources.iter().filter_map(|source| source.answered_at).max()
}

/// The silence about a parcel, where it is long and has become so since a moment.
pub(super) fn long_silence(parcel: &Parcel, since: DateTime<Utc>) -> Option<&Silence> {
    let silence = parcel.silence.as_ref().filter(|silence| silence.kind == SilenceKind::Long)?;
    let over = TimeDelta::minutes(silence.minutes - silence.long_after_minutes?);
    (parcel.at.checked_sub_signed(over)? >= since).then_some(silence)
}

/// The place where a parcel waits now.
pub(super) fn waiting(parcel: &Parcel) -> Option<&Pickup> {
    parcel.pickup.as_deref().filter(|pickup| pickup.is_waiting)
}

/// Whether the time to collect a parcel is over.
pub(super) fn is_expired(parcel: &Parcel) -> bool {
    parcel.pickup.as_ref().is_some_and(|pickup| pickup.is_expired)
}

/// What the recipient or the sender must do, and which entry says so. What the carrier must do is not theirs to hear.
pub(super) fn action(parcel: &Parcel) -> Option<(&ActionRequired, usize)> {
    let action = parcel.action_required.as_deref().filter(|action| action.actor != Actor::Carrier)?;
    action.entry.map(|entry| (action, entry))
}

/// Whether what must be done is told by the wait itself.
pub(super) fn is_told_by_wait(action: &ActionRequired) -> bool {
    action.what == Action::Collect && action.actor == Actor::Recipient
}

/// Why an estimate took the place of another one.
pub(super) fn reason_of_estimate(parcel: &Parcel, estimate: &Estimate) -> Option<Reason> {
    let revisions = parcel.estimates.iter().rev().filter(|revision| revision.estimate == *estimate);
    revisions.flat_map(|revision| revision.reason.clone()).next()
}

/// When the parcel was first heard of, where another one had its number before. What was said until then beside the events
/// is about that one.
pub(super) fn began(parcel: &Parcel) -> Option<DateTime<Utc>> {
    let earlier = parcel.entries.iter().rposition(|entry| entry.standing == Standing::EarlierParcel)?;
    let later = parcel.entries.iter().skip(earlier);
    let of_this = later.skip_while(|entry| entry.standing != Standing::Counted);
    of_this.flat_map(|entry| &entry.witnesses).map(|witness| witness.first_seen).min()
}

/// Whether a source ever told an estimate of this parcel.
pub(super) fn knows_estimate(parcel: &Parcel, estimate: &Estimate) -> bool {
    parcel.estimates.iter().any(|revision| revision.estimate == *estimate)
}

/// How a channel stands that has answered before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pulse {
    pub(super) channel: Channel,
    /// When it answered last.
    pub(super) answered: DateTime<Utc>,
    /// Whether that is too long ago.
    pub(super) is_stale: bool,
    /// Why it does not answer, where it was asked.
    pub(super) refusal: Option<RefusalKind>,
}

/// The channels that have answered, each once: one that knows the parcel under several numbers is well while it answers
/// for one of them.
pub(super) fn pulses(parcel: &Parcel) -> Vec<Pulse> {
    let mut pulses: Vec<Pulse> = Vec::new();
    for source in &parcel.sources {
        let channel = &source.source.channel;
        let Some(answered) = source.answered_at else { continue };
        let is_stale = source.is_stale(parcel.at);
        let refusal = match &source.belief {
            SourceState::Failing { refusal, .. } => Some(refusal.clone()),
            _ => None,
        };
        match pulses.iter_mut().find(|pulse| pulse.channel == *channel) {
            Some(pulse) => {
                pulse.is_stale = pulse.is_stale && is_stale;
                pulse.refusal = pulse.refusal.take().or(refusal);
                pulse.answered = pulse.answered.max(answered);
            }
            None => pulses.push(Pulse { channel: channel.clone(), answered, is_stale, refusal }),
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
