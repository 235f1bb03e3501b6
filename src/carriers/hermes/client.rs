//! The client: logs in, asks for up to a hundred shipments with one request, reads the reply.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

use super::config::{Config, Language};
use super::login::read_token;
use super::map::{self, Told};
use super::request::{self, MOST_IDS, Requests};
use super::{CAPABILITIES, SHIPPING, errors};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Session, Settings, TokenCache};
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

    async fn one(&self, query: &Query, session: &Session) -> Result<Answer> {
        let (id, number) = request::id_of(query)?;
        let language = request::language(query, &self.config);
        let told = self.ask(std::slice::from_ref(&id), language, session).await?;
        told.about(number, &context(number, language, session))
    }

    /// Asks for at most [`MOST_IDS`] shipments. A token that is refused is replaced once.
    async fn ask(&self, ids: &[String], language: Language, session: &Session) -> Result<Told> {
        let login = || async {
            let reply = session.send(Session::LOGIN, self.requests.login(&self.config)).await?;
            read_token(&reply, session.now())
        };
        let send = |token| session.send("shipmentinfo", self.requests.shipments(ids, language, token));
        let is_refused = |reply: &Result<Reply>| reply.as_ref().is_ok_and(is_about_token);
        let reply = self.tokens.call(session, login, send, is_refused).await?;
        if reply.is_success() {
            return Told::read(reply.body());
        }
        let code = map::error_code(reply.body());
        Err(errors::api(code.as_deref(), Some(reply.status()))
            .with_retry_after(reply.retry_after(session.now())))
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

fn context(number: &TrackingNumber, language: Language, session: &Session) -> Context {
    Context::new(session.now()).with_number(number.clone()).with_language(language.as_str())
}

/// A question of several: its place among them, and its number.
struct Asked<'a> {
    place: usize,
    number: &'a TrackingNumber,
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
        self.one(query, session).await.map_err(|error| error.with_channel(&SHIPPING))
    }

    async fn track_batch(&self, queries: &[Query], session: &Session) -> Vec<Result<Answer>> {
        let mut answers: BTreeMap<usize, Result<Answer>> = BTreeMap::new();
        // Hermes wants each id once a request, and a request has one language.
        let mut asked: BTreeMap<(&str, String), Vec<Asked<'_>>> = BTreeMap::new();
        for (place, query) in queries.iter().enumerate() {
            match request::id_of(query) {
                Ok((id, number)) => {
                    let language = request::language(query, &self.config);
                    asked.entry((language.as_str(), id)).or_default().push(Asked { place, number });
                }
                Err(error) => drop(answers.insert(place, Err(error))),
            }
        }
        let mut refused: Option<Error> = None;
        let mut halvings = 0;
        for language in [Language::De, Language::En] {
            let of_language = asked.iter().filter(|((spoken, _), _)| *spoken == language.as_str());
            let ids: Vec<String> = of_language.map(|((_, id), _)| id.clone()).collect();
            let mut parts: Vec<&[String]> = ids.chunks(MOST_IDS).rev().collect();
            while let Some(part) = parts.pop() {
                let mut told = match &refused {
                    Some(error) => Err(error.again()),
                    None => self.ask(part, language, session).await,
                };
                match &told {
                    // One id that is none fails all that are asked with it: halves find it.
                    Err(error) if error.kind() == ErrorKind::InvalidNumber && part.len() > 1 => {
                        if halvings < MOST_HALVINGS {
                            halvings += 1;
                            let (first, second) = part.split_at(part.len() / 2);
                            parts.extend([second, first]);
                            continue;
                        }
                        told = Err(undecided(part.len()));
                    }
                    Err(error) if is_for_all(error) => refused = Some(error.again()),
                    _ => {}
                }
                let places = part.iter().filter_map(|id| asked.get(&(language.as_str(), id.clone())));
                for Asked { place, number } in places.flatten() {
                    let answer = match &told {
                        Ok(told) => told.about(number, &context(number, language, session)),
                        Err(error) => Err(error.again()),
                    };
                    answers.insert(*place, answer);
                }
            }
        }
        answers.into_values().map(|answer| answer.map_err(|error| error.with_channel(&SHIPPING))).collect()
    }
}

/// The error of ids of which one at least is none, when it is not searched for any longer: it proves nothing against the others.
fn undecided(ids: usize) -> Error {
    let text =
        format!("Hermes finds an error of syntax among {ids} numbers: ask for fewer of them at a time");
    Error::new(ErrorKind::Unavailable, text).with_code("e005")
}

/// Whether the next request of the same batch would fail alike.
fn is_for_all(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Unauthorized
            | ErrorKind::Forbidden
            | ErrorKind::RateLimited
            | ErrorKind::TimedOut
            | ErrorKind::Misconfigured
    )
}
