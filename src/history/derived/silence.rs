//! Since when nobody has scanned the parcel, and whether that says anything.

use chrono::{DateTime, Utc};

use super::{Basis, Journey, minutes_between};
use crate::model::{Role, Silence, SilenceKind, State, Status, state::in_transit};

/// From how many minutes on silence is long; none where the parcel may lie still for as long as it likes.
fn long_after(state: &State, is_returning: bool) -> Option<i64> {
    let hours = match state.status() {
        Status::AvailableForPickup => return None,
        Status::InTransit if *state == in_transit::STORED => return None,
        Status::Returning => 120,
        _ if is_returning => 120,
        Status::InfoReceived => 48,
        Status::OutForDelivery => 18,
        Status::InTransit | Status::AttemptFailed | Status::Exception => 72,
        _ => return None,
    };
    Some(hours * 60)
}

/// The silence at the time of the picture.
pub(super) fn silence(basis: &Basis<'_, '_>, journey: &Journey) -> Option<Silence> {
    let index = journey.scanned.filter(|_| !basis.status().is_final())?;
    let entry = basis.entries.get(index)?;
    // Where the time is vague, silence is counted from the last moment it can mean.
    let since = entry.span.latest().min(basis.at);
    let minutes = minutes_between(since, basis.at);
    let heard_at = heard_at(basis);
    let long_after_minutes = long_after(basis.state, basis.is_returning());
    let kind = match long_after_minutes {
        Some(limit) if minutes > limit => {
            let attested = heard_at.map(|heard| minutes_between(since, heard.min(basis.at)));
            if attested > Some(limit) { SilenceKind::Long } else { SilenceKind::Unheard }
        }
        _ => SilenceKind::Usual,
    };
    Some(Silence { kind, since: entry.time, entry: index, minutes, long_after_minutes, heard_at })
}

/// The newest answer of those who could tell of a scan: neither a person, nor the carrier of a leg that is over, nor
/// who answers too poorly to be believed.
fn heard_at(basis: &Basis<'_, '_>) -> Option<DateTime<Utc>> {
    basis
        .own
        .iter()
        .filter(|own| {
            own.source.role != Role::User && !own.ledger.answers.newest_is_poor() && !own.earlier_leg
        })
        .filter_map(|own| own.ledger.answered.map(|newest| newest.0))
        .max()
}
