//! What the mappings of both versions share: package numbers, places, and what the place of a delivery makes of it.

use compact_str::CompactString;

use super::wire::Address;
use crate::carriers::amazon::notes::Notes;
use crate::carriers::path::Path;
use crate::model::{HandoverPlace, Location, Report, State, Status, TrackingNumber};

/// A package number as a source's number: its digits, with zeros in front where they are fewer than a number needs.
pub(super) fn package_number(digits: &str) -> Option<TrackingNumber> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    format!("{digits:0>4}").parse().ok()
}

/// City, region and country as far as they are told.
pub(super) fn location(address: &Address, path: &Path<'_>, notes: &mut Notes) -> Option<Location> {
    let mut told = |word, name| notes.told(word, &path.field(name)).map(CompactString::from);
    let country = told(&address.country, "country").or_else(|| told(&address.country_code, "countryCode"));
    let place = Location {
        country: country.and_then(|code| code.parse().ok()),
        region: told(&address.state, "state").or_else(|| told(&address.state_or_region, "stateOrRegion")),
        postal_code: told(&address.postal_code, "postalCode"),
        city: told(&address.city, "city"),
        ..Location::default()
    };
    place.non_empty()
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
    fn package_numbers_are_digits_of_at_least_four() {
        let number = |digits| package_number(digits).map(|number| number.as_str().to_owned());
        assert_eq!(number("310045501").as_deref(), Some("310045501"));
        assert_eq!(number("7").as_deref(), Some("0007"));
        assert_eq!((number(""), number("-1"), number("1.5")), (None, None, None));
    }
}
