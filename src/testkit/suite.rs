//! Runs the table of faults against a channel.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::answer::Right;
use super::beside::{Beside, InMemory, TestClock, Watched, broken};
use super::fault::{Act, Expected, Fault, Process};
use super::outcome::{Outcome, Outcomes};
use super::scene::{Place, Props, Scene, client, hurried};
use super::server::{Asked, FaultServer, Step};
use super::subject::{Limits, Subject};
use super::table::FAULTS;
use super::tls::Authority;
use crate::carrier::Carrier;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Clock, HttpClient, Reply, Transport};
use crate::model::{Channel, Status};
use crate::tracker::{Freshness, SystemClock, Tracked, Tracker};
use crate::traffic::Retry;

/// The longest wait before a repetition.
const A_WHILE: Duration = Duration::from_millis(20);

/// How long sockets and tasks may take to go once their call has ended.
const SETTLING: Duration = Duration::from_secs(1);

/// Puts a channel to every fault of [`FAULTS`], one after the other, through a [`Tracker`] that asks a healthy source,
/// too. Blocks, with runtimes of its own, for some seconds.
///
/// # Errors
///
/// [`ErrorKind::Misconfigured`] where the channel does not even answer if nothing is wrong, where the machine lets no
/// server be started, and within a tokio runtime, which it would block: call it from a plain `#[test]`.
pub fn suite(subject: &Subject, limits: &Limits) -> Result<Outcomes> {
    if Handle::try_current().is_ok() {
        let text = "the suite blocks: call it outside of the tokio runtime, from a plain test";
        return Err(Error::new(ErrorKind::Misconfigured, text));
    }
    let stage = Stage::new(subject, limits)?;
    Ok(Outcomes(FAULTS.iter().map(|fault| stage.run(fault)).collect::<Result<_>>()?))
}

/// The runtime of the servers, on a thread of its own: what they do is none of the client's time and memory.
struct Backstage {
    handle: Handle,
    _end: oneshot::Sender<()>,
}

impl Backstage {
    fn new() -> Result<Self> {
        let runtime = runtime()?;
        let (handle, (_end, ended)) = (runtime.handle().clone(), oneshot::channel());
        // Ends with an error once the sender is gone, which is all that it is for.
        std::thread::spawn(move || runtime.block_on(ended));
        Ok(Self { handle, _end })
    }
}

fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().map_err(broken("start a runtime"))
}

/// One channel's suite.
struct Stage<'s> {
    subject: &'s Subject,
    limits: &'s Limits,
    backstage: Backstage,
    runtime: Runtime,
    client: HttpClient,
    authority: Authority,
    /// The right answer, its path, and the parcel's status by it.
    right: Right,
    path: String,
    status: Status,
}

impl<'s> Stage<'s> {
    fn new(subject: &'s Subject, limits: &'s Limits) -> Result<Self> {
        let authority = Authority::new()?;
        let client = client(&authority, limits.max_body)?;
        let right = Right {
            reply: Reply::new(200, ""),
            login: None,
            number: subject.number().into(),
            other: subject.other.clone(),
            about_another: subject.about_another.clone(),
            max_body: limits.max_body,
        };
        let (backstage, runtime) = (Backstage::new()?, runtime()?);
        let (path, status) = (String::new(), Status::Pending);
        let mut stage = Self { subject, limits, backstage, runtime, client, authority, right, path, status };
        stage.rehearse()?;
        Ok(stage)
    }

