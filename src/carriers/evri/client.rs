//! The client: logs in, asks for one barcode's events, reads the reply.

use std::sync::Arc;

use async_trait::async_trait;

use super::super::oauth;
use super::request::Requests;
use super::{CAPABILITIES, CLIENT_TRACKING, Config, map};
use crate::carrier::{
    Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings, TokenCache,
};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, kind_of_status};
use crate::model::{Channel, Language, TrackingNumber};

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

    async fn events(&self, query: &Query, session: &Session) -> Result<Answer> {
        let barcode = barcode(query)?;
        let login = || async {
            let reply = session.send(Session::LOGIN, self.requests.login(&self.config)).await?;
            oauth::read_token(&reply, session.now(), "login at Evri", refusal)
        };
        let send = |token| session.send("events", self.requests.events(barcode, &self.config, token));
        // Nobody tells how Evri refuses a token that has ended.
        let is_refused =
            |reply: &Result<Reply>| reply.as_ref().is_ok_and(|reply| matches!(reply.status(), 401 | 403));
        let reply = self.tokens.call(session, login, send, is_refused).await?;
        if let Some(error) = reply.status_error(session.now()) {
            return Err(error);
        }
        if reply.status() == 204 {
            return Err(Error::new(ErrorKind::NotFound, "Evri has no events of this barcode yet"));
        }
        let context =
            Context::new(session.now()).with_number(barcode.clone()).with_language(Language::ENGLISH);
        session.decode(&reply, &context, map::decode)
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

/// The error that a refusal of the login means. It is never worth the same login again, unless the login was down.
fn refusal(_: Option<&str>, status: Option<u16>) -> Error {
    let Some(status) = status else {
        return Error::new(ErrorKind::Unauthorized, "login at Evri: the credentials were refused");
    };
    let kind = kind_of_status(status).filter(|kind| kind.is_retryable()).unwrap_or(ErrorKind::Unauthorized);
    Error::new(kind, format!("login at Evri: the server answered with HTTP status {status}"))
}

/// The barcode of a question.
///
/// # Errors
///
/// [`ErrorKind::Unsupported`] for any other kind of reference.
fn barcode(query: &Query) -> Result<&TrackingNumber> {
    match &query.reference {
        Reference::Number(number) => Ok(number),
        other => {
            let text = format!("{CLIENT_TRACKING} is asked by number, not by {}", other.kind());
            Err(Error::new(ErrorKind::Unsupported, text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_login_is_not_worth_the_same_again() {
        let kind = |status| refusal(Some("access_denied"), status).kind();
        assert_eq!([None, Some(400), Some(401), Some(302)].map(kind), [ErrorKind::Unauthorized; 4]);
        assert_eq!((kind(Some(503)), kind(Some(429))), (ErrorKind::Unavailable, ErrorKind::RateLimited));
    }
}
