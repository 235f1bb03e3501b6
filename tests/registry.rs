//! Folders, registry, features, fixtures and README name the same carriers and channels.
//!
//! A carrier of which only the numbers are known has a folder and a row, and no more.
//!
//! A failure names the thing and what to do about it. Everything is read from the crate's own folder.
// Helpers outside of test functions may stop the test where a file of the crate cannot be read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use parceltrack::carrier::{ChannelEntry, Entry, Setting};
use parceltrack::{CarrierId, Channel, carriers};

/// Features that are no carriers. A new capability gets a line here.
const CAPABILITIES: &[&str] = &["default", "full", "runtime", "http", "sandbox", "testkit", "webpki-roots"];

/// Folders of fixtures that are no carriers. A new kind of fixture gets a line here.
const OTHER_FIXTURES: &[&str] = &["merge"];

/// Folders that are not named like their carrier, because no module may be named so.
const FOLDERS: &[(&str, &str)] = &[("4px", "four_px")];

/// The folder of those posts of which no more than the country is known.
const POSTS: &str = "posts";

/// Bodies that a channel needs at least, so that its decoder is more than tried out.
const MIN_BODIES: usize = 5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = read.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn folders(folder: &str) -> BTreeSet<String> {
    entries(&root().join(folder)).iter().filter(|path| path.is_dir()).map(|path| name(path)).collect()
}

/// The carriers with channels.
fn ids() -> BTreeSet<String> {
    with_channels().map(|entry| entry.id.to_string()).collect()
}

fn with_channels() -> impl Iterator<Item = &'static Entry> {
    carriers::ALL.iter().filter(|entry| !entry.channels.is_empty())
}

fn channels() -> impl Iterator<Item = &'static ChannelEntry> {
    carriers::ALL.iter().flat_map(|entry| entry.channels)
}

/// The features of a manifest with what each enables: plain `name = ["a", "b"]`, also over several lines.
fn features(manifest: &str) -> BTreeMap<String, Vec<String>> {
    let section = manifest.split("\n[features]\n").nth(1).expect("Cargo.toml has no line `[features]`");
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let text: String = lines.filter(|line| !line.trim_start().starts_with('#')).collect();
    text.split(']')
        .filter_map(|feature| feature.split_once('='))
        .map(|(name, enables)| {
            let enables =
                enables.trim().trim_start_matches('[').split(',').map(|e| e.trim().trim_matches('"'));
            (name.trim().to_owned(), enables.filter(|e| !e.is_empty()).map(Into::into).collect())
        })
        .collect()
}

/// Demands that `found` is exactly the carriers of the registry.
fn assert_are_the_carriers(found: &BTreeSet<String>, what: &str, remedy: &str) {
    let carriers = ids();
    let missing: Vec<_> = carriers.difference(found).collect();
    let odd: Vec<_> = found.difference(&carriers).collect();
    assert!(
        missing.is_empty() && odd.is_empty(),
        "{what} and `carriers::ALL` differ: missing {missing:?}, without a row {odd:?}; {remedy}"
    );
}

#[test]
fn features_of_a_manifest_are_read() {
    let found = features(
        "[package]\n[features]\n# One.\na = []\nb = [\n  \"a\",\n  \"dep:x\",\n]\n[dependencies]\nc = []\n",
    );
    assert_eq!(
        found,
        BTreeMap::from([
            ("a".to_owned(), vec![]),
            ("b".to_owned(), vec!["a".to_owned(), "dep:x".to_owned()]),
        ])
    );
}

#[test]
fn every_row_has_a_folder_and_every_folder_a_row() {
    let found = folders("src/carriers");
    let folder =
        |id: &str| FOLDERS.iter().find(|row| row.0 == id).map_or(id.replace('-', "_"), |row| row.1.into());
    let rows: BTreeSet<String> = carriers::ALL
        .iter()
        .map(|entry| folder(entry.id.as_str()))
        .map(|folder| if found.contains(&folder) { folder } else { POSTS.into() })
        .collect();
    assert_eq!(
        found, rows,
        "the folders under src/carriers/ and `carriers::ALL` differ: add the row `<carrier>::ENTRY`, or remove the folder"
    );
    let posts = read(&format!("src/carriers/{POSTS}/mod.rs"));
    for entry in carriers::ALL.iter().filter(|entry| !found.contains(&folder(entry.id.as_str()))) {
        let id = format!("\"{}\"", entry.id);
        assert!(
            posts.contains(&id),
            "{}: add its folder, or its row in src/carriers/{POSTS}/mod.rs",
            entry.id
        );
    }
}

