//! What people are told between two looks at a parcel, one story after the other.
//!
//! A story is two texts: what was told at the first look, and what was told on top of it at the second. A line is
//! `source time status`, with marks behind it.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod story;

use chrono::TimeDelta;
use parceltrack::{
    Action, Actor, Change, ChangeKind, DelayBasis, Estimate, EstimateKind, EventTime, Follow, HandoverPlace,
    Headline, History, Notice, Parcel, PickupPoint, Reason, Refusal, RefusalKind, Related, Relation, Report,
    Status, state,
};
use story::{NUMBER, reports, source, utc};

fn time(text: &str) -> EventTime {
    text.parse().unwrap()
}

const FIRST: &str = "2026-11-20T08:00:00Z";
const SECOND: &str = "2026-11-20T20:00:00Z";

fn follow() -> Follow {
    Follow::new("order 7, parcel 1", utc("2026-11-01T00:00:00Z"))
}

/// The two pictures of a story. The second look tells all that the first told, and more.
fn looks(first: &str, second: &str) -> (Parcel, Parcel) {
    let mut history: History = reports(first, FIRST).into_iter().collect();
    let before = history.parcel(utc(FIRST));
    history.extend(reports(&format!("{first}\n{second}"), SECOND));
    (before, history.parcel(utc(SECOND)))
}

fn told(first: &str, second: &str) -> Vec<Change> {
    let (before, after) = looks(first, second);
    after.changes_since(&before, &follow())
}

/// The kinds of the changes, with a mark where the parcel has gone on since.
fn kinds(changes: &[Change]) -> Vec<String> {
    let mark = |change: &Change| if change.superseded { " (passed)" } else { "" };
    changes.iter().map(|change| format!("{}{}", change.kind.as_str(), mark(change))).collect()
}

#[track_caller]
fn check(first: &str, second: &str, expected: &[&str]) -> Vec<Change> {
    let changes = told(first, second);
    let (before, after) = looks(first, second);
    assert_eq!(kinds(&changes), expected, "\n{before}\n{after}");
    changes
}

const ON_THE_WAY: &str = "dhl 2026-11-19T10:00:00Z in_transit.collected";

#[test]
fn an_ordinary_parcel_is_told_step_by_step() {
    check("", "dhl 2026-11-18T10:00:00Z info_received.label_created", &["announced"]);
    check("dhl 2026-11-18T10:00:00Z info_received", ON_THE_WAY, &["handed_to_carrier"]);
    let changes =
        check(ON_THE_WAY, "dhl 2026-11-20T09:00:00+01:00 out_for_delivery code=OFD", &["out_for_delivery"]);
    let change = &changes[0];
    assert_eq!((change.from.status(), change.to.status()), (Status::InTransit, Status::OutForDelivery));
    assert_eq!(change.effective, time("2026-11-20T09:00:00+01:00"));
    assert_eq!(change.created, utc(SECOND));
    assert!(change.first_in_state);
    assert_eq!(change.causes.len(), 1);
    assert_eq!(change.causes[0].channel, source("dhl").channel);
    assert_eq!(change.causes[0].time, time("2026-11-20T09:00:00+01:00"));
    assert_eq!(change.causes[0].code.as_deref(), Some("OFD"));
}

#[test]
fn scans_on_the_way_are_new_lines_and_no_new_state() {
    let second = "dhl 2026-11-20T01:00:00Z in_transit.facility_in
                  dhl 2026-11-20T02:00:00Z in_transit.facility_out";
    let changes = check(ON_THE_WAY, second, &["new_events"]);
    let newest = Some(state::in_transit::FACILITY_OUT);
    assert_eq!(changes[0].kind, ChangeKind::NewEvents { count: 2, newest });
    assert_eq!(changes[0].causes.len(), 2);
}

#[test]
fn a_notice_is_a_new_line_unless_it_means_nothing() {
    let told = check(ON_THE_WAY, "dhl 2026-11-20T01:00:00Z notice.sms_sent", &["new_events"]);
    assert_eq!(told[0].kind, ChangeKind::NewEvents { count: 1, newest: None });
    assert_eq!(Notice::Insignificant.as_str(), "insignificant");
    check(ON_THE_WAY, "dhl 2026-11-20T01:00:00Z notice.insignificant", &[]);
}

#[test]
fn a_second_witness_is_no_news() {
    let first = "dhl 2026-11-20T09:00:00+01:00 out_for_delivery";
    check(first, "amazon 2026-11-20T08:04:00Z out_for_delivery", &[]);
}

