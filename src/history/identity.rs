//! Which observations are about the same parcel.
//!
//! Records join when they share a number of compatible carriers, or when one of them states a link. They never join by
//! an order alone, which may hold many parcels, and never by a number alone when two known carriers differ: numbers of
//! different carriers collide.

use crate::history::History;
use crate::model::{CarrierId, Observation, Related, Role, Source, TrackingNumber};

/// A number with the carrier it belongs to, as far as that is known.
pub(crate) type Name = (Option<CarrierId>, TrackingNumber);

fn is_compatible(a: &Name, b: &Name) -> bool {
    a.1 == b.1 && (a.0.is_none() || b.0.is_none() || a.0 == b.0)
}

impl History {
    /// Sorts observations into parcels, one history each, in the order in which each parcel is first spoken of.
    pub fn group<T: Into<Observation>>(observations: impl IntoIterator<Item = T>) -> Vec<Self> {
        let mut observations = observations.into_iter();
        let (first, second) = (observations.next(), observations.next());
        let Some(second) = second else {
            // One has nothing to be held against.
            return first.map(|only| std::iter::once(only).collect()).into_iter().collect();
        };
        let mut parcels: Vec<(Vec<Name>, Self)> = Vec::new();
        for observation in first.into_iter().chain([second]).chain(observations) {
            let observation = observation.into();
            let mut names = names(&observation);
            let mut history = Self::new();
            history.absorb(observation);
            // The new observation may link parcels that looked like several until now.
            let mut place = None;
            let mut index = 0;
            while let Some((theirs, _)) = parcels.get(index) {
                if theirs.iter().any(|a| names.iter().any(|b| is_compatible(a, b))) {
                    let (theirs, known) = parcels.remove(index);
                    names.extend(theirs);
                    history.join(known);
                    place.get_or_insert(index);
                } else {
                    index += 1;
                }
            }
            parcels.insert(place.unwrap_or(parcels.len()), (names, history));
        }
        parcels.into_iter().map(|(_, history)| history).collect()
    }

    /// Whether this is the history of a parcel that goes by one of these names.
    #[cfg(feature = "runtime")]
    pub(crate) fn goes_by(&self, names: &[Name]) -> bool {
        let own = self.sources.iter().flat_map(|(source, ledger)| {
            let carrier = ledger.facts.carrier.as_ref().map(|carrier| &carrier.value);
            let related = ledger.related.keys().filter(|related| related.relation.is_this_parcel());
            std::iter::once(name(source, carrier)).chain(related.map(name_of_related))
        });
        own.into_iter().any(|own| names.iter().any(|other| is_compatible(&own, other)))
    }
}

/// Every name of the parcel that an observation is about.
fn names(observation: &Observation) -> Vec<Name> {
    match observation {
        Observation::Refusal(refusal) => vec![name(&refusal.source, None)],
        Observation::Report(report) => {
            let related = report.related.iter().filter(|related| related.relation.is_this_parcel());
            std::iter::once(name(&report.source, report.carrier.as_ref()))
                .chain(related.map(name_of_related))
                .collect()
        }
    }
}

/// The number under which a source knows the parcel, and whose number that is: a carrier's and a marketplace's are their
/// own, an aggregator and a person speak of the carrier's.
pub(super) fn name(source: &Source, carrier: Option<&CarrierId>) -> Name {
    let carrier = match source.role {
        Role::Carrier | Role::Marketplace => Some(source.channel.carrier()),
        Role::Aggregator | Role::User | Role::Other(_) => carrier,
    };
    (carrier.cloned(), source.number.clone())
}

fn name_of_related(related: &Related) -> Name {
    (related.carrier.clone(), related.number.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Relation, Report};

    fn report(
        channel: &str,
        number: &str,
        role: Role,
        carrier: Option<&str>,
        related: &[(&str, &str)],
    ) -> Report {
        let source = Source { channel: channel.parse().unwrap(), number: number.parse().unwrap(), role };
        let mut report = Report::new(source, "2026-11-22T10:00:00Z".parse().unwrap());
        report.carrier = carrier.map(|carrier| carrier.parse().unwrap());
        report.related = related
            .iter()
            .map(|(carrier, number)| {
                Related::new(Relation::Same, carrier.parse().unwrap(), number.parse().unwrap())
            })
            .collect();
        report
    }

    fn groups(reports: Vec<Report>) -> Vec<usize> {
        History::group(reports).iter().map(|history| history.sources().count()).collect()
    }

    #[test]
    fn records_join_by_shared_numbers_and_stated_links() {
        let amazon = report(
            "amazon/fulfillment-outbound",
            "310045501",
            Role::Marketplace,
            None,
            &[("dhl", "00340001")],
        );
        let dhl = report("dhl/unified", "00340001", Role::Carrier, None, &[]);
        let all = report("collector/all", "00340001", Role::Aggregator, Some("dhl"), &[]);
        assert_eq!(groups(vec![amazon.clone(), dhl.clone(), all.clone()]), [3]);
        // The link may come last.
        assert_eq!(groups(vec![all, dhl, amazon]), [3]);
    }

    #[test]
    fn a_number_of_two_known_carriers_is_two_parcels() {
        let dhl = report("dhl/unified", "12345678", Role::Carrier, None, &[]);
        let gls = report("gls/track", "12345678", Role::Carrier, None, &[]);
        let ups = report("collector/all", "12345678", Role::Aggregator, Some("ups"), &[]);
        assert_eq!(groups(vec![dhl, gls, ups]), [1, 1, 1]);
    }
}
