//! Tokens of vendors that want a login: fetched once for all who wait, kept until shortly before their end.

use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use super::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::http::Secret;
use crate::model::Channel;

/// A request that is on its way when its token ends would be refused.
const MARGIN: Duration = Duration::from_secs(60);

/// How long refused credentials are not tried again: they stay wrong until somebody corrects them.
const PAUSE: Duration = Duration::from_secs(30);

/// How long no login is tried in the place of a fresh token that was refused as well: what is wrong is no token, and vendors
/// lock accounts that log in too often.
const REST: Duration = Duration::from_secs(3600);

/// What a login brings.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) value: Secret,
    pub(crate) expires_in: Duration,
}

/// The token of one set of credentials.
///
/// All sessions that share a cache share a clock. Dropping a call at any point is safe: a login under way ends with its
/// caller, and the next who waits logs in.
#[derive(Default)]
pub(crate) struct TokenCache {
    /// Held during a login, so that there is one at a time.
    state: Mutex<State>,
    /// Logins that came to an end. Who finds it changed after waiting has waited for a login, and takes its outcome.
    finished: AtomicU64,
    /// Until when, in seconds of the sessions' clock, refused tokens are not replaced.
    rests_until: AtomicU64,
}

#[derive(Default)]
enum State {
    #[default]
    Empty,
    Valid {
        value: Secret,
        until: Duration,
    },
    Failed {
        failure: Failure,
        until: Duration,
    },
}

/// What can be told to others of a failed login.
struct Failure {
    kind: ErrorKind,
    message: String,
    channel: Option<Channel>,
    code: Option<String>,
    retry_after: Option<Duration>,
}

impl TokenCache {
    /// Sends with the valid token, and once more with a fresh one where the vendor refuses it. Where it refuses the fresh
    /// one as well, tokens are not replaced for an hour.
    ///
    /// # Errors
    ///
    /// What `send` meets, and what `login` meets: all who wait for a login share its error.
    pub(crate) async fn call<T, L, LF, S, SF>(
        &self,
        session: &Session,
        login: L,
        send: S,
        is_refused: impl Fn(&Result<T>) -> bool + Send,
    ) -> Result<T>
    where
        T: Send,
        L: Fn() -> LF + Send + Sync,
        LF: Future<Output = Result<Token>> + Send,
        S: Fn(Secret) -> SF + Send + Sync,
        SF: Future<Output = Result<T>> + Send,
    {
        let token = self.get(session, None, &login).await?;
        let first = send(token.clone()).await;
        if !is_refused(&first) || session.elapsed().as_secs() < self.rests_until.load(Ordering::Relaxed) {
            return first;
        }
        let fresh = self.get(session, Some(&token), &login).await?;
        let second = send(fresh).await;
        if is_refused(&second) {
            let until = session.elapsed().saturating_add(REST).as_secs();
            self.rests_until.store(until, Ordering::Relaxed);
        }
        second
    }

    /// The valid token, or the one that `login` brings; one login at a time serves all waiters. `spent` is a token
    /// that the API just refused, normally none: if it is still the cached one it is replaced, once.
    ///
    /// # Errors
    ///
    /// What `login` meets. All who wait for a login share its error; that of refused credentials
    /// ([`ErrorKind::Unauthorized`]) stays for 30 seconds, in which there is no other login.
    async fn get<F, Fut>(&self, session: &Session, spent: Option<&Secret>, login: F) -> Result<Secret>
    where
        F: FnOnce() -> Fut + Send,
        Fut: Future<Output = Result<Token>> + Send,
    {
        let finished = self.finished.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        // The outcome of a login that ended while this call waited is newer than the call itself: it counts even where
        // it is a token that ends at once, or the same one again.
        let is_fresh = self.finished.load(Ordering::Acquire) != finished;
        match &*state {
            State::Valid { value, until }
                if is_fresh || (session.elapsed() < *until && spent != Some(value)) =>
            {
                return Ok(value.clone());
            }
            State::Failed { failure, until } if is_fresh || session.elapsed() < *until => {
                return Err(failure.error());
            }
            _ => {}
        }
        let result = login().await;
        if result.is_err() && session.remaining().is_some_and(|left| left.is_zero()) {
            // This call ran out of its own time. The next may have more, and finds the cache as it was.
            return result.map(|token| token.value);
        }
        let now = session.elapsed();
        let outcome = match result {
            Ok(Token { value, expires_in }) => {
                // Of a short life half is used, or every call would log in.
                let kept = expires_in.saturating_sub(MARGIN.min(expires_in / 2));
                *state = State::Valid { value: value.clone(), until: now.saturating_add(kept) };
                Ok(value)
            }
            Err(error) => {
                let pause = if error.kind() == ErrorKind::Unauthorized { PAUSE } else { Duration::ZERO };
                *state = State::Failed { failure: Failure::of(&error), until: now.saturating_add(pause) };
                Err(error)
            }
        };
        self.finished.fetch_add(1, Ordering::Release);
        outcome
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state: _, finished, rests_until: _ } = self;
        f.debug_struct("TokenCache").field("finished", finished).finish_non_exhaustive()
    }
}

