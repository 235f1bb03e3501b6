//! What a login brings: a token, or why there is none.

use std::time::Duration;

use serde::Deserialize;

use super::errors;
use super::tolerant::Text;
use crate::carrier::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, Secret, read_json};

/// How long a token lives where the login does not say.
const TOKEN_LIFE: Duration = Duration::from_secs(3600);

/// What a login brings (<https://developer-docs.amazon.com/sp-api/docs/connect-to-the-selling-partner-api>).
#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    access_token: Option<Secret>,
    #[serde(default)]
    expires_in: Text,
    #[serde(default)]
    error: Text,
}

/// Reads the token of a login, or the error that its refusal means.
pub(super) fn read_token(reply: &Reply) -> Result<Token> {
    let login = read_json::<Login>(reply.body());
    if !reply.is_success() {
        let code = login.as_ref().ok().and_then(|login| login.error.get());
        return Err(errors::login(code, Some(reply.status())));
    }
    let login = login?;
    let value = login.access_token.filter(|token| !token.expose().is_empty()).ok_or_else(|| {
        match login.error.get() {
            Some(code) => errors::login(Some(code), None),
            None => Error::new(ErrorKind::BadReply, "login with Amazon: the answer holds no token"),
        }
    })?;
    let expires_in =
        login.expires_in.count().map_or(TOKEN_LIFE, |seconds| Duration::from_secs(seconds.into()));
    Ok(Token { value, expires_in })
}
