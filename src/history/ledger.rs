//! All that one source ever said about one parcel.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::join::{Join, Latest, Newest, Sight, pairs};
use crate::model::{
    CarrierId, Delivery, Dimensions, Estimate, Event, EventTime, Headline, Leg, Location, NamedReference,
    Note, Personal, PickupPoint, RefusalKind, Related, Report, Shown, Zone,
};

/// By what an event is known again in a later answer: only what a rewording, a translation or a better mapping keeps.
///
/// Events without a code are numbered among those of their time, in the order of the answer. So are events with a
/// code that a source dates to the day only and that name different places: a parcel may well reach two depots on one
/// day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct EventKey {
    pub(super) time: EventTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) ordinal: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) leg: Option<Leg>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
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

/// An event in its latest wording, with its place among the moving events of the answer that told it last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wording {
    pub(super) event: Event,
    pub(super) index: u32,
}

/// Of two wordings told at the same time the greater one counts. Town and text are compared last, so that personal data
/// decide about nothing but themselves.
impl Ord for Wording {
    fn cmp(&self, other: &Self) -> Ordering {
        let public = |wording: &Self| {
            let event = &wording.event;
            let place = event.location.as_ref().map(|place| (place.country, place.region.clone()));
            let bare = Event { location: None, description: None, ..event.clone() };
            (bare, place, wording.index)
        };
        // Most wordings are told again unchanged.
        if self == other {
            return Ordering::Equal;
        }
        public(self).cmp(&public(other)).then_with(|| self.event.cmp(&other.event))
    }
}

impl PartialOrd for Wording {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// An event with when it was first told, and its latest wording, which dates its last sight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) first_seen: DateTime<Utc>,
    pub(super) latest: Latest<Wording>,
}

impl Told {
    pub(super) fn event(&self) -> &Event {
        &self.latest.value.event
    }

    pub(super) fn last_seen(&self) -> DateTime<Utc> {
        self.latest.at
    }
}

impl Join for Told {
    fn join(&mut self, other: Self) {
        self.first_seen = self.first_seen.min(other.first_seen);
        self.latest.join(other.latest);
    }
}

/// A headline's first sight, and beside which event and in which words it was told last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HeadlineSight {
    pub(super) first_seen: DateTime<Utc>,
    pub(super) latest: Latest<(Option<EventKey>, Option<Personal>)>,
}

impl Join for HeadlineSight {
    fn join(&mut self, other: Self) {
        self.first_seen = self.first_seen.min(other.first_seen);
        self.latest.join(other.latest);
    }
}

/// The complete answers that matter for withdrawals: when, how many moving events, and the oldest of them.
///
/// Of two answers the later one makes the earlier superfluous if it has at least as many events. What is left is a
/// staircase, later and smaller step by step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Step>", into = "Vec<Step>")]
pub(super) struct Answers(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) at: DateTime<Utc>,
    pub(super) count: u32,
    pub(super) oldest: Option<EventKey>,
}

impl From<Vec<Step>> for Answers {
    fn from(mut steps: Vec<Step>) -> Self {
        steps.sort();
        let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
        for step in steps {
            while kept.last().is_some_and(|last| last.count <= step.count) {
                kept.pop();
            }
            // Among answers of one moment the sort put the greatest last, so a smaller one never follows it.
            kept.push(step);
        }
        Self(kept)
    }
}

impl From<Answers> for Vec<Step> {
    fn from(answers: Answers) -> Self {
        answers.0
    }
}

impl Join for Answers {
    fn join(&mut self, other: Self) {
        let mut steps = std::mem::take(&mut self.0);
        steps.extend(other.0);
        *self = steps.into();
    }
}

impl Answers {
    /// The newest answer that has at least half of the most events ever seen in one.
    pub(super) fn newest_credible(&self) -> Option<&Step> {
        let most = self.0.first()?.count;
        self.0.iter().rev().find(|step| step.count.saturating_mul(2) >= most)
    }

