//! What follows from the timeline, one story after the other: estimates, timeliness, silence, attempts, pick-up,
//! milestones, legs, what must be done, who can be believed, and why.
//!
//! Each case is a small story in text: a line is `source time status`, with marks behind it.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod story;

use chrono::{DateTime, Utc};
use parceltrack::{
    Action, Actor, DelayBasis, Estimate, EstimateKind, EvidenceKind, HandoverPlace, Headline, History, Leg,
    MilestoneKind, Parcel, PickupPoint, Reached, Reason, Refusal, RefusalKind, Related, Relation, Report,
    Rule, SilenceKind, SourceState, Status, Timeliness, WhySetAside, Zone,
};
use story::{NUMBER, reports, source, utc};

const AMAZON: &str = "amazon/fulfillment-outbound";

fn picture(reports: impl IntoIterator<Item = Report>, at: &str) -> Parcel {
    reports.into_iter().collect::<History>().parcel(utc(at))
}

/// The story as it was heard at the time of the picture.
fn told(story: &str, at: &str) -> Parcel {
    picture(reports(story, at), at)
}

fn estimated(to: &str) -> Option<Estimate> {
    Some(Estimate::new(EstimateKind::Estimated, to.parse().unwrap()))
}

fn promised(to: &str) -> Option<Estimate> {
    Some(Estimate::new(EstimateKind::Promised, to.parse().unwrap()))
}

/// The story with what was promised, at a time.
fn with_promise(story: &str, promise: &str, at: &str) -> Parcel {
    let mut reports = reports(story, at);
    reports[0].zone = Some(Zone::BERLIN);
    reports[0].estimate = promised(promise);
    picture(reports, at)
}

// ---------------------------------------------------------------------------------------------------- estimates

/// DHL's answers one after the other: when, the story so far, the estimate.
fn answers(answers: &[(&str, &str, &str)], at: &str) -> Parcel {
    let told = answers.iter().map(|(fetched, story, to)| {
        let mut report = reports(story, fetched).remove(0);
        report.estimate = estimated(to);
        report
    });
    picture(told, at)
}

#[test]
fn each_estimate_is_kept_with_how_and_why_it_moved() {
    let begin = "dhl 2026-11-18T10:00:00Z in_transit";
    let weather = &format!("{begin}\n dhl 2026-11-19T09:00:00Z exception.delayed_weather");
    let parcel = answers(
        &[
            ("2026-11-18T12:00:00Z", begin, "2026-11-20T18:00:00Z"),
            ("2026-11-19T12:00:00Z", weather, "2026-11-21T18:00:00Z"),
            ("2026-11-20T12:00:00Z", weather, "2026-11-21T12:00:00Z"),
            ("2026-11-20T16:00:00Z", weather, "2026-11-21T12:00:00Z"),
        ],
        "2026-11-20T18:00:00Z",
    );
    let moved: Vec<_> =
        parcel.estimates.iter().map(|e| (e.moved_minutes, e.reason.clone(), e.cause)).collect();
    assert_eq!(
        moved,
        [
            (None, None, None),
            (Some(24 * 60), Some(Reason::ExternalWeather), Some(1)),
            (Some(-6 * 60), None, None)
        ]
    );
    let last = &parcel.estimates[2];
    assert_eq!((last.first_seen, last.last_seen), (utc("2026-11-20T12:00:00Z"), utc("2026-11-20T16:00:00Z")));
    assert_eq!(parcel.estimate, Some(last.estimate.clone()));
}

#[test]
fn estimates_of_two_sources_stand_in_the_order_of_first_sight_and_move_by_themselves() {
    let mut told = Vec::new();
    for (name, fetched, to) in [
        ("amazon", "2026-11-18T00:00:00Z", "2026-11-22T00:00:00Z"),
        ("dhl", "2026-11-18T06:00:00Z", "2026-11-20T00:00:00Z"),
        ("amazon", "2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z"),
    ] {
        let mut report = Report::new(source(name), utc(fetched));
        report.estimate = estimated(to);
        told.push(report);
    }
    told.reverse();
    let parcel = picture(told, "2026-11-19T12:00:00Z");
    let list: Vec<_> =
        parcel.estimates.iter().map(|e| (e.source.channel.to_string(), e.moved_minutes)).collect();
    assert_eq!(
        list,
        [(AMAZON.to_owned(), None), ("dhl/unified".to_owned(), None), (AMAZON.to_owned(), Some(-1440))]
    );
}

#[test]
fn an_estimate_that_is_over_gives_way_to_one_that_is_ahead() {
    let mut told = reports(
        "dhl 2026-11-18T10:00:00Z in_transit\n amazon 2026-11-18T10:00:00Z in_transit",
        "2026-11-18T12:00:00Z",
    );
    told[0].estimate = Some(Estimate::new(EstimateKind::Window, "2026-11-19T14:00:00Z".parse().unwrap()));
    told[1].estimate = estimated("2026-11-21T18:00:00Z");
    let ahead = |at: &str| picture(told.clone(), at).estimate.unwrap().to.to_string();
    assert_eq!(ahead("2026-11-19T12:00:00Z"), "2026-11-19T14:00:00Z", "the window says more");
    assert_eq!(ahead("2026-11-19T15:00:00Z"), "2026-11-21T18:00:00Z", "the window is over");
    // Where all are over, the most exact is kept; the parcel is late.
    assert_eq!(ahead("2026-11-22T00:00:00Z"), "2026-11-19T14:00:00Z");
    assert!(matches!(picture(told.clone(), "2026-11-22T00:00:00Z").timeliness, Timeliness::Late { .. }));
}

// --------------------------------------------------------------------------------------------------- timeliness

