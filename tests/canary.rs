//! Secrets and personal data never leave their places: everything that can fail is made to fail with canaries in it, and
//! no error, no `Debug` and no log line may hold one.
//!
//! What tells all by contract is left out: `Display` and JSON of reports, orders and parcels.
#![cfg(feature = "full")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::error::Error as StdError;
use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex};

use mock::{AMAZON, DHL, Frozen, ROWS, Row, SECRETS, Vendor, bad_replies, json, now};
use parceltrack::carrier::{Context, Settings};
use parceltrack::carriers::{self, amazon, dhl, dpd, evri, hermes, ups};
use parceltrack::http::{HttpClient, Reply, Request};
use parceltrack::traffic::Limit;
use parceltrack::{Answer, Error, History, Query, Tracker};
use tracing_subscriber::fmt::MakeWriter;

mod mock;
#[path = "canary/talkative.rs"]
mod talkative;

/// Personal data. Numbers differ in form, so a channel may have its own.
const DHL_NUMBER: &str = "00340434161094042557";
const PACKAGE: &str = "1310045501";
const PACKAGE_OF_BUSINESS: &str = "114-1310045501/1310045501/1310045501";
const DPD_NUMBER: &str = "05307172645318";
const POSTCODE: &str = "KX9 1ZQ";
const NAME: &str = "Kanaria \"Piep\" Vögelein/Ÿ";
const STREET: &str = "Käfigstraße 17";
const WORDS: &str = "left with Kanaria's neighbour";

const PERSONAL: &[&str] = &[DHL_NUMBER, PACKAGE, DPD_NUMBER, POSTCODE, NAME, STREET, WORDS];

fn base64(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(alphabet[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}

/// All forms in which a text may hide in another.
fn forms(secret: &str) -> Vec<String> {
    const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let mut path = url::Url::parse("http://x").unwrap();
    path.path_segments_mut().unwrap().push(secret);
    let json = serde_json::to_string(secret).unwrap();
    let debug = format!("{secret:?}");
    let ascii = secret.escape_default().to_string();
    let attribute = mock::xml_attribute(secret);
    let mut forms = vec![
        secret.to_owned(),
        mock::xml_text(secret),
        url::form_urlencoded::byte_serialize(attribute.as_bytes()).collect(),
        attribute,
        percent.to_lowercase(),
        percent,
        url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
        path.path()[1..].to_owned(),
        json[1..json.len() - 1].to_owned(),
        debug[1..debug.len() - 1].to_owned(),
        ascii,
    ];
    // Within a longer text a secret begins at any of three places of base64's groups; its first and last characters
    // there depend on its neighbours.
    for alphabet in [STANDARD, URL_SAFE] {
        for skipped in 0..3 {
            let inner = &secret.as_bytes()[skipped..];
            forms.push(base64(&inner[..inner.len() / 3 * 3], alphabet));
        }
    }
    forms
}

/// Fails if a text holds any form of any of these.
fn silent(what: &str, text: &str, canaries: &[&str]) {
    for canary in canaries {
        for form in forms(canary) {
            assert!(!text.contains(&form), "{what} shows {canary:?} as {form:?}:\n{text}");
        }
    }
}

fn all() -> Vec<&'static str> {
    SECRETS.iter().chain(PERSONAL).copied().collect()
}

fn debug_is_silent(what: &str, value: &impl Debug) {
    silent(what, &format!("{value:?}\n{value:#?}"), &all());
}

fn error_is_silent(what: &str, error: &Error) {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n{:?}", error.code());
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("\n{error}\n{error:#}\n{error:?}"));
        cause = error.source();
    }
    silent(what, &text, &all());
}

