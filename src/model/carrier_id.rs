//! Who moves parcels, and through which of its APIs we ask.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::text_form::text_form;

/// A company that moves parcels: an open, lower-case name such as `dhl` or `amazon`.
///
/// There is no closed list; carriers of your own are as good as ours.
///
/// ```
/// use parceltrack::CarrierId;
///
/// let id: CarrierId = "my-vans".parse()?;
/// assert_eq!(id.as_str(), "my-vans");
/// assert!("My Vans".parse::<CarrierId>().is_err());
/// # Ok::<(), parceltrack::InvalidName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CarrierId(CompactString);

impl CarrierId {
    /// Amazon: its own vans, and the shop that hands parcels to partners.
    pub const AMAZON: Self = Self(CompactString::const_new("amazon"));
    /// DHL, all divisions.
    pub const DHL: Self = Self(CompactString::const_new("dhl"));
    /// DPD.
    pub const DPD: Self = Self(CompactString::const_new("dpd"));
    /// Evri of the United Kingdom, once Hermes UK.
    pub const EVRI: Self = Self(CompactString::const_new("evri"));
    /// FedEx.
    pub const FEDEX: Self = Self(CompactString::const_new("fedex"));
    /// GLS.
    pub const GLS: Self = Self(CompactString::const_new("gls"));
    /// Hermes Germany.
    pub const HERMES: Self = Self(CompactString::const_new("hermes"));
    /// UPS.
    pub const UPS: Self = Self(CompactString::const_new("ups"));
    /// The postal service of the United States.
    pub const USPS: Self = Self(CompactString::const_new("usps"));

    /// For this crate's own carriers, whose names are literals that a test reads back.
    pub(crate) const fn known(name: &'static str) -> Self {
        Self(CompactString::const_new(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CarrierId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        check_name(text).map(|name| Self(name.into()))
    }
}

/// One API of a carrier, such as `dhl/unified` or `amazon/fulfillment-outbound`.
///
/// ```
/// use parceltrack::Channel;
///
/// let channel: Channel = "dhl/unified".parse()?;
/// assert_eq!(channel.carrier().as_str(), "dhl");
/// assert_eq!(channel.name(), "unified");
/// # Ok::<(), parceltrack::InvalidName>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Channel {
    carrier: CarrierId,
    name: CompactString,
}

impl Channel {
    /// The channel `name` of `carrier`.
    ///
    /// # Errors
    ///
    /// [`InvalidName`] unless the name is 1 to 40 lower-case letters, digits or dashes.
    pub fn new(carrier: CarrierId, name: &str) -> Result<Self, InvalidName> {
        Ok(Self { carrier, name: check_name(name)?.into() })
    }

    /// For this crate's own channels, whose names are literals that a test reads back.
    pub(crate) const fn known(carrier: CarrierId, name: &'static str) -> Self {
        Self { carrier, name: CompactString::const_new(name) }
    }

    /// The carrier whose API it is.
    pub fn carrier(&self) -> &CarrierId {
        &self.carrier
    }

    /// The API's name without its carrier.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.carrier.as_str(), self.name)
    }
}

impl FromStr for Channel {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let (carrier, name) = text.split_once('/').ok_or_else(|| InvalidName::new(text))?;
        Self::new(carrier.parse()?, name)
    }
}

fn check_name(text: &str) -> Result<&str, InvalidName> {
    let fits = (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits { Ok(text) } else { Err(InvalidName::new(text)) }
}

text_form! {
    CarrierId, InvalidName;
    Channel, InvalidName;
}

impl fmt::Display for CarrierId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no carrier's or channel's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no name: use 1 to 40 lower-case letters, digits or dashes, a channel as `carrier/name`")]
pub struct InvalidName(String);

impl InvalidName {
    fn new(text: &str) -> Self {
        Self(text.chars().take(60).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lower_case_and_short() {
        assert!("".parse::<CarrierId>().is_err());
        assert!("DHL".parse::<CarrierId>().is_err());
        assert!("x".repeat(41).parse::<CarrierId>().is_err());
        assert_eq!("dhl".parse::<CarrierId>(), Ok(CarrierId::DHL));
        assert!("dhl".parse::<Channel>().is_err());
        assert!("dhl/a/b".parse::<Channel>().is_err());
        assert_eq!("dhl/parcel-de".parse::<Channel>().unwrap().to_string(), "dhl/parcel-de");
    }

    #[test]
    fn owned_and_borrowed_names_are_the_same_key() {
        let owned: Channel = serde_json::from_str("\"dhl/unified\"").unwrap();
        assert_eq!(owned, Channel::known(CarrierId::DHL, "unified"));
        assert_eq!(serde_json::to_string(&owned).unwrap(), "\"dhl/unified\"");
    }
}
