//! What one source said about one parcel in one answer, or that it did not answer.

use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::carrier_id::CarrierId;
use super::delivery::{Delivery, Dimensions, Estimate, PickupPoint};
use super::event::Event;
use super::location::Location;
use super::personal::{Personal, Shown};
use super::source::{Related, Source};
use super::state::State;
use super::time::{EventTime, Zone};
use super::words::open_words;

/// The version of the JSON formats of [`Report`] and [`Order`](super::Order). Only this one is read; a field added
/// later keeps the version, because unknown fields are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct FormatVersion;

impl TryFrom<u32> for FormatVersion {
    type Error = String;

    fn try_from(version: u32) -> Result<Self, String> {
        match version {
            1 => Ok(Self),
            other => Err(format!("format version {other} is not known; this release reads version 1")),
        }
    }
}

impl From<FormatVersion> for u32 {
    fn from(FormatVersion: FormatVersion) -> Self {
        1
    }
}

/// A source's own summary, beside its events.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "HeadlineRecord", into = "HeadlineRecord")]
#[non_exhaustive]
pub struct Headline {
    /// The state it claims.
    pub state: State,
    /// Since when, where the source tells; most do not.
    pub time: Option<EventTime>,
    /// The vendor's code.
    pub code: Option<CompactString>,
    /// The vendor's words. May name a person.
    pub description: Option<Personal>,
}

impl Headline {
    /// A summary without time.
    pub fn new(state: impl Into<State>) -> Self {
        Self { state: state.into(), time: None, code: None, description: None }
    }
}

impl fmt::Debug for Headline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state, time, code, description: _ } = self;
        f.debug_struct("Headline")
            .field("state", &format_args!("{state}"))
            .field("time", &time.as_ref().map(ToString::to_string))
            .field("code", &code.as_deref().map(Shown))
            .finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct HeadlineRecord {
    status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    substatus: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<EventTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<CompactString>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Personal>,
}

impl From<HeadlineRecord> for Headline {
    fn from(record: HeadlineRecord) -> Self {
        Self {
            state: State::from_words(&record.status, record.substatus.as_deref()),
            time: record.time,
            code: record.code,
            description: record.description,
        }
    }
}

impl From<Headline> for HeadlineRecord {
    fn from(headline: Headline) -> Self {
        let (status, substatus) = headline.state.words();
        Self {
            status: status.to_owned(),
            substatus: substatus.map(Into::into),
            time: headline.time,
            code: headline.code,
            description: headline.description,
        }
    }
}

open_words! {
    /// What a note is about.
    NoteKind {
        /// A code or text that no table maps; the event counts as `unknown.unmapped`.
        Unmapped = "unmapped",
        /// An event or field that could not be read and was left out.
        Unreadable = "unreadable",
        /// The source knows more than this answer holds.
        Incomplete = "incomplete",
        /// Other parcels may be meant by the same number.
        Ambiguous = "ambiguous",
    }
}

/// Something odd about an answer that cost no more than itself. Texts name codes and paths, never personal data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// The code, or the path and what was wrong there.
    pub detail: String,
    /// How often it happened in this answer.
    #[serde(default = "one")]
    pub count: u32,
}

fn one() -> u32 {
    1
}

impl Note {
    /// A note about something that happened once.
    pub fn new(kind: NoteKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), count: 1 }
    }

    /// Adds a note to a list, counting up where the same is noted already. Of a list of 200 notes the rest is only counted:
    /// an answer of which every part is odd is not worth a note for each.
    pub fn add(notes: &mut Vec<Self>, kind: NoteKind, detail: impl Into<String>) {
        const MOST: usize = 200;
        let note = Self::new(kind, detail);
        let is_same = |other: &Self, note: &Self| other.kind == note.kind && other.detail == note.detail;
        if let Some(same) = notes.iter_mut().find(|other| is_same(other, &note)) {
            same.count = same.count.saturating_add(1);
            return;
        }
        if notes.len() < MOST {
            notes.push(note);
            return;
        }
        let rest = Self::new(NoteKind::Incomplete, "further notes");
        match notes.iter_mut().find(|other| is_same(other, &rest)) {
            Some(rest) => rest.count = rest.count.saturating_add(1),
            None => notes.push(rest),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.detail)?;
        if self.count > 1 { write!(f, " ({} times)", self.count) } else { Ok(()) }
    }
}

