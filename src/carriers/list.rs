//! The lists of answers: each entry is read on its own, and costs nothing but itself where it cannot be.

use std::borrow::Cow;
use std::mem;
use std::ops::Deref;

use serde::de::{MapAccess, SeqAccess};

use super::part::{Part, Place, Shape};
use super::path::Path;
use crate::model::{Note, NoteKind};

/// A list of which each entry is read on its own.
pub(super) type List<T> = Part<Entries<T>>;

/// How many entries the first room of a list has, as a `Vec` does it.
const FIRST_ROOM: usize = 4;

/// The entries of a list.
pub(super) struct Entries<T> {
    /// Those that could be read, with their place in the list. Nulls are none. Each stays where it was read to, for entries
    /// are large; so they are parts, and where a room is full the next is as large as all before it.
    rooms: Vec<Vec<(usize, Part<T>)>>,
    /// The places of those that could not.
    broken: Vec<usize>,
}

impl<T> Entries<T> {
    fn of<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error>
    where
        T: Shape<'de>,
    {
        let mut rooms = Vec::new();
        let mut broken = Vec::new();
        let mut room = Vec::with_capacity(FIRST_ROOM);
        for index in 0.. {
            if room.len() == room.capacity() {
                let next = Vec::with_capacity(rooms.iter().map(Vec::len).sum::<usize>() + room.len());
                rooms.push(mem::replace(&mut room, next));
            }
            // Made in its place; a push would move it there.
            room.resize_with(room.len() + 1, || (index, Part::Missing));
            let Some((_, entry)) = room.last_mut() else { break };
            let is_end = list.next_element_seed(Place(entry))?.is_none();
            if matches!(entry, Part::Broken) {
                broken.push(index);
            }
            if !matches!(entry, Part::Read(_)) {
                room.pop();
            }
            if is_end {
                break;
            }
        }
        if !room.is_empty() {
            rooms.push(room);
        }
        Ok(Self { rooms, broken })
    }

    /// The entries that could be read.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rooms.iter().flatten().filter_map(|(_, entry)| entry.quiet())
    }

    /// How many could be read.
    fn len(&self) -> usize {
        self.rooms.iter().map(Vec::len).sum()
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { rooms: Vec::new(), broken: Vec::new() }
    }
}

impl<'de, T: Shape<'de>> Shape<'de> for Entries<T> {
    fn of_list<A: SeqAccess<'de>>(part: &mut Part<Self>, list: A) -> Result<(), A::Error> {
        *part = Part::Read(Self::of(list)?);
        Ok(())
    }
}

/// What holds entries.
pub(super) trait Listed {
    /// What they are read as.
    type Entry;

    /// The entries.
    fn listed(&self) -> &Entries<Self::Entry>;
}

impl<T> Listed for Entries<T> {
    type Entry = T;

    fn listed(&self) -> &Self {
        self
    }
}

impl<T> Listed for OneOrMore<T> {
    type Entry = T;

    fn listed(&self) -> &Entries<T> {
        &self.0
    }
}

impl<L: Listed> Part<L> {
    /// The entries that can be read, each with its place in the list. The others become notes.
    pub(super) fn entries<'s>(
        &'s self,
        path: &Path<'_>,
        notes: &mut Vec<Note>,
    ) -> impl DoubleEndedIterator<Item = (usize, &'s L::Entry)> + use<'s, L> {
        let entries = self.get(path, notes).map(Listed::listed);
        for index in entries.map_or(&[][..], |entries| &entries.broken) {
            Note::add(notes, NoteKind::Unreadable, &path.entry(*index));
        }
        let rooms = entries.map_or(&[][..], |entries| &entries.rooms);
        rooms.iter().flatten().filter_map(|(index, entry)| Some((*index, entry.quiet()?)))
    }

    /// The same without places and without a word about flaws.
    pub(super) fn quiet_entries(&self) -> impl DoubleEndedIterator<Item = &L::Entry> {
        self.quiet().into_iter().flat_map(|list| list.listed().iter())
    }

    /// How many entries could be read.
    pub(super) fn readable(&self) -> usize {
        self.quiet().map_or(0, |list| list.listed().len())
    }

    /// How many entries it has, broken ones too; none where it is no list. A missing list has none.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::Missing => Some(0),
            Self::Read(list) => Some(list.listed().len() + list.listed().broken.len()),
            Self::Broken => None,
        }
    }

    /// Whether it is a list of just as many entries as were read: a missing list is none, a broken entry was not read.
    pub(super) fn is_whole(&self, read: usize) -> bool {
        matches!(self, Self::Read(_)) && self.count() == Some(read)
    }
}

