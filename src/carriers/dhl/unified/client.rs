//! The client: builds the request, sends it through the session, reads the reply.

use std::sync::Arc;

use async_trait::async_trait;

use super::{CAPABILITIES, Config, UNIFIED, map, request};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::error::Result;
use crate::http::Endpoint;
use crate::model::Channel;
use crate::traffic::Limit;

/// Of the first level: 250 a day, one each five seconds (<https://developer.dhl.com/api-reference/shipment-tracking>).
const LIMITS: &[Limit] = &[Limit::of("track").per_second(0.2, 1).per_day(250)];

/// DHL's Shipment Tracking – Unified as a [`Carrier`].
///
/// ```
/// use parceltrack::carriers::dhl::{Config, Unified};
///
/// let dhl = Unified::new(Config::new("my-api-key").with_service("parcel-de"))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Unified {
    config: Config,
    endpoint: Endpoint,
}

impl Unified {
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
}

/// A client from settings, for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Unified::new(Config::from_settings(settings)?)?))
}

#[async_trait]
impl Carrier for Unified {
    fn channel(&self) -> Channel {
        UNIFIED
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        let request = request::track(&self.config, &self.endpoint, query)?;
        let reply = session.send("track", request).await?;
        if let Some(mut error) = reply.status_error(session.now()) {
            if let Some(title) = map::problem_title(reply.body()) {
                error = error.with_code(title);
            }
            return Err(error.with_channel(&UNIFIED));
        }
        let mut context = Context::new(session.now());
        if let Reference::Number(number) = &query.reference {
            context.number = Some(number.clone());
        }
        context.language = reply.header_value("content-language").and_then(|tag| tag.parse().ok());
        let is_filtered = self.config.service.is_some();
        session
            .decode(&reply, &context, |body, context| map::decode_of(body, context, is_filtered))
            .map_err(|error| error.with_channel(&UNIFIED))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use chrono::{DateTime, Utc};

    use super::*;
    use crate::error::ErrorKind;
    use crate::http::{Clock, Reply, Request, Transport};
    use crate::model::Language;

    const NUMBER: &str = "00340434161094042557";

    /// Gives one reply and keeps the request's address.
    #[derive(Debug)]
    struct Recorded {
        reply: Reply,
        asked: Mutex<Vec<String>>,
    }

    #[async_trait]
    impl Transport for Recorded {
        async fn send(&self, request: &Request, _: Option<Duration>) -> Result<Reply> {
            self.asked.lock().unwrap().push(request.url().to_string());
            Ok(self.reply.clone())
        }
    }

    #[derive(Debug)]
    struct Noon;

    #[async_trait]
    impl Clock for Noon {
        fn now(&self) -> DateTime<Utc> {
            "2026-11-22T12:00:00Z".parse().unwrap()
        }

        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        async fn sleep(&self, _: Duration) {}
    }

    async fn asked(reply: Reply, query: &Query) -> (Result<Answer>, Vec<String>) {
        let transport = Arc::new(Recorded { reply, asked: Mutex::default() });
        let session = Session::new(UNIFIED, Some(transport.clone()), Arc::new(Noon));
        let answer = Unified::new(Config::new("k3y")).unwrap().track(query, &session).await;
        let addresses = transport.asked.lock().unwrap().clone();
        (answer, addresses)
    }

    fn number() -> Query {
        Query::number(NUMBER.parse().unwrap())
    }

    #[tokio::test]
    async fn a_reply_becomes_a_report_with_time_and_language() {
        let body = format!(
            r#"{{"shipments":[{{"id":"{NUMBER}","service":"parcel-de","events":[{{"timestamp":"2026-11-21T10:02:00","statusCode":"transit","status":"PO","description":"Die Sendung wird zugestellt."}}]}}]}}"#
        );
        let (answer, addresses) =
            asked(Reply::new(200, body).header("Content-Language", "de-DE"), &number()).await;
        let report = &answer.unwrap().reports[0];
        assert_eq!(report.fetched_at, Noon.now());
        assert_eq!(report.events[0].language, Some(Language::GERMAN));
        assert_eq!(addresses, [format!("https://api-eu.dhl.com/track/shipments?trackingNumber={NUMBER}")]);
    }

    #[tokio::test]
    async fn an_error_has_its_kind_its_wait_and_the_vendors_title() {
        let body = r#"{"status":429,"title":"Too Many Requests","detail":"Later."}"#;
        let (answer, _) = asked(Reply::new(429, body).header("Retry-After", "30"), &number()).await;
        let error = answer.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::RateLimited, Some("Too Many Requests")));
        assert_eq!((error.retry_after(), error.channel()), (Some(Duration::from_secs(30)), Some(&UNIFIED)));
        let (answer, _) = asked(Reply::new(503, "<html>"), &number()).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Unavailable);
    }

    #[tokio::test]
    async fn an_answer_about_another_number_is_refused() {
        let body = r#"{"shipments":[{"id":"00340434161094015902"}]}"#;
        let (answer, _) = asked(Reply::new(200, body), &number()).await;
        let error = answer.unwrap_err();
        assert_eq!((error.kind(), error.channel()), (ErrorKind::BadReply, Some(&UNIFIED)));
    }

    #[tokio::test]
    async fn an_order_is_refused_before_anything_is_sent() {
        let (answer, addresses) = asked(Reply::new(200, "{}"), &Query::order("A-1".parse().unwrap())).await;
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Unsupported);
        assert!(addresses.is_empty());
    }

    #[test]
    fn the_registry_connects_from_settings() {
        let client = connect(&Settings::new(UNIFIED).set("api_key", "k3y")).unwrap();
        assert_eq!(client.channel(), UNIFIED);
        assert!(!format!("{client:?}").contains("k3y"));
    }
}
