//! XML in and out, typed: no document types, no entities but XML's own, and errors without values.

use std::num::NonZeroUsize;

use quick_xml::{DeError, de::Deserializer};
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};

/// What a reader keeps of elements that stand between those it looks for, in events.
const MOST_KEPT: Option<NonZeroUsize> = NonZeroUsize::new(1 << 16);

/// Reads a document in UTF-8 or ISO-8859-1.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for an empty body, a web page, anything with a document type, what is no XML, is cut short or
/// has another shape than documented.
pub(super) fn read_xml<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    let bad = |what: &str| Error::new(ErrorKind::BadReply, format!("the answer {what}"));
    let text = text(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.bytes().next() {
        None => return Err(bad("is empty")),
        Some(b'<') => {}
        Some(_) => return Err(bad("is not XML")),
    }
    if text.to_ascii_lowercase().contains("<!doctype") {
        return Err(bad("is a web page or declares a document type"));
    }
    let mut deserializer = Deserializer::from_str(text);
    deserializer.event_buffer_size(MOST_KEPT);
    T::deserialize(&mut deserializer).map_err(|error| match error {
        DeError::UnexpectedEof => bad("is cut short"),
        DeError::InvalidXml(_) => bad("is cut short or not well-formed XML"),
        _ => bad("has another shape than documented"),
    })
}

/// The body's text: ISO-8859-1 if the prolog says so or it is not UTF-8.
fn text(body: &[u8]) -> String {
    let prolog = body.get(..body.len().min(120)).unwrap_or_default().to_ascii_lowercase();
    let is_latin = prolog.windows(10).any(|part| part == b"iso-8859-1");
    match std::str::from_utf8(body) {
        Ok(text) if !is_latin => text.to_owned(),
        _ => body.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Writes a document in UTF-8, every value escaped.
///
/// # Errors
///
/// [`ErrorKind::Misconfigured`] for what XML cannot hold.
#[cfg(feature = "http")]
pub(super) fn write_xml<T: serde::Serialize>(root: &str, value: &T) -> Result<String> {
    let document = quick_xml::se::to_string_with_root(root, value)
        .map_err(|_| Error::new(ErrorKind::Misconfigured, "the request cannot be written as XML"))?;
    Ok(format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?>{document}"#))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, Deserialize, Serialize, PartialEq)]
    struct Data {
        #[serde(rename = "@name")]
        name: Option<String>,
        #[serde(rename = "data", default, skip_serializing_if = "Vec::is_empty")]
        inner: Vec<Data>,
    }

    fn data(name: &str, inner: Vec<Data>) -> Data {
        Data { name: Some(name.into()), inner }
    }

    #[test]
    fn both_encodings_are_read() {
        let read = |body: &[u8]| read_xml::<Data>(body).unwrap().name.unwrap();
        assert_eq!(read("<?xml version='1.0'?><data name='Köln &amp; &#66;'/>".as_bytes()), "Köln & B");
        assert_eq!(read(b"<?xml version='1.0' encoding='ISO-8859-1'?><data name='K\xf6ln'/>"), "Köln");
        assert_eq!(read(b"<data name='K\xf6ln'/>"), "Köln");
        assert_eq!(read("\u{feff}<data name='x'/>".as_bytes()), "x");
    }

    #[test]
    fn lists_may_be_mixed_with_what_nobody_knows() {
        let body =
            b"<data name='a'>\n <data name='b'/> text <more><data name='x'/></more><data name='c'/></data>";
        assert_eq!(read_xml::<Data>(body).unwrap(), data("a", vec![data("b", vec![]), data("c", vec![])]));
    }

    #[test]
    fn flaws_are_told_without_values() {
        for (body, what) in [
            (&b"  "[..], "is empty"),
            (b"{}", "is not XML"),
            (b"<!DOCTYPE html><html>SECRET</html>", "document type"),
            (b"<!DocType data [<!ENTITY a 'SECRET'>]><data name='&a;'/>", "document type"),
            (b"<data name='SECRET'><data>", "cut short"),
            (b"<data name='&SECRET;'/>", "XML"),
            (b"<data name='SECRET' name='SECRET'/>", ""),
            (b"\xff\xfe\x00", "is not XML"),
        ] {
            let error = read_xml::<Data>(body).unwrap_err();
            let text = format!("{error:#} {error:?}");
            assert_eq!(error.kind(), ErrorKind::BadReply);
            assert!(text.contains(what) && !text.contains("SECRET"), "{text}");
        }
    }

    #[cfg(feature = "http")]
    #[test]
    fn what_is_written_is_escaped_and_reads_back() {
        let odd = data(r#"a"<b>&'ü;"#, vec![]);
        let text = write_xml("data", &odd).unwrap();
        assert!(
            text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"") && !text.contains("<b>"),
            "{text}"
        );
        assert_eq!(read_xml::<Data>(text.as_bytes()).unwrap(), odd);
    }
}
