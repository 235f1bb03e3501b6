//! A question as a request, after <https://developer.dhl.com/api-reference/shipment-tracking>.

use super::{Config, UNIFIED};
use crate::carrier::{Query, Reference};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request};
use crate::model::Language;

/// Where the API is unless the config tells otherwise.
const HOST: &str = "https://api-eu.dhl.com";

/// The address to ask at.
///
/// # Errors
///
/// [`ErrorKind::Misconfigured`] if the config's is none.
pub(super) fn endpoint(config: &Config) -> Result<Endpoint> {
    config.endpoint.clone().map_or_else(|| HOST.parse(), Ok)
}

/// The request for one number; the API has no form for several.
///
/// # Errors
///
/// [`ErrorKind::Unsupported`] for any other kind of reference.
pub(super) fn track(config: &Config, endpoint: &Endpoint, query: &Query) -> Result<Request> {
    let Reference::Number(number) = &query.reference else {
        let text = format!("{UNIFIED} is asked by number, not by {}", query.reference.kind());
        return Err(Error::new(ErrorKind::Unsupported, text).with_channel(&UNIFIED));
    };
    let mut request = Request::get(endpoint, &["track", "shipments"])
        .secret_header("dhl-api-key", config.api_key.clone())
        .header("accept", "application/json")
        .query("trackingNumber", number.as_str());
    if let Some(service) = &config.service {
        request = request.query("service", service);
    }
    if let Some(postal_code) = &query.postal_code {
        request = request.query("recipientPostalCode", postal_code.as_str());
    }
    // Anything but two letters is answered with 400, so a finer wish such as `de-AT` is cut and an odd one left out.
    let wish = query.language.as_deref().and_then(|tag| tag.parse::<Language>().ok());
    let wish =
        wish.map(Into::into).or_else(|| config.language.as_ref().map(|text| text.to_ascii_lowercase()));
    if let Some(language) = wish {
        request = request.query("language", &language);
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;

    fn query() -> Query {
        Query::number("00340434161094042557".parse().unwrap())
    }

    fn url(config: &Config, query: &Query) -> String {
        track(config, &endpoint(config).unwrap(), query).unwrap().url().to_string()
    }

    #[test]
    fn the_whole_request() {
        let config = Config::new("k3y").with_service("parcel-de");
        let mut query = query();
        query.postal_code = Some("53113".into());
        query.language = Some("de-AT".into());
        let request = track(&config, &endpoint(&config).unwrap(), &query).unwrap();
        assert_eq!(request.method(), Method::Get);
        assert_eq!(
            request.url().as_str(),
            "https://api-eu.dhl.com/track/shipments?trackingNumber=00340434161094042557&service=parcel-de&recipientPostalCode=53113&language=de"
        );
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(headers, [("dhl-api-key", "k3y", true), ("accept", "application/json", false)]);
        assert_eq!(request.body(), None);
    }

    #[test]
    fn nothing_is_sent_that_was_not_told() {
        let plain = Config::new("k3y");
        assert_eq!(
            url(&plain, &query()),
            "https://api-eu.dhl.com/track/shipments?trackingNumber=00340434161094042557"
        );
        let mock = plain.with_endpoint("http://127.0.0.1:8080".parse().unwrap()).with_language("DE");
        assert_eq!(
            url(&mock, &query()),
            "http://127.0.0.1:8080/track/shipments?trackingNumber=00340434161094042557&language=de"
        );
    }

    #[test]
    fn only_numbers_can_be_asked() {
        let config = Config::new("k3y");
        let order = Query::order("A-1".parse().unwrap());
        let error = track(&config, &endpoint(&config).unwrap(), &order).unwrap_err();
        assert_eq!((error.kind(), error.channel()), (ErrorKind::Unsupported, Some(&UNIFIED)));
    }
}
