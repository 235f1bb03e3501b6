//! DHL Freight and DHL Global Forwarding: the codes of the services `freight` and `dgf`.

use super::{Row, because, notice, state, status};
use crate::model::state::{
    attempt_failed, available_for_pickup, cancelled, delivered, exception, in_transit, info_received,
};
use crate::model::{Notice, Reason, Status};

/// The codes of DHL Freight (service `freight`), sorted, after the list that relates divisions to Shipment Tracking –
/// Unified (<https://developer.dhl.com/api-reference/shipment-tracking>).
pub const FREIGHT: &[Row] = &[
    state("1-0", in_transit::FACILITY_IN),
    state("1-21", in_transit::DELIVERY_DEPOT_IN),
    state("12-0", in_transit::CUSTOMS_CLEARED),
    state("13-0", in_transit::COLLECTED),
    state("15-501", info_received::COLLECTION_SCHEDULED),
    state("20-126", exception::HELD_BY_CUSTOMS),
    state("20-13", available_for_pickup::CARRIER_DEPOT),
    state("20-208", in_transit::RESCHEDULE_NEEDED),
    state("20-209", in_transit::DELIVERY_SCHEDULED),
    because("20-211", attempt_failed::BUSINESS_CLOSED, Reason::RecipientClosed),
    because("20-234", attempt_failed::ADDRESS_PROBLEM, Reason::RecipientAddress),
    because("20-266", exception::DELAYED_WEATHER, Reason::ExternalWeather),
    because("20-270", exception::DELAYED_EXTERNAL, Reason::ExternalForceMajeure),
    state("20-296", exception::HELD_FOR_PAYMENT),
    state("20-354", exception::DELAYED_EXTERNAL),
    status("21-0", Status::Delivered),
    state("21-23", delivered::PARTIAL),
    state("21-234", delivered::ALTERNATIVE_LOCATION),
    status("21-600", Status::Delivered),
    state("24-0", in_transit::FACILITY_OUT),
    status("24-501", Status::OutForDelivery),
    status("24-600", Status::Delivered),
    status("24-628", Status::OutForDelivery),
    notice("31-139", Notice::Information),
    notice("31-140", Notice::Information),
    status("361-139", Status::OutForDelivery),
    notice("361-140", Notice::Information),
    state("48-0", info_received::AWAITING_HANDOVER),
    state("55-126", info_received::COLLECTION_FAILED),
    state("55-20", info_received::COLLECTION_FAILED),
    state("55-21", info_received::COLLECTION_FAILED),
    because("55-211", info_received::COLLECTION_FAILED, Reason::SenderNotReady),
    because("55-234", info_received::COLLECTION_FAILED, Reason::SenderData),
    because("55-240", info_received::COLLECTION_FAILED, Reason::SenderPackaging),
    because("55-241", info_received::COLLECTION_FAILED, Reason::SenderData),
    state("55-265", info_received::COLLECTION_FAILED),
    because("55-266", info_received::COLLECTION_FAILED, Reason::ExternalWeather),
    because("55-294", info_received::COLLECTION_FAILED, Reason::CarrierOutOfTime),
    because("55-68", info_received::COLLECTION_FAILED, Reason::SenderNotReady),
    because("56-211", attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome),
    status("56-222", Status::Returning),
    because("56-241", attempt_failed::REFUSED, Reason::RecipientRefused),
    because("56-284", attempt_failed::REFUSED, Reason::SenderWrongItem),
    state("56-292", attempt_failed::PAYMENT_MISSING),
    because("56-611", attempt_failed::REFUSED, Reason::RecipientRefused),
    state("64-0", info_received::COLLECTION_SCHEDULED),
    because("7-0", cancelled::BY_SENDER, Reason::SenderCancelled),
    state("ACT-2", info_received::INFO_RECEIVED),
];

/// The codes of the parcel-like product of DHL Global Forwarding (service `dgf`), sorted, after the same list
/// (<https://developer.dhl.com/api-reference/shipment-tracking>). Its other products tell words only.
pub const FORWARDING: &[Row] = &[
    state("ARRIVED", in_transit::DESTINATION_COUNTRY_IN),
    state("ARRIVED_AT_CUSTOMS", in_transit::CUSTOMS_PROCESSING),
    state("ARRIVED_AT_ORIGIN_FACILITY", in_transit::ORIGIN_FACILITY_IN),
    state("ARRIVED_PROCESSED_AT_FACILITY", in_transit::PARTNER_UPDATE),
    state("CLEARED_BY_CUSTOMS", in_transit::CUSTOMS_CLEARED),
    state("DATA_SUBMITTED", info_received::INFO_RECEIVED),
    status("DELIVERED", Status::Delivered),
    state("DELIVERY_EXCEPTION", exception::DELIVERY_EXCEPTION),
    state("DEPARTED", in_transit::EXPORT_DEPARTED),
    state("DEPARTED_FROM_ORIGIN_FACILITY", in_transit::FACILITY_OUT),
    state("HELD_AT_CUSTOMS", exception::HELD_BY_CUSTOMS),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PICKUP_SUCCESSFUL", in_transit::COLLECTED),
    state("PROCESSED_AT_ORIGIN_FACILITY", in_transit::FACILITY_PROCESSED),
    state("READY_FOR_DEPARTURE", in_transit::DISPATCHED),
];