#[test]
fn the_search_finds_every_form() {
    let secret = mock::API_KEY;
    let encoded = |text: &str| {
        base64(text.as_bytes(), b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    };
    assert_eq!(encoded("Man"), "TWFu");
    for text in [
        format!("key={secret}"),
        serde_json::json!({ "key": secret }).to_string(),
        url::form_urlencoded::Serializer::new(String::new()).append_pair("key", secret).finish(),
        encoded(&format!("user:{secret}")),
        encoded(&format!("us:{secret}")),
        encoded(&format!("u:{secret}")),
        format!("{secret:?}"),
    ] {
        let found = std::panic::catch_unwind(|| silent("a test of the test", &text, &[secret]));
        assert!(found.is_err(), "{text}");
    }
}

/// Everything that was logged: by `tracing` on this thread, and by `log` anywhere but in the mock server.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<u8>>>);

impl io::Write for Ears {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hears this crate and all others apart.
struct Apart {
    ours: Ears,
    others: Ears,
}

impl<'a> MakeWriter<'a> for Apart {
    type Writer = Ears;

    fn make_writer(&'a self) -> Ears {
        self.others.clone()
    }

    fn make_writer_for(&'a self, metadata: &tracing::Metadata<'_>) -> Ears {
        if metadata.target().starts_with("parceltrack") { self.ours.clone() } else { self.others.clone() }
    }
}

impl log::Log for Ears {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        !metadata.target().starts_with("wiremock")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let line = format!("LOG {} {}: {}\n", record.level(), record.target(), record.args());
            self.0.lock().unwrap().extend_from_slice(line.as_bytes());
        }
    }

    fn flush(&self) {}
}

