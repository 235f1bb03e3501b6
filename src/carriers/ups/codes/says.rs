//! Everything that a code of UPS may say, each meaning once: the words of the tables beside.

use crate::carriers::says::Says;
use crate::model::state::{
    attempt_failed, available_for_pickup, cancelled, delivered, exception, failed, in_transit, info_received,
    returning, unknown,
};
use crate::model::{HandoverPlace, Notice, Reason, State, Status};

pub(super) const NO_STATUS: Says = Says::state(unknown::NO_STATUS);

pub(super) const COLLECTION_CANCELLED: Says = Says::state(info_received::COLLECTION_CANCELLED);
pub(super) const COLLECTION_FAILED: Says = Says::state(info_received::COLLECTION_FAILED);
pub(super) const COLLECTION_SCHEDULED: Says = Says::state(info_received::COLLECTION_SCHEDULED);
pub(super) const LABEL_CREATED: Says = Says::state(info_received::LABEL_CREATED);

pub(super) const IN_TRANSIT: Says = Says::state(State::of(Status::InTransit));
pub(super) const ACCEPTED: Says = Says::state(in_transit::ACCEPTED);
pub(super) const ADDRESS_CORRECTED: Says =
    Says::because(in_transit::ADDRESS_CORRECTED, Reason::RecipientAddress);
pub(super) const COLLECTED: Says = Says::state(in_transit::COLLECTED);
pub(super) const CUSTOMS_CLEARED: Says = Says::state(in_transit::CUSTOMS_CLEARED);
pub(super) const CUSTOMS_PROCESSING: Says = Says::state(in_transit::CUSTOMS_PROCESSING);
pub(super) const AT_DELIVERY_DEPOT: Says = Says::state(in_transit::DELIVERY_DEPOT_IN);
pub(super) const RESCHEDULED: Says = Says::state(in_transit::DELIVERY_RESCHEDULED);
pub(super) const SCHEDULED: Says = Says::state(in_transit::DELIVERY_SCHEDULED);
pub(super) const IMPORTED: Says = Says::state(in_transit::DESTINATION_COUNTRY_IN);
pub(super) const DISPATCHED: Says = Says::state(in_transit::DISPATCHED);
pub(super) const DROPPED_OFF: Says = Says::state(in_transit::DROPPED_OFF);
pub(super) const EXPORTED: Says = Says::state(in_transit::EXPORT_DEPARTED);
pub(super) const ARRIVED: Says = Says::state(in_transit::FACILITY_IN);
pub(super) const DEPARTED: Says = Says::state(in_transit::FACILITY_OUT);
pub(super) const PROCESSED: Says = Says::state(in_transit::FACILITY_PROCESSED);
pub(super) const FORWARDED: Says = Says::state(in_transit::FORWARDED);
pub(super) const HANDED_TO_PARTNER: Says = Says::state(in_transit::HANDED_TO_PARTNER);
pub(super) const RESOLVED: Says = Says::state(in_transit::PROBLEM_RESOLVED);
pub(super) const RECEIVED: Says = Says::state(in_transit::RECEIVED_BY_CARRIER);
pub(super) const REDIRECTED: Says = Says::state(in_transit::REDIRECTED);
pub(super) const STORED: Says = Says::state(in_transit::STORED);
pub(super) const TO_PICKUP_POINT: Says = Says::state(in_transit::TO_PICKUP_POINT);

pub(super) const OUT_FOR_DELIVERY: Says = Says::state(State::of(Status::OutForDelivery));

pub(super) const READY_FOR_PICKUP: Says = Says::state(State::of(Status::AvailableForPickup));
pub(super) const AT_DEPOT: Says = Says::state(available_for_pickup::CARRIER_DEPOT);
pub(super) const IN_LOCKER: Says = Says::state(available_for_pickup::LOCKER);
pub(super) const AT_PICKUP_POINT: Says = Says::state(available_for_pickup::PICKUP_POINT);
pub(super) const AT_POST_OFFICE: Says = Says::state(available_for_pickup::POST_OFFICE);

