//! XML answers as typed values, for vendors that speak SOAP or write XML.
//!
//! A document becomes a tree before it becomes a type, so that types that read JSON read XML as well, and a part of
//! another shape than documented need cost nothing but itself. In the tree
//!
//! * an element without parts is its text, trimmed; an empty one is the empty text;
//! * an element with parts is an object; attributes stand under `@name`, text beside other parts under `$text`;
//! * elements of one name within another are a list where there are several: see [`one_or_more`];
//! * names have no prefix, and namespaces are not looked at.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};

/// How deep elements may stand within each other; answers of carriers need about ten levels.
const MAX_DEPTH: usize = 64;

/// How many attributes an element may have; those of answers have about fifty.
const MAX_ATTRIBUTES: usize = 256;

/// Reads an XML body whole. Its one field is the root element.
///
/// A body is UTF-8, or else ISO 8859-1. A document type is refused, so no entity but the five of XML is known.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] with the path or position of the flaw, and never a value: for an empty body, a web page, XML
/// that is cut short, nested too deeply or of another shape.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    serde_path_to_error::deserialize(tree(body)?)
        .map_err(|error| bad(format!("the answer has another shape than documented at `{}`", error.path())))
}

/// Writes a document in UTF-8, every value escaped.
///
/// # Errors
///
/// [`ErrorKind::Misconfigured`] for what XML cannot hold.
#[cfg(all(feature = "dhl", feature = "http"))]
pub(super) fn write<T: serde::Serialize>(root: &str, value: &T) -> Result<String> {
    let document = quick_xml::se::to_string_with_root(root, value)
        .map_err(|_| Error::new(ErrorKind::Misconfigured, "the request cannot be written as XML"))?;
    Ok(format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?>{document}"#))
}

/// A list as the tree holds it: nothing, one, or several.
///
/// # Errors
///
/// Where a part cannot be read.
pub(super) fn one_or_more<'de, D, T>(deserializer: D) -> std::result::Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let parts = match Value::deserialize(deserializer)? {
        Value::Array(parts) => parts,
        Value::Null => Vec::new(),
        Value::String(text) if text.is_empty() => Vec::new(),
        part => vec![part],
    };
    parts.into_iter().map(|part| T::deserialize(part).map_err(serde::de::Error::custom)).collect()
}

/// An element that is being read.
#[derive(Default)]
struct Element {
    name: String,
    parts: Map<String, Value>,
    text: String,
}

impl Element {
    fn open(start: &BytesStart<'_>) -> Result<Self> {
        let mut element = Self { name: start.local_name().as_ref().to_owned(), ..Self::default() };
        for (nth, attribute) in start.attributes().enumerate() {
            if nth == MAX_ATTRIBUTES {
                return Err(bad("the answer has an element with too many attributes".into()));
            }
            let attribute =
                attribute.map_err(|_| bad("the answer has an attribute that is not XML".into()))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|_| bad("the answer has an attribute that is not XML".into()))?;
            let name = format!("@{}", attribute.key.local_name().as_ref());
            element.parts.insert(name, value.into_owned().into());
        }
        Ok(element)
    }

    fn add(&mut self, name: String, value: Value) {
        match self.parts.get_mut(&name) {
            // No element becomes a list by itself, so this one has been repeated before.
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                self.parts.insert(name, value);
            }
        }
    }

    fn close(self) -> (String, Value) {
        let Self { name, mut parts, text } = self;
        let text = text.trim();
        if parts.is_empty() {
            return (name, text.into());
        }
        if !text.is_empty() {
            parts.insert("$text".into(), text.into());
        }
        (name, parts.into())
    }
}

fn bad(text: String) -> Error {
    Error::new(ErrorKind::BadReply, text)
}

