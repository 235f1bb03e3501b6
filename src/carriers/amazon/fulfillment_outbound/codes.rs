//! What the API's words mean: the status of a package, the codes of its scans, and how far orders and shipments are.
//!
//! The rows come from the two contracts, [2020-07-01] and [2026-07-04]; what has been seen outside them says so.
//!
//! [2020-07-01]: https://github.com/amzn/selling-partner-api-models/blob/main/models/fulfillment-outbound-api-model/fulfillmentOutbound_2020-07-01.json
//! [2026-07-04]: https://github.com/amzn/selling-partner-api-models/blob/main/models/fulfillment-outbound-api-model/fulfillmentOutbound_2026-07-04.json

use crate::carriers::amazon::codes::{Row, because, beside, find, notice, state, status};
use crate::model::state::{
    available_for_pickup, delivered, exception, expired, failed, in_transit, info_received, returned, unknown,
};
use crate::model::{Notice, OrderStatus, Reason, Status};

/// `CurrentStatus` of version 2020-07-01, sorted; `UNDISPLAYED` was seen outside the contract
/// (<https://github.com/amzn/selling-partner-api-models/issues/257>).
///
/// The contract does not say that `PICKUP_…` concerns returns; where one exists, the mapping reads it so.
const CURRENT_STATUSES: &[Row] = &[
    status("AVAILABLE_FOR_PICKUP", Status::AvailableForPickup),
    state("CUSTOMER_ACTION", exception::CONTACT_CARRIER),
    state("DELAYED", exception::DELAYED),
    status("DELIVERED", Status::Delivered),
    status("DELIVERY_ATTEMPTED", Status::AttemptFailed),
    status("IN_TRANSIT", Status::InTransit),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PICKUP_ATTEMPTED", info_received::COLLECTION_FAILED),
    state("PICKUP_CANCELLED", info_received::COLLECTION_CANCELLED),
    state("PICKUP_SCHEDULED", info_received::COLLECTION_SCHEDULED),
    state("PICKUP_SUCCESSFUL", in_transit::COLLECTED),
    notice("REFUND_ISSUED", Notice::RefundIssued),
    status("RETURNED", Status::Returned),
    status("RETURNING", Status::Returning),
    state("RETURN_RECEIVED_IN_FC", returned::AT_WAREHOUSE),
    notice("RETURN_REQUEST_ACCEPTED", Notice::ReturnAccepted),
    // The contract: "Undeliverable because package was lost or destroyed."
    state("UNDELIVERABLE", failed::LOST_OR_DESTROYED),
    state("UNDISPLAYED", unknown::NO_STATUS),
    state("UNKNOWN", unknown::NO_STATUS),
];

