//! Tags of HTML in a text: what of them is read, and where they end.

use std::ops::Range;

/// The longest tag, in bytes: what is longer is text with a `<`.
const MAX_LEN: usize = 16 << 10;

/// Tags whose attributes hold what is shown or meant, such as `<meta itemprop="trackingNumber" content="…">`.
const READ: &[&str] = &["data", "input", "meta"];

/// Finds where tags end. It looks at each byte once, however many tags there seem to be.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// The last `>` that was found; it serves all places before it.
    close: usize,
    has_no_close: bool,
    has_no_style_end: bool,
}

/// A tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// Behind its `>`.
    pub(super) end: usize,
    /// Where text goes on: behind the style sheet that a `<style>` begins.
    pub(super) skip: usize,
    /// Its attributes are read like text.
    pub(super) is_read: bool,
    /// Where its name stands if it begins an element.
    pub(super) element: Option<Range<usize>>,
}

impl Tags {
    /// The tag at a place where `<` stands, which comes behind the places asked for before.
    pub(super) fn at(&mut self, text: &str, at: usize) -> Option<Tag> {
        let name = name(text.as_bytes().get(at + 1..)?)?;
        if self.close <= at && !self.has_no_close {
            match text.get(at..).and_then(|rest| rest.find('>')) {
                Some(len) => self.close = at + len,
                None => self.has_no_close = true,
            }
        }
        if self.close <= at || self.close - at > MAX_LEN {
            return None;
        }
        let end = self.close + 1;
        let is = |tag: &str| name.eq_ignore_ascii_case(tag.as_bytes());
        let skip = if is("style") { self.style_end(text, end) } else { end };
        let is_closing = text.as_bytes().get(at + 1) == Some(&b'/');
        let is_whole = text.as_bytes().get(self.close - 1) == Some(&b'/');
        let element = (!is_closing && !is_whole).then(|| at + 1..at + 1 + name.len());
        Some(Tag { end, skip, is_read: READ.iter().any(|tag| is(tag)), element })
    }

    fn style_end(&mut self, text: &str, from: usize) -> usize {
        let rest = text.get(from..).filter(|_| !self.has_no_style_end).unwrap_or_default();
        let close = rest.find("</style").or_else(|| rest.find("</STYLE"));
        self.has_no_style_end |= close.is_none();
        close.map_or(from, |len| from + len)
    }
}

/// The name of a tag, empty for a closing one or a comment; none for what is no tag, such as `<1 kg` and `<a@b.example>`.
fn name(rest: &[u8]) -> Option<&[u8]> {
    let rest = match rest.first()? {
        b'!' | b'?' => return Some(&[]),
        b'/' => rest.get(1..)?,
        _ => rest,
    };
    let letters = rest.iter().take(24).take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    // h1 to h6
    let len = letters + usize::from(rest.get(letters).is_some_and(u8::is_ascii_digit));
    let is_tag =
        letters > 0 && rest.get(len).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    if is_tag { rest.get(..len) } else { None }
}

/// The parts of a text that stand outside of tags.
pub(super) fn without_tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').enumerate().map(|(index, part)| match part.split_once('>') {
        Some((_, behind)) if index > 0 => behind,
        _ => part,
    })
}

/// The names of the tags in a text; empty for what is no tag.
pub(super) fn names(text: &str) -> impl Iterator<Item = &[u8]> {
    text.split('<').skip(1).map(|part| name(part.as_bytes()).unwrap_or_default())
}

/// Where a link begins in a tag.
pub(super) fn link(tag: &str) -> Option<usize> {
    let bytes = tag.as_bytes();
    tag.match_indices("://").find_map(|(at, _)| {
        let scheme = bytes.get(..at)?.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let start = at - scheme;
        let is_web = bytes.get(start..at)?.to_ascii_lowercase();
        (is_web == b"http" || is_web == b"https").then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_other_signs() {
        let tag = |text: &str| Tags::default().at(text, 0).map(|tag| (tag.end, tag.skip, tag.is_read));
        let element = |text| Tags::default().at(text, 0).and_then(|tag| tag.element).map(|name| &text[name]);
        assert_eq!(element("<awb a>"), Some("awb"));
        assert!(element("</awb>").is_none() && element("<awb/>").is_none());
        for (text, expected) in [
            ("<b>x", Some((3, 3, false))),
            ("</td>", Some((5, 5, false))),
            ("<h1 class='a'>", Some((14, 14, false))),
            ("<!-- a -->", Some((10, 10, false))),
            ("<META a>", Some((8, 8, true))),
            ("<style>a{}</style>", Some((7, 10, false))),
            ("<style>a{}", Some((7, 7, false))),
            ("<https://a.example>", None),
            ("<a@b.example>", None),
            ("<1 kg>", None),
            ("<RR123456785DE>", None),
            ("<b", None),
            ("<b and more", None),
            ("<", None),
        ] {
            assert_eq!(tag(text), expected, "{text}");
        }
        assert!(tag(&format!("<b {}>", "x".repeat(MAX_LEN))).is_none());
        assert!(without_tags("a > b<i c=\"d\">e</i>").eq(["a > b", "e", ""]));
    }

    #[test]
    fn links_in_tags_are_found() {
        assert_eq!(link("<a href='ftp://x' data='HTTPS://y'>"), Some(24));
        assert_eq!(link("<a href='ftp://x'>"), None);
    }
}