/// A list, or the only entry of one in its place.
pub(super) struct OneOrMore<T>(Entries<T>);

impl<T> OneOrMore<T> {
    fn one(entry: T) -> Self {
        Self(Entries { rooms: vec![vec![(0, Part::Read(entry))]], broken: Vec::new() })
    }
}

impl<T> Deref for OneOrMore<T> {
    type Target = Entries<T>;

    fn deref(&self) -> &Entries<T> {
        &self.0
    }
}

impl<'de, T: Shape<'de>> Shape<'de> for OneOrMore<T> {
    fn of_text(text: Cow<'de, str>) -> Option<Self> {
        T::of_text(text).map(Self::one)
    }

    fn of_list<A: SeqAccess<'de>>(part: &mut Part<Self>, list: A) -> Result<(), A::Error> {
        *part = Part::Read(Self(Entries::of(list)?));
        Ok(())
    }

    fn of_object<A: MapAccess<'de>>(part: &mut Part<Self>, object: A) -> Result<(), A::Error> {
        let mut entry = Part::Missing;
        T::of_object(&mut entry, object)?;
        *part = match entry {
            Part::Missing => Part::Missing,
            Part::Read(entry) => Part::Read(Self::one(entry)),
            Part::Broken => Part::Broken,
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::{Text, fields};

    fields! {
        pub(super) struct Scan<'a> {
            words: OneOrMore<Text<'a>> = "words",
        }
    }

    #[test]
    fn only_a_list_is_whole() {
        let is_whole = |json: &str| serde_json::from_str::<List<Scan<'_>>>(json).unwrap().is_whole(0);
        assert!(is_whole("[]") && is_whole("[null]"));
        assert!(!is_whole("null") && !is_whole("7") && !is_whole("[7]"));
    }

    #[test]
    fn entries_keep_their_order_and_place_however_many_there_are() {
        for count in 0..=40_usize {
            let each = (0..count).map(|nth| if nth % 5 == 3 { "{}".to_owned() } else { nth.to_string() });
            let json = format!("[null,{}null]", each.map(|entry| entry + ",").collect::<String>());
            let list: List<Text<'_>> = serde_json::from_str(&json).unwrap();
            let told: Vec<usize> = (0..count).filter(|nth| nth % 5 != 3).collect();
            let mut notes = Vec::new();
            let entries = list.entries(&Path::of("list"), &mut notes);
            assert!(
                entries
                    .rev()
                    .map(|(at, text)| (at - 1, text.parse().unwrap()))
                    .eq(told.iter().rev().map(|nth| (*nth, *nth)))
            );
            assert!(list.quiet_entries().map(|text| text.parse::<usize>().unwrap()).eq(told.iter().copied()));
            assert_eq!(
                (list.readable(), list.count(), notes.len()),
                (told.len(), Some(count), (count + 1) / 5)
            );
        }
    }

    #[test]
    fn one_may_stand_in_place_of_a_list() {
        let words = |json: &str| {
            let scan: Scan<'_> = serde_json::from_str(json).unwrap();
            scan.words.quiet().map(|words| words.iter().map(|word| word.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(words(r#"{"words":["a",{},"b"]}"#).unwrap(), ["a", "b"]);
        assert_eq!(words(r#"{"words":"a"}"#).unwrap(), ["a"]);
        assert_eq!((words(r#"{"words":{}}"#), words("{}")), (None, None));
    }
}