#[test]
fn a_parcel_on_its_way_back_is_not_expected() {
    let first = "dhl 2026-11-18T10:00:00Z in_transit";
    let back = &format!("{first}\n dhl 2026-11-19T10:00:00Z returning.refused");
    let told = [("2026-11-18T12:00:00Z", first, "2026-11-20"), ("2026-11-19T12:00:00Z", back, "2026-11-22")];
    let parcel = answers(&told, "2026-11-19T12:00:00Z");
    assert!(parcel.is_returning);
    assert_eq!((parcel.estimate, parcel.delay, parcel.timeliness), (None, None, Timeliness::Unknown));
    let all: Vec<String> = parcel.estimates.iter().map(|e| e.estimate.to.to_string()).collect();
    assert_eq!(all, ["2026-11-20", "2026-11-22"], "what was told is kept");
    // Waiting for its sender it is not expected either, and turned round once more it is.
    let waits = &format!("{back}\n dhl 2026-11-20T10:00:00Z available_for_pickup");
    let parcel = answers(&[("2026-11-20T12:00:00Z", waits, "2026-11-22")], "2026-11-20T12:00:00Z");
    assert_eq!((parcel.is_returning, parcel.estimate), (true, None));
    let again = &format!("{back}\n me 2026-11-20T10:00:00Z in_transit");
    let mut heard = reports(again, "2026-11-20T12:00:00Z");
    heard[0].estimate = estimated("2026-11-22");
    let parcel = picture(heard, "2026-11-20T12:00:00Z");
    assert_eq!((parcel.is_returning, parcel.estimate), (false, estimated("2026-11-22")));
}

#[track_caller]
fn check_timeliness(story: &str, promise: &str, at: &str, expected: Timeliness) -> Parcel {
    let parcel = with_promise(story, promise, at);
    assert_eq!(parcel.timeliness, expected, "\n{parcel}");
    assert_eq!(parcel.delay.is_some(), matches!(expected, Timeliness::Late { .. }), "{:?}", parcel.delay);
    parcel
}

#[test]
fn a_delivery_is_early_on_time_or_late_by_what_was_promised_first() {
    for (delivered, expected) in [
        ("2026-11-19T23:00:00+01:00", Timeliness::Early { minutes: 60 }),
        ("2026-11-20T00:30:00+01:00", Timeliness::OnTime),
        ("2026-11-20T23:59:00+01:00", Timeliness::OnTime),
        ("2026-11-21T02:00:00+01:00", Timeliness::Late { minutes: 120 }),
        // A day is late or early if all of it is, and counts from its middle.
        ("2026-11-20", Timeliness::OnTime),
        ("2026-11-19", Timeliness::Early { minutes: 720 }),
        ("2026-11-21", Timeliness::Late { minutes: 720 }),
    ] {
        let story = format!("dhl 2026-11-18T10:00:00Z in_transit\n dhl {delivered} delivered");
        check_timeliness(&story, "2026-11-20", "2026-11-25T00:00:00Z", expected);
    }
}

#[test]
fn a_promise_is_at_risk_before_it_is_broken() {
    let transit = "dhl 2026-11-19T10:00:00Z in_transit";
    let out = "dhl 2026-11-20T07:00:00Z out_for_delivery";
    let problem = "dhl 2026-11-19T10:00:00Z exception.missorted";
    let attempt = "dhl 2026-11-20T09:00:00Z attempt_failed.recipient_absent";
    let (on_time, at_risk) = (Timeliness::OnTime, Timeliness::AtRisk);
    for (story, at, expected) in [
        (transit, "2026-11-19T12:00:00Z", on_time),
        (transit, "2026-11-20T10:59:00Z", on_time),
        // Noon in Berlin.
        (transit, "2026-11-20T11:00:00Z", at_risk),
        (out, "2026-11-20T16:00:00Z", on_time),
        (problem, "2026-11-19T12:00:00Z", at_risk),
        (attempt, "2026-11-20T10:00:00Z", at_risk),
        (transit, "2026-11-21T01:00:00Z", Timeliness::Late { minutes: 120 }),
        (out, "2026-11-21T01:00:00Z", Timeliness::Late { minutes: 120 }),
    ] {
        check_timeliness(story, "2026-11-20", at, expected);
    }
    // A promise for ten o'clock is at risk at eight.
    check_timeliness(transit, "2026-11-20T10:00:00+01:00", "2026-11-20T06:59:00Z", on_time);
    check_timeliness(transit, "2026-11-20T10:00:00+01:00", "2026-11-20T07:00:00Z", at_risk);
}

#[test]
fn an_estimate_behind_the_promise_puts_it_at_risk() {
    let mut told = reports("dhl 2026-11-18T10:00:00Z in_transit", "2026-11-18T12:00:00Z");
    told[0].estimate = promised("2026-11-20T18:00:00Z");
    let mut later = told[0].clone();
    later.fetched_at = utc("2026-11-19T00:00:00Z");
    later.estimate = estimated("2026-11-21T18:00:00Z");
    let mut earlier = later.clone();
    earlier.fetched_at = utc("2026-11-19T06:00:00Z");
    earlier.estimate = estimated("2026-11-19T18:00:00Z");
    told.push(later);
    let parcel = picture(told.clone(), "2026-11-19T03:00:00Z");
    let delay = parcel.delay.unwrap();
    assert_eq!(parcel.timeliness, Timeliness::AtRisk);
    assert_eq!((delay.minutes, delay.basis), (1440, DelayBasis::Estimate));
    let overdue = picture(told.clone(), "2026-11-20T19:00:00Z");
    let delay = overdue.delay.unwrap();
    assert_eq!(overdue.timeliness, Timeliness::Late { minutes: 1440 });
    assert_eq!((delay.minutes, delay.basis), (1440, DelayBasis::Overdue));
    told.push(earlier);
    let early = picture(told, "2026-11-19T07:00:00Z");
    assert_eq!((early.timeliness, early.delay), (Timeliness::Early { minutes: 6 * 60 }, None));
}

#[test]
fn ready_to_collect_is_arrival_and_the_way_back_is_not_measured() {
    let ready = "dhl 2026-11-20T10:00:00Z available_for_pickup.locker";
    check_timeliness(ready, "2026-11-20", "2026-11-25T00:00:00Z", Timeliness::OnTime);
    let collected = format!("{ready}\n dhl 2026-11-23T10:00:00Z delivered.collected");
    check_timeliness(&collected, "2026-11-20", "2026-11-25T00:00:00Z", Timeliness::OnTime);
    let back = format!("{ready}\n dhl 2026-11-28T10:00:00Z returning.unclaimed");
    check_timeliness(&back, "2026-11-20", "2026-12-01T00:00:00Z", Timeliness::Unknown);
    let nothing_promised = told(ready, "2026-11-25T00:00:00Z");
    assert_eq!((nothing_promised.timeliness, nothing_promised.delay), (Timeliness::Unknown, None));
}