#[test]
fn what_was_passed_between_two_looks_is_marked() {
    let second = "dhl 2026-11-20T07:00:00Z out_for_delivery
                  dhl 2026-11-20T10:00:00Z attempt_failed.recipient_absent reason=recipient.not_home
                  dhl 2026-11-20T12:00:00Z in_transit.facility_in
                  dhl 2026-11-20T17:00:00Z available_for_pickup.post_office";
    let expected = [
        "out_for_delivery (passed)",
        "attempt_failed (passed)",
        "status_changed (passed)",
        "ready_for_pickup",
    ];
    let changes = check(ON_THE_WAY, second, &expected);
    let reason = Some(Reason::RecipientNotHome);
    assert_eq!(changes[1].kind, ChangeKind::AttemptFailed { attempt: 1, reason, next: None });
    assert!(!changes[2].first_in_state && changes[3].first_in_state);
    let states: Vec<(Status, Status)> = changes.iter().map(|c| (c.from.status(), c.to.status())).collect();
    assert!(states.windows(2).all(|pair| pair[0].1 == pair[1].0), "{states:?}");
}

#[test]
fn at_the_beginning_only_what_happened_since_is_told() {
    let story = "dhl 2024-03-01T10:00:00Z in_transit
                 dhl 2026-11-19T10:00:00Z out_for_delivery
                 dhl 2026-11-20T10:00:00Z delivered";
    let (before, after) = looks("", story);
    let since = |text: &str| kinds(&after.changes_since(&before, &Follow::new("it", utc(text))));
    assert_eq!(since("2026-11-20T00:00:00Z"), ["delivered"]);
    assert_eq!(since("2026-11-19T00:00:00Z"), ["out_for_delivery (passed)", "delivered"]);
    assert_eq!(since("2026-11-20T11:00:00Z"), [""; 0]);
    assert_eq!(since("2026-11-21T00:00:00Z"), [""; 0], "followed from tomorrow on");
}

#[test]
fn a_number_used_again_does_not_take_back_what_was_never_told() {
    let follow = Follow::new("it", utc("2026-11-18T00:00:00Z"));
    let (before, after) = looks("dhl 2025-03-01T10:00:00Z delivered", ON_THE_WAY);
    let changes = after.changes_since(&before, &follow);
    assert_eq!(kinds(&changes), ["handed_to_carrier"]);
    assert!(changes[0].first_in_state);
}

#[test]
fn attempts_are_counted_by_day() {
    let first = "dhl 2026-11-18T10:00:00+01:00 attempt_failed.recipient_absent";
    check(first, "dhl 2026-11-18T10:20:00+01:00 attempt_failed.notice_left", &["new_events"]);
    let changes =
        check(first, "dhl 2026-11-20T11:00:00+01:00 attempt_failed.recipient_absent", &["attempt_failed"]);
    assert!(matches!(changes[0].kind, ChangeKind::AttemptFailed { attempt: 2, .. }));
    check(ON_THE_WAY, "dhl 2026-11-20T11:00:00+01:00 attempt_failed.out_of_time", &["status_changed"]);
}

#[test]
fn a_delivery_tells_where_and_whether_it_was_signed_and_in_time() {
    let mut history: History = reports(ON_THE_WAY, FIRST).into_iter().collect();
    let mut promised = reports(ON_THE_WAY, FIRST);
    promised[0].estimate = Some(Estimate::new(EstimateKind::Promised, time("2026-11-20T12:00:00Z")));
    history.extend(promised);
    let before = history.parcel(utc(FIRST));
    history.extend(reports("dhl 2026-11-20T14:30:00Z delivered.neighbour", SECOND));
    let changes = history.parcel(utc(SECOND)).changes_since(&before, &follow());
    assert_eq!(kinds(&changes), ["delivered"]);
    let place = Some(HandoverPlace::Neighbour);
    assert_eq!(changes[0].kind, ChangeKind::Delivered { place, signed: false, late_minutes: Some(150) });
    assert_eq!(changes[0].to_string(), "delivered (neighbour), 2 h 30 min late");
    let changes = check(ON_THE_WAY, "dhl 2026-11-20T14:30:00Z delivered.signed", &["delivered"]);
    assert_eq!(changes[0].to_string(), "delivered, signed for");
}

#[test]
fn to_whom_it_was_delivered_may_be_told_later_and_is_no_second_delivery() {
    let first = "amazon 2026-11-20T07:00:00Z delivered";
    let changes = check(first, "dhl 2026-11-20T07:05:00Z delivered.neighbour", &["status_changed"]);
    assert_eq!(changes[0].to_string(), "status changed: delivered.neighbour instead of delivered");
    // An earlier scan of the same delivery changes nothing either.
    check("dhl 2026-11-20T07:00:00Z delivered", "amazon 2026-11-19T10:00:00Z delivered", &["new_events"]);
}

