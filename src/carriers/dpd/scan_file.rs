//! Decodes DPD's files of scans: SCANINFO of Belgium and STATUSDATA of the Netherlands, which arrive by SFTP every 30 and
//! 15 minutes (<https://it-integration.dpd.be/dpd-shipper/tracking/edi-statusdata>).
//!
//! A line is a scan; its fields are separated by semicolons and may be empty. A file holds only what is new, of many
//! parcels: it gives one report a parcel, none of them complete. The channel has no client: DPD puts the files.
//!
//! Times are local, and depots abroad scan, too: the reports name no zone.
//!
//! Weight and volume are left out, because their units are not documented.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::{SCAN_FILE, parts, scans, times};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    CarrierId, Delivery, HandoverPlace, Location, NamedReference, Note, NoteKind, Report, Source, State,
    Status, TrackingNumber,
};

/// The columns in their order.
const COLUMNS: [&str; 31] = [
    "PARCELNO",
    "SCAN_CODE",
    "DEPOT_CODE",
    "SCAN_DATE_TIME",
    "ROUTE",
    "TOUR",
    "SERVICE",
    "RCOUNTRYN",
    "RCOUNTRY",
    "CONSIGNEE_ZIP",
    "ADD_SERVICE_1",
    "ADD_SERVICE_2",
    "ADD_SERVICE_3",
    "ADD_SERVICE_4",
    "ADD_SERVICE_5",
    "WEIGHT",
    "VOLUME",
    "POD_IMAGE_REF",
    "RECEIVER_NAME",
    "INFO_TEXT",
    "LOCATION",
    "MPSCREF1",
    "MPSCREF2",
    "MPSCREF3",
    "MPSCREF4",
    "CREF1",
    "CREF2",
    "CREF3",
    "CREF4",
    "CUSTOMER_REFERENCE",
    "DELISUSR",
];

/// Columns that hold references, by which sender and carrier find the parcel again.
const REFERENCES: [&str; 10] = [
    "CREF1",
    "CREF2",
    "CREF3",
    "CREF4",
    "CUSTOMER_REFERENCE",
    "MPSCREF1",
    "MPSCREF2",
    "MPSCREF3",
    "MPSCREF4",
    "POD_IMAGE_REF",
];

/// Columns of additional codes.
const ADDITIONAL: [&str; 5] =
    ["ADD_SERVICE_1", "ADD_SERVICE_2", "ADD_SERVICE_3", "ADD_SERVICE_4", "ADD_SERVICE_5"];

/// The fields of a line.
struct Line<'a>(Vec<&'a str>);

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        Self(text.split(';').map(str::trim).collect())
    }

    /// A field that says something.
    fn get(&self, column: &str) -> Option<&'a str> {
        let at = COLUMNS.iter().position(|name| *name == column)?;
        self.0.get(at).copied().filter(|field| !field.is_empty())
    }

    fn is_heading(&self) -> bool {
        self.0.first().is_some_and(|first| first.eq_ignore_ascii_case("PARCELNO"))
    }

    /// Whether a heading names the columns in their order.
    fn is_documented(&self) -> bool {
        self.0.iter().zip(COLUMNS).all(|(found, wanted)| found.eq_ignore_ascii_case(wanted))
    }
}

/// What a file tells of one parcel.
struct Parcel<'a> {
    report: Report,
    services: Vec<&'a str>,
}

