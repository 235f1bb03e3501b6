//! Failed attempts: one a day and leg, with what is known of the next.

use chrono::{DateTime, Utc};

use super::estimates::Told;
use super::{Basis, first_seen, reasons};
use crate::model::{
    Attempt, Leg, NextAttempt, Reason, Span, Standing, State, Status, TimelineEntry, state::attempt_failed,
    state::in_transit,
};

/// An attempt in the making.
struct Found {
    attempt: Attempt,
    span: Span,
    first_seen: Option<DateTime<Utc>>,
    /// What a substatus says, where no entry tells a reason.
    implied: Option<Reason>,
}

/// Failed attempts, oldest first. A tour that ended before the stop was no attempt.
pub(super) fn attempts(basis: &Basis<'_, '_>, told: &[Told<'_>]) -> Vec<Attempt> {
    let mut found: Vec<Found> = Vec::new();
    for (index, entry) in basis.entries.iter().enumerate() {
        let Some(state) = entry.state().filter(|_| entry.standing == Standing::Counted) else { continue };
        match state.status() {
            Status::AttemptFailed if *state != attempt_failed::OUT_OF_TIME => {
                add(&mut found, index, entry, state);
            }
            Status::InTransit if announces(state) => {
                let leg = leg_of(entry);
                if let Some(last) = found.iter_mut().rfind(|found| found.attempt.leg.as_ref() == leg) {
                    let next = last.attempt.next.get_or_insert(NextAttempt { estimate: None, entry: None });
                    next.entry = next.entry.or(Some(index));
                }
            }
            _ => {}
        }
    }
    expect(basis, told, &mut found);
    found
        .into_iter()
        .map(|found| Attempt { reason: found.attempt.reason.or(found.implied), ..found.attempt })
        .collect()
}

fn add(found: &mut Vec<Found>, index: usize, entry: &TimelineEntry, state: &State) {
    let (day, leg) = (entry.span.day(), leg_of(entry));
    let implied = reasons::by_state(entry);
    let counted = counted(state);
    if let Some(same) = found.iter_mut().find(|f| f.attempt.day == day && f.attempt.leg.as_ref() == leg) {
        let attempt = &mut same.attempt;
        attempt.reason = attempt.reason.take().or_else(|| entry.reason().cloned());
        attempt.number = attempt.number.max(counted);
        same.implied = same.implied.take().or(implied);
        return;
    }
    let before = found.iter().filter(|f| f.attempt.leg.as_ref() == leg).map(|f| f.attempt.number).max();
    found.push(Found {
        attempt: Attempt {
            number: before.unwrap_or_default().saturating_add(1).max(counted),
            day,
            time: entry.time,
            entry: index,
            leg: leg.cloned(),
            reason: entry.reason().cloned(),
            next: None,
        },
        span: entry.span,
        first_seen: first_seen(entry),
        implied,
    });
}

fn leg_of(entry: &TimelineEntry) -> Option<&Leg> {
    entry.leg().filter(|leg| **leg != Leg::Forward)
}

/// Which attempt a source says that it was; 1 where it does not say.
fn counted(state: &State) -> u32 {
    match () {
        () if *state == attempt_failed::SECOND_ATTEMPT => 2,
        () if *state == attempt_failed::THIRD_ATTEMPT => 3,
        () => 1,
    }
}

/// Whether a state announces an attempt.
fn announces(state: &State) -> bool {
    *state == in_transit::DELIVERY_SCHEDULED || *state == in_transit::DELIVERY_RESCHEDULED
}

/// Gives each attempt on the way to the recipient the newest estimate of a later day that was told after it and before
/// the next one.
fn expect(basis: &Basis<'_, '_>, told: &[Told<'_>], found: &mut [Found]) {
    if told.is_empty() {
        return;
    }
    for index in 0..found.len() {
        let (before, after) = found.split_at_mut(index + 1);
        let Some(this) = before.last_mut().filter(|found| found.attempt.leg.is_none()) else { continue };
        let next = after.iter().find(|found| found.attempt.leg.is_none());
        let until = next.and_then(|next| next.first_seen);
        let estimate = told
            .iter()
            .filter(|told| Some(told.sight.first) >= this.first_seen)
            .filter(|told| until.is_none_or(|until| told.sight.first < until))
            .filter(|told| {
                // Where a source says when it made the estimate, it must have made it since.
                let made = told.estimate.made_at.as_ref().map(|made| basis.span(made));
                told.end.latest() > this.span.latest()
                    && told.end.is_on_later_day(&this.span)
                    && !made.is_some_and(|made| made.is_certainly_before(&this.span))
            })
            .max_by_key(|told| (told.sight.first, told.estimate));
        if let Some(told) = estimate {
            let next = this.attempt.next.get_or_insert(NextAttempt { estimate: None, entry: None });
            next.estimate = Some(told.estimate.clone());
        }
    }
}