pub(super) const ATTEMPT_FAILED: Says = Says::state(State::of(Status::AttemptFailed));
pub(super) const SECOND_ATTEMPT_FAILED: Says = Says::state(attempt_failed::SECOND_ATTEMPT);
pub(super) const FINAL_ATTEMPT_FAILED: Says = Says::state(attempt_failed::FINAL_ATTEMPT);
pub(super) const BUSINESS_CLOSED: Says =
    Says::because(attempt_failed::BUSINESS_CLOSED, Reason::RecipientClosed);
pub(super) const IDENTIFICATION_FAILED: Says =
    Says::because(attempt_failed::IDENTIFICATION_FAILED, Reason::RecipientVerification);
pub(super) const NO_ACCESS: Says = Says::because(attempt_failed::NO_ACCESS, Reason::RecipientAccess);
pub(super) const NOTICE_LEFT: Says = Says::state(attempt_failed::NOTICE_LEFT);
pub(super) const PAYMENT_MISSING: Says = Says::state(attempt_failed::PAYMENT_MISSING);
pub(super) const PICKUP_POINT_UNAVAILABLE: Says = Says::state(attempt_failed::PICKUP_POINT_UNAVAILABLE);
pub(super) const RECIPIENT_ABSENT: Says =
    Says::because(attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome);

pub(super) const EXCEPTION: Says = Says::state(State::of(Status::Exception));
pub(super) const RETURN_MISMATCH: Says = Says::because(State::of(Status::Exception), Reason::SenderWrongItem);
pub(super) const ADDRESS_PROBLEM: Says = Says::because(exception::ADDRESS_PROBLEM, Reason::RecipientAddress);
pub(super) const DELAYED_EXTERNAL: Says = Says::state(exception::DELAYED_EXTERNAL);
pub(super) const DELAYED_UNREST: Says =
    Says::because(exception::DELAYED_EXTERNAL, Reason::ExternalForceMajeure);
pub(super) const DELAYED_DISASTER: Says =
    Says::because(exception::DELAYED_EXTERNAL, Reason::ExternalDisaster);
pub(super) const DELAYED_SENDER: Says = Says::because(exception::DELAYED_EXTERNAL, Reason::SenderNotReady);
pub(super) const DELAYED: Says = Says::state(exception::DELAYED);
pub(super) const DELAYED_TRANSPORT: Says = Says::state(exception::DELAYED_TRANSPORT);
pub(super) const DELAYED_WEATHER: Says = Says::because(exception::DELAYED_WEATHER, Reason::ExternalWeather);
pub(super) const HELD_BY_BROKER: Says = Says::state(exception::HELD_PRE_CLEARANCE);
pub(super) const LEGAL_HOLD: Says = Says::because(exception::LEGAL_HOLD, Reason::OtherRegulatory);
pub(super) const CONTACT_CARRIER: Says = Says::state(exception::CONTACT_CARRIER);
pub(super) const DAMAGED: Says = Says::state(exception::DAMAGED);
pub(super) const HELD_BY_CUSTOMS: Says = Says::state(exception::HELD_BY_CUSTOMS);
pub(super) const CUSTOMS_PAPERS_MISSING: Says =
    Says::because(exception::CUSTOMS_INFORMATION_REQUIRED, Reason::CustomsDocuments);
pub(super) const DUTIES_UNPAID: Says = Says::because(exception::HELD_FOR_PAYMENT, Reason::CustomsDuties);
pub(super) const HELD_FOR_PAYMENT: Says = Says::state(exception::HELD_FOR_PAYMENT);
pub(super) const CUSTOMS_REJECTED: Says = Says::state(exception::CUSTOMS_REJECTED);
pub(super) const PROHIBITED: Says = Says::state(exception::PROHIBITED);
pub(super) const HELD: Says = Says::state(exception::HELD_BY_CARRIER);
pub(super) const INVESTIGATION: Says = Says::because(exception::INVESTIGATION, Reason::OtherResearch);
pub(super) const LABEL_PROBLEM: Says = Says::state(exception::LABEL_PROBLEM);
pub(super) const MISSORTED: Says = Says::because(exception::MISSORTED, Reason::CarrierSorting);
pub(super) const UNCLAIMED: Says = Says::state(exception::UNCLAIMED);
pub(super) const OVERSIZE: Says = Says::because(exception::OVERSIZE, Reason::SenderDimensions);
pub(super) const DELIVERY_EXCEPTION: Says = Says::state(exception::DELIVERY_EXCEPTION);
pub(super) const RECIPIENT_UNREACHABLE: Says =
    Says::because(exception::DELIVERY_EXCEPTION, Reason::RecipientUnavailable);
