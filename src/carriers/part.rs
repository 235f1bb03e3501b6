//! Reading answers of which any part may be missing or of another shape than documented: it costs itself only.
//!
//! An answer is read once, from its first byte to its last, and texts are borrowed from it, or from the [`Texts`] beside it.
//! What is read as what is said by
//! [`fields`] for objects, and by [`Shape`] for all else.

use std::fmt;
use std::marker::PhantomData;

use bumpalo::Bump;
use compact_str::ToCompactString;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

pub(super) use super::shape::{Part, Shape, Slot, Target, Text};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{read_json_seed, read_json_text};
use crate::model::Note;

/// Holds the texts of an answer that do not stand in it so: those with escapes, and numbers. So all texts are borrowed, and
/// none needs to be dropped. They stay until all of them go, also those that a later value of the same name has replaced.
#[derive(Default)]
pub(super) struct Texts(Bump);

impl Texts {
    fn keep(&self, text: &str) -> &str {
        self.0.alloc_str(text)
    }
}

/// Reads a JSON body whole, as [`read_json`](crate::http::read_json) does.
///
/// # Errors
///
/// Those of `read_json`.
pub(super) fn json<'a, T: Shape<'a>>(body: &'a [u8], texts: &'a Texts) -> Result<T> {
    read_json_seed(body, Document::of(texts))
}

/// The same of a text.
pub(super) fn json_text<'a, T: Shape<'a>>(text: &'a str, texts: &'a Texts) -> Result<T> {
    read_json_text(text, Document::of(texts))
}

/// Reads JSON as one shape, for tests; texts that cannot be borrowed are never given back.
#[cfg(test)]
pub(super) fn shape_of<'a, T: Shape<'a>>(text: &'a str) -> Result<T> {
    json_text(text, Box::leak(Box::default()))
}

/// The same as a place.
#[cfg(test)]
pub(super) fn slot_of<'a, S: Slot<'a> + Default>(text: &'a str) -> S {
    let mut slot = S::default();
    let reading = Reading { slot: &mut slot, texts: Box::leak(Box::default()) };
    reading.deserialize(&mut serde_json::Deserializer::from_str(text)).unwrap();
    slot
}

/// Reads a whole document as one shape.
pub(super) struct Document<'de, T> {
    texts: &'de Texts,
    shape: PhantomData<T>,
}

impl<'de, T> Document<'de, T> {
    pub(super) fn of(texts: &'de Texts) -> Self {
        Self { texts, shape: PhantomData }
    }
}

impl<T> Clone for Document<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Document<'_, T> {}

impl<'de, T: Shape<'de>> DeserializeSeed<'de> for Document<'de, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let mut part = Part::Missing;
        Reading::<dyn Slot<'de>> { slot: &mut part, texts: self.texts }.deserialize(deserializer)?;
        match part {
            Part::Read(document) => Ok(document),
            Part::Missing | Part::Broken => Err(D::Error::custom("another shape than documented")),
        }
    }
}

/// Reads a value to its place. There are two kinds of places: that of a text, for most values are texts, and any.
struct Reading<'p, 'de, S: ?Sized> {
    slot: &'p mut S,
    texts: &'de Texts,
}

