//! The client: builds the requests, sends them through the session, reads the replies.

use std::sync::Arc;

use async_trait::async_trait;

use super::map::{self, Reply};
use super::{CAPABILITIES, Config, MOST, PARCEL_DE, request};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Session, Settings};
use crate::carriers::batch::{self, Plan};
use crate::carriers::part::Texts;
use crate::carriers::xml;
use crate::error::{Error, Result};
use crate::http::Endpoint;
use crate::model::{Channel, TrackingNumber};

/// DHL's Parcel DE Tracking as a [`Carrier`].
///
/// ```
/// use parceltrack::carriers::dhl::{ParcelDe, parcel_de::Config};
///
/// let dhl = ParcelDe::new(Config::new("my-api-key", "my-api-secret", "my-user", "my-password"))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ParcelDe {
    config: Config,
    endpoint: Endpoint,
}

impl ParcelDe {
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
        hints: &Query,
        session: &Session,
    ) -> Result<Vec<Result<Answer>>> {
        let language = request::language(&self.config, hints);
        let postal_code = hints.postal_code.as_ref().map(|code| code.as_str());
        let request = request::details(&self.config, &self.endpoint, numbers, postal_code, language)?;
        let reply = session.send("d-get-piece-detail", request).await?;
        if let Some(error) = reply.status_error(session.now()) {
            return Err(match map::decode(reply.body(), &Context::new(session.now())) {
                Err(said) => match said.code() {
                    Some(code) => error.with_code(code),
                    None => error,
                },
                Ok(_) => error,
            });
        }
        let text = xml::text(reply.body());
        let texts = Texts::default();
        let reply = Reply::read(&text, &texts)?;
        let context = Context::new(session.now()).with_language(language.into());
        let tell = |error: Error| error.with_channel(&PARCEL_DE);
        Ok(numbers.iter().map(|number| reply.about(number, numbers, &context).map_err(tell)).collect())
    }
}

/// A client from settings, for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(ParcelDe::new(Config::from_settings(settings)?)?))
}

#[async_trait]
impl Carrier for ParcelDe {
    fn channel(&self) -> Channel {
        PARCEL_DE
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        batch::one(self, query, session).await
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        // A postal code is for one number.
        let key = |query: &Query| query.postal_code.is_none().then(|| request::language(&self.config, query));
        let mut plan = Plan::new(queries, MOST, PARCEL_DE, key);
        while let Some(batch) = plan.next() {
            let answers = self.ask(&batch.numbers, batch.hints, session).await;
            plan.put(&batch, answers);
        }
        plan.finish()
    }
}
