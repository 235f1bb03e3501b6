//! One scan or message inside a report.

use std::fmt;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::language::Language;
use super::location::Location;
use super::personal::Shown;
use super::reason::{HandoverPlace, Notice, Reason};
use super::state::State;
use super::time::EventTime;
use super::words::open_words;

/// What an event says about the parcel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The parcel's state from here on, as this source sees it.
    State(State),
    /// A notice: shown on the timeline, never moves the parcel.
    Notice(Option<Notice>),
}

impl Meaning {
    /// Reads the two words of the report format; without a status it is a notice.
    pub fn from_words(status: Option<&str>, substatus: Option<&str>) -> Self {
        match status {
            Some(status) => Self::State(State::from_words(status, substatus)),
            None => Self::Notice(substatus.map(Notice::from)),
        }
    }

    /// The two words of the report format.
    pub fn words(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::State(state) => {
                let (status, substatus) = state.words();
                (Some(status), substatus)
            }
            Self::Notice(notice) => (None, notice.as_ref().map(Notice::as_str)),
        }
    }
}

impl<T: Into<State>> From<T> for Meaning {
    fn from(state: T) -> Self {
        Self::State(state.into())
    }
}

impl From<Notice> for Meaning {
    fn from(notice: Notice) -> Self {
        Self::Notice(Some(notice))
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State(state) => state.fmt(f),
            Self::Notice(Some(notice)) => write!(f, "notice.{notice}"),
            Self::Notice(None) => f.write_str("notice"),
        }
    }
}

open_words! {
    /// Which part of the journey an event of one answer belongs to.
    Leg {
        /// From the sender to the recipient.
        Forward = "forward",
        /// From the recipient back to the sender.
        Return = "return",
    }
}

/// The event of the same source that an event takes back.
///
/// With neither time nor code it is the newest event before it that moved the parcel.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revokes {
    /// The revoked event's time, as its source told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<EventTime>,
    /// The revoked event's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CompactString>,
}

impl fmt::Debug for Revokes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { time, code } = self;
        f.debug_struct("Revokes")
            .field("time", &time.as_ref().map(ToString::to_string))
            .field("code", &code.as_deref().map(Shown))
            .finish()
    }
}

/// One scan or message, as a source tells it.
///
/// Its code and the texts of its place are [`CompactString`]: they mostly fit in there, and are copied without memory of
/// their own. Its description is an [`Arc<str>`](Arc): copies of an event share it, and in reports of DHL and UPS, who tell
/// long lists of scans, so do events with the same words. All of these are made by `into()`.
///
/// ```
/// use parceltrack::{Event, state::in_transit};
///
/// let mut event = Event::new("2026-11-21T17:20:00+01:00".parse()?, in_transit::FACILITY_OUT);
/// event.code = Some("AA".into());
/// assert_eq!(event.state().unwrap().to_string(), "in_transit.facility_out");
/// # Ok::<(), parceltrack::InvalidTime>(())
/// ```
// The order of the fields is the order in which two wordings are compared: personal texts last, so that they
// decide nothing that the rest can decide.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "EventRecord", into = "EventRecord")]
#[non_exhaustive]
pub struct Event {
    /// When, as told.
    pub time: EventTime,
    /// What it says about the parcel.
    pub meaning: Meaning,
    /// Why, where the source says it.
    pub reason: Option<Reason>,
    /// Where exactly the parcel was left or waits.
    pub handed_to: Option<HandoverPlace>,
    /// The vendor's code, to the letter.
    pub code: Option<CompactString>,
    /// The part of the journey; none means forward.
    pub leg: Option<Leg>,
    /// The event that this one takes back. Few do.
    pub revokes: Option<Box<Revokes>>,
    /// Derived from another fact instead of a scan; loses against scans.
    pub inferred: bool,
    /// The description's language.
    pub language: Option<Language>,
    /// Where.
    pub location: Option<Location>,
    /// The vendor's words. May name a person.
    pub description: Option<Arc<str>>,
}