    /// Asks once with nothing wrong, and learns what is right.
    fn rehearse(&mut self) -> Result<()> {
        let seen: Arc<Mutex<Vec<(Asked, Reply)>>> = Arc::default();
        let (answers, notes) = (self.subject.answers.clone(), seen.clone());
        let script = move |asked: &Asked| {
            let reply = answers(asked);
            notes.lock().unwrap_or_else(PoisonError::into_inner).push((asked.clone(), reply.clone()));
            vec![Step::reply(&reply)]
        };
        let scene = {
            let _servers = self.backstage.handle.enter();
            Scene::from(FaultServer::start(script).map_err(broken("start a server"))?)
        };
        let play = self.play(&scene, usize::MAX, 20 * self.limits.deadline)?;
        let tracked = self.runtime.block_on(play.ask(self.subject))?;
        if let Some((channel, error)) = tracked.failures().first() {
            let text = format!("{channel} fails if nothing is wrong: {error:#}");
            return Err(Error::new(ErrorKind::Misconfigured, text));
        }
        self.status = tracked.parcel().status();
        for (asked, reply) in seen.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if self.subject.is_login(&asked) {
                self.right.login = Some(reply);
            } else if self.path.is_empty() {
                (self.path, self.right.reply) = (asked.path().into(), reply);
            }
        }
        Ok(())
    }

    fn run(&self, fault: &'static Fault) -> Result<Outcome> {
        let mut outcome = Outcome::new(fault);
        let scenes = {
            let _servers = self.backstage.handle.enter();
            let Self { subject, authority, right, path, .. } = self;
            Props { subject, authority, right, path }.scenes(fault)?
        };
        if scenes.is_empty() {
            outcome.not_for_it = Some("does not fit what the channel is answered");
        }
        let mut flaws = Flaws::default();
        outcome.variants = scenes.len();
        for mut scene in scenes {
            if fault.is_hurried {
                scene.transport = Some(Arc::new(hurried(&self.authority, self.limits.max_body)?));
            }
            let tasks = self.runtime.metrics().num_alive_tasks();
            match &fault.act {
                Act::Process(Process::Drops) => self.drops(&scene, &mut flaws)?,
                Act::Process(Process::ShutsDown) => self.shuts_down(&scene, &mut flaws)?,
                Act::Process(Process::Crowd(count)) => {
                    outcome.requests = self.crowd(&scene, *count, &mut flaws)?;
                }
                _ => self.calls(fault, &scene, &mut outcome, &mut flaws)?,
            }
            scene.transport = None;
            self.settles(&scene, tasks, &mut flaws);
            if let Place::Server(server) = &scene.place {
                outcome.requests = outcome.requests.max(server.requests());
                outcome.connections = outcome.connections.max(server.connections());
            }
            flaws.variant += 1;
        }
        if let Some(most) = fault.max_requests.filter(|most| outcome.requests > *most) {
            flaws.add(format!("{} requests, and {most} at most are right", outcome.requests));
        }
        if let Some(most) = fault.max_connections.filter(|most| outcome.connections > *most) {
            flaws.add(format!("{} connections, and {most} at most are right", outcome.connections));
        }
        outcome.flaws = flaws.texts();
        Ok(outcome)
    }

    /// A tracker over the channel at the scene's address, and the sources beside it.
    fn play(&self, scene: &Scene, polls: usize, deadline: Duration) -> Result<Play> {
        let tested = (self.subject.connect)(&scene.place.url())?;
        let healthy = Beside::healthy(&*tested, self.subject)?;
        let panicking = Beside::panicking(&*tested, self.subject)?;
        let watched = Watched::new(tested, polls);
        let play = |tracker, healthy| Play { tracker, healthy, watched: watched.clone(), deadline };
        let healthy_channel = healthy.channel();
        let builder = Tracker::builder().carrier(watched.clone()).carrier(healthy).deadline(deadline);
        // Each call meets the fault anew.
        let builder = builder.freshness(Freshness::NONE);
        // As the tracker does it, with waits that leave time for all repetitions.
        let builder = builder.retry(Retry { first: A_WHILE, longest: A_WHILE, ..Retry::default() });
        let builder = builder.clock(TestClock::new(self.subject.now, TimeDelta::minutes(scene.off)));
        let builder = match &scene.transport {
            Some(transport) => builder.transport(transport.clone()),
            None => builder.transport(self.client.clone()),
        };
        let builder = if scene.panics { builder.carrier(panicking) } else { builder };
        Ok(play(builder.build()?, healthy_channel))
    }

    /// Asks as often as the fault says, and looks at each answer.
    fn calls(&self, fault: &Fault, scene: &Scene, outcome: &mut Outcome, flaws: &mut Flaws) -> Result<()> {
        let deadline = if fault.is_slow() { self.limits.short } else { self.limits.deadline };
        let play = self.play(scene, usize::MAX, deadline)?;
        let clock = SystemClock::new();
        for nth in 0..fault.calls {
            let started = clock.elapsed();
            let (mut result, mut took) = (None, Duration::ZERO);
            let mut call = || {
                result = Some(self.runtime.block_on(play.ask(self.subject)));
                took = clock.elapsed() - started;
            };
            let peak = match self.limits.peak {
                Some(measure) => Some(measure(&mut call)),
                None => {
                    call();
                    None
                }
            };
            outcome.took = outcome.took.max(took);
            outcome.peak = outcome.peak.max(peak);
            if took > deadline + self.limits.tolerance {
                flaws.add(format!("took {took:.0?} of {deadline:?}"));
            }
            // The last tenth of the time is the tracker's.
            if fault.is_hurried && took >= deadline / 10 * 9 {
                flaws.add(format!("took {took:.0?}, as only the deadline ends it"));
            }
            let is_told = matches!(&result, Some(Ok(tracked)) if tracked.failures().is_empty());
            let most = match is_told {
                true => self.limits.max_body * Limits::MODEL_FACTOR,
                false => self.limits.max_body + Limits::EXTRA_MEMORY,
            };
            if let Some(peak) = peak.filter(|peak| *peak > most) {
                flaws.add(format!("held {} KiB, and {} at most are right", peak >> 10, most >> 10));
            }
            // Of a fault that meets one call of several, the others know nothing.
            let expected = match fault.act {
                Act::Once(_, before) if nth != before => Expected::SameAnswer,
                _ => fault.expected,
            };
            match result {
                Some(Ok(tracked)) => {
                    self.judge(&play, expected, fault.retry_after, &tracked, flaws);
                    let mine = |failed: &Channel| *failed == play.watched.channel();
                    let errors = tracked.failures().iter().filter(|(failed, _)| mine(failed));
                    errors.for_each(|(_, error)| outcome.tells(format!("{error:#}")));
                }
                Some(Err(error)) => flaws.add(format!("the tracker fails: {error:#}")),
                None => flaws.add("memory was measured without a call".into()),
            }
        }
        Ok(())
    }

    /// Holds what was tracked against what was expected.
    fn judge(
        &self,
        play: &Play,
        expected: Expected,
        wait: Option<Duration>,
        tracked: &Tracked,
        flaws: &mut Flaws,
    ) {
        let failure = |channel: &Channel| tracked.failures().iter().find(|(failed, _)| failed == channel);
        let expected = match expected {
            Expected::Renewal(_) if self.right.login.is_some() => Expected::SameAnswer,
            expected => expected,
        };
        match (failure(&play.watched.channel()), expected) {
            (Some((_, error)), Expected::Answer | Expected::SameAnswer) => {
                flaws.add(format!("{}: {error:#}", error.kind()));
            }
            (Some((_, error)), expected) => {
                if !expected.kinds().contains(&error.kind()) {
                    flaws.add(format!("{} and not {expected}: {error:#}", error.kind()));
                } else if error.retry_after() != wait {
                    flaws.add(format!("tells to wait {:?} and not {wait:?}", error.retry_after()));
                }
            }
            (None, Expected::Error(_) | Expected::Renewal(_) | Expected::Nothing) => {
                flaws.add(format!("an answer and not {expected}"))
            }
            (None, _)
                if !play.is_heard(&play.watched.channel(), tracked)
                    && !play.watched.told_order.load(Ordering::SeqCst) =>
            {
                flaws.add("neither an answer nor an error".into());
            }
            (None, Expected::SameAnswer) if tracked.parcel().status() != self.status => {
                flaws.add(format!("{} and not {}", tracked.parcel().status(), self.status));
            }
            (None, _) => {}
        }
        if failure(&play.healthy).is_some() || !play.is_heard(&play.healthy, tracked) {
            flaws.add("the healthy source's answer is lost".into());
        }
        if play.watched.panicked.load(Ordering::SeqCst) {
            flaws.add("panics".into());
        }
        let errors = tracked.failures().iter().map(|(_, error)| format!("{error} {error:#} {error:?}"));
        self.is_discreet(&format!("{tracked:?} {}", errors.collect::<String>()), flaws);
    }

    /// Looks for what must not be told, in every way in which it may be written.
    fn is_discreet(&self, text: &str, flaws: &mut Flaws) {
        let number = self.subject.number().to_owned();
        for secret in self.subject.secrets.iter().chain([&number]) {
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let quoted = serde_json::Value::from(secret.as_str()).to_string();
            let forms = [secret.as_str(), &encoded, quoted.trim_matches('"')];
            if forms.iter().any(|form| text.contains(form)) {
                let what = if *secret == number { "the number" } else { "a secret" };
                flaws.add(format!("tells {what}"));
            }
        }
    }

    /// Waits until the call's sockets and tasks have gone.
    fn settles(&self, scene: &Scene, tasks: usize, flaws: &mut Flaws) {
        let open = || if let Place::Server(server) = &scene.place { server.open() } else { 0 };
        let alive = || self.runtime.metrics().num_alive_tasks();
        let rest = async {
            while open() > 0 || alive() > tasks {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        let settled = self.runtime.block_on(async { tokio::time::timeout(SETTLING, rest).await });
        if settled.is_err() {
            let more = alive().saturating_sub(tasks);
            flaws.add(format!("leaves {} connections and {more} tasks", open()));
        }
    }

    /// Drops a call at each point where the channel waits.
    fn drops(&self, scene: &Scene, flaws: &mut Flaws) -> Result<()> {
        const MOST: usize = 1000;
        for polls in 0..MOST {
            let play = self.play(scene, polls, self.limits.deadline)?;
            let tasks = self.runtime.metrics().num_alive_tasks();
            let tracked = self.runtime.block_on(async {
                tokio::select! {
                    tracked = play.ask(self.subject) => Some(tracked),
                    () = play.watched.stopped.notified() => None,
                }
            });
            self.settles(scene, tasks, flaws);
            if let Some(tracked) = tracked {
                self.judge(&play, Expected::SameAnswer, None, &tracked?, flaws);
                return Ok(());
            }
        }
        flaws.add(format!("has not answered after it was looked at {MOST} times"));
        Ok(())
    }

    /// Ends a runtime while it waits for the server.
    fn shuts_down(&self, scene: &Scene, flaws: &mut Flaws) -> Result<()> {
        let Place::Server(server) = &scene.place else { return Ok(()) };
        let clock = SystemClock::new();
        let play = Arc::new(self.play(scene, usize::MAX, self.limits.deadline)?);
        let runtime = runtime()?;
        let (subject, asking) = (self.subject.clone(), play.clone());
        let call = runtime.spawn(async move { asking.ask(&subject).await.is_ok() });
        runtime.block_on(async {
            while server.open() == 0 && clock.elapsed() < self.limits.deadline {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        let started = clock.elapsed();
        drop(runtime);
        let took = clock.elapsed() - started;
        if took > self.limits.tolerance {
            flaws.add(format!("keeps the runtime for {took:.0?}"));
        }
        if !call.is_finished() || play.watched.panicked.load(Ordering::SeqCst) {
            flaws.add("outlives the runtime, or panics with it".into());
        }
        Ok(())
    }

    /// Asks many times at once with a vendor in memory, of whom one login serves all. Tells how many requests it cost.
    fn crowd(&self, scene: &Scene, count: usize, flaws: &mut Flaws) -> Result<usize> {
        let (logins, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let subject = self.subject.clone();
        let vendor = InMemory { subject, logins: logins.clone(), requests: requests.clone() };
        let transport: Arc<dyn Transport> = Arc::new(vendor);
        let place = Place::Nowhere(scene.place.url(), Vec::new());
        let scene = Scene { place, transport: Some(transport), off: 0, panics: false };
        let play = Arc::new(self.play(&scene, usize::MAX, 20 * self.limits.deadline)?);
        let all = self.runtime.block_on(async {
            let mut calls = JoinSet::new();
            for _ in 0..count {
                let (play, subject) = (play.clone(), self.subject.clone());
                calls.spawn(async move { play.ask(&subject).await });
            }
            calls.join_all().await
        });
        for tracked in all {
            self.judge(&play, Expected::SameAnswer, None, &tracked?, flaws);
        }
        let (logins, wanted) = (logins.load(Ordering::SeqCst), usize::from(self.right.login.is_some()));
        if logins != wanted {
            flaws.add(format!("{logins} logins and not {wanted}"));
        }
        Ok(requests.load(Ordering::SeqCst))
    }
}

/// A tracker that asks the channel under test and others.
struct Play {
    tracker: Tracker,
    healthy: Channel,
    watched: Arc<Watched>,
    deadline: Duration,
}

impl Play {
    async fn ask(&self, subject: &Subject) -> Result<Tracked> {
        // Nothing of the tracker's own is waited for longer than anybody could.
        let patience = 20 * self.deadline;
        let call = self.tracker.ask(subject.query.clone(), Some(self.healthy.carrier()));
        tokio::time::timeout(patience, call).await.unwrap_or_else(|_| {
            Err(Error::new(ErrorKind::TimedOut, format!("it has not come back within {patience:?}")))
        })
    }

    /// Whether a channel's answer is in what was tracked.
    fn is_heard(&self, channel: &Channel, tracked: &Tracked) -> bool {
        let told = tracked.reports().iter().any(|report| report.source.channel == *channel);
        let mut others = tracked.others().iter().flat_map(|other| other.sources());
        told || others.any(|source| source.channel == *channel)
    }
}

/// Flaws, each once, with the variant in which it was first seen and how often.
#[derive(Default)]
struct Flaws {
    variant: usize,
    found: Vec<(String, usize, usize)>,
}

impl Flaws {
    fn add(&mut self, text: String) {
        match self.found.iter_mut().find(|(known, ..)| *known == text) {
            Some((_, _, count)) => *count += 1,
            None => self.found.push((text, self.variant, 1)),
        }
    }

    fn texts(self) -> Vec<String> {
        let text = |(text, variant, count)| format!("{text} [{count} times, first in variant {variant}]");
        self.found.into_iter().map(text).collect()
    }
}
