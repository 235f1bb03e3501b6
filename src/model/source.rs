//! Who says something, and how one parcel's numbers belong together.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::carrier_id::{CarrierId, Channel, InvalidName};
use super::number::TrackingNumber;
use super::words::open_words;

open_words! {
    /// A source's part in the journey of this parcel.
    Role {
        /// It moves the parcel.
        Carrier = "carrier",
        /// It sold or fulfilled it and repeats what its partner says. Amazon is the carrier of what its own vans
        /// bring and the marketplace for what partners bring.
        Marketplace = "marketplace",
        /// It collects what carriers say.
        Aggregator = "aggregator",
        /// A person said it by hand.
        User = "user",
    }
}

/// A channel asked about one number, with its role for this parcel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "SourceRecord", into = "SourceRecord")]
pub struct Source {
    /// The API that was asked.
    pub channel: Channel,
    /// The number under which that API knows the parcel.
    pub number: TrackingNumber,
    /// Its role for this parcel.
    pub role: Role,
}

impl Source {
    /// A source in the role of the carrier.
    pub fn carrier(channel: Channel, number: TrackingNumber) -> Self {
        Self { channel, number, role: Role::Carrier }
    }
}

/// Names the channel and shows the number's end.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.channel, self.number.masked())
    }
}

#[derive(Serialize, Deserialize)]
struct SourceRecord {
    carrier: CarrierId,
    channel: String,
    number: TrackingNumber,
    role: Role,
}

impl TryFrom<SourceRecord> for Source {
    type Error = InvalidName;

    fn try_from(record: SourceRecord) -> Result<Self, InvalidName> {
        let channel = Channel::new(record.carrier, &record.channel)?;
        Ok(Self { channel, number: record.number, role: record.role })
    }
}

impl From<Source> for SourceRecord {
    fn from(source: Source) -> Self {
        Self {
            carrier: source.channel.carrier().clone(),
            channel: source.channel.name().to_owned(),
            number: source.number,
            role: source.role,
        }
    }
}

open_words! {
    /// What another number is to this parcel.
    Relation {
        /// Another name of this parcel.
        Same = "same",
        /// The leg that follows this one, often at another carrier.
        Continues = "continues",
        /// Another leg of this parcel; the source does not say which comes first.
        AlternateLeg = "alternate_leg",
        /// The number that takes this one's place; this one is dead.
        Replaces = "replaces",
        /// The number that brings this parcel back.
        Returns = "returns",
        /// Another parcel of the same shipment.
        Sibling = "sibling",
    }
}

impl Relation {
    /// Whether such a number names this very parcel, on whichever leg.
    pub(crate) fn is_this_parcel(&self) -> bool {
        match self {
            Self::Same | Self::Continues | Self::AlternateLeg | Self::Replaces | Self::Returns => true,
            Self::Sibling | Self::Other(_) => false,
        }
    }
}

/// Another number that a source names beside this parcel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Related {
    /// What it is to this parcel.
    pub relation: Relation,
    /// Whose number it is, where the source tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<CarrierId>,
    /// The number.
    pub number: TrackingNumber,
}

impl Related {
    /// A number of a known carrier.
    pub fn new(relation: Relation, carrier: CarrierId, number: TrackingNumber) -> Self {
        Self { relation, carrier: Some(carrier), number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_reads_and_writes_the_report_format() {
        let json =
            r#"{"carrier":"dhl","channel":"unified","number":"00340434161094042557","role":"carrier"}"#;
        let source: Source = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&source).unwrap(), json);
        assert_eq!(source.to_string(), "dhl/unified …2557");
        assert!(!format!("{source:?}").contains("00340434"));
    }
}
