//! What the merge makes of the patterns that really occur, one after the other.
//!
//! Each case is a small story in text: a line is `source time status`, with marks behind it.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod story;

use parceltrack::{
    DivergenceKind, Estimate, EstimateKind, Event, EventTime, Headline, History, Leg, Parcel, Refusal,
    RefusalKind, Related, Relation, Report, Rule, Source, Standing, Status, Zone, state,
};
use story::{NUMBER, source, utc};

/// What each source tells in the story, heard long after it.
fn reports(story: &str) -> Vec<Report> {
    story::reports(story, "2026-11-20T00:00:00Z")
}

fn told(story: &str) -> Parcel {
    reports(story).into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"))
}

#[track_caller]
fn check(story: &str, expected: &str) -> Parcel {
    let parcel = told(story);
    assert_eq!(parcel.state.to_string(), expected, "\n{parcel}");
    parcel
}

fn rules(parcel: &Parcel) -> Vec<Rule> {
    parcel.entries.iter().filter_map(|entry| entry.rule).collect()
}

#[test]
fn t1_a_vehicle_scan_after_the_delivery_on_the_same_day_is_late() {
    let parcel = check(
        "dhl 2026-11-10T10:00+01:00 in_transit.delivery_depot_in
         dhl 2026-11-10T14:02:00+01:00 delivered
         dhl 2026-11-10T14:05:00+01:00 out_for_delivery",
        "delivered",
    );
    assert_eq!(rules(&parcel), [Rule::LateAfterDelivery]);
    assert_eq!(parcel.delivered_at, Some("2026-11-10T14:02:00+01:00".parse().unwrap()));
    assert!(!parcel.conflict);
}

#[test]
fn t2_a_return_after_the_delivery_reopens() {
    let parcel = check(
        "dhl 2026-11-10T14:02:00Z delivered
         dhl 2026-11-13T09:00:00Z returning.refused",
        "returning.refused",
    );
    assert!(parcel.is_returning && parcel.delivered_at.is_none());
}

#[test]
fn t3_the_return_ends_in_a_plain_delivered_scan() {
    let parcel = check(
        "dhl 2026-11-10T14:02:00Z attempt_failed.refused
         dhl 2026-11-11T09:00:00Z returning
         dhl 2026-11-12T09:00:00Z in_transit.facility_in
         dhl 2026-11-12T11:00:00Z exception.delayed
         dhl 2026-11-13T09:00:00Z delivered",
        "returned",
    );
    assert_eq!(rules(&parcel), [Rule::ReturnedHome]);
    check("dhl 2026-11-10T14:02:00Z delivered\n dhl 2026-11-13T09:00:00Z delivered return", "returned");
}

#[test]
fn t4_scans_of_a_later_day_take_a_false_delivery_back() {
    for (scan, expected) in [
        ("2026-11-11T08:00:00Z out_for_delivery", "out_for_delivery"),
        ("2026-11-11T12:00:00Z attempt_failed.recipient_absent", "attempt_failed.recipient_absent"),
        ("2026-11-11T20:00:00Z in_transit.facility_in", "in_transit.facility_in"),
    ] {
        let parcel = check(&format!("dhl 2026-11-10T14:02:00Z delivered\n dhl {scan}"), expected);
        assert_eq!(rules(&parcel), [Rule::DeliveryRetracted]);
        assert!(parcel.conflict && parcel.delivered_at.is_none());
    }
    check(
        "dhl 2026-11-10T14:02:00Z delivered\n dhl 2026-11-10T22:00:00Z in_transit.facility_in",
        "delivered",
    );
}

#[test]
fn t6_problems_do_not_stick() {
    check(
        "dhl 2026-11-10T08:00:00Z in_transit
         dhl 2026-11-10T09:00:00Z exception.damaged
         dhl 2026-11-10T12:00:00Z in_transit.repacked",
        "in_transit.repacked",
    );
}

