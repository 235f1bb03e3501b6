//! Requests as plain values: the three operations that are asked. The token is added when they are sent.

use super::config::Config;
use crate::carriers::amazon::request::endpoint;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request};
use crate::model::OrderId;

/// The longest order identifier that either version takes, in characters.
const LONGEST_ORDER_ID: usize = 40;

/// Makes the requests of one configuration.
#[derive(Debug)]
pub(super) struct Requests {
    api: Endpoint,
}

impl Requests {
    pub(super) fn new(config: &Config) -> Result<Self> {
        Ok(Self {
            api: endpoint(config.endpoint.as_ref(), config.region.selling_partner_api(config.environment))?,
        })
    }

    /// An order with its shipments and packages (2020-07-01, `getFulfillmentOrder`).
    pub(super) fn order_2020(&self, id: &OrderId) -> Result<Request> {
        let path = ["fba", "outbound", "2020-07-01", "fulfillmentOrders", order_id(id)?];
        Ok(Request::get(&self.api, &path))
    }

    /// A package's scans (2020-07-01, `getPackageTrackingDetails`).
    pub(super) fn tracking_2020(&self, package: &OrderId) -> Result<Request> {
        // An int32 of the contract; 0 stands for "not assigned yet".
        let number = package.as_str().parse::<i32>().ok().filter(|number| *number > 0).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidNumber,
                format!("{} is no package number of Amazon's: use its digits", package.masked()),
            )
        })?;
        let request = Request::get(&self.api, &["fba", "outbound", "2020-07-01", "tracking"]);
        Ok(request.query("packageNumber", &number.to_string()))
    }

    /// An order with its shipments and packages (2026-07-04, `getOrder`).
    pub(super) fn order_2026(&self, id: &OrderId) -> Result<Request> {
        let path = ["fulfillment", "outbound", "2026-07-04", "orders", order_id(id)?];
        Ok(Request::get(&self.api, &path))
    }
}

fn order_id(id: &OrderId) -> Result<&str> {
    match id.as_str().chars().count() {
        ..=LONGEST_ORDER_ID => Ok(id.as_str()),
        count => Err(Error::new(
            ErrorKind::InvalidNumber,
            format!(
                "an order id of Amazon's has at most {LONGEST_ORDER_ID} characters, this one has {count}"
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Environment;
    use crate::carriers::amazon::access::Region;

    fn requests() -> Requests {
        Requests::new(
            &Config::new("id-1", "s3cr3t&", "Atzr|t0ken")
                .with_region(Region::Fe)
                .with_environment(Environment::Sandbox),
        )
        .unwrap()
    }

    #[test]
    fn each_operation_is_asked_as_its_contract_says() {
        let requests = requests();
        let id = |text: &str| text.parse::<OrderId>().unwrap();
        for (request, url) in [
            (
                requests.order_2020(&id("SHOP 1042/7")),
                "fba/outbound/2020-07-01/fulfillmentOrders/SHOP%201042%2F7",
            ),
            (
                requests.tracking_2020(&id("310045501")),
                "fba/outbound/2020-07-01/tracking?packageNumber=310045501",
            ),
            (requests.order_2026(&id("SHOP-1042")), "fulfillment/outbound/2026-07-04/orders/SHOP-1042"),
        ] {
            let request = request.unwrap();
            let expected = format!("GET https://sandbox.sellingpartnerapi-fe.amazon.com/{url}");
            assert_eq!(format!("{} {}", request.method().as_str(), request.url()), expected);
        }
    }

    #[test]
    fn what_the_contract_does_not_take_is_not_sent() {
        let requests = requests();
        for package in ["0", "-1", "2147483648", "PKG-1", "00340434161094042557"] {
            let error = requests.tracking_2020(&package.parse().unwrap()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidNumber);
            assert!(package.len() < 8 || !error.to_string().contains(package), "{error}");
        }
        let long: OrderId = "x".repeat(41).parse().unwrap();
        assert!(requests.order_2020(&long).is_err());
        assert!(requests.order_2026(&long).is_err());
    }
}
