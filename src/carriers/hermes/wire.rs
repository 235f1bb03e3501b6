//! The replies of the Hermes Shipping Interface, field by field as far as they are read here
//! (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/openapi-shipment.yaml>). Every field
//! is optional.

use super::super::list::List;
use super::super::part::{Part, Text, fields};

fields! {
    /// An answer about shipments, or an error in its place.
    pub(super) struct Body<'a> {
        shipmentinfo: List<Shipment<'a>> = "shipmentinfo",
        result_codes: List<Outcome<'a>> = "listOfResultCodes",
        /// A refused login.
        error: Text<'a> = "error",
    }

    pub(super) struct Shipment<'a> {
        id: Text<'a> = "shipmentID",
        /// The number abroad, such as an SSCC.
        international_id: Text<'a> = "internationalShipmentID",
        part_number: Text<'a> = "partNumber",
        client_id: Text<'a> = "clientID",
        reference: Text<'a> = "clientReference",
        reference2: Text<'a> = "clientReference2",
        /// In place of data where this id failed.
        result: Part<Outcome<'a>> = "result",
        receiver: Part<Receiver<'a>> = "receiverAddress",
        forecast: Part<Forecast<'a>> = "deliveryForecast",
        /// The whole history, in an order that is not documented.
        status: List<Scan<'a>> = "status",
        link: Text<'a> = "trackingLink",
    }

    pub(super) struct Outcome<'a> {
        code: Text<'a> = "code",
    }

    pub(super) struct Receiver<'a> {
        city: Text<'a> = "city",
        zip_code: Text<'a> = "zipCode",
        /// Three letters.
        country_code: Text<'a> = "countryCode",
    }

    pub(super) struct Forecast<'a> {
        /// Whether the date is agreed, not just foreseen.
        fixed: Part<bool> = "fixed",
        date: Text<'a> = "date",
        time_slot: Part<Slot<'a>> = "timeSlot",
    }

    /// Hours and minutes by Germany's clocks.
    pub(super) struct Slot<'a> {
        from: Text<'a> = "from",
        to: Text<'a> = "to",
    }

    pub(super) struct Scan<'a> {
        /// With an offset.
        timestamp: Text<'a> = "timestamp",
        code: Text<'a> = "code",
        description: Text<'a> = "description",
        scanning_unit: Part<Unit<'a>> = "scanningUnit",
    }

    pub(super) struct Unit<'a> {
        name: Text<'a> = "name",
        city: Text<'a> = "city",
        /// Three letters.
        country_code: Text<'a> = "countryCode",
    }
}
