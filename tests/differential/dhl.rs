//! DHL, read slowly: Shipment Tracking – Unified with its push messages, MyDHL API, and Parcel DE Tracking.
//!
//! After <https://developer.dhl.com/api-reference/shipment-tracking>, its sisters `dhl-express-mydhl-api` and
//! `dhl-parcel-de-tracking-post-parcel-germany`, and recorded answers. Compared are numbers, events and estimates; not
//! summaries, places of collection, proofs, weights, sizes, other numbers and references. Which texts are codes of a division,
//! and which numbers name one parcel, is asked of the crate, which tests both elsewhere.

use parceltrack::carriers::dhl::{codes, same_parcel};
use serde_json::Value;

use super::json::{as_text, at, entries, is_nothing, is_odd, parse, text};
use super::reading::{Clock, Estimated, Field, Parcel, Reading, Says, Scan, Sequence, country, number};
use super::statuses::{self, COARSE, EXPRESS, PAKET, PAKET_EVENTS};
use super::times::{fits, fixed, iso, window};
use super::xml::{self, Element};

/// The types of a reference that are numbers of the parcel.
const NUMBERS: &[&str] =
    &["domestic-consignment-id", "ecommerce-number", "housebill", "local-tracking-number", "shipment-id"];

const SHIPMENT: &str =
    "service estimatedDeliveryTimeFrame{estimatedFrom estimatedThrough} estimatedTimeOfDelivery";

const EVENT: &str = "timestamp statusCode status statusDetailed description \
    location{address{countryCode postalCode addressLocality addressRegion} servicePoint{label}}";

pub(crate) fn unified(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    // Bytes of older encodings stand in names of towns.
    let body = parse(String::from_utf8_lossy(body).as_bytes())?;
    if text(&body, "scope").is_some_and(|scope| scope != "subscription.push") {
        return Err(Reading::Refused("a message about a subscription"));
    }
    let shipments = at(&body, "shipments").as_array().ok_or(Reading::Refused("no list of shipments"))?;
    // A blank scope says as little as none, but is no scope that is documented.
    let may_be_refused = at(&body, "scope").is_string() && text(&body, "scope").is_none();
    let mut says = Says { may_be_refused, ..Says::default() };
    for shipment in shipments.iter().filter(|shipment| !is_nothing(shipment)) {
        if !shipment.is_object() {
            says.unread += 1;
            continue;
        }
        let id = text(shipment, "id");
        let mut numbers = id.iter().cloned().chain(other_numbers(shipment));
        if asked.is_some_and(|asked| !numbers.any(|number| same_parcel(asked, &number))) {
            continue;
        }
        let known = match (&id, asked) {
            (Some(id), asked) => number(id).map(|id| known_as(id, asked)),
            (None, asked) => asked.map(str::to_owned),
        };
        let Some(number) = known else {
            says.unread += 1;
            continue;
        };
        if says.parcels.iter().any(|parcel| parcel.number == number) {
            // Two services' shipments of one number: the first is meant.
            says.unread += 1;
            continue;
        }
        let service = text(shipment, "service").filter(|service| is_word(service)).unwrap_or_default();
        let is_return = text(shipment, "returnFlag").as_deref() == Some("true");
        let mut parcel = Parcel::new(number, Sequence::Told)
            .with_list(at(shipment, "events"), |event| unified_scan(event, &service, is_return));
        // DHL tells the newest first.
        parcel.scans.reverse();
        parcel.estimate = unified_estimate(shipment);
        parcel.is_odd = is_odd(shipment, SHIPMENT);
        says.parcels.push(parcel);
    }
    says.or_refused("no shipment of this number")
}

fn other_numbers(shipment: &Value) -> Vec<String> {
    let mut numbers: Vec<String> =
        entries(shipment, "details.pieceIds").into_iter().filter_map(as_text).collect();
    for event in entries(shipment, "events") {
        numbers.extend(entries(event, "pieceIds").into_iter().filter_map(as_text));
    }
    let references = at(shipment, "details.references");
    let several = references.as_array().map(Vec::as_slice).unwrap_or(std::slice::from_ref(references));
    for reference in several {
        if text(reference, "type").is_some_and(|kind| NUMBERS.contains(&kind.as_str())) {
            numbers.extend(text(reference, "number"));
        }
    }
    numbers
}

