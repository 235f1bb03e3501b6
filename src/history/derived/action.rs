//! What must be done before the parcel can go on, and by whom.

use super::Basis;
use crate::model::{
    Action, ActionRequired, Actor, Attempt, Pickup, Reason, State, Status, state::attempt_failed as attempt,
    state::exception, state::in_transit, state::info_received,
};

/// What a state asks for.
const BY_STATE: &[(State, Actor, Action)] = &[
    (info_received::AWAITING_HANDOVER, Actor::Sender, Action::HandOver),
    (info_received::COLLECTION_FAILED, Actor::Sender, Action::HandOver),
    (info_received::COLLECTION_CANCELLED, Actor::Sender, Action::HandOver),
    (info_received::NOT_HANDED_OVER, Actor::Sender, Action::HandOver),
    (in_transit::RESCHEDULE_NEEDED, Actor::Recipient, Action::ChooseDelivery),
    (attempt::ADDRESS_PROBLEM, Actor::Recipient, Action::CorrectAddress),
    (attempt::RECIPIENT_UNREACHABLE, Actor::Recipient, Action::ContactCarrier),
    (attempt::FINAL_ATTEMPT, Actor::Recipient, Action::ContactCarrier),
    (attempt::SECURITY_OR_FEE, Actor::Recipient, Action::ContactCarrier),
    (attempt::NO_ACCESS, Actor::Recipient, Action::GiveAccess),
    (attempt::IDENTIFICATION_FAILED, Actor::Recipient, Action::ProveIdentity),
    (attempt::CODE_MISSING, Actor::Recipient, Action::ProveIdentity),
    (attempt::PAYMENT_MISSING, Actor::Recipient, Action::PayOnDelivery),
    (attempt::PAYMENT_METHOD_INVALID, Actor::Recipient, Action::PayOnDelivery),
    (exception::HELD_FOR_PAYMENT, Actor::Recipient, Action::PayDuties),
    (exception::DOCUMENTS_REQUIRED, Actor::Recipient, Action::ProvideDocuments),
    (exception::CUSTOMS_INFORMATION_REQUIRED, Actor::Recipient, Action::ProvideDocuments),
    (exception::PARCEL_WITHOUT_PAPERS, Actor::Sender, Action::ProvideDocuments),
    (exception::DECLARATION_WRONG, Actor::Sender, Action::CorrectDeclaration),
    (exception::ADDRESS_PROBLEM, Actor::Recipient, Action::CorrectAddress),
    (exception::RECIPIENT_MOVED, Actor::Recipient, Action::CorrectAddress),
    (exception::RECIPIENT_DATA_INVALID, Actor::Sender, Action::CorrectAddress),
    (exception::UNCLAIMED, Actor::Recipient, Action::ContactCarrier),
    (exception::CONTACT_CARRIER, Actor::Recipient, Action::ContactCarrier),
    (exception::CUSTOMS_REJECTED, Actor::Sender, Action::ContactCarrier),
    (exception::REJECTED_BY_CARRIER, Actor::Sender, Action::ContactCarrier),
    (exception::PROHIBITED, Actor::Sender, Action::ContactCarrier),
    (exception::OVERSIZE, Actor::Sender, Action::ContactCarrier),
    (exception::INVESTIGATION, Actor::Carrier, Action::Search),
    (exception::TRANSIT_EXCEPTION, Actor::Carrier, Action::Resolve),
    (exception::DELIVERY_EXCEPTION, Actor::Carrier, Action::Resolve),
    (exception::HELD_BY_CARRIER, Actor::Carrier, Action::Resolve),
    (exception::LABEL_PROBLEM, Actor::Carrier, Action::Resolve),
    (exception::PAPERS_WITHOUT_PARCEL, Actor::Carrier, Action::Search),
    (exception::MISSORTED, Actor::Carrier, Action::Resolve),
    (exception::ROUTING_ERROR, Actor::Carrier, Action::Resolve),
    (exception::DAMAGED, Actor::Carrier, Action::Resolve),
];

/// What a problem's reason asks for where its state asks for nothing.
const BY_REASON: &[(Reason, Actor, Action)] = &[
    (Reason::CustomsDuties, Actor::Recipient, Action::PayDuties),
    (Reason::CustomsDocuments, Actor::Recipient, Action::ProvideDocuments),
    (Reason::RecipientAddress, Actor::Recipient, Action::CorrectAddress),
    (Reason::CarrierAddressNotFound, Actor::Recipient, Action::CorrectAddress),
    (Reason::RecipientAccess, Actor::Recipient, Action::GiveAccess),
    (Reason::RecipientVerification, Actor::Recipient, Action::ProveIdentity),
    (Reason::SenderData, Actor::Sender, Action::CorrectAddress),
    (Reason::SenderDimensions, Actor::Sender, Action::CorrectDeclaration),
    (Reason::SenderNotReady, Actor::Sender, Action::HandOver),
    (Reason::OtherResearch, Actor::Carrier, Action::Search),
];

/// What must be done; none where the parcel goes on by itself, or its journey has ended.
pub(super) fn required(
    basis: &Basis<'_, '_>,
    attempts: &[Attempt],
    pickup: Option<&Pickup>,
) -> Option<ActionRequired> {
    let (state, status) = (basis.state, basis.status());
    let asked = |actor, what| ActionRequired { actor, what, by: None, entry: basis.run.decided_by };
    if status == Status::AvailableForPickup {
        let by = pickup.and_then(|pickup| pickup.point.collect_by);
        let actor = if basis.is_returning() { Actor::Sender } else { Actor::Recipient };
        return Some(ActionRequired { by, ..asked(actor, Action::Collect) });
    }
    if basis.is_returning() {
        return None;
    }
    let is_problem = matches!(status, Status::Exception | Status::AttemptFailed);
    let reason = basis.decided().and_then(|entry| entry.reason()).filter(|_| is_problem);
    let by_state = BY_STATE.iter().find(|(known, ..)| known == state).map(|(_, actor, what)| (actor, what));
    let by_reason = || {
        let reason = reason?;
        BY_REASON.iter().find(|(known, ..)| known == reason).map(|(_, actor, what)| (actor, what))
    };
    if let Some((actor, what)) = by_state.or_else(by_reason) {
        // Where the recipient would act on what the sender got wrong, the sender does.
        let is_senders = reason.is_some_and(|reason| reason.as_str().starts_with("sender."));
        let actor = if is_senders && *actor == Actor::Recipient { Actor::Sender } else { actor.clone() };
        return Some(asked(actor, what.clone()));
    }
    let is_settled = *state == attempt::REFUSED || attempts.last().is_some_and(|last| last.next.is_some());
    (status == Status::AttemptFailed && !is_settled).then(|| asked(Actor::Carrier, Action::DeliverAgain))
}
