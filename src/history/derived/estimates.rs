//! When the parcel is expected: what counts now, what was promised first, and how it moved.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::reasons::reason;
use super::{Basis, first_seen, minutes_between};
use crate::history::join::Sight;
use crate::history::scan::authority;
use crate::model::{
    Estimate, EstimateKind, EstimateRevision, Meaning, Notice, Source, Span, Standing, Status, TimelineEntry,
};

/// An estimate with who told it and when. The group is the source's place among the sources.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    group: usize,
    source: &'a Arc<Source>,
    pub(super) estimate: &'a Estimate,
    pub(super) sight: &'a Sight,
    /// What its end can mean.
    pub(super) end: Span,
}

/// Every estimate of every source: source by source, in the order of first sight. Those of a parcel that had the number
/// before are left out.
pub(super) fn told<'h>(basis: &Basis<'_, 'h>) -> Vec<Told<'h>> {
    let mut told: Vec<Told<'h>> = Vec::new();
    for (group, own) in basis.own.iter().enumerate() {
        let source = own.source;
        let of_this = own.ledger.estimates.iter().filter(|(_, sight)| sight.last >= basis.began);
        told.extend(of_this.map(|(estimate, sight)| {
            let end = basis.span(&estimate.to);
            Told { group, source, estimate, sight, end }
        }));
    }
    // Among equals the order of estimates, in which they stand, is kept.
    told.sort_by_key(|told| (told.group, told.sight.first));
    told
}

/// What was promised first: the first promise, or where nobody promised anything the first estimate.
pub(super) fn first_promise<'t, 'h>(told: &'t [Told<'h>]) -> Option<&'t Told<'h>> {
    told.iter().min_by_key(|told| {
        let is_promise = told.estimate.kind == EstimateKind::Promised;
        (!is_promise, told.sight.first, told.estimate, told.group)
    })
}

/// The estimate to show: of each source the one it told last, of those what is not over yet, then the window of the day
/// before an estimate before a promise, then the newest, then the most trusted source's.
pub(super) fn current<'t, 'h>(basis: &Basis<'_, 'h>, told: &'t [Told<'h>]) -> Option<&'t Told<'h>> {
    let exactness = |estimate: &Estimate| match estimate.kind {
        EstimateKind::Window => 2,
        EstimateKind::Estimated => 1,
        EstimateKind::Promised | EstimateKind::Other(_) => 0,
    };
    told.chunk_by(|a, b| a.group == b.group)
        .filter_map(|own| own.iter().max_by_key(|t| (t.sight.last, exactness(t.estimate), t.estimate)))
        .max_by_key(|told| {
            let is_ahead = told.end.latest() >= basis.at;
            let trust = authority(&told.source.role);
            (is_ahead, exactness(told.estimate), told.sight.first, trust, told.estimate, told.group)
        })
}

/// Every estimate in the order of first sight, each with how it moved against the one before of its source.
pub(super) fn revisions(basis: &Basis<'_, '_>, told: &[Told<'_>]) -> Vec<EstimateRevision> {
    let is_revised = told.windows(2).any(|pair| matches!(pair, [a, b] if a.group == b.group));
    let causes = if is_revised { causes(basis.entries) } else { Vec::new() };
    let mut revisions: Vec<EstimateRevision> = Vec::with_capacity(told.len());
    let mut before: Option<(usize, DateTime<Utc>, DateTime<Utc>)> = None;
    for told in told {
        let end = told.end.latest();
        let previous = before.filter(|(group, ..)| *group == told.group);
        let cause = previous.and_then(|(_, _, since)| {
            let between =
                |cause: &&Cause<'_>| since < cause.first_seen && cause.first_seen <= told.sight.first;
            let with_reason = causes.iter().rev().filter(between).find(|cause| reason(cause.entry).is_some());
            with_reason.or_else(|| causes.iter().rev().find(between))
        });
        revisions.push(EstimateRevision {
            estimate: told.estimate.clone(),
            source: Arc::clone(told.source),
            first_seen: told.sight.first,
            last_seen: told.sight.last,
            moved_minutes: previous.map(|(_, ended, _)| minutes_between(ended, end)),
            reason: cause.and_then(|cause| reason(cause.entry)),
            cause: cause.map(|cause| cause.index),
        });
        before = Some((told.group, end, told.sight.first));
    }
    revisions.sort_by_key(|revision| revision.first_seen);
    revisions
}

/// An entry that may have moved an estimate.
struct Cause<'a> {
    index: usize,
    entry: &'a TimelineEntry,
    first_seen: DateTime<Utc>,
}

fn causes(entries: &[TimelineEntry]) -> Vec<Cause<'_>> {
    let moves_estimates = |entry: &TimelineEntry| match entry.meaning() {
        Meaning::State(state) => matches!(state.status(), Status::Exception | Status::AttemptFailed),
        Meaning::Notice(notice) => *notice == Some(Notice::EtaChanged),
    };
    let counted = entries.iter().enumerate().filter(|(_, entry)| entry.standing == Standing::Counted);
    counted
        .filter(|(_, entry)| moves_estimates(entry))
        .filter_map(|(index, entry)| Some(Cause { index, entry, first_seen: first_seen(entry)? }))
        .collect()
}
