//! The HTTP client against servers that misbehave, all on this machine. What every channel survives has its own suite.
#![cfg(feature = "testkit")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use parceltrack::http::{Endpoint, HttpClient, Reply, Request, Transport};
use parceltrack::testkit::{FaultServer, Step};
use parceltrack::{Error, ErrorKind, Secret, Session, SystemClock};

const MIB: usize = 1 << 20;

/// A server that sends these bytes for any request, and ends.
fn answering(bytes: impl Into<Vec<u8>>) -> FaultServer {
    doing(vec![Step::bytes(bytes)])
}

/// A server that writes `start`, and then a byte every 50 ms for ever.
fn dripping(start: &'static str) -> FaultServer {
    doing(vec![Step::send(start.as_bytes()), Step::Drip(Duration::from_millis(50))])
}

/// A server that does this for any request.
fn doing(steps: Vec<Step>) -> FaultServer {
    FaultServer::start(move |_| steps.clone()).unwrap()
}

fn gzip(chunk: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    (0..times).for_each(|_| encoder.write_all(chunk).unwrap());
    encoder.finish().unwrap()
}

fn http(server: &FaultServer) -> Request {
    Request::get(&endpoint("http", server), &["parcels"])
}

fn endpoint(scheme: &str, server: &FaultServer) -> Endpoint {
    server.url().replace("http://127.0.0.1", &format!("{scheme}://localhost")).parse().unwrap()
}

fn client() -> HttpClient {
    HttpClient::builder().max_body(MIB).build().unwrap()
}

async fn get(server: FaultServer) -> Result<Reply, Error> {
    client().send(&http(&server), None).await
}

/// How a call to the server fails, and with which words.
async fn failure(server: FaultServer) -> (ErrorKind, String) {
    let error = get(server).await.unwrap_err();
    (error.kind(), format!("{error:#}"))
}

#[tokio::test]
async fn a_reply_comes_with_status_headers_and_body() {
    let server =
        answering("HTTP/1.1 429 Slow Down\r\nRetry-After: 7\r\nX-Odd: é\r\nContent-Length: 4\r\n\r\nbusy");
    let reply = get(server).await.unwrap();
    assert_eq!((reply.status(), reply.body()), (429, &b"busy"[..]));
    assert_eq!(reply.header_value("retry-after"), Some("7"));
    assert_eq!(reply.header_value("x-odd"), Some("é"));
}

#[tokio::test]
async fn the_request_arrives_as_it_was_built() {
    let seen = Arc::new(Mutex::new(None));
    let server = FaultServer::start({
        let seen = seen.clone();
        move |asked| {
            *seen.lock().unwrap() = Some(asked.clone());
            vec![Step::reply(&Reply::new(204, ""))]
        }
    })
    .unwrap();
    let request = Request::post_form(&endpoint("http", &server), &["a/b"], &[("k", "a b"), ("x", "")])
        .query("q", "&")
        .secret_header("x-api-key", "s3cr3t".into());
    let reply = client().send(&request, None).await.unwrap();
    assert_eq!((reply.status(), reply.body().len()), (204, 0));
    let seen = seen.lock().unwrap().take().unwrap();
    assert_eq!((seen.method(), seen.path(), seen.query()), ("POST", "/a%2Fb", "q=%26"));
    assert_eq!(seen.header_value("x-api-key"), Some("s3cr3t"));
    assert!(seen.header_value("user-agent").unwrap().starts_with("parceltrack/"));
    assert!(seen.header_value("accept-encoding").unwrap().contains("gzip"));
    assert_eq!(seen.body(), "k=a+b&x=");
}

