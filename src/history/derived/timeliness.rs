//! How the parcel stands to what was promised first.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use super::estimates::Told;
use super::{Basis, Journey, before, first_seen, minutes_between};
use crate::model::{Delay, DelayBasis, Precision, Span, Status, Timeliness};

/// Timeliness, and the delay where there is one.
pub(super) fn timeliness(
    basis: &Basis<'_, '_>,
    journey: &Journey,
    first_promise: Option<&Told<'_>>,
    estimate: Option<&Told<'_>>,
) -> (Timeliness, Option<Delay>) {
    let has_left_the_way = basis.is_returning()
        || matches!(basis.status(), Status::Cancelled | Status::Failed | Status::Returned);
    let Some(promise) = first_promise.filter(|_| !has_left_the_way) else {
        return (Timeliness::Unknown, None);
    };
    let promised = Promised::of(basis, promise);
    let delay = |minutes, basis| Some(Delay { minutes, basis, promise: promise.estimate.clone() });
    if let Some(arrival) = Arrival::of(basis, journey) {
        let timeliness = promised.kept_by(&arrival);
        return match timeliness {
            Timeliness::Late { minutes } => (timeliness, delay(minutes, DelayBasis::Arrived)),
            _ => (timeliness, None),
        };
    }
    let expected = estimate.map(|told| told.end.latest());
    let minutes = minutes_between(promised.ends, expected.map_or(basis.at, |end| end.max(basis.at)));
    let early =
        estimate.filter(|told| told.end.latest() >= basis.at).map(|told| promised.minutes_early(&told.end));
    match early {
        _ if minutes > 0 && basis.at > promised.ends => {
            (Timeliness::Late { minutes }, delay(minutes, DelayBasis::Overdue))
        }
        _ if minutes > 0 => (Timeliness::AtRisk, delay(minutes, DelayBasis::Estimate)),
        _ if promised.is_at_risk(basis) => (Timeliness::AtRisk, None),
        Some(minutes) if minutes > 0 => (Timeliness::Early { minutes }, None),
        _ => (Timeliness::OnTime, None),
    }
}

/// When a parcel arrived, as far as that is known.
struct Arrival {
    span: Span,
    latest: DateTime<Utc>,
    is_vague: bool,
}

impl Arrival {
    fn of(basis: &Basis<'_, '_>, journey: &Journey) -> Option<Self> {
        let arrived = journey.arrived?;
        let entry = basis.entries.get(arrived)?;
        // A summary without time tells that the parcel has arrived, not when; it had when this was first told.
        let is_vague = basis.delivery_time_is_borrowed && basis.run.delivered_by == Some(arrived);
        let told = first_seen(entry).filter(|_| is_vague);
        let latest = entry.span.latest();
        Some(Self { span: entry.span, latest: told.map_or(latest, |told| told.max(latest)), is_vague })
    }
}

/// What was promised, as moments.
struct Promised {
    begins: DateTime<Utc>,
    ends: DateTime<Utc>,
    end: Span,
}

impl Promised {
    fn of(basis: &Basis<'_, '_>, promise: &Told<'_>) -> Self {
        let end = promise.end;
        let begins = match &promise.estimate.from {
            Some(from) => basis.span(from).earliest(),
            None => beginning_of_day(&end),
        };
        Self { begins, ends: end.latest(), end }
    }

    fn kept_by(&self, arrival: &Arrival) -> Timeliness {
        let (late, early) = (self.minutes_late(&arrival.span), self.minutes_early(&arrival.span));
        match () {
            () if late > 0 => Timeliness::Late { minutes: late },
            () if early > 0 && !arrival.is_vague => Timeliness::Early { minutes: early },
            () if arrival.is_vague && arrival.latest > self.ends => Timeliness::Unknown,
            () => Timeliness::OnTime,
        }
    }

    /// Minutes from the promised end to the middle of a time all of which lies behind it; else 0.
    fn minutes_late(&self, span: &Span) -> i64 {
        if span.earliest() < self.ends { 0 } else { minutes_between(self.ends, span.middle()) }
    }

    /// Minutes from the middle of a time to the promised beginning if all of it lies before that; else 0.
    fn minutes_early(&self, span: &Span) -> i64 {
        if span.latest() > self.begins { 0 } else { minutes_between(span.middle(), self.begins) }
    }

    /// Whether a promise that is not over yet is not likely to be kept, as far as the parcel's own state tells.
    fn is_at_risk(&self, basis: &Basis<'_, '_>) -> bool {
        let is_the_day = basis.at >= beginning_of_day(&self.end);
        match basis.status() {
            Status::Exception => true,
            Status::AttemptFailed => is_the_day,
            Status::OutForDelivery => false,
            // Tours leave in the morning.
            _ => basis.at >= noon(&self.end).min(before(self.ends, TimeDelta::hours(2))),
        }
    }
}

fn time_of_day(span: &Span) -> TimeDelta {
    TimeDelta::seconds(span.local().num_seconds_from_midnight().into())
}

/// The first moment that the beginning of a time's day can mean.
fn beginning_of_day(span: &Span) -> DateTime<Utc> {
    before(span.earliest(), time_of_day(span))
}

/// The last moment that the noon of a time's day can mean.
fn noon(span: &Span) -> DateTime<Utc> {
    let since_noon = match span.precision() {
        // It ends with the day.
        Precision::Day => TimeDelta::hours(12),
        Precision::Instant | Precision::Local => time_of_day(span) - TimeDelta::hours(12),
    };
    before(span.latest(), since_noon)
}
