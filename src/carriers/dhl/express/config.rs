//! What a client of this channel must be told.

use serde::Deserialize;

use super::{EXPRESS, SETTINGS};
use crate::carrier::{Environment, Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Settings of MyDHL API Tracking. Reading refuses keys that it does not know; `Debug` hides the credentials.
///
/// ```
/// use parceltrack::carrier::Environment;
/// use parceltrack::carriers::dhl::express::Config;
///
/// let config = Config::new("my-user", "my-passw0rd").with_environment(Environment::Sandbox);
/// let shown = format!("{config:?}");
/// assert!(!shown.contains("my-user") && !shown.contains("passw0rd"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The user of MyDHL API.
    pub username: Secret,
    /// The user's password.
    pub password: Secret,
    /// Which system is asked.
    #[serde(default)]
    pub environment: Environment,
    /// Another address than the environment's; the paths of the API are appended.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
}

impl Config {
    /// A config with the credentials alone.
    pub fn new(username: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            environment: Environment::Production,
            endpoint: None,
        }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// The same with another address of the API.
    #[must_use]
    pub fn with_endpoint(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// Reads `PARCELTRACK_DHL_EXPRESS_USERNAME`, `…_PASSWORD`, `…_ENVIRONMENT` and `…_ENDPOINT`, or the same without
    /// `EXPRESS_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing or unknown.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(EXPRESS, SETTINGS)?)
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

    /// Refuses what the API would refuse with every question.
    pub(super) fn check(&self) -> Result<()> {
        // A colon would end the user's part of the header.
        for (key, value, is_user) in [("username", &self.username, true), ("password", &self.password, false)]
        {
            let text = value.expose();
            if text.is_empty() || text.chars().any(|c| c.is_control() || (is_user && c == ':')) {
                return Err(flaw(&EXPRESS, key, "it is empty, or has characters that none has"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_strictly_and_hidden() {
        let settings = Settings::new(EXPRESS).set("username", "my user").set("password", "my word");
        let config = Config::from_settings(&settings.clone().set("environment", "sandbox")).unwrap();
        assert_eq!(config, Config::new("my user", "my word").with_environment(Environment::Sandbox));
        assert!(!format!("{config:?}").contains("my "));
        let error = |settings: Settings| Config::from_settings(&settings).unwrap_err().to_string();
        assert!(error(Settings::new(EXPRESS).set("username", "x")).contains("`password` is missing"));
        assert!(error(settings.clone().set("user", "x")).contains("`user`"));
        assert!(error(settings.clone().set("environment", "test")).contains("`environment`"));
        for (key, value) in [("username", "a:b"), ("password", "s3cret\n"), ("password", "")] {
            let text = error(settings.clone().set(key, value));
            assert!(text.contains(key) && !text.contains("s3cret"), "{text}");
        }
        assert!(SETTINGS.iter().all(|setting| !setting.help.is_empty()));
    }
}
