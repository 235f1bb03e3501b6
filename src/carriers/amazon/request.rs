//! Requests as plain values: the login and the three operations that are asked.

use super::config::{Config, Region};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request, Secret};
use crate::model::OrderId;

/// Where Login with Amazon is (<https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api>).
const LOGIN: &str = "https://api.amazon.com";

/// The longest order identifier that either version takes, in characters.
const LONGEST_ORDER_ID: usize = 40;

/// Makes the requests of one configuration.
#[derive(Debug)]
pub(super) struct Requests {
    api: Endpoint,
    login: Endpoint,
}

impl Requests {
    pub(super) fn new(config: &Config) -> Result<Self> {
        let host = match config.region {
            Region::Na => "https://sellingpartnerapi-na.amazon.com",
            Region::Eu => "https://sellingpartnerapi-eu.amazon.com",
            Region::Fe => "https://sellingpartnerapi-fe.amazon.com",
            Region::NaSandbox => "https://sandbox.sellingpartnerapi-na.amazon.com",
            Region::EuSandbox => "https://sandbox.sellingpartnerapi-eu.amazon.com",
            Region::FeSandbox => "https://sandbox.sellingpartnerapi-fe.amazon.com",
        };
        let or = |given: &Option<Endpoint>, usual: &str| given.clone().map_or_else(|| usual.parse(), Ok);
        Ok(Self { api: or(&config.endpoint, host)?, login: or(&config.login_endpoint, LOGIN)? })
    }

    /// Changes the refresh token for an access token that lives an hour.
    pub(super) fn login(&self, config: &Config) -> Request {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", config.refresh_token.expose()),
            ("client_id", &config.client_id),
            ("client_secret", config.client_secret.expose()),
        ];
        named(Request::post_form(&self.login, &["auth", "o2", "token"], &fields))
    }

    /// An order with its shipments and packages (2020-07-01, `getFulfillmentOrder`).
    pub(super) fn order_2020(&self, id: &OrderId, token: Secret) -> Result<Request> {
        let path = ["fba", "outbound", "2020-07-01", "fulfillmentOrders", order_id(id)?];
        Ok(with_token(Request::get(&self.api, &path), token))
    }

    /// A package's scans (2020-07-01, `getPackageTrackingDetails`).
    pub(super) fn tracking_2020(&self, package: &OrderId, token: Secret) -> Result<Request> {
        // An int32 of the contract; 0 stands for "not assigned yet".
        let number = package.as_str().parse::<i32>().ok().filter(|number| *number > 0).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidNumber,
                format!("{} is no package number of Amazon's: use its digits", package.masked()),
            )
        })?;
        let request = Request::get(&self.api, &["fba", "outbound", "2020-07-01", "tracking"])
            .query("packageNumber", &number.to_string());
        Ok(with_token(request, token))
    }

    /// An order with its shipments and packages (2026-07-04, `getOrder`).
    pub(super) fn order_2026(&self, id: &OrderId, token: Secret) -> Result<Request> {
        let path = ["fulfillment", "outbound", "2026-07-04", "orders", order_id(id)?];
        Ok(with_token(Request::get(&self.api, &path), token))
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

fn with_token(request: Request, token: Secret) -> Request {
    named(request.secret_header("x-amz-access-token", token))
}

/// Amazon wants to know program and language
/// (<https://developer-docs.amazon.com/sp-api/docs/include-a-user-agent-header-in-all-requests>).
fn named(request: Request) -> Request {
    let agent = format!(
        "parceltrack/{} (Language=Rust; Platform={})",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS
    );
    request.header("user-agent", agent).header("accept", "application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new("id-1", "s3cr3t&", "Atzr|t0ken")
    }

    fn requests() -> Requests {
        Requests::new(&config()).unwrap()
    }

    fn whole(request: &Request) -> String {
        let headers: Vec<String> = request
            .headers()
            .map(|(name, value, secret)| format!("{name}: {value}{}", if secret { " (secret)" } else { "" }))
            .collect();
        let (method, url) = (request.method().as_str(), request.url());
        format!("{method} {url}\n{}\n{}", headers.join("\n"), request.body().unwrap_or_default())
    }

    fn agent() -> String {
        let os = std::env::consts::OS;
        format!("user-agent: parceltrack/{} (Language=Rust; Platform={os})", env!("CARGO_PKG_VERSION"))
    }

    #[test]
    fn the_login_sends_the_credentials_as_a_form() {
        let request = requests().login(&config());
        let expected = format!(
            "POST https://api.amazon.com/auth/o2/token\n\
             content-type: application/x-www-form-urlencoded;charset=UTF-8\n{}\naccept: application/json\n\
             grant_type=refresh_token&refresh_token=Atzr%7Ct0ken&client_id=id-1&client_secret=s3cr3t%26",
            agent()
        );
        assert_eq!(whole(&request), expected);
        assert!(!format!("{request:?}").contains("s3cr3t"));
    }

    #[test]
    fn each_operation_is_asked_as_its_contract_says() {
        let get = |url: &str| {
            format!(
                "GET https://sellingpartnerapi-eu.amazon.com/{url}\nx-amz-access-token: Atza|1 (secret)\n{}\n\
                 accept: application/json\n",
                agent()
            )
        };
        let (requests, token) = (requests(), || Secret::from("Atza|1"));
        let id = |text: &str| text.parse::<OrderId>().unwrap();
        assert_eq!(
            whole(&requests.order_2020(&id("SHOP 1042/7"), token()).unwrap()),
            get("fba/outbound/2020-07-01/fulfillmentOrders/SHOP%201042%2F7")
        );
        assert_eq!(
            whole(&requests.tracking_2020(&id("310045501"), token()).unwrap()),
            get("fba/outbound/2020-07-01/tracking?packageNumber=310045501")
        );
        assert_eq!(
            whole(&requests.order_2026(&id("SHOP-1042"), token()).unwrap()),
            get("fulfillment/outbound/2026-07-04/orders/SHOP-1042")
        );
    }

    #[test]
    fn hosts_follow_region_and_endpoint() {
        let host = |config: &Config| Requests::new(config).unwrap().api.as_str().to_owned();
        assert_eq!(
            host(&config().with_region(Region::FeSandbox)),
            "https://sandbox.sellingpartnerapi-fe.amazon.com/"
        );
        assert_eq!(host(&config().with_region(Region::Na)), "https://sellingpartnerapi-na.amazon.com/");
        let mock: Endpoint = "http://127.0.0.1:8080/x".parse().unwrap();
        let config = config().with_endpoint(mock.clone()).with_login_endpoint(mock);
        assert_eq!(host(&config), "http://127.0.0.1:8080/x/");
        assert!(whole(&Requests::new(&config).unwrap().login(&config)).contains("8080/x/auth/o2/token\n"));
    }

    #[test]
    fn what_the_contract_does_not_take_is_not_sent() {
        let requests = requests();
        for package in ["0", "-1", "2147483648", "PKG-1", "00340434161094042557"] {
            let error = requests.tracking_2020(&package.parse().unwrap(), "t".into()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidNumber);
            assert!(package.len() < 8 || !error.to_string().contains(package), "{error}");
        }
        let long: OrderId = "x".repeat(41).parse().unwrap();
        assert!(requests.order_2020(&long, "t".into()).is_err());
        assert!(requests.order_2026(&long, "t".into()).is_err());
    }
}
