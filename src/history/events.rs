//! The events of one source, each known again in later answers by its key.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::join::{Join, Latest};
use super::kind::Kind;
use crate::model::{Event, EventTime, Leg, Location, Shown, Span};

/// By what an event is known again in a later answer: only what a rewording, a translation or a better mapping keeps.
///
/// Events without a code are numbered among those of their time, in the order of the answer. So are events with a
/// code that a source dates to the day only and that name different places: a parcel may well reach two depots on one
/// day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct EventKey {
    time: EventTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<CompactString>,
    #[serde(default, skip_serializing_if = "is_zero")]
    ordinal: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    leg: Option<Leg>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl EventKey {
    pub(super) fn view(&self) -> Key<'_> {
        let Self { time, code, ordinal, leg } = self;
        Key { time: *time, code: code.as_deref(), ordinal: *ordinal, leg: leg.as_ref() }
    }
}

impl fmt::Debug for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { time, code, ordinal, leg } = self;
        f.debug_struct("EventKey")
            .field("time", &format_args!("{time}"))
            .field("code", &code.as_deref().map(Shown))
            .field("ordinal", ordinal)
            .field("leg", leg)
            .finish()
    }
}

/// The same, read from an event that is at hand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    time: EventTime,
    code: Option<&'a str>,
    ordinal: u32,
    leg: Option<&'a Leg>,
}

impl Key<'_> {
    fn owned(self) -> EventKey {
        let Self { time, code, ordinal, leg } = self;
        EventKey { time, code: code.map(Into::into), ordinal, leg: leg.cloned() }
    }
}

/// The ends of the calendar, in microseconds from 1970.
const END: i64 = 1 << 60;

/// A moment in microseconds since 1970; at the ends of the calendar so that the difference of any two can be told.
pub(super) fn micros(time: DateTime<Utc>) -> i64 {
    time.timestamp_micros().clamp(-END, END)
}

/// An event with when it was first and last told, and its latest wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) event: Arc<Event>,
    /// Its place among the moving events of the answer that told it last.
    pub(super) index: u32,
    ordinal: u32,
    pub(super) first_seen: DateTime<Utc>,
    pub(super) last_seen: DateTime<Utc>,
    /// What its time means, as far as the event itself tells, also in microseconds since 1970.
    pub(super) span: Span,
    pub(super) from: i64,
    pub(super) to: i64,
    /// When it was first and last told, in microseconds since 1970.
    pub(super) first_micros: i64,
    pub(super) last_micros: i64,
    pub(super) kind: Kind,
}

impl Told {
    pub(super) fn new(event: Event, index: u32, ordinal: u32, at: DateTime<Utc>) -> Self {
        Self::of_wording(Wording { event: Arc::new(event), index }, ordinal, at, at)
    }

    /// The same, first told at another time.
    pub(super) fn since(self, first_seen: DateTime<Utc>) -> Self {
        Self { first_seen, first_micros: micros(first_seen), ..self }
    }

    fn of_wording(
        wording: Wording,
        ordinal: u32,
        first_seen: DateTime<Utc>,
        last_seen: DateTime<Utc>,
    ) -> Self {
        let Wording { event, index } = wording;
        let span = event.time.resolve(event.location.as_ref(), None);
        let kind = Kind::of(&event);
        let (from, to) = (micros(span.earliest()), micros(span.latest()));
        let (first_micros, last_micros) = (micros(first_seen), micros(last_seen));
        Self { event, index, ordinal, first_seen, last_seen, span, from, to, first_micros, last_micros, kind }
    }

    /// Its number among what one answer tells with its time and code.
    pub(super) fn ordinal(&self) -> u32 {
        self.ordinal
    }

    pub(super) fn key(&self) -> Key<'_> {
        let Event { time, code, leg, .. } = &*self.event;
        // A leg that is not told is the forward one.
        let leg = leg.as_ref().filter(|leg| **leg != Leg::Forward);
        Key { time: *time, code: code.as_deref(), ordinal: self.ordinal, leg }
    }

    pub(super) fn owned_key(&self) -> EventKey {
        self.key().owned()
    }
}

