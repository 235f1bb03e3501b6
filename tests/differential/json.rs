//! JSON, read without any type of the crate's.
//!
//! Vendors write nothing as `null`, as an empty text, or not at all, and numbers as texts and the other way round.

use serde_json::Value;

use super::reading::Reading;

/// A body in UTF-8, maybe behind a byte order mark. Of a name that stands twice in an object the last counts.
pub(crate) fn parse(body: &[u8]) -> Result<Value, Reading> {
    let text = std::str::from_utf8(body).map_err(|_| Reading::Refused("not UTF-8"))?;
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        // Where it stands in what nobody reads, a reader need not see it.
        let flaws = ["surrogate", "code point", "hex escape", "out of range", "recursion"];
        if flaws.iter().any(|flaw| error.to_string().contains(flaw)) {
            Reading::Open("a number or character that there is not")
        } else {
            Reading::Refused("not JSON")
        }
    })
}

/// What stands at a path of names; nothing where a step of it is missing.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(value, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// Whether it is null or a blank text.
pub(crate) fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A text that says something, or a number or truth value as text.
pub(crate) fn as_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// The same at a path.
pub(crate) fn text(value: &Value, path: &str) -> Option<String> {
    as_text(at(value, path))
}

/// The entries of a list that are not nothing; of what is no list, none.
pub(crate) fn entries<'v>(value: &'v Value, path: &str) -> Vec<&'v Value> {
    let list = at(value, path).as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter(|entry| !is_nothing(entry)).collect()
}

/// Whether anything in an object has another type than documented: `a b{c d} e[] f[{g}]` is texts `a`, an object `b` with
/// texts `c` and `d`, a list `e` of texts and a list `f` of objects with a text `g`. All of it may be missing or nothing.
pub(crate) fn is_odd(value: &Value, shape: &str) -> bool {
    if is_nothing(value) {
        return false;
    }
    let Some(object) = value.as_object() else { return true };
    members(shape).into_iter().any(|member| {
        let end = member.find(['{', '[']).unwrap_or(member.len());
        let (name, kind) = member.split_at(end);
        object.get(name).is_some_and(|value| is_other(value, kind))
    })
}

fn is_other(value: &Value, kind: &str) -> bool {
    let within = |open: char, close: char| kind.strip_prefix(open).and_then(|kind| kind.strip_suffix(close));
    match (within('{', '}'), within('[', ']')) {
        (Some(shape), _) => is_odd(value, shape),
        (_, Some(kind)) => match value.as_array() {
            Some(list) => list.iter().any(|entry| is_other(entry, kind)),
            None => !is_nothing(value),
        },
        _ => value.is_array() || value.is_object(),
    }
}

/// The members of a shape, split at the blanks outside of brackets.
fn members(shape: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    shape
        .split(|c: char| {
            depth += i32::from("{[".contains(c)) - i32::from("}]".contains(c));
            c == ' ' && depth == 0
        })
        .collect()
}
