//! Where something happened, as far as a source tells.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Offset, TimeZone, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::text_form::text_form;
use super::zone;

/// A country by its ISO 3166-1 alpha-2 code. Any two letters are accepted; the list of codes changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// The code, upper case.
    pub fn as_str(&self) -> &str {
        // Only ASCII letters get in, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(text: &str) -> Result<Self, InvalidCountry> {
        let code = |text: &str| match *text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        };
        code(text).or_else(|| code(text.trim())).ok_or(InvalidCountry)
    }
}

text_form! {
    Country, InvalidCountry;
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is no two-letter country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a country: use its two-letter ISO 3166-1 code, such as DE")]
#[non_exhaustive]
pub struct InvalidCountry;

/// A place as a source tells it; every part may be missing.
///
/// The last scan of a parcel is near its recipient, so `Debug` shows the country only.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// Country.
    pub country: Option<Country>,
    /// State, province or region, as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<CompactString>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<CompactString>,
    /// City or town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<CompactString>,
    /// Name of a depot, shop or locker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<CompactString>,
    /// Coordinates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
}

impl Location {
    /// Whether nothing at all is told.
    pub fn is_empty(&self) -> bool {
        // The first part that is told decides, while counting looks at all.
        let Self { country, region, postal_code, city, facility, coordinates } = self;
        country.is_none()
            && coordinates.is_none()
            && [region, postal_code, city, facility].into_iter().all(Option::is_none)
    }

    /// The place, unless nothing at all is told.
    pub fn non_empty(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }

    /// Whether two places can be the same: no part of country, city and postal code that both tell differs. Upper and
    /// lower case are alike.
    pub fn is_compatible(&self, other: &Self) -> bool {
        let alike = |a: &Option<CompactString>, b: &Option<CompactString>| match (a, b) {
            (Some(a), Some(b)) => Self::is_same_name(a, b),
            _ => true,
        };
        let country = match (self.country, other.country) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        country && alike(&self.city, &other.city) && alike(&self.postal_code, &other.postal_code)
    }

    /// Whether two names are spelt alike, upper and lower case aside.
    pub(crate) fn is_same_name(a: &str, b: &str) -> bool {
        // Most are spelt exactly alike, which costs nothing to see.
        a == b || a.to_lowercase() == b.to_lowercase()
    }

    /// How far the clocks that may be meant at this place are ahead of UTC at a time, in seconds.
    pub(crate) fn offsets_at(&self, utc: DateTime<Utc>) -> impl Iterator<Item = i64> + use<> {
        let zones = self.country.map(|country| zone::zones(country.as_str(), self.region.as_deref()));
        let zones = zones.unwrap_or_default().iter();
        zones.map(move |zone| zone.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc().into())
    }

    /// How many parts are told.
    pub fn detail(&self) -> usize {
        let texts = [&self.region, &self.postal_code, &self.city, &self.facility];
        usize::from(self.country.is_some())
            + usize::from(self.coordinates.is_some())
            + texts.into_iter().filter(|text| text.is_some()).count()
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { country, region: _, postal_code: _, city: _, facility: _, coordinates: _ } = self;
        f.debug_struct("Location").field("country", country).finish_non_exhaustive()
    }
}

/// Facility, city and country, as far as told.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts =
            [self.facility.as_deref(), self.city.as_deref(), self.country.as_ref().map(Country::as_str)]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty());
        if let Some(first) = parts.next() {
            f.write_str(first)?;
        }
        parts.try_for_each(|part| write!(f, ", {part}"))
    }
}

/// Latitude and longitude in degrees (WGS 84), kept to a millionth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Degrees", into = "Degrees")]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

#[derive(Serialize, Deserialize)]
struct Degrees {
    latitude: f64,
    longitude: f64,
}

impl Coordinates {
    /// The point at these degrees.
    ///
    /// # Errors
    ///
    /// [`InvalidCoordinates`] outside 90 degrees of latitude or 180 of longitude.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, InvalidCoordinates> {
        let millionths = |degrees: f64, limit: f64| {
            // The limit keeps the product far inside an i32; NaN fails the comparison.
            #[allow(clippy::cast_possible_truncation)]
            (degrees.abs() <= limit).then(|| (degrees * 1e6).round() as i32)
        };
        match (millionths(latitude, 90.0), millionths(longitude, 180.0)) {
            (Some(latitude), Some(longitude)) => Ok(Self { latitude, longitude }),
            _ => Err(InvalidCoordinates),
        }
    }

    /// Degrees north.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / 1e6
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / 1e6
    }
}

impl TryFrom<Degrees> for Coordinates {
    type Error = InvalidCoordinates;

    fn try_from(degrees: Degrees) -> Result<Self, InvalidCoordinates> {
        Self::new(degrees.latitude, degrees.longitude)
    }
}

impl From<Coordinates> for Degrees {
    fn from(point: Coordinates) -> Self {
        Self { latitude: point.latitude(), longitude: point.longitude() }
    }
}

impl fmt::Debug for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coordinates").finish_non_exhaustive()
    }
}

/// The degrees are not on the globe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not coordinates: latitude goes from -90 to 90 degrees, longitude from -180 to 180")]
#[non_exhaustive]
pub struct InvalidCoordinates;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_read_shown_and_hidden() {
        let json = r#"{"country":"de","city":"Köln","postal_code":"50667","coordinates":{"latitude":50.94,"longitude":6.95},"planet":"earth"}"#;
        let place: Location = serde_json::from_str(json).unwrap();
        assert_eq!(place.to_string(), "Köln, DE");
        assert_eq!(format!("{place:?}"), "Location { country: Some(DE), .. }");
        assert_eq!(serde_json::from_str::<Location>(&serde_json::to_string(&place).unwrap()).unwrap(), place);
        assert!(serde_json::from_str::<Location>(r#"{"country":"Germany"}"#).is_err());
        assert!(Coordinates::new(91.0, 0.0).is_err() && Coordinates::new(f64::NAN, 0.0).is_err());
    }

    #[test]
    fn places_contradict_only_in_what_both_tell() {
        let place = |city: Option<&str>, country: &str| Location {
            city: city.map(Into::into),
            country: country.parse().ok(),
            ..Location::default()
        };
        assert!(place(None, "DE").is_compatible(&place(Some("Köln"), "DE")));
        assert!(place(Some("KÖLN"), "DE").is_compatible(&place(Some("Köln"), "DE")));
        assert!(!place(Some("Bonn"), "DE").is_compatible(&place(Some("Köln"), "DE")));
        assert!(!place(None, "DE").is_compatible(&place(None, "FR")));
    }
}
