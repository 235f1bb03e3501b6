//! The table of steps: what a state told next means for the state a parcel is in.
//!
//! The table is advice for reading evidence, never a gate: carriers do deliver first and scan later. It is total over
//! the states a parcel can be in, which are status *and direction*: a parcel on its way back stays on its way back
//! through problems and attempts, and when it is "delivered" there, it is returned.
//!
//! Cells say how a step is to be taken:
//!
//! | cell | meaning |
//! |---|---|
//! | `F` | forward: the state changes |
//! | `R` | repeat: the same state, told again or in more detail |
//! | `S` | sidestep: to or from a problem; the state changes |
//! | `B` | back: a sidestep that ends a problem on the way back; the state becomes returning |
//! | `H` | home: told as delivered on the way back; the state becomes returned |
//! | `O` | reopen: a state that looked final is left |
//! | `L` | late: says nothing new, changes nothing |
//! | `C` | contradiction: changes nothing and is flagged |
//! | `D` | by rule: what comes after a delivery depends on the day, see [`Cell::AfterDelivery`] |

use crate::model::{Status, Step};

/// Where a parcel is: a status about the parcel itself, and whether it is on its way back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) status: Status,
    pub(super) returning: bool,
}

impl Position {
    /// The position of a parcel that is told to have `status`.
    pub(super) fn told(status: Status) -> Self {
        Self { status, returning: matches!(status, Status::Returning | Status::Returned) }
    }
}

/// How a step is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Forward,
    Repeat,
    Sidestep,
    Back,
    Home,
    Reopen,
    Late,
    Contradiction,
    /// A scan that speaks of a parcel on the move after it was delivered: late on the day of the delivery, the end
    /// of a false delivery later. [`super::machine`] decides.
    AfterDelivery,
}

use Cell::{
    AfterDelivery as D, Back as B, Contradiction as C, Forward as F, Home as H, Late as L, Reopen as O,
    Repeat as R, Sidestep as S,
};

/// The columns of the table, and with the three ways back behind them its rows.
pub(super) const STATUSES: [Status; 11] = [
    Status::InfoReceived,
    Status::InTransit,
    Status::OutForDelivery,
    Status::AttemptFailed,
    Status::AvailableForPickup,
    Status::Exception,
    Status::Delivered,
    Status::Returning,
    Status::Returned,
    Status::Cancelled,
    Status::Failed,
];

pub(super) const BACK: [Status; 3] = [Status::AttemptFailed, Status::AvailableForPickup, Status::Exception];

#[rustfmt::skip]
pub(super) const TABLE: [[Cell; STATUSES.len()]; STATUSES.len() + BACK.len()] = [
    //  info  transit  out  attempt  pick-up  exception  delivered  returning  returned  cancelled  failed
    [    R,     F,      F,     F,       F,        S,         F,         F,         F,        F,       F ], // info_received
    [    L,     R,      F,     F,       F,        S,         F,         F,         F,        F,       F ], // in_transit
    [    L,     S,      R,     F,       F,        S,         F,         F,         F,        F,       F ], // out_for_delivery
    [    L,     S,      S,     R,       F,        S,         F,         F,         F,        F,       F ], // attempt_failed
    [    L,     S,      S,     S,       R,        S,         F,         F,         F,        F,       F ], // available_for_pickup
    [    L,     S,      S,     F,       F,        R,         F,         F,         F,        F,       F ], // exception
    [    L,     D,      D,     D,       D,        L,         R,         O,         O,        C,       C ], // delivered
    [    L,     L,      L,     S,       S,        S,         H,         R,         F,        F,       F ], // returning
    [    L,     C,      C,     C,       C,        L,         R,         L,         R,        L,       L ], // returned
    [    L,     O,      O,     O,       O,        L,         O,         O,         O,        R,       C ], // cancelled
    [    L,     O,      O,     O,       O,        L,         O,         O,         O,        C,       R ], // failed
    [    L,     B,      B,     R,       S,        S,         H,         S,         F,        F,       F ], // attempt_failed, on the way back
    [    L,     B,      B,     S,       R,        S,         H,         S,         F,        F,       F ], // available_for_pickup, on the way back
    [    L,     B,      B,     S,       S,        R,         H,         S,         F,        F,       F ], // exception, on the way back
];

/// The step from one position to a status told next.
///
/// Statuses that tell nothing about the parcel (unknown, pending, expired) are no positions: every step out of them is
/// forward, and a step into them is late.
pub(super) fn cell(from: Position, told: Status) -> Cell {
    if !from.status.is_about_parcel() {
        return if told.is_about_parcel() { F } else { R };
    }
    let row = match from.status {
        Status::AttemptFailed if from.returning => Some(STATUSES.len()),
        Status::AvailableForPickup if from.returning => Some(STATUSES.len() + 1),
        Status::Exception if from.returning => Some(STATUSES.len() + 2),
        status => column(status),
    };
    row.zip(column(told)).and_then(|(row, column)| at(row, column)).unwrap_or(L)
}

fn at(row: usize, column: usize) -> Option<Cell> {
    // Tests make mistakes here, to see whether anything notices.
    #[cfg(test)]
    let (row, column) = super::mistakes::instead_of((row, column));
    TABLE.get(row)?.get(column).copied()
}

const fn column(status: Status) -> Option<usize> {
    Some(match status {
        Status::InfoReceived => 0,
        Status::InTransit => 1,
        Status::OutForDelivery => 2,
        Status::AttemptFailed => 3,
        Status::AvailableForPickup => 4,
        Status::Exception => 5,
        Status::Delivered => 6,
        Status::Returning => 7,
        Status::Returned => 8,
        Status::Cancelled => 9,
        Status::Failed => 10,
        Status::Unknown | Status::Pending | Status::Expired => return None,
    })
}

impl Cell {
    /// The kind of step, and the position it leads to, if it leads anywhere.
    pub(super) fn take(self, from: Position, told: Status) -> (Step, Position) {
        let told = Position { status: told, returning: from.returning || Position::told(told).returning };
        match self {
            F => (Step::Forward, told),
            R => (Step::Repeat, from),
            S => (Step::Sidestep, told),
            B => (Step::Sidestep, Position::told(Status::Returning)),
            H => (Step::Forward, Position::told(Status::Returned)),
            // What is left was an end; the direction starts anew.
            O => (Step::Reopen, Position::told(told.status)),
            L | D => (Step::Late, from),
            C => (Step::Contradiction, from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_about_the_parcel_has_a_row_and_a_column() {
        for status in Status::ALL {
            assert_eq!(STATUSES.contains(&status), status.is_about_parcel(), "{status}");
        }
        assert!(BACK.iter().all(|status| STATUSES.contains(status)));
    }

    #[test]
    fn nothing_leads_into_a_status_that_is_no_place() {
        for from in STATUSES {
            for told in [Status::Unknown, Status::Pending, Status::Expired] {
                assert_eq!(cell(Position::told(from), told), L, "{from} to {told}");
                assert_eq!(cell(Position::told(told), from), F, "{told} to {from}");
            }
        }
    }

    #[test]
    fn a_parcel_on_its_way_back_comes_home_and_is_not_delivered() {
        for status in BACK.into_iter().chain([Status::Returning]) {
            let from = Position { status, returning: true };
            let (step, to) = cell(from, Status::Delivered).take(from, Status::Delivered);
            assert_eq!((step, to), (Step::Forward, Position::told(Status::Returned)), "{status}");
        }
    }
}
