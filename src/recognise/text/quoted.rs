//! Quoted-printable: `=20` for a byte, `=` at a line's end for no line break.
//! <https://www.rfc-editor.org/rfc/rfc2045#section-6.7>
//!
//! A whole mail tells in its headers which parts are quoted-printable. Text without such headers is taken for it where
//! more signs speak for it than against it: a link such as `…?idc=20…` must not lose its first digits.

use std::ops::Range;

use super::offsets::Rewrite;

const HEADER: &[u8] = b"content-transfer-encoding:";

/// A stretch of quoted-printable text.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    range: Range<usize>,
    /// A header says so.
    is_told: bool,
}

/// What `=` begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    Byte(u8),
    /// A line break that is none, with the length of all.
    Soft(usize),
    Neither,
}

/// Decodes the parts of a text that are quoted-printable.
pub(super) fn decode(rewrite: &mut Rewrite<'_>, text: &str) {
    if text.contains('=') {
        for part in parts(text) {
            decode_part(rewrite, text, &part);
        }
    }
}

fn parts(text: &str) -> Vec<Part> {
    let (mut parts, mut told, mut at) = (Vec::new(), None::<(usize, bool)>, 0);
    for line in text.split_inclusive('\n') {
        let name = line.as_bytes().get(..HEADER.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(HEADER)) {
            parts.extend(
                told.filter(|told| told.1).map(|(start, _)| Part { range: start..at, is_told: true }),
            );
            let value = line.get(HEADER.len()..).unwrap_or_default();
            told = Some((at + line.len(), value.trim().eq_ignore_ascii_case("quoted-printable")));
        }
        at += line.len();
    }
    match told {
        Some((start, true)) => parts.push(Part { range: start..at, is_told: true }),
        None if is_likely(text) => parts.push(Part { range: 0..at, is_told: false }),
        _ => {}
    }
    parts
}

/// Whether more signs speak for quoted-printable than against it.
fn is_likely(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut signs, mut others, mut after_sign) = (0_usize, 0_usize, false);
    for (at, _) in text.match_indices('=') {
        let follows_another = at > 0 && bytes.get(at - 1) == Some(&b'=');
        match escape(bytes, at) {
            Escape::Soft(_) if !follows_another => signs += 1,
            Escape::Byte(b'=') => signs += 1,
            // Two escapes in a row are a character beyond ASCII.
            Escape::Byte(0x80..=0xbf) if after_sign => signs += 1,
            Escape::Byte(_) => {}
            _ => others += 1,
        }
        after_sign =
            matches!(escape(bytes, at), Escape::Byte(0xc2..=0xf4)) && bytes.get(at + 3) == Some(&b'=');
    }
    signs > others
}

fn escape(bytes: &[u8], at: usize) -> Escape {
    match bytes.get(at + 1..) {
        Some([b'\n', ..]) => Escape::Soft(2),
        Some([b'\r', b'\n', ..]) => Escape::Soft(3),
        Some([high, low, ..]) => match (hex(*high), hex(*low)) {
            (Some(high), Some(low)) => Escape::Byte(high << 4 | low),
            _ => Escape::Neither,
        },
        _ => Escape::Neither,
    }
}

fn hex(digit: u8) -> Option<u8> {
    // Lower-case ones are not allowed.
    if digit.is_ascii_lowercase() { None } else { char::from(digit).to_digit(16)?.try_into().ok() }
}

fn decode_part(rewrite: &mut Rewrite<'_>, text: &str, part: &Part) {
    let bytes = text.as_bytes().get(..part.range.end).unwrap_or_default();
    let mut at = part.range.start;
    while let Some(found) = text.get(at..part.range.end).and_then(|rest| rest.find('=')) {
        at += found;
        let (character, len) = match escape(bytes, at) {
            Escape::Soft(len) => (None, len),
            Escape::Byte(byte) => match character(bytes, at, byte, part.is_told) {
                Some((character, len)) => (Some(character), len),
                None => {
                    at += 1;
                    continue;
                }
            },
            Escape::Neither => {
                at += 1;
                continue;
            }
        };
        rewrite.replace(at..at + len, character);
        at += len;
    }
}

/// The character that begins with an escaped byte, and how long its escapes are.
fn character(bytes: &[u8], at: usize, byte: u8, is_told: bool) -> Option<(char, usize)> {
    if byte.is_ascii() {
        // Others are never escaped, unless by mailers that say what they do.
        let is_usual = matches!(byte, b' ' | b'=' | b'\t' | b'\r' | b'\n' | b'.');
        return (is_told || is_usual).then(|| (char::from(byte), 3));
    }
    let mut all = [0; 4];
    for index in 0..all.len() {
        let at = at + 3 * index;
        let next = if bytes.get(at) == Some(&b'=') { escape(bytes, at) } else { Escape::Neither };
        let (Escape::Byte(next), Some(place)) = (next, all.get_mut(index)) else { break };
        *place = next;
        let read = all.get(..=index).and_then(|read| std::str::from_utf8(read).ok());
        if let Some(character) = read.and_then(|read| read.chars().next()) {
            return Some((character, 3 * (index + 1)));
        }
    }
    // Not UTF-8, so Latin-1.
    (is_told || byte >= 0xc0 || byte == 0xa0).then(|| (char::from(byte), 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> String {
        let mut rewrite = Rewrite::new(text);
        decode(&mut rewrite, text);
        rewrite.finish().0.into_owned()
    }

    #[test]
    fn bytes_and_soft_breaks_are_decoded() {
        for (text, expected) in [
            ("0034=\n0434", "00340434"),
            ("0034=\r\n0434", "00340434"),
            ("a=3Db=20c", "a=b c"),
            ("f=C3=BCr=\n x", "für x"),
            ("f=FCr=\n x=A0y", "für x\u{a0}y"),
            ("=E2=80=AF=3D", "\u{202f}="),
        ] {
            assert_eq!(decoded(text), expected, "{text}");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "https://example.org/?idc=20123456789&n=94",
            "<a href=\"x\" class=\"y\">=3D</a>",
            "=====\ntitle\n=====\n",
            "a = b",
            "tracknum=1Z999AA10123456784 trknbr=77001234",
            "=",
            "=2",
        ] {
            assert_eq!(decoded(text), text);
        }
    }

    #[test]
    fn headers_tell_which_part_it_is() {
        let text = "Subject: a=20b\nContent-Transfer-Encoding: 8bit\n\nid=20\n--x\n\
                    content-transfer-encoding: Quoted-Printable\n\n=41=\nb=\n--x\n\
                    Content-Transfer-Encoding: base64\n\nQUJD=\n";
        let expected = "Subject: a=20b\nContent-Transfer-Encoding: 8bit\n\nid=20\n--x\n\
                        content-transfer-encoding: Quoted-Printable\n\nAb--x\n\
                        Content-Transfer-Encoding: base64\n\nQUJD=\n";
        assert_eq!(decoded(text), expected);
    }
}
