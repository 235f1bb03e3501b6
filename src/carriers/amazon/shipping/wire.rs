//! What `getTracking` sends, field by field. Every field may be missing or odd, see [`Part`].

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::carriers::amazon::errors::Refusal;
use crate::carriers::amazon::tolerant::Text;
use crate::carriers::part::{List, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::http::read_json;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Tracking {
    pub(super) tracking_id: Text,
    pub(super) alternate_leg_tracking_id: Text,
    pub(super) event_history: List<TrackingEvent>,
    pub(super) promised_delivery_date: Text,
    pub(super) summary: Part<Summary>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct TrackingEvent {
    pub(super) event_code: Text,
    pub(super) event_time: Text,
    pub(super) location: Part<EventLocation>,
    pub(super) shipment_type: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct EventLocation {
    pub(super) state_or_region: Text,
    pub(super) city: Text,
    pub(super) country_code: Text,
    pub(super) postal_code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Summary {
    pub(super) status: Text,
    pub(super) tracking_detail_codes: Part<DetailCodes>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DetailCodes {
    pub(super) forward: List<Text>,
    pub(super) returns: List<Text>,
}

/// Which answer it is.
pub(super) enum Body {
    Tracking(Tracking),
    Refused(Refusal),
}

/// Finds out which answer it is and reads it; with it comes the path at which its fields stand: the contract's schema
/// has a `payload`, its example has none.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no JSON object, or none of these answers.
pub(super) fn read(bytes: &[u8]) -> Result<(Body, &'static str)> {
    let mut top: Map<String, Value> = read_json(bytes)?;
    let refusal = Refusal::read(&top);
    let (fields, root) = match top.remove("payload") {
        Some(Value::Object(fields)) => (fields, "payload."),
        _ => (top, ""),
    };
    if ["trackingId", "eventHistory", "summary"].iter().any(|name| fields.contains_key(*name)) {
        let tracking = Tracking::deserialize(Value::Object(fields)).unwrap_or_default();
        return Ok((Body::Tracking(tracking), root));
    }
    match refusal {
        Some(refusal) => Ok((Body::Refused(refusal), "")),
        None => Err(Error::new(ErrorKind::BadReply, "the answer holds neither events nor an error")),
    }
}
