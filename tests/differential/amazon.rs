//! Amazon's parcels, read slowly: Tracking API, Amazon Shipping, Amazon Business, and packages of Fulfillment Outbound.
//!
//! After Amazon's models (<https://github.com/amzn/selling-partner-api-models>) and the specification of Amazon Business.
//! Compared are numbers, events and estimates; not summaries, where a parcel was left, links and other numbers.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use super::json::{at, entries, is_nothing, is_odd, parse};
use super::reading::{Clock, Estimated, Parcel, Reading, Says, Scan, Sequence, Window, country, number};
use super::statuses::{self, AMAZON_BUSINESS, AMAZON_FULFILLMENT, AMAZON_MILESTONES, AMAZON_SHIPPING};
use super::times::{iso, window};

/// A text, number or truth value; Amazon has many words for nothing.
pub(crate) fn as_told(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    let nothing = ["", "null", "not available", "not applicable"];
    Some(text).filter(|text| !nothing.contains(&text.to_lowercase().as_str()))
}

/// The same at a path.
pub(crate) fn told(value: &Value, path: &str) -> Option<String> {
    as_told(at(value, path))
}

/// A carrier's number; stray signs stand before some.
pub(crate) fn carriers_number(value: &Value, path: &str) -> Option<String> {
    number(told(value, path)?.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()))
}

/// Whether two words differ by case and by what stands between their parts only.
pub(crate) fn is_alike(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.to_uppercase().replace(|c: char| !c.is_alphanumeric(), "");
    letters(one) == letters(other)
}

/// A member of a message, by whichever of its two names, which differ by capital letters.
pub(crate) fn member<'v>(value: &'v Value, names: [&str; 2]) -> &'v Value {
    names.iter().find_map(|name| value.get(name)).unwrap_or(&Value::Null)
}

pub(crate) const PAYLOAD: [&str; 2] = ["payload", "Payload"];

pub(crate) const TRACKING: [&str; 2] =
    ["shipmentTrackingMilestoneChangedNotification", "ShipmentTrackingMilestoneChangedNotification"];

pub(crate) fn time(value: &Value, path: &str) -> Option<Clock> {
    iso(&told(value, path)?)
}

const MILESTONE: &str = "occurredAt status{code subCode description} location{address{city countryCode}}";

pub(crate) fn tracking(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    detail_of(&parse(body)?, asked)
}

/// An answer, or a message about it.
pub(crate) fn detail_of(top: &Value, asked: Option<&str>) -> Result<Says, Reading> {
    let message = member(member(top, PAYLOAD), TRACKING);
    let detail =
        [top, message].into_iter().map(|of| at(of, "trackingDetail")).find(|detail| detail.is_object());
    let detail = detail.ok_or(Reading::Refused("no tracking detail"))?;
    let names = [
        "aftn",
        "carrierTracking.trackingNumber",
        "containerNumber",
        "houseBillOfLadingNumber",
        "acsin",
        "id",
    ];
    let names: Vec<String> =
        names.iter().filter_map(|name| carriers_number(at(detail, "identifier"), name)).collect();
    let number = match asked {
        Some(asked) => names.iter().find(|name| *name == asked),
        None => names.first(),
    };
    let number = number.ok_or(Reading::Refused("another number, or none"))?.clone();
    let mut parcel =
        Parcel::new(number, Sequence::Instants).with_list(at(detail, "milestoneHistory"), milestone);
    let mut says = Says::default();
    let latest = at(detail, "latestMilestone");
    match milestone(latest) {
        Some(latest) => {
            let is_it = |scan: &Scan| {
                scan.time == latest.time && format!("{:?}", scan.code) == format!("{:?}", latest.code)
            };
            if latest.time == Clock::Odd || parcel.scans.iter().any(|scan| scan.time == Clock::Odd) {
                return Err(Reading::Open("an odd time of what may stand there twice"));
            }
            if !parcel.scans.iter().any(is_it) {
                parcel.scans.push(latest);
            }
        }
        None => says.unread += usize::from(!is_nothing(latest)),
    }
    let is_delivery =
        |entry: &&Value| told(entry, "type").is_some_and(|kind| is_alike(&kind, "ESTIMATED_DELIVERY_DATE"));
    let windows = entries(detail, "trackingEstimates").into_iter().filter(is_delivery).map(|entry| {
        let to = time(entry, "estimatedInterval.endTime");
        let from = time(entry, "estimatedInterval.startTime").filter(|from| Some(from) != to.as_ref());
        window(from, to)
    });
    parcel.estimate = any_of(windows.collect());
    says.parcels.push(parcel);
    Ok(says)
}

