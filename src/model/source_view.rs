//! Each source's own picture beside the merged one: what it says, whether it can be believed, where it differs.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Serialize, Serializer};

use super::report::RefusalKind;
use super::source::{Role, Source};
use super::span::Span;
use super::state::State;
use super::time::EventTime;
use super::timeline_entry::as_text;

/// How old a source's last answer about a parcel under way may be.
pub(crate) const FRESH: TimeDelta = TimeDelta::hours(24);

/// How a source's own picture stands to the merged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DivergenceKind {
    /// It has not heard of the newest events yet.
    Behind,
    /// It claims something that the others deny.
    Contradicts,
}

/// What one side of a divergence says, and by which event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Claim {
    /// Who says it.
    pub source: Arc<Source>,
    /// What it says.
    #[serde(serialize_with = "as_text")]
    pub state: State,
    /// The time of the event by which it says so, as told.
    pub time: EventTime,
    /// What that time means in UTC, and the wall clock to show; the latter is `local` in JSON.
    #[serde(rename = "local", serialize_with = "wall_clock")]
    pub span: Span,
    /// When that event was first told to us, in UTC.
    pub told_at: DateTime<Utc>,
}

/// Writes the wall clock of a time, to the minute or the day.
pub(super) fn wall_clock<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(span.to_string().trim_end())
}

/// That a source's own picture differs from the merged one.
///
/// Its `Display` names both sides by their channels, with the wall clocks of their deciding events, and which of them is
/// believed. It names no tracking number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Divergence {
    /// Which source.
    pub source: Arc<Source>,
    /// Late, or in contradiction.
    pub kind: DivergenceKind,
    /// What it says.
    #[serde(serialize_with = "as_text")]
    pub says: State,
    /// What the merged picture says.
    #[serde(serialize_with = "as_text")]
    pub merged: State,
    /// Whole minutes that its newest event is older than the newest of all; none where it has no event.
    pub behind_minutes: Option<i64>,
    /// What it says, by its own deciding event.
    pub claim: Option<Claim>,
    /// What is believed instead, by the event that decided the merged state. Its source is the most trusted one that told
    /// that event; where the diverging source told it too and read it differently, another one that did.
    pub believed: Option<Claim>,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, kind, says, merged, behind_minutes, claim, believed } = self;
        let is_behind = *kind == DivergenceKind::Behind;
        write!(f, "{} {} {says}", source.channel, if is_behind { "still says" } else { "says" })?;
        in_brackets(f, claim.as_ref())?;
        let other = believed.as_ref().filter(|believed| believed.source != *source);
        match other {
            Some(believed) => {
                write!(f, ", {} says {merged}", believed.source.channel)?;
                in_brackets(f, Some(believed))?;
                write!(f, "; {} is believed", believed.source.channel)?;
            }
            None => {
                write!(f, " by itself; with all others it is {merged}")?;
                in_brackets(f, believed.as_ref())?;
            }
        }
        match behind_minutes {
            Some(minutes) if is_behind && *minutes > 0 => {
                write!(f, ", {} is {} behind", source.channel, Minutes(*minutes))
            }
            _ => Ok(()),
        }
    }
}

fn in_brackets(f: &mut fmt::Formatter<'_>, claim: Option<&Claim>) -> fmt::Result {
    match claim {
        Some(claim) => write!(f, " ({})", claim.span.to_string().trim_end()),
        None => Ok(()),
    }
}

/// Minutes as people say them.
pub(crate) struct Minutes(pub(crate) i64);

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 1440, self.0 / 60 % 24, self.0 % 60) {
            (0, 0, minutes) => write!(f, "{minutes} min"),
            (0, hours, minutes) => write!(f, "{hours} h {minutes:02} min"),
            (days, hours, _) => write!(f, "{days} d {hours} h"),
        }
    }
}

/// That a source did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceFailure {
    /// Why.
    pub kind: RefusalKind,
    /// When, in UTC.
    pub at: DateTime<Utc>,
}

/// Whether a source can be believed at the time of the picture, that is, whether "it tells nothing new" means that
/// nothing new has happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SourceState {
    /// It has answered lately.
    Ok,
    /// Its last answer is more than 24 hours old while the parcel is still under way. A person is never stale.
    Stale {
        /// Its last answer.
        since: DateTime<Utc>,
    },
    /// It refused when it was asked last.
    Failing {
        /// Why.
        refusal: RefusalKind,
        /// When it refused last.
        at: DateTime<Utc>,
    },
    /// Its newest answer holds so much less than an earlier one that what is missing there is not taken for withdrawn.
    PoorAnswer,
}

/// One source's own picture, and how far it can be believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceView {
    /// Which source.
    pub source: Arc<Source>,
    /// The state that its own words alone give; none where it told none.
    #[serde(serialize_with = "state_text")]
    pub state: Option<State>,
    /// The time of its newest event about the parcel.
    pub newest_event: Option<EventTime>,
    /// Whole minutes that this is older than the newest of all sources.
    pub behind_minutes: Option<i64>,
    /// When it last answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it last refused, and why.
    pub last_failure: Option<SourceFailure>,
    /// Whether it can be believed at the time of the picture.
    pub belief: SourceState,
    /// How its own picture stands to the merged one; none where it agrees, or tells none. The
    /// [`Divergence`] with the same source tells more.
    pub divergence: Option<DivergenceKind>,
    /// Its last refusal of each kind.
    pub refusals: Vec<(RefusalKind, DateTime<Utc>)>,
    /// Whether its newest answer holds so much less than an earlier one that nothing is withdrawn for it.
    pub newest_answer_is_poor: bool,
    /// How many events of it count.
    pub events: usize,
}

impl SourceView {
    /// Whether its last answer is more than 24 hours old at a time, also where it refuses. A person is never stale.
    pub(crate) fn is_stale(&self, at: DateTime<Utc>) -> bool {
        let is_old = |since: DateTime<Utc>| at.signed_duration_since(since) > FRESH;
        self.source.role != Role::User && self.answered_at.is_some_and(is_old)
    }
}

pub(super) fn state_text<S: Serializer>(state: &Option<State>, serializer: S) -> Result<S::Ok, S::Error> {
    match state {
        Some(state) => serializer.collect_str(state),
        None => serializer.serialize_none(),
    }
}
