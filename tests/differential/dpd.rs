//! DPD, read slowly: the parcel life cycle in SOAP and JSON, what Germany's tracking page reads, push messages, and files of
//! scans.
//!
//! After <https://integrations.dpd.nl>, <https://it-integration.dpd.be>, <https://label-print-docs.dpd.ch>, DPD's document of
//! the Tracking Push Service, and recorded answers. Compared are numbers and events; DPD tells no estimate. Not compared
//! are summaries, proofs, services and references.

use chrono::NaiveDate;
use parceltrack::carriers::dpd::parcel_number;
use serde_json::Value;

use super::json::{as_text, at, is_nothing, is_odd, parse, text};
use super::reading::{Clock, Field, Parcel, Reading, Says, Scan, Sequence, country, number};
use super::statuses::{self, DPD_PUSHED, DPD_SCANS, DPD_WORDS};
use super::times::{fits, fixed, iso};
use super::xml;

/// The words of the milestones of Germany and Switzerland, and of their tracking page.
const MILESTONES: &[&str] = &[
    "ACCEPTED",
    "AT_DELIVERY_DEPOT",
    "AT_SENDING_DEPOT",
    "DELIVERED",
    "ON_THE_ROAD",
    "OUT_FOR_DELIVERY",
    "PICKUP",
    "SHIPMENT",
];

pub(crate) fn lifecycle(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    let body = if first == Some(&b'<') {
        let root = xml::parse(body)?;
        let mut bodies = root.children.iter().filter(|child| child.name == "Body");
        match (bodies.next(), bodies.next()) {
            (Some(body), None) if root.name == "Envelope" => body.as_json(),
            _ => return Err(Reading::Refused("no SOAP message")),
        }
    } else {
        parse(xml::text(body).as_bytes())?
    };
    let is_fault = ["Fault", "fault"].iter().any(|name| at(&body, name).is_object())
        || ["authenticationFault", "faults"].iter().any(|name| body.get(name).is_some())
        || text(&body, "status.type").is_some_and(|kind| kind.to_lowercase() != "ok");
    if is_fault {
        return Err(Reading::Refused("a fault"));
    }
    let response = at(&body, "getTrackingDataResponse");
    let results: Vec<&Value> =
        ["trackingresult", "trackingResult"].iter().filter_map(|name| response.get(name)).collect();
    match results.as_slice() {
        [result] if result.is_object() => life_cycle(result, asked),
        [_, _] => Err(Reading::Open("two results")),
        _ => Err(Reading::Refused("no result")),
    }
}

/// A list, of which one entry may stand by itself.
fn several<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let value = at(value, path);
    let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    list.iter().filter(|entry| !is_nothing(entry)).collect()
}

fn life_cycle(result: &Value, asked: Option<&str>) -> Result<Says, Reading> {
    let (head, rows) = (at(result, "shipmentInfo"), several(result, "statusInfo"));
    let is_empty = rows.is_empty() && text(head, "status").is_none();
    // A list of nothing is one, and then again none.
    let may_be_refused = is_empty && !is_nothing(at(result, "statusInfo"));
    if is_empty && !may_be_refused {
        return Err(Reading::Refused("nothing is told"));
    }
    let number = known_as(text(head, "parcelLabelNumber"), asked)?;
    let is_milestone =
        |row: &&Value| text(row, "status").is_some_and(|word| MILESTONES.contains(&word.as_str()));
    let sequence = if rows.iter().any(is_milestone) { Sequence::Told } else { Sequence::Wall };
    let has_head_row = words(at(head, "date")).is_some();
    let all = [head].into_iter().filter(|_| has_head_row).chain(rows);
    let mut parcel = Parcel::new(number, sequence).with(all.filter_map(reached));
    // A head that is no object is lost, and noted.
    parcel.unread += usize::from(!is_nothing(head) && !head.is_object());
    Ok(Says { parcels: vec![parcel], may_be_refused, ..Says::default() })
}

