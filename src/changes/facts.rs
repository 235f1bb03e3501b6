//! What no event tells: estimates, delay, silence, deadlines, contradictions, numbers, and how the sources are.
//!
//! Such facts have no time of their own, so they are told by comparison only: the first look at a parcel tells none.

use super::change::{Change, Deciding};
use super::kind::{ChangeKind, ChannelState};
use super::{Diff, key, read};
use crate::model::{DivergenceKind, Estimate, Parcel, Related, Relation, Standing, Status};

/// What has become of the facts.
pub(super) fn facts(diff: &Diff<'_>) -> Vec<Change> {
    if diff.before.sources.is_empty() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    changes.extend(estimate(diff));
    changes.extend(delay(diff));
    changes.extend(silence(diff));
    changes.extend(collection(diff));
    changes.extend(conflict(diff));
    changes.extend(replaced(diff));
    changes.extend(sources(diff));
    changes
}

/// Whether anything was heard since the parcel is followed.
fn is_heard(diff: &Diff<'_>) -> bool {
    read::heard_at(diff.after).is_some_and(|at| at >= diff.follow.since())
}

fn estimate(diff: &Diff<'_>) -> Option<Change> {
    let to = diff.after.estimate.as_ref()?;
    let made = to.made_at.map(|time| time.resolve(diff.after.destination.as_ref(), None).latest());
    if !is_heard(diff) || made.is_some_and(|made| made < diff.follow.since()) {
        return None;
    }
    let kind = match diff.before.estimate.as_ref() {
        None => ChangeKind::EstimateSet { estimate: to.clone() },
        Some(from) if read::is_same_estimate(diff.after, from, to) => return None,
        Some(from) => {
            let entry = diff.after.decided_by.filter(|entry| diff.is_news(*entry));
            let entry = entry.and_then(|entry| diff.after.entries.get(entry));
            ChangeKind::EstimateChanged {
                from: from.clone(),
                to: to.clone(),
                reason: entry.and_then(read::reason).cloned(),
            }
        }
    };
    let words = |estimate: Option<&Estimate>| estimate.map(ToString::to_string).unwrap_or_default();
    let made = to.made_at.map_or_else(|| diff.heard(), |made| made.to_string());
    let text = format!("{}>{}|{made}", words(diff.before.estimate.as_ref()), words(Some(to)));
    let mut change = diff.change(kind, &Deciding::Values(&text));
    if let Some(made) = to.made_at {
        change.effective = made;
    }
    Some(change)
}

fn delay(diff: &Diff<'_>) -> Option<Change> {
    // What was late for good is told with the delivery.
    let is_open = |parcel: &Parcel| !parcel.status().is_final();
    let kind = match (&diff.before.delay, &diff.after.delay) {
        (None, Some(delay)) if is_open(diff.after) => ChangeKind::DelayDetected { by_minutes: delay.minutes },
        (Some(_), None) if is_open(diff.before) && is_open(diff.after) => ChangeKind::DelayResolved,
        _ => return None,
    };
    let promise = diff.after.first_promise.as_ref().map(ToString::to_string).unwrap_or_default();
    Some(by_clock(diff, kind, &format!("{promise}{}", diff.heard())))
}

/// A change that the time itself brings about.
fn by_clock(diff: &Diff<'_>, kind: ChangeKind, text: &str) -> Change {
    Change { effective: diff.after.at.into(), ..diff.change(kind, &Deciding::Values(text)) }
}

fn silence(diff: &Diff<'_>) -> Option<Change> {
    let since = read::silent_since(diff.after)?;
    let is_news = read::silent_since(diff.before).is_none();
    let text = format!("{}{}", since.timestamp(), diff.heard());
    is_news.then(|| by_clock(diff, ChangeKind::Stalled { since }, &text))
}

fn collection(diff: &Diff<'_>) -> Option<Change> {
    // That it waits, and until when, is told when it begins to.
    if diff.before.status() != Status::AvailableForPickup {
        return None;
    }
    let (until, _) = read::collect_by(diff.after)?;
    let kind = if read::is_collection_over(diff.after) {
        (!read::is_collection_over(diff.before)).then_some(ChangeKind::PickupExpired { until })?
    } else {
        let is_news = read::is_collection_due(diff.after) && !read::is_collection_due(diff.before);
        is_news.then_some(ChangeKind::PickupReminder { until })?
    };
    let waits = diff.after.decided_by.map(|entry| key::entry_text(diff.after, &diff.keys, entry));
    Some(by_clock(diff, kind, &format!("{until}|{}", waits.unwrap_or_default())))
}

fn conflict(diff: &Diff<'_>) -> Option<Change> {
    let counts = |index: &usize| {
        diff.after.entries.get(*index).is_some_and(|entry| entry.standing == Standing::Counted)
    };
    let newest = (0..diff.after.entries.len()).rev().find(counts)?;
    if diff.before.conflict == diff.after.conflict || !diff.is_current(diff.after, newest) {
        return None;
    }
    let contradicts = diff.after.divergences.iter().filter(|d| d.kind == DivergenceKind::Contradicts);
    let claims: Vec<ChannelState> = contradicts
        .map(|d| ChannelState { channel: d.source.channel.clone(), says: d.says.clone() })
        .collect();
    // Where the newest contradicts what lies before the watch, that may have been about another parcel.
    let was = diff.before.decided_by.filter(|entry| diff.is_current(diff.before, *entry));
    if claims.is_empty() && was.is_none() {
        return None;
    }
    let kind = match diff.after.conflict {
        true => ChangeKind::ConflictDetected { claims },
        false => ChangeKind::ConflictResolved,
    };
    Some(diff.change(kind, &Deciding::Values(&diff.heard())))
}

fn replaced(diff: &Diff<'_>) -> Vec<Change> {
    let is_replacement = |related: &&Related| related.relation == Relation::Replaces;
    let known: Vec<&Related> = diff.before.numbers.iter().filter(is_replacement).collect();
    let now = diff.after.numbers.iter().filter(is_replacement);
    let news = now.filter(|related| known.iter().all(|known| known.number != related.number));
    (known.len()..)
        .zip(news)
        .map(|(index, related)| {
            let kind = ChangeKind::NumberReplaced {
                number: related.number.clone(),
                carrier: related.carrier.clone(),
            };
            // The how manyth it is tells it from the others; the number itself stays out of identifiers.
            diff.change(kind, &Deciding::Values(&index.to_string()))
        })
        .collect()
}

fn sources(diff: &Diff<'_>) -> Vec<Change> {
    if diff.after.status().is_final() {
        return Vec::new();
    }
    let before = read::pulses(diff.before);
    let mut changes = Vec::new();
    for pulse in read::pulses(diff.after) {
        let Some(was) = before.iter().find(|was| was.channel == pulse.channel) else { continue };
        let read::Pulse { channel, answered, stale } = pulse;
        let kind = match (&was.stale, stale) {
            (None, Some(reason)) => {
                ChangeKind::SourceStale { channel: channel.clone(), reason, answered_at: answered }
            }
            (Some(_), None) if answered > was.answered => {
                ChangeKind::SourceRecovered { channel: channel.clone() }
            }
            _ => continue,
        };
        changes.push(by_clock(diff, kind, &format!("{channel}|{}", was.answered.timestamp())));
    }
    changes
}
