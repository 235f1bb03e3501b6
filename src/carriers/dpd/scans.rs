//! What scan files and the tracking page have in common: depots' scans with their codes.

use std::iter;

use super::codes::{self, Says};
use super::parts;
use crate::model::state::in_transit;
use crate::model::{Event, EventTime, Note, Status};

use crate::carriers::order::wall_clock;

/// What a driver's return to the depot is called, and what tells of the failed attempt before it.
const RETURNS: &[(&str, &[&str])] = &[("04", &["14"]), ("DLR", &["DEN", "DEX"])];

/// The event of a scan. Its code is the scan's, and behind each `+` an additional code of three digits: those tell the
/// reason, but DPD publishes no list of them.
pub(super) fn event(time: EventTime, code: &str, additional: &[&str], notes: &mut Vec<Note>) -> Event {
    // Spreadsheets and JSON lose the zero in front.
    let padded = if code.len() == 1 { format!("0{code}") } else { code.to_owned() };
    let mut event = parts::event(time, &padded, says(&padded), "scan", notes);
    let additional = additional.iter().copied().filter(|extra| is_additional(extra));
    event.code = event.code.map(|code| {
        let parts = additional.flat_map(|extra| ["+", extra]);
        iter::once(code.as_str()).chain(parts).collect()
    });
    event
}

fn says(code: &str) -> Option<&'static Says> {
    codes::find(codes::SCANS, code).or_else(|| codes::find_geo(code)).map(|row| &row.says)
}

fn is_additional(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit())
}

/// Orders the scans of one parcel and settles what a scan says only together with others: a driver's return is a failed
/// attempt unless a scan of the same day told of it; delivered in a shop is collected; and some services bring back.
pub(super) fn settle(events: &mut [Event], services: &[&str]) {
    events.sort_by_key(|event| wall_clock(event.time));
    let scans: Vec<(String, chrono::NaiveDate)> = events
        .iter()
        .map(|event| (base(event).unwrap_or_default().to_owned(), wall_clock(event.time).date()))
        .collect();
    for (event, (code, day)) in events.iter_mut().zip(&scans) {
        let Some((_, attempts)) = RETURNS.iter().find(|(known, _)| known == code) else { continue };
        let is_told = scans.iter().any(|(other, on)| on == day && attempts.contains(&other.as_str()));
        event.meaning =
            if is_told { in_transit::DELIVERY_DEPOT_IN.into() } else { Status::AttemptFailed.into() };
    }
    parts::collect(events, services);
    parts::turn(events, services);
}

/// A scan's code without the additional ones.
fn base(event: &Event) -> Option<&str> {
    event.code.as_deref().and_then(|code| code.split('+').next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Leg;

    fn settled(scans: &[(&str, &str)], services: &[&str]) -> Vec<String> {
        let mut notes = Vec::new();
        let mut events: Vec<Event> = scans
            .iter()
            .map(|(time, code)| event(time.parse().unwrap(), code, &["068", "12"], &mut notes))
            .collect();
        settle(&mut events, services);
        events
            .iter()
            .map(|event| format!("{} {}", event.code.as_deref().unwrap_or("-"), event.meaning))
            .collect()
    }

    #[test]
    fn a_return_to_the_depot_is_an_attempt_unless_one_was_told_that_day() {
        let told = settled(
            &[
                ("2026-01-20T18:00:00", "04"),
                ("2026-01-20T12:00:00", "14"),
                ("2026-01-21T18:00:00", "04"),
                ("2026-01-22T18:00:00", "DLR"),
            ],
            &[],
        );
        assert_eq!(
            told,
            [
                "14+068 attempt_failed",
                "04+068 in_transit.delivery_depot_in",
                "04+068 attempt_failed",
                "DLR+068 attempt_failed",
            ]
        );
        let told = settled(&[("2026-01-20T12:00:00", "DEX"), ("2026-01-20T18:00:00", "DLR")], &[]);
        assert_eq!(told[1], "DLR+068 in_transit.delivery_depot_in");
    }

    #[test]
    fn a_shop_is_where_it_is_collected_and_a_return_comes_back() {
        let scans = [("2026-01-20T12:00:00", "23"), ("2026-01-20T18:00:00", "13")];
        assert_eq!(settled(&scans, &[])[1], "13+068 delivered.collected");
        assert_eq!(settled(&scans[1..], &["337"]), ["13+068 delivered.collected"]);
        let mut events = vec![event("2026-01-20T18:00:00".parse().unwrap(), "13", &[], &mut Vec::new())];
        settle(&mut events, &["332"]);
        assert_eq!((events[0].leg.as_ref(), events[0].code.as_deref()), (Some(&Leg::Return), Some("13")));
    }

    #[test]
    fn a_lost_zero_is_put_back_and_odd_codes_are_noted() {
        let mut notes = Vec::new();
        let time = || "2026-01-20T12:00:00".parse().unwrap();
        assert_eq!(event(time(), "3", &[], &mut notes).code.as_deref(), Some("03"));
        assert_eq!(event(time(), "77", &["1234"], &mut notes).code.as_deref(), Some("77"));
        assert_eq!(event(time(), "50667", &["068"], &mut notes).code, None);
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["scan 77", "scan a text that is no code"]);
    }
}
