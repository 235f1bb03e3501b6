//! Asks every channel that may know a parcel, at once, and merges what they say.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt};

use crate::carrier::{Carrier, Query, Reference};
use crate::carriers;
use crate::error::{Error, ErrorKind, Result};
use crate::history::{History, Name};
use crate::http::{Clock, Transport};
use crate::model::{CarrierId, Channel, Observation, Order, Refusal, Report, Role, Source};
use crate::traffic::{Road, Usage};

mod clock;
mod freshness;
mod answers;
mod builder;
mod detect;
mod gate;
mod gather;
mod tracked;
mod fanout;
#[cfg(all(test, shuttle))]
mod schedules;

use answers::Answers;
pub use builder::TrackerBuilder;
pub use clock::SystemClock;
use detect::{Memory, Waves};
use fanout::{FanOut, Outcome};
pub use freshness::Freshness;
use gate::Gate;
use gather::Gather;
pub use tracked::{Failure, Tracked, TrackedOrder};

/// Asks several carriers about a parcel and merges what they say. Cheap to clone.
///
/// Each call asks all its sources at once, follows the numbers that they name (from a shop's order to the parcel's
/// carrier, from one carrier to the next), each once, and ends at the deadline with whatever has answered. Dropping the
/// future of a call stops all its work, as soon as its tokio runtime runs on.
#[derive(Clone)]
pub struct Tracker(Arc<Inner>);

struct Inner {
    carriers: Vec<Arc<dyn Carrier>>,
    roads: BTreeMap<Channel, Arc<Road>>,
    answers: Answers,
    /// Of the channels whose vendors answer several questions in one request.
    gathers: BTreeMap<Channel, Gather>,
    gate: Gate,
    at_once: usize,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    keep_raw: bool,
    probes: usize,
    memory: Memory,
}

impl Tracker {
    /// Starts to put a tracker together.
    pub fn builder() -> TrackerBuilder {
        TrackerBuilder::default()
    }

    /// The channels that it asks.
    pub fn channels(&self) -> impl Iterator<Item = Channel> {
        self.0.carriers.iter().map(|carrier| carrier.channel())
    }

    /// What was used of the channels' daily quotas, to be kept over a restart and given to
    /// [`TrackerBuilder::usage`] again. Only operations that were asked have one.
    pub fn usage(&self) -> Vec<Usage> {
        self.0.roads.values().flat_map(|road| road.usage()).collect()
    }

    /// Tracks a number at the carriers whose it may be, the likeliest first; see [`TrackerBuilder::probes`].
    ///
    /// A parcel that nobody knows is no error: [`Tracked::is_found`] tells, and the failures say why.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidNumber`] if the text is no number, [`ErrorKind::Unsupported`] if no channel can be asked by
    /// number, and [`ErrorKind::Closed`] once the tracker was [shut down](Self::close).
    pub async fn track(&self, number: impl AsRef<str>) -> Result<Tracked> {
        self.0.ask(&Query::number(number.as_ref().parse()?), None, false).await
    }

    /// Tracks a number at one carrier, and wherever its answers lead.
    ///
    /// # Errors
    ///
    /// As [`track`](Self::track), and [`ErrorKind::Misconfigured`] if the tracker has no channel of the carrier.
    pub async fn track_as(&self, carrier: &CarrierId, number: impl AsRef<str>) -> Result<Tracked> {
        self.0.ask(&Query::number(number.as_ref().parse()?), Some(carrier), false).await
    }

    /// Tracks by a question with hints, such as the recipient's postal code or a language, at one carrier or at all
    /// that may know.
    ///
    /// # Errors
    ///
    /// As [`track_as`](Self::track_as).
    pub async fn ask(&self, query: Query, carrier: Option<&CarrierId>) -> Result<Tracked> {
        self.0.ask(&query, carrier, false).await
    }

