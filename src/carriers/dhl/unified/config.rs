//! What a client of this channel must be told.

use serde::Deserialize;

use super::{SETTINGS, UNIFIED};
use crate::carrier::{Environment, Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Settings of DHL's Shipment Tracking – Unified. Reading refuses keys that it does not know; `Debug` hides the API key.
///
/// ```
/// use parceltrack::carriers::dhl::Config;
///
/// let config = Config::new("my-api-key").with_service("parcel-de").with_language("de");
/// assert!(!format!("{config:?}").contains("my-api-key"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The API key of an app at <https://developer.dhl.com>.
    pub api_key: Secret,
    /// Which of DHL's systems is asked. This API has no sandbox for outsiders: with `sandbox`, `endpoint` must tell the
    /// address.
    #[serde(default)]
    pub environment: Environment,
    /// The API's host, `https://api-eu.dhl.com` unless told otherwise; the path `track/shipments` is appended.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// The division to ask, such as `parcel-de` or `express`; all of them unless told. A short number may mean shipments
    /// of several.
    #[serde(default)]
    pub service: Option<String>,
    /// The wished language of descriptions, two letters; `en` unless told. A question's own language goes before.
    #[serde(default)]
    pub language: Option<String>,
}

impl Config {
    /// A config with the API key alone.
    pub fn new(api_key: impl Into<Secret>) -> Self {
        Self {
            api_key: api_key.into(),
            environment: Environment::default(),
            endpoint: None,
            service: None,
            language: None,
        }
    }

    /// The same with another address of the API.
    #[must_use]
    pub fn with_endpoint(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// The same with the division to ask.
    #[must_use]
    pub fn with_service(self, service: impl Into<String>) -> Self {
        Self { service: Some(service.into()), ..self }
    }

    /// The same with a wished language.
    #[must_use]
    pub fn with_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// Reads `PARCELTRACK_DHL_UNIFIED_API_KEY`, `…_ENVIRONMENT`, `…_ENDPOINT`, `…_SERVICE` and `…_LANGUAGE`, or the same
    /// without `UNIFIED_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing or unknown.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(UNIFIED, SETTINGS)?)
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
        let flaw = |key: &str, what: &str| Err(flaw(&UNIFIED, key, what));
        // A line break or blank, as copied from a page, makes the header invalid.
        if self.api_key.expose().is_empty() || !self.api_key.expose().bytes().all(|b| b.is_ascii_graphic()) {
            return flaw("api_key", "the key is empty or has blanks or other characters that no key has");
        }
        if self.environment != Environment::Production && self.endpoint.is_none() {
            return flaw(
                "environment",
                "DHL has no sandbox of this API for outsiders; set `endpoint` to a mock",
            );
        }
        let is_service = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if self.service.as_deref().is_some_and(|text| text.is_empty() || !is_service(text)) {
            return flaw("service", "use DHL's word, such as `parcel-de` or `express`");
        }
        let is_language = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
        if self.language.as_deref().is_some_and(|text| !is_language(text)) {
            return flaw("language", "use two letters, such as `de`");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_strictly() {
        let settings = Settings::new(UNIFIED).set("api_key", "k3y").set("service", "parcel-de");
        let config = Config::from_settings(&settings).unwrap();
        assert_eq!(config, Config::new("k3y").with_service("parcel-de"));
        assert!(!format!("{config:?}").contains("k3y"));
        let error = |settings: Settings| Config::from_settings(&settings).unwrap_err().to_string();
        assert!(error(Settings::new(UNIFIED)).contains("`api_key` is missing"));
        assert!(error(settings.clone().set("servise", "x")).contains("`servise`"));
        assert!(error(settings.clone().set("service", "Parcel DE")).contains("`service`"));
        assert!(error(settings.clone().set("language", "en_de")).contains("`language`"));
        let text = error(settings.set("api_key", "k3y\n"));
        assert!(text.contains("`api_key`") && !text.contains("k3y"), "{text}");
        assert!(serde_json::from_str::<Config>(r#"{"api_key":"k","apikey":"k"}"#).is_err());
    }

    #[test]
    fn every_setting_is_a_field_and_is_described() {
        let settings = SETTINGS.iter().fold(Settings::new(UNIFIED), |settings, setting| {
            assert!(!setting.help.is_empty());
            let value = match setting.key {
                "language" => "de",
                "environment" => "sandbox",
                "endpoint" => "http://127.0.0.1:1",
                _ => "x",
            };
            settings.set(setting.key, value)
        });
        let nowhere = Settings::new(UNIFIED).set("api_key", "x").set("environment", "sandbox");
        assert!(Config::from_settings(&nowhere).unwrap_err().to_string().contains("`environment`"));
        let config = Config::from_settings(&settings).unwrap();
        assert!(config.endpoint.is_some() && config.service.is_some() && config.language.is_some());
    }
}