/// Of two wordings told at the same time the greater one counts. Town and text are compared last, so that personal data
/// decide about nothing but themselves.
fn compare_wordings(a: &Told, b: &Told) -> Ordering {
    // Most wordings are told again unchanged.
    if a.index == b.index && (Arc::ptr_eq(&a.event, &b.event) || a.event == b.event) {
        return Ordering::Equal;
    }
    let public = |told: &Told| {
        let event = &told.event;
        let place = event.location.as_ref().map(|place| (place.country, place.region.clone()));
        let bare = Event { location: None, description: None, ..Event::clone(event) };
        (bare, place, told.index)
    };
    public(a).cmp(&public(b)).then_with(|| a.event.cmp(&b.event))
}

impl Join for Told {
    fn join(&mut self, other: Self) {
        let first_seen = self.first_seen.min(other.first_seen);
        let first_micros = self.first_micros.min(other.first_micros);
        let newer = other.last_seen.cmp(&self.last_seen).then_with(|| compare_wordings(&other, self));
        if newer == Ordering::Greater {
            *self = other;
        }
        (self.first_seen, self.first_micros) = (first_seen, first_micros);
    }
}

/// All events that a source ever told, sorted by key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(EventKey, Record)>", into = "Vec<(EventKey, Record)>")]
pub(super) struct Events(Vec<Keyed>);

/// An event, with what decides nearly always about its place right at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Keyed {
    rank: u64,
    told: Arc<Told>,
}

/// A number that grows as times do in their own order: instants before wall clocks before days.
fn rank(time: EventTime) -> u64 {
    let (form, local) = match time {
        EventTime::Instant(time) => (0, time.local()),
        EventTime::Local(local) => (1, local),
        EventTime::Day(day) => (2, day.and_time(NaiveTime::MIN)),
    };
    (form << 62) | (micros(local.and_utc()) + END).unsigned_abs()
}

impl Keyed {
    fn by_key(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank).then_with(|| self.told.key().cmp(&other.told.key()))
    }
}

impl Events {
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &Told> {
        self.0.iter().map(|keyed| &*keyed.told)
    }

    pub(super) fn get(&self, key: &EventKey) -> Option<&Told> {
        let (rank, key) = (rank(key.time), key.view());
        let by_key = |keyed: &Keyed| keyed.rank.cmp(&rank).then_with(|| keyed.told.key().cmp(&key));
        let place = self.0.binary_search_by(by_key).ok()?;
        self.0.get(place).map(|keyed| &*keyed.told)
    }

    /// Adds others without putting them in their places; [`settle`](Self::settle) does.
    pub(super) fn append(&mut self, mut other: Self) {
        if self.0.is_empty() {
            *self = other;
        } else {
            self.0.append(&mut other.0);
        }
    }

    /// Puts all in their places. What was told several times is joined.
    pub(super) fn settle(&mut self) {
        // Finds what is in order already, and merges it.
        self.0.sort_by(Keyed::by_key);
        self.0.dedup_by(|next, kept| {
            let is_same = kept.rank == next.rank && kept.told.key() == next.told.key();
            if is_same {
                Arc::make_mut(&mut kept.told).join(Told::clone(&next.told));
            }
            is_same
        });
    }
}

impl FromIterator<Told> for Events {
    fn from_iter<I: IntoIterator<Item = Told>>(events: I) -> Self {
        let keyed = |told: Told| Keyed { rank: rank(told.event.time), told: Arc::new(told) };
        let mut events = Self(events.into_iter().map(keyed).collect());
        events.settle();
        events
    }
}

impl Join for Events {
    fn join(&mut self, other: Self) {
        let is_news = !self.0.is_empty() && !other.0.is_empty();
        self.append(other);
        if is_news {
            self.settle();
        }
    }
}

/// The form in which an event is kept beside its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Record {
    first_seen: DateTime<Utc>,
    latest: Latest<Wording>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Wording {
    event: Arc<Event>,
    index: u32,
}

impl From<Vec<(EventKey, Record)>> for Events {
    fn from(records: Vec<(EventKey, Record)>) -> Self {
        let told = |(key, Record { first_seen, latest }): (EventKey, Record)| {
            Told::of_wording(latest.value, key.ordinal, first_seen, latest.at)
        };
        records.into_iter().map(told).collect()
    }
}

