//! Asks Amazon for an order: in one request, or in version 0 for the order and then for its lines.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use super::config::{Config, PersonalData, Version};
use super::request::Requests;
use super::wire::{self, Body};
use super::{CAPABILITIES, ORDERS, SETTINGS, decode, map};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Reference, Session, Settings};
use crate::carriers::amazon::api::Api;
use crate::carriers::part::Texts;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Secret, read_json};
use crate::model::{Channel, Note, NoteKind, Order, OrderId};
use crate::traffic::Limit;

/// The usage plans of both versions: <https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits-in-the-sp-api>
const LIMITS: &[Limit] =
    &[Limit::of("getOrder").per_second(0.5, 30), Limit::of("getOrderItems").per_second(0.5, 30)];

/// Pages of lines that are read; of a hundred lines a page, no order has as many.
const MOST_PAGES: usize = 20;

/// The client of Amazon's Orders API.
///
/// It is asked by [`Reference::Order`], Amazon's id of the order, `302-1234567-7654321`.
///
/// ```no_run
/// use parceltrack::carriers::amazon::{Orders, Region, orders::Config};
///
/// let config = Config::new("amzn1.application-oa2-client.0", "secret", "Atzr|token").with_region(Region::Na);
/// let orders = Orders::new(config)?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Orders {
    config: Config,
    requests: Requests,
    api: Api,
}

impl Orders {
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

    async fn order_2026(&self, id: &OrderId, session: &Session) -> Result<Answer> {
        let request = self.requests.order_2026(id);
        let reply = self.api.call(session, "getOrder", request).await?;
        let texts = Texts::default();
        let (body, root) = wire::read(reply.body(), &texts)?;
        let answer = decode::answer(&body, &root, &Context::new(session.now()))?;
        check_order(answer.orders.first(), id)?;
        Ok(answer)
    }

    async fn order_v0(&self, id: &OrderId, session: &Session) -> Result<Answer> {
        let request = self.requests.order_v0(id);
        let reply = match self.config.personal_data {
            PersonalData::None => self.api.call(session, "getOrder", request).await?,
            PersonalData::Destination => {
                let token = self.restricted_token(id, session).await?;
                self.api.call_with(session, "getOrder", request, token).await?
            }
        };
        let texts = Texts::default();
        let (body, root) = wire::read(reply.body(), &texts)?;
        let mut answer = decode::answer(&body, &root, &Context::new(session.now()))?;
        check_order(answer.orders.first(), id)?;
        if let (Body::OrderV0(wire), [order]) = (&body, answer.orders.as_mut_slice()) {
            match self.items_v0(id, session).await {
                Ok(items) => map::add_items(order, wire, items),
                Err(error) => {
                    let text = format!("lines of the order were not fetched: {}", error.kind());
                    Note::add(&mut answer.notes, NoteKind::Incomplete, text);
                }
            }
        }
        Ok(answer)
    }

    /// All lines of an order; where a further page fails, those before it.
    async fn items_v0(&self, id: &OrderId, session: &Session) -> Result<Order> {
        let (mut order, mut next) = self.page_v0(id, None, session).await?;
        for _ in 1..MOST_PAGES {
            let Some(token) = next.take() else { break };
            match self.page_v0(id, Some(&token), session).await {
                Ok((page, following)) => {
                    order.lines.extend(page.lines);
                    order.notes.extend(page.notes);
                    next = following;
                }
                Err(error) => {
                    let text = format!("further lines of the order were not fetched: {}", error.kind());
                    Note::add(&mut order.notes, NoteKind::Incomplete, text);
                }
            }
        }
        if next.is_some() {
            Note::add(&mut order.notes, NoteKind::Incomplete, "the order has more lines than are read");
        }
        Ok(order)
    }

