//! UPS, read slowly: the Tracking API, and messages of Track Alert.
//!
//! After UPS's contracts (<https://github.com/UPS-API/api-documentation>). Compared are numbers, events and estimates; not
//! summaries, proofs, weights, sizes, other numbers and references.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::Value;

use super::json::{as_text, at, entries, is_nothing, is_odd, parse, text};
use super::reading::{Clock, Estimated, Field, Parcel, Reading, Says, Scan, Sequence, country, number};
use super::statuses::{self, UPS};
use super::times::{iso, wall, window};

const STATUS: &str = "type code description";
const ADDRESS: &str = "city stateProvince postalCode countryCode";

const PACKAGE: &str = "deliveryDate[{}]";

pub(crate) fn track(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let body = parse(body)?;
    let response = at(&body, "trackResponse");
    if !is_nothing(response) {
        return packages(at(response, "shipment"), asked);
    }
    if at(&body, "response").is_object() {
        return Err(Reading::Refused("an error document"));
    }
    message(&body, asked)
}

fn packages(shipments: &Value, asked: Option<&str>) -> Result<Says, Reading> {
    let list = shipments.as_array().ok_or(Reading::Refused("no list of shipments"))?;
    let mut says = Says::default();
    for shipment in list.iter().filter(|shipment| !is_nothing(shipment)) {
        let packages = entries(shipment, "package");
        let packages: Vec<&Value> = packages.into_iter().filter(|package| package.is_object()).collect();
        let inquiry = text(shipment, "inquiryNumber");
        // A package without a number, alone in its shipment, is the one that was asked for.
        let own = |package: &Value| {
            let inquiry = inquiry.clone().filter(|_| packages.len() == 1);
            text(package, "trackingNumber").or(inquiry).and_then(|text| number(&text))
        };
        let names = |package: &Value| {
            let others = entries(package, "alternateTrackingNumber");
            let others =
                others.into_iter().filter_map(|other| text(other, "number")).filter_map(|text| number(&text));
            others.chain(own(package)).collect::<Vec<_>>()
        };
        let inquiry_number = inquiry.as_deref().and_then(number);
        let is_named = |package: &&Value| {
            own(package).is_some() && names(package).iter().any(|name| Some(name.as_str()) == asked)
        };
        if asked.is_some() && inquiry_number.as_deref() != asked && !packages.iter().any(is_named) {
            continue;
        }
        for package in packages.iter().copied() {
            let known = own(package);
            let is_known = says.parcels.iter().any(|parcel| Some(&parcel.number) == known.as_ref());
            let Some(number) = known.filter(|_| !is_known) else {
                says.unread += 1;
                continue;
            };
            let mut parcel = Parcel::new(number, Sequence::Told).with_list(at(package, "activity"), activity);
            // UPS tells the newest first.
            parcel.scans.reverse();
            parcel.estimate = estimate(package);
            parcel.is_odd = is_odd(package, PACKAGE);
            says.parcels.push(parcel);
        }
    }
    says.or_refused("no package of this number")
}

fn activity(told: &Value) -> Option<Scan> {
    let names = ["date", "time", "gmtDate", "gmtTime", "gmtOffset"];
    let mut scan = Scan::at(moment(told, names)?);
    let shape = format!("{} location{{address{{{ADDRESS}}}}} status{{{STATUS}}}", names.join(" "));
    scan.is_odd = is_odd(told, &shape);
    add_status(&mut scan, at(told, "status"));
    add_place(&mut scan, at(told, "location.address"));
    Some(scan)
}

