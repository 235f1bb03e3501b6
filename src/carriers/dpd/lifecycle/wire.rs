//! What the login and the parcel life cycle answer, field by field, in SOAP and in JSON: the names are the same, save
//! for `trackingresult`, which JSON writes with a capital R.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::tolerant::{Text, Words};
use super::faults::Fault;
use crate::carriers::part::Part;
use crate::carriers::xml::{self, one_or_more};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Secret, read_json};

/// Which answer it is.
pub(super) enum Body {
    Tracking(Box<Part<TrackingResult>>),
    // Only the client logs in.
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    Login(Part<Login>),
    Refused(Fault),
}

/// What is told of a parcel. An answer about an unknown number has it empty.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(in super::super) struct TrackingResult {
    pub(super) shipment_info: Part<ShipmentInfo>,
    #[serde(deserialize_with = "one_or_more")]
    pub(super) status_info: Vec<Part<StatusInfo>>,
}

impl TrackingResult {
    /// Whether it tells nothing: neither a row nor what the head's row is.
    pub(in super::super) fn is_empty(&self) -> bool {
        let head = self.shipment_info.quiet();
        self.status_info.is_empty() && head.is_none_or(|head| head.row.status.get().is_none())
    }
}

/// The head.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ShipmentInfo {
    /// In the answers of the tracking page, and of some countries.
    pub(super) parcel_label_number: Text,
    pub(super) service_description: Words,
    #[serde(deserialize_with = "one_or_more")]
    pub(super) tracking_property: Vec<Part<Property>>,
    /// The head is a row as well.
    #[serde(flatten)]
    pub(super) row: StatusInfo,
}

/// A reference, and whatever else the country tells.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Property {
    pub(super) key: Text,
    pub(super) value: Text,
}

/// A milestone, or an event.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct StatusInfo {
    pub(super) status: Text,
    pub(super) label: Words,
    pub(super) description: Words,
    pub(super) status_has_been_reached: Text,
    pub(super) is_current_status: Text,
    pub(super) location: Words,
    pub(super) date: Words,
    pub(super) error_items: Words,
}

/// What a login brings.
#[cfg_attr(not(feature = "http"), allow(dead_code))]
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Login {
    pub(super) auth_token: Option<Secret>,
}

/// Finds out which answer it is and reads it.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is neither SOAP nor JSON, or none of these answers.
pub(super) fn read(bytes: &[u8]) -> Result<Body> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    let mut fields: Map<String, Value> =
        if first == Some(&b'<') { message(bytes)? } else { read_json(bytes)? };
    if let Some(fault) = Fault::of(&fields) {
        return Ok(Body::Refused(fault));
    }
    if let Some(response) = fields.remove("getTrackingDataResponse") {
        let result = inner(response, &["trackingresult", "trackingResult"]);
        return Ok(Body::Tracking(Box::new(Part::deserialize(result).unwrap_or_default())));
    }
    if let Some(response) = fields.remove("getAuthResponse") {
        return Ok(Body::Login(Part::deserialize(inner(response, &["return"])).unwrap_or_default()));
    }
    Err(Error::new(ErrorKind::BadReply, "the answer is neither tracking data nor a login nor a fault"))
}

/// The body of a SOAP message.
fn message(bytes: &[u8]) -> Result<Map<String, Value>> {
    let mut document: Map<String, Value> = xml::read(bytes)?;
    match inner(document.remove("Envelope").unwrap_or_default(), &["Body"]) {
        Value::Object(body) => Ok(body),
        _ => Err(Error::new(ErrorKind::BadReply, "the answer is XML, but no SOAP message")),
    }
}

fn inner(value: Value, names: &[&str]) -> Value {
    match value {
        Value::Object(mut fields) => names.iter().find_map(|name| fields.remove(*name)).unwrap_or_default(),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(body: &str) -> String {
        match read(body.as_bytes()) {
            Ok(Body::Tracking(part)) => match *part {
                Part::Missing => "tracking nothing".into(),
                Part::Read(result) => format!("tracking {}", result.status_info.len()),
                Part::Broken(_) => "tracking broken".into(),
            },
            Ok(Body::Login(login)) => {
                format!("login {}", login.quiet().is_some_and(|login| login.auth_token.is_some()))
            }
            Ok(Body::Refused(_)) => "refused".into(),
            Err(error) => error.kind().to_string(),
        }
    }

    fn soap(body: &str) -> String {
        format!(
            r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>"#
        )
    }

    #[test]
    fn each_answer_is_told_from_the_others_in_soap_and_json() {
        for (xml, json, wanted) in [
            (
                "<getTrackingDataResponse><trackingresult/></getTrackingDataResponse>",
                r#"{"getTrackingDataResponse":{"trackingResult":null}}"#,
                "tracking nothing",
            ),
            (
                "<n:getTrackingDataResponse xmlns:n='u'><trackingresult><statusInfo><status>x</status></statusInfo></trackingresult></n:getTrackingDataResponse>",
                r#"{"getTrackingDataResponse":{"trackingResult":{"statusInfo":{"status":"x"}}}}"#,
                "tracking 1",
            ),
            (
                "<getTrackingDataResponse><trackingresult><statusInfo><status>x</status></statusInfo><statusInfo/></trackingresult></getTrackingDataResponse>",
                r#"{"status":{"type":"OK"},"getTrackingDataResponse":{"trackingResult":{"statusInfo":[{},{}]}}}"#,
                "tracking 2",
            ),
            (
                "<getAuthResponse><return><authToken>t</authToken></return></getAuthResponse>",
                r#"{"getAuthResponse":{"return":{"authToken":"t"}}}"#,
                "login true",
            ),
            (
                "<s:Fault><faultcode>s:Server</faultcode></s:Fault>",
                r#"{"fault":{"faultcode":"Server"}}"#,
                "refused",
            ),
            ("<hello/>", r#"{"hello":1}"#, "bad_reply"),
        ] {
            assert_eq!((kind(&soap(xml)), kind(json)), (wanted.into(), wanted.into()), "{xml}");
        }
        for odd in ["", "<html><body>x</body></html>", "<a/>", "[]", "7", "<s:Envelope xmlns:s='u'/>"] {
            assert_eq!(kind(odd), "bad_reply", "{odd}");
        }
        let broken = r#"{"getTrackingDataResponse":{"trackingResult":"odd"}}"#;
        assert_eq!(kind(broken), "tracking broken");
    }

    #[test]
    fn the_head_is_read_with_its_row() {
        let head = r#"{"getTrackingDataResponse":{"trackingResult":{"shipmentInfo":{"status":"SHIPMENT",
            "statusHasBeenReached":true,"serviceDescription":{"content":{"content":"DPD HOME"}},
            "trackingProperty":{"key":"CREF1","value":7}}}}}"#;
        let Ok(Body::Tracking(part)) = read(head.as_bytes()) else { panic!("not read") };
        let Part::Read(result) = *part else { panic!("not read") };
        let Part::Read(head) = &result.shipment_info else { panic!("no head") };
        assert_eq!(head.row.status.get(), Some("SHIPMENT"));
        assert!(head.row.status_has_been_reached.is_true());
        assert_eq!(head.service_description.get(), Some("DPD HOME"));
        assert!(
            matches!(&head.tracking_property[..], [Part::Read(property)] if property.value.get() == Some("7"))
        );
    }
}
