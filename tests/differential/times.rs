//! Times as vendors write them, in the crate's text form: `2026-11-21T17:20:00+01:00`, `2026-11-21T17:20:00` or `2026-11-21`.
//!
//! What no document spells so, but somebody may read (`2026-1-2`, blanks within), is [`Clock::Odd`].

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::reading::{Clock, Estimated, Window};

/// ISO 8601 as all vendors use it: a day, a clock with or without seconds and their fraction, an offset or none.
pub(crate) fn iso(text: &str) -> Option<Clock> {
    let text = text.trim();
    let is_dated = text.len() >= 10 && fits(text.get(..5)?, "0000-");
    let odd = Some(Clock::Odd)
        .filter(|_| text.get(..5).is_some_and(|year| fits(year, "0000-")) && text.len() <= 40);
    if !is_dated || !fits(text.get(..10)?, "0000-00-00") {
        return odd;
    }
    let (day, rest) = text.split_at(10);
    let day = day.parse::<NaiveDate>().ok()?;
    let Some(clock) = rest.strip_prefix('T') else {
        return if rest.is_empty() { Some(Clock::At(day.to_string())) } else { odd };
    };
    let (clock, zone) = clock.split_at(clock.find(['Z', '+', '-']).unwrap_or(clock.len()));
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let has_seconds = fits(clock, "00:00:00");
    let is_clock = has_seconds || fits(clock, "00:00") && fraction == "0";
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit());
    let is_zone = ["", "Z"].contains(&zone) || ["+00:00", "-00:00"].iter().any(|shape| fits(zone, shape));
    // No document has minutes with an offset. A leap second, too, is read in more than one way.
    let is_odd = !has_seconds && !zone.is_empty() || clock.ends_with(":60");
    if !is_clock || !is_fraction || !is_zone || is_odd {
        return odd;
    }
    let clock = if has_seconds { clock.to_owned() } else { format!("{clock}:00") };
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    let time = NaiveTime::parse_from_str(&clock, "%H:%M:%S").ok()?.with_nanosecond(nanoseconds)?;
    let (hours, minutes) =
        zone.get(1..).filter(|zone| !zone.is_empty()).unwrap_or("00:00").split_once(':')?;
    let (hours, minutes) = (hours.parse::<u32>().ok()?, minutes.parse::<u32>().ok()?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let zone = match zone {
        "" => "",
        _ if hours == 0 && minutes == 0 => "Z",
        zone => zone,
    };
    Some(Clock::At(format!("{day}T{}{zone}", clock_of(time))))
}

/// The hours, minutes and seconds with as many digits of a fraction as it needs: none, three, six or nine.
fn clock_of(time: NaiveTime) -> String {
    time.format("%H:%M:%S%.f").to_string()
}

/// Whether a text has the shape of another, in which `0` stands for any digit.
pub(crate) fn fits(text: &str, shape: &str) -> bool {
    let digits = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c });
    digits.eq(shape.chars())
}

/// A wall clock in the crate's form.
pub(crate) fn wall(time: NaiveDateTime) -> Clock {
    Clock::At(format!("{}T{}", time.date(), clock_of(time.time())))
}

/// A form of fixed width as `chrono` names it: `shape` tells its digits. A text made of the same signs that has another
/// shape is odd.
pub(crate) fn fixed(text: &str, shape: &str, form: &str) -> Option<Clock> {
    if fits(text, shape) {
        let time = NaiveDateTime::parse_from_str(text, form).ok();
        // No document has leap seconds.
        return time.filter(|time| time.nanosecond() == 0).map(wall);
    }
    let is_like = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-".contains(c) || shape.contains(c);
    Some(Clock::Odd).filter(|_| !text.is_empty() && text.chars().all(is_like))
}

/// The end of a window or its whole, as the texts tell it; odd spellings are not compared.
pub(crate) fn window(from: Option<Clock>, to: Option<Clock>) -> Estimated {
    let text = |clock: Option<Clock>| match clock {
        None => Ok(None),
        Some(Clock::At(text)) => Ok(Some(text)),
        Some(Clock::Odd) => Err(()),
    };
    match (text(from), text(to)) {
        (Ok(from), Ok(Some(to))) => Some((from, to)).into(),
        (Ok(_), Ok(None)) => None::<Window>.into(),
        _ => Estimated::Any,
    }
}
