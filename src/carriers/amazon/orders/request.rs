//! Requests as plain values: an order in either version, its lines, and the exchange of a token for a restricted one.

use serde_json::json;

use super::config::{Config, PersonalData};
use crate::carriers::amazon::request::endpoint;
use crate::error::Result;
use crate::http::{Endpoint, Request};
use crate::model::OrderId;

/// The data sets of an order that are asked for (2026-01-01): what is in it, how far it is, and its parcels.
const INCLUDED: &str = "FULFILLMENT,PACKAGES,CANCELLATION";

/// The same with where it goes.
const INCLUDED_WITH_DESTINATION: &str = "FULFILLMENT,PACKAGES,CANCELLATION,RECIPIENT";

/// Makes the requests of one configuration.
#[derive(Debug)]
pub(super) struct Requests {
    api: Endpoint,
    included: &'static str,
}

impl Requests {
    pub(super) fn new(config: &Config) -> Result<Self> {
        let included = match config.personal_data {
            PersonalData::None => INCLUDED,
            PersonalData::Destination => INCLUDED_WITH_DESTINATION,
        };
        Ok(Self {
            api: endpoint(config.endpoint.as_ref(), config.region.selling_partner_api(config.environment))?,
            included,
        })
    }

    /// An order with its lines and parcels (2026-01-01, `getOrder`).
    pub(super) fn order_2026(&self, id: &OrderId) -> Request {
        Request::get(&self.api, &["orders", "2026-01-01", "orders", id.as_str()])
            .query("includedData", self.included)
    }

    /// An order without its lines (version 0, `getOrder`).
    pub(super) fn order_v0(&self, id: &OrderId) -> Request {
        Request::get(&self.api, &["orders", "v0", "orders", id.as_str()])
    }

    /// A page of an order's lines (version 0, `getOrderItems`).
    pub(super) fn items_v0(&self, id: &OrderId, next: Option<&str>) -> Request {
        let request = Request::get(&self.api, &["orders", "v0", "orders", id.as_str(), "orderItems"]);
        match next {
            Some(next) => request.query("NextToken", next),
            None => request,
        }
    }

    /// A token with which `getOrder` of version 0 tells where one order goes (`createRestrictedDataToken`).
    pub(super) fn restricted_token(&self, id: &OrderId) -> Request {
        let path = self.order_v0(id).url().path().to_owned();
        let body = json!({
            "restrictedResources": [{"method": "GET", "path": path, "dataElements": ["shippingAddress"]}],
        });
        let path = ["tokens", "2021-03-01", "restrictedDataToken"];
        Request::post(&self.api, &path, "application/json", body.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::access::Region;

    fn config() -> Config {
        Config::new("id", "s3cr3t", "Atzr|0")
    }

    #[test]
    fn each_operation_is_asked_as_its_contract_says() {
        let id: OrderId = "302-1234567-7654321".parse().unwrap();
        let requests = Requests::new(&config()).unwrap();
        let host = "https://sellingpartnerapi-eu.amazon.com/orders";
        let url = |request: Request| request.url().as_str().to_owned();
        assert_eq!(
            url(requests.order_2026(&id)),
            format!(
                "{host}/2026-01-01/orders/302-1234567-7654321?includedData=FULFILLMENT%2CPACKAGES%2CCANCELLATION"
            )
        );
        assert_eq!(url(requests.order_v0(&id)), format!("{host}/v0/orders/302-1234567-7654321"));
        assert_eq!(
            url(requests.items_v0(&id, Some("a+b"))),
            format!("{host}/v0/orders/302-1234567-7654321/orderItems?NextToken=a%2Bb")
        );
        assert!(url(requests.order_v0(&"a/b".parse().unwrap())).ends_with("/orders/a%2Fb"));
    }

    #[test]
    fn personal_data_are_asked_for_on_demand_only() {
        let id: OrderId = "302-1234567-7654321".parse().unwrap();
        let config = config().with_region(Region::Na).with_personal_data(PersonalData::Destination);
        let requests = Requests::new(&config).unwrap();
        assert!(requests.order_2026(&id).url().as_str().ends_with("%2CRECIPIENT"));
        let request = requests.restricted_token(&id);
        assert_eq!(request.url().path(), "/tokens/2021-03-01/restrictedDataToken");
        let body: serde_json::Value = serde_json::from_str(request.body().unwrap()).unwrap();
        let expected = json!({"restrictedResources": [{"method": "GET",
            "path": "/orders/v0/orders/302-1234567-7654321", "dataElements": ["shippingAddress"]}]});
        assert_eq!(body, expected);
    }
}
