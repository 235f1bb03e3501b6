//! How near the reading of numbers and answers, the merge and the tracker are to what cannot be beaten.
//!
//! ```text
//! cargo bench --bench limits
//! ```
//!
//! Each row measures a limit and ours interleaved in one process, in CPU time of this thread, over seven rounds, and prints
//! the medians and their ratio; the exit code is 1 where a goal is missed by more than 15 %, which is the noise of a
//! shared machine. Times without a limit are held against each other: the cost per event may grow only as n log n does.

#![allow(clippy::print_stdout)]

#[path = "limits/calls.rs"]
mod calls;
#[path = "limits/decoders.rs"]
mod decoders;
#[path = "limits/numbers.rs"]
mod numbers;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use cpu_time::ThreadTime;
use parceltrack::chrono;
use parceltrack::state::{delivered, in_transit, info_received};
use parceltrack::{Event, EventTime, History, Location, Report, Role, Source, State, Status};

const ROUNDS: usize = 7;

/// How much more an event may cost among 1,600 than among 200: the logarithms' ratio.
const GROWTH: f64 = 1.39;

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_000_000, 0).unwrap_or_default()
}

/// What `sources` sources say of one parcel with `scans` scans: each tells all of them, with its own clock skew, codes,
/// precision and words.
fn reports(sources: usize, scans: usize) -> Vec<Report> {
    let cities = ["Leipzig", "Köln", "Hagen", "Hannover", "Bremen"];
    (0..sources)
        .map(|number| {
            let (channel, role) = match number {
                0 => ("dhl/unified".to_owned(), Role::Carrier),
                1 => ("amazon/fulfillment-outbound".to_owned(), Role::Marketplace),
                other => (format!("collector{other}/all"), Role::Aggregator),
            };
            let source = Source {
                channel: channel.parse().unwrap_or_else(|_| unreachable!("a channel's name")),
                number: "00340434161094042557".parse().unwrap_or_else(|_| unreachable!("a number")),
                role,
            };
            let mut report = Report::new(source, start() + TimeDelta::days(30));
            report.events = (0..scans)
                .map(|scan| {
                    let state = match scan {
                        0 => info_received::LABEL_CREATED,
                        _ if scan + 1 == scans => delivered::NEIGHBOUR,
                        _ if scan + 2 == scans => State::of(Status::OutForDelivery),
                        _ if scan % 2 == 1 => in_transit::FACILITY_IN,
                        _ => in_transit::FACILITY_OUT,
                    };
                    let skew = TimeDelta::seconds((number * 97 % 240) as i64);
                    let utc = start() + TimeDelta::minutes(scan as i64 * 97) + skew;
                    let local = (utc + TimeDelta::hours(1)).format("%Y-%m-%dT%H:%M:%S").to_string();
                    let text = match number % 3 {
                        0 => format!("{local}+01:00"),
                        1 => utc.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
                        _ => local,
                    };
                    let time: EventTime = text.parse().unwrap_or_else(|_| unreachable!("a time"));
                    let mut event = Event::new(time, state);
                    event.code = Some(format!("C{}{}", number, scan % 7).into());
                    event.description = Some(format!("Processed in line {scan}").into());
                    event.location = Some(Location {
                        country: "DE".parse().ok(),
                        city: cities.get(scan / 2 % cities.len()).map(|&city| city.into()),
                        ..Location::default()
                    });
                    event
                })
                .collect();
            report
        })
        .collect()
}

/// Median, least and most CPU time of one call, over the rounds.
struct Timing {
    median: f64,
    least: f64,
    most: f64,
}

/// Runs each of the bodies for about `span` in every round, one after the other, and gives nanoseconds a call.
fn interleaved(bodies: &mut [&mut dyn FnMut()]) -> Vec<Timing> {
    let span = Duration::from_millis(60);
    let calls: Vec<u32> = bodies
        .iter_mut()
        .map(|body| {
            let began = ThreadTime::now();
            let mut calls = 0_u32;
            while began.elapsed() < span {
                body();
                calls += 1;
            }
            calls.max(1)
        })
        .collect();
    let mut rounds: Vec<Vec<f64>> = bodies.iter().map(|_| Vec::with_capacity(ROUNDS)).collect();
    for _ in 0..ROUNDS {
        for ((body, calls), round) in bodies.iter_mut().zip(&calls).zip(&mut rounds) {
            let began = ThreadTime::now();
            for _ in 0..*calls {
                body();
            }
            round.push(began.elapsed().as_nanos() as f64 / f64::from(*calls));
        }
    }
    rounds
        .into_iter()
        .map(|mut round| {
            round.sort_by(f64::total_cmp);
            let at = |index: usize| round.get(index).copied().unwrap_or(f64::NAN);
            Timing { median: at(ROUNDS / 2), least: at(0), most: at(ROUNDS - 1) }
        })
        .collect()
}

/// The instants of all events as 16-byte keys, in the order in which the sources tell them.
fn keys(reports: &[Report]) -> Vec<(i64, u64)> {
    reports
        .iter()
        .flat_map(|report| &report.events)
        .map(|event| {
            let span = event.time.resolve(event.location.as_ref(), None);
            let code = event.code.as_deref().unwrap_or_default().bytes();
            (span.earliest().timestamp_micros(), code.fold(0, |hash, byte| hash * 31 + u64::from(byte)))
        })
        .collect()
}

