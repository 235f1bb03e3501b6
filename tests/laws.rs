//! The laws of the merge, over generated histories of several sources.
//!
//! `PROPTEST_CASES` sets how many histories each law is tried on; CI takes ten thousand.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use chrono::{DateTime, TimeDelta, Utc};
use common::{Generated, history_of, observations};
use parceltrack::{
    Event, EventTime, History, Meaning, Notice, Observation, Parcel, Reached, Redaction, Report, Role, Rule,
    Source, Span, Standing, State, Status, Step, Timeliness, ZoneSource, state,
};
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    "2026-11-10T12:00:00Z".parse().unwrap()
}

fn picture(observations: &[Observation]) -> Parcel {
    history_of(observations).parcel(now())
}

fn reports(observations: &[Observation]) -> impl Iterator<Item = &Report> {
    observations.iter().filter_map(|observation| match observation {
        Observation::Report(report) => Some(&**report),
        _ => None,
    })
}

fn stranger(role: Role) -> Source {
    Source { channel: "stranger/law".parse().unwrap(), number: "STRANGER0001".parse().unwrap(), role }
}

/// A report of one event by somebody new, who claims nothing about other events.
fn aside(event: Event, role: Role) -> Observation {
    let mut report = Report::new(stranger(role), now());
    report.complete = false;
    report.events.push(event);
    report.into()
}

