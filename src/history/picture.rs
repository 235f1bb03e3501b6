//! The merged picture: what follows from the timeline and from what sources say beside their events.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::belief;
use super::derived::{self, Basis};
use super::headline::Summary;
use super::identity;
use super::join::Latest;
use super::ledger::{Facts, Ledger};
#[cfg(feature = "sandbox")]
use super::machine;
use super::machine::Precedence;
use super::own::{Own, Sources, in_time};
use super::scan::{Scan, authority};
use super::timeline;
use crate::model::{
    CarrierId, Claim, Delivery, Divergence, DivergenceKind, Parcel, RefusalKind, Related, Relation, Role,
    Source, SourceView, Standing, State, Status, TimelineEntry,
    state::{pending, unknown},
};

/// The merged picture of all sources at a time.
pub(super) fn parcel(sources: &Sources, at: DateTime<Utc>, precedence: Precedence) -> Parcel {
    let own = Own::all(sources);
    let summaries: Vec<Scan<'_>> = own.iter().filter_map(|own| Some(own.summary.as_ref()?.scan())).collect();
    let all = in_time(&own, &summaries);
    let reading = timeline::read(&all, precedence);
    let entries = reading.entries();
    let delivery_time_is_borrowed = reading.delivery_time_is_borrowed();
    let run = reading.run;

    let newest = own.iter().filter_map(|own| Some(own.newest()?.middle())).max();
    let views: Vec<View> = own.iter().map(|own| View::of(own, newest, run.position.status, at)).collect();
    let decided = run.decided_by.and_then(|index| entries.get(index));
    let divergences: Vec<Divergence> =
        views.iter().filter_map(|view| view.divergence(&run.state, decided)).collect();

    let began = began(&entries, run.begins);
    let facts = Trusted::of(sources, began);
    let delivered = run.delivered_by.and_then(|index| entries.get(index));
    let state = if run.decided_by.is_some() { run.state.clone() } else { undecided(sources) };
    let derived = derived::derive(&Basis {
        at,
        entries: &entries,
        run: &run,
        began,
        state: &state,
        delivery_time_is_borrowed,
        own: &own,
        states: views.iter().map(|view| view.view.state.as_ref()).collect(),
        destination: facts.first(|facts| facts.destination.as_ref()),
        home: facts.first(|facts| facts.zone.as_ref()).copied(),
        point: facts.first(|facts| facts.pickup.as_ref()).map(Box::as_ref),
    });
    Parcel {
        at,
        is_returning: run.position.returning,
        conflict: run.conflict || divergences.iter().any(|d| d.kind == DivergenceKind::Contradicts),
        decided_by: run.decided_by,
        delivered_at: delivered.filter(|_| !delivery_time_is_borrowed).map(|entry| entry.time),
        carrier: holder(&own),
        numbers: numbers(sources),
        attempts: derived.attempts,
        delivery: facts.delivery(delivered),
        pickup: derived.pickup,
        service: facts.find(|facts| facts.service.as_ref()),
        weight_g: facts.find(|facts| facts.weight_g.as_ref()),
        dimensions: facts.find(|facts| facts.dimensions.as_ref()),
        origin: facts.find(|facts| facts.origin.as_ref()),
        destination: facts.find(|facts| facts.destination.as_ref()),
        url: facts.find(|facts| facts.url.as_ref()),
        state,
        entries,
        estimate: derived.estimate,
        first_promise: derived.first_promise,
        estimates: derived.estimates,
        timeliness: derived.timeliness,
        delay: derived.delay,
        silence: derived.silence,
        milestones: derived.milestones,
        progress: derived.progress,
        legs: derived.legs,
        action_required: derived.action_required,
        sources: views
            .into_iter()
            .map(|View { view, .. }| SourceView {
                divergence: divergences.iter().find(|d| d.source == view.source).map(|d| d.kind),
                ..view
            })
            .collect(),
        divergences,
    }
}