fn zipped(body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn gzip_is_unpacked() {
    let reply = get(answering(zipped(&gzip(b"{\"a\":1}", 1)))).await.unwrap();
    assert_eq!(reply.body(), b"{\"a\":1}");
}

#[tokio::test]
async fn a_gzip_bomb_is_stopped_at_the_limit() {
    // 64 MiB in some 64 kB.
    let bomb = gzip(&vec![0; MIB], 64);
    assert!(bomb.len() < MIB / 8);
    let (kind, text) = failure(answering(zipped(&bomb))).await;
    assert_eq!(kind, ErrorKind::TooLarge);
    assert_eq!(text, "localhost: the answer has more than 1048576 bytes");
}

#[tokio::test]
async fn broken_gzip_is_a_bad_reply_and_short_gzip_a_lost_connection() {
    let whole = gzip(b"{\"a\":1}", 1000);
    assert_eq!(failure(answering(zipped(b"not gzip at all"))).await.0, ErrorKind::BadReply);
    let mut broken = whole.clone();
    broken[12..].fill(0xff);
    assert_eq!(failure(answering(zipped(&broken))).await.0, ErrorKind::BadReply);
    let short = zipped(&whole);
    let short = &short[..short.len() - 20];
    assert_eq!(failure(answering(short)).await.0, ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_and_no_larger() {
    let plain = |size: usize, head: &str| [head.as_bytes(), &vec![b'x'; size]].concat();
    let length = |size: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n");
    for head in [&length(MIB), "HTTP/1.1 200 OK\r\n\r\n"] {
        assert_eq!(get(answering(plain(MIB, head))).await.unwrap().body().len(), MIB);
    }
    for head in [&length(MIB + 1), "HTTP/1.1 200 OK\r\n\r\n"] {
        assert_eq!(failure(answering(plain(MIB + 1, head))).await.0, ErrorKind::TooLarge);
    }
    // Refused by what its head says, before anything of it arrives.
    assert_eq!(failure(answering(length(usize::MAX / 4))).await.0, ErrorKind::TooLarge);
    let chunk = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n", 300 * MIB);
    assert_eq!(failure(answering(plain(2 * MIB, &chunk))).await.0, ErrorKind::TooLarge);
}

#[tokio::test]
async fn the_shorter_time_limit_ends_a_call_however_it_trickles() {
    let (short, long) = (Duration::from_millis(200), Duration::from_secs(20));
    for start in ["HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 200 OK\r\n\r\n"] {
        let server = dripping(start);
        for (own, asked) in [(short, None), (long, Some(short)), (short, Some(long))] {
            let client = HttpClient::builder().timeout(own).build().unwrap();
            let started = Instant::now();
            let error = client.send(&http(&server), asked).await.unwrap_err();
            let took = started.elapsed();
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{start:?}: {error}");
            assert!(took >= short, "{took:?}");
            assert!(took < short + Duration::from_millis(500), "{took:?}");
        }
    }
}

#[tokio::test]
async fn a_server_that_never_answers_is_timed_out() {
    let server = FaultServer::unasked(vec![Step::Stall]).unwrap();
    let client = HttpClient::builder().timeout(Duration::from_millis(100)).build().unwrap();
    let error = client.send(&http(&server), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "localhost: no whole answer within 100ms");
    // In the handshake of TLS, connecting is not done yet.
    let client = HttpClient::builder().connect_timeout(Duration::from_millis(100)).build().unwrap();
    let error = client.send(&Request::get(&endpoint("https", &server), &[]), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "localhost: no connection within 100ms");
}

#[tokio::test]
async fn a_handshake_that_breaks_is_not_worth_another() {
    // Half of a message of the server's.
    let half = Step::send(b"\x16\x03\x03\x00\x50\x02");
    for steps in [
        vec![],
        vec![Step::Read],
        vec![Step::Read, Step::Reset],
        vec![Step::Read, half.clone()],
        vec![Step::Read, half, Step::Reset],
    ] {
        let server = FaultServer::unasked(steps.clone()).unwrap();
        let request = Request::get(&endpoint("https", &server), &[]);
        let error = client().send(&request, None).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::BadReply, false), "{steps:?}: {error}");
        let told = "localhost: the connection broke before a secure one was agreed on";
        assert_eq!(error.to_string(), told, "{steps:?}");
        assert_eq!(server.connections(), 1);
    }
    // Where there is no connection, there is no handshake that could break.
    let nobody = "https://localhost:1".parse().unwrap();
    let error = client().send(&Request::get(&nobody, &[]), None).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Unavailable, true));
}

