//! The merged picture of one parcel at one time, computed from all that was ever said about it.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Serialize, Serializer};

use super::carrier_id::CarrierId;
use super::delivery::{Delivery, Dimensions, Estimate, PickupPoint};
use super::event::Leg;
use super::location::Location;
use super::personal::Personal;
use super::reason::Reason;
use super::report::RefusalKind;
use super::source::{Related, Source};
use super::state::{State, Status};
use super::time::EventTime;
use super::timeline_entry::{Standing, Step, TimelineEntry, as_text};

/// A failed delivery attempt: one a day and leg, however often it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Attempt {
    /// The day, at the recipient.
    pub day: NaiveDate,
    /// The part of the journey; none means forward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<Leg>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// How far a parcel is behind what was promised first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Delay {
    /// Whole minutes past the end of the first promise, so far or for good.
    pub minutes: i64,
    /// The promise it is measured by.
    pub promise: Estimate,
}

/// How a source's own picture stands to the merged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DivergenceKind {
    /// It has not heard of the newest events yet.
    Behind,
    /// It claims something that the others deny.
    Contradicts,
}

/// That a source's own picture differs from the merged one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Divergence {
    /// Which source.
    pub source: Arc<Source>,
    /// Late, or in contradiction.
    pub kind: DivergenceKind,
    /// What it says.
    #[serde(serialize_with = "as_text")]
    pub says: State,
    /// What the merged picture says.
    #[serde(serialize_with = "as_text")]
    pub merged: State,
    /// Whole minutes that its newest event is older than the newest of all; none where it has no event.
    pub behind_minutes: Option<i64>,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, kind, says, merged, behind_minutes } = self;
        match kind {
            DivergenceKind::Behind => {
                write!(f, "{} still says {says} where the parcel is {merged}", source.channel)?;
                match behind_minutes {
                    Some(minutes) if *minutes > 0 => write!(f, "; it is {} behind", Minutes(*minutes)),
                    _ => Ok(()),
                }
            }
            DivergenceKind::Contradicts => {
                write!(f, "{} says {says}, which contradicts {merged}", source.channel)
            }
        }
    }
}

/// Minutes as people say them.
pub(crate) struct Minutes(pub(crate) i64);

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 1440, self.0 / 60 % 24, self.0 % 60) {
            (0, 0, minutes) => write!(f, "{minutes} min"),
            (0, hours, minutes) => write!(f, "{hours} h {minutes:02} min"),
            (days, hours, _) => write!(f, "{days} d {hours} h"),
        }
    }
}

/// One source's own picture, and how far it can be believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceView {
    /// Which source.
    pub source: Arc<Source>,
    /// The state that its own words alone give; none where it told none.
    #[serde(serialize_with = "state_text")]
    pub state: Option<State>,
    /// The time of its newest event about the parcel.
    pub newest_event: Option<EventTime>,
    /// Whole minutes that this is older than the newest of all sources.
    pub behind_minutes: Option<i64>,
    /// When it last answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Its last refusal of each kind.
    pub refusals: Vec<(RefusalKind, DateTime<Utc>)>,
    /// Whether its newest answer holds so much less than an earlier one that nothing is withdrawn for it.
    pub newest_answer_is_poor: bool,
    /// How many events of it count.
    pub events: usize,
}

fn state_text<S: Serializer>(state: &Option<State>, serializer: S) -> Result<S::Ok, S::Error> {
    match state {
        Some(state) => serializer.collect_str(state),
        None => serializer.serialize_none(),
    }
}

/// The merged picture of one parcel at one time.
///
/// It is computed by [`History::parcel`](crate::History::parcel) and only read. Its `Display` is the merged timeline
/// as text, oldest first, each line with the local time of the event's place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parcel {
    /// The time for which it was computed.
    pub at: DateTime<Utc>,
    /// Where the parcel is in its life.
    pub state: State,
    /// Whether it is on its way back to the sender, or back there.
    pub is_returning: bool,
    /// Who moves it.
    pub carrier: Option<CarrierId>,
    /// Its numbers: those it was asked by, and others that sources name.
    pub numbers: Vec<Related>,
    /// The merged timeline, oldest first.
    pub entries: Vec<TimelineEntry>,
    /// The entry that decided the state, as an index into `entries`.
    pub decided_by: Option<usize>,
    /// Whether sources contradict each other or themselves.
    pub conflict: bool,
    /// When it was delivered.
    pub delivered_at: Option<EventTime>,
    /// The estimate that counts now; none once the parcel's journey has ended.
    pub estimate: Option<Estimate>,
    /// What was promised first.
    pub first_promise: Option<Estimate>,
    /// How late it is; none while it is in time.
    pub delay: Option<Delay>,
    /// Failed attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// How it was handed over.
    pub delivery: Option<Delivery>,
    /// Where it waits for its recipient.
    pub pickup: Option<PickupPoint>,
    /// Product or service.
    pub service: Option<String>,
    /// Weight in grams.
    pub weight_g: Option<u64>,
    /// Size.
    pub dimensions: Option<Dimensions>,
    /// Where it comes from.
    pub origin: Option<Location>,
    /// Where it goes.
    pub destination: Option<Location>,
    /// A public page about it.
    pub url: Option<Personal>,
    /// Each source's own picture.
    pub sources: Vec<SourceView>,
    /// Where sources differ from the merged picture.
    pub divergences: Vec<Divergence>,
}

