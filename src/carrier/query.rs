//! What a carrier is asked.

use std::fmt;

use crate::model::{Masked, OrderId, Personal, TrackingNumber};

/// What a parcel is asked by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reference {
    /// The carrier's tracking number.
    Number(TrackingNumber),
    /// A shop's order, which may hold several parcels.
    Order(OrderId),
    /// A shop's identifier of one package.
    Package(OrderId),
    /// A fulfilment service's own number of a parcel, such as Amazon's `AFTN…`.
    Fulfilment(TrackingNumber),
}

impl Reference {
    /// The reference's end, for logs and error texts.
    pub fn masked(&self) -> Masked<'_> {
        match self {
            Self::Number(number) | Self::Fulfilment(number) => number.masked(),
            Self::Order(id) | Self::Package(id) => id.masked(),
        }
    }

    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Number(_) => "number",
            Self::Order(_) => "order",
            Self::Package(_) => "package",
            Self::Fulfilment(_) => "fulfilment number",
        }
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.masked())
    }
}

/// A question to a carrier: a reference, and hints that some carriers want.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Query {
    /// What is asked for.
    pub reference: Reference,
    /// The recipient's postal code: unlocks details at some carriers.
    pub postal_code: Option<Personal>,
    /// The wished language of descriptions, ISO 639-1. Carriers answer in another where they lack it.
    pub language: Option<String>,
}

impl Query {
    /// A question without hints.
    pub fn new(reference: Reference) -> Self {
        Self { reference, postal_code: None, language: None }
    }

    /// A question by tracking number.
    pub fn number(number: TrackingNumber) -> Self {
        Self::new(Reference::Number(number))
    }

    /// The same hints for another reference.
    #[cfg(feature = "runtime")]
    pub(crate) fn about(&self, reference: &Reference) -> Self {
        let Self { reference: _, postal_code, language } = self;
        Self { reference: reference.clone(), postal_code: postal_code.clone(), language: language.clone() }
    }

    /// A question by order.
    pub fn order(id: OrderId) -> Self {
        Self::new(Reference::Order(id))
    }
}
