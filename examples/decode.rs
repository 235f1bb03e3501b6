//! Decodes a carrier's raw answer from standard input: one report or order a line as JSON.
//!
//! ```text
//! cargo run --example decode -- dhl/unified --number 00340434161094042557 < answer.json
//! ```
//!
//! On an error the last line is `{"error": {"kind", "code", "message"}}` and the exit code 1. What was odd about the
//! answer as a whole goes to standard error.
#![allow(clippy::print_stderr)]

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::Parser;
use parceltrack::carrier::Context;
use parceltrack::{Answer, Channel, Error, ErrorKind, Language, TrackingNumber, carriers};

/// Decodes a carrier's raw answer from standard input, one report or order a line as JSON.
#[derive(Parser)]
struct Arguments {
    /// Whose answer it is, such as `dhl/unified`.
    channel: Channel,
    /// The number that was asked for; an answer about another one is an error.
    #[arg(long)]
    number: Option<TrackingNumber>,
    /// The language of the answer's texts, two letters.
    #[arg(long)]
    language: Option<Language>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = io::stdout().lock();
    let result = decode(arguments).and_then(|answer| print(&answer, &mut out));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let error = serde_json::json!({"error": {
                "kind": error.kind().as_str(),
                "code": error.code(),
                "message": format!("{error:#}"),
            }});
            // A reader that has gone away needs no error.
            let _ = writeln!(out, "{error}");
            ExitCode::FAILURE
        }
    }
}

fn decode(arguments: Arguments) -> Result<Answer, Error> {
    let mut context = Context::new(SystemTime::now().into());
    context.number = arguments.number;
    context.language = arguments.language;
    // One byte more than is allowed is enough to be refused.
    let limit = carriers::MAX_BODY as u64 + 1;
    let mut body = Vec::new();
    io::stdin().lock().take(limit).read_to_end(&mut body).map_err(unreadable)?;
    carriers::decode(&arguments.channel, &body, &context)
}

fn print(answer: &Answer, out: &mut impl Write) -> Result<(), Error> {
    let orders = answer.orders.iter().map(serde_json::to_string);
    let reports = answer.reports.iter().map(serde_json::to_string);
    for line in orders.chain(reports) {
        writeln!(out, "{}", line.map_err(io::Error::from).map_err(unreadable)?).map_err(unreadable)?;
    }
    for note in &answer.notes {
        eprintln!("{note}");
    }
    Ok(())
}

fn unreadable(error: io::Error) -> Error {
    Error::new(ErrorKind::Unavailable, "standard input or output failed").with_source(error)
}