#[tokio::test]
async fn head_and_body_have_their_own_time() {
    const LITTLE: Duration = Duration::from_millis(200);
    let started = "HTTP/1.1 200 OK\r\nX-Slow: ";
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    let silent = |start: &'static str| doing(vec![Step::send(start.as_bytes()), Step::Stall]);
    for (server, text) in [
        (silent(""), "localhost: the answer's head was not there within 200ms"),
        (silent(started), "localhost: the answer's head was not there within 200ms"),
        (dripping(started), "localhost: the answer's head was not there within 200ms"),
        (silent(head), "localhost: nothing more of the answer for 200ms"),
        (silent("HTTP/1.1 200 OK\r\n\r\nabc"), "localhost: nothing more of the answer for 200ms"),
        // Each byte has its own.
        (dripping(head), "localhost: no whole answer within 1s"),
    ] {
        let builder = HttpClient::builder().head_timeout(LITTLE).read_timeout(LITTLE);
        let client = builder.timeout(Duration::from_secs(1)).build().unwrap();
        let error = client.send(&http(&server), None).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::TimedOut, text));
    }
}

#[tokio::test]
async fn limits_may_be_longer_than_any_clock_counts() {
    const LONG: Duration = Duration::from_secs(60);
    for (head, read, whole) in [
        (Duration::MAX, Duration::MAX, Duration::MAX),
        (LONG, LONG, Duration::MAX),
        (Duration::MAX, Duration::MAX, LONG),
        (Duration::from_secs(i64::MAX as u64), LONG, Duration::from_secs(i64::MAX as u64)),
    ] {
        let builder = HttpClient::builder().head_timeout(head).read_timeout(read).timeout(whole);
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n";
        let [head, body] = [head, "abc"].map(|part| Step::send(part.as_bytes()));
        let server = doing(vec![
            Step::Pause(Duration::from_millis(20)),
            head,
            Step::Pause(Duration::from_millis(20)),
            body,
        ]);
        let reply = builder.build().unwrap().send(&http(&server), None).await.unwrap();
        assert_eq!(reply.body(), b"abc");
    }
}

#[tokio::test]
async fn a_head_may_be_as_large_as_the_limit_and_no_larger() {
    let client = HttpClient::builder().max_head(1000).build().unwrap();
    let head = |lines: usize, size: usize| {
        // "x-1: 23" and an end of line.
        let rest = size - (lines - 1) * 9;
        let lines: String = (1..lines).map(|_| "x-1: 23\r\n").collect();
        format!("HTTP/1.1 200 OK\r\n{lines}x: {}\r\n\r\n", "y".repeat(rest - 5))
    };
    for (lines, size) in [(1, 1000), (50, 1000), (100, 1000)] {
        assert!(client.send(&http(&answering(head(lines, size))), None).await.is_ok(), "{lines}");
    }
    for (lines, size, text) in [
        (1, 1001, "localhost: the answer's head has more than 1000 bytes"),
        (50, 1001, "localhost: the answer's head has more than 1000 bytes"),
        (101, 1000, "localhost: the answer's head is too large: more than 1000 bytes or 100 lines"),
    ] {
        let error = client.send(&http(&answering(head(lines, size))), None).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::TooLarge, text));
    }
}

