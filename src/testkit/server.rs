//! A server that does what it is told, byte by byte, and counts who is there.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::http::Reply;

/// One thing that the server does on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Waits for bytes of the client.
    Read,
    /// Sends these bytes.
    Send(Cow<'static, [u8]>),
    /// Sends these bytes so many times, or until the client hangs up.
    Repeat(Cow<'static, [u8]>, usize),
    /// Sends a byte each so often until the client hangs up.
    Drip(Duration),
    /// Does nothing for a while.
    Pause(Duration),
    /// Does nothing until the client hangs up.
    Stall,
    /// Breaks the connection off; what was sent may be lost.
    Reset,
}

impl Step {
    /// Sends these bytes.
    pub const fn send(bytes: &'static [u8]) -> Self {
        Self::Send(Cow::Borrowed(bytes))
    }

    /// Sends bytes that are made at run time.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Send(Cow::Owned(bytes.into()))
    }

    /// Sends a reply as HTTP/1.1, after which the connection ends.
    pub fn reply(reply: &Reply) -> Self {
        Self::bytes(written(reply))
    }
}

/// A reply as it goes over the wire.
pub(super) fn written(reply: &Reply) -> Vec<u8> {
    let status = reply.status();
    let mut bytes = format!("HTTP/1.1 {status} As told\r\nconnection: close\r\n").into_bytes();
    for (name, value) in reply.headers() {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    if status != 204 {
        bytes.extend_from_slice(format!("content-length: {}\r\n", reply.body().len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(reply.body());
    bytes
}

/// A request, as the server got it. `Debug` shows method and path only.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    method: String,
    target: String,
    head: String,
    body: String,
}

impl Asked {
    /// The method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query as it was sent; empty without one.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The first value of a header, whose name is lower case.
    pub fn header_value(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    /// The body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// What the transport of a test is given, as a server would get it.
    pub(super) fn of(request: &crate::http::Request) -> Self {
        let url = request.url();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let head = request.headers().map(|(name, value, _)| format!("{name}: {value}\r\n")).collect();
        Self {
            method: request.method().as_str().into(),
            target: format!("{}{query}", url.path()),
            head,
            body: request.body().unwrap_or_default().into(),
        }
    }

    async fn read(stream: &mut impl Socket) -> Option<Self> {
        const MAX_HEAD: usize = 1 << 16;
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            if bytes.len() > MAX_HEAD || stream.read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        };
        let body = bytes.split_off(end + 4);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (first, head) = text.split_once("\r\n")?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, target) = (words.next()?, words.next()?);
        let mut asked = Self { method, target, head: head.into(), body: String::new() };
        let length: usize = asked.header_value("content-length").map_or(Some(0), |text| text.parse().ok())?;
        let mut body = body;
        while body.len() < length {
            if stream.read_buf(&mut body).await.ok()? == 0 {
                return None;
            }
        }
        asked.body = String::from_utf8_lossy(&body).into_owned();
        Some(asked)
    }
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked({} {})", self.method, self.path())
    }
}

/// What the server does for a request.
pub(super) type Script = Arc<dyn Fn(&Asked) -> Vec<Step> + Send + Sync>;

/// What stands before the requests of a connection.
#[derive(Clone)]
pub(super) enum Door {
    /// Nothing: HTTP as it is.
    Open,
    /// TLS. A client that begins without is let in, too, and counted.
    Tls(TlsAcceptor),
    /// Steps instead of any request.
    Steps(Vec<Step>),
    /// TLS, and then steps instead of any request.
    TlsSteps(TlsAcceptor, Vec<Step>),
}

#[derive(Debug, Default)]
struct Counts {
    requests: AtomicUsize,
    connections: AtomicUsize,
    open: AtomicUsize,
}

/// A server on this machine that answers each request with [`Step`]s and counts requests and connections.
///
/// A connection carries one request. It counts as open until the client has hung up, so that a client that leaks
/// connections is seen. Dropping the server ends all of its tasks.
///
/// ```
/// use parceltrack::http::{HttpClient, Reply, Request, Transport};
/// use parceltrack::testkit::{FaultServer, Step};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = FaultServer::start(|asked| match asked.path() {
///     "/parcels/1" => vec![Step::reply(&Reply::new(200, "{}"))],
///     _ => vec![Step::send(b"HTTP/1.1 200 OK\r\nContent-Le"), Step::Reset],
/// })?;
/// let client = HttpClient::builder().build()?;
/// let endpoint = server.url().parse()?;
/// assert!(client.send(&Request::get(&endpoint, &["parcels", "1"]), None).await.is_ok());
/// assert!(client.send(&Request::get(&endpoint, &["parcels", "2"]), None).await.is_err());
/// assert_eq!((server.requests(), server.connections()), (2, 2));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct FaultServer {
    address: SocketAddr,
    scheme: &'static str,
    counts: Arc<Counts>,
    accepting: JoinHandle<()>,
}

