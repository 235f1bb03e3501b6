//! Asks UPS: logs in, and fetches one number at a time.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;

use super::config::Config;
use super::login::read_token;
use super::request::{self, Question};
use super::{CAPABILITIES, TRACK, errors, map};
use crate::carrier::{
    Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings, TokenCache,
};
use crate::error::Result;
use crate::http::{Endpoint, Reply, Secret};
use crate::model::{Channel, Language};
use crate::traffic::Limit;

/// Not published, and set for each client: few at once are safe.
const LIMITS: &[Limit] = &[Limit::of("details").at_once(4)];

/// The client of UPS's Tracking API. It is asked by [`Reference::Number`]; UPS has no question for several numbers.
///
/// ```no_run
/// use parceltrack::carriers::ups::{Config, Track};
///
/// let ups = Track::new(Config::new("client-id", "client-secret"))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Track {
    config: Config,
    endpoint: Endpoint,
    tokens: TokenCache,
    transactions: Transactions,
}

impl Track {
    /// A client with these settings. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that UPS would refuse.
    pub fn new(config: Config) -> Result<Self> {
        config.check()?;
        let endpoint = request::endpoint(&config)?;
        Ok(Self { config, endpoint, tokens: TokenCache::default(), transactions: Transactions::default() })
    }

    /// A client with the settings of the environment, see [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the variable that is missing, unknown or of another
    /// form.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    async fn ask(&self, question: &Question, token: Secret, session: &Session) -> Result<Reply> {
        let id = self.transactions.next();
        let request = request::track(&self.config, &self.endpoint, question, &token, &id);
        session.send("details", request).await
    }

    async fn answer(&self, query: &Query, session: &Session) -> Result<Answer> {
        let question = request::question(&self.config, query)?;
        let login = || async {
            let reply = session.send(Session::LOGIN, request::login(&self.config, &self.endpoint)).await?;
            read_token(&reply, session.now())
        };
        let send = |token| self.ask(&question, token, session);
        let is_refused = |reply: &Result<Reply>| reply.as_ref().is_ok_and(is_about_token);
        let reply = self.tokens.call(session, login, send, is_refused).await?;
        if let Some(by_status) = reply.status_error(session.now()) {
            return Err(match map::error_code(reply.body()) {
                Some(code) => errors::error(Some(&code), Some(reply.status()))
                    .with_retry_after(reply.retry_after(session.now())),
                None => by_status,
            });
        }
        let mut context = Context::new(session.now());
        if let Reference::Number(number) = &query.reference {
            context = context.with_number(number.clone());
        }
        // UPS's own default is English.
        let tag = reply.header_value("content-language").or(question.locale.as_deref());
        context.language = tag.map_or(Some(Language::ENGLISH), |tag| tag.parse().ok());
        session.decode(&reply, &context, map::decode)
    }
}

/// Whether a token was refused. Of a merchant whom UPS has blocked (403), or whose licence is none (401 with 250003), a new
/// one changes nothing.
fn is_about_token(reply: &Reply) -> bool {
    reply.status() == 401
        && map::error_code(reply.body())
            .is_none_or(|code| ["250002", "251004", "UJ0001"].contains(&code.as_str()))
}

#[async_trait]
impl Carrier for Track {
    fn channel(&self) -> Channel {
        TRACK
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        self.answer(query, session).await.map_err(|error| error.with_channel(&TRACK))
    }
}

/// Makes a client for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Track::new(Config::from_settings(settings)?)?))
}

/// Ids that no other request has: a random half for each client, and a count.
struct Transactions {
    client: u64,
    count: AtomicU64,
}

impl Default for Transactions {
    fn default() -> Self {
        Self { client: RandomState::new().build_hasher().finish(), count: AtomicU64::new(0) }
    }
}

impl Transactions {
    /// 32 digits, base 16.
    fn next(&self) -> String {
        format!("{:016x}{:016x}", self.client, self.count.fetch_add(1, Ordering::Relaxed))
    }
}

impl fmt::Debug for Transactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { client: _, count } = self;
        f.debug_struct("Transactions").field("count", count).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_requests_have_the_same_id() {
        let (one, two) = (Transactions::default(), Transactions::default());
        let ids = [one.next(), one.next(), two.next(), two.next()];
        assert!(ids.iter().all(|id| id.len() == 32));
        assert!((0..4).all(|a| (0..a).all(|b| ids[a] != ids[b])));
    }

    #[test]
    fn the_registry_connects_from_settings() {
        let settings = Settings::new(TRACK).set("client_id", "id-0001").set("client_secret", "s3cr3t");
        let client = connect(&settings).unwrap();
        assert_eq!(client.channel(), TRACK);
        let text = format!("{client:?}");
        assert!(!text.contains("id-0001") && !text.contains("s3cr3t"), "{text}");
        assert!(connect(&settings.set("account", "1")).is_err());
    }
}