/// Reads a file. With the number of a parcel only that parcel's report is given.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let asked = context.number.clone().map(|number| super::number::parcel_number(&number).unwrap_or(number));
    let mut answer = Answer::default();
    let mut parcels: Vec<Parcel<'_>> = Vec::new();
    let mut by_number: BTreeMap<TrackingNumber, usize> = BTreeMap::new();
    let (mut lines, mut unread) = (0_usize, 0_usize);
    for (index, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line = Line::of(text);
        if index == 0 && line.is_heading() {
            if !line.is_documented() {
                let text = "the columns of the file differ from the documented ones";
                return Err(Error::new(ErrorKind::BadReply, text));
            }
            continue;
        }
        lines += 1;
        let mut unreadable = |column: &str| {
            unread += 1;
            Note::add(&mut answer.notes, NoteKind::Unreadable, format!("line {}: {column}", index + 1));
        };
        let Some(number) = line.get("PARCELNO").and_then(|text| text.parse::<TrackingNumber>().ok()) else {
            unreadable("PARCELNO");
            continue;
        };
        let number = super::number::parcel_number(&number).unwrap_or(number);
        if asked.as_ref().is_some_and(|asked| *asked != number) {
            continue;
        }
        let Some(time) = line.get("SCAN_DATE_TIME").and_then(times::scan) else {
            unreadable("SCAN_DATE_TIME");
            continue;
        };
        let Some(code) = line.get("SCAN_CODE") else {
            unreadable("SCAN_CODE");
            continue;
        };
        let at = *by_number.entry(number.clone()).or_insert(parcels.len());
        if at == parcels.len() {
            let mut report = Report::new(Source::carrier(SCAN_FILE, number), context.fetched_at);
            report.complete = false;
            report.carrier = Some(CarrierId::DPD);
            parcels.push(Parcel { report, services: Vec::new() });
        }
        let Some(parcel) = parcels.get_mut(at) else { continue };
        let additional: Vec<&str> = ADDITIONAL.iter().filter_map(|column| line.get(column)).collect();
        let mut event = scans::event(time, code, &additional, &mut parcel.report.notes);
        event.location = line.get("DEPOT_CODE").and_then(parts::depot);
        let words: Vec<&str> =
            ["INFO_TEXT", "LOCATION"].iter().filter_map(|column| line.get(column)).collect();
        event.description = (!words.is_empty()).then(|| words.join(", ").into());
        if event.state().map(State::status) == Some(Status::Delivered) {
            event.handed_to = line.get("LOCATION").and_then(handed_to);
            let delivery = parcel.report.delivery.get_or_insert_with(Delivery::default);
            delivery.signed_by = line.get("RECEIVER_NAME").map(Into::into).or(delivery.signed_by.take());
        }
        parcel.report.events.push(event);
        parcel.add(&line);
    }
    answer.reports = parcels.into_iter().map(Parcel::finish).collect();
    match (&asked, answer.reports.is_empty()) {
        (Some(asked), true) if lines > unread => {
            let text = format!("the file holds no scan of {}", asked.masked());
            Err(Error::new(ErrorKind::NotFound, text))
        }
        (_, true) if lines > 0 => {
            let text = format!("none of the file's {lines} lines can be read");
            Err(Error::new(ErrorKind::BadReply, text))
        }
        _ => Ok(answer),
    }
}

impl<'a> Parcel<'a> {
    /// Adds what a line tells of the parcel as a whole.
    fn add(&mut self, line: &Line<'a>) {
        if let Some(service) = line.get("SERVICE").filter(|code| !self.services.contains(code)) {
            self.services.push(service);
        }
        let country = line.get("RCOUNTRY").and_then(|code| code.parse().ok());
        let postal_code = line.get("CONSIGNEE_ZIP").map(CompactString::from);
        if country.is_some() || postal_code.is_some() {
            self.report.destination = Some(Location { country, postal_code, ..Location::default() });
        }
        for column in REFERENCES {
            let Some(value) = line.get(column) else { continue };
            let reference = NamedReference { kind: column.to_ascii_lowercase(), value: value.into() };
            if !self.report.references.contains(&reference) {
                self.report.references.push(reference);
            }
        }
    }

    fn finish(self) -> Report {
        let Self { mut report, services } = self;
        scans::settle(&mut report.events, &services);
        report.service = parts::service(&services);
        report.pickup = parts::pickup(&report.events);
        if let Some(delivery) = &mut report.delivery {
            delivery.handed_to = parts::delivery(&report.events).handed_to;
        }
        report.delivery = report.delivery.and_then(Delivery::non_empty);
        report
    }
}

