//! A body as an answer: which of its packages are meant, and what errors and warnings mean.

use super::super::list::List;
use super::super::part::{self, Texts, unreadable};
use super::super::path::Path;
use super::wire::{Body, Shipment};
use super::{errors, report};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{CarrierId, Note, NoteKind, Related, Relation, Report, TrackingNumber};

/// Reads an answer of the Tracking API, an error document, or a message of Track Alert: the field that each of them must
/// have tells which it is.
pub(super) fn decode(body: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let body: Body = part::json(body, &texts)?;
    if let Some(response) = body.track_response.quiet() {
        return packages(&response.shipment, context);
    }
    if let Some(code) = errors::code(&body) {
        return Err(errors::error(code, None));
    }
    message(&body, context)
}

/// The code of an error document, as far as a body is one.
#[cfg(all(feature = "ups", feature = "http"))]
pub(super) fn error_code(body: &[u8]) -> Option<String> {
    let texts = Texts::default();
    let body: Body = part::json(body, &texts).ok()?;
    errors::code(&body).flatten().map(str::to_owned)
}

fn message(message: &Body, context: &Context) -> Result<Answer> {
    let bad = |text: String| Err(Error::new(ErrorKind::BadReply, text));
    if !message.activity_status.is_told() {
        return bad("the answer is neither tracking, nor an error, nor a message of Track Alert".into());
    }
    let Some(number) = message.tracking_number.told().and_then(|text| text.parse::<TrackingNumber>().ok())
    else {
        return bad("the message has no `trackingNumber`".into());
    };
    let report = report::of_message(message, number, context);
    if let Some(asked) = &context.number
        && !is_about(&report, asked)
    {
        return bad(format!("the message is about another number than {}", asked.masked()));
    }
    Ok(report.into())
}

fn packages(shipments: &List<Shipment>, context: &Context) -> Result<Answer> {
    let mut answer = Answer::default();
    let mut others = 0_usize;
    let mut warning = None;
    let list = Path::of("shipment");
    for (index, shipment) in shipments.entries(&list, &mut answer.notes) {
        let path = list.entry(index);
        warning = warning.or_else(|| errors::first_code(&shipment.warnings));
        let mut reports = of_shipment(shipment, &path, context, &mut answer.notes);
        if let Some(asked) = &context.number
            && !is_asked(shipment.inquiry_number.told(), asked)
            && !reports.iter().any(|report| is_about(report, asked))
        {
            others += reports.len();
            continue;
        }
        if !reports.is_empty()
            && let Some(code) = errors::first_code(&shipment.warnings).filter(|c| errors::is_code(c))
        {
            Note::add(&mut answer.notes, NoteKind::Incomplete, format!("{path}: warning {code}"));
            reports.iter_mut().for_each(|report| report.complete = false);
        }
        link(&mut reports);
        for report in reports {
            if answer.reports.iter().any(|known| known.source.number == report.source.number) {
                let text = format!("{path}: a second package of the same number was left out");
                Note::add(&mut answer.notes, NoteKind::Ambiguous, text);
            } else {
                answer.add(report);
            }
        }
    }
    if answer.reports.is_empty() { Err(nothing(&answer, others, warning, context)) } else { Ok(answer) }
}

/// Why an answer holds no package. "Not found" is a warning in an answer with status 200.
fn nothing(answer: &Answer, others: usize, warning: Option<&str>, context: &Context) -> Error {
    if let Some(asked) = context.number.as_ref().filter(|_| others > 0) {
        let text = format!("the answer is about another number than {}", asked.masked());
        return Error::new(ErrorKind::BadReply, text);
    }
    if warning.is_some() {
        return errors::error(warning, None);
    }
    if answer.notes.is_empty() {
        return Error::new(ErrorKind::NotFound, "the answer holds no package of this number");
    }
    unreadable("package", &answer.notes)
}

fn of_shipment(
    shipment: &Shipment,
    path: &Path<'_>,
    context: &Context,
    notes: &mut Vec<Note>,
) -> Vec<Report> {
    let list = path.field("package");
    let packages = shipment.package.entries(&list, notes);
    let is_only = shipment.package.quiet_entries().count() == 1;
    let asked = shipment.inquiry_number.told();
    // Nearly always one.
    let mut reports = Vec::with_capacity(1);
    let mut pieces = 0;
    for (index, package) in packages {
        let path = list.entry(index);
        // A package without a number of its own is the one that was asked for, if it is the only one.
        let own = package.tracking_number.read(&path.field("trackingNumber"), notes);
        let inquiry = asked.filter(|_| is_only);
        let Some(number) = own.or(inquiry).and_then(|text| text.parse::<TrackingNumber>().ok()) else {
            if !package.tracking_number.is_broken() {
                Note::add(notes, NoteKind::Unreadable, &path.field("trackingNumber"));
            }
            continue;
        };
        let mut report = report::of_package(package, number, &path, context);
        // Asked by a notice or a postal number, UPS answers with the parcel's own.
        if let Some(inquiry) = inquiry.and_then(|text| text.parse::<TrackingNumber>().ok())
            && !is_about(&report, &inquiry)
        {
            report.related.push(Related { relation: Relation::Same, carrier: None, number: inquiry });
        }
        pieces = pieces.max(package.package_count.told().and_then(|text| text.parse().ok()).unwrap_or(0));
        reports.push(report);
    }
    if pieces > reports.len() && !reports.is_empty() {
        Note::add(notes, NoteKind::Incomplete, format!("{path}: the shipment has more packages"));
    }
    reports
}