#[test]
fn a_delivery_that_only_a_summary_tells_is_on_time_if_it_was_told_in_time() {
    let delivered = |fetched: &str| {
        let mut told = reports("dhl 2026-11-20T08:00:00Z out_for_delivery", fetched);
        told[0].headline = Some(Headline::new(Status::Delivered));
        told[0].estimate = promised("2026-11-20T18:00:00Z");
        picture(told, "2026-11-25T00:00:00Z").timeliness
    };
    assert_eq!(delivered("2026-11-20T17:00:00Z"), Timeliness::OnTime);
    assert_eq!(delivered("2026-11-22T17:00:00Z"), Timeliness::Unknown);
}

// ------------------------------------------------------------------------------------------------------ silence

#[test]
fn silence_is_long_by_the_state_and_only_if_a_source_answered() {
    let silence = |story: &str, fetched: &str, at: &str| {
        let silence = picture(reports(story, fetched), at).silence.unwrap();
        (silence.kind, silence.minutes / 60)
    };
    for (story, hours) in [
        ("dhl 2026-11-10T00:00:00Z info_received", 48),
        ("dhl 2026-11-10T00:00:00Z in_transit", 72),
        ("dhl 2026-11-10T00:00:00Z out_for_delivery", 18),
        ("dhl 2026-11-10T00:00:00Z exception", 72),
        ("dhl 2026-11-10T00:00:00Z returning", 120),
    ] {
        let after = |hours: i64| {
            let at = (utc("2026-11-10T00:00:00Z") + chrono::TimeDelta::hours(hours)).to_rfc3339();
            silence(story, &at, &at)
        };
        assert_eq!(after(hours), (SilenceKind::Usual, hours), "{story}");
        assert_eq!(after(hours + 1), (SilenceKind::Long, hours + 1), "{story}");
    }
    let waits = "dhl 2026-11-10T00:00:00Z available_for_pickup";
    assert_eq!(silence(waits, "2026-11-17T00:00:00Z", "2026-11-17T00:00:00Z"), (SilenceKind::Usual, 168));
    // Nobody has answered for long enough to know.
    let moves = "dhl 2026-11-10T00:00:00Z in_transit";
    assert_eq!(silence(moves, "2026-11-10T06:00:00Z", "2026-11-14T00:00:00Z"), (SilenceKind::Unheard, 96));
}

#[test]
fn a_source_that_refuses_does_not_make_a_parcel_silent_and_a_notice_is_no_scan() {
    let story = "dhl 2026-11-10T00:00:00Z in_transit\n dhl 2026-11-10T02:00:00Z notice.sms_sent";
    let mut history: History = reports(story, "2026-11-10T06:00:00Z").into_iter().collect();
    history.absorb(Refusal::new(source("dhl"), utc("2026-11-14T00:00:00Z"), RefusalKind::Unavailable));
    let silence = history.parcel(utc("2026-11-14T00:00:00Z")).silence.unwrap();
    assert_eq!((silence.kind, silence.entry), (SilenceKind::Unheard, 0));
    assert_eq!(silence.heard_at, Some(utc("2026-11-10T06:00:00Z")));
    let over = told("dhl 2026-11-10T00:00:00Z delivered", "2026-11-30T00:00:00Z");
    assert_eq!(over.silence, None);
}

// ----------------------------------------------------------------------------------------------------- attempts

#[test]
fn attempts_tell_their_number_time_reason_and_what_comes_next() {
    let first = "dhl 2026-11-10T10:00:00+01:00 attempt_failed.recipient_absent
                 dhl 2026-11-10T12:00:00+01:00 attempt_failed.notice_left";
    let then = &format!("{first}\n dhl 2026-11-10T18:00:00+01:00 in_transit.delivery_rescheduled");
    let second =
        &format!("{then}\n dhl 2026-11-12T11:00:00+01:00 attempt_failed.no_access reason=recipient.closed");
    let parcel = answers(
        &[
            ("2026-11-10T12:00:00Z", first, "2026-11-10T18:00:00+01:00"),
            ("2026-11-10T20:00:00Z", then, "2026-11-12T18:00:00+01:00"),
            ("2026-11-12T20:00:00Z", second, "2026-11-13T18:00:00+01:00"),
        ],
        "2026-11-12T21:00:00Z",
    );
    let [one, two] = &parcel.attempts[..] else { panic!("{:?}", parcel.attempts) };
    assert_eq!((one.number, one.time.to_string().as_str(), one.entry), (1, "2026-11-10T10:00:00+01:00", 0));
    assert_eq!(one.reason, Some(Reason::RecipientNotHome), "as the substatus says");
    let next = one.next.as_ref().unwrap();
    assert_eq!(
        (next.entry, next.estimate.as_ref().unwrap().to.to_string().as_str()),
        (Some(2), "2026-11-12T18:00:00+01:00")
    );
    assert_eq!((two.number, &two.reason), (2, &Some(Reason::RecipientClosed)), "as the source says");
    let next = two.next.as_ref().unwrap();
    assert_eq!(
        (next.entry, next.estimate.as_ref().unwrap().to.to_string().as_str()),
        (None, "2026-11-13T18:00:00+01:00")
    );
    let action = parcel.action_required.unwrap();
    assert_eq!(
        (action.actor, action.what),
        (Actor::Recipient, Action::GiveAccess),
        "before the next attempt"
    );
}

#[test]
fn nobody_must_act_where_the_next_attempt_is_announced() {
    let parcel = told(
        "dhl 2026-11-10T10:00:00Z attempt_failed.recipient_absent
         dhl 2026-11-10T18:00:00Z in_transit.delivery_rescheduled
         dhl 2026-11-10T18:00:00Z attempt_failed.notice_left",
        "2026-11-11T00:00:00Z",
    );
    assert_eq!(parcel.status(), Status::AttemptFailed);
    assert_eq!(parcel.action_required, None);
}

#[test]
fn attempts_are_counted_as_far_as_a_source_counts() {
    let parcel = told(
        "dhl 2026-11-10T10:00:00Z attempt_failed.second_attempt
         dhl 2026-11-11T10:00:00Z attempt_failed
         dhl 2026-11-13T10:00:00Z attempt_failed return",
        "2026-11-14T00:00:00Z",
    );
    let numbers: Vec<_> = parcel.attempts.iter().map(|a| (a.number, a.leg.clone())).collect();
    assert_eq!(numbers, [(2, None), (3, None), (1, Some(Leg::Return))]);
    assert!(parcel.attempts.iter().all(|attempt| attempt.next.is_none()));
}

// ------------------------------------------------------------------------------------------------------ pick-up

