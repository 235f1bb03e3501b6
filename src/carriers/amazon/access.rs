//! Where Amazon is asked and as whom: what the settings of all channels that want a login share.

use std::fmt;

use serde::Deserialize;

use crate::carrier::Environment;
use crate::http::{Endpoint, Secret};

/// Where the seller's marketplace lies; with the environment it decides which host is asked.
///
/// <https://developer-docs.amazon.com/sp-api/docs/sp-api-endpoints>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Region {
    /// North America and Brazil, `na`.
    Na,
    /// Europe, Middle East, Africa and India, `eu`: the default.
    #[default]
    Eu,
    /// Far East and Australia, `fe`.
    Fe,
}

impl Region {
    /// Where the Selling Partner API of this region is.
    #[cfg(any(feature = "http", test))]
    pub(super) const fn selling_partner_api(self, environment: Environment) -> &'static str {
        match (environment, self) {
            (Environment::Production, Self::Na) => "https://sellingpartnerapi-na.amazon.com",
            (Environment::Production, Self::Eu) => "https://sellingpartnerapi-eu.amazon.com",
            (Environment::Production, Self::Fe) => "https://sellingpartnerapi-fe.amazon.com",
            (Environment::Sandbox, Self::Na) => "https://sandbox.sellingpartnerapi-na.amazon.com",
            (Environment::Sandbox, Self::Eu) => "https://sandbox.sellingpartnerapi-eu.amazon.com",
            (Environment::Sandbox, Self::Fe) => "https://sandbox.sellingpartnerapi-fe.amazon.com",
        }
    }

    /// Where the APIs of Amazon Business are in this region; the Far East's is Japan's.
    ///
    /// <https://developer-docs.amazon.com/amazon-business/>
    #[cfg(any(feature = "http", test))]
    pub(super) const fn business_api(self, environment: Environment) -> &'static str {
        match (environment, self) {
            (Environment::Production, Self::Na) => "https://na.business-api.amazon.com",
            (Environment::Production, Self::Eu) => "https://eu.business-api.amazon.com",
            (Environment::Production, Self::Fe) => "https://jp.business-api.amazon.com",
            (Environment::Sandbox, Self::Na) => "https://sandbox.na.business-api.amazon.com",
            (Environment::Sandbox, Self::Eu) => "https://sandbox.eu.business-api.amazon.com",
            (Environment::Sandbox, Self::Fe) => "https://sandbox.jp.business-api.amazon.com",
        }
    }
}

/// The credentials of a Login-with-Amazon app with the place where they count. `Debug` shows region, environment and
/// endpoints only.
///
/// ```
/// use parceltrack::carriers::amazon::{Access, Region};
///
/// let access = Access::new("amzn1.application-oa2-client.0", "s3cret", "Atzr|t0ken").with_region(Region::Fe);
/// assert!(!format!("{access:?}").contains("s3cret"));
/// ```
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Access {
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
    /// Another address than the region's.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Another address for the login than `https://api.amazon.com`.
    #[serde(default)]
    pub login_endpoint: Option<Endpoint>,
}

impl Access {
    /// The three credentials; region Europe.
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
            endpoint: None,
            login_endpoint: None,
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

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            client_id: _,
            client_secret: _,
            refresh_token: _,
            region,
            environment,
            endpoint,
            login_endpoint,
        } = self;
        f.debug_struct("Access")
            .field("region", region)
            .field("environment", environment)
            .field("endpoint", &endpoint.as_ref().map(Endpoint::as_str))
            .field("login_endpoint", &login_endpoint.as_ref().map(Endpoint::as_str))
            .finish_non_exhaustive()
    }
}
