//! A channel's own right answer, and what can be made of it whatever its fields are called.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::http::Reply;

/// What the vendor answers if nothing is wrong, and what the subject tells of it.
#[derive(Debug)]
pub(super) struct Right {
    /// The reply to the question.
    pub(super) reply: Reply,
    /// The reply to the login, where there is one.
    pub(super) login: Option<Reply>,
    /// What was asked for, and another number that the channel would take as well.
    pub(super) number: String,
    pub(super) other: Option<String>,
    /// A reply about another number.
    pub(super) about_another: Option<Reply>,
    /// The most bytes that a body may have.
    pub(super) max_body: usize,
}

/// How a field is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Null,
    Missing,
    OtherType,
    Unknown,
}

/// More fields than this are changed in samples only.
const MAX_FIELDS: usize = 200;

/// Of a list, so many entries are changed.
const MAX_ENTRIES: usize = 3;

/// In place of a value that nobody has told before.
const UNKNOWN: &str = "KWYX-9-unknown";

/// Where the list's entries belong in a document.
const PLACE: &str = "\"@list@\"";

impl Right {
    /// The same reply with another body.
    pub(super) fn with_body(&self, body: impl Into<Vec<u8>>) -> Reply {
        self.reply
            .headers()
            .fold(Reply::new(self.reply.status(), body), |reply, (name, value)| reply.header(name, value))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(self.reply.body()).into_owned()
    }

    pub(super) fn is_xml(&self) -> bool {
        self.text().trim_start_matches('\u{feff}').trim_start().starts_with('<')
    }

    fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.reply.body()).ok()
    }

    /// Bodies in each of which one field is changed.
    pub(super) fn changed(&self, change: Change) -> Vec<String> {
        let mut found = match self.json() {
            Some(value) => json_changed(&value, change),
            None if self.is_xml() => xml_changed(&self.text(), change),
            None => Vec::new(),
        };
        let step = found.len().div_ceil(MAX_FIELDS).max(1);
        found = found.into_iter().step_by(step).collect();
        found
    }

    /// What stands before the entries of the longest list, these, and what stands behind them.
    pub(super) fn list(&self) -> Option<List> {
        match self.json() {
            Some(value) => json_list(value),
            None if self.is_xml() => xml_list(&self.text()),
            None => None,
        }
    }
}

/// The longest list of an answer: that of the events, where there are more than one.
#[derive(Debug)]
pub(super) struct List {
    pub(super) before: String,
    pub(super) entries: Vec<String>,
    pub(super) between: &'static str,
    pub(super) after: String,
}

impl List {
    /// The document with other entries.
    pub(super) fn with(&self, entries: &[String]) -> String {
        format!("{}{}{}", self.before, entries.join(self.between), self.after)
    }
}

/// The places of all values, as JSON pointers.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(list) => {
            list.iter().take(MAX_ENTRIES).enumerate().map(|(n, value)| (n.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let at = format!("{at}/{key}");
        pointers(value, &at, found);
        found.push(at);
    }
}

fn json_changed(value: &Value, change: Change) -> Vec<String> {
    let mut places = Vec::new();
    pointers(value, "", &mut places);
    let changed = |place: &String| {
        let mut value = value.clone();
        if change == Change::Missing {
            let (parent, key) = place.rsplit_once('/')?;
            match value.pointer_mut(parent)? {
                Value::Object(fields) => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))?),
                Value::Array(list) => drop(list.remove(key.parse().ok()?)),
                _ => return None,
            }
            return Some(value.to_string());
        }
        let field = value.pointer_mut(place)?;
        *field = match (change, &*field) {
            (Change::Null, _) => Value::Null,
            (Change::OtherType, Value::String(_)) => serde_json::json!({"odd": [1]}),
            (Change::OtherType, Value::Object(_)) => serde_json::json!([["odd"]]),
            (Change::OtherType, _) => "odd".into(),
            (Change::Unknown, Value::String(_)) => UNKNOWN.into(),
            (Change::Unknown, Value::Number(_)) => (-1.5e300).into(),
            _ => return None,
        };
        Some(value.to_string())
    };
    places.iter().filter_map(changed).collect()
}

fn json_list(mut value: Value) -> Option<List> {
    let mut places = vec![String::new()];
    pointers(&value, "", &mut places);
    let length = |place: &String| value.pointer(place).and_then(Value::as_array).map_or(0, Vec::len);
    let longest = places.iter().max_by_key(|place| length(place)).filter(|place| length(place) > 0)?.clone();
    let list = value.pointer_mut(&longest)?;
    let entries = list.as_array()?.iter().map(Value::to_string).collect();
    *list = serde_json::json!([PLACE.trim_matches('"')]);
    let text = value.to_string();
    let (before, after) = text.split_once(PLACE)?;
    Some(List { before: before.into(), entries, between: ",", after: after.into() })
}

/// An element of XML, by its place in the text.
#[derive(Debug)]
struct Element {
    /// The element around it and its own name, by which siblings are told.
    kin: (usize, String),
    /// From its first character to its last.
    whole: Range<usize>,
    /// Its first tag.
    tag: Range<usize>,
    /// What stands within, where that is text only.
    text: Option<Range<usize>>,
}

