//! Decodes what DPD Germany's public tracking page reads: `GET https://tracking.dpd.de/rest/plc/{ll_CC}/{number}`.
//!
//! The address is undocumented and guarded against programs, so this crate never asks it: the channel has no client.
//! Whoever has an answer by other means decodes it here. A web page in its place is a refusal
//! ([`ErrorKind::Forbidden`]).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::language;
use super::super::part::Part;
use super::super::xml::one_or_more;
use super::lifecycle::{self, TrackingResult};
use super::tolerant::{Text, Words};
use super::{PLC, parts, scans};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::http::read_json;
use crate::model::{
    Delivery, Event, EventTime, Location, NamedReference, Note, NoteKind, Personal, Report, State, Status,
};

/// What the page tells beyond the parcel life cycle.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Data {
    shipment_info: Part<Head>,
    scan_info: Part<ScanInfo>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Head {
    product_name: Text,
    receiver_country_iso_code: Text,
    #[serde(deserialize_with = "one_or_more")]
    service_elements: Vec<Part<Code>>,
    #[serde(deserialize_with = "one_or_more")]
    additional_properties: Vec<Part<Property>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Property {
    key: Text,
    value: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Code {
    code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ScanInfo {
    /// Oldest first.
    #[serde(deserialize_with = "one_or_more")]
    scan: Vec<Part<Scan>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Scan {
    date: Text,
    scan_data: Part<ScanData>,
    scan_description: Words,
    #[serde(deserialize_with = "one_or_more")]
    links: Vec<Part<Link>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ScanData {
    scan_type: Part<ScanType>,
    location: Text,
    country: Text,
    additional_codes: Part<AdditionalCodes>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ScanType {
    code: Text,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct AdditionalCodes {
    #[serde(deserialize_with = "one_or_more")]
    additional_code: Vec<Part<Code>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Link {
    target: Text,
    url: Text,
}

/// Reads an answer of the page.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        let text = "DPD answered with a web page: its guard against programs";
        return Err(Error::new(ErrorKind::Forbidden, text).with_code("blocked"));
    }
    let mut top: Map<String, Value> = read_json(bytes)?;
    let data = match top.remove("parcellifecycleResponse") {
        Some(Value::Object(mut response)) => response.remove("parcelLifeCycleData"),
        _ => return Err(Error::new(ErrorKind::BadReply, "the answer has no `parcellifecycleResponse`")),
    };
    let data = match data {
        Some(data @ Value::Object(_)) => data,
        None | Some(Value::Null) => return Err(lifecycle::not_found()),
        Some(_) => {
            let text = "the answer has another shape than documented at `parcelLifeCycleData`";
            return Err(Error::new(ErrorKind::BadReply, text));
        }
    };
    // Both read any object.
    let common = TrackingResult::deserialize(&data).unwrap_or_default();
    let data = Data::deserialize(data).unwrap_or_default();
    if common.is_empty() && data.scan_info.quiet().is_none_or(|info| info.scan.is_empty()) {
        return Err(lifecycle::not_found());
    }
    let mut report = lifecycle::report(&common, PLC, context)?;
    // The page's rows only sum up the scans.
    report.complete = false;
    let services: Vec<&str> = match data.shipment_info.quiet() {
        Some(head) => add_head(head, &mut report),
        None => Vec::new(),
    };
    if matches!(data.scan_info, Part::Broken(_)) {
        Note::add(&mut report.notes, NoteKind::Unreadable, "scanInfo");
    }
    if let Some(info) = data.scan_info.quiet().filter(|info| !info.scan.is_empty()) {
        add_scans(info, &services, context, &mut report);
    }
    Ok(report.into())
}

/// Adds what the head tells, and gives its service codes.
fn add_head<'a>(head: &'a Head, report: &mut Report) -> Vec<&'a str> {
    let codes: Vec<&str> = head
        .service_elements
        .iter()
        .filter_map(Part::quiet)
        .filter_map(|element| element.code.get())
        .collect();
    report.service = head.product_name.get().map(Into::into).or_else(|| parts::service(&codes));
    if let Some(country) = head.receiver_country_iso_code.get() {
        match country.parse() {
            Ok(country) => {
                report.destination = Some(Location { country: Some(country), ..Location::default() });
            }
            Err(_) => {
                let path = "shipmentInfo.receiverCountryIsoCode";
                Note::add(&mut report.notes, NoteKind::Unreadable, path);
            }
        }
    }
    for property in head.additional_properties.iter().filter_map(Part::quiet) {
        if let (Some(kind), Some(value)) = (property.key.get().and_then(parts::shown), property.value.get()) {
            report.references.push(NamedReference { kind: kind.to_owned(), value: value.into() });
        }
    }
    codes
}

/// Puts the scans in the place of the milestones, which only sum them up.
fn add_scans(info: &ScanInfo, services: &[&str], context: &Context, report: &mut Report) {
    let mut events = Vec::new();
    let mut proof = None;
    report.complete = true;
    for (index, part) in info.scan.iter().enumerate() {
        let path = format!("scanInfo.scan[{index}]");
        let scan = match part {
            Part::Read(scan) => scan,
            Part::Missing => continue,
            Part::Broken(_) => {
                Note::add(&mut report.notes, NoteKind::Unreadable, path);
                report.complete = false;
                continue;
            }
        };
        match event(scan, context, &mut report.notes) {
            Some(event) => {
                let is_delivered = event.state().map(State::status) == Some(Status::Delivered);
                proof = proof_of(scan).filter(|_| is_delivered).or(proof);
                events.push(event);
            }
            None => {
                Note::add(&mut report.notes, NoteKind::Unreadable, format!("{path}.date"));
                report.complete = false;
            }
        }
    }
    scans::settle(&mut events, services);
    report.pickup = parts::pickup(&events);
    let mut delivery: Delivery = parts::delivery(&events);
    delivery.document_url = proof;
    report.delivery = delivery.non_empty();
    report.events = events;
}

fn event(scan: &Scan, context: &Context, notes: &mut Vec<Note>) -> Option<Event> {
    let time = scan.date.get()?.parse::<EventTime>().ok()?;
    let data = scan.scan_data.quiet();
    let kind = data.and_then(|data| data.scan_type.quiet());
    // The name beside it, such as `SC_03_OUT_FOR_DELIVERY`, is not read: two answers are all that show how it is made.
    let code = kind.and_then(|kind| kind.code.get()).unwrap_or_default();
    let additional: Vec<&str> = data
        .and_then(|data| data.additional_codes.quiet())
        .into_iter()
        .flat_map(|codes| &codes.additional_code)
        .filter_map(|code| code.quiet()?.code.get())
        .collect();
    let mut event = scans::event(time, code, &additional, notes);
    event.location = data.and_then(|data| {
        let mut place = data.location.get().and_then(parts::place).unwrap_or_default();
        place.country = place.country.or_else(|| data.country.get()?.parse().ok());
        Some(place).filter(|place| !place.is_empty())
    });
    event.description = scan.scan_description.get().map(Into::into);
    let language = context.language.as_deref().and_then(language::primary);
    event.language = language.filter(|_| event.description.is_some());
    Some(event)
}

fn proof_of(scan: &Scan) -> Option<Personal> {
    let links = scan.links.iter().filter_map(Part::quiet);
    let mut proofs = links.filter(|link| link.target.get() == Some("DOCUMENT_POD_V2"));
    proofs.find_map(|link| parts::link(link.url.get()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(data: &str) -> Result<Report> {
        let body = format!(r#"{{"parcellifecycleResponse":{{"parcelLifeCycleData":{data}}}}}"#);
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap())
            .with_number("01476810375209".parse().unwrap());
        decode(body.as_bytes(), &context).map(|mut answer| answer.reports.remove(0))
    }

    #[test]
    fn nothing_is_not_found_and_a_page_is_a_refusal() {
        for nothing in ["null", "{}", r#"{"scanInfo":{"scan":[]}}"#] {
            assert_eq!(decoded(nothing).unwrap_err().kind(), ErrorKind::NotFound, "{nothing}");
        }
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
        let error = decode(b" <!DOCTYPE html><html>", &context).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Forbidden, Some("blocked")));
        for odd in ["{}", "[]", r#"{"parcellifecycleResponse":{"parcelLifeCycleData":7}}"#, ""] {
            assert_eq!(decode(odd.as_bytes(), &context).unwrap_err().kind(), ErrorKind::BadReply, "{odd}");
        }
    }

    #[test]
    fn a_scan_is_known_by_its_code_alone() {
        let scan = |kind: &str| {
            let data = format!(
                r#"{{"scanInfo":{{"scan":{{"date":"2026-01-20T08:10:00","scanData":{{"scanType":{kind}}}}}}}}}"#
            );
            decoded(&data).unwrap().events[0].meaning.to_string()
        };
        assert_eq!(scan(r#"{"code":"03"}"#), "out_for_delivery");
        assert_eq!(scan(r#"{"code":3}"#), "out_for_delivery");
        assert_eq!(scan(r#"{"name":"SC_13_DELIVERED"}"#), "unknown.unmapped");
        assert_eq!(scan("{}"), "unknown.unmapped");
    }

    #[test]
    fn a_broken_scan_costs_itself() {
        let report = decoded(
            r#"{"shipmentInfo":{"receiverCountryIsoCode":"Germany"},"scanInfo":{"scan":[7,{"date":"then"},{"date":"2026-01-20T08:10:00"}]}}"#,
        )
        .unwrap();
        assert_eq!((report.events.len(), report.complete), (1, false));
        let details: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        assert!(
            details.contains(&"scanInfo.scan[0]") && details.contains(&"scanInfo.scan[1].date"),
            "{details:?}"
        );
        assert!(!decoded(r#"{"statusInfo":{"status":"ACCEPTED"},"scanInfo":7}"#).unwrap().complete);
    }

    #[test]
    fn rows_without_scans_are_no_history() {
        let row = r#"{"status":"Depot","statusHasBeenReached":true,"date":"20.01.2026, 12:23"}"#;
        let report = decoded(&format!(r#"{{"statusInfo":[{row}]}}"#)).unwrap();
        assert_eq!((report.events.len(), report.complete), (1, false));
    }
}