/// The status machine alone, over the scans of all sources.
#[cfg(feature = "sandbox")]
pub(super) fn with_machine<T>(sources: &Sources, time: impl FnOnce(&mut dyn FnMut() -> Status) -> T) -> T {
    let own = Own::all(sources);
    let all = in_time(&own, &[]);
    let words = timeline::words(&all);
    time(&mut || machine::run(&words, Precedence::Newest).position.status)
}

/// When the parcel was first heard of, if another one had its number before; else the beginning of time.
fn began(entries: &[TimelineEntry], begins: usize) -> DateTime<Utc> {
    if begins == 0 {
        return DateTime::<Utc>::MIN_UTC;
    }
    let of_this = entries.iter().skip(begins).flat_map(|entry| &entry.witnesses);
    of_this.map(|witness| witness.first_seen).min().unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// What can be said of a parcel of which no source tells a state.
fn undecided(sources: &Sources) -> State {
    let refused = |kind| sources.values().any(|ledger| ledger.refusals.contains_key(&kind));
    match () {
        () if sources.is_empty() => pending::NEW,
        () if sources.values().any(|ledger| ledger.answered.is_some()) => unknown::NO_STATUS,
        () if refused(RefusalKind::NotFound) => pending::NOT_FOUND,
        () if refused(RefusalKind::InvalidNumber) => pending::INVALID_NUMBER,
        () => State::of(Status::Unknown),
    }
}

/// One source's own picture, with what a comparison needs.
struct View {
    view: SourceView,
    decided: Option<Claim>,
}

impl View {
    fn of(own: &Own<'_>, newest: Option<i64>, merged: Status, at: DateTime<Utc>) -> Self {
        let Own { source, ledger, scans, summary, .. } = own;
        let summary = summary.as_ref().map(Summary::scan);
        let mut all: Vec<&Scan<'_>> = scans.iter().chain(&summary).collect();
        // Exact times are in order already.
        if summary.is_some() || scans.iter().any(|scan| scan.from < scan.to) {
            all.sort_by(|a, b| a.point().cmp(&b.point()).then_with(|| a.in_time(b)));
        }
        let run = timeline::alone(&all);
        let own_newest = own.newest();
        let view = SourceView {
            source: Arc::clone(source),
            last_failure: belief::last_failure(ledger),
            belief: belief::belief(source, ledger, merged, at),
            divergence: None,
            state: run.decided_by.map(|_| run.state.clone()),
            newest_event: own_newest.map(|scan| scan.event().time),
            behind_minutes: own_newest.zip(newest).map(|(own, newest)| (newest - own.middle()) / 60_000_000),
            answered_at: ledger.answered.map(|newest| newest.0),
            refusals: ledger.refusals.iter().map(|(kind, at)| (kind.clone(), at.0)).collect(),
            newest_answer_is_poor: ledger.answers.newest_is_poor(),
            events: scans.iter().filter(|scan| scan.counts()).count(),
        };
        let decided = run.decided_by.and_then(|index| all.get(index).copied());
        let decided = decided.map(|scan| Claim {
            source: Arc::clone(source),
            state: run.state,
            time: scan.event().time,
            span: scan.span,
            told_at: scan.told.first_seen,
        });
        Self { view, decided }
    }

    /// How the source's own state differs from the merged one. It merely lags where what decided its state lies before
    /// what decided the merged one, unless it claims an end that the others deny.
    fn divergence(&self, merged: &State, decided: Option<&TimelineEntry>) -> Option<Divergence> {
        let says = self.view.state.as_ref()?;
        if says.status() == merged.status() {
            return None;
        }
        let is_older = (self.decided.as_ref())
            .zip(decided)
            .is_some_and(|(own, merged)| own.span.middle() < merged.span.middle());
        let kind = if is_older && !says.status().is_final() {
            DivergenceKind::Behind
        } else {
            DivergenceKind::Contradicts
        };
        Some(Divergence {
            source: self.view.source.clone(),
            kind,
            says: says.clone(),
            merged: merged.clone(),
            behind_minutes: self.view.behind_minutes,
            claim: self.decided.clone(),
            believed: decided.and_then(|entry| believed(entry, merged, &self.view.source)),
        })
    }
}

/// What is believed against a source: the deciding entry by its most trusted witness, if possible another one.
fn believed(entry: &TimelineEntry, merged: &State, against: &Source) -> Option<Claim> {
    let counted = || entry.witnesses.iter().filter(|witness| witness.standing == Standing::Counted);
    let witness = counted().find(|witness| *witness.source != *against).or_else(|| counted().next())?;
    Some(Claim {
        source: witness.source.clone(),
        state: merged.clone(),
        time: entry.time,
        span: entry.span,
        told_at: witness.first_seen,
    })
}

/// The facts of all sources, the most trusted first; equals by who told last, then by name.
///
/// What was told before the parcel was first heard of is about another one, which had the number before.
struct Trusted<'h> {
    facts: Vec<&'h Facts>,
    began: DateTime<Utc>,
}

