//! Deutsche Post: letters and letter products with tracking.

use super::{Row, at, because, notice, state, status};
use crate::model::state::{available_for_pickup, delivered, exception, in_transit, info_received, unknown};
use crate::model::{HandoverPlace, Notice, Reason, Status};

/// The codes of Deutsche Post's letters and letter products with tracking (services `post-de` and `svb`), sorted, after
/// the list that relates divisions to this API (<https://developer.dhl.com/api-reference/shipment-tracking>).
///
/// DHL counts money transfers, confirmations and even `RETURNED_TO_SENDER` as delivered; here each says what it means.
pub const LETTERS: &[Row] = &[
    state("AMBIGUOUS", unknown::NO_STATUS),
    notice("AMOUNT_TRANSFERRED", Notice::PostDelivery),
    state("ANNOUNCED", info_received::INFO_RECEIVED),
    state("ARRIVAL_AT_OFFICE_OF_DELIVERY", in_transit::DELIVERY_DEPOT_IN),
    state("ARRIVED_IN_DESTINATION_COUNTRY", in_transit::DESTINATION_COUNTRY_IN),
    state("ARRIVED_TRANSIT", in_transit::FACILITY_IN),
    state("BZ", in_transit::FACILITY_PROCESSED),
    state("BZA", in_transit::FACILITY_PROCESSED),
    state("BZE", in_transit::FACILITY_PROCESSED),
    status("CONFIRMATION_PENDING", Status::Delivered),
    status("CONFIRMED", Status::Delivered),
    status("CONFIRMED_BY_SENDER", Status::Delivered),
    status("DELIVERED", Status::Delivered),
    status("DELIVERED_ZU_NOT_OK", Status::Delivered),
    status("DELIVERED_ZU_OK", Status::Delivered),
    status("DELIVERY_ATTEMPTED", Status::AttemptFailed),
    state("DEPARTURE_FROM_INWARD_OE", in_transit::FACILITY_OUT),
    state("FETCHED", delivered::COLLECTED),
    state("FETCHED_KEY_ACCOUNT_PENDING_DELIVERY_CONFIRMATION", delivered::COLLECTED),
    state("FETCHED_NOTIFIED", delivered::COLLECTED),
    at("FETCHED_PACKSTATION", delivered::COLLECTED, HandoverPlace::Locker),
    state("FETCHED_PENDING_DELIVERY_CONFIRMATION", delivered::COLLECTED),
    state("FETCHED_PO_BOX_PENDING_DELIVERY_CONFIRMATION", delivered::COLLECTED),
    state("FORWARDED_ABROAD", in_transit::EXPORT_DEPARTED),
    state("HANDOVER_CUSTOMS", in_transit::CUSTOMS_STARTED),
    state("HELD_BY_CUSTOMS", exception::HELD_BY_CUSTOMS),
    status("IN_DELIVERY", Status::OutForDelivery),
    state("IP_CUSTOMS", in_transit::CUSTOMS_PROCESSING),
    notice("ISSUE_OF_A_REPLACEMENT_CERTIFICATE_PZA", Notice::Information),
    // The town of Deutsche Post's dead-letter office, where it looks for the sender.
    because("MARBURG", exception::INVESTIGATION, Reason::OtherResearch),
    state("NOTIFIED", available_for_pickup::POST_OFFICE),
    state("NOTIFIED_KEY_ACCOUNT", available_for_pickup::POST_OFFICE),
    state("NOTIFIED_PACKSTATION", available_for_pickup::LOCKER),
    at("NOTIFIED_PO_BOX", available_for_pickup::POST_OFFICE, HandoverPlace::PoBox),
    state("NO_INFO", unknown::NO_STATUS),
    state("PAID_EPOS", delivered::COD_COLLECTED),
    state("PAID_MAILMAN", delivered::COD_COLLECTED),
    state("PASSED_LETTER_CENTER", in_transit::FACILITY_PROCESSED),
    state("POSTED", in_transit::DROPPED_OFF),
    state("POSTED_ARRIVED", in_transit::DROPPED_OFF),
    state("POSTED_MAIL_TERMINAL", in_transit::ACCEPTED),
    state("REDIRECTED", in_transit::FORWARDED),
    status("RETURNED_TO_SENDER", Status::Returned),
    status("SENT_BACK", Status::Returning),
    status("SENT_BACK_ABROAD", Status::Returning),
    state("TO_BE_SENT_ABROAD", in_transit::FACILITY_PROCESSING),
];
