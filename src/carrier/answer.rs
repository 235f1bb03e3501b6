//! All that one call to a carrier brought.

use crate::model::{Note, Order, Report};

/// All that one call brought: reports, orders, and what was odd.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// One report a parcel.
    pub reports: Vec<Report>,
    /// The orders that were asked for.
    pub orders: Vec<Order>,
    /// What was odd about the answer as a whole.
    pub notes: Vec<Note>,
}

impl From<Report> for Answer {
    fn from(report: Report) -> Self {
        Self { reports: vec![report], ..Self::default() }
    }
}

impl From<Order> for Answer {
    fn from(order: Order) -> Self {
        Self { orders: vec![order], ..Self::default() }
    }
}