#[test]
fn t7_attempts_are_counted_by_day() {
    let parcel = check(
        "dhl 2026-11-10T10:00:00+01:00 attempt_failed.recipient_absent
         dhl 2026-11-10T10:20:00+01:00 attempt_failed.notice_left
         amazon 2026-11-10T09:05:00Z attempt_failed
         dhl 2026-11-11T09:00:00+01:00 out_for_delivery
         dhl 2026-11-11T18:00:00+01:00 attempt_failed.out_of_time
         dhl 2026-11-12T11:00:00+01:00 attempt_failed.second_attempt
         dhl 2026-11-12T18:00:00+01:00 available_for_pickup.post_office",
        "available_for_pickup.post_office",
    );
    let days: Vec<String> = parcel.attempts.iter().map(|attempt| attempt.day.to_string()).collect();
    assert_eq!(days, ["2026-11-10", "2026-11-12"]);
}

#[test]
fn t8_not_collected_goes_back() {
    check(
        "dhl 2026-11-10T10:00:00Z available_for_pickup.locker
         dhl 2026-11-18T10:00:00Z returning.unclaimed",
        "returning.unclaimed",
    );
}

#[test]
fn t9_a_notice_never_moves_the_parcel() {
    let parcel = check(
        "dhl 2026-11-10T10:00:00Z available_for_pickup.locker
         dhl 2026-11-11T10:00:00Z notice.sms_sent
         dhl 2026-11-12T10:00:00Z unknown.unmapped code=X77",
        "available_for_pickup.locker",
    );
    assert_eq!(parcel.entries.len(), 3);
    assert!(parcel.entries[1].step.is_none() && parcel.entries[2].step.is_none());
}

#[test]
fn t10_delivered_at_the_end_of_the_first_leg_is_a_hand_over() {
    let mut told = reports(
        "dhl 2026-11-10T10:00:00Z in_transit
         dhl 2026-11-11T10:00:00Z delivered",
    );
    let dpd = source("dpd");
    told[0].related.push(Related::new(
        Relation::Continues,
        dpd.channel.carrier().clone(),
        dpd.number.clone(),
    ));
    let parcel = told.iter().cloned().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.state, state::in_transit::HANDED_TO_PARTNER);
    assert_eq!(rules(&parcel), [Rule::HandedToNextLeg]);
    told.extend(reports(
        "dpd 2026-11-11T11:00:00Z in_transit.partner_received\n dpd 2026-11-12T11:00:00Z delivered",
    ));
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.status(), Status::Delivered);
    assert_eq!(parcel.carrier, Some("dpd".parse().unwrap()));
}

#[test]
fn t12_not_found_is_no_state_of_the_parcel() {
    let mut history: History =
        reports("amazon 2026-11-10T10:00:00Z info_received.label_created").into_iter().collect();
    history.absorb(Refusal::new(source("dhl"), utc("2026-11-10T12:00:00Z"), RefusalKind::NotFound));
    let parcel = history.parcel(utc("2026-11-11T00:00:00Z"));
    assert_eq!(parcel.state, state::info_received::LABEL_CREATED);
    assert_eq!(parcel.sources[1].refusals, [(RefusalKind::NotFound, utc("2026-11-10T12:00:00Z"))]);

    let mut history = History::new();
    history.absorb(Refusal::new(source("dhl"), utc("2026-11-10T12:00:00Z"), RefusalKind::NotFound));
    assert_eq!(history.parcel(utc("2026-11-11T00:00:00Z")).state, state::pending::NOT_FOUND);
}

#[test]
fn t13_a_headline_counts_where_it_is_ahead_of_its_events() {
    let with_headline = |status: Status, time: Option<&str>| {
        let mut told = reports("dhl 2026-11-10T10:00:00+01:00 in_transit.facility_in");
        let mut headline = Headline::new(status);
        headline.time = time.map(|time| time.parse::<EventTime>().unwrap());
        told[0].headline = Some(headline);
        told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"))
    };
    let ahead = with_headline(Status::Delivered, None);
    assert_eq!((ahead.status(), rules(&ahead)), (Status::Delivered, vec![Rule::HeadlineAhead]));
    assert_eq!(ahead.delivered_at, None, "its time is not known");
    assert!(ahead.entries[1].headline);
    let behind = with_headline(Status::InfoReceived, None);
    assert_eq!((behind.status(), behind.entries.len()), (Status::InTransit, 1));
    let dated = with_headline(Status::Delivered, Some("2026-11-11T09:00:00+01:00"));
    assert_eq!(dated.delivered_at, Some("2026-11-11T09:00:00+01:00".parse().unwrap()));
}

