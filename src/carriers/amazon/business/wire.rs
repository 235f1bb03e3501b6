//! What Amazon sends, field by field. Every field may be missing or odd, see [`Part`].

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::carriers::amazon::errors::Refusal;
use crate::carriers::amazon::tolerant::{Text, document};
use crate::carriers::part::{List, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::http::read_json;

/// A package's tracking details. The entries of its texts are counted, not read.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Details {
    pub(super) tracking_status: Text,
    pub(super) localized_delivery_promise: Text,
    pub(super) delivery_window: Part<Window>,
    pub(super) carrier_details: Part<CarrierDetails>,
    pub(super) package_tracking_events: Part<Vec<Value>>,
    pub(super) package_milestones: List<Milestone>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Window {
    pub(super) start_date: Text,
    pub(super) end_date: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CarrierDetails {
    pub(super) localized_carrier_name: Text,
    pub(super) carrier_tracking_id: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Milestone {
    pub(super) milestone_type: Text,
    pub(super) milestone_window: Part<Window>,
}

/// Reads an answer.
///
/// # Errors
///
/// The error that a refusal means, and [`ErrorKind::BadReply`] for what is neither.
pub(super) fn read(bytes: &[u8]) -> Result<Details> {
    let mut top: Map<String, Value> = read_json(bytes)?;
    match top.remove("packageTrackingDetails") {
        Some(Value::Object(fields)) if !fields.is_empty() => document(fields),
        found => Err(match (Refusal::read(&top), found) {
            (Some(refusal), _) => refusal.error(None),
            (None, Some(Value::Object(_) | Value::Null)) => {
                Error::new(ErrorKind::NotFound, "the answer is empty: nothing is known yet")
            }
            (None, _) => {
                Error::new(ErrorKind::BadReply, "the answer holds neither tracking details nor an error")
            }
        }),
    }
}
