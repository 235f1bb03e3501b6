//! Character references of HTML, such as `&nbsp;` and `&#160;`, and `<wbr>`, which nobody sees.
//! <https://html.spec.whatwg.org/multipage/named-characters.html>

use super::offsets::Rewrite;

/// Those that stand in numbers, in links and in the words before numbers, sorted.
const NAMED: &[(&str, char)] = &[
    ("Auml", 'Ä'),
    ("Eacute", 'É'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("colon", ':'),
    ("commat", '@'),
    ("dash", '\u{2010}'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("equals", '='),
    ("euro", '€'),
    ("gt", '>'),
    ("hyphen", '\u{2010}'),
    ("iacute", 'í'),
    ("lt", '<'),
    ("mdash", '\u{2014}'),
    ("nbsp", '\u{a0}'),
    ("ndash", '\u{2013}'),
    ("ntilde", 'ñ'),
    ("num", '#'),
    ("numsp", '\u{2007}'),
    ("oacute", 'ó'),
    ("ordm", 'º'),
    ("ouml", 'ö'),
    ("period", '.'),
    ("pound", '£'),
    ("quot", '"'),
    ("shy", '\u{ad}'),
    ("sol", '/'),
    ("szlig", 'ß'),
    ("thinsp", '\u{2009}'),
    ("uacute", 'ú'),
    ("uuml", 'ü'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

/// The longest reference that is read, from `&` to `;`.
const MAX_LEN: usize = 12;

/// Decodes all references that are known, and leaves out the tags where a word may be broken.
pub(super) fn decode(rewrite: &mut Rewrite<'_>, text: &str) {
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'&' | b'<')) {
        let inner = text.as_bytes().get(at + 1..).unwrap_or_default();
        if byte == b'<' {
            if let Some(len) = word_break(inner) {
                rewrite.replace(at..at + 1 + len, None);
            }
            continue;
        }
        let Some(len) = inner.iter().take(MAX_LEN - 1).position(|byte| *byte == b';') else { continue };
        if let Some(character) = text.get(at + 1..at + 1 + len).and_then(named) {
            rewrite.replace(at..at + len + 2, Some(character));
        }
    }
}

/// How long the rest of a `<wbr>` is.
fn word_break(rest: &[u8]) -> Option<usize> {
    let name = rest.get(..3).filter(|name| name.eq_ignore_ascii_case(b"wbr"))?;
    let end = rest.get(name.len()..)?;
    let close = [&b">"[..], b"/>", b" />"].into_iter().find(|close| end.starts_with(close))?;
    Some(name.len() + close.len())
}

fn named(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|character| *character != '\0');
    }
    let at = NAMED.binary_search_by(|(name, _)| (*name).cmp(reference)).ok()?;
    NAMED.get(at).map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_references_are_decoded() {
        assert!(NAMED.is_sorted_by(|a, b| a.0 < b.0), "sort NAMED");
        for (text, expected) in [
            ("1Z&nbsp;999", "1Z\u{a0}999"),
            ("1Z&#160;&#x31;&#49;", "1Z\u{a0}11"),
            ("?a=1&amp;b=2&copy=3", "?a=1&b=2&copy=3"),
            ("num&eacute;ro", "numéro"),
            ("&&&nbsp", "&&&nbsp"),
            ("&#xd800;&#0;&#;&;&#99999999999;", "&#xd800;&#0;&#;&;&#99999999999;"),
            ("&amp;nbsp;", "&nbsp;"),
            ("&wundervoll;", "&wundervoll;"),
            ("12<wbr>34<WBR/>5<wbr />6", "123456"),
            ("<wbrx><b>", "<wbrx><b>"),
        ] {
            let mut rewrite = Rewrite::new(text);
            decode(&mut rewrite, text);
            assert_eq!(rewrite.finish().0, expected, "{text}");
        }
    }
}
