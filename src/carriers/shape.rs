//! What the parts of an answer can be read from, and the places where they are read to.

use std::ops::Deref;

use super::path::Path;
use crate::model::{Note, NoteKind};

/// A part of an answer that costs nothing but itself where it cannot be read.
#[derive(Default)]
pub(super) enum Part<T> {
    /// Not told: missing, null, or an empty text where no text can be.
    #[default]
    Missing,
    /// As told.
    Read(T),
    /// Of another shape than documented.
    Broken,
}

/// What a part can be read from. What it cannot be read from is skipped, and the part broken.
///
/// Fields are asked for between the beginning of an object and its end, entries between that of a list and its end. A shape
/// that hands them to another one hands it the end, too.
///
/// Lists and objects are read into the place where they stay: they are large, and moving them costs as much as reading.
pub(super) trait Shape<'de>: Sized {
    /// From null, for the few that tell it from silence.
    fn of_null() -> Option<Self> {
        None
    }

    /// From a text without blanks around it, or a number or truth value as text.
    fn of_text(_: &'de str) -> Option<Self> {
        None
    }

    /// From an object, of which nothing is read yet.
    fn of_object() -> Option<Self> {
        None
    }

    /// The place of the value under a name, if it is read.
    fn field(&mut self, _name: &str) -> Option<Target<'_, 'de>> {
        None
    }

    /// All of an object is read.
    fn end_object(&mut self) {}

    /// From a list, of which nothing is read yet.
    fn of_list() -> Option<Self> {
        None
    }

    /// The place of a list's next entry, if it is read.
    fn entry(&mut self, _index: usize) -> Option<&mut dyn Slot<'de>> {
        None
    }

    /// All of a list is read.
    fn end_list(&mut self) {}
}

/// The place where a part is read to, whatever its [`Shape`]: it is told what comes there, as it comes.
///
/// So all answers are read by the same code. Were it made anew for every shape, programs would be larger, and processors
/// would wait for more of it.
pub(super) trait Slot<'de> {
    /// Null comes.
    fn null(&mut self);

    /// A text comes, without blanks around it.
    fn text(&mut self, text: &'de str);

    /// An object begins.
    fn object(&mut self);

    /// A field of the object comes: its place, if it is read.
    fn field(&mut self, name: &str) -> Option<Target<'_, 'de>>;

    /// The object ends.
    fn end_object(&mut self);

    /// A list begins.
    fn list(&mut self);

    /// An entry of the list comes: its place, if it is read.
    fn entry(&mut self, index: usize) -> Option<&mut dyn Slot<'de>>;

    /// The list ends.
    fn end_list(&mut self);

    /// The place of a field.
    fn target(&mut self) -> Target<'_, 'de>
    where
        Self: Sized,
    {
        Target::Any(self)
    }
}

/// Where the value of a field is read to. Most are texts, which go there at once.
pub(super) enum Target<'p, 'de> {
    /// A text's place.
    Text(&'p mut Text<'de>),
    /// Any other.
    Any(&'p mut dyn Slot<'de>),
}

impl<'de, T: Shape<'de>> Slot<'de> for Part<T> {
    fn null(&mut self) {
        *self = T::of_null().map_or(Self::Missing, Self::Read);
    }

    fn text(&mut self, text: &'de str) {
        let is_empty = text.is_empty();
        *self = match T::of_text(text) {
            Some(read) => Self::Read(read),
            None if is_empty => Self::Missing,
            None => Self::Broken,
        };
    }

    fn object(&mut self) {
        *self = T::of_object().map_or(Self::Broken, Self::Read);
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'de>> {
        if let Self::Read(read) = self { read.field(name) } else { None }
    }

    fn end_object(&mut self) {
        if let Self::Read(read) = self {
            read.end_object();
        }
    }

    fn list(&mut self) {
        *self = T::of_list().map_or(Self::Broken, Self::Read);
    }

    fn entry(&mut self, index: usize) -> Option<&mut dyn Slot<'de>> {
        if let Self::Read(read) = self { read.entry(index) } else { None }
    }

    fn end_list(&mut self) {
        if let Self::Read(read) = self {
            read.end_list();
        }
    }
}

impl<T> Part<T> {
    /// What was told. A flaw becomes a note with its path.
    pub(super) fn get(&self, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<&T> {
        let told = self.quiet();
        if told.is_none() {
            self.note_if_broken(path, notes);
        }
        told
    }

    /// Apart from [`Part::get`] and called cold, so that the way of what is told is short and straight where it is asked for.
    #[cold]
    fn note_if_broken(&self, path: &Path<'_>, notes: &mut Vec<Note>) {
        if matches!(self, Self::Broken) {
            Note::add(notes, NoteKind::Unreadable, path);
        }
    }

    /// What was told, without a word about flaws.
    pub(super) fn quiet(&self) -> Option<&T> {
        if let Self::Read(value) = self { Some(value) } else { None }
    }

    /// Whether something is told, readable or not.
    pub(super) fn is_told(&self) -> bool {
        !matches!(self, Self::Missing)
    }
}

/// A text, or a number or truth value read as text; trimmed. An empty one is nothing.
///
/// A field of this shape is no [`Part`]: a text is its own, as small as a borrowed one and without anything to be dropped.
/// Answers hold thousands, and what goes beyond a processor's nearest memory is waited for.
pub(super) struct Text<'a>(
    /// Nothing of what has another shape than documented.
    Option<&'a str>,
);

impl Default for Text<'_> {
    fn default() -> Self {
        Self(Some(""))
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.unwrap_or_default()
    }
}

impl<'de> Shape<'de> for Text<'de> {
    fn of_text(text: &'de str) -> Option<Self> {
        Some(Self(Some(text)))
    }
}

impl<'de> Slot<'de> for Text<'de> {
    fn null(&mut self) {
        *self = Self::default();
    }

    fn text(&mut self, text: &'de str) {
        self.0 = Some(text);
    }

    fn object(&mut self) {
        self.0 = None;
    }

    fn field(&mut self, _: &str) -> Option<Target<'_, 'de>> {
        None
    }

    fn end_object(&mut self) {}

    fn list(&mut self) {
        self.0 = None;
    }

    fn entry(&mut self, _: usize) -> Option<&mut dyn Slot<'de>> {
        None
    }

    fn end_list(&mut self) {}

    fn target(&mut self) -> Target<'_, 'de> {
        Target::Text(self)
    }
}

impl<'a> Text<'a> {
    /// A text that says something; none where it is empty or broken.
    pub(super) fn told(&self) -> Option<&'a str> {
        self.0.filter(|text| !text.is_empty())
    }

    /// The same. A flaw becomes a note with its path.
    pub(super) fn read(&self, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<&'a str> {
        let told = self.told();
        if told.is_none() {
            self.note_if_broken(path, notes);
        }
        told
    }

    /// See [`Part::note_if_broken`].
    #[cold]
    fn note_if_broken(&self, path: &Path<'_>, notes: &mut Vec<Note>) {
        if self.is_broken() {
            Note::add(notes, NoteKind::Unreadable, path);
        }
    }

    /// Whether something is told, readable or not. An empty text is nothing here; a [`Part`] that was read from one is told.
    pub(super) fn is_told(&self) -> bool {
        self.0 != Some("")
    }

    /// Whether it has another shape than documented.
    pub(super) fn is_broken(&self) -> bool {
        self.0.is_none()
    }
}

impl Shape<'_> for bool {
    fn of_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