fn waiting(collect_by: Option<&str>, story: &str, at: &str) -> Parcel {
    let mut told = reports(story, at);
    told[0].zone = Some(Zone::BERLIN);
    let mut point = PickupPoint::default();
    point.collect_by = collect_by.map(|by| by.parse().unwrap());
    point.opening_hours = vec!["Mo-Fr 9-18".into()];
    told[0].pickup = point.non_empty();
    picture(told, at)
}

#[test]
fn a_pick_up_tells_since_when_and_for_how_long_it_waits() {
    let story = "dhl 2026-11-10T10:00:00+01:00 attempt_failed
                 dhl 2026-11-10T18:00:00+01:00 available_for_pickup.post_office city=Bonn
                 dhl 2026-11-11T09:00:00+01:00 available_for_pickup.post_office";
    let at = |at: &str| waiting(Some("2026-11-17"), story, at).pickup.unwrap();
    let pickup = at("2026-11-14T12:00:00Z");
    assert_eq!(pickup.point.kind, Some(HandoverPlace::PostOffice));
    assert_eq!(pickup.point.location.as_ref().unwrap().city.as_deref(), Some("Bonn"));
    assert_eq!(pickup.point.opening_hours, ["Mo-Fr 9-18"]);
    assert_eq!(pickup.ready_since, Some("2026-11-10T18:00:00+01:00".parse().unwrap()));
    assert_eq!((pickup.is_waiting, pickup.days_left, pickup.is_expired), (true, Some(3), false));
    // Half past eleven in the evening in UTC is the next day in Berlin.
    assert_eq!(at("2026-11-14T23:30:00Z").days_left, Some(2));
    assert_eq!(at("2026-11-17T22:00:00Z").days_left, Some(0));
    assert!(!at("2026-11-17T22:00:00Z").is_expired);
    assert_eq!(
        (at("2026-11-18T00:00:00Z").days_left, at("2026-11-18T00:00:00Z").is_expired),
        (Some(0), true)
    );
    assert_eq!(waiting(None, story, "2026-11-14T12:00:00Z").pickup.unwrap().days_left, None);
}

#[test]
fn what_was_collected_or_went_back_waits_no_more() {
    let ready = "dhl 2026-11-10T18:00:00Z available_for_pickup.locker";
    let collected = format!("{ready}\n dhl 2026-11-12T10:00:00Z delivered.collected");
    let pickup = waiting(Some("2026-11-17"), &collected, "2026-11-20T00:00:00Z").pickup.unwrap();
    assert_eq!((pickup.is_waiting, pickup.days_left, pickup.is_expired), (false, None, false));
    let unclaimed = format!("{ready}\n dhl 2026-11-18T10:00:00Z returning.unclaimed");
    let pickup = waiting(Some("2026-11-17"), &unclaimed, "2026-11-20T00:00:00Z").pickup.unwrap();
    assert_eq!((pickup.is_waiting, pickup.is_expired), (false, true));
    let announced =
        waiting(Some("2026-11-17"), "dhl 2026-11-10T18:00:00Z in_transit", "2026-11-20T00:00:00Z");
    assert_eq!(announced.pickup.unwrap().ready_since, None);
    assert_eq!(
        told(&ready.replace("available_for_pickup.locker", "in_transit"), "2026-11-20T00:00:00Z").pickup,
        None
    );
}

// --------------------------------------------------------------------------------------------------- milestones

/// The milestones as words: `+` told, `~` inferred, `-` ahead.
fn milestones(parcel: &Parcel) -> String {
    let words: Vec<String> = parcel
        .milestones
        .iter()
        .map(|milestone| {
            let mark = match milestone.reached {
                Reached::Told => '+',
                Reached::Inferred => '~',
                _ => '-',
            };
            assert_eq!(milestone.entry.is_some(), mark == '+');
            assert_eq!(milestone.time, milestone.entry.map(|entry| parcel.entries[entry].time));
            format!("{mark}{}", serde_json::to_value(milestone.kind).unwrap().as_str().unwrap())
        })
        .collect();
    words.join(" ")
}

#[track_caller]
fn check_milestones(story: &str, expected: &str, progress: u8) -> Parcel {
    let parcel = told(story, "2026-11-20T00:00:00Z");
    assert_eq!((milestones(&parcel).as_str(), parcel.progress), (expected, progress), "\n{parcel}");
    parcel
}

#[test]
fn milestones_are_what_people_expect() {
    check_milestones("", "-ordered -shipped -out_for_delivery -delivered", 0);
    let mut story = "dhl 2026-11-10T10:00:00Z info_received".to_owned();
    check_milestones(&story, "+ordered -shipped -out_for_delivery -delivered", 10);
    story += "\n dhl 2026-11-10T18:00:00Z in_transit.accepted";
    check_milestones(&story, "+ordered +shipped -out_for_delivery -delivered", 30);
    story += "\n dhl 2026-11-11T05:00:00Z in_transit.delivery_depot_in";
    check_milestones(&story, "+ordered +shipped -out_for_delivery -delivered", 50);
    story += "\n dhl 2026-11-11T08:00:00Z out_for_delivery";
    check_milestones(&story, "+ordered +shipped +out_for_delivery -delivered", 75);
    story += "\n dhl 2026-11-11T12:00:00Z attempt_failed";
    check_milestones(&story, "+ordered +shipped +out_for_delivery +problem -delivered", 75);
    story += "\n dhl 2026-11-12T08:00:00Z out_for_delivery";
    let parcel = check_milestones(&story, "+ordered +shipped +out_for_delivery -delivered", 75);
    assert_eq!(parcel.milestones[2].entry, Some(5), "the newest tour");
    story += "\n dhl 2026-11-12T12:00:00Z delivered";
    check_milestones(&story, "+ordered +shipped +out_for_delivery +delivered", 100);
}

#[test]
fn what_nobody_told_is_inferred_from_what_lies_beyond() {
    check_milestones(
        "dhl 2026-11-12T12:00:00Z delivered",
        "~ordered ~shipped ~out_for_delivery +delivered",
        100,
    );
    check_milestones(
        "dhl 2026-11-12T12:00:00Z attempt_failed",
        "~ordered ~shipped ~out_for_delivery +problem -delivered",
        75,
    );
    // The driver closes the stop first.
    let parcel = check_milestones(
        "dhl 2026-11-12T12:00:00Z delivered\n dhl 2026-11-12T12:05:00Z out_for_delivery",
        "~ordered ~shipped +out_for_delivery +delivered",
        100,
    );
    assert_eq!(parcel.milestones[2].kind, MilestoneKind::OutForDelivery);
}

