//! The answers of the Tracking API and the messages of Track Alert, field by field as UPS's contracts name them
//! (<https://github.com/UPS-API/api-documentation>), as far as they are read here.
//!
//! Everything is optional, an empty text is none, and what has another shape than documented costs itself only: a [`Part`]
//! that cannot be read keeps the path of its flaw.

use serde::Deserialize;

use super::super::part::{List, Part, Text};

/// Any body: an answer, an error document, or a message of Track Alert, whose fields stand at the top.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    pub(super) track_response: Option<TrackResponse>,
    #[serde(default)]
    pub(super) response: Part<ErrorResponse>,
    #[serde(flatten)]
    pub(super) message: Message,
}

#[derive(Deserialize)]
pub(super) struct TrackResponse {
    #[serde(default)]
    pub(super) shipment: List<Shipment>,
}

#[derive(Deserialize)]
pub(super) struct ErrorResponse {
    #[serde(default)]
    pub(super) errors: List<Warning>,
}

/// An error or a warning. Its `message` is not read: it may repeat what was asked.
#[derive(Deserialize)]
pub(super) struct Warning {
    #[serde(default)]
    pub(super) code: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shipment {
    /// The number that was asked for.
    #[serde(default)]
    pub(super) inquiry_number: Part<Text>,
    #[serde(default)]
    pub(super) package: List<Package>,
    /// "Not found" stands here, in an answer with status 200.
    #[serde(default)]
    pub(super) warnings: List<Warning>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Package {
    #[serde(default)]
    pub(super) tracking_number: Part<Text>,
    /// Newest first.
    #[serde(default)]
    pub(super) activity: List<Activity>,
    #[serde(default)]
    pub(super) current_status: Part<Status>,
    /// The older form of the summary.
    #[serde(default)]
    pub(super) status_code: Part<Text>,
    #[serde(default)]
    pub(super) status_description: Part<Text>,
    #[serde(default)]
    pub(super) delivery_date: List<DeliveryDate>,
    #[serde(default)]
    pub(super) delivery_time: Part<DeliveryTime>,
    #[serde(default)]
    pub(super) delivery_information: Part<DeliveryInformation>,
    #[serde(default)]
    pub(super) access_point_information: Part<AccessPoint>,
    #[serde(default)]
    pub(super) package_address: List<PackageAddress>,
    #[serde(default)]
    pub(super) alternate_tracking_number: List<Typed>,
    #[serde(default)]
    pub(super) reference_number: List<Typed>,
    #[serde(default)]
    pub(super) service: Part<Service>,
    #[serde(default)]
    pub(super) weight: Part<Weight>,
    #[serde(default)]
    pub(super) dimension: Part<Dimension>,
    /// What UPS hides, or asks others to hide.
    #[serde(default)]
    pub(super) suppression_indicators: Part<Suppressed>,
    /// Pieces of the whole shipment; the answer may hold fewer.
    #[serde(default)]
    pub(super) package_count: Part<Text>,
}

/// A list of words, in some samples one word.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Suppressed {
    One(Text),
    Each(Vec<Part<Text>>),
}

impl Suppressed {
    /// Whether events are hidden.
    pub(super) fn has_detail(&self) -> bool {
        match self {
            Self::One(word) => **word == *DETAIL,
            Self::Each(words) => words.iter().any(|word| word.told() == Some(DETAIL)),
        }
    }
}

/// The events of the package.
const DETAIL: &str = "DETAIL";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Activity {
    /// `YYYYMMDD`, where the event happened.
    #[serde(default)]
    pub(super) date: Part<Text>,
    /// `HHMMSS`, where the event happened.
    #[serde(default)]
    pub(super) time: Part<Text>,
    #[serde(default)]
    pub(super) gmt_date: Part<Text>,
    #[serde(default)]
    pub(super) gmt_time: Part<Text>,
    /// `-05:00`.
    #[serde(default)]
    pub(super) gmt_offset: Part<Text>,
    #[serde(default)]
    pub(super) location: Part<Place>,
    #[serde(default)]
    pub(super) status: Part<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    #[serde(default, rename = "type")]
    pub(super) kind: Part<Text>,
    #[serde(default)]
    pub(super) code: Part<Text>,
    /// `statusCode` in answers, `descriptionCode` in messages.
    #[serde(default, alias = "descriptionCode")]
    pub(super) status_code: Part<Text>,
    #[serde(default)]
    pub(super) description: Part<Text>,
    #[serde(default)]
    pub(super) simplified_text_description: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    pub(super) address: Part<Address>,
    /// UPS's number of the building.
    #[serde(default)]
    pub(super) slic: Part<Text>,
}

/// An address; messages have the place of their event in this form, too.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address {
    #[serde(default, rename = "addressLine1")]
    pub(super) line_1: Part<Text>,
    #[serde(default, rename = "addressLine2")]
    pub(super) line_2: Part<Text>,
    #[serde(default, rename = "addressLine3")]
    pub(super) line_3: Part<Text>,
    #[serde(default)]
    pub(super) city: Part<Text>,
    #[serde(default)]
    pub(super) state_province: Part<Text>,
    #[serde(default)]
    pub(super) postal_code: Part<Text>,
    #[serde(default)]
    pub(super) country: Part<Text>,
    #[serde(default)]
    pub(super) country_code: Part<Text>,
}

