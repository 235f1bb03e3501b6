//! One pass over the entries: which of them are the stations of the parcel's way to its recipient.

use super::Basis;
use crate::model::{Leg, Role, Rule, Standing, State, Status, Step, TimelineEntry, state::in_transit};

/// The stations of a parcel's way, as indices into the entries.
///
/// Only what moved the parcel is a station, not what came late, contradicts or gave way. What happens on the way back is
/// no station of the way to the recipient.
#[derive(Debug, Default)]
pub(super) struct Journey {
    /// The first announcement before anything else.
    pub(super) ordered: Option<usize>,
    /// The first word of a carrier that holds the parcel.
    pub(super) shipped: Option<usize>,
    /// It has been in the depot, facility or country that delivers.
    pub(super) is_near: bool,
    /// The beginning of the newest delivery tour.
    pub(super) out: Option<usize>,
    /// A tour ended without a delivery, so there was one.
    pub(super) was_attempted: bool,
    /// The beginning of the newest time of waiting to be collected.
    pub(super) ready: Option<usize>,
    /// The same on the way to the recipient.
    pub(super) collectable: Option<usize>,
    /// It still waits there.
    pub(super) is_waiting: bool,
    /// The first word of the delivery, unless it was taken back.
    pub(super) delivered: Option<usize>,
    /// What counts as the arrival: the delivery, or the beginning of the wait to be collected.
    pub(super) arrived: Option<usize>,
    /// Where it turned back to the sender.
    pub(super) turned: Option<usize>,
    /// The newest scan that is not in the future.
    pub(super) scanned: Option<usize>,
}

impl Journey {
    pub(super) fn of(basis: &Basis<'_, '_>) -> Self {
        let mut journey = Self::default();
        for (index, entry) in basis.entries.iter().enumerate() {
            let Some(state) = counted(entry) else { continue };
            match entry.step {
                None | Some(Step::Late | Step::Contradiction) => {
                    journey.came_late(index, entry, state.status())
                }
                Some(step) => journey.moved(index, entry, state, step),
            }
        }
        journey.scanned = basis.entries.iter().rposition(|entry| {
            counted(entry).is_some()
                && !entry.inferred
                && entry.span.earliest() <= basis.at
                && entry.sources().any(|source| source.role != Role::User)
        });
        journey
    }

    /// The driver closes the stop first and the tour's scan comes after: it was out for delivery all the same.
    fn came_late(&mut self, index: usize, entry: &TimelineEntry, status: Status) {
        if status == Status::OutForDelivery && entry.rule == Some(Rule::LateAfterDelivery) {
            self.out = self.out.or(Some(index));
        }
    }

    fn moved(&mut self, index: usize, entry: &TimelineEntry, state: &State, step: Step) {
        let status = match entry.rule {
            Some(Rule::HandedToNextLeg) => Status::InTransit,
            Some(Rule::ReturnedHome) => Status::Returned,
            _ => state.status(),
        };
        let is_back =
            matches!(status, Status::Returning | Status::Returned) || entry.leg() == Some(&Leg::Return);
        let is_problem =
            matches!(status, Status::AttemptFailed | Status::AvailableForPickup | Status::Exception);
        let starts_anew = step == Step::Reopen || entry.rule == Some(Rule::UserSaid) && !is_problem;
        if starts_anew && !is_back {
            self.turned = None;
        }
        let is_repeat = step == Step::Repeat;
        let was_waiting = self.is_waiting;
        if !is_repeat {
            self.is_waiting = status == Status::AvailableForPickup;
        }
        if is_back || self.turned.is_some() {
            self.turned = self.turned.or(Some(index));
            if self.is_waiting && !was_waiting {
                self.ready = Some(index);
            }
            return;
        }
        if !is_repeat && status != Status::Delivered {
            let was_delivered = self.delivered.take().is_some();
            // A problem while it waits to be collected does not take the arrival back.
            self.arrived = self.arrived.filter(|_| status == Status::Exception && !was_delivered);
        }
        match status {
            Status::InfoReceived if self.shipped.is_none() => self.ordered = self.ordered.or(Some(index)),
            Status::InTransit => {
                self.shipped = self.shipped.or(Some(index));
                self.is_near = self.is_near || is_near(state);
            }
            Status::OutForDelivery if !is_repeat || self.out.is_none() => self.out = Some(index),
            Status::AttemptFailed => self.was_attempted = true,
            Status::AvailableForPickup if !was_waiting => {
                (self.ready, self.collectable, self.arrived) = (Some(index), Some(index), Some(index));
            }
            Status::Delivered if self.delivered.is_none() => {
                self.delivered = Some(index);
                self.arrived = if was_waiting { self.collectable } else { Some(index) };
            }
            _ => {}
        }
    }
}

/// The state that an entry tells of the parcel, if it counts.
fn counted(entry: &TimelineEntry) -> Option<&State> {
    entry.state().filter(|state| entry.standing == Standing::Counted && state.status().is_about_parcel())
}

/// Whether a state says that the parcel has reached the depot, facility or country that delivers.
fn is_near(state: &State) -> bool {
    const NEAR: &[State] = &[
        in_transit::DESTINATION_COUNTRY_IN,
        in_transit::DESTINATION_FACILITY_IN,
        in_transit::DELIVERY_DEPOT_IN,
        in_transit::TO_PICKUP_POINT,
    ];
    state.substatus().is_some() && NEAR.contains(state)
}
