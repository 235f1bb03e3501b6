//! The client: builds the requests, sends them through the session, reads the replies.

use std::sync::Arc;

use async_trait::async_trait;

use super::map::{self, Reply};
use super::request::{self, Kind};
use super::{CAPABILITIES, Config, EXPRESS, MOST};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::carriers::batch::{self, Plan};
use crate::carriers::part::Texts;
use crate::error::{Error, Result};
use crate::http::Endpoint;
use crate::model::{Channel, Language, TrackingNumber};

/// MyDHL API Tracking as a [`Carrier`].
///
/// ```
/// use parceltrack::carriers::dhl::{Express, express::Config};
///
/// let dhl = Express::new(Config::new("my-user", "my-password"))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Express {
    config: Config,
    endpoint: Endpoint,
}

impl Express {
    /// A client with a config.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self> {
        config.check()?;
        let endpoint = request::endpoint(&config)?;
        Ok(Self { config, endpoint })
    }

    /// A client with the config of [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the setting that is missing or wrong.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    /// Asks for numbers that go into one request, and gives a result for each.
    async fn ask(
        &self,
        numbers: &[TrackingNumber],
        kind: Kind,
        session: &Session,
    ) -> Result<Vec<Result<Answer>>> {
        let request = request::track(&self.config, &self.endpoint, numbers, kind);
        let reply = session.send("tracking", request).await?;
        if let Some(error) = reply.status_error(session.now()) {
            return Err(match map::problem_title(reply.body()) {
                Some(title) => error.with_code(title),
                None => error,
            });
        }
        let texts = Texts::default();
        let reply = Reply::read(reply.body(), &texts)?;
        // Nothing else is asked for, so descriptions come in the default language.
        let context = Context::new(session.now()).with_language(Language::ENGLISH);
        let tell = |error: Error| error.with_channel(&EXPRESS);
        Ok(numbers.iter().map(|number| reply.about(number, numbers, &context).map_err(tell)).collect())
    }
}

/// A client from settings, for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Express::new(Config::from_settings(settings)?)?))
}

#[async_trait]
impl Carrier for Express {
    fn channel(&self) -> Channel {
        EXPRESS
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        batch::one(self, query, session).await
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        let key = |query: &Query| match &query.reference {
            Reference::Number(number) => Some(Kind::of(number)),
            _ => None,
        };
        let mut plan = Plan::new(queries, MOST, EXPRESS, key);
        while let Some(batch) = plan.next() {
            let kind = key(batch.hints).unwrap_or(Kind::Waybill);
            let answers = self.ask(&batch.numbers, kind, session).await;
            plan.put(&batch, answers);
        }
        plan.finish()
    }
}
