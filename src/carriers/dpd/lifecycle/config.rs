//! What a client of the parcel life cycle must be told.

#[cfg(any(feature = "http", test))]
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{LIFECYCLE, SETTINGS};
use crate::carrier::Settings;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Secret};

/// Whose customer asks, live or as stage: each country runs its own systems.
///
/// DPD's stages take their own credentials and give no real tracking data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Country {
    /// Belgium and Luxembourg, `be`.
    Be,
    /// Stage of Belgium and Luxembourg, `be-stage`.
    BeStage,
    /// Switzerland, `ch`: the setting `endpoint` must tell the address, which DPD gives to its customers. Paths and
    /// versions are those of the Netherlands.
    Ch,
    /// Germany, `de`.
    De,
    /// Stage of Germany, `de-stage`.
    DeStage,
    /// The Netherlands, `nl`.
    Nl,
    /// Stage of the Netherlands, `nl-stage`.
    NlStage,
}

impl Country {
    #[cfg(any(feature = "http", test))]
    pub(super) const fn is_germany(self) -> bool {
        matches!(self, Self::De | Self::DeStage)
    }

    #[cfg(any(feature = "http", test))]
    pub(super) const fn is_belgium(self) -> bool {
        matches!(self, Self::Be | Self::BeStage)
    }

    const fn speaks_json(self) -> bool {
        matches!(self, Self::Ch | Self::Nl | Self::NlStage)
    }

    /// Where the country's systems are, as far as that is published.
    pub(super) const fn host(self) -> Option<&'static str> {
        match self {
            Self::Be => Some("https://wsshipper.dpd.be"),
            Self::BeStage => Some("https://shipperadmintest.dpd.be/PublicApi"),
            Self::Ch => None,
            Self::De => Some("https://public-ws.dpd.com"),
            Self::DeStage => Some("https://public-ws-stage.dpd.com"),
            Self::Nl => Some("https://wsshipper.dpd.nl"),
            Self::NlStage => Some("https://shipperadmintest.dpd.nl/PublicApi"),
        }
    }
}

/// How questions are put and answered; what they say is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Protocol {
    /// SOAP 1.1, in every country: the default.
    #[default]
    Soap,
    /// JSON over REST, in the Netherlands and Switzerland.
    Json,
}

/// Settings of DPD's parcel life cycle. Reading refuses keys that it does not know; `Debug` hides the credentials.
///
/// ```
/// use parceltrack::carriers::dpd::{Config, Country, Protocol};
///
/// let config = Config::new("KD00000001", "s3cret", Country::Nl).with_protocol(Protocol::Json);
/// assert!(!format!("{config:?}").contains("s3cret"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The customer's DELIS id, 8 to 10 characters.
    pub delis_id: Secret,
    /// Its password.
    pub password: Secret,
    /// Whose customer it is.
    pub country: Country,
    /// How questions are put.
    #[serde(default)]
    pub protocol: Protocol,
    /// Another address than the country's.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// The language of descriptions as DPD writes it, such as `de_DE`; `en_EN` unless told. A question's own language
    /// goes before. German milestones are refined by their descriptions in English and German only.
    #[serde(default)]
    pub language: Option<String>,
    /// After how many hours a token is replaced, 1 to 24; 23 unless told, in Germany 12, where tokens have been seen to
    /// end early. DPD wants no more than one login a day.
    #[serde(default, deserialize_with = "whole")]
    pub token_hours: Option<u8>,
}

impl Config {
    /// A config with the credentials; SOAP, at the country's own address.
    pub fn new(delis_id: impl Into<Secret>, password: impl Into<Secret>, country: Country) -> Self {
        Self {
            delis_id: delis_id.into(),
            password: password.into(),
            country,
            protocol: Protocol::default(),
            endpoint: None,
            language: None,
            token_hours: None,
        }
    }

    /// The same with another protocol.
    #[must_use]
    pub fn with_protocol(self, protocol: Protocol) -> Self {
        Self { protocol, ..self }
    }

    /// The same with another address.
    #[must_use]
    pub fn with_endpoint(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// The same with a wished language, such as `de_DE`.
    #[must_use]
    pub fn with_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// Reads `PARCELTRACK_DPD_LIFECYCLE_DELIS_ID`, `…_PASSWORD`, `…_COUNTRY`, and where they differ from the defaults
    /// `…_PROTOCOL`, `…_ENDPOINT`, `…_LANGUAGE` and `…_TOKEN_HOURS`, or the same without `LIFECYCLE_`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that is missing or unknown.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(LIFECYCLE, SETTINGS)?)
    }

