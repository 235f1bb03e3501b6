//! What a milestone's `status.code` means. The same words mean other things in Amazon's other APIs: `UNDELIVERABLE` is on
//! its way back here, and lost or destroyed in the Fulfillment Outbound API.

use crate::carriers::amazon::codes::{Row, because, find, notice, state, status};
use crate::model::state::{
    attempt_failed, cancelled, delivered, exception, failed, in_transit, info_received, returned, returning,
};
use crate::model::{Notice, Reason, Status};

/// `TrackingMilestoneStatus.code` of the [contract], sorted.
///
/// [contract]: https://github.com/amzn/selling-partner-api-models/blob/main/models/tracking-api-model/tracking_2026-01-30.json
const CODES: &[Row] = &[
    state("ARRIVED", in_transit::TRANSPORT_ARRIVED),
    state("ARRIVED_AT_DESTINATION_YARD", in_transit::DESTINATION_FACILITY_IN),
    state("ARRIVED_AT_RAIL_TERMINAL", in_transit::FACILITY_IN),
    state("ARRIVED_AT_TERMINAL", in_transit::FACILITY_IN),
    state("ARRIVED_IN_DESTINATION_COUNTRY", in_transit::DESTINATION_COUNTRY_IN),
    state("BOOKING_ACCEPTED", info_received::ORDER_CREATED),
    state("BOOKING_CANCELLED", cancelled::BEFORE_HANDOVER),
    state("BOOKING_CONFIRMED", info_received::ORDER_CREATED),
    state("BOOKING_RECEIVED", info_received::ORDER_CREATED),
    state("CARRIER_ASSIGNED", info_received::PREPARING),
    state("CARRIER_HOLD", exception::CONTACT_CARRIER),
    state("CARRIER_RECEIVED_SHIPMENT", in_transit::ACCEPTED),
    state("CARRIER_TRANSFER", in_transit::HANDED_TO_PARTNER),
    state("CONTAINERIZED", in_transit::DISPATCHED),
    notice("CUSTOMER_CONTACTED", Notice::Information),
    because("CUSTOMER_MOVED", exception::RECIPIENT_MOVED, Reason::RecipientAddress),
    state("CUSTOMER_PICKUP_COMPLETED", delivered::COLLECTED),
    state("CUSTOMS_CLEARED", in_transit::CUSTOMS_CLEARED),
    state("CUSTOMS_DECLARATION_DISCHARGE_PORT", in_transit::CUSTOMS_STARTED),
    state("CUSTOMS_DECLARATION_EMBARK_PORT", in_transit::CUSTOMS_STARTED),
    because("CUSTOMS_DELAY", exception::DELAYED_CUSTOMS, Reason::CustomsDelay),
    state("CUSTOMS_EXCEPTION", exception::CUSTOMS_EXCEPTION),
    because("CUSTOMS_HOLD", exception::HELD_EXPORT_CUSTOMS, Reason::CustomsInspection),
    because("CUSTOMS_HOLD_DISCHARGE_PORT", exception::HELD_IMPORT_CUSTOMS, Reason::CustomsInspection),
    notice("CUSTOMS_IMPORT_SECURITY_FILED", Notice::Information),
    notice("CUSTOMS_IMPORT_SECURITY_FILING_ACCEPTED", Notice::Information),
    because("CUSTOMS_PAYMENT_REQUIRED", exception::HELD_FOR_PAYMENT, Reason::CustomsDuties),
    state("CUSTOMS_PROCESSING", in_transit::CUSTOMS_STARTED),
    state("DAMAGED", exception::DAMAGED),
    state("DELAYED", exception::DELAYED),
    status("DELIVERED", Status::Delivered),
    state("DELIVERY_ADDRESS_UPDATED", in_transit::REDIRECTED),
    state("DELIVERY_APPOINTMENT_CONFIRMED", in_transit::DELIVERY_SCHEDULED),
    status("DELIVERY_ATTEMPTED", Status::AttemptFailed),
    notice("DELIVERY_CHANGE_REQUESTED", Notice::DeliveryOptionsChosen),
    notice("DELIVERY_ESTIMATE_UPDATED", Notice::EtaChanged),
    state("DEPARTED", in_transit::TRANSPORT_DEPARTED),
    state("DEPARTED_RAIL_TERMINAL", in_transit::FACILITY_OUT),
    state("DEPARTED_TERMINAL", in_transit::FACILITY_OUT),
    notice("DOCUMENTS_RECEIVED_DISCHARGE_PORT", Notice::Information),
    notice("DOCUMENTS_RECEIVED_EMBARK_PORT", Notice::Information),
    status("DRAY_STOP_OFF", Status::InTransit),
    notice("EMPTY_RETURN", Notice::Insignificant),
    because("INCORRECT_ADDRESS", attempt_failed::ADDRESS_PROBLEM, Reason::RecipientAddress),
    state("IN_TRANSIT_TO_PICKUP", info_received::COLLECTION_SCHEDULED),
    state("LOADED", in_transit::DISPATCHED),
    state("LOADED_TRAIN", in_transit::DISPATCHED),
    because("LOST", failed::LOST, Reason::CarrierLost),
    state("MANIFESTED_NOT_RECEIVED", info_received::INFO_RECEIVED),
    state("MISSING_MANIFEST", in_transit::RECEIVED_WITHOUT_ADVICE),
    because("MISSORTED", exception::MISSORTED, Reason::CarrierSorting),
    status("ORDER_CANCELLED", Status::Cancelled),
    state("ORDER_PREPARING", info_received::PREPARING),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PICKED_UP", in_transit::COLLECTED),
    state("PICKUP_FAILED", info_received::COLLECTION_FAILED),
    status("READY_FOR_CUSTOMER_PICKUP", Status::AvailableForPickup),
    state("READY_FOR_DELIVERY", in_transit::DELIVERY_DEPOT_IN),
    state("RECEIVED_AT_ORIGIN", in_transit::ORIGIN_FACILITY_IN),
    state("RECEIVED_FROM_CARRIER", in_transit::PARTNER_RECEIVED),
    because("RECIPIENT_REFUSED_DELIVERY", exception::RECIPIENT_REFUSED, Reason::RecipientRefused),
    status("RETURNED", Status::Returned),
    status("RETURN_DROPPED_OFF", Status::Returning),
    status("RETURN_IN_TRANSIT", Status::Returning),
    status("RETURN_PICKED_UP", Status::Returning),
    state("RETURN_RECEIVED", returned::AT_WAREHOUSE),
    state("SHIPPED", in_transit::ORIGIN_FACILITY_OUT),
    state("SORTED", in_transit::FACILITY_PROCESSED),
    state("TRAILER_UNLOADED", in_transit::FACILITY_PROCESSED),
    state("TRAILER_UNLOADING", in_transit::FACILITY_PROCESSING),
    state("UNDELIVERABLE", returning::NOT_DELIVERED),
    state("UNDELIVERABLE_DESTROY_IN_FIELD", failed::DESTROYED),
    state("UNLOADED", in_transit::TRANSPORT_ARRIVED),
    state("UNLOADED_TRAIN", in_transit::TRANSPORT_ARRIVED),
];

/// What a milestone's code means.
pub(super) fn code(code: &str) -> Option<&'static Row> {
    find(CODES, code)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::carriers::amazon::codes::tests::{contract_words, is_sorted};

    pub(in super::super) const CONTRACT: &str = "tracking_2026-01-30.json";

    #[test]
    fn codes_are_sorted_unique_and_known() {
        assert_eq!(CODES.len(), 74);
        assert!(is_sorted(CODES.iter().map(|row| row.code)));
        let is_known = |row: &Row| !matches!(&row.says.meaning, crate::model::Meaning::State(state) if !state.status().is_about_parcel());
        assert!(CODES.iter().all(is_known));
    }

    #[test]
    fn every_code_of_the_contract_is_mapped() {
        let pointer = "/definitions/TrackingMilestoneStatus/properties/code/enum";
        for word in contract_words(CONTRACT, pointer) {
            assert_eq!(code(&word).map(|row| row.code), Some(word.as_str()));
        }
    }
}
