//! Asks DPD's parcel life cycle: logs in once a day, asks for one parcel at a time.

use std::sync::Arc;

use async_trait::async_trait;

use super::config::Config;
use super::request::{self, Requests};
use super::wire::{self, Body};
use super::{CAPABILITIES, LIFECYCLE, map};
use crate::carrier::{Answer, Capabilities, Carrier, Context, Query, Session, Settings, Token, TokenCache};
use crate::carriers::part::Texts;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Reply, Secret};
use crate::model::{Channel, TrackingNumber};
use crate::traffic::Limit;

/// Not published; DPD's other services allow 30 and 60 calls a minute.
const LIMITS: &[Limit] = &[Limit::of("getTrackingData").per_second(1.0, 1)];

/// DPD's parcel life cycle as a [`Carrier`].
///
/// ```
/// use parceltrack::carriers::dpd::{Config, Country, Lifecycle};
///
/// let dpd = Lifecycle::new(Config::new("KD00000001", "my-password", Country::Nl))?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Debug)]
pub struct Lifecycle {
    requests: Requests,
    tokens: TokenCache,
}

impl Lifecycle {
    /// A client with a config. It logs in when it is first asked.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self> {
        Ok(Self { requests: Requests::new(config)?, tokens: TokenCache::default() })
    }

    /// A client with the config of [`Config::from_env`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that is missing or wrong.
    pub fn from_env() -> Result<Self> {
        Self::new(Config::from_env()?)
    }

    async fn ask(&self, number: &TrackingNumber, language: &str, session: &Session) -> Result<Answer> {
        let login = || async {
            let reply = session.send(Session::LOGIN, self.requests.login()?).await?;
            let value = read_token(&reply, session)?;
            Ok(Token { value, expires_in: self.requests.config().token_life() })
        };
        let send = |token| self.send(number, language, token, session);
        let is_refused = |answer: &Result<Answer>| answer.as_ref().is_err_and(is_refused);
        self.tokens.call(session, login, send, is_refused).await
    }

    async fn send(
        &self,
        number: &TrackingNumber,
        language: &str,
        token: Secret,
        session: &Session,
    ) -> Result<Answer> {
        let request = self.requests.track(number, language, &token)?.reading();
        let reply = session.send("getTrackingData", request).await?;
        let mut context = Context::new(session.now()).with_number(number.clone());
        context.language = language.parse().ok();
        session.decode(&reply, &context, |body, context| {
            map::answer(&read(&reply, &wire::text(body), &Texts::default(), session)?, context)
        })
    }
}

#[async_trait]
impl Carrier for Lifecycle {
    fn channel(&self) -> Channel {
        LIFECYCLE
    }

    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    fn limits(&self) -> &[Limit] {
        LIMITS
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer> {
        let track = async {
            let number = request::number(query)?;
            let language = self.requests.language(query);
            self.ask(&number, &language, session).await
        };
        track.await.map_err(|error: Error| error.with_channel(&LIFECYCLE))
    }
}

/// A client from settings, for the registry.
pub(in super::super) fn connect(settings: &Settings) -> Result<Arc<dyn Carrier>> {
    Ok(Arc::new(Lifecycle::new(Config::from_settings(settings)?)?))
}

fn is_refused(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Forbidden)
}

/// Reads a reply and its text: a fault is an error whatever the status, a status without a fault is that error.
fn read<'a>(reply: &Reply, text: &'a str, texts: &'a Texts, session: &Session) -> Result<Body<'a>> {
    let error = match (wire::read(text, texts), reply.status_error(session.now())) {
        (Ok(Body::Refused(fault)), _) => fault.error(Some(reply.status())),
        (_, Some(by_status)) => by_status,
        (body, None) => return body,
    };
    Err(error.with_retry_after(reply.retry_after(session.now())))
}

