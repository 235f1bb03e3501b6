//! Values as DPD writes them. XML and JSON hold the same things in other wrappings: a list of one is a single object, a
//! line of text is an object with `content`, truth is a word. What has another shape than documented costs itself only.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A text, number or truth value as text; or nothing.
#[derive(Default)]
pub(super) struct Text(Option<String>);

impl Text {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(super) fn is_true(&self) -> bool {
        self.get().is_some_and(|text| text.eq_ignore_ascii_case("true") || text == "1")
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(truth) => truth.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        };
        Ok(Self(Some(text).filter(|text| !text.is_empty())))
    }
}

/// Lines of text in any of their wrappings, joined by blanks. Of an item with `label` and `content` the content is
/// taken, the label only where there is no content.
#[derive(Default)]
pub(super) struct Words(Option<String>);

impl Words {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::new();
        gather(&Value::deserialize(deserializer)?, &mut text);
        Ok(Self(Some(text).filter(|text| !text.is_empty())))
    }
}

fn gather(value: &Value, text: &mut String) {
    match value {
        Value::String(line) => {
            let line = line.trim();
            if !text.is_empty() && !line.is_empty() {
                text.push(' ');
            }
            text.push_str(line);
        }
        Value::Array(lines) => lines.iter().for_each(|line| gather(line, text)),
        Value::Object(item) => {
            let before = text.len();
            if let Some(content) = item.get("content") {
                gather(content, text);
            }
            if let (true, Some(label)) = (text.len() == before, item.get("label")) {
                gather(label, text);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_every_wrapping() {
        for json in [
            r#""Puurs (BE)""#,
            r#"{"content": " Puurs (BE) ", "bold": true, "paragraph": false}"#,
            r#"{"label": "Place", "content": [{"content": "Puurs"}, {"content": "(BE)"}]}"#,
            r#"{"content": ["Puurs", "", "(BE)"]}"#,
            r#"{"label": {"content": "Puurs (BE)"}, "content": ""}"#,
            r#"[{"content": {"content": "Puurs"}}, "(BE)", null, 7]"#,
        ] {
            assert_eq!(serde_json::from_str::<Words>(json).unwrap().get(), Some("Puurs (BE)"), "{json}");
        }
        for json in ["null", "\" \"", "{}", "[]", "true", r#"{"content": null}"#] {
            assert_eq!(serde_json::from_str::<Words>(json).unwrap().get(), None, "{json}");
        }
    }

    #[test]
    fn truth_is_a_word_a_value_or_a_digit() {
        let truths: Vec<Text> =
            serde_json::from_str(r#"["true", true, "TRUE", 1, "false", false, {}]"#).unwrap();
        let truths: Vec<bool> = truths.iter().map(Text::is_true).collect();
        assert_eq!(truths, [true, true, true, true, false, false, false]);
    }
}
