//! One change: what, why, from which state to which, and an identifier by which it is told once.

use std::fmt::{self, Write};

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::kind::ChangeKind;
use super::state_text;
use super::{Diff, key, read};
use crate::model::{Channel, EventTime, Shown, State};

/// Tells a change from every other: 32 hexadecimal digits, the start of a SHA-256.
///
/// It is made of the parcel's name as [followed](super::Follow), the kind, and the key of the event that decided: its
/// channel, time as told, code and leg. Texts, places, witnesses and the time of asking are no part of it, so however often
/// and in whatever words an event is told, its change is the same. Where no event tells a change, as with estimates, the
/// values and what both pictures rest on take the event's place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeId(String);

impl ChangeId {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event that a change comes from, as its channel tells it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cause {
    /// Who told it.
    pub channel: Channel,
    /// Its time as told.
    pub time: EventTime,
    /// The vendor's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CompactString>,
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cause")
            .field("channel", &format_args!("{}", self.channel))
            .field("time", &format_args!("{}", self.time))
            .field("code", &self.code.as_deref().map(Shown))
            .finish()
    }
}

/// Something that has become of a parcel, and that somebody may want to be told.
///
/// It carries old and new values, so that whoever receives it needs no memory. `Display` is a short line in English
/// without personal data; JSON is whole and holds what the kind tells, such as the shop where a parcel waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// Its identifier.
    pub id: ChangeId,
    /// What has happened.
    #[serde(flatten)]
    pub kind: ChangeKind,
    /// The state before.
    #[serde(rename = "from_state", with = "state_text")]
    pub from: State,
    /// The state after.
    #[serde(rename = "to_state", with = "state_text")]
    pub to: State,
    /// The events it comes from, with each of their witnesses; none where no event tells it.
    pub causes: Vec<Cause>,
    /// When it happened, as told by the event; where no event tells it, when it was heard.
    pub effective: EventTime,
    /// When it was found: the time of the later picture.
    pub created: DateTime<Utc>,
    /// Whether the parcel had never had the new state's status before.
    pub first_in_state: bool,
    /// Whether the parcel had gone on by the time this was found. Several stations passed between two looks are all
    /// told, and only the last of them is news in the narrow sense.
    pub superseded: bool,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            kind @ (ChangeKind::StatusChanged
            | ChangeKind::Corrected
            | ChangeKind::DeliveryRetracted { .. }) => {
                write!(f, "{kind}: {} instead of {}", self.to, self.from)
            }
            kind => kind.fmt(f),
        }
    }
}

/// What an identifier is made of beside the parcel and the kind.
pub(super) enum Deciding<'a> {
    /// An entry of the later picture.
    Entry(usize),
    /// Values, where an entry alone does not tell one from the next.
    Values(&'a str),
}

impl Diff<'_> {
    /// A change between the states of the two pictures.
    pub(super) fn change(&self, kind: ChangeKind, deciding: &Deciding<'_>) -> Change {
        let entry = match deciding {
            Deciding::Entry(entry) => Some(*entry),
            Deciding::Values(_) => None,
        };
        let text = match deciding {
            Deciding::Entry(entry) => {
                let text = key::entry_text(&self.keys, *entry);
                // It may have been told once before it had come; and a summary has no key that lasts, it goes and comes
                // with its answers.
                let is_summary = self.after.entries.get(*entry).is_some_and(|entry| entry.headline);
                if is_summary || !self.is_new_line(*entry) { text + &self.heard() } else { text }
            }
            Deciding::Values(values) => (*values).to_owned(),
        };
        let heard = read::heard_at(self.after).unwrap_or(self.after.at);
        let found = entry.and_then(|entry| self.after.entries.get(entry));
        Change {
            id: self.id(kind.as_str(), &text),
            kind,
            from: self.before.state.clone(),
            to: self.after.state.clone(),
            causes: entry.map(|entry| self.causes(&[entry])).unwrap_or_default(),
            effective: found.map_or_else(|| heard.into(), |entry| entry.time),
            created: self.after.at,
            first_in_state: false,
            superseded: false,
        }
    }

    /// The tellings of some entries.
    pub(super) fn causes(&self, entries: &[usize]) -> Vec<Cause> {
        let entries = entries.iter().filter_map(|entry| self.after.entries.get(*entry));
        let witnesses = entries.flat_map(|entry| &entry.witnesses);
        witnesses
            .map(|witness| {
                let (time, code) = read::told(witness);
                Cause { channel: witness.source.channel.clone(), time, code: code.map(Into::into) }
            })
            .collect()
    }

    fn id(&self, kind: &str, deciding: &str) -> ChangeId {
        let mut hash = Sha256::new();
        for part in [self.follow.parcel(), kind, deciding] {
            // The length keeps one part from running into the next.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let hex = hash.finalize().iter().take(16).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        ChangeId(hex)
    }

    /// What stands for an event where there is none: for each picture its state and what decides it, when each source
    /// answered last, how much it has told, and when each event and estimate was told first and last. An answer that is
    /// heard late moves the last two only.
    pub(super) fn heard(&self) -> String {
        let mut text = String::new();
        for (parcel, keys) in [(self.before, &self.old_keys), (self.after, &self.keys)] {
            let decided = parcel.decided_by.map(|entry| key::entry_text(keys, entry));
            let _ = write!(text, "|{}|{}", parcel.state, decided.unwrap_or_default());
            for source in &parcel.sources {
                let answered = source.answered_at.map(|at| at.timestamp_micros()).unwrap_or_default();
                let _ = write!(text, "|{} {answered} {}", source.source.channel, source.events);
            }
            for (first, last) in read::sights(parcel) {
                let _ = write!(text, "|{} {}", first.timestamp_micros(), last.timestamp_micros());
            }
        }
        text
    }
}
