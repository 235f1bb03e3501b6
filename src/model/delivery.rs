//! When a parcel is expected, how it was handed over, and where it waits.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::location::Location;
use super::personal::Personal;
use super::reason::HandoverPlace;
use super::time::EventTime;
use super::words::open_words;

open_words! {
    /// What kind of claim an estimate is.
    EstimateKind {
        /// Promised to the buyer.
        Promised = "promised",
        /// The carrier's forecast.
        Estimated = "estimated",
        /// The window of the delivery day.
        Window = "window",
    }
}

/// A claim of when the parcel will be delivered. An estimate is no event and never moves the parcel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Estimate {
    /// Kind of claim.
    pub kind: EstimateKind,
    /// Not before; none where only an end is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<EventTime>,
    /// Not after.
    pub to: EventTime,
    /// When the source made it, if it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<EventTime>,
}

impl Estimate {
    /// An estimate that names only an end.
    pub fn new(kind: EstimateKind, to: EventTime) -> Self {
        Self { kind, from: None, to, made_at: None }
    }

    /// The same with a beginning.
    #[must_use]
    pub fn with_from(self, from: EventTime) -> Self {
        Self { from: Some(from), ..self }
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from.filter(|from| *from != self.to) {
            Some(from) => write!(f, "{from} to {} ({})", self.to, self.kind),
            None => write!(f, "{} ({})", self.to, self.kind),
        }
    }
}

/// Proof of delivery: how and to whom a parcel was handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Delivery {
    /// Where or to what kind of person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_to: Option<HandoverPlace>,
    /// When, where the proof carries a time of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<EventTime>,
    /// Who signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<Personal>,
    /// Link to the signature. Such links may expire or need a login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_url: Option<Personal>,
    /// Link to a photo. Amazon's work for one hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo_url: Option<Personal>,
    /// Link to a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_url: Option<Personal>,
}

impl Delivery {
    /// The proof, unless it says nothing.
    pub fn non_empty(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// A place where the recipient collects the parcel.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PickupPoint {
    /// Locker, shop, post office, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<HandoverPlace>,
    /// The last day or moment to collect it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect_by: Option<EventTime>,
    /// Opening hours, a line each, as the source words them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opening_hours: Vec<String>,
    /// City, country and so on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Name of the shop or number of the locker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal>,
    /// Street and house number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<Personal>,
    /// Code that opens the locker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_code: Option<Personal>,
}

impl PickupPoint {
    /// The point as a report holds it, unless it says nothing.
    pub fn non_empty(self) -> Option<Box<Self>> {
        (self != Self::default()).then(|| Box::new(self))
    }
}

/// Length, width and height in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dimensions {
    /// Length in millimetres.
    pub length_mm: u32,
    /// Width in millimetres.
    pub width_mm: u32,
    /// Height in millimetres.
    pub height_mm: u32,
}
