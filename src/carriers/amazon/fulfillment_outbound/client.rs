//! Asks Amazon: logs in, fetches an order, and fetches the scans of its packages one by one.

use std::sync::Arc;

use async_trait::async_trait;

use super::config::{Config, Version};
use super::request::Requests;
use super::wire::{self, Body};
use super::{CAPABILITIES, FULFILLMENT_OUTBOUND, SETTINGS, decode, map, map_order};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::carriers::amazon::api::Api;
use crate::carriers::part::Texts;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Channel, Note, NoteKind, OrderId};
use crate::traffic::Limit;

/// The usage plans of both versions: <https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits-in-the-sp-api>
const LIMITS: &[Limit] = &[
    Limit::of("getFulfillmentOrder").per_second(2.0, 30),
    Limit::of("getOrder").per_second(2.0, 30),
    Limit::of("getPackageTrackingDetails").per_second(2.0, 30),
];

/// The client of Amazon's Fulfillment Outbound API.
///
/// It is asked by [`Reference::Order`], the seller's id of the order, and in version 2020-07-01 also by
/// [`Reference::Package`], Amazon's package number. An order brings the reports of its packages; a package whose scans
/// could not be fetched costs itself and is noted.
///
/// ```no_run
/// use parceltrack::carriers::amazon::{Config, FulfillmentOutbound, Region};
///
/// let config = Config::new("amzn1.application-oa2-client.0", "secret", "Atzr|token").with_region(Region::Na);
/// let amazon = FulfillmentOutbound::new(config)?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct FulfillmentOutbound {
    config: Config,
    requests: Requests,
    api: Api,
}

impl FulfillmentOutbound {
    /// A client with these settings. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where an address is none.
    pub fn new(config: Config) -> Result<Self> {
        Ok(Self { requests: Requests::new(&config)?, api: Api::new(&config.access())?, config })
    }

    /// A client with the settings of the environment, see [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the variable that is missing, unknown or of another form.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    async fn order_2020(&self, id: &OrderId, session: &Session) -> Result<Answer> {
        let request = self.requests.order_2020(id)?;
        let reply = self.api.call(session, "getFulfillmentOrder", request).await?;
        let texts = Texts::default();
        let (body, root) = wire::read(reply.body(), &texts)?;
        let mut answer = decode::answer(&body, &root, &Context::new(session.now()))?;
        check_order(&answer, id)?;
        let Body::Order2020(order) = &body else { return Ok(answer) };
        let mut reports = Vec::new();
        for package in map_order::to_fetch(order) {
            let Some(number) = package.package_number.told() else { continue };
            match self.package_2020(number, session).await {
                Ok(mut fetched) => {
                    for mut report in fetched.reports.drain(..) {
                        map_order::add_package(&mut report, package);
                        reports.push((number.to_owned(), report));
                    }
                }
                Err(error) => {
                    let text = format!("scans of a package were not fetched: {}", error.kind());
                    Note::add(&mut answer.notes, NoteKind::Incomplete, text);
                }
            }
        }
        if let [order] = answer.orders.as_slice() {
            map_order::add_siblings(order, &mut reports);
        }
        answer.reports.extend(reports.into_iter().map(|(_, report)| report));
        Ok(answer)
    }

    async fn package_2020(&self, number: &str, session: &Session) -> Result<Answer> {
        let id: OrderId = number.parse()?;
        let request = self.requests.tracking_2020(&id)?;
        let reply = self.api.call(session, "getPackageTrackingDetails", request).await?;
        let texts = Texts::default();
        let (body, root) = wire::read(reply.body(), &texts)?;
        let context = Context::new(session.now());
        let context = match map::package_number(number.trim()) {
            Some(number) => context.with_number(number),
            None => context,
        };
        decode::answer(&body, &root, &context)
    }

    async fn order_2026(&self, id: &OrderId, session: &Session) -> Result<Answer> {
        let request = self.requests.order_2026(id)?;
        let reply = self.api.call(session, "getOrder", request).await?;
        let texts = Texts::default();
        let (body, root) = wire::read(reply.body(), &texts)?;
        let answer = decode::answer(&body, &root, &Context::new(session.now()))?;
        check_order(&answer, id)?;
        Ok(answer)
    }
}

