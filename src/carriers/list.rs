//! The lists of answers: each entry is read on its own, and costs nothing but itself where it cannot be.

use std::ops::Deref;

use super::path::Path;
use super::shape::{Part, Shape, Slot, Target};
use crate::model::{Note, NoteKind};

/// A list of which each entry is read on its own.
pub(super) type List<T> = Part<Entries<T>>;

/// The entries of a list.
pub(super) struct Entries<T> {
    /// Those that could be read, with their place in the list. Nulls are none. Each stays where it was read to, for entries
    /// are large; so they are parts, and where a room is full the next is as large as all before it.
    rooms: Vec<Vec<(usize, Part<T>)>>,
    /// The places of those that could not.
    broken: Vec<usize>,
}

impl<T> Entries<T> {
    /// How many entries the first room has, as a `Vec` does it: of large ones there are mostly few.
    const FIRST_ROOM: usize = if size_of::<T>() > 1024 { 1 } else { 4 };

    /// Makes the place of an entry.
    fn add(&mut self, index: usize) -> Option<&mut Part<T>> {
        if self.rooms.last().is_none_or(|room| room.len() == room.capacity()) {
            self.rooms.push(Vec::with_capacity(self.len().max(Self::FIRST_ROOM)));
        }
        let room = self.rooms.last_mut()?;
        // Made in its place; a push would move it there.
        room.resize_with(room.len() + 1, || (index, Part::Missing));
        self.last_mut()
    }

    /// The entry that came last.
    fn last_mut(&mut self) -> Option<&mut Part<T>> {
        self.rooms.last_mut()?.last_mut().map(|(_, entry)| entry)
    }

    /// Keeps the entry that came last only if it was read; of a broken one its place stays.
    fn settle(&mut self) {
        let Some(room) = self.rooms.last_mut() else { return };
        let Some((index, entry)) = room.last() else { return };
        if matches!(entry, Part::Broken) {
            self.broken.push(*index);
        }
        if !matches!(entry, Part::Read(_)) {
            room.pop();
        }
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
    fn of_list() -> Option<Self> {
        Some(Self::default())
    }

    fn entry(&mut self, index: usize) -> Option<&mut dyn Slot<'de>> {
        self.settle();
        self.add(index).map(|entry| entry as _)
    }

    fn end_list(&mut self) {
        self.settle();
        // No room is kept for entries that did not come: lists of nothing are short to write.
        if self.rooms.last().is_some_and(Vec::is_empty) {
            self.rooms.pop();
            self.rooms.shrink_to_fit();
        }
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
    fn of_text(text: &'de str) -> Option<Self> {
        T::of_text(text).map(Self::one)
    }

    fn of_object() -> Option<Self> {
        T::of_object().map(Self::one)
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'de>> {
        self.0.last_mut()?.field(name)
    }

    fn end_object(&mut self) {
        if let Some(entry) = self.0.last_mut() {
            entry.end_object();
        }
    }

    fn of_list() -> Option<Self> {
        Entries::of_list().map(Self)
    }

    fn entry(&mut self, index: usize) -> Option<&mut dyn Slot<'de>> {
        self.0.entry(index)
    }

    fn end_list(&mut self) {
        self.0.end_list();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::{Part, Text, fields, shape_of, slot_of};

    fields! {
        pub(super) struct Scan<'a> {
            words: Part<OneOrMore<Text<'a>>> = "words",
        }
    }

    #[test]
    fn only_a_list_is_whole() {
        let is_whole = |json: &str| slot_of::<List<Scan<'_>>>(json).is_whole(0);
        assert!(is_whole("[]") && is_whole("[null]"));
        assert!(!is_whole("null") && !is_whole("7") && !is_whole("[7]"));
    }

    #[test]
    fn a_list_of_which_nothing_is_read_keeps_no_room() {
        for json in ["[]", "[null]", "[7]", "[null,7,[]]"] {
            let list: List<Scan<'_>> = slot_of(json);
            assert_eq!(list.quiet().unwrap().rooms.capacity(), 0, "{json}");
        }
    }

    #[test]
    fn entries_keep_their_order_and_place_however_many_there_are() {
        for count in 0..=40_usize {
            let each = (0..count).map(|nth| if nth % 5 == 3 { "{}".to_owned() } else { nth.to_string() });
            let json = format!("[null,{}null]", each.map(|entry| entry + ",").collect::<String>());
            let list: List<Text<'_>> = slot_of(&json);
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
            let scan: Scan<'_> = shape_of(json).unwrap();
            scan.words.quiet().map(|words| words.iter().map(|word| word.to_string()).collect::<Vec<_>>())
        };
        assert_eq!(words(r#"{"words":["a",{},"b"]}"#).unwrap(), ["a", "b"]);
        assert_eq!(words(r#"{"words":"a"}"#).unwrap(), ["a"]);
        assert_eq!((words(r#"{"words":{}}"#), words("{}")), (None, None));
    }
}