#[test]
fn a_false_delivery_is_taken_back() {
    let first = "dhl 2026-11-18T14:00:00Z delivered";
    let second = "dhl 2026-11-20T08:00:00Z out_for_delivery";
    let changes = check(first, second, &["delivery_retracted", "out_for_delivery", "conflict_detected"]);
    let delivered_at = Some(time("2026-11-18T14:00:00Z"));
    assert_eq!(changes[0].kind, ChangeKind::DeliveryRetracted { delivered_at });
    assert_eq!(changes[0].to_string(), "not delivered after all: out_for_delivery instead of delivered");
    // A return after a delivery takes nothing back: it had been there.
    check(first, "dhl 2026-11-20T08:00:00Z returning.refused", &["returning"]);
}

/// What a source no longer tells was not so.
#[test]
fn what_a_source_takes_back_is_corrected_and_what_it_tells_again_stands_again() {
    let delivered = format!("{ON_THE_WAY}\n dhl 2026-11-20T07:00:00Z delivered code=D");
    let looks = [
        (ON_THE_WAY, "2026-11-20T06:00:00Z"),
        (delivered.as_str(), "2026-11-20T08:00:00Z"),
        (ON_THE_WAY, "2026-11-20T10:00:00Z"),
        (ON_THE_WAY, "2026-11-20T12:00:00Z"),
        (delivered.as_str(), "2026-11-20T14:00:00Z"),
        (ON_THE_WAY, "2026-11-20T16:00:00Z"),
    ];
    let mut history = History::new();
    let mut before = history.parcel(utc("2026-11-20T00:00:00Z"));
    let mut all = Vec::new();
    for (story, at) in looks {
        history.extend(reports(story, at));
        let after = history.parcel(utc(at));
        all.push(after.changes_since(&before, &follow()));
        before = after;
    }
    let told: Vec<Vec<String>> = all.iter().map(|changes| kinds(changes)).collect();
    assert_eq!(
        told,
        [
            vec!["handed_to_carrier"],
            vec!["delivered"],
            vec!["delivery_retracted"],
            vec![],
            vec!["corrected"],
            vec!["delivery_retracted"],
        ]
    );
    let again = &all[4][0];
    assert_eq!((again.from.status(), again.to.status()), (Status::InTransit, Status::Delivered));
    assert_eq!(again.causes[0].code.as_deref(), Some("D"));
    assert_ne!(all[2][0].id, all[5][0].id, "taken back twice is told twice");
}

#[test]
fn a_parcel_goes_back() {
    let first = "dhl 2026-11-19T10:00:00Z attempt_failed.refused";
    check(first, "dhl 2026-11-20T09:00:00Z returning.refused", &["returning"]);
    let second = "dhl 2026-11-20T09:00:00Z in_transit.facility_in
                  dhl 2026-11-20T15:00:00Z delivered";
    let returning = "dhl 2026-11-19T10:00:00Z returning.refused";
    let changes = check(returning, second, &["returned"]);
    assert_eq!(changes[0].from.status(), Status::Returning);
}

#[test]
fn other_ends_have_their_own_kinds() {
    check(ON_THE_WAY, "dhl 2026-11-20T09:00:00Z cancelled.by_sender", &["cancelled"]);
    check(ON_THE_WAY, "dhl 2026-11-20T09:00:00Z failed.lost", &["lost"]);
    check(ON_THE_WAY, "dhl 2026-11-20T09:00:00Z failed.undeliverable", &["failed"]);
}

#[test]
fn customs_is_entered_and_left_once() {
    let second = "dhl 2026-11-20T01:00:00Z in_transit.customs_started
                  dhl 2026-11-20T02:00:00Z in_transit.customs_processing";
    check(ON_THE_WAY, second, &["customs_started"]);
    let there = format!("{ON_THE_WAY}\n{second}");
    check(&there, "dhl 2026-11-20T03:00:00Z in_transit.customs_processing", &["new_events"]);
    check(&there, "dhl 2026-11-20T05:00:00Z in_transit.customs_cleared", &["customs_cleared"]);
    let changes =
        check(&there, "dhl 2026-11-20T05:00:00Z exception.documents_required", &["customs_action_needed"]);
    let (actor, what) = (Actor::Recipient, Action::ProvideDocuments);
    assert_eq!(changes[0].kind, ChangeKind::CustomsActionNeeded { actor, what, by: None });
    assert_eq!(changes[0].to_string(), "customs waits for the recipient: provide documents");
    // What has been settled by the time of the look asks nobody for anything.
    let second = "dhl 2026-11-20T05:00:00Z exception.documents_required
                  dhl 2026-11-20T09:00:00Z in_transit.customs_cleared";
    check(&there, second, &["status_changed (passed)", "customs_cleared"]);
}

