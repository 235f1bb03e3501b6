//! The channels as a table, and the mock server that stands for their vendors.
//!
//! A row says how a channel is connected, what a right request of it looks like down to the last header, and what its
//! vendor answers in the cases that every channel must get right. The credentials are canaries: no text may hold them.
#![allow(dead_code, unused_imports)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use parceltrack::carrier::Settings;
use parceltrack::http::{Clock, HttpClient};
use parceltrack::{
    Answer, Carrier, Channel, Error, ErrorKind, OrderId, Query, Reference, Session, Status, carriers, chrono,
};
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../fixtures/", $name, ".json"))
    };
    ($name:literal, $ending:literal) => {
        include_str!(concat!("../../fixtures/", $name, ".", $ending))
    };
}

pub(crate) mod amazon;
pub(crate) mod dhl;
pub(crate) mod dpd;
pub(crate) mod evri;
pub(crate) mod hermes;
pub(crate) mod ups;

pub(crate) use amazon::{AMAZON, AMAZON_BUSINESS, AMAZON_SHIPPING, AMAZON_TRACKING};
pub(crate) use dhl::{DHL, DHL_EXPRESS, DHL_PARCEL_DE};
pub(crate) use dpd::DPD;
pub(crate) use evri::EVRI;
pub(crate) use hermes::HERMES;
pub(crate) use ups::UPS;

/// Every channel's row.
pub(crate) const ROWS: &[Row] = &[
    AMAZON,
    AMAZON_BUSINESS,
    AMAZON_SHIPPING,
    AMAZON_TRACKING,
    DHL,
    DHL_EXPRESS,
    DHL_PARCEL_DE,
    DPD,
    EVRI,
    HERMES,
    UPS,
];

/// Channels that tell orders instead of a parcel's scans; they have a suite of their own.
pub(crate) const SHOPS: &[&str] = &["amazon/orders"];

/// Credentials with characters that URLs, JSON, XML, base64 and `Debug` each write in another way.
pub(crate) const API_KEY: &str = r#"KANARIE-key+/="1%\x"#;
pub(crate) const CLIENT_ID: &str = "amzn1.application-oa2-client.KANARIE0123456789abcdef0123456789";
pub(crate) const CLIENT_SECRET: &str = r#"amzn1.oa2-cs.KANARIE+/&"2%\="#;
pub(crate) const REFRESH_TOKEN: &str = r#"Atzr|KANARIE+/"3%\=="#;
pub(crate) const ACCESS_TOKEN: &str = r#"Atza|KANARIE+/<4>"%&\=="#;
pub(crate) const USERNAME: &str = r#"KANARIE-user+/<5>"%&\="#;
pub(crate) const PASSWORD: &str = r#"KANARIE-password+/<6>"%&\'"#;

pub(crate) const DHL_APP: &str = r#"KANARIE-app+/="5%\x"#;
pub(crate) const DHL_APP_SECRET: &str = r#"KANARIE-app:+/="6%\x"#;
pub(crate) const DHL_USER: &str = r#"KANARIE-user<&>'"7%\x"#;
pub(crate) const DHL_PASSWORD: &str = r#"KANARIE-word<&>'"8%\x;"#;

pub(crate) const EXPRESS_USER: &str = r#"KANARIE-express+/="9%\x"#;
pub(crate) const EXPRESS_PASSWORD: &str = r#"KANARIE-express:+/="0%\x"#;

/// All that no text may hold.
pub(crate) const SECRETS: &[&str] =
    &[API_KEY, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, ACCESS_TOKEN, USERNAME, PASSWORD];

/// The number of the order that both carriers know.
pub(crate) const NUMBER: &str = "00340434161094042557";

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// As which the crate asks, where the vendor demands no other form.
pub(crate) const AGENT: &str = concat!("parceltrack/", env!("CARGO_PKG_VERSION"));

/// In place of a header's value: 32 digits, base 16, other ones in each request.
pub(crate) const UNIQUE: &str = "32 digits";

/// A login's request, and its reply.
pub(crate) type Login = (fn() -> Right, fn() -> String);