    /// Whether the newest answer has become so poor that it is not believed.
    pub(super) fn newest_is_poor(&self) -> bool {
        self.0.last() != self.newest_credible()
    }
}

/// What a source says beside its events; of each fact the latest word that says anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Facts {
    pub(super) zone: Option<Latest<Zone>>,
    pub(super) carrier: Option<Latest<CarrierId>>,
    pub(super) delivery: Option<Latest<Delivery>>,
    pub(super) pickup: Option<Latest<PickupPoint>>,
    pub(super) service: Option<Latest<String>>,
    pub(super) weight_g: Option<Latest<u64>>,
    pub(super) dimensions: Option<Latest<Dimensions>>,
    pub(super) origin: Option<Latest<Location>>,
    pub(super) destination: Option<Latest<Location>>,
    pub(super) url: Option<Latest<Personal>>,
    pub(super) references: Option<Latest<Vec<NamedReference>>>,
    pub(super) notes: Option<Latest<Vec<Note>>>,
}

impl Join for Facts {
    fn join(&mut self, other: Self) {
        let Self {
            zone,
            carrier,
            delivery,
            pickup,
            service,
            weight_g,
            dimensions,
            origin,
            destination,
            url,
            references,
            notes,
        } = other;
        self.zone.join(zone);
        self.carrier.join(carrier);
        self.delivery.join(delivery);
        self.pickup.join(pickup);
        self.service.join(service);
        self.weight_g.join(weight_g);
        self.dimensions.join(dimensions);
        self.origin.join(origin);
        self.destination.join(destination);
        self.url.join(url);
        self.references.join(references);
        self.notes.join(notes);
    }
}

/// All that one source ever said about one parcel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Ledger {
    #[serde(with = "pairs")]
    pub(super) events: BTreeMap<EventKey, Told>,
    pub(super) answers: Answers,
    #[serde(with = "pairs")]
    pub(super) headlines: BTreeMap<Headline, HeadlineSight>,
    #[serde(with = "pairs")]
    pub(super) estimates: BTreeMap<Estimate, Sight>,
    #[serde(with = "pairs")]
    pub(super) related: BTreeMap<Related, Sight>,
    pub(super) facts: Facts,
    pub(super) answered: Option<Newest>,
    #[serde(with = "pairs")]
    pub(super) refusals: BTreeMap<RefusalKind, Newest>,
}

impl Join for Ledger {
    fn join(&mut self, other: Self) {
        let Self { events, answers, headlines, estimates, related, facts, answered, refusals } = other;
        self.events.join(events);
        self.answers.join(answers);
        self.headlines.join(headlines);
        self.estimates.join(estimates);
        self.related.join(related);
        self.facts.join(facts);
        self.answered.join(answered);
        self.refusals.join(refusals);
    }
}