#[test]
fn problems_that_somebody_must_end_name_who() {
    let asks = "dhl 2026-11-20T05:00:00Z exception.address_problem";
    let changes = check(ON_THE_WAY, asks, &["action_required"]);
    let (actor, what) = (Actor::Recipient, Action::CorrectAddress);
    assert_eq!(changes[0].kind, ChangeKind::ActionRequired { actor, what, by: None });
    assert_eq!(changes[0].to_string(), "the recipient must correct address");
    check(ON_THE_WAY, "dhl 2026-11-20T05:00:00Z in_transit.reschedule_needed", &["action_required"]);
    check("", "dhl 2026-11-20T05:00:00Z exception.address_problem", &["action_required"]);
    let changes =
        check(ON_THE_WAY, "dhl 2026-11-20T05:00:00Z exception.declaration_wrong", &["action_required"]);
    assert_eq!(
        changes[0].to_string(),
        "the sender must correct declaration",
        "of the size as well as of the value"
    );
    // The same is asked once, and anew after a further attempt.
    check(asks, "dhl 2026-11-20T09:00:00Z exception.address_problem", &["new_events"]);
    check(asks, "dhl 2026-11-20T09:00:00Z exception.recipient_moved", &["status_changed"]);
    let attempt = "dhl 2026-11-20T07:00:00Z out_for_delivery
                   dhl 2026-11-20T12:00:00Z attempt_failed.address_problem";
    check(asks, attempt, &["out_for_delivery (passed)", "attempt_failed", "action_required"]);
    // A second source may be the first to say what is to be done.
    check(
        "amazon 2026-11-19T10:00:00Z exception",
        "dhl 2026-11-19T10:05:00Z exception.address_problem",
        &["action_required"],
    );
    // What the carrier must do is nothing that people could.
    check(ON_THE_WAY, "dhl 2026-11-20T05:00:00Z exception.label_problem", &["status_changed"]);
    // One problem after another is told as well.
    let damaged = "dhl 2026-11-20T01:00:00Z exception.damaged";
    check(damaged, "dhl 2026-11-20T05:00:00Z exception.investigation", &["status_changed"]);
    check(damaged, "dhl 2026-11-20T05:00:00Z exception.damaged", &["new_events"]);
    check(damaged, "dhl 2026-11-20T05:00:00Z in_transit.repacked", &["status_changed"]);
}

#[test]
fn legs_end_and_begin() {
    let changes = check(ON_THE_WAY, "dhl 2026-11-20T05:00:00Z in_transit.handed_to_partner", &["leg_ended"]);
    assert_eq!(changes[0].kind, ChangeKind::LegEnded { carrier: Some("dhl".parse().unwrap()) });
    let changes = check(ON_THE_WAY, "dpd 2026-11-20T05:00:00Z in_transit.facility_in", &["leg_started"]);
    assert_eq!(changes[0].kind, ChangeKind::LegStarted { carrier: Some("dpd".parse().unwrap()) });
    // At the first look the first carrier was handed the parcel, and the second one began its leg.
    let both = format!("{ON_THE_WAY}\n dpd 2026-11-20T05:00:00Z in_transit.facility_in");
    check("", &both, &["handed_to_carrier", "leg_started"]);
}

/// The changes of two looks of which the second tells something beside events.
fn beside_events(change: impl Fn(&mut Report)) -> Vec<Change> {
    let mut history: History = reports(ON_THE_WAY, FIRST).into_iter().collect();
    let before = history.parcel(utc(FIRST));
    let mut second = reports(ON_THE_WAY, SECOND);
    change(&mut second[0]);
    history.extend(second);
    history.parcel(utc(SECOND)).changes_since(&before, &follow())
}

#[test]
fn estimates_are_told_when_they_name_another_time() {
    let estimate = |to: &str| Estimate::new(EstimateKind::Estimated, time(to));
    let changes = beside_events(|report| report.estimate = Some(estimate("2026-11-21")));
    assert_eq!(kinds(&changes), ["estimate_set"]);
    assert_eq!(changes[0].effective, utc(SECOND).into());

    let looks = ["2026-11-21T16:00:00Z", "2026-11-21T17:00:00+01:00", "2026-11-22", "2026-11-21T16:00:00Z"];
    let mut history: History = reports(ON_THE_WAY, FIRST).into_iter().collect();
    let mut before = history.parcel(utc(FIRST));
    let (mut told, mut ids) = (Vec::new(), std::collections::BTreeSet::new());
    for (hours, to) in (1..).zip(looks) {
        let at = utc(FIRST) + TimeDelta::hours(hours);
        let mut answer = reports(ON_THE_WAY, &at.to_rfc3339());
        answer[0].estimate = Some(estimate(to));
        history.extend(answer);
        let after = history.parcel(at);
        for change in after.changes_since(&before, &follow()) {
            assert!(ids.insert(change.id.clone()));
            told.push(format!("{hours} {change}"));
        }
        before = after;
    }
    assert_eq!(
        told,
        [
            "1 expected 2026-11-21T16:00:00Z (estimated)",
            "3 now expected 2026-11-22 (estimated) instead of 2026-11-21T17:00:00+01:00 (estimated)",
            "3 late by 1 d 20 h",
            "4 now expected 2026-11-21T16:00:00Z (estimated) instead of 2026-11-22 (estimated)",
            "4 in time again",
        ]
    );
}

