//! The scans of one shipment as events: in order, with what takes back what, and with attempts that only their return to
//! the depot tells of.

use chrono::{NaiveDateTime, TimeDelta};

use super::super::list::List;
use super::super::order::{oldest_first, utc_clock, wall_clock};
use super::super::path::Path;
use super::super::says;
use super::codes::{self, Found};
use super::countries;
use super::wire::{self, Unit};
use crate::model::state::unknown;
use crate::model::{Event, EventTime, Language, Location, Note, NoteKind, Revokes, Status};

/// How long before its return to the depot an attempt is looked for.
const ROUND: TimeDelta = TimeDelta::hours(24);

/// An event with its code as found.
struct Scan {
    event: Event,
    found: Option<Found>,
    is_revoked: bool,
}

/// The events of a shipment, and whether they are all of a list.
pub(super) struct Scans {
    scans: Vec<Scan>,
    pub(super) is_whole: bool,
}

impl Scans {
    /// Reads the list at `path`. Texts are in `language`.
    pub(super) fn read(
        list: &List<wire::Scan>,
        path: &Path<'_>,
        language: Option<Language>,
        notes: &mut Vec<Note>,
    ) -> Self {
        let told = list.entries(path, notes);
        let mut scans: Vec<Scan> = Vec::with_capacity(list.readable());
        for (index, told) in told {
            scans.extend(scan(told, &path.entry(index), language, notes));
        }
        let is_whole = list.is_whole(scans.len());
        let clock = clock_of(&scans);
        oldest_first(&mut scans, |scan| clock(scan.event.time));
        tell_attempts(&mut scans, clock);
        revoke(&mut scans);
        Self { scans, is_whole }
    }

    /// The newest event that moves the parcel and was not taken back.
    pub(super) fn newest(&self) -> Option<&Event> {
        self.scans
            .iter()
            .rev()
            .filter(|scan| !scan.is_revoked)
            .map(|scan| &scan.event)
            .find(|event| event.moves())
    }

    /// The events, oldest first.
    pub(super) fn into_events(self) -> Vec<Event> {
        self.scans.into_iter().map(|scan| scan.event).collect()
    }
}

fn scan(
    scan: &wire::Scan,
    path: &Path<'_>,
    language: Option<Language>,
    notes: &mut Vec<Note>,
) -> Option<Scan> {
    let time = scan.timestamp.told().and_then(|text| text.parse().ok());
    // The contract has an offset. A clock that lost it still tells the hour; a day alone is another form.
    let Some(time @ (EventTime::Instant(_) | EventTime::Local(_))) = time else {
        Note::add(notes, NoteKind::Unreadable, &path.field("timestamp"));
        return None;
    };
    let code = scan.code.read(&path.field("code"), notes);
    let found = code.and_then(codes::find);
    let says = found.map(|found| found.says).or_else(|| code.and_then(codes::of_group));
    let mut event = Event::new(time, unknown::NO_STATUS);
    if let Some(says) = says {
        says.tell(&mut event);
    } else if code.is_some() {
        event.meaning = unknown::UNMAPPED.into();
    }
    let shown = code.filter(|code| codes::digits(code).is_some());
    if code.is_some() && found.is_none() {
        Note::add(notes, NoteKind::Unmapped, shown.unwrap_or(says::NO_CODE));
    }
    event.code = shown.map(Into::into);
    event.description = scan.description.read(&path.field("description"), notes).map(Into::into);
    event.language = language.filter(|_| event.description.is_some());
    let unit_path = path.field("scanningUnit");
    event.location =
        scan.scanning_unit.get(&unit_path, notes).and_then(|unit| place(unit, &unit_path, notes));
    Some(Scan { event, found, is_revoked: false })
}

