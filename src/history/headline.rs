//! A source's summary as evidence.
//!
//! A summary with a time of its own is a scan like any other. One without stands right after the newest event of its
//! answer that moves the parcel: behind that event it says nothing, ahead of it it counts, marked as a summary. With
//! no such event it stands at the moment when it was first told.

use std::sync::Arc;

use super::clock::Clock;
use super::events::Told;
use super::ledger::{HeadlineSight, Ledger};
use super::scan::{HeadlineTime, Scan, resolver};
use crate::model::{Event, EventTime, Headline, Personal, Source, Span, Standing, Status};

/// A summary turned into an event.
#[derive(Debug)]
pub(super) struct Summary<'h> {
    source: &'h Arc<Source>,
    told: Told,
    span: Span,
    time: HeadlineTime,
    earlier_leg: bool,
}

impl Summary<'_> {
    pub(super) fn scan(&self) -> Scan<'_> {
        let scan = Scan::new(self.source, &self.told, self.span, self.earlier_leg);
        Scan { headline: Some(self.time), ..scan }
    }
}

/// The current summary of a source as an event, if it says more than the source's events. `clock` is the one by
/// which the source writes, where that had to be found out.
pub(super) fn summary<'h>(
    source: &'h Arc<Source>,
    ledger: &'h Ledger,
    own: &[Scan<'h>],
    earlier_leg: bool,
    clock: Option<&Clock>,
) -> Option<Summary<'h>> {
    let (headline, sight) =
        ledger.headlines.iter().max_by(|(a, x), (b, y)| (x.latest.at, *a).cmp(&(y.latest.at, *b)))?;
    if !headline.state.status().is_about_parcel() {
        return None;
    }
    let (anchor, description) = &sight.latest.value;
    let place = anchor.as_ref().and_then(|key| own.iter().position(|scan| scan.told.key() == key.view()));
    let anchor = match place.and_then(|place| own.get(place)) {
        // What is no longer told takes the summary beside it along.
        Some(scan) if scan.standing == Standing::Withdrawn => return None,
        Some(scan) if scan.counts() => Some(scan),
        // Nor does it repeat what was taken back.
        Some(scan) if scan.kind.status == Some(headline.state.status()) => return None,
        // What was taken back leaves the summary beside the event before.
        _ => own.iter().take(place.unwrap_or_default()).rev().find(|scan| scan.counts() && scan.moves()),
    };
    let (time, provenance) = match (headline.time, anchor) {
        (Some(time), _) => {
            let is_told_as_event = own.iter().any(|scan| {
                scan.event().time == time
                    && scan.event().state().is_some_and(|state| state.status() == headline.state.status())
            });
            if is_told_as_event {
                return None;
            }
            (time, HeadlineTime::Told)
        }
        (None, Some(anchor)) => {
            let anchored = anchor.event().state()?.status();
            if !is_ahead(headline.state.status(), anchored) {
                return None;
            }
            (anchor.event().time, HeadlineTime::Borrowed)
        }
        (None, None) => (EventTime::from(sight.first_seen), HeadlineTime::Borrowed),
    };
    let told = told(headline, sight, description.clone(), time, anchor);
    let span = match (provenance, anchor) {
        (HeadlineTime::Borrowed, Some(anchor)) => anchor.span,
        (HeadlineTime::Borrowed, None) => told.span,
        (HeadlineTime::Told, _) => resolver(ledger, clock)(&told),
    };
    Some(Summary { source, told, span, time: provenance, earlier_leg })
}

/// Whether a summary says more than the event beside which it stands.
pub(super) fn is_ahead(headline: Status, anchor: Status) -> bool {
    headline.rank() > anchor.rank() || (anchor == Status::Delivered && headline == Status::Returning)
}

fn told(
    headline: &Headline,
    sight: &HeadlineSight,
    description: Option<Personal>,
    time: EventTime,
    anchor: Option<&Scan<'_>>,
) -> Told {
    let mut event = Event::new(time, headline.state.clone());
    event.code.clone_from(&headline.code);
    event.description = description.map(|text| text.as_str().into());
    if headline.time.is_none() {
        event.location = anchor.and_then(|anchor| anchor.event().location.clone());
    }
    let index = anchor.map_or(u32::MAX, |anchor| anchor.told.index);
    Told::new(event, index, u32::MAX, sight.latest.at).since(sight.first_seen)
}
