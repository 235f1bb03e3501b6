//! The answer of MyDHL API Tracking, field by field as documented at
//! <https://developer.dhl.com/api-reference/dhl-express-mydhl-api>, as far as it is read here. Anything may be missing or
//! null, and what has another shape than documented costs itself only.

use crate::carriers::list::List;
use crate::carriers::part::{Part, Text, fields};

fields! {
    /// A reply, or a problem document in its place.
    pub(super) struct Body<'a> {
        shipments: List<Shipment<'a>> = "shipments",
        title: Text<'a> = "title",
        /// An HTTP status as text.
        status: Text<'a> = "status",
    }

    pub(super) struct Shipment<'a> {
        shipment_tracking_number: Text<'a> = "shipmentTrackingNumber",
        /// `Success`, or that the look-up failed.
        status: Text<'a> = "status",
        product_code: Text<'a> = "productCode",
        shipper_details: Part<Party<'a>> = "shipperDetails",
        receiver_details: Part<Party<'a>> = "receiverDetails",
        total_weight: Text<'a> = "totalWeight",
        unit_of_measurements: Text<'a> = "unitOfMeasurements",
        shipper_references: List<Reference<'a>> = "shipperReferences",
        /// Oldest first.
        events: List<Event<'a>> = "events",
        pieces: List<Piece<'a>> = "pieces",
        estimated_delivery_date: Text<'a> = "estimatedDeliveryDate",
    }

    pub(super) struct Party<'a> {
        postal_address: Part<Address<'a>> = "postalAddress",
    }

    pub(super) struct Address<'a> {
        city_name: Text<'a> = "cityName",
        postal_code: Text<'a> = "postalCode",
        country_code: Text<'a> = "countryCode",
    }

    pub(super) struct Reference<'a> {
        value: Text<'a> = "value",
        type_code: Text<'a> = "typeCode",
    }

    pub(super) struct Piece<'a> {
        tracking_number: Text<'a> = "trackingNumber",
        weight: Text<'a> = "weight",
        unit_of_measurements: Text<'a> = "unitOfMeasurements",
        events: List<Event<'a>> = "events",
    }

    pub(super) struct Event<'a> {
        date: Text<'a> = "date",
        time: Text<'a> = "time",
        offset: Text<'a> = "GMTOffset",
        type_code: Text<'a> = "typeCode",
        description: Text<'a> = "description",
        service_area: List<ServiceArea<'a>> = "serviceArea",
        signed_by: Text<'a> = "signedBy",
    }

    /// `{"code": "SYD", "description": "SYDNEY-AU"}`.
    pub(super) struct ServiceArea<'a> {
        description: Text<'a> = "description",
    }
}
