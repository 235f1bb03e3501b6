//! Why something happened, where the source names no reason but the substatus says it.

use crate::model::{Reason, State, TimelineEntry, state::attempt_failed, state::exception};

/// What a substatus says about the reason. Only where it names cause and party: "held" or "late" name neither.
pub(super) const BY_STATE: &[(State, Reason)] = &[
    (attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome),
    (attempt_failed::RECIPIENT_UNREACHABLE, Reason::RecipientUnavailable),
    (attempt_failed::BUSINESS_CLOSED, Reason::RecipientClosed),
    (attempt_failed::ADDRESS_PROBLEM, Reason::RecipientAddress),
    (attempt_failed::NO_ACCESS, Reason::RecipientAccess),
    (attempt_failed::REFUSED, Reason::RecipientRefused),
    (attempt_failed::IDENTIFICATION_FAILED, Reason::RecipientVerification),
    (attempt_failed::CODE_MISSING, Reason::RecipientVerification),
    (attempt_failed::SAFE_PLACE_UNAVAILABLE, Reason::RecipientSafePlace),
    (attempt_failed::OUT_OF_TIME, Reason::CarrierOutOfTime),
    (exception::ADDRESS_PROBLEM, Reason::RecipientAddress),
    (exception::RECIPIENT_MOVED, Reason::RecipientAddress),
    (exception::RECIPIENT_REFUSED, Reason::RecipientRefused),
    (exception::REFUSED_CHARGES, Reason::RecipientRefused),
    (exception::DELAYED_WEATHER, Reason::ExternalWeather),
    (exception::DELAYED_CUSTOMS, Reason::CustomsDelay),
    (exception::CUSTOMS_INFORMATION_REQUIRED, Reason::CustomsDocuments),
    (exception::CUSTOMS_REJECTED, Reason::CustomsProhibited),
    (exception::MISSORTED, Reason::CarrierSorting),
    (exception::ROUTING_ERROR, Reason::CarrierSorting),
    (exception::RECIPIENT_DATA_INVALID, Reason::SenderData),
    (exception::DECLARATION_WRONG, Reason::SenderData),
    (exception::INVESTIGATION, Reason::OtherResearch),
    (exception::SECURITY, Reason::OtherSecurity),
    (exception::LEGAL_HOLD, Reason::OtherRegulatory),
];

/// The reason that an entry tells, else what its substatus says.
pub(super) fn reason(entry: &TimelineEntry) -> Option<Reason> {
    entry.reason().cloned().or_else(|| by_state(entry))
}

/// What an entry's substatus says about the reason.
pub(super) fn by_state(entry: &TimelineEntry) -> Option<Reason> {
    let state = entry.state()?;
    BY_STATE.iter().find(|(known, _)| known == state).map(|(_, reason)| reason.clone())
}
