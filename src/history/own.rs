//! Each source with its scans, read by its own clock, and all of them in the order of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clock::Clock;
use super::clocks::clocks;
use super::headline::{self, Summary};
use super::ledger::Ledger;
use super::scan::{Scan, earlier_legs, scans};
use crate::model::Source;

pub(super) type Sources = BTreeMap<Arc<Source>, Ledger>;

/// One source with its scans in the order of time.
#[derive(Debug)]
pub(super) struct Own<'h> {
    pub(super) source: &'h Arc<Source>,
    pub(super) ledger: &'h Ledger,
    pub(super) earlier_leg: bool,
    pub(super) scans: Vec<Scan<'h>>,
    pub(super) summary: Option<Summary<'h>>,
}

impl<'h> Own<'h> {
    fn of(source: &'h Arc<Source>, ledger: &'h Ledger, earlier_leg: bool, clock: Option<&Clock>) -> Self {
        let scans = scans(source, ledger, earlier_leg, clock);
        let summary = headline::summary(source, ledger, &scans, earlier_leg, clock);
        Self { source, ledger, earlier_leg, scans, summary }
    }

    /// All sources, each by its own clock.
    pub(super) fn all(sources: &'h Sources) -> Vec<Self> {
        let earlier = earlier_legs(sources.iter());
        let mut all: Vec<Self> = sources
            .iter()
            .map(|(source, ledger)| Self::of(source, ledger, earlier.contains(&&**source), None))
            .collect();
        let told: Vec<&[Scan<'_>]> = all.iter().map(|own| &*own.scans).collect();
        let clocks = clocks(&told);
        for (own, clock) in all.iter_mut().zip(&clocks).filter(|(_, clock)| clock.is_some()) {
            *own = Self::of(own.source, own.ledger, own.earlier_leg, clock.as_ref());
        }
        all
    }
}

/// Merges scans that stand in the order of time.
fn merge<'s, 'h>(one: Vec<&'s Scan<'h>>, other: Vec<&'s Scan<'h>>) -> Vec<&'s Scan<'h>> {
    let mut merged = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        merged.extend(if a.in_time(b).is_gt() { other.next() } else { one.next() });
    }
    merged.extend(one);
    merged.extend(other);
    merged
}

/// All scans of all sources in the order of time.
pub(super) fn in_time<'s, 'h>(own: &'s [Own<'h>], summaries: &'s [Scan<'h>]) -> Vec<&'s Scan<'h>>
where
    'h: 's,
{
    let mut runs: Vec<Vec<&Scan<'h>>> = own.iter().map(|own| own.scans.iter().collect()).collect();
    runs.extend(summaries.iter().map(|summary| vec![summary]));
    while runs.len() > 1 {
        let mut rest = runs.into_iter();
        runs = Vec::with_capacity(rest.len().div_ceil(2));
        while let Some(one) = rest.next() {
            runs.push(match rest.next() {
                Some(other) => merge(one, other),
                None => one,
            });
        }
    }
    runs.pop().unwrap_or_default()
}
