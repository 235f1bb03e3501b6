//! The lists of answers: each entry is read on its own, and costs nothing but itself where it cannot be.

use std::borrow::Cow;
use std::ops::Deref;

use serde::de::{MapAccess, SeqAccess};

use super::part::{Part, Place, Shape};
use super::path::Path;
use crate::model::{Note, NoteKind};

/// A list of which each entry is read on its own.
pub(super) type List<T> = Part<Entries<T>>;

/// The entries of a list.
pub(super) struct Entries<T> {
    /// Those that could be read, with their place in the list. Nulls are none. Each stays where it was read to, for entries
    /// are large; so they are parts.
    read: Vec<(usize, Part<T>)>,
    /// The places of those that could not.
    broken: Vec<usize>,
}

impl<T> Entries<T> {
    fn of<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error>
    where
        T: Shape<'de>,
    {
        let mut entries = Self::default();
        for index in 0.. {
            // Made in its place; a push would move it there.
            entries.read.resize_with(entries.read.len() + 1, || (index, Part::Missing));
            let Some((_, entry)) = entries.read.last_mut() else { break };
            let is_end = list.next_element_seed(Place(entry))?.is_none();
            if matches!(entry, Part::Broken) {
                entries.broken.push(index);
            }
            if !matches!(entry, Part::Read(_)) {
                entries.read.pop();
            }
            if is_end {
                break;
            }
        }
        if entries.read.is_empty() {
            // The room that was made for a first entry.
            entries.read = Vec::new();
        }
        Ok(entries)
    }

    /// The entries that could be read.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.read.iter().filter_map(|(_, entry)| entry.quiet())
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { read: Vec::new(), broken: Vec::new() }
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
        let read = entries.map_or(&[][..], |entries| &entries.read);
        read.iter().filter_map(|(index, entry)| Some((*index, entry.quiet()?)))
    }

    /// The same without places and without a word about flaws.
    pub(super) fn quiet_entries(&self) -> impl DoubleEndedIterator<Item = &L::Entry> {
        let read = self.quiet().map_or(&[][..], |list| &list.listed().read);
        read.iter().filter_map(|(_, entry)| entry.quiet())
    }

    /// How many entries could be read.
    pub(super) fn readable(&self) -> usize {
        self.quiet().map_or(0, |list| list.listed().read.len())
    }

    /// How many entries it has, broken ones too; none where it is no list. A missing list has none.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::Missing => Some(0),
            Self::Read(list) => Some(list.listed().read.len() + list.listed().broken.len()),
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
        Self(Entries { read: vec![(0, Part::Read(entry))], broken: Vec::new() })
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
