//! One package of an answer, or one message of Track Alert, as a report.

use super::super::part::{Part, Text};
use super::super::path::Path;
use super::super::wordings::Wordings;
use super::super::{pickup, says};
use super::codes::Codes;
use super::times::{self, Stamp};
use super::wire::{self, Body, Package};
use super::{TRACK, number, parts, proof};
use crate::carrier::Context;
use crate::model::state::unknown;
use crate::model::{
    CarrierId, Estimate, EstimateKind, Event, EventTime, Headline, Language, Location, Meaning,
    NamedReference, Note, NoteKind, PickupPoint, Related, Report, Revokes, Source, TrackingNumber,
};

/// The report of the package at `path` that UPS knows under `number`.
pub(super) fn of_package(
    package: &Package,
    number: TrackingNumber,
    path: &Path<'_>,
    context: &Context,
) -> Report {
    let is_postal = number::is_postal(&number) || is_mail_innovations(package);
    let mut reader = Reader::new(is_postal, context);
    let mut report = new_report(number, context);
    report.events = reader.events(package, path);
    report.complete = has_all(package, report.events.len());
    report.headline = reader.headline(package, path);
    let notes = &mut reader.notes;
    report.estimate = parts::estimate(package, path, notes);
    let information_path = path.field("deliveryInformation");
    let information = package.delivery_information.get(&information_path, notes);
    let delivered_at = parts::delivered_at(package, path, notes);
    proof::add(proof::of_package(information, delivered_at, &information_path, notes), &mut report);
    report.pickup = pickup(package, &report, path, notes);
    (report.origin, report.destination) = ends(package, path, notes);
    report.related = related(package, &report.source.number, path, notes);
    report.references = references(package, path, notes);
    let service = package.service.get(&path.field("service"), notes);
    report.service = service.and_then(|service| service.description.told()).map(Into::into);
    let weight_path = path.field("weight");
    let weight = package.weight.get(&weight_path, notes);
    report.weight_g = weight.and_then(|weight| parts::grams(weight, &weight_path, notes));
    let sides_path = path.field("dimension");
    let sides = package.dimension.get(&sides_path, notes);
    report.dimensions = sides.and_then(|sides| parts::dimensions(sides, &sides_path, notes));
    report.notes = reader.notes;
    report
}

/// The report of a message: one event, and what it says about the delivery.
pub(super) fn of_message(message: &Body, number: TrackingNumber, context: &Context) -> Report {
    let mut reader = Reader::new(number::is_postal(&number), context);
    let mut report = new_report(number, context);
    report.complete = false;
    let notes = &mut reader.notes;
    let stamp = Stamp {
        path: &Path::ROOT,
        local: [
            ("localActivityDate", &message.local_activity_date),
            ("localActivityTime", &message.local_activity_time),
        ],
        gmt: [
            ("gmtActivityDate", &message.gmt_activity_date),
            ("gmtActivityTime", &message.gmt_activity_time),
        ],
        offset: &message.gmt_offset,
    };
    let time = stamp.read(notes);
    let path = Path::of("activityLocation");
    let address = message.activity_location.get(&path, notes);
    let location = address.and_then(|address| parts::location(address, &path, notes).non_empty());
    let status = status(&message.activity_status, &Path::of("activityStatus"), notes);
    match time {
        Some(time) => reader.add(time, status, location, &mut report.events),
        None => Note::add(notes, NoteKind::Unreadable, "localActivityDate"),
    }
    let notes = &mut reader.notes;
    report.estimate = estimate_of_message(message, time, notes);
    proof::add(proof::of_message(message, notes), &mut report);
    if let Some(other) = message.alternate_tracking_number.read(&Path::of("alternateTrackingNumber"), notes) {
        add_related(&mut report.related, parts::alternate(other, None), &report.source.number);
    }
    report.notes = reader.notes;
    report
}

/// Whether a package's service leaves delivery to a postal operator, whatever its number looks like. The service is known
/// by its name, a brand in every language: the codes of services in answers are not published.
fn is_mail_innovations(package: &Package) -> bool {
    let service = package.service.quiet().and_then(|service| service.description.told());
    service.is_some_and(|name| name.to_ascii_lowercase().contains("mail innovations"))
}

/// The word with which UPS says that it hides events.
const DETAIL: &str = "DETAIL";

/// Whether the events that were read are all of them. UPS knows one of each parcel, the label's at least: where it tells
/// none, it hides them.
fn has_all(package: &Package, read: usize) -> bool {
    let is_hidden = match &package.suppression_indicators {
        Part::Missing => false,
        Part::Read(words) => words.iter().any(|word| **word == *DETAIL),
        Part::Broken => true,
    };
    read > 0 && !is_hidden && package.activity.is_whole(read)
}

