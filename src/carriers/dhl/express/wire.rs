//! The answer of MyDHL API Tracking, field by field as documented at
//! <https://developer.dhl.com/api-reference/dhl-express-mydhl-api>, as far as it is read here. Anything may be missing or
//! null, and what has another shape than documented costs itself only.

use serde::Deserialize;

use crate::carriers::part::{List, Part, Text};

/// A reply, or a problem document in its place.
#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) shipments: Option<Vec<Part<Shipment>>>,
    #[serde(default)]
    pub(super) title: Part<Text>,
    /// An HTTP status as text.
    #[serde(default)]
    pub(super) status: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shipment {
    pub(super) shipment_tracking_number: Option<Text>,
    /// `Success`, or that the look-up failed.
    pub(super) status: Option<Text>,
    pub(super) product_code: Option<Text>,
    #[serde(default)]
    pub(super) shipper_details: Part<Party>,
    #[serde(default)]
    pub(super) receiver_details: Part<Party>,
    #[serde(default)]
    pub(super) total_weight: Part<Text>,
    pub(super) unit_of_measurements: Option<Text>,
    #[serde(default)]
    pub(super) shipper_references: Part<Vec<Reference>>,
    /// Oldest first.
    #[serde(default)]
    pub(super) events: List<Event>,
    #[serde(default)]
    pub(super) pieces: List<Piece>,
    #[serde(default)]
    pub(super) estimated_delivery_date: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Party {
    pub(super) postal_address: Option<Address>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address {
    pub(super) city_name: Option<Text>,
    pub(super) postal_code: Option<Text>,
    pub(super) country_code: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference {
    pub(super) value: Option<Text>,
    pub(super) type_code: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Piece {
    pub(super) tracking_number: Option<Text>,
    #[serde(default)]
    pub(super) weight: Part<Text>,
    pub(super) unit_of_measurements: Option<Text>,
    #[serde(default)]
    pub(super) events: List<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    pub(super) date: Option<Text>,
    pub(super) time: Option<Text>,
    #[serde(rename = "GMTOffset")]
    pub(super) offset: Option<Text>,
    pub(super) type_code: Option<Text>,
    pub(super) description: Option<Text>,
    #[serde(default)]
    pub(super) service_area: Part<Vec<ServiceArea>>,
    pub(super) signed_by: Option<Text>,
}

/// `{"code": "SYD", "description": "SYDNEY-AU"}`.
#[derive(Deserialize)]
pub(super) struct ServiceArea {
    pub(super) description: Option<Text>,
}
