//! Values as DPD writes them. XML and JSON hold the same things in other wrappings: a list of one is a single object, a
//! line of text is an object with `content`, truth is a word.

use std::borrow::Cow;
use std::ops::Deref;

use super::super::part::{Part, Shape, Slot, Target, Text};
use super::super::path::Path;
use crate::model::Note;

/// Whether a text, a truth value or a digit says yes.
pub(super) fn is_true(text: &Text<'_>, path: &Path<'_>, notes: &mut Vec<Note>) -> bool {
    text.read(path, notes).is_some_and(|text| text.eq_ignore_ascii_case("true") || text == "1")
}

/// Lines of text in any of their wrappings, joined by blanks. Of an item with `label` and `content` the content is
/// taken, the label only where there is no content.
#[derive(Default)]
pub(super) struct Words<'a> {
    text: Cow<'a, str>,
    /// What is being read.
    reading: Option<Box<Item<'a>>>,
}

/// An item; a line of a list is content without label.
#[derive(Default)]
struct Item<'a> {
    content: Part<Words<'a>>,
    label: Part<Words<'a>>,
}

impl Deref for Words<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl<'a> Words<'a> {
    /// Adds what was read of an item.
    fn settle(&mut self) {
        let Some(item) = self.reading.take() else { return };
        let words = |part| if let Part::Read(Self { text, .. }) = part { text } else { "".into() };
        let content = words(item.content);
        let line = if content.is_empty() { words(item.label) } else { content };
        if self.text.is_empty() {
            self.text = line;
        } else if !line.is_empty() {
            let text = self.text.to_mut();
            text.push(' ');
            text.push_str(&line);
        }
    }
}

impl<'a> Shape<'a> for Words<'a> {
    fn of_text(text: &'a str) -> Option<Self> {
        Some(Self { text: text.into(), reading: None })
    }

    fn of_object() -> Option<Self> {
        Some(Self::default())
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'a>> {
        let item = self.reading.get_or_insert_default();
        Some(Target::Any(match name {
            "content" => &mut item.content,
            "label" => &mut item.label,
            _ => return None,
        }))
    }

    fn end_object(&mut self) {
        self.settle();
    }

    fn of_list() -> Option<Self> {
        Some(Self::default())
    }

    fn entry(&mut self, _: usize) -> Option<&mut dyn Slot<'a>> {
        self.settle();
        Some(&mut self.reading.get_or_insert_default().content)
    }

    fn end_list(&mut self) {
        self.settle();
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
    use crate::carriers::part::slot_of;

    #[test]
    fn words_are_read_in_every_wrapping() {
        let words = |json: &str| {
            let read: Part<Words<'_>> = slot_of(json);
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
        let truths = [r#""true""#, "true", r#""TRUE""#, "1", r#""false""#, "false", "null", "{}"];
        let mut notes = Vec::new();
        let truths = truths.map(|json| is_true(&slot_of(json), &Path::of("x"), &mut notes));
        assert_eq!(truths, [true, true, true, true, false, false, false, false]);
        assert_eq!(notes.len(), 1);
    }
}