/// The number that is told, if it is the one that was asked for, or else that.
fn known_as(told: Option<String>, asked: Option<&str>) -> Result<String, Reading> {
    // Labels print more than the number.
    let bare = |text: &str| {
        let number = number(text)?;
        let bare = parcel_number(&number.parse().unwrap());
        Some(bare.map_or(number, |bare| bare.to_string()))
    };
    let asked = asked.and_then(bare);
    match told.map(|told| bare(&told).ok_or(Reading::Refused("no number"))).transpose()? {
        Some(told) if asked.as_ref().is_some_and(|asked| *asked != told) => {
            Err(Reading::Refused("another number"))
        }
        Some(told) => Ok(told),
        None => asked.ok_or(Reading::Refused("no number")),
    }
}

/// A row that was reached: its event, or none where it cannot be read. What lies ahead is no event.
fn reached(row: &Value) -> Option<Option<Scan>> {
    if !row.is_object() {
        return Some(None);
    }
    let is_reached = text(row, "statusHasBeenReached")
        .is_some_and(|word| ["true", "1"].contains(&word.to_lowercase().as_str()));
    if !is_reached {
        return None;
    }
    let read = || {
        let word = text(row, "status")?;
        let mut scan = Scan::at(life_cycle_time(&words(at(row, "date"))?)?);
        // A milestone's heading runs ahead of the truth.
        let heading = words(at(row, "label")).filter(|_| !MILESTONES.contains(&word.as_str()));
        scan.text = words(at(row, "description")).or(heading).into();
        scan.code = shown(word);
        scan.status = statuses::of(DPD_WORDS, &scan.code);
        add_place(&mut scan, words(at(row, "location")));
        Some(scan)
    };
    Some(read())
}

/// A word as code; what may be a number or a text may be left out.
fn shown(word: String) -> Field {
    let is_plain = word.len() <= 40 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if is_plain && digits <= 3 { Field::Is(Some(word)) } else { Field::perhaps(Some(word)) }
}

/// `Puurs (BE)`.
fn add_place(scan: &mut Scan, place: Option<String>) {
    let Some(place) = place else { return };
    let place = place.trim();
    let bracket = place.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let (city, land) = match bracket.and_then(|(city, code)| Some((city.trim_end(), country(code.trim())?))) {
        Some((city, land)) => (city, Some(land)),
        None => (place, None),
    };
    scan.city = Some(city.to_owned()).filter(|city| !city.is_empty()).into();
    scan.country = land.into();
}

/// The lines of a text, in whichever of the contract's wrappings: a line has `content`, an item may have a `label`.
fn words(value: &Value) -> Option<String> {
    let joined = match value {
        Value::Array(lines) => lines.iter().filter_map(words).collect::<Vec<_>>().join(" "),
        Value::Object(item) => {
            let line = |name: &str| item.get(name).and_then(words);
            line("content").or_else(|| line("label"))?
        }
        line => as_text(line)?,
    };
    Some(joined).filter(|text| !text.is_empty())
}

/// `8/17/2021 7:11:26 PM`, `20.01.2026, 12:23`, `20/01/2026, 12:23`, `20.01.2026`, or ISO 8601.
fn life_cycle_time(text: &str) -> Option<Clock> {
    let time = in_some_form(text.trim())?;
    // A year of the first thousand is nobody's.
    Some(if matches!(&time, Clock::At(time) if time.starts_with('0')) { Clock::Odd } else { time })
}

fn in_some_form(text: &str) -> Option<Clock> {
    if text.to_lowercase().ends_with("am") || text.to_lowercase().ends_with("pm") {
        return american(text);
    }
    if fits(text, "00.00.0000") {
        let day = NaiveDate::parse_from_str(text, "%d.%m.%Y").ok()?;
        return Some(Clock::At(day.to_string()));
    }
    match text {
        _ if text.contains(',') && text.contains('/') => fixed(text, "00/00/0000, 00:00", "%d/%m/%Y, %H:%M"),
        _ if text.contains(',') => fixed(text, "00.00.0000, 00:00", "%d.%m.%Y, %H:%M"),
        _ if text.contains('-') => iso(text),
        _ if text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('.') => Some(Clock::Odd),
        _ => None,
    }
}