#[test]
fn a_parcel_that_is_collected_has_another_way() {
    let mut story =
        "dhl 2026-11-10T10:00:00Z in_transit\n dhl 2026-11-11T10:00:00Z available_for_pickup".to_owned();
    check_milestones(&story, "~ordered +shipped +ready_for_pickup -delivered", 90);
    story += "\n dhl 2026-11-11T18:00:00Z exception.damaged";
    check_milestones(&story, "~ordered +shipped +ready_for_pickup +problem -delivered", 90);
    story += "\n dhl 2026-11-12T10:00:00Z delivered.collected";
    check_milestones(&story, "~ordered +shipped +ready_for_pickup +delivered", 100);
}

#[test]
fn on_the_way_back_nothing_more_is_reached() {
    let mut story =
        "dhl 2026-11-10T10:00:00Z in_transit\n dhl 2026-11-11T10:00:00Z returning.refused".to_owned();
    check_milestones(&story, "~ordered +shipped +returning -returned", 30);
    story += "\n dhl 2026-11-12T05:00:00Z in_transit.delivery_depot_in
              dhl 2026-11-12T10:00:00Z out_for_delivery return
              dhl 2026-11-12T11:00:00Z exception.delayed";
    check_milestones(&story, "~ordered +shipped +returning +problem -returned", 30);
    story += "\n dhl 2026-11-13T10:00:00Z delivered";
    check_milestones(&story, "~ordered +shipped +returning +returned", 30);
    check_milestones(
        "dhl 2026-11-10T10:00:00Z delivered\n dhl 2026-11-13T10:00:00Z delivered return",
        "~ordered ~shipped ~out_for_delivery +delivered ~returning +returned",
        90,
    );
}

#[test]
fn an_end_takes_the_place_of_what_was_not_reached() {
    check_milestones(
        "dhl 2026-11-10T10:00:00Z info_received\n dhl 2026-11-11T10:00:00Z cancelled",
        "+ordered +cancelled",
        10,
    );
    check_milestones(
        "dhl 2026-11-10T10:00:00Z in_transit\n dhl 2026-11-11T10:00:00Z failed.lost",
        "~ordered +shipped +failed",
        30,
    );
}

#[test]
fn a_delivery_taken_back_is_no_milestone() {
    check_milestones(
        "dhl 2026-11-10T10:00:00Z delivered\n dhl 2026-11-11T12:00:00Z in_transit.facility_in",
        "~ordered +shipped -out_for_delivery -delivered",
        30,
    );
}

// --------------------------------------------------------------------------------------------------------- legs

fn legs(parcel: &Parcel) -> Vec<String> {
    let text = |time: Option<parceltrack::EventTime>| time.map_or("-".to_owned(), |time| time.to_string());
    parcel
        .legs
        .iter()
        .map(|leg| {
            let state = leg.state.as_ref().map_or("-".to_owned(), ToString::to_string);
            let last = if leg.is_last { " last" } else { "" };
            format!("{} {} {} {} {state}{last}", leg.carrier, leg.direction, text(leg.begins), text(leg.ends))
        })
        .collect()
}

#[test]
fn each_carrier_has_its_leg() {
    let mut told = reports(
        "dhl 2026-11-10T10:00:00Z info_received
         dhl 2026-11-10T12:00:00Z in_transit
         dhl 2026-11-11T10:00:00Z delivered
         amazon 2026-11-10T12:00:00Z in_transit
         dpd 2026-11-11T11:00:00Z in_transit.partner_received
         dpd 2026-11-12T08:00:00Z out_for_delivery",
        "2026-11-12T09:00:00Z",
    );
    let dpd = source("dpd");
    told[0].related.push(Related::new(Relation::Continues, dpd.channel.carrier().clone(), dpd.number));
    let parcel = picture(told, "2026-11-12T09:00:00Z");
    assert_eq!(
        legs(&parcel),
        [
            "dhl forward 2026-11-10T12:00:00Z 2026-11-11T10:00:00Z in_transit.handed_to_partner",
            "dpd forward 2026-11-11T11:00:00Z - out_for_delivery last",
        ]
    );
    assert_eq!(parcel.carrier.as_ref(), Some(&parcel.legs[1].carrier));
}

#[test]
fn the_way_back_is_a_leg_of_its_own() {
    let parcel = told(
        "dhl 2026-11-10T12:00:00Z in_transit
         dhl 2026-11-11T10:00:00Z attempt_failed.refused
         dhl 2026-11-12T10:00:00Z returning.refused
         dhl 2026-11-14T10:00:00Z delivered",
        "2026-11-20T00:00:00Z",
    );
    assert_eq!(
        legs(&parcel),
        [
            "dhl forward 2026-11-10T12:00:00Z 2026-11-11T10:00:00Z attempt_failed.refused",
            "dhl return 2026-11-12T10:00:00Z 2026-11-14T10:00:00Z returned last",
        ]
    );
}

#[test]
fn two_channels_of_a_carrier_tell_of_one_leg_and_a_summary_alone_has_no_times() {
    let mut told = reports(
        "dhl 2026-11-10T12:00:00Z in_transit\n dhl 2026-11-12T08:00:00Z out_for_delivery",
        "2026-11-12T09:00:00Z",
    );
    let mut other =
        reports("dhl 2026-11-11T12:00:00Z in_transit.facility_in", "2026-11-12T09:00:00Z").remove(0);
    other.source.channel = "dhl/parcel-de".parse().unwrap();
    let mut dpd = Report::new(source("dpd"), utc("2026-11-12T09:00:00Z"));
    dpd.headline = Some(Headline::new(Status::InTransit));
    told.extend([other, dpd]);
    assert_eq!(
        legs(&picture(told, "2026-11-12T09:00:00Z")),
        ["dpd forward - - in_transit", "dhl forward 2026-11-10T12:00:00Z - out_for_delivery last"]
    );
}

