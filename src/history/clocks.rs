//! By which clock does a source write, where it does not say so or is wrong about it?
//!
//! Some sources write local times without a zone, and some write local times and call them UTC. What they share with
//! better clocks tells: a clock is better if it is told with an offset of its own or by the zone of the place, or if its
//! source is to be trusted more. A source is taken to write
//!
//! * the local time of each place, where that explains more of the shared scans than what it says;
//! * the time of one zone, where its clock is off by the same number of whole half hours on more of them still.
//!
//! A source that tells of scans before they happen writes the local time, too, where that explains it.
//!
//! Announcements may be told again at any time, so they tell nothing about the clock of scans.

use std::collections::BTreeMap;

use super::clock::{Ahead, Clock, FUTURE, local_offsets, wall_clock};
use super::scan::{Scan, authority};
use crate::model::{EventTime, Location, Status};

const MINUTE: i64 = 60_000_000;

/// Zones differ by whole half hours, but for a few that no source was seen to write.
const STEP: i64 = 30 * MINUTE;

/// How far two sources may time one scan apart: skewed clocks and rounding.
const SKEW: i64 = 12 * MINUTE;

/// The zones of the earth, from UTC-12 to UTC+14, in steps.
const STEPS: std::ops::RangeInclusive<i64> = -24..=28;

/// The clocks of the sources, each of which stands with its scans. None where nothing had to be found out.
pub(super) fn clocks(sources: &[&[Scan<'_>]]) -> Vec<Option<Clock>> {
    let is_doubtful: Vec<bool> = sources.iter().map(|scans| has_doubtful_clock(scans)).collect();
    let own = |at: usize| sources.get(at).copied().unwrap_or_default();
    (0..sources.len())
        .map(|at| {
            if is_doubtful.get(at) != Some(&true) {
                return None;
            }
            let weight = weight(own(at));
            let better = || {
                let others = is_doubtful.iter().enumerate();
                let better = others.filter(|(other, doubt)| !**doubt || self::weight(own(*other)) > weight);
                better.map(|(other, _)| own(other))
            };
            if own(at).iter().all(|scan| is_right(scan, better())) {
                return None;
            }
            let mut better: Vec<&Scan<'_>> = better().flatten().filter(|scan| is_exact(scan)).collect();
            better.sort_by_key(|scan| scan.from);
            let find = |announcements: bool| {
                let is_asked =
                    |scan: &&Scan<'_>| (scan.kind.status == Some(Status::InfoReceived)) == announcements;
                let better: Vec<&Scan<'_>> = better.iter().copied().filter(is_asked).collect();
                ahead(own(at).iter().filter(is_asked), &better)
                    .or_else(|| told_too_early(own(at).iter().filter(is_asked)))
            };
            let scans = find(false);
            let announcements = if scans.is_none() { find(true) } else { None };
            Some(Clock { scans, announcements }).filter(Clock::is_found)
        })
        .collect()
}

/// Whether there is nothing to find out about a scan: it says nothing about the parcel, or what it says is what one of
/// the better sources says of that time. Each stands in the order of time.
fn is_right<'s, 'h: 's>(scan: &Scan<'_>, mut better: impl Iterator<Item = &'s [Scan<'h>]>) -> bool {
    if !scan.counts() || scan.kind.status.is_none() || matches!(scan.event().time, EventTime::Day(_)) {
        return true;
    }
    let (from, to) = (scan.from - SKEW, scan.from + SKEW);
    scan.from == scan.to
        && better.any(|others| {
            let start = others.partition_point(|other| other.middle() < from);
            let near = others.iter().skip(start).take_while(|other| other.middle() <= to);
            near.filter(|other| is_exact(other)).any(|other| is_same_but_for_time(scan, other))
        })
}

/// Whether a scan says when exactly something happened to the parcel.
fn is_exact(scan: &Scan<'_>) -> bool {
    scan.counts() && scan.kind.status.is_some() && scan.from == scan.to
}