fn unified_scan(event: &Value, service: &str, is_return: bool) -> Option<Scan> {
    let mut scan = Scan::at(iso(&text(event, "timestamp")?)?);
    scan.is_odd = is_odd(event, EVENT);
    let status = text(event, "status").or_else(|| text(event, "divisionalStatus"));
    let (detailed, description) = (text(event, "statusDetailed"), text(event, "description"));
    let fields: Vec<String> = [status, detailed].into_iter().flatten().collect();
    // Some divisions write their code there, some a sentence, and some one sentence everywhere.
    let of_table = fields.iter().find(|text| codes::find(service, text).is_some());
    let has_row = of_table.is_some();
    let is_code = |text: &&String| is_upper_case(text) && Some(*text) != description.as_ref();
    let code = of_table.or_else(|| fields.iter().find(is_code)).cloned();
    let wording = fields.iter().find(|text| Some(*text) != code.as_ref()).cloned();
    scan.text = description.or(wording).into();
    // What nobody has mapped keeps at least the coarse code.
    let coarse = text(event, "statusCode").or_else(|| text(event, "simplifiedStatus"));
    let by_coarse = statuses::of(COARSE, &coarse.clone().into());
    scan.code = match code {
        Some(code) => Field::Is(Some(code)),
        None => Field::perhaps(coarse),
    };
    let status = match service {
        "express" => statuses::of(EXPRESS, &scan.code).or(by_coarse.filter(|_| !has_row)),
        "parcel-de" => statuses::of(PAKET, &scan.code),
        // What its sentences say is not read here.
        "post-de" => None,
        _ => by_coarse.filter(|_| !has_row),
    };
    scan.status = match status {
        Some("in_transit" | "out_for_delivery") if is_return => Some("returning"),
        Some("delivered") if is_return => Some("returned"),
        status => status,
    };
    let address = at(event, "location.address");
    let locality = text(address, "addressLocality");
    let is_germany = |text: &str| ["germany", "deutschland"].contains(&text.trim().to_lowercase().as_str());
    let germany = Some("DE".to_owned());
    let (city, by_city) = match locality.as_deref().map(|text| (text, text.rsplit_once(','))) {
        Some((text, _)) if is_germany(text) => (None, germany),
        Some((_, Some((city, land)))) if is_germany(land) => {
            (Some(city.trim_end().to_owned()).filter(|city| !city.is_empty()), germany)
        }
        _ => (locality, None),
    };
    scan.city = city.into();
    scan.country = text(address, "countryCode").and_then(|code| country(&code)).or(by_city).into();
    Some(scan)
}

/// The window before the point; of an end alone, the end.
fn unified_estimate(shipment: &Value) -> Estimated {
    let time = |path: &str| text(shipment, path).and_then(|text| iso(&text));
    let from = time("estimatedDeliveryTimeFrame.estimatedFrom");
    let to = time("estimatedDeliveryTimeFrame.estimatedThrough");
    match (from, to, time("estimatedTimeOfDelivery")) {
        (Some(from), Some(to), _) => window(Some(from), Some(to)),
        (None, Some(to), None) => window(None, Some(to)),
        (_, _, point) => window(None, point),
    }
}

/// A division's code: upper case letters, digits and strokes, and too few digits for a number.
fn is_upper_case(text: &str) -> bool {
    is_word(text) && !text.contains(|c: char| c.is_ascii_lowercase())
}

fn is_word(text: &str) -> bool {
    text.len() <= 60
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        && text.bytes().filter(u8::is_ascii_digit).count() <= 6
}

/// The number as DHL prints it: with the zeros of a licence plate, or as it was asked for where the answer shortens it.
fn known_as(told: String, asked: Option<&str>) -> String {
    let told = with_zeros(told);
    match asked.map(|asked| with_zeros(asked.to_owned())) {
        Some(asked) if same_parcel(&asked, &told) && asked.len() > told.len() => asked,
        _ => told,
    }
}

/// A licence plate of DHL with its zeros, if its check digit (GS1, modulo 10) says that it is one.
fn with_zeros(number: String) -> String {
    if number.len() != 18 || !number.starts_with("34043") || !number.bytes().all(|b| b.is_ascii_digit()) {
        return number;
    }
    let digits = number.bytes().rev().map(|b| u32::from(b - b'0'));
    let sum: u32 =
        digits.enumerate().map(|(place, digit)| if place % 2 == 1 { 3 * digit } else { digit }).sum();
    if sum.is_multiple_of(10) { format!("00{number}") } else { number }
}

