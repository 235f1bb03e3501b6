//! What the API's words mean, by its [specification].
//!
//! [specification]: https://developer-docs.amazon.com/amazon-business/

use crate::carriers::amazon::codes::{Code, find, notice, plain, state};
use crate::model::state::{exception, info_received, returning};
use crate::model::{Notice, Status};

/// `trackingStatus`, sorted.
const STATUSES: &[Code] = &[
    plain("AVAILABLE_FOR_PICKUP", Status::AvailableForPickup),
    state("CUSTOMER_ACTION", exception::CONTACT_CARRIER),
    state("DELAYED", exception::DELAYED),
    plain("DELIVERED", Status::Delivered),
    state("ORDERED", info_received::ORDER_CREATED),
    plain("OUT_FOR_DELIVERY", Status::OutForDelivery),
    notice("REFUND_ISSUED", Notice::RefundIssued),
    plain("RETURNED", Status::Returned),
    plain("SHIPPED", Status::InTransit),
    // "Could not be delivered … and will be returned".
    state("UNDELIVERABLE", returning::NOT_DELIVERED),
];

/// `milestoneType`, sorted.
const MILESTONES: &[Code] = &[
    plain("DELIVERED", Status::Delivered),
    state("ORDERED", info_received::ORDER_CREATED),
    plain("OUT_FOR_DELIVERY", Status::OutForDelivery),
    plain("SHIPPED", Status::InTransit),
];

/// What a package's `trackingStatus` means.
pub(super) fn status(word: &str) -> Option<&'static Code> {
    find(STATUSES, word)
}

/// What a milestone's `milestoneType` means.
pub(super) fn milestone(word: &str) -> Option<&'static Code> {
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
            let is_known = |row: &Code| match &row.meaning {
                Meaning::State(state) => state.status().is_about_parcel(),
                Meaning::Notice(notice) => notice.is_some(),
            };
            assert!(table.iter().all(is_known));
        }
        assert_eq!(status("out_for_delivery").unwrap().meaning, Status::OutForDelivery.into());
        assert!(status("BEAMED").is_none() && milestone("DELAYED").is_none());
    }
}