impl Event {
    /// An event with a time and a meaning, and nothing else.
    pub fn new(time: EventTime, meaning: impl Into<Meaning>) -> Self {
        Self {
            time,
            meaning: meaning.into(),
            reason: None,
            handed_to: None,
            code: None,
            leg: None,
            revokes: None,
            inferred: false,
            language: None,
            location: None,
            description: None,
        }
    }

    /// The state it tells; none for a notice.
    pub fn state(&self) -> Option<&State> {
        match &self.meaning {
            Meaning::State(state) => Some(state),
            Meaning::Notice(_) => None,
        }
    }

    /// Whether it can move the parcel: it tells a state, and one about the parcel.
    pub fn moves(&self) -> bool {
        self.state().is_some_and(|state| state.status().is_about_parcel())
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            time,
            meaning,
            reason,
            handed_to,
            code,
            leg,
            revokes,
            inferred,
            language,
            location,
            description: _,
        } = self;
        f.debug_struct("Event")
            .field("time", &format_args!("{time}"))
            .field("meaning", &format_args!("{meaning}"))
            .field("reason", reason)
            .field("handed_to", handed_to)
            .field("code", &code.as_deref().map(Shown))
            .field("leg", leg)
            .field("revokes", revokes)
            .field("inferred", inferred)
            .field("language", language)
            .field("location", location)
            .finish_non_exhaustive()
    }
}

/// An event as it stands in JSON.
#[derive(Serialize, Deserialize)]
struct EventRecord {
    time: EventTime,
    #[serde(default)]
    status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    substatus: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handed_to: Option<HandoverPlace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<CompactString>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leg: Option<Leg>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revokes: Option<Box<Revokes>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    inferred: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

impl From<EventRecord> for Event {
    fn from(record: EventRecord) -> Self {
        Self {
            time: record.time,
            meaning: Meaning::from_words(record.status.as_deref(), record.substatus.as_deref()),
            reason: record.reason,
            handed_to: record.handed_to,
            code: record.code,
            leg: record.leg,
            revokes: record.revokes,
            inferred: record.inferred,
            language: record.language,
            location: record.location,
            description: record.description,
        }
    }
}

impl From<Event> for EventRecord {
    fn from(event: Event) -> Self {
        let (status, substatus) = event.meaning.words();
        Self {
            time: event.time,
            status: status.map(Into::into),
            substatus: substatus.map(Into::into),
            reason: event.reason,
            handed_to: event.handed_to,
            code: event.code,
            leg: event.leg,
            revokes: event.revokes,
            inferred: event.inferred,
            description: event.description,
            language: event.language,
            location: event.location,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::state::in_transit;

    #[test]
    fn an_event_keeps_what_it_does_not_understand() {
        let json = r#"{"time":"2026-11-21","status":"beamed","substatus":"up","reason":"carrier.strike","code":"X"}"#;
        let event: Event = serde_json::from_str(json).unwrap();
        assert!(!event.moves());
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
    }

    #[test]
    fn without_status_it_is_a_notice() {
        for json in
            [r#"{"time":"2026-11-21"}"#, r#"{"time":"2026-11-21","status":null,"substatus":"sms_sent"}"#]
        {
            let event: Event = serde_json::from_str(json).unwrap();
            assert!(event.state().is_none() && !event.moves());
            assert_eq!(
                serde_json::from_str::<Event>(&serde_json::to_string(&event).unwrap()).unwrap(),
                event
            );
        }
    }

    #[test]
    fn debug_hides_words_and_places() {
        let mut event = Event::new("2026-11-21".parse().unwrap(), in_transit::FACILITY_IN);
        event.description = Some("left with Erika Mustermann".into());
        event.location = Some(Location { city: Some("Bonn".into()), ..Location::default() });
        let debug = format!("{event:?}");
        assert!(
            debug.contains("in_transit.facility_in") && !debug.contains("Erika") && !debug.contains("Bonn")
        );
    }
}
