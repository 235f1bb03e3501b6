//! A question, and a login, as requests, after UPS's contracts of the Tracking API and of OAuth client credentials
//! (<https://github.com/UPS-API/api-documentation>).

use super::TRACK;
use super::config::Config;
use super::locale::locale;
use crate::carrier::{Environment, Query, Reference};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request, Secret, basic_auth};

/// How long a number may be that UPS takes, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 7..=34;

/// Where to ask.
///
/// # Errors
///
/// [`ErrorKind::Misconfigured`] if the address is none.
pub(super) fn endpoint(config: &Config) -> Result<Endpoint> {
    let host = match config.environment {
        Environment::Production => "https://onlinetools.ups.com",
        Environment::Sandbox => "https://wwwcie.ups.com",
    };
    config.endpoint.clone().map_or_else(|| host.parse(), Ok)
}

/// The login.
pub(super) fn login(config: &Config, endpoint: &Endpoint) -> Request {
    let path = ["security", "v1", "oauth", "token"];
    let request = Request::post_form(endpoint, &path, &[("grant_type", "client_credentials")])
        .secret_header("authorization", basic_auth(config.client_id.expose(), config.client_secret.expose()))
        .header("accept", "application/json");
    match &config.account {
        Some(account) => request.secret_header("x-merchant-id", account.clone()),
        None => request,
    }
}

/// What a question asks UPS: one number, in a language.
pub(super) struct Question {
    number: String,
    pub(super) locale: Option<String>,
}

/// Reads a question; the API has no form for several numbers.
///
/// # Errors
///
/// [`ErrorKind::Unsupported`] for any other kind of reference, [`ErrorKind::InvalidNumber`] for a number of a length that
/// UPS refuses.
pub(super) fn question(config: &Config, query: &Query) -> Result<Question> {
    let Reference::Number(number) = &query.reference else {
        let text = format!("{TRACK} is asked by number, not by {}", query.reference.kind());
        return Err(Error::new(ErrorKind::Unsupported, text).with_channel(&TRACK));
    };
    if !LENGTHS.contains(&number.as_str().len()) {
        let text =
            format!("{TRACK}: UPS takes numbers of {} to {} characters", LENGTHS.start(), LENGTHS.end());
        return Err(Error::new(ErrorKind::InvalidNumber, text).with_channel(&TRACK));
    }
    let locale = locale(query.language.as_deref(), config.language.as_deref());
    Ok(Question { number: number.as_str().to_owned(), locale })
}

/// The request of a question, with an id that no other request has.
pub(super) fn track(
    config: &Config,
    endpoint: &Endpoint,
    question: &Question,
    token: &Secret,
    transaction: &str,
) -> Request {
    let mut request = Request::get(endpoint, &["api", "track", "v1", "details", &question.number])
        .secret_header("authorization", format!("Bearer {}", token.expose()).into())
        .header("accept", "application/json")
        .header("transid", transaction)
        .header("transactionsrc", config.source.as_deref().unwrap_or("parceltrack"));
    if let Some(locale) = &question.locale {
        request = request.query("locale", locale);
    }
    for (name, is_wished) in [
        ("returnSignature", config.signature),
        ("returnMilestones", config.milestones),
        ("returnPOD", config.proof_of_delivery),
    ] {
        if is_wished {
            request = request.query(name, "true");
        }
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;

    const NUMBER: &str = "1Z5R89390357567127";

    fn query(number: &str) -> Query {
        Query::number(number.parse().unwrap())
    }

    fn asked(config: &Config, query: &Query) -> Request {
        let question = question(config, query).unwrap();
        track(config, &endpoint(config).unwrap(), &question, &"t0ken".into(), "0001")
    }

    #[test]
    fn the_whole_question() {
        let mut query = query(NUMBER);
        query.language = Some("de".into());
        let request = asked(&Config::new("id", "s3cr3t"), &query);
        assert_eq!(
            request.url().as_str(),
            "https://onlinetools.ups.com/api/track/v1/details/1Z5R89390357567127?locale=de_DE"
        );
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(
            headers,
            [
                ("authorization", "Bearer t0ken", true),
                ("accept", "application/json", false),
                ("transid", "0001", false),
                ("transactionsrc", "parceltrack", false),
            ]
        );
        assert_eq!((request.method(), request.body()), (Method::Get, None));
    }

    #[test]
    fn proofs_and_milestones_are_asked_for_when_wished() {
        let config = Config { signature: true, proof_of_delivery: true, ..Config::new("id", "s3cr3t") };
        let config = Config { milestones: true, source: Some("shop".into()), ..config };
        let request = asked(&config.with_environment(Environment::Sandbox), &query(NUMBER));
        assert_eq!(
            request.url().as_str(),
            "https://wwwcie.ups.com/api/track/v1/details/1Z5R89390357567127?returnSignature=true&returnMilestones=true&returnPOD=true"
        );
        assert!(request.headers().any(|header| header == ("transactionsrc", "shop", false)));
    }

    #[test]
    fn the_whole_login() {
        let mut config = Config::new("Aladdin", "open sesame");
        let request = login(&config, &endpoint(&config).unwrap());
        assert_eq!(request.url().as_str(), "https://onlinetools.ups.com/security/v1/oauth/token");
        assert_eq!((request.method(), request.body()), (Method::Post, Some("grant_type=client_credentials")));
        let authorization = ("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", true);
        assert!(request.headers().any(|header| header == authorization));
        config.account = Some("A1B2C3".into());
        let request = login(&config, &endpoint(&config).unwrap());
        assert!(request.headers().any(|header| header == ("x-merchant-id", "A1B2C3", true)));
    }

    #[test]
    fn what_ups_cannot_be_asked_is_refused() {
        let config = Config::new("id", "s3cr3t");
        let refused = |query: &Query| question(&config, query).err().unwrap();
        let error = refused(&Query::order("A-1".parse().unwrap()));
        assert_eq!((error.kind(), error.channel()), (ErrorKind::Unsupported, Some(&TRACK)));
        for number in ["1Z5R89", "1Z5R89390357567127000000000000000001"] {
            let error = refused(&query(number));
            assert_eq!((error.kind(), error.channel()), (ErrorKind::InvalidNumber, Some(&TRACK)));
        }
    }
}
