//! DPD's forms of time. None has an offset, and none names its zone: they stay wall clocks.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::model::{EventTime, Zone};

/// The zone of the countries that answer here. Belgium, Germany, Luxembourg, the Netherlands and Switzerland keep the
/// same clocks, so it makes no difference whose system wrote a time.
pub(super) const HOME: Zone = Zone::BERLIN;

/// A time of the parcel life cycle. Its form tells itself by its signs:
///
/// | form | sign | spoken in |
/// |---|---|---|
/// | `8/17/2021 7:11:26 PM` | `AM` or `PM`; then the month stands first | Belgium, Luxembourg, Netherlands |
/// | `20.01.2026, 12:23`, `20/01/2026, 12:23` | a comma; then the day stands first, on a 24-hour clock | Germany, Switzerland |
/// | `20.01.2026` | a dot and no comma | the same |
/// | `2026-01-20T12:23:23` | a dash | the tracking page |
pub(super) fn life_cycle(text: &str) -> Option<EventTime> {
    let text = text.trim();
    let half = text.get(text.len().saturating_sub(2)..)?;
    if half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm") {
        return local(text, "%m/%d/%Y %I:%M:%S %p");
    }
    if text.contains(',') {
        return local(text, if text.contains('/') { "%d/%m/%Y, %H:%M" } else { "%d.%m.%Y, %H:%M" });
    }
    if text.contains('-') {
        return text.parse().ok();
    }
    let day = NaiveDate::parse_from_str(text, "%d.%m.%Y").ok()?;
    is_ordinary(day).then_some(EventTime::Day(day))
}

/// A time of a scan file, `YYYYMMDDHHmmss`.
pub(super) fn scan(text: &str) -> Option<EventTime> {
    packed(text, "%Y%m%d%H%M%S")
}

/// A time of a push message, `ddMMyyyyHHmmss`.
pub(super) fn push(text: &str) -> Option<EventTime> {
    packed(text, "%d%m%Y%H%M%S")
}

fn packed(text: &str, form: &str) -> Option<EventTime> {
    let is_packed = text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit());
    if is_packed { local(text, form) } else { None }
}

fn local(text: &str, form: &str) -> Option<EventTime> {
    let time = NaiveDateTime::parse_from_str(text, form).ok()?;
    is_ordinary(time.date()).then_some(EventTime::Local(time))
}

/// Four-digit years only, so that the text form reads back.
fn is_ordinary(day: NaiveDate) -> bool {
    (1000..=9999).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(time: Option<EventTime>) -> String {
        time.map_or_else(|| "-".into(), |time| time.to_string())
    }

    #[test]
    fn the_twelve_hour_clock_keeps_its_afternoons() {
        for (text, wanted) in [
            ("8/17/2021 7:11:26 PM", "2021-08-17T19:11:26"),
            ("8/17/2021 7:11:26 AM", "2021-08-17T07:11:26"),
            ("08/17/2021 07:11:26 pm", "2021-08-17T19:11:26"),
            ("8/17/2021 12:05:00 AM", "2021-08-17T00:05:00"),
            ("8/17/2021 12:05:00 PM", "2021-08-17T12:05:00"),
            ("8/17/2021 19:11:26 PM", "-"),
            ("17/8/2021 7:11:26 PM", "-"),
        ] {
            assert_eq!(told(life_cycle(text)), wanted, "{text}");
        }
    }

    #[test]
    fn the_form_is_told_by_its_signs() {
        for (text, wanted) in [
            ("20.01.2026, 12:23", "2026-01-20T12:23:00"),
            ("02/01/2026, 12:23", "2026-01-02T12:23:00"),
            ("20.01.2026", "2026-01-20"),
            ("2026-01-20T12:23:23", "2026-01-20T12:23:23"),
            ("20.01.2026 12:23", "-"),
            ("1/2/2026", "-"),
            ("32.01.2026, 12:23", "-"),
            ("20.01.12026", "-"),
            ("yesterday", "-"),
            ("ü", "-"),
            ("", "-"),
        ] {
            assert_eq!(told(life_cycle(text)), wanted, "{text}");
        }
    }

    #[test]
    fn the_countries_that_answer_keep_the_same_clocks() {
        for name in ["Europe/Brussels", "Europe/Luxembourg", "Europe/Amsterdam", "Europe/Zurich"] {
            let zone: Zone = name.parse().unwrap();
            let first: NaiveDateTime = "2015-01-01T02:30:00".parse().unwrap();
            for time in first
                .date()
                .iter_days()
                .take(25 * 365)
                .map(|day| EventTime::Local(day.and_time(first.time())))
            {
                let (here, there) = (time.resolve(None, Some(HOME)), time.resolve(None, Some(zone)));
                assert_eq!(
                    (here.earliest(), here.latest()),
                    (there.earliest(), there.latest()),
                    "{name} {time}"
                );
            }
        }
    }

    #[test]
    fn packed_times_are_fourteen_digits() {
        assert_eq!(told(scan("20260120122323")), "2026-01-20T12:23:23");
        assert_eq!(told(push("20012026122323")), "2026-01-20T12:23:23");
        for odd in ["2026012012232", "202601201223230", "20261301122323", "2026-01-20T1223", "+2601201223230"]
        {
            assert_eq!((told(scan(odd)), told(push(odd))), ("-".into(), "-".into()), "{odd}");
        }
    }
}
