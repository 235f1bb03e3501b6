//! Facts that follow from the merged timeline and from what sources say beside it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::carrier_id::CarrierId;
use super::delivery::{Estimate, PickupPoint};
use super::event::Leg;
use super::number::TrackingNumber;
use super::reason::Reason;
use super::source::Source;
use super::source_view::state_text;
use super::state::State;
use super::time::EventTime;
use super::words::open_words;

/// An estimate that a source told, and how it moved against the one before.
///
/// A source that goes back to an earlier estimate does not make it a new one: it stands once, at its first sight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EstimateRevision {
    /// The estimate.
    pub estimate: Estimate,
    /// Who told it.
    pub source: Arc<Source>,
    /// When it was first told to us, in UTC.
    pub first_seen: DateTime<Utc>,
    /// When it was last told to us, in UTC.
    pub last_seen: DateTime<Utc>,
    /// Whole minutes that its end lies later than that of the estimate which this source told before; negative where it
    /// is earlier, none for the source's first.
    pub moved_minutes: Option<i64>,
    /// Why it moved: the reason of the newest problem, failed attempt or change of estimate told since the one before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// That entry, as an index into the parcel's entries. It may tell no reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<usize>,
}

/// How the parcel stands to what was promised first. A delay is not a place: a late parcel has a status like any other.
///
/// It is measured by the parcel's arrival: its delivery, or the moment when it lay ready to be collected. Vague times
/// are read in its favour: a day counts as late or early only if all of it is, and then from its middle. What is on its
/// way back, cancelled or failed is not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Timeliness {
    /// It arrived within the promised time, or nothing says that it will not.
    OnTime,
    /// It arrived, or is now expected, before the promised time begins. A promise that names only an end begins with
    /// the day of that end.
    Early {
        /// Whole minutes from the arrival, or the end of the estimate, to the promised beginning.
        minutes: i64,
    },
    /// It arrived after the promised end, or has not arrived and that end is over.
    Late {
        /// Whole minutes past the promised end; for what has not arrived, to now or to the end of the estimate,
        /// whichever is later.
        minutes: i64,
    },
    /// The promised end is ahead but not likely to be kept: the estimate that counts now ends after it; or there is an
    /// open problem; or an attempt failed on the promised day; or the noon of that day has passed (two hours
    /// before the promised end, if that is earlier) and it is not out for delivery.
    AtRisk,
    /// Nothing was promised, or nothing can be said.
    Unknown,
}

/// What a delay is measured to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DelayBasis {
    /// The parcel arrived late.
    Arrived,
    /// The promise is over and the parcel has not arrived.
    Overdue,
    /// The promise is not over yet, but the estimate that counts now lies behind it.
    Estimate,
}

/// How far a parcel is behind what was promised first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Delay {
    /// Whole minutes past the end of the first promise: expected, so far, or for good.
    pub minutes: i64,
    /// What it is measured to.
    pub basis: DelayBasis,
    /// The promise it is measured by.
    pub promise: Estimate,
}

/// How silence about a parcel is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SilenceKind {
    /// No longer than usual in this state.
    Usual,
    /// Long: sources have answered and told no scan for longer than usual in this state.
    Long,
    /// Long by the clock, but no source has answered late enough to tell: this says nothing about the parcel.
    Unheard,
}

/// Since when nobody has scanned the parcel.
///
/// Long is more than 48 hours for an announced parcel, 72 hours in transit, after a failed attempt and with a
/// problem, 18 hours out for delivery and 120 hours on the way back. What waits to be collected or is stored by plan may
/// be silent for as long as it likes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Silence {
    /// How it is to be read.
    pub kind: SilenceKind,
    /// The newest scan's time, as told. Neither notices nor a person's word nor inferred events are scans.
    pub since: EventTime,
    /// That scan, as an index into the parcel's entries.
    pub entry: usize,
    /// Whole minutes from the last moment that this time can mean until the time of the picture.
    pub minutes: i64,
    /// From how many minutes on silence is long in this state; none where it never is.
    pub long_after_minutes: Option<i64>,
    /// When a source that could tell of a scan last answered, in UTC.
    pub heard_at: Option<DateTime<Utc>>,
}

