//! The HTTP client: with what its errors mean, all that knows an HTTP crate.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::dns::Resolve;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls_platform_verifier::Verifier;
use tokio::task::coop;
use tokio::time::{self, Instant, Sleep};

use super::body::{Body, TooLarge};
use super::failure::failure;
use super::limits::{HEADER_LIST, Limits};
use super::reply::Reply;
use super::request::{Method, Request};
use super::secret::Secret;
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Result};

/// Sends requests over HTTP/1.1 and HTTP/2, with TLS 1.2 or newer. A clone is cheap and shares connections.
///
/// It follows no redirect, uses a proxy only if it is told to (never one of the environment's), unpacks gzip, and
/// bounds the time of each call and the size of each head and body. Certificates are checked as the operating system's
/// store says; with the crate feature `webpki-roots`, against Mozilla's list where there is no store. A request without
/// a `user-agent` gets this crate's name and version.
///
/// Sending needs a tokio runtime with I/O and timers enabled.
///
/// ```no_run
/// use std::time::Duration;
///
/// use parceltrack::http::HttpClient;
///
/// let client = HttpClient::builder().timeout(Duration::from_secs(10)).build()?;
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
    limits: Limits,
}

impl HttpClient {
    /// A client with limits and ways of your own.
    pub fn builder() -> HttpClientBuilder {
        HttpClientBuilder { limits: Limits::default(), proxy: None, roots: Vec::new(), resolver: None }
    }

    async fn exchange(&self, request: &Request, timeout: Duration) -> Result<Reply> {
        let host = request.url().host_str().unwrap_or_default();
        let request = to_wire(request)?;
        let limits @ Limits { head_timeout, read_timeout, max_head, max_body, .. } = self.limits;
        let too_large = |what| Error::new(ErrorKind::TooLarge, format!("{host}: {what} bytes"));
        let failure = |error| failure(host, &error, &limits);
        // One timer serves all limits, one after the other. None goes beyond the end of the whole: a limit between two reads
        // alone would let a body drip for ever.
        let mut alarm = pin!(time::sleep(head_timeout.min(timeout)));
        let head_end = alarm.deadline();
        // A sleep tells the moment after a time of any length, where adding it to another moment could overflow.
        let after = |time| time::sleep(time).deadline();
        let end =
            head_end.checked_add(timeout.saturating_sub(head_timeout)).unwrap_or_else(|| after(timeout));
        let part_end = || end.min(after(read_timeout));
        let too_late = |stopped: Instant, step: String| {
            let what = if stopped < end { step } else { format!("no whole answer within {timeout:?}") };
            Error::new(ErrorKind::TimedOut, format!("{host}: {what}"))
        };
        let mut response = within(alarm.as_mut(), || head_end, pin!(self.inner.execute(request)))
            .await
            .map_err(|at| too_late(at, format!("the answer's head was not there within {head_timeout:?}")))?
            .map_err(failure)?;
        if size(response.headers()) > max_head {
            return Err(too_large(format!("the answer's head has more than {max_head}")));
        }
        let too_large = |TooLarge| too_large(format!("the answer has more than {max_body}"));
        let mut body = Body::new(max_body, response.content_length()).map_err(too_large)?;
        while let Some(part) = within(alarm.as_mut(), part_end, pin!(response.chunk()))
            .await
            .map_err(|at| too_late(at, format!("nothing more of the answer for {read_timeout:?}")))?
            .map_err(failure)?
        {
            body.add(part).map_err(too_large)?;
        }
        let reply = body.reply(response.status().as_u16());
        let headers = response.headers().iter();
        Ok(reply.with_headers(
            headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()))),
        ))
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { inner: _, limits } = self;
        f.debug_struct("HttpClient").field("limits", limits).finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for HttpClient {
    /// Sends the request and waits at most `timeout`, or the client's own time if that is shorter.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::TimedOut`] where connecting, the answer's head, a part of its body or the whole call took too long.
    /// - [`ErrorKind::Unavailable`] where the host has no address, refuses, or breaks off.
    /// - [`ErrorKind::TooLarge`] for a head or body beyond the limit.
    /// - [`ErrorKind::BadReply`] for what is not HTTP, TLS or gzip as it should be, and where the server breaks off before
    ///   a secure connection is agreed on.
    /// - [`ErrorKind::Misconfigured`] for an untrusted certificate, a header that cannot be sent, and outside of a
    ///   tokio runtime.
    async fn send(&self, request: &Request, timeout: Option<Duration>) -> Result<Reply> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(misconfigured("the HTTP client needs a tokio runtime"));
        }
        let own = self.limits.timeout;
        self.exchange(request, timeout.map_or(own, |timeout| timeout.min(own))).await
    }
}

