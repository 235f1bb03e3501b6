//! What the new stretch of a parcel's path means, and what is no longer true of the old one.
//!
//! A change is told for an event that the earlier picture had not heard of, never for one that it had: where known events
//! alone make another state, because one of them was taken back or a new one puts them in another light, that is a
//! correction.

use super::change::{Change, Deciding};
use super::kind::ChangeKind;
use super::path::{Stop, path};
use super::{Diff, key, read};
use crate::model::state::{delivered, exception, failed, in_transit};
use crate::model::{
    Action, ActionRequired, CarrierId, CarrierLeg, EventTime, HandoverPlace, Leg, Role, Standing, State,
    Status, TimelineEntry, state::attempt_failed::OUT_OF_TIME,
};

/// What became of the parcel's state, oldest first, corrections before all.
pub(super) fn moves(diff: &Diff<'_>) -> Vec<Change> {
    let story = Story::of(diff);
    let correction = story.correction();
    let mut changes: Vec<Change> = correction.into_iter().collect();
    let is_corrected = !changes.is_empty();
    let (news, is_asked) = story.news();
    // A correction tells the new state already.
    changes
        .extend(news.into_iter().filter(|change| !is_corrected || change.kind != ChangeKind::StatusChanged));
    if !is_asked {
        changes.extend(story.asked_anew());
    }
    if changes.is_empty() {
        changes.extend(story.detail());
    }
    changes
}

/// That the timeline has new lines.
pub(super) fn new_events(diff: &Diff<'_>) -> Option<Change> {
    let is_line = |entry: &TimelineEntry| entry.standing == Standing::Counted && read::is_worth_a_line(entry);
    let entries = diff.after.entries.iter().enumerate();
    let lines: Vec<usize> = entries
        .filter(|(index, entry)| is_line(entry) && diff.is_new_line(*index))
        .map(|(index, _)| index)
        .collect();
    let newest = *lines.last()?;
    let state = diff.after.entries.get(newest).and_then(TimelineEntry::state).cloned();
    let kind = ChangeKind::NewEvents { count: lines.len(), newest: state };
    let mut change = diff.change(kind, &Deciding::Entry(newest));
    change.causes = diff.causes(&lines);
    Some(change)
}

struct Story<'d, 'p> {
    diff: &'d Diff<'p>,
    /// The path in the later picture.
    path: Vec<Stop>,
    /// The place on it, in entries, of what had decided the status in the earlier picture; none where that does not stand
    /// on the path any more.
    place: Option<usize>,
    /// What had decided the status in the earlier picture, as an entry there and one in the later picture.
    decided: Option<(usize, Option<usize>)>,
    /// The last place in the path where the status changed.
    current: Option<usize>,
    is_same: bool,
}

impl<'d, 'p> Story<'d, 'p> {
    fn of(diff: &'d Diff<'p>) -> Self {
        let (old, path) = (path(diff.before), path(diff.after));
        let decided = old.iter().rev().find(|stop| stop.has_moved()).map(|stop| stop.entry);
        let decided = decided.map(|entry| (entry, diff.keys.find(diff.old_keys.of_entry(entry))));
        let place = decided.and_then(|(_, now)| now).filter(|now| path.iter().any(|stop| stop.entry == *now));
        let current = path.iter().rposition(Stop::has_moved);
        let is_same = decided.is_some() && diff.before.status() == diff.after.status();
        Self { diff, path, place, decided, current, is_same }
    }

    /// Whether a stop lies beyond where the earlier picture had ended.
    fn is_onward(&self, stop: &Stop) -> bool {
        self.place.map_or(!self.is_same, |place| stop.entry > place)
    }

    /// Whether what decides the status now is news.
    fn is_current_news(&self) -> bool {
        let current = self.current.and_then(|index| self.path.get(index));
        current.is_some_and(|stop| self.is_onward(stop) && self.diff.is_news(stop.entry))
    }

