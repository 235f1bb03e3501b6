//! Writes a state as its two words joined by a dot, and reads it back.

use serde::{Deserialize, Deserializer, Serializer};

use crate::model::State;

pub(crate) fn serialize<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(state)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<State, D::Error> {
    String::deserialize(deserializer).map(|text| read(&text))
}

fn read(text: &str) -> State {
    match text.split_once('.') {
        Some((status, substatus)) => State::from_words(status, Some(substatus)),
        None => State::from_words(text, None),
    }
}

/// The same where there may be none.
pub(crate) mod option {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::model::State;

    pub(crate) fn serialize<S: Serializer>(state: &Option<State>, serializer: S) -> Result<S::Ok, S::Error> {
        match state {
            Some(state) => serializer.collect_str(state),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<State>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(|text| super::read(&text)))
    }
}
