//! The settings of the channel: typed, strict, and hidden in `Debug`.

use std::fmt;

use serde::Deserialize;

use super::{SETTINGS, SHIPPING};
use crate::carrier::{Environment, Settings};
use crate::carriers::amazon::access::{Access, Region};
use crate::error::Result;
use crate::http::{Endpoint, Secret};

/// Which of Amazon's shipping businesses is asked, `x-amzn-shipping-business-id`. There is none for Germany.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub enum ShippingBusiness {
    /// United States, `AmazonShipping_US`.
    #[serde(rename = "AmazonShipping_US")]
    UnitedStates,
    /// India, `AmazonShipping_IN`.
    #[serde(rename = "AmazonShipping_IN")]
    India,
    /// United Kingdom, `AmazonShipping_UK`: the default, also Amazon's.
    #[default]
    #[serde(rename = "AmazonShipping_UK")]
    UnitedKingdom,
    /// United Arab Emirates, `AmazonShipping_UAE`.
    #[serde(rename = "AmazonShipping_UAE")]
    UnitedArabEmirates,
    /// Saudi Arabia, `AmazonShipping_SA`.
    #[serde(rename = "AmazonShipping_SA")]
    SaudiArabia,
    /// Egypt, `AmazonShipping_EG`.
    #[serde(rename = "AmazonShipping_EG")]
    Egypt,
    /// Italy, `AmazonShipping_IT`.
    #[serde(rename = "AmazonShipping_IT")]
    Italy,
    /// Spain, `AmazonShipping_ES`.
    #[serde(rename = "AmazonShipping_ES")]
    Spain,
    /// France, `AmazonShipping_FR`.
    #[serde(rename = "AmazonShipping_FR")]
    France,
    /// Japan, `AmazonShipping_JP`.
    #[serde(rename = "AmazonShipping_JP")]
    Japan,
}

/// Settings of [`SHIPPING`]. `Debug` shows the business, region and endpoints only.
///
/// ```
/// use parceltrack::carriers::amazon::{Access, ShippingBusiness, ShippingConfig};
///
/// let access = Access::new("amzn1.application-oa2-client.0", "s3cret", "Atzr|t0ken");
/// let config = ShippingConfig::new(access).with_business(ShippingBusiness::Italy);
/// assert!(!format!("{config:?}").contains("s3cret"));
/// ```
#[derive(Clone, Deserialize)]
#[serde(from = "Record")]
#[non_exhaustive]
pub struct ShippingConfig {
    /// Credentials and place.
    pub access: Access,
    /// Which business is asked.
    pub business: ShippingBusiness,
    /// The carrier's id as `getRates` names it; none for the business's own.
    pub carrier_id: Option<String>,
}

impl ShippingConfig {
    /// The shipper's credentials; United Kingdom.
    pub fn new(access: Access) -> Self {
        Self { access, business: ShippingBusiness::default(), carrier_id: None }
    }

    /// The settings in the environment, `PARCELTRACK_AMAZON_SHIPPING_…` or `PARCELTRACK_AMAZON_…`: `CLIENT_ID`,
    /// `CLIENT_SECRET`, `REFRESH_TOKEN`, and where they differ from the defaults `REGION`, `ENVIRONMENT`, `BUSINESS`, `CARRIER_ID`,
    /// `ENDPOINT` and `LOGIN_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the variable that is missing, unknown or of another
    /// form.
    pub fn from_env() -> Result<Self> {
        Settings::from_env(SHIPPING, SETTINGS)?.read(SETTINGS)
    }

    /// The same for another business.
    #[must_use]
    pub fn with_business(self, business: ShippingBusiness) -> Self {
        Self { business, ..self }
    }

    /// The same with another carrier's id.
    #[must_use]
    pub fn with_carrier_id(self, carrier_id: impl Into<String>) -> Self {
        Self { carrier_id: Some(carrier_id.into()), ..self }
    }
}

impl fmt::Debug for ShippingConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { access, business, carrier_id: _ } = self;
        f.debug_struct("ShippingConfig")
            .field("access", access)
            .field("business", business)
            .finish_non_exhaustive()
    }
}

/// The settings as they are written: all in one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    client_id: Secret,
    client_secret: Secret,
    refresh_token: Secret,
    #[serde(default)]
    region: Region,
    #[serde(default)]
    environment: Environment,
    #[serde(default)]
    business: ShippingBusiness,
    #[serde(default)]
    carrier_id: Option<String>,
    #[serde(default)]
    endpoint: Option<Endpoint>,
    #[serde(default)]
    login_endpoint: Option<Endpoint>,
}

impl From<Record> for ShippingConfig {
    fn from(record: Record) -> Self {
        let mut access = Access::new(record.client_id, record.client_secret, record.refresh_token)
            .with_region(record.region)
            .with_environment(record.environment);
        access.endpoint = record.endpoint;
        access.login_endpoint = record.login_endpoint;
        Self { access, business: record.business, carrier_id: record.carrier_id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn settings() -> Settings {
        Settings::new(SHIPPING)
            .set("client_id", "id-0001")
            .set("client_secret", "s3cr3t")
            .set("refresh_token", "Atzr|t0ken")
    }

    #[test]
    fn settings_become_a_config_with_defaults() {
        let config: ShippingConfig = settings().read(SETTINGS).unwrap();
        assert_eq!((config.access.region, config.business), (Region::Eu, ShippingBusiness::UnitedKingdom));
        let config: ShippingConfig = settings()
            .set("region", "na")
            .set("environment", "sandbox")
            .set("business", "AmazonShipping_US")
            .set("carrier_id", "AMZN_US")
            .set("endpoint", "http://127.0.0.1:1")
            .read(SETTINGS)
            .unwrap();
        assert_eq!(
            (config.access.region, config.access.environment, config.business),
            (Region::Na, Environment::Sandbox, ShippingBusiness::UnitedStates)
        );
        assert_eq!(config.access.endpoint.as_ref().unwrap().as_str(), "http://127.0.0.1:1/");
        let text = format!("{config:?}");
        assert!(!["id-0001", "s3cr3t", "t0ken"].iter().any(|secret| text.contains(secret)), "{text}");
    }

    #[test]
    fn every_flaw_names_its_key() {
        for (key, value) in
            [("region", "mars"), ("business", "AmazonShipping_DE"), ("endpoint", "http://example.com")]
        {
            let error = settings().set(key, value).read::<ShippingConfig>(SETTINGS).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            let text = format!("{error:#} {error:?}");
            assert!(text.contains(&format!("`{key}`")) && !text.contains(value), "{text}");
        }
    }
}
