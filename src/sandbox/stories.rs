//! What happens in each scenario. Only carriers' practice stands here, nothing of what a merger makes of it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::place::Route;
use super::plan::{Plan, TakenBack};
use super::random::Random;
use super::scan::ScanKind;
use super::scenario::Scenario;
use crate::model::{State, Status, state};

use state::{
    attempt_failed, available_for_pickup, cancelled, delivered, exception, failed, in_transit, returning,
};

/// Journeys begin on a day of this year.
const YEAR: i32 = 2026;

pub(super) fn plan(scenario: Scenario, seed: u64) -> Plan {
    let mut random = Random::new(seed, 1 + scenario as u64);
    let route = match scenario {
        Scenario::International => random.pick(Route::IMPORT, Route::INTERNATIONAL),
        Scenario::Customs => random.pick(Route::IMPORT, Route::OVERSEAS),
        Scenario::ClockChange => random.pick(Route::HOME, Route::DOMESTIC),
        _ if random.chance(0.2) => random.pick(Route::IMPORT, Route::INTERNATIONAL),
        _ => random.pick(Route::HOME, Route::DOMESTIC),
    };
    let day = match scenario {
        Scenario::ClockChange => clock_change(route, &mut random),
        _ => NaiveDate::from_yo_opt(YEAR, random.between(5, 320) as u32),
    };
    let morning = day.unwrap_or_default().and_hms_opt(9, 0, 0).unwrap_or_default();
    let start = route.sender.instant(morning) + random.minutes(0, 420);
    let mut plan = Plan::new(random, route, start);
    tell(scenario, &mut plan);
    plan
}

/// Two days or less before a night in which the recipient's clocks change.
fn clock_change(route: Route, random: &mut Random) -> Option<NaiveDate> {
    let (spring, autumn) = match route.recipient.country() {
        "US" => ((3, 8), (11, 1)),
        _ => ((3, 29), (10, 25)),
    };
    let (month, day) = random.pick(spring, &[autumn]);
    NaiveDate::from_ymd_opt(YEAR, month, day).map(|day| day - TimeDelta::days(random.between(1, 2)))
}

fn tell(scenario: Scenario, plan: &mut Plan) {
    match scenario {
        Scenario::Plain | Scenario::ClockChange | Scenario::International => {
            plan.reach_the_door().deliver();
        }
        Scenario::UnknownAtFirst => {
            plan.asked_early = plan.random.minutes(600, 2000);
            plan.reach_the_door().deliver();
        }
        Scenario::Attempts => attempts(plan),
        Scenario::Pickup => {
            plan.reach_the_door();
            attempt(plan);
            wait_for_pickup(plan);
            let days = plan.random.between(1, 5);
            plan.day(days, 9, 18).scan(delivered::COLLECTED);
        }
        Scenario::NotCollected => {
            plan.reach_the_door();
            attempt(plan);
            wait_for_pickup(plan);
            plan.day(8, 8, 10).scan(returning::UNCLAIMED).turn_back().go_home();
        }
        Scenario::Refused => {
            plan.reach_the_door().day(0, 10, 15).scan(attempt_failed::REFUSED);
            plan.wait(60, 180).scan(returning::REFUSED).turn_back().go_home();
        }
        Scenario::Customs => customs(plan),
        Scenario::Delayed => delayed(plan),
        Scenario::Misrouted => misrouted(plan),
        Scenario::FalseDelivery
        | Scenario::FalseDeliveryKept
        | Scenario::FalseDeliveryWithdrawn
        | Scenario::FalseDeliveryRevoked => false_delivery(scenario, plan),
        Scenario::LostAndFound | Scenario::Lost => lost(scenario, plan),
        Scenario::Cancelled | Scenario::CancelledYetShipped => cancel(scenario, plan),
        Scenario::CustomerReturn => {
            plan.reach_the_door().deliver();
            let days = plan.random.between(3, 12);
            plan.day(days, 10, 16).scan(returning::REQUESTED_BY_SENDER).turn_back().go_home();
        }
        Scenario::TwoCarriers => two_carriers(plan),
        Scenario::ReusedNumber => reused(plan),
        Scenario::LeftElsewhere => {
            let places = [delivered::SAFE_PLACE, delivered::MAILBOX, delivered::LEFT_OR_NEIGHBOUR];
            let place = plan.random.pick(delivered::NEIGHBOUR, &places);
            plan.reach_the_door().deliver_as(place);
        }
        Scenario::DeliveredFirst => {
            plan.reach_the_region().depot(1).deliver();
            let minutes = plan.random.between(2, 12);
            plan.minutes(minutes).scan(Status::OutForDelivery);
        }
        Scenario::PersonSays => person_says(plan),
        Scenario::Inferred => inferred(plan),
        Scenario::HeadlineAhead => {
            plan.reach_the_door().deliver();
            plan.headline = plan.scans.len().checked_sub(1);
        }
    }
}