#[tokio::test]
async fn lost_connections_can_be_tried_again() {
    let closed = FaultServer::unasked(Vec::new()).unwrap();
    let closed_in_head = answering("HTTP/1.1 200 OK\r\nX-");
    let ended = answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    let ended_in_chunk = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc");
    // Long enough for the bytes to be read first; what counts is the same without.
    let pause = Step::Pause(Duration::from_millis(20));
    let reset = |bytes: &'static str| doing(vec![Step::send(bytes.as_bytes()), pause.clone(), Step::Reset]);
    let reset_in_head = reset("HTTP/1.1 200 OK\r\nX-");
    let reset_in_body = reset("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    let reset_in_gzip = reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n\x1f");
    for (name, server) in [
        ("closed", closed),
        ("closed in head", closed_in_head),
        ("ended", ended),
        ("ended in chunk", ended_in_chunk),
        ("reset in head", reset_in_head),
        ("reset in body", reset_in_body),
        ("reset in gzip", reset_in_gzip),
    ] {
        let (kind, text) = failure(server).await;
        assert_eq!(kind, ErrorKind::Unavailable, "{name}: {text}");
        assert!(kind.is_retryable() && text.starts_with("localhost: the connection was "), "{name}: {text}");
    }
}

#[tokio::test]
async fn what_is_not_http_is_a_bad_reply() {
    for bytes in [
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "HTTP/1.1 two hundred\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX Bad Name: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Zero: a\0b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
    ] {
        let (kind, text) = failure(answering(bytes)).await;
        assert_eq!(kind, ErrorKind::BadReply, "{bytes:?}: {text}");
    }
}

#[tokio::test]
async fn endless_headers_are_too_large() {
    for line in ["X-Again: 1\r\n", "xxxxxxxxxxxxxxxx"] {
        let start = Step::send(b"HTTP/1.1 200 OK\r\nX: ");
        let server = doing(vec![start, Step::Repeat(line.as_bytes().into(), usize::MAX)]);
        let (kind, text) = failure(server).await;
        let told = "localhost: the answer's head is too large: more than 65536 bytes or 100 lines";
        assert_eq!((kind, text.as_str()), (ErrorKind::TooLarge, told));
    }
}

#[tokio::test]
async fn a_redirect_is_returned_and_the_key_stays_at_home() {
    let elsewhere = answering("");
    for status in [301, 302, 303, 307, 308] {
        let answer =
            format!("HTTP/1.1 {status} Go\r\nLocation: {}/\r\nContent-Length: 0\r\n\r\n", elsewhere.url());
        let server = answering(answer);
        let request = http(&server).secret_header("x-api-key", "s3cr3t".into());
        let reply = client().send(&request, None).await.unwrap();
        assert_eq!(reply.status(), status);
        let error = reply.status_error("2026-11-22T10:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(error.kind(), ErrorKind::BadReply);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn plain_http_where_tls_belongs_is_not_tried_again() {
    let plain = Step::send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    let server = FaultServer::unasked(vec![plain]).unwrap();
    let error = client().send(&Request::get(&endpoint("https", &server), &[]), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadReply);
    assert!(!error.is_retryable());
    assert_eq!(error.to_string(), "localhost: no secure connection could be agreed on");
}

#[tokio::test]
async fn a_proxy_is_used_where_it_is_set() {
    let proxy = FaultServer::start(|asked| {
        assert_eq!((asked.method(), asked.path()), ("GET", "http://localhost:1/parcels"));
        assert_eq!(asked.header_value("proxy-authorization"), Some("Basic dTpw"));
        vec![Step::reply(&Reply::new(200, "{}"))]
    })
    .unwrap();
    let builder = HttpClient::builder().proxy(proxy.url().replace("http://", "http://u:p@"));
    let request = Request::get(&"http://localhost:1".parse().unwrap(), &["parcels"]);
    assert_eq!(builder.build().unwrap().send(&request, None).await.unwrap().body(), b"{}");
}

/// Runs the first test once more in a process of its own, whose proxies lead nowhere.
#[test]
fn proxies_of_the_environment_are_ignored() {
    let mut run = std::process::Command::new(std::env::current_exe().unwrap());
    run.args(["--exact", "a_reply_comes_with_status_headers_and_body"]);
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        run.env(name, "http://127.0.0.1:1").env(name.to_uppercase(), "http://127.0.0.1:1");
    }
    let output = run.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn wrong_settings_are_named() {
    for (builder, text) in [
        (HttpClient::builder().timeout(Duration::ZERO), "setting `timeout` is zero; give it some time"),
        (
            HttpClient::builder().connect_timeout(Duration::ZERO),
            "setting `connect_timeout` is zero; give it some time",
        ),
        (
            HttpClient::builder().head_timeout(Duration::ZERO),
            "setting `head_timeout` is zero; give it some time",
        ),
        (
            HttpClient::builder().read_timeout(Duration::ZERO),
            "setting `read_timeout` is zero; give it some time",
        ),
        (HttpClient::builder().max_head(1 << 20), "setting `max_head` is more than 262144 bytes; lower it"),
        (
            HttpClient::builder().max_body(usize::MAX),
            "setting `max_body` is more than 1073741824 bytes; lower it",
        ),
        (
            HttpClient::builder().proxy("socks5://u:s3cr3t@localhost"),
            "setting `proxy` is not an http:// or https:// URL with a host",
        ),
        (
            HttpClient::builder().proxy("s3cr3t"),
            "setting `proxy` is not an http:// or https:// URL with a host",
        ),
    ] {
        assert!(!format!("{builder:?}").contains("s3cr3t"));
        let error = builder.build().unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Misconfigured, text));
    }
}