const CHECKPOINT: &str = "date time GMTOffset typeCode description serviceArea[{}]";

pub(crate) fn express(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let body = parse(body)?;
    let shipments = at(&body, "shipments").as_array().ok_or(Reading::Refused("no list of shipments"))?;
    let mut says = Says::default();
    for shipment in shipments.iter().filter(|shipment| !is_nothing(shipment)) {
        if !shipment.is_object() {
            says.unread += 1;
            continue;
        }
        let has_events = |of: &Value| !entries(of, "events").is_empty();
        let has_failed = text(shipment, "status").is_some_and(|status| status != "Success");
        let waybill = text(shipment, "shipmentTrackingNumber").and_then(|text| number(&text));
        let of_piece = |piece: &Value| text(piece, "trackingNumber").and_then(|text| number(&text));
        let pieces: Vec<(String, &Value)> = entries(shipment, "pieces")
            .into_iter()
            .filter_map(|piece| Some((of_piece(piece)?, piece)))
            .collect();
        let is_asked = |number: &str| asked.is_none_or(|asked| same_parcel(asked, number));
        if has_failed && !has_events(shipment) {
            continue;
        }
        let before = says.parcels.len();
        if let Some(waybill) = waybill.filter(|waybill| is_asked(waybill)) {
            says.parcels.push(checkpoints(waybill, shipment, shipment));
            // Of a single piece the waybill says it all.
            for (number, piece) in pieces.iter().filter(|(_, piece)| pieces.len() > 1 && has_events(piece)) {
                says.parcels.push(checkpoints(number.clone(), piece, shipment));
            }
        } else {
            for (number, piece) in pieces.iter().filter(|(number, _)| is_asked(number)) {
                let of = if has_events(piece) { piece } else { shipment };
                says.parcels.push(checkpoints(number.clone(), of, shipment));
            }
        }
        says.unread += usize::from(says.parcels.len() == before && asked.is_none());
    }
    says.or_refused("no shipment of this number")
}

/// The checkpoints of a waybill or piece, oldest first.
fn checkpoints(number: String, of: &Value, shipment: &Value) -> Parcel {
    let day = text(shipment, "estimatedDeliveryDate").and_then(|text| iso(&text));
    let estimate = match day {
        Some(Clock::At(day)) if day.contains('T') => window(None, None),
        day => window(None, day),
    };
    let parcel = Parcel::new(number, Sequence::Told).with_list(at(of, "events"), checkpoint);
    Parcel { estimate, is_odd: is_odd(shipment, "status estimatedDeliveryDate"), ..parcel }
}

fn checkpoint(event: &Value) -> Option<Scan> {
    let (date, clock) = (text(event, "date")?, text(event, "time"));
    let offset = text(event, "GMTOffset").unwrap_or_default();
    let time = clock.map_or(date.clone(), |clock| format!("{date}T{clock}{offset}"));
    let mut scan = Scan::at(iso(&time)?);
    scan.is_odd = is_odd(event, CHECKPOINT);
    scan.code = text(event, "typeCode").into();
    scan.status = statuses::of(EXPRESS, &scan.code);
    scan.text = text(event, "description").into();
    // `SYDNEY-AU`, in a list of one.
    let area = at(event, "serviceArea").get(0).and_then(|area| text(area, "description"));
    if let Some(area) = area {
        let parts = area.rsplit_once('-').and_then(|(city, code)| Some((city.trim(), country(code.trim())?)));
        match parts {
            Some((city, land)) => {
                scan.city = Some(city.to_owned()).filter(|city| !city.is_empty()).into();
                scan.country = Some(land).into();
            }
            None => scan.city = Some(area).into(),
        }
    }
    Some(scan)
}

/// Codes of a whole answer that speak of its numbers, each of which then has its own.
const ABOUT_NUMBERS: &[i32] = &[41, 57, 61, 100, 200];