/// `EventCode` of version 2020-07-01, sorted.
///
/// Seven were seen in answers but stand in no contract: 438 and 444, whose texts tell their meaning, and 212, 310, 320,
/// 636 and 637, whose meaning nobody knows (<https://github.com/amzn/selling-partner-api-models/issues/249>).
const EVENTS: &[Row] = &[
    state("EVENT_101", info_received::COLLECTION_SCHEDULED),
    state("EVENT_102", in_transit::COLLECTED),
    state("EVENT_201", in_transit::FACILITY_IN),
    state("EVENT_202", in_transit::FACILITY_OUT),
    state("EVENT_203", in_transit::DESTINATION_COUNTRY_IN),
    state("EVENT_204", in_transit::CUSTOMS_STARTED),
    state("EVENT_205", in_transit::CUSTOMS_CLEARED),
    state("EVENT_206", in_transit::TO_PICKUP_POINT),
    state("EVENT_212", unknown::UNMAPPED),
    status("EVENT_301", Status::Delivered),
    status("EVENT_302", Status::OutForDelivery),
    status("EVENT_304", Status::AttemptFailed),
    // Contacted to arrange delivery: says nothing of a vehicle.
    notice("EVENT_306", Notice::Information),
    state("EVENT_307", in_transit::DELIVERY_SCHEDULED),
    status("EVENT_308", Status::AvailableForPickup),
    status("EVENT_309", Status::Returned),
    state("EVENT_310", unknown::UNMAPPED),
    state("EVENT_320", unknown::UNMAPPED),
    because("EVENT_401", exception::ADDRESS_PROBLEM, Reason::RecipientAddress),
    because("EVENT_402", exception::DELAYED_CUSTOMS, Reason::CustomsDelay),
    because("EVENT_403", exception::RECIPIENT_MOVED, Reason::RecipientAddress),
    state("EVENT_404", exception::DELAYED_EXTERNAL),
    state("EVENT_405", exception::DAMAGED),
    state("EVENT_406", exception::HELD_BY_CARRIER),
    because("EVENT_407", exception::RECIPIENT_REFUSED, Reason::RecipientRefused),
    status("EVENT_408", Status::Returning),
    because("EVENT_409", failed::LOST, Reason::CarrierLost),
    state("EVENT_411", exception::PAPERS_WITHOUT_PARCEL),
    state("EVENT_412", exception::PARCEL_WITHOUT_PAPERS),
    because("EVENT_413", exception::REFUSED_CHARGES, Reason::CustomsDuties),
    because("EVENT_414", exception::MISSORTED, Reason::CarrierSorting),
    state("EVENT_415", in_transit::PARTNER_RECEIVED),
    state("EVENT_416", failed::UNDELIVERABLE),
    because("EVENT_417", exception::MISSORTED, Reason::CarrierSorting),
    state("EVENT_418", exception::DELAYED),
    because("EVENT_419", in_transit::ADDRESS_CORRECTED, Reason::RecipientAddress),
    notice("EVENT_438", Notice::RecipientRequestedDate),
    notice("EVENT_444", Notice::DeliveryOptionsChosen),
    state("EVENT_636", unknown::UNMAPPED),
    state("EVENT_637", unknown::UNMAPPED),
    state("EVENT_801", available_for_pickup::LOCKER),
    state("EVENT_804", delivered::COLLECTED),
];

/// `ShipmentPackageStatus` of version 2026-07-04, sorted.
const PACKAGE_STATUSES: &[Row] = &[
    state("DELAYED", exception::DELAYED),
    status("DELIVERED", Status::Delivered),
    state("EXPIRED", expired::NO_UPDATES),
    status("IN_TRANSIT", Status::InTransit),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PROCESSING", info_received::PREPARING),
    // Whether lost or on its way back, this version does not say.
    state("UNDELIVERABLE", failed::UNDELIVERABLE),
];

/// `FulfillmentOrderStatus` of 2020-07-01 and `OrderStatus` of 2026-07-04, sorted.
const ORDER_STATUSES: &[(&str, OrderStatus)] = &[
    ("CANCELLED", OrderStatus::Cancelled),
    ("COMPLETE", OrderStatus::Shipped),
    ("COMPLETE_PARTIAL", OrderStatus::PartlyShipped),
    ("COMPLETE_PARTIALLED", OrderStatus::PartlyShipped),
    ("INVALID", OrderStatus::Invalid),
    ("NEW", OrderStatus::Received),
    ("PLANNING", OrderStatus::Planning),
    ("PROCESSING", OrderStatus::Processing),
    ("RECEIVED", OrderStatus::Received),
    ("UNFULFILLABLE", OrderStatus::Unfulfillable),
];

/// `fulfillmentShipmentStatus` of 2020-07-01 and `ShipmentStatus` of 2026-07-04, sorted.
const SHIPMENT_STATUSES: &[(&str, OrderStatus)] = &[
    ("CANCELLED", OrderStatus::Cancelled),
    ("CANCELLED_BY_FULFILLER", OrderStatus::Replanned),
    ("CANCELLED_BY_SELLER", OrderStatus::Cancelled),
    ("PENDING", OrderStatus::Processing),
    ("PROCESSING", OrderStatus::Processing),
    ("SHIPPED", OrderStatus::Shipped),
];

/// What a package's `currentStatus` means (2020-07-01).
pub(super) fn current_status(word: &str) -> Option<&'static Row> {
    find(CURRENT_STATUSES, word)
}

/// What a scan's `eventCode` means (2020-07-01).
pub(super) fn event(code: &str) -> Option<&'static Row> {
    find(EVENTS, code)
}

/// What a package's `status` means (2026-07-04).
pub(super) fn package_status(word: &str) -> Option<&'static Row> {
    find(PACKAGE_STATUSES, word)
}

