//! What all requests share: the login, the token and the name of the program.

use super::access::Access;
use crate::error::Result;
use crate::http::{Endpoint, Request, Secret};

/// Where Login with Amazon is (<https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api>).
const LOGIN: &str = "https://api.amazon.com";

/// The address of an API: the one that the settings name, else its usual one.
pub(super) fn endpoint(given: Option<&Endpoint>, usual: &str) -> Result<Endpoint> {
    given.map_or_else(|| usual.parse(), |given| Ok(given.clone()))
}

/// Changes the refresh token for an access token that lives an hour.
///
/// # Errors
///
/// [`Misconfigured`](crate::ErrorKind::Misconfigured) where the login's address is none.
pub(super) fn login(access: &Access) -> Result<Request> {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", access.refresh_token.expose()),
        ("client_id", access.client_id.expose()),
        ("client_secret", access.client_secret.expose()),
    ];
    let endpoint = endpoint(access.login_endpoint.as_ref(), LOGIN)?;
    Ok(named(Request::post_form(&endpoint, &["auth", "o2", "token"], &fields)))
}

/// The same with the token that the login brought.
pub(super) fn with_token(request: Request, token: Secret) -> Request {
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
pub(super) mod tests {
    use super::super::access::Region;
    use super::*;
    use crate::carrier::Environment;

    /// A request as text: the line, the headers, the body.
    pub(in super::super) fn whole(request: &Request) -> String {
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

    fn access() -> Access {
        Access::new("id-1", "s3cr3t&", "Atzr|t0ken")
    }

    #[test]
    fn the_login_sends_the_credentials_as_a_form() {
        let request = login(&access()).unwrap();
        let expected = format!(
            "POST https://api.amazon.com/auth/o2/token\n\
             content-type: application/x-www-form-urlencoded;charset=UTF-8\n{}\naccept: application/json\n\
             grant_type=refresh_token&refresh_token=Atzr%7Ct0ken&client_id=id-1&client_secret=s3cr3t%26",
            agent()
        );
        assert_eq!(whole(&request), expected);
        assert!(!format!("{request:?}").contains("s3cr3t"));
        let mock: Endpoint = "http://127.0.0.1:8080/x".parse().unwrap();
        let request = login(&access().with_login_endpoint(mock)).unwrap();
        assert!(whole(&request).contains("8080/x/auth/o2/token\n"));
    }

    #[test]
    fn the_token_goes_into_amazons_own_header() {
        let endpoint = endpoint(None, Region::Na.selling_partner_api(Environment::Production)).unwrap();
        let expected = format!(
            "GET https://sellingpartnerapi-na.amazon.com/a\nx-amz-access-token: Atza|1 (secret)\n{}\n\
             accept: application/json\n",
            agent()
        );
        assert_eq!(whole(&with_token(Request::get(&endpoint, &["a"]), "Atza|1".into())), expected);
    }

    #[test]
    fn hosts_follow_region_and_endpoint() {
        for (region, environment, host) in [
            (Region::Na, Environment::Production, "https://sellingpartnerapi-na.amazon.com/"),
            (Region::Eu, Environment::Production, "https://sellingpartnerapi-eu.amazon.com/"),
            (Region::Fe, Environment::Sandbox, "https://sandbox.sellingpartnerapi-fe.amazon.com/"),
        ] {
            assert_eq!(endpoint(None, region.selling_partner_api(environment)).unwrap().as_str(), host);
        }
        let mock: Endpoint = "http://127.0.0.1:8080/x".parse().unwrap();
        assert_eq!(endpoint(Some(&mock), "https://a.example").unwrap(), mock);
    }
}