#[async_trait]
impl Carrier for FulfillmentOutbound {
    fn channel(&self) -> Channel {
        FULFILLMENT_OUTBOUND
    }

    fn capabilities(&self) -> Capabilities {
        match self.config.version {
            Version::V2020 => CAPABILITIES,
            Version::V2026 => Capabilities { by_package: false, events: false, ..CAPABILITIES },
        }
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        let answer = match (&query.reference, self.config.version) {
            (Reference::Order(id), Version::V2020) => self.order_2020(id, session).await,
            (Reference::Order(id), Version::V2026) => self.order_2026(id, session).await,
            (Reference::Package(id), Version::V2020) => self.package_2020(id.as_str(), session).await,
            (Reference::Package(_), Version::V2026) => Err(Error::new(
                ErrorKind::Unsupported,
                "version 2026-07-04 cannot be asked by package: ask by order, or use version 2020-07-01",
            )),
            (other, _) => Err(Error::new(
                ErrorKind::Unsupported,
                format!("Amazon's fulfilment cannot be asked by {}: ask by order or package", other.kind()),
            )),
        };
        answer.map_err(|error| error.with_channel(&FULFILLMENT_OUTBOUND))
    }
}

/// Makes a client for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(FulfillmentOutbound::new(settings.read(SETTINGS)?)?))
}

