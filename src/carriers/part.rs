//! Reading answers of which any part may be missing or of another shape than documented: it costs itself only.

use std::ops::Deref;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::model::{Note, NoteKind};

/// A text, or a number read as text; trimmed.
pub(super) struct Text(String);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text.trim().to_owned())),
            Value::Number(number) => Ok(Self(number.to_string())),
            _ => Err(D::Error::custom("no text")),
        }
    }
}

/// A text that says something.
pub(super) fn told(text: &Option<Text>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// A part of an answer that costs nothing but itself where it cannot be read.
#[derive(Default)]
pub(super) enum Part<T> {
    /// Not told, or null.
    #[default]
    Missing,
    /// As told.
    Read(T),
    /// Of another shape than documented; holds the path of the flaw within it.
    Broken(String),
}

impl<T> Part<T> {
    /// What was told. A flaw becomes a note with its path.
    pub(super) fn get(&self, path: &str, notes: &mut Vec<Note>) -> Option<&T> {
        match self {
            Self::Missing => None,
            Self::Read(value) => Some(value),
            Self::Broken(within) => {
                let dot = if within.is_empty() || within.starts_with('[') { "" } else { "." };
                Note::add(notes, NoteKind::Unreadable, format!("{path}{dot}{within}"));
                None
            }
        }
    }

    /// What was told, without a word about flaws.
    pub(super) fn quiet(&self) -> Option<&T> {
        if let Self::Read(value) = self { Some(value) } else { None }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Missing,
            value => match serde_path_to_error::deserialize(value) {
                Ok(value) => Self::Read(value),
                // `.` is the path of the part itself.
                Err(flaw) => {
                    Self::Broken(Some(flaw.path().to_string()).filter(|path| path != ".").unwrap_or_default())
                }
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Scan {
        code: Option<Text>,
    }

    #[test]
    fn a_flaw_costs_its_part_and_tells_its_path_only() {
        let parts: Vec<Part<Scan>> =
            serde_json::from_str(r#"[{"code":" 7 "},{"code":7},{},null,{"code":["secret"]},"secret"]"#)
                .unwrap();
        let mut notes = Vec::new();
        let codes: Vec<Option<&str>> = parts
            .iter()
            .enumerate()
            .map(|(index, part)| told(&part.get(&format!("scans[{index}]"), &mut notes)?.code))
            .collect();
        assert_eq!(codes, [Some("7"), Some("7"), None, None, None, None]);
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["scans[4].code", "scans[5]"]);
        assert!(parts[4].quiet().is_none() && parts[0].quiet().is_some());
    }
}
