//! The settings of the channel: typed, strict, and hidden in `Debug`.

use std::fmt;

use serde::Deserialize;

use super::{FULFILLMENT_OUTBOUND, SETTINGS};
use crate::carrier::{Environment, Settings};
#[cfg(feature = "http")]
use crate::carriers::amazon::access::Access;
use crate::carriers::amazon::access::Region;
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Which version of the API is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub enum Version {
    /// Orders, packages and their scans: the default.
    #[default]
    #[serde(rename = "2020-07-01")]
    V2020,
    /// Orders with a status for each package and both numbers, without scans.
    #[serde(rename = "2026-07-04")]
    V2026,
}

/// Settings of [`FULFILLMENT_OUTBOUND`]. `Debug` shows region, environment, version and endpoints only.
///
/// ```
/// use parceltrack::carriers::amazon::{Config, Region};
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
    /// Another address than the region's.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Another address for the login than `https://api.amazon.com`.
    #[serde(default)]
    pub login_endpoint: Option<Endpoint>,
}

impl Config {
    /// The three credentials; region Europe, version 2020-07-01.
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
            endpoint: None,
            login_endpoint: None,
        }
    }

    /// The settings in the environment, `PARCELTRACK_AMAZON_FULFILLMENT_OUTBOUND_…` or `PARCELTRACK_AMAZON_…`:
    /// `CLIENT_ID`, `CLIENT_SECRET`, `REFRESH_TOKEN`, and where they differ from the defaults `REGION`, `ENVIRONMENT`, `VERSION`,
    /// `ENDPOINT` and `LOGIN_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the variable that is missing, unknown or of another
    /// form.
    pub fn from_env() -> Result<Self> {
        Settings::from_env(FULFILLMENT_OUTBOUND, SETTINGS)?.read(SETTINGS)
    }

    /// The part that the channels share.
    #[cfg(feature = "http")]
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
            endpoint,
            login_endpoint,
        } = self;
        f.debug_struct("Config")
            .field("region", region)
            .field("environment", environment)
            .field("version", version)
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
        Settings::new(FULFILLMENT_OUTBOUND)
            .set("client_id", "id-0001")
            .set("client_secret", "s3cr3t")
            .set("refresh_token", "Atzr|t0ken")
    }

    #[test]
    fn settings_become_a_config_with_defaults() {
        let config: Config = settings().read(SETTINGS).unwrap();
        assert_eq!((config.region, config.version), (Region::Eu, Version::V2020));
        let config: Config = settings()
            .set("region", "fe")
            .set("environment", "sandbox")
            .set("version", "2026-07-04")
            .set("endpoint", "http://127.0.0.1:1")
            .read(SETTINGS)
            .unwrap();
        assert_eq!(
            (config.region, config.environment, config.version),
            (Region::Fe, Environment::Sandbox, Version::V2026)
        );
        assert_eq!(config.endpoint.unwrap().as_str(), "http://127.0.0.1:1/");
    }

    #[test]
    fn every_setting_is_a_field_and_every_flaw_names_its_key() {
        for (key, value) in
            [("region", "mars"), ("version", "1999"), ("endpoint", "http://example.com"), ("regoin", "eu")]
        {
            let error = settings().set(key, value).read::<Config>(SETTINGS).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            let text = format!("{error:#} {error:?}");
            assert!(text.contains(&format!("`{key}`")) && !text.contains(value), "{text}");
        }
        for missing in ["client_id", "client_secret", "refresh_token"] {
            let mut left = Settings::new(FULFILLMENT_OUTBOUND);
            for key in ["client_id", "client_secret", "refresh_token"] {
                if key != missing {
                    left = left.set(key, "x");
                }
            }
            assert!(left.read::<Config>(SETTINGS).unwrap_err().to_string().contains(missing));
        }
    }

    #[test]
    fn debug_hides_the_credentials() {
        let config: Config = settings().read(SETTINGS).unwrap();
        let text = format!("{config:?}");
        assert!(!["id-0001", "s3cr3t", "t0ken"].iter().any(|secret| text.contains(secret)), "{text}");
    }
}
