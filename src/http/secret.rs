//! Text that must never be shown.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// A credential: wiped from memory when dropped, without `Display` and `Serialize`, and three dots in `Debug`.
///
/// ```
/// use parceltrack::Secret;
///
/// let key = Secret::from("k-123");
/// assert_eq!(format!("{key:?}"), "…");
/// assert_eq!(key.expose(), "k-123");
/// ```
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself. Whoever takes it keeps it out of logs, errors and `Debug`.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