#[test]
fn another_parcel_that_had_the_number_before_is_left_out() {
    let parcel = told(
        "dhl 2026-02-01T10:00:00+01:00 in_transit
         dhl 2026-02-02T10:00:00+01:00 delivered
         dhl 2026-11-10T10:00:00+01:00 info_received
         dhl 2026-11-11T10:00:00+01:00 in_transit",
        "2026-11-12T00:00:00Z",
    );
    assert_eq!(legs(&parcel), ["dhl forward 2026-11-11T10:00:00+01:00 - in_transit last"]);
    assert_eq!(milestones(&parcel), "+ordered +shipped -out_for_delivery -delivered");
    assert_eq!(parcel.milestones[0].entry, Some(2));
    let explanation = parcel.explain();
    assert_eq!(explanation.set_aside[1].why, WhySetAside::EarlierParcel);
    assert!(
        explanation
            .to_string()
            .contains("delivered (2026-02-02 10:00) is about an earlier parcel of this number")
    );
}

#[test]
fn what_is_only_announced_has_not_begun() {
    let parcel = told("dhl 2026-11-10T12:00:00Z info_received.label_created", "2026-11-20T00:00:00Z");
    assert_eq!(legs(&parcel), ["dhl forward - - info_received.label_created last"]);
    assert!(told("amazon 2026-11-10T12:00:00Z in_transit", "2026-11-20T00:00:00Z").legs.is_empty());
}

// ------------------------------------------------------------------------------------------------ what must be done

#[test]
fn an_action_names_who_must_do_what() {
    let (recipient, sender, carrier) = (Actor::Recipient, Actor::Sender, Actor::Carrier);
    for (word, expected) in [
        ("info_received.awaiting_handover", Some((&sender, Action::HandOver))),
        ("in_transit.reschedule_needed", Some((&recipient, Action::ChooseDelivery))),
        ("in_transit.facility_in", None),
        ("available_for_pickup", Some((&recipient, Action::Collect))),
        ("attempt_failed.address_problem", Some((&recipient, Action::CorrectAddress))),
        ("attempt_failed.recipient_absent", Some((&carrier, Action::DeliverAgain))),
        ("attempt_failed.refused", None),
        ("exception.held_for_payment", Some((&recipient, Action::PayDuties))),
        ("exception.documents_required", Some((&recipient, Action::ProvideDocuments))),
        ("exception.documents_required reason=sender.data", Some((&sender, Action::ProvideDocuments))),
        ("exception.address_problem reason=sender.data", Some((&sender, Action::CorrectAddress))),
        ("exception reason=customs.duties", Some((&recipient, Action::PayDuties))),
        ("exception.missorted", Some((&carrier, Action::Resolve))),
        ("exception.delayed_weather", None),
        ("returning reason=sender.data", None),
        ("delivered", None),
    ] {
        let parcel = told(&format!("dhl 2026-11-10T12:00:00Z {word}"), "2026-11-10T18:00:00Z");
        let found = parcel.action_required.map(|action| (action.actor, action.what));
        assert_eq!(found, expected.map(|(actor, what)| (actor.clone(), what)), "{word}");
    }
    let parcel = waiting(
        Some("2026-11-17"),
        "dhl 2026-11-10T18:00:00Z available_for_pickup.locker",
        "2026-11-11T00:00:00Z",
    );
    let action = parcel.action_required.unwrap();
    assert_eq!((action.by, action.entry), (Some("2026-11-17".parse().unwrap()), Some(0)));
}

// ----------------------------------------------------------------------------------------- who can be believed

#[test]
fn a_source_can_be_believed_or_not() {
    let story = "dhl 2026-11-10T10:00:00Z in_transit\n amazon 2026-11-10T10:00:00Z in_transit";
    let belief = |refused: Option<&str>, at: &str| {
        let mut history: History = reports(story, "2026-11-10T12:00:00Z").into_iter().collect();
        if let Some(refused) = refused {
            history.absorb(Refusal::new(source("dhl"), utc(refused), RefusalKind::Unauthorized));
        }
        history.parcel(utc(at)).sources.remove(1)
    };
    assert_eq!(belief(None, "2026-11-10T13:00:00Z").belief, SourceState::Ok);
    let stale = SourceState::Stale { since: utc("2026-11-10T12:00:00Z") };
    assert_eq!(belief(None, "2026-11-11T13:00:00Z").belief, stale);
    let failing = belief(Some("2026-11-10T13:00:00Z"), "2026-11-10T14:00:00Z");
    let at = utc("2026-11-10T13:00:00Z");
    assert_eq!(failing.belief, SourceState::Failing { refusal: RefusalKind::Unauthorized, at });
    assert_eq!(failing.last_failure.unwrap().at, at);
    // It has answered since.
    let recovered = belief(Some("2026-11-10T11:00:00Z"), "2026-11-10T14:00:00Z");
    assert_eq!(recovered.belief, SourceState::Ok);
    assert_eq!(recovered.last_failure.unwrap().kind, RefusalKind::Unauthorized);
    // Nobody waits for news of what has arrived.
    let over = told("dhl 2026-11-10T10:00:00Z delivered", "2026-11-10T12:00:00Z");
    assert_eq!(over.sources[0].belief, SourceState::Ok);
}

#[test]
fn an_answer_that_became_poor_is_not_believed() {
    let story = "dhl 2026-11-10T08:00:00Z in_transit\n dhl 2026-11-10T09:00:00Z in_transit.facility_in
                 dhl 2026-11-10T10:00:00Z out_for_delivery";
    let full = reports(story, "2026-11-10T12:00:00Z").remove(0);
    let mut poor = full.clone();
    poor.fetched_at = utc("2026-11-10T13:00:00Z");
    poor.events.truncate(1);
    let parcel = picture([full, poor], "2026-11-10T14:00:00Z");
    assert_eq!(parcel.sources[0].belief, SourceState::PoorAnswer);
}

#[test]
fn a_divergence_names_both_sides_their_times_and_who_is_believed() {
    let parcel = told(
        "amazon 2026-11-20T14:02:00+01:00 delivered
         dhl 2026-11-20T18:10:00+01:00 attempt_failed",
        "2026-11-20T20:00:00Z",
    );
    let divergence = &parcel.divergences[0];
    assert_eq!(
        divergence.to_string(),
        "amazon/fulfillment-outbound says delivered (2026-11-20 14:02), dhl/unified says attempt_failed \
         (2026-11-20 18:10); dhl/unified is believed"
    );
    assert_eq!(divergence.claim.as_ref().unwrap().told_at, utc("2026-11-20T20:00:00Z"));
    assert_eq!(parcel.sources[0].divergence, Some(divergence.kind));
    assert_eq!(parcel.sources[1].divergence, None);
    let behind = told(
        "amazon 2026-11-20T08:00:00Z out_for_delivery
         dhl 2026-11-20T11:48:00Z delivered",
        "2026-11-20T20:00:00Z",
    );
    assert_eq!(
        behind.divergences[0].to_string(),
        "amazon/fulfillment-outbound still says out_for_delivery (2026-11-20 08:00Z), dhl/unified says delivered \
         (2026-11-20 11:48Z); dhl/unified is believed, amazon/fulfillment-outbound is 3 h 48 min behind"
    );
}

