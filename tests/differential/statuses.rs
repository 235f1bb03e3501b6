//! What the codes that are met most say of a parcel: the status alone, without its finer parts.
//!
//! After the vendors' lists of codes. A code of which other fields change the status has all that may come of it, and one
//! that says nothing without a sentence is left out. The crate's whole tables have tests of their own.

use super::reading::Field;

/// Statuses, or `notice` for what is none, each with the codes that tell it.
pub(crate) type Codes = &'static [(&'static str, &'static str)];

/// The status of a code. Several are parted by `|`.
pub(crate) fn of(codes: Codes, code: &Field) -> Option<&'static str> {
    let Field::Is(Some(code)) = code else { return None };
    let row = codes.iter().find(|(_, known)| known.split(' ').any(|known| known == code));
    row.map(|(status, _)| *status)
}

/// DHL Express, also where Unified tells of it.
pub(crate) const EXPRESS: Codes = &[
    ("attempt_failed", "CA ND NH RD"),
    ("available_for_pickup", "CC"),
    ("delivered", "DD OK"),
    ("exception", "BA CD HP MD OH UD"),
    ("in_transit", "AF AR BR CR DF FD IC PL PU SA TP TR"),
    ("notice", "RR SC"),
    ("out_for_delivery", "WC"),
];

/// DHL Paket's codes in Unified.
pub(crate) const PAKET: Codes = &[
    ("attempt_failed", "ZN"),
    ("available_for_pickup", "ZF"),
    ("delivered", "ZU"),
    ("exception", "BV"),
    ("in_transit", "AA AE EE ES NB ZO"),
    ("info_received", "VA"),
];

/// DHL's five codes of all divisions, but the one that says nothing.
pub(crate) const COARSE: Codes = &[
    ("delivered", "delivered"),
    ("exception", "failure"),
    ("in_transit", "transit"),
    ("info_received", "pre-transit"),
];

/// What happened to a parcel of DHL Paket.
pub(crate) const PAKET_EVENTS: Codes = &[
    ("attempt_failed", "DLVRF"),
    ("available_for_pickup|in_transit", "CNRFC HLDCC"),
    ("delivered|returned", "DLVRD/ACCPT/ZU DLVRD/NGHBR/ZU DLVRD/OTHER/ZU"),
    ("exception", "DMGDS"),
    ("in_transit|returning", "LDTMV/MVMTV/AA PCKDU SRTED/NRQRD/NB ULFMV"),
    ("info_received", "PARCV"),
    ("out_for_delivery|returning", "LDTMV/PCKST/PO SRTED/NRQRD/PO"),
    ("returning", "RETRN"),
];

/// DPD's words of events.
pub(crate) const DPD_WORDS: Codes = &[
    ("attempt_failed", "DeliveryFailure"),
    ("available_for_pickup", "ParcelShop"),
    ("delivered", "DELIVERED Delivered"),
    ("in_transit", "BetweenDepots Depot PickedUp ReturningFromDelivery"),
    ("info_received", "SHIPMENT"),
    ("out_for_delivery", "Courier"),
];

/// DPD's scans.
pub(crate) const DPD_SCANS: Codes = &[
    ("attempt_failed", "14"),
    ("attempt_failed|in_transit", "04"),
    ("available_for_pickup", "23"),
    ("delivered", "13"),
    ("in_transit", "01 02 05 08 09 10 12 15 17"),
    ("out_for_delivery", "03"),
    ("returning", "06"),
];

/// What DPD pushes.
pub(crate) const DPD_PUSHED: Codes = &[
    ("attempt_failed", "delivery_nab"),
    ("available_for_pickup", "delivery_shop"),
    ("delivered", "delivery_customer pickup_by_consignee"),
    ("exception", "delivery_notification no_pickup_by_consignee"),
    ("in_transit", "delivery_depot pickup_depot pickup_driver"),
    ("info_received", "start_order"),
    ("out_for_delivery", "delivery_carload"),
    ("returning", "error_return"),
];

/// Evri's points.
pub(crate) const EVRI_POINTS: Codes = &[
    ("available_for_pickup|in_transit", "ARRIVED_PARCELSHOP"),
    ("in_transit", "COLLECTED_FROM_PARCELSHOP LOCAL_DEPOT_INBOUND PROCESSING_DEPOT PROCESSING_HUB"),
    ("info_received", "EXPECTED"),
    ("out_for_delivery", "COURIER_DELIVERY"),
];

