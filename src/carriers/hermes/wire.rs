//! The replies of the Hermes Shipping Interface, field by field as far as they are read here
//! (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/openapi-shipment.yaml>). Every field
//! is optional.

use serde::Deserialize;

use super::super::part::{List, Part, Text};

/// An answer about shipments, or an error in its place.
#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) shipmentinfo: Option<Vec<Part<Shipment>>>,
    #[serde(default, rename = "listOfResultCodes")]
    pub(super) result_codes: Part<Vec<Outcome>>,
    /// A refused login.
    #[serde(default)]
    pub(super) error: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct Shipment {
    #[serde(rename = "shipmentID")]
    pub(super) id: Option<Text>,
    /// The number abroad, such as an SSCC.
    #[serde(rename = "internationalShipmentID")]
    pub(super) international_id: Option<Text>,
    #[serde(rename = "partNumber")]
    pub(super) part_number: Option<Text>,
    #[serde(rename = "clientID")]
    pub(super) client_id: Option<Text>,
    #[serde(rename = "clientReference")]
    pub(super) reference: Option<Text>,
    #[serde(rename = "clientReference2")]
    pub(super) reference2: Option<Text>,
    /// In place of data where this id failed.
    #[serde(default)]
    pub(super) result: Part<Outcome>,
    #[serde(default, rename = "receiverAddress")]
    pub(super) receiver: Part<Receiver>,
    #[serde(default, rename = "deliveryForecast")]
    pub(super) forecast: Part<Forecast>,
    /// The whole history, in an order that is not documented.
    #[serde(default)]
    pub(super) status: List<Scan>,
    #[serde(default, rename = "trackingLink")]
    pub(super) link: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct Outcome {
    pub(super) code: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Receiver {
    pub(super) city: Option<Text>,
    pub(super) zip_code: Option<Text>,
    /// Three letters.
    pub(super) country_code: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Forecast {
    /// Whether the date is agreed, not just foreseen.
    #[serde(default)]
    pub(super) fixed: Part<bool>,
    pub(super) date: Option<Text>,
    #[serde(default)]
    pub(super) time_slot: Part<Slot>,
}

/// Hours and minutes by Germany's clocks.
#[derive(Deserialize)]
pub(super) struct Slot {
    pub(super) from: Option<Text>,
    pub(super) to: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scan {
    /// With an offset.
    pub(super) timestamp: Option<Text>,
    pub(super) code: Option<Text>,
    pub(super) description: Option<Text>,
    #[serde(default)]
    pub(super) scanning_unit: Part<Unit>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Unit {
    pub(super) name: Option<Text>,
    pub(super) city: Option<Text>,
    /// Three letters.
    pub(super) country_code: Option<Text>,
}
