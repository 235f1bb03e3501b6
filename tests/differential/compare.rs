//! Holds what a decoder answers against what the slow reading has.

use chrono::{DateTime, NaiveDateTime};
use parceltrack::carrier::Answer;
use parceltrack::{Error, Event, EventTime, Note, NoteKind, Order, Report};

use super::reading::{
    Clock, Estimated, Field, Orders, Parcel, Reading, Says, Scan, Sequence, Window, line, parcel,
};

/// How many events were compared, or what differs.
pub(crate) fn compare(reading: &Reading, found: &Result<Answer, Error>) -> Result<usize, String> {
    match (reading, found) {
        (Reading::Open(_), _) | (Reading::Refused(_), Err(_)) => Ok(0),
        (Reading::Refused(why), Ok(answer)) => {
            Err(format!("it is answered, but nothing can be read ({why}): {} reports", answer.reports.len()))
        }
        (Reading::Says(says), Err(error)) => {
            if says.may_be_refused {
                Ok(0)
            } else {
                Err(format!("it is refused ({error}), but can be read: {says:?}"))
            }
        }
        (Reading::Says(says), Ok(answer)) => answered(says, answer),
    }
}

fn answered(says: &Says, answer: &Answer) -> Result<usize, String> {
    let mut notes = answer.notes.len();
    notes += answer.reports.iter().map(|report| report.notes.len()).sum::<usize>();
    notes += answer.orders.iter().map(|order| order.notes.len()).sum::<usize>();
    if says.unread > 0 && notes == 0 {
        return Err(format!("{} entries cannot be read, and no note says so", says.unread));
    }
    orders(&says.orders, &answer.orders)?;
    if says.is_one_of {
        let [report] = answer.reports.as_slice() else {
            return Err(format!("{} reports instead of one", answer.reports.len()));
        };
        let mut tries = says.parcels.iter().map(|parcel| same_parcel(parcel, report, answer));
        let first = tries.next().unwrap_or_else(|| Err("a parcel that nobody told".into()));
        return first.or_else(|difference| tries.find_map(Result::ok).ok_or(difference));
    }
    reports(&says.parcels, &answer.reports, answer)
}

/// Whether the reports are the parcels in their order.
fn reports(parcels: &[Parcel], found: &[Report], answer: &Answer) -> Result<usize, String> {
    if let Some(report) = found.get(parcels.len()) {
        return Err(format!("parcel {} is not told", report.source.number));
    }
    parcels.iter().enumerate().try_fold(0, |events, (nth, parcel)| {
        let report = found.get(nth).ok_or_else(|| format!("parcel {} is lost", parcel.number))?;
        Ok(events + same_parcel(parcel, report, answer)?)
    })
}

fn same_parcel(parcel: &Parcel, report: &Report, answer: &Answer) -> Result<usize, String> {
    let number = report.source.number.as_str();
    if number != parcel.number {
        return Err(format!("the report is about {number} instead of {}", parcel.number));
    }
    let has_note = answer
        .orders
        .iter()
        .map(|order| &order.notes)
        .chain([&report.notes, &answer.notes])
        .any(|notes| is_noted(notes));
    if !has_note && (parcel.is_odd || parcel.scans.iter().any(|scan| scan.is_odd)) {
        return Err("a field of another type is lost, and no note says so".into());
    }
    let events = &report.events;
    let mut places: Vec<(usize, usize)> = Vec::new();
    // The certain ones first, so that an odd one does not take their place.
    let mut order: Vec<(usize, &Scan)> = parcel.scans.iter().enumerate().collect();
    order.sort_by_key(|(_, scan)| scan.time == Clock::Odd);
    for (nth, scan) in order {
        let is_free = |at: &usize| !places.iter().any(|(_, taken)| taken == at);
        let at = (0..events.len()).filter(is_free).find(|at| same_event(scan, &events[*at]));
        match at {
            Some(at) => places.push((nth, at)),
            None if scan.time != Clock::Odd => {
                return Err(format!("event {scan:?} is missing among {}", shown(events)));
            }
            None if !has_note => return Err(format!("event {scan:?} is missing without a note")),
            None if report.complete => return Err("a list that lost an event is complete".into()),
            None => {}
        }
    }
    if places.len() != events.len() {
        return Err(format!("{} events instead of {}: {}", events.len(), places.len(), shown(events)));
    }
    if parcel.unread > 0 && !has_note {
        return Err(format!("{} events cannot be read, and no note says so", parcel.unread));
    }
    if parcel.unread > 0 && report.complete {
        return Err("a list of which not all could be read is complete".into());
    }
    places.sort_unstable();
    let is_told = places.windows(2).all(|pair| pair[0].1 < pair[1].1) || fits(&parcel.scans, events);
    in_sequence(parcel.sequence, is_told, events)?;
    let found = report.estimate.as_ref().map(|e| (e.from.map(|from| from.to_string()), e.to.to_string()));
    match &parcel.estimate {
        Estimated::OneOf(known) if !known.contains(&found) => {
            Err(format!("delivery is expected at {found:?} instead of {known:?}"))
        }
        _ => Ok(events.len()),
    }
}

