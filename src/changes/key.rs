//! Which event is which between two pictures.
//!
//! An event is known again by what a rewording, a translation or a second witness keeps: its channel, its time as told,
//! its code and its leg; of several that are alike in these, by the order in which they were first heard, and of those that
//! came in one answer by their order there. Never by text, place or our mapping. A picture never loses an event, so each
//! is new exactly once; only a summary goes and comes with its answers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::read;
use crate::model::{Channel, EventTime, Leg, Parcel, Rule, Source, Standing};

/// One event of one channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EventKey<'p> {
    channel: &'p Channel,
    time: EventTime,
    code: Option<&'p str>,
    leg: Option<&'p Leg>,
    /// A summary borrows the time of the event beside it.
    is_summary: bool,
    ordinal: usize,
}

/// The events of a picture, by entry.
#[derive(Debug)]
pub(super) struct Keys<'p>(Vec<Vec<EventKey<'p>>>);

impl<'p> Keys<'p> {
    pub(super) fn of(parcel: &'p Parcel) -> Self {
        let mut entries: Vec<Vec<EventKey<'p>>> = Vec::with_capacity(parcel.entries.len());
        let mut told = Vec::new();
        for (index, entry) in parcel.entries.iter().enumerate() {
            let mut keys = Vec::with_capacity(entry.witnesses.len());
            for (place, witness) in entry.witnesses.iter().enumerate() {
                let (time, code) = read::told(witness);
                let leg = read::told_leg(witness);
                let Source { channel, number, .. } = &*witness.source;
                let is_summary = witness.headline;
                // No place in the picture decides: that may change with what is heard of other events.
                let order = (witness.first_seen, number, witness.ordinal);
                told.push(((channel, time, code, leg, is_summary), order, index, place));
                keys.push(EventKey { channel, time, code, leg, is_summary, ordinal: 0 });
            }
            entries.push(keys);
        }
        told.sort();
        let mut ordinal = 0;
        for (before, after) in told.iter().zip(told.iter().skip(1)) {
            ordinal = if before.0 == after.0 { ordinal + 1 } else { 0 };
            let (_, _, index, place) = *after;
            if let Some(key) = entries.get_mut(index).and_then(|keys| keys.get_mut(place)) {
                key.ordinal = ordinal;
            }
        }
        Self(entries)
    }

    /// The keys of an entry's witnesses, in their order.
    pub(super) fn of_entry(&self, entry: usize) -> &[EventKey<'p>] {
        self.0.get(entry).map_or(&[], Vec::as_slice)
    }

    /// The entry that shares an event with these.
    pub(super) fn find(&self, keys: &[EventKey<'_>]) -> Option<usize> {
        let shares = |entry: &Vec<EventKey<'p>>| entry.iter().any(|own| keys.iter().any(|key| own == key));
        self.0.iter().position(shares)
    }
}

/// The events that a picture has heard of.
#[derive(Debug)]
pub(super) struct Known<'p> {
    all: BTreeSet<EventKey<'p>>,
    /// Those that lay in the future.
    ahead: BTreeSet<EventKey<'p>>,
}

impl<'p> Known<'p> {
    pub(super) fn of(parcel: &Parcel, keys: &Keys<'p>) -> Self {
        let (mut all, mut ahead) = (BTreeSet::new(), BTreeSet::new());
        for (entry, keys) in parcel.entries.iter().zip(&keys.0) {
            all.extend(keys.iter().cloned());
            if entry.rule == Some(Rule::FutureTime) {
                ahead.extend(keys.iter().cloned());
            }
        }
        Self { all, ahead }
    }

    pub(super) fn contains(&self, key: &EventKey<'p>) -> bool {
        self.all.contains(key)
    }

    /// Whether an event is known that had come by then.
    pub(super) fn counts(&self, key: &EventKey<'p>) -> bool {
        self.contains(key) && !self.ahead.contains(key)
    }
}

/// The text under which an entry's event goes into an identifier: that of the witness that stands first, an event's before
/// a summary's.
pub(super) fn entry_text(keys: &Keys<'_>, entry: usize) -> String {
    let mut text = String::new();
    if let Some(key) = keys.of_entry(entry).iter().min_by_key(|key| key.is_summary) {
        write_key(&mut text, key);
    }
    text
}

fn write_key(text: &mut String, key: &EventKey<'_>) {
    let EventKey { channel, time, code, leg, is_summary, ordinal } = key;
    let (code, leg) = (code.unwrap_or_default(), leg.map_or("", |leg| leg.as_str()));
    let _ = write!(text, "{channel}|{time}|{code}|{leg}|{ordinal}");
    if *is_summary {
        text.push_str("|summary");
    }
}

/// The tellings of a later picture that make it another one.
#[derive(Debug)]
pub(super) struct Turned {
    /// For an identifier.
    pub(super) text: String,
    /// The entries that they belong to.
    pub(super) entries: Vec<usize>,
    /// Whether all of them are events and new, so that this cannot come about a second time.
    pub(super) are_new: bool,
}

/// The tellings of the later picture that are new, or that count now and did not before or the other way round.
pub(super) fn turned(before: (&Parcel, &Keys<'_>), after: (&Parcel, &Keys<'_>)) -> Turned {
    let standings: BTreeMap<&EventKey<'_>, Standing> =
        tellings(before.0, before.1).map(|(_, key, standing)| (key, standing)).collect();
    let (mut texts, mut entries, mut are_new) = (Vec::new(), Vec::new(), true);
    for (entry, key, standing) in tellings(after.0, after.1) {
        let was = standings.get(key).copied();
        if was == Some(standing) {
            continue;
        }
        let mut text = String::new();
        write_key(&mut text, key);
        if was.is_some() {
            let _ = write!(text, "|{standing:?}");
        }
        are_new = are_new && was.is_none() && !key.is_summary;
        texts.push(text);
        entries.push(entry);
    }
    texts.sort();
    entries.dedup();
    Turned { text: texts.join("\n"), are_new: are_new && !entries.is_empty(), entries }
}

type Telling<'k, 'p> = (usize, &'k EventKey<'p>, Standing);

fn tellings<'k, 'p>(parcel: &'k Parcel, keys: &'k Keys<'p>) -> impl Iterator<Item = Telling<'k, 'p>> {
    parcel.entries.iter().enumerate().filter(|(_, entry)| !entry.headline).flat_map(|(index, entry)| {
        let of_entry = keys.of_entry(index).iter();
        of_entry.zip(&entry.witnesses).map(move |(key, witness)| (index, key, witness.standing))
    })
}