/// A reference that sender or carrier gave the parcel, such as a customer's order number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NamedReference {
    /// The vendor's word for the kind of reference.
    pub kind: String,
    /// The reference.
    pub value: Personal,
}

/// What one source said about one parcel in one answer or push message.
///
/// This is the stable JSON format of the crate; `fixtures/report.schema.json` describes it.
///
/// ```
/// use parceltrack::{Event, Report, Status};
///
/// let report: Report = serde_json::from_str(r#"{
///     "version": 1,
///     "source": {"carrier": "dhl", "channel": "unified", "number": "00340434161094042557", "role": "carrier"},
///     "fetched_at": "2026-11-22T10:00:00Z", "complete": true,
///     "events": [{"time": "2026-11-21T17:20:00+01:00", "status": "in_transit", "substatus": "facility_out"}]
/// }"#)?;
/// assert_eq!(report.events[0].state().unwrap().status(), Status::InTransit);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report {
    /// The format's version.
    #[serde(default)]
    pub version: FormatVersion,
    /// Who says it.
    pub source: Source,
    /// When the answer was received.
    pub fetched_at: DateTime<Utc>,
    /// Whether the answer claims to hold all events that the source knows, so that what it lacks is taken back.
    ///
    /// It does where it has the vendor's list of events, every entry was read, and nothing tells of more: it is no
    /// message, no page cut short, no summary of finer scans, and hides nothing. A missing list claims nothing; an empty
    /// one claims that nothing has happened, unless the vendor is known to empty it.
    #[serde(default)]
    pub complete: bool,
    /// The source's home zone: that of its wall clocks without offset where an event's place does not tell.
    ///
    /// Only a service of one country, or of several that keep the same clocks, has one, and only if its documents or
    /// recorded answers show that it writes by those clocks. A service that writes the local time of each place has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// Oldest first, as the vendor means it.
    #[serde(default)]
    pub events: Vec<Event>,
    /// Who moves the parcel, as far as the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<CarrierId>,
    /// The source's own summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<Headline>,
    /// When delivery is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Estimate>,
    /// How it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// Where it waits for its recipient; few do. [`PickupPoint::non_empty`] makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<Box<PickupPoint>>,
    /// Other numbers that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// The product or service, in the vendor's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Weight in grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<u64>,
    /// Size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<Dimensions>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Location>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<Location>,
    /// The public page about this parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Personal>,
    /// References of sender and carrier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<NamedReference>,
    /// What was odd about the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Report {
    /// A report without events that claims to be [`complete`](Self::complete).
    pub fn new(source: Source, fetched_at: DateTime<Utc>) -> Self {
        Self {
            version: FormatVersion,
            source,
            fetched_at,
            complete: true,
            zone: None,
            events: Vec::new(),
            carrier: None,
            headline: None,
            estimate: None,
            delivery: None,
            pickup: None,
            related: Vec::new(),
            service: None,
            weight_g: None,
            dimensions: None,
            origin: None,
            destination: None,
            url: None,
            references: Vec::new(),
            notes: Vec::new(),
        }
    }
}

open_words! {
    /// Why a source did not answer.
    RefusalKind {
        /// It does not know the number (yet).
        NotFound = "not_found",
        /// It says that the number is none.
        InvalidNumber = "invalid_number",
        /// Credentials are missing or wrong.
        Unauthorized = "unauthorized",
        /// The credentials may not see this.
        Forbidden = "forbidden",
        /// It wants something more, such as a postcode.
        NeedsInput = "needs_input",
        /// Too many questions.
        RateLimited = "rate_limited",
        /// Down, or not reachable.
        Unavailable = "unavailable",
        /// No answer in time.
        TimedOut = "timed_out",
        /// The answer could not be understood.
        BadReply = "bad_reply",
        /// It cannot be asked this.
        Unsupported = "unsupported",
    }
}

/// That a source did not answer about a parcel: which, when, why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// Which source.
    pub source: Source,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub kind: RefusalKind,
}

impl Refusal {
    /// The refusal of `source` at a time.
    pub fn new(source: Source, at: DateTime<Utc>, kind: RefusalKind) -> Self {
        Self { source, at, kind }
    }
}

/// What came of asking a source once: what a [`History`](crate::History) absorbs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Observation {
    /// It answered.
    Report(Box<Report>),
    /// It did not.
    Refusal(Refusal),
}

impl From<Report> for Observation {
    fn from(report: Report) -> Self {
        Self::Report(Box::new(report))
    }
}

impl From<Refusal> for Observation {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}
