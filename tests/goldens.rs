//! Every `fixtures/<carrier>/<channel>/<case>.json` (or `.html`, `.xml`) is a vendor's body; `<case>.expected.jsonl` beside it is what the
//! decoder makes of it: a report or order a line, or an error. `UPDATE_GOLDENS=1 cargo test` writes them anew.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "full")]

use std::fs;
use std::path::{Path, PathBuf};

use parceltrack::carrier::Context;
use parceltrack::{Channel, Language, carriers};

/// The number that was asked for stands in the file's name behind an `@`: `delivered@00340434161094042557.json`. A slash
/// in it is written `%2F`.
fn context(case: &str) -> Context {
    let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_language(Language::ENGLISH);
    match case.split_once('@') {
        Some((_, number)) => context.with_number(number.replace("%2F", "/").parse().unwrap()),
        None => context,
    }
}

fn decoded(channel: &Channel, body: &[u8], case: &str) -> String {
    let mut lines = Vec::new();
    match carriers::decode(channel, body, &context(case)) {
        Ok(answer) => {
            lines.extend(answer.orders.iter().map(|order| serde_json::to_string(order).unwrap()));
            lines.extend(answer.reports.iter().map(|report| serde_json::to_string(report).unwrap()));
            lines.extend(answer.notes.iter().map(|note| serde_json::to_string(note).unwrap()));
        }
        Err(error) => lines.push(
            serde_json::json!({"error": {"kind": error.kind().as_str(), "code": error.code(), "message": format!("{error:#}")}})
                .to_string(),
        ),
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_fixture_decodes_to_its_golden() {
    let update = std::env::var_os("UPDATE_GOLDENS").is_some();
    let mut checked = 0;
    for row in carriers::ALL.iter().flat_map(|entry| entry.channels) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(row.channel.to_string());
        for body in files(&folder) {
            let name = body.file_name().unwrap().to_str().unwrap();
            let Some((case, ending)) = name.rsplit_once('.') else { continue };
            if ending == "jsonl" {
                continue;
            }
            let found = decoded(&row.channel, &fs::read(&body).unwrap(), case);
            let golden = folder.join(format!("{case}.expected.jsonl"));
            if update {
                fs::write(&golden, &found).unwrap();
            }
            let expected =
                fs::read_to_string(&golden).unwrap_or_else(|_| panic!("no golden for {}", body.display()));
            assert_eq!(found, expected, "{}", body.display());
            checked += 1;
        }
    }
    assert!(checked >= 10, "only {checked} fixtures were found");
}

#[test]
fn reports_and_orders_read_back_from_their_goldens() {
    for row in carriers::ALL.iter().flat_map(|entry| entry.channels) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(row.channel.to_string());
        for golden in files(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "jsonl")) {
            for line in fs::read_to_string(golden).unwrap().lines() {
                let again = if line.contains("\"fetched_at\"") {
                    serde_json::to_string(&serde_json::from_str::<parceltrack::Report>(line).unwrap())
                        .unwrap()
                } else if line.contains("\"order_id\"") {
                    serde_json::to_string(&serde_json::from_str::<parceltrack::Order>(line).unwrap()).unwrap()
                } else {
                    continue;
                };
                assert_eq!(again, line, "{}", golden.display());
            }
        }
    }
}