impl Ears {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Asks once, and looks at everything that the call touches.
async fn ask(row: &Row, what: &str, asked: &str, reply: wiremock::ResponseTemplate) -> Result<Answer, Error> {
    let vendor = row.vendor().await;
    let mut question = (row.question)(asked);
    let mut right = (row.right)(asked);
    match row.channel {
        "dhl/unified" => {
            question.postal_code = Some(POSTCODE.into());
            right = right.query("recipientPostalCode", POSTCODE);
        }
        "dhl/parcel-de" => {
            question.postal_code = Some(POSTCODE.into());
            right = mock::dhl::parcel_de(&[asked], Some(POSTCODE));
        }
        _ => {}
    }
    vendor.on(right, reply).await;
    let client = row.client(&vendor.uri());
    let session = row.session().keeping_raw();
    let answer = client.track(&question, &session).await;
    vendor.check();
    debug_is_silent(what, &question);
    debug_is_silent(what, &client);
    debug_is_silent(what, &session);
    debug_is_silent(what, &session.take_raw());
    match &answer {
        Ok(answer) => look_at(what, answer),
        Err(error) => error_is_silent(what, error),
    }
    answer
}

/// `Debug` of an answer, and of all that is made of it.
fn look_at(what: &str, answer: &Answer) {
    debug_is_silent(what, answer);
    answer.reports.iter().for_each(|report| debug_is_silent(what, report));
    answer.orders.iter().for_each(|order| debug_is_silent(what, order));
    let history: History = answer.reports.iter().cloned().collect();
    debug_is_silent(what, &history);
    debug_is_silent(what, &history.parcel(now()));
}

/// A channel, the number that is asked for here, and an answer that tells all it can.
type Talkative = (&'static str, &'static str, fn() -> String);

const TALKATIVE: &[Talkative] = &[
    ("amazon/business", PACKAGE_OF_BUSINESS, talkative::amazon_business),
    ("amazon/fulfillment-outbound", PACKAGE, talkative::amazon),
    ("amazon/shipping", PACKAGE, talkative::amazon_shipping),
    ("amazon/tracking", PACKAGE, talkative::amazon_tracking),
    ("dhl/express", DHL_NUMBER, talkative::dhl_express),
    ("dhl/parcel-de", DHL_NUMBER, talkative::dhl_parcel_de),
    ("dhl/unified", DHL_NUMBER, talkative::dhl),
    ("dpd/lifecycle", DPD_NUMBER, talkative::dpd),
    ("evri/client-tracking", PACKAGE, talkative::evri),
    ("hermes/shipping", PACKAGE, talkative::hermes),
    ("ups/track", PACKAGE, talkative::ups),
];

/// Answers beside those, for the decoders alone.
const MORE: &[fn() -> String] =
    &[talkative::amazon_order, talkative::amazon_orders, talkative::amazon_export];

fn talkative(row: &Row) -> (&'static str, String) {
    let found = TALKATIVE.iter().find(|(channel, ..)| *channel == row.channel);
    let (_, number, body) = found.unwrap_or_else(|| panic!("TALKATIVE has no row of {}", row.channel));
    (number, body())
}

/// Everything at once, as it would stand in a careless answer.
fn everything() -> String {
    [SECRETS, PERSONAL].concat().join(" ")
}

#[tokio::test]
async fn no_error_no_debug_and_no_log_line_holds_a_canary() {
    let (ours, others) = (Ears::default(), Ears::default());
    log::set_boxed_logger(Box::new(others.clone())).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(Apart { ours: ours.clone(), others: others.clone() })
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    for row in ROWS {
        let (number, body) = talkative(row);
        let what = format!("a talkative answer of {}", row.channel);
        ask(row, &what, number, json(200, body)).await.unwrap();
        for bad in bad_replies(&everything()) {
            let what = format!("{}: {}", row.channel, bad.name);
            ask(row, &what, number, bad.reply()).await.unwrap_err();
        }
        for (status, canary) in
            [200, 400, 401, 404, 429, 500].into_iter().flat_map(|s| all().into_iter().map(move |c| (s, c)))
        {
            for (index, body) in (row.odd)(canary).into_iter().enumerate() {
                let what = format!("{}: odd body {index} with status {status} and {canary}", row.channel);
                let _ = ask(row, &what, number, json(status, body)).await;
            }
        }
    }
    logins_that_fail().await;
    an_order_at_both().await;

    let told = ours.text();
    assert!(told.contains("answered") && told.contains("dhl/unified"), "nothing was heard:\n{told}");
    silent("the crate's log", &told, &all());
    // What other crates log of a request is theirs, but not the headers that are marked as secret.
    silent("other crates' logs", &others.text(), SECRETS);
    let of_others = others.text();
    let personal = PERSONAL.iter().filter(|canary| of_others.contains(**canary)).count();
    println!("{} bytes logged by other crates, {personal} personal texts in them", of_others.len());
}

async fn logins_that_fail() {
    let logins = ROWS.iter().filter_map(|row| Some((row, row.login?.0)));
    for ((row, login), canary) in
        logins.flat_map(|login| all().into_iter().map(move |canary| (login, canary)))
    {
        let text = serde_json::Value::from(canary);
        for (status, body) in [
            (400, format!(r#"{{"error":"invalid_grant","error_description":{text}}}"#)),
            (400, format!(r#"{{"error":{text},"error_description":{text}}}"#)),
            (400, format!(r#"{{"response":{{"errors":[{{"code":{text},"message":{text}}}]}}}}"#)),
            (200, format!(r#"{{"access_token":[{text}],"expires_in":{text}}}"#)),
            (200, format!(r#"{{"token_type":{text}}}"#)),
            (200, format!(r#"{{"access_token":{text}"#)),
            (503, format!("<html>{canary}")),
            (302, canary.to_owned()),
        ] {
            let vendor = Vendor::start().await;
            vendor.on(login(), json(status, body)).await;
            let client = row.client(&vendor.uri());
            let session = row.session().keeping_raw();
            let error = client.track(&(row.question)(talkative(row).0), &session).await.unwrap_err();
            let what = format!("{}: a login with status {status} and {canary}", row.channel);
            error_is_silent(&what, &error);
            debug_is_silent(&what, &client);
            assert!(session.take_raw().is_empty(), "{what}: the login's reply was kept");
            vendor.check();
        }
    }
}

/// The tracker over both, each at its own host: no secret goes to another's.
async fn an_order_at_both() {
    let (login_right, login_reply) = AMAZON.login.unwrap();
    let (login, api, dhl) = (Vendor::start().await, Vendor::start().await, Vendor::start().await);
    login.on(login_right(), json(200, login_reply())).await;
    api.on(mock::amazon::order(DHL_NUMBER), json(200, talkative::amazon_order())).await;
    api.on((AMAZON.right)(PACKAGE), json(200, talkative::amazon())).await;
    dhl.on((DHL.right)(DHL_NUMBER), json(200, talkative::dhl())).await;
    let amazon = AMAZON.settings(&api.uri()).set("login_endpoint", login.uri());
    let (entry, row) = carriers::find_channel(&AMAZON.channel()).unwrap();
    let builder = Tracker::builder()
        .limit(DHL.channel(), Limit::of("track"))
        .carrier(row.connect(entry.feature, &amazon).unwrap())
        .carrier(DHL.client(&dhl.uri()))
        .clock(Frozen)
        .keep_raw();
    debug_is_silent("the builder", &builder);
    let tracker = builder.build().unwrap();
    debug_is_silent("the tracker", &tracker);
    let order = tracker.order(DHL_NUMBER).await.unwrap();
    for vendor in [&login, &api, &dhl] {
        vendor.check();
    }
    assert_eq!(order.parcels().len(), 1);
    assert_eq!(order.parcels()[0].reports().len(), 2, "{order:#?}");
    debug_is_silent("the order", &order);
    debug_is_silent("a parcel of the order", &order.parcels()[0]);
    let tracked = tracker.track(DHL_NUMBER).await.unwrap();
    assert!(tracked.is_found() && !tracked.raw().is_empty());
    debug_is_silent("a tracked parcel", &tracked);

    for (host, vendor, own) in [
        ("login", &login, [mock::CLIENT_ID, mock::CLIENT_SECRET, mock::REFRESH_TOKEN].as_slice()),
        ("api", &api, &[mock::ACCESS_TOKEN]),
        ("dhl", &dhl, &[mock::API_KEY]),
    ] {
        let others: Vec<&str> = SECRETS.iter().filter(|secret| !own.contains(secret)).copied().collect();
        for request in vendor.requests().await {
            let headers: Vec<String> = request
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
                .collect();
            let body = String::from_utf8_lossy(&request.body);
            let text = format!("{} {}\n{}\n{body}", request.method, request.url, headers.join("\n"));
            silent(&format!("a request to {host}"), &text, &others);
        }
    }
}

#[tokio::test]
async fn no_redirect_takes_a_secret_along() {
    for row in ROWS {
        for status in [301, 302, 303, 307, 308] {
            let elsewhere = Vendor::start().await;
            let to = format!("{}/track/shipments", elsewhere.uri());
            let what = format!("{}: a redirect with {status}", row.channel);
            let reply = json(status, everything()).insert_header("location", to.as_str());
            ask(row, &what, talkative(row).0, reply).await.unwrap_err();
            assert!(elsewhere.requests().await.is_empty(), "{what} was followed");
        }
    }
}

#[test]
fn configurations_and_what_is_wrong_with_them_show_no_value() {
    for row in ROWS {
        let (entry, channel) = carriers::find_channel(&row.channel()).unwrap();
        debug_is_silent(row.channel, &row.settings("http://127.0.0.1:1"));
        for setting in channel.settings {
            for canary in all() {
                let settings = row.settings("http://127.0.0.1:1").set(setting.key, canary);
                debug_is_silent(row.channel, &settings);
                match channel.connect(entry.feature, &settings) {
                    Ok(client) => debug_is_silent(row.channel, &client),
                    Err(error) => error_is_silent(&format!("{}: {}", row.channel, setting.key), &error),
                }
            }
        }
    }
    let config = amazon::Config::new(mock::CLIENT_ID, mock::CLIENT_SECRET, mock::REFRESH_TOKEN);
    debug_is_silent("Amazon's config", &config);
    debug_is_silent("Amazon's client", &amazon::FulfillmentOutbound::new(config).unwrap());
    let config = dhl::Config::new(mock::API_KEY);
    debug_is_silent("DHL's config", &config);
    debug_is_silent("DHL's client", &dhl::Unified::new(config).unwrap());
    let config = dpd::Config::new(mock::USERNAME, mock::PASSWORD, dpd::Country::De);
    debug_is_silent("DPD's config", &config);
    debug_is_silent("DPD's client", &dpd::Lifecycle::new(config).unwrap());
    let access = evri::Access::Undocumented;
    let config = evri::Config::new(access, mock::CLIENT_ID, mock::CLIENT_SECRET, mock::API_KEY);
    debug_is_silent("Evri's config", &config);
    debug_is_silent("Evri's client", &evri::ClientTracking::new(config).unwrap());
    let config = hermes::Config::new(mock::CLIENT_ID, mock::CLIENT_SECRET, mock::USERNAME, mock::PASSWORD);
    debug_is_silent("Hermes' config", &config);
    debug_is_silent("Hermes' client", &hermes::Shipping::new(config).unwrap());
    let config = ups::Config::new(mock::CLIENT_ID, mock::CLIENT_SECRET);
    debug_is_silent("UPS's config", &config);
    debug_is_silent("UPS's client", &ups::Track::new(config).unwrap());
    let proxy = format!("ftp://user:{}@proxy.example", mock::CLIENT_SECRET);
    let builder = HttpClient::builder().proxy(proxy);
    debug_is_silent("the HTTP client's builder", &builder);
    error_is_silent("a proxy", &builder.build().unwrap_err());
    let endpoint = format!("https://user:{}@api.example", "KANARIE-password");
    let error = endpoint.parse::<parceltrack::http::Endpoint>().unwrap_err();
    assert!(!format!("{error:#}{error:?}").contains("KANARIE"), "{error:?}");
    let json = format!(r#"{{"api_key": [{}]}}"#, serde_json::Value::from(mock::API_KEY));
    // Of a program's own JSON, serde's texts are the program's; the crate's settings never go that way.
    assert!(serde_json::from_str::<dhl::Config>(&json).is_err());
}

#[test]
fn plain_values_show_nothing() {
    let endpoint: parceltrack::http::Endpoint = "https://api.example/".parse().unwrap();
    let request =
        Request::post_form(&endpoint, &["parcels", DHL_NUMBER], &[("client_secret", mock::CLIENT_SECRET)])
            .query("postcode", POSTCODE)
            .header("x-name", NAME)
            .secret_header("x-api-key", mock::API_KEY.into());
    debug_is_silent("a request", &request);
    let reply = Reply::new(200, everything()).header("set-cookie", mock::ACCESS_TOKEN);
    debug_is_silent("a reply", &reply);
    let mut query = Query::number(DHL_NUMBER.parse().unwrap());
    query.postal_code = Some(POSTCODE.into());
    debug_is_silent("a question", &query);
    debug_is_silent("settings", &Settings::new(DHL.channel()).set("api_key", mock::API_KEY));
    debug_is_silent("a context", &Context::new(now()).with_number(DHL_NUMBER.parse().unwrap()));
    debug_is_silent("a client", &HttpClient::builder().build().unwrap());
    for text in [NAME, WORDS, &everything(), &format!("{DHL_NUMBER}\u{1f424}")] {
        error_is_silent("a number", &text.parse::<parceltrack::TrackingNumber>().unwrap_err().into());
        error_is_silent("an order", &text.repeat(9).parse::<parceltrack::OrderId>().unwrap_err().into());
    }
}

#[test]
fn decoding_shows_nothing() {
    let number = || DHL_NUMBER.parse().unwrap();
    for channel in carriers::ALL.iter().flat_map(|entry| entry.channels).map(|row| &row.channel) {
        let odd = ROWS
            .iter()
            .filter(|row| row.channel() == *channel)
            .flat_map(|row| all().into_iter().flat_map(|canary| (row.odd)(canary)));
        let whole = TALKATIVE.iter().map(|(.., body)| body()).chain(MORE.iter().map(|body| body()));
        for body in odd.chain(whole).chain([everything()]) {
            for context in [Context::new(now()), Context::new(now()).with_number(number())] {
                let what = format!("decoding as {channel}: {body}");
                match carriers::decode(channel, body.as_bytes(), &context) {
                    Ok(answer) => look_at(&what, &answer),
                    Err(error) => error_is_silent(&what, &error),
                }
            }
        }
    }
}
