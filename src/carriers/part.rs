//! Reading answers of which any part may be missing or of another shape than documented: it costs itself only.
//!
//! An answer is read once, from its first byte to its last, and texts are borrowed from it. What is read as what is said by
//! [`fields`] for objects, and by [`Shape`] for all else.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::path::Path;
use crate::error::{Error, ErrorKind};
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
/// Lists and objects are read into the place where they stay: they are large, and moving them costs as much as reading.
pub(super) trait Shape<'de>: Sized {
    /// From null, for the few that tell it from silence.
    fn of_null() -> Option<Self> {
        None
    }

    /// From a text without blanks around it, or a number or truth value as text.
    fn of_text(_: Cow<'de, str>) -> Option<Self> {
        None
    }

    /// From a list.
    ///
    /// # Errors
    ///
    /// Where the answer is no JSON.
    fn of_list<A: SeqAccess<'de>>(part: &mut Part<Self>, mut list: A) -> Result<(), A::Error> {
        *part = Part::Broken;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    /// From an object.
    ///
    /// # Errors
    ///
    /// Where the answer is no JSON.
    fn of_object<A: MapAccess<'de>>(part: &mut Part<Self>, mut object: A) -> Result<(), A::Error> {
        *part = Part::Broken;
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
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

impl<'de, T: Shape<'de>> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut part = Self::Missing;
        Place(&mut part).deserialize(deserializer)?;
        Ok(part)
    }
}

/// The place where a part is read to.
pub(super) struct Place<'p, T>(pub(super) &'p mut Part<T>);

impl<'de, T: Shape<'de>> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Shape<'de>> Place<'_, T> {
    fn text(self, text: Cow<'de, str>) {
        let is_empty = text.is_empty();
        *self.0 = match T::of_text(text) {
            Some(read) => Part::Read(read),
            None if is_empty => Part::Missing,
            None => Part::Broken,
        };
    }
}

impl<'de, T: Shape<'de>> Visitor<'de> for Place<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.text(trim(text).into());
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(trim(text).to_owned().into());
        Ok(())
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        self.text(if truth { "true" } else { "false" }.into());
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.text(number.to_string().into());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.text(number.to_string().into());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        // As JSON writes it.
        self.text(serde_json::Value::from(number).to_string().into());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = T::of_null().map_or(Part::Missing, Part::Read);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        T::of_list(self.0, list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        T::of_object(self.0, object)
    }
}

/// Most texts have no blanks around them, which their ends tell.
fn trim(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim() }
}

/// A text, or a number or truth value read as text; trimmed.
pub(super) struct Text<'a>(Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Shape<'de> for Text<'de> {
    fn of_text(text: Cow<'de, str>) -> Option<Self> {
        Some(Self(text))
    }
}

impl Shape<'_> for bool {
    fn of_text(text: Cow<'_, str>) -> Option<Self> {
        text.parse().ok()
    }
}

impl Part<Text<'_>> {
    /// A text that says something.
    pub(super) fn told(&self) -> Option<&str> {
        self.quiet().map(|text| &**text).filter(|text| !text.is_empty())
    }

    /// The same. A flaw becomes a note with its path.
    pub(super) fn read(&self, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<&str> {
        self.get(path, notes).map(|text| &**text).filter(|text| !text.is_empty())
    }
}

/// An object's name of a field.
pub(super) struct Name<'a>(Cow<'a, str>);

impl Deref for Name<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(name.into()))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(name.to_owned().into()))
    }
}

/// An object of which some fields are read, see [`fields`].
pub(super) trait Object<'de>: Default {
    /// Reads the value under a name, if it is one of the fields.
    ///
    /// # Errors
    ///
    /// Where the answer is no JSON.
    fn read<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<bool, A::Error>;
}

/// Reads the fields of an object and skips the rest.
///
/// # Errors
///
/// Where the answer is no JSON.
pub(super) fn object<'de, T, A>(part: &mut Part<T>, mut object: A) -> Result<(), A::Error>
where
    T: Object<'de>,
    A: MapAccess<'de>,
{
    *part = Part::Read(T::default());
    let Part::Read(read) = part else { return Ok(()) };
    while let Some(name) = object.next_key::<Name<'de>>()? {
        if !read.read(&name, &mut object)? {
            object.next_value::<IgnoredAny>()?;
        }
    }
    Ok(())
}

/// Reads a whole document as one shape.
///
/// # Errors
///
/// Where it is no JSON, or of another shape.
pub(super) fn document<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Shape<'de>,
    D: Deserializer<'de>,
{
    match Part::deserialize(deserializer)? {
        Part::Read(document) => Ok(document),
        Part::Missing | Part::Broken => Err(D::Error::custom("another shape than documented")),
    }
}

