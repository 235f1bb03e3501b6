//! Values as DPD writes them. XML and JSON hold the same things in other wrappings: a list of one is a single object, a
//! line of text is an object with `content`, truth is a word.

use std::borrow::Cow;
use std::ops::Deref;

use serde::de::{IgnoredAny, MapAccess, SeqAccess};

use super::super::part::{Name, Part, Shape, Text};
use super::super::path::Path;
use crate::model::Note;

/// Whether a text, a truth value or a digit says yes.
pub(super) fn is_true(text: &Part<Text<'_>>, path: &Path<'_>, notes: &mut Vec<Note>) -> bool {
    text.read(path, notes).is_some_and(|text| text.eq_ignore_ascii_case("true") || text == "1")
}

/// Lines of text in any of their wrappings, joined by blanks. Of an item with `label` and `content` the content is
/// taken, the label only where there is no content.
pub(super) struct Words<'a>(Cow<'a, str>);

impl Deref for Words<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> Words<'a> {
    fn add(&mut self, more: Part<Words<'a>>) {
        let Part::Read(Self(line)) = more else { return };
        if self.0.is_empty() {
            self.0 = line;
        } else if !line.is_empty() {
            let text = self.0.to_mut();
            text.push(' ');
            text.push_str(&line);
        }
    }
}

impl<'a> Shape<'a> for Words<'a> {
    fn of_text(text: Cow<'a, str>) -> Option<Self> {
        Some(Self(text))
    }

    fn of_list<A: SeqAccess<'a>>(part: &mut Part<Self>, mut lines: A) -> Result<(), A::Error> {
        let mut text = Self("".into());
        while let Some(line) = lines.next_element()? {
            text.add(line);
        }
        *part = Part::Read(text);
        Ok(())
    }

    fn of_object<A: MapAccess<'a>>(part: &mut Part<Self>, mut item: A) -> Result<(), A::Error> {
        let (mut content, mut label) = (Part::Missing, Part::Missing);
        while let Some(name) = item.next_key::<Name<'_>>()? {
            match &*name {
                "content" => content = item.next_value()?,
                "label" => label = item.next_value()?,
                _ => drop(item.next_value::<IgnoredAny>()?),
            }
        }
        let words = |told: Part<Self>| if let Part::Read(words) = told { words } else { Self("".into()) };
        let content = words(content);
        *part = Part::Read(if content.is_empty() { words(label) } else { content });
        Ok(())
    }
}

impl Part<Words<'_>> {
    /// Words that say something.
    pub(super) fn words(&self) -> Option<&str> {
        self.quiet().map(|words| &**words).filter(|words| !words.is_empty())
    }

    /// The same. A flaw becomes a note with its path.
    pub(super) fn read_words(&self, path: &Path<'_>, notes: &mut Vec<Note>) -> Option<&str> {
        self.get(path, notes).map(|words| &**words).filter(|words| !words.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_every_wrapping() {
        let words = |json: &str| {
            let read: Part<Words<'_>> = serde_json::from_str(json).unwrap();
            read.words().map(str::to_owned)
        };
        for json in [
            r#""Puurs (BE)""#,
            r#"{"content": " Puurs (BE) ", "bold": true, "paragraph": false}"#,
            r#"{"label": "Place", "content": [{"content": "Puurs"}, {"content": "(BE)"}]}"#,
            r#"{"content": ["Puurs", "", "(BE)"]}"#,
            r#"{"label": {"content": "Puurs (BE)"}, "content": ""}"#,
            r#"[{"content": {"content": "Puurs"}}, "(BE)", null]"#,
            r#"{"content": "Gent", "content": "Puurs (BE)"}"#,
        ] {
            assert_eq!(words(json).as_deref(), Some("Puurs (BE)"), "{json}");
        }
        for json in ["null", "\" \"", "{}", "[]", r#"{"content": null}"#] {
            assert_eq!(words(json), None, "{json}");
        }
    }

    #[test]
    fn truth_is_a_word_a_value_or_a_digit() {
        let truths: Vec<Part<Text<'_>>> =
            serde_json::from_str(r#"["true", true, "TRUE", 1, "false", false, null, {}]"#).unwrap();
        let mut notes = Vec::new();
        let truths: Vec<bool> = truths.iter().map(|text| is_true(text, &Path::of("x"), &mut notes)).collect();
        assert_eq!(truths, [true, true, true, true, false, false, false, false]);
        assert_eq!(notes.len(), 1);
    }
}