    /// What is new on the path, and whether that tells what must be done now.
    fn news(&self) -> (Vec<Change>, bool) {
        let is_told = |stop: &Stop| {
            let moves = self.is_onward(stop) && (self.is_current_news() || !self.is_same);
            self.diff.is_news(stop.entry) && (moves || !stop.has_moved())
        };
        let (mut changes, mut customs, mut attempts) = (Vec::new(), Customs::default(), Vec::new());
        let mut legs = self.new_legs();
        let mut is_asked = false;
        for (index, stop) in self.path.iter().enumerate() {
            let border = customs.pass(&stop.to);
            if !is_told(stop) {
                continue;
            }
            let Some(entry) = self.diff.after.entries.get(stop.entry) else { continue };
            // What lies before the watch may be about another parcel with the same number.
            let earlier: Vec<&Stop> = self
                .path
                .iter()
                .take(index)
                .filter(|stop| self.diff.is_current(self.diff.after, stop.entry))
                .collect();
            let mut kinds: Vec<ChangeKind> = border.into_iter().collect();
            kinds.extend(self.special(stop, entry));
            let action = self.action(stop);
            is_asked = is_asked || action.is_some();
            kinds.extend(self.attempt(stop, entry, &mut attempts));
            let is_only = kinds.is_empty() && action.is_none();
            kinds.extend(self.ordinary(stop, entry, &earlier, is_only));
            kinds.extend(action);
            if !kinds.iter().any(|kind| matches!(kind, ChangeKind::LegStarted { .. })) {
                let begun = legs.iter().position(|carrier| is_told_by(entry, carrier));
                let carrier = begun.map(|index| legs.remove(index));
                kinds
                    .extend(carrier.map(|carrier| ChangeKind::LegStarted { carrier: Some(carrier.clone()) }));
            }
            for kind in kinds {
                changes.push(self.told(kind, stop, &earlier));
            }
        }
        (changes, is_asked)
    }

    fn told(&self, kind: ChangeKind, stop: &Stop, earlier: &[&Stop]) -> Change {
        let is_first = self.path.first().is_some_and(|first| first.entry == stop.entry);
        let from = if is_first { self.diff.before.state.clone() } else { stop.from.clone() };
        let last = self.current.and_then(|index| self.path.get(index));
        Change {
            from,
            to: stop.to.clone(),
            first_in_state: stop.has_moved()
                && earlier.iter().all(|other| other.to.status() != stop.to.status()),
            superseded: last.is_some_and(|last| last.entry > stop.entry),
            ..self.diff.change(kind, &Deciding::Entry(stop.entry))
        }
    }

