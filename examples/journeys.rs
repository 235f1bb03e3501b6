//! Prints generated journeys as the lines that the example `merge` reads, each with the status that is right.
//!
//! ```text
//! cargo run --example journeys -- --scenario false_delivery --count 1 | cargo run --example merge
//! ```
//!
//! Why a parcel that was said to be delivered is out for delivery again:
//!
//! ```text
//! cargo run --example journeys -- --scenario false_delivery --status out_for_delivery \
//!     | cargo run --example merge -- --explain
//! ```

use std::io::{self, Write};

use clap::{Parser, ValueEnum};
use parceltrack::sandbox::{Journey, Noise, Scenario};
use parceltrack::{Observation, Report, Status};
use serde::Serialize;

/// Prints generated journeys, one JSON object a line: {"id", "at", "truth", "reports"}.
#[derive(Parser)]
struct Options {
    /// The kind of journey, such as false_delivery; any kind if left out.
    #[arg(long)]
    scenario: Option<Scenario>,
    /// How badly sources tell it.
    #[arg(long, value_enum, default_value = "ordinary")]
    noise: Level,
    /// The seed of the first journey; each further one adds one.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many journeys.
    #[arg(long, default_value_t = 10)]
    count: u64,
    /// Each only up to the last moment at which this was its status; those that never had it are left out.
    #[arg(long)]
    status: Option<Status>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    Clean,
    Ordinary,
    Hostile,
}

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    at: chrono::DateTime<chrono::Utc>,
    truth: Option<&'static str>,
    reports: Vec<&'a Report>,
}

fn main() -> io::Result<()> {
    let options = Options::parse();
    let noise = match options.noise {
        Level::Clean => Noise::CLEAN,
        Level::Ordinary => Noise::ORDINARY,
        Level::Hostile => Noise::HOSTILE,
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for seed in (options.seed..).take(options.count.try_into().unwrap_or(usize::MAX)) {
        let journey = match options.scenario {
            Some(scenario) => scenario.journey_with(seed, &noise),
            None => Journey::random(seed, &noise),
        };
        let wanted = |at: &chrono::DateTime<chrono::Utc>| {
            options.status.is_none_or(|status| journey.truth_at(*at).status == Some(status))
        };
        let Some(at) = journey.times().filter(wanted).last() else { continue };
        let reports = journey.observations_until(at).iter().filter_map(|observation| match observation {
            Observation::Report(report) => Some(&**report),
            _ => None,
        });
        let scenario = journey.scenario().map_or("script", Scenario::as_str);
        let line = Line {
            id: format!("{scenario}-{seed}"),
            at,
            truth: journey.truth_at(at).status.map(Status::as_str),
            reports: reports.collect(),
        };
        match serde_json::to_writer(&mut out, &line).map_err(io::Error::from).and_then(|()| writeln!(out)) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            done => done?,
        }
    }
    out.flush()
}
