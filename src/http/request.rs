//! A request as a plain value: built by a carrier's pure code, looked at by tests, sent by a transport.

use std::fmt;

use url::Url;

use super::secret::Secret;
use crate::error::{Error, ErrorKind, Result};

/// The methods that carriers' APIs use for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A header's value, or a secret one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HeaderText {
    Plain(String),
    Secret(Secret),
}

impl HeaderText {
    fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// A request to a carrier.
///
/// The number asked for only ever becomes a path segment or a query value, both percent-encoded: it can change
/// neither host nor path. `Debug` shows method, host and header names, never the rest of the URL, the values or the
/// body.
///
/// ```
/// use parceltrack::http::{Endpoint, Request};
///
/// let endpoint: Endpoint = "https://api.example/v1/".parse()?;
/// let request = Request::get(&endpoint, &["parcels", "../a b"]).query("lang", "de").header("accept", "application/json");
/// assert_eq!(request.url().as_str(), "https://api.example/v1/parcels/..%2Fa%20b?lang=de");
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    method: Method,
    url: Url,
    headers: Vec<(&'static str, HeaderText)>,
    body: Option<Secret>,
    only_reads: bool,
}

impl Request {
    /// A GET request for `path` below `endpoint`, each segment percent-encoded.
    pub fn get(endpoint: &Endpoint, path: &[&str]) -> Self {
        Self {
            method: Method::Get,
            url: endpoint.join(path),
            headers: Vec::new(),
            body: None,
            only_reads: true,
        }
    }

    /// A POST request with a form as body. The body counts as secret.
    pub fn post_form(endpoint: &Endpoint, path: &[&str], fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self::post(endpoint, path, "application/x-www-form-urlencoded;charset=UTF-8", body)
    }

    /// A POST request with a body that was written elsewhere. The body counts as secret.
    pub fn post(
        endpoint: &Endpoint,
        path: &[&str],
        content_type: impl Into<String>,
        body: impl Into<Secret>,
    ) -> Self {
        Self {
            method: Method::Post,
            url: endpoint.join(path),
            headers: Vec::new(),
            body: Some(body.into()),
            only_reads: false,
        }
        .header("content-type", content_type)
    }

    /// The same for a question that is asked by POST: it changes nothing at the vendor, and may be sent twice.
    #[must_use]
    pub fn reading(self) -> Self {
        Self { only_reads: true, ..self }
    }

    /// The same with one more query value.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// The same with one more header; its name is lower case.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, HeaderText::Plain(value.into())));
        self
    }

    /// The same with one more header whose value is shown nowhere.
    #[must_use]
    pub fn secret_header(mut self, name: &'static str, value: Secret) -> Self {
        self.headers.push((name, HeaderText::Secret(value)));
        self
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// Whether it changes nothing at the vendor: GET, and what was marked as [`reading`](Self::reading).
    pub fn only_reads(&self) -> bool {
        self.only_reads
    }

    /// The whole URL, number included.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Header names and values, and whether the value is secret.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str, bool)> {
        self.headers
            .iter()
            .map(|(name, value)| (*name, value.expose(), matches!(value, HeaderText::Secret(_))))
    }

    /// The body, if there is one.
    pub fn body(&self) -> Option<&str> {
        self.body.as_ref().map(Secret::expose)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, url, headers, body: _, only_reads: _ } = self;
        f.debug_struct("Request")
            .field("method", method)
            .field("host", &url.host_str())
            .field("headers", &headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The address of an API: `https`, or `http` for a mock on this machine, without user, query or fragment.
///
/// An endpoint comes from configuration only, never from a number or an answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Endpoint(Url);

impl Endpoint {
    /// The address, ending in a slash.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    fn join(&self, path: &[&str]) -> Url {
        let mut url = self.0.clone();
        // An endpoint has a host, so it always has path segments.
        if let Ok(mut segments) = url.path_segments_mut() {
            // `url` drops the segments `.` and `..`; spelt out they stay what they are.
            segments.pop_if_empty().extend(path.iter().map(|segment| match *segment {
                "." => "%2E",
                ".." => "%2E%2E",
                other => other,
            }));
        }
        url
    }
}

impl TryFrom<String> for Endpoint {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl std::str::FromStr for Endpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let flaw = |what: &str| Error::new(ErrorKind::Misconfigured, format!("setting `endpoint`: {what}"));
        let mut url = Url::parse(text).map_err(|error| flaw("not a URL").with_source(error))?;
        let host = url.host().map(|host| host.to_owned());
        let is_local = match &host {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
            Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
            None => return Err(flaw("the URL has no host")),
        };
        match url.scheme() {
            "https" => {}
            "http" if is_local => {}
            _ => return Err(flaw("use https; http is for this machine only")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(flaw("the URL must not hold a user or password; use the settings for credentials"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(flaw("the URL must not have a query or fragment"));
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint() -> Endpoint {
        "https://api.example/base".parse().unwrap()
    }

    #[test]
    fn an_endpoint_is_https_or_local_and_holds_no_secret() {
        assert_eq!(endpoint().as_str(), "https://api.example/base/");
        for good in ["http://127.0.0.1:8080", "http://localhost:1/x", "http://[::1]:1"] {
            assert!(good.parse::<Endpoint>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.example",
            "http://api.example",
            "ftp://x",
            "https://u:p@api.example",
            "https://a.b/?k=v",
        ] {
            let error = bad.parse::<Endpoint>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Misconfigured, "{bad}");
            assert!(!format!("{error:#}{error:?}").contains("u:p"), "{bad}");
        }
    }

    #[test]
    fn debug_shows_neither_number_nor_values_nor_body() {
        let request = Request::post_form(&endpoint(), &["00340434161094042557"], &[("secret", "s3cr3t")])
            .query("n", "00340434161094042557")
            .secret_header("dhl-api-key", "k3y".into());
        let debug = format!("{request:?}");
        assert!(!["0034", "s3cr3t", "k3y"].iter().any(|text| debug.contains(text)), "{debug}");
        assert_eq!(request.body(), Some("secret=s3cr3t"));
    }

    proptest::proptest! {
        #[test]
        fn a_segment_changes_neither_host_nor_path(segment in "\\PC{1,40}") {
            let request = Request::get(&endpoint(), &["track", &segment]).query("q", &segment);
            let url = request.url();
            proptest::prop_assert_eq!(url.host_str(), Some("api.example"));
            let segments: Vec<&str> = url.path_segments().unwrap().collect();
            proptest::prop_assert_eq!(segments.len(), 3);
            proptest::prop_assert_eq!(&segments[..2], &["base", "track"]);
            let (name, value) = url.query_pairs().next().unwrap();
            proptest::prop_assert_eq!((name.as_ref(), value.as_ref()), ("q", segment.as_str()));
            proptest::prop_assert_eq!(url.query_pairs().count(), 1);
        }
    }
}