impl<'de, S: Slot<'de> + ?Sized> DeserializeSeed<'de> for Reading<'_, 'de, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Slot<'de> + ?Sized> Visitor<'de> for Reading<'_, 'de, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.slot.text(trim(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.slot.text(self.texts.keep(trim(text)));
        Ok(())
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        self.slot.text(if truth { "true" } else { "false" });
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.slot.text(self.texts.keep(&number.to_compact_string()));
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.slot.text(self.texts.keep(&number.to_compact_string()));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        // As JSON writes it.
        self.slot.text(self.texts.keep(&serde_json::Value::from(number).to_compact_string()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.slot.null();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { slot, texts } = self;
        slot.list();
        for index in 0.. {
            if list.next_element_seed(Entry { slot: &mut *slot, index, texts })?.is_none() {
                break;
            }
        }
        slot.end_list();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self { slot, texts } = self;
        slot.object();
        while let Some(place) = object.next_key_seed(Field(&mut *slot))? {
            match place {
                Some(Target::Text(slot)) => object.next_value_seed(Reading { slot, texts })?,
                Some(Target::Any(slot)) => object.next_value_seed(Reading { slot, texts })?,
                None => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        slot.end_object();
        Ok(())
    }
}

/// Reads the next entry of a list.
struct Entry<'p, 'de, S: ?Sized> {
    slot: &'p mut S,
    index: usize,
    texts: &'de Texts,
}

impl<'de, S: Slot<'de> + ?Sized> DeserializeSeed<'de> for Entry<'_, 'de, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.slot.entry(self.index) {
            Some(slot) => Reading { slot, texts: self.texts }.deserialize(deserializer),
            None => IgnoredAny::deserialize(deserializer).map(drop),
        }
    }
}

/// Reads the name of a field, and gives the place of its value.
struct Field<'p, S: ?Sized>(&'p mut S);

impl<'p, 'de: 'p, S: Slot<'de> + ?Sized> DeserializeSeed<'de> for Field<'p, S> {
    type Value = Option<Target<'p, 'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'p, 'de: 'p, S: Slot<'de> + ?Sized> Visitor<'de> for Field<'p, S> {
    type Value = Option<Target<'p, 'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.field(name))
    }
}

/// Most texts have no blanks around them, which their ends tell.
fn trim(text: &str) -> &str {
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { text } else { text.trim() }
}

/// Defines objects of answers: each field with what it is read as and the vendor's names for it. A field is a [`Text`], or a
/// [`Part`] of any other shape. Names that are not listed are skipped, and of a name that is told twice the last counts.
macro_rules! fields {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident<'a> {
            $($(#[$doc:meta])* $field:ident: $part:ty = $($word:literal)|+,)*
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Default)]
        $vis struct $name<'a> {
            $($(#[$doc])* $vis $field: $part,)*
        }

        impl<'a> $crate::carriers::part::Shape<'a> for $name<'a> {
            fn of_object() -> Option<Self> {
                Some(Self::default())
            }

            #[inline]
            fn field(&mut self, name: &str) -> Option<$crate::carriers::part::Target<'_, 'a>> {
                Some(match name {
                    $($($word)|+ => $crate::carriers::part::Slot::target(&mut self.$field),)*
                    _ => return None,
                })
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
    use crate::carriers::list::{List, OneOrMore};
    use crate::carriers::path::Path;

    fields! {
        pub(super) struct Answer<'a> {
            scans: List<Scan<'a>> = "scans",
        }

        pub(super) struct Scan<'a> {
            code: Text<'a> = "code" | "Code",
            place: Text<'a> = "place",
            words: Part<OneOrMore<Text<'a>>> = "words",
        }
    }

    fn scan(json: &str) -> Scan<'_> {
        shape_of(json).unwrap()
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
        let answer: Answer<'_> = shape_of(json).unwrap();
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
        let list = |json| slot_of::<List<Scan<'_>>>(json);
        assert!(matches!(list("\" \""), Part::Missing) && list("\" \"").count() == Some(0));
        assert!(matches!(list("\"x\""), Part::Broken));
        let text = slot_of::<Part<Text<'_>>>("\" \"");
        assert!(matches!(text, Part::Read(text) if text.is_empty()));
    }

    #[test]
    fn a_document_is_an_object() {
        for odd in ["[]", "7", "\"\"", "null", "{", ""] {
            assert!(shape_of::<Scan<'_>>(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn texts_are_borrowed_and_small() {
        let json = r#"{"code":"7"}"#;
        assert!(json.as_bytes().as_ptr_range().contains(&scan(json).code.told().unwrap().as_ptr()));
        assert_eq!(size_of::<Text<'_>>(), size_of::<&str>());
    }
}
