//! Each source with its scans, read by its own clock, and all of them in the order of time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clock::Clock;
use super::clocks::clocks;
use super::headline::{self, Summary};
use super::ledger::Ledger;
use super::scan::{Scan, earlier_legs, scans};
use crate::model::Source;

/// All that was said, by who said it.
pub(super) type Sources = BTreeMap<Arc<Source>, Box<Ledger>>;

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

    /// The newest scan that says where the parcel is.
    pub(super) fn newest(&self) -> Option<&Scan<'h>> {
        self.scans.iter().rev().find(|scan| scan.is_evidence())
    }

    /// All sources, each by its own clock.
    pub(super) fn all(sources: &'h Sources) -> Vec<Self> {
        let earlier = earlier_legs(sources.iter().map(|(source, ledger)| (source, &**ledger)));
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
fn merge<'s, 'h>(mut one: &[&'s Scan<'h>], mut other: &[&'s Scan<'h>]) -> Vec<&'s Scan<'h>> {
    let mut merged = Vec::with_capacity(one.len() + other.len());
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (one, other) {
        if a.in_time(b).is_gt() {
            merged.push(*b);
            other = after_b;
        } else {
            merged.push(*a);
            one = after_a;
        }
    }
    merged.extend_from_slice(one);
    merged.extend_from_slice(other);
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
        let pairs = runs.chunks(2).map(|pair| match pair {
            [one, other] => merge(one, other),
            rest => rest.concat(),
        });
        runs = pairs.collect();
    }
    runs.pop().unwrap_or_default()
}
