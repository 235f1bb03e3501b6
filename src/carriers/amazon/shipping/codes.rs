//! What event codes, summary and detail codes mean, on the way to the recipient and on the way back.
//!
//! The codes are those of the [contract]; `Received`, which the [sandbox] was seen to answer, and
//! `PackageReceivedByCarrier`, which the [changelog] announced for August 2025, stand outside it.
//!
//! [contract]: https://developer-docs.amazon.com/amazon-shipping/docs/tutorial-track-a-shipment
//! [sandbox]: https://github.com/amzn/selling-partner-api-models/issues/5165
//! [changelog]: https://developer-docs.amazon.com/amazon-shipping/changelog

use crate::carriers::amazon::codes::{Row, because, find, is_alike, notice, state, status};
use crate::model::state::{
    attempt_failed, cancelled, delivered, exception, failed, in_transit, info_received, returning,
};
use crate::model::{HandoverPlace, Notice, Reason, State, Status};

/// `eventCode` on the way to the recipient, sorted.
const FORWARD: &[Row] = &[
    state("ArrivedAtCarrierFacility", in_transit::FACILITY_IN),
    status("AvailableForPickup", Status::AvailableForPickup),
    status("Delivered", Status::Delivered),
    status("DeliveryAttempted", Status::AttemptFailed),
    state("Departed", in_transit::FACILITY_OUT),
    because("Lost", failed::LOST, Reason::CarrierLost),
    status("OutForDelivery", Status::OutForDelivery),
    state("PackageReceivedByCarrier", in_transit::ACCEPTED),
    state("PickupCancelled", info_received::COLLECTION_CANCELLED),
    state("PickupDone", in_transit::COLLECTED),
    state("ReadyForReceive", info_received::AWAITING_HANDOVER),
    state("Received", in_transit::FACILITY_IN),
    notice("RecipientRequestedAlternateDeliveryTiming", Notice::RecipientRequestedDate),
    because("Rejected", exception::RECIPIENT_REFUSED, Reason::RecipientRefused),
    // A label, no movement yet.
    notice("ReturnInitiated", Notice::ReturnLabelCreated),
    state("Undeliverable", failed::UNDELIVERABLE),
];

/// `eventCode` on the way back, sorted: "delivered" is back at the sender.
const BACK: &[Row] = &[
    status("ArrivedAtCarrierFacility", Status::Returning),
    status("AvailableForPickup", Status::Returning),
    status("Delivered", Status::Returned),
    status("DeliveryAttempted", Status::Returning),
    status("Departed", Status::Returning),
    because("Lost", failed::LOST, Reason::CarrierLost),
    status("OutForDelivery", Status::Returning),
    status("PackageReceivedByCarrier", Status::Returning),
    state("PickupCancelled", info_received::COLLECTION_CANCELLED),
    status("PickupDone", Status::Returning),
    notice("ReadyForReceive", Notice::ReturnLabelCreated),
    status("Received", Status::Returning),
    notice("RecipientRequestedAlternateDeliveryTiming", Notice::RecipientRequestedDate),
    // By the sender, who does not take it back.
    state("Rejected", exception::DELIVERY_EXCEPTION),
    notice("ReturnInitiated", Notice::ReturnLabelCreated),
    state("Undeliverable", failed::UNDELIVERABLE),
];

/// `summary.status` where it speaks of the way to the recipient, sorted.
const SUMMARY: &[Row] = &[
    status("AwaitingCustomerPickup", Status::AvailableForPickup),
    status("Delivered", Status::Delivered),
    status("DeliveryAttempted", Status::AttemptFailed),
    status("InTransit", Status::InTransit),
    state("Lost", failed::LOST),
    status("OutForDelivery", Status::OutForDelivery),
    state("PickupCancelled", info_received::COLLECTION_CANCELLED),
    state("PreTransit", info_received::INFO_RECEIVED),
    state("Rejected", exception::RECIPIENT_REFUSED),
    state("Undeliverable", failed::UNDELIVERABLE),
];

/// `summary.status` where it speaks of the way back, sorted.
const SUMMARY_BACK: &[Row] = &[
    status("AwaitingCustomerPickup", Status::Returning),
    status("Delivered", Status::Returned),
    status("DeliveryAttempted", Status::Returning),
    status("InTransit", Status::Returning),
    state("Lost", failed::LOST),
    status("OutForDelivery", Status::Returning),
    state("PickupCancelled", info_received::COLLECTION_CANCELLED),
    notice("PreTransit", Notice::ReturnLabelCreated),
    state("Rejected", exception::DELIVERY_EXCEPTION),
    state("Undeliverable", failed::UNDELIVERABLE),
];

/// What a detail code makes of the event that it explains.
#[derive(Debug)]
pub(super) struct Detail {
    code: &'static str,
    /// The event code, which is a summary's word too.
    pub(super) of: &'static str,
    pub(super) state: State,
    pub(super) place: Option<HandoverPlace>,
    pub(super) reason: Option<Reason>,
}

const fn explains(code: &'static str, of: &'static str, state: State, reason: Option<Reason>) -> Detail {
    Detail { code, of, state, place: None, reason }
}

const fn tried(code: &'static str, state: State, reason: Option<Reason>) -> Detail {
    explains(code, "DeliveryAttempted", state, reason)
}

const fn left(code: &'static str, state: State, place: HandoverPlace) -> Detail {
    Detail { code, of: "Delivered", state, place: Some(place), reason: None }
}

