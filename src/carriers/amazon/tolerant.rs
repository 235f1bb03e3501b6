//! Reading that fails for nothing: whatever cannot be read costs itself and no more.
//!
//! [`Text`] takes text and numbers and treats Amazon's ways of saying "nothing" as nothing; a [`Part`] remembers that
//! there was something that could not be read, so that it can be noted.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Text or a number, or nothing.
#[derive(Default)]
pub(super) struct Text(Option<String>);

impl Text {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// A count, which may come as a number, as text, or as a decimal (`"2.0"`).
    pub(super) fn count(&self) -> Option<u32> {
        let number = self.get()?.parse::<f64>().ok()?;
        // The range is checked, and half a piece is none.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return Ok(Self(None)),
        };
        let text = text.trim();
        let is_nothing = ["", "null", "Not Available", "Not Applicable"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text));
        Ok(Self((!is_nothing).then(|| text.to_owned())))
    }
}

/// A part of the answer that is absent, read, or of another shape than documented.
#[derive(Default)]
pub(super) enum Part<T> {
    #[default]
    Absent,
    Read(T),
    Broken,
}

/// A list of which each entry is read on its own.
pub(super) type List<T> = Part<Vec<Part<T>>>;

impl<T> Part<T> {
    pub(super) fn get(&self) -> Option<&T> {
        match self {
            Self::Read(part) => Some(part),
            Self::Absent | Self::Broken => None,
        }
    }
}

impl<T> List<T> {
    /// How many entries it has, broken ones too; none where it is no list. An absent list has none.
    pub(super) fn told(&self) -> Option<usize> {
        match self {
            Self::Absent => Some(0),
            Self::Read(list) => Some(list.iter().filter(|entry| !matches!(entry, Part::Absent)).count()),
            Self::Broken => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Absent,
            value => T::deserialize(value).map_or(Self::Broken, Self::Read),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Window {
        latest: Text,
    }

    #[test]
    fn nothing_has_many_names_and_numbers_two_forms() {
        let texts: Vec<Text> =
            serde_json::from_str(r#"[null, "", " ", "null", "NOT AVAILABLE", {}, [], true]"#).unwrap();
        assert!(texts.iter().all(|text| text.get().is_none()));
        let counts: Vec<Text> = serde_json::from_str(r#"[2, "2", "2.0", 2.0, -1, "many", 1e99]"#).unwrap();
        let counts: Vec<Option<u32>> = counts.iter().map(Text::count).collect();
        assert_eq!(counts, [Some(2), Some(2), Some(2), Some(2), None, None, None]);
    }

    #[test]
    fn a_broken_entry_costs_itself() {
        let list: List<Window> = serde_json::from_str(r#"[{"latest":{}}, 7, null]"#).unwrap();
        let entries = list.get().unwrap();
        assert!(matches!(entries[..], [Part::Read(_), Part::Broken, Part::Absent]));
        assert_eq!(list.told(), Some(2));
        let broken = serde_json::from_str::<List<Window>>("\"x\"").unwrap();
        assert!(matches!(broken, Part::Broken) && broken.told().is_none());
        assert_eq!(List::<Window>::Absent.told(), Some(0));
    }
}
