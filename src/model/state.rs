//! Where a parcel is in its life: a status, and where known a substatus that only exists under its status.
//!
//! A [`State`] is built from the constants of the modules below ([`in_transit::FACILITY_OUT`]), from a bare
//! [`Status`], or from words that are checked, so a substatus under the wrong status cannot be built. Words that
//! this version does not know are kept with their text and count as no more than what is known of them.

use std::fmt;
use std::str::FromStr;

/// The main status of a parcel, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// No usable evidence, or a code that nobody has mapped yet.
    Unknown,
    /// We follow the number, there are no carrier data yet.
    Pending,
    /// Electronic data exist, the carrier does not hold the parcel.
    InfoReceived,
    /// In the hands of a carrier.
    InTransit,
    /// On the delivery vehicle.
    OutForDelivery,
    /// Waiting for the recipient at a shop, locker or depot.
    AvailableForPickup,
    /// A delivery attempt failed, the carrier still has the parcel.
    AttemptFailed,
    /// Something needs attention; the parcel may still recover.
    Exception,
    /// Handed over.
    Delivered,
    /// On the way back to the sender.
    Returning,
    /// Back at the sender.
    Returned,
    /// The transport order ended before it was completed.
    Cancelled,
    /// Cannot be delivered and is not coming back.
    Failed,
    /// We stopped asking; says nothing about the parcel.
    Expired,
}

impl Status {
    /// Every status, in the order of a parcel's life.
    pub const ALL: [Self; 14] = [
        Self::Unknown,
        Self::Pending,
        Self::InfoReceived,
        Self::InTransit,
        Self::OutForDelivery,
        Self::AvailableForPickup,
        Self::AttemptFailed,
        Self::Exception,
        Self::Delivered,
        Self::Returning,
        Self::Returned,
        Self::Cancelled,
        Self::Failed,
        Self::Expired,
    ];

    /// The word in JSON and in text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Pending => "pending",
            Self::InfoReceived => "info_received",
            Self::InTransit => "in_transit",
            Self::OutForDelivery => "out_for_delivery",
            Self::AvailableForPickup => "available_for_pickup",
            Self::AttemptFailed => "attempt_failed",
            Self::Exception => "exception",
            Self::Delivered => "delivered",
            Self::Returning => "returning",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// How far along its life a parcel with this status is; only for breaking ties between equal times.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Unknown | Self::Pending | Self::Expired => 0,
            Self::InfoReceived => 10,
            Self::InTransit => 20,
            Self::Exception => 30,
            Self::OutForDelivery => 40,
            Self::AttemptFailed => 45,
            Self::AvailableForPickup => 50,
            Self::Returning => 60,
            Self::Delivered => 90,
            Self::Cancelled => 92,
            Self::Failed => 93,
            Self::Returned => 95,
        }
    }

    /// Whether the parcel's journey ends here as far as anybody can tell now. Delivered, cancelled and failed
    /// parcels do sometimes move again.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Cancelled | Self::Failed)
    }

    /// Whether the status tells something about the parcel itself. Unknown, pending and expired only tell what
    /// we know or do.
    pub const fn is_about_parcel(self) -> bool {
        !matches!(self, Self::Unknown | Self::Pending | Self::Expired)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == word).ok_or(UnknownStatus)
    }
}

/// The word is no status that this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a status; the statuses are those of `Status::ALL`")]
#[non_exhaustive]
pub struct UnknownStatus;

/// The finer word under a status, such as `facility_out` under `in_transit`. Always read together with it: some
/// words stand under several statuses and mean different things there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Substatus(&'static str);

impl Substatus {
    /// The word in JSON and in text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Substatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A status with the substatus that is known of it.
///
/// ```
/// use parceltrack::{State, Status, state::in_transit};
///
/// let state = in_transit::FACILITY_OUT;
/// assert_eq!(state.status(), Status::InTransit);
/// assert_eq!(state.to_string(), "in_transit.facility_out");
/// assert_eq!(State::from_words("in_transit", Some("facility_out")), state);
///
/// // A substatus that does not belong here is kept as text, but says nothing.
/// let odd = State::from_words("in_transit", Some("neighbour"));
/// assert_eq!((odd.status(), odd.substatus()), (Status::InTransit, None));
/// assert_eq!(odd.words(), ("in_transit", Some("neighbour")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    status: Status,
    substatus: Option<Substatus>,
    foreign: Option<Box<Foreign>>,
}

