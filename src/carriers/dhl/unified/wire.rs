//! The reply of DHL's Shipment Tracking – Unified, field by field as documented at
//! <https://developer.dhl.com/api-reference/shipment-tracking>, as far as it is read here.
//!
//! Anything may be missing or null, and what has another shape than documented costs itself only.

use serde::Deserialize;

use crate::carriers::part::{List, Part, Text};

/// A reply, a problem document in its place, or what a subscription's hook is called with.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    /// What a hook is called for.
    #[serde(default)]
    pub(super) scope: Part<Text>,
    /// The address of the hook's subscription.
    #[serde(default, rename = "self")]
    pub(super) subscription: Part<Text>,
    /// By which a subscription is activated.
    #[serde(default)]
    pub(super) secret: Part<Text>,
    pub(super) shipments: Option<Vec<Part<Shipment>>>,
    /// Relative addresses of what else the number may mean, once with and once without `/track`.
    #[serde(default)]
    pub(super) possible_additional_shipments_url: Part<Vec<Text>>,
    #[serde(default)]
    pub(super) next_url: Part<Text>,
    #[serde(default)]
    pub(super) title: Part<Text>,
    #[serde(default)]
    pub(super) status: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shipment {
    /// A string; a number in old answers.
    pub(super) id: Option<Text>,
    pub(super) service: Option<Text>,
    #[serde(default)]
    pub(super) origin: Part<Place>,
    #[serde(default)]
    pub(super) destination: Part<Place>,
    /// The newest state, not always that of the newest event.
    #[serde(default)]
    pub(super) status: Part<Event>,
    #[serde(default)]
    pub(super) estimated_time_of_delivery: Part<Text>,
    #[serde(default)]
    pub(super) estimated_delivery_time_frame: Part<TimeFrame>,
    #[serde(default)]
    pub(super) service_url: Part<Text>,
    /// Whether the whole shipment is a return.
    #[serde(default)]
    pub(super) return_flag: Part<Text>,
    #[serde(default)]
    pub(super) details: Part<Details>,
    /// Newest first.
    #[serde(default)]
    pub(super) events: List<Event>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    pub(super) timestamp: Option<Text>,
    #[serde(default)]
    pub(super) location: Part<Place>,
    pub(super) status_code: Option<Text>,
    /// The division's code, or a sentence in the answer's language.
    pub(super) status: Option<Text>,
    pub(super) status_detailed: Option<Text>,
    /// In some divisions' push messages in place of `statusCode`.
    pub(super) simplified_status: Option<Text>,
    /// In the same messages in place of `status`.
    pub(super) divisional_status: Option<Text>,
    pub(super) description: Option<Text>,
    #[serde(default)]
    pub(super) piece_ids: Part<Vec<Text>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    pub(super) address: Option<Address>,
    pub(super) service_point: Option<ServicePoint>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address {
    pub(super) country_code: Option<Text>,
    pub(super) postal_code: Option<Text>,
    /// Often made for display ("Bonn, Germany"), at DHL Paket sometimes the country alone.
    pub(super) address_locality: Option<Text>,
    pub(super) address_region: Option<Text>,
    pub(super) street_address: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct ServicePoint {
    pub(super) label: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TimeFrame {
    pub(super) estimated_from: Option<Text>,
    pub(super) estimated_through: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Details {
    #[serde(default)]
    pub(super) product: Part<Product>,
    #[serde(default)]
    pub(super) proof_of_delivery: Part<Proof>,
    #[serde(default)]
    pub(super) piece_ids: Part<Vec<Text>>,
    #[serde(default)]
    pub(super) weight: Part<Measure>,
    #[serde(default)]
    pub(super) dimensions: Part<Sides>,
    #[serde(default)]
    pub(super) references: Part<References>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Product {
    pub(super) product_name: Option<Text>,
}

/// Proof of delivery. Its links may want a login or the recipient's postal code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Proof {
    pub(super) timestamp: Option<Text>,
    pub(super) signature_url: Option<Text>,
    pub(super) document_url: Option<Text>,
    pub(super) signed: Option<Person>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    pub(super) name: Option<Text>,
    pub(super) given_name: Option<Text>,
    pub(super) family_name: Option<Text>,
    pub(super) organization_name: Option<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Measure {
    pub(super) value: Option<Text>,
    /// `kg`, `KGM`, `m`, …: each division has its own words.
    pub(super) unit_text: Option<Text>,
}

#[derive(Deserialize)]
pub(super) struct Sides {
    pub(super) length: Option<Measure>,
    pub(super) width: Option<Measure>,
    pub(super) height: Option<Measure>,
}

/// A list; a single object in old answers.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum References {
    Several(Vec<Reference>),
    One(Reference),
}

impl References {
    pub(super) fn as_slice(&self) -> &[Reference] {
        match self {
            Self::Several(list) => list,
            Self::One(reference) => std::slice::from_ref(reference),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) number: Option<Text>,
    #[serde(rename = "type")]
    pub(super) kind: Option<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::told;

    fn shipment(json: &str) -> Shipment {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn everything_may_be_missing_or_null() {
        let empty = shipment("{}");
        assert!(empty.id.is_none() && matches!(empty.events, Part::Missing));
        let null = shipment(
            r#"{"id":null,"service":null,"status":null,"events":null,"details":null,"returnFlag":null}"#,
        );
        assert!(null.id.is_none() && null.events.quiet().is_none() && null.details.quiet().is_none());
    }

    #[test]
    fn an_id_may_be_a_number_and_references_a_single_object() {
        let json =
            r#"{"id":3318810025,"details":{"references":{"number":"A-1","type":"customer-reference"}}}"#;
        let old = shipment(json);
        assert_eq!(told(&old.id), Some("3318810025"));
        let references = old.details.quiet().unwrap().references.quiet().unwrap();
        assert_eq!(told(&references.as_slice()[0].number), Some("A-1"));
    }

    #[test]
    fn a_flaw_costs_its_part_and_tells_its_path_only() {
        let mut notes = Vec::new();
        let odd = shipment(
            r#"{"id":"1","events":[{"timestamp":{"secret":1}},7,{"location":{"address":["secret"]}}]}"#,
        );
        let events = odd.events.get("events", &mut notes).unwrap();
        assert!(events[0].get("events[0]", &mut notes).is_none());
        assert!(events[1].get("events[1]", &mut notes).is_none());
        let third = events[2].get("events[2]", &mut notes).unwrap();
        assert!(third.location.get("events[2].location", &mut notes).is_none());
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["events[0].timestamp", "events[1]", "events[2].location.address"]);
    }
}
