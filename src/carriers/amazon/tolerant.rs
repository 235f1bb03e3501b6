//! Values as Amazon writes them: texts may be numbers, and "nothing" has many names.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};

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
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
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

/// Reads a document's fields. Each of them is tolerant, so this fails for no document that is known.
pub(super) fn document<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T> {
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let text = format!("the answer has another shape than documented at `{}`", error.path());
        Error::new(ErrorKind::BadReply, text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_many_names_and_numbers_two_forms() {
        let texts: Vec<Text> =
            serde_json::from_str(r#"[null, "", " ", "null", "NOT AVAILABLE", {}, [], true]"#).unwrap();
        assert!(texts.iter().all(|text| text.get().is_none()));
        let counts: Vec<Text> = serde_json::from_str(r#"[2, "2", "2.0", 2.0, -1, "many", 1e99]"#).unwrap();
        let counts: Vec<Option<u32>> = counts.iter().map(Text::count).collect();
        assert_eq!(counts, [Some(2), Some(2), Some(2), Some(2), None, None, None]);
    }
}