/// `SDD` scheduled, `RDD` rescheduled, `DEL` delivered.
#[derive(Deserialize)]
pub(super) struct DeliveryDate {
    #[serde(default, rename = "type")]
    pub(super) kind: Part<Text>,
    /// `YYYYMMDD`.
    #[serde(default)]
    pub(super) date: Part<Text>,
}

/// `EOD` end of day, `CMT` commit time, `EDW`, `CDW`, `IDW` windows, `DEL` delivered; times as `HHMMSS`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeliveryTime {
    #[serde(default, rename = "type")]
    pub(super) kind: Part<Text>,
    #[serde(default)]
    pub(super) start_time: Part<Text>,
    #[serde(default)]
    pub(super) end_time: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeliveryInformation {
    #[serde(default)]
    pub(super) location: Part<Text>,
    #[serde(default)]
    pub(super) received_by: Part<Text>,
    #[serde(default)]
    pub(super) signature: Part<Signature>,
    #[serde(default)]
    pub(super) delivery_photo: Part<Photo>,
    #[serde(default)]
    pub(super) pod: Part<Document>,
}

#[derive(Deserialize)]
pub(super) struct Signature {
    #[serde(default)]
    pub(super) image: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct Photo {
    #[serde(default)]
    pub(super) photo: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct Document {
    #[serde(default)]
    pub(super) content: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccessPoint {
    #[serde(default)]
    pub(super) pickup_by_date: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct PackageAddress {
    /// `ORIGIN` or `DESTINATION`.
    #[serde(default, rename = "type")]
    pub(super) kind: Part<Text>,
    #[serde(default)]
    pub(super) address: Part<Address>,
}

/// A number with a word for what it is.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default, rename = "type")]
    pub(super) kind: Part<Text>,
    #[serde(default)]
    pub(super) number: Part<Text>,
}

#[derive(Deserialize)]
pub(super) struct Service {
    #[serde(default)]
    pub(super) description: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Weight {
    /// `LBS` or `KGS`.
    #[serde(default)]
    pub(super) unit_of_measurement: Part<Text>,
    #[serde(default)]
    pub(super) weight: Part<Text>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dimension {
    #[serde(default)]
    pub(super) height: Part<Text>,
    #[serde(default)]
    pub(super) length: Part<Text>,
    #[serde(default)]
    pub(super) width: Part<Text>,
    #[serde(default)]
    pub(super) unit_of_dimension: Part<Text>,
}

/// A message of Track Alert: one event. What has no value yet is an empty text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    #[serde(default)]
    pub(super) tracking_number: Part<Text>,
    #[serde(default)]
    pub(super) alternate_tracking_number: Part<Text>,
    #[serde(default)]
    pub(super) activity_status: Part<Status>,
    #[serde(default)]
    pub(super) activity_location: Part<Address>,
    #[serde(default)]
    pub(super) local_activity_date: Part<Text>,
    #[serde(default)]
    pub(super) local_activity_time: Part<Text>,
    #[serde(default)]
    pub(super) gmt_activity_date: Part<Text>,
    #[serde(default)]
    pub(super) gmt_activity_time: Part<Text>,
    /// `-04.00`, with a dot.
    #[serde(default)]
    pub(super) gmt_offset: Part<Text>,
    #[serde(default)]
    pub(super) scheduled_delivery_date: Part<Text>,
    #[serde(default)]
    pub(super) delivery_start_time: Part<Text>,
    #[serde(default)]
    pub(super) delivery_end_time: Part<Text>,
    #[serde(default)]
    pub(super) actual_delivery_date: Part<Text>,
    #[serde(default)]
    pub(super) actual_delivery_time: Part<Text>,
    #[serde(default)]
    pub(super) delivery_photo: Part<Text>,
    #[serde(default)]
    pub(super) received_by: Part<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_may_be_missing_null_or_empty() {
        let package: Package =
            serde_json::from_str(r#"{"trackingNumber":" ","activity":null,"packageCount":2}"#).unwrap();
        assert!(package.tracking_number.told().is_none() && package.activity.quiet().is_none());
        assert_eq!(package.package_count.told(), Some("2"));
    }

    #[test]
    fn what_is_hidden_is_a_list_or_a_word() {
        let has_detail = |json: &str| {
            let json = format!(r#"{{"suppressionIndicators":{json}}}"#);
            let package: Package = serde_json::from_str(&json).unwrap();
            package.suppression_indicators.quiet().map(Suppressed::has_detail)
        };
        for json in [r#"["DETAIL"]"#, r#"["OTHER",7,"DETAIL"]"#, r#""DETAIL""#] {
            assert_eq!(has_detail(json), Some(true), "{json}");
        }
        assert_eq!((has_detail("[]"), has_detail(r#"["OTHER"]"#)), (Some(false), Some(false)));
        assert_eq!((has_detail("null"), has_detail("{}")), (None, None));
    }

    #[test]
    fn a_flaw_costs_its_part_and_tells_its_path_only() {
        let json = r#"{"activity":[7,{"location":"secret"},{"date":{"secret":1}}],"weight":"secret"}"#;
        let package: Package = serde_json::from_str(json).unwrap();
        let mut notes = Vec::new();
        let entries = package.activity.entries("activity", &mut notes);
        assert_eq!(
            entries.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
            ["activity[1]", "activity[2]"]
        );
        assert!(entries[0].1.location.get("activity[1].location", &mut notes).is_none());
        assert!(entries[1].1.date.read("activity[2].date", &mut notes).is_none());
        assert!(package.weight.get("weight", &mut notes).is_none());
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["activity[0]", "activity[1].location", "activity[2].date", "weight"]);
    }
}
