//! What the time of an event means in UTC, and the wall clock to show.

use std::fmt;

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
    Timelike, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::location::Location;
use super::time::{EventTime, Zone, shift};
use super::zone;

/// Where the zone of an event's time comes from, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ZoneSource {
    /// The source gave an offset.
    Data,
    /// The zone of the event's place.
    Place,
    /// The zone in which this source writes.
    Home,
    /// The source's clock is off by whole half hours wherever another source told the same scan.
    Inferred,
    /// Nothing is known; the time may be meant in any zone of the earth.
    Unknown,
}

/// What an [`EventTime`] means: an interval in UTC, and the wall clock to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    earliest: DateTime<Utc>,
    latest: DateTime<Utc>,
    /// The wall clock as told; of a day, its beginning.
    told: NaiveDateTime,
    /// The zone in whose clock a moment is shown.
    shown_in: Option<Zone>,
    zone: ZoneSource,
    precision: Precision,
    /// The source told UTC, and the place's own clock is not known.
    is_utc: bool,
}

/// How precisely a source tells a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Precision {
    /// To the moment.
    Instant,
    /// To the wall clock.
    Local,
    /// To the day.
    Day,
}

impl Span {
    /// The first moment that can be meant.
    pub fn earliest(&self) -> DateTime<Utc> {
        self.earliest
    }

    /// The last moment that can be meant.
    pub fn latest(&self) -> DateTime<Utc> {
        self.latest
    }

    /// The middle of the interval, by which events are put in order.
    pub fn middle(&self) -> DateTime<Utc> {
        // Most are exact.
        if self.earliest == self.latest {
            return self.earliest;
        }
        self.earliest + (self.latest - self.earliest) / 2
    }

    /// The wall clock at the event's place where its zone is known, else as the source told it.
    pub fn local(&self) -> NaiveDateTime {
        match self.shown_in {
            Some(zone) => {
                let utc = self.earliest.naive_utc();
                shift(utc, zone.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()).naive_utc()
            }
            None => self.told,
        }
    }

    /// The day at the event's place where its zone is known, else as the source told it.
    pub fn day(&self) -> NaiveDate {
        self.local().date()
    }

    /// Where the zone comes from.
    pub fn zone(&self) -> ZoneSource {
        self.zone
    }

    /// How precisely the source told the time.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether everything this can mean lies before everything the other can mean.
    pub fn is_certainly_before(&self, other: &Self) -> bool {
        self.latest < other.earliest
    }

    /// Whether this is on a later day than another time. Where one of them was told in UTC and the other shows a clock, the
    /// day is that of the clock: five in the afternoon on a west coast is the next day in UTC.
    pub fn is_on_later_day(&self, other: &Self) -> bool {
        self.day_by_clock_of(other) > other.day_by_clock_of(self)
    }

    fn day_by_clock_of(&self, other: &Self) -> NaiveDate {
        let is_exact = |span: &Self| span.earliest == span.latest;
        if !self.is_utc || other.is_utc || !is_exact(self) || !is_exact(other) {
            return self.day();
        }
        let ahead = other.local() - other.earliest.naive_utc();
        self.told.checked_add_signed(ahead).unwrap_or(self.told).date()
    }

    /// How far apart two intervals are; zero where they touch.
    pub fn gap(&self, other: &Self) -> TimeDelta {
        (self.earliest - other.latest).max(other.earliest - self.latest).max(TimeDelta::zero())
    }

    /// The same where its source writes in this zone, unless the time or its place say more.
    pub(crate) fn at_home(self, home: Zone) -> Self {
        match (self.zone, self.precision) {
            (ZoneSource::Unknown, Precision::Local) => EventTime::Local(self.told).resolve(None, Some(home)),
            (ZoneSource::Unknown, Precision::Day) => {
                EventTime::Day(self.told.date()).resolve(None, Some(home))
            }
            _ => self,
        }
    }