/// What was told by a clock that had to be found out, and how it is read.
fn found_clocks(parcel: &Parcel) -> Vec<(EventTime, Span)> {
    let found = parcel.entries.iter().filter(|entry| entry.span.zone() == ZoneSource::Inferred);
    found.map(|entry| (entry.time, entry.span)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(
        proptest::test_runner::FileFailurePersistence::WithSource("regressions"))), ..ProptestConfig::default() })]

    /// L1 to L3: order, repetition and grouping cannot matter.
    #[test]
    fn observations_commute_associate_and_repeat(
        Generated(told) in observations(),
        order in proptest::collection::vec(any::<prop::sample::Index>(), 0..40),
        cut in any::<prop::sample::Index>(),
    ) {
        let whole = history_of(&told);
        let mut shuffled = told.clone();
        for index in &order {
            if !shuffled.is_empty() {
                let at = index.index(shuffled.len());
                shuffled.rotate_left(at);
                let twice = shuffled[0].clone();
                shuffled.insert(at, twice);
            }
        }
        prop_assert_eq!(&history_of(&shuffled), &whole);
        let (left, right) = shuffled.split_at(cut.index(shuffled.len() + 1));
        let mut joined = history_of(right);
        joined.join(history_of(left));
        joined.join(whole.clone());
        prop_assert_eq!(&joined, &whole);
        let text = |history: &History| serde_json::to_string(&history.parcel(now())).unwrap();
        prop_assert_eq!(text(&joined), text(&whole));
    }

    /// L4: the empty history is neutral, and writing and reading changes nothing.
    #[test]
    fn empty_is_neutral_and_serialising_changes_nothing(Generated(told) in observations()) {
        let history = history_of(&told);
        let mut same = history.clone();
        same.join(History::new());
        prop_assert_eq!(&same, &history);
        let json = serde_json::to_string(&history).unwrap();
        let again: History = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&again).unwrap(), json);
        prop_assert_eq!(&again, &history);
        for report in reports(&told) {
            let json = serde_json::to_string(report).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Report>(&json).unwrap(), report);
        }
    }

    /// L5: each event told is an entry or a witness of one.
    #[test]
    fn no_event_is_ever_lost(Generated(told) in observations()) {
        let parcel = picture(&told);
        for report in reports(&told) {
            for event in &report.events {
                let is_there = parcel.entries.iter().flat_map(|entry| &entry.witnesses).any(|witness| {
                    *witness.source == report.source && witness.event.time == event.time && witness.event.code == event.code
                });
                prop_assert!(is_there, "{:?} of {}", event, report.source);
            }
        }
        for entry in &parcel.entries {
            let sources: std::collections::BTreeSet<_> = entry.sources().collect();
            prop_assert_eq!(sources.len(), entry.witnesses.len(), "one witness a source");
        }
    }

    /// L6: an older scan never changes the status that a scan decided, unless it tells by which clock a source writes, so that other scans
    /// are read anew.
    #[test]
    fn an_older_scan_changes_nothing(
        Generated(told) in observations(),
        hours in 7_i64..72,
        status in prop::sample::select(vec![
            Status::InfoReceived, Status::InTransit, Status::OutForDelivery, Status::AvailableForPickup,
            Status::AttemptFailed, Status::Exception,
        ]),
        role in prop::sample::select(vec![Role::Carrier, Role::Marketplace, Role::Aggregator]),
    ) {
        let before = picture(&told);
        let is_scan = |entry: &&parceltrack::TimelineEntry| {
            !entry.headline && !entry.inferred && entry.sources().any(|source| source.role != Role::User)
        };
        let Some(decided) = before.deciding_entry().filter(is_scan) else { return Ok(()) };
        if before.status() == Status::InfoReceived {
            return Ok(());
        }
        let time = decided.span.earliest() - TimeDelta::hours(hours);
        let mut more = told.clone();
        more.push(aside(Event::new(EventTime::from(time), status), role.clone()));
        let after = picture(&more);
        let added = after.entries.iter().find(|entry| entry.sources().any(|source| *source == stranger(role.clone())));
        if added.is_none_or(|entry| entry.witnesses.len() > 1) || found_clocks(&after) != found_clocks(&before) {
            return Ok(());
        }
        prop_assert_eq!(after.status(), before.status(), "{}\n{}", before, after);
    }

    /// L7: notices and unmapped codes never change the status.
    #[test]
    fn notices_and_unmapped_codes_change_nothing(
        Generated(told) in observations(),
        extra in proptest::collection::vec((common::times(), any::<bool>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let before = picture(&told);
        let mut more = told.clone();
        for (number, (time, is_notice, place)) in extra.into_iter().enumerate() {
            let meaning = if is_notice { Meaning::from(Notice::Information) } else { state::unknown::UNMAPPED.into() };
            let mut event = Event::new(time, meaning);
            event.code = Some(format!("NOTICE{number}").into());
            let Some(Observation::Report(report)) = more.get_mut(place.index(told.len().max(1))) else { continue };
            let at = place.index(report.events.len() + 1);
            report.events.insert(at, event);
        }
        let after = picture(&more);
        prop_assert_eq!(&after.state, &before.state, "{}\n{}", before, after);
        prop_assert_eq!(after.delivered_at, before.delivered_at);
    }

    /// L8: a source that copies another one verbatim changes neither status nor number of entries.
    #[test]
    fn a_copy_changes_nothing(Generated(told) in observations(), which in any::<prop::sample::Index>()) {
        let before = picture(&told);
        let sources: Vec<Source> = history_of(&told).sources().cloned().collect();
        if sources.is_empty() {
            return Ok(());
        }
        let copied = &sources[which.index(sources.len())];
        let mut more = told.clone();
        for report in reports(&told).filter(|report| report.source == *copied) {
            let mut copy = report.clone();
            copy.source.channel = format!("{}/copy", copied.channel.carrier()).parse().unwrap();
            more.push(copy.into());
        }
        let after = picture(&more);
        prop_assert_eq!(&after.state, &before.state, "{}\n{}", before, after);
        prop_assert_eq!(after.entries.len(), before.entries.len(), "{}\n{}", before, after);
    }

    /// L9: an announcement never undoes a physical scan, unless it comes so long after all that was heard of the parcel
    /// that the number must have been given to another one.
    #[test]
    fn an_announcement_undoes_nothing(Generated(told) in observations(), time in common::times()) {
        let before = picture(&told);
        if !before.status().is_about_parcel() {
            return Ok(());
        }
        let mut more = told.clone();
        more.push(aside(Event::new(time, state::info_received::LABEL_CREATED), Role::Carrier));
        let after = picture(&more);
        let long = match before.status() {
            Status::Delivered | Status::Returned | Status::Cancelled => 45,
            _ => 90,
        };
        let decided = before.deciding_entry().map(|entry| entry.span.latest());
        let silence = decided.map(|decided| time.resolve(None, None).earliest() - decided);
        let is_used_again = silence > Some(TimeDelta::days(long));
        prop_assert!(is_used_again || after.status() == before.status(), "{}\n{}", before, after);
    }

    /// L9: delivered is left only by the rules that are named for it.
    #[test]
    fn delivered_is_left_by_named_rules_only(Generated(told) in observations()) {
        let parcel = picture(&told);
        let mut delivered = false;
        for entry in parcel.entries.iter().filter(|entry| entry.standing == Standing::Counted) {
            let moved = matches!(entry.step, Some(Step::Forward | Step::Sidestep | Step::Reopen));
            let status = entry.state().map(State::status);
            if delivered && moved && status != Some(Status::Delivered) {
                let is_named = matches!(
                    entry.rule,
                    Some(Rule::DeliveryRetracted | Rule::StrongerSource | Rule::UserSaid)
                );
                let is_return = matches!(status, Some(Status::Returning | Status::Returned))
                    || entry.leg() == Some(&parceltrack::Leg::Return);
                prop_assert!(is_named || is_return, "{}", parcel);
            }
            if moved {
                delivered = status == Some(Status::Delivered)
                    && !matches!(entry.rule, Some(Rule::ReturnedHome | Rule::HandedToNextLeg));
            }
        }
    }

    /// What is derived fits the timeline and itself, and can always be explained.
    #[test]
    fn derived_facts_fit_together(Generated(told) in observations(), hours in 0_i64..400) {
        let at = now() - TimeDelta::hours(100) + TimeDelta::hours(hours);
        let parcel = history_of(&told).parcel(at);
        let exists = |index: usize| index < parcel.entries.len();
        for milestone in &parcel.milestones {
            prop_assert_eq!(milestone.entry.is_some(), milestone.reached == Reached::Told, "{:?}", milestone);
            prop_assert!(milestone.entry.is_none_or(exists));
        }
        let ahead: Vec<bool> = parcel.milestones.iter().map(|m| m.reached == Reached::NotYet).collect();
        prop_assert!(ahead.is_sorted(), "nothing is reached behind what lies ahead: {:?}", parcel.milestones);
        let is_at_recipients = parcel.status() == Status::Delivered;
        prop_assert_eq!(parcel.progress == 100, is_at_recipients, "{}", parcel);
        let is_late = matches!(parcel.timeliness, Timeliness::Late { .. } | Timeliness::AtRisk);
        prop_assert!(parcel.delay.is_none() || is_late, "{:?} {:?}", parcel.delay, parcel.timeliness);
        if let Timeliness::Late { minutes } = parcel.timeliness {
            prop_assert_eq!(parcel.delay.as_ref().map(|delay| delay.minutes), Some(minutes));
        }
        prop_assert_eq!(parcel.legs.iter().filter(|leg| leg.is_last).count(), parcel.legs.len().min(1));
        prop_assert!(parcel.estimates.is_sorted_by_key(|revision| revision.first_seen));
        let is_silent = parcel.silence.as_ref().is_none_or(|s| s.minutes >= 0 && exists(s.entry));
        prop_assert!(is_silent, "{:?}", parcel.silence);
        let explanation = parcel.explain();
        prop_assert_eq!(explanation.because.as_ref().map(|because| because.entry), parcel.decided_by);
        for used in &explanation.rules {
            let takes_back = matches!(used.rule, Rule::DeliveryRetracted | Rule::StrongerSource);
            prop_assert_eq!(used.against.is_some(), takes_back, "{:?}\n{}", used, parcel);
        }
        let sentence = explanation.to_string();
        prop_assert!(!sentence.contains("0434161094042557") && !sentence.contains('\n'), "{}", sentence);
        let decided = explanation.because.map(|because| because.entry);
        prop_assert!(explanation.set_aside.iter().all(|aside| Some(aside.event.entry) != decided), "{}", sentence);
    }

    /// The way back never brings a parcel nearer to its recipient. Where the end of the way back is told more exactly,
    /// what was taken to come after it may turn out to have come before.
    #[test]
    fn progress_never_rises_on_the_way_back(
        Generated(told) in observations(),
        hours in 1_i64..72,
        status in prop::sample::select(vec![
            Status::InTransit, Status::OutForDelivery, Status::AvailableForPickup, Status::AttemptFailed,
            Status::Exception, Status::Delivered, Status::Returned,
        ]),
    ) {
        let before = picture(&told);
        let Some(newest) = before.entries.iter().map(|entry| entry.span.latest()).max() else { return Ok(()) };
        let yields = |entry: &parceltrack::TimelineEntry| entry.inferred || entry.sources().any(|s| s.role == Role::User);
        if !before.is_returning || before.entries.iter().any(yields) {
            return Ok(());
        }
        let time = EventTime::from(newest + TimeDelta::hours(hours));
        let mut more = told.clone();
        more.push(aside(Event::new(time, status), Role::Carrier));
        let after = picture(&more);
        let added = after.entries.iter().find(|entry| entry.sources().any(|source| *source == stranger(Role::Carrier)));
        if added.is_none_or(|entry| entry.witnesses.len() > 1) {
            return Ok(());
        }
        prop_assert!(!after.is_returning || after.progress <= before.progress, "{}\n{}", before, after);
    }

    /// Redaction takes nothing from what the merge says.
    #[test]
    fn redacted_reports_merge_alike(Generated(told) in observations()) {
        let redaction = Redaction::new(b"law");
        let redacted: Vec<Observation> = told
            .iter()
            .map(|observation| match observation {
                Observation::Report(report) => redaction.report(report).into(),
                Observation::Refusal(refusal) => redaction.refusal(refusal).into(),
                other => other.clone(),
            })
            .collect();
        let (before, after) = (picture(&told), picture(&redacted));
        prop_assert_eq!(&after.state, &before.state, "{}\n{}", before, after);
        let told = |parcel: &Parcel| {
            parcel.entries.iter().map(|e| (e.time, e.meaning().clone(), e.step, e.rule, e.standing)).collect::<Vec<_>>()
        };
        prop_assert_eq!(told(&after), told(&before));
        prop_assert_eq!(after.divergences.len(), before.divergences.len());
    }
}
