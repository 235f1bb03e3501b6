//! Asks Amazon: logs in and fetches a parcel's events.

use std::sync::Arc;

use async_trait::async_trait;

use super::config::ShippingConfig;
use super::request::Requests;
use super::{CAPABILITIES, SETTINGS, SHIPPING, decode};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::carriers::amazon::api::Api;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Channel;
use crate::traffic::Limit;

/// The usage plan: <https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits-in-the-sp-api>
const LIMITS: &[Limit] = &[Limit::of("getTracking").per_second(80.0, 100)];

/// The client of Amazon Shipping.
///
/// It is asked by [`Reference::Number`], the tracking id of a label that was bought through Amazon Shipping.
///
/// ```no_run
/// use parceltrack::carriers::amazon::{Access, ShippingBusiness, Region, Shipping, ShippingConfig};
///
/// let access = Access::new("amzn1.application-oa2-client.0", "secret", "Atzr|token").with_region(Region::Na);
/// let amazon = Shipping::new(ShippingConfig::new(access).with_business(ShippingBusiness::UnitedStates))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Shipping {
    requests: Requests,
    api: Api,
}

impl Shipping {
    /// A client with these settings. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where an address is none, or the carrier's id is missing.
    pub fn new(config: ShippingConfig) -> Result<Self> {
        Ok(Self { requests: Requests::new(&config)?, api: Api::new(&config.access)? })
    }

    /// A client with the settings of the environment, see [`ShippingConfig::from_env`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the variable that is missing, unknown or of another form.
    pub fn from_env() -> Result<Self> {
        Self::new(ShippingConfig::from_env()?)
    }

    async fn ask(&self, query: &Query, session: &Session) -> Result<Answer> {
        let Reference::Number(number) = &query.reference else {
            let text =
                format!("Amazon Shipping cannot be asked by {}: ask by number", query.reference.kind());
            return Err(Error::new(ErrorKind::Unsupported, text));
        };
        let request = self.requests.tracking(number);
        let reply = self.api.call(session, "getTracking", request).await?;
        let context = Context::new(session.now()).with_number(number.clone());
        session.decode(&reply, &context, decode::decode)
    }
}

#[async_trait]
impl Carrier for Shipping {
    fn channel(&self) -> Channel {
        SHIPPING
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        self.ask(query, session).await.map_err(|error| error.with_channel(&SHIPPING))
    }
}

/// Makes a client for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Shipping::new(settings.read(SETTINGS)?)?))
}