/// A clock of twelve hours, the month first, nothing padded.
fn american(text: &str) -> Option<Clock> {
    let parts: Vec<&str> = text.split([' ', '/', ':']).collect();
    let [month, day, year, hour, minute, second, half] = parts.as_slice() else { return Some(Clock::Odd) };
    let is_plain = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let are_plain = [month, day, hour, minute, second].iter().all(|part| is_plain(part, 2));
    let is_told = text == format!("{month}/{day}/{year} {hour}:{minute}:{second} {half}");
    if !are_plain || !is_told || !fits(year, "0000") || half.len() != 2 {
        return Some(Clock::Odd);
    }
    let hour: u32 = hour.parse().ok().filter(|hour| (1..=12).contains(hour))?;
    let hour = hour % 12 + if half.eq_ignore_ascii_case("pm") { 12 } else { 0 };
    iso(&format!("{year}-{month:0>2}-{day:0>2}T{hour:02}:{minute:0>2}:{second:0>2}"))
}

const SCAN: &str = "date scanData{scanType{code} location country additionalCodes{}}";

pub(crate) fn plc(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    if body.trim_ascii_start().first() == Some(&b'<') {
        return Err(Reading::Refused("a web page"));
    }
    let body = parse(body)?;
    let data = at(&body, "parcellifecycleResponse.parcelLifeCycleData");
    if !data.is_object() {
        return Err(Reading::Refused("no data"));
    }
    let info = at(data, "scanInfo");
    let scans = several(info, "scan");
    let number = known_as(text(data, "shipmentInfo.parcelLabelNumber"), asked)?;
    if scans.is_empty() && !is_nothing(at(info, "scan")) {
        return Err(Reading::Open("a list of nothing"));
    }
    // The rows only sum up the scans.
    if scans.is_empty() {
        let mut says = life_cycle(data, asked)?;
        let is_lost = !is_nothing(info) && !info.is_object();
        says.parcels.iter_mut().for_each(|parcel| parcel.unread += usize::from(is_lost));
        return Ok(says);
    }
    Ok(Parcel::new(number, Sequence::Wall).with(scans.into_iter().map(page_scan)).into())
}

fn page_scan(told: &Value) -> Option<Scan> {
    let mut scan = Scan::at(iso(&text(told, "date")?)?);
    let data = at(told, "scanData");
    scan.is_odd = is_odd(told, SCAN);
    let additional = several(data, "additionalCodes.additionalCode");
    let additional: Vec<String> = additional.into_iter().filter_map(|code| text(code, "code")).collect();
    let code = text(data, "scanType.code");
    scan.status = statuses::of(DPD_SCANS, &scan_code(code.clone(), &[]));
    scan.code = scan_code(code, &additional);
    add_place(&mut scan, text(data, "location"));
    if let (Field::Is(None), Some(code)) = (&scan.country, text(data, "country")) {
        scan.country = country(&code).into();
    }
    scan.text = words(at(told, "scanDescription")).into();
    Some(scan)
}

/// The code of two digits, of which the zero in front may be lost, and behind it the additional ones of three digits.
fn scan_code(code: Option<String>, additional: &[String]) -> Field {
    let Some(code) = code else { return Field::Is(None) };
    let code = if code.len() == 1 { format!("0{code}") } else { code };
    let more = additional.iter().filter(|code| fits(code, "000")).map(|code| format!("+{code}"));
    let more: String = more.collect();
    match shown(code) {
        Field::Is(Some(code)) => Field::Is(Some(code + &more)),
        Field::OneOf(codes) => {
            Field::OneOf(codes.into_iter().map(|code| code.map(|code| code + &more)).collect())
        }
        other => other,
    }
}

pub(crate) fn push(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let query = body.strip_prefix(b"?").unwrap_or(body).trim_ascii();
    let pairs: Vec<(String, String)> = query
        .split(|byte| *byte == b'&')
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (percent_decoded(&pair[..at]), percent_decoded(pair.get(at + 1..).unwrap_or_default()))
        })
        .collect();
    // Parameters may be empty.
    let told = |name: &str| {
        let values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        values.into_iter().find(|value| !value.is_empty()).map(str::to_owned)
    };
    let number = known_as(Some(told("pnr").ok_or(Reading::Refused("no number"))?), asked)?;
    let word = told("status").ok_or(Reading::Refused("no status"))?;
    let scan = told("statusdate").and_then(|text| packed(&text, "%d%m%Y%H%M%S")).map(|time| {
        let code = shown(word);
        Scan { status: statuses::of(DPD_PUSHED, &code), code, ..Scan::at(time) }
    });
    Ok(Parcel::new(number, Sequence::Told).with([scan]).into())
}

