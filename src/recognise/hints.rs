//! What else is known of a number than itself.

use crate::carrier::Entry;
use crate::model::{CarrierId, Country};

/// What a carrier at home in the country, or one that the caller expects, is likelier, in tenths of a natural logarithm.
const AT_HOME: i16 = 20;
const EXPECTED: i16 = 30;

/// What else is known of a number. Nothing is left out because of a hint; the order changes.
///
/// ```
/// use parceltrack::recognise::{Hints, recognise_with};
///
/// let canada = Hints::default().in_country("CA".parse()?);
/// let found = recognise_with("330001234567", &canada);
/// assert_eq!(found.best().map(|best| best.carrier().as_str().to_owned()).as_deref(), Some("purolator"));
/// # Ok::<(), parceltrack::InvalidCountry>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hints {
    /// Countries that the parcel comes from or goes to.
    pub countries: Vec<Country>,
    /// Carriers that the caller ships with, or that the text around speaks of.
    pub carriers: Vec<CarrierId>,
}

impl Hints {
    /// The same with a country that the parcel comes from or goes to.
    #[must_use]
    pub fn in_country(mut self, country: Country) -> Self {
        self.countries.push(country);
        self
    }

    /// The same with a carrier that is expected.
    #[must_use]
    pub fn by_carrier(mut self, carrier: CarrierId) -> Self {
        self.carriers.push(carrier);
        self
    }

    /// What the hints say of a carrier, in tenths of a natural logarithm.
    pub(super) fn score(&self, entry: &Entry) -> i16 {
        let is_home = self.countries.iter().any(|country| entry.countries.contains(&country.as_str()));
        let is_expected = self.carriers.contains(&entry.id);
        i16::from(is_home) * AT_HOME + i16::from(is_expected) * EXPECTED
    }
}
