//! The order of what a vendor lists.

use chrono::NaiveDateTime;

use crate::model::EventTime;

/// Sorts by time. Entries of one time keep the vendor's order, which is oldest first or newest first: most contracts do
/// not say, so the list's own times tell.
pub(super) fn oldest_first<T, K: Ord>(list: &mut [T], time: impl Fn(&T) -> K) {
    let (mut up, mut down) = (0, 0);
    let mut times = list.iter().map(&time);
    let mut one = times.next();
    for next in times {
        if let Some(one) = &one {
            up += usize::from(*one < next);
            down += usize::from(*one > next);
        }
        one = Some(next);
    }
    if down > up {
        list.reverse();
    }
    // Most lists stand in order, this way or that.
    if up > 0 && down > 0 {
        list.sort_by_cached_key(time);
    }
}

/// The clock on the wall where it happened; of a day, its beginning.
pub(super) fn wall_clock(time: EventTime) -> NaiveDateTime {
    match time {
        EventTime::Instant(time) => time.local(),
        EventTime::Local(local) => local,
        EventTime::Day(day) => day.into(),
    }
}

/// The clock in UTC, as which a time without offset is read.
pub(super) fn utc_clock(time: EventTime) -> NaiveDateTime {
    match time {
        EventTime::Instant(time) => time.utc().naive_utc(),
        time => wall_clock(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_times_follow_the_way_in_which_the_list_stands() {
        let sorted = |told: &str| {
            let mut told: Vec<&str> = told.split(' ').collect();
            oldest_first(&mut told, |text| text.as_bytes()[0]);
            told.join(" ")
        };
        assert_eq!(sorted("1a 2a 2b 3a"), "1a 2a 2b 3a");
        assert_eq!(sorted("3a 2b 2a 1a"), "1a 2a 2b 3a");
        // One entry out of line turns nothing round.
        assert_eq!(sorted("3a 1a 2a 2b 3b"), "1a 2a 2b 3a 3b");
        assert_eq!(sorted("2a 2b"), "2a 2b");
    }

    #[test]
    fn clocks_are_read_off_every_form_of_time() {
        let clocks = |text: &str| {
            let time = text.parse().unwrap();
            [wall_clock, utc_clock].map(|clock| clock(time).to_string())
        };
        assert_eq!(clocks("2026-11-21T00:30:00+01:00"), ["2026-11-21 00:30:00", "2026-11-20 23:30:00"]);
        assert_eq!(clocks("2026-11-21T00:30:00"), ["2026-11-21 00:30:00"; 2]);
        assert_eq!(clocks("2026-11-21"), ["2026-11-21 00:00:00"; 2]);
    }
}
