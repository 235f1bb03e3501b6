//! The envelope of Amazon's push messages. Older types write its members `NotificationType`, newer ones
//! `notificationType`; both are read.

use serde_json::{Map, Value};

use super::codes::is_alike;

/// What a message of one type carries: the member `name` of its payload. Nothing for any other document.
pub(super) fn content<'a>(top: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    member(member(top, "payload")?.as_object()?, name)
}

/// A member, however it is spelt.
pub(super) fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().find(|(key, _)| is_alike(key, name)).map(|(_, value)| value)
}
