//! All that was ever said about one parcel, and the merged picture computed from it.
//!
//! [`History`] is a join semilattice: observations may come in any order, any number of times and in any grouping, and
//! the result is the same. Nothing is decided on the way in. [`History::parcel`] decides, as a pure function of the
//! whole and of the time for which it is asked:
//!
//! 1. `scan`: times become intervals in UTC, read by the clock that `clocks` finds each source to write by; withdrawn and
//!    revoked events are marked;
//! 2. `headline`: summaries become evidence where they say more than the events;
//! 3. `same`: tellings of one physical scan by several sources are folded into one entry;
//! 4. `timeline` orders the entries, vague ones by `sequence`; `machine` runs them through the table of `transition`;
//! 5. `picture` says what the sources disagree on, `derived` what follows from the timeline, `explain` why.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "sandbox")]
use crate::model::Status;
use crate::model::{FormatVersion, Observation, Parcel, Source};

mod join;
mod kind;
mod events;
mod ledger;
mod clock;
mod scan;
mod clocks;
mod headline;
mod own;
mod same;
mod sequence;
mod transition;
mod machine;
mod timeline;
mod derived;
mod belief;
mod explain;
mod picture;
mod identity;
#[cfg(test)]
mod mistakes;

#[cfg(feature = "runtime")]
pub(crate) use identity::Name;
use join::{Join, pairs};
use ledger::Ledger;
pub use machine::Precedence;

/// All that was ever said about one parcel.
///
/// ```
/// use parceltrack::{CarrierId, Channel, Event, History, Report, Source, Status, state::out_for_delivery};
///
/// let channel = Channel::new(CarrierId::DHL, "unified")?;
/// let source = Source::carrier(channel, "00340434161094042557".parse()?);
/// let mut report = Report::new(source, "2026-11-22T10:00:00Z".parse().unwrap());
/// report.events.push(Event::new("2026-11-22T08:41:00+01:00".parse()?, Status::OutForDelivery));
///
/// let mut history = History::new();
/// history.absorb(report.clone());
/// history.absorb(report);
/// let parcel = history.parcel("2026-11-22T10:00:00Z".parse().unwrap());
/// assert_eq!(parcel.status(), Status::OutForDelivery);
/// assert_eq!(parcel.entries.len(), 1);
/// # Ok::<(), parceltrack::Error>(())
/// ```
///
/// Serialised it can be kept and joined later, also with what another program has heard meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    #[serde(default)]
    version: FormatVersion,
    #[serde(with = "pairs")]
    sources: own::Sources,
}

impl History {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what came of asking a source once.
    pub fn absorb(&mut self, observation: impl Into<Observation>) {
        let (source, ledger) = match observation.into() {
            Observation::Report(report) => (report.source.clone(), Ledger::of_report(*report)),
            Observation::Refusal(refusal) => (refusal.source, Ledger::of_refusal(refusal.kind, refusal.at)),
        };
        self.sources.join(BTreeMap::from([(Arc::new(source), Box::new(ledger))]));
    }

    /// Adds all that another history knows of the same parcel.
    pub fn join(&mut self, other: Self) {
        self.join_all([other]);
    }

    /// Adds all that several other histories know of the same parcel, at the cost of putting it in order once.
    pub fn join_all(&mut self, others: impl IntoIterator<Item = Self>) {
        let mut is_settled = true;
        for other in others {
            if self.is_empty() {
                *self = other;
                continue;
            }
            for (source, ledger) in other.sources {
                match self.sources.entry(source) {
                    Entry::Vacant(place) => {
                        place.insert(ledger);
                    }
                    Entry::Occupied(mut mine) => {
                        mine.get_mut().append(ledger);
                        is_settled = false;
                    }
                }
            }
        }
        if !is_settled {
            self.sources.values_mut().for_each(|ledger| ledger.settle());
        }
    }

    /// Whether nobody said anything yet.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The sources that said something, or refused to.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.sources.keys().map(|source| &**source)
    }

    /// The merged picture. `at` is "now" for what depends on the time, such as a delay; it filters no evidence.
    pub fn parcel(&self, at: DateTime<Utc>) -> Parcel {
        self.parcel_by(at, Precedence::default())
    }

    /// The same where it is not the newest scan that counts, but the most trusted source's.
    ///
    /// ```
    /// use parceltrack::{CarrierId, Channel, Event, History, Precedence, Report, Role, Source, Status};
    ///
    /// let number: parceltrack::TrackingNumber = "00340434161094042557".parse()?;
    /// let at = "2026-11-22T12:00:00Z".parse().unwrap();
    /// let mut carrier = Report::new(Source::carrier(Channel::new(CarrierId::DHL, "unified")?, number.clone()), at);
    /// carrier.events.push(Event::new("2026-11-22T08:41:00+01:00".parse()?, Status::OutForDelivery));
    /// let channel = "collector/all".parse()?;
    /// let mut other = Report::new(Source { channel, number, role: Role::Aggregator }, at);
    /// other.events.push(Event::new("2026-11-22T10:02:00+01:00".parse()?, Status::Delivered));
    ///
    /// let history: History = [carrier, other].into_iter().collect();
    /// assert_eq!(history.parcel(at).status(), Status::Delivered);
    /// assert_eq!(history.parcel_by(at, Precedence::Trusted).status(), Status::OutForDelivery);
    /// # Ok::<(), parceltrack::Error>(())
    /// ```
    pub fn parcel_by(&self, at: DateTime<Utc>, precedence: Precedence) -> Parcel {
        picture::parcel(&self.sources, at, precedence)
    }
}

#[cfg(feature = "sandbox")]
impl History {
    /// Hands out the status machine alone, over entries that are ready for it, so that `benches/limits.rs` can time it.
    #[doc(hidden)]
    pub fn with_machine<T>(&self, time: impl FnOnce(&mut dyn FnMut() -> Status) -> T) -> T {
        picture::with_machine(&self.sources, time)
    }
}

impl<T: Into<Observation>> FromIterator<T> for History {
    fn from_iter<I: IntoIterator<Item = T>>(observations: I) -> Self {
        let mut history = Self::new();
        observations.into_iter().for_each(|observation| history.absorb(observation));
        history
    }
}

impl<T: Into<Observation>> Extend<T> for History {
    fn extend<I: IntoIterator<Item = T>>(&mut self, observations: I) {
        observations.into_iter().for_each(|observation| self.absorb(observation));
    }
}
