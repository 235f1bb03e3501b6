//! What no event tells: estimates, delay, silence, deadlines, contradictions, numbers, and how the sources are.
//!
//! Such facts have no time of their own, so they are told by comparison only: the first look at a parcel tells none.

use std::fmt::Write;

use super::change::{Change, Deciding};
use super::kind::{ChangeKind, Contradiction};
use super::{Diff, key, read};
use crate::model::{DivergenceKind, Estimate, Parcel, Related, Relation, SilenceKind, Standing, Timeliness};

/// How many days before the last one somebody is reminded to collect a parcel.
const REMINDER_DAYS: i64 = 1;

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
        Some(from) => ChangeKind::EstimateChanged {
            from: from.clone(),
            to: to.clone(),
            reason: read::reason_of_estimate(diff.after, to),
        },
    };
    let words = |estimate: Option<&Estimate>| estimate.map(ToString::to_string).unwrap_or_default();
    let made = to.made_at.map(|made| made.to_string()).unwrap_or_default();
    let mut text = format!("{}>{}|{made}", words(diff.before.estimate.as_ref()), words(Some(to)));
    // For one parcel a picture never loses an estimate, so each is new once; told anew, and where another use of the number
    // lets estimates go or come back, it is told apart by what was heard.
    let began = read::began(diff.after);
    if let Some(began) = began {
        let _ = write!(text, "|{}", began.timestamp_micros());
    }
    if read::knows_estimate(diff.before, to) || read::began(diff.before) != began {
        text += &diff.heard();
    }
    let mut change = diff.change(kind, &Deciding::Values(&text));
    if let Some(made) = to.made_at {
        change.effective = made;
    }
    Some(change)
}

fn delay(diff: &Diff<'_>) -> Option<Change> {
    // What was late for good is told with the delivery, and on the way back nobody waits for it.
    let is_open = |parcel: &Parcel| !parcel.status().is_final();
    let is_measured = diff.after.timeliness != Timeliness::Unknown;
    let kind = match (diff.before.delay.as_deref(), diff.after.delay.as_deref()) {
        (None, Some(delay)) if is_open(diff.after) => ChangeKind::DelayDetected { delay: delay.clone() },
        (Some(_), None) if is_open(diff.before) && is_open(diff.after) && is_measured => {
            ChangeKind::DelayResolved
        }
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
    let silence = read::long_silence(diff.after, diff.follow.since())?;
    let was = diff.before.silence.as_ref();
    let had_answers = || read::answered(diff.before).eq(read::answered(diff.after));
    if let Some(was) =
        was.filter(|was| was.kind == SilenceKind::Long || was.kind == SilenceKind::Unheard && had_answers())
    {
        // It has been told, unless there was another scan since and that one is long ago as well. Nor does it begin where
        // answers that had been heard are believed again.
        let ended =
            |parcel: &Parcel, entry: usize| parcel.entries.get(entry).map(|entry| entry.span.latest());
        let is_same = diff.keys.find(diff.old_keys.of_entry(was.entry)) == Some(silence.entry);
        if is_same || ended(diff.after, silence.entry) <= ended(diff.before, was.entry) {
            return None;
        }
    }
    let kind = ChangeKind::Stalled { since: silence.since, minutes: silence.minutes };
    let scan = key::entry_text(&diff.keys, silence.entry);
    let mut change = by_clock(diff, kind, &format!("{scan}{}", diff.heard()));
    change.causes = diff.causes(&[silence.entry]);
    Some(change)
}

fn collection(diff: &Diff<'_>) -> Option<Change> {
    // That it waits, and until when, is told when it begins to.
    let was = read::waiting(diff.before)?;
    let until = diff.after.pickup.as_ref().and_then(|pickup| pickup.point.collect_by);
    let kind = if read::is_expired(diff.after) {
        (!was.is_expired).then_some(ChangeKind::PickupExpired { until })?
    } else {
        let days_left = read::waiting(diff.after)?.days_left.filter(|days| *days <= REMINDER_DAYS)?;
        let is_news = was.days_left.is_none_or(|days| days > REMINDER_DAYS);
        is_news.then_some(ChangeKind::PickupReminder { until: until?, days_left })?
    };
    let waits = key::entry_text(&diff.keys, diff.after.decided_by?);
    let mut text = format!("{}|{waits}", until.map(|until| until.to_string()).unwrap_or_default());
    // The clock alone passes a moment once; whatever else moves it may do so again.
    let before = diff.before.decided_by.map(|entry| key::entry_text(&diff.old_keys, entry));
    if was.point.collect_by != until || before.as_ref() != Some(&waits) {
        text += &diff.heard();
    }
    Some(by_clock(diff, kind, &text))
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
    let contradictions: Vec<Contradiction> = contradicts
        .map(|d| Contradiction { channel: d.source.channel.clone(), says: d.says.clone() })
        .collect();
    // Where the newest contradicts what lies before the watch, that may have been about another parcel.
    let was = diff.before.decided_by.filter(|entry| diff.is_current(diff.before, *entry));
    if contradictions.is_empty() && was.is_none() {
        return None;
    }
    let kind = match diff.after.conflict {
        true => ChangeKind::ConflictDetected { contradictions },
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
        let read::Pulse { channel, answered, is_stale, refusal } = pulse;
        let kind = match (was.is_stale, is_stale) {
            (false, true) => {
                ChangeKind::SourceStale { channel: channel.clone(), refusal, answered_at: answered }
            }
            (true, false) => ChangeKind::SourceRecovered { channel: channel.clone() },
            _ => continue,
        };
        changes.push(by_clock(diff, kind, &format!("{channel}|{}", was.answered.timestamp())));
    }
    changes
}
