//! What an answer does not say of itself.

use chrono::{DateTime, Utc};

use crate::model::{Language, TrackingNumber};

/// What must be known to decode an answer that was fetched by other means.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Context {
    /// When the answer was received.
    pub fetched_at: DateTime<Utc>,
    /// The number that was asked for: an answer about another one is refused.
    pub number: Option<TrackingNumber>,
    /// The language of the answer's texts, as the reply's headers name it.
    pub language: Option<Language>,
}

impl Context {
    /// Only the time is known.
    pub fn new(fetched_at: DateTime<Utc>) -> Self {
        Self { fetched_at, number: None, language: None }
    }

    /// The same with the number that was asked for.
    #[must_use]
    pub fn with_number(self, number: TrackingNumber) -> Self {
        Self { number: Some(number), ..self }
    }

    /// The same with the texts' language.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        Self { language: Some(language), ..self }
    }
}