/// One channel.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) channel: &'static str,
    /// Its settings, credentials included.
    pub(crate) settings: &'static [(&'static str, &'static str)],
    /// The settings that lead to the mock server.
    pub(crate) endpoints: &'static [&'static str],
    /// The question for a number, and the request that it must become.
    pub(crate) question: fn(&str) -> Query,
    pub(crate) right: fn(&str) -> Right,
    /// The request of its login, if it has one, and the reply.
    pub(crate) login: Option<Login>,
    /// Statuses after which it logs in once more: the token may have ended.
    pub(crate) renews: &'static [u16],
    /// Kinds of questions that it must refuse without asking.
    pub(crate) refuses: fn() -> Vec<Query>,
    pub(crate) found: Told,
    /// With codes that nobody has mapped, and the status that they do not move.
    pub(crate) unseen: Told,
    /// Holds a moving event at 2026-11-19T12:00:00, of which the vendor tells no zone.
    pub(crate) without_zone: Told,
    /// Tells events twice; how many different ones there are.
    pub(crate) duplicates: (Told, usize),
    /// About another number than asked for; none where answers do not say which parcel they are about.
    pub(crate) another_number: Option<Told>,
    /// The status and body that tell that a number is not known.
    pub(crate) not_found: (u16, &'static str),
    /// What an answer without content means.
    pub(crate) no_content: ErrorKind,
    /// Bodies of other shapes than documented, with a text wherever one fits.
    pub(crate) odd: fn(&str) -> Vec<String>,
}

/// An answer, the number that was asked for, and the status that the parcel has after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    pub(crate) asked: &'static str,
    pub(crate) body: &'static str,
    pub(crate) status: Status,
}

/// Text within XML, escaped by the tests' own rule.
pub(crate) fn xml_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The same within an attribute.
pub(crate) fn xml_attribute(text: &str) -> String {
    xml_text(text).replace('"', "&quot;")
}

/// User and password by HTTP's scheme `Basic`.
pub(crate) fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", base64(&format!("{user}:{password}")))
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> =
        text.bytes().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1)).collect();
    let mut coded: String = bits
        .chunks(6)
        .map(|six| (0..6).fold(0, |value, place| value << 1 | six.get(place).copied().unwrap_or_default()))
        .map(|value| char::from(LETTERS[usize::from(value)]))
        .collect();
    while !coded.len().is_multiple_of(4) {
        coded.push('=');
    }
    coded
}

/// What a channel refuses that is asked by number alone.
pub(crate) fn all_but_numbers() -> Vec<Query> {
    let id = "SHOP-1042".parse::<OrderId>().unwrap();
    vec![
        Query::order(id.clone()),
        Query::new(Reference::Package(id)),
        Query::new(Reference::Fulfilment("AFTN7000000042".parse().unwrap())),
    ]
}

impl Row {
    pub(crate) fn channel(&self) -> Channel {
        self.channel.parse().unwrap()
    }

    pub(crate) fn settings(&self, uri: &str) -> Settings {
        let settings = self
            .settings
            .iter()
            .fold(Settings::new(self.channel()), |settings, (key, value)| settings.set(*key, *value));
        self.endpoints.iter().fold(settings, |settings, key| settings.set(*key, uri))
    }

    /// A client as the registry makes it.
    pub(crate) fn client(&self, uri: &str) -> Arc<dyn Carrier> {
        let (entry, row) = carriers::find_channel(&self.channel()).expect(self.channel);
        row.connect(entry.feature, &self.settings(uri)).expect(self.channel)
    }

    /// A session at the tests' time, over the crate's own HTTP client.
    pub(crate) fn session(&self) -> Session {
        self.session_with(HttpClient::builder().build().unwrap())
    }

    pub(crate) fn session_with(&self, client: HttpClient) -> Session {
        Session::new(self.channel(), Some(Arc::new(client)), Arc::new(Frozen))
    }

    /// The vendor's server with its login.
    pub(crate) async fn vendor(&self) -> Vendor {
        let vendor = Vendor::start().await;
        self.mount_login(&vendor).await;
        vendor
    }

    pub(crate) async fn mount_login(&self, vendor: &Vendor) {
        if let Some((right, reply)) = self.login {
            vendor.on(right(), json(200, reply())).await;
        }
    }

    /// What the channel makes of a reply.
    pub(crate) async fn asked(&self, asked: &str, reply: ResponseTemplate) -> Result<Answer, Error> {
        let vendor = self.vendor().await;
        vendor.on((self.right)(asked), reply).await;
        let answer = self.client(&vendor.uri()).track(&(self.question)(asked), &self.session()).await;
        vendor.check();
        answer
    }

    pub(crate) async fn told(&self, told: &Told) -> Result<Answer, Error> {
        self.asked(told.asked, json(200, told.body)).await
    }
}

pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// Time stands still: waits come out to the second, those before a request are over at once, and no deadline of more
/// than 20 s ever comes.
#[derive(Debug)]
pub(crate) struct Frozen;

#[async_trait]
impl Clock for Frozen {
    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, duration: Duration) {
        if duration > Duration::from_secs(5) {
            std::future::pending().await
        }
    }
}

/// A request as the vendor demands it: nothing may be missing, differ or be added.
#[derive(Debug, Clone)]
pub(crate) struct Right {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Right {
    pub(crate) fn get(path: &str) -> Self {
        Self { method: "GET", path: path.into(), query: Vec::new(), headers: Vec::new(), body: String::new() }
            .header("accept", "application/json")
            .header("accept-encoding", "gzip")
    }

