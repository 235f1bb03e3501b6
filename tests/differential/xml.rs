//! XML as a naive tree: elements with attributes, elements within them, and text. Prefixes and namespaces are dropped.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use super::reading::Reading;

/// An element.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

const BROKEN: Reading = Reading::Refused("not XML");

/// A reader need not look at attributes that it does not read.
const BROKEN_ATTRIBUTE: Reading = Reading::Open("an attribute that is none or stands twice");

/// The characters of a body, which is UTF-8 or else ISO 8859-1, as vendors write.
pub(crate) fn text(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => body.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The root element of a body.
pub(crate) fn parse(body: &[u8]) -> Result<Element, Reading> {
    let text = text(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('<') {
        return Err(BROKEN);
    }
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|_| BROKEN)? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => open.last_mut().ok_or(BROKEN)?.children.push(element(&start)?),
            Event::End(_) => {
                let done = open.pop().ok_or(BROKEN)?;
                open.last_mut().ok_or(BROKEN)?.children.push(done);
            }
            Event::Text(text) => open.last_mut().ok_or(BROKEN)?.text.push_str(&text.xml10_content()),
            Event::CData(text) => open.last_mut().ok_or(BROKEN)?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                let character = match &*entity {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => entity.resolve_char_ref().map_err(|_| BROKEN)?,
                };
                open.last_mut().ok_or(BROKEN)?.text.push(character.ok_or(BROKEN)?);
            }
            // Vendors send none, and it may define anything.
            Event::DocType(_) => return Err(Reading::Refused("a document type")),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    let document = open.pop().filter(|_| open.is_empty()).ok_or(BROKEN)?;
    match <[Element; 1]>::try_from(document.children) {
        Ok([root]) if document.text.trim().is_empty() => Ok(root),
        _ => Err(Reading::Refused("not one element")),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, Reading> {
    let mut element = Element { name: start.local_name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| BROKEN_ATTRIBUTE)?;
        let is_named = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
        if !attribute.key.as_ref().chars().all(is_named) {
            return Err(BROKEN_ATTRIBUTE);
        }
        if attribute.key.as_namespace_binding().is_none() {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| BROKEN_ATTRIBUTE)?;
            element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
    }
    Ok(element)
}

impl Element {
    /// An attribute that says something.
    pub(crate) fn told(&self, name: &str) -> Option<&str> {
        let attribute = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(attribute.1.trim()).filter(|text| !text.is_empty())
    }

    /// As JSON tells the same: a text, or an object of which members that repeat are lists.
    pub(crate) fn as_json(&self) -> Value {
        if self.children.is_empty() && self.attributes.is_empty() {
            return self.text.trim().into();
        }
        let mut object = Map::new();
        for child in &self.children {
            let same = self.children.iter().filter(|other| other.name == child.name);
            let mut values: Vec<Value> = same.map(Self::as_json).collect();
            let value = if values.len() == 1 { values.remove(0) } else { values.into() };
            object.insert(child.name.clone(), value);
        }
        object.into()
    }

    /// As a document.
    pub(crate) fn write(&self, document: &mut String) {
        document.push_str(&format!("<{}", self.name));
        for (name, value) in &self.attributes {
            document.push_str(&format!(" {name}=\"{}\"", quick_xml::escape::escape(value)));
        }
        document.push('>');
        document.push_str(&quick_xml::escape::escape(&self.text));
        self.children.iter().for_each(|child| child.write(document));
        document.push_str(&format!("</{}>", self.name));
    }
}
