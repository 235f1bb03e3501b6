//! Which tellings of different sources are the same physical scan?
//!
//! Two can be one if they speak of the same leg, their meanings are compatible, their times are within tolerance and
//! their places do not contradict. Pairs are joined nearest first; a group takes at most one event of each source, and
//! every two of its members must be able to be one (complete linkage), so chains of near misses do not grow together.

use std::sync::Arc;

use super::scan::{Scan, happens_once, leg_of};
use crate::model::{Meaning, Role, State, Status, state::in_transit};

const MINUTE: i64 = 60_000_000;

/// How far apart two sources may time one scan, in microseconds: skewed clocks and rounding.
const TOLERANCE: i64 = 20 * MINUTE;

/// The same for the hand-over, which marketplaces often stamp with the moment they heard of it.
const HANDOVER_TOLERANCE: i64 = 6 * 60 * MINUTE;

/// How many tellings of one status after one, in the order of time, are looked at. Ordinary parcels never come near it;
/// it keeps the work linear where somebody tells thousands of events of one day.
const NEIGHBOURS: usize = 64;

/// Which scans are one: each names the next of its group, and the last one the first.
pub(super) struct Groups {
    next: Vec<usize>,
}

impl Groups {
    fn apart(count: usize) -> Self {
        Self { next: (0..count).collect() }
    }

    /// All of the group to which one belongs, beginning with itself.
    pub(super) fn members(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let after = move |at: &usize| self.next.get(*at).copied().filter(|next| *next != of);
        std::iter::successors(Some(of), after)
    }

    fn join(&mut self, a: usize, b: usize) {
        if a < self.next.len() && b < self.next.len() {
            self.next.swap(a, b);
        }
    }
}

/// Groups the scans, which stand in the order of time.
pub(super) fn fold(scans: &[Scan<'_>]) -> Groups {
    let mut groups = Groups::apart(scans.len());
    for Pair { a, b, .. } in pairs(scans) {
        if can_be_one(scans, &groups, a, b) {
            groups.join(a, b);
        }
    }
    groups
}

/// Every two members must be able to be one, so no source stands in both groups, and no group in itself.
fn can_be_one(scans: &[Scan<'_>], groups: &Groups, a: usize, b: usize) -> bool {
    groups.members(a).all(|mine| {
        groups.members(b).all(|other| {
            let both = scans.get(mine).zip(scans.get(other));
            mine != other
                && ((mine, other) == (a, b) || both.is_some_and(|(mine, other)| is_same(mine, other)))
        })
    })
}

/// Two scans that can be one.
struct Pair {
    /// Microseconds between the middles of what their times can mean.
    distance: i64,
    differs: bool,
    a: usize,
    b: usize,
}

/// All pairs that can be one, nearest first. Ties are broken by what the events are and last by whose they are, so
/// that a source which copies another one changes the order of no other pair.
fn pairs(scans: &[Scan<'_>]) -> Vec<Pair> {
    let status = |scan: &Scan<'_>| scan.event().state().map(State::status);
    let mut by_status: Vec<(Option<Status>, usize)> =
        scans.iter().enumerate().map(|(index, scan)| (status(scan), index)).collect();
    by_status.sort_unstable();
    let mut found = Vec::new();
    for class in by_status.chunk_by(|a, b| a.0 == b.0) {
        let of_class = || class.iter().filter_map(|(_, index)| Some((*index, scans.get(*index)?)));
        let widest = of_class().map(|(_, scan)| (scan.to - scan.from) / 2).max().unwrap_or_default();
        for (place, (a, one)) in of_class().enumerate() {
            let reach = (one.to - one.from) / 2 + widest + tolerance(one);
            for (b, other) in of_class().skip(place + 1).take(NEIGHBOURS) {
                let distance = other.middle() - one.middle();
                if distance > reach {
                    break;
                }
                if is_same(one, other) {
                    let differs =
                        one.told.key() != other.told.key() || one.event().meaning != other.event().meaning;
                    let of_lower = (one.told.key(), one.source) <= (other.told.key(), other.source);
                    let (a, b) = if of_lower { (a, b) } else { (b, a) };
                    found.push(Pair { distance, differs, a, b });
                }
            }
        }
    }
    let keys = |pair: &Pair| Some((scans.get(pair.a)?.told.key(), scans.get(pair.b)?.told.key()));
    let sources = |pair: &Pair| Some((scans.get(pair.a)?.source, scans.get(pair.b)?.source));
    found.sort_unstable_by(|x, y| {
        let by_time = (x.distance, x.differs).cmp(&(y.distance, y.differs));
        let by_key = || keys(x).cmp(&keys(y));
        by_time.then_with(by_key).then_with(|| sources(x).cmp(&sources(y)))
    });
    found
}

/// Whether two tellings can be one scan.
fn is_same(one: &Scan<'_>, other: &Scan<'_>) -> bool {
    let (a, b) = (one.event(), other.event());
    let place = || match (&a.location, &b.location) {
        (Some(a), Some(b)) => a.is_compatible(b),
        _ => true,
    };
    let gap = (one.from - other.to).max(other.from - one.to);
    gap <= tolerance(one)
        && !Arc::ptr_eq(one.source, other.source)
        // A person's word is no scan, so it witnesses none.
        && (one.source.role == Role::User) == (other.source.role == Role::User)
        && one.earlier_leg == other.earlier_leg
        && leg_of(a) == leg_of(b)
        && a.revokes == b.revokes
        && is_same_meaning(one, other)
        && place()
}

fn tolerance(scan: &Scan<'_>) -> i64 {
    match scan.event().state().map(State::status) {
        Some(Status::Delivered | Status::Returned) => HANDOVER_TOLERANCE,
        _ => TOLERANCE,
    }
}

fn is_same_meaning(one: &Scan<'_>, other: &Scan<'_>) -> bool {
    let (a, b) = (one.event(), other.event());
    match (&a.meaning, &b.meaning) {
        (Meaning::State(mine), Meaning::State(theirs)) if mine.status().is_about_parcel() => {
            mine.status() == theirs.status()
                && (happens_once(mine.status())
                    || mine.substatus().is_none()
                    || theirs.substatus().is_none()
                    || kind(mine) == kind(theirs))
        }
        // What moves nothing is one only where the sources say the same thing at the same time, or by the same code.
        (mine, theirs) => {
            mine == theirs && a.code == b.code && (a.code.is_some() || one.told.key() == other.told.key())
        }
    }
}

/// Arrivals are arrivals and departures departures, however exactly a source names the building.
fn kind(state: &State) -> &State {
    const ARRIVALS: [State; 4] = [
        in_transit::FACILITY_IN,
        in_transit::ORIGIN_FACILITY_IN,
        in_transit::DESTINATION_FACILITY_IN,
        in_transit::DELIVERY_DEPOT_IN,
    ];
    const DEPARTURES: [State; 2] = [in_transit::FACILITY_OUT, in_transit::ORIGIN_FACILITY_OUT];
    static ARRIVAL: State = in_transit::FACILITY_IN;
    static DEPARTURE: State = in_transit::FACILITY_OUT;
    if ARRIVALS.contains(state) {
        &ARRIVAL
    } else if DEPARTURES.contains(state) {
        &DEPARTURE
    } else {
        state
    }
}
