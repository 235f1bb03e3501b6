//! What has become of a parcel between two pictures of it, as things that somebody may want to be told.
//!
//! Pure: two pictures in, [`Change`]s out, with no clock and no memory. What to tell whom, how soon and how often stays
//! with whoever tells it.
//!
//! 1. `read`: what a picture says, in the words of this layer; everything that knows the picture's form is there;
//! 2. `key`: which events are new, whatever their texts, places and witnesses have become;
//! 3. `path`: the states that the parcel went through, one after the other;
//! 4. `moves`: what the new stretch of that path means, and what is no longer true;
//! 5. `facts`: what no event tells, such as estimates, delays, silence and contradictions.

use chrono::{DateTime, Utc};

use crate::model::Parcel;

mod read;
mod key;
mod path;
mod state_text;
mod kind;
mod change;
mod moves;
mod facts;

pub use change::{Cause, Change, ChangeId};
use facts::facts;
pub use kind::{ChangeKind, Contradiction};
use moves::{moves, new_events};

/// A parcel that somebody follows: under which name, and since when.
///
/// The name goes into the [identifiers](ChangeId) of the changes and nowhere else. It is the caller's, because nothing
/// that sources say about a parcel stays the same: one knows it by the shop's number, the next adds the carrier's, a
/// third replaces that. A key of the caller's own database is best. A tracking number will do where changes do not
/// leave the house: whoever sees an identifier could try numbers out until one fits.
#[derive(Clone, PartialEq, Eq)]
pub struct Follow {
    parcel: String,
    since: DateTime<Utc>,
}

impl Follow {
    /// Follows a parcel from a moment on. What was certainly over by then is never told: it was known, or it is about an
    /// earlier parcel with the same number.
    pub fn new(parcel: impl Into<String>, since: DateTime<Utc>) -> Self {
        Self { parcel: parcel.into(), since }
    }

    /// The parcel's name.
    pub fn parcel(&self) -> &str {
        &self.parcel
    }

    /// Since when it is followed.
    pub fn since(&self) -> DateTime<Utc> {
        self.since
    }
}

/// The name may be a number, so `Debug` hides it.
impl std::fmt::Debug for Follow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Follow").field("since", &self.since).finish_non_exhaustive()
    }
}

impl Parcel {
    /// What has happened since an earlier picture of the same parcel, oldest first: what is no longer true, then what
    /// the parcel went through, then what no event tells. Before anything is known, compare with the picture of an
    /// empty [`History`](crate::History).
    ///
    /// The same two pictures always give the same changes with the same identifiers; a picture compared with itself
    /// gives none, and so does one that merely heard the same again, in other words or from another source.
    ///
    /// ```
    /// use parceltrack::{ChangeKind, Event, Follow, History, Report, Source, Status};
    ///
    /// let at = "2026-11-22T10:00:00Z".parse().unwrap();
    /// let mut history = History::new();
    /// let before = history.parcel(at);
    /// let source = Source::carrier("dhl/unified".parse()?, "00340434161094042557".parse()?);
    /// let mut report = Report::new(source, at);
    /// report.events.push(Event::new("2026-11-22T08:41:00+01:00".parse()?, Status::OutForDelivery));
    /// history.absorb(report);
    ///
    /// let follow = Follow::new("order 7, parcel 1", "2026-11-22T00:00:00Z".parse().unwrap());
    /// let changes = history.parcel(at).changes_since(&before, &follow);
    /// assert!(matches!(changes.as_slice(), [change] if change.kind == ChangeKind::OutForDelivery));
    /// assert_eq!(changes[0].to_string(), "out for delivery");
    /// # Ok::<(), parceltrack::Error>(())
    /// ```
    pub fn changes_since(&self, before: &Self, follow: &Follow) -> Vec<Change> {
        if self.at < follow.since {
            return Vec::new();
        }
        let diff = Diff::new(before, self, follow);
        let mut changes = moves(&diff);
        if changes.is_empty() {
            changes.extend(new_events(&diff));
        }
        changes.extend(facts(&diff));
        changes
    }
}

/// Two pictures side by side.
struct Diff<'p> {
    before: &'p Parcel,
    after: &'p Parcel,
    follow: &'p Follow,
    old_keys: key::Keys<'p>,
    keys: key::Keys<'p>,
    known: key::Known<'p>,
}

impl<'p> Diff<'p> {
    fn new(before: &'p Parcel, after: &'p Parcel, follow: &'p Follow) -> Self {
        let (old_keys, keys) = (key::Keys::of(before), key::Keys::of(after));
        let known = key::Known::of(before, &old_keys);
        Self { before, after, follow, old_keys, keys, known }
    }

    /// Whether an entry of the later picture tells something that the earlier one had not heard of, and that was not
    /// certainly over before the parcel was followed.
    fn is_new_line(&self, entry: usize) -> bool {
        self.is_current(self.after, entry)
            && self.keys.of_entry(entry).iter().all(|key| !self.known.contains(key))
    }

    /// The same where an end that was told before it had come, and so meant nothing yet, is news once it has.
    fn is_news(&self, entry: usize) -> bool {
        self.is_current(self.after, entry)
            && self.keys.of_entry(entry).iter().all(|key| !self.known.counts(key))
    }

    /// Whether an entry may belong to the time since which the parcel is followed.
    fn is_current(&self, parcel: &Parcel, entry: usize) -> bool {
        parcel.entries.get(entry).is_some_and(|entry| entry.span.latest() >= self.follow.since)
    }
}
