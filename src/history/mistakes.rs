//! Mistakes in the table of steps, and whether anything notices them.
//!
//! What a parcel does is stated in `tests/machine.rs`, in words of its own and not as a table. Here the same stories are
//! told with two cells of the table in each other's place, for any two that differ.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::transition::{BACK, Cell, STATUSES, TABLE};

#[path = "../../tests/machine.rs"]
mod stories;

type Place = (usize, usize);

/// Where the table is read instead of where it is asked.
type Detours = [(Place, Place); 2];

#[derive(Default)]
struct Mistake {
    detours: Option<Detours>,
    asked: BTreeSet<Place>,
}

thread_local! {
    static MISTAKE: RefCell<Mistake> = RefCell::default();
}

/// The place at which the table is read where it is asked for this one.
pub(super) fn instead_of(place: Place) -> Place {
    MISTAKE.with_borrow_mut(|mistake| {
        mistake.asked.insert(place);
        let detour = mistake.detours.iter().flatten().find(|(asked, _)| *asked == place);
        detour.map_or(place, |(_, read)| *read)
    })
}

/// The stories, each with what it asks for.
struct Stories(Vec<(stories::Case, BTreeSet<Place>)>);

impl Stories {
    fn told() -> Self {
        let told = stories::cases().into_iter().map(|case| {
            MISTAKE.take();
            assert!(case.holds(), "{case}");
            (case, MISTAKE.take().asked)
        });
        Self(told.collect())
    }

    fn notice(&self, detours: Detours) -> bool {
        MISTAKE.set(Mistake { detours: Some(detours), ..Mistake::default() });
        // A story that asks for none of these places goes as ever.
        let is_asked = |asked: &BTreeSet<Place>| detours.iter().any(|(place, _)| asked.contains(place));
        let is_noticed = self.0.iter().any(|(case, asked)| is_asked(asked) && !case.holds());
        MISTAKE.take();
        is_noticed
    }
}

fn places() -> Vec<Place> {
    let rows = TABLE.iter().enumerate();
    rows.flat_map(|(row, cells)| (0..cells.len()).map(move |column| (row, column))).collect()
}

fn cell((row, column): Place) -> Cell {
    TABLE[row][column]
}

fn name((row, column): Place) -> String {
    let from = match STATUSES.get(row) {
        Some(status) => status.to_string(),
        None => format!("{} on the way back", BACK[row - STATUSES.len()]),
    };
    format!("{from} to {}", STATUSES[column])
}

#[test]
fn every_cell_is_asked_for() {
    let stories = Stories::told();
    let is_asked = |place: &Place| stories.0.iter().any(|(_, asked)| asked.contains(place));
    let never: Vec<String> = places().into_iter().filter(|place| !is_asked(place)).map(name).collect();
    assert!(never.is_empty(), "{never:?}");
}

#[test]
fn no_two_cells_can_change_places_unnoticed() {
    let (stories, places) = (Stories::told(), places());
    let (mut pairs, mut unnoticed) = (0, Vec::new());
    for (index, one) in places.iter().enumerate() {
        for other in places.iter().skip(index + 1).filter(|other| cell(**other) != cell(*one)) {
            pairs += 1;
            if !stories.notice([(*one, *other), (*other, *one)]) {
                unnoticed.push(format!("{} and {}", name(*one), name(*other)));
            }
        }
    }
    assert!(unnoticed.is_empty(), "{} of {pairs}:\n{}", unnoticed.len(), unnoticed.join("\n"));
    assert!(pairs > 9000, "{pairs}");
}

/// A problem on the way back is left for the way back by either kind of sidestep.
#[test]
fn no_cell_can_be_another_unnoticed() {
    let (stories, places) = (Stories::told(), places());
    let mut kinds: Vec<Place> = Vec::new();
    for place in &places {
        if kinds.iter().all(|kind| cell(*kind) != cell(*place)) {
            kinds.push(*place);
        }
    }
    assert_eq!(kinds.len(), 9);
    let mut unnoticed = Vec::new();
    for place in &places {
        for kind in kinds.iter().filter(|kind| cell(**kind) != cell(*place)) {
            if !stories.notice([(*place, *kind); 2]) {
                unnoticed.push(format!("{}: {:?}", name(*place), cell(*kind)));
            }
        }
    }
    let same = BACK.map(|problem| format!("{problem} on the way back to returning: Back"));
    assert_eq!(unnoticed, same);
}
