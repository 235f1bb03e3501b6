//! One telling of one source with its time resolved, as the merge works with it.

use chrono::{DateTime, Utc};

use super::ledger::{EventKey, Ledger, Told};
use crate::model::{Event, Leg, Related, Relation, Role, Source, Span, Standing, Status, Zone};

/// One event of one source.
#[derive(Debug, Clone)]
pub(super) struct Scan<'h> {
    pub(super) source: &'h Source,
    pub(super) key: &'h EventKey,
    pub(super) told: &'h Told,
    pub(super) span: Span,
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
    pub(super) fn event(&self) -> &'h Event {
        self.told.event()
    }

    pub(super) fn counts(&self) -> bool {
        self.standing == Standing::Counted
    }

    /// The order of events: by the middle of what their times can mean, then by one total key. It never asks whether
    /// two intervals overlap, because "undecided" is not transitive.
    pub(super) fn position(&self) -> impl Ord + use<'h> {
        let rank = self.event().state().map_or(0, |state| state.status().rank());
        (self.span.middle(), self.told.latest.value.index, rank, self.key, self.source)
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

/// The events of one source in the order of time, each with whether it still counts.
pub(super) fn scans<'h>(source: &'h Source, ledger: &'h Ledger, earlier_leg: bool) -> Vec<Scan<'h>> {
    let zone = ledger.facts.zone.as_ref().map(|zone| zone.value);
    let withdrawn = Withdrawn::of(ledger, zone);
    let mut scans: Vec<Scan<'h>> = ledger
        .events
        .iter()
        .map(|(key, told)| {
            let span = resolve(told.event(), zone);
            let standing = if withdrawn.takes(told, &span) { Standing::Withdrawn } else { Standing::Counted };
            Scan { source, key, told, span, standing, earlier_leg, headline: None }
        })
        .collect();
    scans.sort_by(|a, b| a.position().cmp(&b.position()));
    revoke(&mut scans);
    scans
}

fn resolve(event: &Event, zone: Option<Zone>) -> Span {
    event.time.resolve(event.location.as_ref(), zone)
}

/// The newest credible answer: what it does not tell any more, though it reaches back that far, is withdrawn.
struct Withdrawn(Option<(DateTime<Utc>, Span)>);

impl Withdrawn {
    fn of(ledger: &Ledger, zone: Option<Zone>) -> Self {
        Self(ledger.answers.newest_credible().and_then(|step| {
            let oldest = ledger.events.get(step.oldest.as_ref()?)?;
            Some((step.at, resolve(oldest.event(), zone)))
        }))
    }

    fn takes(&self, told: &Told, span: &Span) -> bool {
        self.0.as_ref().is_some_and(|(at, begins)| *at > told.last_seen() && begins.is_certainly_before(span))
    }
}

/// Marks the events that others of the same source take back. Each takes back one: the event it names, or the newest
/// before it that moved the parcel and is not taken back yet.
fn revoke(scans: &mut [Scan<'_>]) {
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
    sources: impl Iterator<Item = (&'h Source, &'h Ledger)> + Clone,
) -> Vec<&'h Source> {
    let continued: Vec<&Source> = sources
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
        .map(|(source, _)| source)
        .filter(|source| source.role != Role::User)
        .filter(|source| {
            continued.iter().any(|other| {
                other.number == source.number && other.channel.carrier() == source.channel.carrier()
            })
        })
        .collect()
}

/// Whether all details of a status are one scan: things that happen once, however finely a source words them.
pub(super) fn happens_once(status: Status) -> bool {
    !matches!(status, Status::InTransit | Status::Exception | Status::InfoReceived)
}
