//! What the Tracking API sends, field by field. Every field may be missing or odd, see [`Part`].

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::carriers::amazon::envelope;
use crate::carriers::amazon::errors::Refusal;
use crate::carriers::amazon::tolerant::Text;
use crate::carriers::part::{List, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::http::read_json;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TrackingDetail {
    pub(super) identifier: Part<Identifier>,
    pub(super) tracking_url: Text,
    pub(super) tracking_estimates: List<TrackingEstimate>,
    pub(super) latest_milestone: Part<Milestone>,
    pub(super) milestone_history: List<Milestone>,
}

/// What was asked for, under the name under which it was asked.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Identifier {
    pub(super) id: Text,
    pub(super) acsin: Text,
    pub(super) aftn: Text,
    pub(super) container_number: Text,
    pub(super) house_bill_of_lading_number: Text,
    pub(super) carrier_tracking: Part<CarrierTracking>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CarrierTracking {
    pub(super) tracking_number: Text,
    pub(super) carrier_code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TrackingEstimate {
    #[serde(rename = "type")]
    pub(super) kind: Text,
    pub(super) estimated_interval: Part<Interval>,
    pub(super) last_updated_time: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Interval {
    pub(super) start_time: Text,
    pub(super) end_time: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Milestone {
    pub(super) status: Part<MilestoneStatus>,
    pub(super) location: Part<MilestoneLocation>,
    pub(super) occurred_at: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MilestoneStatus {
    pub(super) code: Text,
    pub(super) sub_code: Text,
    pub(super) description: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct MilestoneLocation {
    pub(super) address: Part<Address>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Address {
    pub(super) city: Text,
    pub(super) region: Text,
    pub(super) country_code: Text,
}

/// Which answer it is.
pub(super) enum Body {
    Detail(TrackingDetail),
    /// `SHIPMENT_TRACKING_MILESTONE_CHANGED`.
    Message(TrackingDetail),
    Refused(Refusal),
}

/// What a message of this channel carries.
pub(in super::super) const MESSAGE: &str = "shipmentTrackingMilestoneChangedNotification";

/// Finds out which answer it is and reads it.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no JSON object, or none of these answers.
pub(super) fn read(bytes: &[u8]) -> Result<Body> {
    body(&read_json(bytes)?)
}

/// The same for a document that was read already.
pub(super) fn body(top: &Map<String, Value>) -> Result<Body> {
    if let Some(detail @ Value::Object(_)) = top.get("trackingDetail") {
        return Ok(Body::Detail(detail_of(detail)));
    }
    let message = envelope::content(top, MESSAGE).and_then(|content| content.get("trackingDetail"));
    if let Some(detail @ Value::Object(_)) = message {
        return Ok(Body::Message(detail_of(detail)));
    }
    match Refusal::read(top) {
        Some(refusal) => Ok(Body::Refused(refusal)),
        None => Err(Error::new(ErrorKind::BadReply, "the answer is neither a tracking detail nor an error")),
    }
}

/// A detail's fields. Each of them is tolerant, so any object is one.
fn detail_of(object: &Value) -> TrackingDetail {
    TrackingDetail::deserialize(object).unwrap_or_default()
}
