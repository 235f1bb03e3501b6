//! The kinds of journeys that the sandbox knows.

use std::fmt;
use std::str::FromStr;

macro_rules! scenarios {
    ($($(#[$doc:meta])+ $variant:ident = $word:literal,)+) => {
        /// What happens to a parcel on its journey.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Scenario {
            $($(#[$doc])+ $variant,)+
        }

        impl Scenario {
            /// Every scenario.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its word on a command line and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

scenarios! {
    /// Announced, carried, delivered.
    Plain = "plain",
    /// The same over a night in which the clocks change.
    ClockChange = "clock_change",
    /// Over a border, mostly through several time zones.
    International = "international",
    /// One to three attempts fail, the next delivers.
    Attempts = "attempts",
    /// An attempt fails, the recipient collects the parcel.
    Pickup = "pickup",
    /// Nobody collects the parcel, it goes back.
    NotCollected = "not_collected",
    /// Refused at the door, it goes back; the way back ends with a plain "delivered".
    Refused = "refused",
    /// Customs keeps it for some days.
    Customs = "customs",
    /// Weather or the carrier's own trouble costs days.
    Delayed = "delayed",
    /// Sent to the wrong depot first.
    Misrouted = "misrouted",
    /// Scanned as delivered by mistake; scans of the following days take that back.
    FalseDelivery = "false_delivery",
    /// Scanned as delivered by mistake, and nobody ever says otherwise.
    FalseDeliveryKept = "false_delivery_kept",
    /// Scanned as delivered by mistake; the carrier's later answers no longer tell it.
    FalseDeliveryWithdrawn = "false_delivery_withdrawn",
    /// Scanned as delivered by mistake; the carrier cancels the scan by an event of its own.
    FalseDeliveryRevoked = "false_delivery_revoked",
    /// Declared lost, then found and delivered.
    LostAndFound = "lost_and_found",
    /// Lost.
    Lost = "lost",
    /// Cancelled before the carrier had it.
    Cancelled = "cancelled",
    /// Cancelled, and shipped with the same label nevertheless.
    CancelledYetShipped = "cancelled_yet_shipped",
    /// Delivered, and days later sent back under the same number.
    CustomerReturn = "customer_return",
    /// A carrier's "delivered" to its partner, which goes on under another number.
    TwoCarriers = "two_carriers",
    /// The number delivered another parcel months ago.
    ReusedNumber = "reused_number",
    /// Left with a neighbour, at a safe place or in a letter box.
    LeftElsewhere = "left_elsewhere",
    /// Delivered some minutes before the scan that says it is out for delivery.
    DeliveredFirst = "delivered_first",
    /// No scan says how it ended; a person does.
    PersonSays = "person_says",
    /// A source infers the delivery from another fact, now rightly, now wrongly.
    Inferred = "inferred",
    /// The carrier's summary is ahead of its events.
    HeadlineAhead = "headline_ahead",
    /// Sources know nothing of the number at first.
    UnknownAtFirst = "unknown_at_first",
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(word: &str) -> Result<Self, UnknownScenario> {
        Self::ALL.iter().copied().find(|scenario| scenario.as_str() == word).ok_or(UnknownScenario)
    }
}

/// The word names no scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a scenario; the scenarios are those of `Scenario::ALL`, such as `false_delivery`")]
#[non_exhaustive]
pub struct UnknownScenario;