fn new_report(number: TrackingNumber, context: &Context) -> Report {
    let url = parts::page(&number);
    let mut report = Report::new(Source::carrier(TRACK, number), context.fetched_at);
    report.carrier = Some(CarrierId::UPS);
    report.url = Some(url);
    report
}

/// Reads events and notes what was odd.
struct Reader {
    is_postal: bool,
    language: Option<Language>,
    notes: Vec<Note>,
    wordings: Wordings,
}

impl Reader {
    fn new(is_postal: bool, context: &Context) -> Self {
        Self { is_postal, language: context.language, notes: Vec::new(), wordings: Wordings::default() }
    }

    /// The events, oldest first: UPS tells the newest first.
    fn events(&mut self, package: &Package, path: &Path<'_>) -> Vec<Event> {
        let path = path.field("activity");
        let newest_first = package.activity.entries(&path, &mut self.notes);
        let mut events = Vec::with_capacity(package.activity.readable());
        for (index, activity) in newest_first.rev() {
            self.activity(activity, &path.entry(index), &mut events);
        }
        events
    }

    fn activity(&mut self, activity: &wire::Activity, path: &Path<'_>, events: &mut Vec<Event>) {
        let notes = &mut self.notes;
        let stamp = Stamp {
            path,
            local: [("date", &activity.date), ("time", &activity.time)],
            gmt: [("gmtDate", &activity.gmt_date), ("gmtTime", &activity.gmt_time)],
            offset: &activity.gmt_offset,
        };
        let time = stamp.read(notes);
        if time.is_none()
            && activity.date.told().is_none()
            && (activity.gmt_date.told().is_none() || activity.gmt_time.told().is_none())
        {
            Note::add(notes, NoteKind::Unreadable, &path.field("date"));
        }
        let Some(time) = time else { return };
        let location = place(&activity.location, &path.field("location"), notes);
        let status = status(&activity.status, &path.field("status"), notes);
        self.add(time, status, location, events);
    }

    /// Adds an event, which is made where it stays: it is large.
    fn add(
        &mut self,
        time: EventTime,
        status: Option<&wire::Status>,
        location: Option<Location>,
        events: &mut Vec<Event>,
    ) {
        let codes = status.map_or_else(Codes::default, |status| codes(status, self.is_postal));
        events.push(Event::new(time, unknown::NO_STATUS));
        let Some(event) = events.last_mut() else { return };
        match codes.says() {
            Some(says) => says.tell(event),
            None => event.meaning = self.unmapped(codes),
        }
        event.revokes =
            codes.takes_back().map(|code| Revokes { code: Some(code.into()), ..Revokes::default() }.into());
        event.code = codes.name();
        event.location = location;
        event.description = status.and_then(wording).map(|text| self.wordings.keep(text));
        event.language = self.language.filter(|_| event.description.is_some());
    }

    /// What codes say that nobody has mapped, which is noted; or that there are none.
    fn unmapped(&mut self, codes: Codes<'_>) -> Meaning {
        if codes.is_empty() {
            return unknown::NO_STATUS.into();
        }
        let name = codes.name().unwrap_or_else(|| says::NO_CODE.into());
        Note::add(&mut self.notes, NoteKind::Unmapped, name);
        unknown::UNMAPPED.into()
    }

    /// UPS's own summary; none where it is a notice, which says nothing about the parcel's state.
    fn headline(&mut self, package: &Package, path: &Path<'_>) -> Option<Headline> {
        let current = status(&package.current_status, &path.field("currentStatus"), &mut self.notes);
        let (codes, words) = match current {
            Some(status) => (codes(status, self.is_postal), wording(status)),
            None => {
                let status = package.status_code.told();
                let words = package.status_description.told();
                (Codes { status, is_postal: self.is_postal, ..Codes::default() }, words)
            }
        };
        if codes.is_empty() && words.is_none() {
            return None;
        }
        let meaning = codes.says().map_or_else(|| self.unmapped(codes), |says| says.meaning.clone());
        let Meaning::State(state) = meaning else { return None };
        let mut headline = Headline::new(state);
        headline.code = codes.name();
        headline.description = words.map(Into::into);
        Some(headline)
    }
}

/// A status; what of it cannot be read is noted.
fn status<'a>(
    status: &'a Part<wire::Status<'a>>,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Option<&'a wire::Status<'a>> {
    let status = status.get(path, notes)?;
    let texts = [
        ("type", &status.kind),
        ("code", &status.code),
        ("statusCode", &status.status_code),
        ("description", &status.description),
    ];
    for (name, text) in texts {
        text.read(&path.field(name), notes);
    }
    Some(status)
}

fn codes<'a>(status: &'a wire::Status, is_postal: bool) -> Codes<'a> {
    Codes { kind: status.kind.told(), code: status.code.told(), status: status.status_code.told(), is_postal }
}

