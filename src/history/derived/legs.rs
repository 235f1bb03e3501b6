//! Each carrier's part of the journey.

use chrono::{DateTime, Utc};

use super::{Basis, Journey};
use crate::history::own::Own;
use crate::history::scan::{Scan, leg_of};
use crate::model::{CarrierLeg, Leg, Role, Source, State, Status};

/// One carrier's part in the making: what its sources together tell of one direction.
struct Found<'a> {
    source: &'a Source,
    is_back: bool,
    is_earlier: bool,
    first: Option<&'a Scan<'a>>,
    last: Option<&'a Scan<'a>>,
    state: Option<&'a State>,
}

/// The legs in order, those on the way back last.
pub(super) fn legs(basis: &Basis<'_, '_>, journey: &Journey) -> Vec<CarrierLeg> {
    let middle_of = |index: usize| basis.entries.get(index).map(|entry| entry.span.middle());
    // What lies before is about another parcel of the same number.
    let begins = Some(basis.run.begins).filter(|begins| *begins > 0).and_then(middle_of);
    let turned = journey.turned.and_then(middle_of);
    let mut found: Vec<Found<'_>> = Vec::new();
    for (own, state) in basis.own.iter().zip(&basis.states) {
        let (source, is_earlier) = (&**own.source, own.earlier_leg);
        if source.role == Role::Carrier {
            let part = |is_back| part(own, is_back, begins, turned);
            let (mut forward, mut back) = (part(false), part(true));
            match back.as_mut().or(forward.as_mut()) {
                // The state that the source's own words give is that of the part which it told last.
                Some(newest) => newest.state = state.or(newest.state),
                // It tells no more than a summary.
                None => forward = state.map(|_| Found::summed_up(source, is_earlier, *state)),
            }
            [forward, back].into_iter().flatten().for_each(|leg| add(&mut found, leg));
        }
    }
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    let number = found.len();
    let is_over = basis.status().is_final();
    found.iter().enumerate().map(|(index, leg)| leg.finish(index + 1 == number, is_over)).collect()
}

/// What a source tells of one direction; none where it tells nothing of it.
fn part<'a>(
    own: &'a Own<'_>,
    is_back: bool,
    begins: Option<DateTime<Utc>>,
    turned: Option<DateTime<Utc>>,
) -> Option<Found<'a>> {
    let (mut first, mut last): (Option<&Scan<'_>>, Option<&Scan<'_>>) = (None, None);
    let counted =
        own.scans.iter().filter(|scan| scan.counts() && scan.event().moves() && !scan.event().inferred);
    for scan in counted.filter(|scan| begins.is_none_or(|begins| scan.span.middle() >= begins)) {
        let goes_back =
            *leg_of(scan.event()) == Leg::Return || turned.is_some_and(|turned| scan.span.middle() >= turned);
        if goes_back == is_back {
            let holds_it = scan.event().state().is_some_and(|state| state.status() != Status::InfoReceived);
            first = first.or(holds_it.then_some(scan));
            last = Some(scan);
        }
    }
    let state = last?.event().state();
    Some(Found { source: own.source, is_back, is_earlier: own.earlier_leg, first, last, state })
}

/// Adds what a source tells; several channels of a carrier about one number tell of one leg.
fn add<'a>(found: &mut Vec<Found<'a>>, other: Found<'a>) {
    let same = found.iter_mut().find(|leg| leg.is_back == other.is_back && leg.is_told_by(other.source));
    let Some(leg) = same else {
        found.push(other);
        return;
    };
    leg.first = match (leg.first, other.first) {
        (Some(a), Some(b)) if b.span.middle() < a.span.middle() => Some(b),
        (a, b) => a.or(b),
    };
    if other.newest() > leg.newest() {
        (leg.last, leg.state) = (other.last, other.state);
    }
}

impl<'a> Found<'a> {
    /// A leg of which its source tells no events.
    fn summed_up(source: &'a Source, is_earlier: bool, state: Option<&'a State>) -> Self {
        Self { source, is_back: false, is_earlier, first: None, last: None, state }
    }

    fn newest(&self) -> Option<DateTime<Utc>> {
        self.last.map(|scan| scan.span.middle())
    }

    fn is_told_by(&self, source: &Source) -> bool {
        self.source.number == source.number && self.source.channel.carrier() == source.channel.carrier()
    }

    fn order(&self) -> impl Ord + use<'_, 'a> {
        (self.is_back, !self.is_earlier, self.newest(), self.source)
    }

    fn finish(&self, is_last: bool, is_over: bool) -> CarrierLeg {
        let has_ended = !is_last || is_over;
        CarrierLeg {
            carrier: self.source.channel.carrier().clone(),
            number: self.source.number.clone(),
            direction: if self.is_back { Leg::Return } else { Leg::Forward },
            begins: self.first.map(|scan| scan.event().time),
            ends: self.last.filter(|_| has_ended && self.first.is_some()).map(|scan| scan.event().time),
            state: self.state.cloned(),
            is_last,
        }
    }
}
