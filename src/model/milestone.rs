//! The few stations that people expect, each with whether it is behind the parcel.

use serde::Serialize;

use super::time::EventTime;

/// A station that people expect, or the problem or end that takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MilestoneKind {
    /// The order or shipment was announced; the carrier does not hold the parcel yet.
    Ordered,
    /// The carrier holds it.
    Shipped,
    /// On the vehicle of the newest delivery tour.
    OutForDelivery,
    /// Waiting to be collected.
    ReadyForPickup,
    /// Handed over.
    Delivered,
    /// What stops it at the moment: a failed attempt, or something that needs attention.
    Problem,
    /// It has turned back to the sender.
    Returning,
    /// It is back at the sender.
    Returned,
    /// The transport order ended.
    Cancelled,
    /// It cannot be delivered and is not coming back.
    Failed,
}

/// Whether a milestone is behind the parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reached {
    /// A source told it.
    Told,
    /// Nobody told it, but something further on was told.
    Inferred,
    /// It lies ahead.
    NotYet,
}

/// One of the stations that people expect of this parcel.
///
/// They stand in their order of life: ordered, shipped, out for delivery, delivered. A parcel that waits or waited to
/// be collected has ready for pick-up before delivered, and out for delivery only where that was told. A problem
/// that is open now stands behind the last station reached. What has turned back, was cancelled or failed has
/// that end in place of the stations it did not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Milestone {
    /// Which one.
    pub kind: MilestoneKind,
    /// Whether it is behind the parcel.
    pub reached: Reached,
    /// When, as told; none unless it was told.
    pub time: Option<EventTime>,
    /// The entry that tells it, as an index into the parcel's entries; none unless it was told.
    pub entry: Option<usize>,
}