    /// Reads settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that is missing, unknown or wrong.
    pub fn from_settings(settings: &Settings) -> Result<Self> {
        let config: Self = settings.read(SETTINGS)?;
        config.check()?;
        Ok(config)
    }

    /// How long a token is used.
    #[cfg(any(feature = "http", test))]
    pub(super) fn token_life(&self) -> Duration {
        let hours = self.token_hours.unwrap_or(if self.country.is_germany() { 12 } else { 23 });
        Duration::from_secs(u64::from(hours) * 3600)
    }

    /// Refuses what DPD would refuse with every question.
    pub(super) fn check(&self) -> Result<()> {
        let flaw = |key: &str, what: &str| {
            let text = format!("{LIFECYCLE}: setting `{key}`: {what}");
            Err(Error::new(ErrorKind::Misconfigured, text).with_channel(&LIFECYCLE))
        };
        for (key, secret) in [("delis_id", &self.delis_id), ("password", &self.password)] {
            let text = secret.expose();
            if text.trim() != text || text.is_empty() || text.chars().any(char::is_control) {
                return flaw(key, "it is empty, or has line breaks or blanks at its ends");
            }
        }
        if self.protocol == Protocol::Json && !self.country.speaks_json() {
            return flaw("protocol", "JSON is offered in the Netherlands and Switzerland only; use `soap`");
        }
        if self.endpoint.is_none() && self.country.host().is_none() {
            return flaw("endpoint", "DPD tells this country's address to its customers only; set it");
        }
        if self.language.as_deref().is_some_and(|tag| !is_tag(tag)) {
            return flaw("language", "use DPD's form of five characters, such as `de_DE`");
        }
        if self.token_hours.is_some_and(|hours| !(1..=24).contains(&hours)) {
            return flaw("token_hours", "a token lives 24 hours at most; use 1 to 24");
        }
        Ok(())
    }
}

/// Two letters, a low line, two capitals.
fn is_tag(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b'_', c, d]
        if [a, b].iter().all(|b| b.is_ascii_lowercase()) && [c, d].iter().all(|b| b.is_ascii_uppercase()))
}

/// A whole number, which settings hold as text.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<u8>, D::Error> {
    let number = match Value::deserialize(deserializer)? {
        Value::Null => return Ok(None),
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|number| u8::try_from(number).ok()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.map(Some).ok_or_else(|| serde::de::Error::custom("no whole number from 0 to 255"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::new(LIFECYCLE).set("delis_id", "KD00000001").set("password", "s3cr3t").set("country", "nl")
    }

    #[test]
    fn settings_are_read_strictly() {
        let config =
            Config::from_settings(&settings().set("protocol", "json").set("token_hours", "6")).unwrap();
        assert_eq!((config.country, config.protocol), (Country::Nl, Protocol::Json));
        assert_eq!(config.token_life(), Duration::from_secs(6 * 3600));
        let text = format!("{config:?}");
        assert!(!text.contains("s3cr3t") && !text.contains("KD0"), "{text}");
        for (key, value) in [
            ("country", "mars"),
            ("country", "ch"),
            ("protocol", "carrier pigeon"),
            ("endpoint", "http://example.com"),
            ("language", "deutsch"),
            ("token_hours", "0"),
            ("token_hours", "many"),
            ("pasword", "x"),
        ] {
            let error = Config::from_settings(&settings().set(key, value)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured, "{key}");
            let named = if (key, value) == ("country", "ch") { "endpoint" } else { key };
            let text = format!("{error:#} {error:?}");
            assert!(text.contains(&format!("`{named}`")) && !text.contains("s3cr3t"), "{text}");
        }
        let error = Config::from_settings(&settings().set("password", "s3cr3t\n")).unwrap_err();
        assert!(error.to_string().contains("`password`") && !error.to_string().contains("s3cr3t"));
        let german = settings().set("country", "de").set("protocol", "json");
        assert!(Config::from_settings(&german).unwrap_err().to_string().contains("`protocol`"));
    }

    #[test]
    fn every_setting_is_a_field_and_a_token_lives_its_day() {
        let settings = SETTINGS.iter().fold(settings(), |settings, setting| {
            let value = match setting.key {
                "country" => "ch",
                "protocol" => "soap",
                "endpoint" => "http://127.0.0.1:1",
                "language" => "fr_BE",
                "token_hours" => "24",
                _ => "x",
            };
            settings.set(setting.key, value)
        });
        let config = Config::from_settings(&settings).unwrap();
        assert!(config.endpoint.is_some() && config.language.is_some() && config.token_hours.is_some());
        let life = |country| Config::new("x", "y", country).token_life().as_secs() / 3600;
        assert_eq!((life(Country::Be), life(Country::DeStage)), (23, 12));
    }
}
