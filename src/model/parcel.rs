//! The merged picture of one parcel at one time, computed from all that was ever said about it.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::carrier_id::CarrierId;
use super::delivery::{Delivery, Dimensions, Estimate};
use super::derived::{
    ActionRequired, Attempt, CarrierLeg, Delay, EstimateRevision, Pickup, Silence, Timeliness,
};
use super::location::Location;
use super::milestone::Milestone;
use super::personal::Personal;
use super::source::Related;
use super::source_view::{Divergence, Minutes, SourceView};
use super::state::{State, Status};
use super::time::EventTime;
use super::timeline_entry::{Standing, Step, TimelineEntry};

/// The merged picture of one parcel at one time.
///
/// It is computed by [`History::parcel`](crate::History::parcel) and only read; what few parcels have is boxed. Its
/// `Display` is the merged timeline as text, oldest first, each line with the local time of the event's place.
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
    /// When its recipient may expect it: the estimate that counts now, one that is not over before one that is. None once
    /// its journey has ended, and none on the way back: what was told is in [`estimates`](Self::estimates).
    pub estimate: Option<Estimate>,
    /// What was promised first.
    pub first_promise: Option<Estimate>,
    /// Every estimate of every source, in the order of first sight.
    pub estimates: Vec<EstimateRevision>,
    /// How it stands to what was promised first.
    pub timeliness: Timeliness,
    /// How late it is, or is expected to be; none while it is in time.
    pub delay: Option<Box<Delay>>,
    /// Since when nobody has scanned it; none before the first scan and once its journey has ended.
    pub silence: Option<Silence>,
    /// The stations that people expect, in the order of life.
    pub milestones: Vec<Milestone>,
    /// How far it is on its way to the recipient: 0 nothing known, 10 ordered, 30 shipped, 50 in the depot or country that
    /// delivers, 75 out for delivery, 90 ready to collect, 100 delivered. A problem takes nothing away, a delivery that is
    /// taken back does. On the way back it stays where it turned round, at most 90.
    pub progress: u8,
    /// Each carrier's part of the journey, in order, the way back last.
    pub legs: Vec<CarrierLeg>,
    /// What must be done before it can go on, and by whom; none where it goes on by itself.
    pub action_required: Option<Box<ActionRequired>>,
    /// Failed attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// How it was handed over.
    pub delivery: Option<Delivery>,
    /// Where it waits, or waited, to be collected.
    pub pickup: Option<Box<Pickup>>,
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
            estimates: &'a [EstimateRevision],
            timeliness: Timeliness,
            delay: &'a Option<Box<Delay>>,
            silence: &'a Option<Silence>,
            milestones: &'a [Milestone],
            progress: u8,
            legs: &'a [CarrierLeg],
            action_required: &'a Option<Box<ActionRequired>>,
            attempts: &'a [Attempt],
            delivery: &'a Option<Delivery>,
            pickup: &'a Option<Box<Pickup>>,
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
            estimates: &self.estimates,
            timeliness: self.timeliness,
            delay: &self.delay,
            silence: &self.silence,
            milestones: &self.milestones,
            progress: self.progress,
            legs: &self.legs,
            action_required: &self.action_required,
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
