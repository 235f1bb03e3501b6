//! Whether a source can be believed when it tells nothing new.

use chrono::{DateTime, Utc};

use super::ledger::Ledger;
use crate::model::{FRESH, Role, Source, SourceFailure, SourceState, Status};

/// The newest refusal; of two at one moment the greater kind, so that it does not matter which was heard first.
pub(super) fn last_failure(ledger: &Ledger) -> Option<SourceFailure> {
    let newest = ledger.refusals.iter().map(|(kind, at)| (at.0, kind)).max();
    newest.map(|(at, kind)| SourceFailure { kind: kind.clone(), at })
}

/// Whether a source can be believed at a time about a parcel of this status.
pub(super) fn belief(source: &Source, ledger: &Ledger, status: Status, at: DateTime<Utc>) -> SourceState {
    let answered = ledger.answered.map(|newest| newest.0);
    if let Some(SourceFailure { kind, at }) =
        last_failure(ledger).filter(|failure| Some(failure.at) > answered)
    {
        return SourceState::Failing { refusal: kind, at };
    }
    let is_old = |since: &DateTime<Utc>| at.signed_duration_since(*since) > FRESH;
    let is_under_way = source.role != Role::User && !status.is_final();
    match answered.filter(|since| is_under_way && is_old(since)) {
        _ if ledger.answers.newest_is_poor() => SourceState::PoorAnswer,
        Some(since) => SourceState::Stale { since },
        None => SourceState::Ok,
    }
}