/// Settings of an [`HttpClient`].
#[derive(Clone)]
#[must_use]
pub struct HttpClientBuilder {
    limits: Limits,
    proxy: Option<Secret>,
    /// Certificates that are trusted beside the system's.
    roots: Vec<CertificateDer<'static>>,
    resolver: Option<Arc<dyn Resolve>>,
}

impl HttpClientBuilder {
    /// How long connecting may take, TLS included; 10 seconds unless set.
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.limits.connect_timeout = connect_timeout;
        self
    }

    /// How long it may take until the answer's head is there, from connecting to its last byte; 20 seconds unless set.
    pub fn head_timeout(mut self, head_timeout: Duration) -> Self {
        self.limits.head_timeout = head_timeout;
        self
    }

    /// How long the server may keep silent between the head and the body or two parts of it; 10 seconds unless set.
    pub fn read_timeout(mut self, read_timeout: Duration) -> Self {
        self.limits.read_timeout = read_timeout;
        self
    }

    /// How long a whole call may take, from connecting to the body's end; 30 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// How many bytes an answer's head may have, its first line aside; 64 KiB unless set, 256 KiB at most. Over
    /// HTTP/1.1, one of more than 100 lines is refused in any case.
    pub fn max_head(mut self, bytes: usize) -> Self {
        self.limits.max_head = bytes;
        self
    }

    /// How many bytes a body may have once unpacked; 8 MiB unless set, 1 GiB at most.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// The proxy that all requests go through, as `http://` or `https://` URL, which may hold a user and password;
    /// none unless set. It counts as secret.
    pub fn proxy(self, url: impl Into<String>) -> Self {
        Self { proxy: Some(Secret::from(url.into())), ..self }
    }

    /// Trusts a certificate of the tests' own: without, each of theirs would be refused for its issuer alone.
    #[cfg(feature = "testkit")]
    pub(crate) fn trusting(mut self, root: CertificateDer<'static>) -> Self {
        self.roots.push(root);
        self
    }

    /// Finds no address for any name.
    #[cfg(feature = "testkit")]
    pub(crate) fn resolving(mut self, nothing: NoAddress) -> Self {
        self.resolver = Some(Arc::new(nothing));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that is wrong, or saying that no root certificates were found.
    pub fn build(self) -> Result<HttpClient> {
        let limits = self.limits;
        limits.check()?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(|provider| Verifier::new_with_extra_roots(self.roots, provider))?)
            .connect_timeout(limits.connect_timeout)
            .http2_max_header_list_size(HEADER_LIST)
            .user_agent(concat!("parceltrack/", env!("CARGO_PKG_VERSION")))
            // A hop to another host would take every key in an own header along.
            .redirect(Policy::none())
            .referer(false)
            .no_proxy();
        if let Some(url) = &self.proxy {
            builder = builder.proxy(proxy(url.expose())?);
        }
        if let Some(resolver) = self.resolver {
            builder = builder.dns_resolver(resolver);
        }
        let inner =
            builder.build().map_err(|_| misconfigured("the HTTP client cannot be set up on this system"))?;
        Ok(HttpClient { inner, limits })
    }
}

impl fmt::Debug for HttpClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { limits, proxy, roots: _, resolver: _ } = self;
        f.debug_struct("HttpClientBuilder")
            .field("limits", limits)
            .field("proxy", proxy)
            .finish_non_exhaustive()
    }
}

/// What a resolver does that knows no address.
#[cfg(feature = "testkit")]
#[derive(Debug, Clone, Copy)]
pub(crate) enum NoAddress {
    Fails,
    TellsNone,
}