fn place(unit: &Unit, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<Location> {
    let location = Location {
        country: countries::read(&unit.country_code, &path.field("countryCode"), notes),
        city: unit.city.read(&path.field("city"), notes).map(Into::into),
        facility: unit.name.read(&path.field("name"), notes).map(Into::into),
        ..Location::default()
    };
    location.non_empty()
}

/// By which the scans are compared: where an offset is missing, by the clock on the wall, which is Germany's nearly
/// always.
fn clock_of(scans: &[Scan]) -> fn(EventTime) -> NaiveDateTime {
    let are_exact = scans.iter().all(|scan| matches!(scan.event.time, EventTime::Instant(_)));
    if are_exact { utc_clock } else { wall_clock }
}

/// A parcel that comes back to the depot has seen an attempt. Where the scan at the door (37xx) is missing in the day
/// before, the one at the depot (40xx, same last digits) tells of the attempt instead.
fn tell_attempts(scans: &mut [Scan], clock: fn(EventTime) -> NaiveDateTime) {
    for at in 0..scans.len() {
        let (before, rest) = scans.split_at_mut(at);
        let Some(scan) = rest.first_mut() else { continue };
        let Some(door) = scan.found.as_ref().and_then(at_the_door) else { continue };
        let time = clock(scan.event.time);
        let is_told = before.iter().any(|other| {
            other.found.as_ref().is_some_and(|found| found.row.code == door.row.code)
                && time - clock(other.event.time) <= ROUND
        });
        if !is_told {
            door.says.tell(&mut scan.event);
        }
    }
}

/// The failed attempt whose return to the depot a code tells.
fn at_the_door(found: &Found) -> Option<Found> {
    let digits = found.row.code.strip_prefix("40")?;
    codes::find(&format!("37{digits}")).filter(|door| door.says.status() == Some(Status::AttemptFailed))
}

/// Some events take back an earlier one: the newest of their kind that still stands.
fn revoke(scans: &mut [Scan]) {
    for at in 0..scans.len() {
        let (before, rest) = scans.split_at_mut(at);
        let Some(scan) = rest.first_mut() else { continue };
        let Some((kinds, at_shop)) = scan.found.as_ref().and_then(takes_back) else { continue };
        let target = before.iter_mut().rev().find(|target| {
            let is_kind = |found: &Found| {
                kinds.iter().any(|kind| found.long.starts_with(kind))
                    && takes_back(found).is_none()
                    && (!at_shop || found.long.ends_with("005") || found.long.ends_with("008"))
            };
            !target.is_revoked && target.found.as_ref().is_some_and(is_kind)
        });
        if let Some(target) = target {
            target.is_revoked = true;
            scan.event.revokes =
                Some(Revokes { time: Some(target.event.time), code: target.event.code.clone() }.into());
        }
    }
}

/// How the long codes begin that an event takes back, and whether only those scanned in a ParcelShop are meant.
fn takes_back(found: &Found) -> Option<(&'static [&'static str], bool)> {
    Some(match found.row.code {
        "4070" => (&["050"], false),
        "4072" if found.is_long && found.long.starts_with("060") => (&["060"], false),
        "4072" if found.is_long => (&["100"], false),
        "4072" => (&["060", "100"], false),
        "4690" => (&["045", "048", "055", "060"], true),
        "9399" => (&["320020", "320021"], false),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use compact_str::CompactString;

    use super::*;
    use crate::carriers::part::slot_of;

    /// Scans of codes, an hour apart.
    fn read(codes: &[&str]) -> Scans {
        let hours = 6..;
        let list: Vec<String> = codes
            .iter()
            .zip(hours)
            .map(|(code, hour)| {
                format!(r#"{{"timestamp":"2026-11-20T{hour:02}:00:00+01:00","code":"{code}"}}"#)
            })
            .collect();
        read_json(&format!("[{}]", list.join(",")))
    }

    fn read_json(json: &str) -> Scans {
        Scans::read(&slot_of(json), &Path::of("status"), Some(Language::GERMAN), &mut Vec::new())
    }

    fn newest(codes: &[&str]) -> String {
        read(codes).newest().map(|event| event.meaning.to_string()).unwrap_or_default()
    }

    fn taken_back(codes: &[&str]) -> Vec<CompactString> {
        read(codes).into_events().into_iter().filter_map(|event| event.revokes?.code).collect()
    }

    #[test]
    fn an_event_that_takes_another_back_names_it() {
        assert_eq!(taken_back(&["2000", "3000", "4070"]), ["3000"]);
        assert_eq!(newest(&["2000", "3000", "4070"]), "in_transit.facility_in");
        assert_eq!(newest(&["2000", "9340", "9399"]), "in_transit.facility_in");
        assert_eq!(taken_back(&["9341", "9399", "9399"]), ["9341"]);
        assert_eq!(taken_back(&["3000", "3010", "4070", "4070"]), ["3010", "3000"]);
        assert_eq!(newest(&["3731", "6084", "4072"]), "attempt_failed.recipient_absent");
        assert_eq!(taken_back(&["6084", "3731", "100-90-3"]), ["6084"]);
        assert_eq!(taken_back(&["3731", "6084", "060090003"]), ["3731"]);
        assert_eq!(taken_back(&["2400", "2000", "4690"]), ["2400"]);
        assert_eq!(taken_back(&["2000", "055001003", "4690"]), Vec::<String>::new());
        let alone = read(&["2000", "4070"]);
        assert_eq!(alone.newest().unwrap().code.as_deref(), Some("2000"));
        assert_eq!(alone.into_events()[1].meaning.to_string(), "notice.information");
    }

    #[test]
    fn a_return_to_the_depot_is_an_attempt_only_where_none_was_told() {
        assert_eq!(newest(&["3000", "3731", "4031"]), "in_transit.delivery_depot_in");
        assert_eq!(newest(&["3000", "4031"]), "attempt_failed.recipient_absent");
        assert_eq!(newest(&["3000", "3731", "4032"]), "attempt_failed.second_attempt");
        assert_eq!(newest(&["3000", "4050"]), "in_transit.delivery_depot_in");
        assert_eq!(newest(&["3000", "4081"]), "in_transit.delivery_depot_in");
        let late = read_json(
            r#"[{"timestamp":"2026-11-20T12:00:00+01:00","code":"3731"},{"timestamp":"2026-11-21T12:00:01+01:00","code":"4031"}]"#,
        );
        assert_eq!(late.newest().unwrap().meaning.to_string(), "attempt_failed.recipient_absent");
    }

    #[test]
    fn any_order_becomes_oldest_first() {
        let codes = |json: &str| -> Vec<CompactString> {
            read_json(json).into_events().into_iter().filter_map(|event| event.code).collect()
        };
        let scan = |time: &str, code: &str| format!(r#"{{"timestamp":"2026-10-25T{time}","code":"{code}"}}"#);
        let list = [
            scan("02:10:00+01:00", "3000"),
            scan("02:20:00+02:00", "2000"),
            scan("01:00:00+02:00", "1510"),
            scan("01:00:00+02:00", "1000"),
        ];
        assert_eq!(codes(&format!("[{}]", list.join(","))), ["1000", "1510", "2000", "3000"]);
        let local =
            [scan("12:00:00", "3000"), scan("11:30:00+01:00", "2000"), scan("09:00:00+01:00", "1000")];
        assert_eq!(codes(&format!("[{}]", local.join(","))), ["1000", "2000", "3000"]);
    }

    #[test]
    fn what_cannot_be_read_is_noted_and_costs_itself() {
        let mut notes = Vec::new();
        let list = r#"[{"timestamp":"2026-11-20","code":"3000"},7,{"timestamp":"2026-11-20T10:00:00+01:00","code":"3799"},
            {"timestamp":"2026-11-20T11:00:00+01:00","code":"7599"},{"timestamp":"2026-11-20T12:00:00+01:00","code":"08401387295096"},
            {"timestamp":"2026-11-20T13:00:00+01:00"},
            {"timestamp":"2026-11-20T14:00:00+01:00","code":"2000","scanningUnit":{"countryCode":"Germany"}}]"#;
        let scans = Scans::read(&slot_of(list), &Path::of("status"), None, &mut notes);
        assert!(!scans.is_whole);
        let events: Vec<(String, Option<CompactString>)> =
            scans.into_events().into_iter().map(|event| (event.meaning.to_string(), event.code)).collect();
        let expected = [
            ("attempt_failed", Some("3799")),
            ("unknown.unmapped", Some("7599")),
            ("unknown.unmapped", None),
            ("unknown.no_status", None),
            ("in_transit.facility_in", Some("2000")),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(meaning, code)| ((*meaning).to_owned(), code.map(CompactString::from)))
            .collect();
        assert_eq!(events, expected);
        let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "unreadable: status[1]",
                "unreadable: status[0].timestamp",
                "unmapped: 3799",
                "unmapped: 7599",
                "unmapped: a text that is no code",
                "unreadable: status[6].scanningUnit.countryCode",
            ]
        );
    }
}