#[test]
fn t14_the_carriers_word_beats_the_marketplaces_delivery_on_the_same_day() {
    let parcel = check(
        "amazon 2026-11-10T10:00:00Z delivered
         dhl 2026-11-10T11:00:00Z attempt_failed.recipient_absent",
        "attempt_failed.recipient_absent",
    );
    assert_eq!(rules(&parcel), [Rule::StrongerSource]);
    assert_eq!(parcel.divergences.len(), 1);
    assert_eq!(parcel.divergences[0].kind, DivergenceKind::Contradicts);
    assert_eq!(
        parcel.divergences[0].to_string(),
        "amazon/fulfillment-outbound says delivered (2026-11-10 10:00Z), dhl/unified says \
         attempt_failed.recipient_absent (2026-11-10 11:00Z); dhl/unified is believed"
    );
}

#[test]
fn t16_a_persons_word_beats_what_was_told_before_and_yields_to_scans_after() {
    check("dhl 2026-11-10T10:00:00Z in_transit\n me 2026-11-12T10:00:00Z failed.lost", "failed.lost");
    check(
        "dhl 2026-11-10T10:00:00Z in_transit
         me 2026-11-12T10:00:00Z delivered
         dhl 2026-11-12T12:00:00Z out_for_delivery",
        "out_for_delivery",
    );
}

#[test]
fn t17_an_inferred_event_loses_against_scans() {
    let story = "all 2026-11-10T10:00:00Z in_transit\n all 2026-11-11T10:00:00Z delivered inferred";
    check(story, "delivered");
    let parcel = check(&format!("{story}\n dhl 2026-11-11T10:30:00Z out_for_delivery"), "out_for_delivery");
    assert_eq!(rules(&parcel), [Rule::InferredYields]);
}

#[test]
fn what_was_cancelled_or_failed_can_move_again() {
    check(
        "dhl 2026-11-10T10:00:00Z cancelled\n dhl 2026-11-11T10:00:00Z in_transit.collected",
        "in_transit.collected",
    );
    check("dhl 2026-11-10T10:00:00Z failed.lost\n dhl 2026-11-15T10:00:00Z delivered", "delivered");
}

#[test]
fn a_late_pre_advice_changes_nothing() {
    check(
        "dhl 2026-11-10T16:14:00Z in_transit.dropped_off
         dhl 2026-11-10T16:18:00Z info_received.info_received",
        "in_transit.dropped_off",
    );
}

#[test]
fn tellings_of_one_scan_are_one_entry_with_the_best_of_each() {
    let parcel = check(
        "dhl 2026-11-10T11:02:00+01:00 in_transit.delivery_depot_in city=Köln
         amazon 2026-11-10T10:00:00Z in_transit.facility_in
         all 2026-11-10 in_transit",
        "in_transit.delivery_depot_in",
    );
    assert_eq!(parcel.entries.len(), 1);
    let entry = &parcel.entries[0];
    assert_eq!(entry.witnesses.len(), 3);
    assert_eq!(entry.time, "2026-11-10T11:02:00+01:00".parse().unwrap());
    assert_eq!(entry.location().unwrap().city.as_deref(), Some("Köln"));
    let apart = check(
        "dhl 2026-11-10T11:02:00+01:00 in_transit.facility_in city=Köln
         amazon 2026-11-10T10:00:00Z in_transit.facility_in city=Bonn",
        "in_transit.facility_in",
    );
    assert_eq!(apart.entries.len(), 2, "places contradict");
}