#[cfg(feature = "testkit")]
impl Resolve for NoAddress {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let told: std::result::Result<reqwest::dns::Addrs, _> = match self {
            Self::Fails => Err("no such name".into()),
            Self::TellsNone => Ok(Box::new(std::iter::empty())),
        };
        Box::pin(std::future::ready(told))
    }
}

fn misconfigured(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::Misconfigured, text)
}

fn proxy(url: &str) -> Result<reqwest::Proxy> {
    let flaw = || misconfigured("setting `proxy` is not an http:// or https:// URL with a host");
    let url = url::Url::parse(url).map_err(|_| flaw())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(flaw());
    }
    reqwest::Proxy::all(url).map_err(|_| flaw())
}

/// TLS with an explicit provider: a library must not choose one for the whole process.
fn tls(
    platform: impl FnOnce(Arc<CryptoProvider>) -> std::result::Result<Verifier, rustls::Error>,
) -> Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = match platform(provider.clone()) {
        Ok(verifier) => Arc::new(verifier),
        Err(_) => compiled_in(provider.clone())?,
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| misconfigured("TLS cannot be set up"))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// For systems without a certificate store.
#[cfg(feature = "webpki-roots")]
fn compiled_in(provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let verifier = rustls::client::WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|_| misconfigured("the compiled-in root certificates cannot be used"))?;
    Ok(verifier)
}

#[cfg(not(feature = "webpki-roots"))]
fn compiled_in(_: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>> {
    Err(misconfigured(
        "no root certificates found on this system; install some (often the package `ca-certificates`) or enable the \
         crate feature `webpki-roots`",
    ))
}

fn to_wire(request: &Request) -> Result<reqwest::Request> {
    let method = match request.method() {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut wire = reqwest::Request::new(method, request.url().clone());
    for (name, value, is_secret) in request.headers() {
        let flaw = |part| misconfigured(format!("header `{name}` has {part} that cannot be sent"));
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| flaw("a name"))?;
        let mut value = HeaderValue::from_str(value).map_err(|_| flaw("a value"))?;
        value.set_sensitive(is_secret);
        wire.headers_mut().append(key, value);
    }
    *wire.body_mut() = request.body().map(|body| body.to_owned().into());
    Ok(wire)
}

/// What a step of a call brings, or when the alarm stopped it. That is set once there is something to wait for.
async fn within<T>(
    mut alarm: Pin<&mut Sleep>,
    until: impl FnOnce() -> Instant,
    told: impl Future<Output = T>,
) -> std::result::Result<T, Instant> {
    tokio::select! {
        biased;
        told = told => Ok(told),
        stopped = async {
            alarm.as_mut().reset(until());
            // However busy the task is otherwise.
            coop::unconstrained(alarm.as_mut()).await;
            alarm.deadline()
        } => Err(stopped),
    }
}

/// How many bytes headers have, each with the colon, the blank and the end of its line.
fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

const _: fn() = || {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<HttpClient>();
    is_shared::<HttpClientBuilder>();
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_certificate_store_the_compiled_in_list_serves_or_is_named() {
        let result = tls(|_| Err(rustls::Error::General("no certificates".into())));
        if cfg!(feature = "webpki-roots") {
            assert!(result.is_ok());
        } else {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured);
            assert!(error.to_string().contains("`webpki-roots`"));
        }
    }

    #[test]
    fn secret_headers_are_marked_and_bad_ones_named() {
        let endpoint = "https://api.example".parse().unwrap();
        let wire = |key: &str| {
            to_wire(
                &Request::get(&endpoint, &[]).secret_header("x-api-key", key.into()).header("accept", "*/*"),
            )
        };
        let headers = wire("k").unwrap().headers().clone();
        assert!(headers["x-api-key"].is_sensitive() && !headers["accept"].is_sensitive());
        let error = wire("s3cr3t\n").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Misconfigured);
        assert_eq!(error.to_string(), "header `x-api-key` has a value that cannot be sent");
        assert!(!format!("{error:?}").contains("s3cr3t"));
    }
}
