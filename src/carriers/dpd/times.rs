//! DPD's forms of time. None has an offset, and none names its zone: they stay wall clocks.

use chrono::NaiveDate;

use crate::digits;
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
    let is_afternoon = half.eq_ignore_ascii_case("pm");
    if is_afternoon || half.eq_ignore_ascii_case("am") {
        let (day, clock) = text.get(..text.len() - 2)?.trim_end().split_once(' ')?;
        let ([month, day, year], [hour, minute, second]) = (numbers(day, '/')?, numbers(clock, ':')?);
        let hour =
            if (1..=12).contains(&hour) { hour % 12 + 12 * u32::from(is_afternoon) } else { return None };
        return local([year, month, day], [hour, minute, second]);
    }
    if let Some((day, clock)) = text.split_once(", ") {
        let [day, month, year] = numbers(day, if day.contains('/') { '/' } else { '.' })?;
        let [hour, minute] = numbers(clock, ':')?;
        return local([year, month, day], [hour, minute, 0]);
    }
    if text.contains('-') {
        return text.parse().ok();
    }
    let [day, month, year] = numbers(text, '.')?;
    self::day([year, month, day]).map(EventTime::Day)
}

/// A time of a scan file, `YYYYMMDDHHmmss`.
pub(super) fn scan(text: &str) -> Option<EventTime> {
    let [year, month, day, hour, minute, second] = packed(text, [4, 2, 2, 2, 2, 2])?;
    local([year, month, day], [hour, minute, second])
}

/// A time of a push message, `ddMMyyyyHHmmss`.
pub(super) fn push(text: &str) -> Option<EventTime> {
    let [day, month, year, hour, minute, second] = packed(text, [2, 2, 4, 2, 2, 2])?;
    local([year, month, day], [hour, minute, second])
}

/// Numbers of as many digits as told, and no more.
fn packed<const N: usize>(mut text: &str, lengths: [usize; N]) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let (digits, rest) = text.split_at_checked(length)?;
        *number = self::number(digits)?;
        text = rest;
    }
    text.is_empty().then_some(numbers)
}

/// Just as many numbers, with a sign between them.
fn numbers<const N: usize>(text: &str, sign: char) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(sign);
    for number in &mut numbers {
        *number = self::number(parts.next()?)?;
    }
    parts.next().is_none().then_some(numbers)
}

/// A number of one to four digits.
fn number(text: &str) -> Option<u32> {
    digits::number(text.as_bytes()).filter(|_| text.len() <= 4)
}

fn local(day: [u32; 3], [hour, minute, second]: [u32; 3]) -> Option<EventTime> {
    self::day(day)?.and_hms_opt(hour, minute, second).map(EventTime::Local)
}

/// A day of an ordinary year: of four digits, so that its text form reads back.
fn day([year, month, day]: [u32; 3]) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| *year >= 1000)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

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
