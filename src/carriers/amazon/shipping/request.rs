//! The request as a plain value. The token is added when it is sent.

use std::fmt;

use super::config::{ShippingBusiness, ShippingConfig};
use crate::carriers::amazon::request::endpoint;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request};
use crate::model::TrackingNumber;

/// Makes the requests of one configuration.
pub(super) struct Requests {
    api: Endpoint,
    business: &'static str,
    carrier_id: String,
}

impl Requests {
    pub(super) fn new(config: &ShippingConfig) -> Result<Self> {
        let (business, own_carrier) = names(config.business);
        let carrier_id = config.carrier_id.as_deref().or(own_carrier).ok_or_else(|| {
            let text = format!("setting `carrier_id` is missing: no carrier of {business} is known");
            Error::new(ErrorKind::Misconfigured, text)
        })?;
        let access = &config.access;
        Ok(Self {
            api: endpoint(access.endpoint.as_ref(), access.region.selling_partner_api(access.environment))?,
            business,
            carrier_id: carrier_id.to_owned(),
        })
    }

    /// A parcel's events and summary (`getTracking`).
    pub(super) fn tracking(&self, number: &TrackingNumber) -> Request {
        Request::get(&self.api, &["shipping", "v2", "tracking"])
            .query("trackingId", number.as_str())
            .query("carrierId", &self.carrier_id)
            .header("x-amzn-shipping-business-id", self.business)
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { api, business, carrier_id: _ } = self;
        f.debug_struct("Requests")
            .field("api", &api.as_str())
            .field("business", business)
            .finish_non_exhaustive()
    }
}

/// A business's name for Amazon, with the id of its carrier as sellers' answers of `getRates` were seen to name it
/// (<https://github.com/amzn/selling-partner-api-models/issues/4923>).
fn names(business: ShippingBusiness) -> (&'static str, Option<&'static str>) {
    match business {
        ShippingBusiness::UnitedStates => ("AmazonShipping_US", Some("AMZN_US")),
        ShippingBusiness::India => ("AmazonShipping_IN", Some("ATS")),
        ShippingBusiness::UnitedKingdom => ("AmazonShipping_UK", Some("AMZN_UK")),
        ShippingBusiness::UnitedArabEmirates => ("AmazonShipping_UAE", None),
        ShippingBusiness::SaudiArabia => ("AmazonShipping_SA", None),
        ShippingBusiness::Egypt => ("AmazonShipping_EG", None),
        ShippingBusiness::Italy => ("AmazonShipping_IT", Some("AMZN_IT")),
        ShippingBusiness::Spain => ("AmazonShipping_ES", Some("AMZN_ES")),
        ShippingBusiness::France => ("AmazonShipping_FR", Some("AMZN_FR")),
        ShippingBusiness::Japan => ("AmazonShipping_JP", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Environment;
    use crate::carriers::amazon::access::Access;

    fn config(business: ShippingBusiness) -> ShippingConfig {
        ShippingConfig::new(Access::new("id", "s3cr3t", "Atzr|0").with_environment(Environment::Sandbox))
            .with_business(business)
    }

    #[test]
    fn a_number_is_asked_with_carrier_and_business() {
        let request = Requests::new(&config(ShippingBusiness::Italy))
            .unwrap()
            .tracking(&"IT1000000001".parse().unwrap());
        let expected = "https://sandbox.sellingpartnerapi-eu.amazon.com/shipping/v2/tracking?\
             trackingId=IT1000000001&carrierId=AMZN_IT";
        assert_eq!(request.url().as_str(), expected);
        let header = ("x-amzn-shipping-business-id", "AmazonShipping_IT", false);
        assert_eq!(request.headers().collect::<Vec<_>>(), [header]);
    }

    #[test]
    fn a_business_whose_carrier_is_not_known_needs_one() {
        let error = Requests::new(&config(ShippingBusiness::Japan)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Misconfigured);
        assert!(error.to_string().contains("`carrier_id`"));
        assert!(Requests::new(&config(ShippingBusiness::Japan).with_carrier_id("AMZN_JP")).is_ok());
    }
}