/// The token of a login. What the login refuses is a matter of its credentials.
fn read_token(reply: &Reply, session: &Session) -> Result<Secret> {
    let text = wire::text(reply.body());
    let texts = Texts::default();
    let body = match read(reply, &text, &texts, session) {
        Err(error) if is_refused(&error) => {
            let refused = Error::new(ErrorKind::Unauthorized, "login: DELIS id or password is wrong");
            return Err(match error.code() {
                Some(code) => refused.with_code(code),
                None => refused,
            });
        }
        other => other?,
    };
    let token = match body {
        Body::Login(login) => login.quiet().and_then(|login| login.auth_token.told()).map(Secret::from),
        Body::Tracking(_) | Body::Refused(_) => None,
    };
    token.ok_or_else(|| Error::new(ErrorKind::BadReply, "login: the answer holds no token"))
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;
    use std::time::Duration;

    use chrono::{DateTime, Utc};

    use super::super::config::Country;
    use super::*;
    use crate::http::{Clock, Request, Transport};

    const TOKEN: &str = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><n:getAuthResponse xmlns:n="u"><return><authToken>T1</authToken></return></n:getAuthResponse></e:Body></e:Envelope>"#;
    const FRESH: &str = r#"{"getAuthResponse":{"return":{"authToken":"T2"}}}"#;
    const FOUND: &str = r#"{"getTrackingDataResponse":{"trackingResult":{"statusInfo":{"status":"Depot","statusHasBeenReached":true,"date":"8/17/2021 7:11:26 PM"}}}}"#;
    const ENDED: &str = r#"{"faults":{"faultCode":"LOGIN_6","message":"expired"}}"#;

    #[derive(Debug)]
    struct Frozen;

    #[async_trait]
    impl Clock for Frozen {
        fn now(&self) -> DateTime<Utc> {
            "2026-11-22T10:00:00Z".parse().unwrap()
        }

        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        async fn sleep(&self, _: Duration) {}
    }

    /// Answers in turn and remembers what was called, with the token.
    #[derive(Debug, Default)]
    struct Script {
        replies: Mutex<VecDeque<(u16, &'static str)>>,
        asked: Mutex<Vec<String>>,
    }

    #[async_trait]
    impl Transport for Script {
        async fn send(&self, request: &Request, _: Option<Duration>) -> Result<Reply> {
            let is_login = request.url().path().contains("LoginService");
            let body = request.body().unwrap_or_default();
            let token = ["T1", "T2"].into_iter().find(|token| body.contains(token));
            self.asked.lock().unwrap().push(if is_login { "login" } else { token.unwrap() }.to_owned());
            let (status, body) = self.replies.lock().unwrap().pop_front().expect("no more replies");
            Ok(Reply::new(status, body))
        }
    }

    async fn track(questions: usize, replies: &[(u16, &'static str)]) -> (Vec<Result<Answer>>, Vec<String>) {
        let script = Arc::new(Script::default());
        script.replies.lock().unwrap().extend(replies);
        let client = Lifecycle::new(Config::new("KD00000001", "p", Country::Be)).unwrap();
        let session = Session::new(LIFECYCLE, Some(script.clone()), Arc::new(Frozen));
        let queries = vec![Query::number("05308801410058".parse().unwrap()); questions];
        let answers = client.track_batch(&queries, &session).await;
        let asked = script.asked.lock().unwrap().clone();
        (answers, asked)
    }

    fn kinds(answers: &[Result<Answer>]) -> Vec<Option<ErrorKind>> {
        answers.iter().map(|answer| answer.as_ref().err().map(Error::kind)).collect()
    }

    #[tokio::test]
    async fn one_login_serves_all_questions() {
        let (answers, asked) = track(3, &[(200, TOKEN), (200, FOUND), (200, FOUND), (200, FOUND)]).await;
        assert_eq!(kinds(&answers), [None, None, None]);
        assert_eq!(asked, ["login", "T1", "T1", "T1"]);
    }

    #[tokio::test]
    async fn a_token_that_ends_in_between_is_replaced_once() {
        let replies = [(200, TOKEN), (200, FOUND), (500, ENDED), (200, FRESH), (200, FOUND), (200, FOUND)];
        let (answers, asked) = track(3, &replies).await;
        assert_eq!(kinds(&answers), [None, None, None]);
        assert_eq!(asked, ["login", "T1", "T1", "login", "T2", "T2"]);
    }

    #[tokio::test]
    async fn an_account_that_may_not_ask_does_not_log_in_again_and_again() {
        let replies = [(200, TOKEN), (200, ENDED), (200, FRESH), (200, ENDED), (200, ENDED), (200, ENDED)];
        let (answers, asked) = track(3, &replies).await;
        assert_eq!(kinds(&answers), [Some(ErrorKind::Unauthorized); 3]);
        assert_eq!(answers[0].as_ref().unwrap_err().code(), Some("LOGIN_6"));
        assert_eq!(asked, ["login", "T1", "login", "T2", "T2", "T2"]);
    }

    #[tokio::test]
    async fn a_refused_login_is_not_tried_again() {
        let fault =
            r#"{"authenticationFault":{"errorCode":"DELICOM_ERR_AUTHENTICATION","errorMessage":"x"}}"#;
        let (answers, asked) = track(2, &[(200, fault)]).await;
        assert_eq!(kinds(&answers), [Some(ErrorKind::Unauthorized); 2]);
        assert_eq!(answers[0].as_ref().unwrap_err().code(), Some("DELICOM_ERR_AUTHENTICATION"));
        assert_eq!(asked, ["login"]);
        let (answers, _) = track(1, &[(200, FOUND)]).await;
        assert_eq!(kinds(&answers), [Some(ErrorKind::BadReply)]);
    }

    #[tokio::test]
    async fn a_number_that_is_none_of_dpds_is_refused_before_anything_is_sent() {
        let client = Lifecycle::new(Config::new("KD00000001", "p", Country::De)).unwrap();
        let session = Session::new(LIFECYCLE, None, Arc::new(Frozen));
        let query = Query::number("09980000020033D".parse().unwrap());
        let error = client.track(&query, &session).await.unwrap_err();
        assert_eq!((error.kind(), error.channel()), (ErrorKind::InvalidNumber, Some(&LIFECYCLE)));
    }

    #[test]
    fn the_registry_connects_from_settings() {
        let settings =
            Settings::new(LIFECYCLE).set("delis_id", "KD1").set("password", "p4ss").set("country", "be");
        let client = connect(&settings).unwrap();
        assert_eq!(client.channel(), LIFECYCLE);
        assert!(!format!("{client:?}").contains("p4ss"));
    }
}