#[test]
fn an_estimate_tells_why_it_moved_and_a_failed_attempt_what_comes_next() {
    let look = |story: &str, at: &str, to: &str| {
        let mut report = reports(story, at).remove(0);
        report.estimate = Some(Estimate::new(EstimateKind::Estimated, time(to)));
        report
    };
    let mut history = History::from_iter([look(ON_THE_WAY, FIRST, "2026-11-20T20:00:00Z")]);
    let before = history.parcel(utc(FIRST));
    let second = "dhl 2026-11-20T10:00:00Z out_for_delivery
                  dhl 2026-11-20T12:00:00Z attempt_failed.recipient_absent";
    history.absorb(look(&format!("{ON_THE_WAY}\n{second}"), SECOND, "2026-11-21T20:00:00Z"));
    let changes = history.parcel(utc(SECOND)).changes_since(&before, &follow());
    let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "out for delivery",
            "delivery attempt 1 failed (recipient.not_home); next expected 2026-11-21T20:00:00Z (estimated)",
            "now expected 2026-11-21T20:00:00Z (estimated) instead of 2026-11-20T20:00:00Z (estimated) \
             (recipient.not_home)",
            "late by 1 d 0 h",
        ]
    );
    let ChangeKind::DelayDetected { delay } = &changes[3].kind else { panic!("{}", changes[3]) };
    assert_eq!((delay.basis, delay.promise.to), (DelayBasis::Estimate, time("2026-11-20T20:00:00Z")));
}

#[test]
fn the_first_look_tells_no_facts() {
    let mut first = reports(ON_THE_WAY, FIRST);
    first[0].estimate = Some(Estimate::new(EstimateKind::Promised, time("2026-11-19T12:00:00Z")));
    let history: History = first.into_iter().collect();
    let before = History::new().parcel(utc(FIRST));
    let changes = history.parcel(utc(FIRST)).changes_since(&before, &follow());
    assert_eq!(kinds(&changes), ["handed_to_carrier"]);
}

#[test]
fn time_alone_makes_a_parcel_late_and_silent() {
    let mut first = reports(ON_THE_WAY, FIRST);
    first[0].estimate = Some(Estimate::new(EstimateKind::Promised, time("2026-11-21T12:00:00Z")));
    let history: History = first.into_iter().collect();
    let at = |text: &str| history.parcel(utc(text));
    let told = |before: &str, after: &str| at(after).changes_since(&at(before), &follow());
    let late = told("2026-11-21T11:00:00Z", "2026-11-21T13:00:00Z");
    let ChangeKind::DelayDetected { delay } = &late[0].kind else { panic!("{}", late[0]) };
    assert_eq!((delay.minutes, delay.basis), (60, DelayBasis::Overdue));
    assert_eq!((late.len(), late[0].effective), (1, utc("2026-11-21T13:00:00Z").into()));
    let later = told("2026-11-21T11:00:00Z", "2026-11-21T18:00:00Z");
    assert!(later.iter().any(|change| change.id == late[0].id), "whenever somebody looks");
    assert_eq!(kinds(&told("2026-11-21T07:00:00Z", "2026-11-21T09:00:00Z")), ["source_stale"]);
    assert_eq!(kinds(&told("2026-11-21T13:00:00Z", "2026-11-22T13:00:00Z")), [""; 0]);
    // Nobody has asked since: that says nothing about the parcel.
    assert_eq!(kinds(&told("2026-11-22T13:00:00Z", "2026-11-28T13:00:00Z")), [""; 0]);
}

#[test]
fn a_parcel_stands_still_where_sources_answer_and_tell_no_scan() {
    let mut history: History = reports(ON_THE_WAY, FIRST).into_iter().collect();
    let mut before = history.parcel(utc(FIRST));
    let mut told = Vec::new();
    for day in 21..26 {
        let at = format!("2026-11-{day}T08:00:00Z");
        history.extend(reports(ON_THE_WAY, &at));
        let after = history.parcel(utc(&at));
        told.extend(after.changes_since(&before, &follow()).iter().map(|change| format!("{day} {change}")));
        let late = Follow::new("it", utc("2026-11-22T12:00:00Z"));
        assert_eq!(kinds(&after.changes_since(&before, &late)), [""; 0], "it had been still before");
        before = after;
    }
    assert_eq!(told, ["23 no scan since 2026-11-19T10:00:00Z, for 3 d 22 h"]);
}