impl Ledger {
    /// What one report says.
    pub(super) fn of_report(report: Report) -> Self {
        let at = report.fetched_at;
        let zone = report.zone;
        let events = keyed(report.events);
        let by_time = |(key, wording): &(EventKey, Wording)| {
            let span = wording.event.time.resolve(wording.event.location.as_ref(), zone);
            (span.middle(), wording.index, key.clone())
        };
        let moving = || events.iter().filter(|(_, wording)| wording.event.moves());
        let newest = moving().max_by_key(|entry| by_time(entry)).map(|(key, _)| key.clone());
        let oldest = moving().min_by_key(|entry| by_time(entry)).map(|(key, _)| key.clone());
        let count = u32::try_from(moving().count()).unwrap_or(u32::MAX);
        let answers =
            if report.complete { Answers(vec![Step { at, count, oldest }]) } else { Answers::default() };
        Self {
            answers,
            headlines: report
                .headline
                .map(|mut headline| {
                    // Known again without its words, as events are.
                    let words = headline.description.take();
                    (headline, HeadlineSight { first_seen: at, latest: Latest::new(at, (newest, words)) })
                })
                .into_iter()
                .collect(),
            estimates: report.estimate.map(|estimate| (estimate, Sight::at(at))).into_iter().collect(),
            related: report.related.into_iter().map(|related| (related, Sight::at(at))).collect(),
            facts: Facts {
                zone: zone.map(|value| Latest::new(at, value)),
                carrier: report.carrier.map(|value| Latest::new(at, value)),
                delivery: report.delivery.map(|value| Latest::new(at, value)),
                pickup: report.pickup.map(|value| Latest::new(at, value)),
                service: report.service.map(|value| Latest::new(at, value)),
                weight_g: report.weight_g.map(|value| Latest::new(at, value)),
                dimensions: report.dimensions.map(|value| Latest::new(at, value)),
                origin: report.origin.map(|value| Latest::new(at, value)),
                destination: report.destination.map(|value| Latest::new(at, value)),
                url: report.url.map(|value| Latest::new(at, value)),
                references: non_empty(report.references).map(|value| Latest::new(at, value)),
                notes: non_empty(report.notes).map(|value| Latest::new(at, value)),
            },
            answered: Some(Newest(at)),
            refusals: BTreeMap::new(),
            events: events
                .into_iter()
                .map(|(key, wording)| (key, Told { first_seen: at, latest: Latest::new(at, wording) }))
                .collect(),
        }
    }

    /// That the source refused.
    pub(super) fn of_refusal(kind: RefusalKind, at: DateTime<Utc>) -> Self {
        Self { refusals: BTreeMap::from([(kind, Newest(at))]), ..Self::default() }
    }
}

fn non_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    if list.is_empty() { None } else { Some(list) }
}

/// Gives each event of one answer its key. Repeats collapse: of two events with one key the greater wording stays, at
/// the earlier place.
fn keyed(events: Vec<Event>) -> Vec<(EventKey, Wording)> {
    let mut found: BTreeMap<EventKey, Wording> = BTreeMap::new();
    // How many different events a time (and code) has so far, and which number each of them got.
    let mut counts: BTreeMap<EventKey, u32> = BTreeMap::new();
    let mut numbers: BTreeMap<(EventKey, Difference), u32> = BTreeMap::new();
    // Places are counted in moving events, so that a notice shifts nothing.
    let mut index = 0_u32;
    for event in events {
        index = index.saturating_add(u32::from(event.moves()));
        // A leg that is not told is the forward one.
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
            Some(mine) if event > mine.event => mine.event = event,
            Some(_) => {}
            None => {
                found.insert(key, Wording { event, index });
            }
        }
    }
    found.into_iter().collect()
}

/// What tells two events of one answer apart that have the same time and code.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Without a code: anything.
    Event(Box<Event>),
    /// With a code, on the same day: the place.
    Place(Option<Location>),
}

impl Difference {
    fn of(event: &Event) -> Option<Self> {
        match (&event.code, event.time) {
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

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T00:00:00Z").parse().unwrap()
    }

    fn step(day: u32, count: u32) -> Step {
        Step { at: at(day), count, oldest: None }
    }

    #[test]
    fn answers_become_a_staircase_and_poor_ones_are_not_credible() {
        let answers = Answers::from(vec![step(5, 1), step(1, 3), step(3, 8), step(4, 5), step(2, 8)]);
        assert_eq!(answers.0, [step(3, 8), step(4, 5), step(5, 1)]);
        assert_eq!(answers.newest_credible(), Some(&step(4, 5)));
        assert!(answers.newest_is_poor());
        assert!(!Answers::default().newest_is_poor());
    }

    fn event(time: &str, code: Option<&str>, city: Option<&str>) -> Event {
        let mut event = Event::new(time.parse().unwrap(), in_transit::FACILITY_IN);
        event.code = code.map(Into::into);
        event.location = city.map(|city| Location { city: Some(city.into()), ..Location::default() });
        event
    }

    fn ordinals(events: &[Event]) -> Vec<(Option<String>, u32)> {
        keyed(events.to_vec()).into_iter().map(|(key, _)| (key.code, key.ordinal)).collect()
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
