//! Reading answers of which any part may be missing or of another shape than documented: it costs itself only.

use std::ops::Deref;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::model::{Note, NoteKind};

/// A text, or a number or truth value read as text; trimmed.
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
            Value::Bool(truth) => Ok(Self(truth.to_string())),
            Value::Null | Value::Array(_) | Value::Object(_) => Err(D::Error::custom("no text")),
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
    /// Not told: missing, null, or an empty text where no text can be.
    #[default]
    Missing,
    /// As told.
    Read(T),
    /// Of another shape than documented; holds the path of the flaw within it.
    Broken(String),
}

/// A list of which each entry is read on its own.
pub(super) type List<T> = Part<Vec<Part<T>>>;

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

impl<T> List<T> {
    /// The entries that can be read, each with its path.
    pub(super) fn entries(&self, path: &str, notes: &mut Vec<Note>) -> Vec<(String, &T)> {
        let Some(list) = self.get(path, notes) else { return Vec::new() };
        let mut entries = Vec::with_capacity(list.len());
        for (index, part) in list.iter().enumerate() {
            let path = format!("{path}[{index}]");
            if let Some(entry) = part.get(&path, notes) {
                entries.push((path, entry));
            }
        }
        entries
    }

    /// The same without a word about flaws.
    pub(super) fn quiet_entries(&self) -> impl Iterator<Item = &T> {
        self.quiet().into_iter().flatten().filter_map(Part::quiet)
    }

    /// How many entries it has, broken ones too; none where it is no list. A missing list has none.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::Missing => Some(0),
            Self::Read(list) => Some(list.iter().filter(|part| !matches!(part, Part::Missing)).count()),
            Self::Broken(_) => None,
        }
    }

    /// Whether it is a list of just as many entries as were read: a missing list is none, a broken entry was not read.
    pub(super) fn is_whole(&self, read: usize) -> bool {
        matches!(self, Self::Read(_)) && self.count() == Some(read)
    }
}

impl Part<Text> {
    /// A text that says something.
    pub(super) fn told(&self) -> Option<&str> {
        self.quiet().map(|text| &**text).filter(|text| !text.is_empty())
    }

    /// The same. A flaw becomes a note with its path.
    pub(super) fn read(&self, path: &str, notes: &mut Vec<Note>) -> Option<&str> {
        self.get(path, notes).map(|text| &**text).filter(|text| !text.is_empty())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let is_empty = value.as_str().is_some_and(|text| text.trim().is_empty());
        Ok(match value {
            Value::Null => Self::Missing,
            value => match serde_path_to_error::deserialize(value) {
                Ok(value) => Self::Read(value),
                Err(_) if is_empty => Self::Missing,
                // `.` is the path of the part itself.
                Err(flaw) => {
                    Self::Broken(Some(flaw.path().to_string()).filter(|path| path != ".").unwrap_or_default())
                }
            },
        })
    }
}

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

    #[derive(Deserialize)]
    struct Answer {
        scans: List<Scan>,
    }

    #[derive(Deserialize)]
    struct Scan {
        code: Option<Text>,
        #[serde(default)]
        place: Part<Text>,
    }

    #[test]
    fn texts_are_trimmed_and_numbers_and_truths_read_as_texts() {
        let scans: Vec<Scan> = serde_json::from_str(
            r#"[{"code":" 7 ","place":"Kiel"},{"code":7,"place":true},{"code":" ","place":" "},{}]"#,
        )
        .unwrap();
        let told: Vec<_> = scans.iter().map(|scan| (told(&scan.code), scan.place.told())).collect();
        assert_eq!(told, [(Some("7"), Some("Kiel")), (Some("7"), Some("true")), (None, None), (None, None)]);
    }

    #[test]
    fn a_flaw_costs_its_part_and_tells_its_path_only() {
        let json = r#"{"scans":[{"code":7},{"place":["secret"]},null,"",{"code":["secret"]},"secret"]}"#;
        let answer: Answer = serde_json::from_str(json).unwrap();
        let mut notes = Vec::new();
        let entries = answer.scans.entries("scans", &mut notes);
        let paths: Vec<&str> = entries.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["scans[0]", "scans[1]"]);
        assert!(entries[1].1.place.read("scans[1].place", &mut notes).is_none());
        let details: Vec<&str> = notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(details, ["scans[4].code", "scans[5]", "scans[1].place"]);
        assert_eq!((answer.scans.quiet_entries().count(), answer.scans.count()), (2, Some(4)));
        assert!(answer.scans.is_whole(4) && !answer.scans.is_whole(2));
    }

    #[test]
    fn only_a_list_is_whole() {
        let is_whole = |json: &str| serde_json::from_str::<List<Scan>>(json).unwrap().is_whole(0);
        assert!(is_whole("[]") && is_whole("[null]"));
        assert!(!is_whole("null") && !is_whole("7") && !is_whole("[7]"));
    }

    #[test]
    fn an_empty_text_is_nothing_unless_texts_are_read() {
        let list = serde_json::from_str::<List<Scan>>("\" \"").unwrap();
        assert!(matches!(list, Part::Missing) && list.count() == Some(0));
        assert!(
            matches!(serde_json::from_str::<List<Scan>>("\"x\"").unwrap(), Part::Broken(path) if path.is_empty())
        );
        assert!(
            matches!(serde_json::from_str::<Part<Text>>("\" \"").unwrap(), Part::Read(text) if text.is_empty())
        );
    }
}
