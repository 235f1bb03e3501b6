//! What a client of this channel must be told.

use serde::Deserialize;

use super::{CLIENT_TRACKING, SETTINGS};
use crate::carrier::{Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// How Evri is asked. The only way is one that Evri does not document in public, so it must be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Access {
    /// By what is known of the client tracking API from programs that call it, `undocumented`. It may change or end at any
    /// time.
    Undocumented,
}

/// Settings of Evri's client tracking API. Reading refuses keys that it does not know; `Debug` hides the credentials.
///
/// ```
/// use parceltrack::carriers::evri::{Access, Config};
///
/// let config = Config::new(Access::Undocumented, "my-client", "s3cr3t", "my-api-key");
/// assert!(!format!("{config:?}").contains("s3cr3t"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// That the undocumented way is meant.
    pub access: Access,
    /// The client id of the contract.
    pub client_id: Secret,
    /// The client secret of the same contract.
    pub client_secret: Secret,
    /// The API key of the same contract.
    pub api_key: Secret,
    /// The audience of the token, `client-tracking-api` unless told; some contracts have the API's address.
    #[serde(default)]
    pub audience: Option<Secret>,
    /// Another address of the API than `https://api.hermesworld.co.uk`; the path `client-tracking-api/v1/events` is
    /// appended. The host for tests is told by the contract.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Another address of the login than `https://hermes-client-integration-prod.eu.auth0.com`; the path `oauth/token` is
    /// appended.
    #[serde(default)]
    pub login_endpoint: Option<Endpoint>,
}

impl Config {
    /// A config with the credentials alone.
    pub fn new(
        access: Access,
        client_id: impl Into<Secret>,
        client_secret: impl Into<Secret>,
        api_key: impl Into<Secret>,
    ) -> Self {
        Self {
            access,
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            api_key: api_key.into(),
            audience: None,
            endpoint: None,
            login_endpoint: None,
        }
    }

    /// The same with another audience of the token.
    #[must_use]
    pub fn with_audience(self, audience: impl Into<Secret>) -> Self {
        Self { audience: Some(audience.into()), ..self }
    }

    /// The same with another address of the API.
    #[must_use]
    pub fn with_endpoint(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// The same with another address of the login.
    #[must_use]
    pub fn with_login_endpoint(self, endpoint: Endpoint) -> Self {
        Self { login_endpoint: Some(endpoint), ..self }
    }

    /// Reads `PARCELTRACK_EVRI_CLIENT_TRACKING_ACCESS`, `…_CLIENT_ID`, `…_CLIENT_SECRET`, `…_API_KEY`, and where they differ
    /// from the defaults `…_AUDIENCE`, `…_ENDPOINT` and `…_LOGIN_ENDPOINT`; or the same without `CLIENT_TRACKING_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing, unknown or wrong.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(CLIENT_TRACKING, SETTINGS)?)
    }

    /// Reads settings.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing, unknown or wrong.
    pub fn from_settings(settings: &Settings) -> Result<Self> {
        let config: Self = settings.read(SETTINGS)?;
        config.check()?;
        Ok(config)
    }

    /// Refuses what Evri would refuse with every question.
    pub(super) fn check(&self) -> Result<()> {
        let flaw = |key: &str, what: &str| Err(flaw(&CLIENT_TRACKING, key, what));
        let credentials = [("client_id", &self.client_id), ("client_secret", &self.client_secret)];
        if let Some((key, _)) = credentials.iter().find(|(_, secret)| secret.expose().is_empty()) {
            return flaw(key, "it is empty");
        }
        // A line break or blank, as copied from a page, makes the header invalid.
        if self.api_key.expose().is_empty() || !self.api_key.expose().bytes().all(|b| b.is_ascii_graphic()) {
            return flaw("api_key", "the key is empty or has blanks or other characters that no key has");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn settings() -> Settings {
        ["client_id", "client_secret", "api_key"]
            .iter()
            .fold(Settings::new(CLIENT_TRACKING), |settings, key| settings.set(*key, "s3cr3t"))
    }

    #[test]
    fn nothing_is_asked_unless_the_undocumented_way_is_chosen() {
        let error = Config::from_settings(&settings()).unwrap_err().to_string();
        assert!(error.contains("`access` is missing"), "{error}");
        let error = Config::from_settings(&settings().set("access", "yes")).unwrap_err().to_string();
        assert!(error.contains("`access`") && error.contains("undocumented"), "{error}");
        let config = Config::from_settings(&settings().set("access", "undocumented")).unwrap();
        assert_eq!(config, Config::new(Access::Undocumented, "s3cr3t", "s3cr3t", "s3cr3t"));
        assert!(!format!("{config:?}").contains("s3cr3t"));
    }

    #[test]
    fn flaws_name_their_key() {
        let chosen = settings().set("access", "undocumented");
        for (key, value) in
            [("api_key", "a b"), ("client_id", ""), ("endpoint", "http://api.example"), ("apikey", "x")]
        {
            let error = Config::from_settings(&chosen.clone().set(key, value)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            assert!(error.to_string().contains(&format!("`{key}`")), "{error}");
        }
    }

    #[test]
    fn every_setting_is_a_field_and_is_described() {
        let settings = SETTINGS.iter().fold(Settings::new(CLIENT_TRACKING), |settings, setting| {
            assert!(!setting.help.is_empty());
            let value = match setting.key {
                "access" => "undocumented",
                "endpoint" | "login_endpoint" => "http://127.0.0.1:1",
                _ => "x",
            };
            settings.set(setting.key, value)
        });
        let config = Config::from_settings(&settings).unwrap();
        assert!(config.audience.is_some() && config.endpoint.is_some() && config.login_endpoint.is_some());
    }
}