// ---------------------------------------------------------------------------------------------------------- why

#[track_caller]
fn check_sentence(parcel: &Parcel, expected: &str) {
    let explanation = parcel.explain();
    assert_eq!(explanation.to_string(), expected, "\n{parcel}");
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["sentence"], expected);
    assert!(!json.to_string().contains(NUMBER) || !explanation.disputes.is_empty());
}

#[track_caller]
fn check_why(story: &str, expected: &str) -> Parcel {
    let parcel = told(story, "2026-11-25T00:00:00Z");
    check_sentence(&parcel, expected);
    parcel
}

#[test]
fn a_scan_explains_itself_by_its_witnesses() {
    let parcel = check_why(
        "dhl 2026-11-20T12:00:00+01:00 delivered.neighbour
         amazon 2026-11-20T11:00:00Z delivered",
        "delivered.neighbour because dhl/unified and amazon/fulfillment-outbound scanned it so on 2026-11-20 12:00",
    );
    let explanation = parcel.explain();
    assert_eq!((explanation.evidence, explanation.rule), (EvidenceKind::Scan, None));
    assert_eq!(explanation.because.unwrap().entry, 0);
}

#[test]
fn an_announcement_is_told_and_not_scanned() {
    check_why(
        "amazon 2026-11-20 info_received.label_created",
        "info_received.label_created because amazon/fulfillment-outbound told it so on 2026-11-20",
    );
}

#[test]
fn a_false_delivery_is_explained_by_who_took_it_back() {
    let story = "dhl 2026-11-20T14:02:00+01:00 delivered
                 amazon 2026-11-20T14:02:00+01:00 delivered
                 dhl 2026-11-21T08:41:00+01:00 out_for_delivery";
    let parcel = check_why(
        story,
        "out_for_delivery because dhl/unified scanned it so on 2026-11-21 08:41, a day after it was told as delivered \
         on 2026-11-20 14:02 (dhl/unified, amazon/fulfillment-outbound): the delivery is taken back",
    );
    let explanation = parcel.explain();
    assert_eq!(explanation.rules[0].rule, Rule::DeliveryRetracted);
    assert_eq!(explanation.set_aside[0].why, WhySetAside::TakenBack);
    assert_eq!(explanation.disputes.len(), 1);
    check_why(
        &format!("{story}\n dhl 2026-11-21T12:00:00+01:00 attempt_failed.refused"),
        "attempt_failed.refused because dhl/unified scanned it so on 2026-11-21 12:00; the delivery told on 2026-11-20 \
         14:02 (dhl/unified, amazon/fulfillment-outbound) was taken back by dhl/unified on 2026-11-21 08:41",
    );
}

#[test]
fn the_stronger_source_is_named_against_the_weaker() {
    check_why(
        "amazon 2026-11-20T14:02:00+01:00 delivered
         dhl 2026-11-20T18:10:00+01:00 attempt_failed",
        "attempt_failed because dhl/unified scanned it so on 2026-11-20 18:10, after it was told as delivered on \
         2026-11-20 14:02 (amazon/fulfillment-outbound): on the same day the stronger source is believed",
    );
}

#[test]
fn a_late_scan_is_named_as_set_aside() {
    check_why(
        "dhl 2026-11-20T14:02:00+01:00 delivered\n amazon 2026-11-20T14:05:00+01:00 out_for_delivery",
        "delivered because dhl/unified scanned it so on 2026-11-20 14:02; out_for_delivery of \
         amazon/fulfillment-outbound (2026-11-20 14:05) is a late scan of the delivery's day; \
         amazon/fulfillment-outbound says out_for_delivery (2026-11-20 14:05), dhl/unified says delivered (2026-11-20 \
         14:02); dhl/unified is believed",
    );
}

#[test]
fn the_way_back_is_explained() {
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 returning\n dhl 2026-11-21T10:00:00+01:00 delivered",
        "returned because dhl/unified told it as delivered on 2026-11-21 10:00, which on the way back means that it is \
         home",
    );
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 returning\n dhl 2026-11-21T10:00:00+01:00 exception.damaged",
        "exception.damaged on the way back because dhl/unified told it so on 2026-11-21 10:00",
    );
}

#[test]
fn a_hand_over_is_explained() {
    let mut told = reports("dhl 2026-11-11T10:00:00+01:00 delivered", "2026-11-12T00:00:00Z");
    let dpd = source("dpd");
    told[0].related.push(Related::new(Relation::Continues, dpd.channel.carrier().clone(), dpd.number));
    check_sentence(
        &picture(told, "2026-11-12T00:00:00Z"),
        "in_transit.handed_to_partner because dhl/unified told it as delivered on 2026-11-11 10:00 at the end of a leg \
         that another one follows: it is handed over there",
    );
}

#[test]
fn a_persons_word_is_explained_whether_it_counts_or_yields() {
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 in_transit\n me 2026-11-21T10:00:00+01:00 delivered",
        "delivered because a person (my/word) said so on 2026-11-21 10:00, which beats what was told before it",
    );
    check_why(
        "me 2026-11-20T10:00:00+01:00 exception\n dhl 2026-11-21T10:00:00+01:00 in_transit",
        "in_transit because dhl/unified scanned it so on 2026-11-21 10:00; a person's exception (2026-11-20 10:00) gives \
         way to a later scan",
    );
}

