//! Generated journeys: the same for the same seed, true to their scenarios, and as noisy as they say.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use parceltrack::chrono::{DateTime, TimeDelta, Utc};
use parceltrack::sandbox::{Journey, Noise, Place, Scan, ScanKind, Scenario};
use parceltrack::state::{attempt_failed, delivered, in_transit, returning};
use parceltrack::{
    Event, EventTime, History, Leg, Observation, Refusal, RefusalKind, Report, Role, Span, Status, state,
};

fn reports(journey: &Journey) -> impl Iterator<Item = &Report> {
    journey.observations().iter().filter_map(|observation| match observation {
        Observation::Report(report) => Some(&**report),
        _ => None,
    })
}

fn refusals(journey: &Journey) -> impl Iterator<Item = &Refusal> {
    journey.observations().iter().filter_map(|observation| match observation {
        Observation::Refusal(refusal) => Some(refusal),
        _ => None,
    })
}

fn events(journey: &Journey) -> impl Iterator<Item = (&Report, &Event)> {
    reports(journey).flat_map(|report| report.events.iter().map(move |event| (report, event)))
}

fn end(journey: &Journey) -> DateTime<Utc> {
    journey.times().last().unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hours(hours: i64) -> TimeDelta {
    TimeDelta::hours(hours)
}

const LEVELS: [Noise; 3] = [Noise::CLEAN, Noise::ORDINARY, Noise::HOSTILE];

#[test]
fn a_seed_gives_one_journey_and_seeds_differ() {
    for noise in &LEVELS {
        for scenario in Scenario::ALL {
            let journey = scenario.journey_with(5, noise);
            let (again, other) = (scenario.journey_with(5, noise), scenario.journey_with(6, noise));
            assert_eq!(journey.observations(), again.observations());
            assert_eq!(journey.scans(), again.scans());
            assert_ne!(journey.observations(), other.observations(), "{scenario}");
        }
    }
}

#[test]
fn random_journeys_are_of_every_scenario() {
    let found: BTreeSet<Scenario> =
        (0..500).filter_map(|seed| Journey::random(seed, &Noise::CLEAN).scenario()).collect();
    assert_eq!(found.len(), Scenario::ALL.len());
    for scenario in Scenario::ALL {
        assert_eq!(scenario.as_str().parse(), Ok(*scenario));
    }
    assert!("teleported".parse::<Scenario>().is_err());
}

#[test]
fn observations_stand_in_the_order_of_time() {
    for noise in &LEVELS {
        for seed in 0..200 {
            let journey = Journey::random(seed, noise);
            let times: Vec<DateTime<Utc>> = journey.times().collect();
            assert!(times.is_sorted());
            for (observation, at) in journey.observations().iter().zip(&times) {
                let heard = match observation {
                    Observation::Report(report) => report.fetched_at,
                    Observation::Refusal(refusal) => refusal.at,
                    _ => unreachable!(),
                };
                assert_eq!(heard, *at);
            }
            let middle = times[times.len() / 2];
            let until = journey.observations_until(middle);
            assert_eq!(until, &journey.observations()[..until.len()]);
            assert_eq!(until.len(), times.iter().filter(|at| **at <= middle).count());
            let sources: BTreeSet<_> = reports(&journey).map(|report| &report.source).collect();
            assert!((1..=5).contains(&sources.len()), "{}", sources.len());
        }
    }
}

#[test]
fn journeys_end_as_their_scenario_says() {
    for seed in 0..60 {
        for scenario in Scenario::ALL {
            let journey = scenario.journey_with(seed, &Noise::CLEAN);
            let right = match scenario {
                Scenario::NotCollected | Scenario::Refused | Scenario::CustomerReturn => Status::Returned,
                Scenario::Lost => Status::Failed,
                Scenario::Cancelled => Status::Cancelled,
                _ => Status::Delivered,
            };
            assert_eq!(journey.truth_at(end(&journey)).status, Some(right), "{scenario} {seed}");
        }
    }
}

#[test]
fn without_noise_everything_is_told_as_it_was() {
    for seed in 0..20 {
        for scenario in Scenario::ALL {
            let journey = scenario.journey_with(seed, &Noise::CLEAN);
            let truth = journey.truth_at(end(&journey));
            let is_taken_back = |scan: &&Scan| {
                scan.kind == ScanKind::Earlier
                    || (scan.kind == ScanKind::FalseDelivery
                        && matches!(
                            scenario,
                            Scenario::FalseDeliveryWithdrawn | Scenario::FalseDeliveryRevoked
                        ))
            };
            let real = journey.scans().iter().filter(|scan| !is_taken_back(scan)).count();
            assert_eq!(truth.timeline.len(), real, "{scenario} {seed}");
            for told in &truth.timeline {
                let span: Span = EventTime::from(told.scan.at).resolve(None, None);
                assert!(told.is_meant_by(told.scan.state.status(), &span));
            }
            assert!(refusals(&journey).all(|refusal| refusal.kind == RefusalKind::NotFound));
        }
    }
}

#[test]
fn reports_and_refusals_read_back() {
    for (index, noise) in LEVELS.iter().enumerate() {
        for seed in 0..100 {
            let journey = Journey::random(seed, noise);
            for report in reports(&journey) {
                let json = serde_json::to_string(report).unwrap();
                assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), *report, "{index} {seed}");
            }
            for refusal in refusals(&journey) {
                let json = serde_json::to_string(refusal).unwrap();
                assert_eq!(serde_json::from_str::<Refusal>(&json).unwrap(), *refusal);
            }
        }
    }
}

