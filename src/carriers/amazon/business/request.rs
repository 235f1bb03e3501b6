//! The one request as a plain value.

use super::config::{Config, Country};
use crate::carriers::amazon::request::endpoint;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request};
use crate::model::OrderId;

/// Makes the requests of one configuration.
#[derive(Debug)]
pub(super) struct Requests {
    api: Endpoint,
    country: Country,
}

impl Requests {
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where an address is none.
    pub(super) fn new(config: &Config) -> Result<Self> {
        let host = config.country.region().business_api(config.environment);
        Ok(Self { api: endpoint(config.endpoint.as_ref(), host)?, country: config.country })
    }

    /// A package's details (`getPackageTrackingDetails`), by order, shipment and package with slashes between.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidNumber`] for what has not these three parts.
    pub(super) fn package(&self, id: &OrderId) -> Result<Request> {
        let parts: Vec<&str> = id.as_str().split('/').collect();
        let [order, shipment, package] = parts.as_slice() else { return Err(odd(id)) };
        if parts.iter().any(|part| part.is_empty()) {
            return Err(odd(id));
        }
        let path = ["ab-tracking", "2025-07-02", "orders", order, "shipments", shipment, "packages", package];
        Ok(Request::get(&self.api, &path).query("region", self.country.as_str()))
    }
}

fn odd(id: &OrderId) -> Error {
    let text = format!(
        "{} is no package of Amazon Business': name order, shipment and package with slashes between",
        id.masked()
    );
    Error::new(ErrorKind::InvalidNumber, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Environment;

    fn config(country: Country) -> Config {
        Config::new("id", "s3cr3t", "Atzr|0", country)
    }

    #[test]
    fn a_package_is_asked_as_the_specification_says() {
        let requests = Requests::new(&config(Country::Us)).unwrap();
        let request = requests.package(&"114-2589187-9801025/401971789238301/1".parse().unwrap()).unwrap();
        assert_eq!(
            request.url().as_str(),
            "https://na.business-api.amazon.com/ab-tracking/2025-07-02/orders/114-2589187-9801025/shipments/\
             401971789238301/packages/1?region=US"
        );
        for odd in ["114-2589187-9801025", "a/b", "a//b", "a/b/c/d", "/b/c"] {
            let error = requests.package(&odd.parse().unwrap()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidNumber);
        }
    }

    #[test]
    fn shops_lie_in_their_region() {
        let host = |config: Config| Requests::new(&config).map(|requests| requests.api.as_str().to_owned());
        assert_eq!(host(config(Country::Jp)).unwrap(), "https://jp.business-api.amazon.com/");
        let sandbox = config(Country::De).with_environment(Environment::Sandbox);
        assert_eq!(host(sandbox).unwrap(), "https://sandbox.eu.business-api.amazon.com/");
    }
}
