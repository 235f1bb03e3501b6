//! What kinds of changes there are, with what each of them tells.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::change::state_text;
use crate::model::{
    Actor, CarrierId, Channel, Estimate, EventTime, HandoverPlace, Minutes, PickupPoint, Reason, RefusalKind,
    State, TrackingNumber,
};

/// What a source says that the others deny.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChannelState {
    /// Who says it.
    pub channel: Channel,
    /// What it says.
    #[serde(with = "state_text")]
    pub says: State,
}

/// A kind of change, and what it tells beyond the states before and after.
///
/// In JSON the kind stands under `kind` in snake case, its data beside it. `Display` is a short line in English without
/// personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// The carrier knows that the parcel will come.
    Announced,
    /// The carrier has it.
    HandedToCarrier,
    /// A carrier has begun its part of the journey.
    LegStarted {
        /// Who moves it now, where known.
        carrier: Option<CarrierId>,
    },
    /// A carrier has ended its part and given the parcel to the next.
    LegEnded,
    /// There is an estimate now.
    EstimateSet {
        /// The estimate.
        estimate: Estimate,
    },
    /// The estimate names another time.
    EstimateChanged {
        /// What was expected until now.
        from: Estimate,
        /// What is expected now.
        to: Estimate,
        /// Why, where what decides the parcel's state tells a reason.
        reason: Option<Reason>,
    },
    /// It will not come, or has not come, by when it was promised.
    DelayDetected {
        /// Whole minutes behind the first promise so far.
        by_minutes: i64,
    },
    /// It is no longer late.
    DelayResolved,
    /// Nobody has heard of it for five days although it should be moving.
    Stalled {
        /// When it was heard of last.
        since: DateTime<Utc>,
    },
    /// It is at customs.
    CustomsStarted,
    /// Customs has released it.
    CustomsCleared,
    /// Customs waits for papers, information or money.
    CustomsActionNeeded {
        /// For what.
        #[serde(with = "state_text")]
        what: State,
    },
    /// It is on the delivery vehicle.
    OutForDelivery,
    /// A delivery attempt failed.
    AttemptFailed {
        /// Which attempt this was, from 1; attempts are counted by day.
        number: usize,
        /// Why, where told.
        reason: Option<Reason>,
        /// When it comes next, where anybody says so.
        next: Option<Estimate>,
    },
    /// It waits for its recipient.
    ReadyForPickup {
        /// Where, as far as told. The code that opens a locker stays in the [`Parcel`](crate::Parcel).
        point: Option<Box<PickupPoint>>,
        /// The last day or moment to collect it, where told.
        until: Option<EventTime>,
    },
    /// It still waits, and only a day is left to collect it.
    PickupReminder {
        /// The last day or moment to collect it.
        until: EventTime,
    },
    /// It still waits, and the time to collect it is over.
    PickupExpired {
        /// The last day or moment there was to collect it.
        until: EventTime,
    },
    /// It was handed over.
    Delivered {
        /// Where or to what kind of person, where told.
        place: Option<HandoverPlace>,
        /// Whether there is a signature; the name stays in the [`Parcel`](crate::Parcel).
        signed: bool,
        /// Whole minutes after the end of the first promise; none where it came in time.
        late_minutes: Option<i64>,
    },
    /// It was told as delivered, and is not.
    DeliveryRetracted {
        /// When it was said to be delivered.
        delivered_at: Option<EventTime>,
    },
    /// It is on its way back.
    Returning,
    /// It is back at its sender.
    Returned,
    /// The transport ended before it was completed.
    Cancelled,
    /// It is lost or destroyed.
    Lost,
    /// It cannot be delivered.
    Failed,
    /// Another number takes the place of the one known until now.
    NumberReplaced {
        /// The number that counts now.
        number: TrackingNumber,
        /// Whose it is, where told.
        carrier: Option<CarrierId>,
    },
    /// Sources contradict each other, or themselves.
    ConflictDetected {
        /// Who says what against the others; none where a source contradicts itself.
        claims: Vec<ChannelState>,
    },
    /// They no longer do.
    ConflictResolved,
    /// A source has not answered for twelve hours or more, and refuses.
    SourceStale {
        /// Which source.
        channel: Channel,
        /// Why it refuses.
        reason: RefusalKind,
        /// When it answered last.
        answered_at: DateTime<Utc>,
    },
    /// A source answers again.
    SourceRecovered {
        /// Which source.
        channel: Channel,
    },
    /// Somebody has to do something so that the parcel goes on.
    ActionRequired {
        /// Who.
        actor: Actor,
        /// About what.
        #[serde(with = "state_text")]
        what: State,
    },
    /// The state changed in a way that has no kind of its own.
    StatusChanged,
    /// What was told is no longer true: a source took it back, or what was heard since puts it in another light.
    Corrected,
    /// The timeline has new lines, and nothing of the above.
    NewEvents {
        /// How many.
        count: usize,
        /// The newest line's state; none where that is a notice.
        #[serde(with = "state_text::option")]
        newest: Option<State>,
    },
}