    /// A page of lines, and where the next one begins.
    async fn page_v0(
        &self,
        id: &OrderId,
        next: Option<&str>,
        session: &Session,
    ) -> Result<(Order, Option<String>)> {
        let request = self.requests.items_v0(id, next);
        let reply = self.api.call(session, "getOrderItems", request).await?;
        let texts = Texts::default();
        let (body, root) = wire::read(reply.body(), &texts)?;
        let Body::ItemsV0(page) = body else {
            return Err(Error::new(ErrorKind::BadReply, "the answer holds no lines of an order"));
        };
        let order = map::items(&page, &root)?;
        check_order(Some(&order), id)?;
        Ok((order, page.0.next_token.told().map(str::to_owned)))
    }

    async fn restricted_token(&self, id: &OrderId, session: &Session) -> Result<Secret> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Restricted {
            restricted_data_token: Secret,
        }
        // Its reply holds a token, as that of a login does.
        let request = self.requests.restricted_token(id);
        let reply = self.api.call(session, Session::LOGIN, request).await?;
        read_json::<Restricted>(reply.body()).map(|restricted| restricted.restricted_data_token)
    }
}

#[async_trait]
impl Carrier for Orders {
    fn channel(&self) -> Channel {
        ORDERS
    }

    fn capabilities(&self) -> Capabilities {
        match self.config.version {
            Version::V2026 => CAPABILITIES,
            Version::V0 => Capabilities { events: false, related: false, ..CAPABILITIES },
        }
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        let answer = match (&query.reference, self.config.version) {
            (Reference::Order(id), Version::V2026) => self.order_2026(id, session).await,
            (Reference::Order(id), Version::V0) => self.order_v0(id, session).await,
            (other, _) => Err(Error::new(
                ErrorKind::Unsupported,
                format!("Amazon's orders cannot be asked by {}: ask by order", other.kind()),
            )),
        };
        answer.map_err(|error| error.with_channel(&ORDERS))
    }
}

/// Makes a client for the registry.
pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Orders::new(settings.read(SETTINGS)?)?))
}

