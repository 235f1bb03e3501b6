//! The HTTP client against servers that misbehave, all on this machine.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use parceltrack::http::{Endpoint, HttpClient, Reply, Request, Transport};
use parceltrack::{Error, ErrorKind, Secret, Session, SystemClock};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const MIB: usize = 1 << 20;

/// Lets `handle` loose on every connection.
async fn server<H, F>(handle: H) -> SocketAddr
where
    H: Fn(TcpStream) -> F + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(handle(stream));
        }
    });
    address
}

/// A server that reads the request's head, writes these bytes and closes.
async fn answering(bytes: impl Into<Vec<u8>>) -> SocketAddr {
    let bytes: Arc<[u8]> = bytes.into().into();
    server(move |mut stream| {
        let bytes = bytes.clone();
        async move {
            head(&mut stream).await;
            // A client that has seen enough hangs up.
            let _ = stream.write_all(&bytes).await;
        }
    })
    .await
}

/// A server that writes `start`, and then a byte every 50 ms for ever.
async fn dripping(start: &'static str) -> SocketAddr {
    server(move |mut stream| async move {
        head(&mut stream).await;
        let _ = stream.write_all(start.as_bytes()).await;
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
}

async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap()
}

fn gzip(chunk: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    (0..times).for_each(|_| encoder.write_all(chunk).unwrap());
    encoder.finish().unwrap()
}

fn http(address: SocketAddr) -> Request {
    Request::get(&endpoint("http", address), &["parcels"])
}

fn endpoint(scheme: &str, address: SocketAddr) -> Endpoint {
    format!("{scheme}://localhost:{}", address.port()).parse().unwrap()
}

fn client() -> HttpClient {
    HttpClient::builder().max_body(MIB).build().unwrap()
}

async fn get(address: SocketAddr) -> Result<Reply, Error> {
    client().send(http(address), None).await
}

/// How a call to the address fails, and with which words.
async fn failure(address: SocketAddr) -> (ErrorKind, String) {
    let error = get(address).await.unwrap_err();
    (error.kind(), format!("{error:#}"))
}

#[tokio::test]
async fn a_reply_comes_with_status_headers_and_body() {
    let address =
        answering("HTTP/1.1 429 Slow Down\r\nRetry-After: 7\r\nX-Odd: é\r\nContent-Length: 4\r\n\r\nbusy")
            .await;
    let reply = get(address).await.unwrap();
    assert_eq!((reply.status(), reply.body()), (429, &b"busy"[..]));
    assert_eq!(reply.header_value("retry-after"), Some("7"));
    assert_eq!(reply.header_value("x-odd"), Some("é"));
}

#[tokio::test]
async fn the_request_arrives_as_it_was_built() {
    let seen = Arc::new(Mutex::new(String::new()));
    let address = server({
        let seen = seen.clone();
        move |mut stream| {
            let seen = seen.clone();
            async move {
                let mut text = head(&mut stream).await;
                let mut body = [0; 7];
                stream.read_exact(&mut body).await.unwrap();
                text.push_str(std::str::from_utf8(&body).unwrap());
                *seen.lock().unwrap() = text;
                stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
            }
        }
    })
    .await;
    let request = Request::post_form(&endpoint("http", address), &["a/b"], &[("k", "a b"), ("x", "")])
        .query("q", "&")
        .secret_header("x-api-key", "s3cr3t".into());
    let reply = client().send(request, None).await.unwrap();
    assert_eq!((reply.status(), reply.body().len()), (204, 0));
    let seen = seen.lock().unwrap();
    assert!(seen.starts_with("POST /a%2Fb?q=%26 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("\r\nx-api-key: s3cr3t\r\n"), "{seen}");
    assert!(seen.contains("\r\nuser-agent: parceltrack/"), "{seen}");
    assert!(seen.contains("gzip"), "{seen}");
    assert!(seen.ends_with("\r\n\r\nk=a+b&x"), "{seen}");
}

fn zipped(body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn gzip_is_unpacked() {
    let reply = get(answering(zipped(&gzip(b"{\"a\":1}", 1))).await).await.unwrap();
    assert_eq!(reply.body(), b"{\"a\":1}");
}

#[tokio::test]
async fn a_gzip_bomb_is_stopped_at_the_limit() {
    // 64 MiB in some 64 kB.
    let bomb = gzip(&vec![0; MIB], 64);
    assert!(bomb.len() < MIB / 8);
    let (kind, text) = failure(answering(zipped(&bomb)).await).await;
    assert_eq!(kind, ErrorKind::TooLarge);
    assert_eq!(text, "localhost: the answer has more than 1048576 bytes");
}

#[tokio::test]
async fn broken_gzip_is_a_bad_reply_and_short_gzip_a_lost_connection() {
    let whole = gzip(b"{\"a\":1}", 1000);
    assert_eq!(failure(answering(zipped(b"not gzip at all")).await).await.0, ErrorKind::BadReply);
    let mut broken = whole.clone();
    broken[12..].fill(0xff);
    assert_eq!(failure(answering(zipped(&broken)).await).await.0, ErrorKind::BadReply);
    let short = zipped(&whole);
    let short = &short[..short.len() - 20];
    assert_eq!(failure(answering(short).await).await.0, ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_and_no_larger() {
    let plain = |size: usize, head: &str| [head.as_bytes(), &vec![b'x'; size]].concat();
    let length = |size: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n");
    for head in [&length(MIB), "HTTP/1.1 200 OK\r\n\r\n"] {
        assert_eq!(get(answering(plain(MIB, head)).await).await.unwrap().body().len(), MIB);
    }
    for head in [&length(MIB + 1), "HTTP/1.1 200 OK\r\n\r\n"] {
        assert_eq!(failure(answering(plain(MIB + 1, head)).await).await.0, ErrorKind::TooLarge);
    }
    // Refused by what its head says, before anything of it arrives.
    assert_eq!(failure(answering(length(usize::MAX / 4)).await).await.0, ErrorKind::TooLarge);
    let chunk = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n", 300 * MIB);
    assert_eq!(failure(answering(plain(2 * MIB, &chunk)).await).await.0, ErrorKind::TooLarge);
}

#[tokio::test]
async fn the_shorter_time_limit_ends_a_call_however_it_trickles() {
    let (short, long) = (Duration::from_millis(200), Duration::from_secs(20));
    for start in ["HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 200 OK\r\n\r\n"] {
        let address = dripping(start).await;
        for (own, asked) in [(short, None), (long, Some(short)), (short, Some(long))] {
            let client = HttpClient::builder().timeout(own).build().unwrap();
            let started = Instant::now();
            let error = client.send(http(address), asked).await.unwrap_err();
            let took = started.elapsed();
            assert_eq!(error.kind(), ErrorKind::TimedOut, "{start:?}: {error}");
            assert!(took >= short, "{took:?}");
            assert!(took < short + Duration::from_millis(500), "{took:?}");
        }
    }
}

#[tokio::test]
async fn a_server_that_never_answers_is_timed_out() {
    let address = server(|stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let client = HttpClient::builder().timeout(Duration::from_millis(100)).build().unwrap();
    let error = client.send(http(address), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "localhost: no whole answer within 100ms");
    // In the handshake of TLS, connecting is not done yet.
    let client = HttpClient::builder().connect_timeout(Duration::from_millis(100)).build().unwrap();
    let error = client.send(Request::get(&endpoint("https", address), &[]), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(error.to_string(), "localhost: no connection in time");
}

#[tokio::test]
async fn lost_connections_can_be_tried_again() {
    let closed = server(|stream| async move { drop(stream) }).await;
    let closed_in_head = answering("HTTP/1.1 200 OK\r\nX-").await;
    let ended = answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").await;
    let ended_in_chunk = answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nabc").await;
    let reset = |bytes: &'static str| {
        server(move |mut stream| async move {
            head(&mut stream).await;
            stream.write_all(bytes.as_bytes()).await.unwrap();
            // Long enough for the bytes to be read first; what counts is the same without.
            tokio::time::sleep(Duration::from_millis(20)).await;
            stream.set_zero_linger().unwrap();
        })
    };
    let reset_in_head = reset("HTTP/1.1 200 OK\r\nX-").await;
    let reset_in_body = reset("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").await;
    let reset_in_gzip =
        reset("HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n\x1f").await;
    let refused = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    for (name, address) in [
        ("closed", closed),
        ("closed in head", closed_in_head),
        ("ended", ended),
        ("ended in chunk", ended_in_chunk),
        ("reset in head", reset_in_head),
        ("reset in body", reset_in_body),
        ("reset in gzip", reset_in_gzip),
        ("refused", refused),
    ] {
        let (kind, text) = failure(address).await;
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
        let (kind, text) = failure(answering(bytes).await).await;
        assert_eq!(kind, ErrorKind::BadReply, "{bytes:?}: {text}");
    }
}

#[tokio::test]
async fn endless_headers_are_too_large() {
    for line in ["X-Again: 1\r\n", "xxxxxxxxxxxxxxxx"] {
        let address = server(move |mut stream| async move {
            head(&mut stream).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ").await;
            let many = line.repeat(1000);
            while stream.write_all(many.as_bytes()).await.is_ok() {}
        })
        .await;
        let (kind, text) = failure(address).await;
        assert_eq!((kind, text.as_str()), (ErrorKind::TooLarge, "localhost: the answer's head is too large"));
    }
}

#[tokio::test]
async fn a_redirect_is_returned_and_the_key_stays_at_home() {
    let visits = Arc::new(AtomicUsize::new(0));
    let elsewhere = server({
        let visits = visits.clone();
        move |stream| {
            visits.fetch_add(1, Ordering::SeqCst);
            async move { drop(stream) }
        }
    })
    .await;
    for status in [301, 302, 303, 307, 308] {
        let answer =
            format!("HTTP/1.1 {status} Go\r\nLocation: http://{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
        let request = http(answering(answer).await).secret_header("x-api-key", "s3cr3t".into());
        let reply = client().send(request, None).await.unwrap();
        assert_eq!(reply.status(), status);
        let error = reply.status_error("2026-11-22T10:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(error.kind(), ErrorKind::BadReply);
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn plain_http_where_tls_belongs_is_not_tried_again() {
    let address = server(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
        let _ = stream.read_to_end(&mut Vec::new()).await;
    })
    .await;
    let error = client().send(Request::get(&endpoint("https", address), &[]), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadReply);
    assert!(!error.is_retryable());
    assert_eq!(error.to_string(), "localhost: no secure connection could be agreed on");
}

#[tokio::test]
async fn an_untrusted_certificate_is_the_callers_to_sort_out() {
    use tokio_rustls::rustls::crypto::ring::default_provider;
    use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
    use tokio_rustls::rustls::{ServerConfig, version};

    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let got_through = Arc::new(AtomicUsize::new(0));
    let address = server({
        let got_through = got_through.clone();
        move |stream| {
            let (acceptor, got_through) = (acceptor.clone(), got_through.clone());
            async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                if stream.read_u8().await.is_ok() {
                    got_through.fetch_add(1, Ordering::SeqCst);
                }
            }
        }
    })
    .await;
    let error = client().send(Request::get(&endpoint("https", address), &[]), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Misconfigured, "{error}");
    assert!(error.to_string().starts_with("localhost: certificate not trusted"), "{error}");
    assert_eq!(got_through.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_proxy_is_used_where_it_is_set() {
    let proxy = server(|mut stream| async move {
        let head = head(&mut stream).await;
        assert!(head.starts_with("GET http://localhost:1/parcels HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("proxy-authorization: Basic dTpw"), "{head}");
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await.unwrap();
    })
    .await;
    let builder = HttpClient::builder().proxy(format!("http://u:p@{proxy}"));
    let request = Request::get(&"http://localhost:1".parse().unwrap(), &["parcels"]);
    assert_eq!(builder.build().unwrap().send(request, None).await.unwrap().body(), b"{}");
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
    let mut call = client.send(http(([127, 0, 0, 1], 1).into()), None);
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
    let refused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    for (scheme, address) in [
        ("http", refused),
        ("https", answering("HTTP/1.1 400 Bad Request\r\n\r\n").await),
        ("http", answering(format!("HTTP/1.1 200 OK\r\nX-{CANARY}\0: {CANARY}\r\n\r\n")).await),
        ("http", answering(format!("HTTP/1.1 200 OK\r\n\r\n{CANARY}{CANARY}{CANARY}{CANARY}")).await),
        ("http", answering(format!("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{CANARY}")).await),
        ("http", dripping("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n").await),
        ("http", answering(format!("HTTP/1.1 307 Go\r\nLocation: http://{CANARY}/\r\n\r\n{CANARY}")).await),
        ("http", answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await),
    ] {
        for end in ["", "\n"] {
            let secret = Secret::from(format!("{CANARY}{end}"));
            let request = Request::post_form(&endpoint(scheme, address), &[CANARY], &[("password", CANARY)])
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