#[test]
fn nobody_waits_for_a_parcel_that_goes_back() {
    let mut first = reports(ON_THE_WAY, FIRST);
    first[0].estimate = Some(Estimate::new(EstimateKind::Promised, time("2026-11-19T12:00:00Z")));
    let mut history: History = first.into_iter().collect();
    let before = history.parcel(utc(FIRST));
    assert!(before.delay.is_some());
    history.extend(reports(&format!("{ON_THE_WAY}\n dhl 2026-11-20T12:00:00Z returning"), SECOND));
    let after = history.parcel(utc(SECOND));
    assert_eq!(kinds(&after.changes_since(&before, &follow())), ["returning"], "and not in time again");
}

#[test]
fn who_does_not_collect_is_reminded() {
    let mut report = reports("dhl 2026-11-20T07:00:00Z available_for_pickup.locker", FIRST);
    let mut point = PickupPoint::default();
    point.kind = Some(HandoverPlace::Locker);
    point.collect_by = Some(time("2026-11-27T18:00:00Z"));
    point.name = Some("Packstation 145".into());
    point.access_code = Some("4711".into());
    report[0].pickup = point.non_empty();
    let history: History = report.into_iter().collect();
    let at = |text: &str| history.parcel(utc(text));
    let ready = at(FIRST).changes_since(&History::new().parcel(utc(FIRST)), &follow());
    assert_eq!(ready[0].to_string(), "ready to collect until 2026-11-27T18:00:00Z");
    let json = serde_json::to_string(&ready).unwrap();
    assert!(json.contains("Packstation 145") && !json.contains("4711"), "{json}");
    let debug = format!("{ready:?}");
    assert!(!debug.contains("Packstation") && !debug.contains("4711"), "{debug}");
    let told = |before: &str, after: &str| kinds(&at(after).changes_since(&at(before), &follow()));
    assert_eq!(told(FIRST, "2026-11-20T23:00:00Z"), [""; 0]);
    assert_eq!(told("2026-11-22T12:00:00Z", "2026-11-25T23:00:00Z"), [""; 0]);
    assert_eq!(told("2026-11-25T23:00:00Z", "2026-11-26T06:00:00Z"), ["pickup_reminder"]);
    assert_eq!(told("2026-11-26T06:00:00Z", "2026-11-27T12:00:00Z"), [""; 0]);
    assert_eq!(told("2026-11-27T12:00:00Z", "2026-11-27T19:00:00Z"), ["pickup_expired"]);
    assert_eq!(told("2026-11-27T19:00:00Z", "2026-11-28T19:00:00Z"), [""; 0]);
    assert_eq!(
        told("2026-11-22T12:00:00Z", "2026-11-28T19:00:00Z"),
        ["pickup_expired"],
        "too late to remind"
    );
    let reminder = at("2026-11-27T12:00:00Z").changes_since(&at("2026-11-25T12:00:00Z"), &follow());
    let until = time("2026-11-27T18:00:00Z");
    assert_eq!(reminder[0].kind, ChangeKind::PickupReminder { until, days_left: 0 });
    let other = at("2026-11-26T12:00:00Z").changes_since(&at("2026-11-25T23:00:00Z"), &follow());
    assert_eq!(reminder[0].id, other[0].id, "whenever somebody looks");
    assert_eq!(other[0].kind, ChangeKind::PickupReminder { until, days_left: 1 });
}

#[test]
fn what_nobody_collected_has_expired_also_where_its_carrier_says_so() {
    let waits = "dhl 2026-11-19T07:00:00Z available_for_pickup.post_office";
    let changes =
        check(waits, "dhl 2026-11-20T07:00:00Z exception.unclaimed", &["action_required", "pickup_expired"]);
    assert_eq!(changes[1].kind, ChangeKind::PickupExpired { until: None });
    // On the way back it is the sender who must collect it.
    let changes = check(
        "dhl 2026-11-19T10:00:00Z returning.refused",
        waits.replace("19T07", "20T07").as_str(),
        &["ready_for_pickup", "action_required"],
    );
    let (actor, what) = (Actor::Sender, Action::Collect);
    assert_eq!(changes[1].kind, ChangeKind::ActionRequired { actor, what, by: None });
}

