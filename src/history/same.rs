//! Which tellings of different sources are the same physical scan?
//!
//! Two can be one if their legs do not contradict, their meanings are compatible, their times are within tolerance and
//! their places do not contradict. Pairs are joined nearest first; a group takes at most one event of each source, and
//! every two of its members must be able to be one (complete linkage), so chains of near misses do not grow together.

use std::sync::Arc;

use super::kind::Kind;
use super::scan::Scan;
use crate::model::{Country, Leg, Location, Role, Source, Status};

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

impl Groups {
    /// All of the group to which one belongs, beginning with itself.
    pub(super) fn members(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let after = move |at: &usize| self.next.get(*at).copied().filter(|next| *next != of);
        std::iter::successors(Some(of), after)
    }
}

/// Groups the scans, which stand in the order of time.
pub(super) fn fold(scans: &[&Scan<'_>]) -> Groups {
    let mut groups = Groups { next: (0..scans.len()).collect() };
    let mut group_of: Vec<usize> = (0..scans.len()).collect();
    let mut common: Vec<Common<'_>> = scans.iter().map(|scan| Common::of(scan)).collect();
    for Pair { a, b, .. } in pairs(scans) {
        let (a, b) = (a as usize, b as usize);
        let (Some(&one), Some(&other)) = (group_of.get(a), group_of.get(b)) else { continue };
        if one == other || shares_source(scans, &groups, a, b) {
            continue;
        }
        let Some(theirs) = common.get(other).copied() else { continue };
        if !common.get_mut(one).is_some_and(|mine| mine.takes(&theirs)) {
            continue;
        }
        for member in groups.members(b) {
            if let Some(group) = group_of.get_mut(member) {
                *group = one;
            }
        }
        groups.next.swap(a, b);
    }
    groups
}

/// Whether a source stands in both groups.
fn shares_source(scans: &[&Scan<'_>], groups: &Groups, a: usize, b: usize) -> bool {
    groups.members(a).filter_map(|mine| scans.get(mine)).any(|mine| {
        let theirs = groups.members(b).filter_map(|other| scans.get(other));
        theirs.into_iter().any(|other| Arc::ptr_eq(mine.source, other.source))
    })
}

/// What the members of a group have in common: to fit this is to fit every one of them.
#[derive(Clone, Copy)]
struct Common<'h> {
    kind: Kind,
    /// The latest beginning and the earliest end of what their times can mean.
    from: i64,
    to: i64,
    /// A leg that is not told may be any.
    leg: Option<&'h Leg>,
    country: Option<Country>,
    city: Option<&'h str>,
    postal_code: Option<&'h str>,
    /// Some of them, or all, belong to a leg that another one follows.
    some_earlier_leg: bool,
    all_earlier_leg: bool,
}

impl<'h> Common<'h> {
    fn of(scan: &Scan<'h>) -> Self {
        let place = scan.event().location.as_ref();
        Self {
            kind: scan.kind,
            from: scan.from,
            to: scan.to,
            leg: scan.event().leg.as_ref(),
            some_earlier_leg: scan.earlier_leg,
            all_earlier_leg: scan.earlier_leg,
            country: place.and_then(|place| place.country),
            city: place.and_then(|place| place.city.as_deref()),
            postal_code: place.and_then(|place| place.postal_code.as_deref()),
        }
    }

    /// Adds another group, if both can be one.
    fn takes(&mut self, other: &Self) -> bool {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        let some_earlier_leg = self.some_earlier_leg || other.some_earlier_leg;
        let all_earlier_leg = self.all_earlier_leg && other.all_earlier_leg;
        let fits = from - to <= tolerance(self.kind, some_earlier_leg != all_earlier_leg)
            && agree(self.leg, other.leg, |a, b| a == b)
            && agree(self.country, other.country, |a, b| a == b)
            && agree(self.city, other.city, Location::is_same_name)
            && agree(self.postal_code, other.postal_code, Location::is_same_name);
        let Some(kind) = self.kind.and(other.kind).filter(|_| fits) else { return false };
        self.kind = kind;
        (self.from, self.to) = (from, to);
        (self.some_earlier_leg, self.all_earlier_leg) = (some_earlier_leg, all_earlier_leg);
        self.leg = self.leg.or(other.leg);
        self.country = self.country.or(other.country);
        self.city = self.city.or(other.city);
        self.postal_code = self.postal_code.or(other.postal_code);
        true
    }
}

/// Whether two do not contradict each other: what is not told contradicts nothing.
fn agree<T>(a: Option<T>, b: Option<T>, is_same: impl Fn(T, T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => is_same(a, b),
        _ => true,
    }
}

/// Two scans that may be one, the earlier first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// Twice the microseconds between the middles of what their times can mean, and one more where they differ otherwise.
    distance: i64,
    a: u32,
    b: u32,
}