fn percent_decoded(text: &[u8]) -> String {
    let mut decoded = Vec::new();
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|code| *byte == b'%' && code.iter().all(u8::is_ascii_hexdigit));
        match code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()) {
            Some(code) => {
                decoded.push(code);
                rest = &after[2..];
            }
            None => {
                decoded.push(if *byte == b'+' { b' ' } else { *byte });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Fourteen digits; the year has four that count.
fn packed(text: &str, form: &str) -> Option<Clock> {
    let time = fixed(text, "00000000000000", form).filter(|time| *time != Clock::Odd)?;
    let Clock::At(clock) = &time else { return None };
    (!clock.starts_with('0')).then_some(time)
}

/// The columns of a file, in their order.
const COLUMNS: &str = "PARCELNO SCAN_CODE DEPOT_CODE SCAN_DATE_TIME ROUTE TOUR SERVICE RCOUNTRYN RCOUNTRY CONSIGNEE_ZIP \
    ADD_SERVICE_1 ADD_SERVICE_2 ADD_SERVICE_3 ADD_SERVICE_4 ADD_SERVICE_5 WEIGHT VOLUME POD_IMAGE_REF RECEIVER_NAME \
    INFO_TEXT LOCATION MPSCREF1 MPSCREF2 MPSCREF3 MPSCREF4 CREF1 CREF2 CREF3 CREF4 CUSTOMER_REFERENCE DELISUSR";

pub(crate) fn scan_file(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let text = String::from_utf8_lossy(body);
    let asked = asked.map(|asked| known_as(None, Some(asked))).transpose()?;
    let mut says = Says::default();
    let mut lines = text.trim_start_matches('\u{feff}').lines().peekable();
    let heading: Vec<String> =
        lines.peek().unwrap_or(&"").split(';').map(|name| name.trim().to_uppercase()).collect();
    if heading[0] == "PARCELNO" {
        lines.next();
        if !heading.iter().zip(COLUMNS.split(' ')).all(|(found, known)| found == known) {
            return Err(Reading::Refused("other columns"));
        }
    }
    let mut is_any = false;
    for line in lines.filter(|line| !line.trim().is_empty()) {
        is_any = true;
        let cells: Vec<&str> = line.split(';').map(str::trim).collect();
        let cell = |column: &str| {
            let cell = COLUMNS.split(' ').zip(&cells).find(|(name, _)| *name == column)?.1;
            Some((*cell).to_owned()).filter(|cell| !cell.is_empty())
        };
        let Some(number) = cell("PARCELNO").and_then(|cell| known_as(Some(cell), None).ok()) else {
            says.unread += 1;
            continue;
        };
        if asked.as_ref().is_some_and(|asked| *asked != number) {
            continue;
        }
        let time = cell("SCAN_DATE_TIME").and_then(|cell| packed(&cell, "%Y%m%d%H%M%S"));
        let (Some(time), Some(code)) = (time, cell("SCAN_CODE")) else {
            says.unread += 1;
            continue;
        };
        let additional: Vec<String> = (1..=5).filter_map(|nth| cell(&format!("ADD_SERVICE_{nth}"))).collect();
        let text: Vec<String> = ["INFO_TEXT", "LOCATION"].into_iter().filter_map(cell).collect();
        let text = Some(text.join(", ")).filter(|text| !text.is_empty());
        let status = statuses::of(DPD_SCANS, &scan_code(Some(code.clone()), &[]));
        let code = scan_code(Some(code), &additional);
        let scan = Scan { code, text: text.into(), status, ..Scan::at(time) };
        match says.parcels.iter_mut().find(|parcel| parcel.number == number) {
            Some(parcel) => parcel.scans.push(scan),
            None => says.parcels.push(Parcel { scans: vec![scan], ..Parcel::new(number, Sequence::Wall) }),
        }
    }
    if is_any && says.parcels.is_empty() { Err(Reading::Refused("no line of this number")) } else { Ok(says) }
}
