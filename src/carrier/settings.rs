//! Settings of a channel as text, from a program or from the environment, read into the channel's strict config.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};
use crate::http::Secret;
use crate::model::Channel;

/// One setting that a channel knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// Its key in the config, lower case with underscores.
    pub key: &'static str,
    /// Whether the channel cannot do without.
    pub required: bool,
    /// What it is, its form and its default.
    pub help: &'static str,
    /// Whether it means the same in each of the carrier's channels that know it, and so has a variable without the
    /// channel's name.
    pub shared: bool,
}

impl Setting {
    /// A setting that must be given.
    pub const fn required(key: &'static str, help: &'static str) -> Self {
        Self { key, required: true, help, shared: true }
    }

    /// A setting with a default.
    pub const fn optional(key: &'static str, help: &'static str) -> Self {
        Self { key, required: false, help, shared: true }
    }

    /// The same for one channel alone, because other channels of the carrier understand the key otherwise.
    #[must_use]
    pub const fn own(self) -> Self {
        Self { shared: false, ..self }
    }

    /// The environment variables that set it, the one that wins first: `PARCELTRACK_<CARRIER>_<CHANNEL>_<SETTING>`,
    /// then, for what is shared, `PARCELTRACK_<CARRIER>_<SETTING>`.
    pub fn variables(&self, channel: &Channel) -> Vec<String> {
        let carrier = channel.carrier().as_str();
        let long = variable(&format!("{carrier}_{}_{}", channel.name(), self.key));
        let short = self.shared.then(|| variable(&format!("{carrier}_{}", self.key)));
        [long].into_iter().chain(short).collect()
    }
}

fn variable(name: &str) -> String {
    format!("PARCELTRACK_{name}").replace('-', "_").to_ascii_uppercase()
}

/// Settings of one channel as text keys and values. `Debug` shows the keys only.
#[derive(Clone)]
pub struct Settings {
    channel: Channel,
    values: BTreeMap<String, Secret>,
}

impl Settings {
    /// No settings yet.
    pub fn new(channel: Channel) -> Self {
        Self { channel, values: BTreeMap::new() }
    }

