//! What Evri's points and stages mean, as far as they were seen: Evri publishes no list. The client API itself tells a
//! number that nobody explains and a sentence: see [`phrases`](super::phrases).

use super::super::says::{self, at, state, status};
pub use super::super::says::{Row, Says};
use crate::model::state::{available_for_pickup, delivered, exception, in_transit, info_received};
use crate::model::{HandoverPlace, Status};

/// Values of `trackingPointCode` that were seen, sorted (<https://github.com/ha-parcel-integrations/ha-evri>).
///
/// `ARRIVED_PARCELSHOP` is the sender's hand-in; once Evri has moved the parcel, it is [`ARRIVED_LATER`].
pub const POINTS: &[Row] = &[
    state("ARRIVED_PARCELSHOP", in_transit::DROPPED_OFF),
    state("COLLECTED_FROM_PARCELSHOP", in_transit::RECEIVED_BY_CARRIER),
    status("COURIER_DELIVERY", Status::OutForDelivery),
    state("DELAY_FIX_NWD", in_transit::DELIVERY_RESCHEDULED),
    state("EXPECTED", info_received::INFO_RECEIVED),
    state("LOCAL_DEPOT_INBOUND", in_transit::DELIVERY_DEPOT_IN),
    state("PROCESSING_DEPOT", in_transit::DELIVERY_DEPOT_IN),
    state("PROCESSING_HUB", in_transit::FACILITY_PROCESSED),
];

/// What `ARRIVED_PARCELSHOP` says of a parcel that Evri has already moved.
pub const ARRIVED_LATER: Says = Says::state(available_for_pickup::PICKUP_POINT);

/// Values of `trackingStageCode`, sorted (<https://github.com/ha-parcel-integrations/ha-evri>). `5_LOCKER` was never seen.
pub const STAGES: &[Row] = &[
    state("0", info_received::INFO_RECEIVED),
    state("1", info_received::INFO_RECEIVED),
    status("2", Status::InTransit),
    status("3", Status::InTransit),
    status("4", Status::InTransit),
    status("4_COURIER", Status::OutForDelivery),
    state("4_LOCKER", available_for_pickup::LOCKER),
    state("4_SHOP", available_for_pickup::PICKUP_POINT),
    status("5_COURIER", Status::Delivered),
    at("5_LOCKER", delivered::COLLECTED, HandoverPlace::Locker),
    at("5_SHOP", delivered::COLLECTED, HandoverPlace::PickupPoint),
    state("6", exception::DELIVERY_EXCEPTION),
    state("6_ACTION", exception::CONTACT_CARRIER),
    state("6_INFO", exception::DELIVERY_EXCEPTION),
    status("A", Status::Returning),
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