#[test]
fn every_row_has_a_feature_and_every_carriers_feature_a_row() {
    let features = features(&read("Cargo.toml"));
    let of_carriers: BTreeSet<String> =
        features.keys().filter(|name| !CAPABILITIES.contains(&name.as_str())).cloned().collect();
    assert_are_the_carriers(
        &of_carriers,
        "the features in Cargo.toml that are no capabilities",
        "name the feature like the carrier; a capability is listed in CAPABILITIES of this test",
    );
    for entry in with_channels() {
        assert_eq!(
            entry.feature,
            entry.id.as_str(),
            "the feature in the row of {} is not named like it",
            entry.id
        );
        assert!(
            features["full"].iter().any(|feature| feature == entry.feature),
            "Cargo.toml: add \"{}\" to the feature `full`",
            entry.feature
        );
    }
    for capability in CAPABILITIES {
        assert!(
            features.contains_key(*capability),
            "`{capability}` is no feature any more: remove it from CAPABILITIES"
        );
    }
}

#[test]
fn every_row_has_fixtures_and_every_folder_of_fixtures_a_row() {
    let found =
        folders("fixtures").into_iter().filter(|name| !OTHER_FIXTURES.contains(&name.as_str())).collect();
    assert_are_the_carriers(
        &found,
        "the folders under fixtures/",
        "add fixtures/<carrier>/; a folder that is no carrier's is listed in OTHER_FIXTURES of this test",
    );
    for id in ids() {
        let readme = format!("fixtures/{id}/README.md");
        assert!(
            root().join(&readme).is_file(),
            "write {readme}: where the bodies come from and what was replaced"
        );
        let known: BTreeSet<String> = channels()
            .filter(|row| row.channel.carrier().as_str() == id)
            .map(|row| row.channel.name().to_owned())
            .collect();
        let odd: Vec<_> = folders(&format!("fixtures/{id}")).difference(&known).cloned().collect();
        assert!(odd.is_empty(), "fixtures/{id}/ has folders of no channel: {odd:?}");
    }
}

#[test]
fn every_channel_has_bodies_and_every_body_a_golden() {
    for row in channels() {
        let folder = root().join("fixtures").join(row.channel.to_string());
        assert!(folder.is_dir(), "add the folder fixtures/{}/ with bodies of the vendor", row.channel);
        let names: Vec<String> = entries(&folder).iter().map(|path| name(path)).collect();
        let (goldens, bodies): (Vec<&str>, Vec<&str>) =
            names.iter().map(String::as_str).partition(|name| name.ends_with(".expected.jsonl"));
        let cases: BTreeSet<&str> =
            bodies.iter().map(|body| body.rsplit_once('.').map_or(*body, |(case, _)| case)).collect();
        let expected: BTreeSet<&str> =
            goldens.iter().filter_map(|golden| golden.strip_suffix(".expected.jsonl")).collect();
        assert!(
            bodies.len() >= MIN_BODIES,
            "fixtures/{}/ has {} bodies; add some, {MIN_BODIES} at least",
            row.channel,
            bodies.len()
        );
        assert_eq!(cases.len(), bodies.len(), "fixtures/{}/ has two bodies of one case", row.channel);
        let bare: Vec<_> = cases.difference(&expected).collect();
        assert!(
            bare.is_empty(),
            "fixtures/{}/ has no golden for {bare:?}: run `UPDATE_GOLDENS=1 cargo test --test goldens` and read it",
            row.channel
        );
        let orphans: Vec<_> = expected.difference(&cases).collect();
        assert!(orphans.is_empty(), "fixtures/{}/ has goldens without a body: {orphans:?}", row.channel);
    }
}

#[test]
fn names_read_back_and_stand_in_order() {
    for entry in carriers::ALL {
        assert_eq!(
            entry.id.as_str().parse::<CarrierId>().as_ref(),
            Ok(&entry.id),
            "{} does not read back",
            entry.id
        );
        assert!(!entry.name.is_empty(), "{} has no name for people", entry.id);
        assert!(!entry.formats.is_empty(), "{} has no format", entry.id);
        assert_eq!(
            entry.feature.is_empty(),
            entry.channels.is_empty(),
            "{}: a feature is for what has channels",
            entry.id
        );
        for row in entry.channels {
            let text = row.channel.to_string();
            assert_eq!(text.parse::<Channel>().as_ref(), Ok(&row.channel), "{text} does not read back");
            assert_eq!(row.channel.carrier(), &entry.id, "{text} stands in the row of {}", entry.id);
            assert!(!row.summary.is_empty(), "{text} has no summary");
            assert!(row.docs.starts_with("https://"), "{text}: the link to the vendor's page is not https");
        }
    }
    let first = carriers::ALL.iter().take_while(|entry| !entry.channels.is_empty()).count();
    assert_eq!(first, with_channels().count(), "rows with channels stand first in `carriers::ALL`");
    let different: BTreeSet<String> = carriers::ALL.iter().map(|entry| entry.id.to_string()).collect();
    assert_eq!(different.len(), carriers::ALL.len(), "an id stands in `carriers::ALL` twice");
    let names: Vec<String> = channels().map(|row| row.channel.to_string()).collect();
    assert_eq!(
        names.iter().collect::<BTreeSet<_>>().len(),
        names.len(),
        "a channel stands in the registry twice: {names:?}"
    );
}

