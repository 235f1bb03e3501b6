//! Every merged parcel and every change keeps to its schema: those of the goldens, of the examples, and of hundreds of
//! generated histories.
//!
//! `fixtures/change.examples.jsonl` shows a change of each kind, a line each.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod schema;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use common::{Generated, history_of, observations};
use parceltrack::{Change, ChangeKind, Follow, History, Parcel, Report};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use schema::{against, closed, described, present, with_words};
use serde_json::{Value, json};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn open_schema(name: &str) -> Value {
    serde_json::from_str(&read(&fixtures().join(format!("{name}.schema.json")))).unwrap()
}

/// A schema that allows no field and no word beyond those it names, and the fields that were shown to it.
struct Strict {
    name: &'static str,
    schema: Value,
    shown: BTreeSet<String>,
}

impl Strict {
    fn new(name: &'static str) -> Self {
        Self { name, schema: with_words(closed(open_schema(name))), shown: BTreeSet::new() }
    }

    #[track_caller]
    fn check(&mut self, value: &Value) {
        let found = against(&self.schema, value);
        assert!(found.is_empty(), "describe it in {}.schema.json:\n{}\n{value}", self.name, found.join("\n"));
        present(value, &mut self.shown);
    }

    /// Nothing is described that never comes, but for what other schemas share.
    #[track_caller]
    fn is_shown(&self, except: &[&str]) {
        let mut known = BTreeSet::new();
        described(&open_schema(self.name), &mut known);
        let missing: Vec<&String> =
            known.difference(&self.shown).filter(|field| !except.contains(&field.as_str())).collect();
        assert!(missing.is_empty(), "{}.schema.json describes what never came: {missing:?}", self.name);
    }
}

/// What is generated, always the same.
fn histories(number: u32) -> impl Iterator<Item = Generated> {
    let mut runner = TestRunner::deterministic();
    let strategy = observations();
    (0..number).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}

fn now() -> DateTime<Utc> {
    "2026-11-10T12:00:00Z".parse().unwrap()
}

/// As the example `merge` writes it.
fn merged(parcel: &Parcel) -> Value {
    let mut value = serde_json::to_value(parcel).unwrap();
    value["id"] = json!("line 1");
    value["explanation"] = serde_json::to_value(parcel.explain()).unwrap();
    value
}

/// The reports of the goldens of the merge, with the time of the picture.
fn cases() -> Vec<(DateTime<Utc>, Vec<Report>)> {
    let folder = fs::read_dir(fixtures().join("merge")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    let inputs = paths.filter(|path| !path.file_stem().unwrap().to_str().unwrap().contains('.'));
    inputs
        .map(|path| {
            let mut case: Value = serde_json::from_str(&read(&path)).unwrap();
            let at = serde_json::from_value(case["at"].take()).unwrap();
            (at, serde_json::from_value(case["reports"].take()).unwrap())
        })
        .collect()
}

#[test]
fn every_merged_parcel_keeps_to_the_schema() {
    let mut parcel = Strict::new("parcel");
    let cases = cases();
    assert!(cases.len() >= 3);
    for (at, reports) in cases {
        let picture = reports.into_iter().collect::<History>().parcel(at);
        parcel.check(&serde_json::to_value(&picture).unwrap());
        parcel.check(&merged(&picture));
    }
    // A report with all that a report can have, whose codes and words need not be known.
    let whole: Report = serde_json::from_str(&read(&fixtures().join("report.example.json"))).unwrap();
    let at = whole.fetched_at + TimeDelta::hours(30);
    parcel.check(&merged(&History::from_iter([whole]).parcel(at)));
    for Generated(told) in histories(400) {
        let history = history_of(&told);
        for days in [-5, -2, 0, 2] {
            parcel.check(&merged(&history.parcel(now() + TimeDelta::days(days))));
        }
    }
    parcel.is_shown(&[]);
}

#[test]
fn every_change_keeps_to_the_schema() {
    let follow = Follow::new("it", DateTime::UNIX_EPOCH);
    let mut change = Strict::new("change");
    let mut check = |before: &Parcel, after: &Parcel| {
        for found in after.changes_since(before, &follow) {
            change.check(&serde_json::to_value(&found).unwrap());
        }
    };
    for (at, reports) in cases() {
        let mut history = History::new();
        for report in reports {
            let before = history.parcel(report.fetched_at);
            history.absorb(report);
            check(&before, &history.parcel(at));
        }
    }
    for Generated(told) in histories(400) {
        let mut history = History::new();
        let mut before = history.parcel(now());
        for observation in told {
            history.absorb(observation);
            let after = history.parcel(now());
            check(&before, &after);
            before = after;
        }
        check(&history.parcel(now() - TimeDelta::days(5)), &before);
    }
}

#[test]
fn a_change_of_each_kind_is_shown_and_reads_back() {
    let mut change = Strict::new("change");
    let mut kinds = Vec::new();
    for line in read(&fixtures().join("change.examples.jsonl")).lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        change.check(&value);
        let read: Change = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), value, "the type drops or changes something");
        kinds.push(read.kind.as_str().to_owned());
        // What the schema requires of this kind, it cannot do without.
        for field in value.as_object().unwrap().keys() {
            let mut less = value.clone();
            less.as_object_mut().unwrap().remove(field);
            assert!(!against(&change.schema, &less).is_empty(), "{} without {field}", read.kind.as_str());
        }
    }
    assert_eq!(kinds, ChangeKind::WORDS, "a line for each kind");
    change.is_shown(&["access_code"]);
}

#[test]
fn schemas_are_open_to_what_later_versions_may_add() {
    let line = read(&fixtures().join("change.examples.jsonl")).lines().next().unwrap().to_owned();
    let mut change: Value = serde_json::from_str(&line).unwrap();
    change["kind"] = "beamed".into();
    change["beamed_by"] = "Scotty".into();
    assert_eq!(against(&open_schema("change"), &change), Vec::<String>::new());
    let mut parcel = merged(&History::new().parcel(now()));
    parcel["mood"] = "good".into();
    parcel["timeliness"]["kind"] = "just_in_time".into();
    assert_eq!(against(&open_schema("parcel"), &parcel), Vec::<String>::new());
    parcel.as_object_mut().unwrap().remove("timeliness");
    assert!(!against(&open_schema("parcel"), &parcel).is_empty());
}