/// Defines objects of answers: each field with what it is read as and the vendor's names for it. All of them are a [`Part`],
/// names that are not listed are skipped, and of a name that is told twice the last counts.
macro_rules! fields {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident<'a> {
            $($(#[$doc:meta])* $field:ident: $shape:ty = $($word:literal)|+,)*
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Default)]
        $vis struct $name<'a> {
            $($(#[$doc])* $vis $field: $crate::carriers::part::Part<$shape>,)*
        }

        impl<'a> $crate::carriers::part::Object<'a> for $name<'a> {
            fn read<A: serde::de::MapAccess<'a>>(&mut self, name: &str, object: &mut A) -> Result<bool, A::Error> {
                match name {
                    $($($word)|+ => object.next_value_seed($crate::carriers::part::Place(&mut self.$field))?,)*
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }

        impl<'a> $crate::carriers::part::Shape<'a> for $name<'a> {
            fn of_object<A: serde::de::MapAccess<'a>>(
                part: &mut $crate::carriers::part::Part<Self>,
                object: A,
            ) -> Result<(), A::Error> {
                $crate::carriers::part::object(part, object)
            }
        }

        impl<'a> serde::Deserialize<'a> for $name<'a> {
            fn deserialize<D: serde::Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::carriers::part::document(deserializer)
            }
        }
    )+};
}

pub(super) use fields;

/// The error of an answer of which no `what` can be read, as far as its notes tell why.
pub(super) fn unreadable(what: &str, notes: &[Note]) -> Error {
    const SHOWN: usize = 5;
    let flaws: Vec<&str> = notes.iter().take(SHOWN).map(|note| note.detail.as_str()).collect();
    // What was noted several times counts as often; of the last notes only the number may be known.
    let rest: u32 = notes.iter().skip(SHOWN).map(|note| note.count).sum();
    let more = match rest {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Error::new(ErrorKind::BadReply, format!("no {what} can be read: {}{more}", flaws.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::list::{Entries, List, OneOrMore};

    fields! {
        pub(super) struct Answer<'a> {
            scans: Entries<Scan<'a>> = "scans",
        }

        pub(super) struct Scan<'a> {
            code: Text<'a> = "code" | "Code",
            place: Text<'a> = "place",
            words: OneOrMore<Text<'a>> = "words",
        }
    }

    fn scan(json: &str) -> Scan<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn texts_are_trimmed_and_numbers_and_truths_read_as_texts() {
        for (json, code) in [
            (r#"{"code":" 7 "}"#, Some("7")),
            (r#"{"Code":7}"#, Some("7")),
            (r#"{"code":-7}"#, Some("-7")),
            (r#"{"code":7.50}"#, Some("7.5")),
            (r#"{"code":1e30}"#, Some("1e+30")),
            (r#"{"code":true}"#, Some("true")),
            (r#"{"code":"\u0037"}"#, Some("7")),
            (r#"{"code":" "}"#, None),
            (r#"{"code":null}"#, None),
            ("{}", None),
            (r#"{"code":["7"]}"#, None),
            (r#"{"code":6,"other":{"code":8},"code":7}"#, Some("7")),
            (r#"{"\u0063ode":7}"#, Some("7")),
        ] {
            assert_eq!(scan(json).code.told(), code, "{json}");
        }
    }

    #[test]
    fn a_flaw_costs_its_part_and_tells_its_path_only() {
        let json = r#"{"scans":[{"code":7},{"place":["secret"]},null,"",{"code":{"secret":[1]}},"secret",["secret"]]}"#;
        let answer: Answer<'_> = serde_json::from_str(json).unwrap();
        let (mut notes, path) = (Vec::new(), Path::of("scans"));
        let mut codes = Vec::new();
        for (index, scan) in answer.scans.entries(&path, &mut notes).collect::<Vec<_>>() {
            let path = path.entry(index);
            codes.push((index, scan.code.read(&path.field("code"), &mut notes)));
            assert!(scan.place.read(&path.field("place"), &mut notes).is_none());
        }
        assert_eq!(codes, [(0, Some("7")), (1, None), (4, None)]);
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["scans[5]", "scans[6]", "scans[1].place", "scans[4].code"]);
        assert_eq!((answer.scans.quiet_entries().count(), answer.scans.count()), (3, Some(5)));
        assert!(answer.scans.is_whole(5) && !answer.scans.is_whole(3));
    }

    #[test]
    fn an_empty_text_is_nothing_unless_texts_are_read() {
        let list = |json| serde_json::from_str::<List<Scan<'_>>>(json).unwrap();
        assert!(matches!(list("\" \""), Part::Missing) && list("\" \"").count() == Some(0));
        assert!(matches!(list("\"x\""), Part::Broken));
        let text = serde_json::from_str::<Part<Text<'_>>>("\" \"").unwrap();
        assert!(matches!(text, Part::Read(text) if text.is_empty()));
    }

    #[test]
    fn a_document_is_an_object() {
        for odd in ["[]", "7", "\"\"", "null", "{", ""] {
            assert!(serde_json::from_str::<Scan<'_>>(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn texts_are_borrowed_and_small() {
        let json = r#"{"code":"7"}"#;
        assert!(matches!(scan(json).code.quiet(), Some(Text(Cow::Borrowed(_)))));
        assert_eq!(size_of::<Part<Text<'_>>>(), size_of::<String>());
    }
}
