//! The settings of the channel: typed, strict, and hidden in `Debug`.

use std::fmt;

use serde::Deserialize;

use super::{BUSINESS, SETTINGS};
use crate::carrier::{Environment, Settings};
#[cfg(all(feature = "amazon", feature = "http"))]
use crate::carriers::amazon::access::Access;
#[cfg(any(feature = "http", test))]
use crate::carriers::amazon::access::Region;
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// The shop that was bought at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Country {
    /// Australia.
    Au,
    /// Canada.
    Ca,
    /// Germany.
    De,
    /// Spain.
    Es,
    /// France.
    Fr,
    /// India.
    In,
    /// Italy.
    It,
    /// Japan.
    Jp,
    /// Mexico.
    Mx,
    /// United Kingdom.
    Uk,
    /// United States.
    Us,
}

/// Settings of [`BUSINESS`]. `Debug` shows country, environment and endpoints only.
///
/// ```
/// use parceltrack::carriers::amazon::business::{Config, Country};
///
/// let config = Config::new("amzn1.application-oa2-client.0", "s3cret", "Atzr|t0ken", Country::De);
/// assert!(!format!("{config:?}").contains("s3cret"));
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Client id of the Login-with-Amazon app.
    pub client_id: Secret,
    /// Client secret of the app.
    pub client_secret: Secret,
    /// Refresh token of the company's authorisation.
    pub refresh_token: Secret,
    /// The shop that was bought at.
    pub country: Country,
    /// Which of Amazon's systems is asked.
    #[serde(default)]
    pub environment: Environment,
    /// Another address than the shop's.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Another address for the login than `https://api.amazon.com`.
    #[serde(default)]
    pub login_endpoint: Option<Endpoint>,
}

impl Config {
    /// The three credentials and the shop.
    pub fn new(
        client_id: impl Into<Secret>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
        country: Country,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: refresh_token.into(),
            country,
            environment: Environment::default(),
            endpoint: None,
            login_endpoint: None,
        }
    }

    /// The settings in the environment, `PARCELTRACK_AMAZON_BUSINESS_…` or `PARCELTRACK_AMAZON_…`: `CLIENT_ID`,
    /// `CLIENT_SECRET`, `REFRESH_TOKEN`, `COUNTRY`, and where they differ from the defaults `ENVIRONMENT`, `ENDPOINT` and
    /// `LOGIN_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the variable that is missing, unknown or of another
    /// form.
    pub fn from_env() -> Result<Self> {
        Settings::from_env(BUSINESS, SETTINGS)?.read(SETTINGS)
    }

    /// The part that the channels share.
    #[cfg(all(feature = "amazon", feature = "http"))]
    pub(super) fn access(&self) -> Access {
        Access {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            refresh_token: self.refresh_token.clone(),
            region: self.country.region(),
            environment: self.environment,
            endpoint: self.endpoint.clone(),
            login_endpoint: self.login_endpoint.clone(),
        }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// The same at another address, such as a mock.
    #[must_use]
    pub fn with_endpoint(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// The same with another address for the login.
    #[must_use]
    pub fn with_login_endpoint(self, endpoint: Endpoint) -> Self {
        Self { login_endpoint: Some(endpoint), ..self }
    }
}

impl Country {
    /// The word of the API.
    #[cfg(any(feature = "http", test))]
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Au => "AU",
            Self::Ca => "CA",
            Self::De => "DE",
            Self::Es => "ES",
            Self::Fr => "FR",
            Self::In => "IN",
            Self::It => "IT",
            Self::Jp => "JP",
            Self::Mx => "MX",
            Self::Uk => "UK",
            Self::Us => "US",
        }
    }

    /// Where the shop lies.
    #[cfg(any(feature = "http", test))]
    pub(super) const fn region(self) -> Region {
        match self {
            Self::Ca | Self::Mx | Self::Us => Region::Na,
            Self::De | Self::Es | Self::Fr | Self::In | Self::It | Self::Uk => Region::Eu,
            Self::Au | Self::Jp => Region::Fe,
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            client_id: _,
            client_secret: _,
            refresh_token: _,
            country,
            environment,
            endpoint,
            login_endpoint,
        } = self;
        f.debug_struct("Config")
            .field("country", country)
            .field("environment", environment)
            .field("endpoint", &endpoint.as_ref().map(Endpoint::as_str))
            .field("login_endpoint", &login_endpoint.as_ref().map(Endpoint::as_str))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn settings() -> Settings {
        Settings::new(BUSINESS)
            .set("client_id", "id-0001")
            .set("client_secret", "s3cr3t")
            .set("refresh_token", "Atzr|t0ken")
    }

    #[test]
    fn the_shop_must_be_named_as_amazon_does() {
        let read = |settings: Settings| settings.read::<Config>(SETTINGS);
        let config = read(settings().set("country", "UK")).unwrap();
        assert_eq!((config.country, config.country.region()), (Country::Uk, Region::Eu));
        for flawed in [settings(), settings().set("country", "GB"), settings().set("country", "uk")] {
            let error = read(flawed).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            assert!(error.to_string().contains("`country`"), "{error}");
        }
    }

    #[test]
    fn debug_hides_the_credentials() {
        let text = format!("{:?}", settings().set("country", "DE").read::<Config>(SETTINGS).unwrap());
        assert!(!["id-0001", "s3cr3t", "t0ken"].iter().any(|secret| text.contains(secret)), "{text}");
    }
}
