//! What is told of one parcel, in the parcel life cycle and on the tracking page, field by field.

use super::super::list::OneOrMore;
use super::super::part::{Part, Text, fields};
use super::tolerant::Words;

fields! {
    /// What is told of a parcel. An answer about an unknown number has it empty.
    pub(super) struct Parcel<'a> {
        /// The head is a row as well.
        shipment_info: Part<Row<'a>> = "shipmentInfo",
        status_info: Part<OneOrMore<Row<'a>>> = "statusInfo",
        /// On the tracking page only.
        scan_info: Part<ScanInfo<'a>> = "scanInfo",
    }

    /// A milestone, or an event; or the head, which alone has more than `errorItems`.
    pub(super) struct Row<'a> {
        status: Text<'a> = "status",
        label: Part<Words<'a>> = "label",
        description: Part<Words<'a>> = "description",
        status_has_been_reached: Text<'a> = "statusHasBeenReached",
        is_current_status: Text<'a> = "isCurrentStatus",
        location: Part<Words<'a>> = "location",
        date: Part<Words<'a>> = "date",
        error_items: Part<Words<'a>> = "errorItems",
        /// In the answers of the tracking page, and of some countries.
        parcel_label_number: Text<'a> = "parcelLabelNumber",
        service_description: Part<Words<'a>> = "serviceDescription",
        tracking_property: Part<OneOrMore<Property<'a>>> = "trackingProperty",
        // On the tracking page only.
        product_name: Text<'a> = "productName",
        receiver_country_iso_code: Text<'a> = "receiverCountryIsoCode",
        service_elements: Part<OneOrMore<Code<'a>>> = "serviceElements",
        additional_properties: Part<OneOrMore<Property<'a>>> = "additionalProperties",
    }

    /// A reference, and whatever else the country tells.
    pub(super) struct Property<'a> {
        key: Text<'a> = "key",
        value: Text<'a> = "value",
    }

    pub(super) struct Code<'a> {
        code: Text<'a> = "code",
    }

    pub(super) struct ScanInfo<'a> {
        /// Oldest first.
        scan: Part<OneOrMore<Scan<'a>>> = "scan",
    }

    pub(super) struct Scan<'a> {
        date: Text<'a> = "date",
        scan_data: Part<ScanData<'a>> = "scanData",
        scan_description: Part<Words<'a>> = "scanDescription",
        links: Part<OneOrMore<Link<'a>>> = "links",
    }

    pub(super) struct ScanData<'a> {
        scan_type: Part<Code<'a>> = "scanType",
        location: Text<'a> = "location",
        country: Text<'a> = "country",
        additional_codes: Part<AdditionalCodes<'a>> = "additionalCodes",
    }

    pub(super) struct AdditionalCodes<'a> {
        additional_code: Part<OneOrMore<Code<'a>>> = "additionalCode",
    }

    pub(super) struct Link<'a> {
        target: Text<'a> = "target",
        url: Text<'a> = "url",
    }
}

impl Parcel<'_> {
    /// Whether it tells nothing: neither a row nor what the head's row is.
    pub(super) fn is_empty(&self) -> bool {
        let head = self.shipment_info.quiet();
        self.status_info.count() == Some(0) && head.is_none_or(|head| head.status.told().is_none())
    }

    /// Whether scans are told, readable or not.
    pub(super) fn has_scans(&self) -> bool {
        self.scan_info.quiet().is_some_and(|info| info.scan.count() != Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;

    #[test]
    fn the_head_is_read_with_its_row() {
        let json = r#"{"shipmentInfo":{"status":"SHIPMENT","statusHasBeenReached":true,
            "serviceDescription":{"content":{"content":"DPD HOME"}},"trackingProperty":{"key":"CREF1","value":7}}}"#;
        let parcel: Parcel<'_> = shape_of(json).unwrap();
        let head = parcel.shipment_info.quiet().unwrap();
        assert_eq!(
            (head.status.told(), head.status_has_been_reached.told()),
            (Some("SHIPMENT"), Some("true"))
        );
        assert_eq!(head.service_description.words(), Some("DPD HOME"));
        let properties: Vec<_> = head.tracking_property.quiet_entries().collect();
        assert_eq!((properties.len(), properties[0].value.told()), (1, Some("7")));
        assert!(!parcel.is_empty() && shape_of::<Parcel<'_>>("{}").unwrap().is_empty());
    }
}
