//! Requests as plain values, as programs that call the API send them
//! (<https://github.com/ha-parcel-integrations/ha-evri>).

use super::Config;
use crate::error::Result;
use crate::http::{Endpoint, Request, Secret};
use crate::model::TrackingNumber;

/// Makes the requests of one config.
#[derive(Debug, Clone)]
pub(super) struct Requests {
    api: Endpoint,
    login: Endpoint,
}

impl Requests {
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) if an address is none.
    pub(super) fn new(config: &Config) -> Result<Self> {
        let or = |given: &Option<Endpoint>, usual: &str| given.clone().map_or_else(|| usual.parse(), Ok);
        Ok(Self {
            api: or(&config.endpoint, "https://api.hermesworld.co.uk")?,
            login: or(&config.login_endpoint, "https://hermes-client-integration-prod.eu.auth0.com")?,
        })
    }

    /// Changes the credentials for an access token.
    pub(super) fn login(&self, config: &Config) -> Request {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", config.client_id.expose()),
            ("client_secret", config.client_secret.expose()),
            ("audience", config.audience.as_ref().map_or("client-tracking-api", Secret::expose)),
        ];
        Request::post_form(&self.login, &["oauth", "token"], &fields).header("accept", "application/json")
    }

    /// Asks for the events of one barcode; the API has no form for several.
    pub(super) fn events(&self, barcode: &TrackingNumber, config: &Config, token: Secret) -> Request {
        Request::get(&self.api, &["client-tracking-api", "v1", "events"])
            .secret_header("authorization", Secret::from(format!("Bearer {}", token.expose())))
            .secret_header("apikey", config.api_key.clone())
            .header("accept", "application/json")
            .query("barcode", barcode.as_str())
            .query("descriptionType", "CLIENT")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::evri::Access;

    #[test]
    fn the_whole_requests() {
        let config = Config::new(Access::Undocumented, "id-1", "s3cr3t&", "k3y");
        let requests = Requests::new(&config).unwrap();
        let login = requests.login(&config);
        assert_eq!(login.url().as_str(), "https://hermes-client-integration-prod.eu.auth0.com/oauth/token");
        let form = "grant_type=client_credentials&client_id=id-1&client_secret=s3cr3t%26&audience=client-tracking-api";
        assert_eq!(login.body(), Some(form));
        let other = config.clone().with_audience("https://api.hermesworld.co.uk");
        assert!(
            requests.login(&other).body().unwrap().ends_with("&audience=https%3A%2F%2Fapi.hermesworld.co.uk")
        );
        let events = requests.events(&"T00KBX0041928374".parse().unwrap(), &config, "t0k3n".into());
        assert_eq!(
            events.url().as_str(),
            "https://api.hermesworld.co.uk/client-tracking-api/v1/events?barcode=T00KBX0041928374&descriptionType=CLIENT"
        );
        let headers: Vec<_> = events.headers().collect();
        assert_eq!(
            headers,
            [
                ("authorization", "Bearer t0k3n", true),
                ("apikey", "k3y", true),
                ("accept", "application/json", false)
            ]
        );
    }
}
