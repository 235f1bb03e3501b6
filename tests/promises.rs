//! What users may rely on: types that cross threads, traits that can be objects, words and formats that read back.
//!
//! `fixtures/merge/<case>.json` holds reports and a time, `<case>.expected.json` the merged picture; `UPDATE_GOLDENS=1
//! cargo test` writes the pictures anew. `<case>.history.json` is a history as an earlier version stored it: it is
//! written once, where it is missing, and must stay readable for ever.
// Helpers outside of test functions may stop the test where a file of the crate cannot be read.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use parceltrack::http::{Clock, Transport};
use parceltrack::{
    Action, Actor, Answer, Carrier, Change, ChangeKind, Error, EstimateKind, Event, Follow, Fulfiller,
    HandoverPlace, History, Leg, NoteKind, Notice, Order, OrderProgress, OrderStatus, Parcel, Query, Reason,
    RefusalKind, Relation, Report, Role, Session, State, Status,
};
use schema::{against, closed, described, present};
use serde_json::Value;

fn crosses_threads<T: std::fmt::Debug + Send + Sync + 'static>() {}
fn is_a_value<T: Clone + std::fmt::Debug + Send + Sync + 'static>() {}

#[test]
fn public_types_cross_threads_and_are_cloned() {
    is_a_value::<Report>();
    is_a_value::<Order>();
    is_a_value::<Event>();
    is_a_value::<Parcel>();
    is_a_value::<Change>();
    is_a_value::<Follow>();
    is_a_value::<OrderProgress>();
    is_a_value::<History>();
    is_a_value::<Query>();
    is_a_value::<Answer>();
    crosses_threads::<Error>();
    crosses_threads::<Session>();
}

#[cfg(feature = "runtime")]
#[test]
fn the_tracker_crosses_threads_and_is_cloned() {
    use parceltrack::{SystemClock, Tracked, TrackedOrder, Tracker, TrackerBuilder};
    is_a_value::<Tracker>();
    is_a_value::<SystemClock>();
    crosses_threads::<TrackerBuilder>();
    crosses_threads::<Tracked>();
    crosses_threads::<TrackedOrder>();
}

// Would not compile if one of them could not be an object.
const _: fn(&dyn Carrier, &dyn Transport, &dyn Clock) = |_, _, _| ();

#[test]
fn an_error_is_one_word() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[test]
fn the_words_of_statuses_and_states_read_back() {
    for status in Status::ALL {
        assert_eq!(status.to_string().parse::<Status>(), Ok(status));
        let states = status.states().iter().cloned().chain([State::of(status)]);
        for state in states {
            let (status_word, substatus) = state.words();
            assert_eq!(State::from_words(status_word, substatus), state, "{state}");
            assert_eq!(state.status(), status, "{state}");
        }
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pretty(value: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

/// The files of a folder and of those below it whose names end like this.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A case of the merge: the file without its ending, what was said, and the time of the picture.
fn cases() -> Vec<(PathBuf, History, DateTime<Utc>)> {
    #[derive(serde::Deserialize)]
    struct Case {
        at: DateTime<Utc>,
        reports: Vec<Report>,
    }
    let is_input = |path: &&PathBuf| path.file_stem().unwrap().to_str().unwrap().find('.').is_none();
    let inputs = files(&fixtures().join("merge"), ".json");
    let cases: Vec<_> = inputs
        .iter()
        .filter(is_input)
        .map(|path| {
            let case: Case =
                serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path.with_extension(""), case.reports.into_iter().collect(), case.at)
        })
        .collect();
    assert!(cases.len() >= 3, "only {} cases in fixtures/merge", cases.len());
    cases
}

/// L10: run this under another zone, locale or feature set, and the pictures are the same.
#[test]
fn pictures_do_not_depend_on_machine_or_features() {
    for (case, history, at) in cases() {
        let golden = case.with_extension("expected.json");
        let found = pretty(&history.parcel(at));
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&golden, &found).unwrap();
        }
        assert_eq!(found, read(&golden), "{}", golden.display());
    }
}