#[test]
fn a_source_that_lags_is_behind_and_not_in_contradiction() {
    let parcel = check(
        "amazon 2026-11-10T06:00:00Z in_transit
         dhl 2026-11-10T07:00:00+01:00 in_transit
         dhl 2026-11-10T10:20:00+01:00 out_for_delivery",
        "out_for_delivery",
    );
    assert_eq!(parcel.divergences.len(), 1);
    assert_eq!(
        parcel.divergences[0].to_string(),
        "amazon/fulfillment-outbound still says in_transit (2026-11-10 06:00Z), dhl/unified says out_for_delivery \
         (2026-11-10 10:20); dhl/unified is believed, amazon/fulfillment-outbound is 3 h 20 min behind"
    );
    assert!(!parcel.conflict);
}

/// Answers of one source, a day apart, each with the lines of the first that it still tells.
fn answers(story: &str, kept: &[&[usize]]) -> Parcel {
    let first = reports(story).remove(0);
    let mut history = History::new();
    for (day, kept) in (1_u64..).zip(kept) {
        let mut report = first.clone();
        report.fetched_at = first.fetched_at + chrono::Days::new(day);
        report.events = kept.iter().map(|index| first.events[*index].clone()).collect();
        history.absorb(report);
    }
    history.parcel(utc("2026-11-30T00:00:00Z"))
}

#[test]
fn what_a_full_answer_no_longer_tells_is_withdrawn_and_kept() {
    let story = "dhl 2026-11-10T10:00:00Z in_transit
                 dhl 2026-11-10T12:00:00Z out_for_delivery
                 dhl 2026-11-10T14:00:00Z delivered";
    let parcel = answers(story, &[&[0, 1, 2], &[0, 1]]);
    assert_eq!(parcel.status(), Status::OutForDelivery);
    assert_eq!(parcel.entries.len(), 3);
    assert_eq!(parcel.entries[2].standing, Standing::Withdrawn);
    // An answer that has merely become poorer withdraws nothing, and what is told again is back.
    let poorer = answers(story, &[&[0, 1, 2], &[0]]);
    assert_eq!(poorer.status(), Status::Delivered);
    assert!(poorer.sources[0].newest_answer_is_poor);
    assert_eq!(answers(story, &[&[0, 1, 2], &[0, 1], &[0, 1, 2]]).status(), Status::Delivered);
    // An answer that does not reach back that far withdraws nothing either.
    assert_eq!(answers(story, &[&[0, 1, 2], &[1, 2]]).entries[0].standing, Standing::Counted);
}

#[test]
fn an_event_that_is_revoked_counts_no_more() {
    let parcel = check(
        "dhl 2026-11-10T10:00:00Z out_for_delivery
         dhl 2026-11-10T12:00:00Z delivered
         dhl 2026-11-10T12:10:00Z notice.information revokes",
        "out_for_delivery",
    );
    assert_eq!(parcel.entries[1].standing, Standing::Revoked);
    assert_eq!(parcel.delivered_at, None);
}

#[test]
fn a_time_in_the_future_ends_nothing() {
    let parcel =
        check("dhl 2026-11-10T10:00:00Z in_transit\n dhl 2026-12-24T18:00:00Z delivered", "in_transit");
    assert_eq!(rules(&parcel), [Rule::FutureTime]);
}

#[test]
fn local_times_are_put_in_order_by_the_zone_of_their_source() {
    let mut told = reports(
        "dhl 2026-11-10T12:30:00 delivered
         amazon 2026-11-10T11:00:00Z out_for_delivery",
    );
    told[0].zone = Some(Zone::BERLIN);
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    let order: Vec<Status> = parcel.entries.iter().map(|entry| entry.state().unwrap().status()).collect();
    assert_eq!(order, [Status::OutForDelivery, Status::Delivered]);
}

