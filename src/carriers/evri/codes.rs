//! What Evri's points and stages mean, as far as they were seen: Evri publishes no list. The client API itself tells a
//! number that nobody explains and a sentence: see [`phrases`](super::phrases).

use super::super::says::{self, row};
pub use super::super::says::{Row, Says};
use crate::model::state::{available_for_pickup, delivered, exception, in_transit, info_received};
use crate::model::{HandoverPlace, State, Status};

/// Values of `trackingPointCode` that were seen, sorted (<https://github.com/ha-parcel-integrations/ha-evri>).
///
/// `ARRIVED_PARCELSHOP` is the sender's hand-in; once Evri has moved the parcel, it is [`ARRIVED_LATER`].
pub const POINTS: &[Row] = &[
    row("ARRIVED_PARCELSHOP", Says::state(in_transit::DROPPED_OFF)),
    row("COLLECTED_FROM_PARCELSHOP", Says::state(in_transit::RECEIVED_BY_CARRIER)),
    row("COURIER_DELIVERY", Says::state(State::of(Status::OutForDelivery))),
    row("DELAY_FIX_NWD", Says::state(in_transit::DELIVERY_RESCHEDULED)),
    row("EXPECTED", Says::state(info_received::INFO_RECEIVED)),
    row("LOCAL_DEPOT_INBOUND", Says::state(in_transit::DELIVERY_DEPOT_IN)),
    row("PROCESSING_DEPOT", Says::state(in_transit::DELIVERY_DEPOT_IN)),
    row("PROCESSING_HUB", Says::state(in_transit::FACILITY_PROCESSED)),
];

/// What `ARRIVED_PARCELSHOP` says of a parcel that Evri has already moved.
pub const ARRIVED_LATER: Says = Says::state(available_for_pickup::PICKUP_POINT);

/// Values of `trackingStageCode`, sorted (<https://github.com/ha-parcel-integrations/ha-evri>). `5_LOCKER` was never seen.
pub const STAGES: &[Row] = &[
    row("0", Says::state(info_received::INFO_RECEIVED)),
    row("1", Says::state(info_received::INFO_RECEIVED)),
    row("2", Says::state(State::of(Status::InTransit))),
    row("3", Says::state(State::of(Status::InTransit))),
    row("4", Says::state(State::of(Status::InTransit))),
    row("4_COURIER", Says::state(State::of(Status::OutForDelivery))),
    row("4_LOCKER", Says::state(available_for_pickup::LOCKER)),
    row("4_SHOP", Says::state(available_for_pickup::PICKUP_POINT)),
    row("5_COURIER", Says::state(State::of(Status::Delivered))),
    row("5_LOCKER", Says::at(delivered::COLLECTED, HandoverPlace::Locker)),
    row("5_SHOP", Says::at(delivered::COLLECTED, HandoverPlace::PickupPoint)),
    row("6", Says::state(exception::DELIVERY_EXCEPTION)),
    row("6_ACTION", Says::state(exception::CONTACT_CARRIER)),
    row("6_INFO", Says::state(exception::DELIVERY_EXCEPTION)),
    row("A", Says::state(State::of(Status::Returning))),
];

/// What a code of a table says.
pub fn find(table: &'static [Row], code: &str) -> Option<&'static Says> {
    says::find(table, code).map(|row| &row.says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;
    use crate::model::state::unknown;

    #[test]
    fn tables_are_sorted_whole_and_without_unknowns() {
        for (table, count) in [(POINTS, 8), (STAGES, 15)] {
            assert!(table.windows(2).all(|pair| pair[0].code < pair[1].code));
            assert_eq!(table.len(), count, "as many as were seen");
            for row in table {
                assert_eq!(find(table, row.code), Some(&row.says));
                let Meaning::State(state) = &row.says.meaning else { panic!("{} is no state", row.code) };
                assert!(state.status() != Status::Unknown && *state != unknown::UNMAPPED, "{}", row.code);
            }
        }
        assert_eq!(find(STAGES, "7"), None);
    }
}
