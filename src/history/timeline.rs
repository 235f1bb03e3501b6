//! From the tellings of several sources to one ordered timeline of entries.

use super::machine::{self, Run, Word};
use super::same;
use super::scan::{HeadlineTime, Scan, authority, leg_of};
use chrono::TimeDelta;

use crate::model::{Location, Meaning, Role, Rule, Span, Standing, Step, TimelineEntry, Witness};

/// Tellings folded and put in order, and what the machine made of them.
pub(super) struct Reading<'s, 'h> {
    groups: Vec<Group<'s, 'h>>,
    pub(super) run: Run,
}

/// Folds, orders and runs the tellings.
pub(super) fn read<'s, 'h>(scans: &'s [Scan<'h>]) -> Reading<'s, 'h> {
    let mut groups: Vec<Group<'s, 'h>> = same::fold(scans)
        .into_iter()
        .filter_map(|group| Group::of(group.into_iter().filter_map(|index| scans.get(index)).collect()))
        .collect();
    groups.sort_by(|a, b| a.first.position().cmp(&b.first.position()));
    let words: Vec<Option<Word>> = groups.iter().map(Group::word).collect();
    let run = machine::run(&words);
    Reading { groups, run }
}

impl Reading<'_, '_> {
    /// The time of what decided the state.
    pub(super) fn decided(&self) -> Option<Span> {
        Some(self.groups.get(self.run.decided_by?)?.first.span)
    }

    /// Whether the time of what delivered the parcel is only borrowed.
    pub(super) fn delivery_time_is_borrowed(&self) -> bool {
        let delivered = self.run.delivered_by.and_then(|index| self.groups.get(index));
        delivered.is_some_and(|group| group.first.headline == Some(HeadlineTime::Borrowed))
    }

    /// The timeline, oldest first.
    pub(super) fn entries(&self) -> Vec<TimelineEntry> {
        self.groups.iter().zip(&self.run.steps).map(|(group, step)| group.entry(*step)).collect()
    }
}

/// Tellings of one scan, the one to go by first.
struct Group<'s, 'h> {
    first: &'s Scan<'h>,
    /// All of them, the most trusted first.
    all: Vec<&'s Scan<'h>>,
}

/// How far ahead of the clock a scan may lie before it is taken for an announcement.
const FUTURE: TimeDelta = TimeDelta::minutes(15);

impl<'s, 'h> Group<'s, 'h> {
    fn of(mut all: Vec<&'s Scan<'h>>) -> Option<Self> {
        let trust = |scan: &Scan<'_>| std::cmp::Reverse(authority(&scan.source.role));
        let first = all.iter().copied().min_by(|a, b| {
            let by = |scan: &Scan<'h>| {
                let width = scan.span.latest() - scan.span.earliest();
                (!scan.counts(), scan.headline.is_some(), width, trust(scan))
            };
            by(a).cmp(&by(b)).then_with(|| (a.key, a.source).cmp(&(b.key, b.source)))
        })?;
        all.sort_by(|a, b| {
            (!a.counts(), trust(a), a.key, a.source).cmp(&(!b.counts(), trust(b), b.key, b.source))
        });
        Some(Self { first, all })
    }

    fn counted(&self) -> impl Iterator<Item = &'s Scan<'h>> {
        self.all.iter().copied().filter(|scan| scan.counts())
    }

    /// Those whose details are told: what was taken back tells none beside what counts.
    fn tellings(&self) -> impl Iterator<Item = &'s Scan<'h>> {
        self.all.iter().copied().filter(|scan| scan.counts() || !self.first.counts())
    }

    /// What the group says to the machine; nothing where none of it counts or it is a notice.
    fn word(&self) -> Option<Word> {
        let first = self.first;
        if !first.counts() || !first.event().moves() {
            return None;
        }
        let Meaning::State(state) = self.meaning().clone() else { return None };
        Some(Word {
            state,
            span: first.span,
            leg: leg_of(first.event()).clone(),
            authority: self.counted().map(|scan| authority(&scan.source.role)).max().unwrap_or_default(),
            by_user: self.counted().all(|scan| scan.source.role == Role::User),
            inferred: self.counted().all(|scan| scan.event().inferred),
            headline: self.counted().all(|scan| scan.headline == Some(HeadlineTime::Borrowed)),
            earlier_leg: first.earlier_leg,
            future: self.counted().all(|scan| {
                let heard = scan.told.last_seen().checked_add_signed(FUTURE).unwrap_or(scan.told.last_seen());
                scan.span.earliest() > heard
            }),
        })
    }

    /// The most telling meaning of those that count: one with a substatus, of the most trusted source.
    fn meaning(&self) -> &'h Meaning {
        let detailed =
            self.counted().find(|scan| scan.event().state().is_some_and(|s| s.substatus().is_some()));
        &detailed.unwrap_or(self.first).event().meaning
    }

    fn entry(&self, step: Option<(Step, Option<Rule>)>) -> TimelineEntry {
        let first = self.first.event();
        let of = |standing| {
            if self.all.iter().all(|scan| scan.standing == standing) { Some(standing) } else { None }
        };
        let standing = if self.first.counts() {
            Standing::Counted
        } else {
            of(Standing::Withdrawn).unwrap_or(Standing::Revoked)
        };
        let words = self.tellings().map(Scan::event).find(|event| event.description.is_some());
        TimelineEntry {
            time: first.time,
            span: self.first.span,
            meaning: self.meaning().clone(),
            reason: self.tellings().find_map(|scan| scan.event().reason.clone()),
            handed_to: self.tellings().find_map(|scan| scan.event().handed_to.clone()),
            location: self.location().cloned(),
            description: words.and_then(|event| event.description.clone()),
            language: words.and_then(|event| event.language.clone()),
            leg: first.leg.clone(),
            inferred: self.counted().all(|scan| scan.event().inferred) && first.inferred,
            headline: self.all.iter().all(|scan| scan.headline.is_some()),
            standing,
            step: step.map(|(step, _)| step),
            rule: step.and_then(|(_, rule)| rule),
            witnesses: self.all.iter().map(|scan| witness(scan)).collect(),
        }
    }

    fn location(&self) -> Option<&'h Location> {
        let places = self.tellings().filter_map(|scan| scan.event().location.as_ref());
        // Of equally detailed places the most trusted source's, which stands first, is kept.
        places.fold(None, |best, place| match best {
            Some(best) if best_is_enough(best, place) => Some(best),
            _ => Some(place),
        })
    }
}

fn best_is_enough(best: &Location, other: &Location) -> bool {
    best.detail() >= other.detail()
}

fn witness(scan: &Scan<'_>) -> Witness {
    let event = scan.event();
    Witness {
        source: scan.source.clone(),
        time: event.time,
        meaning: event.meaning.clone(),
        code: event.code.clone(),
        first_seen: scan.told.first_seen,
        last_seen: scan.told.last_seen(),
        standing: scan.standing,
    }
}