pub(crate) fn parcel_de(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let root = xml::parse(body)?;
    let shipments: Vec<&Element> = named(&root, "pieceshipment").collect();
    if root.name != "data" || root.told("code").is_none() && shipments.is_empty() {
        return Err(Reading::Refused("neither shipments nor a code"));
    }
    let failure =
        |code: &str| code.parse::<i32>().map_or(Some(-1), |code| Some(code).filter(|code| *code != 0));
    if let Some(code) = root.told("code").and_then(failure)
        && (shipments.is_empty() || !ABOUT_NUMBERS.contains(&code))
    {
        return Err(Reading::Refused("a code of failure"));
    }
    let mut says = Says { is_one_of: asked.is_some(), ..Says::default() };
    let mut newest: Vec<Option<String>> = Vec::new();
    for shipment in shipments {
        let names = ["piece-code", "searched-piece-code", "piece-identifier", "upu", "domestic-id"];
        let mut numbers = names.iter().filter_map(|name| shipment.told(name));
        if asked.is_some_and(|asked| !numbers.clone().any(|number| same_parcel(asked, number))) {
            continue;
        }
        let codes = ["error-status", "piece-status"].into_iter().filter_map(|name| shipment.told(name));
        let known = numbers
            .next()
            .map_or(asked.map(str::to_owned), |told| number(told).map(|told| known_as(told, asked)));
        if codes.filter(|code| *code != "0").take(1).any(|code| failure(code).is_some()) {
            says.unread += usize::from(asked.is_none());
            continue;
        }
        let Some(number) = known else {
            says.unread += usize::from(asked.is_none());
            continue;
        };
        let events = named(shipment, "pieceeventlist").flat_map(|list| named(list, "pieceevent"));
        let parcel = Parcel::new(number, Sequence::Told).with(events.map(piece_event));
        let times = parcel.scans.iter().map(|scan| match &scan.time {
            Clock::At(time) => time.clone(),
            // Any may be the newest then.
            Clock::Odd => "9999".into(),
        });
        newest.push(times.max());
        says.parcels.push(Parcel { estimate: piece_estimate(shipment), ..parcel });
    }
    if asked.is_some() {
        // A number is given out anew after some years: the shipment that moved last is meant.
        let last = newest.iter().max().cloned();
        let mut times = newest.iter();
        says.parcels.retain(|_| times.next() == last.as_ref());
    }
    says.or_refused("no shipment of this number")
}

/// The parts of one kind. Names come with hyphens or without.
fn named<'e>(element: &'e Element, name: &'static str) -> impl Iterator<Item = &'e Element> {
    let is_it = move |part: &&Element| {
        let kind = part.attributes.iter().find(|(known, _)| known == "name");
        part.name == "data" && kind.is_some_and(|(_, kind)| kind.trim().replace('-', "") == name)
    };
    element.children.iter().filter(is_it)
}

fn piece_event(event: &Element) -> Option<Scan> {
    let mut scan = Scan::at(fixed(event.told("event-timestamp")?, "00.00.0000 00:00", "%d.%m.%Y %H:%M")?);
    let [ice, ric, code] =
        ["ice", "ric", "standard-event-code"].map(|name| event.told(name).unwrap_or_default());
    let code = format!("{ice}/{ric}/{code}");
    scan.code = Some(code).filter(|code| code != "//").into();
    let coarse = statuses::of(PAKET_EVENTS, &Some(ice.to_owned()).into());
    scan.status = statuses::of(PAKET_EVENTS, &scan.code).or(coarse);
    scan.text = event.told("event-text").or(event.told("event-status")).map(str::to_owned).into();
    // The text of a shop or Packstation stands here, too.
    scan.city = event.told("event-location").map(str::to_owned).into();
    scan.is_city_or_place = true;
    scan.country = match event.told("event-country") {
        Some("Germany" | "Deutschland") => Some("DE".to_owned()),
        Some(code) => country(code),
        None => None,
    }
    .into();
    Some(scan)
}

/// A day, as answers or as requests write it, and hours.
fn piece_estimate(shipment: &Element) -> Estimated {
    let Some(day) = shipment.told("delivery-date") else { return window(None, None) };
    let day = if fits(day, "00.00.0000") {
        format!("{}-{}-{}", &day[6..], &day[3..5], &day[..2])
    } else {
        day.to_owned()
    };
    if !fits(&day, "0000-00-00") {
        return Estimated::Any;
    }
    if iso(&day).is_none() {
        return window(None, None);
    }
    let hour = |name: &str| match shipment.told(name) {
        Some(hour) if fits(hour, "00:00") => iso(&format!("{day}T{hour}")),
        Some(_) => Some(Clock::Odd),
        None => None,
    };
    match (hour("delivery-timeframe-from"), hour("delivery-timeframe-to")) {
        (Some(from), Some(to)) => window(Some(from), Some(to)),
        _ => window(None, iso(&day)),
    }
}
