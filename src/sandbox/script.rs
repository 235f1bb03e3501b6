//! Journeys that a test writes down scan by scan.

use chrono::{DateTime, TimeDelta, Utc};

use super::journey::Journey;
use super::noise::Noise;
use super::place::Place;
use super::plan::Plan;
use super::scan::ScanKind;
use super::stories;
use crate::model::State;

/// Writes a journey down: what was scanned, where and when. The steps follow each other in time.
///
/// ```
/// use chrono::TimeDelta;
/// use parceltrack::sandbox::{Journey, Noise, Place};
/// use parceltrack::state::in_transit;
/// use parceltrack::{History, Status};
/// # use parceltrack::chrono;
///
/// let journey = Journey::script("2026-11-20T15:00:00Z".parse()?, Place::HAMBURG)
///     .scan(in_transit::ACCEPTED)
///     .at(Place::KOELN)
///     .after(TimeDelta::hours(14))
///     .scan(Status::OutForDelivery)
///     .after(TimeDelta::hours(5))
///     .false_delivery()
///     .after(TimeDelta::hours(20))
///     .scan(Status::OutForDelivery)
///     .journey(&Noise::CLEAN, 1);
/// let evening = "2026-11-21T23:00:00Z".parse()?;
/// assert_eq!(journey.truth_at(evening).status, Some(Status::Delivered));
/// let end = journey.times().last().unwrap();
/// assert_eq!(journey.truth_at(end).status, Some(Status::OutForDelivery));
/// let history: History = journey.observations().iter().cloned().collect();
/// assert_eq!(history.parcel(end).status(), Status::OutForDelivery);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Debug)]
pub struct Script {
    plan: Plan,
}

impl Journey {
    /// A journey of your own, which begins at a moment and place.
    pub fn script(start: DateTime<Utc>, from: Place) -> Script {
        Script::new(start, from)
    }
}

impl Script {
    pub(super) fn new(start: DateTime<Utc>, from: Place) -> Self {
        let mut plan = stories::empty(start);
        plan.move_to(from);
        Self { plan }
    }

    /// From here on at this place. The last place is the recipient's, or on the way back the sender's.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.plan.move_to(place);
        self
    }

    /// Lets time pass, to the minute.
    #[must_use]
    pub fn after(mut self, time: TimeDelta) -> Self {
        self.plan.minutes(time.num_minutes());
        self
    }

    /// A real scan, here and now.
    #[must_use]
    pub fn scan(self, state: impl Into<State>) -> Self {
        self.scan_as(state, ScanKind::Real)
    }

    /// A scan of any kind, here and now. Scans of [`ScanKind::Word`] are told by a person, those of
    /// [`ScanKind::Inferred`] by weak sources, all others by the carrier and most weak sources.
    #[must_use]
    pub fn scan_as(mut self, state: impl Into<State>, kind: ScanKind) -> Self {
        self.plan.scan_as(state, kind);
        self
    }

    /// Scanned as delivered by mistake, here and now.
    #[must_use]
    pub fn false_delivery(self) -> Self {
        self.scan_as(crate::model::Status::Delivered, ScanKind::FalseDelivery)
    }

    /// From here on the parcel goes back to its sender. Scan a returning state to say so.
    #[must_use]
    pub fn back(mut self) -> Self {
        self.plan.turn_back();
        self
    }

    /// From here on another carrier scans, under another number.
    #[must_use]
    pub fn next_carrier(mut self) -> Self {
        self.plan.next_carrier();
        self
    }

    /// The journey as sources tell it with this noise. The same script, noise and seed give the same journey.
    pub fn journey(mut self, noise: &Noise, seed: u64) -> Journey {
        self.plan.end_here();
        Journey::of(self.plan, None, seed, noise)
    }
}
