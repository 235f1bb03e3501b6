//! The client: logs in, asks for one barcode's events, reads the reply.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;

use super::super::part::{Part, Text};
use super::request::{self, Requests};
use super::{CAPABILITIES, CLIENT_TRACKING, Config, map};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Session, Settings, Token, TokenCache};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, Secret, read_json};
use crate::model::Channel;

/// Evri's client tracking API as a [`Carrier`].
///
/// ```
/// use parceltrack::carriers::evri::{Access, ClientTracking, Config};
///
/// let evri = ClientTracking::new(Config::new(Access::Undocumented, "my-client", "s3cr3t", "my-api-key"))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct ClientTracking {
    config: Config,
    requests: Requests,
    tokens: TokenCache,
}

/// The reply of the login.
#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    access_token: Part<Secret>,
    /// Seconds.
    #[serde(default)]
    expires_in: Part<Text>,
}

/// How long a token lives where the login does not say.
const LIFE: Duration = Duration::from_secs(3600);

impl ClientTracking {
    /// A client with a config. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](ErrorKind::Misconfigured) naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self> {
        config.check()?;
        Ok(Self { requests: Requests::new(&config)?, config, tokens: TokenCache::default() })
    }

    /// A client with the config of [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](ErrorKind::Misconfigured) naming the setting that is missing or wrong.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    async fn token(&self, session: &Session, spent: Option<&Secret>) -> Result<Secret> {
        let login = || async {
            let reply = session.send(Session::LOGIN, self.requests.login(&self.config)).await?;
            read_token(&reply).map_err(|error| error.with_retry_after(reply.retry_after(session.now())))
        };
        self.tokens.get(session, spent, login).await
    }

    async fn events(&self, query: &Query, session: &Session) -> Result<Answer> {
        let barcode = request::barcode(query)?;
        let token = self.token(session, None).await?;
        let request = |token| self.requests.events(barcode, &self.config, token);
        let mut reply = session.send("events", request(token.clone())).await?;
        // Nobody tells how Evri refuses a token that has ended: it is replaced once.
        if matches!(reply.status(), 401 | 403) {
            let fresh = self.token(session, Some(&token)).await?;
            reply = session.send("events", request(fresh)).await?;
        }
        if let Some(error) = reply.status_error(session.now()) {
            return Err(error);
        }
        if reply.status() == 204 {
            return Err(Error::new(ErrorKind::NotFound, "Evri has no events of this barcode yet"));
        }
        let context = Context::new(session.now()).with_number(barcode.clone()).with_language("en");
        map::decode(reply.body(), &context)
    }
}

/// A client from settings, for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(ClientTracking::new(Config::from_settings(settings)?)?))
}

#[async_trait]
impl Carrier for ClientTracking {
    fn channel(&self) -> Channel {
        CLIENT_TRACKING
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        self.events(query, session).await.map_err(|error| error.with_channel(&CLIENT_TRACKING))
    }
}

/// Reads the token of a login. A refusal is never worth the same login again, unless the login was down.
fn read_token(reply: &Reply) -> Result<Token> {
    if let Some(kind) = crate::http::kind_of_status(reply.status()) {
        let kind = if kind.is_retryable() { kind } else { ErrorKind::Unauthorized };
        let text = format!("login at Evri: the server answered with HTTP status {}", reply.status());
        return Err(Error::new(kind, text));
    }
    let login: Login = read_json(reply.body())?;
    let Some(value) = login.access_token.quiet().filter(|token| !token.expose().is_empty()) else {
        return Err(Error::new(ErrorKind::BadReply, "login at Evri: the answer holds no token"));
    };
    let told = login.expires_in.quiet().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    Ok(Token { value: value.clone(), expires_in: told.unwrap_or(LIFE) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_brings_a_token_or_its_error() {
        let token = |status, body: &str| read_token(&Reply::new(status, body));
        let good =
            token(200, r#"{"access_token":"eyJ.x","expires_in":86400,"token_type":"Bearer"}"#).unwrap();
        assert_eq!((good.value.expose(), good.expires_in.as_secs()), ("eyJ.x", 86400));
        for (status, body, kind) in [
            (401, r#"{"error":"access_denied"}"#, ErrorKind::Unauthorized),
            (400, "", ErrorKind::Unauthorized),
            (503, "<html>", ErrorKind::Unavailable),
            (429, "{}", ErrorKind::RateLimited),
            (200, "{}", ErrorKind::BadReply),
            (200, "<html>", ErrorKind::BadReply),
        ] {
            assert_eq!(token(status, body).unwrap_err().kind(), kind, "{status}");
        }
    }
}
