//! When something happened, exactly as precisely as a source says it, and what that means in UTC.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta,
    TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::location::Location;
use super::zone;

/// The time of an event as its source tells it. Precision is never invented: a day stays a day.
///
/// Its text form says which it is: `2026-11-21T17:20:00+01:00`, `2026-11-21T17:20:00` or `2026-11-21`.
///
/// ```
/// use parceltrack::EventTime;
///
/// let time: EventTime = "2026-11-21T17:20:00+01:00".parse()?;
/// assert!(matches!(time, EventTime::Instant(_)));
/// assert!(matches!("2026-11-21T17:20".parse()?, EventTime::Local(_)));
/// assert!(matches!("2026-11-21".parse()?, EventTime::Day(_)));
/// assert!("yesterday".parse::<EventTime>().is_err());
/// # Ok::<(), parceltrack::InvalidTime>(())
/// ```
///
/// Two instants with different offsets are different values here, even where they name the same moment: what a
/// source told is kept to the letter, and nothing depends on which of them was heard first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EventTime {
    /// A moment: wall clock and offset.
    Instant(ZonedTime),
    /// A wall clock somewhere; where, the source does not say.
    Local(NaiveDateTime),
    /// A day somewhere.
    Day(NaiveDate),
}

/// A wall clock with its offset from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZonedTime {
    local: NaiveDateTime,
    offset_seconds: i32,
}

impl ZonedTime {
    /// The wall clock that the source shows.
    pub fn local(self) -> NaiveDateTime {
        self.local
    }

    /// Seconds that the wall clock is ahead of UTC.
    pub fn offset_seconds(self) -> i32 {
        self.offset_seconds
    }

    /// The moment in UTC.
    pub fn utc(self) -> DateTime<Utc> {
        shift(self.local, -self.offset_seconds)
    }
}

impl From<DateTime<FixedOffset>> for EventTime {
    fn from(time: DateTime<FixedOffset>) -> Self {
        Self::Instant(ZonedTime {
            local: time.naive_local(),
            offset_seconds: time.offset().local_minus_utc(),
        })
    }
}

impl From<DateTime<Utc>> for EventTime {
    fn from(time: DateTime<Utc>) -> Self {
        Self::Instant(ZonedTime { local: time.naive_utc(), offset_seconds: 0 })
    }
}

impl FromStr for EventTime {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let text = text.trim();
        // Four-digit years only, so that no later arithmetic leaves the calendar.
        let bytes = text.as_bytes();
        if bytes.len() > 40 || bytes.get(4) != Some(&b'-') || !bytes.iter().take(4).all(u8::is_ascii_digit) {
            return Err(InvalidTime);
        }
        let zoned = DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
        if let Ok(time) = zoned {
            return Ok(time.into());
        }
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(Self::Local)
            .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self::Day))
            .ok_or(InvalidTime)
    }
}

impl fmt::Display for EventTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant(time) => {
                write!(f, "{}", time.local.format("%Y-%m-%dT%H:%M:%S%.f"))?;
                match FixedOffset::east_opt(time.offset_seconds) {
                    Some(offset) if time.offset_seconds != 0 => write!(f, "{offset}"),
                    _ => f.write_str("Z"),
                }
            }
            Self::Local(local) => write!(f, "{}", local.format("%Y-%m-%dT%H:%M:%S%.f")),
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
        }
    }
}

impl TryFrom<String> for EventTime {
    type Error = InvalidTime;

    fn try_from(text: String) -> Result<Self, InvalidTime> {
        text.parse()
    }
}

impl From<EventTime> for String {
    fn from(time: EventTime) -> Self {
        time.to_string()
    }
}

/// The text is no time in one of the three forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time: use 2026-11-21T17:20:00+01:00, 2026-11-21T17:20:00 or 2026-11-21")]
#[non_exhaustive]
pub struct InvalidTime;

/// An IANA time zone such as `Europe/Berlin`.
///
/// A report names one where its source writes wall clocks without offset and the event's place does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name().cmp(other.name())
    }
}

impl Zone {
    /// Germany's zone, in which DHL Paket and Deutsche Post write.
    pub const BERLIN: Self = Self(Tz::Europe__Berlin);

    /// The zone's name in the IANA database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl FromStr for Zone {
    type Err = InvalidZone;

    fn from_str(name: &str) -> Result<Self, InvalidZone> {
        name.parse().map(Self).map_err(|_| InvalidZone(name.chars().take(60).collect()))
    }
}

impl TryFrom<String> for Zone {
    type Error = InvalidZone;

    fn try_from(name: String) -> Result<Self, InvalidZone> {
        name.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

/// The name is no zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no IANA time zone such as `Europe/Berlin`")]
pub struct InvalidZone(String);

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
    /// Nothing is known; the time may be meant in any zone of the earth.
    Unknown,
}

/// What an [`EventTime`] means: an interval in UTC, and the wall clock to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    earliest: DateTime<Utc>,
    latest: DateTime<Utc>,
    local: NaiveDateTime,
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
        self.earliest + (self.latest - self.earliest) / 2
    }

    /// The wall clock at the event's place where its zone is known, else as the source told it.
    pub fn local(&self) -> NaiveDateTime {
        self.local
    }

    /// The day at the event's place where its zone is known, else as the source told it.
    pub fn day(&self) -> NaiveDate {
        self.local.date()
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
        let ahead = other.local - other.earliest.naive_utc();
        self.local.checked_add_signed(ahead).unwrap_or(self.local).date()
    }

    /// How far apart two intervals are; zero where they touch.
    pub fn gap(&self, other: &Self) -> TimeDelta {
        (self.earliest - other.latest).max(other.earliest - self.latest).max(TimeDelta::zero())
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
        let is_utc = matches!(*self, Self::Instant(time) if time.offset_seconds == 0) && place.len() != 1;
        let span = |earliest, latest, local, zone, precision| Span {
            earliest,
            latest,
            local,
            zone,
            precision,
            is_utc,
        };
        match *self {
            Self::Instant(time) => {
                let utc = time.utc();
                let local = match place {
                    [only] => {
                        let offset = only.offset_from_utc_datetime(&utc.naive_utc()).fix();
                        shift(utc.naive_utc(), offset.local_minus_utc()).naive_utc()
                    }
                    _ => time.local,
                };
                span(utc, utc, local, ZoneSource::Data, Precision::Instant)
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

/// The wall clock moved by some seconds and read as UTC; at the ends of the calendar, the end.
fn shift(local: NaiveDateTime, seconds: i32) -> DateTime<Utc> {
    let end = if seconds < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
    local.checked_add_signed(TimeDelta::seconds(seconds.into())).unwrap_or(end).and_utc()
}

/// Shows a span as people read it: wall clock to the minute, behind it `Z` where only UTC is known and `?` where its zone
/// is unknown; or the day.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local;
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
    fn text_form_tells_the_precision_and_reads_back() {
        for text in [
            "2026-11-21T17:20:00+01:00",
            "2026-11-21T17:20:00.250Z",
            "2026-11-21T17:20:05",
            "2026-11-21",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31",
        ] {
            assert_eq!(text.parse::<EventTime>().unwrap().to_string(), text);
        }
        for text in
            ["", "now", "2026", "+12026-01-01", "2026-02-30", "2026-11-21T25:00", "2026-11-21 und mehr"]
        {
            assert_eq!(text.parse::<EventTime>(), Err(InvalidTime), "{text}");
        }
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