    pub(crate) fn post(path: &str, content_type: &str, body: String) -> Self {
        Self { method: "POST", body, ..Self::get(path) }.header("content-type", content_type)
    }

    pub(crate) fn post_form(path: &str, form: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        Self::post(path, "application/x-www-form-urlencoded;charset=UTF-8", body)
    }

    /// The same, wanting another kind of answer than JSON.
    pub(crate) fn accept(mut self, kind: &str) -> Self {
        self.headers.retain(|(name, _)| *name != "accept");
        self.header("accept", kind)
    }

    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// What is wrong with a request; nothing if it is right.
    pub(crate) fn flaws(&self, host: &str, request: &Request) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut compare = |what: &str, found: String, wanted: String| {
            if found != wanted {
                flaws.push(format!("{what} is {found:?} and should be {wanted:?}"));
            }
        };
        compare("method", request.method.to_string(), self.method.into());
        compare("path", request.url.path().into(), self.path.clone());
        compare(
            "query",
            format!("{:?}", request.url.query_pairs().collect::<Vec<_>>()),
            format!("{:?}", self.query),
        );
        compare("body", String::from_utf8_lossy(&request.body).into_owned(), self.body.clone());
        let mut wanted: Vec<(String, String)> =
            self.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        wanted.push(("host".into(), host.into()));
        if !self.body.is_empty() {
            wanted.push(("content-length".into(), self.body.len().to_string()));
        }
        let mut found: Vec<(String, String)> = request
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .map(|(name, value)| {
                let is_unique = self.headers.iter().any(|wanted| wanted.0 == name && wanted.1 == UNIQUE);
                let has_form = value.len() == 32 && value.bytes().all(|b| b.is_ascii_hexdigit());
                if is_unique && has_form { (name, UNIQUE.to_owned()) } else { (name, value) }
            })
            .collect();
        wanted.sort();
        found.sort();
        compare("headers", format!("{found:?}"), format!("{wanted:?}"));
        flaws
    }
}

/// A right request at this server.
struct Expected {
    right: Right,
    host: String,
}

impl Match for Expected {
    fn matches(&self, request: &Request) -> bool {
        self.right.flaws(&self.host, request).is_empty()
    }
}

/// A vendor's server. Whatever it is not asked in the right way it answers with 500, and says why.
pub(crate) struct Vendor {
    server: MockServer,
    rights: Arc<Mutex<Vec<Right>>>,
    unexpected: Arc<Mutex<Vec<String>>>,
}

struct Fallback {
    host: String,
    rights: Arc<Mutex<Vec<Right>>>,
    unexpected: Arc<Mutex<Vec<String>>>,
}

impl Respond for Fallback {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let rights = self.rights.lock().unwrap();
        let why: Vec<String> = rights
            .iter()
            .map(|right| {
                let flaws = right.flaws(&self.host, request);
                let flaws = if flaws.is_empty() { "it was asked too often".into() } else { flaws.join("; ") };
                format!("  not {} {}: {flaws}", right.method, right.path)
            })
            .collect();
        let text = format!("{} {} was not expected\n{}", request.method, request.url.path(), why.join("\n"));
        self.unexpected.lock().unwrap().push(text.clone());
        ResponseTemplate::new(500).set_body_string(text)
    }
}

impl Vendor {
    pub(crate) async fn start() -> Self {
        let server = MockServer::start().await;
        let (rights, unexpected) = (Arc::default(), Arc::default());
        let host = server.address().to_string();
        let fallback = Fallback { host, rights: Arc::clone(&rights), unexpected: Arc::clone(&unexpected) };
        Mock::given(wiremock::matchers::any()).respond_with(fallback).with_priority(255).mount(&server).await;
        Self { server, rights, unexpected }
    }

    pub(crate) fn uri(&self) -> String {
        self.server.uri()
    }

    /// Answers a request, if it is right.
    pub(crate) async fn on(&self, right: Right, reply: impl Respond + 'static) {
        self.mock(right).respond_with(reply).mount(&self.server).await;
    }

    /// The same for the first so many requests, before what `on` says.
    pub(crate) async fn first(&self, times: u64, right: Right, reply: impl Respond + 'static) {
        let mock = self.mock(right).respond_with(reply);
        mock.up_to_n_times(times).with_priority(1).mount(&self.server).await;
    }

    fn mock(&self, right: Right) -> wiremock::MockBuilder {
        self.rights.lock().unwrap().push(right.clone());
        Mock::given(Expected { right, host: self.server.address().to_string() })
    }

