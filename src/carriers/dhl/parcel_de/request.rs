//! Questions as a request, after
//! <https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany>.

use serde::Serialize;

use super::Config;
use super::config::Language;
use crate::carrier::{Environment, Query};
use crate::carriers::xml;
use crate::error::Result;
use crate::http::{Endpoint, Request, basic_auth};
use crate::model::TrackingNumber;

/// The document that is asked with.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "@appname")]
    user: &'a str,
    #[serde(rename = "@password")]
    password: &'a str,
    #[serde(rename = "@request")]
    operation: &'static str,
    #[serde(rename = "@language-code")]
    language: &'static str,
    #[serde(rename = "@piece-code")]
    numbers: String,
    #[serde(rename = "@zip-code", skip_serializing_if = "Option::is_none")]
    postal_code: Option<&'a str>,
}

/// The address to ask at.
///
/// # Errors
///
/// [`Misconfigured`](crate::ErrorKind::Misconfigured) if the config's is none.
pub(super) fn endpoint(config: &Config) -> Result<Endpoint> {
    let address = match config.environment {
        Environment::Production => "https://api-eu.dhl.com/parcel/de/tracking/v0",
        Environment::Sandbox => "https://api-sandbox.dhl.com/parcel/de/tracking/v0",
    };
    config.endpoint.clone().map_or_else(|| address.parse(), Ok)
}

/// The language that a question wishes, of the two that there are.
pub(super) fn language(config: &Config, query: &Query) -> Language {
    match query.language.as_deref().map(str::to_ascii_lowercase) {
        Some(wish) if wish.starts_with("de") => Language::De,
        Some(_) => Language::En,
        None => config.language,
    }
}

/// The request for up to 20 numbers; with a postal code for one.
///
/// The portal's user and password stand in its address, which no text of this crate shows.
pub(super) fn details(
    config: &Config,
    endpoint: &Endpoint,
    numbers: &[TrackingNumber],
    postal_code: Option<&str>,
    language: Language,
) -> Result<Request> {
    let numbers: Vec<&str> = numbers.iter().map(TrackingNumber::as_str).collect();
    let document = Document {
        user: config.portal_user.expose(),
        password: config.portal_password.expose(),
        operation: "d-get-piece-detail",
        language: language.as_str(),
        numbers: numbers.join(";"),
        postal_code,
    };
    Ok(Request::get(endpoint, &["shipments"])
        .secret_header("authorization", basic_auth(config.client_id.expose(), config.client_secret.expose()))
        .header("accept", "application/xml")
        .query("xml", &xml::write("data", &document)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;

    fn numbers() -> Vec<TrackingNumber> {
        ["00340434161094042557", "00340434161094032954"].map(|text| text.parse().unwrap()).into()
    }

    #[test]
    fn the_whole_request() {
        let config = Config::sandbox("key", "secret");
        let endpoint = endpoint(&config).unwrap();
        let request = details(&config, &endpoint, &numbers(), None, Language::De).unwrap();
        assert_eq!(request.method(), Method::Get);
        assert_eq!(request.url().path(), "/parcel/de/tracking/v0/shipments");
        assert_eq!(request.url().host_str(), Some("api-sandbox.dhl.com"));
        let query: Vec<_> = request.url().query_pairs().collect();
        assert_eq!(query.len(), 1);
        assert_eq!(
            (&*query[0].0, &*query[0].1),
            (
                "xml",
                r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?><data appname="zt12345" password="geheim" request="d-get-piece-detail" language-code="de" piece-code="00340434161094042557;00340434161094032954"/>"#
            )
        );
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(
            headers,
            [("authorization", "Basic a2V5OnNlY3JldA==", true), ("accept", "application/xml", false)]
        );
        assert!(!format!("{request:?}").contains("geheim"));
    }

    #[test]
    fn values_cannot_leave_their_attributes() {
        let config = Config::new("key", "secret", "user", r#"p" request="x&<>'ü"#);
        let endpoint = "http://127.0.0.1:1".parse().unwrap();
        let request =
            details(&config, &endpoint, &numbers()[..1], Some(r#"53113"/>"#), Language::En).unwrap();
        let (_, document) = request.url().query_pairs().next().unwrap();
        assert_eq!(document.matches('<').count(), 2, "{document}");
        assert_eq!(document.matches("request=").count(), 2, "one of them within the password: {document}");
        assert!(document.contains("zip-code=\"53113&quot;/&gt;\""), "{document}");
    }

    #[test]
    fn a_question_wishes_one_of_two_languages() {
        let config = Config::new("a", "b", "c", "d").with_language(Language::De);
        let mut query = Query::number(numbers()[0].clone());
        assert_eq!(language(&config, &query), Language::De);
        query.language = Some("de-AT".into());
        assert_eq!(language(&config, &query), Language::De);
        query.language = Some("fr".into());
        assert_eq!(language(&config, &query), Language::En);
    }
}
