//! The answers of the Tracking API and the messages of Track Alert, field by field as UPS's contracts name them
//! (<https://github.com/UPS-API/api-documentation>), as far as they are read here.

use super::super::list::{List, OneOrMore};
use super::super::part::{Part, Text, fields};

fields! {
    /// Any body: an answer, an error document, or a message of Track Alert, whose fields stand at the top.
    pub(super) struct Body<'a> {
        track_response: Part<TrackResponse<'a>> = "trackResponse",
        response: Part<ErrorResponse<'a>> = "response",
        // A message has one event. What has no value yet is an empty text.
        tracking_number: Text<'a> = "trackingNumber",
        alternate_tracking_number: Text<'a> = "alternateTrackingNumber",
        activity_status: Part<Status<'a>> = "activityStatus",
        activity_location: Part<Address<'a>> = "activityLocation",
        local_activity_date: Text<'a> = "localActivityDate",
        local_activity_time: Text<'a> = "localActivityTime",
        gmt_activity_date: Text<'a> = "gmtActivityDate",
        gmt_activity_time: Text<'a> = "gmtActivityTime",
        /// `-04.00`, with a dot.
        gmt_offset: Text<'a> = "gmtOffset",
        scheduled_delivery_date: Text<'a> = "scheduledDeliveryDate",
        delivery_start_time: Text<'a> = "deliveryStartTime",
        delivery_end_time: Text<'a> = "deliveryEndTime",
        actual_delivery_date: Text<'a> = "actualDeliveryDate",
        actual_delivery_time: Text<'a> = "actualDeliveryTime",
        delivery_photo: Text<'a> = "deliveryPhoto",
        received_by: Text<'a> = "receivedBy",
    }

    pub(super) struct TrackResponse<'a> {
        shipment: List<Shipment<'a>> = "shipment",
    }

    pub(super) struct ErrorResponse<'a> {
        errors: List<Warning<'a>> = "errors",
    }

    /// An error or a warning. Its `message` is not read: it may repeat what was asked.
    pub(super) struct Warning<'a> {
        code: Text<'a> = "code",
    }

    pub(super) struct Shipment<'a> {
        /// The number that was asked for.
        inquiry_number: Text<'a> = "inquiryNumber",
        package: List<Package<'a>> = "package",
        /// "Not found" stands here, in an answer with status 200.
        warnings: List<Warning<'a>> = "warnings",
    }

    pub(super) struct Package<'a> {
        tracking_number: Text<'a> = "trackingNumber",
        /// Newest first.
        activity: List<Activity<'a>> = "activity",
        current_status: Part<Status<'a>> = "currentStatus",
        /// The older form of the summary.
        status_code: Text<'a> = "statusCode",
        status_description: Text<'a> = "statusDescription",
        delivery_date: List<DeliveryDate<'a>> = "deliveryDate",
        delivery_time: Part<DeliveryTime<'a>> = "deliveryTime",
        delivery_information: Part<DeliveryInformation<'a>> = "deliveryInformation",
        access_point_information: Part<AccessPoint<'a>> = "accessPointInformation",
        package_address: List<PackageAddress<'a>> = "packageAddress",
        alternate_tracking_number: List<Typed<'a>> = "alternateTrackingNumber",
        reference_number: List<Typed<'a>> = "referenceNumber",
        service: Part<Service<'a>> = "service",
        weight: Part<Weight<'a>> = "weight",
        dimension: Part<Dimension<'a>> = "dimension",
        /// What UPS hides, or asks others to hide: a list of words, in some samples one word.
        suppression_indicators: Part<OneOrMore<Text<'a>>> = "suppressionIndicators",
        /// Pieces of the whole shipment; the answer may hold fewer.
        package_count: Text<'a> = "packageCount",
    }

    pub(super) struct Activity<'a> {
        /// `YYYYMMDD`, where the event happened.
        date: Text<'a> = "date",
        /// `HHMMSS`, where the event happened.
        time: Text<'a> = "time",
        gmt_date: Text<'a> = "gmtDate",
        gmt_time: Text<'a> = "gmtTime",
        /// `-05:00`.
        gmt_offset: Text<'a> = "gmtOffset",
        location: Part<Place<'a>> = "location",
        status: Part<Status<'a>> = "status",
    }

    pub(super) struct Status<'a> {
        kind: Text<'a> = "type",
        code: Text<'a> = "code",
        /// `statusCode` in answers, `descriptionCode` in messages.
        status_code: Text<'a> = "statusCode" | "descriptionCode",
        description: Text<'a> = "description",
        simplified_text_description: Text<'a> = "simplifiedTextDescription",
    }

    pub(super) struct Place<'a> {
        address: Part<Address<'a>> = "address",
        /// UPS's number of the building.
        slic: Text<'a> = "slic",
    }

    /// An address; messages have the place of their event in this form, too.
    pub(super) struct Address<'a> {
        line_1: Text<'a> = "addressLine1",
        line_2: Text<'a> = "addressLine2",
        line_3: Text<'a> = "addressLine3",
        city: Text<'a> = "city",
        state_province: Text<'a> = "stateProvince",
        postal_code: Text<'a> = "postalCode",
        country: Text<'a> = "country",
        country_code: Text<'a> = "countryCode",
    }

    /// `SDD` scheduled, `RDD` rescheduled, `DEL` delivered.
    pub(super) struct DeliveryDate<'a> {
        kind: Text<'a> = "type",
        /// `YYYYMMDD`.
        date: Text<'a> = "date",
    }

    /// `EOD` end of day, `CMT` commit time, `EDW`, `CDW`, `IDW` windows, `DEL` delivered; times as `HHMMSS`.
    pub(super) struct DeliveryTime<'a> {
        kind: Text<'a> = "type",
        start_time: Text<'a> = "startTime",
        end_time: Text<'a> = "endTime",
    }

    pub(super) struct DeliveryInformation<'a> {
        location: Text<'a> = "location",
        received_by: Text<'a> = "receivedBy",
        signature: Part<Signature<'a>> = "signature",
        delivery_photo: Part<Photo<'a>> = "deliveryPhoto",
        pod: Part<Document<'a>> = "pod",
    }

    pub(super) struct Signature<'a> {
        image: Text<'a> = "image",
    }

    pub(super) struct Photo<'a> {
        photo: Text<'a> = "photo",
    }

    pub(super) struct Document<'a> {
        content: Text<'a> = "content",
    }

    pub(super) struct AccessPoint<'a> {
        pickup_by_date: Text<'a> = "pickupByDate",
    }

    pub(super) struct PackageAddress<'a> {
        /// `ORIGIN` or `DESTINATION`.
        kind: Text<'a> = "type",
        address: Part<Address<'a>> = "address",
    }

    /// A number with a word for what it is.
    pub(super) struct Typed<'a> {
        kind: Text<'a> = "type",
        number: Text<'a> = "number",
    }

    pub(super) struct Service<'a> {
        description: Text<'a> = "description",
    }

    pub(super) struct Weight<'a> {
        /// `LBS` or `KGS`.
        unit_of_measurement: Text<'a> = "unitOfMeasurement",
        weight: Text<'a> = "weight",
    }

    pub(super) struct Dimension<'a> {
        height: Text<'a> = "height",
        length: Text<'a> = "length",
        width: Text<'a> = "width",
        unit_of_dimension: Text<'a> = "unitOfDimension",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;

    #[test]
    fn everything_may_be_missing_null_or_empty() {
        let package: Package =
            shape_of(r#"{"trackingNumber":" ","activity":null,"packageCount":2}"#).unwrap();
        assert!(package.tracking_number.told().is_none() && package.activity.quiet().is_none());
        assert_eq!(package.package_count.told(), Some("2"));
    }

    #[test]
    fn what_is_hidden_is_a_list_or_a_word() {
        let has_detail = |json: &str| {
            let json = format!(r#"{{"suppressionIndicators":{json}}}"#);
            let package: Package = shape_of(&json).unwrap();
            package.suppression_indicators.quiet().map(|words| words.iter().any(|word| **word == *"DETAIL"))
        };
        for json in [r#"["DETAIL"]"#, r#"["OTHER",7,"DETAIL"]"#, r#""DETAIL""#] {
            assert_eq!(has_detail(json), Some(true), "{json}");
        }
        assert_eq!((has_detail("[]"), has_detail(r#"["OTHER"]"#)), (Some(false), Some(false)));
        assert_eq!((has_detail("null"), has_detail("{}")), (None, None));
    }
}