/// Whether something is noted that could not be read, or that there are more notes than are kept.
fn is_noted(notes: &[Note]) -> bool {
    notes.iter().any(|note| note.kind == NoteKind::Unreadable || note.detail == "further notes")
}

fn same_event(scan: &Scan, event: &Event) -> bool {
    let is_at = match &scan.time {
        Clock::At(time) => *time == event.time.to_string(),
        Clock::Odd => true,
    };
    let place = event.location.as_ref();
    let city = place.and_then(|place| {
        let other = place.facility.as_ref().filter(|_| scan.is_city_or_place);
        place.city.as_ref().or(other)
    });
    let country = place.and_then(|place| place.country).map(|country| country.to_string());
    let fields = [
        (&scan.code, event.code.as_deref()),
        (&scan.text, event.description.as_deref()),
        (&scan.city, city.map(|city| city.as_str())),
        (&scan.country, country.as_deref()),
    ];
    let meaning = event.meaning.to_string();
    let status = meaning.split('.').next();
    let is_told = scan.status.is_none_or(|known| known.split('|').any(|known| Some(known) == status));
    is_at && is_told && fields.iter().all(|(field, found)| is_right(field, *found))
}

fn is_right(field: &Field, found: Option<&str>) -> bool {
    match field {
        Field::Is(text) => text.as_deref() == found,
        Field::OneOf(texts) => texts.iter().any(|text| text.as_deref() == found),
        Field::Any => true,
    }
}

/// Whether the events are the scans in their order, of which those of an odd time may be missing.
fn fits(scans: &[Scan], events: &[Event]) -> bool {
    let Some((first, scans)) = scans.split_first() else { return events.is_empty() };
    let is_first = events.first().is_some_and(|event| same_event(first, event));
    is_first && fits(scans, &events[1..]) || first.time == Clock::Odd && fits(scans, events)
}

fn in_sequence(sequence: Sequence, is_told: bool, events: &[Event]) -> Result<(), String> {
    let is_exact = |event: &Event| matches!(event.time, EventTime::Instant(_));
    let clocks: Vec<NaiveDateTime> = match sequence {
        Sequence::Any => return Ok(()),
        Sequence::Told if is_told => return Ok(()),
        Sequence::Told => return Err(format!("the events stand otherwise: {}", shown(events))),
        Sequence::Utc => events.iter().map(|event| clock(event, true)).collect(),
        Sequence::Wall => events.iter().map(|event| clock(event, false)).collect(),
        Sequence::UtcIfAllTell => {
            let is_utc = events.iter().all(is_exact);
            events.iter().map(|event| clock(event, is_utc)).collect()
        }
        Sequence::Instants => {
            events.iter().filter(|event| is_exact(event)).map(|event| clock(event, true)).collect()
        }
    };
    let is_sorted = clocks.is_sorted();
    if is_sorted { Ok(()) } else { Err(format!("the events are not sorted: {}", shown(events))) }
}

fn clock(event: &Event, is_utc: bool) -> NaiveDateTime {
    let text = event.time.to_string();
    match DateTime::parse_from_rfc3339(&text) {
        Ok(time) if is_utc => time.naive_utc(),
        Ok(time) => time.naive_local(),
        Err(_) if text.contains('T') => text.parse().unwrap(),
        Err(_) => format!("{text}T00:00:00").parse().unwrap(),
    }
}

/// Events with what the readings compare; fixtures hold no real person's data.
fn shown(events: &[Event]) -> String {
    let shown = events.iter().map(|event| {
        let (place, code, text) = (&event.location, &event.code, &event.description);
        let city = place.as_ref().and_then(|place| place.city.as_deref());
        let country = place.as_ref().and_then(|place| place.country);
        format!("{} {} {code:?} {text:?} {city:?} {country:?}", event.time, event.meaning)
    });
    shown.collect::<Vec<_>>().join("; ")
}

fn orders(told: &[Orders], found: &[Order]) -> Result<(), String> {
    let found: Vec<Orders> = found.iter().map(as_texts).collect();
    if told == found { Ok(()) } else { Err(format!("the orders are {found:?} instead of {told:?}")) }
}

fn as_texts(order: &Order) -> Orders {
    let lines = order
        .lines
        .iter()
        .map(|told| line(&told.id, told.name.as_deref(), (told.quantity, told.cancelled, told.shipped)));
    let parcels = order.parcels().map(|told| {
        let items: Vec<(String, u32)> =
            told.items.iter().map(|item| (item.line.clone(), item.quantity)).collect();
        let number = told.number.as_ref().map(|number| number.as_str());
        let estimate: Option<Window> =
            told.estimate.as_ref().map(|e| (e.from.map(|from| from.to_string()), e.to.to_string()));
        parcel(&told.id, number, &items, estimate)
    });
    Orders { id: order.order_id.to_string(), lines: lines.collect(), parcels: parcels.collect() }
}
