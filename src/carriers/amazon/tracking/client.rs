//! Asks Amazon: logs in and fetches a shipment's milestones.

use std::sync::Arc;

use async_trait::async_trait;

use super::request::Requests;
use super::{CAPABILITIES, SETTINGS, TRACKING, decode};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::carriers::amazon::access::Access;
use crate::carriers::amazon::api::Api;
use crate::error::Result;
use crate::model::Channel;
use crate::traffic::Limit;

/// No usage plan is published; Amazon's answers tell it.
const LIMITS: &[Limit] = &[Limit::of("getShipmentTracking").per_second(1.0, 1)];

/// The client of Amazon's Tracking API.
///
/// It is asked by [`Reference::Fulfilment`], Amazon's `AFTN…`, or by [`Reference::Number`], the carrier's number. Where
/// both are known, the former tells more: asked by the carrier's number, Amazon leaves its own steps out.
///
/// ```no_run
/// use parceltrack::carriers::amazon::{Access, Region, Tracking};
///
/// let access = Access::new("amzn1.application-oa2-client.0", "secret", "Atzr|token").with_region(Region::Na);
/// let amazon = Tracking::new(access)?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Tracking {
    requests: Requests,
    api: Api,
}

impl Tracking {
    /// A client with these credentials. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) where an address is none.
    pub fn new(access: Access) -> Result<Self> {
        Ok(Self { requests: Requests::new(&access)?, api: Api::new(&access)? })
    }

    /// A client with the settings in the environment, `PARCELTRACK_AMAZON_TRACKING_…` or `PARCELTRACK_AMAZON_…`:
    /// `CLIENT_ID`, `CLIENT_SECRET`, `REFRESH_TOKEN`, and where they differ from the defaults `REGION`, `ENVIRONMENT`, `ENDPOINT` and
    /// `LOGIN_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// [`Misconfigured`](crate::ErrorKind::Misconfigured) naming the variable that is missing, unknown or of another
    /// form.
    pub fn from_env() -> Result<Self> {
        Self::new(Settings::from_env(TRACKING, SETTINGS)?.read(SETTINGS)?)
    }

    async fn ask(&self, query: &Query, session: &Session) -> Result<Answer> {
        let request = self.requests.shipment(&query.reference)?;
        let reply = self.api.call(session, "getShipmentTracking", request).await?;
        let context = Context::new(session.now());
        let context = match &query.reference {
            Reference::Number(number) | Reference::Fulfilment(number) => context.with_number(number.clone()),
            _ => context,
        };
        session.decode(&reply, &context, decode::decode)
    }
}

#[async_trait]
impl Carrier for Tracking {
    fn channel(&self) -> Channel {
        TRACKING
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        self.ask(query, session).await.map_err(|error| error.with_channel(&TRACKING))
    }
}

/// Makes a client for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Tracking::new(settings.read(SETTINGS)?)?))
}
