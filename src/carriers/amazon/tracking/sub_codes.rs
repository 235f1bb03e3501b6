//! What a milestone's `status.subCode` adds to its code: where a parcel was left, why an attempt failed, why it is late.
//! It never moves a parcel by itself.

use crate::carriers::amazon::codes::find_by;
use crate::model::state::{attempt_failed, available_for_pickup, cancelled, delivered, exception};
use crate::model::{HandoverPlace, Reason, State};

/// A sub code with what it adds.
#[derive(Debug)]
pub(super) struct SubCode {
    code: &'static str,
    /// The one code that it makes finer, and to what.
    pub(super) refines: Option<(&'static str, State)>,
    /// Where a parcel was left, together with that code.
    pub(super) place: Option<HandoverPlace>,
    pub(super) reason: Option<Reason>,
    pub(super) special: Option<Special>,
}

/// Sub codes that change what the milestone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// Not seen but expected.
    Forecast,
    /// A milestone of this code is taken back.
    TakenBack,
    /// On the way to a locker or shop instead of the address.
    Rerouted,
}

/// Known, and says nothing that a state or reason could tell.
const fn mark(code: &'static str) -> SubCode {
    SubCode { code, refines: None, place: None, reason: None, special: None }
}

const fn why(code: &'static str, reason: Reason) -> SubCode {
    SubCode { code, refines: None, place: None, reason: Some(reason), special: None }
}

const fn refines(code: &'static str, of: &'static str, to: State, reason: Option<Reason>) -> SubCode {
    SubCode { code, refines: Some((of, to)), place: None, reason, special: None }
}

const fn tried(code: &'static str, to: State, reason: Option<Reason>) -> SubCode {
    refines(code, "DELIVERY_ATTEMPTED", to, reason)
}

const fn handed(code: &'static str, to: State, place: Option<HandoverPlace>) -> SubCode {
    SubCode { code, refines: Some(("DELIVERED", to)), place, reason: None, special: None }
}

const fn left(code: &'static str, place: HandoverPlace) -> SubCode {
    handed(code, delivered::AT_PLACE, Some(place))
}

const fn special(code: &'static str, special: Special) -> SubCode {
    SubCode { code, refines: None, place: None, reason: None, special: Some(special) }
}