const CLEAN: Noise = Noise::CLEAN;

/// Whether a journey shows some flaw.
type Shows = fn(&Journey) -> bool;

/// How many of some journeys show something.
fn count(noise: &Noise, shows: Shows) -> usize {
    let journeys = (0..12).flat_map(|seed| Scenario::ALL.iter().map(move |scenario| (scenario, seed)));
    journeys.filter(|(scenario, seed)| shows(&scenario.journey_with(*seed, noise))).count()
}

fn is_weak(report: &Report) -> bool {
    matches!(report.source.role, Role::Marketplace | Role::Aggregator)
}

fn told_status(event: &Event) -> Option<Status> {
    event.state().map(|state| state.status())
}

/// How far a weak source's events lie from any scan of their status, in seconds; the largest.
fn furthest(journey: &Journey) -> i64 {
    let off = |(report, event): (&Report, &Event)| {
        let span = event.time.resolve(event.location.as_ref(), report.zone);
        let same = journey.scans().iter().filter(|scan| Some(scan.state.status()) == told_status(event));
        same.map(|scan| (span.middle() - scan.at).num_seconds().abs()).min()
    };
    // A hand-over is told under another status than it was scanned.
    let is_plain = journey.scenario() != Some(Scenario::TwoCarriers);
    events(journey)
        .filter(|(report, event)| is_plain && is_weak(report) && matches!(event.time, EventTime::Instant(_)))
        .filter_map(off)
        .max()
        .unwrap_or_default()
}