/// Refuses an answer about another order: a gateway that mixes answers up must not mix up parcels.
fn check_order(told: Option<&Order>, asked: &OrderId) -> Result<()> {
    if told.is_some_and(|order| order.order_id.as_str().eq_ignore_ascii_case(asked.as_str())) {
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
    use crate::model::{Fulfiller, OrderStatus};

    const ORDER: &str =
        include_str!("../../../../fixtures/amazon/orders/two-parcels@302-1234567-7654321.json");
    const ORDER_V0: &str =
        include_str!("../../../../fixtures/amazon/orders/v0-easy-ship@403-1234567-7654321.json");
    const LINES_V0: &str =
        include_str!("../../../../fixtures/amazon/orders/v0-lines@403-1234567-7654321.json");
    const RESTRICTED: &str = r#"{"restrictedDataToken":"Atz.sprdt|9","expiresIn":3600}"#;

    fn ask(config: Config, id: &str, replies: &[(u16, &str)]) -> (Result<Answer>, Vec<String>) {
        let script = Script::new(replies.iter().map(|(status, body)| Reply::new(*status, *body)));
        let session = script.session(ORDERS);
        let client = Orders::new(config).unwrap();
        let answer = block_on(client.track(&Query::order(id.parse().unwrap()), &session));
        assert!(script.is_done() || answer.is_err(), "a reply was not asked for");
        (answer, script.asked())
    }

    fn config(version: Version) -> Config {
        Config::new("id", "s3cr3t", "Atzr|0").with_version(version)
    }

    #[test]
    fn an_order_comes_with_its_parcels_in_one_request() {
        let (answer, asked) =
            ask(config(Version::V2026), "302-1234567-7654321", &[(200, LOGIN), (200, ORDER)]);
        let answer = answer.unwrap();
        assert_eq!((answer.orders.len(), answer.reports.len()), (1, 2));
        assert_eq!(
            asked[1],
            "/orders/2026-01-01/orders/302-1234567-7654321?includedData=FULFILLMENT%2CPACKAGES%2CCANCELLATION Atza|1"
        );
    }

    #[test]
    fn in_version_0_the_lines_come_page_by_page() {
        let page = LINES_V0.replace(r#""AmazonOrderId""#, r#""NextToken": "p2", "AmazonOrderId""#);
        let replies = [
            (200, LOGIN),
            (200, ORDER_V0),
            (200, page.as_str()),
            (403, REFUSED),
            (200, FRESH),
            (200, LINES_V0),
        ];
        let (answer, asked) = ask(config(Version::V0), "403-1234567-7654321", &replies);
        let order = answer.unwrap().orders.remove(0);
        let path = "/orders/v0/orders/403-1234567-7654321";
        assert_eq!(
            asked,
            [
                "/auth/o2/token -",
                &format!("{path} Atza|1"),
                &format!("{path}/orderItems Atza|1"),
                &format!("{path}/orderItems?NextToken=p2 Atza|1"),
                "/auth/o2/token -",
                &format!("{path}/orderItems?NextToken=p2 Atza|2"),
            ]
        );
        assert_eq!((order.status, order.lines.len(), order.notes), (Some(OrderStatus::Shipped), 4, vec![]));
        assert!(order.lines.iter().all(|line| line.fulfilled_by == Some(Fulfiller::Seller)));
    }

    #[test]
    fn an_order_stays_when_its_lines_cannot_be_fetched() {
        let replies = [(200, LOGIN), (200, ORDER_V0), (500, "<html>")];
        let answer = ask(config(Version::V0), "403-1234567-7654321", &replies).0.unwrap();
        assert_eq!((answer.orders[0].lines.len(), answer.reports.len()), (0, 1));
        assert_eq!(
            answer.notes[0].to_string(),
            "incomplete: lines of the order were not fetched: unavailable"
        );
        let endless = LINES_V0.replace(r#""AmazonOrderId""#, r#""NextToken": "p", "AmazonOrderId""#);
        let mut replies = vec![(200, LOGIN), (200, ORDER_V0)];
        replies.extend([(200, endless.as_str()); MOST_PAGES]);
        let answer = ask(config(Version::V0), "403-1234567-7654321", &replies).0.unwrap();
        assert_eq!(answer.orders[0].notes[0].kind, NoteKind::Incomplete);
    }

    #[test]
    fn where_parcels_go_is_asked_for_with_a_restricted_token() {
        let config = config(Version::V0).with_personal_data(PersonalData::Destination);
        let replies = [(200, LOGIN), (200, RESTRICTED), (200, ORDER_V0), (200, LINES_V0)];
        let (answer, asked) = ask(config, "403-1234567-7654321", &replies);
        assert_eq!(answer.unwrap().reports[0].destination.as_ref().unwrap().city.as_deref(), Some("Pune"));
        assert_eq!(
            asked[1..],
            [
                "/tokens/2021-03-01/restrictedDataToken Atza|1",
                "/orders/v0/orders/403-1234567-7654321 Atz.sprdt|9",
                "/orders/v0/orders/403-1234567-7654321/orderItems Atza|1",
            ]
        );
    }

    #[test]
    fn another_order_is_refused() {
        for (version, body) in [(Version::V2026, ORDER), (Version::V0, ORDER_V0)] {
            let error =
                ask(config(version), "302-0000000-0000000", &[(200, LOGIN), (200, body)]).0.unwrap_err();
            assert_eq!((error.kind(), error.channel()), (ErrorKind::BadReply, Some(&ORDERS)));
        }
        let other = LINES_V0.replace("403-1234567", "403-0000000");
        let replies = [(200, LOGIN), (200, ORDER_V0), (200, other.as_str())];
        let answer = ask(config(Version::V0), "403-1234567-7654321", &replies).0.unwrap();
        assert_eq!((answer.orders[0].lines.len(), answer.notes.len()), (0, 1));
    }
}
