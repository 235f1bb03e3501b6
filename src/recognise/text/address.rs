//! Where links begin and end, and what they read without their escapes.

use std::ops::Range;

use super::chars::{self, Class};

/// How many bytes of a link are read.
const MAX_LEN: usize = 8192;

/// How often a link may be escaped that is a parameter of another one, and so on.
const MAX_ESCAPED: usize = 3;

/// Whether a link begins at a place.
pub(super) fn begins(text: &str, at: usize) -> bool {
    let starts = |start: &str| {
        text.as_bytes().get(at..at + start.len()).is_some_and(|b| b.eq_ignore_ascii_case(start.as_bytes()))
    };
    starts("https://") || starts("http://") || starts("www.")
}

/// Where the link ends that begins at a place.
pub(super) fn end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some((character, class, len)) = chars::at(text, at) {
        let is_part = match class {
            Class::Blank | Class::Space => false,
            Class::Sign => !matches!(character, '"' | '\'' | '<' | '>' | '`' | '{' | '}' | '|' | '\\' | '^'),
            _ => true,
        };
        if !is_part || at + len > start + MAX_LEN {
            break;
        }
        at += len;
    }
    at
}

/// A link's bytes without escapes, each with its place in the text, and the place behind the last one.
pub(super) fn unescape(text: &str, range: Range<usize>) -> (Vec<u8>, Vec<usize>) {
    let mut bytes = text.as_bytes().get(range.clone()).unwrap_or_default().to_vec();
    let mut places: Vec<usize> = (range.start..=range.end).collect();
    for _ in 0..MAX_ESCAPED {
        if !bytes.contains(&b'%') {
            break;
        }
        (bytes, places) = unescape_once(&bytes, &places);
    }
    (bytes, places)
}

fn unescape_once(old: &[u8], old_places: &[usize]) -> (Vec<u8>, Vec<usize>) {
    let hex = |at: usize| char::from(*old.get(at)?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut bytes, mut places, mut at) = (Vec::new(), Vec::new(), 0);
    while let (Some(byte), Some(place)) = (old.get(at), old_places.get(at)) {
        places.push(*place);
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                at += 3;
            }
            _ => {
                bytes.push(*byte);
                at += 1;
            }
        }
    }
    places.extend(old_places.last());
    (bytes, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_with_their_places() {
        let (bytes, places) = unescape("x=a%20b%2541%zz", 2..15);
        assert_eq!(bytes, b"a bA%zz");
        assert_eq!(places, [2, 3, 6, 7, 12, 13, 14, 15]);
    }

    #[test]
    fn a_link_ends_where_text_goes_on() {
        for text in
            ["http://a.example/b c", "http://a.example/b\"c", "http://a.example/b>c", "http://a.example/b"]
        {
            assert_eq!(&text[..end(text, 0)], "http://a.example/b");
        }
        assert!(begins("www.dhl.de", 0) && begins("HTTP://x", 0) && !begins("httpx", 0));
        assert_eq!(end(&"http://a/".repeat(2000), 0), MAX_LEN);
    }
}