/// The elements of a document, in the order of their beginnings; none where it is not XML.
fn elements(text: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let Ok(event) = reader.read_event() else { return Vec::new() };
        let end = usize::try_from(reader.buffer_position()).unwrap_or_default();
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let parent = open.last().copied().unwrap_or(usize::MAX);
                if let Some(parent) = found.get_mut(parent) {
                    parent.text = None;
                }
                let kin = (parent, tag.local_name().as_ref().to_owned());
                let is_empty = text.get(..end).is_some_and(|text| text.ends_with("/>"));
                let inner = (!is_empty).then_some(end..end);
                if !is_empty {
                    open.push(found.len());
                }
                found.push(Element { kin, whole: start..end, tag: start..end, text: inner });
            }
            Event::End(_) => {
                let Some(element) = open.pop().and_then(|index| found.get_mut(index)) else {
                    return Vec::new();
                };
                element.whole.end = end;
                if let Some(inner) = &mut element.text {
                    inner.end = start;
                }
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The attributes of a tag: each whole, with the blank before it, and its value.
fn attributes(text: &str, tag: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = tag.start;
    while let Some(tail) = text.get(at..tag.end)
        && let Some(equals) = tail.find("=\"")
        && let Some(length) = tail.get(equals + 2..).and_then(|value| value.find('"'))
    {
        let blank = tail.get(..equals).and_then(|name| name.rfind(char::is_whitespace)).unwrap_or_default();
        let value = at + equals + 2..at + equals + 2 + length;
        let whole = at + blank..value.end + 1;
        at = whole.end;
        if text.get(whole.clone()).is_some_and(|text| !text.trim_start().starts_with("xmlns")) {
            found.push((whole, value));
        }
    }
    found
}

fn replaced(text: &str, range: &Range<usize>, with: &str) -> Option<String> {
    Some(format!("{}{with}{}", text.get(..range.start)?, text.get(range.end..)?))
}

fn xml_changed(text: &str, change: Change) -> Vec<String> {
    let mut found = Vec::new();
    for element in elements(text) {
        for (whole, value) in attributes(text, element.tag.clone()) {
            found.extend(match change {
                Change::Null => replaced(text, &value, ""),
                Change::Missing => replaced(text, &whole, ""),
                Change::OtherType => replaced(text, &value, "{[1]}"),
                Change::Unknown => replaced(text, &value, UNKNOWN),
            });
        }
        let Some(inner) = &element.text else { continue };
        found.extend(match change {
            Change::Null => replaced(text, inner, ""),
            Change::Missing => replaced(text, &element.whole, ""),
            Change::OtherType => replaced(text, inner, "<odd>1</odd>"),
            Change::Unknown => replaced(text, inner, UNKNOWN),
        });
    }
    found
}

fn xml_list(text: &str) -> Option<List> {
    let elements = elements(text);
    let siblings =
        |kin: &(usize, String)| elements.iter().filter(|element| element.kin == *kin).collect::<Vec<_>>();
    let list = elements.iter().map(|element| siblings(&element.kin)).max_by_key(Vec::len)?;
    let (first, last) = (list.first()?, list.last()?);
    Some(List {
        before: text.get(..first.whole.start)?.into(),
        entries: list.iter().filter_map(|element| text.get(element.whole.clone())).map(Into::into).collect(),
        between: "",
        after: text.get(last.whole.end..)?.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(body: &str) -> Right {
        Right {
            reply: Reply::new(200, body),
            login: None,
            number: "1".into(),
            other: None,
            about_another: None,
            max_body: 1 << 20,
        }
    }

    #[test]
    fn each_field_is_changed_on_its_own() {
        let json = right(r#"{"a": [{"b": "x"}], "c": 1}"#);
        assert_eq!(
            json.changed(Change::Missing),
            [r#"{"a":[{}],"c":1}"#, r#"{"a":[],"c":1}"#, r#"{"c":1}"#, r#"{"a":[{"b":"x"}]}"#]
        );
        assert_eq!(json.changed(Change::Unknown).len(), 2);
        let xml = right(r#"<a k="1"><b>x</b><c d="2"/></a>"#);
        assert_eq!(
            xml.changed(Change::Missing),
            [r#"<a><b>x</b><c d="2"/></a>"#, r#"<a k="1"><c d="2"/></a>"#, r#"<a k="1"><b>x</b><c/></a>"#]
        );
        assert_eq!(xml.changed(Change::Null).first().unwrap(), r#"<a k=""><b>x</b><c d="2"/></a>"#);
    }

    #[test]
    fn the_longest_list_is_found() {
        let list = right(r#"{"a":[{"b":[1,2,3]}],"c":[4]}"#).list().unwrap();
        assert_eq!(
            (list.entries.len(), list.with(&["7".into()])),
            (3, r#"{"a":[{"b":[7]}],"c":[4]}"#.into())
        );
        let list = right("<a><h/><b>1</b><b>2</b><t/></a>").list().unwrap();
        assert_eq!(list.entries, ["<b>1</b>", "<b>2</b>"]);
        assert_eq!(list.with(&[]), "<a><h/><t/></a>");
        assert!(right("hello").list().is_none());
    }
}
