//! Merges reports: one JSON object a line in, `{"id", "at", "reports": [...]}`, and one out: the merged parcel.
//!
//! ```text
//! cargo run --example merge < parcels.jsonl
//! cargo run --example merge -- --explain < parcels.jsonl
//! ```
//!
//! With `--explain` each parcel has an `explanation` besides: why it has its status, as a sentence and as data.
//!
//! A line that cannot be read gives `{"line", "error": {"kind", "path", "message"}}` in its place; the rest goes on, and
//! the exit code is 1 at the end. Lines are handled one at a time, so memory does not grow with their number.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use parceltrack::{Explanation, History, Parcel, Report};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Question {
    id: serde_json::Value,
    at: DateTime<Utc>,
    reports: Vec<Report>,
}

#[derive(Serialize)]
struct Picture<'a> {
    id: &'a serde_json::Value,
    #[serde(flatten)]
    parcel: Parcel,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation>,
}

fn main() -> io::Result<ExitCode> {
    match run() {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        done => done,
    }
}

fn run() -> io::Result<ExitCode> {
    let mut explains = false;
    for argument in std::env::args_os().skip(1) {
        if argument != "--explain" {
            writeln!(io::stderr(), "usage: merge [--explain] < parcels.jsonl")?;
            return Ok(ExitCode::from(2));
        }
        explains = true;
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut exit = ExitCode::SUCCESS;
    for (number, line) in (1_u64..).zip(io::stdin().lock().split(b'\n')) {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match merge(&line, explains) {
            Ok(picture) => writeln!(out, "{picture}")?,
            Err((path, message)) => {
                exit = ExitCode::FAILURE;
                let error = serde_json::json!({"kind": "bad_line", "path": path, "message": message});
                writeln!(out, "{}", serde_json::json!({"line": number, "error": error}))?;
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// The merged parcel as JSON, explained on request, or where the line is wrong and how.
fn merge(line: &[u8], explains: bool) -> Result<String, (String, String)> {
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    let question: Question = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| (error.path().to_string(), error.into_inner().to_string()))?;
    deserializer.end().map_err(|error| (".".to_owned(), error.to_string()))?;
    let history: History = question.reports.into_iter().collect();
    let parcel = history.parcel(question.at);
    let explanation = explains.then(|| parcel.explain());
    let picture = Picture { id: &question.id, parcel, explanation };
    serde_json::to_string(&picture).map_err(|error| (".".to_owned(), error.to_string()))
}
