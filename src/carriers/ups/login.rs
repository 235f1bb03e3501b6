//! What a login brings: a token, or why there is none.

use chrono::{DateTime, Utc};

use super::super::oauth;
use super::{errors, map};
use crate::carrier::Token;
use crate::error::{Error, ErrorKind, Result};
use crate::http::Reply;

/// Reads the token of a login, or the error that its refusal means
/// (<https://github.com/UPS-API/api-documentation/blob/main/OAuthClientCredentials.yaml>).
pub(super) fn read_token(reply: &Reply, now: DateTime<Utc>) -> Result<Token> {
    // UPS tells its own code in an error document of its API.
    oauth::read_token(reply, now, "login at UPS", |_, status| {
        refusal(map::error_code(reply.body()).as_deref(), status)
    })
}

fn refusal(code: Option<&str>, status: Option<u16>) -> Error {
    let refused = errors::error(code, status);
    // The same login would be refused again, whatever the status calls it.
    let kind =
        if refused.kind() == ErrorKind::Unsupported { ErrorKind::Unauthorized } else { refused.kind() };
    let error = Error::new(kind, format!("login at UPS: {refused}"));
    match refused.code() {
        Some(code) => error.with_code(code),
        None => error,
    }
}
