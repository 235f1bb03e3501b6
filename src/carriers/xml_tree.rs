//! The elements of an XML document.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

use crate::error::{Error, ErrorKind, Result};

/// How deep elements may stand within each other; answers of carriers need about ten levels.
pub(super) const MAX_DEPTH: usize = 64;

/// How many attributes an element may have, and elements of different names within it; those of answers have about fifty.
pub(super) const MAX_PARTS: usize = 256;

/// How many elements a document may have; the largest answers of carriers have some thousands.
pub(super) const MAX_ELEMENTS: usize = 100_000;

/// That a document is none.
pub(super) fn bad(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::BadReply, text.into())
}

/// The elements of a document, each behind the one that it stands in. They are told by their places.
pub(super) struct Tree<'a> {
    elements: Vec<Element<'a>>,
}

/// The place of the document itself: an element without name that holds the root. As no element holds it, its place also
/// stands for none.
pub(super) const DOCUMENT: usize = 0;

#[derive(Default)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    /// As they stand in the document.
    pub(super) attributes: &'a str,
    pub(super) text: Cow<'a, str>,
    /// The first and the last element within it that is the first of its name.
    pub(super) first: usize,
    last: usize,
    /// The next element beside it that is the first of its name. Only the first of a name has one.
    pub(super) next: usize,
    /// The next element beside it of the same name.
    pub(super) same: usize,
    /// The last element beside it of the same name, known to the first; none if that is itself.
    end: usize,
}

impl<'a> Tree<'a> {
    /// Reads a document.
    pub(super) fn of(text: &'a str) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}').trim();
        match text.bytes().next() {
            None => return Err(bad("the answer is empty")),
            Some(b'<') => {}
            Some(_) => return Err(bad("the answer is not XML")),
        }
        let mut reader = Reader::from_str(text);
        let mut tree = Self { elements: vec![Element::default()] };
        let mut open = vec![DOCUMENT];
        loop {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(1);
            let event = reader
                .read_event()
                .map_err(|_| bad(format!("the answer is not XML at byte {}", reader.error_position())))?;
            let Some(inmost) = open.last().copied() else {
                return Err(bad("the answer ends an element that it did not begin"));
            };
            match &event {
                Event::Start(start) | Event::Empty(start) => {
                    let to = from.saturating_add(start.len());
                    let (name, attributes) = text
                        .get(from..to)
                        .and_then(|content| content.split_at_checked(start.name().0.len()))
                        .unwrap_or_default();
                    let element = tree.add(inmost, Element { name, attributes, ..Element::default() })?;
                    if matches!(event, Event::Start(_)) {
                        if open.len() > MAX_DEPTH {
                            return Err(bad(format!(
                                "the answer is nested more than {MAX_DEPTH} levels deep"
                            )));
                        }
                        open.push(element);
                    }
                }
                Event::End(_) => drop(open.pop()),
                Event::Text(text) => tree.tell(inmost, text.xml10_content()),
                Event::CData(text) => tree.tell(inmost, text.xml10_content()),
                Event::GeneralRef(entity) => tree.tell(inmost, resolved(entity)?),
                Event::DocType(_) => return Err(bad("the answer is a web page, or has a document type")),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        if open.len() > 1 {
            return Err(bad("the answer is cut short"));
        }
        match tree.element(DOCUMENT) {
            Some(document)
                if document.first != DOCUMENT
                    && document.text.trim().is_empty()
                    && tree.element(document.first).is_some_and(|root| root.next == 0 && root.same == 0) =>
            {
                Ok(tree)
            }
            _ => Err(bad("the answer is not one XML element")),
        }
    }

    pub(super) fn element(&self, place: usize) -> Option<&Element<'a>> {
        self.elements.get(place)
    }

    /// Puts an element into another, and gives its place.
    fn add(&mut self, outer: usize, mut element: Element<'a>) -> Result<usize> {
        // Names are short: looking at them byte by byte is faster than a search made for long texts.
        let prefix = element.name.bytes().position(|byte| byte == b':');
        element.name = prefix.and_then(|at| element.name.get(at + 1..)).unwrap_or(element.name);
        let place = self.elements.len();
        if place > MAX_ELEMENTS {
            let text = format!("the answer has more than {MAX_ELEMENTS} elements");
            return Err(Error::new(ErrorKind::TooLarge, text));
        }
        let (first, last) = self.element(outer).map_or((0, 0), |outer| (outer.first, outer.last));
        let is_same = |known: &Element<'_>| known.name == element.name;
        // Elements of one name mostly stand side by side.
        let same = if self.element(last).is_some_and(is_same) { last } else { self.find(first, is_same)? };
        self.elements.push(element);
        if same != 0 {
            let end = self.element(same).map_or(0, |same| if same.end == 0 { 0 } else { same.end });
            let end = if end == 0 { same } else { end };
            self.change(end, |end| end.same = place);
            self.change(same, |same| same.end = place);
        } else {
            self.change(outer, |outer| {
                outer.last = place;
                if outer.first == 0 {
                    outer.first = place;
                }
            });
            if last != 0 {
                self.change(last, |last| last.next = place);
            }
        }
        Ok(place)
    }

    /// The first of those beside it that fits; none has the place of none.
    fn find(&self, first: usize, fits: impl Fn(&Element<'a>) -> bool) -> Result<usize> {
        let mut place = first;
        for _ in 0..MAX_PARTS {
            match self.element(place).filter(|_| place != 0) {
                None => return Ok(0),
                Some(element) if fits(element) => return Ok(place),
                Some(element) => place = element.next,
            }
        }
        if place == 0 {
            Ok(0)
        } else {
            Err(bad("the answer has an element with too many different ones in it"))
        }
    }

    fn change(&mut self, place: usize, change: impl FnOnce(&mut Element<'a>)) {
        if let Some(element) = self.elements.get_mut(place) {
            change(element);
        }
    }

    /// Adds to the text of an element.
    fn tell(&mut self, place: usize, text: Cow<'a, str>) {
        self.change(place, |element| {
            if !element.text.is_empty() {
                element.text.to_mut().push_str(&text);
            } else if !text.trim_ascii_start().is_empty() {
                element.text = text;
            }
        });
    }
}

/// What an entity stands for.
fn resolved<'a>(entity: &BytesRef<'a>) -> Result<Cow<'a, str>> {
    match entity.resolve_char_ref() {
        Ok(Some(character)) => Ok(character.to_string().into()),
        Ok(None) => match resolve_predefined_entity(entity) {
            Some(text) => Ok(text.into()),
            None => Err(bad("the answer names an entity that it does not define")),
        },
        Err(_) => Err(bad("the answer names a character that there is not")),
    }
}
