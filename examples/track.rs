//! Tracks numbers with real credentials from the environment.
//!
//! ```text
//! PARCELTRACK_DHL_API_KEY=... cargo run --example track -- 00340434161094042557
//! ```
//!
//! `--help` lists the variables of every channel; those that end in `ENDPOINT` point it elsewhere. `RUST_LOG` shows what
//! happens meanwhile. Exit code 0: all found, 2: not found, 1: anything else.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Write as _;
use std::io::{IsTerminal, stderr};
use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory, FromArgMatches, Parser};
use parceltrack::{
    CarrierId, Channel, Error, ErrorKind, Query, Tracked, Tracker, carrier::Settings, carriers,
};

/// Tracks parcels at the carriers whose credentials stand in the environment.
#[derive(Parser)]
struct Arguments {
    /// The merged parcel as JSON, one a line.
    #[arg(long)]
    json: bool,
    /// Ask only this carrier, or only this channel of it.
    #[arg(long, value_name = "ID[/CHANNEL]")]
    carrier: Option<String>,
    /// The recipient's postal code; some carriers tell more with it.
    #[arg(long, value_name = "P")]
    postcode: Option<String>,
    /// The wished language of descriptions, two letters.
    #[arg(long, value_name = "L")]
    lang: Option<String>,
    /// The tracking numbers.
    #[arg(required = true, value_name = "NUMBER")]
    numbers: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(stderr)
        .init();
    let matches = Arguments::command().after_help(variables()).try_get_matches();
    let arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(flaw) => {
            // Its own exit code for a wrong argument is 2, which means something else here.
            let exit = if flaw.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
            let _ = flaw.print();
            return exit;
        }
    };
    let tracker = match tracker(arguments.carrier.as_deref()) {
        Ok(tracker) => tracker,
        Err(error) => return fail(&error),
    };
    let (mut is_unknown, mut has_failed) = (false, false);
    for number in &arguments.numbers {
        match track(&tracker, &arguments, number).await {
            Ok(tracked) => {
                print(&tracked, arguments.json);
                if !tracked.is_found() {
                    let nobody_knows =
                        tracked.failures().iter().all(|(_, error)| error.kind() == ErrorKind::NotFound);
                    is_unknown |= nobody_knows;
                    has_failed |= !nobody_knows;
                }
            }
            Err(error) => {
                eprintln!("{error:#}");
                has_failed = true;
            }
        }
    }
    match (has_failed, is_unknown) {
        (true, _) => ExitCode::FAILURE,
        (false, true) => ExitCode::from(2),
        (false, false) => ExitCode::SUCCESS,
    }
}

/// A tracker of every channel that is set up, or only of the one that is wished.
fn tracker(wish: Option<&str>) -> Result<Tracker, Error> {
    let builder = Tracker::builder();
    let Some(channel) = wish.filter(|wish| wish.contains('/')) else {
        return builder.carriers_from_env()?.build();
    };
    let channel: Channel = channel.parse()?;
    let (entry, row) = carriers::find_channel(&channel)
        .ok_or_else(|| Error::new(ErrorKind::Misconfigured, format!("no channel {channel}; see --help")))?;
    let settings = Settings::from_env(channel, row.settings)?;
    builder.carrier(row.connect(entry.feature, &settings)?).build()
}

async fn track(tracker: &Tracker, arguments: &Arguments, number: &str) -> Result<Tracked, Error> {
    let mut query = Query::number(number.parse()?);
    query.postal_code = arguments.postcode.as_deref().map(Into::into);
    query.language.clone_from(&arguments.lang);
    let carrier: Option<CarrierId> = match &arguments.carrier {
        Some(wish) => Some(wish.split('/').next().unwrap_or_default().parse()?),
        None => None,
    };
    let answer = tracker.ask(query, carrier.as_ref());
    if !stderr().is_terminal() {
        return answer.await;
    }
    tokio::pin!(answer);
    let mut seconds = 0;
    loop {
        tokio::select! {
            result = &mut answer => {
                eprint!("\r\x1b[K");
                return result;
            }
            () = tokio::time::sleep(Duration::from_secs(1)) => {
                seconds += 1;
                eprint!("\rwaiting for the carriers, {seconds} s ");
            }
        }
    }
}

fn print(tracked: &Tracked, json: bool) {
    let parcel = tracked.parcel();
    if json {
        match serde_json::to_string(parcel) {
            Ok(line) => println!("{line}"),
            Err(error) => eprintln!("{error}"),
        }
    } else {
        print!("{parcel}");
        for divergence in parcel.divergences() {
            println!("! {divergence}");
        }
    }
    for (channel, error) in tracked.failures() {
        eprintln!("{channel}: {error:#}");
    }
}

fn fail(error: &Error) -> ExitCode {
    eprintln!("{error:#}");
    ExitCode::FAILURE
}

/// The environment variables of every channel, for `--help`.
fn variables() -> String {
    let mut text = String::from("Environment variables, the longer name wins:\n");
    for row in carriers::ALL.iter().flat_map(|entry| entry.channels) {
        let _ = writeln!(text, "\n{}: {}\n{}", row.channel, row.summary, row.docs);
        for setting in row.settings {
            let need = if setting.required { "required" } else { "optional" };
            let _ = writeln!(
                text,
                "  {}\n      {need}: {}",
                setting.variables(&row.channel).join("\n  "),
                setting.help
            );
        }
    }
    text
}