    /// The carriers that have begun their parts since, except for the first one, which was handed the parcel.
    fn new_legs(&self) -> Vec<&'p CarrierId> {
        let has_begun = |leg: &&CarrierLeg| leg.begins.is_some() && leg.direction == Leg::Forward;
        let same = |a: &CarrierLeg, b: &CarrierLeg| a.carrier == b.carrier && a.number == b.number;
        let known: Vec<&CarrierLeg> = self.diff.before.legs.iter().filter(has_begun).collect();
        let begun = self.diff.after.legs.iter().filter(has_begun).skip(1);
        begun.filter(|leg| known.iter().all(|known| !same(known, leg))).map(|leg| &leg.carrier).collect()
    }

    /// What a finer state means beyond its status.
    fn special(&self, stop: &Stop, entry: &TimelineEntry) -> Option<ChangeKind> {
        let Stop { from, to, .. } = stop;
        match () {
            () if from == to => None,
            () if *to == in_transit::HANDED_TO_PARTNER => {
                let carrier = entry.sources().find(|source| source.role == Role::Carrier);
                let carrier = carrier.map(|source| source.channel.carrier().clone());
                Some(ChangeKind::LegEnded { carrier })
            }
            () if *to == in_transit::PARTNER_RECEIVED => {
                Some(ChangeKind::LegStarted { carrier: self.diff.after.carrier.clone() })
            }
            () => None,
        }
    }

    /// What must be done now, where this stop asks for it and the earlier picture did not.
    fn action(&self, stop: &Stop) -> Option<ChangeKind> {
        let (action, entry) = read::action(self.diff.after)?;
        let is_anew = stop.has_moved() || !self.was_asked(action);
        (entry == stop.entry && is_anew && !read::is_told_by_wait(action)).then(|| asked(action))
    }

    fn was_asked(&self, action: &ActionRequired) -> bool {
        let before = read::action(self.diff.before);
        before.is_some_and(|(before, _)| before.actor == action.actor && before.what == action.what)
    }

    /// What must be done now, where nothing new on the path asks for it: an event is known more exactly than before, or
    /// counts again.
    fn asked_anew(&self) -> Option<Change> {
        let (action, entry) = read::action(self.diff.after)?;
        let is_told = self.was_asked(action) || read::is_told_by_wait(action);
        if is_told || !self.diff.is_current(self.diff.after, entry) {
            return None;
        }
        let (change, _) = self.by_turn(asked(action));
        Some(Change { causes: self.diff.causes(&[entry]), ..change })
    }

    /// A failed attempt, if it is one that was not counted yet.
    fn attempt(&self, stop: &Stop, entry: &TimelineEntry, told: &mut Vec<usize>) -> Option<ChangeKind> {
        if stop.to.status() != Status::AttemptFailed || entry.state() == Some(&OUT_OF_TIME) {
            return None;
        }
        let (day, leg) = (entry.span.day(), read::leg(entry));
        let attempts = &self.diff.after.attempts;
        let index = attempts.iter().position(|attempt| attempt.day == day && attempt.leg.as_ref() == leg)?;
        let attempt = attempts.get(index)?;
        let is_known = self.diff.before.attempts.iter().any(|a| a.day == day && a.leg == attempt.leg);
        if is_known || told.contains(&index) {
            return None;
        }
        told.push(index);
        let next = attempt.next.as_ref().and_then(|next| next.estimate.clone());
        Some(ChangeKind::AttemptFailed { attempt: attempt.number, reason: attempt.reason.clone(), next })
    }

    /// What a stop means by its status.
    fn ordinary(
        &self,
        stop: &Stop,
        entry: &TimelineEntry,
        earlier: &[&Stop],
        is_only: bool,
    ) -> Option<ChangeKind> {
        let status = stop.to.status();
        let other = is_only.then_some(ChangeKind::StatusChanged);
        if !stop.has_moved() {
            // One problem is not another.
            return other.filter(|_| status == Status::Exception && stop.from != stop.to);
        }
        match status {
            Status::InfoReceived => Some(ChangeKind::Announced),
            Status::InTransit if earlier.iter().all(|other| other.to.status() == Status::InfoReceived) => {
                Some(ChangeKind::HandedToCarrier)
            }
            Status::OutForDelivery => Some(ChangeKind::OutForDelivery),
            Status::AvailableForPickup => Some(self.ready()),
            Status::Delivered => Some(self.delivered(stop, entry)),
            Status::Returning => Some(ChangeKind::Returning),
            Status::Returned => Some(ChangeKind::Returned),
            Status::Cancelled => Some(ChangeKind::Cancelled),
            Status::Failed if LOST.contains(&stop.to) => Some(ChangeKind::Lost),
            Status::Failed => Some(ChangeKind::Failed),
            _ => other,
        }
    }

    fn ready(&self) -> ChangeKind {
        let mut point = self.diff.after.pickup.as_ref().map(|pickup| pickup.point.clone());
        // Who is told of a change need not be who may open the locker.
        if let Some(point) = &mut point {
            point.access_code = None;
        }
        let until = point.as_ref().and_then(|point| point.collect_by);
        ChangeKind::ReadyForPickup { point: point.map(Box::new), until }
    }

    fn delivered(&self, stop: &Stop, entry: &TimelineEntry) -> ChangeKind {
        let proof = self.diff.after.delivery.as_ref();
        let place = read::handed_to(entry).or(proof.and_then(|proof| proof.handed_to.as_ref())).cloned();
        let by_state = || PLACES.iter().find(|(state, _)| *state == stop.to).map(|(_, place)| place.clone());
        let has_signature = proof.is_some_and(|p| p.signed_by.is_some() || p.signature_url.is_some());
        ChangeKind::Delivered {
            place: place.or_else(by_state),
            signed: has_signature || stop.to == delivered::SIGNED,
            late_minutes: self.diff.after.delay.as_ref().map(|delay| delay.minutes),
        }
    }

    /// That what was told is no longer true.
    fn correction(&self) -> Option<Change> {
        let diff = self.diff;
        let Some((was, now)) = self.decided else { return self.back_again() };
        // What is older than the watch was never told.
        if self.is_same || !diff.is_current(diff.before, was) {
            return None;
        }
        let is_taken_back = now
            .and_then(|entry| diff.after.entries.get(entry))
            .is_some_and(|entry| entry.standing != Standing::Counted);
        let is_undelivered = diff.before.status() == Status::Delivered && !diff.after.is_returning;
        if !is_taken_back && !is_undelivered && self.is_current_news() {
            return None;
        }
        let kind = match is_undelivered {
            true => ChangeKind::DeliveryRetracted { delivered_at: self.delivered_at(was) },
            false => ChangeKind::Corrected,
        };
        Some(self.by_turn(kind).0)
    }

    /// That what was taken back counts again, where nothing was left to decide meanwhile.
    fn back_again(&self) -> Option<Change> {
        let stop = self.current.and_then(|index| self.path.get(index))?;
        let is_told = self.is_current_news() || !self.diff.is_current(self.diff.after, stop.entry);
        (!is_told).then(|| self.by_turn(ChangeKind::Corrected).0)
    }

    fn delivered_at(&self, entry: usize) -> Option<EventTime> {
        let before = self.diff.before;
        before.delivered_at.or_else(|| before.entries.get(entry).map(|entry| entry.time))
    }

    /// A change whose cause is all that turned between the pictures, and those entries.
    fn by_turn(&self, kind: ChangeKind) -> (Change, Vec<usize>) {
        let diff = self.diff;
        let key::Turned { text, entries, are_new } =
            key::turned((diff.before, &diff.old_keys), (diff.after, &diff.keys));
        let mut text = format!("{}>{}|{text}", diff.before.state, diff.after.state);
        // What was known before may turn more than once.
        if !are_new {
            text += &diff.heard();
        }
        let mut change = diff.change(kind, &Deciding::Values(&text));
        change.causes = diff.causes(&entries);
        (change, entries)
    }

    /// That the state is known more exactly than before: delivered, and now also to whom.
    fn detail(&self) -> Option<Change> {
        let (before, after) = (&self.diff.before.state, &self.diff.after.state);
        let tells = matches!(
            after.status(),
            Status::Exception
                | Status::AvailableForPickup
                | Status::Delivered
                | Status::Returning
                | Status::Returned
                | Status::Cancelled
                | Status::Failed
        );
        let is_finer = self.is_same && tells && after.substatus().is_some() && before != after;
        let decided = self.path.last()?.entry;
        if !is_finer {
            return None;
        }
        let (change, turned) = self.by_turn(ChangeKind::StatusChanged);
        let told = if turned.is_empty() { vec![decided] } else { turned };
        let is_current = told.iter().any(|entry| self.diff.is_current(self.diff.after, *entry));
        let causes = self.diff.causes(&told);
        is_current.then_some(Change { causes, ..change })
    }
}