/// The document as a tree.
fn tree(body: &[u8]) -> Result<Value> {
    let text = text(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.bytes().next() {
        None => return Err(bad("the answer is empty".into())),
        Some(b'<') => {}
        Some(_) => return Err(bad("the answer is not XML".into())),
    }
    let mut reader = Reader::from_str(text);
    // The document itself stands below the root as an element without name.
    let mut open = Element::default();
    let mut outer: Vec<Element> = Vec::new();
    loop {
        let event = reader
            .read_event()
            .map_err(|_| bad(format!("the answer is not XML at byte {}", reader.error_position())))?;
        match event {
            Event::Start(start) => {
                if outer.len() >= MAX_DEPTH {
                    return Err(bad(format!("the answer is nested more than {MAX_DEPTH} levels deep")));
                }
                outer.push(std::mem::replace(&mut open, Element::open(&start)?));
            }
            Event::Empty(start) => {
                let (name, value) = Element::open(&start)?.close();
                open.add(name, value);
            }
            Event::End(_) => {
                let Some(parent) = outer.pop() else {
                    return Err(bad("the answer ends an element that it did not begin".into()));
                };
                let (name, value) = std::mem::replace(&mut open, parent).close();
                open.add(name, value);
            }
            Event::Text(text) => open.text.push_str(&text.xml10_content()),
            Event::CData(text) => open.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(character)) => open.text.push(character),
                Ok(None) => match resolve_predefined_entity(&entity) {
                    Some(text) => open.text.push_str(text),
                    None => return Err(bad("the answer names an entity that it does not define".into())),
                },
                Err(_) => return Err(bad("the answer names a character that there is not".into())),
            },
            Event::DocType(_) => return Err(bad("the answer is a web page, or has a document type".into())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if !outer.is_empty() {
        return Err(bad("the answer is cut short".into()));
    }
    if open.parts.len() != 1 || !open.text.trim().is_empty() {
        return Err(bad("the answer is not one XML element".into()));
    }
    Ok(open.parts.into())
}

/// The characters of a body.
fn text(body: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(body) {
        Ok(text) => text.into(),
        // The first 256 characters of Unicode are those of ISO 8859-1.
        Err(_) => body.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(body: &str) -> Value {
        read(body.as_bytes()).unwrap()
    }

    fn flaw(body: &[u8]) -> String {
        let error = read::<Value>(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        error.to_string()
    }

    #[test]
    fn elements_are_texts_objects_and_lists() {
        let body = r#"<?xml version="1.0"?><s:a xmlns:s="urn:x" s:k="1 &amp; 2"><b> x&#65;&lt; </b><b/><c><![CDATA[<d>]]></c>
            <e f="g">h<i/></e><!-- none --></s:a>"#;
        assert_eq!(
            value(body),
            json!({"a": {"@k": "1 & 2", "b": ["xA<", ""], "c": "<d>", "e": {"@f": "g", "$text": "h", "i": ""}}})
        );
    }

    #[test]
    fn lists_are_read_whether_one_or_several_are_told() {
        #[derive(Deserialize)]
        struct Root {
            #[serde(rename = "a")]
            list: List,
        }
        #[derive(Deserialize)]
        struct List {
            #[serde(default, deserialize_with = "one_or_more")]
            b: Vec<String>,
        }
        let list = |body: &str| read::<Root>(body.as_bytes()).unwrap().list.b;
        assert_eq!(list("<a><b>1</b><b>2</b></a>"), ["1", "2"]);
        assert_eq!(list("<a><b>1</b></a>"), ["1"]);
        assert!(list("<a><c/></a>").is_empty());
        let error = read::<Root>(b"<a><b><s3cr3t>s3cr3t</s3cr3t></b></a>").err().unwrap();
        assert_eq!(error.to_string(), "the answer has another shape than documented at `a.b`");
    }

    #[test]
    fn what_is_no_document_is_named_and_never_repeated() {
        for (body, text) in [
            ("", "is empty"),
            (" \r\n", "is empty"),
            ("{\"s3cr3t\":1}", "is not XML"),
            ("<!DOCTYPE html><html>s3cr3t</html>", "web page"),
            ("<!DOCTYPE a [<!ENTITY s3cr3t \"s3cr3t\">]><a>&s3cr3t;</a>", "document type"),
            ("<a>&s3cr3t;</a>", "entity"),
            ("<a>&#xFFFFFFFF;</a>", "character"),
            ("<a><s3cr3t>", "is cut short"),
            ("<a><s3cr3t", "is not XML at byte"),
            ("<a></s3cr3t>", "is not XML at byte"),
            ("<a/><s3cr3t/>", "one XML element"),
            ("<a/>s3cr3t", "one XML element"),
            ("<a s3cr3t></a>", "attribute"),
        ] {
            let found = flaw(body.as_bytes());
            assert!(found.contains(text) && !found.contains("s3cr3t"), "{body}: {found}");
        }
        let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert!(flaw(deep(MAX_DEPTH + 1).as_bytes()).contains("nested"));
        assert!(read::<Value>(deep(MAX_DEPTH).as_bytes()).is_ok());
    }

    #[test]
    fn what_is_not_utf_8_is_the_older_encoding() {
        for body in
            [b"<?xml version='1.0' encoding='ISO-8859-1'?><a>K\xf6ln</a>".as_slice(), b"<a>K\xf6ln</a>"]
        {
            assert_eq!(read::<Value>(body).unwrap(), json!({"a": "K\u{f6}ln"}));
        }
        assert_eq!(value("\u{feff}<a>K\u{f6}ln</a>"), json!({"a": "K\u{f6}ln"}));
        assert!(flaw(b"\xff\xfe\x00").contains("is not XML"));
    }

    #[cfg(all(feature = "dhl", feature = "http"))]
    #[test]
    fn what_is_written_is_escaped_and_reads_back() {
        #[derive(serde::Serialize)]
        struct Named {
            #[serde(rename = "@name")]
            name: &'static str,
        }
        let odd = r#"a"<b>&'\u{fc};"#;
        let text = write("a", &Named { name: odd }).unwrap();
        assert!(
            text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"") && !text.contains("<b>"),
            "{text}"
        );
        assert_eq!(value(&text), json!({"a": {"@name": odd}}));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_a_value_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = read::<Value>(&body);
        }
    }
}