impl Serialize for Parcel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Record<'a> {
            at: DateTime<Utc>,
            status: &'a str,
            substatus: Option<&'a str>,
            is_returning: bool,
            carrier: &'a Option<CarrierId>,
            numbers: &'a [Related],
            events: &'a [TimelineEntry],
            decided_by: Option<usize>,
            conflict: bool,
            delivered_at: Option<EventTime>,
            estimate: &'a Option<Estimate>,
            first_promise: &'a Option<Estimate>,
            delay: &'a Option<Delay>,
            attempts: &'a [Attempt],
            delivery: &'a Option<Delivery>,
            pickup: &'a Option<PickupPoint>,
            service: &'a Option<String>,
            weight_g: Option<u64>,
            dimensions: Option<Dimensions>,
            origin: &'a Option<Location>,
            destination: &'a Option<Location>,
            url: &'a Option<Personal>,
            sources: &'a [SourceView],
            divergences: &'a [Divergence],
        }
        let (status, substatus) = self.state.words();
        Record {
            at: self.at,
            status,
            substatus,
            is_returning: self.is_returning,
            carrier: &self.carrier,
            numbers: &self.numbers,
            events: &self.entries,
            decided_by: self.decided_by,
            conflict: self.conflict,
            delivered_at: self.delivered_at,
            estimate: &self.estimate,
            first_promise: &self.first_promise,
            delay: &self.delay,
            attempts: &self.attempts,
            delivery: &self.delivery,
            pickup: &self.pickup,
            service: &self.service,
            weight_g: self.weight_g,
            dimensions: self.dimensions,
            origin: &self.origin,
            destination: &self.destination,
            url: &self.url,
            sources: &self.sources,
            divergences: &self.divergences,
        }
        .serialize(serializer)
    }
}

impl Parcel {
    /// The main status.
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// Where sources differ from the merged picture.
    pub fn divergences(&self) -> &[Divergence] {
        &self.divergences
    }

    /// The entry that decided the state.
    pub fn deciding_entry(&self) -> Option<&TimelineEntry> {
        self.entries.get(self.decided_by?)
    }
}

impl fmt::Display for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.state)?;
        if let Some(delivered) = self.deciding_entry().filter(|_| self.delivered_at.is_some()) {
            write!(f, " at {}", delivered.span.to_string().trim_end())?;
        }
        if let Some(estimate) = &self.estimate {
            write!(f, ", expected {estimate}")?;
        }
        if let Some(delay) = &self.delay {
            write!(f, ", {} late", Minutes(delay.minutes))?;
        }
        writeln!(f)?;
        let width =
            self.entries.iter().map(|entry| entry.meaning().to_string().len()).max().unwrap_or_default();
        for (index, entry) in self.entries.iter().enumerate() {
            let mark = match (entry.standing, self.decided_by == Some(index), entry.step) {
                (Standing::Withdrawn, ..) => "withdrawn ",
                (Standing::Revoked, ..) => "revoked ",
                (_, true, _) => "> ",
                (.., Some(Step::Contradiction)) => "? ",
                _ => "  ",
            };
            write!(f, "{mark}{}  {:<width$}", entry.span, entry.meaning().to_string())?;
            if let Some(location) = entry.location().filter(|location| !location.is_empty()) {
                write!(f, "  {}", one_line(&location.to_string()))?;
            }
            if let Some(description) = entry.description() {
                write!(f, "  {}", one_line(description))?;
            }
            let mut channels: Vec<String> =
                entry.sources().map(|source| source.channel.to_string()).collect();
            channels.dedup();
            writeln!(f, "  [{}]", channels.join(", "))?;
        }
        Ok(())
    }
}

/// A vendor's text on one line, and without the control characters that a terminal would obey.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Whole minutes of a time span.
pub(crate) fn minutes(delta: TimeDelta) -> i64 {
    delta.num_minutes()
}