impl ChangeKind {
    /// The kind's word, as in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::HandedToCarrier => "handed_to_carrier",
            Self::LegStarted { .. } => "leg_started",
            Self::LegEnded => "leg_ended",
            Self::EstimateSet { .. } => "estimate_set",
            Self::EstimateChanged { .. } => "estimate_changed",
            Self::DelayDetected { .. } => "delay_detected",
            Self::DelayResolved => "delay_resolved",
            Self::Stalled { .. } => "stalled",
            Self::CustomsStarted => "customs_started",
            Self::CustomsCleared => "customs_cleared",
            Self::CustomsActionNeeded { .. } => "customs_action_needed",
            Self::OutForDelivery => "out_for_delivery",
            Self::AttemptFailed { .. } => "attempt_failed",
            Self::ReadyForPickup { .. } => "ready_for_pickup",
            Self::PickupReminder { .. } => "pickup_reminder",
            Self::PickupExpired { .. } => "pickup_expired",
            Self::Delivered { .. } => "delivered",
            Self::DeliveryRetracted { .. } => "delivery_retracted",
            Self::Returning => "returning",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Lost => "lost",
            Self::Failed => "failed",
            Self::NumberReplaced { .. } => "number_replaced",
            Self::ConflictDetected { .. } => "conflict_detected",
            Self::ConflictResolved => "conflict_resolved",
            Self::SourceStale { .. } => "source_stale",
            Self::SourceRecovered { .. } => "source_recovered",
            Self::ActionRequired { .. } => "action_required",
            Self::StatusChanged => "status_changed",
            Self::Corrected => "corrected",
            Self::NewEvents { .. } => "new_events",
        }
    }

    /// Whether it takes back what was told before.
    pub const fn is_correction(&self) -> bool {
        matches!(self, Self::DeliveryRetracted { .. } | Self::Corrected)
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Announced => f.write_str("announced to the carrier"),
            Self::HandedToCarrier => f.write_str("handed to the carrier"),
            Self::LegStarted { carrier: Some(carrier) } => write!(f, "now with {carrier}"),
            Self::LegStarted { carrier: None } => f.write_str("now with another carrier"),
            Self::LegEnded => f.write_str("handed to the next carrier"),
            Self::EstimateSet { estimate } => write!(f, "expected {estimate}"),
            Self::EstimateChanged { from, to, reason } => {
                write!(f, "now expected {to} instead of {from}")?;
                because(f, reason.as_ref())
            }
            Self::DelayDetected { by_minutes } => write!(f, "late by {}", Minutes(*by_minutes)),
            Self::DelayResolved => f.write_str("in time again"),
            Self::Stalled { since } => write!(f, "no news since {}", since.format("%Y-%m-%d %H:%M UTC")),
            Self::CustomsStarted => f.write_str("at customs"),
            Self::CustomsCleared => f.write_str("released by customs"),
            Self::CustomsActionNeeded { what } => write!(f, "customs waits: {what}"),
            Self::OutForDelivery => f.write_str("out for delivery"),
            Self::AttemptFailed { number, reason, next } => {
                write!(f, "delivery attempt {number} failed")?;
                because(f, reason.as_ref())?;
                next.as_ref().map_or(Ok(()), |next| write!(f, "; next expected {next}"))
            }
            Self::ReadyForPickup { until: Some(until), .. } => write!(f, "ready to collect until {until}"),
            Self::ReadyForPickup { until: None, .. } => f.write_str("ready to collect"),
            Self::PickupReminder { until } => write!(f, "still to be collected, until {until}"),
            Self::PickupExpired { until } => write!(f, "not collected by {until}"),
            Self::Delivered { place, signed, late_minutes } => {
                f.write_str("delivered")?;
                place.as_ref().map_or(Ok(()), |place| write!(f, " ({place})"))?;
                f.write_str(if *signed { ", signed for" } else { "" })?;
                late_minutes.map_or(Ok(()), |late| write!(f, ", {} late", Minutes(late)))
            }
            Self::DeliveryRetracted { .. } => f.write_str("not delivered after all"),
            Self::Returning => f.write_str("on its way back"),
            Self::Returned => f.write_str("back at the sender"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Lost => f.write_str("lost"),
            Self::Failed => f.write_str("cannot be delivered"),
            Self::NumberReplaced { number, carrier: Some(carrier) } => {
                write!(f, "now under the number {} of {carrier}", number.masked())
            }
            Self::NumberReplaced { number, carrier: None } => {
                write!(f, "now under the number {}", number.masked())
            }
            Self::ConflictDetected { claims } => {
                f.write_str("sources contradict each other")?;
                let mut claims = claims.iter();
                claims.try_for_each(|claim| write!(f, "; {} says {}", claim.channel, claim.says))
            }
            Self::ConflictResolved => f.write_str("sources agree again"),
            Self::SourceStale { channel, reason, .. } => write!(f, "{channel} does not answer: {reason}"),
            Self::SourceRecovered { channel } => write!(f, "{channel} answers again"),
            Self::ActionRequired { actor, what } => write!(f, "the {actor} must act: {what}"),
            Self::StatusChanged => f.write_str("status changed"),
            Self::Corrected => f.write_str("corrected"),
            Self::NewEvents { count: 1, .. } => f.write_str("1 new event"),
            Self::NewEvents { count, .. } => write!(f, "{count} new events"),
        }
    }
}

fn because(f: &mut fmt::Formatter<'_>, reason: Option<&Reason>) -> fmt::Result {
    reason.map_or(Ok(()), |reason| write!(f, " ({reason})"))
}