impl From<Events> for Vec<(EventKey, Record)> {
    fn from(events: Events) -> Self {
        let record = |Keyed { told, .. }: Keyed| {
            let key = told.owned_key();
            let Told { event, index, first_seen, last_seen, .. } = Arc::unwrap_or_clone(told);
            (key, Record { first_seen, latest: Latest::new(last_seen, Wording { event, index }) })
        };
        events.0.into_iter().map(record).collect()
    }
}

/// Gives each event of one answer its key. Repeats collapse: of two events with one key the greater wording stays, at
/// the earlier place.
pub(super) fn keyed(events: Vec<Event>, at: DateTime<Utc>) -> Vec<Told> {
    let mut found: BTreeMap<EventKey, (Event, u32)> = BTreeMap::new();
    // How many different events a time (and code) has so far, and which number each of them got.
    let mut counts: BTreeMap<EventKey, u32> = BTreeMap::new();
    let mut numbers: BTreeMap<(EventKey, Difference), u32> = BTreeMap::new();
    // Places are counted in moving events, so that a notice shifts nothing.
    let mut index = 0_u32;
    for event in events {
        index = index.saturating_add(u32::from(event.moves()));
        let leg = event.leg.clone().filter(|leg| *leg != Leg::Forward);
        let mut key = EventKey { time: event.time, code: event.code.clone(), ordinal: 0, leg };
        if let Some(difference) = Difference::of(&event) {
            key.ordinal = *numbers.entry((key.clone(), difference)).or_insert_with(|| {
                let count = counts.entry(key.clone()).or_default();
                *count += 1;
                *count - 1
            });
        }
        match found.get_mut(&key) {
            Some((mine, _)) if event > *mine => *mine = event,
            Some(_) => {}
            None => {
                found.insert(key, (event, index));
            }
        }
    }
    found.into_iter().map(|(key, (event, index))| Told::new(event, index, key.ordinal, at)).collect()
}

/// What tells two events of one answer apart that have the same time and code.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Without a code: anything but the words.
    Event(Box<Event>),
    /// With a code, on the same day: the place.
    Place(Option<Location>),
}

impl Difference {
    fn of(event: &Event) -> Option<Self> {
        match (&event.code, event.time) {
            // The same said in other words is no other scan. Of a message the words are all there is.
            (None, _) if event.moves() => {
                Some(Self::Event(Box::new(Event { description: None, language: None, ..event.clone() })))
            }
            (None, _) => Some(Self::Event(Box::new(event.clone()))),
            (Some(_), EventTime::Day(_)) => Some(Self::Place(event.location.clone())),
            (Some(_), EventTime::Instant(_) | EventTime::Local(_)) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::state::in_transit;

    fn event(time: &str, code: Option<&str>, city: Option<&str>) -> Event {
        let mut event = Event::new(time.parse().unwrap(), in_transit::FACILITY_IN);
        event.code = code.map(Into::into);
        event.location = city.map(|city| Location { city: Some(city.into()), ..Location::default() });
        event
    }

    fn ordinals(events: &[Event]) -> Vec<(Option<CompactString>, u32)> {
        let told = keyed(events.to_vec(), "2026-11-22T00:00:00Z".parse().unwrap());
        told.into_iter().map(|told| (told.event.code.clone(), told.ordinal)).collect()
    }

    #[test]
    fn repeats_in_an_answer_collapse_and_different_events_stay() {
        let time = "2026-11-21T10:00:00Z";
        let coded = [event(time, Some("A"), Some("Bonn")), event(time, Some("A"), Some("Köln"))];
        assert_eq!(ordinals(&coded), [(Some("A".into()), 0)]);
        let bare = [
            event(time, None, Some("Bonn")),
            event(time, None, Some("Köln")),
            event(time, None, Some("Bonn")),
        ];
        assert_eq!(ordinals(&bare), [(None, 0), (None, 1)]);
        let day = "2026-11-21";
        let days = [
            event(day, Some("A"), Some("Bonn")),
            event(day, Some("A"), Some("Köln")),
            event(day, Some("A"), Some("Bonn")),
        ];
        assert_eq!(ordinals(&days), [(Some("A".into()), 0), (Some("A".into()), 1)]);
    }
}
