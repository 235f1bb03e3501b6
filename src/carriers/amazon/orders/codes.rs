//! What the API's words mean: how far orders are, and where their packages are.
//!
//! The rows come from the two contracts, [version 0] and [2026-01-01]. They write the same words in other ways
//! (`Canceled`, `CANCELLED`), so most rows serve both.
//!
//! [version 0]: https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/ordersV0.json
//! [2026-01-01]: https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/orders_2026-01-01.json

use crate::carriers::amazon::codes::{Row, because, beside, find, state, status};
use crate::model::state::{cancelled, exception, failed, in_transit, info_received};
use crate::model::{Fulfiller, OrderStatus, Reason, Status};

/// `OrderStatus` of version 0 and `fulfillmentStatus` of 2026-01-01, sorted.
const ORDER_STATUSES: &[(&str, OrderStatus)] = &[
    ("CANCELED", OrderStatus::Cancelled),
    ("CANCELLED", OrderStatus::Cancelled),
    // Everything left; it is the invoice that is not confirmed.
    ("INVOICE_UNCONFIRMED", OrderStatus::Shipped),
    ("PARTIALLY_SHIPPED", OrderStatus::Shipping),
    ("PENDING", OrderStatus::Received),
    ("PENDING_AVAILABILITY", OrderStatus::Received),
    ("SHIPPED", OrderStatus::Shipped),
    ("UNFULFILLABLE", OrderStatus::Unfulfillable),
    ("UNSHIPPED", OrderStatus::Planning),
];

/// `packageStatus.status` of 2026-01-01, sorted.
const PACKAGE_STATUSES: &[Row] = &[
    status("CANCELLED", Status::Cancelled),
    status("DELIVERED", Status::Delivered),
    status("IN_TRANSIT", Status::InTransit),
    state("PENDING", info_received::PREPARING),
    status("SHIPPED", Status::InTransit),
    state("UNDELIVERABLE", failed::UNDELIVERABLE),
];

/// `packageStatus.detailedStatus` of 2026-01-01 and `EasyShipShipmentStatus` of version 0, sorted.
const DETAILED_STATUSES: &[Row] = &[
    state("AT_DESTINATION_FC", in_transit::DESTINATION_FACILITY_IN),
    state("AT_ORIGIN_FC", in_transit::ORIGIN_FACILITY_IN),
    state("DAMAGED", exception::DAMAGED),
    status("DELIVERED", Status::Delivered),
    state("DROPPED_OFF", in_transit::DROPPED_OFF),
    state("LABEL_CANCELED", cancelled::BEFORE_HANDOVER),
    state("LABEL_CANCELLED", cancelled::BEFORE_HANDOVER),
    because("LOST", failed::LOST, Reason::CarrierLost),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PENDING_DROP_OFF", info_received::AWAITING_HANDOVER),
    state("PENDING_PICK_UP", info_received::AWAITING_HANDOVER),
    state("PENDING_SCHEDULE", info_received::AWAITING_HANDOVER),
    state("PICKED_UP", in_transit::COLLECTED),
    because("REJECTED_BY_BUYER", exception::RECIPIENT_REFUSED, Reason::RecipientRefused),
    status("RETURNED_TO_SELLER", Status::Returned),
    status("RETURNING_TO_SELLER", Status::Returning),
    state("UNDELIVERABLE", failed::UNDELIVERABLE),
];

/// `FulfillmentChannel` of version 0 and `fulfilledBy` of 2026-01-01, sorted.
const FULFILLERS: &[(&str, Fulfiller)] = &[
    ("AFN", Fulfiller::Marketplace),
    ("AMAZON", Fulfiller::Marketplace),
    ("MERCHANT", Fulfiller::Seller),
    ("MFN", Fulfiller::Seller),
];

/// How far an order is by its status word of either version.
pub(super) fn order_status(word: &str) -> Option<OrderStatus> {
    beside(ORDER_STATUSES, word)
}

/// What a package's `status` means (2026-01-01).
pub(super) fn package_status(word: &str) -> Option<&'static Row> {
    find(PACKAGE_STATUSES, word)
}

/// What a package's `detailedStatus` (2026-01-01) or `EasyShipShipmentStatus` (version 0) means.
pub(in super::super) fn detailed_status(word: &str) -> Option<&'static Row> {
    find(DETAILED_STATUSES, word)
}

/// Who sends an order.
pub(super) fn fulfiller(word: &str) -> Option<Fulfiller> {
    beside(FULFILLERS, word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::codes::tests::{contract, contract_words, is_sorted};
    use crate::model::Meaning;

    const V0: &str = "ordersV0.json";
    const V2026: &str = "orders_2026-01-01.json";

    #[test]
    fn tables_are_sorted_and_unique() {
        assert!(is_sorted(ORDER_STATUSES.iter().map(|row| row.0)));
        assert!(is_sorted(FULFILLERS.iter().map(|row| row.0)));
        for table in [PACKAGE_STATUSES, DETAILED_STATUSES] {
            assert!(is_sorted(table.iter().map(|row| row.code)));
        }
    }

    #[test]
    fn every_package_status_says_where_the_package_is() {
        let is_about = |row: &Row| matches!(&row.says.meaning, Meaning::State(state) if state.status().is_about_parcel());
        assert!([PACKAGE_STATUSES, DETAILED_STATUSES].into_iter().flatten().all(is_about));
    }

    #[test]
    fn every_word_of_the_contracts_is_mapped() {
        assert_eq!(
            (ORDER_STATUSES.len(), PACKAGE_STATUSES.len(), DETAILED_STATUSES.len()),
            (8 + 1, 6, 16 + 1)
        );
        let orders = [
            contract_words(V0, "/definitions/Order/properties/OrderStatus/enum"),
            contract_words(V2026, "/definitions/FulfillmentStatus/enum"),
        ];
        for word in orders.concat() {
            assert!(order_status(&word).is_some(), "{word}");
        }
        for word in contract_words(V2026, "/definitions/PackageStatus/properties/status/enum") {
            assert!(package_status(&word).is_some(), "{word}");
        }
        let mut detailed = contract_words(V0, "/definitions/EasyShipShipmentStatus/enum");
        detailed.extend(listed("/definitions/PackageStatus/properties/detailedStatus/description"));
        for word in detailed {
            assert!(detailed_status(&word).is_some(), "{word}");
        }
        let mut fulfillers = contract_words(V0, "/definitions/Order/properties/FulfillmentChannel/enum");
        fulfillers.extend(listed("/definitions/OrderFulfillment/properties/fulfilledBy/description"));
        for word in fulfillers {
            assert!(fulfiller(&word).is_some(), "{word}");
        }
    }

    /// The words that a description of the 2026-01-01 contract lists in backquotes.
    fn listed(pointer: &str) -> Vec<String> {
        let Some(contract) = contract(V2026) else { return Vec::new() };
        let text = contract.pointer(pointer).unwrap().as_str().unwrap();
        let words: Vec<String> = text.split('`').skip(1).step_by(2).map(Into::into).collect();
        assert!(words.len() > 1, "{pointer}");
        words
    }

    #[test]
    fn both_spellings_are_understood_and_other_words_stay_unknown() {
        assert_eq!(order_status("PartiallyShipped"), Some(OrderStatus::Shipping));
        assert_eq!(
            detailed_status("AtOriginFC").unwrap().says.meaning,
            in_transit::ORIGIN_FACILITY_IN.into()
        );
        assert_eq!(fulfiller("Merchant"), Some(Fulfiller::Seller));
        assert!(order_status("BEAMED").is_none() && package_status("").is_none() && fulfiller("X").is_none());
    }
}
