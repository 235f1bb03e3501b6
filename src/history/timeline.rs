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
    /// The tellings of one entry after those of another, of each entry those that count first and the most trusted first.
    tellings: Vec<&'s Scan<'h>>,
    groups: Vec<Group<'s, 'h>>,
}

/// Tellings of one scan.
struct Group<'s, 'h> {
    /// The one to go by, and its place in time.
    first: &'s Scan<'h>,
    at: usize,
    tellings: Range<usize>,
}

/// Folds and runs the tellings, which stand in the order of time.
pub(super) fn read<'s, 'h>(scans: &'s [&'s Scan<'h>], precedence: Precedence) -> Reading<'s, 'h> {
    let same = same::fold(scans);
    let mut timeline =
        Timeline { tellings: Vec::with_capacity(scans.len()), groups: Vec::with_capacity(scans.len()) };
    let mut is_seen = vec![false; scans.len()];
    let mut members: Vec<(usize, &Scan<'_>)> = Vec::new();
    for at in 0..scans.len() {
        if is_seen.get(at) == Some(&true) {
            continue;
        }
        members.clear();
        for member in same.members(at) {
            members.extend(scans.get(member).map(|scan| (member, *scan)));
            if let Some(is_seen) = is_seen.get_mut(member) {
                *is_seen = true;
            }
        }
        members.sort_unstable_by_key(|(at, scan)| (by_trust(scan), *at));
        let Some(&(at, first)) = members.iter().min_by_key(|(at, scan)| (by_precision(scan), *at)) else {
            continue;
        };
        let start = timeline.tellings.len();
        timeline.tellings.extend(members.iter().map(|(_, scan)| *scan));
        timeline.groups.push(Group { first, at, tellings: start..timeline.tellings.len() });
    }
    // An entry stands where the telling to go by stands.
    timeline.groups.sort_unstable_by_key(|group| group.at);
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
fn by_precision(scan: &Scan<'_>) -> impl Ord + use<> {
    (!scan.counts(), scan.headline.is_some(), scan.to - scan.from, Reverse(scan.authority))
}

/// Those that count first, of them the most trusted first.
fn by_trust(scan: &Scan<'_>) -> impl Ord + use<> {
    (!scan.counts(), Reverse(scan.authority))
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
        let delivered = self.run.delivered_by.and_then(|index| self.timeline.groups.get(index));
        delivered.is_some_and(|group| group.first.headline == Some(HeadlineTime::Borrowed))
    }

    /// The entries, oldest first.
    pub(super) fn entries(&self) -> Vec<TimelineEntry> {
        let Self { timeline, run } = self;
        let numbered = timeline.groups.iter().enumerate().zip(&run.steps);
        numbered
            .map(|((index, group), step)| {
                let mut entry = timeline.entry(group);
                if index < run.begins {
                    if entry.standing == Standing::Counted {
                        entry.standing = Standing::EarlierParcel;
                    }
                } else if let Some((step, rule)) = *step {
                    entry.step = Some(step);
                    entry.rule = rule;
                }
                entry
            })
            .collect()
    }
}

impl<'s, 'h> Timeline<'s, 'h> {
    /// Moves what is told vaguely to where the order of its source's events puts it.
    fn settle_vague_times(&mut self) {
        if self.groups.iter().all(|group| group.first.from == group.first.to) {
            return;
        }
        let placed = |group: &Group<'s, 'h>| Placed {
            first: group.first,
            tellings: self.tellings(group).iter().copied().filter(|scan| scan.counts()).collect(),
        };
        let placed: Vec<Placed<'_>> = self.groups.iter().map(placed).collect();
        let mut order: Vec<(i64, usize)> = points(&placed).into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut groups: Vec<Option<Group<'_, '_>>> =
            std::mem::take(&mut self.groups).into_iter().map(Some).collect();
        self.groups = order.into_iter().filter_map(|(_, at)| groups.get_mut(at)?.take()).collect();
    }

    fn tellings(&self, group: &Group<'s, 'h>) -> &[&'s Scan<'h>] {
        self.tellings.get(group.tellings.clone()).unwrap_or_default()
    }

    /// Those that count and those that do not.
    fn parted(&self, group: &Group<'s, 'h>) -> (&[&'s Scan<'h>], &[&'s Scan<'h>]) {
        let all = self.tellings(group);
        all.split_at(all.iter().take_while(|scan| scan.counts()).count())
    }

    /// Whether those who tell it still are overruled by a better source that told it and took it back. Only about an end:
    /// what happened on the way happened, also where a carrier keeps its last scans only.
    fn overruled(&self, group: &Group<'s, 'h>) -> Option<Standing> {
        if group.tellings.len() < 2 || !group.first.kind.status.is_some_and(Status::is_final) {
            return None;
        }
        let (counted, rest) = self.parted(group);
        let taken_back = rest.iter().max_by_key(|scan| scan.authority)?;
        let counted = counted.iter().map(|scan| scan.authority).max()?;
        (counted < taken_back.authority).then_some(taken_back.standing)
    }

    fn word(&self, group: &Group<'s, 'h>) -> Option<Word<'s>> {
        if self.overruled(group).is_some() {
            return None;
        }
        word(group.first, self.parted(group).0.iter().copied())
    }

    fn entry(&self, group: &Group<'s, 'h>) -> TimelineEntry {
        let (all, (counted, _)) = (self.tellings(group), self.parted(group));
        let standing = match group.first.standing {
            Standing::Counted => self.overruled(group).unwrap_or(Standing::Counted),
            _ if all.iter().all(|scan| scan.standing == Standing::Withdrawn) => Standing::Withdrawn,
            _ => Standing::Revoked,
        };
        let event = group.first.event();
        TimelineEntry {
            time: event.time,
            span: group.first.span,
            inferred: event.inferred && counted.iter().all(|scan| scan.event().inferred),
            headline: all.iter().all(|scan| scan.headline.is_some()),
            standing,
            step: None,
            rule: None,
            witnesses: all.iter().map(|scan| witness(scan)).collect(),
            told: Arc::clone(&group.first.told.event),
        }
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
        ordinal: scan.told.ordinal(),
    }
}