/// Evri's stages.
pub(crate) const EVRI_STAGES: Codes = &[
    ("available_for_pickup", "4_LOCKER 4_SHOP"),
    ("delivered", "5_COURIER 5_LOCKER 5_SHOP"),
    ("out_for_delivery", "4_COURIER"),
    ("returning", "A"),
];

/// Hermes's short codes.
pub(crate) const HERMES: Codes = &[
    ("attempt_failed", "3710 3715 3720 3731 3732 3733 3734 3782 3787"),
    ("attempt_failed|in_transit", "4010 4020 4031 4032 4033 4034"),
    ("available_for_pickup", "3410"),
    ("cancelled", "9340 9341"),
    ("delivered", "3500 3510 3511 3520 3530"),
    ("exception", "0600 0700 0800 1730 3740 4035 4040 4610"),
    ("in_transit", "1000 1510 1710 1720 1810 2000 2300 2400 3300"),
    ("info_received", "0000"),
    ("notice", "4070 9321 9322 9323 9324 9399"),
    ("out_for_delivery", "3000"),
    ("returned", "7500"),
    ("returning", "1520 3760 4060 6080 6081 6084 6093"),
];

/// UPS's codes with their types, and the numbers beside them.
pub(crate) const UPS: Codes = &[
    ("cancelled", "MV-VP 007 043"),
    ("delivered", "D-8N D-FV D-M1 D-M2 D-M7 D-MG D-MH D-MM D-MN D-MU D-P5 011 026 156"),
    ("in_transit", "I-AR I-DP I-EP I-HU I-IP I-LC I-OR I-PU I-XD I-XR I-YM I-YP"),
    ("info_received", "M-DP M-MP"),
    ("notice", "I-CA I-CD I-CL U-UP U-UT"),
    ("out_for_delivery", "I-OD I-OF I-OT I-YF 006 021 072"),
    ("returned", "D-B0"),
];

/// Milestones of Amazon's Tracking API; of the sub codes only those that change nothing.
pub(crate) const AMAZON_MILESTONES: Codes = &[
    ("delivered", "CUSTOMER_PICKUP_COMPLETED DELIVERED/GARDEN DELIVERED/NEIGHBOR DELIVERED/SIGNED"),
    ("in_transit|notice", "ARRIVED_AT_TERMINAL DEPARTED_TERMINAL PICKED_UP SHIPPED SORTED"),
    ("info_received|notice", "CARRIER_ASSIGNED MANIFESTED_NOT_RECEIVED ORDER_PREPARING"),
    ("out_for_delivery|notice", "OUT_FOR_DELIVERY"),
    ("returned|notice", "RETURNED RETURN_RECEIVED"),
    ("returning|notice", "RETURN_IN_TRANSIT RETURN_PICKED_UP"),
];

/// Events of Amazon Shipping, on both ways.
pub(crate) const AMAZON_SHIPPING: Codes = &[
    ("attempt_failed|returning", "DeliveryAttempted"),
    ("delivered|returned", "Delivered"),
    ("failed", "Lost"),
    (
        "in_transit|returning",
        "ArrivedAtCarrierFacility Departed PackageReceivedByCarrier PickupDone Received",
    ),
    ("info_received|returning", "ReadyForReceive"),
    ("notice", "RecipientRequestedAlternateDeliveryTiming"),
    ("out_for_delivery|returning", "OutForDelivery"),
];

/// Milestones of Amazon Business.
pub(crate) const AMAZON_BUSINESS: Codes = &[
    ("delivered", "DELIVERED"),
    ("in_transit", "SHIPPED"),
    ("info_received", "ORDERED"),
    ("out_for_delivery", "OUT_FOR_DELIVERY"),
];

/// Events of Fulfillment Outbound; where a parcel was left may change the last of them.
pub(crate) const AMAZON_FULFILLMENT: Codes = &[
    ("attempt_failed", "EVENT_304"),
    ("available_for_pickup", "EVENT_308 EVENT_801"),
    ("exception", "EVENT_401 EVENT_402 EVENT_403 EVENT_404 EVENT_405 EVENT_407"),
    ("in_transit", "EVENT_102 EVENT_201 EVENT_202 EVENT_203 EVENT_204 EVENT_205 EVENT_206"),
    ("info_received", "EVENT_101"),
    ("out_for_delivery", "EVENT_302"),
    ("returned", "EVENT_309"),
    ("returning", "EVENT_408"),
    ("delivered|available_for_pickup|returned", "EVENT_301"),
];

/// What a seller says of a parcel in an order.
pub(crate) const AMAZON_ORDERS: Codes = &[("in_transit", "shipTime"), ("info_received", "createdTime")];
