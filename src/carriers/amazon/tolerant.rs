//! Values as Amazon writes them: texts may be numbers, and "nothing" has many names.

use std::marker::PhantomData;

use crate::carriers::part::{Part, Shape, Target};

/// A text or a number, or one of Amazon's words for nothing.
pub(super) type Word<'a> = Part<Term<'a>>;

/// What a word says; empty where it is one of those for nothing.
pub(super) struct Term<'a>(&'a str);

impl<'de> Shape<'de> for Term<'de> {
    fn of_text(text: &'de str) -> Option<Self> {
        let is_nothing =
            ["null", "Not Available", "Not Applicable"].iter().any(|word| word.eq_ignore_ascii_case(text));
        Some(Self(if is_nothing { "" } else { text }))
    }
}

impl Term<'_> {
    /// The word, where it says something.
    pub(super) fn told(&self) -> Option<&str> {
        Some(self.0).filter(|word| !word.is_empty())
    }
}

impl Word<'_> {
    /// A word that says something.
    pub(super) fn told(&self) -> Option<&str> {
        self.quiet().and_then(Term::told)
    }

    /// A count, which may come as a number, as text, or as a decimal (`"2.0"`).
    pub(super) fn count(&self) -> Option<u32> {
        let text = self.told()?;
        // Most are whole, and read so at once.
        text.parse().ok().or_else(|| {
            let number = text.parse::<f64>().ok()?;
            // The range is checked, and half a piece is none.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
        })
    }
}

/// An object around others. Amazon leaves it empty, or null, where nothing is known.
pub(super) enum Wrapped<T> {
    Empty,
    Fields(Box<T>),
}

impl<'de, T: Shape<'de>> Shape<'de> for Wrapped<T> {
    fn of_null() -> Option<Self> {
        Some(Self::Empty)
    }

    fn of_object() -> Option<Self> {
        Some(Self::Empty)
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'de>> {
        if matches!(self, Self::Empty) {
            *self = Self::Fields(Box::new(T::of_object()?));
        }
        if let Self::Fields(fields) = self { fields.field(name) } else { None }
    }

    fn end_object(&mut self) {
        if let Self::Fields(fields) = self {
            fields.end_object();
        }
    }
}

/// An object with two sets of fields.
pub(super) struct Both<T, U>(pub(super) T, pub(super) U);

impl<'de, T: Shape<'de>, U: Shape<'de>> Shape<'de> for Both<T, U> {
    fn of_object() -> Option<Self> {
        Some(Self(T::of_object()?, U::of_object()?))
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'de>> {
        self.0.field(name).or_else(|| self.1.field(name))
    }

    fn end_object(&mut self) {
        self.0.end_object();
        self.1.end_object();
    }
}

/// An object of which nothing is read.
pub(super) struct Present<'a>(PhantomData<&'a str>);

impl<'de> Shape<'de> for Present<'de> {
    fn of_object() -> Option<Self> {
        Some(Self(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::{fields, shape_of, slot_of};

    #[test]
    fn nothing_has_many_names_and_numbers_two_forms() {
        for json in ["null", r#""""#, r#"" ""#, r#""null""#, r#""NOT AVAILABLE""#, "{}", "[]"] {
            assert_eq!(slot_of::<Word<'_>>(json).told(), None, "{json}");
        }
        let counts = ["2", r#""2""#, r#""2.0""#, "2.0", "-1", r#""many""#, "1e99"];
        let counts = counts.map(|json| slot_of::<Word<'_>>(json).count());
        assert_eq!(counts, [Some(2), Some(2), Some(2), Some(2), None, None, None]);
    }

    fields! {
        struct One<'a> {
            code: Word<'a> = "code",
        }

        struct Others<'a> {
            place: Word<'a> = "place",
        }
    }

    #[test]
    fn an_object_without_members_is_empty() {
        let is_empty = |json: &str| match slot_of::<Part<Wrapped<One<'_>>>>(json) {
            Part::Read(Wrapped::Empty) => Some(true),
            Part::Read(Wrapped::Fields(_)) => Some(false),
            _ => None,
        };
        for (json, expected) in [("{}", true), ("null", true), (r#"{"novelty":null}"#, false)] {
            assert_eq!(is_empty(json), Some(expected), "{json}");
        }
        assert_eq!((is_empty("[]"), is_empty("7"), is_empty(r#""x""#)), (None, None, None));
    }

    #[test]
    fn two_sets_of_fields_stand_side_by_side() {
        let Both(one, other): Both<One<'_>, Others<'_>> =
            shape_of(r#"{"place":"Kiel","novelty":{},"code":7}"#).unwrap();
        assert_eq!((one.code.told(), other.place.told()), (Some("7"), Some("Kiel")));
    }
}
