//! What the registry knows of a carrier, compiled in or not.

use std::sync::Arc;

use super::answer::Answer;
use super::context::Context;
use super::contract::{Capabilities, Carrier};
use super::settings::{Setting, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{CarrierId, Channel};
use crate::numbers::Format;

/// Decodes a raw answer of one channel.
pub type Decode = fn(&[u8], &Context) -> Result<Answer>;

/// Makes a client of one channel from settings.
pub type Connect = fn(&Settings) -> Result<Arc<dyn Carrier>>;

/// What the registry knows of one channel.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ChannelEntry {
    /// Which channel.
    pub channel: Channel,
    /// What it is, in a line.
    pub summary: &'static str,
    /// The vendor's page about it.
    pub docs: &'static str,
    /// What it can be asked and tell.
    pub capabilities: Capabilities,
    /// Its settings.
    pub settings: &'static [Setting],
    /// Its decoder; none where the carrier's feature is off.
    pub(crate) decode: Option<Decode>,
    /// Its client; none where the carrier's feature or `http` is off.
    pub(crate) connect: Option<Connect>,
}

/// What the registry knows of one carrier. Knowledge compiles always, clients by feature.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Entry {
    /// The carrier.
    pub id: CarrierId,
    /// Its name for people.
    pub name: &'static str,
    /// The crate feature that compiles its code in; empty for a carrier of which only the numbers are known.
    pub feature: &'static str,
    /// The formats of its numbers.
    pub formats: &'static [Format],
    /// The page where a person can look a number up; `{n}` stands for the number.
    pub url: Option<&'static str>,
    /// Where most of its parcels start or end, ISO 3166-1; empty for one that works all over the world.
    pub countries: &'static [&'static str],
    /// Its channels.
    pub channels: &'static [ChannelEntry],
}

impl Entry {
    /// A carrier of which only the numbers are known.
    pub(crate) const fn of_numbers(id: &'static str, name: &'static str, formats: &'static [Format]) -> Self {
        Self {
            id: CarrierId::known(id),
            name,
            feature: "",
            formats,
            url: None,
            countries: &[],
            channels: &[],
        }
    }

    /// The same with the countries where most of its parcels start or end, ISO 3166-1.
    pub(crate) const fn at_home_in(mut self, countries: &'static [&'static str]) -> Self {
        self.countries = countries;
        self
    }

    /// The same with the page where a person can look a number up; `{n}` stands for the number.
    pub(crate) const fn with_url(mut self, url: &'static str) -> Self {
        self.url = Some(url);
        self
    }
}

impl ChannelEntry {
    /// Whether the channel can be asked in this build.
    pub fn is_connectable(&self) -> bool {
        self.connect.is_some()
    }

    /// Decodes a raw answer of this channel; which operation's answer it is, the decoder finds out.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::FeatureDisabled`] naming the feature, [`ErrorKind::BadReply`] where the answer cannot be
    /// understood or is about another number, or the kind that an error document of the vendor means.
    pub fn decode(&self, feature: &str, body: &[u8], context: &Context) -> Result<Answer> {
        let decode = self.decode.ok_or_else(|| self.disabled(&format!("`{feature}`")))?;
        decode(body, context).map_err(|error| error.with_channel(&self.channel))
    }

    /// Makes a client from settings.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::FeatureDisabled`] naming the features, [`ErrorKind::Misconfigured`] naming the setting, or
    /// [`ErrorKind::Unsupported`] for a channel that is only decoded.
    pub fn connect(&self, feature: &str, settings: &Settings) -> Result<Arc<dyn Carrier>> {
        if !self.capabilities.can_be_asked() {
            let text = format!("{} cannot be asked: decode what it brings", self.channel);
            return Err(Error::new(ErrorKind::Unsupported, text).with_channel(&self.channel));
        }
        let connect = self.connect.ok_or_else(|| self.disabled(&format!("`{feature}` and `http`")))?;
        connect(settings)
    }

    fn disabled(&self, features: &str) -> Error {
        let text = format!("{}: enable the crate feature {features}", self.channel);
        Error::new(ErrorKind::FeatureDisabled, text).with_channel(&self.channel)
    }
}