/// Words as they were read where at least one of them is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Foreign {
    status: Box<str>,
    substatus: Option<Box<str>>,
}

impl State {
    /// The status alone.
    pub const fn of(status: Status) -> Self {
        Self { status, substatus: None, foreign: None }
    }

    const fn pair(status: Status, substatus: &'static str) -> Self {
        Self { status, substatus: Some(Substatus(substatus)), foreign: None }
    }

    /// Reads words as they stand in JSON. A status that is not known gives [`Status::Unknown`], a substatus that
    /// is not known under this status gives none; both words are kept and written back.
    pub fn from_words(status: &str, substatus: Option<&str>) -> Self {
        let known = status.parse::<Status>().ok();
        let pair = match (known, substatus) {
            (Some(known), None) => Some(Self::of(known)),
            (Some(known), Some(word)) => known.states().iter().find(|s| s.words().1 == Some(word)).cloned(),
            (None, _) => None,
        };
        pair.unwrap_or_else(|| Self {
            status: known.unwrap_or(Status::Unknown),
            substatus: None,
            foreign: Some(Box::new(Foreign { status: status.into(), substatus: substatus.map(Into::into) })),
        })
    }

    /// The main status.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The substatus, where one is known.
    pub const fn substatus(&self) -> Option<Substatus> {
        self.substatus
    }

    /// The words as they are written in JSON, unknown ones included.
    pub fn words(&self) -> (&str, Option<&str>) {
        match &self.foreign {
            Some(foreign) => (&foreign.status, foreign.substatus.as_deref()),
            None => (self.status.as_str(), self.substatus.map(Substatus::as_str)),
        }
    }
}

impl From<Status> for State {
    fn from(status: Status) -> Self {
        Self::of(status)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words() {
            (status, Some(substatus)) => write!(f, "{status}.{substatus}"),
            (status, None) => f.write_str(status),
        }
    }
}

