//! Rows 7, 8 and 14: what the tracker itself costs: asking many sources, telling what is known, and starting.

use std::hint::black_box;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fs, thread};

use async_trait::async_trait;
use futures_util::future::join_all;
use parceltrack::carrier::{Capabilities, Settings};
use parceltrack::chrono::Utc;
use parceltrack::http::{Endpoint, HttpClient, Request};
use parceltrack::{
    Answer, Carrier, CarrierId, Channel, Event, Freshness, History, Query, Reference, Report, Session,
    Source, Status, Tracker, carriers,
};
use tokio::runtime::{Builder, Runtime};

use super::{Check, interleaved, start};

/// How large an answer is, in bytes: a parcel with 25 scans.
const BODY: usize = 9_700;

/// How many sources are asked at once.
const SOURCES: usize = 8;

/// Answers every request with the same, on connections that stay.
fn serve() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {BODY}\r\n\r\n{}", "x".repeat(BODY));
    let reply: Arc<str> = reply.into();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let reply = reply.clone();
            thread::spawn(move || talk(stream, &reply));
        }
    });
    Ok(address)
}

fn talk(mut stream: TcpStream, reply: &str) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let read = stream.read(&mut bytes)?;
        if read == 0 {
            return Ok(());
        }
        head.extend(bytes.iter().take(read));
        if head.ends_with(b"\r\n\r\n") {
            head.clear();
            stream.write_all(reply.as_bytes())?;
        }
    }
}

/// A channel that asks for a page and makes nothing of it, or one that knows its answer.
#[derive(Debug)]
struct Plain {
    channel: Channel,
    page: Option<Endpoint>,
}

#[async_trait]
impl Carrier for Plain {
    fn channel(&self) -> Channel {
        self.channel.clone()
    }

    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::BY_NUMBER;
        capabilities.by_order = true;
        capabilities
    }

    async fn track(&self, query: &Query, session: &Session) -> parceltrack::Result<Answer> {
        if let Some(page) = &self.page {
            let reply = session.send("track", Request::get(page, &[])).await?;
            black_box(reply.body().len());
            return Ok(Answer::default());
        }
        let Reference::Number(number) = &query.reference else { return Ok(Answer::default()) };
        Ok(report(&self.channel, number.as_str()).into())
    }
}

fn report(channel: &Channel, number: &str) -> Report {
    let number = number.parse().unwrap_or_else(|_| unreachable!("a number"));
    let mut report = Report::new(Source::carrier(channel.clone(), number), start());
    let time = "2026-11-21T17:20:00+01:00".parse().unwrap_or_else(|_| unreachable!("a time"));
    report.events = vec![Event::new(time, Status::InTransit)];
    report
}

fn channel(nth: usize) -> Channel {
    format!("carrier{nth}/all").parse().unwrap_or_else(|_| unreachable!("a channel's name"))
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Row 7: many sources at once, with retry, limits, rest and answers' memory on, against the HTTP client alone.
fn fan_out(check: &mut Check) -> io::Result<()> {
    let address = serve()?;
    let page = format!("http://{address}/");
    let runtime = runtime()?;
    // The client that is measured against brings no cryptography of its own.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = reqwest::Client::builder().no_proxy().build().map_err(io::Error::other)?;
    let tracker = (0..SOURCES).try_fold(Tracker::builder(), |builder, nth| {
        let endpoint: Endpoint = page.parse().map_err(io::Error::other)?;
        Ok::<_, io::Error>(builder.carrier(Plain { channel: channel(nth), page: Some(endpoint) }))
    })?;
    let client = HttpClient::builder().build().map_err(io::Error::other)?;
    let tracker = tracker.transport(client).build().map_err(io::Error::other)?;
    let mut limit = || {
        runtime.block_on(async {
            let one =
                || async { Ok::<_, reqwest::Error>(bare.get(&page).send().await?.bytes().await?.len()) };
            black_box(join_all((0..SOURCES).map(|_| one())).await);
        });
    };
    let mut orders = 0;
    let mut failures = 0;
    let mut ours = || {
        orders += 1;
        let Ok(order) = format!("SHOP-{orders}").parse() else { return };
        let tracked = runtime.block_on(tracker.ask(Query::order(order), None));
        failures += tracked.map_or(SOURCES, |tracked| tracked.failures().len());
    };
    let timings = interleaved(&mut [&mut limit, &mut ours]);
    let [limit, ours] = timings.as_slice() else { return Ok(()) };
    check.row(&format!("ask {SOURCES} sources"), ours, limit, 1.20);
    if failures > 0 {
        println!("{:<34} {failures} questions failed  MISSED", "");
        check.missed = true;
    }
    Ok(())
}

/// Row 8: telling what is known already, and what another call asks for. What the merge of it costs is taken off.
fn known(check: &mut Check) -> io::Result<()> {
    const CALLS: usize = 1000;
    const AT_ONCE: usize = 100;
    const NUMBER: &str = "00340434161094042557";
    let runtime = runtime()?;
    let tracker = |freshness| {
        let carrier = Plain { channel: channel(0), page: None };
        Tracker::builder().carrier(carrier).freshness(freshness).build().map_err(io::Error::other)
    };
    let id: CarrierId = channel(0).carrier().clone();
    let (keeps, forgets) = (tracker(Freshness::default())?, tracker(Freshness::NONE)?);
    let report = report(&channel(0), NUMBER);
    // The picture of today, as calls get it: of another day there is more or less to say.
    let today = Utc::now();
    let merge = || {
        let reports = vec![report.clone()];
        let history: History = reports.iter().cloned().collect();
        black_box((history.parcel(today), reports));
    };
    let mut merged = || (0..CALLS).for_each(|_| merge());
    let mut known = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                black_box(keeps.track_as(&id, NUMBER).await.is_ok());
            }
        });
    };
    // Who calls so often at once pays for that, and whoever waits is looked at twice: that is taken off, too.
    let mut joined = || {
        runtime.block_on(async {
            let call = || async {
                tokio::task::yield_now().await;
                merge();
            };
            for _ in 0..CALLS / AT_ONCE {
                join_all((0..AT_ONCE).map(|_| call())).await;
            }
        });
    };
    let mut shared = || {
        runtime.block_on(async {
            let call = || async { forgets.track_as(&id, NUMBER).await.is_ok() };
            for _ in 0..CALLS / AT_ONCE {
                black_box(join_all((0..AT_ONCE).map(|_| call())).await);
            }
        });
    };
    let timings = interleaved(&mut [&mut merged, &mut known, &mut joined, &mut shared]);
    let [merged, known, joined, shared] = timings.as_slice() else { return Ok(()) };
    let rows = [
        ("tell what is known", known, merged, "ns a call, beside merging"),
        (
            "wait for another's answer",
            shared,
            joined,
            "ns a call, beside merging and a hundred calls that wait",
        ),
    ];
    for (name, ours, rest, unit) in rows {
        check.most(name, (ours.median - rest.median) / CALLS as f64, 1000.0, unit);
    }
    Ok(())
}

