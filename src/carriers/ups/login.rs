//! What a login brings: a token, or why there is none.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::super::part::{Part, Text};
use super::{errors, map};
use crate::carrier::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, Secret, read_json};

/// How long a token lives where UPS does not say: less than the four hours that it says otherwise.
const TOKEN_LIFE: Duration = Duration::from_secs(3600);

/// The success answer of UPS's OAuth contract
/// (<https://github.com/UPS-API/api-documentation/blob/main/OAuthClientCredentials.yaml>), all of it texts.
#[derive(Deserialize)]
struct Login {
    access_token: Option<Secret>,
    /// Seconds.
    #[serde(default)]
    expires_in: Part<Text>,
}

/// Reads the token of a login, or the error that its refusal means.
pub(super) fn read_token(reply: &Reply, now: DateTime<Utc>) -> Result<Token> {
    if !reply.is_success() {
        let code = map::error_code(reply.body());
        let refused = errors::error(code.as_deref(), Some(reply.status()));
        // The same login would be refused again, whatever the status calls it.
        let kind =
            if refused.kind() == ErrorKind::Unsupported { ErrorKind::Unauthorized } else { refused.kind() };
        let error = Error::new(kind, format!("login at UPS: {refused}"));
        let error = error.with_retry_after(reply.retry_after(now));
        return Err(match refused.code() {
            Some(code) => error.with_code(code),
            None => error,
        });
    }
    let login: Login = read_json(reply.body())?;
    let value = login
        .access_token
        .filter(|token| !token.expose().is_empty())
        .ok_or_else(|| Error::new(ErrorKind::BadReply, "login at UPS: the answer holds no token"))?;
    let expires_in = login.expires_in.told().and_then(|text| text.parse().ok());
    Ok(Token { value, expires_in: expires_in.map_or(TOKEN_LIFE, Duration::from_secs) })
}
