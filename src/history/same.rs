//! Which tellings of different sources are the same physical scan?
//!
//! Two can be one if they speak of the same leg, their meanings are compatible, their times are within tolerance and
//! their places do not contradict. Pairs are joined nearest first; a group takes at most one event of each source, and
//! every two of its members must be able to be one (complete linkage), so chains of near misses do not grow together.

use chrono::TimeDelta;

use super::scan::{Scan, happens_once, leg_of};
use crate::model::{Meaning, Role, State, Status, state::in_transit};

/// How far apart two sources may time one scan: skewed clocks and rounding.
const TOLERANCE: TimeDelta = TimeDelta::minutes(20);

/// The same for the hand-over, which marketplaces often stamp with the moment they heard of it.
const HANDOVER_TOLERANCE: TimeDelta = TimeDelta::hours(6);

/// Groups the scans that are one, each group and the list of groups in no particular order.
pub(super) fn fold(scans: &[Scan<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..scans.len()).map(|index| vec![index]).collect();
    let mut group_of: Vec<usize> = (0..scans.len()).collect();
    for (a, b) in pairs(scans) {
        let (Some(&one), Some(&other)) = (group_of.get(a), group_of.get(b)) else { continue };
        let (Some(mine), Some(theirs)) = (groups.get(one), groups.get(other)) else { continue };
        if one == other || !can_be_one(scans, mine, theirs) {
            continue;
        }
        let moved = groups.get_mut(other).map(std::mem::take).unwrap_or_default();
        for index in &moved {
            if let Some(group) = group_of.get_mut(*index) {
                *group = one;
            }
        }
        if let Some(group) = groups.get_mut(one) {
            group.extend(moved);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Every two members must be able to be one, and no source stands in both groups.
fn can_be_one(scans: &[Scan<'_>], mine: &[usize], theirs: &[usize]) -> bool {
    mine.iter()
        .all(|a| theirs.iter().all(|b| scans.get(*a).zip(scans.get(*b)).is_some_and(|(a, b)| is_same(a, b))))
}

/// How many tellings after one, in the order of time, are looked at. Ordinary parcels never come near it; it keeps the
/// work linear where somebody tells thousands of events of one day.
const NEIGHBOURS: usize = 64;

/// All pairs that can be one, nearest first. Ties are broken by what the events are and last by whose they are, so
/// that a source which copies another one changes the order of no other pair.
fn pairs(scans: &[Scan<'_>]) -> Vec<(usize, usize)> {
    let half = |scan: &Scan<'_>| (scan.span.latest() - scan.span.earliest()) / 2;
    let widest = scans.iter().map(half).max().unwrap_or_default();
    let mut by_time: Vec<(usize, &Scan<'_>)> = scans.iter().enumerate().collect();
    // A copy stands right beside its original.
    by_time.sort_by(|(_, a), (_, b)| {
        (a.span.middle(), a.key, a.source).cmp(&(b.span.middle(), b.key, b.source))
    });
    let mut found = Vec::new();
    for (place, (a, one)) in by_time.iter().enumerate() {
        // Both speak of the same status, so the tolerance of one is that of the other.
        let reach = half(one) + widest + tolerance(one);
        let following = by_time.iter().skip(place + 1).take(NEIGHBOURS);
        for (b, other) in following.take_while(|(_, other)| other.span.middle() - one.span.middle() <= reach)
        {
            if !is_same(one, other) {
                continue;
            }
            let distance = other.span.middle() - one.span.middle();
            let differs = (one.key, &one.event().meaning) != (other.key, &other.event().meaning);
            let (low, high) =
                if (one.key, one.source) <= (other.key, other.source) { (one, other) } else { (other, one) };
            found.push(((distance, differs, low.key, high.key, low.source, high.source), (*a, *b)));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, pair)| pair).collect()
}

/// Whether two tellings can be one scan.
fn is_same(one: &Scan<'_>, other: &Scan<'_>) -> bool {
    let (a, b) = (one.event(), other.event());
    let place = match (&a.location, &b.location) {
        (Some(a), Some(b)) => a.is_compatible(b),
        _ => true,
    };
    one.source != other.source
        // A person's word is no scan, so it witnesses none.
        && (one.source.role == Role::User) == (other.source.role == Role::User)
        && one.earlier_leg == other.earlier_leg
        && leg_of(a) == leg_of(b)
        && a.revokes == b.revokes
        && place
        && is_same_meaning(one, other)
        && one.span.gap(&other.span) <= tolerance(one)
}

fn tolerance(scan: &Scan<'_>) -> TimeDelta {
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
        (mine, theirs) => mine == theirs && a.code == b.code && (a.code.is_some() || one.key == other.key),
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