/// Names to each package of a shipment the others.
fn link(reports: &mut [Report]) {
    let numbers: Vec<TrackingNumber> = reports.iter().map(|report| report.source.number.clone()).collect();
    for report in reports {
        for number in &numbers {
            if !is_about(report, number) {
                report.related.push(Related::new(Relation::Sibling, CarrierId::UPS, number.clone()));
            }
        }
    }
}

/// Whether a report knows a number as one of its parcel's.
fn is_about(report: &Report, number: &TrackingNumber) -> bool {
    report.source.number == *number || report.related.iter().any(|related| related.number == *number)
}

fn is_asked(inquiry: Option<&str>, asked: &TrackingNumber) -> bool {
    inquiry.and_then(|text| text.parse::<TrackingNumber>().ok()).is_some_and(|inquiry| inquiry == *asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "1Z5R89390357567127";

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    fn asked(body: &str, number: &str) -> Result<Answer> {
        decode(body.as_bytes(), &context().with_number(number.parse().unwrap()))
    }

    #[test]
    fn a_number_that_leads_to_the_parcel_is_another_name_of_it() {
        let body = r#"{"trackResponse":{"shipment":[{"inquiryNumber":"204817000312","package":[{"trackingNumber":"1Z5R89390357567127"}]}]}}"#;
        let report = asked(body, "204817000312").unwrap().reports.remove(0);
        assert_eq!(report.source.number.as_str(), NUMBER);
        let other = &report.related[0];
        assert_eq!((&other.relation, other.number.as_str()), (&Relation::Same, "204817000312"));
        let own = asked(body, NUMBER).unwrap();
        assert_eq!(own.reports.len(), 1);
        assert_eq!(asked(body, "1ZCIETST0111111114").unwrap_err().kind(), ErrorKind::BadReply);
    }

    #[test]
    fn a_package_without_a_number_is_the_one_that_was_asked_for_if_it_is_alone() {
        let body = |packages: &str| {
            format!(
                r#"{{"trackResponse":{{"shipment":[{{"inquiryNumber":"{NUMBER}","package":[{packages}]}}]}}}}"#
            )
        };
        assert_eq!(asked(&body("{}"), NUMBER).unwrap().reports[0].source.number.as_str(), NUMBER);
        let error = asked(&body("{},{}"), NUMBER).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        assert!(
            error.to_string().ends_with("package[0].trackingNumber, shipment[0].package[1].trackingNumber")
        );
        let twice = format!(r#"{{"trackingNumber":"{NUMBER}"}},{{"trackingNumber":"{NUMBER}"}}"#);
        let answer = asked(&body(&twice), NUMBER).unwrap();
        assert_eq!((answer.reports.len(), &answer.notes[0].kind), (1, &NoteKind::Ambiguous));
    }

    #[test]
    fn warnings_beside_packages_are_noted_and_alone_are_errors() {
        let warned = |package: &str, code: &str| {
            asked(
                &format!(
                    r#"{{"trackResponse":{{"shipment":[{{"inquiryNumber":"{NUMBER}",{package}"warnings":[{{"code":"{code}","message":"{NUMBER}"}}]}}]}}}}"#
                ),
                NUMBER,
            )
        };
        let package = format!(r#""package":[{{"trackingNumber":"{NUMBER}"}}],"#);
        let answer = warned(&package, "TW0002").unwrap();
        assert_eq!(answer.notes[0].detail, "shipment[0]: warning TW0002");
        assert!(!answer.reports[0].complete);
        assert_eq!(warned("", "TW0001").unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(warned("", "TW0002").unwrap_err().kind(), ErrorKind::BadReply);
        let nothing = decode(br#"{"trackResponse":{"shipment":[]}}"#, &context()).unwrap_err();
        assert_eq!(nothing.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn postal_codes_are_read_where_the_number_or_the_service_says_so() {
        let meaning = |number: &str, service: &str| {
            let body = format!(
                r#"{{"trackResponse":{{"shipment":[{{"package":[{{"trackingNumber":"{number}",{service}
                    "activity":[{{"date":"20261121","status":{{"type":"I","code":"DM"}}}}]}}]}}]}}}}"#
            );
            let report = asked(&body, number).unwrap().reports.remove(0);
            report.events[0].meaning.to_string()
        };
        let service = |name: &str| format!(r#""service":{{"code":"700","description":"{name}"}},"#);
        assert_eq!(meaning("MI204817000312345678", ""), "in_transit.delivery_rescheduled");
        assert_eq!(
            meaning("20481700031", &service("UPS Mail Innovations")),
            "in_transit.delivery_rescheduled"
        );
        assert_eq!(
            meaning("20481700031", &service("UPS MAIL INNOVATIONS®")),
            "in_transit.delivery_rescheduled"
        );
        assert_eq!(meaning("20481700031", &service("UPS Ground")), "in_transit");
        assert_eq!(meaning("20481700031", ""), "in_transit");
    }

    #[test]
    fn events_that_ups_hides_leave_the_report_incomplete() {
        let is_complete = |fields: &str| {
            let package = format!(r#"{{"trackingNumber":"{NUMBER}"{fields}}}"#);
            let body = format!(r#"{{"trackResponse":{{"shipment":[{{"package":[{package}]}}]}}}}"#);
            asked(&body, NUMBER).unwrap().reports[0].complete
        };
        let told = r#","activity":[{"date":"20261121"}]"#;
        assert!(is_complete(told));
        assert!(is_complete(&format!(r#"{told},"suppressionIndicators":[]"#)));
        for hidden in [r#"["DETAIL"]"#, r#""DETAIL""#, "{}"] {
            assert!(!is_complete(&format!(r#"{told},"suppressionIndicators":{hidden}"#)), "{hidden}");
        }
        for list in
            ["", r#","activity":null"#, r#","activity":[]"#, r#","activity":7"#, r#","activity":[{}]"#]
        {
            assert!(!is_complete(list), "{list}");
        }
    }

    #[test]
    fn an_event_without_a_time_is_noted() {
        for activity in ["{}", r#"{"gmtDate":"20261120"}"#, r#"{"time":"120000","gmtOffset":"-05:00"}"#] {
            let package = format!(r#"{{"trackingNumber":"{NUMBER}","activity":[{activity}]}}"#);
            let body = format!(r#"{{"trackResponse":{{"shipment":[{{"package":[{package}]}}]}}}}"#);
            let report = asked(&body, NUMBER).unwrap().reports.remove(0);
            assert!(report.events.is_empty());
            assert_eq!(report.notes[0].detail, "shipment[0].package[0].activity[0].date", "{activity}");
        }
    }

    #[test]
    fn parts_of_a_status_and_days_of_delivery_that_cannot_be_read_are_noted() {
        let activity = r#"{"date":"20261120","status":{"type":[],"code":{},"description":["x"]}}"#;
        let package = format!(
            r#"{{"trackingNumber":"{NUMBER}","activity":[{activity}],"deliveryDate":[7,{{"type":"SDD","date":"20261123"}}]}}"#
        );
        let body = format!(r#"{{"trackResponse":{{"shipment":[{{"package":[{package}]}}]}}}}"#);
        let report = asked(&body, NUMBER).unwrap().reports.remove(0);
        assert_eq!((report.events.len(), report.estimate.is_some()), (1, true));
        let noted: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        let status = ["type", "code", "description"].map(|part| format!("activity[0].status.{part}"));
        let parts = status.into_iter().chain(["deliveryDate[0]".into()]);
        assert_eq!(noted, parts.map(|part| format!("shipment[0].package[0].{part}")).collect::<Vec<_>>());
    }

    #[test]
    fn other_documents_are_no_answers() {
        for odd in [
            "{}",
            "[]",
            "null",
            r#"{"trackResponse":7}"#,
            r#"{"trackingNumber":"1Z5R89390357567127"}"#,
            "<html>",
            "",
        ] {
            assert_eq!(decode(odd.as_bytes(), &context()).unwrap_err().kind(), ErrorKind::BadReply, "{odd}");
        }
        let message = r#"{"trackingNumber":"1ZCIETST0111111114","activityStatus":{"type":"I"},"localActivityDate":"20261121"}"#;
        assert_eq!(asked(message, "1ZCIETST0111111114").unwrap().reports[0].events.len(), 1);
        let error = asked(message, NUMBER).unwrap_err();
        assert!(!format!("{error:#}{error:?}").contains("1ZCIE"));
        assert_eq!(error.kind(), ErrorKind::BadReply);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let text = serde_json::Value::String(text);
            let body = serde_json::json!({"trackResponse": {"shipment": [{"package": [{"trackingNumber": NUMBER,
                "activity": [{"date": text, "time": text, "gmtDate": text, "gmtTime": text, "gmtOffset": text,
                    "status": {"type": text, "code": text, "statusCode": text}, "location": {"address": {"country": text}}}],
                "deliveryDate": [{"type": "SDD", "date": text}], "deliveryTime": {"type": text, "endTime": text},
                "deliveryInformation": {"location": text, "signature": {"image": text}},
                "weight": {"weight": text, "unitOfMeasurement": "LBS"}}]}]}});
            let answer = decode(body.to_string().as_bytes(), &context()).unwrap();
            // What is read can be written and read again.
            let written = serde_json::to_string(&answer.reports[0]).unwrap();
            proptest::prop_assert_eq!(&serde_json::from_str::<Report>(&written).unwrap(), &answer.reports[0]);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(&bytes, &context());
        }
    }
}
