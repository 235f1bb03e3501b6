//! The parts of a document, as they are told to whoever reads them.

use std::borrow::Cow;
use std::fmt;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::name::QName;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

use super::xml_tree::{Element, MAX_PARTS, Tree};

type Result<T> = std::result::Result<T, Flaw>;

/// The attributes of an element, but for those that bind namespaces.
#[derive(Clone)]
struct Attributes<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Attributes<'a> {
    fn of(element: &Element<'a>) -> Self {
        Self { rest: element.attributes, left: MAX_PARTS }
    }

    fn next(&mut self) -> Result<Option<(&'a str, Cow<'a, str>)>> {
        const ODD: Flaw = Flaw("the answer has an attribute that is not XML");
        loop {
            self.rest = self.rest.trim_ascii_start();
            if self.rest.is_empty() {
                return Ok(None);
            }
            self.left =
                self.left.checked_sub(1).ok_or(Flaw("the answer has an element with too many attributes"))?;
            let (name, rest) = self.rest.split_once('=').ok_or(ODD)?;
            let (name, rest) = (name.trim_ascii_end(), rest.trim_ascii_start());
            let is_odd = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<');
            if name.is_empty() || name.bytes().any(is_odd) {
                return Err(ODD);
            }
            let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')).ok_or(ODD)?;
            let (value, rest) = rest.get(1..).and_then(|rest| rest.split_once(quote)).ok_or(ODD)?;
            self.rest = rest;
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            if prefix == "xmlns" || name == "xmlns" {
                continue;
            }
            let is_plain = value.bytes().all(|byte| byte >= b' ' && byte != b'&' && byte != b'<');
            let value = if is_plain {
                value.into()
            } else {
                let attribute = Attribute { key: QName(name), value: value.into() };
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| ODD)?
            };
            return Ok(Some((local, value)));
        }
    }
}

/// Why a document that is XML cannot be read.
#[derive(Debug)]
pub(super) struct Flaw(&'static str);

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Flaw {}

impl serde::de::Error for Flaw {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self("the answer has another shape than documented")
    }
}

/// A part of a document that is to be read.
pub(super) enum Value<'t, 'a> {
    Text(Cow<'a, str>),
    /// The element at a place.
    Element(&'t Tree<'a>, usize),
    /// The element at a place, and all beside it that have its name.
    List(&'t Tree<'a>, usize),
}

impl<'a> Deserializer<'a> for Value<'_, 'a> {
    type Error = Flaw;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        let (tree, place) = match self {
            Value::Text(Cow::Borrowed(text)) => return visitor.visit_borrowed_str(text),
            Value::Text(Cow::Owned(text)) => return visitor.visit_string(text),
            Value::List(tree, place) => return visitor.visit_seq(List { tree, place }),
            Value::Element(tree, place) => (tree, place),
        };
        let Some(element) = tree.element(place) else { return visitor.visit_unit() };
        let mut attributes = Attributes::of(element);
        let attribute = attributes.next()?;
        if attribute.is_none() && element.first == 0 {
            return match &element.text {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text.trim()),
                Cow::Owned(text) => visitor.visit_str(text.trim()),
            };
        }
        let text = Some(element.text.trim()).filter(|text| !text.is_empty());
        visitor.visit_map(Object {
            tree,
            attribute,
            attributes,
            text: text.map(|_| element.text.clone()),
            place: element.first,
            value: None,
        })
    }

    /// What nobody asks for is not looked at.
    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <W: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier
    }
}

/// Elements of one name.
struct List<'t, 'a> {
    tree: &'t Tree<'a>,
    place: usize,
}

impl<'a> SeqAccess<'a> for List<'_, 'a> {
    type Error = Flaw;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(element) = self.tree.element(self.place).filter(|_| self.place != 0) else {
            return Ok(None);
        };
        let place = std::mem::replace(&mut self.place, element.same);
        seed.deserialize(Value::Element(self.tree, place)).map(Some)
    }
}

/// An element with parts.
struct Object<'t, 'a> {
    tree: &'t Tree<'a>,
    /// The next attribute, and the further ones.
    attribute: Option<(&'a str, Cow<'a, str>)>,
    attributes: Attributes<'a>,
    text: Option<Cow<'a, str>>,
    /// Of the next element that is the first of its name.
    place: usize,
    /// What belongs to the name that was given last.
    value: Option<Value<'t, 'a>>,
}

impl<'a> Object<'_, 'a> {
    /// The next name.
    fn name(&mut self) -> Result<Option<&'a str>> {
        if let Some((name, value)) = self.attribute.take() {
            self.attribute = self.attributes.next()?;
            self.value = Some(Value::Text(value));
            return Ok(Some(name));
        }
        if let Some(text) = self.text.take() {
            self.value = Some(Value::Text(text));
            return Ok(Some("$text"));
        }
        let Some(element) = self.tree.element(self.place).filter(|_| self.place != 0) else {
            return Ok(None);
        };
        let place = std::mem::replace(&mut self.place, element.next);
        let is_list = element.same != 0;
        self.value =
            Some(if is_list { Value::List(self.tree, place) } else { Value::Element(self.tree, place) });
        Ok(Some(element.name))
    }
}

impl<'a> MapAccess<'a> for Object<'_, 'a> {
    type Error = Flaw;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        match self.name()? {
            Some(name) => seed.deserialize(Value::Text(name.into())).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(self.value.take().unwrap_or(Value::Text("".into())))
    }
}
