//! Requests as plain values: the login and the question for up to a hundred shipments, after Hermes' OpenAPI texts of
//! 2025 (<https://github.com/karrioapi/karrio/tree/main/modules/connectors/hermes/vendor>).

use super::config::{Config, Language};
use crate::carrier::{Environment, Query};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request, Secret};
use crate::model::{self, TrackingNumber};

/// The most ids that one request carries.
#[cfg(all(feature = "hermes", feature = "http"))]
pub(super) const MOST_IDS: usize = 100;

/// Makes the requests of one config.
#[derive(Debug, Clone)]
pub(super) struct Requests {
    api: Endpoint,
    login: Endpoint,
    agent: Secret,
}

impl Requests {
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] if an address is none.
    pub(super) fn new(config: &Config) -> Result<Self> {
        let (api, login) = match config.environment {
            Environment::Production => ("https://de-api.hermesworld.com", "https://authme.myhermes.de"),
            Environment::Sandbox => ("https://de-api-int.hermesworld.com", "https://authme-int.myhermes.de"),
        };
        let or = |given: &Option<Endpoint>, usual: &str| given.clone().map_or_else(|| usual.parse(), Ok);
        let agent = || Secret::from(concat!("parceltrack/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            api: or(&config.endpoint, api)?,
            login: or(&config.login_endpoint, login)?,
            agent: config.user_agent.clone().unwrap_or_else(agent),
        })
    }

    /// Changes the credentials for an access token that lives an hour.
    pub(super) fn login(&self, config: &Config) -> Request {
        let fields = [
            ("grant_type", "password"),
            ("client_id", config.client_id.expose()),
            ("client_secret", config.client_secret.expose()),
            ("username", config.username.expose()),
            ("password", config.password.expose()),
        ];
        let path = ["authorization-facade", "oauth2", "access_token"];
        self.named(Request::post_form(&self.login, &path, &fields))
    }

    /// Asks for shipments, at most [`MOST_IDS`] of them, each once.
    pub(super) fn shipments<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a String>,
        language: Language,
        token: Secret,
    ) -> Request {
        let bearer = Secret::from(format!("Bearer {}", token.expose()));
        let request = Request::get(&self.api, &["services", "hsi", "shipmentinfo"])
            .secret_header("authorization", bearer)
            .header("accept-language", language.as_str().to_ascii_uppercase());
        self.named(ids.into_iter().fold(request, |request, id| request.query("shipmentID", id)))
    }

    fn named(&self, request: Request) -> Request {
        request.secret_header("user-agent", self.agent.clone()).header("accept", "application/json")
    }
}

/// The id of a number, as Hermes takes it: dashes are print only.
///
/// # Errors
///
/// [`ErrorKind::InvalidNumber`] for characters that no id has.
pub(super) fn id_of(number: &TrackingNumber) -> Result<String> {
    let id = number.as_str().replace('-', "");
    if id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(id);
    }
    let text = format!("{} is no number of Hermes': they have letters and digits only", number.masked());
    Err(Error::new(ErrorKind::InvalidNumber, text))
}

/// The language of an answer: the wished one where Hermes has it.
pub(super) fn language(query: &Query, config: &Config) -> Language {
    match query.language.as_deref().map(str::parse) {
        Some(Ok(model::Language::GERMAN)) => Language::De,
        Some(Ok(model::Language::ENGLISH)) => Language::En,
        _ => config.language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::new("id-1", "s3cr3t&", "user@shop", "p w")
    }

    fn whole(request: &Request) -> String {
        let headers: Vec<String> = request
            .headers()
            .map(|(name, value, secret)| format!("{name}: {value}{}", if secret { " (secret)" } else { "" }))
            .collect();
        let (method, url) = (request.method().as_str(), request.url());
        format!("{method} {url}\n{}\n{}", headers.join("\n"), request.body().unwrap_or_default())
    }

    #[test]
    fn the_login_sends_the_credentials_as_a_form() {
        let request = Requests::new(&config()).unwrap().login(&config());
        let expected = format!(
            "POST https://authme.myhermes.de/authorization-facade/oauth2/access_token\n\
             content-type: application/x-www-form-urlencoded;charset=UTF-8\n\
             user-agent: parceltrack/{} (secret)\naccept: application/json\n\
             grant_type=password&client_id=id-1&client_secret=s3cr3t%26&username=user%40shop&password=p+w",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(whole(&request), expected);
    }

    #[test]
    fn shipments_are_asked_with_repeated_ids() {
        let config = config().with_environment(Environment::Sandbox).with_user_agent("my-shop/1");
        let ids = ["T1132981237129800".to_owned(), "T1000987654321020".to_owned()];
        let request = Requests::new(&config).unwrap().shipments(&ids, Language::En, "t0k3n".into());
        assert_eq!(
            whole(&request),
            "GET https://de-api-int.hermesworld.com/services/hsi/shipmentinfo?shipmentID=T1132981237129800&shipmentID=T1000987654321020\n\
             authorization: Bearer t0k3n (secret)\naccept-language: EN\nuser-agent: my-shop/1 (secret)\naccept: application/json\n"
        );
        let mock = "http://127.0.0.1:8080".parse::<Endpoint>().unwrap();
        let mocked = Requests::new(&config.with_endpoint(mock.clone()).with_login_endpoint(mock)).unwrap();
        let url = mocked.shipments(&ids[..1], Language::De, "t".into()).url().to_string();
        assert_eq!(url, "http://127.0.0.1:8080/services/hsi/shipmentinfo?shipmentID=T1132981237129800");
    }

    #[test]
    fn ids_have_letters_and_digits_and_dashes_are_left_out() {
        let id = |text: &str| id_of(&text.parse().unwrap());
        assert_eq!(id("H1000-0200 0000 0123 456").unwrap(), "H1000020000000123456");
        let error = id("0840.1387.2950").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidNumber);
        assert!(!error.to_string().contains("0840"), "{error}");
    }

    #[test]
    fn a_wish_goes_before_the_config_where_hermes_has_the_language() {
        let mut query = Query::number("08401387295096".parse().unwrap());
        for (wish, found) in
            [("en", Language::En), ("de-AT", Language::De), ("EN_gb", Language::En), ("fr", Language::En)]
        {
            query.language = Some(wish.into());
            assert_eq!(language(&query, &config().with_language(Language::En)), found, "{wish}");
        }
        query.language = None;
        assert_eq!(language(&query, &config()), Language::De);
    }
}
