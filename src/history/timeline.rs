//! From the tellings of several sources to one ordered timeline of entries.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

use super::clock::FUTURE;
use super::machine::{self, Precedence, Run, Word};
use super::same;
use super::scan::{HeadlineTime, Scan};
use super::sequence::{Placed, points};
use crate::model::{Leg, Role, Standing, Status, TimelineEntry, Witness};

/// The timeline, and what the machine made of it.
pub(super) struct Reading<'s, 'h> {
    timeline: Timeline<'s, 'h>,
    pub(super) run: Run,
}

/// Tellings folded and put in order.
struct Timeline<'s, 'h> {
    scans: &'s [&'s Scan<'h>],
    /// The tellings of one entry after those of another, of each entry those that count first and the most trusted first.
    tellings: Vec<usize>,
    groups: Vec<Group>,
}

/// Tellings of one scan.
struct Group {
    /// The one to go by.
    first: usize,
    tellings: Range<usize>,
}

/// Folds and runs the tellings, which stand in the order of time.
pub(super) fn read<'s, 'h>(scans: &'s [&'s Scan<'h>], precedence: Precedence) -> Reading<'s, 'h> {
    let same = same::fold(scans);
    let mut tellings: Vec<usize> = Vec::with_capacity(scans.len());
    let mut groups: Vec<Group> = Vec::with_capacity(scans.len());
    let mut is_seen = vec![false; scans.len()];
    for at in 0..scans.len() {
        if is_seen.get(at) == Some(&true) {
            continue;
        }
        let start = tellings.len();
        for member in same.members(at) {
            tellings.push(member);
            if let Some(is_seen) = is_seen.get_mut(member) {
                *is_seen = true;
            }
        }
        let Some(all) = tellings.get_mut(start..) else { continue };
        all.sort_unstable_by_key(|index| by_trust(scans, *index));
        let Some(first) = all.iter().copied().min_by_key(|index| by_precision(scans, *index)) else { continue };
        groups.push(Group { first, tellings: start..tellings.len() });
    }
    // An entry stands where the telling to go by stands.
    groups.sort_unstable_by_key(|group| group.first);
    let mut timeline = Timeline { scans, tellings, groups };
    timeline.settle_vague_times();
    let words: Vec<Option<Word<'_>>> = timeline.groups.iter().map(|group| timeline.word(group)).collect();
    let run = machine::run(&words, precedence);
    Reading { timeline, run }
}

/// What one source says alone: nothing is folded.
pub(super) fn alone(scans: &[&Scan<'_>]) -> Run {
    machine::run(&words(scans), Precedence::Newest)
}

/// What each scan says to the machine, if nothing is folded.
pub(super) fn words<'s>(scans: &'s [&'s Scan<'_>]) -> Vec<Option<Word<'s>>> {
    let counted = |scan: &'s Scan<'_>| std::iter::once(scan).filter(|scan| scan.counts());
    scans.iter().map(|scan| word(scan, counted(scan))).collect()
}

