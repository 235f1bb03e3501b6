//! Decodes what DPD Germany's public tracking page reads: `GET https://tracking.dpd.de/rest/plc/{ll_CC}/{number}`.
//!
//! The address is undocumented and guarded against programs, so this crate never asks it: the channel has no client.
//! Whoever has an answer by other means decodes it here. A web page in its place is a refusal
//! ([`ErrorKind::Forbidden`]).

use super::super::part::{self, Part, Texts, fields};
use super::super::path::Path;
use super::wire::{Parcel, Row, Scan};
use super::{PLC, lifecycle, parts, scans};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    Delivery, Event, EventTime, Language, Location, NamedReference, Note, NoteKind, Personal, Report, State,
    Status,
};

fields! {
    struct Page<'a> {
        response: Part<Response<'a>> = "parcellifecycleResponse",
    }

    struct Response<'a> {
        data: Part<Parcel<'a>> = "parcelLifeCycleData",
    }
}

/// Reads an answer of the page.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        let text = "DPD answered with a web page: its guard against programs";
        return Err(Error::new(ErrorKind::Forbidden, text).with_code("blocked"));
    }
    let texts = Texts::default();
    let page: Page<'_> = part::json(bytes, &texts)?;
    let Some(response) = page.response.quiet() else {
        return Err(Error::new(ErrorKind::BadReply, "the answer has no `parcellifecycleResponse`"));
    };
    let parcel = match &response.data {
        Part::Read(parcel) if !parcel.is_empty() || parcel.has_scans() => parcel,
        Part::Read(_) | Part::Missing => return Err(lifecycle::not_found()),
        Part::Broken => {
            let text = "the answer has another shape than documented at `parcelLifeCycleData`";
            return Err(Error::new(ErrorKind::BadReply, text));
        }
    };
    let mut report = lifecycle::report(parcel, PLC, context)?;
    // The page's rows only sum up the scans.
    report.complete = false;
    let services = match parcel.shipment_info.quiet() {
        Some(head) => add_head(head, &mut report),
        None => Vec::new(),
    };
    let path = Path::of("scanInfo");
    if parcel.scan_info.get(&path, &mut report.notes).is_some() && parcel.has_scans() {
        add_scans(parcel, &path, &services, context, &mut report);
    }
    Ok(report.into())
}

/// Adds what the head tells, and gives its service codes.
fn add_head<'a>(head: &'a Row<'_>, report: &mut Report) -> Vec<&'a str> {
    let path = Path::of("shipmentInfo");
    let notes = &mut report.notes;
    let list = path.field("serviceElements");
    let mut codes = Vec::new();
    for (index, element) in head.service_elements.entries(&list, notes) {
        codes.extend(element.code.read(&list.entry(index).field("code"), notes));
    }
    let product = head.product_name.read(&path.field("productName"), notes).map(Into::into);
    report.service = product.or_else(|| parts::service(&codes));
    let country_path = path.field("receiverCountryIsoCode");
    if let Some(country) = head.receiver_country_iso_code.read(&country_path, notes) {
        match country.parse() {
            Ok(country) => {
                report.destination = Some(Location { country: Some(country), ..Location::default() });
            }
            Err(_) => Note::add(notes, NoteKind::Unreadable, &country_path),
        }
    }
    let list = path.field("additionalProperties");
    for (index, property) in head.additional_properties.entries(&list, notes) {
        let path = list.entry(index);
        let kind = property.key.read(&path.field("key"), notes).and_then(parts::shown);
        let value = property.value.read(&path.field("value"), notes);
        if let (Some(kind), Some(value)) = (kind, value) {
            report.references.push(NamedReference { kind: kind.to_owned(), value: value.into() });
        }
    }
    codes
}

/// Puts the scans in the place of the milestones, which only sum them up.
fn add_scans(
    parcel: &Parcel<'_>,
    path: &Path<'_>,
    services: &[&str],
    context: &Context,
    report: &mut Report,
) {
    let Some(info) = parcel.scan_info.quiet() else { return };
    let list = path.field("scan");
    let mut events = Vec::new();
    let mut proof = None;
    for (index, scan) in info.scan.entries(&list, &mut report.notes) {
        let Some(event) = event(scan, &list.entry(index), context.language, &mut report.notes) else {
            continue;
        };
        let is_delivered = event.state().map(State::status) == Some(Status::Delivered);
        proof = proof_of(scan).filter(|_| is_delivered).or(proof);
        events.push(event);
    }
    report.complete = info.scan.count() == Some(events.len());
    scans::settle(&mut events, services);
    report.pickup = parts::pickup(&events);
    let mut delivery: Delivery = parts::delivery(&events);
    delivery.document_url = proof;
    report.delivery = delivery.non_empty();
    report.events = events;
}

fn event(
    scan: &Scan<'_>,
    path: &Path<'_>,
    language: Option<Language>,
    notes: &mut Vec<Note>,
) -> Option<Event> {
    let Some(time) = scan.date.told().and_then(|text| text.parse::<EventTime>().ok()) else {
        Note::add(notes, NoteKind::Unreadable, &path.field("date"));
        return None;
    };
    let data_path = path.field("scanData");
    let data = scan.scan_data.get(&data_path, notes);
    let kind_path = data_path.field("scanType");
    let kind = data.and_then(|data| data.scan_type.get(&kind_path, notes));
    // The name beside it, such as `SC_03_OUT_FOR_DELIVERY`, is not read: two answers are all that show how it is made.
    let code = kind.and_then(|kind| kind.code.read(&kind_path.field("code"), notes)).unwrap_or_default();
    let list = data_path.field("additionalCodes");
    let codes = data.and_then(|data| data.additional_codes.get(&list, notes));
    let list = list.field("additionalCode");
    let mut additional = Vec::new();
    if let Some(codes) = codes {
        for (index, other) in codes.additional_code.entries(&list, notes) {
            additional.extend(other.code.read(&list.entry(index).field("code"), notes));
        }
    }
    let mut event = scans::event(time, code, &additional, notes);
    event.location = data.and_then(|data| {
        let place = data.location.read(&data_path.field("location"), notes);
        let mut place = place.and_then(parts::place).unwrap_or_default();
        let country = data.country.read(&data_path.field("country"), notes);
        place.country = place.country.or_else(|| country?.parse().ok());
        place.non_empty()
    });
    let words = scan.scan_description.read_words(&path.field("scanDescription"), notes);
    event.language = words.and(language);
    event.description = words.map(Into::into);
    Some(event)
}

fn proof_of(scan: &Scan<'_>) -> Option<Personal> {
    let mut proofs = scan.links.quiet_entries().filter(|link| link.target.told() == Some("DOCUMENT_POD_V2"));
    proofs.find_map(|link| parts::link(link.url.told()?))
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
