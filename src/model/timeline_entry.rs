//! One line of the merged timeline, and what became of it.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Serialize, Serializer};

use super::event::{Event, Leg, Meaning};
use super::language::Language;
use super::location::Location;
use super::reason::{HandoverPlace, Reason};
use super::source::Source;
use super::span::{Span, ZoneSource};
use super::state::State;
use super::time::EventTime;

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
    /// A more trusted source tells of scans, and its word was asked to count.
    Outranked,
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
    /// It is about another parcel, which had the same number before.
    EarlierParcel,
}

/// A source's own telling of what an entry is about.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Witness {
    /// Who told it.
    pub source: Arc<Source>,
    /// What it told, in its latest wording.
    pub event: Arc<Event>,
    /// When it was first told to us.
    pub first_seen: DateTime<Utc>,
    /// When it was last told to us.
    pub last_seen: DateTime<Utc>,
    /// Whether this telling counts.
    pub standing: Standing,
    /// Whether it is the source's summary rather than an event.
    pub headline: bool,
    /// Its number among what one answer of the source tells with this time and code.
    pub(crate) ordinal: u32,
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, event, first_seen, last_seen, standing, headline, ordinal: _ } = self;
        f.debug_struct("Witness")
            .field("source", source)
            .field("event", event)
            .field("first_seen", first_seen)
            .field("last_seen", last_seen)
            .field("standing", standing)
            .field("headline", headline)
            .finish()
    }
}

impl Serialize for Witness {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            source: &'a Source,
            time: EventTime,
            #[serde(serialize_with = "as_text")]
            meaning: &'a Meaning,
            #[serde(skip_serializing_if = "Option::is_none")]
            code: &'a Option<CompactString>,
            first_seen: DateTime<Utc>,
            last_seen: DateTime<Utc>,
            standing: Standing,
            headline: bool,
        }
        let Event { time, meaning, code, .. } = &*self.event;
        let Self { source, first_seen, last_seen, standing, headline, .. } = self;
        Record {
            source,
            time: *time,
            meaning,
            code,
            first_seen: *first_seen,
            last_seen: *last_seen,
            standing: *standing,
            headline: *headline,
        }
        .serialize(serializer)
    }
}

pub(super) fn as_text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// One line of the merged timeline: a scan, message or summary, with everybody who told it.
///
/// It shares the events with the history that it was computed from; what it says is read from its witnesses, of whom
/// those that were withdrawn or revoked tell nothing beside those that count.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimelineEntry {
    /// The most precise time that any witness told.
    pub time: EventTime,
    /// What that time means in UTC, and the wall clock to show.
    pub span: Span,
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
    /// Everybody who told it: first those whose telling counts, of them the most trusted first. Never empty.
    pub witnesses: Vec<Witness>,
    /// The telling to go by: the most precise one that counts.
    pub(crate) told: Arc<Event>,
}

impl TimelineEntry {
    /// What it says: the most trusted words that name a substatus, else those of the most precise telling.
    pub fn meaning(&self) -> &Meaning {
        let detailed = self.counted().find(|event| event.state().is_some_and(|s| s.substatus().is_some()));
        &detailed.unwrap_or(&self.told).meaning
    }

    /// The state it tells; none for a notice.
    pub fn state(&self) -> Option<&State> {
        match self.meaning() {
            Meaning::State(state) => Some(state),
            Meaning::Notice(_) => None,
        }
    }

    /// Why.
    pub fn reason(&self) -> Option<&Reason> {
        self.tellings().find_map(|event| event.reason.as_ref())
    }

    /// Where exactly the parcel was left or waits.
    pub fn handed_to(&self) -> Option<&HandoverPlace> {
        self.tellings().find_map(|event| event.handed_to.as_ref())
    }

    /// Where, in most detail; of equally detailed places the most trusted source's.
    pub fn location(&self) -> Option<&Location> {
        let places = self.tellings().filter_map(|event| event.location.as_ref());
        places.reduce(|best, place| if place.detail() > best.detail() { place } else { best })
    }

    /// The vendor's words. May name a person.
    pub fn description(&self) -> Option<&str> {
        self.words()?.description.as_deref()
    }

    /// The words' language.
    pub fn language(&self) -> Option<Language> {
        self.words()?.language
    }

    /// The part of the journey; none means forward.
    pub fn leg(&self) -> Option<&Leg> {
        self.tellings().find_map(|event| event.leg.as_ref())
    }

    /// The sources that told it, without repeats.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.witnesses.iter().map(|witness| &*witness.source)
    }

    fn words(&self) -> Option<&Event> {
        self.tellings().find(|event| event.description.is_some())
    }

    fn counted(&self) -> impl Iterator<Item = &Event> {
        self.witnesses.iter().filter(|w| w.standing == Standing::Counted).map(|witness| &*witness.event)
    }

    /// Those whose details are told: what was taken back tells none beside what counts.
    fn tellings(&self) -> impl Iterator<Item = &Event> {
        let counts = self.counted().next().is_some();
        let telling = move |w: &&Witness| !counts || w.standing == Standing::Counted;
        self.witnesses.iter().filter(telling).map(|witness| &*witness.event)
    }
}

impl fmt::Debug for TimelineEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("time", &format_args!("{}", self.time))
            .field("meaning", &format_args!("{}", self.meaning()))
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
            reason: Option<&'a Reason>,
            #[serde(skip_serializing_if = "Option::is_none")]
            handed_to: Option<&'a HandoverPlace>,
            #[serde(skip_serializing_if = "Option::is_none")]
            location: Option<&'a Location>,
            #[serde(skip_serializing_if = "Option::is_none")]
            description: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            language: Option<Language>,
            #[serde(skip_serializing_if = "Option::is_none")]
            leg: Option<&'a Leg>,
            inferred: bool,
            headline: bool,
            standing: Standing,
            step: Option<Step>,
            #[serde(skip_serializing_if = "Option::is_none")]
            rule: Option<Rule>,
            sources: Vec<String>,
            witnesses: &'a [Witness],
        }
        let (status, substatus) = self.meaning().words();
        Record {
            time: self.time,
            earliest: self.span.earliest(),
            latest: self.span.latest(),
            local: self.span.to_string().trim().to_owned(),
            zone: self.span.zone(),
            status,
            substatus,
            reason: self.reason(),
            handed_to: self.handed_to(),
            location: self.location(),
            description: self.description(),
            language: self.language(),
            leg: self.leg(),
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
