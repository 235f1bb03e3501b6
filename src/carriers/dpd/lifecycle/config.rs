//! What a client of the parcel life cycle must be told.

#[cfg(any(feature = "http", test))]
use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{LIFECYCLE, SETTINGS};
use crate::carrier::{Environment, Settings, flaw};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Whose customer asks: each country runs its own systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Country {
    /// Belgium and Luxembourg, `be`.
    Be,
    /// Switzerland, `ch`: the setting `endpoint` must tell the address, which DPD gives to its customers. Paths and
    /// versions are those of the Netherlands.
    Ch,
    /// Germany, `de`.
    De,
    /// The Netherlands, `nl`.
    Nl,
}

impl Country {
    #[cfg(any(feature = "http", test))]
    pub(super) const fn is_germany(self) -> bool {
        matches!(self, Self::De)
    }

    const fn is_belgium(self) -> bool {
        matches!(self, Self::Be)
    }

    const fn speaks_json(self) -> bool {
        matches!(self, Self::Ch | Self::Nl)
    }

    /// Where the country's systems are, as far as that is published.
    pub(super) const fn host(self, environment: Environment) -> Option<&'static str> {
        match (environment, self) {
            (_, Self::Ch) => None,
            (Environment::Production, Self::Be) => Some("https://wsshipper.dpd.be"),
            (Environment::Production, Self::De) => Some("https://public-ws.dpd.com"),
            (Environment::Production, Self::Nl) => Some("https://wsshipper.dpd.nl"),
            (Environment::Sandbox, Self::Be) => Some("https://shipperadmintest.dpd.be/PublicApi"),
            (Environment::Sandbox, Self::De) => Some("https://public-ws-stage.dpd.com"),
            (Environment::Sandbox, Self::Nl) => Some("https://shipperadmintest.dpd.nl/PublicApi"),
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
    /// Which of the country's systems is asked. The sandbox is its stage, which takes credentials of its own and gives no
    /// real tracking data.
    #[serde(default)]
    pub environment: Environment,
    /// How questions are put.
    #[serde(default)]
    pub protocol: Protocol,
    /// Another address than the country's.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// The wished language of descriptions, such as `de` or `pl-PL`; English unless told. A question's own language goes
    /// before. German milestones are refined by their descriptions in English and German only.
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
            environment: Environment::default(),
            protocol: Protocol::default(),
            endpoint: None,
            language: None,
            token_hours: None,
        }
    }

    /// The same in another environment.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
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

    /// The same with a wished language, such as `de`.
    #[must_use]
    pub fn with_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }

    /// Reads `PARCELTRACK_DPD_LIFECYCLE_DELIS_ID`, `…_PASSWORD`, `…_COUNTRY`, and where they differ from the defaults
    /// `…_ENVIRONMENT`, `…_PROTOCOL`, `…_ENDPOINT`, `…_LANGUAGE` and `…_TOKEN_HOURS`, or the same without `LIFECYCLE_`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing or unknown.
    pub fn from_env() -> Result<Self> {
        Self::from_settings(&Settings::from_env(LIFECYCLE, SETTINGS)?)
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

    /// How long a token is used.
    #[cfg(any(feature = "http", test))]
    pub(super) fn token_life(&self) -> Duration {
        let hours = self.token_hours.unwrap_or(if self.country.is_germany() { 12 } else { 23 });
        Duration::from_secs(u64::from(hours) * 3600)
    }

    /// Refuses what DPD would refuse with every question.
    pub(super) fn check(&self) -> Result<()> {
        let flaw = |key: &str, what: &str| Err(flaw(&LIFECYCLE, key, what));
        for (key, secret) in [("delis_id", &self.delis_id), ("password", &self.password)] {
            let text = secret.expose();
            if text.trim() != text || text.is_empty() || text.chars().any(char::is_control) {
                return flaw(key, "it is empty, or has line breaks or blanks at its ends");
            }
        }
        if self.protocol == Protocol::Json && !self.country.speaks_json() {
            return flaw("protocol", "JSON is offered in the Netherlands and Switzerland only; use `soap`");
        }
        if self.endpoint.is_none() && self.country.host(self.environment).is_none() {
            return flaw("endpoint", "DPD tells this country's address to its customers only; set it");
        }
        if self.language.as_deref().is_some_and(|tag| language(tag, self.country).is_none()) {
            return flaw(
                "language",
                "use `de`, `en`, `fr` or `nl`, or any language with its country, such as `pl-PL`",
            );
        }
        if self.token_hours.is_some_and(|hours| !(1..=24).contains(&hours)) {
            return flaw("token_hours", "a token lives 24 hours at most; use 1 to 24");
        }
        Ok(())
    }
}

/// A language tag in DPD's form of language and country, such as `de_DE`. DPD's English is of no country. None for what is
/// no tag, and for a language without country that DPD is not known to have.
pub(super) fn language(tag: &str, customer: Country) -> Option<String> {
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let (language, country) = match tag.split_once(['-', '_']) {
        Some((language, country)) => (language, Some(country)),
        None => (tag, None),
    };
    if !two(language) || country.is_some_and(|country| !two(country)) {
        return None;
    }
    let language = language.to_ascii_lowercase();
    let country = match (country, language.as_str()) {
        (Some(country), _) => country.to_ascii_uppercase(),
        (None, "nl") if customer.is_belgium() => "BE".into(),
        (None, "fr") => "BE".into(),
        (None, "de" | "en" | "nl") => language.to_ascii_uppercase(),
        (None, _) => return None,
    };
    Some(format!("{language}_{country}"))
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
    use crate::error::ErrorKind;

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
            ("country", "de-stage"),
            ("environment", "stage"),
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
    fn languages_are_written_as_dpd_does() {
        let form = |tag, country| language(tag, country).unwrap_or_default();
        for (tag, written) in
            [("de", "de_DE"), ("EN", "en_EN"), ("fr", "fr_BE"), ("pl-pl", "pl_PL"), ("de_AT", "de_AT")]
        {
            assert_eq!(form(tag, Country::De), written);
        }
        assert_eq!((form("nl", Country::Be).as_str(), form("nl", Country::Nl).as_str()), ("nl_BE", "nl_NL"));
        for odd in ["pl", "", "deutsch", "de-", "de-DE-x", "ü"] {
            assert_eq!(form(odd, Country::De), "", "{odd}");
        }
    }

    #[test]
    fn every_setting_is_a_field_and_a_token_lives_its_day() {
        let settings = SETTINGS.iter().fold(settings(), |settings, setting| {
            let value = match setting.key {
                "country" => "ch",
                "environment" => "sandbox",
                "protocol" => "soap",
                "endpoint" => "http://127.0.0.1:1",
                "language" => "fr",
                "token_hours" => "24",
                _ => "x",
            };
            settings.set(setting.key, value)
        });
        let config = Config::from_settings(&settings).unwrap();
        assert!(config.endpoint.is_some() && config.language.is_some() && config.token_hours.is_some());
        let life = |country| Config::new("x", "y", country).token_life().as_secs() / 3600;
        assert_eq!((life(Country::Be), life(Country::De)), (23, 12));
    }
}
