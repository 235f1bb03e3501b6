//! How long answers are new, by what they say.

use std::time::Duration;

use crate::carrier::Answer;
use crate::error::{ErrorKind, Result};
use crate::model::{Event, Report};

/// How long an answer is new, by what it says. Meanwhile the channel is not asked the same again.
///
/// Calls that ask the same at the same time share one request, however long answers are new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Freshness {
    /// Of a parcel on its way; a minute if nothing else is said.
    pub moving: Duration,
    /// Of one that has arrived, wherever; an hour if nothing else is said.
    pub finished: Duration,
    /// That the channel does not know the parcel; a minute if nothing else is said.
    pub unknown: Duration,
    /// How long an answer is better than none: it is told, with the time at which it was fetched, beside the failure of a
    /// channel that gives none: it is down, refuses, or answers what cannot be read. A day if nothing else is said.
    pub instead_of_none: Duration,
}

impl Default for Freshness {
    fn default() -> Self {
        Self {
            moving: Duration::from_secs(60),
            finished: Duration::from_secs(3600),
            unknown: Duration::from_secs(60),
            instead_of_none: Duration::from_secs(86_400),
        }
    }
}

impl Freshness {
    /// No answer is used by a later call.
    pub const NONE: Self = Self {
        moving: Duration::ZERO,
        finished: Duration::ZERO,
        unknown: Duration::ZERO,
        instead_of_none: Duration::ZERO,
    };

    /// How long what a channel told is new.
    pub(super) fn of(&self, told: &Result<Answer>) -> Duration {
        match told {
            Ok(answer) if answer.reports.is_empty() || !answer.orders.is_empty() => self.moving,
            Ok(answer) if answer.reports.iter().all(is_finished) => self.finished,
            Ok(_) => self.moving,
            Err(error) if error.kind() == ErrorKind::NotFound => self.unknown,
            Err(_) => Duration::ZERO,
        }
    }
}

/// Whether the last thing that is told of a parcel is an end. Events are told oldest first.
fn is_finished(report: &Report) -> bool {
    let last = report.events.iter().rev().find_map(Event::state);
    last.is_some_and(|state| state.status().is_final())
}
