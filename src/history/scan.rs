//! One telling of one source with its time resolved, as the merge works with it.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::clock::{Clock, FUTURE};
use super::events::{Told, micros};
use super::kind::Kind;
use super::ledger::{Ledger, at_home};
use crate::model::{Event, EventTime, Leg, Related, Relation, Role, Source, Span, Standing, Status, Zone};

/// One event of one source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'h> {
    pub(super) source: &'h Arc<Source>,
    pub(super) told: &'h Told,
    pub(super) span: Span,
    /// The span in microseconds since 1970, as most of the work is comparing it; a vague one ends where it was told first.
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) kind: Kind,
    /// How much its source's word weighs.
    pub(super) authority: u8,
    pub(super) standing: Standing,
    /// Whether it belongs to a leg that another one follows.
    pub(super) earlier_leg: bool,
    /// Made from a source's summary; `Untimed` where the time is borrowed from the event beside which it stood.
    pub(super) headline: Option<HeadlineTime>,
}

/// Where the time of a summary comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadlineTime {
    /// The source told it.
    Told,
    /// Borrowed from its neighbour, or the moment of its first sight.
    Borrowed,
}

impl<'h> Scan<'h> {
    pub(super) fn new(source: &'h Arc<Source>, told: &'h Told, span: Span, earlier_leg: bool) -> Self {
        // What is resolved anew gets another zone.
        let (from, to) = if span.zone() == told.span.zone() {
            (told.from, told.to)
        } else {
            (micros(span.earliest()), micros(span.latest()))
        };
        // What has been told has happened.
        let to = if from == to { to } else { to.min(told.first_micros.saturating_add(FUTURE).max(from)) };
        let (kind, authority, standing) = (told.kind, authority(&source.role), Standing::Counted);
        Self { source, told, span, from, to, kind, authority, standing, earlier_leg, headline: None }
    }

    pub(super) fn event(&self) -> &'h Event {
        &self.told.event
    }

    pub(super) fn counts(&self) -> bool {
        self.standing == Standing::Counted
    }

    /// Whether it can move the parcel: it tells a state, and one about the parcel.
    pub(super) fn moves(&self) -> bool {
        self.kind.status.is_some()
    }

    /// Whether it says where the parcel is, rather than what is planned for it.
    pub(super) fn is_evidence(&self) -> bool {
        self.counts()
            && self.headline.is_none()
            && self.kind.status.is_some_and(|status| status != Status::InfoReceived)
    }

    /// Microseconds since 1970 of the middle of what its time can mean.
    pub(super) fn middle(&self) -> i64 {
        self.from + (self.to - self.from) / 2
    }

    /// Where in the interval that its time can mean it is put among the others, in microseconds since 1970. A day tells
    /// more than its middle: parcels reach their depot in the night, go out in the morning and are handed over after that.
    pub(super) fn point(&self) -> i64 {
        if self.from == self.to {
            return self.from;
        }
        let eighths = match (self.event().time, self.kind.status) {
            (EventTime::Day(_), Some(Status::InfoReceived | Status::InTransit)) => 2,
            (EventTime::Day(_), Some(Status::OutForDelivery)) => 3,
            (EventTime::Day(_), Some(status)) if status != Status::Exception => 6,
            _ => 4,
        };
        let latest = micros(self.span.latest());
        (self.from + (latest - self.from) / 8 * eighths).min(self.to)
    }

    /// The order of events: by the middle of what their times can mean, then by one total key. It never asks whether
    /// two intervals overlap, because "undecided" is not transitive.
    pub(super) fn in_time(&self, other: &Self) -> Ordering {
        self.middle().cmp(&other.middle()).then_with(|| self.at_one_time(other))
    }

    #[cold]
    fn at_one_time(&self, other: &Self) -> Ordering {
        let rank = |scan: &Self| scan.event().state().map_or(0, |state| state.status().rank());
        let by_index = self.told.index.cmp(&other.told.index);
        by_index
            .then_with(|| rank(self).cmp(&rank(other)))
            .then_with(|| self.told.key().cmp(&other.told.key()))
            .then_with(|| self.source.cmp(other.source))
    }
}

/// How much a source's word weighs against another's about a physical scan.
pub(super) fn authority(role: &Role) -> u8 {
    match role {
        Role::User => 4,
        Role::Carrier => 3,
        Role::Marketplace => 2,
        Role::Aggregator | Role::Other(_) => 1,
    }
}

