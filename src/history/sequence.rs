//! Where a vague time lies, as its source's own order tells.
//!
//! Events stand oldest first in an answer. So what is told to the day only lies between the exact times of what the same
//! answer tells before and after it, whoever tells those exactly. An answer whose exact times fall now
//! and again is not in order and tells nothing.

use super::scan::Scan;
use crate::model::Status;

/// An entry as far as this is about its place: the telling to go by, and all of them.
pub(super) struct Placed<'a> {
    pub(super) first: &'a Scan<'a>,
    pub(super) tellings: Vec<&'a Scan<'a>>,
}

/// What is known of when an entry happened, in microseconds since 1970.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    from: i64,
    to: i64,
}

/// Where each entry is put among the others, in microseconds since 1970.
pub(super) fn points(entries: &[Placed<'_>]) -> Vec<i64> {
    let mut bounds: Vec<Bounds> =
        entries.iter().map(|entry| Bounds { from: entry.first.from, to: entry.first.to }).collect();
    let mut told: Vec<(&Scan<'_>, usize)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        told.extend(entry.tellings.iter().filter(|scan| scan.moves()).map(|scan| (*scan, at)));
    }
    told.sort_by(|(a, _), (b, _)| answer(a).cmp(&answer(b)).then(a.told.index.cmp(&b.told.index)));
    for answer in told.chunk_by(|(a, _), (b, _)| answer(a) == answer(b)) {
        let exact = |at: usize| entries.get(at).and_then(|entry| exact(entry.first));
        let times: Vec<i64> = answer.iter().filter_map(|(_, at)| exact(*at)).collect();
        let falls = times.windows(2).filter(|pair| !pair.is_sorted()).count();
        if 3 * falls > times.len() {
            continue;
        }
        let mut since = i64::MIN;
        for (_, at) in answer {
            since = since.max(exact(*at).unwrap_or(i64::MIN));
            narrow(&mut bounds, *at, |bounds| bounds.from = bounds.from.max(since));
        }
        let mut until = i64::MAX;
        for (_, at) in answer.iter().rev() {
            until = until.min(exact(*at).unwrap_or(i64::MAX));
            narrow(&mut bounds, *at, |bounds| bounds.to = bounds.to.min(until));
        }
    }
    let placed = entries.iter().zip(bounds).map(|(entry, Bounds { from, to })| {
        let point = entry.first.point();
        // Behind what comes before it and before what comes behind it.
        if from + 1 < to { point.clamp(from + 1, to - 1) } else { point }
    });
    placed.collect()
}

/// When exactly something happened to the parcel. Announcements may be told at any time, so they hold nothing in place.
fn exact(scan: &Scan<'_>) -> Option<i64> {
    let is_exact = scan.from == scan.to && scan.kind.status != Some(Status::InfoReceived);
    is_exact.then_some(scan.from)
}

fn answer<'a>(scan: &Scan<'a>) -> impl Ord + use<'a> {
    (scan.source, scan.told.last_seen)
}

fn narrow(bounds: &mut [Bounds], at: usize, by: impl Fn(&mut Bounds)) {
    if let Some(bounds) = bounds.get_mut(at) {
        by(bounds);
    }
}