#[test]
fn every_field_of_noise_does_what_it_names() {
    let cases: Vec<(&str, Noise, Shows)> = vec![
        ("left_out", Noise { left_out: 0.6, ..CLEAN }, |j| missed_by(j, true)),
        ("left_out_by_carrier", Noise { left_out_by_carrier: 0.6, ..CLEAN }, |j| missed_by(j, false)),
        ("late", Noise { late: 1.0, late_hours: 48, ..CLEAN }, |j| soonest_hearing(j) > Some(hours(8))),
        ("local", Noise { local: 1.0, ..CLEAN }, |j| any(j, |r, e| is_local(e) && r.zone.is_some())),
        ("zoneless", Noise { local: 1.0, zoneless: 1.0, ..CLEAN }, |j| {
            any(j, |r, e| is_local(e) && r.zone.is_none())
        }),
        ("day_only", Noise { day_only: 1.0, ..CLEAN }, |j| {
            any(j, |_, e| matches!(e.time, EventTime::Day(_)))
        }),
        ("wrong_zone", Noise { wrong_zone: 1.0, ..CLEAN }, |j| furthest(j) > 3000),
        ("skew_minutes", Noise { skew_minutes: 10, ..CLEAN }, |j| (1..=600).contains(&furthest(j))),
        ("rounded", Noise { rounded: 1.0, ..CLEAN }, |j| !any(j, |_, e| has_seconds(e))),
        ("stamped_when_heard", Noise { stamped_when_heard: 1.0, late: 1.0, late_hours: 12, ..CLEAN }, |j| {
            furthest(j) > 1200
        }),
        ("placeless", Noise { placeless: 1.0, ..CLEAN }, |j| {
            any(j, |r, e| e.location.is_none() && r.source.role != Role::User)
        }),
        ("country_only", Noise { country_only: 1.0, ..CLEAN }, |j| {
            any(j, |_, e| e.location.as_ref().is_some_and(|place| place.city.is_none()))
        }),
        ("coarse", Noise { coarse: 1.0, ..CLEAN }, |j| !any(j, |_, e| has_substatus(e))),
        ("codeless", Noise { codeless: 1.0, ..CLEAN }, |j| any(j, |_, e| e.code.is_none())),
        ("doubled", Noise { doubled: 1.0, ..CLEAN }, |j| {
            reports(j).any(|report| report.events.windows(2).any(|two| two[0] == two[1]))
        }),
        ("reworded", Noise { reworded: 1.0, ..CLEAN }, is_reworded),
        ("notices", Noise { notices: 1.0, ..CLEAN }, |j| {
            any(j, |_, e| e.state().is_none() && e.revokes.is_none())
        }),
        ("unmapped", Noise { unmapped: 1.0, ..CLEAN }, |j| {
            any(j, |_, e| e.state() == Some(&state::unknown::UNMAPPED))
        }),
        ("announced_again", Noise { announced_again: 1.0, ..CLEAN }, |j| has_extra(j, Status::InfoReceived)),
        ("booked_after_delivery", Noise { booked_after_delivery: 1.0, ..CLEAN }, |j| {
            has_extra(j, Status::InTransit)
        }),
        ("headlines", Noise { headlines: 1.0, ..CLEAN }, |j| {
            let is_story = j.scenario() == Some(Scenario::HeadlineAhead);
            !is_story && reports(j).any(|report| report.headline.is_some())
        }),
        ("estimates", Noise { estimates: 1.0, ..CLEAN }, |j| reports(j).any(|r| r.estimate.is_some())),
        ("refusals", Noise { refusals: 0.5, ..CLEAN }, |j| {
            refusals(j).any(|refusal| refusal.kind != RefusalKind::NotFound)
        }),
        ("stops", Noise { stops: 1.0, ..CLEAN }, stops),
        ("cut_short", Noise { cut_short: 1.0, ..CLEAN }, is_partial),
        ("poorer", Noise { poorer: 0.5, ..CLEAN }, |j| reports(j).any(|report| is_poorer(j, report))),
        ("pushed", Noise { pushed: 1.0, ..CLEAN }, is_partial),
    ];
    let mut failures = Vec::new();
    for (name, noise, shows) in cases {
        let (without, with) = (count(&CLEAN, shows), count(&noise, shows));
        if without > 0 || with < 25 {
            failures.push(format!("{name} shows in {without} clean journeys and in {with} others"));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Whether an event of a journey is such.
fn any(journey: &Journey, is_such: fn(&Report, &Event) -> bool) -> bool {
    events(journey).any(|(report, event)| is_such(report, event))
}

fn has_seconds(event: &Event) -> bool {
    event.time.resolve(None, None).earliest().timestamp() % 60 != 0
}

fn has_substatus(event: &Event) -> bool {
    event.state().is_some_and(|state| state.substatus().is_some())
}

/// Whether some source that is no person tells less than it knows, and says so.
fn is_partial(journey: &Journey) -> bool {
    reports(journey).any(|report| report.source.role != Role::User && !report.complete)
}

fn is_local(event: &Event) -> bool {
    matches!(event.time, EventTime::Local(_))
}

/// Whether a source of the kind has left a scan out that is not the last one it tells.
fn missed_by(journey: &Journey, weak: bool) -> bool {
    let last =
        reports(journey).filter(|report| is_weak(report) == weak && report.source.role != Role::User).last();
    let told = last.map_or(0, |report| report.events.len());
    let scans = journey.scans().iter().filter(|scan| {
        let is_common = matches!(scan.kind, ScanKind::Real | ScanKind::HandOver | ScanKind::Administrative);
        is_common && (weak || scan.carrier == 0)
    });
    let is_whole = !matches!(journey.scenario(), Some(Scenario::TwoCarriers)) || weak;
    last.is_some() && is_whole && told < scans.count()
}

/// The shortest time between one of several scans and its first telling by a weak source.
fn soonest_hearing(journey: &Journey) -> Option<TimeDelta> {
    let real: Vec<&Scan> = journey.scans().iter().filter(|scan| scan.kind == ScanKind::Real).collect();
    let first = |scan: &&Scan| {
        let at = EventTime::from(scan.at).resolve(None, None);
        let is_it = |event: &Event, report: &Report| {
            event.time.resolve(event.location.as_ref(), report.zone).gap(&at).is_zero()
        };
        let tells =
            |report: &&Report| is_weak(report) && report.events.iter().any(|event| is_it(event, report));
        reports(journey).find(tells).map(|report| report.fetched_at - scan.at)
    };
    let heard: Vec<TimeDelta> = real.iter().filter_map(first).collect();
    heard.into_iter().min().filter(|_| real.len() > 5)
}

fn is_reworded(journey: &Journey) -> bool {
    let words = |event: &Event| event.description.clone();
    events(journey).any(|(report, event)| {
        let is_same = |other: &&(&Report, &Event)| {
            other.0.source == report.source && other.1.time == event.time && other.1.code == event.code
        };
        let all: Vec<_> = events(journey).collect();
        all.iter().filter(is_same).any(|other| words(other.1) != words(event))
    })
}

fn has_extra(journey: &Journey, status: Status) -> bool {
    let is_extra = |scan: &Scan| scan.kind == ScanKind::Administrative && scan.state.status() == status;
    journey.scans().iter().any(is_extra)
}

/// Whether some source ends with refusals that are no "not found".
fn stops(journey: &Journey) -> bool {
    matches!(journey.observations().last(), Some(Observation::Refusal(refusal)) if refusal.kind != RefusalKind::NotFound)
}

/// Whether a whole answer lacks the oldest event of an earlier one.
fn is_poorer(journey: &Journey, report: &Report) -> bool {
    let is_earlier = |other: &&Report| other.source == report.source && other.fetched_at < report.fetched_at;
    let had = reports(journey).find(is_earlier).and_then(|earlier| earlier.events.first());
    report.complete && had.is_some_and(|event| !report.events.iter().any(|other| other.time == event.time))
}

#[test]
fn every_scenario_shows_what_it_is_about() {
    let shows = |scenario: Scenario, what: &dyn Fn(&Journey) -> bool| {
        let found = (0..40).filter(|seed| what(&scenario.journey_with(*seed, &Noise::CLEAN))).count();
        assert!(found >= 10, "{scenario}: {found}");
    };
    let tells =
        |journey: &Journey, status| events(journey).any(|(_, event)| told_status(event) == Some(status));
    shows(Scenario::International, &|j| j.scans()[0].place.country() != j.destination().country());
    shows(Scenario::Attempts, &|j| {
        j.scans().iter().filter(|s| s.state.status() == Status::AttemptFailed).count() > 1
    });
    shows(Scenario::Pickup, &|j| tells(j, Status::AvailableForPickup));
    shows(Scenario::Customs, &|j| {
        events(j).any(|(_, e)| e.state().is_some_and(|s| s.status() == Status::Exception))
    });
    shows(Scenario::TwoCarriers, &|j| {
        reports(j).any(|report| !report.related.is_empty())
            && reports(j)
                .filter(|r| r.source.role == Role::Carrier)
                .any(|r| r.source != reports(j).next().unwrap().source)
    });
    shows(Scenario::FalseDeliveryRevoked, &|j| events(j).any(|(_, event)| event.revokes.is_some()));
    shows(Scenario::PersonSays, &|j| reports(j).any(|report| report.source.role == Role::User));
    shows(Scenario::Inferred, &|j| events(j).any(|(_, event)| event.inferred));
    shows(Scenario::HeadlineAhead, &|j| {
        let is_ahead = |r: &Report| {
            let told = r.events.iter().any(|event| told_status(event) == Some(Status::Delivered));
            !told && r.headline.as_ref().is_some_and(|headline| headline.state.status() == Status::Delivered)
        };
        reports(j).any(is_ahead)
    });
    shows(
        Scenario::UnknownAtFirst,
        &|j| matches!(&j.observations()[0], Observation::Refusal(r) if r.kind == RefusalKind::NotFound),
    );
    shows(Scenario::ReusedNumber, &|j| {
        let times: Vec<_> = j.scans().iter().map(|scan| scan.at).collect();
        *times.iter().max().unwrap() - *times.iter().min().unwrap() > TimeDelta::days(120)
    });
    shows(Scenario::DeliveredFirst, &|j| {
        j.scans().windows(2).any(|two| {
            (two[0].state.status(), two[1].state.status()) == (Status::Delivered, Status::OutForDelivery)
        })
    });
    shows(Scenario::ClockChange, &|j| {
        let offset = |scan: &Scan| scan.place.local(scan.at) - scan.at.naive_utc();
        let home: Vec<_> = j.scans().iter().filter(|scan| scan.place == j.destination()).collect();
        let first = j.scans().iter().find(|scan| scan.place.zone() == j.destination().zone()).unwrap();
        home.iter().any(|scan| offset(scan) != offset(first))
    });
}

/// A parcel that is out for delivery in Cologne on the morning of 21 November.
fn to_the_door() -> parceltrack::sandbox::Script {
    Journey::script(utc("2026-11-20T15:00:00Z"), Place::HAMBURG)
        .scan(in_transit::ACCEPTED)
        .at(Place::KOELN)
        .after(hours(13))
        .scan(in_transit::DELIVERY_DEPOT_IN)
        .after(hours(4))
        .scan(Status::OutForDelivery)
        .after(hours(5))
}

/// The truth of a script once everybody has been asked.
fn told(script: parceltrack::sandbox::Script) -> (Option<Status>, Journey) {
    let journey = script.journey(&Noise::CLEAN, 1);
    (journey.truth_at(end(&journey)).status, journey)
}

#[test]
fn a_false_delivery_counts_until_a_later_day_takes_it_back() {
    assert_eq!(told(to_the_door().false_delivery()).0, Some(Status::Delivered));
    let same_day = to_the_door().false_delivery().after(hours(1)).scan(Status::OutForDelivery);
    assert_eq!(told(same_day).0, Some(Status::Delivered));
    let booked = to_the_door().false_delivery().after(hours(14)).scan(in_transit::FACILITY_IN);
    assert_eq!(told(booked).0, Some(Status::Delivered));
    let found = to_the_door().false_delivery().after(hours(40)).scan(in_transit::FACILITY_IN);
    assert_eq!(told(found).0, Some(Status::InTransit));
    let next_day = to_the_door().false_delivery().after(hours(20)).scan(attempt_failed::NO_ACCESS);
    assert_eq!(told(next_day).0, Some(Status::AttemptFailed));
}

#[test]
fn on_the_way_back_a_parcel_is_returning_until_it_is_returned() {
    let back = || {
        to_the_door()
            .scan(attempt_failed::REFUSED)
            .after(hours(1))
            .scan(returning::REFUSED)
            .back()
            .after(hours(8))
            .scan(in_transit::FACILITY_IN)
    };
    assert_eq!(told(back()).0, Some(Status::Returning));
    let home = back().at(Place::HAMBURG).after(hours(20)).scan(Status::OutForDelivery);
    assert_eq!(told(home).0, Some(Status::Returning));
    let (status, journey) = told(back().at(Place::HAMBURG).after(hours(24)).scan(Status::Delivered));
    assert_eq!(status, Some(Status::Returned));
    assert_eq!(journey.truth_at(end(&journey)).delivered_at, None);
    assert!(journey.scans().iter().any(|scan| scan.leg == Leg::Return));
}

#[test]
fn a_persons_word_gives_way_to_a_later_scan_and_an_inferred_fact_to_any() {
    let word = || to_the_door().after(hours(20)).scan_as(Status::Failed, ScanKind::Word);
    assert_eq!(told(word()).0, Some(Status::Failed));
    assert_eq!(told(word().after(hours(1)).scan(Status::OutForDelivery)).0, Some(Status::OutForDelivery));
    let inferred = || to_the_door().scan_as(Status::Delivered, ScanKind::Inferred);
    assert_eq!(told(inferred()).0, Some(Status::Delivered));
    assert_eq!(
        told(inferred().after(hours(1)).scan(attempt_failed::NOTICE_LEFT)).0,
        Some(Status::AttemptFailed)
    );
}

#[test]
fn a_delivery_to_the_next_carrier_is_none() {
    let handed = || {
        Journey::script(utc("2026-11-20T15:00:00Z"), Place::SHENZHEN)
            .scan(in_transit::ACCEPTED)
            .at(Place::LEIPZIG)
            .after(hours(60))
            .scan_as(Status::Delivered, ScanKind::HandOver)
    };
    let next = handed().next_carrier().after(hours(9)).scan(in_transit::PARTNER_RECEIVED);
    let (status, journey) = told(next);
    assert_eq!(status, Some(Status::InTransit));
    let at = reports(&journey)
        .find(|report| report.events.iter().any(|event| told_status(event) == Some(Status::Delivered)))
        .map(|report| report.fetched_at)
        .unwrap();
    assert_eq!(journey.truth_at(at).status, Some(Status::InTransit));
    assert_eq!(journey.truth_at(at).delivered_at, None);
}

#[test]
fn nothing_is_true_before_it_is_told() {
    let journey = to_the_door().scan(delivered::NEIGHBOUR).journey(&Noise::CLEAN, 3);
    assert_eq!(journey.truth_at(utc("2026-11-20T00:00:00Z")).status, None);
    let mut seen = Vec::new();
    for at in journey.times() {
        let truth = journey.truth_at(at);
        assert!(truth.timeline.iter().all(|told| told.scan.at <= at));
        seen.extend(truth.status);
    }
    seen.dedup();
    assert_eq!(seen.last(), Some(&Status::Delivered));
    let at = journey.truth_at(end(&journey)).delivered_at.unwrap();
    assert_eq!(at, utc("2026-11-21T13:00:00Z"));
    assert_eq!(journey.destination(), Place::KOELN);
}

#[test]
fn an_earlier_parcel_counts_only_until_the_number_is_told_of_again() {
    let mut announced = 0;
    for seed in 0..40 {
        let journey = Scenario::ReusedNumber.journey_with(seed, &Noise::CLEAN);
        let earlier = journey.scans().iter().filter(|scan| scan.kind == ScanKind::Earlier).count();
        assert!(earlier > 5);
        let truths: Vec<_> = journey.times().map(|at| journey.truth_at(at)).collect();
        assert_eq!(truths.iter().find_map(|truth| truth.status), Some(Status::Delivered));
        announced += usize::from(truths.iter().any(|truth| truth.status == Some(Status::InfoReceived)));
        let last = truths.last().unwrap();
        assert!(last.timeline.iter().all(|told| told.scan.kind != ScanKind::Earlier));
    }
    assert!(announced > 20, "{announced}");
}

#[test]
fn clean_plain_journeys_are_merged_right() {
    for seed in 0..50 {
        let journey = Scenario::Plain.journey_with(seed, &Noise::CLEAN);
        let mut history = History::new();
        for (observation, at) in journey.observations().iter().zip(journey.times()) {
            history.absorb(observation.clone());
            if let Some(status) = journey.truth_at(at).status {
                assert_eq!(history.parcel(at).status(), status, "{seed} at {at}");
            }
        }
    }
}