/// The newest of several estimates is told; which one that is, is not compared.
fn any_of(estimates: Vec<Estimated>) -> Estimated {
    let mut all: Vec<Option<Window>> = Vec::new();
    for estimate in estimates {
        match estimate {
            Estimated::OneOf(windows) => all.extend(windows.into_iter().filter(Option::is_some)),
            Estimated::Any => return Estimated::Any,
        }
    }
    if all.is_empty() { window(None, None) } else { Estimated::OneOf(all) }
}

fn milestone(told_milestone: &Value) -> Option<Scan> {
    let mut scan = Scan::at(time(told_milestone, "occurredAt")?);
    let (code, sub) = (told(told_milestone, "status.code"), told(told_milestone, "status.subCode"));
    let both = code.as_ref().zip(sub).map(|(code, sub)| format!("{code}/{sub}"));
    let coarse = statuses::of(AMAZON_MILESTONES, &code.clone().into());
    scan.status = statuses::of(AMAZON_MILESTONES, &both.clone().into()).or(coarse);
    scan.code = both.or(code).into();
    scan.text = told(told_milestone, "status.description").into();
    scan.city = told(told_milestone, "location.address.city").into();
    scan.country =
        told(told_milestone, "location.address.countryCode").and_then(|code| country(&code)).into();
    scan.is_odd = is_odd(told_milestone, MILESTONE);
    Some(scan)
}

pub(crate) fn shipping(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let top = parse(body)?;
    let payload = at(&top, "payload");
    let fields = if payload.is_object() { payload } else { &top };
    if !["trackingId", "eventHistory", "summary"].iter().any(|name| fields.get(name).is_some()) {
        return Err(Reading::Refused("neither events nor a number"));
    }
    let has_status = told(fields, "summary.status").is_some();
    let history = at(fields, "eventHistory");
    if entries(fields, "eventHistory").is_empty()
        && !has_status
        && (is_nothing(history) || history.is_array())
    {
        return Err(Reading::Refused("an answer that says nothing"));
    }
    let own = carriers_number(fields, "trackingId").ok_or(Reading::Refused("no number"))?;
    let back = carriers_number(fields, "alternateLegTrackingId");
    if asked.is_some_and(|asked| asked != own && back.as_deref() != Some(asked)) {
        return Err(Reading::Refused("another number"));
    }
    let mut parcel = Parcel::new(own, Sequence::Instants).with_list(history, |event| {
        let mut scan = Scan::at(time(event, "eventTime")?);
        scan.code = told(event, "eventCode").into();
        scan.status = statuses::of(AMAZON_SHIPPING, &scan.code);
        scan.city = told(event, "location.city").into();
        scan.country = told(event, "location.countryCode").and_then(|code| country(&code)).into();
        scan.is_odd = is_odd(event, "eventCode eventTime location{city countryCode}");
        Some(scan)
    });
    parcel.estimate = window(None, time(fields, "promisedDeliveryDate"));
    Ok(parcel.into())
}

/// When the bodies were received.
const FETCHED: &str = "2026-11-22T10:00:00Z";

