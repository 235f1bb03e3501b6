//! Places that parcels pass, each with the clock that hangs there.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{America, Asia, Europe, Tz};

use crate::model::{Country, Location, Zone};

/// A place of the sandbox: a town with its country and its time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    city: &'static str,
    /// Only where the country has several zones.
    region: Option<&'static str>,
    postal_code: &'static str,
    country: &'static str,
    zone: Tz,
}

const fn place(
    city: &'static str,
    region: Option<&'static str>,
    postal_code: &'static str,
    country: &'static str,
    zone: Tz,
) -> Place {
    Place { city, region, postal_code, country, zone }
}

impl Place {
    /// Berlin in Germany.
    pub const BERLIN: Self = place("Berlin", None, "10115", "DE", Europe::Berlin);
    /// Hamburg in Germany.
    pub const HAMBURG: Self = place("Hamburg", None, "20095", "DE", Europe::Berlin);
    /// Cologne in Germany, under the name that carriers print.
    pub const KOELN: Self = place("Köln", None, "50667", "DE", Europe::Berlin);
    /// Leipzig in Germany.
    pub const LEIPZIG: Self = place("Leipzig", None, "04109", "DE", Europe::Berlin);
    /// Munich in Germany, under the name that carriers print.
    pub const MUENCHEN: Self = place("München", None, "80331", "DE", Europe::Berlin);
    /// Vienna in Austria, under the name that carriers print.
    pub const WIEN: Self = place("Wien", None, "1010", "AT", Europe::Vienna);
    /// Lisbon in Portugal, under the name that carriers print.
    pub const LISBOA: Self = place("Lisboa", Some("Lisboa"), "1100-148", "PT", Europe::Lisbon);
    /// London in the United Kingdom.
    pub const LONDON: Self = place("London", None, "SW1A 1AA", "GB", Europe::London);
    /// New York in the United States.
    pub const NEW_YORK: Self = place("New York", Some("NY"), "10001", "US", America::New_York);
    /// Chicago in the United States.
    pub const CHICAGO: Self = place("Chicago", Some("IL"), "60601", "US", America::Chicago);
    /// Phoenix in the United States, which knows no daylight saving.
    pub const PHOENIX: Self = place("Phoenix", Some("AZ"), "85001", "US", America::Phoenix);
    /// Los Angeles in the United States.
    pub const LOS_ANGELES: Self = place("Los Angeles", Some("CA"), "90001", "US", America::Los_Angeles);
    /// Shenzhen in China.
    pub const SHENZHEN: Self = place("Shenzhen", None, "518000", "CN", Asia::Shanghai);
    /// Mumbai in India, half an hour off the full hours.
    pub const MUMBAI: Self = place("Mumbai", None, "400001", "IN", Asia::Kolkata);

    /// The town's name as carriers print it.
    pub fn city(&self) -> &'static str {
        self.city
    }

    /// Its country, ISO 3166-1 alpha-2.
    pub fn country(&self) -> &'static str {
        self.country
    }

    /// Its time zone.
    pub fn zone(&self) -> Option<Zone> {
        self.zone.name().parse().ok()
    }

    /// The wall clock there at a moment.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The moment at which the clock there shows a time: the first of two, or an hour later where a change to daylight
    /// saving left the time out.
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let later = || self.zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
        self.zone
            .from_local_datetime(&local)
            .earliest()
            .or_else(later)
            .map_or_else(|| local.and_utc(), |time| time.to_utc())
    }

    /// The day there at a moment.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The whole place as a source may tell it.
    pub fn location(&self) -> Location {
        Location { city: Some(self.city.into()), postal_code: Some(self.postal_code.into()), ..self.region() }
    }

    /// Country and region, without the town.
    pub(super) fn region(&self) -> Location {
        Location { region: self.region.map(Into::into), ..self.country_only() }
    }

    /// The country, and nothing else.
    pub(super) fn country_only(&self) -> Location {
        Location { country: self.country.parse::<Country>().ok(), ..Location::default() }
    }

    pub(super) fn tz(&self) -> Tz {
        self.zone
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.city, self.country)
    }
}

/// The places of a journey, in the order in which a parcel passes them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) sender: Place,
    pub(super) origin_hub: Place,
    pub(super) destination_hub: Place,
    pub(super) recipient: Place,
}

const fn route(sender: Place, origin_hub: Place, destination_hub: Place, recipient: Place) -> Route {
    Route { sender, origin_hub, destination_hub, recipient }
}

impl Route {
    pub(super) const HOME: Self = route(Place::HAMBURG, Place::LEIPZIG, Place::KOELN, Place::KOELN);

    /// Within one country.
    pub(super) const DOMESTIC: &[Self] = &[
        route(Place::MUENCHEN, Place::LEIPZIG, Place::BERLIN, Place::BERLIN),
        route(Place::KOELN, Place::KOELN, Place::LEIPZIG, Place::HAMBURG),
        route(Place::NEW_YORK, Place::NEW_YORK, Place::CHICAGO, Place::LOS_ANGELES),
        route(Place::LOS_ANGELES, Place::PHOENIX, Place::CHICAGO, Place::NEW_YORK),
    ];

    pub(super) const IMPORT: Self = route(Place::SHENZHEN, Place::SHENZHEN, Place::LEIPZIG, Place::BERLIN);

    /// Over an ocean, with customs.
    pub(super) const OVERSEAS: &[Self] = &[
        route(Place::NEW_YORK, Place::NEW_YORK, Place::LEIPZIG, Place::MUENCHEN),
        route(Place::LOS_ANGELES, Place::CHICAGO, Place::KOELN, Place::HAMBURG),
        route(Place::MUMBAI, Place::MUMBAI, Place::LONDON, Place::LONDON),
    ];

    /// Over a border.
    pub(super) const INTERNATIONAL: &[Self] = &[
        route(Place::NEW_YORK, Place::NEW_YORK, Place::LEIPZIG, Place::MUENCHEN),
        route(Place::LOS_ANGELES, Place::CHICAGO, Place::KOELN, Place::HAMBURG),
        route(Place::BERLIN, Place::LEIPZIG, Place::LISBOA, Place::LISBOA),
        route(Place::MUENCHEN, Place::LEIPZIG, Place::WIEN, Place::WIEN),
        route(Place::MUMBAI, Place::MUMBAI, Place::LONDON, Place::LONDON),
        route(Place::SHENZHEN, Place::SHENZHEN, Place::CHICAGO, Place::LOS_ANGELES),
    ];

    pub(super) fn crosses_a_border(&self) -> bool {
        self.sender.country != self.recipient.country
    }

    /// Whether customs sees what passes: not within the European Union.
    pub(super) fn has_customs(&self) -> bool {
        let in_union = |place: Place| matches!(place.country, "DE" | "AT" | "PT");
        self.crosses_a_border() && !(in_union(self.sender) && in_union(self.recipient))
    }

    /// The same places the other way round.
    pub(super) fn back(&self) -> Self {
        route(self.recipient, self.destination_hub, self.origin_hub, self.sender)
    }
}
