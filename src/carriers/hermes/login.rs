//! What a login brings: a token, or why there is none.

use std::time::Duration;

use serde::Deserialize;

use super::super::part::{Part, Text};
use super::errors;
use crate::carrier::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, Secret, read_json};

/// How long a token lives where the login does not say.
const LIFE: Duration = Duration::from_secs(3600);

/// Hermes wants tokens replaced five minutes before their end; the cache itself does so one minute before.
const EARLIER: Duration = Duration::from_secs(4 * 60);

/// The reply (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/openapi-auth.yaml>). Its
/// refresh token is not used: the credentials are at hand.
#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    access_token: Part<Secret>,
    /// Seconds, as text.
    #[serde(default)]
    expires_in: Part<Text>,
    #[serde(default)]
    error: Part<Text>,
}

/// Reads the token of a login, or the error that its refusal means.
pub(super) fn read_token(reply: &Reply) -> Result<Token> {
    let login = read_json::<Login>(reply.body());
    if !reply.is_success() {
        let code = login.as_ref().ok().and_then(|login| login.error.quiet());
        return Err(errors::login(code.map(|code| &**code), Some(reply.status())));
    }
    let login = login?;
    let Some(value) = login.access_token.quiet().filter(|token| !token.expose().is_empty()) else {
        return Err(match login.error.quiet() {
            Some(code) => errors::login(Some(code), None),
            None => Error::new(ErrorKind::BadReply, "login at Hermes: the answer holds no token"),
        });
    };
    let told = login.expires_in.quiet().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    let life = told.unwrap_or(LIFE);
    Ok(Token { value: value.clone(), expires_in: life.checked_sub(EARLIER).unwrap_or(life) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(status: u16, body: &str) -> Result<(String, u64)> {
        let token = read_token(&Reply::new(status, body))?;
        Ok((token.value.expose().to_owned(), token.expires_in.as_secs()))
    }

    #[test]
    fn a_life_is_text_or_a_number() {
        for (life, seconds) in
            [("\"3600\"", 3360), ("3600", 3360), ("\"100\"", 100), ("null", 3360), ("-1", 3360), ("[]", 3360)]
        {
            let body = format!(r#"{{"access_token":"eyJ.x","refresh_token":"r","expires_in":{life}}}"#);
            assert_eq!(token(200, &body).unwrap(), ("eyJ.x".into(), seconds), "{life}");
        }
    }

    #[test]
    fn a_refusal_is_its_code_or_its_status() {
        let kind = |status, body| {
            let error = token(status, body).unwrap_err();
            (error.kind(), error.code().map(str::to_owned))
        };
        let refused = r#"{"error":"invalid_grant","error_description":"Invalid user"}"#;
        assert_eq!(kind(400, refused), (ErrorKind::Unauthorized, Some("invalid_grant".into())));
        assert_eq!(kind(200, refused), (ErrorKind::Unauthorized, Some("invalid_grant".into())));
        assert_eq!(kind(503, "<html>"), (ErrorKind::Unavailable, None));
        for odd in ["{}", "<html>", r#"{"access_token":""}"#, r#"{"access_token":["x"]}"#] {
            assert_eq!(kind(200, odd), (ErrorKind::BadReply, None), "{odd}");
        }
    }
}
