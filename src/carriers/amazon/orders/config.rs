//! The settings of the channel: typed, strict, and hidden in `Debug`.

use std::fmt;

use serde::Deserialize;

use super::{ORDERS, SETTINGS};
use crate::carrier::{Environment, Settings};
#[cfg(all(feature = "amazon", feature = "http"))]
use crate::carriers::amazon::access::Access;
use crate::carriers::amazon::access::Region;
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Which version of the API is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub enum Version {
    /// Lines, and the parcels that the seller sends: the default.
    #[default]
    #[serde(rename = "2026-01-01")]
    V2026,
    /// Lines only. Amazon ends this version on 27 March 2027.
    #[serde(rename = "v0")]
    V0,
}

/// Which personal data are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PersonalData {
    /// None: the default.
    #[default]
    None,
    /// Town, region, postal code and country of where parcels go.
    Destination,
}

/// Settings of [`ORDERS`]. `Debug` shows region, environment, version, personal data and endpoints only.
///
/// ```
/// use parceltrack::carriers::amazon::{Region, orders::Config};
///
/// let config = Config::new("amzn1.application-oa2-client.0", "s3cret", "Atzr|t0ken").with_region(Region::Fe);
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
    /// Refresh token of the seller's authorisation.
    pub refresh_token: Secret,
    /// Where the seller's marketplace lies.
    #[serde(default)]
    pub region: Region,
    /// Which of Amazon's systems is asked.
    #[serde(default)]
    pub environment: Environment,
    /// Which version is asked.
    #[serde(default)]
    pub version: Version,
    /// Which personal data are asked for.
    #[serde(default)]
    pub personal_data: PersonalData,
    /// Another address than the region's.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Another address for the login than `https://api.amazon.com`.
    #[serde(default)]
    pub login_endpoint: Option<Endpoint>,
}

impl Config {
    /// The three credentials; region Europe, version 2026-01-01, no personal data.
    pub fn new(
        client_id: impl Into<Secret>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            refresh_token: refresh_token.into(),
            region: Region::default(),
            environment: Environment::default(),
            version: Version::default(),
            personal_data: PersonalData::default(),
            endpoint: None,
            login_endpoint: None,
        }
    }

    /// The settings in the environment, `PARCELTRACK_AMAZON_ORDERS_…` or `PARCELTRACK_AMAZON_…`: `CLIENT_ID`,
    /// `CLIENT_SECRET`, `REFRESH_TOKEN`, and where they differ from the defaults `REGION`, `ENVIRONMENT`, `VERSION`,
    /// `PERSONAL_DATA`, `ENDPOINT` and `LOGIN_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the variable that is missing, unknown or of another
    /// form.
    pub fn from_env() -> Result<Self> {
        Settings::from_env(ORDERS, SETTINGS)?.read(SETTINGS)
    }

    /// The part that the channels share.
    #[cfg(all(feature = "amazon", feature = "http"))]
    pub(super) fn access(&self) -> Access {
        Access {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            refresh_token: self.refresh_token.clone(),
            region: self.region,
            environment: self.environment,
            endpoint: self.endpoint.clone(),
            login_endpoint: self.login_endpoint.clone(),
        }
    }

    /// The same in another region.
    #[must_use]
    pub fn with_region(self, region: Region) -> Self {
        Self { region, ..self }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// The same in another version.
    #[must_use]
    pub fn with_version(self, version: Version) -> Self {
        Self { version, ..self }
    }

    /// The same with these personal data.
    #[must_use]
    pub fn with_personal_data(self, personal_data: PersonalData) -> Self {
        Self { personal_data, ..self }
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

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            client_id: _,
            client_secret: _,
            refresh_token: _,
            region,
            environment,
            version,
            personal_data,
            endpoint,
            login_endpoint,
        } = self;
        f.debug_struct("Config")
            .field("region", region)
            .field("environment", environment)
            .field("version", version)
            .field("personal_data", personal_data)
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
        Settings::new(ORDERS)
            .set("client_id", "id-0001")
            .set("client_secret", "s3cr3t")
            .set("refresh_token", "Atzr|t0ken")
    }

    #[test]
    fn settings_become_a_config_with_defaults() {
        let config: Config = settings().read(SETTINGS).unwrap();
        assert_eq!((config.version, config.personal_data), (Version::V2026, PersonalData::None));
        let config: Config =
            settings().set("version", "v0").set("personal_data", "destination").read(SETTINGS).unwrap();
        assert_eq!((config.version, config.personal_data), (Version::V0, PersonalData::Destination));
        for (key, value) in [("version", "2020-07-01"), ("personal_data", "everything"), ("regoin", "eu")] {
            let error = settings().set(key, value).read::<Config>(SETTINGS).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            assert!(error.to_string().contains(&format!("`{key}`")), "{error}");
        }
    }

    #[test]
    fn debug_hides_the_credentials() {
        let text = format!("{:?}", settings().read::<Config>(SETTINGS).unwrap());
        assert!(!["id-0001", "s3cr3t", "t0ken"].iter().any(|secret| text.contains(secret)), "{text}");
    }
}
