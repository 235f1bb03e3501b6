//! What the mappings of all channels share: notes about what could not be read, numbers, names of carriers, links.

use std::borrow::Cow;
use std::str::FromStr;

use url::Url;

use super::super::list::List;
use super::super::part::Part;
use super::super::path::Path;
use super::codes::Row;
use super::tolerant::Word;
use super::{errors, names};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::unknown;
use crate::model::{
    CarrierId, Channel, Headline, Meaning, Note, NoteKind, Personal, Related, Relation, Report, Role, Source,
    TrackingNumber,
};

/// Notes about one answer.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) list: Vec<Note>,
}

impl Notes {
    /// Something at `path` could not be read and was left out.
    pub(super) fn unreadable(&mut self, path: &Path<'_>) {
        Note::add(&mut self.list, NoteKind::Unreadable, path);
    }

    /// Nobody has mapped this word of the field `field`.
    pub(super) fn unmapped(&mut self, field: &str, word: &str) {
        Note::add(&mut self.list, NoteKind::Unmapped, format!("{field} {}", errors::shown(word)));
    }

    /// Something at `path`, a free text that is not repeated, is mapped by nobody.
    pub(super) fn unmapped_text(&mut self, path: &Path<'_>) {
        Note::add(&mut self.list, NoteKind::Unmapped, path);
    }

    /// A word that says something; of another shape than a word it is noted.
    pub(super) fn told<'a>(&mut self, word: &'a Word, path: &Path<'_>) -> Option<&'a str> {
        self.part(word, path);
        word.told()
    }

    /// Reads a word; what is there and cannot be read is noted.
    pub(super) fn parse<T: FromStr>(&mut self, word: &Word, path: &Path<'_>) -> Option<T> {
        let parsed = self.told(word, path)?.parse().ok();
        if parsed.is_none() {
            self.unreadable(path);
        }
        parsed
    }

    /// Reads a count; an absent one is none, one that is no count is noted.
    pub(super) fn count(&mut self, word: &Word, path: &Path<'_>) -> u32 {
        let count = word.count();
        if count.is_none() && self.told(word, path).is_some() {
            self.unreadable(path);
        }
        count.unwrap_or_default()
    }

    /// A part, if it is there and has the shape that it should have.
    pub(super) fn part<'a, T>(&mut self, part: &'a Part<T>, path: &Path<'_>) -> Option<&'a T> {
        part.get(path, &mut self.list)
    }

    /// The entries of a list, each with its place in it.
    pub(super) fn entries<'a, T>(
        &mut self,
        list: &'a List<T>,
        path: &Path<'_>,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a T)> + use<'a, T> {
        list.entries(path, &mut self.list)
    }

    /// What the word of the field `field` says of a package, as its source's own summary.
    pub(super) fn summary(
        &mut self,
        word: &Word,
        field: &str,
        find: fn(&str) -> Option<&'static Row>,
    ) -> Option<Headline> {
        let word = word.told()?;
        let state = match find(word).map(|row| &row.says.meaning) {
            Some(Meaning::State(state)) => state.clone(),
            _ => {
                self.unmapped(field, word);
                unknown::UNMAPPED
            }
        };
        let mut headline = Headline::new(state);
        headline.code = Some(word.into());
        Some(headline)
    }

    /// The carrier that a name means.
    pub(super) fn carrier(&mut self, name: &Word, field: &str) -> Option<CarrierId> {
        let name = name.told()?;
        let carrier = names::carrier(name);
        if carrier.is_none() && !names::is_nobody(name) {
            self.unmapped(field, name);
        }
        carrier
    }

    /// A carrier's number; partners' systems leave stray characters before some.
    pub(super) fn number(&mut self, word: &Word, path: &Path<'_>) -> Option<TrackingNumber> {
        let number =
            self.told(word, path)?.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).parse().ok();
        if number.is_none() {
            self.unreadable(path);
        }
        number
    }
}

/// The source of a package: Amazon carries what its own vans bring and is the marketplace for what partners bring.
pub(super) fn source(channel: Channel, number: TrackingNumber, carrier: Option<&CarrierId>) -> Source {
    let role = if carrier == Some(&CarrierId::AMAZON) { Role::Carrier } else { Role::Marketplace };
    Source { channel, number, role }
}

/// A report as an answer, if it is about what was asked for.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for another parcel's.
pub(super) fn answer(report: Report, context: &Context) -> Result<Answer> {
    let names = || report.related.iter().map(|related| &related.number).chain([&report.source.number]);
    match &context.number {
        Some(asked) if !names().any(|name| name == asked) => Err(Error::new(
            ErrorKind::BadReply,
            format!("the answer is about another parcel than {}, which was asked for", asked.masked()),
        )),
        _ => Ok(report.into()),
    }
}

/// Adds another name of the parcel, unless it is there already under the same number.
pub(super) fn add_same(related: &mut Vec<Related>, carrier: Option<CarrierId>, number: TrackingNumber) {
    if !related.iter().any(|known| known.relation == Relation::Same && known.number == number) {
        related.push(Related { relation: Relation::Same, carrier, number });
    }
}

/// A public page's address; `customerTrackingLink` comes percent-encoded as a whole and with a line break at its end.
pub(super) fn link(text: &str) -> Option<Personal> {
    const ENCODED: &[u8] = b"%3A%2F%2F";
    let is_encoded = text.as_bytes().windows(ENCODED.len()).any(|part| part.eq_ignore_ascii_case(ENCODED));
    let decoded = if is_encoded { percent_decoded(text)?.into() } else { Cow::Borrowed(text) };
    let trimmed = decoded.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let url = Url::parse(trimmed).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.as_str().into())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let (byte, left) = match (first, after) {
            (b'%', [high, low, left @ ..]) => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => (high * 16 + low, left),
                _ => (*first, after),
            },
            _ => (*first, after),
        };
        decoded.push(byte);
        rest = left;
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_decoded_once_and_trimmed() {
        let link = |text| link(text).map(|link| link.as_str().to_owned());
        let page = "https://www.swiship.com/track?id=H1";
        assert_eq!(link("https%3A%2F%2Fwww.swiship.com%2Ftrack%3Fid%3DH1%0A").as_deref(), Some(page));
        assert_eq!(link(" https://www.swiship.com/track?id=H1\u{0}\n").as_deref(), Some(page));
        // Decoded already: what is encoded in it belongs to it.
        assert_eq!(link("https://a.example/?q=a%2Fb").as_deref(), Some("https://a.example/?q=a%2Fb"));
        for bad in
            ["", "swiship.com", "javascript:alert(1)", "ftp://a.example", "https%3A%2F%2F%FF", "%3A%2F%2F%"]
        {
            assert_eq!(link(bad), None, "{bad}");
        }
    }
}
