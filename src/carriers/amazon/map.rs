//! What the mappings of all answers share: numbers, places, links, and the notes about what could not be read.

use std::str::FromStr;

use url::Url;

use super::tolerant::{List, Part, Text};
use super::wire::Address;
use super::{FULFILLMENT_OUTBOUND, errors, names};
use crate::model::{
    CarrierId, HandoverPlace, Location, Note, NoteKind, Personal, Related, Relation, Report, Role, Source,
    State, Status, TrackingNumber,
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
        if matches!(part, Part::Broken) {
            self.unreadable(path);
        }
        part.get()
    }

    /// The entries of a list, each with its path.
    pub(super) fn entries<'a, T>(&mut self, list: &'a List<T>, path: &str) -> Vec<(String, &'a T)> {
        let entries = self.part(list, path).map(Vec::as_slice).unwrap_or_default();
        let numbered = entries.iter().enumerate().map(|(index, entry)| (format!("{path}[{index}]"), entry));
        numbered.filter_map(|(path, entry)| Some((path.clone(), self.part(entry, &path)?))).collect()
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
pub(super) fn source(number: TrackingNumber, carrier: Option<&CarrierId>) -> Source {
    let role = if carrier == Some(&CarrierId::AMAZON) { Role::Carrier } else { Role::Marketplace };
    Source { channel: FULFILLMENT_OUTBOUND, number, role }
}

/// A package number as a source's number: its digits, with zeros in front where they are fewer than a number needs.
pub(super) fn package_number(digits: &str) -> Option<TrackingNumber> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    format!("{digits:0>4}").parse().ok()
}

/// Adds another name of the parcel, unless it is there already under the same number.
pub(super) fn add_same(related: &mut Vec<Related>, carrier: Option<CarrierId>, number: TrackingNumber) {
    if !related.iter().any(|known| known.relation == Relation::Same && known.number == number) {
        related.push(Related { relation: Relation::Same, carrier, number });
    }
}

/// City, region and country as far as they are told.
pub(super) fn location(address: &Address) -> Option<Location> {
    let either = |a: &Text, b: &Text| a.get().or(b.get()).map(str::to_owned);
    let place = Location {
        country: either(&address.country, &address.country_code).and_then(|code| code.parse().ok()),
        region: either(&address.state, &address.state_or_region),
        postal_code: address.postal_code.get().map(str::to_owned),
        city: address.city.get().map(str::to_owned),
        ..Location::default()
    };
    (!place.is_empty()).then_some(place)
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

/// Refines the newest delivery of a report by where the parcel was left. Tells whether there was a delivery.
pub(super) fn refine(report: &mut Report, to: &State, place: Option<&HandoverPlace>) -> bool {
    let is_delivered = |state: &State| state.status() == Status::Delivered;
    // What the scan itself tells is finer than the place, unless it did not end at the recipient at all.
    let refined = |state: &State| {
        let keeps = state.substatus().is_some() && is_delivered(to);
        if keeps { state.clone() } else { to.clone() }
    };
    let headline = report.headline.as_mut().filter(|headline| is_delivered(&headline.state));
    let event = report.events.iter_mut().rev().find(|event| event.state().is_some_and(is_delivered));
    let is_any = headline.is_some() || event.is_some();
    if let Some(headline) = headline {
        headline.state = refined(&headline.state);
    }
    if let Some(event) = event {
        if let Some(state) = event.state() {
            event.meaning = refined(state).into();
        }
        event.handed_to = place.cloned();
    }
    is_any
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

    #[test]
    fn package_numbers_are_digits_of_at_least_four() {
        let number = |digits| package_number(digits).map(|number| number.as_str().to_owned());
        assert_eq!(number("310045501").as_deref(), Some("310045501"));
        assert_eq!(number("7").as_deref(), Some("0007"));
        assert_eq!((number(""), number("-1"), number("1.5")), (None, None, None));
    }
}
