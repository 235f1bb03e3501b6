//! What the mappings of all channels share: notes about what could not be read, numbers, names of carriers, links.

use std::str::FromStr;

use url::Url;

use super::super::part::{List, Part};
use super::codes::Row;
use super::tolerant::Text;
use super::{errors, names};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::state::unknown;
use crate::model::{
    CarrierId, Channel, Headline, Meaning, Note, NoteKind, Personal, Related, Relation, Report, Role, Source,
    TrackingNumber,
};

/// Notes about one answer. Paths begin where the answer's fields do.
pub(super) struct Notes {
    root: &'static str,
    pub(super) list: Vec<Note>,
}

impl Notes {
    pub(super) fn new(root: &'static str) -> Self {
        Self { root, list: Vec::new() }
    }

    /// Something at `path` could not be read and was left out.
    pub(super) fn unreadable(&mut self, path: &str) {
        Note::add(&mut self.list, NoteKind::Unreadable, format!("{}{path}", self.root));
    }

    /// Nobody has mapped this word of the field `path`.
    pub(super) fn unmapped(&mut self, path: &str, word: &str) {
        Note::add(&mut self.list, NoteKind::Unmapped, format!("{path} {}", errors::shown(word)));
    }

    /// Something at `path`, a free text that is not repeated, is mapped by nobody.
    pub(super) fn unmapped_text(&mut self, path: &str) {
        Note::add(&mut self.list, NoteKind::Unmapped, format!("{}{path}", self.root));
    }

    /// Reads a text; what is there and cannot be read is noted.
    pub(super) fn parse<T: FromStr>(&mut self, text: &Text, path: &str) -> Option<T> {
        let parsed = text.get()?.parse().ok();
        if parsed.is_none() {
            self.unreadable(path);
        }
        parsed
    }

    /// Reads a count; an absent one is none, one that is no count is noted.
    pub(super) fn count(&mut self, text: &Text, path: &str) -> u32 {
        if text.get().is_some() && text.count().is_none() {
            self.unreadable(path);
        }
        text.count().unwrap_or_default()
    }

    /// A part, if it is there and has the shape that it should have.
    pub(super) fn part<'a, T>(&mut self, part: &'a Part<T>, path: &str) -> Option<&'a T> {
        part.get(&format!("{}{path}", self.root), &mut self.list)
    }

    /// The entries of a list, each with its path.
    pub(super) fn entries<'a, T>(&mut self, list: &'a List<T>, path: &str) -> Vec<(String, &'a T)> {
        let entries = self.part(list, path).map(Vec::as_slice).unwrap_or_default();
        let numbered = entries.iter().enumerate().map(|(index, entry)| (format!("{path}[{index}]"), entry));
        numbered.filter_map(|(path, entry)| Some((path.clone(), self.part(entry, &path)?))).collect()
    }

    /// What the word of the field `path` says of a package, as its source's own summary.
    pub(super) fn summary(
        &mut self,
        word: &Text,
        path: &str,
        find: fn(&str) -> Option<&'static Row>,
    ) -> Option<Headline> {
        let word = word.get()?;
        let state = match find(word).map(|row| &row.says.meaning) {
            Some(Meaning::State(state)) => state.clone(),
            _ => {
                self.unmapped(path, word);
                unknown::UNMAPPED
            }
        };
        let mut headline = Headline::new(state);
        headline.code = Some(word.to_owned());
        Some(headline)
    }

    /// The carrier that a name means.
    pub(super) fn carrier(&mut self, name: &Text, path: &str) -> Option<CarrierId> {
        let name = name.get()?;
        let carrier = names::carrier(name);
        if carrier.is_none() && !names::is_nobody(name) {
            self.unmapped(path, name);
        }
        carrier
    }

    /// A carrier's number; partners' systems leave stray characters before some.
    pub(super) fn number(&mut self, text: &Text, path: &str) -> Option<TrackingNumber> {
        let number = text.get()?.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).parse().ok();
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
    let decoded =
        if text.to_ascii_uppercase().contains("%3A%2F%2F") { percent_decoded(text)? } else { text.into() };
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
