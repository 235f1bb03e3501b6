//! How badly sources tell what happened.

/// What sources get wrong, and how often. Fields without another unit are probabilities between 0 and 1.
///
/// "Weak" sources are marketplaces and aggregators: they repeat what a carrier told them. A carrier's own clock and its
/// scans of deliveries, attempts, problems and returns are good at every level, as they are in life.
///
/// ```
/// use parceltrack::sandbox::{Noise, Scenario};
///
/// let late = Noise { late: 1.0, late_hours: 24, ..Noise::CLEAN };
/// let journey = Scenario::Plain.journey_with(7, &late);
/// assert!(journey.observations().len() > 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// A weak source leaves a scan out.
    pub left_out: f64,
    /// A carrier leaves a scan between two facilities out.
    pub left_out_by_carrier: f64,
    /// A source hears of a scan late.
    pub late: f64,
    /// How late at most, in hours; a carrier is late by a quarter of it.
    pub late_hours: u32,
    /// A source writes wall clocks without an offset.
    pub local: f64,
    /// Of weak sources that do, one does not say in which zone.
    pub zoneless: f64,
    /// A weak source tells days only.
    pub day_only: f64,
    /// A weak source writes wall clocks with a `Z` behind them, and so is off by the zone's whole or half hours.
    pub wrong_zone: f64,
    /// How far a weak source's clock is off, in minutes, either way; up to 10.
    pub skew_minutes: u32,
    /// A source drops the seconds.
    pub rounded: f64,
    /// A weak source stamps the delivery with the moment at which it heard of it.
    pub stamped_when_heard: f64,
    /// A scan is told without its place. Carriers do so a quarter as often.
    pub placeless: f64,
    /// A scan is told with its country only.
    pub country_only: f64,
    /// A source knows main statuses only.
    pub coarse: f64,
    /// A weak source has no codes, only words.
    pub codeless: f64,
    /// A scan stands in an answer twice.
    pub doubled: f64,
    /// An event has other words, or another language, than in the answer before.
    pub reworded: f64,
    /// A notice follows a scan.
    pub notices: f64,
    /// A scan is followed by an event with a code that nobody has mapped.
    pub unmapped: f64,
    /// The announcement is told again under a later time.
    pub announced_again: f64,
    /// After the delivery the depot books the parcel once more on the same evening.
    pub booked_after_delivery: f64,
    /// A source sums its events up.
    pub headlines: f64,
    /// A source says when delivery is expected.
    pub estimates: f64,
    /// A single question is not answered.
    pub refusals: f64,
    /// A source stops answering for good.
    pub stops: f64,
    /// An answer ends after the newest few events, and says so.
    pub cut_short: f64,
    /// An answer has lost old events, and does not say so.
    pub poorer: f64,
    /// A source sends messages beside being asked, each with one event and not always in order.
    pub pushed: f64,
}

impl Noise {
    /// Everybody tells everything at once, to the second.
    pub const CLEAN: Self = Self {
        left_out: 0.0,
        left_out_by_carrier: 0.0,
        late: 0.0,
        late_hours: 0,
        local: 0.0,
        zoneless: 0.0,
        day_only: 0.0,
        wrong_zone: 0.0,
        skew_minutes: 0,
        rounded: 0.0,
        stamped_when_heard: 0.0,
        placeless: 0.0,
        country_only: 0.0,
        coarse: 0.0,
        codeless: 0.0,
        doubled: 0.0,
        reworded: 0.0,
        notices: 0.0,
        unmapped: 0.0,
        announced_again: 0.0,
        booked_after_delivery: 0.0,
        headlines: 0.0,
        estimates: 0.0,
        refusals: 0.0,
        stops: 0.0,
        cut_short: 0.0,
        poorer: 0.0,
        pushed: 0.0,
    };

    /// What a shop sees every day.
    pub const ORDINARY: Self = Self {
        left_out: 0.35,
        left_out_by_carrier: 0.03,
        late: 0.2,
        late_hours: 12,
        local: 0.3,
        zoneless: 0.2,
        day_only: 0.1,
        wrong_zone: 0.1,
        skew_minutes: 3,
        rounded: 0.4,
        stamped_when_heard: 0.25,
        placeless: 0.15,
        country_only: 0.15,
        coarse: 0.4,
        codeless: 0.3,
        doubled: 0.03,
        reworded: 0.2,
        notices: 0.1,
        unmapped: 0.04,
        announced_again: 0.1,
        booked_after_delivery: 0.3,
        headlines: 0.4,
        estimates: 0.5,
        refusals: 0.06,
        stops: 0.06,
        cut_short: 0.05,
        poorer: 0.04,
        pushed: 0.3,
    };

    /// A bad week: strikes, new systems, and everybody asks at once.
    pub const HOSTILE: Self = Self {
        left_out: 0.6,
        left_out_by_carrier: 0.12,
        late: 0.45,
        late_hours: 36,
        local: 0.4,
        zoneless: 0.4,
        day_only: 0.2,
        wrong_zone: 0.25,
        skew_minutes: 10,
        rounded: 0.6,
        stamped_when_heard: 0.5,
        placeless: 0.35,
        country_only: 0.3,
        coarse: 0.6,
        codeless: 0.5,
        doubled: 0.1,
        reworded: 0.4,
        notices: 0.25,
        unmapped: 0.12,
        announced_again: 0.25,
        booked_after_delivery: 0.8,
        headlines: 0.5,
        estimates: 0.6,
        refusals: 0.15,
        stops: 0.2,
        cut_short: 0.15,
        poorer: 0.12,
        pushed: 0.5,
    };
}