const fn refused(code: &'static str, reason: Reason) -> Detail {
    explains(code, "Rejected", exception::RECIPIENT_REFUSED, Some(reason))
}

/// `summary.trackingDetailCodes`, sorted by code and by what it explains.
const DETAILS: &[Detail] = &[
    explains("AddressNotFound", "Undeliverable", returning::ADDRESS_PROBLEM, Some(Reason::RecipientAddress)),
    explains("ArrivedAtLocalFacility", "ArrivedAtCarrierFacility", in_transit::DELIVERY_DEPOT_IN, None),
    tried("BusinessClosed", attempt_failed::BUSINESS_CLOSED, Some(Reason::RecipientClosed)),
    explains("CancelledByRecipient", "Rejected", cancelled::BY_RECIPIENT, Some(Reason::RecipientCancelled)),
    tried("CustomerUnavailable", attempt_failed::RECIPIENT_ABSENT, Some(Reason::RecipientNotHome)),
    // Refused because it is damaged.
    explains("Damaged", "Rejected", exception::RECIPIENT_REFUSED, Some(Reason::RecipientRefused)),
    explains("Damaged", "Undeliverable", exception::DAMAGED, None),
    left("DeliveredToBehindWheelieBin", delivered::AT_PLACE, HandoverPlace::WheelieBinBehind),
    left("DeliveredToGarage", delivered::AT_PLACE, HandoverPlace::Garage),
    left("DeliveredToGarden", delivered::AT_PLACE, HandoverPlace::Garden),
    left("DeliveredToGreenhouse", delivered::AT_PLACE, HandoverPlace::Greenhouse),
    left("DeliveredToMailRoom", delivered::AT_PLACE, HandoverPlace::MailRoom),
    left("DeliveredToMailSlot", delivered::AT_PLACE, HandoverPlace::Letterbox),
    left("DeliveredToNeighbor", delivered::NEIGHBOUR, HandoverPlace::Neighbour),
    left("DeliveredToPorch", delivered::AT_PLACE, HandoverPlace::Porch),
    left("DeliveredToRearDoor", delivered::AT_PLACE, HandoverPlace::RearDoor),
    left("DeliveredToReceptionist", delivered::AT_PLACE, HandoverPlace::Reception),
    left("DeliveredToShed", delivered::AT_PLACE, HandoverPlace::Shed),
    explains("DeliveredWithOTP", "Delivered", delivered::VERIFIED_CODE, None),
    tried("DeliveryAttempted", State::of(Status::AttemptFailed), None),
    explains("HazmatShipment", "Undeliverable", exception::PROHIBITED, None),
    refused("IncorrectItems", Reason::SenderWrongItem),
    refused("NotRequired", Reason::RecipientNotWanted),
    tried("OtpNotAvailable", attempt_failed::CODE_MISSING, Some(Reason::RecipientVerification)),
    tried("PaymentNotReady", attempt_failed::PAYMENT_MISSING, None),
    refused("Rejected", Reason::RecipientRefused),
    refused("RejectedByRecipientWithVerification", Reason::RecipientVerifiedRefusal),
    explains("Signed", "Delivered", delivered::SIGNED, None),
    tried("UnableToAccess", attempt_failed::NO_ACCESS, Some(Reason::RecipientAccess)),
    tried(
        "UnableToContactRecipient",
        attempt_failed::RECIPIENT_UNREACHABLE,
        Some(Reason::RecipientUnavailable),
    ),
    // It goes back.
    explains("Undeliverable", "Undeliverable", returning::NOT_DELIVERED, None),
];

/// What an event's code means on its leg.
pub(super) fn event(code: &str, is_return: bool) -> Option<&'static Row> {
    find(if is_return { BACK } else { FORWARD }, code)
}

/// What the summary's status means on the leg of which it speaks.
pub(super) fn summary(word: &str, is_return: bool) -> Option<&'static Row> {
    find(if is_return { SUMMARY_BACK } else { SUMMARY }, word)
}

/// What a detail code can explain, if it is known.
pub(super) fn details(code: &str) -> impl Iterator<Item = &'static Detail> {
    DETAILS.iter().filter(move |row| is_alike(row.code, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::codes::tests::is_sorted;
    use crate::model::Meaning;

    #[test]
    fn tables_are_sorted_unique_and_complete() {
        for table in [FORWARD, BACK, SUMMARY, SUMMARY_BACK] {
            assert!(is_sorted(table.iter().map(|row| row.code)));
            let is_known = |row: &Row| !matches!(&row.says.meaning, Meaning::State(state) if !state.status().is_about_parcel());
            assert!(table.iter().all(is_known));
        }
        let words = |table: &'static [Row]| table.iter().map(|row| row.code).collect::<Vec<_>>();
        assert_eq!((words(FORWARD), words(SUMMARY)), (words(BACK), words(SUMMARY_BACK)));
        // The contract's fourteen and the two from outside; ten words; thirty details, one of which explains two.
        assert_eq!((FORWARD.len(), SUMMARY.len(), DETAILS.len()), (14 + 2, 10, 30 + 1));
        assert!(DETAILS.windows(2).all(|pair| (pair[0].code, pair[0].of) < (pair[1].code, pair[1].of)));
        for row in DETAILS {
            assert!(event(row.of, false).is_some(), "{}", row.code);
        }
    }
}
