//! The states that a parcel went through, one after the other.

use super::read;
use crate::model::{
    Leg, Parcel, Rule, Standing, State, Status, Step, TimelineEntry, state::in_transit::HANDED_TO_PARTNER,
};

/// An entry that led somewhere, or told the same place again.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    /// Index of the entry.
    pub(super) entry: usize,
    /// The state before it.
    pub(super) from: State,
    /// The state after it.
    pub(super) to: State,
}

impl Stop {
    /// Whether the status changed here.
    pub(super) fn has_moved(&self) -> bool {
        self.from.status() != self.to.status()
    }
}

/// The stops of a parcel's path. At the last one stands the state of the whole.
pub(super) fn path(parcel: &Parcel) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    let mut is_returning = false;
    for (index, entry) in parcel.entries.iter().enumerate() {
        let Some((told, step)) = is_on_path(entry) else { continue };
        let from = stops.last().map_or(State::of(Status::Unknown), |stop| stop.to.clone());
        let is_end = step == Step::Repeat && from.status().is_final();
        let to = match reached(entry, told, is_returning && step != Step::Reopen) {
            // The first word about an end decides; a later one may only say it more exactly.
            to if is_end && (to.status() != from.status() || from.substatus().is_some()) => from.clone(),
            to => to,
        };
        let keeps_direction = step != Step::Reopen && is_returning;
        is_returning = matches!(to.status(), Status::Returning | Status::Returned)
            || read::leg(entry) == Some(&Leg::Return)
            || keeps_direction && entry.rule != Some(Rule::UserSaid);
        stops.push(Stop { entry: index, from, to });
    }
    if let Some(last) = stops.last_mut().filter(|_| parcel.decided_by.is_some()) {
        last.to = parcel.state.clone();
    }
    stops
}

/// The state that an entry tells and its step, where it led somewhere.
pub(super) fn is_on_path(entry: &TimelineEntry) -> Option<(&State, Step)> {
    let step = entry.step.filter(|_| entry.standing == Standing::Counted)?;
    let led = matches!(step, Step::Forward | Step::Repeat | Step::Sidestep | Step::Reopen);
    entry.state().filter(|state| led && state.status().is_about_parcel()).map(|state| (state, step))
}

/// What an entry means for the parcel as a whole.
fn reached(entry: &TimelineEntry, told: &State, is_returning: bool) -> State {
    let is_on_the_way = matches!(told.status(), Status::InTransit | Status::OutForDelivery);
    let goes_back =
        is_returning && entry.rule != Some(Rule::UserSaid) || read::leg(entry) == Some(&Leg::Return);
    match entry.rule {
        Some(Rule::HandedToNextLeg) => HANDED_TO_PARTNER,
        Some(Rule::ReturnedHome) if told.status() == Status::Delivered => State::of(Status::Returned),
        _ if goes_back && is_on_the_way => State::of(Status::Returning),
        _ => told.clone(),
    }
}
