//! From a fault to what a server does: a scene for each variant.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpSocket;

use super::answer::Right;
use super::beside::{Hanging, broken};
use super::fault::{Act, After, Fault, Nobody, Process};
use super::server::{Asked, Door, FaultServer, Script, Step, written};
use super::subject::Subject;
use super::tls::{Authority, Proof};
use crate::error::Result;
use crate::http::{HttpClient, Reply, Transport};

/// Where a variant of a fault is played.
pub(super) struct Scene {
    pub(super) place: Place,
    /// In place of the suite's own HTTP client.
    pub(super) transport: Option<Arc<dyn Transport>>,
    /// How many minutes the own clock is off.
    pub(super) off: i64,
    /// Whether a carrier beside panics.
    pub(super) panics: bool,
}

/// Who is at the address.
pub(super) enum Place {
    Server(FaultServer),
    /// Nobody, as long as these sockets live.
    Nowhere(String, #[expect(dead_code, reason = "lives only")] Vec<Held>),
}

/// A socket that keeps a port.
pub(super) enum Held {
    Bound(#[expect(dead_code, reason = "lives only")] TcpSocket),
    Listens(#[expect(dead_code, reason = "lives only")] tokio::net::TcpListener),
    Waits(#[expect(dead_code, reason = "lives only")] TcpStream),
}

impl Place {
    pub(super) fn url(&self) -> String {
        match self {
            Self::Server(server) => server.url(),
            Self::Nowhere(url, _) => url.clone(),
        }
    }
}

impl From<FaultServer> for Scene {
    fn from(server: FaultServer) -> Self {
        Self { place: Place::Server(server), transport: None, off: 0, panics: false }
    }
}

/// Which of the requests the fault meets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Question,
    Login,
}

/// What scenes are made of.
pub(super) struct Props<'s> {
    pub(super) subject: &'s Subject,
    pub(super) authority: &'s Authority,
    pub(super) right: &'s Right,
    /// The path of the question.
    pub(super) path: &'s str,
}

impl Props<'_> {
    /// The scenes of a fault, within the runtime of the servers; none where it does not concern the channel.
    pub(super) fn scenes(&self, fault: &'static Fault) -> Result<Vec<Scene>> {
        let steps = |steps: &'static [Step]| self.instead(Part::Question, move |_, _| Some(steps.to_vec()));
        let one = |door, script| Ok(vec![self.server(door, script)?.into()]);
        match &fault.act {
            Act::Nobody(why) => {
                let transport: Option<Arc<dyn Transport>> = match why {
                    Nobody::HasNoAddress(why) => {
                        Some(Arc::new(HttpClient::builder().resolving(*why).build()?))
                    }
                    Nobody::Refuses | Nobody::IsFull => None,
                };
                Ok(vec![Scene { place: nowhere(*why)?, transport, off: 0, panics: false }])
            }
            Act::Door(does) => {
                Ok(vec![FaultServer::unasked(does.to_vec()).map_err(broken("start a server"))?.into()])
            }
            Act::NoTls(does) => one(Door::Steps(does.to_vec()), self.rightly()),
            Act::Http2(does) => {
                let door = Door::TlsSteps(self.authority.acceptor(Proof::Right, b"h2")?, does.to_vec());
                // A client of its own: one keeps such a connection for later, as long as it lives.
                let transport: Arc<dyn Transport> = Arc::new(client(self.authority, self.right.max_body)?);
                let server = self.server(door, self.rightly())?;
                Ok(vec![Scene { transport: Some(transport), ..server.into() }])
            }
            Act::Shows(proof) => {
                one(Door::Tls(self.authority.acceptor(*proof, b"http/1.1")?), self.rightly())
            }
            Act::Steps(does) => one(Door::Open, steps(does)),
            Act::Half(then) => {
                let reply = written(&self.right.reply);
                let length = reply.len() - self.right.reply.body().len().div_ceil(2);
                let half = reply.get(..length).unwrap_or_default().to_vec();
                let does = [vec![Step::bytes(half)], then.to_vec()].concat();
                one(Door::Open, self.instead(Part::Question, move |_, _| Some(does.clone())))
            }
            Act::Stream(make) => match make(self.right) {
                Some(does) => one(Door::Open, self.instead(Part::Question, move |_, _| Some(does.clone()))),
                None => Ok(Vec::new()),
            },
            Act::Status(status, after) => {
                let reply = retry_after(Reply::new(*status, "no"), *after, self.subject.now);
                self.replies(Part::Question, vec![reply])
            }
            Act::Once(status, before) => {
                let (reply, before) = (Step::reply(&Reply::new(*status, "no")), *before);
                let script =
                    self.instead(Part::Question, move |_, nth| (nth == before).then(|| vec![reply.clone()]));
                one(Door::Open, script)
            }
            Act::Redirect(to, is_secure) => {
                let script = self.instead(Part::Question, |asked, _| Some(vec![redirect(asked, to)]));
                let door = match is_secure {
                    true => Door::Tls(self.authority.acceptor(Proof::Right, b"http/1.1")?),
                    false => Door::Open,
                };
                one(door, script)
            }
            Act::Replies(make) => self.replies(Part::Question, make(self.right)),
            Act::Logins(_) | Act::LoginSteps(_) if self.right.login.is_none() => Ok(Vec::new()),
            Act::Logins(make) => self.replies(Part::Login, make(self.right)),
            Act::LoginSteps(does) => {
                one(Door::Open, self.instead(Part::Login, move |_, _| Some(does.to_vec())))
            }
            Act::Clock(off) => Ok(vec![Scene { off: *off, ..self.plain()?.into() }]),
            Act::Process(Process::Hangs) => {
                let transport: Arc<dyn Transport> = Arc::new(Hanging);
                Ok(vec![Scene { transport: Some(transport), ..self.plain()?.into() }])
            }
            Act::Process(Process::Panics) => Ok(vec![Scene { panics: true, ..self.plain()?.into() }]),
            // These have plays of their own.
            Act::Process(Process::Drops | Process::Crowd(_)) => Ok(vec![self.plain()?.into()]),
            Act::Process(Process::ShutsDown) => one(Door::Open, steps(&[Step::Stall])),
        }
    }