/// L4, across versions: what an earlier version stored means the same today.
#[test]
fn stored_histories_read_back() {
    const STORED: [&str; 1] = ["clock-change-and-withdrawal"];
    for (case, history, at) in cases() {
        if !STORED.iter().any(|name| case.ends_with(name)) {
            continue;
        }
        let path = case.with_extension("history.json");
        if !path.exists() && std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&path, pretty(&history)).unwrap();
        }
        let stored: History = serde_json::from_str(&read(&path)).unwrap();
        assert_eq!(stored, history, "{} means something else today", path.display());
        assert_eq!(
            pretty(&stored.parcel(at)),
            read(&case.with_extension("expected.json")),
            "{}",
            path.display()
        );
        assert_eq!(pretty(&stored), pretty(&history), "writing and reading back changes something");
    }
}

fn schema(name: &str) -> Value {
    json(&fixtures().join(format!("{name}.schema.json")))
}

#[test]
fn every_golden_keeps_to_the_schemas() {
    let (report, order) = (closed(schema("report")), closed(schema("order")));
    let mut checked = 0;
    for golden in files(&fixtures(), ".expected.jsonl") {
        for line in read(&golden).lines() {
            let schema = match line {
                _ if line.contains("\"fetched_at\"") => &report,
                _ if line.contains("\"order_id\"") => &order,
                _ => continue,
            };
            let found = against(schema, &serde_json::from_str(line).unwrap());
            assert!(found.is_empty(), "{}:\n{}", golden.display(), found.join("\n"));
            checked += 1;
        }
    }
    assert!(checked >= 10, "only {checked} reports and orders were found");
    for case in cases() {
        for report_json in json(&case.0.with_extension("json"))["reports"].as_array().unwrap() {
            assert_eq!(against(&report, report_json), Vec::<String>::new(), "{}", case.0.display());
        }
    }
}

#[test]
fn schemas_examples_and_types_know_the_same_fields() {
    fn check<T: serde::Serialize + serde::de::DeserializeOwned>(name: &str) {
        let example = json(&fixtures().join(format!("{name}.example.json")));
        let schema = schema(name);
        let again = serde_json::to_value(serde_json::from_value::<T>(example.clone()).unwrap()).unwrap();
        assert_eq!(again, example, "the type drops or changes something of {name}.example.json");
        assert_eq!(
            against(&closed(schema.clone()), &example),
            Vec::<String>::new(),
            "describe it in {name}.schema.json"
        );
        let (mut known, mut shown) = (BTreeSet::new(), BTreeSet::new());
        described(&schema, &mut known);
        present(&example, &mut shown);
        assert_eq!(known, shown, "{name}.example.json shows every field of {name}.schema.json");
        // What the schema requires, the type cannot do without; what it does not, may be missing.
        for field in example.as_object().unwrap().keys() {
            let mut less = example.clone();
            less.as_object_mut().unwrap().remove(field);
            let is_read = serde_json::from_value::<T>(less.clone()).is_ok();
            assert_eq!(against(&schema, &less).is_empty(), is_read, "{name} without {field}");
        }
    }
    check::<Report>("report");
    check::<Order>("order");
}

#[test]
fn schemas_are_open_to_what_is_new_and_closed_to_what_is_wrong() {
    let schema = schema("report");
    let example = json(&fixtures().join("report.example.json"));
    let with = |pointer: &str, value: Value| {
        let mut changed = example.clone();
        *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        (against(&schema, &changed).is_empty(), serde_json::from_value::<Report>(changed).is_ok())
    };
    for (pointer, value) in [
        ("/events/0/status", "beamed".into()),
        ("/events/0/reason", "carrier.strike".into()),
        ("/source/role", "oracle".into()),
        (
            "/events/0/location/coordinates",
            serde_json::json!({"latitude": 1.5, "longitude": -2.0, "height": 3}),
        ),
        ("/estimate", Value::Null),
        ("/events/0/time", "2026-11-21T17:20".into()),
    ] {
        assert_eq!(with(pointer, value.clone()), (true, true), "{pointer} {value}");
    }
    for (pointer, value) in [
        ("/version", 2.into()),
        ("/fetched_at", "2026-11-21".into()),
        ("/events/0/time", "yesterday".into()),
        ("/events/0/time", Value::Null),
        ("/events", Value::Null),
        ("/source/number", "no?".into()),
        ("/source/carrier", "DHL Paket".into()),
        ("/destination/country", "Germany".into()),
        ("/weight_g", (-1).into()),
        ("/events/0/location/coordinates/latitude", 91.into()),
        ("/related/0", serde_json::json!({"relation": "same"})),
    ] {
        assert_eq!(with(pointer, value.clone()), (false, false), "{pointer} {value}");
    }
}