impl FaultServer {
    /// Starts to answer on a free port, within the tokio runtime of the caller.
    ///
    /// # Errors
    ///
    /// Outside of a tokio runtime, and where there is no free port.
    pub fn start(script: impl Fn(&Asked) -> Vec<Step> + Send + Sync + 'static) -> io::Result<Self> {
        Self::behind(Door::Open, Arc::new(script))
    }

    /// Starts to do these steps on each connection, whatever the client sends: nothing counts as a request.
    ///
    /// # Errors
    ///
    /// Outside of a tokio runtime, and where there is no free port.
    pub fn unasked(steps: Vec<Step>) -> io::Result<Self> {
        Self::behind(Door::Steps(steps), Arc::new(|_| Vec::new())).map(Self::plain)
    }

    pub(super) fn behind(door: Door, script: Script) -> io::Result<Self> {
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = TcpListener::from_std(listener)?;
        let scheme = if matches!(door, Door::Open) { "http" } else { "https" };
        let counts = Arc::new(Counts::default());
        let accepting = runtime.spawn(accept(listener, door, script, counts.clone()));
        Ok(Self { address, scheme, counts, accepting })
    }

    /// Its address, as the endpoint of a channel.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The same, reached by plain HTTP whatever stands at the door.
    fn plain(mut self) -> Self {
        self.scheme = "http";
        self
    }

    /// How many requests it was sent.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// How many of these the client has not ended.
    pub fn open(&self) -> usize {
        self.counts.open.load(Ordering::SeqCst)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, door: Door, script: Script, counts: Arc<Counts>) {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                counts.connections.fetch_add(1, Ordering::SeqCst);
                counts.open.fetch_add(1, Ordering::SeqCst);
                running.spawn(connection(stream, door.clone(), script.clone(), Open(counts.clone())));
            },
            Some(_) = running.join_next() => {}
        }
    }
}

/// A connection, until it is dropped.
struct Open(Arc<Counts>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What goes wrong here is what the client did, who knows of it.
async fn connection(mut stream: TcpStream, door: Door, script: Script, open: Open) {
    let _ = match door {
        Door::Open => converse(stream, &script, &open).await,
        Door::Steps(steps) => perform(&mut stream, &steps).await,
        Door::Tls(acceptor) => {
            const HANDSHAKE: u8 = 22;
            let mut first = [0];
            match stream.peek(&mut first).await {
                Ok(1) if first == [HANDSHAKE] => match acceptor.accept(stream).await {
                    Ok(stream) => converse(stream, &script, &open).await,
                    Err(error) => Err(error),
                },
                _ => converse(stream, &script, &open).await,
            }
        }
        Door::TlsSteps(acceptor, steps) => match acceptor.accept(stream).await {
            Ok(mut stream) => perform(&mut stream, &steps).await,
            Err(error) => Err(error),
        },
    };
}

async fn converse(mut stream: impl Socket, script: &Script, open: &Open) -> io::Result<()> {
    let Some(asked) = Asked::read(&mut stream).await else { return Ok(()) };
    open.0.requests.fetch_add(1, Ordering::SeqCst);
    let steps = script(&asked);
    perform(&mut stream, &steps).await
}

async fn perform(stream: &mut impl Socket, steps: &[Step]) -> io::Result<()> {
    for step in steps {
        match step {
            Step::Read => {
                if stream.read(&mut [0; 4096]).await? == 0 {
                    return Ok(());
                }
            }
            Step::Send(bytes) => send(stream, bytes).await?,
            Step::Repeat(bytes, times) => {
                // Many at once: each alone would be a packet.
                let many = ((1 << 16) / bytes.len().max(1)).clamp(1, (*times).max(1));
                let block = bytes.repeat(many);
                for _ in 0..times / many {
                    send(stream, &block).await?;
                }
                send(stream, &bytes.repeat(times % many)).await?;
            }
            Step::Drip(pause) => loop {
                send(stream, b"x").await?;
                tokio::time::sleep(*pause).await;
            },
            Step::Pause(pause) => tokio::time::sleep(*pause).await,
            Step::Stall => return gone(stream).await,
            Step::Reset => return stream.tcp().set_zero_linger(),
        }
    }
    stream.shutdown().await?;
    gone(stream).await
}

async fn send(stream: &mut impl Socket, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

/// Waits until the client has hung up.
async fn gone(stream: &mut impl Socket) -> io::Result<()> {
    while stream.read(&mut [0; 4096]).await? != 0 {}
    Ok(())
}

/// A connection with or without TLS.
trait Socket: AsyncRead + AsyncWrite + Send + Unpin {
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}