/// The telling to go by comes first: one that counts before one that does not, a scan before a summary, an exact time
/// before a vague one, a trusted source before others.
fn by_precision(scans: &[&Scan<'_>], index: usize) -> impl Ord + use<> {
    let scan = scans.get(index);
    let width = scan.map(|scan| (!scan.counts(), scan.headline.is_some(), scan.to - scan.from));
    (width, by_trust(scans, index))
}

/// Those that count first, of them the most trusted first, of them the earliest.
fn by_trust(scans: &[&Scan<'_>], index: usize) -> (Option<(bool, Reverse<u8>)>, usize) {
    (scans.get(index).map(|scan| (!scan.counts(), Reverse(scan.authority))), index)
}

/// What tellings of one scan say to the machine, of which `first` is the one to go by and `counted` are those that
/// count, the most trusted first; nothing where it is a notice or none counts.
fn word<'s, 'h: 's>(first: &'s Scan<'h>, counted: impl Iterator<Item = &'s Scan<'h>>) -> Option<Word<'s>> {
    let event = first.event();
    if !first.counts() || !first.moves() {
        return None;
    }
    let known = match first.headline {
        Some(HeadlineTime::Borrowed) => first.to.max(first.told.last_micros),
        _ => first.to,
    };
    let mut word = Word {
        state: event.state()?,
        span: &first.span,
        from: first.from,
        to: first.to,
        known,
        is_return: false,
        authority: 0,
        by_user: true,
        inferred: true,
        headline: true,
        earlier_leg: false,
        future: true,
    };
    let (mut is_detailed, mut names_leg) = (false, false);
    let (mut some_earlier_leg, mut all_earlier_leg) = (false, true);
    for scan in counted {
        let event = scan.event();
        if let Some(state) = event.state().filter(|state| !is_detailed && state.substatus().is_some()) {
            (word.state, is_detailed) = (state, true);
        }
        if let Some(leg) = event.leg.as_ref().filter(|_| !names_leg) {
            (word.is_return, names_leg) = (*leg == Leg::Return, true);
        }
        word.authority = word.authority.max(scan.authority);
        word.by_user &= scan.source.role == Role::User;
        word.inferred &= event.inferred;
        word.headline &= scan.headline == Some(HeadlineTime::Borrowed);
        word.future &= scan.from.saturating_sub(FUTURE) > scan.told.last_micros;
        some_earlier_leg |= scan.earlier_leg;
        all_earlier_leg &= scan.earlier_leg;
    }
    word.earlier_leg = match word.state.status() {
        // What one leg's carrier calls a hand-over is one for all who tell it.
        Status::Delivered => some_earlier_leg,
        _ => all_earlier_leg,
    };
    Some(word)
}

impl Reading<'_, '_> {
    /// Whether the time of what delivered the parcel is only borrowed.
    pub(super) fn delivery_time_is_borrowed(&self) -> bool {
        let Timeline { scans, groups, .. } = &self.timeline;
        let delivered = self.run.delivered_by.and_then(|index| scans.get(groups.get(index)?.first));
        delivered.is_some_and(|scan| scan.headline == Some(HeadlineTime::Borrowed))
    }

    /// The entries, oldest first.
    pub(super) fn entries(&self) -> Vec<TimelineEntry> {
        let Self { timeline, run } = self;
        let numbered = timeline.groups.iter().enumerate().zip(&run.steps);
        numbered
            .filter_map(|((index, group), step)| {
                let mut entry = timeline.entry(group)?;
                if index < run.begins {
                    if entry.standing == Standing::Counted {
                        entry.standing = Standing::EarlierParcel;
                    }
                } else if let Some((step, rule)) = *step {
                    entry.step = Some(step);
                    entry.rule = rule;
                }
                Some(entry)
            })
            .collect()
    }
}

impl<'s, 'h> Timeline<'s, 'h> {
    /// Moves what is told vaguely to where the order of its source's events puts it.
    fn settle_vague_times(&mut self) {
        let first = |group: &Group| self.scans.get(group.first).copied();
        if self.groups.iter().filter_map(first).all(|first| first.from == first.to) {
            return;
        }
        let placed = |group: &Group| {
            let tellings = self.tellings(group).filter(|scan| scan.counts()).collect();
            Some(Placed { first: first(group)?, tellings })
        };
        let placed: Vec<Placed<'_>> = self.groups.iter().filter_map(placed).collect();
        let mut order: Vec<(i64, usize)> = points(&placed).into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut groups: Vec<Option<Group>> = std::mem::take(&mut self.groups).into_iter().map(Some).collect();
        self.groups = order.into_iter().filter_map(|(_, at)| groups.get_mut(at)?.take()).collect();
    }

    fn tellings(&self, group: &Group) -> impl Iterator<Item = &'s Scan<'h>> + Clone {
        let scans = self.scans;
        let all = self.tellings.get(group.tellings.clone()).unwrap_or_default();
        all.iter().filter_map(move |index| scans.get(*index).copied())
    }

    /// Whether those who tell it still are overruled by a better source that told it and took it back. Only about an end:
    /// what happened on the way happened, also where a carrier keeps its last scans only.
    fn overruled(&self, group: &Group) -> Option<Standing> {
        let first = self.scans.get(group.first)?;
        if group.tellings.len() < 2 || !first.kind.status.is_some_and(Status::is_final) {
            return None;
        }
        let weight = |scan: &&Scan<'_>| scan.authority;
        let taken_back = self.tellings(group).filter(|scan| !scan.counts()).max_by_key(weight)?;
        let counted =
            self.tellings(group).take_while(|scan| scan.counts()).map(|scan| weight(&scan)).max()?;
        (counted < weight(&taken_back)).then_some(taken_back.standing)
    }

    fn word(&self, group: &Group) -> Option<Word<'s>> {
        if self.overruled(group).is_some() {
            return None;
        }
        word(self.scans.get(group.first)?, self.tellings(group).take_while(|scan| scan.counts()))
    }

    fn entry(&self, group: &Group) -> Option<TimelineEntry> {
        let first = self.scans.get(group.first)?;
        let mut counted = self.tellings(group).take_while(|scan| scan.counts());
        let standing = match first.standing {
            Standing::Counted => self.overruled(group).unwrap_or(Standing::Counted),
            _ if self.tellings(group).all(|scan| scan.standing == Standing::Withdrawn) => Standing::Withdrawn,
            _ => Standing::Revoked,
        };
        let mut witnesses = Vec::with_capacity(group.tellings.len());
        witnesses.extend(self.tellings(group).map(witness));
        Some(TimelineEntry {
            time: first.event().time,
            span: first.span,
            inferred: first.event().inferred && counted.all(|scan| scan.event().inferred),
            headline: self.tellings(group).all(|scan| scan.headline.is_some()),
            standing,
            step: None,
            rule: None,
            witnesses,
            told: Arc::clone(&first.told.event),
        })
    }
}

fn witness(scan: &Scan<'_>) -> Witness {
    Witness {
        source: Arc::clone(scan.source),
        event: Arc::clone(&scan.told.event),
        first_seen: scan.told.first_seen,
        last_seen: scan.told.last_seen,
        standing: scan.standing,
        headline: scan.headline.is_some(),
    }
}
