//! Which tellings of different sources are the same physical scan?
//!
//! Two can be one if their legs do not contradict, their meanings are compatible, their times are within tolerance and
//! their places do not contradict. Pairs are joined nearest first; a group takes at most one event of each source, and
//! every two of its members must be able to be one (complete linkage), so chains of near misses do not grow together.

use std::sync::Arc;

use super::kind::Kind;
use super::scan::Scan;
use crate::model::{Location, Role, Status};

const MINUTE: i64 = 60_000_000;

/// How far apart two sources may time one scan, in microseconds: skewed clocks and rounding.
const TOLERANCE: i64 = 20 * MINUTE;

/// The same for the hand-over, which marketplaces often stamp with the moment they heard of it.
const HANDOVER_TOLERANCE: i64 = 12 * 60 * MINUTE;

/// How many tellings after one, in the order of time, are looked at. Ordinary parcels never come near it; it keeps the work
/// linear where somebody tells thousands of events of one day.
const NEIGHBOURS: usize = 256;

/// Which scans are one: each names the next of its group, and the last one the first.
pub(super) struct Groups {
    next: Vec<usize>,
}

/// Groups the scans, which stand in the order of time.
pub(super) fn fold(scans: &[&Scan<'_>]) -> Groups {
    let mut groups = Groups::apart(scans.len());
    let widest = scans.iter().map(|scan| (scan.to - scan.from) / 2).max().unwrap_or_default();
    let mut start = 0;
    while let Some((first, rest)) = scans.get(start..).and_then(<[_]>::split_first) {
        let mut reach = reach(first, widest);
        let is_near = |scan: &&&Scan<'_>| {
            let is_near = scan.middle() <= reach;
            reach = reach.max(self::reach(scan, widest));
            is_near
        };
        let end = start + 1 + rest.iter().take_while(is_near).count();
        groups.fold_cluster(start, scans.get(start..end).unwrap_or_default(), widest);
        start = end;
    }
    groups
}

/// Up to which middle others may be one with a scan, where none is vaguer than `widest` to either side.
fn reach(scan: &Scan<'_>, widest: i64) -> i64 {
    scan.middle() + (scan.to - scan.from) / 2 + widest + tolerance(scan.kind, false)
}

impl Groups {
    fn apart(len: usize) -> Self {
        Self { next: (0..len).collect() }
    }

    /// All of the group to which one belongs, beginning with itself.
    pub(super) fn members(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let after = move |at: &usize| self.next.get(*at).copied().filter(|next| *next != of);
        std::iter::successors(Some(of), after)
    }

