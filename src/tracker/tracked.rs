//! What came of tracking: the merged parcel, and what failed.

use chrono::{DateTime, Utc};

use crate::carrier::RawReply;
use crate::error::Error;
use crate::history::History;
use crate::model::{Channel, Note, Order, OrderParcel, OrderProgress, Parcel, Report};

/// A source's failure beside the others' success.
pub type Failure = (Channel, Error);

/// What is known of one parcel after it was asked for.
#[derive(Debug)]
pub struct Tracked {
    /// Apart, for it is large, and a call's future has room for it.
    pub(super) parcel: Box<Parcel>,
    pub(super) history: History,
    pub(super) reports: Vec<Report>,
    pub(super) failures: Vec<Failure>,
    pub(super) raw: Vec<(Channel, RawReply)>,
    pub(super) in_order: Option<OrderParcel>,
    pub(super) others: Vec<History>,
}

impl Tracked {
    pub(super) fn new(history: History, reports: Vec<Report>, at: DateTime<Utc>) -> Self {
        Self {
            parcel: Box::new(history.parcel(at)),
            history,
            reports,
            failures: Vec::new(),
            raw: Vec::new(),
            in_order: None,
            others: Vec::new(),
        }
    }

    /// The merged picture.
    pub fn parcel(&self) -> &Parcel {
        &self.parcel
    }

    /// Whether any source knows the parcel.
    pub fn is_found(&self) -> bool {
        !self.reports.is_empty()
    }

    /// All that was said this time, to be kept and joined with what is said later.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The same, by value.
    pub fn into_history(self) -> History {
        self.history
    }

    /// What each source reported.
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// Which sources failed, and why.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// The vendors' raw answers, if the tracker keeps them.
    pub fn raw(&self) -> &[(Channel, RawReply)] {
        &self.raw
    }

    /// The parcel as its order names it, if it was asked for by order.
    pub fn in_order(&self) -> Option<&OrderParcel> {
        self.in_order.as_ref()
    }

    /// Other parcels that answers spoke of: siblings of the same shipment, or those of other carriers with the same
    /// number.
    pub fn others(&self) -> &[History] {
        &self.others
    }
}

/// An order with its parcels, each merged from all sources that know it.
#[derive(Debug)]
pub struct TrackedOrder {
    pub(super) orders: Vec<Order>,
    pub(super) parcels: Vec<Tracked>,
    pub(super) failures: Vec<Failure>,
    pub(super) notes: Vec<(Channel, Note)>,
}

impl TrackedOrder {
    /// The order as each channel tells it.
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// Its parcels, in the order's own order.
    pub fn parcels(&self) -> &[Tracked] {
        &self.parcels
    }

    /// How far the order is by what became of its parcels, as each channel tells its lines; in the order of
    /// [`orders`](Self::orders).
    pub fn progress(&self) -> Vec<OrderProgress> {
        let parcels = || self.parcels.iter().map(Tracked::parcel);
        self.orders.iter().map(|order| order.progress(parcels())).collect()
    }

    /// Which sources failed to tell the order, and why. What failed for a single parcel stands with it.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// What was odd about the answers as a whole.
    pub fn notes(&self) -> &[(Channel, Note)] {
        &self.notes
    }
}
