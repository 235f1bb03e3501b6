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
}

impl Setting {
    /// A setting that must be given.
    pub const fn required(key: &'static str, help: &'static str) -> Self {
        Self { key, required: true, help }
    }

    /// A setting with a default.
    pub const fn optional(key: &'static str, help: &'static str) -> Self {
        Self { key, required: false, help }
    }

    /// The environment variables that set it, the one that wins first: `PARCELTRACK_<CARRIER>_<CHANNEL>_<SETTING>`,
    /// then `PARCELTRACK_<CARRIER>_<SETTING>`, which reaches all channels of the carrier that know the setting.
    pub fn variables(&self, channel: &Channel) -> [String; 2] {
        let carrier = channel.carrier().as_str();
        [
            format!("parceltrack_{carrier}_{}_{}", channel.name(), self.key),
            format!("parceltrack_{carrier}_{}", self.key),
        ]
        .map(|name| name.replace('-', "_").to_ascii_uppercase())
    }
}

/// Settings of one channel as text keys and values. `Debug` shows the keys only.
#[derive(Clone)]
pub struct Settings {
    channel: Channel,
    values: BTreeMap<String, Secret>,
    is_named: bool,
}

/// How far the environment speaks of a channel.
// Only a tracker reads the environment for all channels.
#[cfg_attr(not(feature = "runtime"), allow(dead_code))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It has all that the channel needs, or names the channel: a flaw is an error.
    Wanted,
    /// It has a part of what the channel needs, under names that may be meant for others of the carrier's channels.
    Begun,
    /// It has nothing.
    Absent,
}

impl Settings {
    /// No settings yet.
    pub fn new(channel: Channel) -> Self {
        Self { channel, values: BTreeMap::new(), is_named: false }
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
        let prefix = Setting::optional("", "").variables(&channel)[0].clone();
        let names: Vec<[String; 2]> = known.iter().map(|setting| setting.variables(&channel)).collect();
        let mine = |name: &&String| name.starts_with(&prefix);
        if let Some(odd) =
            variables.keys().filter(mine).find(|name| !names.iter().any(|[long, _]| long == *name))
        {
            let keys: Vec<&str> = names.iter().map(|[long, _]| long.as_str()).collect();
            return Err(misconfigured(format!(
                "environment variable `{odd}` is none of {}",
                keys.join(", ")
            )));
        }
        let mut settings = Self::new(channel.clone());
        for (setting, names) in known.iter().zip(&names) {
            let [long, _] = names;
            let Some((name, value)) = names.iter().find_map(|name| variables.get_key_value(name)) else {
                continue;
            };
            let value = value
                .clone()
                .ok_or_else(|| misconfigured(format!("environment variable `{name}` is not UTF-8")))?;
            settings = settings.set(setting.key, value);
            settings.is_named |= setting.required && name == long;
        }
        Ok(settings)
    }

    /// How far these settings, read from the environment, speak of their channel.
    #[cfg_attr(not(feature = "runtime"), allow(dead_code))]
    pub(crate) fn standing(&self, known: &[Setting]) -> Standing {
        let mut required = known.iter().filter(|setting| setting.required);
        let is_set = |setting: &Setting| self.values.contains_key(setting.key);
        if self.is_named || required.clone().all(is_set) {
            Standing::Wanted
        } else if required.any(is_set) {
            Standing::Begun
        } else {
            Standing::Absent
        }
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
            let [long, short] = missing.variables(channel);
            return Err(misconfigured(format!(
                "setting `{}` is missing: {} (environment: {long} or {short})",
                missing.key, missing.help
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
        let Self { channel, values, is_named: _ } = self;
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
        &[Setting::required("api_key", "the API key"), Setting::optional("endpoint", "the address")];

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
            ("PARCELTRACK_DHL_ENDPOINT", "here"),
            ("PATH", "x"),
        ])
        .unwrap();
        assert_eq!((config.api_key.expose(), config.endpoint.as_deref()), ("long", Some("here")));
    }

    #[test]
    fn a_variable_of_the_whole_carrier_alone_wants_none_of_its_channels() {
        const TWO: &[Setting] = &[Setting::required("api_key", "x"), Setting::required("user", "x")];
        let standing = |names: &[&str]| {
            let variables = names.iter().map(|name| ((*name).to_owned(), Some("x".to_owned())));
            Settings::from_variables(channel(), TWO, variables).unwrap().standing(TWO)
        };
        assert_eq!(standing(&["PARCELTRACK_DHL_ENDPOINT", "PATH"]), Standing::Absent);
        assert_eq!(standing(&["PARCELTRACK_DHL_API_KEY"]), Standing::Begun);
        assert_eq!(standing(&["PARCELTRACK_DHL_PARCEL_DE_API_KEY"]), Standing::Wanted);
        assert_eq!(standing(&["PARCELTRACK_DHL_API_KEY", "PARCELTRACK_DHL_USER"]), Standing::Wanted);
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