    /// The same where its source's clock turned out to be this far ahead of UTC. A day stays as vague as it was.
    pub(crate) fn by_clock(self, ahead: TimeDelta) -> Self {
        if self.precision == Precision::Day {
            return self;
        }
        let utc = self.told.checked_sub_signed(ahead).unwrap_or(self.told).and_utc();
        let shown_in = self.shown_in;
        Self { earliest: utc, latest: utc, shown_in, zone: ZoneSource::Inferred, is_utc: false, ..self }
    }
}

impl EventTime {
    /// What the time means in UTC, given the place of the event and the zone in which its source writes.
    ///
    /// An offset in the data wins; else the zone of the place, from country and region; else `home`; else any zone
    /// from UTC-12 to UTC+14. A wall clock that a change of daylight saving shows twice or never spans both
    /// readings.
    pub fn resolve(&self, location: Option<&Location>, home: Option<Zone>) -> Span {
        let place = location
            .and_then(|l| l.country.map(|country| zone::zones(country.as_str(), l.region.as_deref())))
            .unwrap_or_default();
        let span = |earliest, latest, told, zone, precision| Span {
            earliest,
            latest,
            told,
            shown_in: None,
            zone,
            precision,
            is_utc: false,
        };
        match *self {
            Self::Instant(time) => {
                let utc = time.utc();
                let shown_in = match place {
                    [only] => Some(Zone(*only)),
                    _ => None,
                };
                let is_utc = time.offset_seconds == 0 && shown_in.is_none();
                let exact = span(utc, utc, time.local, ZoneSource::Data, Precision::Instant);
                Span { shown_in, is_utc, ..exact }
            }
            Self::Local(local) => {
                let (earliest, latest, zone) = wall_clock(local, place, home);
                span(earliest, latest, local, zone, Precision::Local)
            }
            Self::Day(day) => {
                let start = day.and_time(NaiveTime::MIN);
                let (earliest, _, zone) = wall_clock(start, place, home);
                let end = day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN);
                let (_, latest, _) = wall_clock(end, place, home);
                span(earliest, latest, start, zone, Precision::Day)
            }
        }
    }
}

/// The first and last moment that a wall clock can mean.
fn wall_clock(
    local: NaiveDateTime,
    place: &[Tz],
    home: Option<Zone>,
) -> (DateTime<Utc>, DateTime<Utc>, ZoneSource) {
    let home = home.map(|zone| zone.0);
    let (zones, source) = match (place, &home) {
        ([], Some(zone)) => (std::slice::from_ref(zone), ZoneSource::Home),
        ([], None) => return (shift(local, -14 * 3600), shift(local, 12 * 3600), ZoneSource::Unknown),
        (zones, _) => (zones, ZoneSource::Place),
    };
    let (earliest, latest) =
        zones.iter().map(|zone| readings(local, zone)).fold(
            (DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC),
            |(earliest, latest), (first, last)| (earliest.min(first), latest.max(last)),
        );
    (earliest, latest, source)
}

/// The first and last moment at which clocks of `zone` show `local`; around a gap, the readings with the offsets
/// before and after it.
fn readings(local: NaiveDateTime, zone: &Tz) -> (DateTime<Utc>, DateTime<Utc>) {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(time) => (time.to_utc(), time.to_utc()),
        LocalResult::Ambiguous(a, b) => (a.to_utc().min(b.to_utc()), a.to_utc().max(b.to_utc())),
        LocalResult::None => {
            let offset_at = |hours| {
                let utc = shift(local, hours * 3600).naive_utc();
                zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
            };
            let (a, b) = (shift(local, -offset_at(-24)), shift(local, -offset_at(24)));
            (a.min(b), a.max(b))
        }
    }
}

