//! Which event is which between two pictures.
//!
//! An event is known again by what a rewording, a translation or a second witness keeps: its channel, its time as told and
//! its code; of several that are alike in these, by the order in which they were first heard. Never by text, place or our
//! mapping. A picture never loses an event, so each is new exactly once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::read;
use crate::model::{Channel, EventTime, Parcel, Rule, Standing};

/// One event of one channel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EventKey<'p> {
    channel: &'p Channel,
    time: EventTime,
    code: Option<&'p str>,
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
                let channel = &witness.source.channel;
                let is_summary = witness.headline;
                told.push(((channel, time, code, is_summary), witness.first_seen, index, place));
                keys.push(EventKey { channel, time, code, is_summary, ordinal: 0 });
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

/// The text under which an entry's event goes into an identifier: that of the witness that stands first.
pub(super) fn entry_text(parcel: &Parcel, keys: &Keys<'_>, entry: usize) -> String {
    let mut text = String::new();
    let Some(key) = keys.of_entry(entry).first() else { return text };
    let leg = parcel.entries.get(entry).and_then(read::leg).map_or("", |leg| leg.as_str());
    write_key(&mut text, key, leg);
    text
}

fn write_key(text: &mut String, key: &EventKey<'_>, leg: &str) {
    let EventKey { channel, time, code, is_summary: _, ordinal } = key;
    let _ = write!(text, "{channel}|{time}|{}|{leg}|{ordinal}", code.unwrap_or_default());
}

/// The tellings of the later picture that are new, or that count now and did not before or the other way round: the text
/// for an identifier, and the entries.
pub(super) fn turned(before: (&Parcel, &Keys<'_>), after: (&Parcel, &Keys<'_>)) -> (String, Vec<usize>) {
    let standings: BTreeMap<&EventKey<'_>, Standing> =
        tellings(before.0, before.1).map(|(_, key, standing, _)| (key, standing)).collect();
    let (mut texts, mut entries) = (Vec::new(), Vec::new());
    for (entry, key, standing, last_seen) in tellings(after.0, after.1) {
        let was = standings.get(key).copied();
        if was == Some(standing) {
            continue;
        }
        let mut text = String::new();
        write_key(&mut text, key, "");
        if was.is_some() {
            // How often it was told until then tells one turn from the next.
            let _ = write!(text, "|{standing:?}|{last_seen}");
        }
        texts.push(text);
        entries.push(entry);
    }
    texts.sort();
    entries.dedup();
    (texts.join("\n"), entries)
}

type Telling<'k, 'p> = (usize, &'k EventKey<'p>, Standing, i64);

fn tellings<'k, 'p>(parcel: &'k Parcel, keys: &'k Keys<'p>) -> impl Iterator<Item = Telling<'k, 'p>> {
    parcel.entries.iter().enumerate().filter(|(_, entry)| !entry.headline).flat_map(|(index, entry)| {
        let of_entry = keys.of_entry(index).iter();
        of_entry
            .zip(&entry.witnesses)
            .map(move |(key, witness)| (index, key, witness.standing, witness.last_seen.timestamp()))
    })
}