    /// Groups what lies so near to each other in time that it may be one.
    fn fold_cluster(&mut self, start: usize, cluster: &[&Scan<'_>], widest: i64) {
        if cluster.len() < 2 {
            return;
        }
        // Mostly all of it is one. Then it does not matter which pairs are joined first.
        let is_ordinary = |scan: &&Scan<'_>| scan.moves() && !is_by_user(scan) && !is_special(scan);
        if cluster.iter().all(is_ordinary) && are_one(cluster) {
            (start + 1..start + cluster.len()).for_each(|at| self.next.swap(at - 1, at));
            return;
        }
        let mut inner = Self::apart(cluster.len());
        let mut both: Vec<&Scan<'_>> = Vec::new();
        for Pair { a, b, .. } in pairs(cluster, widest) {
            if inner.members(a).any(|member| member == b) {
                continue;
            }
            both.clear();
            both.extend(inner.members(a).chain(inner.members(b)).filter_map(|at| cluster.get(at)));
            if are_one(&both) {
                inner.next.swap(a, b);
            }
        }
        for (next, inner) in self.next.iter_mut().skip(start).zip(inner.next) {
            *next = start + inner;
        }
    }
}

/// Whether every two can be one scan. A source tells each scan once.
fn are_one(scans: &[&Scan<'_>]) -> bool {
    let (mut from, mut to) = (i64::MIN, i64::MAX);
    let (mut some_earlier_leg, mut all_earlier_leg) = (false, true);
    let mut common: Option<Kind> = None;
    for (before, scan) in scans.iter().enumerate() {
        let Some(kind) = common.map_or(Some(scan.kind), |common| common.and(scan.kind)) else { return false };
        if scans.iter().take(before).any(|other| Arc::ptr_eq(scan.source, other.source)) {
            return false;
        }
        common = Some(kind);
        (from, to) = (from.max(scan.from), to.min(scan.to));
        some_earlier_leg |= scan.earlier_leg;
        all_earlier_leg &= scan.earlier_leg;
    }
    let is_mixed = some_earlier_leg != all_earlier_leg;
    let places = || scans.iter().filter_map(|scan| scan.event().location.as_ref());
    common.is_some_and(|kind| from - to <= tolerance(kind, is_mixed))
        && agree(scans.iter().filter_map(|scan| scan.event().leg.as_ref()), |a, b| a == b)
        && agree(places().filter_map(|place| place.country), |a, b| a == b)
        && agree(places().filter_map(|place| place.city.as_deref()), Location::is_same_name)
        && agree(places().filter_map(|place| place.postal_code.as_deref()), Location::is_same_name)
}

/// Whether all that is told is the same: what is not told contradicts nothing.
fn agree<T: Copy>(mut told: impl Iterator<Item = T>, is_same: impl Fn(T, T) -> bool) -> bool {
    told.next().is_none_or(|first| told.all(|other| is_same(first, other)))
}

fn is_by_user(scan: &Scan<'_>) -> bool {
    scan.source.role == Role::User
}

/// Whether it names a leg or an event that it takes back.
fn is_special(scan: &Scan<'_>) -> bool {
    scan.event().leg.is_some() || scan.event().revokes.is_some()
}

/// Two scans of a cluster that may be one, the earlier first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// Twice the microseconds between the middles of what their times can mean, and one more where they differ otherwise.
    distance: i64,
    a: usize,
    b: usize,
}

/// All pairs that may be one, the nearest first. Ties are broken by what the events say and last by their place in time,
/// where a copy stands beside its original, so that a source which copies another one changes the order of no other pair.
fn pairs(cluster: &[&Scan<'_>], widest: i64) -> Vec<Pair> {
    let mut found = Vec::with_capacity(2 * cluster.len());
    for (a, one) in cluster.iter().enumerate() {
        let reach = reach(one, widest);
        for (b, other) in cluster.iter().enumerate().skip(a + 1).take(NEIGHBOURS) {
            let distance = other.middle() - one.middle();
            if other.middle() > reach {
                break;
            }
            if may_be_one(one, other) {
                let differs = distance != 0
                    || one.told.key() != other.told.key()
                    || one.event().meaning != other.event().meaning;
                found.push(Pair { distance: 2 * distance + i64::from(differs), a, b });
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether two tellings can be one scan, their places apart. What [`are_one`] does not ask is the same for all members of
/// a group.
fn may_be_one(one: &Scan<'_>, other: &Scan<'_>) -> bool {
    let is_mixed = one.earlier_leg != other.earlier_leg;
    one.kind.status == other.kind.status
        && (one.from - other.to).max(other.from - one.to) <= tolerance(one.kind, is_mixed)
        && !Arc::ptr_eq(one.source, other.source)
        && one.kind.and(other.kind).is_some()
        // A person's word is no scan, so it witnesses none.
        && is_by_user(one) == is_by_user(other)
        && one.event().revokes == other.event().revokes
        && agree([one, other].into_iter().filter_map(|scan| scan.event().leg.as_ref()), |a, b| a == b)
        && (one.moves() || is_same_notice(one, other))
}

/// What moves nothing is one only where the sources say the same thing at the same time, or by the same code.
fn is_same_notice(one: &Scan<'_>, other: &Scan<'_>) -> bool {
    let (a, b) = (one.event(), other.event());
    a.meaning == b.meaning && a.code == b.code && (a.code.is_some() || one.told.key() == other.told.key())
}

/// How far apart two may be. What a leg calls delivered when it hands over is not what others call delivered hours later.
fn tolerance(kind: Kind, is_mixed: bool) -> i64 {
    match kind.status {
        Some(Status::Delivered | Status::Returned) if !is_mixed => HANDOVER_TOLERANCE,
        _ => TOLERANCE,
    }
}