/// Shows a span as people read it: wall clock to the minute, behind it `Z` where only UTC is known and `?` where its zone
/// is unknown; or the day.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local();
        write!(f, "{:04}-{:02}-{:02}", local.year(), local.month(), local.day())?;
        match (self.precision, self.zone) {
            (Precision::Day, _) => f.write_str("      "),
            _ if self.is_utc => write!(f, " {:02}:{:02}Z", local.hour(), local.minute()),
            (_, ZoneSource::Unknown) => write!(f, " {:02}:{:02}?", local.hour(), local.minute()),
            _ => write!(f, " {:02}:{:02}", local.hour(), local.minute()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Country;

    fn in_country(code: &str) -> Location {
        Location { country: Some(code.parse::<Country>().unwrap()), ..Location::default() }
    }

    fn hours(time: &str, location: Option<&Location>, home: Option<Zone>) -> (String, String, ZoneSource) {
        let span = time.parse::<EventTime>().unwrap().resolve(location, home);
        let form = |t: DateTime<Utc>| t.format("%m-%dT%H:%M").to_string();
        (form(span.earliest()), form(span.latest()), span.zone())
    }

    #[test]
    fn equal_moments_with_other_offsets_are_other_values() {
        let a: EventTime = "2026-11-21T17:20:00+01:00".parse().unwrap();
        let b: EventTime = "2026-11-21T16:20:00Z".parse().unwrap();
        assert_ne!(a, b);
        assert_ne!(a.cmp(&b), std::cmp::Ordering::Equal);
        assert_eq!(a.resolve(None, None).earliest(), b.resolve(None, None).earliest());
    }

    #[test]
    fn zones_come_from_data_then_place_then_home() {
        let (germany, america) = (in_country("DE"), in_country("US"));
        let berlin = Some(Zone::BERLIN);
        assert_eq!(hours("2026-01-10T12:00:00Z", Some(&germany), None).2, ZoneSource::Data);
        assert_eq!(
            hours("2026-01-10T12:00", Some(&germany), None),
            ("01-10T11:00".into(), "01-10T11:00".into(), ZoneSource::Place)
        );
        assert_eq!(
            hours("2026-01-10T12:00", None, berlin),
            ("01-10T11:00".into(), "01-10T11:00".into(), ZoneSource::Home)
        );
        assert_eq!(
            hours("2026-01-10T12:00", None, None),
            ("01-09T22:00".into(), "01-11T00:00".into(), ZoneSource::Unknown)
        );
        let (earliest, latest, zone) = hours("2026-01-10T12:00", Some(&america), berlin);
        assert_eq!(
            (earliest.as_str(), latest.as_str(), zone),
            ("01-10T17:00", "01-10T22:00", ZoneSource::Place)
        );
    }

    #[test]
    fn hours_that_come_twice_or_never_span_both_readings() {
        let berlin = Some(Zone::BERLIN);
        assert_eq!(
            hours("2026-10-25T02:30", None, berlin),
            ("10-25T00:30".into(), "10-25T01:30".into(), ZoneSource::Home)
        );
        assert_eq!(
            hours("2026-03-29T02:30", None, berlin),
            ("03-29T00:30".into(), "03-29T01:30".into(), ZoneSource::Home)
        );
    }

    #[test]
    fn a_day_spans_the_day_and_shows_the_local_date() {
        let germany = in_country("DE");
        assert_eq!(
            hours("2026-07-01", Some(&germany), None),
            ("06-30T22:00".into(), "07-01T22:00".into(), ZoneSource::Place)
        );
        let late: EventTime = "2026-07-01T23:30:00Z".parse().unwrap();
        assert_eq!(late.resolve(Some(&germany), None).to_string(), "2026-07-02 01:30");
        assert_eq!(late.resolve(None, None).to_string(), "2026-07-01 23:30Z");
        assert_eq!(late.resolve(Some(&germany), None).day().to_string(), "2026-07-02");
    }

    #[test]
    fn the_ends_of_the_calendar_are_times_too() {
        let germany = in_country("DE");
        for end in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            let times = [EventTime::from(end.and_utc()), EventTime::Local(end), EventTime::Day(end.date())];
            for (time, place) in times.into_iter().flat_map(|time| [(time, None), (time, Some(&germany))]) {
                for home in [None, Some(Zone::BERLIN)] {
                    let span = time.resolve(place, home);
                    assert!(span.earliest() <= span.middle() && span.middle() <= span.latest(), "{time:?}");
                    assert!(!format!("{span}{time}").is_empty());
                }
            }
        }
    }
}
