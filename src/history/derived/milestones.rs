//! The stations that people expect, and how far the parcel is.

use super::{Basis, Journey};
use crate::model::{Milestone, MilestoneKind, Reached, Rule, Status, TimelineEntry, state::delivered};

/// The stations in the order of life.
pub(super) fn milestones(basis: &Basis<'_, '_>, journey: &Journey) -> Vec<Milestone> {
    let was_collected = *basis.state == delivered::COLLECTED;
    let has_pickup = journey.collectable.is_some() || was_collected;
    let is_delivered = journey.delivered.is_some();
    let was_ready = journey.collectable.is_some() || is_delivered && has_pickup;
    let was_out = journey.out.is_some() || journey.was_attempted;
    let is_shipped =
        journey.shipped.is_some() || was_out || was_ready || is_delivered || journey.turned.is_some();

    let mut list = List { basis, milestones: Vec::with_capacity(7) };
    // Each station with whether something beyond it was reached.
    list.station(MilestoneKind::Ordered, journey.ordered, is_shipped || basis.decided().is_some());
    list.station(MilestoneKind::Shipped, journey.shipped, is_shipped);
    if was_out || !has_pickup {
        list.station(MilestoneKind::OutForDelivery, journey.out, was_out || is_delivered);
    }
    if has_pickup {
        list.station(MilestoneKind::ReadyForPickup, journey.collectable, was_ready);
    }
    list.station(MilestoneKind::Delivered, journey.delivered, is_delivered);

    let decided = basis.run.decided_by;
    if basis.is_returning() {
        list.end_of_the_way();
        let is_back = basis.status() == Status::Returned;
        // Told as back at the sender, it must have turned round somewhere before.
        let turned = journey.turned.filter(|index| !basis.entries.get(*index).is_some_and(tells_home));
        list.station(MilestoneKind::Returning, turned, true);
        if basis.status() != Status::Failed {
            list.station(MilestoneKind::Returned, decided.filter(|_| is_back), is_back);
        }
    }
    match basis.status() {
        Status::Cancelled => list.end(MilestoneKind::Cancelled),
        Status::Failed => list.end(MilestoneKind::Failed),
        Status::Exception | Status::AttemptFailed => list.problem(),
        _ => {}
    }
    list.milestones
}

/// Whether an entry says that the parcel is back at its sender.
fn tells_home(entry: &TimelineEntry) -> bool {
    entry.rule == Some(Rule::ReturnedHome)
        || entry.state().is_some_and(|state| state.status() == Status::Returned)
}

struct List<'a, 'h> {
    basis: &'a Basis<'a, 'h>,
    milestones: Vec<Milestone>,
}

impl List<'_, '_> {
    fn of(&self, kind: MilestoneKind, entry: Option<usize>, is_passed: bool) -> Milestone {
        let reached = match entry {
            Some(_) => Reached::Told,
            None if is_passed => Reached::Inferred,
            None => Reached::NotYet,
        };
        let told = entry.and_then(|index| self.basis.entries.get(index));
        Milestone { kind, reached, time: told.map(|entry| entry.time), entry }
    }

    fn station(&mut self, kind: MilestoneKind, entry: Option<usize>, is_passed: bool) {
        self.milestones.push(self.of(kind, entry, is_passed));
    }

    /// What was not reached never will be.
    fn end_of_the_way(&mut self) {
        self.milestones.retain(|milestone| milestone.reached != Reached::NotYet);
    }

    fn end(&mut self, kind: MilestoneKind) {
        self.end_of_the_way();
        self.station(kind, self.basis.run.decided_by, true);
    }

    /// The open problem, behind the last station reached.
    fn problem(&mut self) {
        let place = self.milestones.iter().rposition(|milestone| milestone.reached != Reached::NotYet);
        let problem = self.of(MilestoneKind::Problem, self.basis.run.decided_by, true);
        self.milestones.insert(place.map_or(0, |place| place + 1), problem);
    }
}

/// How far the parcel is on its way to the recipient, from 0 to 100.
pub(super) fn progress(basis: &Basis<'_, '_>, journey: &Journey) -> u8 {
    let is_back = basis.is_returning();
    match () {
        () if journey.delivered.is_some() && !is_back => 100,
        () if journey.delivered.is_some() || journey.collectable.is_some() => 90,
        () if journey.out.is_some() || journey.was_attempted => 75,
        () if journey.is_near => 50,
        () if journey.shipped.is_some() || is_back => 30,
        () if journey.ordered.is_some() || basis.decided().is_some() => 10,
        () => 0,
    }
}