/// The argument of the process that only starts.
pub(super) const START: &str = "--start-and-ask";

/// How long the system's certificates take is printed by the process that starts, and taken off here.
fn starts(check: &mut Check) -> io::Result<()> {
    let mut millis = Vec::new();
    let mut resident = 0.0_f64;
    for _ in 0..super::ROUNDS {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let page = format!("http://{}", listener.local_addr()?);
        let began = Instant::now();
        let mut child =
            Command::new(std::env::current_exe()?).args([START, &page]).stdout(Stdio::piped()).spawn()?;
        let (stream, _) = listener.accept()?;
        let took = began.elapsed();
        let mut told = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut told)?;
        }
        drop(stream);
        child.kill()?;
        child.wait()?;
        let mut told = told.split_whitespace().map(|word| word.parse::<f64>().unwrap_or(f64::NAN));
        let (Some(certificates), Some(kib)) = (told.next(), told.next()) else { continue };
        millis.push(took.as_secs_f64() * 1e3 - certificates);
        resident = resident.max(kib / 1024.0);
    }
    millis.sort_by(f64::total_cmp);
    check.most(
        "start, to the first request",
        millis.get(millis.len() / 2).copied().unwrap_or(f64::NAN),
        10.0,
        "ms",
    );
    check.most("memory of all channels", resident, 10.0, "MiB");
    Ok(())
}

/// What the process does that only starts: connects all channels, asks one, and tells what that took.
pub(super) fn start_and_ask() -> Option<()> {
    let page = std::env::args().skip_while(|argument| argument != START).nth(1)?;
    let before = resident_kib()?;
    let began = Instant::now();
    let client = HttpClient::builder().build().ok()?;
    let certificates = began.elapsed();
    let of_certificates = resident_kib()? - before;
    let mut builder = Tracker::builder().transport(client);
    for (entry, channel) in
        carriers::ALL.iter().flat_map(|entry| entry.channels.iter().map(move |c| (entry, c)))
    {
        let required = channel.settings.iter().filter(|setting| setting.required);
        let settings =
            required.fold(Settings::new(channel.channel.clone()), |all, setting| all.set(setting.key, "x"));
        if let Ok(carrier) = channel.connect(entry.feature, &settings) {
            builder = builder.carrier(carrier);
        }
    }
    let endpoint: Endpoint = page.parse().ok()?;
    let tracker = builder.carrier(Plain { channel: channel(0), page: Some(endpoint) }).build().ok()?;
    let id = channel(0).carrier().clone();
    let asked = async {
        // The other side answers nothing: only the request counts.
        let call = tracker.track_as(&id, "00340434161094042557");
        black_box(tokio::time::timeout(Duration::from_millis(200), call).await.is_ok());
    };
    runtime().ok()?.block_on(asked);
    println!("{} {}", certificates.as_secs_f64() * 1e3, resident_kib()? - of_certificates);
    // All of them were there.
    (tracker.channels().count() > 10).then_some(())
}

fn resident_kib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

pub(super) fn called(check: &mut Check) {
    for row in [fan_out, known, starts] {
        if let Err(error) = row(check) {
            println!("{error}  MISSED");
            check.missed = true;
        }
    }
}