/// Whoever knows one channel's settings knows where to look for another's.
#[test]
fn what_channels_have_in_common_has_one_name_in_all() {
    let words =
        ["key", "secret", "user", "url", "host", "address", "locale", "sandbox", "test", "mode", "id"];
    for row in channels().filter(|row| row.is_connectable()) {
        let has = |key: &str| row.settings.iter().any(|setting| setting.key == key);
        assert!(has("endpoint"), "{}: a mock is reached by the setting `endpoint`", row.channel);
        for setting in row.settings {
            assert!(!words.contains(&setting.key), "{}: `{}` says too little", row.channel, setting.key);
            if setting.key == "environment" {
                let help = setting.help;
                assert!(help.starts_with("`production` (default) or `sandbox`"), "{}: {help}", row.channel);
            }
        }
    }
}

#[test]
fn a_setting_has_one_name_and_a_variable_one_meaning() {
    // The short name of a setting is shared by the channels of a carrier, on purpose; a long one belongs to one.
    let mut meanings: BTreeMap<String, String> = BTreeMap::new();
    for row in channels() {
        let mut keys = BTreeSet::new();
        for setting in row.settings {
            assert!(keys.insert(setting.key), "{}: the setting `{}` stands twice", row.channel, setting.key);
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(
                !setting.key.is_empty() && setting.key.chars().all(is_plain),
                "{}: write the key `{}` in lower case with underscores",
                row.channel,
                setting.key
            );
            assert!(!setting.help.is_empty(), "{}: `{}` has no help", row.channel, setting.key);
            let [long, short] = setting.variables(&row.channel);
            let shared = format!("`{}` of every channel of {}", setting.key, row.channel.carrier());
            let own = format!("`{}` of {}", setting.key, row.channel);
            for (variable, meaning) in [(long, own), (short, shared)] {
                let first = meanings.entry(variable.clone()).or_insert_with(|| meaning.clone()).clone();
                assert_eq!(first, meaning, "{variable} means two things; rename a setting");
            }
        }
    }
    // A channel takes every variable that begins like its own for its own, and refuses those it does not know.
    for row in channels() {
        let [prefix, _] = Setting::optional("", "").variables(&row.channel);
        let own: BTreeSet<String> =
            row.settings.iter().map(|setting| setting.variables(&row.channel)[0].clone()).collect();
        for (variable, meaning) in meanings.iter().filter(|(variable, _)| variable.starts_with(&prefix)) {
            assert!(
                own.contains(variable),
                "{}: would take {variable} for its own, but that is {meaning}",
                row.channel
            );
        }
    }
}

/// The rows of a page's tables.
fn rows(page: &str) -> impl Iterator<Item = &str> {
    page.lines().map(str::trim).filter(|line| line.starts_with('|'))
}

#[test]
fn the_readme_counts_the_formats() {
    let formats: usize = carriers::ALL.iter().map(|entry| entry.formats.len()).sum();
    let hundreds = formats / 100 * 100;
    let known = carriers::ALL.iter().filter(|entry| !entry.formats.is_empty()).count();
    for page in ["README.md", "CHANGELOG.md"] {
        let words = format!("more than {hundreds} formats of {known} carriers");
        let text = read(page).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&words), "{page}: say {words}");
    }
}

#[test]
fn the_readme_names_every_channel_and_every_feature() {
    let readme = read("README.md");
    let mut missing = Vec::new();
    for row in channels() {
        let word = format!("`{}`", row.channel);
        if !rows(&readme).any(|line| line.contains(&word)) {
            missing.push(format!("a row of the carriers table with {word}"));
        }
    }
    // What is on by default is told by a column.
    for feature in features(&read("Cargo.toml")).keys().filter(|feature| *feature != "default") {
        let word = format!("`{feature}`");
        let names_it = |line: &str| line.split('|').nth(1).is_some_and(|cell| cell.contains(&word));
        if !rows(&readme).any(names_it) {
            missing.push(format!("a row of the feature table that begins with {word}"));
        }
    }
    assert!(missing.is_empty(), "README.md lacks:\n  {}", missing.join("\n  "));
}