#[test]
fn the_first_promise_measures_the_delay() {
    let with_estimates = |story: &str, now: &str| {
        let mut history = History::new();
        for (day, to) in [(1, "2026-11-11T18:00:00Z"), (2, "2026-11-12T18:00:00Z")] {
            let mut report = reports(story).remove(0);
            report.fetched_at = utc("2026-11-10T00:00:00Z") + chrono::Days::new(day);
            report.estimate = Some(Estimate::new(EstimateKind::Estimated, to.parse().unwrap()));
            history.absorb(report);
        }
        history.parcel(utc(now))
    };
    let moving = with_estimates("dhl 2026-11-10T10:00:00Z in_transit", "2026-11-11T12:00:00Z");
    assert_eq!(moving.estimate.as_ref().unwrap().to, "2026-11-12T18:00:00Z".parse().unwrap());
    assert_eq!(moving.first_promise.as_ref().unwrap().to, "2026-11-11T18:00:00Z".parse().unwrap());
    assert_eq!(moving.delay.as_ref().unwrap().minutes, 24 * 60);
    let overdue = with_estimates("dhl 2026-11-10T10:00:00Z in_transit", "2026-11-13T18:00:00Z");
    assert_eq!(overdue.delay.as_ref().unwrap().minutes, 48 * 60);
    let early = with_estimates("dhl 2026-11-11T10:00:00Z delivered", "2026-11-13T18:00:00Z");
    assert_eq!((early.delay, early.estimate), (None, None));
}

#[test]
fn a_late_scan_told_in_utc_is_late_on_the_clock_of_the_delivery() {
    // Five in the afternoon on the west coast is the next day in UTC.
    let parcel = check(
        "dhl 2026-11-10T17:02:00-08:00 delivered
         amazon 2026-11-11T01:05:00Z out_for_delivery",
        "delivered",
    );
    assert_eq!(rules(&parcel), [Rule::LateAfterDelivery]);
    // Told in UTC, the delivery shows no clock; then the scan's own one counts.
    check(
        "amazon 2026-11-11T01:02:00Z delivered
         dhl 2026-11-11T09:00:00-08:00 out_for_delivery",
        "out_for_delivery",
    );
}

#[test]
fn a_time_in_the_future_takes_no_delivery_back() {
    let parcel =
        check("dhl 2026-11-10T10:00:00Z delivered\n dhl 2026-12-24T08:00:00Z out_for_delivery", "delivered");
    assert_eq!(rules(&parcel), [Rule::FutureTime]);
}

#[test]
fn an_attempt_is_counted_once_however_its_leg_is_told() {
    let mut told = reports(
        "dhl 2026-11-10T10:00:00Z attempt_failed
         amazon 2026-11-10T13:00:00Z attempt_failed",
    );
    told[1].events[0].leg = Some(Leg::Forward);
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.attempts.len(), 1);
}

#[test]
fn a_summary_without_time_that_is_behind_the_other_sources_moves_nothing() {
    let mut told = reports("dhl 2026-11-10T10:00:00Z available_for_pickup.locker");
    let mut amazon = Report::new(source("amazon"), utc("2026-11-20T00:00:00Z"));
    amazon.headline = Some(Headline::new(Status::InTransit));
    told.push(amazon);
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.state, state::available_for_pickup::LOCKER, "{parcel}");
}

#[test]
fn a_summary_goes_with_the_answer_that_was_withdrawn() {
    let mut first = reports(
        "dhl 2026-11-10T10:00:00Z in_transit
         dhl 2026-11-10T12:00:00Z out_for_delivery
         dhl 2026-11-10T14:00:00Z attempt_failed",
    )
    .remove(0);
    first.headline = Some(Headline::new(Status::Delivered));
    let mut second = first.clone();
    second.fetched_at = first.fetched_at + chrono::Days::new(1);
    second.events.pop();
    second.headline = None;
    let parcel = [first, second].into_iter().collect::<History>().parcel(utc("2026-11-30T00:00:00Z"));
    assert_eq!(parcel.status(), Status::OutForDelivery, "{parcel}");
}

