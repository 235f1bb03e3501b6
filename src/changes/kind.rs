//! What kinds of changes there are, with what each of them tells.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state_text;
use crate::model::{
    Action, Actor, CarrierId, Channel, Delay, Estimate, EventTime, HandoverPlace, Minutes, PickupPoint,
    Reason, RefusalKind, State, TrackingNumber,
};

/// What a source says that the others deny.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contradiction {
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
    LegEnded {
        /// Who had it, where known.
        carrier: Option<CarrierId>,
    },
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
        /// Why, where an event since the estimate before tells a reason.
        reason: Option<Reason>,
    },
    /// It will not come, or has not come, by when it was promised; or it lies ready to be collected, and too late. A late
    /// delivery is told by [`Delivered`](Self::Delivered).
    DelayDetected {
        /// How late, measured to what, and what was promised.
        delay: Delay,
    },
    /// It is no longer late.
    DelayResolved,
    /// Nobody has scanned it for longer than usual, as [`Silence`](crate::Silence) tells it, although sources answer.
    Stalled {
        /// The newest scan's time, as told.
        since: EventTime,
        /// Whole minutes since then.
        minutes: i64,
    },
    /// It is at customs.
    CustomsStarted,
    /// Customs has released it.
    CustomsCleared,
    /// Customs waits for papers, information or money.
    CustomsActionNeeded {
        /// Who must act.
        actor: Actor,
        /// What must be done.
        what: Action,
        /// Until when, where told.
        by: Option<EventTime>,
    },
    /// It is on the delivery vehicle.
    OutForDelivery,
    /// A delivery attempt failed.
    AttemptFailed {
        /// Which attempt this was, from 1: [`Attempt::number`](crate::Attempt::number).
        attempt: u32,
        /// Why, where told.
        reason: Option<Reason>,
        /// When it comes next, where anybody has said so since.
        next: Option<Estimate>,
    },
    /// It waits for its recipient.
    ReadyForPickup {
        /// Where, as far as told. The code that opens a locker stays in the [`Parcel`](crate::Parcel).
        point: Option<Box<PickupPoint>>,
        /// The last day or moment to collect it, where told.
        until: Option<EventTime>,
    },
    /// It still waits, and today or tomorrow is the last day to collect it.
    PickupReminder {
        /// The last day or moment to collect it.
        until: EventTime,
        /// Whole days of the calendar left, by the clock of the place: 1, or 0 on the last day.
        days_left: i64,
    },
    /// It was not collected in time: it waits beyond its last day, or a source says so.
    PickupExpired {
        /// The last day or moment there was to collect it, where told.
        until: Option<EventTime>,
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
        contradictions: Vec<Contradiction>,
    },
    /// They no longer do.
    ConflictResolved,
    /// A source has not answered for more than 24 hours, so that it would not tell of anything new.
    SourceStale {
        /// Which source.
        channel: Channel,
        /// Why it refuses; none where nobody has asked it since.
        refusal: Option<RefusalKind>,
        /// When it answered last, in UTC.
        answered_at: DateTime<Utc>,
    },
    /// A source that was stale answers again.
    SourceRecovered {
        /// Which source.
        channel: Channel,
    },
    /// The recipient or the sender has to do something so that the parcel goes on.
    ///
    /// That the recipient should collect it is told by [`ReadyForPickup`](Self::ReadyForPickup), and what customs waits for
    /// by [`CustomsActionNeeded`](Self::CustomsActionNeeded). What the carrier must do stays in
    /// [`Parcel::action_required`](crate::Parcel::action_required).
    ActionRequired {
        /// Who must act.
        actor: Actor,
        /// What must be done.
        what: Action,
        /// Until when, where told.
        by: Option<EventTime>,
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
    /// Every kind's word.
    pub const WORDS: &'static [&'static str] = &[
        "announced",
        "handed_to_carrier",
        "leg_started",
        "leg_ended",
        "estimate_set",
        "estimate_changed",
        "delay_detected",
        "delay_resolved",
        "stalled",
        "customs_started",
        "customs_cleared",
        "customs_action_needed",
        "out_for_delivery",
        "attempt_failed",
        "ready_for_pickup",
        "pickup_reminder",
        "pickup_expired",
        "delivered",
        "delivery_retracted",
        "returning",
        "returned",
        "cancelled",
        "lost",
        "failed",
        "number_replaced",
        "conflict_detected",
        "conflict_resolved",
        "source_stale",
        "source_recovered",
        "action_required",
        "status_changed",
        "corrected",
        "new_events",
    ];

    /// The kind's word, as in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::HandedToCarrier => "handed_to_carrier",
            Self::LegStarted { .. } => "leg_started",
            Self::LegEnded { .. } => "leg_ended",
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
            Self::LegEnded { carrier: Some(carrier) } => write!(f, "handed on by {carrier}"),
            Self::LegEnded { carrier: None } => f.write_str("handed to the next carrier"),
            Self::EstimateSet { estimate } => write!(f, "expected {estimate}"),
            Self::EstimateChanged { from, to, reason } => {
                write!(f, "now expected {to} instead of {from}")?;
                because(f, reason.as_ref())
            }
            Self::DelayDetected { delay } => write!(f, "late by {}", Minutes(delay.minutes)),
            Self::DelayResolved => f.write_str("in time again"),
            Self::Stalled { since, minutes } => write!(f, "no scan since {since}, for {}", Minutes(*minutes)),
            Self::CustomsStarted => f.write_str("at customs"),
            Self::CustomsCleared => f.write_str("released by customs"),
            Self::CustomsActionNeeded { actor, what, by } => {
                write!(f, "customs waits for the {actor}: {}", InWords(what))?;
                until(f, by.as_ref())
            }
            Self::OutForDelivery => f.write_str("out for delivery"),
            Self::AttemptFailed { attempt, reason, next } => {
                write!(f, "delivery attempt {attempt} failed")?;
                because(f, reason.as_ref())?;
                next.as_ref().map_or(Ok(()), |next| write!(f, "; next expected {next}"))
            }
            Self::ReadyForPickup { until: Some(until), .. } => write!(f, "ready to collect until {until}"),
            Self::ReadyForPickup { until: None, .. } => f.write_str("ready to collect"),
            Self::PickupReminder { until, .. } => write!(f, "still to be collected, until {until}"),
            Self::PickupExpired { until: Some(until) } => write!(f, "not collected by {until}"),
            Self::PickupExpired { until: None } => f.write_str("not collected in time"),
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
            Self::ConflictDetected { contradictions } => {
                f.write_str("sources contradict each other")?;
                contradictions
                    .iter()
                    .try_for_each(|other| write!(f, "; {} says {}", other.channel, other.says))
            }
            Self::ConflictResolved => f.write_str("sources agree again"),
            Self::SourceStale { channel, refusal: Some(refusal), .. } => {
                write!(f, "{channel} does not answer: {refusal}")
            }
            Self::SourceStale { channel, refusal: None, .. } => {
                write!(f, "{channel} has not answered for a day")
            }
            Self::SourceRecovered { channel } => write!(f, "{channel} answers again"),
            Self::ActionRequired { actor, what, by } => {
                write!(f, "the {actor} must {}", InWords(what))?;
                until(f, by.as_ref())
            }
            Self::StatusChanged => f.write_str("status changed"),
            Self::Corrected => f.write_str("corrected"),
            Self::NewEvents { count: 1, .. } => f.write_str("1 new event"),
            Self::NewEvents { count, .. } => write!(f, "{count} new events"),
        }
    }
}

/// An action as words in a sentence.
struct InWords<'a>(&'a Action);

impl fmt::Display for InWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.as_str().replace('_', " "))
    }
}

fn until(f: &mut fmt::Formatter<'_>, by: Option<&EventTime>) -> fmt::Result {
    by.map_or(Ok(()), |by| write!(f, " until {by}"))
}

fn because(f: &mut fmt::Formatter<'_>, reason: Option<&Reason>) -> fmt::Result {
    reason.map_or(Ok(()), |reason| write!(f, " ({reason})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_word() {
        let error = serde_json::from_str::<ChangeKind>(r#"{"kind": "beamed"}"#).unwrap_err().to_string();
        let mut read: Vec<&str> = error.split('`').skip(1).step_by(2).collect();
        assert_eq!(read.remove(0), "beamed");
        assert_eq!(read, ChangeKind::WORDS);
        for word in ["announced", "delay_resolved", "corrected"] {
            let kind: ChangeKind = serde_json::from_str(&format!(r#"{{"kind": "{word}"}}"#)).unwrap();
            assert_eq!(kind.as_str(), word);
        }
    }
}
