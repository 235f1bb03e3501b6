//! What a carrier's codes and sentences say, and the tables that hold them.

use crate::model::{Event, HandoverPlace, Meaning, Notice, Reason, State, Status};

/// Stands in a note for what is told in a code's place and may be anything.
pub(super) const NO_CODE: &str = "a text that is no code";

/// What a code or a sentence says about the parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Says {
    /// The state, or that it is a notice.
    pub meaning: Meaning,
    /// Why, where the code or the words name a cause.
    pub reason: Option<Reason>,
    /// Where the parcel was left or waits, where the code or the words name it.
    pub place: Option<HandoverPlace>,
}

impl Says {
    pub(super) const fn state(state: State) -> Self {
        Self { meaning: Meaning::State(state), reason: None, place: None }
    }

    pub(super) const fn at(state: State, place: HandoverPlace) -> Self {
        Self { meaning: Meaning::State(state), reason: None, place: Some(place) }
    }

    pub(super) const fn because(state: State, reason: Reason) -> Self {
        Self { meaning: Meaning::State(state), reason: Some(reason), place: None }
    }

    pub(super) const fn notice(notice: Notice) -> Self {
        Self { meaning: Meaning::Notice(Some(notice)), reason: None, place: None }
    }

    /// The status that it tells; none for a notice.
    pub(super) fn status(&self) -> Option<Status> {
        match &self.meaning {
            Meaning::State(state) => Some(state.status()),
            Meaning::Notice(_) => None,
        }
    }

    /// Has an event say it.
    pub(super) fn tell(&self, event: &mut Event) {
        // Nearly all say a state, which is copied word by word; a meaning would be made elsewhere and moved.
        if let Meaning::State(state) = &self.meaning {
            event.meaning = Meaning::State(state.clone());
        } else {
            event.meaning = self.meaning.clone();
        }
        event.reason = self.reason.clone();
        event.handed_to = self.place.clone();
    }
}

/// One code with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The code, to the letter.
    pub code: &'static str,
    /// What it says.
    pub says: Says,
    /// See [`beginning()`].
    beginning: u64,
}

pub(super) const fn row(code: &'static str, says: Says) -> Row {
    Row { code, says, beginning: beginning(code) }
}

/// A code's first eight bytes as a number, which orders as they do and is compared at once. Shorter codes end in zeros.
const fn beginning(code: &str) -> u64 {
    let mut number = 0;
    let mut shift = u64::BITS;
    let mut bytes = code.as_bytes();
    while let [byte, rest @ ..] = bytes
        && shift > 0
    {
        shift -= 8;
        number |= (*byte as u64) << shift;
        bytes = rest;
    }
    number
}

pub(super) const fn state(code: &'static str, state: State) -> Row {
    row(code, Says::state(state))
}

pub(super) const fn status(code: &'static str, status: Status) -> Row {
    state(code, State::of(status))
}

pub(super) const fn at(code: &'static str, state: State, place: HandoverPlace) -> Row {
    row(code, Says::at(state, place))
}

pub(super) const fn because(code: &'static str, state: State, reason: Reason) -> Row {
    row(code, Says::because(state, reason))
}

pub(super) const fn notice(code: &'static str, notice: Notice) -> Row {
    row(code, Says::notice(notice))
}

/// The row of a code in a table that is sorted by codes.
pub(super) fn find(table: &'static [Row], code: &str) -> Option<&'static Row> {
    let beginning = beginning(code);
    // Of the codes of one beginning the shortest stands first: only where it is longer there is more to compare.
    let is_long = code.len() > 8;
    let is_before =
        |row: &Row| row.beginning < beginning || (is_long && row.beginning == beginning && row.code < code);
    let found = table.get(table.partition_point(is_before))?;
    // Codes of up to eight bytes are alike where their beginnings and lengths are.
    let is_same = found.beginning == beginning && found.code.len() == code.len();
    (is_same && (!is_long || found.code == code)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[Row] = &[
        status("A", Status::InTransit),
        status("ABCDEFGH", Status::InTransit),
        status("ABCDEFGHA", Status::InTransit),
        status("ABCDEFGHAB", Status::InTransit),
        status("ABCDEFGHB", Status::InTransit),
        status("B", Status::InTransit),
    ];

    #[test]
    fn codes_are_found_to_the_letter_however_long_they_are() {
        for row in TABLE {
            assert_eq!(find(TABLE, row.code), Some(row));
        }
        for code in ["", "A\0", "AB", "ABCDEFG", "ABCDEFGH\0", "ABCDEFGHAA", "ABCDEFGHC", "a", "C"] {
            assert_eq!(find(TABLE, code), None, "{code}");
        }
    }
}
