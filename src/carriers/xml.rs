//! XML answers as typed values, for vendors that speak SOAP or write XML.
//!
//! A document becomes a light tree before it becomes a type, so that types that read JSON read XML as well, and a part of
//! another shape than documented need cost nothing but itself. Texts are borrowed from the document. In the tree
//!
//! * an element without parts is its text; an empty one is the empty text;
//! * an element with parts is an object; attributes stand under their names, and before the elements within it, so that
//!   an element of the same name counts; text beside other parts stands under `$text`;
//! * elements of one name within another are a list where there are several, wherever they stand:
//!   [`OneOrMore`](super::list::OneOrMore) reads them;
//! * names have no prefix, and namespaces are not looked at.

use std::borrow::Cow;

use serde::de::DeserializeSeed;

use super::part::{Document, Shape, Texts};
use super::xml_tree::{DOCUMENT, Tree, bad};
use super::xml_value::Value;
use crate::error::Result;
#[cfg(all(feature = "dhl", feature = "http"))]
use crate::error::{Error, ErrorKind};

/// The characters of a body: it is UTF-8, or else ISO 8859-1.
pub(super) fn text(body: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(body) {
        Ok(text) => text.into(),
        // The first 256 characters of Unicode are those of ISO 8859-1.
        Err(_) => body.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// Reads a document whole; what is read may borrow from it. Its one field is the root element.
///
/// A document type is refused, so no entity but the five of XML is known. The attributes of elements that are not read are
/// not looked at.
///
/// # Errors
///
/// [`ErrorKind::BadReply`], with the position of the flaw where it has one, and never a value: for an empty document, a web
/// page, XML that is cut short, nested too deeply or of another shape; [`ErrorKind::TooLarge`] for one of more than 100,000
/// elements.
pub(super) fn read<'a, T: Shape<'a>>(text: &'a str, texts: &'a Texts) -> Result<T> {
    read_seed(text, Document::of(texts))
}

fn read_seed<'a, S: DeserializeSeed<'a>>(text: &'a str, seed: S) -> Result<S::Value> {
    let tree = Tree::of(text)?;
    seed.deserialize(Value::Element(&tree, DOCUMENT)).map_err(|flaw| bad(flaw.to_string()))
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

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use serde_json::{Value, json};

    use super::super::list::OneOrMore;
    use super::super::part::{Part, Text, Texts, fields};
    use super::super::xml_tree::{MAX_DEPTH, MAX_ELEMENTS, MAX_PARTS};
    use super::{read, read_seed, text};
    use crate::error::{ErrorKind, Result};

    fn parsed(body: &str) -> Result<Value> {
        read_seed(body, PhantomData)
    }

    fn value(body: &str) -> Value {
        parsed(body).unwrap()
    }

    fn flaw(body: &[u8]) -> String {
        let error = parsed(&text(body)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        error.to_string()
    }

    #[test]
    fn elements_are_texts_objects_and_lists() {
        let body = r#"<?xml version="1.0"?><s:a xmlns:s="urn:x" s:k="1 &amp; 2"><b> x&#65;&lt; </b><b/><c><![CDATA[<d>]]></c>
            <e f='g' xmlns="urn:y">h<i xmlns="urn:z"/></e><b>3</b><!-- none --></s:a>"#;
        assert_eq!(
            value(body),
            json!({"a": {"k": "1 & 2", "b": ["xA<", "", "3"], "c": "<d>", "e": {"f": "g", "$text": "h", "i": ""}}})
        );
        // Of an attribute and elements of one name the elements count.
        assert_eq!(value(r#"<a b="1"><b>2</b><c/><b>3</b></a>"#), json!({"a": {"b": ["2", "3"], "c": ""}}));
        assert_eq!(value("<a b = \"1\n2\"\tc='&quot;\"'/>"), json!({"a": {"b": "1 2", "c": "\"\""}}));
    }

    fields! {
        struct Root<'a> {
            list: Part<List<'a>> = "a",
        }

        struct List<'a> {
            b: Part<OneOrMore<Text<'a>>> = "b",
            n: Text<'a> = "n",
        }
    }

    #[test]
    fn lists_are_read_whether_one_or_several_are_told() {
        let list = |body: &str| {
            let texts = Texts::default();
            let root: Root<'_> = read(body, &texts).unwrap();
            let list = root.list.quiet().into_iter().flat_map(|list| list.b.quiet_entries());
            list.map(|text| text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(list("<a><b>1</b><c/><b>2</b></a>"), ["1", "2"]);
        assert_eq!(list("<a><b>1</b></a>"), ["1"]);
        assert!(list("<a><c/></a>").is_empty());
        assert!(list("<a><b><s3cr3t>s3cr3t</s3cr3t></b></a>").is_empty());
        assert!(!read::<List<'_>>("<a/>", &Texts::default()).unwrap().b.is_told());
    }

    #[test]
    fn texts_are_borrowed_from_the_document() {
        let body = r#"<a n=" seven "><b> x </b></a>"#;
        let texts = Texts::default();
        let root: Root<'_> = read(body, &texts).unwrap();
        let list = root.list.quiet().unwrap();
        let texts = [list.n.told().unwrap(), list.b.quiet_entries().next().unwrap()];
        assert_eq!(texts, ["seven", "x"]);
        let range = body.as_bytes().as_ptr_range();
        assert!(texts.iter().all(|text| range.contains(&text.as_ptr())));
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
            ("<a/></s3cr3t>", "is not XML at byte"),
            ("<a/><s3cr3t/>", "one XML element"),
            ("<a/><a/>", "one XML element"),
            ("<a/>s3cr3t", "one XML element"),
            ("<a s3cr3t></a>", "attribute"),
            ("<a b=s3cr3t></a>", "attribute"),
            ("<a b s3cr3t='1'></a>", "attribute"),
            ("<a b='&s3cr3t;'></a>", "attribute"),
        ] {
            let found = flaw(body.as_bytes());
            assert!(found.contains(text) && !found.contains("s3cr3t"), "{body}: {found}");
        }
    }

    #[test]
    fn documents_have_limits() {
        let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert!(flaw(deep(MAX_DEPTH + 1).as_bytes()).contains("nested"));
        assert!(parsed(&deep(MAX_DEPTH)).is_ok());
        let numbered = |count: usize, form: fn(usize) -> String| (0..count).map(form).collect::<String>();
        let attributes = |count| format!("<a {}/>", numbered(count, |n| format!("b{n}='' ")));
        assert!(flaw(attributes(MAX_PARTS + 1).as_bytes()).contains("attributes"));
        assert!(parsed(&attributes(MAX_PARTS)).is_ok());
        let names = |count| format!("<a>{}</a>", numbered(count, |n| format!("<b{n}/>")));
        assert!(flaw(names(MAX_PARTS + 2).as_bytes()).contains("different"));
        assert!(parsed(&names(MAX_PARTS)).is_ok());
        let many = |count: usize| format!("<a>{}</a>", "<b/><c/>".repeat(count / 2));
        assert!(parsed(&many(MAX_ELEMENTS - 2)).is_ok());
        let error = parsed(&many(MAX_ELEMENTS)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
    }

    #[test]
    fn what_is_not_utf_8_is_the_older_encoding() {
        for body in
            [b"<?xml version='1.0' encoding='ISO-8859-1'?><a>K\xf6ln</a>".as_slice(), b"<a>K\xf6ln</a>"]
        {
            assert_eq!(parsed(&text(body)).unwrap(), json!({"a": "K\u{f6}ln"}));
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
        let text = super::write("a", &Named { name: odd }).unwrap();
        assert!(
            text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"") && !text.contains("<b>"),
            "{text}"
        );
        assert_eq!(value(&text), json!({"a": {"name": odd}}));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_give_a_value_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = parsed(&text(&body));
        }

        #[test]
        fn any_letters_of_xml_give_a_value_or_an_error(body in "[<>/=a-c:'\"&; !?x-]{0,60}") {
            let _ = parsed(&format!("<a>{body}</a>"));
            let _ = parsed(&format!("<a {body}/>"));
        }
    }
}
