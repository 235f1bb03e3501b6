//! All that one source ever said about one parcel.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::events::{EventKey, Events, Told, keyed};
use super::join::{Join, Latest, Newest, Sight, pairs};
use crate::model::{
    CarrierId, Delivery, Dimensions, Estimate, Headline, Location, NamedReference, Note, Personal,
    PickupPoint, RefusalKind, Related, Report, Span, Zone,
};

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
    pub(super) pickup: Option<Latest<Box<PickupPoint>>>,
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
    pub(super) events: Events,
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

impl Join for Box<Ledger> {
    fn join(&mut self, other: Self) {
        self.append(other);
        self.settle();
    }
}

impl Ledger {
    /// Joins another one but for the order of events, so that many can be joined with one [`settle`](Self::settle).
    pub(super) fn append(&mut self, other: Box<Self>) {
        let Self { events, answers, headlines, estimates, related, facts, answered, refusals } = *other;
        self.events.append(events);
        self.answers.join(answers);
        self.headlines.join(headlines);
        self.estimates.join(estimates);
        self.related.join(related);
        self.facts.join(facts);
        self.answered.join(answered);
        self.refusals.join(refusals);
    }

    pub(super) fn settle(&mut self) {
        self.events.settle();
    }

    /// What one report says.
    pub(super) fn of_report(report: Report) -> Self {
        let at = report.fetched_at;
        let zone = report.zone;
        let events = keyed(report.events, at);
        let by_time = |told: &&Told| (at_home(told.span, zone).middle(), told.index, told.owned_key());
        let moving = || events.iter().filter(|told| told.event.moves());
        let newest = moving().max_by_key(by_time).map(Told::owned_key);
        let oldest = moving().min_by_key(by_time).map(Told::owned_key);
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
            events: events.into_iter().collect(),
        }
    }

    /// That the source refused.
    pub(super) fn of_refusal(kind: RefusalKind, at: DateTime<Utc>) -> Self {
        Self { refusals: BTreeMap::from([(kind, Newest(at))]), ..Self::default() }
    }
}

/// A span of a source that writes in this zone.
pub(super) fn at_home(span: Span, zone: Option<Zone>) -> Span {
    zone.map_or(span, |zone| span.at_home(zone))
}

fn non_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    if list.is_empty() { None } else { Some(list) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
