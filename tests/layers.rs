//! Imports only point down, and the core names no clock, runtime or HTTP crate.
//!
//! The sources are read as text: comments, doc comments and literals are left out, every path and macro that remains is
//! held against the rules below.
// Helpers outside of test functions may stop the test where a file of the crate cannot be read.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

/// Each layer with those that it may name, lowest first. lib.rs names all of them, and none of them names it.
const LAYERS: &[(&str, &[&str])] = &[
    ("sync", &[]),
    ("chance", &[]),
    ("digits", &[]),
    ("model", &["digits"]),
    ("error", &["model"]),
    ("history", &["model"]),
    ("changes", &["model"]),
    // Knows the truth by itself, and so never the merge.
    ("sandbox", &["chance", "model"]),
    ("http", &["error"]),
    ("traffic", &["sync", "chance", "model", "error", "http"]),
    ("numbers", &["chance"]),
    ("carrier", &["model", "error", "http", "traffic", "numbers"]),
    ("carriers", &["digits", "model", "error", "http", "traffic", "numbers", "carrier"]),
    ("recognise", &["model", "numbers", "carrier", "carriers"]),
    (
        "tracker",
        &["sync", "model", "error", "history", "http", "traffic", "carrier", "carriers", "recognise"],
    ),
    // Asks as a program does that uses the crate.
    ("testkit", &["model", "error", "http", "traffic", "carrier", "tracker"]),
    // Texts only.
    ("docs", &[]),
];

/// Paths that only some files may name. A path is a rule's where its words stand in it one after the other, from its
/// beginning if the rule says so.
struct Rule {
    words: &'static [&'static str],
    at_start: bool,
    /// Files, or folders ending in `/`.
    allowed: &'static [&'static str],
    /// Tests may name it, too: they wait on paused time.
    in_tests: bool,
}

const fn only(words: &'static [&'static str], at_start: bool, allowed: &'static [&'static str]) -> Rule {
    Rule { words, at_start, allowed, in_tests: false }
}

const CLIENT: &[&str] = &["src/http/client.rs", "src/http/failure.rs"];
const CLOCK: &[&str] = &["src/tracker/clock.rs"];
const RUNTIME: &[&str] =
    &["src/http/client.rs", "src/carrier/token.rs", "src/traffic/lane.rs", "src/tracker/", "src/testkit/"];

/// Traffic and tracker share by `sync`, so that tests can try out schedules.
const SHARED: &[&str] = &["src/sync/", "src/carrier/", "src/carriers/", "src/testkit/"];

const RULES: &[Rule] = &[
    Rule { words: &["std", "sync", "Mutex"], at_start: true, allowed: SHARED, in_tests: true },
    Rule { words: &["std", "sync", "atomic"], at_start: true, allowed: SHARED, in_tests: true },
    only(&["reqwest"], true, CLIENT),
    only(&["hyper"], true, CLIENT),
    only(&["rustls"], true, CLIENT),
    only(&["rustls_platform_verifier"], true, CLIENT),
    only(&["webpki_roots"], true, CLIENT),
    Rule { words: &["tokio"], at_start: true, allowed: RUNTIME, in_tests: true },
    only(&["Utc", "now"], false, CLOCK),
    only(&["Local", "now"], false, CLOCK),
    Rule { words: &["Instant", "now"], at_start: false, allowed: CLOCK, in_tests: true },
    only(&["SystemTime"], false, CLOCK),
    only(&["std", "env"], true, &["src/tracker/clock.rs", "src/carrier/settings.rs"]),
    only(&["rand"], true, CLOCK),
    only(&["fastrand"], true, CLOCK),
    only(&["getrandom"], true, CLOCK),
];

/// Known when the crate is compiled, whatever the rules say of what it is part of.
const COMPILED: &[&str] = &["std", "env", "consts"];

/// Macros that no file of the library may call.
const MACROS: &[&str] = &["dbg", "todo", "unimplemented"];

/// The same for macros that tests may call.
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln"];

/// More lines than this are two files.
const MAX_LINES: usize = 520;

#[derive(Debug, Clone, PartialEq)]
struct Token {
    text: String,
    line: usize,
}