#[test]
fn contradictions_come_and_go() {
    let first = "dhl 2026-11-19T10:00:00Z in_transit
                 amazon 2026-11-19T10:05:00Z in_transit";
    let lost = "amazon 2026-11-20T05:00:00Z failed.lost
                dhl 2026-11-20T07:00:00Z out_for_delivery";
    let changes = told(first, lost);
    let conflict = changes.iter().find(|change| change.kind.as_str() == "conflict_detected").unwrap();
    assert_eq!(
        conflict.to_string(),
        "sources contradict each other; amazon/fulfillment-outbound says failed.lost"
    );
    let (before, after) = looks(&format!("{first}\n{lost}"), "amazon 2026-11-20T07:04:00Z out_for_delivery");
    assert!(before.conflict && !after.conflict, "\n{before}\n{after}");
    assert_eq!(kinds(&after.changes_since(&before, &follow())), ["conflict_resolved"]);
}

#[test]
fn a_new_number_is_told_with_its_end_only() {
    let number = "JJD000390001234567";
    let changes = beside_events(|report| {
        report.related.push(Related::new(
            Relation::Replaces,
            "dhl".parse().unwrap(),
            number.parse().unwrap(),
        ));
    });
    assert_eq!(kinds(&changes), ["number_replaced"]);
    assert_eq!(changes[0].to_string(), "now under the number …4567 of dhl");
    assert!(!format!("{changes:?}").contains(number));
    assert!(serde_json::to_string(&changes).unwrap().contains(number), "whoever receives it needs it");
}

#[test]
fn a_source_that_falls_silent_is_told_once_and_when_it_is_back() {
    let mut history: History = reports(ON_THE_WAY, FIRST).into_iter().collect();
    let refused = |at: &str| Refusal::new(source("dhl"), utc(at), RefusalKind::Unavailable);
    let mut before = history.parcel(utc(FIRST));
    let mut told = Vec::new();
    for (at, is_refused) in [
        ("2026-11-20T09:00:00Z", true),
        ("2026-11-21T09:00:00Z", true),
        ("2026-11-21T11:00:00Z", true),
        ("2026-11-21T13:00:00Z", false),
        ("2026-11-21T15:00:00Z", false),
    ] {
        if is_refused {
            history.absorb(refused(at));
        } else {
            history.extend(reports(ON_THE_WAY, at));
        }
        let after = history.parcel(utc(at));
        told.extend(after.changes_since(&before, &follow()).iter().map(|change| format!("{at} {change}")));
        before = after;
    }
    assert_eq!(
        told,
        [
            "2026-11-21T09:00:00Z dhl/unified does not answer: unavailable",
            "2026-11-21T13:00:00Z dhl/unified answers again",
        ]
    );
}

#[test]
fn identifiers_are_of_the_event_and_the_parcel_and_of_nothing_else() {
    let id = |story: &str, follow: &Follow| {
        let (before, after) = looks(ON_THE_WAY, story);
        after.changes_since(&before, follow)[0].id.clone()
    };
    let one = id("dhl 2026-11-20T09:00:00+01:00 out_for_delivery code=A", &follow());
    assert_eq!(one.as_str().len(), 32);
    assert_eq!(
        one.to_string(),
        "44a74fb3c31a2eaa39a79d0ad9ffdacd",
        "an identifier that changes is told again by everybody who updates"
    );
    // Another look at the same event: other words, another time of asking, a later beginning, a second witness.
    let mut other: History = reports(ON_THE_WAY, FIRST).into_iter().collect();
    let before = other.parcel(utc("2026-11-20T08:30:00Z"));
    let mut answer = reports(
        "dhl 2026-11-20T09:00:00+01:00 out_for_delivery code=A
         amazon 2026-11-20T08:03:00Z out_for_delivery code=EVENT_302",
        "2026-11-20T11:00:00Z",
    );
    answer[0].events[0].description = Some("in the van, says Erika Mustermann".into());
    other.extend(answer);
    let later = Follow::new("order 7, parcel 1", utc("2026-11-20T00:00:00Z"));
    let changes = other.parcel(utc("2026-11-20T12:00:00Z")).changes_since(&before, &later);
    assert_eq!((changes.len(), &changes[0].id), (1, &one));
    assert_eq!(changes[0].causes.len(), 2);
    // Another parcel, another time, another code.
    let different = [
        id(
            "dhl 2026-11-20T09:00:00+01:00 out_for_delivery code=A",
            &Follow::new("order 8", follow().since()),
        ),
        id("dhl 2026-11-20T09:01:00+01:00 out_for_delivery code=A", &follow()),
        id("dhl 2026-11-20T09:00:00+01:00 out_for_delivery code=B", &follow()),
    ];
    assert!(different.iter().all(|other| *other != one));
}