/// What is known of the attempt that follows a failed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NextAttempt {
    /// The newest estimate of a later day that was told after the failed attempt and before the one after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// The entry that announces it (a delivery scheduled or rescheduled), as an index into the parcel's entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<usize>,
}

/// A failed delivery attempt: one a day and leg, however often it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Attempt {
    /// Which attempt of its leg, from 1; more than are known where a source counts further.
    pub number: u32,
    /// The day, at the recipient.
    pub day: NaiveDate,
    /// The time of that day's first telling, as told.
    pub time: EventTime,
    /// That telling, as an index into the parcel's entries.
    pub entry: usize,
    /// The part of the journey; none means forward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<Leg>,
    /// Why it failed: as told, else what the substatus says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The attempt after it, where one is announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NextAttempt>,
}

/// Where a parcel waits, or waited, for somebody to collect it, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Pickup {
    /// The place, as far as sources describe it; its fields stand beside the others in JSON.
    #[serde(flatten)]
    pub point: PickupPoint,
    /// Since when it lies, or last lay, there; none where nobody told that it does.
    pub ready_since: Option<EventTime>,
    /// Whether it waits there at the time of the picture.
    pub is_waiting: bool,
    /// Whole days of the calendar left to collect it, by the clock of the place: 0 on the last day and after it. None
    /// where it does not wait, or no date was told.
    pub days_left: Option<i64>,
    /// Whether it was not collected in time: it waits beyond its last day, or a source says so.
    pub is_expired: bool,
}

/// One carrier's part of the journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CarrierLeg {
    /// Who moves the parcel.
    pub carrier: CarrierId,
    /// Under which number.
    pub number: TrackingNumber,
    /// Towards the recipient, or back.
    pub direction: Leg,
    /// Its first scan, as told; none while it is only announced.
    pub begins: Option<EventTime>,
    /// Its last scan, as told; none while the leg goes on.
    pub ends: Option<EventTime>,
    /// Where the parcel is, or was at the end of this leg.
    #[serde(serialize_with = "state_text")]
    pub state: Option<State>,
    /// Whether no leg follows.
    pub is_last: bool,
}

open_words! {
    /// Who must act.
    Actor {
        /// Who gets the parcel; on its way back too.
        Recipient = "recipient",
        /// Who sent it.
        Sender = "sender",
        /// Who moves it.
        Carrier = "carrier",
    }
}

open_words! {
    /// What must be done.
    Action {
        /// Hand the parcel over to the carrier.
        HandOver = "hand_over",
        /// Collect it.
        Collect = "collect",
        /// Pay duties, taxes or fees.
        PayDuties = "pay_duties",
        /// Have the money, or the right means of payment, at hand.
        PayOnDelivery = "pay_on_delivery",
        /// Provide documents or data, mostly for customs.
        ProvideDocuments = "provide_documents",
        /// Correct or complete the address.
        CorrectAddress = "correct_address",
        /// Choose a new date or place of delivery.
        ChooseDelivery = "choose_delivery",
        /// Have an identity document or the one-time code at hand.
        ProveIdentity = "prove_identity",
        /// Make the address accessible.
        GiveAccess = "give_access",
        /// Ask the carrier.
        ContactCarrier = "contact_carrier",
        /// Correct what was declared.
        CorrectDeclaration = "correct_declaration",
        /// Try to deliver again.
        DeliverAgain = "deliver_again",
        /// Solve the problem.
        Resolve = "resolve",
        /// Search for the parcel.
        Search = "search",
    }
}

/// What must be done before the parcel can go on, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ActionRequired {
    /// Who must act.
    pub actor: Actor,
    /// What must be done.
    pub what: Action,
    /// Until when, where that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<EventTime>,
    /// The entry from which it follows, as an index into the parcel's entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<usize>,
}