#[test]
fn a_summary_beside_a_revoked_event_is_held_against_the_one_before() {
    let mut told = reports(
        "dhl 2026-11-10T10:00:00Z out_for_delivery
         dhl 2026-11-10T12:00:00Z delivered
         dhl 2026-11-10T12:10:00Z notice.information revokes",
    );
    told[0].headline = Some(Headline::new(Status::InTransit));
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.status(), Status::OutForDelivery, "{parcel}");
}

#[test]
fn a_persons_word_about_a_problem_does_not_turn_a_returning_parcel_round() {
    check(
        "dhl 2026-11-10T10:00:00Z returning
         me 2026-11-11T10:00:00Z exception.damaged
         dhl 2026-11-12T10:00:00Z delivered",
        "returned",
    );
    // What the person said about the way back itself yields.
    check(
        "dhl 2026-11-10T10:00:00Z in_transit
         me 2026-11-11T10:00:00Z returning
         dhl 2026-11-12T10:00:00Z delivered",
        "delivered",
    );
}

#[test]
fn a_number_that_continues_itself_is_the_last_leg() {
    let mut told = reports("dhl 2026-11-11T10:00:00Z delivered");
    let own = source("dhl");
    told[0].related.push(Related::new(Relation::Continues, own.channel.carrier().clone(), own.number));
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.status(), Status::Delivered);
}

#[test]
fn a_headline_in_other_words_keeps_its_first_sight() {
    let mut history = History::new();
    for (day, words) in [(10, "Zugestellt"), (15, "Delivered")] {
        let mut report = Report::new(source("dhl"), utc(&format!("2026-11-{day}T00:00:00Z")));
        let mut headline = Headline::new(Status::Delivered);
        headline.description = Some(words.into());
        report.headline = Some(headline);
        history.absorb(report);
    }
    let parcel = history.parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.entries[0].time, "2026-11-10T00:00:00Z".parse().unwrap());
    assert_eq!(parcel.entries[0].description(), Some("Delivered"));
}

#[test]
fn an_aggregators_number_is_the_carriers() {
    let mut told = reports("all 2026-11-10T10:00:00Z in_transit\n dhl 2026-11-10T10:00:00Z in_transit");
    told[0].carrier = Some("dhl".parse().unwrap());
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(
        parcel.numbers,
        [Related::new(Relation::Same, "dhl".parse().unwrap(), NUMBER.parse().unwrap())]
    );
}

#[test]
fn texts_of_vendors_break_no_line_of_the_timeline() {
    let mut told = reports("dhl 2026-11-10T10:00:00Z in_transit");
    told[0].events[0].description = Some("first line\nsecond\u{1b}[31m line\t!".into());
    let parcel = told.into_iter().collect::<History>().parcel(utc("2026-11-20T00:00:00Z"));
    assert_eq!(parcel.to_string().lines().count(), 2);
    assert!(!parcel.to_string().contains('\u{1b}'));
}

#[test]
fn the_ends_of_the_calendar_are_merged_too() {
    use parceltrack::chrono::{NaiveDateTime, Utc};
    let ends = [NaiveDateTime::MIN, NaiveDateTime::MAX];
    let times = ends
        .into_iter()
        .flat_map(|end| [EventTime::from(end.and_utc()), EventTime::Local(end), EventTime::Day(end.date())]);
    let channels = ["dhl/unified", "collector/all"];
    let mut history = History::new();
    for channel in channels {
        let source = Source::carrier(channel.parse().unwrap(), "00340434161094042557".parse().unwrap());
        let mut report = Report::new(source, "2026-11-10T12:00:00Z".parse().unwrap());
        report.events = times.clone().map(|time| Event::new(time, Status::InTransit)).collect();
        history.absorb(report);
    }
    for at in ["2026-11-10T12:00:00Z".parse().unwrap(), chrono::DateTime::<Utc>::MAX_UTC] {
        let parcel = history.parcel(at);
        assert_eq!(parcel.status(), Status::InTransit);
        assert!(!parcel.to_string().is_empty() && !parcel.explain().to_string().is_empty());
        assert!(parcel.entries.iter().map(|entry| entry.witnesses.len()).sum::<usize>() == 12);
    }
}