/// The words for people: the event's own, or the simplified ones.
fn wording<'a>(status: &'a wire::Status) -> Option<&'a str> {
    status.description.told().or_else(|| status.simplified_text_description.told())
}

fn place(place: &Part<wire::Place>, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Location> {
    let place = place.get(path, notes)?;
    let path = path.field("address");
    let address = place.address.get(&path, notes);
    let mut location =
        address.map_or_else(Location::default, |address| parts::location(address, &path, notes));
    location.facility = place.slic.told().map(Into::into);
    location.non_empty()
}

/// Where the parcel waits, while it does: UPS tells the last day beside the events, and the place with the newest of them.
fn pickup(
    package: &Package,
    report: &Report,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
) -> Option<Box<PickupPoint>> {
    let path = path.field("accessPointInformation");
    let point = package.access_point_information.get(&path, notes);
    let collect_by = point.and_then(|point| {
        times::read(&point.pickup_by_date, &path.field("pickupByDate"), notes, times::date)
    });
    let newest = pickup::waiting(&report.events)?;
    // The newest comes first. A name does not depend on who delivers.
    let told = package.activity.quiet_entries().find(|activity| {
        activity.status.quiet().and_then(|status| codes(status, false).name()) == newest.code
    });
    let address = told.and_then(|activity| activity.location.quiet()?.address.quiet());
    PickupPoint {
        kind: pickup::kind(&newest.meaning),
        collect_by: collect_by.map(EventTime::Day),
        location: newest.location.clone(),
        street: address.and_then(parts::street),
        ..PickupPoint::default()
    }
    .non_empty()
}

/// Origin and destination.
fn ends(package: &Package, path: &Path<'_>, notes: &mut Vec<Note>) -> (Option<Location>, Option<Location>) {
    let mut ends = (None, None);
    let list = path.field("packageAddress");
    for (index, told) in package.package_address.entries(&list, notes) {
        let path = list.entry(index);
        let path = path.field("address");
        let Some(address) = told.address.get(&path, notes) else { continue };
        let end = match told.kind.told() {
            Some("ORIGIN") => &mut ends.0,
            Some("DESTINATION") => &mut ends.1,
            _ => continue,
        };
        *end = parts::location(address, &path, notes).non_empty();
    }
    ends
}

fn related(package: &Package, own: &TrackingNumber, path: &Path<'_>, notes: &mut Vec<Note>) -> Vec<Related> {
    let mut related = Vec::new();
    let path = path.field("alternateTrackingNumber");
    for (index, told) in package.alternate_tracking_number.entries(&path, notes) {
        let path = path.entry(index);
        let Some(number) = told.number.read(&path.field("number"), notes) else { continue };
        let other = parts::alternate(number, told.kind.told());
        if other.is_none() {
            Note::add(notes, NoteKind::Unreadable, &path.field("number"));
        }
        add_related(&mut related, other, own);
    }
    related
}

fn add_related(related: &mut Vec<Related>, other: Option<Related>, own: &TrackingNumber) {
    let Some(other) = other.filter(|other| other.number != *own) else { return };
    if !related.iter().any(|known| known.number == other.number) {
        related.push(other);
    }
}

fn references(package: &Package, path: &Path<'_>, notes: &mut Vec<Note>) -> Vec<NamedReference> {
    let mut references = Vec::new();
    let list = path.field("referenceNumber");
    for (index, told) in package.reference_number.entries(&list, notes) {
        let path = list.entry(index);
        let Some(value) = told.number.read(&path.field("number"), notes) else { continue };
        let kind = told.kind.told().unwrap_or("reference").to_owned();
        references.push(NamedReference { kind, value: value.into() });
    }
    references
}

/// What a message says about the time of delivery, unless it tells of the delivery itself: the end of the window may be
/// the time of that then.
fn estimate_of_message(
    message: &Body,
    made_at: Option<EventTime>,
    notes: &mut Vec<Note>,
) -> Option<Estimate> {
    let day = times::read(
        &message.scheduled_delivery_date,
        &Path::of("scheduledDeliveryDate"),
        notes,
        times::date,
    )?;
    let mut clock = |text: &Text, name: &str| {
        times::read(text, &Path::of(name), notes, times::time_of_day)
            .map(|time| EventTime::Local(day.and_time(time)))
    };
    let from = clock(&message.delivery_start_time, "deliveryStartTime");
    let to = clock(&message.delivery_end_time, "deliveryEndTime");
    let is_delivered = message.actual_delivery_date.told().is_some();
    let mut estimate = match (from, to) {
        (Some(from), Some(to)) if !is_delivered => Estimate::new(EstimateKind::Window, to).with_from(from),
        (None, Some(to)) if !is_delivered => Estimate::new(EstimateKind::Estimated, to),
        _ => Estimate::new(EstimateKind::Estimated, EventTime::Day(day)),
    };
    estimate.made_at = made_at;
    Some(estimate)
}