struct Check {
    missed: bool,
}

impl Check {
    fn row(&mut self, name: &str, ours: &Timing, limit: &Timing, goal: f64) {
        let ratio = ours.median / limit.median;
        let missed = ratio > goal * 1.15;
        self.missed |= missed;
        println!(
            "{name:<34} limit {:>9.2} us  ours {:>9.2} us ({:.2} to {:.2})  ratio {ratio:>6.2}  goal {goal:.2}{}",
            limit.median / 1e3,
            ours.median / 1e3,
            ours.least / 1e3,
            ours.most / 1e3,
            if missed { "  MISSED" } else { "" },
        );
    }
}

impl Check {
    /// A figure that has no limit beside it, but a goal.
    fn most(&mut self, name: &str, ours: f64, goal: f64, unit: &str) {
        let missed = ours.is_nan() || ours > goal * 1.15;
        self.missed |= missed;
        println!("{name:<34} ours {ours:.1} {unit}  goal {goal:.1}{}", if missed { "  MISSED" } else { "" });
    }
}

/// Row 5, first half: joining `k` histories of one source with `n` events each that no other has. What is joined is
/// moved, so the cost of the copies that every round needs is taken off.
fn joins(check: &mut Check, k: usize, n: usize, goal: f64) {
    let Some(whole) = reports(1, k * n).pop() else { return };
    let parts: Vec<Report> = (0..k)
        .map(|part| {
            let mut report = whole.clone();
            report.complete = false;
            report.events = whole.events.iter().skip(part).step_by(k).cloned().collect();
            report
        })
        .collect();
    let keys = keys(&parts);
    let histories: Vec<History> = parts.into_iter().map(|report| std::iter::once(report).collect()).collect();
    let mut sort = || {
        let mut sorted = keys.clone();
        sorted.sort();
        sorted.dedup();
        black_box(sorted);
    };
    let mut copy = || {
        black_box(histories.clone());
    };
    let mut join = || {
        let mut joined = History::new();
        joined.join_all(histories.clone());
        black_box(joined);
    };
    let timings = interleaved(&mut [&mut sort, &mut copy, &mut join]);
    let [limit, copy, join] = timings.as_slice() else { return };
    let ours = Timing {
        median: join.median - copy.median,
        least: join.least - copy.most,
        most: join.most - copy.least,
    };
    check.row(&format!("join, {k} x {n}"), &ours, limit, goal);
}

/// Row 5, second half: the whole picture. Gives nanoseconds an event.
fn pictures(check: &mut Check, sources: usize, scans: usize, goal: f64) -> f64 {
    let now = start() + TimeDelta::days(30);
    let reports = reports(sources, scans);
    let keys = keys(&reports);
    let history: History = reports.into_iter().collect();
    let mut sort = || {
        let mut sorted = keys.clone();
        sorted.sort();
        sorted.dedup();
        black_box(sorted);
    };
    let mut parcel = || {
        black_box(black_box(&history).parcel(now));
    };
    let timings = interleaved(&mut [&mut sort, &mut parcel]);
    let [limit, ours] = timings.as_slice() else { return f64::NAN };
    check.row(&format!("parcel(at), {sources} x {scans}"), ours, limit, goal);
    ours.median / (sources * scans) as f64
}

/// Row 6: the status machine over entries that are ready for it, against one pass over as many states.
fn machine(check: &mut Check) {
    let history: History = reports(4, 50).into_iter().collect();
    let states: Vec<Status> = reports(4, 50)
        .iter()
        .flat_map(|report| &report.events)
        .filter_map(|event| Some(event.state()?.status()))
        .collect();
    let timings = history.with_machine(|run| {
        let mut pass = || {
            let mut last = None;
            for status in &states {
                last = black_box(Some(*status)).max(last);
            }
            black_box(last);
        };
        let mut run = || {
            black_box(run());
        };
        interleaved(&mut [&mut pass, &mut run])
    });
    let [limit, ours] = timings.as_slice() else { return };
    let per_event = ours.median / states.len() as f64;
    check.missed |= per_event > 10.0 * 1.15;
    println!(
        "{:<34} limit {:>9.2} ns  ours {per_event:>9.2} ns an event  goal 10 ns{}",
        "status machine, 4 x 50",
        limit.median / states.len() as f64,
        if per_event > 10.0 * 1.15 { "  MISSED" } else { "" },
    );
}

fn main() -> ExitCode {
    if std::env::args().any(|argument| argument == calls::START) {
        return calls::start_and_ask().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let mut check = Check { missed: false };
    numbers::recognised(&mut check);
    decoders::decoded(&mut check);
    calls::called(&mut check);
    joins(&mut check, 2, 20, 2.0);
    joins(&mut check, 4, 50, 1.5);
    joins(&mut check, 8, 200, 1.5);
    // 25 us where the limit takes 2.5 us; the others in proportion to n log n.
    let few = pictures(&mut check, 4, 50, 10.0);
    let many = pictures(&mut check, 8, 200, 10.0 * GROWTH);
    println!("cost of an event, 8 x 200 against 4 x 50: {:.2}, by n log n {GROWTH:.2}", many / few);
    check.missed |= many / few > GROWTH * 1.15;
    machine(&mut check);
    if check.missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
