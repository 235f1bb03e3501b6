//! The reply of DHL's Shipment Tracking – Unified, field by field as documented at
//! <https://developer.dhl.com/api-reference/shipment-tracking>, as far as it is read here.
//!
//! Anything may be missing or null, and what has another shape than documented costs itself only.

use crate::carriers::list::{List, OneOrMore};
use crate::carriers::part::{Part, Text, fields};

fields! {
    /// A reply, a problem document in its place, or what a subscription's hook is called with.
    pub(super) struct Body<'a> {
        /// What a hook is called for.
        scope: Text<'a> = "scope",
        /// The address of the hook's subscription.
        subscription: Text<'a> = "self",
        /// By which a subscription is activated.
        secret: Text<'a> = "secret",
        shipments: List<Shipment<'a>> = "shipments",
        /// Relative addresses of what else the number may mean, once with and once without `/track`.
        possible_additional_shipments_url: List<Text<'a>> = "possibleAdditionalShipmentsUrl",
        next_url: Text<'a> = "nextUrl",
        title: Text<'a> = "title",
        status: Text<'a> = "status",
    }

    pub(super) struct Shipment<'a> {
        /// A string; a number in old answers.
        id: Text<'a> = "id",
        service: Text<'a> = "service",
        origin: Part<Place<'a>> = "origin",
        destination: Part<Place<'a>> = "destination",
        /// The newest state, not always that of the newest event.
        status: Part<Event<'a>> = "status",
        estimated_time_of_delivery: Text<'a> = "estimatedTimeOfDelivery",
        estimated_delivery_time_frame: Part<TimeFrame<'a>> = "estimatedDeliveryTimeFrame",
        service_url: Text<'a> = "serviceUrl",
        /// Whether the whole shipment is a return.
        return_flag: Text<'a> = "returnFlag",
        details: Part<Details<'a>> = "details",
        /// Newest first.
        events: List<Event<'a>> = "events",
    }

    pub(super) struct Event<'a> {
        timestamp: Text<'a> = "timestamp",
        location: Part<Place<'a>> = "location",
        status_code: Text<'a> = "statusCode",
        /// The division's code, or a sentence in the answer's language.
        status: Text<'a> = "status",
        status_detailed: Text<'a> = "statusDetailed",
        /// In some divisions' push messages in place of `statusCode`.
        simplified_status: Text<'a> = "simplifiedStatus",
        /// In the same messages in place of `status`.
        divisional_status: Text<'a> = "divisionalStatus",
        description: Text<'a> = "description",
        piece_ids: List<Text<'a>> = "pieceIds",
    }

    pub(super) struct Place<'a> {
        address: Part<Address<'a>> = "address",
        service_point: Part<ServicePoint<'a>> = "servicePoint",
    }

    pub(super) struct Address<'a> {
        country_code: Text<'a> = "countryCode",
        postal_code: Text<'a> = "postalCode",
        /// Often made for display ("Bonn, Germany"), at DHL Paket sometimes the country alone.
        address_locality: Text<'a> = "addressLocality",
        address_region: Text<'a> = "addressRegion",
        street_address: Text<'a> = "streetAddress",
    }

    pub(super) struct ServicePoint<'a> {
        label: Text<'a> = "label",
    }

    pub(super) struct TimeFrame<'a> {
        estimated_from: Text<'a> = "estimatedFrom",
        estimated_through: Text<'a> = "estimatedThrough",
    }

    pub(super) struct Details<'a> {
        product: Part<Product<'a>> = "product",
        proof_of_delivery: Part<Proof<'a>> = "proofOfDelivery",
        piece_ids: List<Text<'a>> = "pieceIds",
        weight: Part<Measure<'a>> = "weight",
        dimensions: Part<Sides<'a>> = "dimensions",
        /// A list; a single object in old answers.
        references: Part<OneOrMore<Reference<'a>>> = "references",
    }

    pub(super) struct Product<'a> {
        product_name: Text<'a> = "productName",
    }

    /// Proof of delivery. Its links may want a login or the recipient's postal code.
    pub(super) struct Proof<'a> {
        timestamp: Text<'a> = "timestamp",
        signature_url: Text<'a> = "signatureUrl",
        document_url: Text<'a> = "documentUrl",
        signed: Part<Person<'a>> = "signed",
    }

    pub(super) struct Person<'a> {
        name: Text<'a> = "name",
        given_name: Text<'a> = "givenName",
        family_name: Text<'a> = "familyName",
        organization_name: Text<'a> = "organizationName",
    }

    pub(super) struct Measure<'a> {
        value: Text<'a> = "value",
        /// `kg`, `KGM`, `m`, …: each division has its own words.
        unit_text: Text<'a> = "unitText",
    }

    pub(super) struct Sides<'a> {
        length: Part<Measure<'a>> = "length",
        width: Part<Measure<'a>> = "width",
        height: Part<Measure<'a>> = "height",
    }

    pub(super) struct Reference<'a> {
        number: Text<'a> = "number",
        kind: Text<'a> = "type",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::{Part, shape_of};
    use crate::carriers::path::Path;

    fn shipment(json: &str) -> Shipment<'_> {
        shape_of(json).unwrap()
    }

    #[test]
    fn everything_may_be_missing_or_null() {
        let empty = shipment("{}");
        assert!(!empty.id.is_told() && matches!(empty.events, Part::Missing));
        let null = shipment(
            r#"{"id":null,"service":null,"status":null,"events":null,"details":null,"returnFlag":null}"#,
        );
        assert!(!null.id.is_told() && null.events.quiet().is_none() && null.details.quiet().is_none());
    }

    #[test]
    fn an_id_may_be_a_number_and_references_a_single_object() {
        let json =
            r#"{"id":3318810025,"details":{"references":{"number":"A-1","type":"customer-reference"}}}"#;
        let old = shipment(json);
        assert_eq!(old.id.told(), Some("3318810025"));
        let references = old.details.quiet().unwrap().references.quiet().unwrap();
        assert_eq!(references.iter().next().unwrap().number.told(), Some("A-1"));
    }

    #[test]
    fn a_flaw_costs_its_part_and_tells_its_path_only() {
        let mut notes = Vec::new();
        let odd = shipment(
            r#"{"id":"1","events":[{"timestamp":{"secret":1}},7,{"location":{"address":["secret"]}}]}"#,
        );
        let path = Path::of("events");
        for (index, event) in odd.events.entries(&path, &mut notes).collect::<Vec<_>>() {
            let path = path.entry(index);
            assert!(event.timestamp.read(&path.field("timestamp"), &mut notes).is_none());
            let place_path = path.field("location");
            let place = event.location.get(&place_path, &mut notes);
            let address = place.and_then(|place| place.address.get(&place_path.field("address"), &mut notes));
            assert!(address.is_none());
        }
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["events[1]", "events[0].timestamp", "events[2].location.address"]);
    }
}