fn message(body: &Value, asked: Option<&str>) -> Result<Says, Reading> {
    if is_nothing(at(body, "activityStatus")) {
        return Err(Reading::Refused("neither tracking nor an error nor a message"));
    }
    let own =
        text(body, "trackingNumber").and_then(|text| number(&text)).ok_or(Reading::Refused("no number"))?;
    let other = text(body, "alternateTrackingNumber").and_then(|text| number(&text));
    if asked.is_some_and(|asked| asked != own && other.as_deref() != Some(asked)) {
        return Err(Reading::Refused("another number"));
    }
    let names = ["localActivityDate", "localActivityTime", "gmtActivityDate", "gmtActivityTime", "gmtOffset"];
    let scan = moment(body, names).map(|time| {
        let mut scan = Scan::at(time);
        let shape = format!("{} activityLocation{{{ADDRESS}}} activityStatus{{{STATUS}}}", names.join(" "));
        scan.is_odd = is_odd(body, &shape);
        add_status(&mut scan, at(body, "activityStatus"));
        add_place(&mut scan, at(body, "activityLocation"));
        scan
    });
    let day = text(body, "scheduledDeliveryDate").and_then(|text| date(&text));
    let hour = |name: &str| text(body, name).map_or(Ok(None), |text| time_of_day(&text));
    let is_delivered = text(body, "actualDeliveryDate").is_some();
    let estimate = match (day, hour("deliveryStartTime"), hour("deliveryEndTime")) {
        (None, ..) => window(None, None),
        (Some(day), Ok(from), Ok(Some(to))) if !is_delivered => {
            window(from.map(|from| wall(day.and_time(from))), Some(wall(day.and_time(to))))
        }
        (Some(_), Err(()), _) | (Some(_), _, Err(())) => Estimated::Any,
        (Some(day), ..) => window(None, Some(Clock::At(day.to_string()))),
    };
    Ok(Parcel { estimate, ..Parcel::new(own, Sequence::Told).with([scan]) }.into())
}

/// Type and code, `I-OT`; the numeric code in three digits where there is no other. What is no code may be left out.
fn add_status(scan: &mut Scan, status: &Value) {
    let is_code = |text: &String| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    let (kind, code) = (text(status, "type"), text(status, "code"));
    // Messages name it otherwise.
    let numeric = ["statusCode", "descriptionCode"].map(|name| text(status, name)).into_iter().flatten();
    let numeric: Vec<Option<String>> = numeric
        .map(|text| {
            let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| format!("{text:0>3}"))
        })
        .collect();
    scan.code = match (kind.clone().filter(is_code), code.filter(is_code)) {
        (Some(kind), Some(code)) => Field::Is(Some(format!("{kind}-{code}"))),
        (None, Some(code)) if kind.is_none() => Field::Is(Some(code)),
        _ if numeric.is_empty() => Field::Is(None),
        _ => Field::OneOf(numeric.clone()),
    };
    // A code that is on no list says what the number beside it does.
    let is_unlisted =
        matches!(&scan.code, Field::Is(Some(code)) if ["D-FS", "D-KB"].contains(&code.as_str()));
    let number = numeric.first().filter(|_| is_unlisted).cloned().flatten();
    scan.status = statuses::of(UPS, &scan.code).or_else(|| statuses::of(UPS, &number.into()));
    scan.text = text(status, "description").or_else(|| text(status, "simplifiedTextDescription")).into();
}

fn add_place(scan: &mut Scan, address: &Value) {
    scan.city = text(address, "city").into();
    let code = text(address, "countryCode").or_else(|| text(address, "country"));
    scan.country = code.and_then(|code| country(&code)).into();
}