/// The place of a hand-over, where it is one of the words of this crate; any other text stays a text.
fn handed_to(text: &str) -> Option<HandoverPlace> {
    let word = text.to_lowercase().replace([' ', '-'], "_");
    match HandoverPlace::from(word.as_str()) {
        HandoverPlace::Other(_) => None,
        place => Some(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELIVERED: &str = "05300000000000;13;0521;20260120122323;0521;;327;528;NL;2353MR;;;;;;0;;6620080;MUSTER;;FRONT DOOR;m1;;;;c1;;;;ORDER1;user1;";

    fn decoded(file: &str) -> Result<Answer> {
        decode(file.as_bytes(), &Context::new("2026-01-20T12:00:00Z".parse().unwrap()))
    }

    #[test]
    fn a_line_is_a_scan() {
        let report = &decoded(DELIVERED).unwrap().reports[0];
        let event = &report.events[0];
        assert_eq!(event.meaning.to_string(), "delivered");
        assert_eq!(
            (event.time.to_string().as_str(), event.handed_to.as_ref()),
            ("2026-01-20T12:23:23", Some(&HandoverPlace::FrontDoor))
        );
        let delivery = report.delivery.clone().unwrap();
        assert_eq!(
            (delivery.signed_by, delivery.handed_to),
            (Some("MUSTER".into()), Some(HandoverPlace::FrontDoor))
        );
        assert_eq!((report.service.as_deref(), report.complete), (Some("home"), false));
        let kinds: Vec<&str> = report.references.iter().map(|reference| reference.kind.as_str()).collect();
        assert_eq!(kinds, ["cref1", "customer_reference", "mpscref1", "pod_image_ref"]);
        assert_eq!(report.destination.clone().unwrap().postal_code.as_deref(), Some("2353MR"));
    }

    #[test]
    fn a_file_gives_a_report_a_parcel_with_its_scans_in_order() {
        let file = format!(
            "\u{feff}{}\r\n{DELIVERED}\r\n05300000000001;02;0521;20260120060000\r\n05300000000000;3;0521;20260120080000;;;;;;;068\r\n\r\n",
            COLUMNS.join(";")
        );
        let answer = decoded(&file).unwrap();
        let told: Vec<Vec<&str>> = answer
            .reports
            .iter()
            .map(|report| report.events.iter().filter_map(|event| event.code.as_deref()).collect())
            .collect();
        assert_eq!(told, [vec!["03+068", "13"], vec!["02"]]);
        let context = Context::new("2026-01-20T12:00:00Z".parse().unwrap());
        let asked =
            |number: &str| decode(file.as_bytes(), &context.clone().with_number(number.parse().unwrap()));
        assert_eq!(asked("05300000000001").unwrap().reports.len(), 1);
        assert_eq!(asked("05300000000002").unwrap_err().kind(), ErrorKind::NotFound);
        // What cannot be read may be about anybody.
        let broken = "?;".repeat(30) + "\n";
        let asked = context.clone().with_number("05300000000002".parse().unwrap());
        let error = decode(broken.repeat(300).as_bytes(), &asked).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
    }

    #[test]
    fn a_broken_line_costs_itself_and_is_named_by_its_place() {
        let file = format!(
            "?;13;0521;20260120122323\n{DELIVERED}\n05300000000000;13;0521;yesterday\n05300000000000;;0521;20260120122323\n"
        );
        let answer = decoded(&file).unwrap();
        let details: Vec<&str> = answer.notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["line 1: PARCELNO", "line 3: SCAN_DATE_TIME", "line 4: SCAN_CODE"]);
        assert_eq!(answer.reports[0].events.len(), 1);
    }

    #[test]
    fn what_is_no_file_is_refused_and_an_empty_one_tells_nothing() {
        for odd in ["<html>", "{}", "PARCELNO;DEPOT_CODE\n1;2"] {
            assert_eq!(decoded(odd).unwrap_err().kind(), ErrorKind::BadReply, "{odd}");
        }
        assert_eq!(decoded("").unwrap(), Answer::default());
    }

    proptest::proptest! {
        #[test]
        fn any_file_gives_an_answer_or_an_error(file in "[0-9;\\PC\n]{0,120}") {
            let _ = decoded(&file);
        }
    }
}
