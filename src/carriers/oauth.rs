//! What a login of OAuth 2 brings ([RFC 6749], 5): a token, or the code of its refusal.
//!
//! [RFC 6749]: https://www.rfc-editor.org/rfc/rfc6749

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::part::{self, Text, Texts, fields};
use crate::carrier::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, Secret};

/// How long a token lives where the login does not say.
const LIFE: Duration = Duration::from_secs(3600);

fields! {
    struct Login<'a> {
        access_token: Text<'a> = "access_token",
        /// Seconds, as a number or as text.
        expires_in: Text<'a> = "expires_in",
        error: Text<'a> = "error",
    }
}

/// Reads the token of a login.
///
/// # Errors
///
/// What `refusal` makes of the code, where one is told, and of the status, unless it is one of success. For an answer
/// that holds neither token nor code [`ErrorKind::BadReply`], whose text begins with `login`. Each tells the wait that
/// the reply asks for.
pub(super) fn read_token(
    reply: &Reply,
    now: DateTime<Utc>,
    login: &str,
    refusal: impl Fn(Option<&str>, Option<u16>) -> Error,
) -> Result<Token> {
    read(reply, login, refusal).map_err(|error| error.with_retry_after(reply.retry_after(now)))
}

fn read(reply: &Reply, login: &str, refusal: impl Fn(Option<&str>, Option<u16>) -> Error) -> Result<Token> {
    let texts = Texts::default();
    let answer = part::json::<Login>(reply.body(), &texts);
    if !reply.is_success() {
        let code = answer.as_ref().ok().and_then(|answer| answer.error.told());
        return Err(refusal(code, Some(reply.status())));
    }
    let answer = answer?;
    let Some(token) = answer.access_token.told() else {
        return Err(match answer.error.told() {
            Some(code) => refusal(Some(code), None),
            None => Error::new(ErrorKind::BadReply, format!("{login}: the answer holds no token")),
        });
    };
    let told = answer.expires_in.told().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    Ok(Token { value: Secret::from(token.to_owned()), expires_in: told.unwrap_or(LIFE) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(reply: &Reply) -> Result<(String, u64)> {
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let refusal = |code: Option<&str>, status| {
            Error::new(ErrorKind::Unauthorized, format!("{status:?}")).with_code(code.unwrap_or("none"))
        };
        let token = read_token(reply, now, "login", refusal)?;
        Ok((token.value.expose().to_owned(), token.expires_in.as_secs()))
    }

    #[test]
    fn a_life_is_text_or_a_number() {
        for (life, seconds) in
            [("\"1800\"", 1800), ("1800", 1800), ("null", 3600), ("-1", 3600), ("\"\"", 3600), ("[]", 3600)]
        {
            let body = format!(r#"{{"access_token":"eyJ.x","token_type":"Bearer","expires_in":{life}}}"#);
            assert_eq!(token(&Reply::new(200, body)).unwrap(), ("eyJ.x".into(), seconds), "{life}");
        }
    }

    #[test]
    fn a_refusal_is_its_code_and_status_and_tells_the_wait() {
        let refused = |status, body: &str| {
            let error = token(&Reply::new(status, body).header("retry-after", "7")).unwrap_err();
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
            (error.kind(), error.code().unwrap_or("-").to_owned(), error.to_string())
        };
        let invalid = r#"{"error":"invalid_grant","error_description":"no such user"}"#;
        let unauthorized =
            |code: &str, text: &str| (ErrorKind::Unauthorized, code.to_owned(), text.to_owned());
        assert_eq!(refused(400, invalid), unauthorized("invalid_grant", "Some(400)"));
        assert_eq!(refused(200, invalid), unauthorized("invalid_grant", "None"));
        assert_eq!(refused(503, "<html>"), unauthorized("none", "Some(503)"));
        assert_eq!(refused(302, "{}"), unauthorized("none", "Some(302)"));
        for odd in ["{}", "<html>", r#"{"access_token":""}"#, r#"{"access_token":["x"]}"#] {
            assert_eq!(refused(200, odd).0, ErrorKind::BadReply, "{odd}");
        }
    }
}