    /// Tracks many parcels, each as [`ask`](Self::ask) does, and gives them as they come, in any order, each with its
    /// question. What fails for one costs the others nothing.
    ///
    /// Of the questions no more are taken than are under way at once ([`TrackerBuilder::at_once`]), so any number of them
    /// needs no more memory. Those to a channel whose vendor answers several in one request are put together.
    ///
    /// ```
    /// use futures_util::{StreamExt, stream};
    /// use parceltrack::{Query, Tracker};
    ///
    /// async fn print(tracker: &Tracker, numbers: Vec<String>) {
    ///     let queries = numbers.iter().filter_map(|number| Some(Query::number(number.parse().ok()?)));
    ///     let mut parcels = std::pin::pin!(tracker.track_many(stream::iter(queries)));
    ///     while let Some((query, tracked)) = parcels.next().await {
    ///         match tracked {
    ///             Ok(tracked) => println!("{:?}: {}", query.reference, tracked.parcel().status()),
    ///             Err(error) => println!("{:?}: {error}", query.reference),
    ///         }
    ///     }
    /// }
    /// ```
    pub fn track_many<S>(&self, queries: S) -> impl Stream<Item = (Query, Result<Tracked>)> + use<S>
    where
        S: Stream<Item = Query>,
    {
        let (tracker, at_once) = (self.clone(), self.0.at_once);
        let calls = queries.map(move |query| {
            let tracker = tracker.clone();
            async move {
                let tracked = tracker.0.ask(&query, None, true).await;
                (query, tracked)
            }
        });
        calls.buffer_unordered(at_once)
    }

    /// Shuts the tracker and its clones down: lets no call begin any more ([`ErrorKind::Closed`]), and waits for those
    /// under way, which end by their deadline.
    pub async fn close(&self) {
        self.0.gate.close().await;
    }

    /// Tracks the parcels of an order: at the shop that knows it, and at the carriers that bring them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidNumber`] if the text is no order identifier, [`ErrorKind::Unsupported`] if no channel can be
    /// asked by order, [`ErrorKind::Closed`] once the tracker was shut down, and the shop's error where it does not tell the
    /// order.
    pub async fn order(&self, id: impl AsRef<str>) -> Result<TrackedOrder> {
        let query = Query::order(id.as_ref().parse()?);
        let all = self.0.channels_of(None);
        let _call = self.0.gate.enter()?;
        let mut fan_out = self.0.fan_out(&query, all, false)?;
        fan_out.run().await;
        let outcomes = fan_out.into_outcomes();
        let failures = failures(&outcomes);
        let at = self.0.clock.now();
        let answers = || outcomes.iter().filter_map(|outcome| Some((outcome.channel(), outcome.answer()?)));
        let orders: Vec<Order> = answers().flat_map(|(_, answer)| answer.orders.iter().cloned()).collect();
        let (about_order, mut about_parcels): (Vec<_>, Vec<_>) =
            failures.into_iter().partition(|(_, reference, _)| matches!(reference, Reference::Order(_)));
        if orders.is_empty() {
            return Err(about_order
                .into_iter()
                .map(|(_, _, error)| error)
                .next()
                .unwrap_or_else(|| Error::new(ErrorKind::NotFound, "nobody who was asked knows the order")));
        }
        let mut found: Vec<Tracked> = parcels(&outcomes, at)
            .into_iter()
            .map(|(history, reports)| Tracked::new(history, reports, at))
            .collect();
        let mut tracked = Vec::new();
        for (channel, parcel) in
            orders.iter().flat_map(|order| order.parcels().map(|parcel| (&order.channel, parcel)))
        {
            let names = parcel.names(channel);
            let place = found.iter().position(|tracked| tracked.history.goes_by(&names));
            // Two channels may name the same parcel.
            if place.is_none() && tracked.iter().any(|known: &Tracked| known.history.goes_by(&names)) {
                continue;
            }
            let mut one = match place {
                Some(place) => found.remove(place),
                None => Tracked::new(History::new(), Vec::new(), at),
            };
            one.in_order = Some(parcel.clone());
            let (mine, rest) =
                about_parcels.into_iter().partition(|(failed, reference, _)| match reference {
                    Reference::Number(number) | Reference::Fulfilment(number) => {
                        let asked = (Some(failed.carrier().clone()), number.clone());
                        one.history.goes_by(std::slice::from_ref(&asked)) || names.contains(&asked)
                    }
                    Reference::Order(_) | Reference::Package(_) => false,
                });
            about_parcels = rest;
            one.failures = without_reference(mine);
            tracked.push(one);
        }
        tracked.append(&mut found);
        let mut failures = without_reference(about_order);
        failures.extend(without_reference(about_parcels));
        let notes = answers()
            .flat_map(|(channel, answer)| answer.notes.iter().map(|note| (channel.clone(), note.clone())));
        let notes = notes.collect();
        Ok(TrackedOrder { orders, parcels: tracked, failures, notes })
    }
}

