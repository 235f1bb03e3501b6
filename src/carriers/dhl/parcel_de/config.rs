//! What a client of this channel must be told.

use serde::Deserialize;

use super::{PARCEL_DE, SETTINGS};
use crate::carrier::{Environment, Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// The language of descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Language {
    /// German, `de`.
    De,
    /// English, `en`: the default.
    #[default]
    En,
}

impl Language {
    /// Its two letters.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

impl From<Language> for crate::model::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::De => Self::GERMAN,
            Language::En => Self::ENGLISH,
        }
    }
}

/// Settings of DHL's Parcel DE Tracking. Reading refuses keys that it does not know; `Debug` hides the credentials.
///
/// ```
/// use parceltrack::carriers::dhl::parcel_de::Config;
///
/// let config = Config::new("my-api-key", "my-api-s3cret", "my-user", "my-passw0rd");
/// let shown = format!("{config:?}");
/// assert!(!["my-api-key", "s3cret", "my-user", "passw0rd"].iter().any(|text| shown.contains(text)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The API key of an app at <https://developer.dhl.com>.
    pub client_id: Secret,
    /// The app's API secret.
    pub client_secret: Secret,
    /// A user of DHL's business portal with the right to track.
    pub portal_user: Secret,
    /// The user's password.
    pub portal_password: Secret,
    /// Which system is asked.
    #[serde(default)]
    pub environment: Environment,
    /// Another address than the environment's; the path `shipments` is appended.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// The wished language of descriptions. A question's own language goes before.
    #[serde(default)]
    pub language: Language,
}

impl Config {
    /// The credentials of app and user.
    pub fn new(
        client_id: impl Into<Secret>,
        client_secret: impl Into<Secret>,
        portal_user: impl Into<Secret>,
        portal_password: impl Into<Secret>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            portal_user: portal_user.into(),
            portal_password: portal_password.into(),
            environment: Environment::Production,
            endpoint: None,
            language: Language::En,
        }
    }

    /// The sandbox with an app of your own and the user that DHL publishes for it.
    pub fn sandbox(client_id: impl Into<Secret>, client_secret: impl Into<Secret>) -> Self {
        Self { environment: Environment::Sandbox, ..Self::new(client_id, client_secret, "zt12345", "geheim") }
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

    /// The same with a wished language.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Reads `PARCELTRACK_DHL_PARCEL_DE_CLIENT_ID`, `…_CLIENT_SECRET`, `…_PORTAL_USER`, `…_PORTAL_PASSWORD`,
    /// `…_ENVIRONMENT`, `…_ENDPOINT` and `…_LANGUAGE`, or the same without `PARCEL_DE_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing, unknown or wrong.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(PARCEL_DE, SETTINGS)?)
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
        // A control character can stand neither in a header nor in XML; a colon would end the user's part of the header.
        for (key, value, is_user) in [
            ("client_id", &self.client_id, true),
            ("client_secret", &self.client_secret, false),
            ("portal_user", &self.portal_user, false),
            ("portal_password", &self.portal_password, false),
        ] {
            let text = value.expose();
            if text.is_empty() || text.chars().any(|c| c.is_control() || (is_user && c == ':')) {
                return Err(flaw(&PARCEL_DE, key, "it is empty, or has characters that none has"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        ["client_id", "client_secret", "portal_user", "portal_password"]
            .iter()
            .fold(Settings::new(PARCEL_DE), |settings, key| settings.set(*key, format!("my {key}")))
    }

    #[test]
    fn settings_are_read_strictly_and_hidden() {
        let settings = settings().set("environment", "sandbox").set("language", "de");
        let config = Config::from_settings(&settings).unwrap();
        let wanted = Config::new("my client_id", "my client_secret", "my portal_user", "my portal_password")
            .with_environment(Environment::Sandbox)
            .with_language(Language::De);
        assert_eq!(config, wanted);
        assert!(!format!("{config:?}").contains("my "));
        let error = |settings: Settings| Config::from_settings(&settings).unwrap_err().to_string();
        assert!(error(Settings::new(PARCEL_DE).set("client_id", "x")).contains("`client_secret` is missing"));
        assert!(error(settings.clone().set("enviroment", "live")).contains("`enviroment`"));
        assert!(error(settings.clone().set("environment", "test")).contains("`environment`"));
        assert!(error(settings.clone().set("language", "fr")).contains("`language`"));
        for (key, value) in [("client_id", "a:b"), ("portal_password", "s3cret\n"), ("portal_user", "")] {
            let text = error(settings.clone().set(key, value));
            assert!(text.contains(key) && !text.contains("s3cret"), "{text}");
        }
    }

    #[test]
    fn every_setting_is_a_field() {
        let settings = settings()
            .set("environment", "sandbox")
            .set("endpoint", "http://127.0.0.1:1")
            .set("language", "de");
        assert!(SETTINGS.iter().all(|setting| !setting.help.is_empty()));
        let config = Config::from_settings(&settings).unwrap();
        assert!(config.endpoint.is_some() && config.language == Language::De);
        assert_eq!(Config::sandbox("a", "b").environment, Environment::Sandbox);
    }
}