#[test]
fn schemas_name_every_word() {
    let words = |schema: &Value, name: &str| -> Vec<String> {
        let examples = &schema["$defs"][name]["examples"];
        examples.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let owned = |words: Vec<&str>| -> Vec<String> { words.into_iter().map(Into::into).collect() };
    let mut substatuses: Vec<&str> = Vec::new();
    let states = Status::ALL.iter().flat_map(|status| status.states()).filter_map(|state| state.words().1);
    for word in states.chain(Notice::ALL.iter().map(Notice::as_str)) {
        if !substatuses.contains(&word) {
            substatuses.push(word);
        }
    }
    let report = schema("report");
    for (name, expected) in [
        ("status", Status::ALL.iter().map(|status| status.as_str()).collect()),
        ("substatus", substatuses),
        ("reason", Reason::ALL.iter().map(Reason::as_str).collect()),
        ("handover_place", HandoverPlace::ALL.iter().map(HandoverPlace::as_str).collect()),
        ("leg", Leg::ALL.iter().map(Leg::as_str).collect()),
        ("role", Role::ALL.iter().map(Role::as_str).collect()),
        ("relation", Relation::ALL.iter().map(Relation::as_str).collect()),
        ("estimate_kind", EstimateKind::ALL.iter().map(EstimateKind::as_str).collect()),
        ("note_kind", NoteKind::ALL.iter().map(NoteKind::as_str).collect()),
    ] {
        assert_eq!(
            words(&report, name),
            owned(expected),
            "correct the examples of `{name}` in report.schema.json"
        );
    }
    let order = schema("order");
    let expected = owned(OrderStatus::ALL.iter().map(OrderStatus::as_str).collect());
    assert_eq!(words(&order, "order_status"), expected, "correct `order_status` in order.schema.json");
    let expected = owned(Fulfiller::ALL.iter().map(Fulfiller::as_str).collect());
    assert_eq!(words(&order, "fulfiller"), expected, "correct `fulfiller` in order.schema.json");
    let actions: Vec<&str> = Action::ALL.iter().map(Action::as_str).collect();
    let actors: Vec<&str> = Actor::ALL.iter().map(Actor::as_str).collect();
    let refusals: Vec<&str> = RefusalKind::ALL.iter().map(RefusalKind::as_str).collect();
    for name in ["parcel", "change"] {
        let schema = schema(name);
        for (list, expected) in [("action", &actions), ("actor", &actors), ("refusal_kind", &refusals)] {
            assert_eq!(
                &words(&schema, list),
                expected,
                "correct the examples of `{list}` in {name}.schema.json"
            );
        }
    }
    let change = schema("change");
    let kinds: Vec<&str> = change["properties"]["kind"]["examples"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word.as_str().unwrap())
        .collect();
    assert_eq!(kinds, ChangeKind::WORDS, "correct the examples of `kind` in change.schema.json");
    // What several describe, they describe alike.
    let all = [report, order, schema("parcel"), change];
    let definitions = all.iter().flat_map(|schema| schema["$defs"].as_object().unwrap());
    let mut known: BTreeMap<&String, &Value> = BTreeMap::new();
    for (name, definition) in definitions {
        let other = known.entry(name).or_insert(definition);
        assert_eq!(definition, *other, "`{name}` differs between the schemas");
    }
}