fn asked(action: &ActionRequired) -> ChangeKind {
    let ActionRequired { actor, what, by, .. } = action.clone();
    match what {
        Action::PayDuties | Action::ProvideDocuments => ChangeKind::CustomsActionNeeded { actor, what, by },
        what => ChangeKind::ActionRequired { actor, what, by },
    }
}

fn is_told_by(entry: &TimelineEntry, carrier: &CarrierId) -> bool {
    entry.sources().any(|source| source.role == Role::Carrier && source.channel.carrier() == carrier)
}

/// Whether the parcel is at customs, along its path.
#[derive(Default)]
struct Customs {
    is_there: bool,
    has_left: bool,
}

impl Customs {
    /// Goes on to the next state, and tells where that crosses customs.
    fn pass(&mut self, state: &State) -> Option<ChangeKind> {
        if AT_CUSTOMS.contains(state) {
            let is_news = !std::mem::replace(&mut self.is_there, true);
            return is_news.then_some(ChangeKind::CustomsStarted);
        }
        if *state != in_transit::CUSTOMS_CLEARED {
            return None;
        }
        let is_news = std::mem::take(&mut self.is_there) || !self.has_left;
        self.has_left = true;
        is_news.then_some(ChangeKind::CustomsCleared)
    }
}

/// In the hands of customs, without anybody having to act.
const AT_CUSTOMS: &[State] = &[
    in_transit::CUSTOMS_STARTED,
    in_transit::CUSTOMS_PROCESSING,
    exception::HELD_BY_CUSTOMS,
    exception::HELD_EXPORT_CUSTOMS,
    exception::HELD_IMPORT_CUSTOMS,
];

const LOST: &[State] = &[failed::LOST, failed::LOST_OR_DAMAGED, failed::LOST_OR_DESTROYED, failed::DESTROYED];

/// Where a delivery went, where only its state tells.
const PLACES: &[(State, HandoverPlace)] = &[
    (delivered::NEIGHBOUR, HandoverPlace::Neighbour),
    (delivered::MAILBOX, HandoverPlace::Mailbox),
    (delivered::PO_BOX, HandoverPlace::PoBox),
];
