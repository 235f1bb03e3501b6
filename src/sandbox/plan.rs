//! A journey while it is being made up: where the parcel is, what time it is, and what was scanned so far.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::place::{Place, Route};
use super::random::Random;
use super::scan::{Scan, ScanKind};
use crate::model::{Leg, State, Status, state};

/// How a false delivery disappears, other than by later scans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TakenBack {
    pub(super) scan: usize,
    pub(super) at: DateTime<Utc>,
    /// By an event that says so, instead of by leaving the scan out.
    pub(super) is_revoked: bool,
}

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) random: Random,
    pub(super) route: Route,
    pub(super) scans: Vec<Scan>,
    pub(super) promise: Option<NaiveDate>,
    pub(super) taken_back: Option<TakenBack>,
    /// The scan that the carrier tells by its summary long before it tells it as an event.
    pub(super) headline: Option<usize>,
    /// How long before the first scan sources are asked already.
    pub(super) asked_early: TimeDelta,
    /// The evening booking after a delivery is part of the story.
    pub(super) booked: bool,
    now: DateTime<Utc>,
    place: Place,
    leg: Leg,
    carrier: usize,
}

/// Scans that do not mean the same stand at least so far apart; nobody could put them in order across sources otherwise.
const APART: i64 = 50;

impl Plan {
    pub(super) fn new(random: Random, route: Route, start: DateTime<Utc>) -> Self {
        Self {
            random,
            route,
            scans: Vec::new(),
            promise: None,
            taken_back: None,
            headline: None,
            asked_early: TimeDelta::hours(2),
            booked: true,
            now: start,
            place: route.sender,
            leg: Leg::Forward,
            carrier: 0,
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    pub(super) fn move_to(&mut self, place: Place) -> &mut Self {
        self.place = place;
        self
    }

    pub(super) fn turn_back(&mut self) -> &mut Self {
        self.leg = Leg::Return;
        self
    }

    pub(super) fn next_carrier(&mut self) -> &mut Self {
        self.carrier += 1;
        self
    }

    /// The recipient is where the last scan on the way there was.
    pub(super) fn end_here(&mut self) {
        if let Some(last) = self.scans.iter().rev().find(|scan| scan.leg == Leg::Forward) {
            self.route.recipient = last.place;
        }
    }

    /// The first carrier goes on scanning.
    pub(super) fn previous_carrier(&mut self) -> &mut Self {
        self.carrier = self.carrier.saturating_sub(1);
        self
    }

    pub(super) fn scan_as(&mut self, state: impl Into<State>, kind: ScanKind) -> usize {
        self.scans.push(Scan {
            at: self.now,
            place: self.place,
            state: state.into(),
            leg: self.leg.clone(),
            carrier: self.carrier,
            kind,
        });
        self.scans.len() - 1
    }

    pub(super) fn scan(&mut self, state: impl Into<State>) -> &mut Self {
        self.scan_as(state, ScanKind::Real);
        self
    }

    /// Lets some minutes pass, at least as many as two scans stand apart.
    pub(super) fn wait(&mut self, from: i64, to: i64) -> &mut Self {
        self.now += self.random.minutes(from.max(APART), to.max(APART));
        self
    }

    /// Lets exactly so many minutes pass.
    pub(super) fn minutes(&mut self, minutes: i64) -> &mut Self {
        self.now += TimeDelta::minutes(minutes);
        self
    }

    /// Goes to a time of day here, so many days later; on the same day only if that lies ahead.
    pub(super) fn day(&mut self, days: i64, from_hour: i64, to_hour: i64) -> &mut Self {
        let midnight = self.place.day(self.now).and_hms_opt(0, 0, 0).unwrap_or_default();
        let clock = midnight + TimeDelta::days(days) + self.random.minutes(from_hour * 60, to_hour * 60);
        self.now = self.place.instant(clock).max(self.now + TimeDelta::minutes(APART));
        self
    }

    pub(super) fn announce(&mut self) -> &mut Self {
        let state = self.random.pick(
            state::info_received::INFO_RECEIVED,
            &[state::info_received::LABEL_CREATED, state::info_received::AWAITING_HANDOVER],
        );
        self.scan(state)
    }

    /// From the sender to the carrier's first facility.
    pub(super) fn hand_in(&mut self) -> &mut Self {
        let state = self.random.pick(
            state::in_transit::ACCEPTED,
            &[state::in_transit::COLLECTED, state::in_transit::DROPPED_OFF],
        );
        let days = self.random.between(0, 1);
        let origin = self.route.origin_hub;
        self.day(days, 13, 18).scan(state).move_to(origin);
        self.wait(100, 240).scan(state::in_transit::ORIGIN_FACILITY_IN);
        self.wait(60, 200).scan(state::in_transit::ORIGIN_FACILITY_OUT)
    }

    /// From the first facility to the one near the recipient, over a border with customs.
    pub(super) fn haul(&mut self) -> &mut Self {
        let hub = self.route.destination_hub;
        if self.route.crosses_a_border() {
            self.wait(200, 700).scan(state::in_transit::EXPORT_DEPARTED).move_to(hub);
            self.wait(600, 2000).scan(state::in_transit::DESTINATION_COUNTRY_IN);
            if self.route.has_customs() {
                self.wait(120, 500).scan(state::in_transit::CUSTOMS_CLEARED);
            }
        }
        self.move_to(hub).wait(240, 500).scan(state::in_transit::FACILITY_IN);
        self.wait(90, 240).scan(state::in_transit::FACILITY_OUT)
    }

    /// Early morning of a day at the depot that will deliver.
    pub(super) fn depot(&mut self, days: i64) -> &mut Self {
        let home = self.route.recipient;
        self.move_to(home).day(days, 4, 6).scan(state::in_transit::DELIVERY_DEPOT_IN)
    }

    pub(super) fn load(&mut self) -> &mut Self {
        self.day(0, 8, 9).scan(Status::OutForDelivery)
    }

    /// Depot and tour of the next day.
    pub(super) fn tour(&mut self) -> &mut Self {
        self.depot(1).load()
    }

    pub(super) fn deliver(&mut self) -> &mut Self {
        let state = self.random.pick(
            State::of(Status::Delivered),
            &[Status::Delivered.into(), state::delivered::SIGNED, state::delivered::MAILBOX],
        );
        self.deliver_as(state)
    }

    pub(super) fn deliver_as(&mut self, state: impl Into<State>) -> &mut Self {
        self.day(0, 10, 17).scan(state)
    }

    /// Announced to out for delivery, and promised for that day.
    pub(super) fn reach_the_door(&mut self) -> &mut Self {
        self.reach_the_region().tour();
        self.promise = Some(self.place.day(self.now));
        self
    }

    /// Announced to the facility near the recipient.
    pub(super) fn reach_the_region(&mut self) -> &mut Self {
        self.announce().hand_in().haul();
        self.promise = Some(self.place.day(self.now) + TimeDelta::days(1));
        self
    }

    /// Transit scans on the way back, and a plain "delivered" at its end.
    pub(super) fn go_home(&mut self) -> &mut Self {
        let back = self.route.back();
        self.move_to(back.sender).day(0, 18, 20).scan(state::in_transit::FACILITY_IN);
        self.move_to(back.origin_hub).wait(400, 800).scan(state::in_transit::FACILITY_IN);
        self.wait(120, 400).scan(state::in_transit::FACILITY_OUT);
        self.move_to(back.destination_hub).wait(400, 1500).scan(state::in_transit::FACILITY_PROCESSED);
        self.move_to(back.recipient).day(1, 4, 6).scan(state::in_transit::DELIVERY_DEPOT_IN);
        if self.random.chance(0.5) {
            self.load();
        }
        self.deliver_as(Status::Delivered)
    }
}