#[test]
fn outside_of_a_runtime_there_is_an_error_and_no_panic() {
    let client = client();
    let request = Request::get(&"http://localhost:1".parse().unwrap(), &[]);
    let mut call = client.send(&request, None);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut context) else { panic!("no error") };
    assert_eq!(error.kind(), ErrorKind::Misconfigured);
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Write::write(&mut *self.0.lock().unwrap(), bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn secrets_are_in_no_error_and_no_log() {
    use tracing_subscriber::util::SubscriberInitExt;

    let log = Log::default();
    let writer = log.clone();
    let _guard = tracing_subscriber::fmt()
        .with_env_filter("parceltrack=trace")
        .with_writer(move || writer.clone())
        .finish()
        .set_default();

    const CANARY: &str = "c4n4ry";
    let client = HttpClient::builder().timeout(Duration::from_millis(150)).max_body(16).build().unwrap();
    let session = Session::new(
        "dhl/unified".parse().unwrap(),
        Some(Arc::new(client.clone())),
        Arc::new(SystemClock::new()),
    );
    let mut texts = format!("{client:?} {session:?}");
    for (scheme, server) in [
        ("http", FaultServer::unasked(Vec::new()).unwrap()),
        ("https", answering("HTTP/1.1 400 Bad Request\r\n\r\n")),
        ("https", FaultServer::unasked(vec![Step::Read, Step::Reset]).unwrap()),
        ("http", answering(format!("HTTP/1.1 200 OK\r\nX-{CANARY}\0: {CANARY}\r\n\r\n"))),
        ("http", answering(format!("HTTP/1.1 200 OK\r\n\r\n{CANARY}{CANARY}{CANARY}{CANARY}"))),
        ("http", answering(format!("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{CANARY}"))),
        ("http", dripping("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")),
        ("http", answering(format!("HTTP/1.1 307 Go\r\nLocation: http://{CANARY}/\r\n\r\n{CANARY}"))),
        ("http", answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")),
    ] {
        for end in ["", "\n"] {
            let secret = Secret::from(format!("{CANARY}{end}"));
            let request = Request::post_form(&endpoint(scheme, &server), &[CANARY], &[("password", CANARY)])
                .query("key", CANARY)
                .secret_header("x-api-key", secret);
            texts += &match session.send("lookup", request).await {
                Ok(reply) => format!("{reply:?} {:?}", reply.status_error(session.now())),
                Err(error) => format!("{error} {error:#} {error:?} {error:#?}"),
            };
        }
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("answered") && log.contains("failed"), "{log}");
    assert!(!log.contains(CANARY), "{log}");
    assert!(!texts.contains(CANARY), "{texts}");
    assert!(!texts.contains("://") && !log.contains("://"), "{texts} {log}");
}