/// How far an order is by its status word of either version.
pub(in super::super) fn order_status(word: &str) -> Option<OrderStatus> {
    beside(ORDER_STATUSES, word)
}

/// How far a shipment is by its status word of either version.
pub(in super::super) fn shipment_status(word: &str) -> Option<OrderStatus> {
    beside(SHIPMENT_STATUSES, word)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::carriers::amazon::codes;
    use crate::carriers::amazon::codes::tests::is_sorted;
    use crate::model::Meaning;

    /// The enumeration at `pointer` of the contract of 2020-07-01.
    pub(in super::super) fn contract_words(pointer: &str) -> Vec<String> {
        codes::tests::contract_words("fulfillmentOutbound_2020-07-01.json", pointer)
    }

    #[test]
    fn tables_are_sorted_and_unique() {
        for table in [CURRENT_STATUSES, EVENTS, PACKAGE_STATUSES] {
            assert!(is_sorted(table.iter().map(|row| row.code)));
        }
        for table in [ORDER_STATUSES, SHIPMENT_STATUSES] {
            assert!(is_sorted(table.iter().map(|row| row.0)));
        }
    }

    #[test]
    fn only_codes_without_known_meaning_are_unknown() {
        let unknown: Vec<&str> = [CURRENT_STATUSES, EVENTS, PACKAGE_STATUSES]
            .into_iter()
            .flatten()
            .filter(
                |row| matches!(&row.says.meaning, Meaning::State(state) if state.status() == Status::Unknown),
            )
            .map(|row| row.code)
            .collect();
        assert_eq!(
            unknown,
            ["UNDISPLAYED", "UNKNOWN", "EVENT_212", "EVENT_310", "EVENT_320", "EVENT_636", "EVENT_637"]
        );
    }

    #[test]
    fn every_word_of_the_contract_is_mapped() {
        assert_eq!((CURRENT_STATUSES.len(), EVENTS.len()), (18 + 1, 35 + 7));
        for word in contract_words("/definitions/CurrentStatus/enum") {
            assert!(current_status(&word).is_some(), "{word}");
        }
        for word in contract_words("/definitions/EventCode/enum") {
            assert!(event(&word).is_some(), "{word}");
        }
        for word in contract_words("/definitions/FulfillmentOrderStatus/enum") {
            assert!(order_status(&word).is_some(), "{word}");
        }
        let pointer = "/definitions/FulfillmentShipment/properties/fulfillmentShipmentStatus/enum";
        for word in contract_words(pointer) {
            assert!(shipment_status(&word).is_some(), "{word}");
        }
    }

    /// The words in backquotes of a definition's description: this contract lists its words in prose only.
    fn words_of_2026(definition: &str) -> Vec<String> {
        let contract = codes::tests::contract("fulfillmentOutbound_2026-07-04.json").unwrap_or_default();
        let text = contract.pointer(&format!("/definitions/{definition}/description")).cloned();
        let text = text.unwrap_or_default();
        text.as_str().unwrap_or_default().split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn every_word_of_the_newer_contract_is_mapped() {
        for word in words_of_2026("ShipmentPackageStatus") {
            assert!(package_status(&word).is_some(), "{word}");
        }
        for word in words_of_2026("OrderStatus") {
            assert!(order_status(&word).is_some(), "{word}");
        }
        for word in words_of_2026("ShipmentStatus") {
            assert!(shipment_status(&word).is_some(), "{word}");
        }
        assert_eq!(PACKAGE_STATUSES.len(), 7);
    }

    #[test]
    fn spelling_does_not_matter_and_other_words_stay_unknown() {
        assert_eq!(shipment_status("CancelledByFulfiller"), Some(OrderStatus::Replanned));
        assert_eq!(order_status("CompletePartialled"), Some(OrderStatus::PartlyShipped));
        assert_eq!(event("event-301").unwrap().code, "EVENT_301");
        assert!(event("EVENT_3011").is_none() && event("EVENT_999").is_none() && event("").is_none());
        assert_eq!(
            current_status("Return_Request_Accepted").unwrap().says.meaning,
            Notice::ReturnAccepted.into()
        );
        assert_eq!(package_status("UNDELIVERABLE").unwrap().says.meaning, failed::UNDELIVERABLE.into());
    }
}