/// `TrackingMilestoneStatus.subCode` of the [contract], sorted. The contract names them without a word of meaning and
/// does not say which go with which code: the rows go by their names and add no more than those tell.
///
/// Delivered to a locker or shop means that the parcel waits there; `CUSTOMER_PICKUP_COMPLETED` tells its collection.
///
/// [contract]: https://github.com/amzn/selling-partner-api-models/blob/main/models/tracking-api-model/tracking_2026-01-30.json
const SUB_CODES: &[SubCode] = &[
    mark("ACCIDENT"),
    mark("ADDRESS_CHANGE"),
    tried("ADDRESS_ISSUE", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    mark("ADDRESS_NON_SERVICED"),
    tried(
        "ADULT_SIGNATURE_REQUIRED",
        attempt_failed::IDENTIFICATION_FAILED,
        Some(Reason::RecipientVerification),
    ),
    refines("AIRPLANE_LATE", "DELAYED", exception::DELAYED_TRANSPORT, None),
    mark("AIR_HUB"),
    tried("ANIMAL_HAZARD", attempt_failed::NO_ACCESS, Some(Reason::RecipientAccess)),
    mark("APARTMENT"),
    mark("APPOINTMENT"),
    mark("APPOINTMENT_REQUIRED"),
    mark("ARMED_FORCES_POST_OFFICE"),
    mark("BAG"),
    mark("BAG_ID_MISMATCH"),
    mark("BATCH"),
    left("BEHIND_WHEELIE_BIN", HandoverPlace::WheelieBinBehind),
    handed("BUILDING_LOCKER", available_for_pickup::LOCKER, Some(HandoverPlace::Locker)),
    tried("BUSINESS_CLOSED", attempt_failed::BUSINESS_CLOSED, Some(Reason::RecipientClosed)),
    tried("BUSINESS_CLOSED_HOLIDAY", attempt_failed::BUSINESS_CLOSED, Some(Reason::RecipientClosed)),
    mark("BUYBACK"),
    mark("CARRIER_HUB"),
    refines("CARRIER_HUB_DELAY", "DELAYED", exception::DELAYED_CARRIER, None),
    tried("CARRIER_NO_ACCESS", attempt_failed::NO_ACCESS, Some(Reason::RecipientAccess)),
    refines("CARRIER_NO_CAPACITY", "DELAYED", exception::DELAYED_CARRIER, Some(Reason::CarrierCapacity)),
    mark("CARRIER_REFUSAL"),
    tried("CITY_TOWN_STATE", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    why("CN_BUYER_PAYER_RECIPIENT_MISMATCH", Reason::RecipientVerification),
    why("CN_CUSTOMS_ALIPAY_WECHAT_NAME_FAILED", Reason::RecipientVerification),
    why("CN_CUSTOMS_CAN_GATEWAY_ID_VERIFICATION", Reason::RecipientVerification),
    why("CN_CUSTOMS_CLEARANCE_DATA_ISSUE", Reason::CustomsDocuments),
    mark("CN_CUSTOMS_CONVERT_TO_PERSONAL_REVIEW"),
    why("CN_CUSTOMS_DATA_TRANSMISSION_DELAY", Reason::CustomsDelay),
    why("CN_CUSTOMS_PACKAGE_INFO_MISMATCH", Reason::CustomsDocuments),
    why("CN_CUSTOMS_PERSONAL_REVIEW_DELAY", Reason::CustomsDelay),
    why("CN_CUSTOMS_PERSONAL_REVIEW_QUOTA_EXCEEDED", Reason::CustomsProhibited),
    why("CN_CUSTOMS_PROHIBITED_WORDING", Reason::CustomsProhibited),
    why("CN_CUSTOMS_SYSTEM_UPGRADE", Reason::CustomsDelay),
    left("CONSERVATORY", HandoverPlace::Elsewhere),
    mark("CONTAINER_FREIGHT_STATION"),
    mark("CONTENT_SPILL_OUT"),
    handed("COUNTER", available_for_pickup::PICKUP_POINT, Some(HandoverPlace::PickupPoint)),
    mark("COVERAGE_AREA_ISSUE"),
    mark("CUSTOMER"),
    refines(
        "CUSTOMER_CANCELLED",
        "ORDER_CANCELLED",
        cancelled::BY_RECIPIENT,
        Some(Reason::RecipientCancelled),
    ),
    why("CUSTOMER_MOVED", Reason::RecipientAddress),
    mark("CUSTOMER_PICK_UP_FAILURE"),
    tried("CUSTOMER_REFUSAL", attempt_failed::REFUSED, Some(Reason::RecipientRefused)),
    refines("CUSTOMER_REQUEST", "ORDER_CANCELLED", cancelled::BY_RECIPIENT, None),
    mark("CUSTOMS"),
    why("CUSTOMS_FEES", Reason::CustomsDuties),
    mark("CUSTOMS_HUB"),
    refines("CUSTOMS_ISSUE", "DELAYED", exception::DELAYED_CUSTOMS, None),
    mark("DAMAGE"),
    mark("DATE_CHANGE"),
    mark("DELAY"),
    mark("DELIVERY_AGENT_ASSIGNED"),
    mark("DELIVERY_ATTEMPTED"),
    mark("DELIVERY_DATE_MISMATCH"),
    mark("DELIVERY_DEPOT"),
    refines("DELIVERY_DEPOT_DELAY", "DELAYED", exception::DELAYED_CARRIER, None),
    refines("DELIVERY_NOT_ATTEMPTED", "DELIVERY_ATTEMPTED", exception::DELIVERY_EXCEPTION, None),
    mark("DESTINATION"),
    tried("DIRECTIONS_REQUIRED", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    mark("DRIVER_EMERGENCY"),
    mark("DRIVER_HELD"),
    refines("DRIVER_LATE", "DELAYED", exception::DELAYED_CARRIER, None),
    mark("DRONE"),
    mark("DRONE_REPLAN"),
    mark("DUPLICATE"),
    why("DUTIES_TAX_PENDING", Reason::CustomsDuties),
    refines("EMERGENCY", "DELAYED", exception::DELAYED_EXTERNAL, None),
    mark("EXCEEDS_20000_RMB_CLEARANCE_QUOTA"),
    mark("EXCEEDS_PERSONAL_QUANTITIES_QUOTA"),
    mark("EXPORT_CARRIER"),
    refines("FACILITY_BREAKDOWN", "DELAYED", exception::DELAYED_CARRIER, Some(Reason::CarrierMechanical)),
    mark("FACILITY_CLOSURE"),
    tried(
        "FAILED_ADULT_VERIFICATION",
        attempt_failed::IDENTIFICATION_FAILED,
        Some(Reason::RecipientVerification),
    ),
    tried("FAILED_MAX_ATTEMPTS", attempt_failed::FINAL_ATTEMPT, None),
    tried("FINAL_ATTEMPT_FAILED", attempt_failed::FINAL_ATTEMPT, None),
    refines("FORCE_MAJEURE", "DELAYED", exception::DELAYED_EXTERNAL, Some(Reason::ExternalForceMajeure)),
    why("FRAUDULENT_ACTIVITY", Reason::OtherSecurity),
    mark("FREIGHT_FORWARDER"),
    left("FRONT_PORCH", HandoverPlace::Porch),
    left("FRONT_PORCH_OR_FRONT_DOOR", HandoverPlace::Porch),
    mark("FULFILLMENT_FACILITY"),
    refines("FULFILLMENT_ISSUE", "ORDER_CANCELLED", cancelled::BEFORE_HANDOVER, None),
    mark("FULFILLMENT_PROVIDER_MISSORT"),
    mark("FULFILLMENT_PROVIDER_RETURN_REQUEST"),
    left("GARAGE", HandoverPlace::Garage),
    left("GARDEN", HandoverPlace::Garden),
    why("GOVERNMENT_AGENCY_INSPECTION_REQUIRED", Reason::CustomsInspection),
    left("GREENHOUSE", HandoverPlace::Greenhouse),
    mark("HANDED_OVER_FOR_FINAL_DELIVERY"),
    mark("HAZMAT"),
    mark("HEAVY_BULKY_CARRIER"),
    tried("HELD_FOR_PAYMENT", attempt_failed::PAYMENT_MISSING, None),
    mark("HELD_IN_TRAILER"),
    mark("HOLD_FOR_PICK_UP"),
    why("HS_CODE_ISSUES", Reason::CustomsDocuments),
    why("IMPORT_BLOCKED", Reason::CustomsProhibited),
    why("IMPORT_DOCUMENTATION_REQUIRED", Reason::CustomsDocuments),
    mark("IMPORT_ELIGIBILITY_ISSUE"),
    why("INCORRECT_ITEM", Reason::SenderWrongItem),
    mark("INCOTERMS_ISSUE"),
    handed("INSIDE_BOX", delivered::MAILBOX, Some(HandoverPlace::Mailbox)),
    left("INSIDE_HOME", HandoverPlace::Elsewhere),
    left("INSIDE_VEHICLE", HandoverPlace::Elsewhere),
    why("INSUFFICIENT_PAPERWORK", Reason::CustomsDocuments),
    mark("INTERNATIONAL_TRANSIT_DELAY"),
    tried("INVALID_ADDRESS", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    tried("INVALID_CITY_TOWN_STATE_ADDRESS", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    tried("INVALID_POSTAL_CODE", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    mark("INVALID_RECIPIENT_NAME"),
    tried("INVALID_STREET_ADDRESS", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    mark("LABEL_ISSUE"),
    mark("LARGE_ITEM"),
    mark("LATE_DELIVERY"),
    handed("LEAVE_TO_NEIGHBOR", delivered::NEIGHBOUR, Some(HandoverPlace::Neighbour)),
    handed("LETTERBOX", delivered::MAILBOX, Some(HandoverPlace::Letterbox)),
    handed("LOCKER", available_for_pickup::LOCKER, Some(HandoverPlace::Locker)),
    mark("LOOSE"),
    mark("MAIL_BOX_FULL"),
    left("MAIL_ROOM", HandoverPlace::MailRoom),
    mark("MANUAL_CLEARANCE"),
    mark("MANUAL_SCAN_UPLOAD"),
    tried("MISSING_APARTMENT_ADDRESS", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    why("MISSING_COMMERCIAL_DOCS", Reason::CustomsDocuments),
    mark("MISSING_OR_INCOMPLETE_NAME"),
    why("MISSING_RECIPIENT_PERSONAL_DATA", Reason::CustomsDocuments),
    refines("MISSORT", "DELAYED", exception::DELAYED_CARRIER, Some(Reason::CarrierSorting)),
    why("NAME_AUTHENTICATION_FAILED", Reason::RecipientVerification),
    handed("NEARBY_STORE", available_for_pickup::PICKUP_POINT, Some(HandoverPlace::PickupPoint)),
    handed("NEIGHBOR", delivered::NEIGHBOUR, Some(HandoverPlace::Neighbour)),
    handed("NEIGHBOR_SIGNED", delivered::NEIGHBOUR, Some(HandoverPlace::Neighbour)),
    mark("NON_PERSONAL_BELONGINGS"),
    mark("NON_POSTAL_CARRIER"),
    why("NOT_ORDERED", Reason::RecipientNotWanted),
    why("NOT_WANTED", Reason::RecipientNotWanted),
    tried("NO_ACCESS", attempt_failed::NO_ACCESS, Some(Reason::RecipientAccess)),
    mark("NO_CONTACT_INFORMATION"),
    tried("NO_RESPONSE", attempt_failed::RECIPIENT_ABSENT, Some(Reason::RecipientUnavailable)),
    tried("NO_SECURITY_ACCESS", attempt_failed::NO_ACCESS, Some(Reason::RecipientAccess)),
    mark("OFF_AMAZON_CUSTOMER"),
    mark("ON_HOLD"),
    mark("ORIGIN"),
    left("OUTBUILDING", HandoverPlace::Outbuilding),
    why("OVER_FORECAST", Reason::CarrierCapacity),
    mark("PACKAGE_OPEN"),
    why("PACKAGE_OVERSIZED", Reason::SenderDimensions),
    mark("PARCEL_HUB"),
    handed("PARTIAL", delivered::PARTIAL, None),
    tried("PAYMENT_REFUSED", attempt_failed::PAYMENT_MISSING, None),
    why("PENDING_INSPECTION", Reason::CustomsInspection),
    why("PGA_HOLD", Reason::OtherRegulatory),
    mark("PICKUP_FAILURE"),
    handed("PICKUP_POINT", available_for_pickup::PICKUP_POINT, Some(HandoverPlace::PickupPoint)),
    tried("PICKUP_POINT_CLOSED", attempt_failed::PICKUP_POINT_UNAVAILABLE, None),
    why("PKG_DIMENSION_EXCEEDS", Reason::SenderDimensions),
    why("POI_DELIVERY_ADDRESS_MISMATCH", Reason::RecipientVerification),
    why("POI_INVALID", Reason::RecipientVerification),
    why("POI_RECIPIENT_NAME_MISMATCH", Reason::RecipientVerification),
    left("PORCH", HandoverPlace::Porch),
    mark("POSTAL_CARRIER"),
    tried("POSTAL_CODE", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    handed("POST_OFFICE", available_for_pickup::POST_OFFICE, Some(HandoverPlace::PostOffice)),
    why("POWER_OF_ATTORNEY_REQUIRED", Reason::CustomsDocuments),
    handed("PO_BOX", delivered::PO_BOX, Some(HandoverPlace::PoBox)),
    tried("PO_BOX_QUERY", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    special("PREDICTED", Special::Forecast),
    mark("PROCESSING_DELAY"),
    mark("PROCESSING_HUB"),
    mark("PRODUCT_DAMAGED"),
    mark("PRODUCT_DEFECTIVE"),
    mark("PRODUCT_MISSING"),
    mark("PRODUCT_NOT_FUNCTIONAL"),
    mark("PRODUCT_PRICE_EXCEEDS_2000_RMB"),
    mark("PROHIBITED_ITEM"),
    mark("READY_FOR_PICKUP"),
    left("REAR_PORCH", HandoverPlace::RearDoor),
    left("REAR_PORCH_OR_REAR_DOOR", HandoverPlace::RearDoor),
    left("RECEPTION", HandoverPlace::Reception),
    refines(
        "RECIPIENT_CANCELLED",
        "ORDER_CANCELLED",
        cancelled::BY_RECIPIENT,
        Some(Reason::RecipientCancelled),
    ),
    tried("RECIPIENT_HOLIDAY", attempt_failed::RECIPIENT_ABSENT, Some(Reason::RecipientUnavailable)),
    why("RECIPIENT_ID_IMAGE_QUALITY", Reason::CustomsDocuments),
    why("RECIPIENT_ID_INVALID", Reason::CustomsDocuments),
    why("RECIPIENT_ID_MISSING", Reason::CustomsDocuments),
    why("RECIPIENT_ID_NOT_RECEIVED", Reason::CustomsDocuments),
    mark("RECIPIENT_ID_RECEIVED"),
    tried("RECIPIENT_PIN_NOT_AVAILABLE", attempt_failed::CODE_MISSING, Some(Reason::RecipientVerification)),
    why("RECIPIENT_UNIQUE_CODE_MISSING", Reason::CustomsDocuments),
    why("RECIPIENT_UNKNOWN_ENTITY", Reason::RecipientAddress),
    mark("REDIRECTED_SHIPMENT"),
    mark("REDIRECT_FAILED"),
    mark("REMOTE_AREA"),
    special("REROUTED_TO_LOCKER", Special::Rerouted),
    special("REROUTED_TO_STORE", Special::Rerouted),
    mark("RETURN_TO_SELLER"),
    special("REVERTED", Special::TakenBack),
    refines("ROAD_ISSUE", "DELAYED", exception::DELAYED_EXTERNAL, None),
    handed("SAFE_PLACE", delivered::SAFE_PLACE, None),
    mark("SCHEDULE_ADJUSTMENT"),
    tried("SECURITY_ACCESS", attempt_failed::NO_ACCESS, Some(Reason::RecipientAccess)),
    why("SECURITY_CHECKS_REQUIRED", Reason::OtherSecurity),
    left("SECURITY_DESK", HandoverPlace::Guard),
    mark("SELLER_ISSUE"),
    mark("SELLER_MOVED"),
    mark("SELLER_REJECTION"),
    refines("SELLER_REQUEST", "ORDER_CANCELLED", cancelled::BY_SENDER, None),
    left("SHED", HandoverPlace::Shed),
    mark("SHIPMENT_DAMAGED"),
    mark("SHIPMENT_FEES"),
    why("SHIPMENT_HIJACKED", Reason::OtherSecurity),
    mark("SHIPMENT_MISSING"),
    mark("SHIPMENT_NOT_RECEIVED"),
    mark("SHIPMENT_OVERDUE_14_DAYS"),
    mark("SHIPPER_RELATED"),
    refines("SHIPPER_REQUEST", "ORDER_CANCELLED", cancelled::BY_SENDER, None),
    left("SIDE_PORCH", HandoverPlace::SideDoor),
    mark("SIGNATURE_REQUIRED"),
    mark("SIGNATURE_WAIVED"),
    handed("SIGNED", delivered::SIGNED, None),
    handed("STORE", available_for_pickup::PICKUP_POINT, Some(HandoverPlace::PickupPoint)),
    left("STREET", HandoverPlace::Elsewhere),
    left("TERRACE", HandoverPlace::Patio),
    why("THEFT", Reason::OtherSecurity),
    refines("THIRD_PARTY_CARRIER_DELAY", "DELAYED", exception::DELAYED_CARRIER, None),
    refines("TRAILER_LATE", "DELAYED", exception::DELAYED_TRANSPORT, None),
    refines("TRAIN_LATE", "DELAYED", exception::DELAYED_TRANSPORT, None),
    refines(
        "TRANSPORTATION_CAPACITY_SHORTAGE",
        "DELAYED",
        exception::DELAYED_CARRIER,
        Some(Reason::CarrierCapacity),
    ),
    mark("TRUCK"),
    mark("UNIT_LOAD_DEVICE"),
    mark("UNKNOWN_ENTITY"),
    mark("UNREADABLE_BARCODE"),
    tried(
        "UNSUCCESSFUL_CUSTOMER_CONTACT",
        attempt_failed::RECIPIENT_UNREACHABLE,
        Some(Reason::RecipientUnavailable),
    ),
    tried("UNVERIFIED_ADDRESS", attempt_failed::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    mark("VAN"),
    mark("VAN_REPLAN"),
    refines("VEHICLE_BREAKDOWN", "DELAYED", exception::DELAYED_TRANSPORT, Some(Reason::CarrierVehicle)),
    refines("WEATHER", "DELAYED", exception::DELAYED_WEATHER, Some(Reason::ExternalWeather)),
    refines("WRONG_DELIVERY_ROUTE", "DELAYED", exception::DELAYED_CARRIER, Some(Reason::CarrierSorting)),
    mark("WRONG_PHONE_NUMBER"),
];

/// What a milestone's sub code adds.
pub(super) fn sub_code(code: &str) -> Option<&'static SubCode> {
    find_by(SUB_CODES, |row| row.code, code)
}

#[cfg(test)]
mod tests {
    use super::super::codes;
    use super::super::codes::tests::CONTRACT;
    use super::*;
    use crate::carriers::amazon::codes::tests::{contract_words, is_sorted};

    #[test]
    fn sub_codes_are_sorted_unique_and_refine_codes_that_exist() {
        assert_eq!(SUB_CODES.len(), 241);
        assert!(is_sorted(SUB_CODES.iter().map(|row| row.code)));
        for row in SUB_CODES {
            let of = row.refines.as_ref().map(|(code, _)| *code);
            assert!(of.is_none_or(|code| codes::code(code).is_some()), "{}", row.code);
            assert!(row.place.is_none() || of == Some("DELIVERED"), "{}", row.code);
        }
    }

    #[test]
    fn every_sub_code_of_the_contract_is_known() {
        let pointer = "/definitions/TrackingMilestoneStatus/properties/subCode/enum";
        for word in contract_words(CONTRACT, pointer) {
            assert_eq!(sub_code(&word).map(|row| row.code), Some(word.as_str()));
        }
    }
}
