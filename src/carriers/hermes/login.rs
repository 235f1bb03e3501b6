//! What a login brings: a token, or why there is none.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::super::oauth;
use super::errors;
use crate::carrier::Token;
use crate::error::Result;
use crate::http::Reply;

/// Hermes wants tokens replaced five minutes before their end; the cache itself does so one minute before.
const EARLIER: Duration = Duration::from_secs(4 * 60);

/// Reads the token of a login, or the error that its refusal means
/// (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/openapi-auth.yaml>). The refresh token
/// beside it is not used: the credentials are at hand.
pub(super) fn read_token(reply: &Reply, now: DateTime<Utc>) -> Result<Token> {
    let token = oauth::read_token(reply, now, "login at Hermes", errors::login)?;
    Ok(Token { expires_in: token.expires_in.checked_sub(EARLIER).unwrap_or(token.expires_in), ..token })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_replaced_five_minutes_before_its_end() {
        for (life, seconds) in [("\"3600\"", 3360), ("\"100\"", 100), ("null", 3360)] {
            let body = format!(r#"{{"access_token":"eyJ.x","refresh_token":"r","expires_in":{life}}}"#);
            let token = read_token(&Reply::new(200, body), DateTime::UNIX_EPOCH).unwrap();
            assert_eq!(token.expires_in.as_secs(), seconds, "{life}");
        }
    }
}
