//! The Hermes Shipping Interface, read slowly.
//!
//! After the contract's texts (<https://github.com/karrioapi/karrio/tree/main/modules/connectors/hermes/vendor>). Compared
//! are numbers, events and forecasts; not what takes back what, links, references and other numbers.

use serde_json::Value;

use super::json::{at, entries, is_nothing, is_odd, parse, text};
use super::reading::{Clock, Estimated, Field, Parcel, Reading, Says, Scan, Sequence, country, number};
use super::statuses::{self, HERMES};
use super::times::{fits, iso, window};

const SHIPMENT: &str =
    "internationalShipmentID partNumber clientReference clientReference2 deliveryForecast{date}";

const SCAN: &str = "timestamp code description scanningUnit{name city countryCode}";

/// The codes of three letters in the bodies that are compared; of others only that there are some is known.
const COUNTRIES: &[(&str, &str)] = &[
    ("AUT", "AT"),
    ("BEL", "BE"),
    ("CHE", "CH"),
    ("DEU", "DE"),
    ("FRA", "FR"),
    ("NLD", "NL"),
    ("POL", "PL"),
];

pub(crate) fn shipping(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let body = parse(body)?;
    let list = at(&body, "shipmentinfo").as_array().ok_or(Reading::Refused("no list of shipments"))?;
    let mut says = Says::default();
    let told: Vec<&Value> = list.iter().filter(|shipment| !is_nothing(shipment)).collect();
    let mut meant: Vec<&Value> = told.iter().copied().filter(|shipment| shipment.is_object()).collect();
    says.unread = told.len() - meant.len();
    if let Some(asked) = asked {
        let bare = |text: &str| text.replace(['-', ' '], "").to_uppercase();
        let ids =
            |shipment: &Value| ["shipmentID", "internationalShipmentID"].map(|name| text(shipment, name));
        let is_about =
            |shipment: &Value| ids(shipment).into_iter().flatten().any(|id| bare(&id) == bare(asked));
        // The only one of an answer, without a number, is the one that was asked for.
        let is_alone = told.len() == 1 && meant.first().is_some_and(|only| ids(only) == [None, None]);
        meant.retain(|shipment| is_about(shipment) || is_alone);
        // Of several the first is told.
        meant.truncate(1);
        says.unread = 0;
    }
    for shipment in meant {
        let is_known = |number: &str| says.parcels.iter().any(|parcel| parcel.number == number);
        match parcel(shipment, asked).filter(|parcel| !is_known(&parcel.number)) {
            Some(parcel) => says.parcels.push(parcel),
            None => says.unread += 1,
        }
    }
    says.or_refused("no shipment of this number")
}

/// A shipment; none where Hermes tells why it has no data, or no number.
fn parcel(shipment: &Value, asked: Option<&str>) -> Option<Parcel> {
    let list = at(shipment, "status");
    let has_scans = !entries(shipment, "status").is_empty() || !list.is_array() && !is_nothing(list);
    if at(shipment, "result").is_object() && !has_scans {
        return None;
    }
    let id = text(shipment, "shipmentID").and_then(|id| number(&id));
    let number = id.or_else(|| asked.map(str::to_owned))?;
    let parcel = Parcel::new(number, Sequence::UtcIfAllTell).with_list(list, scan);
    let estimate = forecast(at(shipment, "deliveryForecast"));
    Some(Parcel { estimate, is_odd: is_odd(shipment, SHIPMENT), ..parcel })
}

fn scan(told: &Value) -> Option<Scan> {
    let time = iso(&text(told, "timestamp")?)?;
    // The contract has the time of day.
    if let Clock::At(time) = &time
        && !time.contains('T')
    {
        return None;
    }
    let mut scan = Scan::at(time);
    scan.is_odd = is_odd(told, SCAN);
    scan.code = text(told, "code").filter(|code| is_code(code)).into();
    scan.status = statuses::of(HERMES, &scan.code);
    scan.text = text(told, "description").into();
    scan.city = text(told, "scanningUnit.city").into();
    scan.country = match text(told, "scanningUnit.countryCode").map(|code| code.to_uppercase()) {
        Some(code) if code.len() == 3 => match COUNTRIES.iter().find(|(three, _)| *three == code) {
            Some((_, two)) => Some((*two).to_owned()).into(),
            None => Field::Any,
        },
        code => code.and_then(|code| country(&code)).into(),
    };
    Some(scan)
}

/// Four digits, nine, or three groups of up to three: `3000`, `050000004`, `0-0-0`.
fn is_code(code: &str) -> bool {
    let groups: Vec<&str> =
        code.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let is_three = groups.len() == 3 && groups.iter().all(|group| group.len() <= 3);
    code.len() <= 15 && !code.contains(|c: char| c.is_alphabetic()) && (is_three || [4, 9].contains(&digits))
}

/// A day with its hours in Germany.
fn forecast(told: &Value) -> Estimated {
    let Some(date) = text(told, "date") else { return window(None, None) };
    let day = match iso(&date) {
        Some(Clock::At(day)) if !day.contains('T') => day,
        None if fits(&date, "0000-00-00") => return window(None, None),
        // A year of two digits may be read in more than one way.
        _ => return Estimated::Any,
    };
    let hour = |name: &str| {
        let hour = text(told, name)?;
        let is_hour = fits(&hour, "00:00") || fits(&hour, "00:00:00");
        if is_hour { iso(&format!("{day}T{hour}")) } else { Some(Clock::Odd) }
    };
    match (hour("timeSlot.from"), hour("timeSlot.to")) {
        (Some(Clock::At(from)), Some(Clock::At(to))) if from > to => window(None, Some(Clock::At(day))),
        (Some(from), None) if from != Clock::Odd => window(None, Some(Clock::At(day))),
        (from, to) if from.is_none() && to.is_none() => window(None, Some(Clock::At(day))),
        (from, to) => window(from, to),
    }
}