/// The words and signs of a source, without comments and literals. `::` is one sign.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut tokens, mut index, mut line) = (Vec::new(), 0, 1);
    while index < chars.len() {
        let start = index;
        match at(index) {
            '/' if at(index + 1) == '/' => {
                while index < chars.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            '/' if at(index + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(index), at(index + 1)) {
                        ('/', '*') => (depth, index) = (depth + 1, index + 2),
                        ('*', '/') => (depth, index) = (depth - 1, index + 2),
                        _ => index += 1,
                    }
                    if depth == 0 || index >= chars.len() {
                        break;
                    }
                }
            }
            '"' => index = end_of_text(&chars, index),
            // A lifetime has no closing quote: 'a but 'a' and '\n'.
            '\'' if at(index + 1) == '\\' || at(index + 2) == '\'' => {
                index += if at(index + 1) == '\\' { 3 } else { 2 };
                while index < chars.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
            }
            c if is_word(c) => {
                while is_word(at(index)) {
                    index += 1;
                }
                let text: String = chars[start..index].iter().collect();
                let is_prefix = matches!(text.as_str(), "b" | "c" | "r" | "br" | "cr");
                let hashes = (index..).take_while(|i| at(*i) == '#').count();
                if is_prefix && text.ends_with('r') && at(index + hashes) == '"' {
                    index = end_of_raw_text(&chars, index + hashes + 1, hashes);
                } else if is_prefix && at(index) == '"' {
                    index = end_of_text(&chars, index);
                } else if text == "r" && hashes == 1 {
                    index += 1;
                } else {
                    tokens.push(Token { text, line });
                }
            }
            ':' if at(index + 1) == ':' => {
                tokens.push(Token { text: "::".into(), line });
                index += 2;
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(Token { text: c.into(), line });
                }
                index += 1;
            }
        }
        line += chars[start..index.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn end_of_text(chars: &[char], quote: usize) -> usize {
    let mut index = quote + 1;
    while index < chars.len() && chars[index] != '"' {
        index += if chars[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

fn end_of_raw_text(chars: &[char], start: usize, hashes: usize) -> usize {
    let is_end = |index: &usize| {
        chars[*index] == '"' && chars.iter().skip(index + 1).take_while(|c| **c == '#').count() >= hashes
    };
    (start..chars.len()).find(is_end).map_or(chars.len(), |index| index + 1 + hashes)
}

/// A path as a source names it, made absolute where it begins with `crate`, `self` or `super`.
#[derive(Debug, PartialEq)]
struct Named {
    path: Vec<String>,
    line: usize,
    in_test: bool,
}

/// The module that a file defines: `src/a/b.rs` is `crate::a::b`, `src/a/mod.rs` is `crate::a`.
fn module_of(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| *part != "mod" && *part != "lib");
    std::iter::once("crate").chain(parts).map(Into::into).collect()
}

/// Every path in a source, those in braces one by one, and every macro that is called, as `name!`.
fn paths(file: &str, source: &str) -> Vec<Named> {
    let tokens = tokens(source);
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let is_word = |index: usize| text(index).starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut module = module_of(file);
    // Modules written into the file, each with the depth of its braces and whether it is one of tests.
    let mut inner: Vec<(usize, bool)> = Vec::new();
    let (mut depth, mut index, mut test_follows) = (0_usize, 0, false);
    let is_test = source.lines().any(|line| line == "#![cfg(test)]");
    let mut found = Vec::new();
    while index < tokens.len() {
        let in_test = is_test || inner.iter().any(|(_, is_test)| *is_test);
        match text(index) {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inner.last().is_some_and(|(start, _)| *start == depth) {
                    inner.pop();
                    module.pop();
                }
            }
            "mod" if is_word(index + 1) && text(index + 2) == "{" => {
                inner.push((depth, test_follows));
                module.push(text(index + 1).to_owned());
                (depth, test_follows) = (depth + 1, false);
                index += 2;
            }
            "cfg" if text(index + 1) == "(" && text(index + 2) == "test" && text(index + 3) == ")" => {
                test_follows = true
            }
            "fn" | "use" | "struct" | "impl" | "const" => test_follows = false,
            _ => {}
        }
        if is_word(index) && text(index + 1) == "!" && text(index + 2) != "=" {
            let path = vec![format!("{}!", text(index))];
            found.push(Named { path, line: tokens[index].line, in_test });
        }
        // A word behind `::` or `.` is the middle of something that was read already.
        if is_word(index) && !(index > 0 && matches!(text(index - 1), "::" | ".")) {
            let mut read = Vec::new();
            tree(&tokens, index, Vec::new(), &mut read);
            found.extend(read.into_iter().map(|(path, line)| Named {
                path: absolute(path, &module),
                line,
                in_test,
            }));
        }
        index += 1;
    }
    found
}

/// Reads a path that may end in braces with further ones, and returns where it ends.
fn tree(
    tokens: &[Token],
    mut index: usize,
    mut path: Vec<String>,
    found: &mut Vec<(Vec<String>, usize)>,
) -> usize {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let line = tokens.get(index).map_or(0, |token| token.line);
    loop {
        match text(index) {
            "{" => {
                index += 1;
                while index < tokens.len() && text(index) != "}" {
                    index = tree(tokens, index, path.clone(), found).max(index + 1);
                    // What follows a renamed item is its new name.
                    while index < tokens.len() && !matches!(text(index), "," | "}") {
                        index += 1;
                    }
                    index += usize::from(text(index) == ",");
                }
                return index + 1;
            }
            word if word == "*" || word.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                path.push(word.to_owned())
            }
            _ => break,
        }
        index += 1;
        if text(index) != "::" {
            break;
        }
        index += 1;
    }
    found.push((path, line));
    index
}

/// A path from the crate's root on, where it is one of this crate.
fn absolute(path: Vec<String>, module: &[String]) -> Vec<String> {
    let mut base = match path.first().map(String::as_str) {
        Some("self" | "super") if path.len() > 1 => module.to_vec(),
        _ => return path,
    };
    let mut rest = path.into_iter().peekable();
    while let Some(word) = rest.next_if(|word| word == "self" || word == "super") {
        if word == "super" && base.len() > 1 {
            base.pop();
        }
    }
    base.extend(rest);
    base
}

/// What a file does against the rules, a line each.
fn complaints(file: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !source.starts_with("//!") && !source.starts_with("#![doc = include_str!(") {
        found.push(format!("{file}: begin with `//!` and say what the file is for"));
    }
    let lines = source.lines().count();
    if lines > MAX_LINES {
        found.push(format!("{file}: {lines} lines; more than {MAX_LINES} are two files"));
    }
    let module = module_of(file);
    let layer = module.get(1).map(String::as_str);
    let allowed = LAYERS.iter().find(|(name, _)| Some(*name) == layer).map(|(_, below)| *below);
    if layer.is_some() && allowed.is_none() {
        found.push(format!("{file}: give its layer a row in LAYERS of tests/layers.rs"));
    }
    for Named { path, line, in_test } in paths(file, source) {
        let name = path.join("::");
        if let (Some(layer), Some(allowed), Some("crate")) =
            (layer, allowed, path.first().map(String::as_str))
        {
            let target = path.get(1).map(String::as_str);
            let is_layer = |name: &str| LAYERS.iter().any(|(layer, _)| *layer == name);
            let below = allowed.join(", ");
            match target {
                None => {}
                Some(target) if target == layer => {
                    let neighbour = path.get(2).filter(|_| layer == "carriers" && module.len() > 2);
                    if neighbour.is_some_and(|other| *other != module[2] && is_carrier(other)) {
                        found.push(format!("{file}:{line}: names {name}; a carrier names no other carrier"));
                    }
                }
                Some(target) if allowed.contains(&target) => {}
                Some(target) if is_layer(target) => found.push(format!(
                    "{file}:{line}: names {name}; `{layer}` may name only what lies below it ({below})"
                )),
                Some(_) => found.push(format!(
                    "{file}:{line}: names {name}; name things by their layer, not by the crate's root"
                )),
            }
        }
        if path.iter().zip(COMPILED).filter(|(a, b)| a == *b).count() == COMPILED.len() {
            continue;
        }
        for rule in RULES.iter().filter(|rule| !(in_test && rule.in_tests)) {
            let is_named = match rule.at_start {
                true => {
                    path.iter().map(String::as_str).zip(rule.words).filter(|(a, b)| a == *b).count()
                        == rule.words.len()
                }
                false => path.windows(rule.words.len()).any(|part| part == rule.words),
            };
            let is_allowed = rule.allowed.iter().any(|place| match place.ends_with('/') {
                true => file.starts_with(place),
                false => file == *place,
            });
            if is_named && !is_allowed {
                found.push(format!("{file}:{line}: names {name}; only {} may", rule.allowed.join(", ")));
            }
        }
        let is_banned = |word: &&str| MACROS.contains(word) || (!in_test && PRINTS.contains(word));
        if let Some(word) = name.strip_suffix('!').filter(is_banned) {
            found.push(format!(
                "{file}:{line}: calls {word}!; the library prints nothing and leaves nothing to do"
            ));
        }
    }
    found
}

/// Whether a word is the name of a carrier's folder, and not an item of src/carriers/mod.rs. Other names than the
/// folders' own do not matter: the module would not exist.
fn is_carrier(name: &str) -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/carriers").join(name).is_dir()
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            let parts: Vec<_> = name.iter().map(|part| part.to_str().unwrap()).collect();
            found.push((parts.join("/"), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn the_sources_keep_the_rules() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 50, "only {} sources were found", files.len());
    files.sort();
    let complaints: Vec<String> = files.iter().flat_map(|(file, source)| complaints(file, source)).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_rules_name_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for place in RULES.iter().flat_map(|rule| rule.allowed) {
        assert!(root.join(place).exists(), "{place} is gone: correct RULES");
    }
    for (layer, _) in LAYERS {
        let is_there =
            root.join("src").join(layer).is_dir() || root.join(format!("src/{layer}.rs")).is_file();
        assert!(is_there, "the layer {layer} is gone: correct LAYERS");
    }
    for (index, (layer, below)) in LAYERS.iter().enumerate() {
        let is_below = |name: &&str| LAYERS[..index].iter().any(|(lower, _)| lower == name);
        assert!(below.iter().all(is_below), "{layer} may name a layer that is not below it");
    }
}

fn complaint(file: &str, source: &str) -> String {
    complaints(file, &format!("//! Docs.\n{source}")).join("\n")
}

#[test]
fn a_forbidden_import_is_named_with_its_file() {
    assert_eq!(
        complaint("src/model/event.rs", "use crate::history::History;"),
        "src/model/event.rs:2: names crate::history::History; `model` may name only what lies below it (digits)"
    );
    for (file, source) in [
        ("src/error.rs", "fn f() -> crate::http::Reply { todo() }"),
        ("src/history/scan.rs", "use crate::{model::{Event, State}, error::Error};"),
        ("src/carriers/dhl/map.rs", "use crate::tracker::Tracker as T;"),
        ("src/carriers/dhl/map.rs", "use crate::{model::Event, carrier::{Query, Session}, history};"),
        ("src/carrier/query.rs", "type A = Vec<crate::carriers::dhl::Config>;"),
        ("src/http/reply.rs", "use super::super::model::Event;"),
        ("src/http/mod.rs", "use super::{error::Error, carrier::Session};"),
        ("src/model/event.rs", "#[cfg(test)]\nmod tests { use super::super::super::history::History; }"),
        ("src/model/words.rs", "macro_rules! m { () => { $crate::error::Error } }"),
    ] {
        let text = complaint(file, source);
        assert!(
            text.starts_with(file) && text.lines().count() == 1 && text.contains("below it"),
            "{source}: {text:?}"
        );
    }
    for (file, source) in [
        ("src/model/event.rs", "use crate::Event;"),
        ("src/error.rs", "use super::Event;"),
        ("src/error.rs", "use crate::*;"),
    ] {
        assert!(complaint(file, source).contains("not by the crate's root"), "{source}");
    }
}

#[test]
fn carriers_do_not_know_each_other() {
    for source in [
        "use crate::carriers::amazon::Config;",
        "use super::super::amazon;",
        "use crate::{carriers::{amazon::Config}};",
    ] {
        let text = complaint("src/carriers/dhl/map.rs", source);
        assert!(text.contains("a carrier names no other carrier"), "{source}: {text}");
    }
    assert_eq!(
        complaint("src/carriers/dhl/map.rs", "use super::super::MAX_BODY; use crate::carriers::dhl::codes;"),
        ""
    );
    assert_eq!(
        complaint("src/carriers/mod.rs", "use self::amazon::ENTRY; const A: u8 = crate::carriers::dhl::A;"),
        ""
    );
}

#[test]
fn allowed_paths_comments_and_literals_are_left_alone() {
    for (file, source) in [
        ("src/carriers/dhl/map.rs", "use crate::model::{Event, State}; use super::codes; // crate::history"),
        (
            "src/model/event.rs",
            "/// [`History`](crate::History)\n/* crate::a /* crate::b */ crate::c */ fn f() {}",
        ),
        (
            "src/model/event.rs",
            r##"const A: &str = "crate::history \" tokio::x"; const B: &str = r#"" crate::http"#;"##,
        ),
        (
            "src/model/event.rs",
            "fn f<'a>(c: &'a str) -> bool { c.contains('\"') || c.contains('\\'') } // \" tokio",
        ),
        (
            "src/model/event.rs",
            "mod tests { use super::*; use super::super::state; } pub(in crate::model) fn f() {}",
        ),
        ("src/carriers/dhl/client.rs", "#[cfg(test)]\nmod tests { #[tokio::test] async fn f() {} }"),
        ("src/tracker/fanout.rs", "use tokio::task::JoinSet; use crate::{carriers, history::History};"),
        ("src/tracker/clock.rs", "fn now() -> DateTime<Utc> { Utc::now() }"),
        ("src/carrier/settings.rs", "fn f() { std::env::vars_os(); }"),
        ("src/model/event.rs", "const OS: &str = std::env::consts::OS;"),
        ("src/model/event.rs", "#[cfg(test)]\nmod tests { fn f() { println!(); } }"),
        (
            "src/model/event.rs",
            "fn f(todo: u8, print: u8) -> bool { todo != print && env!(\"A\") == x.tokio }",
        ),
        ("src/lib.rs", "pub use history::History; use crate::model::*;"),
    ] {
        assert_eq!(complaint(file, source), "", "{source}");
    }
}

#[test]
fn clocks_runtimes_clients_and_prints_are_found() {
    for (file, source, word) in [
        ("src/http/reply.rs", "use reqwest::Client;", "reqwest::Client"),
        ("src/carriers/dhl/client.rs", "use {std::fmt, hyper::{body, Error}};", "hyper"),
        ("src/history/scan.rs", "fn f() { tokio::spawn(g()); }", "tokio::spawn"),
        ("src/history/scan.rs", "mod a { #[tokio::test] fn f() {} }", "tokio::test"),
        ("src/history/scan.rs", "fn f() { let t = chrono::Utc::now(); }", "chrono::Utc::now"),
        ("src/tracker/mod.rs", "fn f() { Instant::now(); }", "Instant::now"),
        ("src/model/time.rs", "use std::{fmt, time::{Duration, SystemTime}};", "std::time::SystemTime"),
        ("src/model/time.rs", "use std::{collections::{BTreeMap}, env};", "std::env"),
        ("src/tracker/mod.rs", "fn f() -> u8 { rand::random() }", "rand::random"),
        ("src/tracker/mod.rs", "fn f() { println!(\"x\"); }", "println!"),
        ("src/traffic/lane.rs", "use std::sync::{Arc, Mutex};", "std::sync::Mutex"),
        ("src/model/time.rs", "fn f() { std::todo!() }", "todo!"),
    ] {
        let text = complaint(file, source);
        assert!(text.starts_with(file) && text.contains(word), "{source}: {text:?}");
    }
    assert!(complaints("src/model/time.rs", "use std::fmt;\n")[0].contains("begin with `//!`"));
    assert!(complaints("src/model/time.rs", &"//! Long.\n".repeat(MAX_LINES + 1))[0].contains("521 lines"));
    assert!(complaint("src/watch/mod.rs", "")[..].contains("row in LAYERS"));
}