    /// The same with one more setting. Keys are checked when the settings are read.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.values.insert(key.into(), value.into());
        self
    }

    /// Takes the settings of `channel` from the environment, under the names of [`Setting::variables`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] if a variable that begins like this channel's names no setting, or is not UTF-8.
    pub fn from_env(channel: Channel, known: &[Setting]) -> Result<Self> {
        Self::from_variables(
            channel,
            known,
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()))),
        )
    }

    fn from_variables(
        channel: Channel,
        known: &[Setting],
        variables: impl Iterator<Item = (String, Option<String>)>,
    ) -> Result<Self> {
        let variables: BTreeMap<String, Option<String>> = variables.collect();
        let misconfigured = |text: String| misconfigured(&channel, &text);
        let prefix = variable(&format!("{}_{}_", channel.carrier(), channel.name()));
        let names: Vec<Vec<String>> = known.iter().map(|setting| setting.variables(&channel)).collect();
        let mine: Vec<&str> =
            names.iter().flatten().map(String::as_str).filter(|name| name.starts_with(&prefix)).collect();
        if let Some(odd) =
            variables.keys().find(|name| name.starts_with(&prefix) && !mine.contains(&name.as_str()))
        {
            return Err(misconfigured(format!(
                "environment variable `{odd}` is none of {}",
                mine.join(", ")
            )));
        }
        let mut settings = Self::new(channel.clone());
        for (setting, names) in known.iter().zip(&names) {
            let Some((name, value)) = names.iter().find_map(|name| variables.get_key_value(name)) else {
                continue;
            };
            let value = value
                .clone()
                .ok_or_else(|| misconfigured(format!("environment variable `{name}` is not UTF-8")))?;
            settings = settings.set(setting.key, value);
        }
        Ok(settings)
    }

    /// Whether anything is set that only this channel can do with: one of the settings that it must have.
    pub fn has_required(&self, known: &[Setting]) -> bool {
        known.iter().any(|setting| setting.required && self.values.contains_key(setting.key))
    }

    /// Reads the settings into a channel's config.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the key that is unknown or missing, and never a value.
    pub fn read<T: DeserializeOwned>(&self, known: &[Setting]) -> Result<T> {
        let channel = &self.channel;
        let misconfigured = |text: String| misconfigured(channel, &text);
        if let Some(odd) =
            self.values.keys().find(|key| !known.iter().any(|setting| setting.key == key.as_str()))
        {
            let keys: Vec<&str> = known.iter().map(|setting| setting.key).collect();
            return Err(misconfigured(format!("setting `{odd}` is none of {}", keys.join(", "))));
        }
        if let Some(missing) =
            known.iter().find(|setting| setting.required && !self.values.contains_key(setting.key))
        {
            return Err(misconfigured(format!(
                "setting `{}` is missing: {} (environment: {})",
                missing.key,
                missing.help,
                missing.variables(channel).join(" or ")
            )));
        }
        let values: serde_json::Map<String, serde_json::Value> =
            self.values.iter().map(|(key, value)| (key.clone(), value.expose().into())).collect();
        serde_path_to_error::deserialize(serde_json::Value::Object(values)).map_err(|error| {
            // The cause's own text may quote the value.
            let key = error.path().to_string();
            let help = known
                .iter()
                .find(|setting| setting.key == key)
                .map_or("see its docs", |setting| setting.help);
            misconfigured(format!("setting `{key}` has a value that it cannot have: {help}"))
        })
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { channel, values } = self;
        f.debug_struct("Settings")
            .field("channel", channel)
            .field("keys", &values.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

fn misconfigured(channel: &Channel, text: &str) -> Error {
    Error::new(ErrorKind::Misconfigured, format!("{channel}: {text}")).with_channel(channel)
}

/// The error for a setting that the vendor would refuse with every question: `what` says why, without the value.
// A build may have no carrier.
#[allow(dead_code)]
pub(crate) fn flaw(channel: &Channel, key: &str, what: &str) -> Error {
    misconfigured(channel, &format!("setting `{key}`: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Config {
        api_key: Secret,
        #[serde(default)]
        endpoint: Option<String>,
    }

    const KNOWN: &[Setting] =
        &[Setting::required("api_key", "the API key"), Setting::optional("endpoint", "the address").own()];

    fn channel() -> Channel {
        "dhl/parcel-de".parse().unwrap()
    }

    fn from(variables: &[(&str, &str)]) -> Result<Config> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), Some((*value).to_owned())));
        Settings::from_variables(channel(), KNOWN, variables)?.read(KNOWN)
    }

    #[test]
    fn the_longer_name_wins() {
        let config = from(&[
            ("PARCELTRACK_DHL_API_KEY", "short"),
            ("PARCELTRACK_DHL_PARCEL_DE_API_KEY", "long"),
            ("PARCELTRACK_DHL_ENDPOINT", "of another channel"),
            ("PATH", "x"),
        ])
        .unwrap();
        assert_eq!((config.api_key.expose(), config.endpoint.as_deref()), ("long", None));
        let config =
            from(&[("PARCELTRACK_DHL_API_KEY", "short"), ("PARCELTRACK_DHL_PARCEL_DE_ENDPOINT", "here")])
                .unwrap();
        assert_eq!((config.api_key.expose(), config.endpoint.as_deref()), ("short", Some("here")));
    }

    #[test]
    fn flaws_name_the_key_and_never_the_value() {
        let error = |result: Result<Config>| {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            format!("{error:#} {error:?}")
        };
        assert!(error(from(&[])).contains("`api_key` is missing"));
        assert!(error(from(&[("PARCELTRACK_DHL_PARCEL_DE_API_KYE", "s3cr3t")])).contains("API_KYE"));
        let settings = Settings::new(channel()).set("api_key", "s3cr3t").set("endpiont", "x");
        assert!(!format!("{settings:?}").contains("s3cr3t"));
        let text = error(settings.read(KNOWN));
        assert!(text.contains("`endpiont`") && !text.contains("s3cr3t"), "{text}");
    }
}
