//! The replies of Evri's client tracking API, as far as callers of it show them
//! (<https://github.com/ha-parcel-integrations/ha-evri>). Everything may be missing.

use serde::Deserialize;

use super::super::part::{List, Part, Text};

/// A list of events comes bare or in an object; an estimate and a signature are objects of their own.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Body {
    Events(Vec<Part<Event>>),
    Object(Box<Object>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Object {
    #[serde(default)]
    pub(super) events: List<Event>,
    #[serde(default)]
    pub(super) barcode: Part<Text>,
    /// Of an estimate.
    #[serde(default)]
    pub(super) from_date_time: Part<Text>,
    #[serde(default)]
    pub(super) to_date_time: Part<Text>,
    /// Of a signature.
    #[serde(default)]
    pub(super) printed_name: Part<Text>,
    #[serde(default)]
    pub(super) signed_at: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    /// In UTC, with `Z`.
    pub(super) date_time: Option<Text>,
    #[serde(default)]
    pub(super) location: Part<Place>,
    #[serde(default)]
    pub(super) tracking_point: Part<Point>,
    #[serde(default)]
    pub(super) tracking_stage: Part<Stage>,
    #[serde(default)]
    pub(super) links: List<Link>,
}

#[derive(Deserialize)]
pub(super) struct Place {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Point {
    /// A number whose meaning is not published.
    pub(super) tracking_point_id: Option<Text>,
    pub(super) tracking_point_code: Option<Text>,
    pub(super) description: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stage {
    pub(super) tracking_stage_code: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct Link {
    pub(super) href: Option<Text>,
}