#[test]
fn a_summary_is_explained_as_one() {
    let mut told = reports("dhl 2026-11-20T10:00:00+01:00 in_transit", "2026-11-21T00:00:00Z");
    told[0].headline = Some(Headline::new(Status::Delivered));
    check_sentence(
        &picture(told, "2026-11-21T00:00:00Z"),
        "delivered because dhl/unified summed it up so as of 2026-11-20 10:00, ahead of the events",
    );
    let mut told = reports("dhl 2026-11-20T10:00:00+01:00 available_for_pickup", "2026-11-21T00:00:00Z");
    let mut amazon = Report::new(source("amazon"), utc("2026-11-21T00:00:00Z"));
    amazon.headline = Some(Headline::new(Status::InTransit));
    told.push(amazon);
    let explanation = picture(told, "2026-11-21T00:00:00Z").explain();
    assert_eq!(explanation.set_aside[0].why, WhySetAside::HeadlineBehind);
    assert!(
        explanation.to_string().contains("sums up in_transit, which is behind the events"),
        "{explanation}"
    );
}

#[test]
fn what_yields_lies_ahead_or_is_told_no_more_is_named() {
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 delivered inferred\n dhl 2026-11-20T12:00:00+01:00 out_for_delivery",
        "out_for_delivery because dhl/unified scanned it so on 2026-11-20 12:00; the inferred delivered (2026-11-20 \
         10:00) gives way to a later scan",
    );
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 delivered inferred",
        "delivered because it follows from what dhl/unified told on 2026-11-20 10:00",
    );
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 in_transit\n dhl 2026-12-24T10:00:00+01:00 delivered",
        "in_transit because dhl/unified scanned it so on 2026-11-20 10:00; delivered of dhl/unified (2026-12-24 10:00) \
         lies in the future",
    );
    check_why(
        "dhl 2026-11-20T10:00:00+01:00 out_for_delivery
         dhl 2026-11-20T12:00:00+01:00 delivered
         dhl 2026-11-20T12:10:00+01:00 notice.information revokes",
        "out_for_delivery because dhl/unified scanned it so on 2026-11-20 10:00; delivered (2026-11-20 12:00) was taken \
         back by dhl/unified",
    );
    let first = reports(
        "dhl 2026-11-20T10:00:00+01:00 in_transit\n dhl 2026-11-20T12:00:00+01:00 out_for_delivery",
        "2026-11-20T12:00:00Z",
    );
    let mut second = first[0].clone();
    second.fetched_at = utc("2026-11-21T00:00:00Z");
    second.events.pop();
    check_sentence(
        &picture([first[0].clone(), second], "2026-11-21T00:00:00Z"),
        "in_transit because dhl/unified scanned it so on 2026-11-20 10:00; out_for_delivery (2026-11-20 12:00) is no \
         longer told by dhl/unified",
    );
}

#[test]
fn a_contradiction_names_both_sides() {
    let parcel = check_why(
        "dhl 2026-11-20T10:00:00+01:00 delivered\n amazon 2026-11-22T10:00:00+01:00 failed.lost",
        "delivered because dhl/unified scanned it so on 2026-11-20 10:00; failed.lost of amazon/fulfillment-outbound \
         (2026-11-22 10:00) does not fit and is set aside; amazon/fulfillment-outbound says failed.lost (2026-11-22 \
         10:00), dhl/unified says delivered (2026-11-20 10:00); dhl/unified is believed",
    );
    assert_eq!(parcel.explain().set_aside[0].why, WhySetAside::Contradiction);
}

#[test]
fn where_nobody_told_a_state_it_is_said_why() {
    check_why("", "pending.new because no source has been asked yet");
    let refused = |kinds: &[(&str, RefusalKind)]| {
        let mut history = History::new();
        for (name, kind) in kinds {
            history.absorb(Refusal::new(source(name), utc("2026-11-20T00:00:00Z"), kind.clone()));
        }
        history.parcel(utc("2026-11-20T00:00:00Z"))
    };
    check_sentence(
        &refused(&[("dhl", RefusalKind::NotFound), ("amazon", RefusalKind::Unavailable)]),
        "pending.not_found because the number is not known to dhl/unified",
    );
    check_sentence(
        &refused(&[("dhl", RefusalKind::InvalidNumber)]),
        "pending.invalid_number because the number is none to dhl/unified",
    );
    check_sentence(
        &refused(&[("dhl", RefusalKind::TimedOut), ("amazon", RefusalKind::Unavailable)]),
        "unknown because no source answered (amazon/fulfillment-outbound: unavailable, dhl/unified: timed_out)",
    );
    let empty = picture([Report::new(source("dhl"), utc("2026-11-20T00:00:00Z"))], "2026-11-20T00:00:00Z");
    check_sentence(&empty, "unknown.no_status because dhl/unified answered without telling a state");
}

#[test]
fn an_explanation_names_neither_numbers_nor_places_nor_texts() {
    let mut told = reports(
        "amazon 2026-11-20T14:02:00+01:00 delivered city=Bonn
         dhl 2026-11-20T18:10:00+01:00 attempt_failed city=Bonn",
        "2026-11-21T00:00:00Z",
    );
    for report in &mut told {
        report.events[0].description = Some("left with Erika Mustermann".into());
    }
    let parcel = picture(told, "2026-11-21T00:00:00Z");
    let explanation = parcel.explain();
    for text in [
        explanation.to_string(),
        format!("{explanation:?}"),
        parcel.divergences[0].to_string(),
        format!("{:?} {:?} {:?}", parcel.divergences, parcel.legs, parcel.estimates),
    ] {
        assert!(!text.contains("Erika") && !text.contains("Bonn") && !text.contains("00340434"), "{text}");
    }
}

// ------------------------------------------------------------------------------------------------ hostile dates

#[test]
fn the_ends_of_the_calendar_break_nothing() {
    let ends = ["0001-01-01T00:00:00+14:00", "0001-01-01", "9999-12-31T23:59:59-12:00", "9999-12-31"];
    for time in ends {
        for to in ends {
            for status in ["delivered", "attempt_failed", "available_for_pickup", "in_transit", "returning"] {
                let mut told =
                    reports(&format!("dhl {time} {status}\n amazon {to} delivered"), "2026-11-10T12:00:00Z");
                let mut estimate = Estimate::new(EstimateKind::Promised, to.parse().unwrap());
                estimate.from = Some(time.parse().unwrap());
                told[0].estimate = Some(estimate);
                let mut point = PickupPoint::default();
                point.collect_by = Some(to.parse().unwrap());
                told[0].pickup = point.non_empty();
                for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, utc("2026-11-10T12:00:00Z")] {
                    let parcel = told.iter().cloned().collect::<History>().parcel(at);
                    assert!(!parcel.explain().to_string().is_empty() && !parcel.to_string().is_empty());
                    serde_json::to_string(&parcel).unwrap();
                }
            }
        }
    }
}