fn attempt(plan: &mut Plan) {
    let others = [attempt_failed::NOTICE_LEFT, attempt_failed::BUSINESS_CLOSED, attempt_failed::NO_ACCESS];
    let why = plan.random.pick(attempt_failed::RECIPIENT_ABSENT, &others);
    plan.day(0, 10, 16).scan(why);
}

fn wait_for_pickup(plan: &mut Plan) {
    let others = [available_for_pickup::LOCKER, available_for_pickup::POST_OFFICE];
    let place = plan.random.pick(available_for_pickup::PICKUP_POINT, &others);
    plan.wait(90, 240).scan(place);
}

/// Back to the depot for the night.
fn back_to_depot(plan: &mut Plan) {
    plan.day(0, 18, 20).scan(in_transit::FACILITY_IN);
}

fn attempts(plan: &mut Plan) {
    plan.reach_the_door();
    for _ in 0..plan.random.between(1, 3) {
        attempt(plan);
        back_to_depot(plan);
        let days = plan.random.between(1, 2);
        plan.day(days, 8, 9).scan(Status::OutForDelivery);
    }
    plan.deliver();
}

fn customs(plan: &mut Plan) {
    plan.announce().hand_in().wait(200, 700).scan(in_transit::EXPORT_DEPARTED);
    let hub = plan.route.destination_hub;
    plan.move_to(hub).wait(600, 2000).scan(in_transit::DESTINATION_COUNTRY_IN);
    plan.promise = Some(plan.place().day(plan.now()) + TimeDelta::days(2));
    plan.wait(120, 500).scan(in_transit::CUSTOMS_STARTED);
    let others = [exception::DOCUMENTS_REQUIRED, exception::HELD_FOR_PAYMENT];
    let why = plan.random.pick(exception::HELD_BY_CUSTOMS, &others);
    plan.wait(120, 500).scan(why);
    let days = plan.random.between(2, 5);
    plan.day(days, 8, 16).scan(in_transit::CUSTOMS_CLEARED);
    plan.wait(120, 400).scan(in_transit::FACILITY_OUT).tour().deliver();
}

fn delayed(plan: &mut Plan) {
    let others = [exception::DELAYED_CARRIER, exception::DELAYED_TRANSPORT, exception::DELAYED];
    let why = plan.random.pick(exception::DELAYED_WEATHER, &others);
    plan.reach_the_region();
    if plan.random.chance(0.5) {
        plan.wait(120, 300).scan(why);
        let days = plan.random.between(1, 3);
        plan.day(days, 1, 5).scan(in_transit::FACILITY_PROCESSED).tour().deliver();
    } else {
        plan.tour().day(0, 11, 16).scan(why);
        back_to_depot(plan);
        plan.day(1, 8, 9).scan(Status::OutForDelivery).deliver();
    }
}

fn misrouted(plan: &mut Plan) {
    plan.announce().hand_in();
    let (wrong, right) = (plan.route.sender, plan.route.destination_hub);
    plan.promise = Some(plan.place().day(plan.now()) + TimeDelta::days(3));
    plan.move_to(wrong).wait(300, 700).scan(in_transit::FACILITY_IN);
    plan.wait(60, 240).scan(exception::MISSORTED);
    plan.wait(200, 900).scan(in_transit::FACILITY_OUT).move_to(right);
    plan.wait(500, 1200).scan(in_transit::FACILITY_IN);
    plan.wait(90, 240).scan(in_transit::FACILITY_OUT).tour().deliver();
}

fn false_delivery(scenario: Scenario, plan: &mut Plan) {
    plan.reach_the_door().day(0, 13, 16);
    let scan = plan.scan_as(Status::Delivered, ScanKind::FalseDelivery);
    if scenario == Scenario::FalseDeliveryKept {
        return;
    }
    if scenario != Scenario::FalseDelivery {
        plan.booked = false;
        let at = plan.now() + plan.random.minutes(180, 480);
        let is_revoked = scenario == Scenario::FalseDeliveryRevoked;
        plan.taken_back = Some(TakenBack { scan, at, is_revoked });
    }
    match plan.random.between(0, 2) {
        0 => plan.day(1, 8, 9).scan(Status::OutForDelivery).deliver(),
        1 => {
            plan.day(1, 8, 9).scan(Status::OutForDelivery);
            attempt(plan);
            back_to_depot(plan);
            plan.day(1, 8, 9).scan(Status::OutForDelivery).deliver()
        }
        // Found in the depot: more than a day later, so that nobody takes it for a late booking.
        _ => plan.depot(2).load().deliver(),
    };
}

