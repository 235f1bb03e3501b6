//! The law of changes, over generated histories of several sources: nothing is told twice, nothing for nothing, nothing
//! from before, and what is no longer true is taken back.
//!
//! `PROPTEST_CASES` sets how many histories each law is tried on; CI takes ten thousand.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use common::{Generated, history_of, observations};
use parceltrack::{
    Cause, Change, ChangeId, ChangeKind, EstimateRevision, Event, EventTime, Follow, History, Observation,
    Parcel, PickupPoint, Refusal, RefusalKind, Report, Rule, SilenceKind, Source, Standing, Status, state,
};
use proptest::prelude::*;

fn now() -> DateTime<Utc> {
    "2026-11-10T12:00:00Z".parse().unwrap()
}

fn always() -> Follow {
    Follow::new("law", DateTime::UNIX_EPOCH)
}

fn picture(observations: &[Observation]) -> Parcel {
    history_of(observations).parcel(now())
}

fn heard(observation: &Observation) -> DateTime<Utc> {
    match observation {
        Observation::Report(report) => report.fetched_at,
        Observation::Refusal(refusal) => refusal.at,
        _ => now(),
    }
}

/// The pictures of a history as it grows, from the empty one on.
fn chain(told: &[Observation]) -> Vec<Parcel> {
    let mut history = History::new();
    let mut pictures = vec![history.parcel(now())];
    for observation in told {
        history.absorb(observation.clone());
        pictures.push(history.parcel(now()));
    }
    pictures
}

fn show(changes: &[Change]) -> String {
    changes.iter().map(|change| format!("{}  {} ({:?})\n", change.id, change, change.kind)).collect()
}

/// Answers of which some are told once more, some hours earlier or later: in part, as whole or as part, now and then with
/// what another answer tells beside its events, or as if it had all been in July.
fn unruly() -> impl Strategy<Value = Generated> {
    let again = (
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        (-80_i64..80, any::<u32>()),
        (any::<bool>(), any::<bool>(), prop::bool::weighted(0.2)),
    );
    (observations(), proptest::collection::vec(again, 0..12)).prop_map(|(Generated(told), more)| {
        let reports = told.iter().filter_map(|observation| match observation {
            Observation::Report(report) => Some((**report).clone()),
            _ => None,
        });
        let known: Vec<Report> = reports.collect();
        let mut told = told;
        for ((which, other, place), (hours, events), (complete, beside, in_july)) in more {
            if known.is_empty() {
                break;
            }
            let (mut report, other) = (which.get(&known).clone(), other.get(&known));
            report.fetched_at += TimeDelta::hours(hours);
            report.complete = complete;
            let mut index = 0;
            report.events.retain(|_| {
                index += 1;
                events >> (index % 32) & 1 == 1
            });
            if beside {
                (report.estimate, report.headline) = (other.estimate.clone(), other.headline.clone());
            }
            for event in report.events.iter_mut().filter(|_| in_july) {
                event.time = event.time.to_string().replace("2026-11", "2026-07").parse().unwrap();
            }
            told.insert(place.index(told.len() + 1), report.into());
        }
        Generated(told)
    })
}

/// Whether no more than one event of a picture can be this cause, and that neither a summary nor one that is yet to come.
fn is_distinct(picture: &Parcel, cause: &Cause) -> bool {
    let witnesses =
        picture.entries.iter().flat_map(|entry| entry.witnesses.iter().map(move |witness| (entry, witness)));
    let same = witnesses.filter(|(_, witness)| {
        (&witness.source.channel, witness.event.time, &witness.event.code)
            == (&cause.channel, cause.time, &cause.code)
    });
    let is_plain: Vec<bool> =
        same.map(|(entry, witness)| !witness.headline && entry.rule != Some(Rule::FutureTime)).collect();
    matches!(is_plain.as_slice(), [] | [true])
}

/// Whether the change is that an event has happened.
fn is_happening(kind: &ChangeKind) -> bool {
    let is_of_state = matches!(
        kind,
        ChangeKind::StatusChanged
            | ChangeKind::ActionRequired { .. }
            | ChangeKind::CustomsActionNeeded { .. }
    );
    is_of_events(kind) && !is_of_state && !kind.is_correction()
}