/// The events of one source in the order of time, each with whether it still counts. `clock` is the one by which the
/// source writes, where that had to be found out.
pub(super) fn scans<'h>(
    source: &'h Arc<Source>,
    ledger: &'h Ledger,
    earlier_leg: bool,
    clock: Option<&Clock>,
) -> Vec<Scan<'h>> {
    let resolve = resolver(ledger, clock);
    let withdrawn = Withdrawn::of(ledger, &resolve);
    let scan = |told: &'h Told| {
        let mut scan = Scan::new(source, told, resolve(told), earlier_leg);
        if withdrawn.takes(told, &scan.span) {
            scan.standing = Standing::Withdrawn;
        }
        scan
    };
    let mut scans: Vec<Scan<'h>> = ledger.events.iter().map(scan).collect();
    scans.sort_by(Scan::in_time);
    revoke(&mut scans);
    scans
}

/// What the times of a source's events mean.
pub(super) fn resolver<'c>(ledger: &Ledger, clock: Option<&'c Clock>) -> impl Fn(&Told) -> Span + use<'c> {
    let zone: Option<Zone> = ledger.facts.zone.as_ref().map(|zone| zone.value);
    move |told| clock.and_then(|clock| clock.read(told)).unwrap_or_else(|| at_home(told.span, zone))
}

/// The newest credible answer: what it does not tell any more, though it reaches back that far, is withdrawn.
struct Withdrawn(Option<(DateTime<Utc>, Span)>);

impl Withdrawn {
    fn of(ledger: &Ledger, resolve: impl Fn(&Told) -> Span) -> Self {
        Self(ledger.answers.newest_credible().and_then(|step| {
            let oldest = ledger.events.get(step.oldest.as_ref()?)?;
            Some((step.at, resolve(oldest)))
        }))
    }

    fn takes(&self, told: &Told, span: &Span) -> bool {
        self.0.as_ref().is_some_and(|(at, begins)| *at > told.last_seen && begins.is_certainly_before(span))
    }
}

/// Marks the events that others of the same source take back. Each takes back one: the event it names, or the newest
/// before it that moved the parcel and is not taken back yet.
fn revoke(scans: &mut [Scan<'_>]) {
    if scans.iter().all(|scan| scan.event().revokes.is_none()) {
        return;
    }
    for at in 0..scans.len() {
        let (before, rest) = scans.split_at_mut(at);
        let Some((scan, revokes)) = rest.first().and_then(|s| Some((s, s.event().revokes.as_ref()?))) else {
            continue;
        };
        if !scan.counts() {
            continue;
        }
        let leg = leg_of(scan.event());
        let target = before.iter_mut().rev().find(|target| {
            let event = target.event();
            target.counts()
                && event.revokes.is_none()
                && leg_of(event) == leg
                && revokes.time.is_none_or(|time| event.time == time)
                && revokes.code.as_ref().is_none_or(|code| event.code.as_ref() == Some(code))
                && (event.moves() || revokes.time.is_some() || revokes.code.is_some())
        });
        if let Some(target) = target {
            target.standing = Standing::Revoked;
        }
    }
}

/// The leg of an event; one that is not told is the forward one.
pub(super) fn leg_of(event: &Event) -> &Leg {
    event.leg.as_ref().unwrap_or(&Leg::Forward)
}

/// The sources whose number another leg continues: their deliveries are hand-overs.
pub(super) fn earlier_legs<'h>(
    sources: impl Iterator<Item = (&'h Arc<Source>, &'h Ledger)> + Clone,
) -> Vec<&'h Source> {
    let continued: Vec<&Arc<Source>> = sources
        .clone()
        .filter(|(source, ledger)| {
            let goes_on = |related: &&Related| {
                related.relation == Relation::Continues && related.number != source.number
            };
            ledger.related.keys().any(|related| goes_on(&related))
        })
        .map(|(source, _)| source)
        .collect();
    sources
        .map(|(source, _)| &**source)
        .filter(|source| source.role != Role::User)
        .filter(|source| {
            continued.iter().any(|other| {
                other.number == source.number && other.channel.carrier() == source.channel.carrier()
            })
        })
        .collect()
}