pub(crate) fn business(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let top = parse(body)?;
    let details = at(&top, "packageTrackingDetails");
    if details.as_object().is_none_or(serde_json::Map::is_empty) {
        return Err(Reading::Refused("no details"));
    }
    let carriers = carriers_number(details, "carrierDetails.carrierTrackingId");
    let number = match asked {
        // As order, shipment and package, of which the answer repeats nothing.
        Some(asked) if asked.contains('/') => Some(asked.to_owned()),
        Some(asked) => carriers.filter(|carriers| carriers == asked),
        None => carriers,
    };
    let number = number.ok_or(Reading::Refused("another number, or none"))?;
    let furthest = match told(details, "trackingStatus") {
        Some(word) if is_alike(&word, "ORDERED") => 0,
        Some(word) if is_alike(&word, "SHIPPED") => 1,
        Some(word)
            if ["DELIVERED", "RETURNED", "REFUND_ISSUED"].iter().any(|known| is_alike(&word, known)) =>
        {
            3
        }
        _ => 2,
    };
    // Turned round where they come newest first.
    let mut parcel =
        Parcel::new(number, Sequence::Any).with_list(at(details, "packageMilestones"), |milestone| {
            let code = told(milestone, "milestoneType")?;
            let mut scan = Scan::at(by_day(time(milestone, "milestoneWindow.endDate")?));
            scan.code = Some(code).into();
            scan.status = statuses::of(AMAZON_BUSINESS, &scan.code);
            Some(scan)
        });
    if parcel.scans.iter().any(|scan| scan.time == Clock::Odd) {
        return Err(Reading::Open("an odd time of what may lie ahead"));
    }
    // One without a window is of no time, which is not worth a note.
    let is_timeless = |milestone: &&Value| {
        told(milestone, "milestoneType").is_some() && is_nothing(at(milestone, "milestoneWindow"))
    };
    parcel.unread -=
        entries(details, "packageMilestones").iter().copied().filter(|one| is_timeless(one)).count();
    // What lies ahead is a forecast: by its time, or by the status.
    let fetched = DateTime::parse_from_rfc3339(FETCHED).unwrap();
    let mut passed = entries(details, "packageMilestones").into_iter().filter_map(|milestone| {
        let (code, end) = (told(milestone, "milestoneType")?, time(milestone, "milestoneWindow.endDate")?);
        let Clock::At(end) = end else { return None };
        let steps = ["ORDERED", "SHIPPED", "OUT_FOR_DELIVERY", "DELIVERED"];
        let step = steps.iter().position(|step| is_alike(step, &code)).unwrap_or(0);
        Some(step <= furthest && DateTime::parse_from_rfc3339(&end).map_or(true, |end| end <= fetched))
    });
    parcel.scans.retain(|_| passed.next().unwrap());
    let to = time(details, "deliveryWindow.endDate");
    parcel.estimate = window(time(details, "deliveryWindow.startDate"), to);
    Ok(parcel.into())
}

/// Midnight stands for the day.
fn by_day(time: Clock) -> Clock {
    let day = |time: &str| {
        let (day, clock) = time.split_once('T')?;
        let is_midnight = clock.starts_with("00:00:00") && !clock.starts_with("00:00:00.");
        NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|_| is_midnight)
    };
    match &time {
        Clock::At(text) => day(text).map_or(time.clone(), |day| Clock::At(day.to_string())),
        Clock::Odd => time,
    }
}

/// A package's tracking details (2020-07-01).
pub(crate) fn package(fields: &Value, asked: Option<&str>) -> Result<Says, Reading> {
    let digits = told(fields, "packageNumber").filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let own =
        digits.and_then(|digits| number(&format!("{digits:0>4}"))).ok_or(Reading::Refused("no number"))?;
    let names = [Some(own.clone()), carriers_number(fields, "trackingNumber")];
    if asked.is_some_and(|asked| !names.iter().flatten().any(|name| is_same(name, asked))) {
        return Err(Reading::Refused("another number"));
    }
    let mut parcel = Parcel::new(own, Sequence::Instants).with_list(at(fields, "trackingEvents"), |event| {
        let mut scan = Scan::at(time(event, "eventDate")?);
        scan.code = told(event, "eventCode").into();
        scan.status = statuses::of(AMAZON_FULFILLMENT, &scan.code);
        scan.text = told(event, "eventDescription").into();
        let address = at(event, "eventAddress");
        scan.city = told(address, "city").into();
        let land = told(address, "country").or_else(|| told(address, "countryCode"));
        scan.country = land.and_then(|code| country(&code)).into();
        scan.is_odd = is_odd(event, "eventDate eventCode eventDescription eventAddress{city country}");
        Some(scan)
    });
    let latest = time(fields, "deliveryWindow.latest");
    parcel.estimate = match latest {
        Some(latest) => window(time(fields, "deliveryWindow.earliest"), Some(latest)),
        None => window(None, time(fields, "estimatedArrivalDate")),
    };
    Ok(parcel.into())
}

/// Package numbers are numbers: zeros in front mean nothing.
pub(crate) fn is_same(name: &str, asked: &str) -> bool {
    let is_package = |text: &str| text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    let bare = |text: &str| text.trim_start_matches('0').to_owned();
    name.eq_ignore_ascii_case(asked) || is_package(name) && is_package(asked) && bare(name) == bare(asked)
}