/// Along pictures of a growing history no identifier comes twice, and no event is told at two looks to have happened.
fn told_once(pictures: &[Parcel]) -> Result<(), TestCaseError> {
    let mut ids: BTreeMap<ChangeId, String> = BTreeMap::new();
    let mut happened: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (look, pair) in pictures.windows(2).enumerate() {
        let (before, after) = (&pair[0], &pair[1]);
        for change in after.changes_since(before, &always()) {
            let line = format!("{change} ({:?})\n{before}{after}", change.kind);
            let twice = ids.insert(change.id.clone(), line.clone());
            prop_assert!(twice.is_none(), "told twice:\n{}\nand\n{line}", twice.unwrap_or_default());
            let causes = change.causes.iter().filter(|cause| {
                is_happening(&change.kind) && is_distinct(before, cause) && is_distinct(after, cause)
            });
            for cause in causes {
                let told = happened.insert(format!("{cause:?}"), (look, line.clone()));
                let (last, earlier) = told.unwrap_or_else(|| (look, String::new()));
                prop_assert_eq!(last, look, "{:?} happens twice:\n{}\nand\n{}", cause, earlier, line);
            }
        }
    }
    Ok(())
}

/// Whether an event tells the change.
fn is_of_events(kind: &ChangeKind) -> bool {
    !matches!(
        kind,
        ChangeKind::EstimateSet { .. }
            | ChangeKind::EstimateChanged { .. }
            | ChangeKind::DelayDetected { .. }
            | ChangeKind::DelayResolved
            | ChangeKind::Stalled { .. }
            | ChangeKind::PickupReminder { .. }
            | ChangeKind::PickupExpired { .. }
            | ChangeKind::ConflictDetected { .. }
            | ChangeKind::ConflictResolved
            | ChangeKind::NumberReplaced { .. }
            | ChangeKind::SourceStale { .. }
            | ChangeKind::SourceRecovered { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(
        proptest::test_runner::FileFailurePersistence::WithSource("regressions"))), ..ProptestConfig::default() })]

    /// A picture compared with itself gives nothing.
    #[test]
    fn nothing_has_become_of_the_same_picture(Generated(told) in observations()) {
        let parcel = picture(&told);
        let changes = parcel.changes_since(&parcel.clone(), &always());
        prop_assert!(changes.is_empty(), "{}", show(&changes));
    }

    /// What is heard again, in other words, at a later time, changes nothing for people.
    #[test]
    fn what_is_heard_again_is_not_told_again(
        Generated(told) in observations(),
        which in any::<prop::sample::Index>(),
        hours in 1_i64..48,
        reworded in any::<bool>(),
    ) {
        let before = picture(&told);
        let mut more = told.clone();
        more.extend(told.iter().cloned());
        let changes = picture(&more).changes_since(&before, &always());
        prop_assert!(changes.is_empty(), "{}", show(&changes));

        // The newest answer of a source, asked for once more. An older one would be news, and so is one of whose events
        // some lay in the future when they were told.
        let reports: Vec<&Report> = told.iter().filter_map(|observation| match observation {
            Observation::Report(report) => Some(&**report),
            _ => None,
        }).collect();
        if reports.is_empty() {
            return Ok(());
        }
        let again = reports[which.index(reports.len())];
        let is_newest = reports.iter().all(|other| {
            std::ptr::eq(*other, again) || other.source != again.source || other.fetched_at < again.fetched_at
        });
        let last = |report: &Report| {
            let times = report.events.iter().map(|event| event.time).chain(
                report.headline.as_ref().and_then(|headline| headline.time));
            times.map(|time| time.resolve(None, None).latest()).max()
        };
        if !is_newest || last(again) > Some(again.fetched_at) {
            return Ok(());
        }
        let mut later = again.clone();
        later.fetched_at += TimeDelta::hours(hours);
        if reworded {
            for event in &mut later.events {
                event.description = Some("said in a third way".into());
                event.language = "fr".parse().ok();
            }
        }
        let mut more = told.clone();
        more.push(later.into());
        let after = picture(&more);
        let mut changes = after.changes_since(&before, &always());
        // That a source answers at all may be news, and that there is no scan where nobody had answered before.
        let was_stale = now() - again.fetched_at > TimeDelta::hours(24);
        let was_unheard = before.silence.as_ref().is_some_and(|silence| silence.kind == SilenceKind::Unheard);
        // What was expected of the parcel that had the number before is expected of this one, once it is said again.
        let was_left_out = again.estimate.as_ref().is_some_and(|estimate| {
            let is_this = |known: &EstimateRevision| known.estimate == *estimate && *known.source == again.source;
            !before.estimates.iter().any(is_this)
        });
        let is_used_again = before.entries.iter().any(|entry| entry.standing == Standing::EarlierParcel);
        prop_assert!(is_used_again || !was_left_out);
        changes.retain(|change| match &change.kind {
            ChangeKind::SourceRecovered { channel } => !was_stale || *channel != again.source.channel,
            ChangeKind::Stalled { .. } => !was_unheard,
            ChangeKind::EstimateSet { .. }
            | ChangeKind::EstimateChanged { .. }
            | ChangeKind::DelayDetected { .. }
            | ChangeKind::DelayResolved => !was_left_out,
            _ => true,
        });
        prop_assert!(changes.is_empty(), "{}\n{}\n{}", show(&changes), before, after);
    }

    /// A source that does not answer for once changes nothing for people.
    #[test]
    fn a_refusal_is_no_news(Generated(told) in observations(), minutes in 1_i64..600) {
        let Some(observation) = told.iter().max_by_key(|observation| heard(observation)) else { return Ok(()) };
        let source = match observation {
            Observation::Report(report) => report.source.clone(),
            Observation::Refusal(refusal) => refusal.source.clone(),
            _ => return Ok(()),
        };
        let at = heard(observation) + TimeDelta::minutes(minutes);
        let before = history_of(&told).parcel(at);
        let mut more = told.clone();
        more.push(Refusal::new(source, at, RefusalKind::Unavailable).into());
        let after = history_of(&more).parcel(at);
        let changes = after.changes_since(&before, &always());
        prop_assert!(changes.is_empty(), "{}", show(&changes));
    }

    /// However a history grows, no change is told twice, and everybody who listens knows the state it ends in.
    #[test]
    fn nothing_is_told_twice_and_the_end_is_known(Generated(told) in observations(), in_order in any::<bool>()) {
        let mut told = told;
        if in_order {
            told.sort_by_key(heard);
        }
        let pictures = chain(&told);
        told_once(&pictures)?;
        for pair in pictures.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            let changes = after.changes_since(before, &always());
            if before.status() != after.status() && after.status().is_about_parcel() {
                let tells = |change: &Change| !change.superseded && change.to.status() == after.status();
                prop_assert!(changes.iter().any(tells), "{}\n{}\n{}", show(&changes), before, after);
            }
            let is_left = before.status() == Status::Delivered
                && after.status() != Status::Delivered
                && !after.is_returning;
            let is_retracted = |change: &Change| matches!(change.kind, ChangeKind::DeliveryRetracted { .. });
            prop_assert_eq!(is_left, changes.iter().any(is_retracted), "{}\n{}", before, after);
        }
    }

    /// The same where answers come late or again, in part, and beside what others tell.
    #[test]
    fn nothing_is_told_twice_whatever_comes_late(Generated(told) in unruly(), hours in 0_i64..30) {
        let mut history = History::new();
        let mut at = now() - TimeDelta::days(3);
        let mut pictures = vec![history.parcel(at)];
        for observation in told {
            history.absorb(observation);
            pictures.push(history.parcel(at));
            at += TimeDelta::hours(hours);
            pictures.push(history.parcel(at));
        }
        told_once(&pictures)?;
    }

    /// What time alone brings about is told once, whenever and however often somebody looks.
    #[test]
    fn what_time_brings_about_is_told_once(
        Generated(told) in observations(),
        days in proptest::collection::vec(-2_i64..6, 0..5),
        steps in proptest::collection::vec(1_i64..40, 1..8),
    ) {
        let mut told = told;
        // The places where it waits, each known until a day.
        let reports = told.iter_mut().filter_map(|observation| match observation {
            Observation::Report(report) => Some(report),
            _ => None,
        });
        for (report, days) in reports.zip(&days) {
            let mut point = PickupPoint::default();
            let day = (now() + TimeDelta::days(*days)).format("%Y-%m-%d").to_string();
            point.collect_by = Some(day.parse().unwrap());
            report.pickup = Some(point.into());
        }
        let history = history_of(&told);
        let times: Vec<DateTime<Utc>> = steps
            .iter()
            .scan(now() - TimeDelta::days(5), |at, hours| {
                *at += TimeDelta::hours(*hours);
                Some(*at)
            })
            .collect();
        let pictures: Vec<Parcel> = times.iter().map(|at| history.parcel(*at)).collect();
        let mut ids: BTreeSet<ChangeId> = BTreeSet::new();
        for pair in pictures.windows(2) {
            for change in pair[1].changes_since(&pair[0], &always()) {
                prop_assert!(!is_of_events(&change.kind), "no event was told: {change}");
                prop_assert!(ids.insert(change.id.clone()), "told twice: {change}\n{}{}", pair[0], pair[1]);
            }
        }
        if let [first, .., last] = pictures.as_slice() {
            for change in last.changes_since(first, &always()) {
                let passes_once = matches!(
                    change.kind,
                    ChangeKind::Stalled { .. }
                        | ChangeKind::PickupReminder { .. }
                        | ChangeKind::PickupExpired { .. }
                        | ChangeKind::SourceStale { .. }
                );
                prop_assert!(!passes_once || ids.contains(&change.id), "{change}\n{first}{last}");
            }
        }
        // The same where something is heard between two looks.
        let mut history = History::new();
        let mut before = history.parcel(times[0]);
        let mut ids: BTreeMap<ChangeId, String> = BTreeMap::new();
        for (observation, at) in told.iter().zip(times.iter().cycle().take(told.len()).scan(times[0], |last, at| {
            *last = (*last).max(*at);
            Some(*last)
        })) {
            history.absorb(observation.clone());
            let after = history.parcel(at);
            for change in after.changes_since(&before, &always()) {
                let line = format!("{change}\n{before}{after}");
                let twice = ids.insert(change.id, line.clone());
                prop_assert!(twice.is_none(), "told twice:\n{}\nand\n{line}", twice.unwrap_or_default());
            }
            before = after;
        }
    }

    /// In which order two pictures came about does not matter.
    #[test]
    fn the_way_to_a_picture_does_not_matter(
        Generated(told) in observations(),
        cut in any::<prop::sample::Index>(),
        turn in any::<prop::sample::Index>(),
    ) {
        let (first, all) = (&told[..cut.index(told.len() + 1)], &told);
        let other_way = |part: &[Observation]| {
            let mut part = part.to_vec();
            if !part.is_empty() {
                let by = turn.index(part.len());
                part.rotate_left(by);
                part.reverse();
            }
            picture(&part)
        };
        let changes = picture(all).changes_since(&picture(first), &always());
        let same = other_way(all).changes_since(&other_way(first), &always());
        prop_assert_eq!(serde_json::to_string(&changes).unwrap(), serde_json::to_string(&same).unwrap());
        let read: Vec<Change> = serde_json::from_str(&serde_json::to_string(&changes).unwrap()).unwrap();
        prop_assert_eq!(read, changes);
    }

    /// Nothing from before the watch began is told.
    #[test]
    fn nothing_from_before_is_told(
        Generated(told) in observations(),
        cut in any::<prop::sample::Index>(),
        hours in 0_i64..220,
    ) {
        let (before, after) = (picture(&told[..cut.index(told.len() + 1)]), picture(&told));
        let since = now() - TimeDelta::hours(hours);
        for change in after.changes_since(&before, &Follow::new("law", since)) {
            let of_events = is_of_events(&change.kind) && !change.kind.is_correction();
            let is_news = |entry: &parceltrack::TimelineEntry| {
                let is_cause = entry.witnesses.iter().any(|witness| {
                    change.causes.iter().any(|cause| cause.channel == witness.source.channel && cause.time == witness.event.time)
                });
                is_cause && entry.span.latest() >= since
            };
            prop_assert!(!of_events || after.entries.iter().any(is_news), "{:?}", change);
        }
        let later = Follow::new("law", now() + TimeDelta::seconds(1));
        prop_assert!(after.changes_since(&before, &later).is_empty());
        // All that the generator tells is over by then.
        let rest = after.changes_since(&before, &Follow::new("law", now() - TimeDelta::hours(1)));
        prop_assert!(rest.iter().all(|change| !is_of_events(&change.kind)), "{}", show(&rest));
    }

    /// What was told and is taken back is corrected.
    #[test]
    fn a_retraction_is_told(Generated(told) in observations(), hours in 1_i64..48) {
        let source = Source::carrier("stranger/law".parse().unwrap(), "STRANGER0001".parse().unwrap());
        let time = |text: &str| text.parse::<EventTime>().unwrap();
        let mut report = Report::new(source, now() - TimeDelta::hours(50));
        report.events.push(Event::new(time("2026-11-07T18:00:00Z"), state::in_transit::FACILITY_IN));
        let mut claimed = report.clone();
        claimed.events.push(Event::new(time("2026-11-08T09:00:00Z"), Status::Delivered));
        report.fetched_at += TimeDelta::hours(hours);
        let mut more = told.clone();
        more.push(claimed.into());
        let second = picture(&more);
        more.push(report.into());
        let third = picture(&more);
        let corrections = third.changes_since(&second, &always());
        let is_undone = corrections.iter().any(|change| change.kind.is_correction());
        prop_assert_eq!(is_undone, third.status() != second.status(), "{}\n{}\n{}", show(&corrections), second, third);
    }
}
