//! What really happened to a parcel, one scan or message at a time.

use chrono::{DateTime, Utc};

use super::place::Place;
use crate::model::{Leg, State};

/// How a scan stands to the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ScanKind {
    /// It happened as scanned.
    Real,
    /// Scanned as delivered, and it was not.
    FalseDelivery,
    /// Booked as a matter of form; the parcel is where it was.
    Administrative,
    /// Scanned as delivered, but to the carrier of the next leg.
    HandOver,
    /// Never scanned: a source derives it from another fact.
    Inferred,
    /// A person says it.
    Word,
    /// Of another parcel that had the number before.
    Earlier,
}

/// One scan of the truth.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scan {
    /// When, to the second.
    pub at: DateTime<Utc>,
    /// Where.
    pub place: Place,
    /// What the scanner was told.
    pub state: State,
    /// To the recipient, or back to the sender.
    pub leg: Leg,
    /// The carrier that scanned: 0 for the first, 1 for the one that took over.
    pub carrier: usize,
    /// How it stands to the truth.
    pub kind: ScanKind,
}
