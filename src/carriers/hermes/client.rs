//! The client: logs in, asks for up to a hundred shipments with one request, reads the reply.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;

use super::config::{Config, Language};
use super::login::read_token;
use super::map::{self, Told};
use super::request::{self, MOST_IDS, Requests};
use super::{CAPABILITIES, SHIPPING, errors};
use crate::carrier::{
    Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings, TokenCache,
};
use crate::carriers::batch::{self, Plan};
use crate::carriers::part::Texts;
use crate::error::{Error, ErrorKind, Result};
use crate::http::Reply;
use crate::model::{Channel, TrackingNumber};

/// How often a batch is halved in search of ids that are none. Each time takes two more requests, so a batch takes at most
/// 16 more than it has hundreds of ids; one bad id among a hundred is found after 14.
const MOST_HALVINGS: usize = 8;

/// The Hermes Shipping Interface as a [`Carrier`].
///
/// ```
/// use parceltrack::carriers::hermes::{Config, Shipping};
///
/// let hermes = Shipping::new(Config::new("my-client", "s3cr3t", "my-user", "pa55word"))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Shipping {
    config: Config,
    requests: Requests,
    tokens: TokenCache,
}

impl Shipping {
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

    /// Asks for at most [`MOST_IDS`] numbers, and gives a result for each. A token that is refused is replaced once.
    async fn ask(
        &self,
        numbers: &[TrackingNumber],
        language: Language,
        session: &Session,
    ) -> Result<Vec<Result<Answer>>> {
        // Hermes wants each id once.
        let ids: BTreeSet<String> = numbers.iter().map(request::id_of).collect::<Result<_>>()?;
        let login = || async {
            let reply = session.send(Session::LOGIN, self.requests.login(&self.config)).await?;
            read_token(&reply, session.now())
        };
        let send = |token| session.send("shipmentinfo", self.requests.shipments(&ids, language, token));
        let is_refused = |reply: &Result<Reply>| reply.as_ref().is_ok_and(is_about_token);
        let reply = self.tokens.call(session, login, send, is_refused).await?;
        if !reply.is_success() {
            let code = map::error_code(reply.body());
            return Err(errors::api(code.as_deref(), Some(reply.status()))
                .with_retry_after(reply.retry_after(session.now())));
        }
        let texts = Texts::default();
        let told = Told::read(reply.body(), &texts)?;
        let context = Context::new(session.now()).with_language(language.into());
        let tell = |error: Error| error.with_channel(&SHIPPING);
        Ok(numbers.iter().map(|number| told.about(number, &context).map_err(tell)).collect())
    }
}

/// Whether a token was refused: Hermes tells so by a code with status 400, a gateway by its status.
fn is_about_token(reply: &Reply) -> bool {
    match reply.status() {
        400 => map::error_code(reply.body()).is_some_and(|code| code == "e902" || code == "e903"),
        401 => true,
        // Hermes' own refusal is about rights, which no token changes.
        403 => map::error_code(reply.body()).is_none_or(|code| code != "e900"),
        _ => false,
    }
}

/// A client from settings, for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Shipping::new(Config::from_settings(settings)?)?))
}

#[async_trait]
impl Carrier for Shipping {
    fn channel(&self) -> Channel {
        SHIPPING
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        batch::one(self, query, session).await
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        let language = |query: &Query| request::language(query, &self.config);
        // A number that can have no id would only keep others from being asked.
        let key = |query: &Query| match &query.reference {
            Reference::Number(number) => request::id_of(number).ok().map(|_| language(query)),
            _ => None,
        };
        let mut plan = Plan::new(queries, MOST_IDS, SHIPPING, key);
        let mut halvings = 0;
        while let Some(batch) = plan.next() {
            match self.ask(&batch.numbers, language(batch.hints), session).await {
                // One id that is none fails all that are asked with it: halves find it.
                Err(error) if error.kind() == ErrorKind::InvalidNumber && batch.numbers.len() > 1 => {
                    if halvings < MOST_HALVINGS {
                        halvings += 1;
                        plan.halve(batch);
                    } else {
                        plan.put(&batch, Err(undecided(batch.numbers.len())));
                    }
                }
                answers => plan.put(&batch, answers),
            }
        }
        plan.finish()
    }
}

/// The error of ids of which one at least is none, when it is not searched for any longer: it proves nothing against the
/// others.
fn undecided(ids: usize) -> Error {
    let text =
        format!("Hermes finds an error of syntax among {ids} numbers: ask for fewer of them at a time");
    Error::new(ErrorKind::Unavailable, text).with_code("e005")
}