impl Failure {
    fn of(error: &Error) -> Self {
        Self {
            kind: error.kind(),
            message: error.to_string(),
            channel: error.channel().cloned(),
            code: error.code().map(str::to_owned),
            retry_after: error.retry_after(),
        }
    }

    fn error(&self) -> Error {
        let Self { kind, message, channel, code, retry_after } = self;
        let mut error = Error::new(*kind, message).with_retry_after(*retry_after);
        if let Some(channel) = channel {
            error = error.with_channel(channel);
        }
        if let Some(code) = code {
            error = error.with_code(code);
        }
        error
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use tokio::task::JoinSet;
    use tokio::time;

    use super::*;
    use crate::http::PausedClock;

    /// A cache, the sessions' clock, and a count of the logins.
    #[derive(Clone, Default)]
    struct Vendor {
        cache: Arc<TokenCache>,
        clock: PausedClock,
        logins: Arc<AtomicUsize>,
    }

    impl Vendor {
        fn session(&self) -> Session {
            Session::new("dhl/unified".parse().unwrap(), None, Arc::new(self.clock.clone()))
        }

        fn logins(&self) -> usize {
            self.logins.load(Ordering::SeqCst)
        }

        /// A login that takes a second and brings `t1`, `t2` and so on.
        async fn get(&self, spent: Option<&str>, expires_in: u64) -> Result<String> {
            let spent = spent.map(Secret::from);
            let login = || async move {
                let count = self.logins.fetch_add(1, Ordering::SeqCst) + 1;
                time::sleep(Duration::from_secs(1)).await;
                Ok(Token { value: format!("t{count}").into(), expires_in: Duration::from_secs(expires_in) })
            };
            let token = self.cache.get(&self.session(), spent.as_ref(), login).await?;
            Ok(token.expose().to_owned())
        }

        async fn fail(&self, kind: ErrorKind) -> Error {
            let login = || async move {
                self.logins.fetch_add(1, Ordering::SeqCst);
                time::sleep(Duration::from_secs(1)).await;
                Err(Error::new(kind, "no login").with_code("invalid_client"))
            };
            self.cache.get(&self.session(), None, login).await.unwrap_err()
        }

        /// A thousand calls at once.
        async fn crowd<T, F, Fut>(&self, call: F) -> Vec<T>
        where
            T: Send + 'static,
            F: Fn(Self) -> Fut,
            Fut: Future<Output = T> + Send + 'static,
        {
            let mut calls = JoinSet::new();
            (0..1000).for_each(|_| drop(calls.spawn(call(self.clone()))));
            calls.join_all().await
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_thousand_callers_log_in_once() {
        let vendor = Vendor::default();
        for expires_in in [3600, 0, 1_000_000_000_000_000_000, u64::MAX] {
            let vendor = Vendor { clock: vendor.clock.clone(), ..Vendor::default() };
            let tokens =
                vendor.crowd(|vendor| async move { vendor.get(None, expires_in).await.unwrap() }).await;
            assert!(tokens.len() == 1000 && tokens.iter().all(|token| token == "t1"));
            assert_eq!(vendor.logins(), 1, "{expires_in}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_replaced_a_minute_before_its_end() {
        let vendor = Vendor::default();
        assert_eq!(vendor.get(None, 3600).await.unwrap(), "t1");
        time::advance(Duration::from_secs(3539)).await;
        assert_eq!(vendor.get(None, 3600).await.unwrap(), "t1");
        time::advance(Duration::from_secs(1)).await;
        assert_eq!(vendor.get(None, 30).await.unwrap(), "t2");
        time::advance(Duration::from_secs(14)).await;
        assert_eq!(vendor.get(None, 30).await.unwrap(), "t2");
        time::advance(Duration::from_secs(1)).await;
        assert_eq!(vendor.get(None, 0).await.unwrap(), "t3");
        assert_eq!(vendor.get(None, u64::MAX).await.unwrap(), "t4");
        time::advance(Duration::from_secs(1 << 30)).await;
        assert_eq!(vendor.get(None, 0).await.unwrap(), "t4");
    }

    #[tokio::test(start_paused = true)]
    async fn a_spent_token_is_replaced_once_for_all() {
        let vendor = Vendor::default();
        vendor.get(None, 3600).await.unwrap();
        let tokens = vendor.crowd(|vendor| async move { vendor.get(Some("t1"), 3600).await.unwrap() }).await;
        assert!(tokens.iter().all(|token| token == "t2"));
        // Who comes late with the old one is served from the cache too.
        assert_eq!(vendor.get(Some("t1"), 3600).await.unwrap(), "t2");
        assert_eq!(vendor.logins(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn where_a_fresh_token_is_refused_as_well_there_is_no_storm_of_logins() {
        let vendor = Vendor::default();
        let call = || async {
            let login = || async {
                let count = vendor.logins.fetch_add(1, Ordering::SeqCst) + 1;
                Ok(Token { value: format!("t{count}").into(), expires_in: Duration::from_secs(86_400) })
            };
            let send = |token: Secret| async move { Ok(token.expose().to_owned()) };
            vendor.cache.call(&vendor.session(), login, send, |sent| sent.is_ok()).await.unwrap()
        };
        assert_eq!(call().await, "t2");
        for _ in 0..100 {
            assert_eq!(call().await, "t2");
        }
        assert_eq!(vendor.logins(), 2);
        time::advance(REST).await;
        assert_eq!(call().await, "t3");
    }

    #[tokio::test(start_paused = true)]
    async fn a_vendor_that_gives_the_spent_token_again_is_asked_once() {
        let vendor = Vendor::default();
        vendor.get(None, 3600).await.unwrap();
        let again = |vendor: Vendor| async move {
            let login = || async {
                vendor.logins.fetch_add(1, Ordering::SeqCst);
                time::sleep(Duration::from_secs(1)).await;
                Ok(Token { value: "t1".into(), expires_in: Duration::from_secs(3600) })
            };
            vendor.cache.get(&vendor.session(), Some(&"t1".into()), login).await.unwrap()
        };
        assert!(vendor.crowd(again).await.iter().all(|token| token.expose() == "t1"));
        assert_eq!(vendor.logins(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failed_login_fails_all_who_waited_and_nobody_after() {
        let vendor = Vendor::default();
        let errors = vendor.crowd(|vendor| async move { vendor.fail(ErrorKind::Unavailable).await }).await;
        assert!(errors.iter().all(|error| error.kind() == ErrorKind::Unavailable));
        assert!(errors.iter().all(|error| error.code() == Some("invalid_client")));
        assert_eq!(vendor.logins(), 1);
        assert_eq!(vendor.get(None, 3600).await.unwrap(), "t2");
    }

    #[tokio::test(start_paused = true)]
    async fn refused_credentials_rest_for_half_a_minute() {
        let vendor = Vendor::default();
        vendor.fail(ErrorKind::Unauthorized).await;
        for _ in 0..100 {
            let error = vendor.get(None, 3600).await.unwrap_err();
            assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Unauthorized, "no login"));
        }
        time::advance(Duration::from_secs(29)).await;
        assert!(vendor.get(Some("t0"), 3600).await.is_err());
        assert_eq!(vendor.logins(), 1);
        time::advance(Duration::from_secs(1)).await;
        assert_eq!(vendor.get(None, 3600).await.unwrap(), "t2");
    }

    #[tokio::test(start_paused = true)]
    async fn a_dropped_caller_leaves_the_login_to_the_next() {
        let vendor = Vendor::default();
        let leader = tokio::spawn({
            let vendor = vendor.clone();
            async move { vendor.get(None, 3600).await }
        });
        let waiter = tokio::spawn({
            let vendor = vendor.clone();
            async move { vendor.get(None, 3600).await }
        });
        let gone = tokio::spawn({
            let vendor = vendor.clone();
            async move { vendor.get(None, 3600).await }
        });
        time::sleep(Duration::from_millis(500)).await;
        assert_eq!(vendor.logins(), 1);
        leader.abort();
        gone.abort();
        assert_eq!(waiter.await.unwrap().unwrap(), "t2");
        assert_eq!(vendor.logins(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_out_of_time_fails_alone() {
        let vendor = Vendor::default();
        let hurried = tokio::spawn({
            let vendor = vendor.clone();
            async move {
                let session = vendor.session().with_deadline(Duration::from_secs(1));
                let login = || async {
                    time::sleep(Duration::from_secs(1)).await;
                    Err(Error::new(ErrorKind::TimedOut, "no time left"))
                };
                vendor.cache.get(&session, None, login).await
            }
        });
        time::sleep(Duration::from_millis(1)).await;
        assert_eq!(vendor.get(None, 3600).await.unwrap(), "t1");
        assert_eq!(hurried.await.unwrap().unwrap_err().kind(), ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn debug_shows_no_token() {
        let cache = TokenCache::default();
        let vendor = Vendor::default();
        let token = Token { value: "s3cr3t".into(), expires_in: Duration::from_secs(9) };
        assert!(!format!("{token:?}").contains("s3cr3t"));
        cache.get(&vendor.session(), None, || async { Ok(token) }).await.unwrap();
        assert!(!format!("{cache:?}").contains("s3cr3t"));
    }
}