type AboutWhat = (Channel, Reference, Error);

fn without_reference(failures: Vec<AboutWhat>) -> Vec<Failure> {
    failures.into_iter().map(|(channel, _, error)| (channel, error)).collect()
}

impl Inner {
    /// Asks about one parcel; `gathers` if questions of other calls may go into the same request.
    async fn ask(
        self: &Arc<Self>,
        query: &Query,
        carrier: Option<&CarrierId>,
        gathers: bool,
    ) -> Result<Tracked> {
        // Where all is known there is nothing to wait for, and others would not get their turn.
        tokio::task::coop::consume_budget().await;
        let _call = self.gate.enter()?;
        let mut fan_out = self.fan_out_to(query, carrier, gathers)?;
        fan_out.run().await;
        let outcomes = fan_out.into_outcomes();
        let failures = failures(&outcomes);
        if let (Reference::Number(number), None) = (&query.reference, carrier) {
            let knew = outcomes.iter().filter(|outcome| outcome.is_found_by(&query.reference));
            let knew = knew.map(|outcome| outcome.channel().carrier().clone()).collect();
            let denied = failures.iter().filter(|(_, reference, error)| {
                *reference == query.reference && error.kind() == ErrorKind::NotFound
            });
            let denied: Vec<CarrierId> = denied.map(|(channel, ..)| channel.carrier().clone()).collect();
            self.memory.put(number, knew, &denied);
        }
        let at = self.clock.now();
        let mut parcels = parcels(&outcomes, at);
        let (history, reports) = match parcels.len() {
            0 => Default::default(),
            1 => parcels.remove(0),
            _ => parcels.remove(meant(&parcels, query, carrier, at)),
        };
        let mut tracked = Tracked::new(history, reports, at);
        tracked.others = parcels.into_iter().map(|(history, _)| history).collect();
        tracked.failures = failures.into_iter().map(|(channel, _, error)| (channel, error)).collect();
        for outcome in &outcomes {
            let raw = outcome.told.raw.iter().map(|raw| (outcome.channel().clone(), raw.clone()));
            tracked.raw.extend(raw);
        }
        Ok(tracked)
    }