/// The one list of substatuses: per status a module of constants, from which the lookup is made too.
macro_rules! substatuses {
    ($($(#[$meta:meta])* $module:ident $status:ident { $($name:ident $word:literal $doc:literal,)+ })+) => {
        $(
            $(#[$meta])*
            pub mod $module {
                use super::{State, Status};
                $(#[doc = $doc] pub const $name: State = State::pair(Status::$status, $word);)+
                pub(super) const ALL: &[State] = &[$($name,)+];
            }
        )+

        impl Status {
            /// The states under this status that have a substatus.
            pub const fn states(self) -> &'static [State] {
                match self { $(Self::$status => $module::ALL,)+ }
            }
        }
    };
}

substatuses! {
    /// Substatuses of [`Status::Unknown`].
    unknown Unknown {
        UNMAPPED "unmapped" "A code or text of the carrier that nobody has mapped.",
        NO_STATUS "no_status" "The source answered but states no status.",
    }
    /// Substatuses of [`Status::Pending`].
    pending Pending {
        NEW "new" "Just added, not asked yet.",
        NOT_FOUND "not_found" "The carrier says that it does not know the number.",
        INVALID_NUMBER "invalid_number" "The carrier or a check digit rejects the number.",
        AWAITING_DATA "awaiting_data" "Known to be valid, data not released yet.",
        OTHER "other" "Another reason for having no data; see the code.",
    }
    /// Substatuses of [`Status::InfoReceived`].
    info_received InfoReceived {
        INFO_RECEIVED "info_received" "The carrier has the shipment data.",
        ORDER_CREATED "order_created" "Merchant or partner created the order.",
        PREPARING "preparing" "Being picked and packed.",
        LABEL_CREATED "label_created" "Label printed.",
        AWAITING_HANDOVER "awaiting_handover" "Waiting for drop-off or collection.",
        AWAITING_ELECTRONIC_ADVICE "awaiting_electronic_advice" "Number issued, carrier data still missing.",
        COLLECTION_SCHEDULED "collection_scheduled" "Collection at the sender is booked.",
        COLLECTION_FAILED "collection_failed" "The carrier could not collect and will try again.",
        COLLECTION_CANCELLED "collection_cancelled" "The collection was called off.",
        NOT_HANDED_OVER "not_handed_over" "The sender did not hand the parcel over.",
    }
    /// Substatuses of [`Status::InTransit`].
    in_transit InTransit {
        DROPPED_OFF "dropped_off" "The sender dropped it at a shop or locker.",
        COLLECTED "collected" "Collected from the sender.",
        ACCEPTED "accepted" "First acceptance scan.",
        RECEIVED_BY_CARRIER "received_by_carrier" "The carrier confirms that it holds it; place unspecified.",
        RECEIVED_WITHOUT_ADVICE "received_without_advice" "The carrier has it but no data for it.",
        ORIGIN_FACILITY_IN "origin_facility_in" "Received at the facility of origin.",
        ORIGIN_FACILITY_OUT "origin_facility_out" "Left the facility of origin.",
        FACILITY_IN "facility_in" "Arrived at a facility.",
        FACILITY_OUT "facility_out" "Left a facility.",
        FACILITY_PROCESSING "facility_processing" "Being sorted.",
        FACILITY_PROCESSED "facility_processed" "Sorted.",
        DISPATCHED "dispatched" "Packed into an outbound unit.",
        EXPORT_DEPARTED "export_departed" "Left the country of origin.",
        TRANSPORT_DEPARTED "transport_departed" "Aircraft, vessel or train left.",
        TRANSPORT_ARRIVED "transport_arrived" "Aircraft, vessel or train arrived.",
        DESTINATION_COUNTRY_IN "destination_country_in" "Arrived in the country of destination.",
        DESTINATION_FACILITY_IN "destination_facility_in" "Arrived at the facility of destination.",
        DELIVERY_DEPOT_IN "delivery_depot_in" "Arrived at the depot that will deliver.",
        CUSTOMS_STARTED "customs_started" "Presented to customs.",
        CUSTOMS_PROCESSING "customs_processing" "Customs works on it.",
        CUSTOMS_CLEARED "customs_cleared" "Released by customs.",
        HANDED_TO_PARTNER "handed_to_partner" "Given to another carrier.",
        PARTNER_RECEIVED "partner_received" "The other carrier confirms receipt.",
        PARTNER_UPDATE "partner_update" "An update that comes from the other carrier.",
        TO_PICKUP_POINT "to_pickup_point" "On the way to a place of collection.",
        FORWARDED "forwarded" "Sent on to a new address.",
        REDIRECTED "redirected" "Route or delivery option changed while moving.",
        PROBLEM_RESOLVED "problem_resolved" "A problem ended, transport goes on.",
        DELIVERY_SCHEDULED "delivery_scheduled" "Delivery date or appointment set.",
        DELIVERY_RESCHEDULED "delivery_rescheduled" "A new date, after an attempt or on request.",
        RESCHEDULE_NEEDED "reschedule_needed" "The recipient must choose a new date.",
        REPACKED "repacked" "The parcel was repacked.",
        STORED "stored" "Lies in a depot by plan, without moving and without a problem.",
        ADDRESS_CORRECTED "address_corrected" "The carrier corrected the address.",
    }
    /// Substatuses of [`Status::OutForDelivery`].
    out_for_delivery OutForDelivery {
        RECIPIENT_CONTACTED "recipient_contacted" "Driver or carrier contacted the recipient.",
        APPOINTMENT_SCHEDULED "appointment_scheduled" "An appointment for this tour.",
    }
    /// Substatuses of [`Status::AvailableForPickup`].
    available_for_pickup AvailableForPickup {
        PICKUP_POINT "pickup_point" "In a shop or service point.",
        LOCKER "locker" "In a locker.",
        POST_OFFICE "post_office" "At a post office.",
        CARRIER_DEPOT "carrier_depot" "At the carrier's depot.",
    }
    /// Substatuses of [`Status::AttemptFailed`].
    attempt_failed AttemptFailed {
        SECOND_ATTEMPT "second_attempt" "The second attempt failed.",
        THIRD_ATTEMPT "third_attempt" "The third attempt failed.",
        FINAL_ATTEMPT "final_attempt" "The last attempt failed.",
        RECIPIENT_ABSENT "recipient_absent" "Nobody was there.",
        RECIPIENT_UNREACHABLE "recipient_unreachable" "The recipient could not be found or contacted.",
        BUSINESS_CLOSED "business_closed" "The business was closed.",
        ADDRESS_PROBLEM "address_problem" "The address is wrong or incomplete.",
        NO_ACCESS "no_access" "No access to the address.",
        REFUSED "refused" "Refused at the door.",
        IDENTIFICATION_FAILED "identification_failed" "Identity or age check failed.",
        PAYMENT_MISSING "payment_missing" "Cash on delivery was not paid.",
        PAYMENT_METHOD_INVALID "payment_method_invalid" "Wrong means of payment.",
        CODE_MISSING "code_missing" "One-time code or PIN not at hand.",
        SECURITY_OR_FEE "security_or_fee" "Security, customs or fee issue during delivery.",
        NOTICE_LEFT "notice_left" "A card was left.",
        SAFE_PLACE_UNAVAILABLE "safe_place_unavailable" "The agreed safe place could not be used.",
        OUT_OF_TIME "out_of_time" "The tour ended before the stop; nobody stood at the door.",
        PICKUP_POINT_UNAVAILABLE "pickup_point_unavailable" "Shop, locker or post office full, closed or too small.",
    }
    /// Substatuses of [`Status::Exception`].
    exception Exception {
        TRANSIT_EXCEPTION "transit_exception" "Problem during transport.",
        DELIVERY_EXCEPTION "delivery_exception" "Problem during delivery.",
        ON_HOLD "on_hold" "Held, reason unknown.",
        HELD_BY_CARRIER "held_by_carrier" "Held by the carrier.",
        HELD_PRE_CLEARANCE "held_pre_clearance" "The carrier holds it before customs.",
        HELD_BY_CUSTOMS "held_by_customs" "Held by customs.",
        HELD_EXPORT_CUSTOMS "held_export_customs" "Held by export customs.",
        HELD_IMPORT_CUSTOMS "held_import_customs" "Held by import customs.",
        HELD_FOR_PAYMENT "held_for_payment" "Duties or fees unpaid.",
        DOCUMENTS_REQUIRED "documents_required" "Data or documents missing.",
        CUSTOMS_INFORMATION_REQUIRED "customs_information_required" "Customs asks for information.",
        CUSTOMS_EXCEPTION "customs_exception" "Customs problem or delay.",
        CUSTOMS_REJECTED "customs_rejected" "Customs refuses it.",
        DELAYED "delayed" "Late, cause unspecified.",
        DELAYED_CUSTOMS "delayed_customs" "Late because of customs.",
        DELAYED_EXTERNAL "delayed_external" "Late because of outside factors.",
        DELAYED_CARRIER "delayed_carrier" "Late because of the carrier.",
        DELAYED_WEATHER "delayed_weather" "Late because of weather.",
        DELAYED_TRANSPORT "delayed_transport" "Late because a flight or vehicle is late.",
        ADDRESS_PROBLEM "address_problem" "The address is wrong or incomplete.",
        LABEL_PROBLEM "label_problem" "Label missing, detached or unreadable.",
        RECIPIENT_MOVED "recipient_moved" "The recipient moved.",
        RECIPIENT_DATA_INVALID "recipient_data_invalid" "Recipient data wrong, found before any attempt.",
        RECIPIENT_REFUSED "recipient_refused" "The recipient refused it.",
        REFUSED_CHARGES "refused_charges" "Refused because of customs charges.",
        PAPERS_WITHOUT_PARCEL "papers_without_parcel" "The papers arrived, the parcel did not.",
        PARCEL_WITHOUT_PAPERS "parcel_without_papers" "The parcel arrived, the papers did not.",
        UNCLAIMED "unclaimed" "Not collected in time.",
        REJECTED_BY_CARRIER "rejected_by_carrier" "The carrier refuses to carry it.",
        PROHIBITED "prohibited" "Prohibited or hazardous.",
        OVERSIZE "oversize" "Outside the limits of the service.",
        DECLARATION_WRONG "declaration_wrong" "Declared data are wrong.",
        MISSORTED "missorted" "Sorted wrongly.",
        ROUTING_ERROR "routing_error" "Sent the wrong way.",
        DAMAGED "damaged" "Damaged.",
        SECURITY "security" "Security issue.",
        INVESTIGATION "investigation" "Search or claim in progress.",
        CONTACT_CARRIER "contact_carrier" "Recipient or sender must act.",
        LEGAL_HOLD "legal_hold" "Held by an authority.",
    }
    /// Substatuses of [`Status::Delivered`].
    delivered Delivered {
        COLLECTED "collected" "Collected by the recipient.",
        SIGNED "signed" "Signed for by the recipient.",
        VERIFIED_CODE "verified_code" "Handed over against a one-time code.",
        AT_PLACE "at_place" "Left at the place that the hand-over place names.",
        COD_COLLECTED "cod_collected" "Cash on delivery collected.",
        NEIGHBOUR "neighbour" "Left with a neighbour.",
        LEFT_OR_NEIGHBOUR "left_or_neighbour" "Left at the door or with a neighbour; the source does not say which.",
        SAFE_PLACE "safe_place" "Left at the agreed place.",
        ALTERNATIVE_LOCATION "alternative_location" "Left at another location.",
        MAILBOX "mailbox" "In the letter box.",
        PO_BOX "po_box" "In a post-office box.",
        PARTIAL "partial" "Part of the shipment.",
        DAMAGED "damaged" "Delivered, but damaged.",
        PROOF_AVAILABLE "proof_available" "Proof of delivery became available.",
    }
    /// Substatuses of [`Status::Returning`].
    returning Returning {
        REFUSED "refused" "Because it was refused.",
        UNCLAIMED "unclaimed" "Because it was not collected.",
        NOT_DELIVERED "not_delivered" "Because the attempts failed.",
        ADDRESS_PROBLEM "address_problem" "Because the address is wrong.",
        RECIPIENT_MOVED "recipient_moved" "Because the recipient moved.",
        RECIPIENT_DECEASED "recipient_deceased" "Because the recipient died.",
        PROHIBITED "prohibited" "Because it is prohibited.",
        DAMAGED "damaged" "Because it is damaged.",
        OVERSIZE "oversize" "Because it is outside the limits.",
        REQUESTED_BY_SENDER "requested_by_sender" "Because the sender asked for it.",
        CUSTOMS_REJECTED "customs_rejected" "Because customs refused it or papers stayed missing.",
    }
    /// Substatuses of [`Status::Returned`].
    returned Returned {
        AT_WAREHOUSE "at_warehouse" "Received in a warehouse or return centre.",
    }
    /// Substatuses of [`Status::Cancelled`].
    cancelled Cancelled {
        BEFORE_HANDOVER "before_handover" "Cancelled before the carrier had it.",
        BY_SENDER "by_sender" "Cancelled by sender or retailer.",
        BY_RECIPIENT "by_recipient" "Cancelled by the recipient.",
    }
    /// Substatuses of [`Status::Failed`].
    failed Failed {
        UNDELIVERABLE "undeliverable" "Undeliverable.",
        LOST "lost" "Lost.",
        LOST_OR_DAMAGED "lost_or_damaged" "Lost or damaged; the source does not say which.",
        LOST_OR_DESTROYED "lost_or_destroyed" "Lost or destroyed; the source does not say which.",
        DESTROYED "destroyed" "Destroyed or disposed of.",
        DELIVERY_FAILED_FINAL "delivery_failed_final" "Delivery finally failed.",
    }
    /// Substatuses of [`Status::Expired`].
    expired Expired {
        NO_UPDATES "no_updates" "No change within the time that we keep asking.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_reads_back_and_no_wrong_pair_is_built() {
        let words: Vec<&str> =
            Status::ALL.iter().flat_map(|s| s.states()).filter_map(|s| s.words().1).collect();
        assert_eq!(words.len(), 150, "the taxonomy has this many pairs of status and substatus");
        for status in Status::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            for word in &words {
                let state = State::from_words(status.as_str(), Some(word));
                assert_eq!(state.status(), status);
                assert_eq!(state.words(), (status.as_str(), Some(*word)));
                let belongs = status.states().iter().any(|s| s.words().1 == Some(*word));
                assert_eq!(state.substatus().is_some(), belongs, "{status}.{word}");
            }
        }
    }

    #[test]
    fn unknown_words_are_kept() {
        let state = State::from_words("teleported", Some("twice"));
        assert_eq!((state.status(), state.substatus()), (Status::Unknown, None));
        assert_eq!(state.to_string(), "teleported.twice");
    }
}
