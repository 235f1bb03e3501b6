//! The clock by which a source writes, where it does not say so or is wrong about it.

use chrono::{DateTime, NaiveDateTime, TimeDelta};

use super::events::{Told, micros};
use crate::model::{EventTime, Location, Span, Status};

/// How far ahead of our clock a scan may lie before it is taken for an announcement, in microseconds.
pub(super) const FUTURE: i64 = 15 * 60 * 1_000_000;

/// The clock by which a source writes, as far as it had to be found out.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    pub(super) scans: Option<Ahead>,
    /// Where it is not known for scans; announcements may come from elsewhere.
    pub(super) announcements: Option<Ahead>,
}

/// How far a clock is ahead of UTC, in microseconds: what was found at each shared scan, by the scan's wall clock.
#[derive(Debug, Clone)]
pub(super) struct Ahead(pub(super) Vec<(i64, i64)>);

impl Clock {
    /// What the time of an event means, if that had to be found out.
    pub(super) fn read(&self, told: &Told) -> Option<Span> {
        let ahead = match told.kind.status {
            Some(Status::InfoReceived) => self.scans.as_ref().or(self.announcements.as_ref())?,
            _ => self.scans.as_ref()?,
        };
        let wall = wall_clock(told)?;
        let by_distance = |(at, _): &&(i64, i64)| at.abs_diff(wall);
        let (_, nearest) = ahead.0.iter().min_by_key(by_distance)?;
        let legal = local_offsets(wall - nearest, told.event.location.as_ref());
        let ahead = match legal.as_slice() {
            [only] if ahead.0.iter().any(|(_, found)| found != nearest) => only,
            _ => nearest,
        };
        // What has been told has happened.
        let has_happened = |ahead: &&i64| wall - **ahead <= told.first_micros + FUTURE;
        let by_size = |a: &&i64| a.abs_diff(*ahead);
        let ahead =
            Some(ahead).filter(has_happened).or(legal.iter().filter(has_happened).min_by_key(by_size))?;
        Some(told.span.by_clock(TimeDelta::microseconds(*ahead)))
    }

    pub(super) fn is_found(&self) -> bool {
        self.scans.is_some() || self.announcements.is_some()
    }
}

/// The wall clock of an event, read as UTC, in microseconds; none where only the day is told.
pub(super) fn wall_clock(told: &Told) -> Option<i64> {
    let micros = |local: NaiveDateTime| micros(local.and_utc());
    match told.event.time {
        EventTime::Instant(time) => Some(micros(time.local())),
        EventTime::Local(local) => Some(micros(local)),
        EventTime::Day(_) => None,
    }
}

/// How far the clocks of a place are ahead of UTC at a time, in microseconds.
pub(super) fn local_offsets(utc: i64, place: Option<&Location>) -> Vec<i64> {
    let utc = DateTime::from_timestamp_micros(utc).unwrap_or_default();
    let mut found: Vec<i64> = place
        .into_iter()
        .flat_map(|place| place.offsets_at(utc))
        .map(|seconds| seconds * 1_000_000)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