#[test]
fn changes_hide_what_is_personal_and_read_back() {
    let (before, after) = looks(ON_THE_WAY, "dhl 2026-11-20T09:00:00+01:00 delivered.neighbour code=50667");
    let changes = after.changes_since(&before, &follow());
    let debug = format!("{changes:?} {:?}", follow());
    assert!(!debug.contains("50667") && !debug.contains("order 7") && !debug.contains(NUMBER), "{debug}");
    let json = serde_json::to_value(&changes[0]).unwrap();
    assert_eq!(json["kind"], "delivered");
    assert_eq!(
        (&json["from_state"], &json["to_state"]),
        (&"in_transit.collected".into(), &"delivered.neighbour".into())
    );
    assert_eq!(json["causes"][0]["channel"], "dhl/unified");
    assert_eq!(serde_json::from_value::<Change>(json).unwrap(), changes[0]);
}

/// The changes between one look and the next, where each look hears one more answer.
fn along(answers: Vec<Report>) -> Vec<Vec<Change>> {
    let mut history = History::new();
    let mut before = history.parcel(utc(SECOND));
    let looks = answers.into_iter().map(|answer| {
        history.absorb(answer);
        let after = history.parcel(utc(SECOND));
        let changes = after.changes_since(&before, &follow());
        before = after;
        changes
    });
    looks.collect()
}

fn answer(story: &str, at: &str) -> Report {
    reports(story, at).remove(0)
}

/// What was said of the parcel that had the number before is not said of this one.
#[test]
fn an_estimate_that_comes_back_with_its_parcel_is_told_anew() {
    let nothing = Report::new(source("all"), utc("2026-11-20T01:00:00Z"));
    let mut expected = Report::new(source("all"), utc("2026-11-20T02:00:00Z"));
    expected.estimate = Some(Estimate::new(EstimateKind::Estimated, time("2026-11-21")));
    let before = "dhl 2026-06-01T10:00:00Z info_received code=A";
    let between = "dhl 2026-08-20T10:00:00Z in_transit code=B";
    let now = "dhl 2026-11-05T10:00:00Z in_transit code=C";
    let told = along(vec![
        nothing,
        expected,
        answer(&format!("{before}\n{now}"), "2026-11-20T03:00:00Z"),
        answer(&format!("{before}\n{between}\n{now}"), "2026-11-20T04:00:00Z"),
    ]);
    let sets: Vec<(usize, &Change)> = told
        .iter()
        .enumerate()
        .flat_map(|(look, changes)| changes.iter().map(move |change| (look, change)))
        .filter(|(_, change)| matches!(change.kind, ChangeKind::EstimateSet { .. }))
        .collect();
    assert_eq!(sets.iter().map(|(look, _)| *look).collect::<Vec<_>>(), [1, 3]);
    assert_ne!(sets[0].1.id, sets[1].1.id);
}

/// Both stand at one time and have no code. They were told before they had come, and count since.
#[test]
fn a_summary_and_the_event_beside_it_are_two_changes() {
    let first = "dhl 2026-11-18T10:00:00Z delivered.neighbour code=D
                 dhl 2026-11-20T12:00:00Z in_transit.facility_in";
    let mut summed_up = answer(first, FIRST);
    summed_up.headline = Some(Headline::new(Status::AttemptFailed));
    let second = format!("{first}\n dhl 2026-11-20T18:00:00Z delivered code=E");
    let told = along(vec![summed_up, answer(&second, SECOND)]);
    let passed: Vec<&Change> =
        told[1].iter().filter(|change| change.kind == ChangeKind::StatusChanged).collect();
    assert_eq!(passed.len(), 2, "{:?}", kinds(&told[1]));
    assert_ne!(passed[0].id, passed[1].id);
}

/// A summary has no time of its own, so it may come and go while the newest answer stays the same.
#[test]
fn a_summary_that_comes_again_in_an_answer_heard_late_is_told_anew() {
    let on_the_way = answer(ON_THE_WAY, FIRST);
    let summed_up = |at: &str, status: Option<Status>| {
        let mut report = answer(ON_THE_WAY, at);
        report.headline = status.map(Headline::new);
        report
    };
    let waits = Some(Status::AvailableForPickup);
    let told = along(vec![
        on_the_way,
        summed_up("2026-11-20T01:00:00Z", waits),
        summed_up("2026-11-20T02:00:00Z", Some(Status::InfoReceived)),
        summed_up("2026-11-20T03:00:00Z", waits),
    ]);
    assert_eq!(kinds(&told[1]), ["ready_for_pickup"]);
    assert_eq!(kinds(&told[3]), ["ready_for_pickup"]);
    assert_ne!(told[1][0].id, told[3][0].id);
}

#[test]
fn an_event_of_the_way_back_is_another_one_in_whatever_order_they_are_heard() {
    let scan = "dhl 2026-11-19T10:00:00Z in_transit.facility_in code=A";
    let told = along(vec![answer(scan, SECOND), answer(&format!("{scan} return"), FIRST)]);
    assert_eq!(kinds(&told[1]), ["returning"]);
}
