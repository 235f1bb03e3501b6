//! Asks Amazon Business for a package.

use std::sync::Arc;

use async_trait::async_trait;

use super::config::Config;
use super::request::Requests;
use super::{BUSINESS, CAPABILITIES, SETTINGS, map};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::carriers::amazon::api::Api;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Channel, OrderId};
use crate::traffic::Limit;

/// The usage plan of the contract: <https://developer-docs.amazon.com/amazon-business/>
const LIMITS: &[Limit] = &[Limit::of("getPackageTrackingDetails").per_second(0.5, 10)];

/// The client of Amazon Business' Package Tracking API.
///
/// It is asked by [`Reference::Package`]: order, shipment and package with slashes between.
///
/// ```no_run
/// use parceltrack::carriers::amazon::{Business, business::{Config, Country}};
///
/// let business = Business::new(Config::new("amzn1.application-oa2-client.0", "secret", "Atzr|token", Country::De))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Business {
    requests: Requests,
    api: Api,
}

impl Business {
    /// A client with these settings. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where an address is none.
    pub fn new(config: Config) -> Result<Self> {
        Ok(Self { requests: Requests::new(&config)?, api: Api::new(&config.access())? })
    }

    /// A client with the settings of the environment, see [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the variable that is missing, unknown or of another form.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    async fn package(&self, id: &OrderId, session: &Session) -> Result<Answer> {
        let request = self.requests.package(id)?;
        let context = Context::new(session.now()).with_number(id.as_str().parse()?);
        let reply = self.api.call(session, "getPackageTrackingDetails", request).await?;
        map::decode(reply.body(), &context)
    }
}

#[async_trait]
impl Carrier for Business {
    fn channel(&self) -> Channel {
        BUSINESS
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        let answer = match &query.reference {
            Reference::Package(id) => self.package(id, session).await,
            other => Err(Error::new(
                ErrorKind::Unsupported,
                format!("Amazon Business cannot be asked by {}: ask by package", other.kind()),
            )),
        };
        answer.map_err(|error| error.with_channel(&BUSINESS))
    }
}

/// Makes a client for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Business::new(settings.read(SETTINGS)?)?))
}
