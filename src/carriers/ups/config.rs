//! What a client of this channel must be told.

use std::fmt;

use serde::{Deserialize, Deserializer};

use super::locale::locale;
use super::{SETTINGS, TRACK};
use crate::carrier::{Environment, Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Settings of UPS's Tracking API. Reading refuses keys that it does not know; `Debug` hides the credentials.
///
/// ```
/// use parceltrack::carrier::Environment;
/// use parceltrack::carriers::ups::Config;
///
/// let config = Config::new("my-client-id", "my-secret").with_environment(Environment::Sandbox).with_language("de-AT");
/// assert!(!format!("{config:?}").contains("my-secret"));
/// ```
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Client id of the app at <https://developer.ups.com>.
    pub client_id: Secret,
    /// Client secret of the same app.
    pub client_secret: Secret,
    /// The UPS account, six letters and digits, for which the login is; UPS does not demand it.
    #[serde(default)]
    pub account: Option<Secret>,
    /// Which of UPS's systems is asked. The sandbox is its Customer Integration Environment, with credentials of the same
    /// app.
    #[serde(default)]
    pub environment: Environment,
    /// Another address than the environment's; the paths of the login and of the API are appended.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// The wished language of descriptions, such as `de` or `de-AT`; `en-US` unless told. A question's own language goes
    /// before.
    #[serde(default)]
    pub language: Option<String>,
    /// The name of the program that asks, which UPS wants with each request (`transactionSrc`); `parceltrack` unless told.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether to ask for the image of the signature, which UPS gives to those with rights to the parcel.
    #[serde(default, deserialize_with = "truth")]
    pub signature: bool,
    /// Whether to ask for the proof of delivery as a document, which UPS gives to those with rights to the parcel.
    #[serde(default, deserialize_with = "truth")]
    pub proof_of_delivery: bool,
    /// Whether to ask for UPS's milestones. They stand in the raw reply alone.
    #[serde(default, deserialize_with = "truth")]
    pub milestones: bool,
}

/// Settings are texts, files may have truth values.
fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Told {
        Truth(bool),
        Text(String),
    }
    match Told::deserialize(deserializer)? {
        Told::Truth(truth) => Ok(truth),
        Told::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}

impl Config {
    /// A config with the credentials alone.
    pub fn new(client_id: impl Into<Secret>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            account: None,
            environment: Environment::default(),
            endpoint: None,
            language: None,
            source: None,
            signature: false,
            proof_of_delivery: false,
            milestones: false,
        }
    }

    /// The same in another of UPS's systems.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// The same at another address, such as a mock.
    #[must_use]
    pub fn with_endpoint(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// The same with a wished language, such as `de-AT`.
    #[must_use]
    pub fn with_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// Reads `PARCELTRACK_UPS_TRACK_CLIENT_ID`, `…_CLIENT_SECRET`, `…_ACCOUNT`, `…_ENVIRONMENT`, `…_ENDPOINT`, `…_LANGUAGE`,
    /// `…_SOURCE`, `…_SIGNATURE`, `…_PROOF_OF_DELIVERY` and `…_MILESTONES`, or the same without `TRACK_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing, unknown or wrong.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(TRACK, SETTINGS)?)
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

    /// Refuses what UPS would refuse with every question.
    pub(super) fn check(&self) -> Result<()> {
        let flaw = |key: &str, what: &str| Err(flaw(&TRACK, key, what));
        // A colon would end the id within the login's header.
        let id = self.client_id.expose();
        if id.trim().is_empty() || id.contains(':') {
            return flaw("client_id", "it is empty or has a colon");
        }
        if self.client_secret.expose().trim().is_empty() {
            return flaw("client_secret", "it is empty");
        }
        let is_account = |text: &str| text.len() == 6 && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if self.account.as_ref().is_some_and(|account| !is_account(account.expose())) {
            return flaw("account", "use the six letters and digits of the UPS account");
        }
        if self.language.as_deref().is_some_and(|tag| locale(None, Some(tag)).is_none()) {
            return flaw(
                "language",
                "use a language, where UPS may not know it with its country, such as `de` or `de-AT`",
            );
        }
        let is_name =
            |text: &str| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if self.source.as_deref().is_some_and(|text| !is_name(text)) {
            return flaw("source", "use up to 64 letters, digits and signs without blanks");
        }
        Ok(())
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            client_id: _,
            client_secret: _,
            account: _,
            environment,
            endpoint,
            language,
            source: _,
            signature,
            proof_of_delivery,
            milestones,
        } = self;
        f.debug_struct("Config")
            .field("environment", environment)
            .field("endpoint", &endpoint.as_ref().map(Endpoint::as_str))
            .field("language", language)
            .field("signature", signature)
            .field("proof_of_delivery", proof_of_delivery)
            .field("milestones", milestones)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn settings() -> Settings {
        Settings::new(TRACK).set("client_id", "id-0001").set("client_secret", "s3cr3t")
    }

    #[test]
    fn settings_become_a_config_with_defaults() {
        let config = Config::from_settings(&settings()).unwrap();
        assert_eq!(config, Config::new("id-0001", "s3cr3t"));
        let all = settings()
            .set("account", "A1B2C3")
            .set("environment", "sandbox")
            .set("endpoint", "http://127.0.0.1:1")
            .set("language", "de-AT")
            .set("source", "shop")
            .set("signature", "true")
            .set("proof_of_delivery", "true")
            .set("milestones", "false");
        let config = Config::from_settings(&all).unwrap();
        assert_eq!(config.environment, Environment::Sandbox);
        assert!(config.signature && config.proof_of_delivery && !config.milestones);
        let text = format!("{config:?}");
        assert!(!["id-0001", "s3cr3t", "A1B2C3"].iter().any(|secret| text.contains(secret)), "{text}");
        assert!(
            serde_json::from_str::<Config>(r#"{"client_id":"a","client_secret":"b","signature":true}"#)
                .unwrap()
                .signature
        );
    }

    #[test]
    fn every_flaw_names_its_key_and_no_value() {
        for (key, value) in [
            ("client_id", "a:bcdef"),
            ("client_secret", " "),
            ("account", "A1B2C34"),
            ("environment", "cie"),
            ("endpoint", "http://example.com"),
            ("language", "deutsch"),
            ("source", "my shop"),
            ("signature", "yes-please"),
            ("lanquage", "de"),
        ] {
            let error = Config::from_settings(&settings().set(key, value)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            let text = format!("{error:#} {error:?}");
            assert!(text.contains(&format!("`{key}`")), "{text}");
            assert!(value == " " || key == "lanquage" || !text.contains(value), "{text}");
        }
        let error = Config::from_settings(&Settings::new(TRACK).set("client_id", "a")).unwrap_err();
        assert!(error.to_string().contains("`client_secret` is missing"));
    }
}
