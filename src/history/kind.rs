//! What an event says, as far as it tells one physical scan from another.

use crate::model::{Event, Meaning, State, Status, Substatus, state::in_transit};

/// A status and, where it tells scans apart, its detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// None for a notice and for what says nothing about the parcel.
    pub(super) status: Option<Status>,
    detail: Option<Substatus>,
}

impl Kind {
    pub(super) fn of(event: &Event) -> Self {
        match &event.meaning {
            Meaning::State(state) if state.status().is_about_parcel() => {
                Self { status: Some(state.status()), detail: detail(state) }
            }
            _ => Self { status: None, detail: None },
        }
    }

    /// What two say of one scan, if they can be one.
    pub(super) fn and(self, other: Self) -> Option<Self> {
        let detail = match (self.detail, other.detail) {
            (Some(mine), Some(theirs)) if mine != theirs => return None,
            (mine, theirs) => mine.or(theirs),
        };
        (self.status == other.status).then_some(Self { detail, ..self })
    }
}

/// Arrivals are arrivals and departures departures, however exactly a source names the building. Things that happen once
/// are one scan however finely a source words them.
fn detail(state: &State) -> Option<Substatus> {
    const ARRIVALS: [State; 4] = [
        in_transit::FACILITY_IN,
        in_transit::ORIGIN_FACILITY_IN,
        in_transit::DESTINATION_FACILITY_IN,
        in_transit::DELIVERY_DEPOT_IN,
    ];
    const DEPARTURES: [State; 2] = [in_transit::FACILITY_OUT, in_transit::ORIGIN_FACILITY_OUT];
    match state.status() {
        Status::InTransit if ARRIVALS.contains(state) => in_transit::FACILITY_IN.substatus(),
        Status::InTransit if DEPARTURES.contains(state) => in_transit::FACILITY_OUT.substatus(),
        Status::InTransit | Status::Exception | Status::InfoReceived => state.substatus(),
        _ => None,
    }
}
