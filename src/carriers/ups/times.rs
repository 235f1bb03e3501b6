//! Dates and times in the forms of UPS's contracts: `YYYYMMDD`, `HHMMSS`, and offsets as `-05:00` or `-04.00`.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::part::Text;
use super::super::path::Path;
use crate::digits::{self, number, pairs};
use crate::model::{EventTime, Note, NoteKind};

/// The times of one event, as told, with the names of their fields and where these stand.
pub(super) struct Stamp<'a> {
    pub(super) path: &'a Path<'a>,
    pub(super) local: [(&'a str, &'a Text<'a>); 2],
    pub(super) gmt: [(&'a str, &'a Text<'a>); 2],
    pub(super) offset: &'a Text<'a>,
}

impl Stamp<'_> {
    /// When it happened: the moment, where Greenwich's time is told, else the wall clock at its place without an offset,
    /// or the day alone. What cannot be read is noted.
    ///
    /// Where Greenwich's time comes without the offset, both clocks together tell it.
    pub(super) fn read(&self, notes: &mut Vec<Note>) -> Option<EventTime> {
        let gmt = self.clock(&self.gmt, notes).and_then(Clock::whole);
        let told = self.offset.read(&self.path.field("gmtOffset"), notes);
        let offset = told.and_then(offset);
        if told.is_some() && offset.is_none() {
            Note::add(notes, NoteKind::Unreadable, &self.path.field("gmtOffset"));
        }
        let local = self.clock(&self.local, notes);
        let moment = gmt.and_then(|gmt| {
            let between = || between(gmt, local?.whole()?);
            moment(gmt, offset.or_else(between).or_else(|| FixedOffset::east_opt(0))?)
        });
        moment.or_else(|| local.map(Clock::time))
    }

    fn clock(&self, fields: &[(&str, &Text); 2], notes: &mut Vec<Note>) -> Option<Clock> {
        let [(date_name, day), (time_name, time)] = fields;
        let day = read(day, &self.path.field(date_name), notes, date);
        let time = read(time, &self.path.field(time_name), notes, time_of_day);
        Some(Clock { day: day?, time })
    }
}

/// A wall clock, or a day of which no time is told.
#[derive(Clone, Copy)]
struct Clock {
    day: NaiveDate,
    time: Option<NaiveTime>,
}

impl Clock {
    fn whole(self) -> Option<NaiveDateTime> {
        self.time.map(|time| self.day.and_time(time))
    }

    fn time(self) -> EventTime {
        self.whole().map_or(EventTime::Day(self.day), EventTime::Local)
    }
}

/// Reads a text; what is there and cannot be read is noted.
pub(super) fn read<T>(
    text: &Text,
    path: &Path<'_>,
    notes: &mut Vec<Note>,
    form: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let text = text.read(path, notes)?;
    let read = form(text);
    if read.is_none() {
        Note::add(notes, NoteKind::Unreadable, path);
    }
    read
}

/// `20261121`.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    digits::day(text.as_bytes().try_into().ok()?).filter(|day| day.year() > 0)
}

/// `091519`. The contract's own example leaves out zeros in front, and recordings have colons.
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let [_, hour, minute, second] = match *text.as_bytes() {
        [h1, h2, m1, m2, s1, s2] | [h1, h2, b':', m1, m2, b':', s1, s2] => {
            pairs([b'0', b'0', h1, h2, m1, m2, s1, s2])
        }
        [h, b':', m1, m2, b':', s1, s2] => pairs([b'0', b'0', b'0', h, m1, m2, s1, s2]),
        ref short if short.len() < 6 => {
            number(short).map(|number| [0, number / 10_000, number / 100 % 100, number % 100])
        }
        _ => None,
    }?;
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// `-05:00`, or `-04.00` in messages.
fn offset(text: &str) -> Option<FixedOffset> {
    let &[sign @ (b'+' | b'-'), h1, h2, b':' | b'.', m1, m2] = text.as_bytes() else { return None };
    let (hours, minutes) = (number(&[h1, h2])?, number(&[m1, m2])?);
    let seconds = i32::try_from((hours * 60 + minutes) * 60).ok()?;
    let ahead = if sign == b'-' { -seconds } else { seconds };
    FixedOffset::east_opt(ahead).filter(|_| hours <= 14 && minutes < 60)
}

/// The offset of a local time from Greenwich's, if it can be one: whole quarters of an hour, as all zones have.
fn between(gmt: NaiveDateTime, local: NaiveDateTime) -> Option<FixedOffset> {
    let ahead = local - gmt;
    let is_offset = ahead.num_seconds() % (15 * 60) == 0 && ahead.abs() <= TimeDelta::hours(14);
    FixedOffset::east_opt(i32::try_from(ahead.num_seconds()).ok()?).filter(|_| is_offset)
}

fn moment(gmt: NaiveDateTime, offset: FixedOffset) -> Option<EventTime> {
    let local = gmt.checked_add_offset(offset)?;
    // A year of other than four digits has no text form.
    (1..=9999).contains(&local.year()).then(|| EventTime::at(local, offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::shape_of;
    use crate::carriers::ups::wire::Activity;

    fn read(json: &str) -> (Option<String>, Vec<String>) {
        let activity: Activity = shape_of(json).unwrap();
        let stamp = Stamp {
            path: &Path::of("a"),
            local: [("date", &activity.date), ("time", &activity.time)],
            gmt: [("gmtDate", &activity.gmt_date), ("gmtTime", &activity.gmt_time)],
            offset: &activity.gmt_offset,
        };
        let mut notes = Vec::new();
        let time = stamp.read(&mut notes).map(|time| time.to_string());
        (time, notes.into_iter().map(|note| note.detail).collect())
    }

    fn time(json: &str) -> String {
        let (time, notes) = read(json);
        assert!(notes.is_empty(), "{notes:?}");
        time.unwrap()
    }

    #[test]
    fn a_moment_is_told_by_greenwichs_time() {
        let both = r#""date":"20260210","time":"154207","gmtDate":"20260210","gmtTime":"204207""#;
        assert_eq!(time(&format!(r#"{{{both},"gmtOffset":"-05:00"}}"#)), "2026-02-10T15:42:07-05:00");
        assert_eq!(time(&format!(r#"{{{both},"gmtOffset":"-05.00"}}"#)), "2026-02-10T15:42:07-05:00");
        // Both clocks together tell the offset.
        assert_eq!(time(&format!("{{{both}}}")), "2026-02-10T15:42:07-05:00");
        assert_eq!(time(r#"{"gmtDate":"20260210","gmtTime":"20:42:07"}"#), "2026-02-10T20:42:07Z");
        assert_eq!(
            time(r#"{"gmtDate":"20260210","gmtTime":"74700","gmtOffset":"+05:30"}"#),
            "2026-02-10T13:17:00+05:30"
        );
        assert_eq!(time(r#"{"date":"20260210","time":"7:47:00"}"#), "2026-02-10T07:47:00");
        // Clocks that no zone has apart.
        let odd = r#"{"date":"20260210","time":"154208","gmtDate":"20260210","gmtTime":"204207"}"#;
        assert_eq!(time(odd), "2026-02-10T20:42:07Z");
    }

    #[test]
    fn a_local_time_gets_no_zone() {
        assert_eq!(time(r#"{"date":"20260210","time":"154207"}"#), "2026-02-10T15:42:07");
        assert_eq!(
            time(r#"{"date":"20260210","time":"154207","gmtOffset":"-05:00"}"#),
            "2026-02-10T15:42:07"
        );
        assert_eq!(time(r#"{"date":"20260210","time":""}"#), "2026-02-10");
        let (told, notes) =
            read(r#"{"date":"20260210","time":"154207","gmtDate":"20260230","gmtTime":"204207"}"#);
        assert_eq!((told.as_deref(), notes), (Some("2026-02-10T15:42:07"), vec!["a.gmtDate".to_owned()]));
    }

    #[test]
    fn zeros_in_front_may_be_missing() {
        for (text, wanted) in [
            ("0", "00:00:00"),
            ("59", "00:00:59"),
            ("500", "00:05:00"),
            ("4700", "00:47:00"),
            ("74700", "07:47:00"),
        ] {
            assert_eq!(time_of_day(text).map(|time| time.to_string()).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn other_forms_are_no_times() {
        for text in ["", "2026-02-10", "00000210", "20260229", "2026021", "+2026021", "20261301"] {
            assert_eq!(date(text), None, "{text}");
        }
        for text in [
            "", "60", "6000", "96000", "240000", "096000", "1:2", "1:2:3", "15:4:207", "154:2:07", "15:42",
            "+91519", "0915199", "noon",
        ] {
            assert_eq!(time_of_day(text), None, "{text}");
        }
        for text in ["", "05:00", "-5:00", "-0500", "-15:00", "-04,00", "-04:60", "+a0:00"] {
            assert_eq!(offset(text), None, "{text}");
        }
        assert_eq!(read("{}"), (None, vec![]));
        assert_eq!(read(r#"{"date":"soon"}"#), (None, vec!["a.date".to_owned()]));
        // Beyond the calendar that a report can write.
        assert_eq!(read(r#"{"gmtDate":"99991231","gmtTime":"235959","gmtOffset":"+05:00"}"#).0, None);
    }
}