fn lost(scenario: Scenario, plan: &mut Plan) {
    plan.reach_the_region().day(4, 9, 15).scan(exception::INVESTIGATION);
    let days = plan.random.between(3, 9);
    plan.day(days, 9, 15).scan(failed::LOST);
    if scenario == Scenario::LostAndFound {
        let days = plan.random.between(2, 9);
        plan.day(days, 1, 20).scan(in_transit::FACILITY_IN);
        plan.wait(90, 240).scan(in_transit::FACILITY_OUT).tour().deliver();
    }
}

fn cancel(scenario: Scenario, plan: &mut Plan) {
    let who = plan.random.pick(cancelled::BY_SENDER, &[cancelled::BEFORE_HANDOVER, Status::Cancelled.into()]);
    plan.announce().wait(120, 2000).scan(who);
    plan.promise = Some(plan.place().day(plan.now()) + TimeDelta::days(3));
    if scenario == Scenario::CancelledYetShipped {
        plan.day(1, 9, 10).hand_in().haul().tour().deliver();
    }
}

fn two_carriers(plan: &mut Plan) {
    plan.announce().hand_in();
    plan.promise = Some(plan.place().day(plan.now()) + TimeDelta::days(3));
    let hub = plan.route.destination_hub;
    // The partner has the data before it has the parcel.
    plan.next_carrier().wait(60, 240).scan(state::info_received::INFO_RECEIVED);
    plan.previous_carrier();
    if plan.route.crosses_a_border() {
        plan.wait(200, 700).scan(in_transit::EXPORT_DEPARTED);
        plan.move_to(hub).wait(600, 2000).scan(in_transit::DESTINATION_COUNTRY_IN);
    }
    plan.move_to(hub).wait(240, 500).scan(in_transit::FACILITY_IN);
    plan.wait(90, 300).scan_as(Status::Delivered, ScanKind::HandOver);
    plan.next_carrier().wait(120, 600).scan(in_transit::PARTNER_RECEIVED);
    plan.wait(90, 240).scan(in_transit::FACILITY_OUT).tour();
    if plan.random.chance(0.3) {
        attempt(plan);
        back_to_depot(plan);
        plan.day(1, 8, 9).scan(Status::OutForDelivery);
    }
    plan.deliver();
}

fn reused(plan: &mut Plan) {
    let start = plan.now();
    let months = plan.random.between(5, 14);
    let before = start - TimeDelta::days(30 * months);
    let mut earlier = Plan::new(plan.random.clone(), plan.route, before);
    earlier.reach_the_door().deliver();
    plan.random.next();
    plan.scans = earlier.scans;
    for scan in &mut plan.scans {
        scan.kind = ScanKind::Earlier;
    }
    plan.reach_the_door().deliver();
}

fn person_says(plan: &mut Plan) {
    plan.reach_the_door();
    let (days, found) = (plan.random.between(0, 3), plan.random.chance(0.3));
    if found {
        plan.day(days + 3, 9, 20).scan_as(failed::LOST, ScanKind::Word);
        plan.day(3, 8, 9).scan(Status::OutForDelivery).deliver();
    } else {
        plan.day(days, 14, 20).scan_as(Status::Delivered, ScanKind::Word);
    }
}

fn inferred(plan: &mut Plan) {
    plan.reach_the_door();
    if plan.random.chance(0.5) {
        plan.deliver_as(State::of(Status::Delivered));
        if let Some(scan) = plan.scans.last_mut() {
            scan.kind = ScanKind::Inferred;
        }
        plan.minutes(2).scan(delivered::SIGNED);
    } else {
        plan.day(0, 10, 14).scan_as(Status::Delivered, ScanKind::Inferred);
        plan.wait(60, 120).scan(attempt_failed::RECIPIENT_ABSENT);
        plan.day(1, 8, 9).scan(Status::OutForDelivery).deliver();
    }
}

/// A story that somebody else tells.
pub(super) fn empty(start: DateTime<Utc>) -> Plan {
    let mut plan = Plan::new(Random::new(0, 0), Route::HOME, start);
    plan.booked = false;
    plan
}
