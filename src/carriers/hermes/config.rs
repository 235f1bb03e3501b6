//! What a client of this channel must be told.

use serde::Deserialize;

use super::{SETTINGS, SHIPPING};
use crate::carrier::{Environment, Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// A language in which Hermes describes events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Language {
    /// German, `de`: Hermes' default.
    #[default]
    De,
    /// English, `en`.
    En,
}

impl Language {
    /// The two letters, ISO 639-1.
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

/// Settings of the Hermes Shipping Interface. Reading refuses keys that it does not know; `Debug` hides the credentials.
///
/// ```
/// use parceltrack::carrier::Environment;
/// use parceltrack::carriers::hermes::Config;
///
/// let config = Config::new("my-client", "s3cr3t", "my-user", "pa55word").with_environment(Environment::Sandbox);
/// assert!(!format!("{config:?}").contains("pa55word"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The client id that Hermes gave the application.
    pub client_id: Secret,
    /// The client secret of the same application.
    pub client_secret: Secret,
    /// The user's name at Hermes.
    pub username: Secret,
    /// The user's password.
    pub password: Secret,
    /// Which environment is asked; it decides the hosts of the API and of the login. The sandbox is what Hermes calls
    /// integration, with credentials of its own. It knows `T1132981237129800` (on its way), `T1000987654321020` (late) and
    /// `T1000987654321040` (delivered).
    #[serde(default)]
    pub environment: Environment,
    /// The language of descriptions; a question's own language goes before.
    #[serde(default)]
    pub language: Language,
    /// How the application names itself to Hermes, which asks for a name of its own; `parceltrack/` and the version
    /// unless told. `Debug` hides it, because it may say how to reach somebody.
    #[serde(default)]
    pub user_agent: Option<Secret>,
    /// Another address of the API than the environment's; the path `services/hsi/shipmentinfo` is appended.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Another address of the login than the environment's; the path `authorization-facade/oauth2/access_token` is
    /// appended.
    #[serde(default)]
    pub login_endpoint: Option<Endpoint>,
}

impl Config {
    /// A config with the credentials alone.
    pub fn new(
        client_id: impl Into<Secret>,
        client_secret: impl Into<Secret>,
        username: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            username: username.into(),
            password: password.into(),
            environment: Environment::default(),
            language: Language::default(),
            user_agent: None,
            endpoint: None,
            login_endpoint: None,
        }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// The same with another language.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same with the application's own name.
    #[must_use]
    pub fn with_user_agent(self, user_agent: impl Into<Secret>) -> Self {
        Self { user_agent: Some(user_agent.into()), ..self }
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

    /// Reads `PARCELTRACK_HERMES_SHIPPING_CLIENT_ID`, `…_CLIENT_SECRET`, `…_USERNAME`, `…_PASSWORD`, and where they differ
    /// from the defaults `…_ENVIRONMENT`, `…_LANGUAGE`, `…_USER_AGENT`, `…_ENDPOINT` and `…_LOGIN_ENDPOINT`; or the same
    /// without `SHIPPING_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing, unknown or wrong.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(SHIPPING, SETTINGS)?)
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

    /// Refuses what Hermes would refuse with every question.
    pub(super) fn check(&self) -> Result<()> {
        let flaw = |key: &str, what: &str| Err(flaw(&SHIPPING, key, what));
        let credentials = [
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("username", &self.username),
            ("password", &self.password),
        ];
        if let Some((key, _)) = credentials.iter().find(|(_, secret)| secret.expose().is_empty()) {
            return flaw(key, "it is empty");
        }
        let is_name =
            |text: &str| !text.trim().is_empty() && text.bytes().all(|b| (b' '..=b'~').contains(&b));
        if self.user_agent.as_ref().is_some_and(|name| !is_name(name.expose())) {
            return flaw("user_agent", "use visible ASCII characters, such as `my-shop/1.0`");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const REQUIRED: [&str; 4] = ["client_id", "client_secret", "username", "password"];

    fn settings() -> Settings {
        REQUIRED.iter().fold(Settings::new(SHIPPING), |settings, key| settings.set(*key, "s3cr3t"))
    }

    #[test]
    fn settings_are_read_strictly() {
        let config = Config::from_settings(&settings()).unwrap();
        assert_eq!(config, Config::new("s3cr3t", "s3cr3t", "s3cr3t", "s3cr3t"));
        assert!(!format!("{config:?}").contains("s3cr3t"));
        for (key, value) in [
            ("environment", "integration"),
            ("language", "fr"),
            ("endpoint", "http://api.example"),
            ("login_endpoint", "?"),
            ("user_agent", "Größe/1"),
            ("pasword", "x"),
            ("password", ""),
        ] {
            let error = Config::from_settings(&settings().set(key, value)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            let text = format!("{error:#}{error:?}");
            assert!(text.contains(&format!("`{key}`")) && !text.contains("Größe"), "{text}");
        }
        for missing in REQUIRED {
            let some = REQUIRED.iter().filter(|key| **key != missing);
            let settings = some.fold(Settings::new(SHIPPING), |settings, key| settings.set(*key, "x"));
            let error = Config::from_settings(&settings).unwrap_err().to_string();
            assert!(error.contains(&format!("`{missing}` is missing")), "{error}");
        }
    }

    #[test]
    fn every_setting_is_a_field_and_is_described() {
        let settings = SETTINGS.iter().fold(Settings::new(SHIPPING), |settings, setting| {
            assert!(!setting.help.is_empty());
            let value = match setting.key {
                "environment" => "sandbox",
                "language" => "en",
                "endpoint" | "login_endpoint" => "http://127.0.0.1:1",
                _ => "x",
            };
            settings.set(setting.key, value)
        });
        let config = Config::from_settings(&settings).unwrap();
        assert_eq!((config.environment, config.language), (Environment::Sandbox, Language::En));
        assert!(config.endpoint.is_some() && config.login_endpoint.is_some() && config.user_agent.is_some());
    }
}
