//! Which of a vendor's systems is asked, by one name for all vendors.

use serde::Deserialize;

/// Which of a vendor's systems is asked: the setting `environment` of every channel whose vendor has two.
///
/// Vendors call the second one sandbox, test, stage, integration or CIE. What it knows and which credentials it takes
/// stands in each channel's docs; a third system, such as a mock, is reached by the channel's `endpoint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Environment {
    /// Real parcels, `production`: the default.
    #[default]
    Production,
    /// The vendor's system to try requests on, `sandbox`.
    Sandbox,
}
