//! DHL Express: the checkpoint codes of MyDHL API and of the service `express`.

use super::{Row, because, notice, state, status};
use crate::model::state::{
    attempt_failed, available_for_pickup, delivered, exception, failed, in_transit, info_received, unknown,
};
use crate::model::{Notice, Reason, Status};

/// The checkpoint codes of DHL Express, sorted: `typeCode` in MyDHL API
/// (<https://developer.dhl.com/api-reference/dhl-express-mydhl-api>), `status` in Shipment Tracking – Unified
/// (<https://developer.dhl.com/api-reference/shipment-tracking>).
///
/// The numbers `101` to `104` stand on shipments only. `RT` closes the waybill: the way back goes under a new one. `CS`
/// closes the record without saying how it ended. `RR` tells of customs in its words alone. `HN`, `HX`, `RW` and others
/// that stand in old programs are in no list of DHL's and therefore not here.
pub const EXPRESS: &[Row] = &[
    status("101", Status::Delivered),
    status("102", Status::InTransit),
    status("103", Status::Exception),
    state("104", info_received::INFO_RECEIVED),
    state("AD", in_transit::DELIVERY_SCHEDULED),
    state("AF", in_transit::FACILITY_IN),
    state("AR", in_transit::DELIVERY_DEPOT_IN),
    because("BA", exception::ADDRESS_PROBLEM, Reason::RecipientAddress),
    state("BN", in_transit::CUSTOMS_PROCESSING),
    state("BR", in_transit::CUSTOMS_PROCESSING),
    because("CA", attempt_failed::BUSINESS_CLOSED, Reason::RecipientClosed),
    state("CC", available_for_pickup::PICKUP_POINT),
    because("CD", exception::DELAYED_CUSTOMS, Reason::CustomsDelay),
    because("CM", exception::RECIPIENT_MOVED, Reason::RecipientAddress),
    state("CR", in_transit::CUSTOMS_CLEARED),
    state("CS", unknown::NO_STATUS),
    state("DD", delivered::DAMAGED),
    state("DF", in_transit::FACILITY_OUT),
    state("DS", failed::DESTROYED),
    state("FD", in_transit::FORWARDED),
    state("HP", exception::HELD_FOR_PAYMENT),
    state("IC", in_transit::CUSTOMS_PROCESSING),
    because("MC", exception::MISSORTED, Reason::CarrierSorting),
    because("MD", exception::DELAYED_CARRIER, Reason::CarrierOutOfTime),
    because("MS", exception::MISSORTED, Reason::CarrierSorting),
    status("ND", Status::AttemptFailed),
    because("NH", attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome),
    state("OH", exception::ON_HOLD),
    status("OK", Status::Delivered),
    state("PD", delivered::PARTIAL),
    state("PL", in_transit::FACILITY_PROCESSED),
    state("PU", in_transit::COLLECTED),
    notice("PY", Notice::Information),
    because("RD", attempt_failed::REFUSED, Reason::RecipientRefused),
    notice("RR", Notice::Information),
    status("RT", Status::Returning),
    state("SA", in_transit::ACCEPTED),
    notice("SC", Notice::Information),
    state("SM", in_transit::DISPATCHED),
    state("SS", exception::HELD_BY_CARRIER),
    state("TP", in_transit::HANDED_TO_PARTNER),
    status("TR", Status::InTransit),
    because("UD", exception::DELAYED_CUSTOMS, Reason::CustomsDelay),
    status("WC", Status::OutForDelivery),
];