pub(super) const RECIPIENT_MOVED: Says = Says::because(exception::RECIPIENT_MOVED, Reason::RecipientAddress);
pub(super) const REFUSED: Says = Says::because(exception::RECIPIENT_REFUSED, Reason::RecipientRefused);
pub(super) const SECURITY_CHECK: Says = Says::because(exception::SECURITY, Reason::OtherSecurity);
pub(super) const SERVICE_UNAVAILABLE: Says = Says::state(exception::REJECTED_BY_CARRIER);

pub(super) const DELIVERED: Says = Says::state(State::of(Status::Delivered));
pub(super) const COLLECTED_BY_RECIPIENT: Says = Says::state(delivered::COLLECTED);
pub(super) const DELIVERED_DAMAGED: Says = Says::state(delivered::DAMAGED);
pub(super) const LEFT_AT_FRONT_DESK: Says = Says::at(delivered::AT_PLACE, HandoverPlace::FrontDesk);
pub(super) const LEFT_IN_LOCKER: Says = Says::at(delivered::AT_PLACE, HandoverPlace::Locker);
pub(super) const GIVEN_TO_RESIDENT: Says = Says::at(delivered::AT_PLACE, HandoverPlace::Resident);
pub(super) const LEFT_IN_MAILBOX: Says = Says::state(delivered::MAILBOX);
pub(super) const LEFT_WITH_NEIGHBOUR: Says = Says::state(delivered::NEIGHBOUR);
pub(super) const LEFT_IN_SAFE_PLACE: Says = Says::state(delivered::SAFE_PLACE);

pub(super) const RETURNING: Says = Says::state(State::of(Status::Returning));
pub(super) const RETURNING_ADDRESS: Says =
    Says::because(returning::ADDRESS_PROBLEM, Reason::RecipientAddress);
pub(super) const RETURNING_CUSTOMS: Says = Says::state(returning::CUSTOMS_REJECTED);
pub(super) const RETURNING_DAMAGED: Says = Says::state(returning::DAMAGED);
pub(super) const RETURNING_UNDELIVERED: Says = Says::state(returning::NOT_DELIVERED);
pub(super) const RETURNING_ABSENT: Says = Says::because(returning::NOT_DELIVERED, Reason::RecipientNotHome);
pub(super) const RETURNING_PROHIBITED: Says = Says::state(returning::PROHIBITED);
pub(super) const RETURNING_EMBARGO: Says = Says::because(returning::PROHIBITED, Reason::OtherRegulatory);
pub(super) const RETURNING_MOVED: Says = Says::because(returning::RECIPIENT_MOVED, Reason::RecipientAddress);
pub(super) const RETURNING_REFUSED: Says = Says::because(returning::REFUSED, Reason::RecipientRefused);
pub(super) const RETURNING_UNCLAIMED: Says = Says::state(returning::UNCLAIMED);

pub(super) const RETURNED: Says = Says::state(State::of(Status::Returned));

pub(super) const CANCELLED: Says = Says::state(cancelled::BEFORE_HANDOVER);

pub(super) const DESTROYED: Says = Says::state(failed::DESTROYED);
pub(super) const LOST: Says = Says::because(failed::LOST, Reason::CarrierLost);
pub(super) const UNDELIVERABLE: Says = Says::state(failed::UNDELIVERABLE);
pub(super) const SEIZED: Says = Says::because(failed::UNDELIVERABLE, Reason::OtherRegulatory);

pub(super) const INFORMATION: Says = Says::notice(Notice::Information);
pub(super) const WISH: Says = Says::notice(Notice::DeliveryOptionsChosen);
pub(super) const NEW_ESTIMATE: Says = Says::notice(Notice::EtaChanged);
pub(super) const AFTER_DELIVERY: Says = Says::notice(Notice::PostDelivery);
pub(super) const RELABELLED: Says = Says::notice(Notice::Relabelled);