    fn server(&self, door: Door, script: Script) -> Result<FaultServer> {
        FaultServer::behind(door, script).map_err(broken("start a server"))
    }

    /// A server that does nothing wrong.
    fn plain(&self) -> Result<FaultServer> {
        self.server(Door::Open, self.rightly())
    }

    fn rightly(&self) -> Script {
        let answers = self.subject.answers.clone();
        Arc::new(move |asked| vec![Step::reply(&answers(asked))])
    }

    /// Answers rightly but for one part, of which the steps are told by how many of its requests there were before.
    fn instead(
        &self,
        part: Part,
        steps: impl Fn(&Asked, usize) -> Option<Vec<Step>> + Send + Sync + 'static,
    ) -> Script {
        let (subject, path, before) = (self.subject.clone(), self.path.to_owned(), AtomicUsize::new(0));
        Arc::new(move |asked| {
            let is_meant = match part {
                Part::Login => subject.is_login(asked),
                Part::Question => !subject.is_login(asked) && asked.path() == path,
            };
            let does = is_meant.then(|| steps(asked, before.fetch_add(1, Ordering::SeqCst)));
            does.flatten().unwrap_or_else(|| vec![Step::reply(&(subject.answers)(asked))])
        })
    }

    fn replies(&self, part: Part, replies: Vec<Reply>) -> Result<Vec<Scene>> {
        let scene = |reply: &Reply| {
            let step = Step::reply(reply);
            Ok(self.server(Door::Open, self.instead(part, move |_, _| Some(vec![step.clone()])))?.into())
        };
        replies.iter().map(scene).collect()
    }
}

/// A client with the limit of a body that trusts the tests' authority.
pub(super) fn client(authority: &Authority, max_body: usize) -> Result<HttpClient> {
    HttpClient::builder().max_body(max_body).trusting(authority.root()).build()
}

/// The same with little time for each part of an answer: three in turn have room in the suite's deadline.
pub(super) fn hurried(authority: &Authority, max_body: usize) -> Result<HttpClient> {
    const LITTLE: Duration = Duration::from_millis(100);
    let builder = HttpClient::builder().max_body(max_body).trusting(authority.root());
    builder.head_timeout(LITTLE).read_timeout(LITTLE).build()
}

fn retry_after(reply: Reply, after: After, now: DateTime<Utc>) -> Reply {
    match after {
        After::Nothing => reply,
        After::Text(text) => reply.header("retry-after", text),
        After::Date(seconds) => {
            let date = httpdate::fmt_http_date((now + TimeDelta::seconds(seconds)).into());
            reply.header("retry-after", &date)
        }
    }
}

/// A reply that sends elsewhere, or to where it was asked.
fn redirect(asked: &Asked, to: &str) -> Step {
    let host = asked.header_value("host").unwrap_or_default();
    let port = host.rsplit(':').next().unwrap_or_default();
    let to = if to.is_empty() { asked.path().to_owned() } else { to.replace("{port}", port) };
    Step::reply(&Reply::new(302, "").header("location", &to))
}

fn nowhere(why: Nobody) -> Result<Place> {
    let failed = || broken("hold a port");
    let socket = TcpSocket::new_v4().map_err(failed())?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).map_err(failed())?;
    let address = socket.local_addr().map_err(failed())?;
    let url = format!("http://{address}");
    Ok(match why {
        Nobody::Refuses => Place::Nowhere(url, vec![Held::Bound(socket)]),
        Nobody::IsFull => {
            let mut held = vec![Held::Listens(socket.listen(1).map_err(failed())?)];
            // Until somebody has to wait: then the queue is full.
            while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(20)) {
                held.push(Held::Waits(stream));
            }
            Place::Nowhere(url, held)
        }
        Nobody::HasNoAddress(_) => Place::Nowhere("https://carrier.invalid".into(), Vec::new()),
    })
}
