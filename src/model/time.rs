//! When something happened, exactly as precisely as a source says it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::text_form::text_form;
use crate::digits::{self, number, pairs};

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
    pub(super) local: NaiveDateTime,
    pub(super) offset_seconds: i32,
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

impl EventTime {
    /// What a wall clock shows that is ahead of UTC by an offset.
    pub(crate) const fn at(local: NaiveDateTime, offset: FixedOffset) -> Self {
        Self::Instant(ZonedTime { local, offset_seconds: offset.local_minus_utc() })
    }
}

impl From<DateTime<FixedOffset>> for EventTime {
    fn from(time: DateTime<FixedOffset>) -> Self {
        Self::at(time.naive_local(), *time.offset())
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
        usual(text.as_bytes()).map_or_else(|| by_chrono(text.trim()), Ok)
    }
}

/// Reads any form.
fn by_chrono(text: &str) -> Result<EventTime, InvalidTime> {
    // Four-digit years only, so that no later arithmetic leaves the calendar.
    let bytes = text.as_bytes();
    if bytes.len() > 40 || bytes.get(4) != Some(&b'-') || !bytes.iter().take(4).all(u8::is_ascii_digit) {
        return Err(InvalidTime);
    }
    let zoned =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"));
    if let Ok(time) = zoned {
        return Ok(time.into());
    }
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(EventTime::Local)
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(EventTime::Day))
        .ok_or(InvalidTime)
}

/// Reads the forms that nearly all sources write: `2026-11-21`, and `2026-11-21T17:20:00` with or without fraction and
/// offset. Parsers that know other forms, too, take ten times as long.
fn usual(text: &[u8]) -> Option<EventTime> {
    let (date, clock) = text.split_at_checked(10)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else { return None };
    let day = digits::day([y1, y2, y3, y4, m1, m2, d1, d2])?;
    if clock.is_empty() {
        return Some(EventTime::Day(day));
    }
    let (seconds, rest) = clock.split_at_checked(9)?;
    let &[b'T', h1, h2, b':', m1, m2, b':', s1, s2] = seconds else { return None };
    let [_, hour, minute, second] = pairs([b'0', b'0', h1, h2, m1, m2, s1, s2])?;
    let local = day.and_hms_opt(hour, minute, second)?;
    if rest.is_empty() {
        return Some(EventTime::Local(local));
    }
    let (nanos, rest) = fraction(rest)?;
    let local = local.with_nanosecond(nanos)?;
    let offset_seconds = match *rest {
        [] => return Some(EventTime::Local(local)),
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
            let seconds = i32::try_from((hours * 60 + minutes) * 60).ok()?;
            // Others are for the whole parser to judge.
            (hours < 15 && minutes < 60).then_some(if sign == b'-' { -seconds } else { seconds })?
        }
        _ => return None,
    };
    Some(EventTime::Instant(ZonedTime { local, offset_seconds }))
}

/// Reads a fraction of a second as nanoseconds, 0 where there is none, and gives what follows it.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b'.', text @ ..] = text else { return Some((0, text)) };
    let (digits, rest) = text.split_at(text.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let places = u32::try_from(digits.len()).ok()?;
    Some((number(digits)? * 10_u32.pow(9_u32.checked_sub(places)?), rest))
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

text_form! {
    EventTime, InvalidTime;
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
pub struct Zone(pub(super) Tz);

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
    /// The zone of the Netherlands, in which DHL eCommerce writes there.
    pub const AMSTERDAM: Self = Self(Tz::Europe__Amsterdam);

    /// Germany's zone, in which DHL Paket, Deutsche Post, DPD and Hermes write.
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

/// The wall clock moved by some seconds and read as UTC; at the ends of the calendar, the end.
pub(super) fn shift(local: NaiveDateTime, seconds: i32) -> DateTime<Utc> {
    let end = if seconds < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
    local.checked_add_signed(TimeDelta::seconds(seconds.into())).unwrap_or(end).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(usual(text.as_bytes()).is_some(), "{text}");
        }
        for text in
            ["", "now", "2026", "+12026-01-01", "2026-02-30", "2026-11-21T25:00", "2026-11-21 und mehr"]
        {
            assert_eq!(text.parse::<EventTime>(), Err(InvalidTime), "{text}");
        }
    }

    proptest::proptest! {
        /// What is read the short way reads the same the long way.
        #[test]
        fn the_usual_forms_are_no_other_language(
            text in "[0-9]{4}-[0-3][0-9]-[0-3][0-9](T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,10})?(Z|[+-][0-2][0-9]:[0-6][0-9])?)?"
        ) {
            if let Some(time) = usual(text.as_bytes()) {
                proptest::prop_assert_eq!(Ok(time), by_chrono(&text), "{}", text);
            }
        }
    }
}
