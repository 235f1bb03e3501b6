//! What follows from the timeline: estimates with their history, timeliness, silence, attempts, pick-up, milestones, legs
//! and what must be done.
//!
//! Each file holds one theme, as pure functions over the entries, the deciding ones among them and what sources say
//! beside their events. One pass over the entries, [`Journey`], serves them all.

use chrono::{DateTime, TimeDelta, Utc};

use super::machine::Run;
use super::own::Own;
use crate::model::{
    ActionRequired, Attempt, CarrierLeg, Delay, Estimate, EstimateRevision, EventTime, Location, Milestone,
    Pickup, PickupPoint, Silence, Span, State, Status, TimelineEntry, Timeliness, Zone,
};

mod journey;
mod reasons;
mod estimates;
mod timeliness;
mod silence;
mod attempts;
mod pickup;
mod milestones;
mod legs;
mod action;

use journey::Journey;

/// What the facts are derived from.
#[derive(Debug)]
pub(super) struct Basis<'a, 'h> {
    pub(super) at: DateTime<Utc>,
    pub(super) entries: &'a [TimelineEntry],
    pub(super) run: &'a Run,
    /// What was told before is about another parcel, which had the number before.
    pub(super) began: DateTime<Utc>,
    /// The state of the parcel, also where no entry decided it.
    pub(super) state: &'a State,
    /// The time of the entry that delivered the parcel is only borrowed.
    pub(super) delivery_time_is_borrowed: bool,
    pub(super) own: &'a [Own<'h>],
    /// The state that each source's own words give, in the order of `own`.
    pub(super) states: Vec<Option<&'a State>>,
    /// Where the parcel goes.
    pub(super) destination: Option<&'h Location>,
    /// The zone in which the most trusted source writes.
    pub(super) home: Option<Zone>,
    /// Where it waits, as the most trusted source describes it.
    pub(super) point: Option<&'h PickupPoint>,
}

impl Basis<'_, '_> {
    fn status(&self) -> Status {
        self.state.status()
    }

    fn is_returning(&self) -> bool {
        self.run.position.returning
    }

    fn decided(&self) -> Option<&TimelineEntry> {
        self.entries.get(self.run.decided_by?)
    }

    /// What a time at the destination can mean.
    fn span(&self, time: &EventTime) -> Span {
        time.resolve(self.destination, self.home)
    }
}

/// All that is derived.
#[derive(Debug)]
pub(super) struct Derived {
    pub(super) estimate: Option<Estimate>,
    pub(super) first_promise: Option<Estimate>,
    pub(super) estimates: Vec<EstimateRevision>,
    pub(super) timeliness: Timeliness,
    pub(super) delay: Option<Box<Delay>>,
    pub(super) silence: Option<Silence>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) pickup: Option<Box<Pickup>>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) progress: u8,
    pub(super) legs: Vec<CarrierLeg>,
    pub(super) action_required: Option<Box<ActionRequired>>,
}

/// Derives everything.
pub(super) fn derive(basis: &Basis<'_, '_>) -> Derived {
    let journey = Journey::of(basis);
    let told = estimates::told(basis);
    let first_promise = estimates::first_promise(&told);
    let is_coming = !basis.status().is_final() && !basis.is_returning();
    let estimate = estimates::current(basis, &told).filter(|_| is_coming);
    let (timeliness, delay) = timeliness::timeliness(basis, &journey, first_promise, estimate);
    let attempts = attempts::attempts(basis, &told);
    let pickup = pickup::pickup(basis, &journey);
    Derived {
        estimate: estimate.map(|told| told.estimate.clone()),
        first_promise: first_promise.map(|told| told.estimate.clone()),
        estimates: estimates::revisions(basis, &told),
        timeliness,
        delay: delay.map(Box::new),
        silence: silence::silence(basis, &journey),
        milestones: milestones::milestones(basis, &journey),
        progress: milestones::progress(basis, &journey),
        legs: legs::legs(basis, &journey),
        action_required: action::required(basis, &attempts, pickup.as_ref()).map(Box::new),
        attempts,
        pickup: pickup.map(Box::new),
    }
}

/// When an entry was first told to us.
fn first_seen(entry: &TimelineEntry) -> Option<DateTime<Utc>> {
    entry.witnesses.iter().map(|witness| witness.first_seen).min()
}

/// Whole minutes from one moment to a later one.
fn minutes_between(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    to.signed_duration_since(from).num_minutes()
}

/// A moment some time before another one; at the beginning of the calendar, that.
fn before(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC)
}
