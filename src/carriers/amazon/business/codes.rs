//! What the API's words mean, by its [specification].
//!
//! [specification]: https://developer-docs.amazon.com/amazon-business/

use crate::carriers::amazon::codes::{Row, find, notice, state, status};
use crate::model::state::{exception, info_received, returning};
use crate::model::{Notice, Status};

/// `trackingStatus`, sorted.
const STATUSES: &[Row] = &[
    status("AVAILABLE_FOR_PICKUP", Status::AvailableForPickup),
    state("CUSTOMER_ACTION", exception::CONTACT_CARRIER),
    state("DELAYED", exception::DELAYED),
    status("DELIVERED", Status::Delivered),
    state("ORDERED", info_received::ORDER_CREATED),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    notice("REFUND_ISSUED", Notice::RefundIssued),
    status("RETURNED", Status::Returned),
    status("SHIPPED", Status::InTransit),
    // "Could not be delivered … and will be returned".
    state("UNDELIVERABLE", returning::NOT_DELIVERED),
];

/// `milestoneType`, sorted.
const MILESTONES: &[Row] = &[
    status("DELIVERED", Status::Delivered),
    state("ORDERED", info_received::ORDER_CREATED),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    status("SHIPPED", Status::InTransit),
];

/// What a package's `trackingStatus` means.
pub(super) fn package_status(word: &str) -> Option<&'static Row> {
    find(STATUSES, word)
}

/// What a milestone's `milestoneType` means.
pub(super) fn milestone(word: &str) -> Option<&'static Row> {
    find(MILESTONES, word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::codes::tests::is_sorted;
    use crate::model::Meaning;

    #[test]
    fn tables_are_whole_sorted_and_unique() {
        assert_eq!((STATUSES.len(), MILESTONES.len()), (10, 4));
        for table in [STATUSES, MILESTONES] {
            assert!(is_sorted(table.iter().map(|row| row.code)));
            let is_known = |row: &Row| match &row.says.meaning {
                Meaning::State(state) => state.status().is_about_parcel(),
                Meaning::Notice(notice) => notice.is_some(),
            };
            assert!(table.iter().all(is_known));
        }
        assert_eq!(package_status("out_for_delivery").unwrap().says.meaning, Status::OutForDelivery.into());
        assert!(package_status("BEAMED").is_none() && milestone("DELAYED").is_none());
    }
}