fn weight(scans: &[Scan<'_>]) -> u8 {
    scans.first().map_or(0, |scan| authority(&scan.source.role))
}

/// Whether the times of day of all that moves the parcel are told without a zone that could be trusted.
fn has_doubtful_clock(scans: &[Scan<'_>]) -> bool {
    let is_timed =
        |scan: &&Scan<'_>| scan.kind.status.is_some() && !matches!(scan.event().time, EventTime::Day(_));
    let mut timed = scans.iter().filter(is_timed).peekable();
    timed.peek().is_some()
        && timed.all(|scan| match scan.event().time {
            EventTime::Instant(time) => time.offset_seconds() == 0,
            EventTime::Local(_) => scan.from != scan.to,
            EventTime::Day(_) => false,
        })
}

/// How far a clock is ahead of UTC, if that explains more of the shared scans than what its source says.
fn ahead<'s, 'h: 's>(own: impl Iterator<Item = &'s Scan<'h>>, better: &[&Scan<'_>]) -> Option<Ahead> {
    let near = |from: i64, to: i64| {
        let start = better.partition_point(|scan| scan.from < from);
        better.iter().skip(start).take_while(move |scan| scan.from <= to)
    };
    let own: Vec<(&Scan<'_>, i64)> = own
        .filter(|scan| scan.counts() && scan.kind.status.is_some())
        .filter_map(|scan| Some((scan, wall_clock(scan.told)?)))
        .collect();
    let says_utc = own.iter().any(|(scan, _)| matches!(scan.event().time, EventTime::Instant(_)));
    let explained = |(scan, wall): &&(&Scan<'_>, i64)| {
        near(wall - SKEW, wall + SKEW).any(|other| is_same_but_for_time(scan, other))
    };
    let as_told = if says_utc { own.iter().filter(explained).count() } else { 0 };
    // Mostly it is right.
    if as_told == own.len() {
        return None;
    }
    let mut local: Vec<(i64, i64)> = Vec::new();
    let mut steps: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (scan, wall) in own {
        let mut is_local = false;
        for other in near(wall - STEPS.end() * STEP - SKEW, wall - STEPS.start() * STEP + SKEW) {
            if !is_same_but_for_time(scan, other) {
                continue;
            }
            let ahead = wall - other.from;
            if !is_local {
                let place = |scan: &Scan<'_>| local_offsets(other.from, scan.event().location.as_ref());
                let legal = place(scan).into_iter().chain(place(other)).find(|o| (ahead - o).abs() <= SKEW);
                local.extend(legal.map(|offset| (wall, offset)));
                is_local = legal.is_some();
            }
            let step = (ahead + STEP / 2).div_euclid(STEP);
            if (ahead - step * STEP).abs() <= SKEW && STEPS.contains(&step) {
                let walls = steps.entry(step).or_default();
                if walls.last() != Some(&wall) {
                    walls.push(wall);
                }
            }
        }
    }
    let most = steps.values().map(Vec::len).max().unwrap_or_default();
    if local.len() > as_told && local.len() >= most {
        return Some(Ahead(local));
    }
    let mut best = steps.into_iter().filter(|(_, walls)| walls.len() == most && most > as_told.max(1));
    match (best.next(), best.next()) {
        (Some((step, walls)), None) => {
            Some(Ahead(walls.into_iter().map(|wall| (wall, step * STEP)).collect()))
        }
        _ => None,
    }
}

/// How far a clock is ahead of UTC whose source tells of scans before they happen, if that is what the clocks of their
/// places explain.
fn told_too_early<'s, 'h: 's>(own: impl Iterator<Item = &'s Scan<'h>>) -> Option<Ahead> {
    let mut found: Vec<(i64, i64)> = Vec::new();
    for scan in own.filter(|scan| scan.counts() && scan.kind.status.is_some()) {
        let (Some(wall), told) = (wall_clock(scan.told), scan.told.first_micros) else {
            continue;
        };
        if wall.saturating_sub(told) <= FUTURE {
            continue;
        }
        let offsets = local_offsets(told, scan.event().location.as_ref());
        found.push((wall, offsets.into_iter().find(|offset| wall - offset - told <= FUTURE)?));
    }
    (!found.is_empty()).then_some(Ahead(found))
}

/// Whether two tellings are of one scan as far as what they say goes: the same thing at the same named place, or a thing
/// that happens seldom.
fn is_same_but_for_time(one: &Scan<'_>, other: &Scan<'_>) -> bool {
    let (a, b) = (one.event(), other.event());
    let names_city = |place: &Option<Location>| place.as_ref().is_some_and(|place| place.city.is_some());
    let is_rare = !matches!(one.kind.status, Some(Status::InTransit | Status::Exception));
    let is_telling =
        is_rare || one.kind == other.kind || (names_city(&a.location) && names_city(&b.location));
    is_telling
        && one.kind.and(other.kind).is_some()
        && a.location.as_ref().zip(b.location.as_ref()).is_none_or(|(a, b)| a.is_compatible(b))
}