impl<'h> Trusted<'h> {
    fn of(sources: &'h Sources, began: DateTime<Utc>) -> Self {
        let mut facts: Vec<(&Arc<Source>, &Box<Ledger>)> = sources.iter().collect();
        facts.sort_by(|(a, x), (b, y)| {
            (authority(&b.role), y.answered, *a).cmp(&(authority(&a.role), x.answered, *b))
        });
        Self { facts: facts.into_iter().map(|(_, ledger)| &ledger.facts).collect(), began }
    }

    /// A fact as each source tells it, the most trusted first.
    fn all<T: 'h>(&self, fact: impl Fn(&'h Facts) -> Option<&'h Latest<T>>) -> impl Iterator<Item = &'h T> {
        let latest = self.facts.iter().filter_map(move |facts| fact(facts));
        latest.filter(|latest| latest.at >= self.began).map(|latest| &latest.value)
    }

    fn first<T: 'h>(&self, fact: impl Fn(&'h Facts) -> Option<&'h Latest<T>>) -> Option<&'h T> {
        self.all(fact).next()
    }

    fn find<T: Clone + 'h>(&self, fact: impl Fn(&'h Facts) -> Option<&'h Latest<T>>) -> Option<T> {
        self.first(fact).cloned()
    }

    /// The proof of delivery, each part from the most trusted source that tells it.
    fn delivery(&self, delivered: Option<&TimelineEntry>) -> Option<Delivery> {
        let mut whole = Delivery {
            handed_to: delivered.and_then(|entry| entry.handed_to().cloned()),
            ..Delivery::default()
        };
        for part in self.all(|facts| facts.delivery.as_ref()) {
            let Delivery { handed_to, time, signed_by, signature_url, photo_url, document_url } =
                part.clone();
            whole.handed_to = whole.handed_to.or(handed_to);
            whole.time = whole.time.or(time);
            whole.signed_by = whole.signed_by.or(signed_by);
            whole.signature_url = whole.signature_url.or(signature_url);
            whole.photo_url = whole.photo_url.or(photo_url);
            whole.document_url = whole.document_url.or(document_url);
        }
        whole.non_empty()
    }
}

/// Who moves the parcel: the carrier of the last leg that was heard of last, else whom a marketplace names.
fn holder(own: &[Own<'_>]) -> Option<CarrierId> {
    let heard = |own: &Own<'_>| own.newest().map(Scan::middle);
    let carrier = own
        .iter()
        .filter(|own| own.source.role == Role::Carrier)
        .max_by_key(|own| (!own.earlier_leg, heard(own), std::cmp::Reverse(own.source)))
        .map(|own| own.source.channel.carrier().clone());
    carrier.or_else(|| {
        own.iter()
            .filter_map(|own| Some((own.ledger.facts.carrier.as_ref()?, own.source)))
            .max()
            .map(|(carrier, _)| carrier.value.clone())
    })
}

/// The numbers under which sources know the parcel, and those that they name beside it.
fn numbers(sources: &Sources) -> Vec<Related> {
    let own = sources.iter().map(|(source, ledger)| {
        let (carrier, number) =
            identity::name(source, ledger.facts.carrier.as_ref().map(|carrier| &carrier.value));
        Related { relation: Relation::Same, carrier, number }
    });
    let named = sources.values().flat_map(|ledger| ledger.related.keys().cloned());
    own.chain(named).collect::<BTreeSet<_>>().into_iter().collect()
}