    pub(crate) async fn requests(&self) -> Vec<Request> {
        self.server.received_requests().await.unwrap()
    }

    /// How often a path was asked.
    pub(crate) async fn count(&self, path: &str) -> usize {
        self.requests().await.iter().filter(|request| request.url.path() == path).count()
    }

    /// Fails with all that was asked in a wrong way.
    pub(crate) fn check(&self) {
        let unexpected = self.unexpected.lock().unwrap();
        assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    }
}

/// A reply that is an error for every channel.
pub(crate) struct Bad {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
    pub(crate) retry_after: Option<&'static str>,
    pub(crate) body: Vec<u8>,
    pub(crate) kind: ErrorKind,
    /// The wait that the error tells.
    pub(crate) wait: Option<Duration>,
}

impl Bad {
    pub(crate) fn reply(&self) -> ResponseTemplate {
        let reply = json(self.status, self.body.clone());
        match self.retry_after {
            Some(text) => reply.insert_header("retry-after", text),
            None => reply,
        }
    }
}

/// The replies that are errors for every channel, with a text in every body that no error may repeat.
pub(crate) fn bad_replies(text: &str) -> Vec<Bad> {
    let quoted = serde_json::Value::from(text);
    let refusal = |status: u16| {
        serde_json::json!({
            "errors": [{"code": "Denied", "message": text, "details": text}],
            "status": status, "title": "Denied", "detail": text, "instance": format!("/shipment/{text}"),
        })
        .to_string()
        .into_bytes()
    };
    let page = format!("<!DOCTYPE html><html><body>{text}</body></html>").into_bytes();
    let mut garbage = b"\xff\xfe\x00\xc3\x28".to_vec();
    garbage.extend_from_slice(text.as_bytes());
    let bad = |name, status, body: &[u8], kind| Bad {
        name,
        status,
        retry_after: None,
        body: body.to_vec(),
        kind,
        wait: None,
    };
    let waiting = |name, status, header, kind, seconds: Option<u64>| Bad {
        retry_after: Some(header),
        wait: seconds.map(Duration::from_secs),
        ..bad(name, status, &refusal(status), kind)
    };
    use ErrorKind::{BadReply, Forbidden, NotFound, RateLimited, TimedOut, Unauthorized, Unavailable};
    vec![
        bad("401", 401, &refusal(401), Unauthorized),
        bad("401 with a page", 401, &page, Unauthorized),
        bad("403", 403, &refusal(403), Forbidden),
        bad("404", 404, &refusal(404), NotFound),
        bad("410", 410, &refusal(410), NotFound),
        bad("408", 408, &refusal(408), TimedOut),
        waiting("429 in seconds", 429, "120", RateLimited, Some(120)),
        waiting("429 as date", 429, "Sun, 22 Nov 2026 10:01:30 GMT", RateLimited, Some(90)),
        waiting("429 in the past", 429, "Sun, 22 Nov 2026 09:00:00 GMT", RateLimited, Some(0)),
        waiting("429 for ages", 429, "100000000000000000000", RateLimited, Some(u64::from(u32::MAX))),
        waiting("429 with garbage", 429, "soon", RateLimited, None),
        bad("429 without", 429, &refusal(429), RateLimited),
        bad("429 with a page", 429, &page, RateLimited),
        bad("500", 500, &refusal(500), Unavailable),
        bad("500 with a page", 500, &page, Unavailable),
        bad("502", 502, &page, Unavailable),
        bad("503", 503, &refusal(503), Unavailable),
        waiting("503 with a wait", 503, "7", Unavailable, Some(7)),
        bad("504 empty", 504, b"", Unavailable),
        bad("empty", 200, b"", BadReply),
        bad("no content", 204, b"", BadReply),
        bad("blanks", 200, b" \r\n ", BadReply),
        bad("page", 200, &page, BadReply),
        bad(
            "cut short",
            200,
            format!(r#"{{"payload":{{"packageNumber":1,"shipments":[{{"id":{quoted}"#).as_bytes(),
            BadReply,
        ),
        bad(
            "cut short in a text",
            200,
            format!(r#"{{"shipments":[{{"id":"{}"#, text.replace(['"', '\\'], "")).as_bytes(),
            BadReply,
        ),
        bad("garbage", 200, &garbage, BadReply),
        bad(
            "garbage in a text",
            200,
            &[b"{\"title\":\"\xff\xfe".as_slice(), text.replace(['"', '\\'], "").as_bytes(), b"\"}"].concat(),
            BadReply,
        ),
        bad("another document", 200, format!(r#"{{"hello":{quoted}}}"#).as_bytes(), BadReply),
        bad("more than JSON", 200, format!("{{}} {text}").as_bytes(), BadReply),
    ]
}
