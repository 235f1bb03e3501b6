//! What carriers are called, and where their pages are.
//!
//! The pages come from the registry: from the address of a carrier's page and from those of its formats. [`super::places`] adds
//! more.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::chars;
use super::places::{HOSTS, NAMES, ONLY_IN_CAPITALS, PARAMETERS, TELLING};
use crate::carriers;
use crate::model::CarrierId;

/// A carrier by its place in [`Known::ids`].
pub(super) type Place = usize;

/// What the registry knows and what is known besides.
#[derive(Debug)]
pub(super) struct Known {
    ids: Vec<CarrierId>,
    hosts: HashMap<String, Place>,
    parameters: HashSet<String>,
    /// The names, and whether they count only in capitals.
    pub(super) names: Vec<(String, Place, bool)>,
}

pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(Known::new);

impl Known {
    fn new() -> Self {
        let mut known =
            Self { ids: Vec::new(), hosts: HashMap::new(), parameters: HashSet::new(), names: Vec::new() };
        for entry in carriers::ALL {
            let place = known.ids.len();
            known.ids.push(entry.id.clone());
            known.add_name(entry.name, place);
            let pages = entry.url.into_iter().chain(entry.formats.iter().filter_map(|format| format.url()));
            for page in pages {
                known.add_page(page, place);
            }
        }
        for (host, carrier) in HOSTS {
            if let Some(place) = known.place(carrier) {
                known.hosts.entry((*host).to_owned()).or_insert(place);
            }
        }
        for (name, carrier) in NAMES {
            if let Some(place) = known.place(carrier) {
                known.add_name(name, place);
            }
        }
        let names = PARAMETERS.split(' ').chain(TELLING.split(' '));
        known.parameters.extend(names.map(str::to_owned));
        known
    }

    /// The place of a carrier, a new one where the registry does not know it.
    fn place(&mut self, carrier: &str) -> Option<Place> {
        if let Some(place) = self.ids.iter().position(|id| id.as_str() == carrier) {
            return Some(place);
        }
        self.ids.push(carrier.parse().ok()?);
        Some(self.ids.len() - 1)
    }

    fn add_name(&mut self, name: &str, place: Place) {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words = words.map(|word| word.chars().map(chars::fold).collect::<Option<String>>());
        let Some(words) = words.collect::<Option<Vec<String>>>() else { return };
        let name = words.join(" ");
        if !self.names.iter().any(|(known, ..)| *known == name) {
            let only_in_capitals = ONLY_IN_CAPITALS.contains(&name.as_str());
            self.names.push((name, place, only_in_capitals));
        }
    }

    fn add_page(&mut self, page: &str, place: Place) {
        let Some((before, _)) = page.split_once("{n}") else { return };
        let address = before.split_once("://").map_or(before, |(_, address)| address);
        let host = address.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        self.hosts.entry(host.to_ascii_lowercase()).or_insert(place);
        let steps = address.split(['/', '?', '#', '&', '=']);
        if let Some(step) = steps.rev().find(|step| !step.is_empty()) {
            self.parameters.insert(parameter(step));
        }
    }

    /// The carrier.
    pub(super) fn id(&self, place: Place) -> Option<&CarrierId> {
        self.ids.get(place)
    }

    /// The carrier whose page is on a host, in lower case.
    pub(super) fn host(&self, host: &str) -> Option<Place> {
        let below = host.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at + 1).take(6);
        std::iter::once(0).chain(below).find_map(|at| self.hosts.get(host.get(at..)?).copied())
    }

    /// Whether numbers stand behind a parameter or step of the path of a carrier's page.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        self.parameters.contains(name)
    }

    /// The same on anybody's page.
    pub(super) fn telling(name: &str) -> Option<&'static str> {
        TELLING.split(' ').find(|telling| *telling == name)
    }

    #[cfg(test)]
    pub(super) fn all_hosts(&self) -> impl Iterator<Item = (&str, &CarrierId)> {
        self.hosts.iter().filter_map(|(host, place)| Some((host.as_str(), self.id(*place)?)))
    }
}

/// A parameter's name as it is compared.
pub(super) fn parameter(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_lead_to_carriers() {
        let carrier = |host: &str| KNOWN.host(host).and_then(|place| KNOWN.id(place)).map(CarrierId::as_str);
        for (host, expected) in [
            ("www.dhl.de", Some("dhl")),
            ("nolp.dhl.de", Some("dhl")),
            ("dhl.de", Some("dhl")),
            ("notdhl.de", None),
            ("tracking.dpd.de", Some("dpd")),
            ("jouw.postnl.nl", Some("postnl")),
            ("www.amazon.de", None),
            ("track.amazon.com", Some("amazon")),
            ("dhl.de.example.org", None),
            ("", None),
        ] {
            assert_eq!(carrier(host), expected, "{host}");
        }
    }

    #[test]
    fn the_registry_adds_its_own() {
        for entry in carriers::ALL {
            let Some(page) = entry.url.filter(|page| page.contains("{n}")) else { continue };
            let host = page.split('/').nth(2).unwrap();
            assert!(KNOWN.host(host).is_some(), "{host}");
        }
        assert!(KNOWN.is_parameter("sendungsinformation") && !KNOWN.is_parameter("lang"));
    }

    #[test]
    fn parameters_are_written_as_they_are_compared() {
        assert!(PARAMETERS.split(' ').chain(TELLING.split(' ')).all(|name| parameter(name) == name));
    }
}