/// Refuses an answer about another order: a gateway that mixes answers up must not mix up parcels.
fn check_order(answer: &Answer, asked: &OrderId) -> Result<()> {
    let is_asked = |order: &crate::model::Order| order.order_id.as_str().eq_ignore_ascii_case(asked.as_str());
    if answer.orders.iter().any(is_asked) {
        return Ok(());
    }
    let text = format!("the answer is about another order than {}, which was asked for", asked.masked());
    Err(Error::new(ErrorKind::BadReply, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::amazon::api::tests::{FRESH, LOGIN, REFUSED, Script, block_on};
    use crate::http::Reply;
    use crate::model::{OrderId, Relation};

    const ORDER: &str = include_str!(
        "../../../../fixtures/amazon/fulfillment-outbound/order-two-shipments@AFTN7000000042.json"
    );
    const PACKAGE: &str = include_str!(
        "../../../../fixtures/amazon/fulfillment-outbound/tracking-delivered@00340434161094042557.json"
    );
    const ORDER_2026: &str =
        include_str!("../../../../fixtures/amazon/fulfillment-outbound/order-2026@AFTN7000000077.json");

    fn track(
        version: Version,
        reference: Reference,
        replies: &[(u16, &str)],
    ) -> (Result<Answer>, Vec<String>) {
        let script = Script::new(replies.iter().map(|(status, body)| Reply::new(*status, *body)));
        let session = script.session(FULFILLMENT_OUTBOUND);
        let config = Config::new("id", "s3cr3t", "Atzr|0").with_version(version);
        let client = FulfillmentOutbound::new(config).unwrap();
        let answer = block_on(client.track(&Query::new(reference), &session));
        assert!(script.is_done() || answer.is_err(), "a reply was not asked for");
        let asked = script.asked();
        (answer, asked)
    }

    fn order(id: &str) -> Reference {
        Reference::Order(id.parse::<OrderId>().unwrap())
    }

    fn package(id: &str) -> Reference {
        Reference::Package(id.parse::<OrderId>().unwrap())
    }

    #[test]
    fn an_order_brings_the_scans_of_its_packages() {
        let replies = [(200, LOGIN), (200, ORDER), (200, PACKAGE)];
        let (answer, asked) = track(Version::V2020, order("SHOP-1042"), &replies);
        let answer = answer.unwrap();
        assert_eq!(
            asked,
            [
                "/auth/o2/token -",
                "/fba/outbound/2020-07-01/fulfillmentOrders/SHOP-1042 Atza|1",
                "/fba/outbound/2020-07-01/tracking?packageNumber=310045501 Atza|1",
            ]
        );
        assert_eq!((answer.orders.len(), answer.notes.len()), (1, 0));
        let related: Vec<&str> =
            answer.reports[0].related.iter().map(|related| related.number.as_str()).collect();
        assert_eq!(related, ["00340434161094042557", "AFTN7000000042"]);
        assert!(answer.reports[0].related.iter().all(|related| related.relation == Relation::Same));
    }

    #[test]
    fn a_package_that_fails_costs_itself() {
        for (status, body, word) in
            [(429, r#"{"errors":[{"code":"QuotaExceeded"}]}"#, "rate_limited"), (200, "<html>", "bad_reply")]
        {
            let replies = [(200, LOGIN), (200, ORDER), (status, body)];
            let answer = track(Version::V2020, order("shop-1042"), &replies).0.unwrap();
            assert_eq!((answer.orders.len(), answer.reports.len()), (1, 0));
            assert_eq!(answer.notes[0].kind, NoteKind::Incomplete);
            assert!(answer.notes[0].detail.ends_with(word), "{}", answer.notes[0]);
        }
    }

    #[test]
    fn a_refused_token_is_replaced_once() {
        let replies = [(200, LOGIN), (403, REFUSED), (200, FRESH), (200, PACKAGE)];
        let (answer, asked) = track(Version::V2020, package("310045501"), &replies);
        assert_eq!(answer.unwrap().reports[0].events.len(), 5);
        assert!(asked[3].ends_with("Atza|2"), "{asked:?}");

        let replies = [(200, LOGIN), (401, REFUSED), (200, FRESH), (403, REFUSED)];
        let (answer, asked) = track(Version::V2020, order("SHOP-1042"), &replies);
        let error = answer.unwrap_err();
        assert_eq!(
            (error.kind(), error.code(), asked.len()),
            (ErrorKind::Forbidden, Some("Unauthorized"), 4)
        );
        assert_eq!(error.channel(), Some(&FULFILLMENT_OUTBOUND));
    }

    #[test]
    fn a_login_that_fails_says_why_and_shows_nothing() {
        let refused = r#"{"error":"invalid_grant","error_description":"Atzr|0 is gone"}"#;
        let (answer, asked) = track(Version::V2020, order("SHOP-1042"), &[(400, refused)]);
        let error = answer.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("invalid_grant")));
        assert_eq!(asked.len(), 1);
        let text = format!("{error:#} {error:?}");
        assert!(!text.contains("Atzr") && !text.contains("s3cr3t"), "{text}");
        let down = track(Version::V2020, order("SHOP-1042"), &[(503, "<html>")]).0.unwrap_err();
        assert!(down.is_retryable());
        let odd = track(Version::V2020, order("SHOP-1042"), &[(200, "{}")]).0.unwrap_err();
        assert_eq!(odd.kind(), ErrorKind::BadReply);
    }

    #[test]
    fn the_newer_version_tells_all_in_one_answer() {
        let replies = [(200, LOGIN), (200, ORDER_2026)];
        let (answer, asked) = track(Version::V2026, order("SHOP-1107"), &replies);
        assert_eq!((answer.unwrap().reports.len(), asked.len()), (2, 2));
        let error = track(Version::V2026, package("PKG-a"), &[]).0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }

    #[test]
    fn answers_about_something_else_are_refused() {
        let replies = [(200, LOGIN), (200, ORDER)];
        let error = track(Version::V2020, order("SHOP-9999"), &replies).0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        let replies = [(200, LOGIN), (200, PACKAGE)];
        let error = track(Version::V2020, package("310045502"), &replies).0.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        assert!(!format!("{error:#}{error:?}").contains("310045"));
    }

    #[test]
    fn numbers_are_not_what_it_is_asked_by() {
        let number = "TBA010000000000".parse().unwrap();
        let (answer, asked) = track(Version::V2020, Reference::Number(number), &[]);
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::Unsupported);
        assert!(asked.is_empty());
        let missing = [(200, LOGIN), (404, r#"{"errors":[{"code":"ResourceNotFound"}]}"#)];
        let error = track(Version::V2020, package("310045501"), &missing).0.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("ResourceNotFound")));
    }

    #[test]
    fn the_registry_connects_with_settings() {
        let settings = Settings::new(FULFILLMENT_OUTBOUND)
            .set("client_id", "id")
            .set("client_secret", "s3cr3t")
            .set("refresh_token", "Atzr|0")
            .set("version", "2026-07-04");
        let carrier = connect(&settings).unwrap();
        assert!(carrier.capabilities().by_order && !carrier.capabilities().by_package);
        assert!(!format!("{carrier:?}").contains("s3cr3t"));
    }
}