    /// A call of the channels that may know of a query, or of a carrier's. Whom to ask would stay in the future of a call
    /// if that awaited this.
    fn fan_out_to<'t>(
        self: &'t Arc<Self>,
        query: &'t Query,
        carrier: Option<&CarrierId>,
        gathers: bool,
    ) -> Result<FanOut<'t>> {
        let waves = match &query.reference {
            Reference::Number(number) => self.candidates(number, carrier),
            _ => self.channels_of(carrier),
        };
        match carrier {
            Some(carrier) if waves.is_empty() => Err(self.without(carrier)),
            _ => self.fan_out(query, waves, gathers),
        }
    }

    /// A call of those channels that can be asked.
    fn fan_out<'t>(
        self: &'t Arc<Self>,
        query: &'t Query,
        mut waves: Waves<'t>,
        gathers: bool,
    ) -> Result<FanOut<'t>> {
        waves.retain(|(_, channel)| channel.capabilities().accepts(&query.reference));
        if waves.is_empty() {
            let known: Vec<String> =
                self.carriers.iter().map(|carrier| carrier.channel().to_string()).collect();
            let text = format!("none of {} can be asked by {}", known.join(", "), query.reference.kind());
            return Err(Error::new(ErrorKind::Unsupported, text));
        }
        Ok(FanOut::new(self, query, waves, gathers))
    }

    /// Why a carrier cannot be asked.
    fn without(&self, carrier: &CarrierId) -> Error {
        let known: Vec<String> = self.carriers.iter().map(|carrier| carrier.channel().to_string()).collect();
        let known = known.join(", ");
        let text = match carriers::find(carrier) {
            Some(entry) if !entry.feature.is_empty() => format!(
                "the tracker has no channel of {carrier}, only {known}; add one, and enable the crate feature `{}`",
                entry.feature
            ),
            _ => format!("the tracker has no channel of {carrier}, only {known}"),
        };
        Error::new(ErrorKind::Misconfigured, text).with_carrier(carrier)
    }
}

/// How the outcomes without an answer failed.
fn failures(outcomes: &[Outcome]) -> Vec<AboutWhat> {
    let failure = |outcome: &Outcome| {
        // Others may wait for the same answer.
        let error = outcome.error()?.again().with_channel(outcome.channel());
        Some((outcome.channel().clone(), outcome.reference().clone(), error))
    };
    outcomes.iter().filter_map(failure).collect()
}

/// The parcels that the outcomes speak of, each with the reports about it.
fn parcels(outcomes: &[Outcome], at: DateTime<Utc>) -> Vec<(History, Vec<Report>)> {
    let reports = || outcomes.iter().filter_map(Outcome::answer).flat_map(|answer| &answer.reports);
    let refusals = outcomes.iter().filter_map(|outcome| refusal(outcome, at));
    let told = reports().map(|report| Observation::from(report.clone()));
    let observations = told.chain(refusals.map(Observation::from));
    let with_reports = |history: History| {
        let is_mine = |report: &&Report| history.sources().any(|source| *source == report.source);
        let mut mine = Vec::with_capacity(history.sources().count());
        mine.extend(reports().filter(is_mine).cloned());
        (history, mine)
    };
    History::group(observations).into_iter().map(with_reports).collect()
}

/// Of several parcels, the place of the one that is asked for: of those with this number, the one that moved last.
fn meant(
    parcels: &[(History, Vec<Report>)],
    query: &Query,
    carrier: Option<&CarrierId>,
    at: DateTime<Utc>,
) -> usize {
    let names: Vec<Name> = match &query.reference {
        Reference::Number(number) | Reference::Fulfilment(number) => vec![(carrier.cloned(), number.clone())],
        Reference::Order(_) | Reference::Package(_) => Vec::new(),
    };
    let newest = |(history, reports): &(History, Vec<Report>)| {
        let events = history.parcel(at).entries.iter().map(|entry| entry.span.middle()).max();
        (names.is_empty() || history.goes_by(&names), !reports.is_empty(), events)
    };
    (0..parcels.len()).max_by_key(|index| parcels.get(*index).map(newest)).unwrap_or_default()
}

/// What a history remembers of a failure. A question by order or package names no parcel.
fn refusal(outcome: &Outcome, at: DateTime<Utc>) -> Option<Refusal> {
    let kind = outcome.error()?.refusal_kind()?;
    let Reference::Number(number) = outcome.reference() else { return None };
    let source = Source { channel: outcome.channel().clone(), number: number.clone(), role: Role::Carrier };
    Some(Refusal::new(source, at, kind))
}

impl fmt::Debug for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channels: Vec<String> = self.channels().map(|channel| channel.to_string()).collect();
        f.debug_struct("Tracker").field("channels", &channels).finish_non_exhaustive()
    }
}

const _: fn() = || {
    fn is_send<T: Send>(_: T) {}
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Tracker>();
    let _: fn(&Tracker) = |tracker| is_send(tracker.order(""));
};
