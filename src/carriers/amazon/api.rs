//! The way of every call to Amazon's APIs: a token, one fresh one where it is refused, and a wait where there were too
//! many.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::super::oauth;
use super::access::Access;
use super::{errors, request};
use crate::carrier::{Session, TokenCache};
use crate::error::{ErrorKind, Result};
use crate::http::{Reply, Request, Secret};
use crate::traffic::granted;

/// One set of credentials with its token and with what its answers told of Amazon's limits.
#[derive(Debug)]
pub(super) struct Api {
    login: Request,
    tokens: TokenCache,
    /// The time between two requests, by operation.
    pauses: Mutex<BTreeMap<&'static str, Duration>>,
}

impl Api {
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] where the login's address is none.
    pub(super) fn new(access: &Access) -> Result<Self> {
        Ok(Self { login: request::login(access)?, tokens: TokenCache::default(), pauses: Mutex::default() })
    }

    /// Sends a request with the token, and once more with a fresh one where the token is refused.
    ///
    /// # Errors
    ///
    /// What the login or the API refused. Too many requests ([`ErrorKind::RateLimited`]) tell the wait that Amazon asks
    /// for, or else the time in which it grants one more request, where an earlier answer told the rate.
    pub(super) async fn call(
        &self,
        session: &Session,
        operation: &'static str,
        request: Request,
    ) -> Result<Reply> {
        let login = || async {
            let reply = session.send(Session::LOGIN, self.login.clone()).await?;
            oauth::read_token(&reply, session.now(), "login with Amazon", errors::login)
        };
        let send = |token| self.send(session, operation, request.clone(), token);
        let is_refused = |reply: &Result<Reply>| reply.as_ref().is_ok_and(errors::is_about_token);
        let reply = self.tokens.call(session, login, send, is_refused).await?;
        self.checked(session, operation, reply)
    }

    /// Sends a request with another token than the login's.
    ///
    /// # Errors
    ///
    /// As those of [`call`](Self::call).
    pub(super) async fn call_with(
        &self,
        session: &Session,
        operation: &'static str,
        request: Request,
        token: Secret,
    ) -> Result<Reply> {
        let reply = self.send(session, operation, request, token).await?;
        self.checked(session, operation, reply)
    }

    /// The reply, unless it is a refusal.
    fn checked(&self, session: &Session, operation: &str, reply: Reply) -> Result<Reply> {
        match errors::refused(&reply, session.now()) {
            None => Ok(reply),
            Some(error) if error.kind() == ErrorKind::RateLimited && error.retry_after().is_none() => {
                Err(error.with_retry_after(self.pause(operation)))
            }
            Some(error) => Err(error),
        }
    }

    async fn send(
        &self,
        session: &Session,
        operation: &'static str,
        request: Request,
        token: Secret,
    ) -> Result<Reply> {
        let reply = session.send(operation, request::with_token(request, token)).await?;
        if let Some(pause) = granted(&reply) {
            self.pauses.lock().unwrap_or_else(PoisonError::into_inner).insert(operation, pause);
        }
        Ok(reply)
    }

    fn pause(&self, operation: &str) -> Option<Duration> {
        self.pauses.lock().unwrap_or_else(PoisonError::into_inner).get(operation).copied()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::VecDeque;
    use std::sync::Arc;

    use async_trait::async_trait;
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::http::{Clock, Transport};
    use crate::model::Channel;

    pub(in super::super) const LOGIN: &str =
        r#"{"access_token":"Atza|1","token_type":"bearer","expires_in":"3600"}"#;
    pub(in super::super) const FRESH: &str =
        r#"{"access_token":"Atza|2","token_type":"bearer","expires_in":3600}"#;
    pub(in super::super) const REFUSED: &str = r#"{"errors":[{"code":"Unauthorized","message":"expired"}]}"#;

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

    /// Answers in turn and remembers what was asked, with the token.
    #[derive(Debug, Default)]
    pub(in super::super) struct Script {
        replies: Mutex<VecDeque<Reply>>,
        asked: Mutex<Vec<String>>,
    }

    impl Script {
        pub(in super::super) fn new(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
            Arc::new(Self { replies: Mutex::new(replies.into_iter().collect()), asked: Mutex::default() })
        }

        pub(in super::super) fn session(self: &Arc<Self>, channel: Channel) -> Session {
            Session::new(channel, Some(self.clone()), Arc::new(Frozen))
        }

        /// Path, query and token of each request.
        pub(in super::super) fn asked(&self) -> Vec<String> {
            self.asked.lock().unwrap().clone()
        }

        pub(in super::super) fn is_done(&self) -> bool {
            self.replies.lock().unwrap().is_empty()
        }
    }

    #[async_trait]
    impl Transport for Script {
        async fn send(&self, request: &Request, _: Option<Duration>) -> Result<Reply> {
            let token = request.headers().find(|(name, ..)| *name == "x-amz-access-token");
            let token = token.map_or("-", |(_, token, _)| token);
            let query = request.url().query().map(|query| format!("?{query}")).unwrap_or_default();
            self.asked.lock().unwrap().push(format!("{}{query} {token}", request.url().path()));
            Ok(self.replies.lock().unwrap().pop_front().expect("no more replies"))
        }
    }

    pub(in super::super) fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    fn called(replies: Vec<Reply>, calls: usize) -> (Vec<Result<Reply>>, Vec<String>) {
        let script = Script::new(replies);
        let channel = Channel::known(crate::model::CarrierId::AMAZON, "test");
        let (session, access) = (script.session(channel), Access::new("id", "s3cr3t", "Atzr|0"));
        let api = Api::new(&access).unwrap();
        let endpoint = request::endpoint(None, "https://api.example").unwrap();
        let results = block_on(async {
            let mut results = Vec::new();
            for _ in 0..calls {
                let request = Request::get(&endpoint, &["a"]);
                results.push(api.call(&session, "getA", request).await);
            }
            results
        });
        (results, script.asked())
    }

    #[test]
    fn a_refused_token_is_replaced_once() {
        let replies =
            [(200, LOGIN), (403, REFUSED), (200, FRESH), (401, REFUSED), (401, REFUSED), (401, REFUSED)];
        let (results, asked) = called(replies.map(|(status, body)| Reply::new(status, body)).to_vec(), 3);
        // That a fresh one is refused as well means the app's role, which no login changes.
        assert_eq!(
            asked,
            ["/auth/o2/token -", "/a Atza|1", "/auth/o2/token -", "/a Atza|2", "/a Atza|2", "/a Atza|2"]
        );
        let error = results[1].as_ref().unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthorized, Some("Unauthorized")));
    }

    #[test]
    fn what_the_account_may_not_see_costs_no_login() {
        let denied = Reply::new(403, r#"{"errors":[{"code":"AccessDenied"}]}"#);
        let (results, asked) = called(vec![Reply::new(200, LOGIN), denied], 1);
        assert_eq!(asked, ["/auth/o2/token -", "/a Atza|1"]);
        assert_eq!(results[0].as_ref().unwrap_err().kind(), ErrorKind::Forbidden);
    }

    #[test]
    fn too_many_requests_tell_the_wait_that_the_rate_means() {
        let busy = || Reply::new(429, r#"{"errors":[{"code":"QuotaExceeded"}]}"#);
        let replies = vec![
            Reply::new(200, LOGIN),
            busy(),
            Reply::new(200, "{}").header("x-amzn-RateLimit-Limit", "0.5"),
            busy(),
            busy().header("retry-after", "9"),
        ];
        let waits: Vec<_> = called(replies, 4)
            .0
            .into_iter()
            .map(|result| result.err().map(|error| (error.kind(), error.retry_after())))
            .collect();
        let limited = |seconds: Option<u64>| Some((ErrorKind::RateLimited, seconds.map(Duration::from_secs)));
        assert_eq!(waits, [limited(None), None, limited(Some(2)), limited(Some(9))]);
    }
}