/// All pairs that may be one, the nearest of each cluster first. Ties are broken by what the events say and last by their place in time,
/// where a copy stands beside its original, so that a source which copies another one changes the order of no other pair.
fn pairs(scans: &[&Scan<'_>]) -> Vec<Pair> {
    let mut found = Vec::with_capacity(2 * scans.len());
    let briefs: Vec<Brief<'_>> = (0..).zip(scans).map(|(index, scan)| Brief::of(index, scan)).collect();
    let widest = briefs.iter().map(|one| (one.to - one.from) / 2).max().unwrap_or_default();
    for (place, one) in briefs.iter().enumerate() {
        let reach = (one.to - one.from) / 2 + widest + tolerance(one.kind, false);
        for other in briefs.iter().skip(place + 1).take(NEIGHBOURS) {
            let distance = other.middle - one.middle;
            if distance > reach {
                break;
            }
            if one.may_be(other) {
                let differs = distance != 0
                    || one.scan.told.key() != other.scan.told.key()
                    || one.scan.event().meaning != other.scan.event().meaning;
                found.push(Pair {
                    distance: 2 * distance + i64::from(differs),
                    a: one.index,
                    b: other.index,
                });
            }
        }
    }
    sort_by_cluster(&mut found);
    found
}

/// Puts pairs nearest first, where that matters: pairs are found in the order of their first scans, and those behind a gap
/// have nothing to do with those before it.
fn sort_by_cluster(pairs: &mut [Pair]) {
    let mut rest = pairs;
    while let Some(first) = rest.first() {
        let mut last = first.b;
        let reaches = |pair: &&Pair| {
            let is_near = pair.a <= last;
            last = last.max(pair.b);
            is_near
        };
        let end = rest.iter().take_while(reaches).count();
        let (cluster, behind) = rest.split_at_mut(end);
        cluster.sort_unstable();
        rest = behind;
    }
}

/// What is asked of a telling again and again, side by side.
struct Brief<'s> {
    middle: i64,
    from: i64,
    to: i64,
    index: u32,
    kind: Kind,
    earlier_leg: bool,
    by_user: bool,
    /// It names a leg or an event that it takes back.
    is_special: bool,
    source: &'s Arc<Source>,
    scan: &'s Scan<'s>,
}

impl<'s> Brief<'s> {
    fn of(index: u32, scan: &'s Scan<'s>) -> Self {
        let event = scan.event();
        Self {
            middle: scan.middle(),
            from: scan.from,
            to: scan.to,
            index,
            kind: scan.kind,
            earlier_leg: scan.earlier_leg,
            by_user: scan.source.role == Role::User,
            is_special: event.leg.is_some() || event.revokes.is_some(),
            source: scan.source,
            scan,
        }
    }

    /// Whether two tellings can be one scan, their places apart. All that is not in [`Common`] is the same
    /// for all members of a group.
    fn may_be(&self, other: &Self) -> bool {
        let is_mixed = self.earlier_leg != other.earlier_leg;
        self.kind.status == other.kind.status
            && (self.from - other.to).max(other.from - self.to) <= tolerance(self.kind, is_mixed)
            && !Arc::ptr_eq(self.source, other.source)
            // A person's word is no scan, so it witnesses none.
            && self.by_user == other.by_user
            && (!self.is_special && !other.is_special || self.is_alike(other))
            && self.kind.and(other.kind).is_some()
            && (self.kind.status.is_some() || is_same_notice(self.scan, other.scan))
    }

    fn is_alike(&self, other: &Self) -> bool {
        let (a, b) = (self.scan.event(), other.scan.event());
        let leg = a.leg.is_none() || b.leg.is_none() || a.leg == b.leg;
        leg && a.revokes == b.revokes
    }
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
