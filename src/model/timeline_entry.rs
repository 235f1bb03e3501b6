//! One line of the merged timeline, and what became of it.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::event::{Leg, Meaning};
use super::location::Location;
use super::personal::Shown;
use super::reason::{HandoverPlace, Reason};
use super::source::Source;
use super::state::State;
use super::time::{EventTime, Span, ZoneSource};

/// What an event did to the parcel's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// The state changed onwards.
    Forward,
    /// The same state, told again or in more detail.
    Repeat,
    /// The state changed to or from a problem.
    Sidestep,
    /// A state that looked final was left.
    Reopen,
    /// Says nothing new.
    Late,
    /// Does not fit; changes nothing and is flagged.
    Contradiction,
}

/// A rule that decided about an event, beyond the table of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// A scan on the delivery's own day, or soon after, is a late one.
    LateAfterDelivery,
    /// A scan on a later day takes a false delivery back.
    DeliveryRetracted,
    /// Told as delivered on the way back: returned.
    ReturnedHome,
    /// Delivered at the end of a leg that is not the last: handed over to the next carrier.
    HandedToNextLeg,
    /// The carrier's word against a weaker source's on the same day.
    StrongerSource,
    /// A person's word beats what was told before it.
    UserSaid,
    /// A person's word gives way to a scan made after it.
    UserYields,
    /// A source's summary without time was ahead of its events.
    HeadlineAhead,
    /// An inferred event gives way to a scan.
    InferredYields,
    /// A time in the future ends nothing.
    FutureTime,
}

/// Whether an entry counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Standing {
    /// It counts.
    Counted,
    /// Its source no longer tells it.
    Withdrawn,
    /// Its source took it back by another event.
    Revoked,
}

/// A source's own telling of what an entry is about.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Witness {
    /// Who told it.
    pub source: Source,
    /// The time as told.
    pub time: EventTime,
    /// The meaning as told.
    #[serde(serialize_with = "as_text")]
    pub meaning: Meaning,
    /// The vendor's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// When it was first told to us.
    pub first_seen: DateTime<Utc>,
    /// When it was last told to us.
    pub last_seen: DateTime<Utc>,
    /// Whether this telling counts.
    pub standing: Standing,
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, time, meaning, code, first_seen, last_seen, standing } = self;
        f.debug_struct("Witness")
            .field("source", source)
            .field("time", &format_args!("{time}"))
            .field("meaning", &format_args!("{meaning}"))
            .field("code", &code.as_deref().map(Shown))
            .field("first_seen", first_seen)
            .field("last_seen", last_seen)
            .field("standing", standing)
            .finish()
    }
}

pub(super) fn as_text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// One line of the merged timeline: a scan, message or summary, with everybody who told it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimelineEntry {
    /// The most precise time that any witness told.
    pub time: EventTime,
    /// What that time means in UTC, and the wall clock to show.
    pub span: Span,
    /// What it says, most telling words first.
    pub meaning: Meaning,
    /// Why.
    pub reason: Option<Reason>,
    /// Where exactly the parcel was left or waits.
    pub handed_to: Option<HandoverPlace>,
    /// Where, in most detail.
    pub location: Option<Location>,
    /// The vendor's words. May name a person.
    pub description: Option<String>,
    /// The words' language.
    pub language: Option<String>,
    /// The part of the journey; none means forward.
    pub leg: Option<Leg>,
    /// Derived instead of scanned.
    pub inferred: bool,
    /// A source's summary rather than an event.
    pub headline: bool,
    /// Whether it counts.
    pub standing: Standing,
    /// What it did to the state; none for notices and what does not count.
    pub step: Option<Step>,
    /// The rule that decided about it, where the table of steps did not.
    pub rule: Option<Rule>,
    /// Everybody who told it.
    pub witnesses: Vec<Witness>,
}

impl TimelineEntry {
    /// The state it tells; none for a notice.
    pub fn state(&self) -> Option<&State> {
        match &self.meaning {
            Meaning::State(state) => Some(state),
            Meaning::Notice(_) => None,
        }
    }

    /// The sources that told it, without repeats.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.witnesses.iter().map(|witness| &witness.source)
    }
}

impl fmt::Debug for TimelineEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("time", &format_args!("{}", self.time))
            .field("meaning", &format_args!("{}", self.meaning))
            .field("standing", &self.standing)
            .field("step", &self.step)
            .field("rule", &self.rule)
            .field("witnesses", &self.witnesses)
            .finish_non_exhaustive()
    }
}

impl Serialize for TimelineEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            time: EventTime,
            earliest: DateTime<Utc>,
            latest: DateTime<Utc>,
            local: String,
            zone: ZoneSource,
            status: Option<&'a str>,
            substatus: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: &'a Option<Reason>,
            #[serde(skip_serializing_if = "Option::is_none")]
            handed_to: &'a Option<HandoverPlace>,
            #[serde(skip_serializing_if = "Option::is_none")]
            location: &'a Option<Location>,
            #[serde(skip_serializing_if = "Option::is_none")]
            description: &'a Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            language: &'a Option<String>,
            #[serde(skip_serializing_if = "Option::is_none")]
            leg: &'a Option<Leg>,
            inferred: bool,
            headline: bool,
            standing: Standing,
            step: Option<Step>,
            #[serde(skip_serializing_if = "Option::is_none")]
            rule: Option<Rule>,
            sources: Vec<String>,
            witnesses: &'a [Witness],
        }
        let (status, substatus) = self.meaning.words();
        Record {
            time: self.time,
            earliest: self.span.earliest(),
            latest: self.span.latest(),
            local: self.span.to_string().trim().to_owned(),
            zone: self.span.zone(),
            status,
            substatus,
            reason: &self.reason,
            handed_to: &self.handed_to,
            location: &self.location,
            description: &self.description,
            language: &self.language,
            leg: &self.leg,
            inferred: self.inferred,
            headline: self.headline,
            standing: self.standing,
            step: self.step,
            rule: self.rule,
            sources: self.sources().map(|source| source.channel.to_string()).collect(),
            witnesses: &self.witnesses,
        }
        .serialize(serializer)
    }
}