/// The moment in Greenwich's time with the offset, which both clocks together tell where it is not told itself; else the
/// wall clock, or its day.
fn moment(told: &Value, names: [&str; 5]) -> Option<Clock> {
    let [local_day, local_time, gmt_day, gmt_time, offset] = names.map(|name| text(told, name));
    let (local_day, gmt_day) = (local_day.and_then(|text| date(&text)), gmt_day.and_then(|text| date(&text)));
    let clock = |text: Option<String>| text.map_or(Ok(None), |text| time_of_day(&text));
    let (Ok(local_time), Ok(gmt_time)) = (clock(local_time), clock(gmt_time)) else {
        return Some(Clock::Odd);
    };
    let whole = |day: Option<NaiveDate>, time: Option<NaiveTime>| Some(day?.and_time(time?));
    let (local, gmt) = (whole(local_day, local_time), whole(gmt_day, gmt_time));
    if let Some(gmt) = gmt {
        let told = offset.as_deref().and_then(seconds);
        let between = || local.and_then(|local| quarters(local - gmt));
        let ahead = told.or_else(between).unwrap_or(0);
        let moment = (gmt + TimeDelta::seconds(ahead.into())).to_string();
        let zone = FixedOffset::east_opt(ahead)?.to_string();
        let zone = if ahead == 0 { "Z".to_owned() } else { zone };
        return iso(&format!("{}{zone}", moment.replace(' ', "T")));
    }
    local.map(wall).or(local_day.map(|day| Clock::At(day.to_string())))
}

/// `20261121`.
fn date(text: &str) -> Option<NaiveDate> {
    let is_date = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("0000");
    is_date.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())?
}

/// `091519`, with zeros in front missing or with colons. An error for what is neither clearly a time nor clearly none.
fn time_of_day(text: &str) -> Result<Option<NaiveTime>, ()> {
    let digits = match text.split(':').collect::<Vec<_>>().as_slice() {
        [digits] if (1..=6).contains(&digits.len()) => format!("{digits:0>6}"),
        [hours, minutes, seconds] if [hours, minutes, seconds].iter().all(|part| part.len() == 2) => {
            format!("{hours}{minutes}{seconds}")
        }
        [_, _, _] => return Err(()),
        _ => return Ok(None),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) || digits.ends_with("60") {
        return Ok(None);
    }
    Ok(NaiveTime::parse_from_str(&digits, "%H%M%S").ok())
}

/// `-05:00`, in messages `-04.00`.
fn seconds(offset: &str) -> Option<i32> {
    let shape = offset.replace('.', ":");
    let is_offset = ["+00:00", "-00:00"].iter().any(|known| super::times::fits(&shape, known));
    let (hours, minutes) = shape.get(1..).filter(|_| is_offset)?.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    let seconds = hours * 3600 + minutes * 60;
    let is_known = hours <= 14 && minutes < 60;
    is_known.then_some(if offset.starts_with('-') { -seconds } else { seconds })
}

/// What one clock is ahead of another, if it can be an offset.
fn quarters(ahead: TimeDelta) -> Option<i32> {
    let is_offset = ahead.num_seconds() % 900 == 0
        && ahead.num_hours().abs() <= 14
        && ahead.abs() <= TimeDelta::hours(14);
    i32::try_from(ahead.num_seconds()).ok().filter(|_| is_offset)
}

/// The rescheduled day before the scheduled one, with its window or commitment.
fn estimate(package: &Value) -> Estimated {
    let dates = entries(package, "deliveryDate");
    let day_of = |kind: &str| {
        let entry = dates.iter().find(|entry| text(entry, "type").as_deref() == Some(kind))?;
        as_text(at(entry, "date")).and_then(|text| date(&text))
    };
    let Some(day) = day_of("RDD").or_else(|| day_of("SDD")) else { return window(None, None) };
    let hour = |name: &str| {
        text(package, &format!("deliveryTime.{name}")).map_or(Ok(None), |text| time_of_day(&text))
    };
    let (Ok(start), Ok(end)) = (hour("startTime"), hour("endTime")) else { return Estimated::Any };
    let clock = |time: NaiveTime| wall(NaiveDateTime::new(day, time));
    match (text(package, "deliveryTime.type").as_deref(), end) {
        (Some("EDW" | "CDW" | "IDW"), Some(end)) => window(start.map(clock), Some(clock(end))),
        (Some("CMT"), Some(end)) => window(None, Some(clock(end))),
        _ => window(None, Some(Clock::At(day.to_string()))),
    }
}
