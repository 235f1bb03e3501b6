//! Every decoder held against a slow, independent reading of the same body.
//!
//! The readings in `tests/differential/` know nothing of the crate's types for answers: they walk over plain JSON, a plain
//! tree of XML, and cells, as the vendors' documents name what stands there. Of a body they have the parcels with their
//! numbers, the events with time, code, text, city and country and with the status that a common code tells, what is
//! expected of the delivery, and orders with lines and parcels.
//!
//! Bodies are all fixtures, and what becomes of them: one node of JSON or XML, or one cell, changed in every way and
//! position, two at once, and any bytes. Where a decoder answers, it says just what the slow reading has. Where it refuses,
//! the slow reading knows why. An entry that cannot be read, and a field of an event that has another type than documented,
//! is lost alone and noted, and a list that lost an entry is not complete.
//!
//! Not compared are summaries, proofs, weights, links, related numbers and references, reasons and the finer parts of a
//! status, how far an order is, what notes and errors say, and what the head of each reading leaves out.
//! [`reading::Reading::Open`] is what no document settles.
//!
//! Short by default; for a long run, say how many seconds of a processor each channel has:
//!
//! ```text
//! PARCELTRACK_DIFFERENTIAL_SECONDS=600 cargo test --release --all-features --test differential -- --nocapture
//! ```
//!
//! A body of which the two say different things is made as small as it can be, and shown with what differs. The
//! vendor's documents tell who is right. `PARCELTRACK_FUZZ_SEED` begins elsewhere.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
#![cfg(feature = "full")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use change::Body;
use cpu_time::ThreadTime;
use mutate::Mutator;
use parceltrack::carrier::Context;
use parceltrack::{Channel, Language, carriers};
use reading::{Reading, Says};

#[path = "differential/amazon.rs"]
mod amazon;
#[path = "differential/amazon_export.rs"]
mod amazon_export;
#[path = "differential/amazon_orders.rs"]
mod amazon_orders;
#[path = "differential/change.rs"]
mod change;
#[path = "differential/compare.rs"]
mod compare;
#[path = "differential/dhl.rs"]
mod dhl;
#[path = "differential/dpd.rs"]
mod dpd;
#[path = "differential/evri.rs"]
mod evri;
#[path = "differential/hermes.rs"]
mod hermes;
#[path = "differential/json.rs"]
mod json;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "differential/reading.rs"]
mod reading;
#[path = "differential/statuses.rs"]
mod statuses;
#[path = "differential/times.rs"]
mod times;
#[path = "differential/ups.rs"]
mod ups;
#[path = "differential/xml.rs"]
mod xml;

/// Reads a body slowly, given the number that was asked for.
type Slow = fn(&[u8], Option<&str>) -> Result<Says, Reading>;

const READINGS: &[(&str, Slow)] = &[
    ("amazon/business", amazon::business),
    ("amazon/export", amazon_export::export),
    ("amazon/fulfillment-outbound", amazon_orders::fulfillment_outbound),
    ("amazon/notifications", amazon_orders::notifications),
    ("amazon/orders", amazon_orders::orders),
    ("amazon/shipping", amazon::shipping),
    ("amazon/tracking", amazon::tracking),
    ("dhl/express", dhl::express),
    ("dhl/parcel-de", dhl::parcel_de),
    ("dhl/unified", dhl::unified),
    ("dpd/lifecycle", dpd::lifecycle),
    ("dpd/plc", dpd::plc),
    ("dpd/push", dpd::push),
    ("dpd/scan-file", dpd::scan_file),
    ("evri/client-tracking", evri::client_tracking),
    ("hermes/shipping", hermes::shipping),
    ("ups/track", ups::track),
];

fn seconds() -> Duration {
    let text = std::env::var("PARCELTRACK_DIFFERENTIAL_SECONDS").unwrap_or_default();
    if text.is_empty() { Duration::from_millis(600) } else { Duration::from_secs(text.parse().unwrap()) }
}

/// Where the changes begin.
fn seed() -> usize {
    std::env::var("PARCELTRACK_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

/// A vendor's body with the number that was asked for, which its file's name tells behind an `@`.
struct Case {
    bytes: Vec<u8>,
    body: Body,
    asked: Option<String>,
}

fn cases(channel: &Channel) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(channel.to_string());
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let case = |path: &std::path::PathBuf| {
        let name = path.file_stem()?.to_str()?;
        let bytes =
            fs::read(path).ok().filter(|_| path.extension().is_some_and(|ending| ending != "jsonl"))?;
        let asked = name.split_once('@').map(|(_, number)| number.replace("%2F", "/"));
        Some(Case { body: Body::of(&bytes), bytes, asked })
    };
    files.iter().filter_map(case).collect()
}

/// One channel with what came of its bodies.
struct Run {
    channel: Channel,
    slow: Slow,
    inputs: u64,
    answered: u64,
    /// Those that nobody can be right about, by what is open about them.
    open: BTreeMap<&'static str, u64>,
    events: u64,
}

impl Run {
    /// What differs between decoder and slow reading.
    fn difference(&mut self, body: &[u8], asked: Option<&str>) -> Option<String> {
        let mut context =
            Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_language(Language::ENGLISH);
        context.number = asked.map(|number| number.parse().unwrap());
        let asked = context.number.clone();
        let found = carriers::decode(&self.channel, body, &context);
        let told = (self.slow)(body, asked.as_ref().map(|number| number.as_str()));
        let told = told.map_or_else(|reading| reading, Reading::Says);
        self.inputs += 1;
        self.answered += u64::from(found.is_ok());
        if let Reading::Open(why) = told {
            *self.open.entry(why).or_default() += 1;
        }
        match compare::compare(&told, &found) {
            Ok(events) => {
                self.events += events as u64;
                None
            }
            Err(difference) => Some(difference),
        }
    }

    fn check(&mut self, body: &[u8], asked: Option<&str>) {
        let Some(difference) = self.difference(body, asked) else { return };
        let (small, difference) = self.smallest(Body::of(body), asked).unwrap_or((body.to_vec(), difference));
        let name = format!("parceltrack-{}-differs", self.channel.to_string().replace('/', "-"));
        let file = std::env::temp_dir().join(name);
        fs::write(&file, body).unwrap();
        panic!(
            "{}, asked for {asked:?}: {difference}\n{}\nthe whole body is in {}",
            self.channel,
            String::from_utf8_lossy(&small),
            file.display()
        );
    }

    /// The body without all nodes that are not needed for a difference.
    fn smallest(&mut self, mut body: Body, asked: Option<&str>) -> Option<(Vec<u8>, String)> {
        let mut found = self.difference(&body.write(), asked)?;
        let mut node = 0;
        while node < body.size() {
            let less = body.without(node);
            match self.difference(&less.write(), asked).filter(|_| less.size() < body.size()) {
                Some(difference) => (body, found) = (less, difference),
                None => node += 1,
            }
        }
        Some((body.write(), found))
    }
}

/// Compares all fixtures of a channel and what becomes of them.
fn compare(name: &str) {
    let channel: Channel = name.parse().unwrap();
    let slow = READINGS.iter().find(|(known, _)| *known == name).unwrap().1;
    let cases = cases(&channel);
    let mut run = Run { channel, slow, inputs: 0, answered: 0, open: BTreeMap::new(), events: 0 };
    for case in &cases {
        run.check(&case.bytes, case.asked.as_deref());
        run.check(&case.bytes, None);
        run.check(&case.body.write(), case.asked.as_deref());
    }
    let seeds: Vec<Vec<Vec<u8>>> = cases.iter().map(|case| vec![case.bytes.clone()]).collect();
    let all: Vec<Vec<u8>> = cases.iter().map(|case| case.bytes.clone()).collect();
    let mut mutators: Vec<Mutator<'_>> = seeds.iter().map(|seeds| Mutator::new(seeds)).collect();
    let mut mixer = Mutator::new(&all);
    let changes: usize = cases.iter().map(|case| case.body.changes()).sum();
    let (began, mut nth) = (ThreadTime::now(), 0_usize);
    while began.elapsed() < seconds() {
        // Each change once, far from the one before it.
        let chance = seed().wrapping_mul(15_485_863).wrapping_add(nth);
        let mut change = chance.wrapping_mul(7_919) % changes;
        let mut place = 0;
        while change >= cases[place].body.changes() {
            change -= cases[place].body.changes();
            place += 1;
        }
        let case = &cases[place];
        let mut body = case.body.clone();
        body.change(change, chance);
        if nth >= changes {
            // Then two at once.
            body.change(chance.wrapping_mul(104_729) % body.changes().max(1), chance / 7);
        }
        let asked = match nth % 8 {
            0 => None,
            1 => cases[nth / 8 % cases.len()].asked.as_deref(),
            _ => case.asked.as_deref(),
        };
        run.check(&body.write(), asked);
        if nth % 2 == 0 {
            let place = nth / 2 % cases.len();
            let bytes = mutators[place].next().to_vec();
            run.check(&bytes, cases[place].asked.as_deref());
        } else {
            let bytes = mixer.next().to_vec();
            run.check(&bytes, case.asked.as_deref().filter(|_| nth % 4 == 1));
        }
        nth += 1;
    }
    let Run { inputs, answered, open, events, .. } = run;
    println!(
        "{name:<28} {inputs:>9} inputs {answered:>9} answered {events:>10} events, not compared: {open:?}"
    );
    let is_tree = cases.iter().any(|case| case.body.is_tree());
    assert!(!is_tree || answered * 5 >= inputs, "{name}: only {answered} of {inputs} bodies were answered");
    assert!(open.values().sum::<u64>() * 5 < inputs, "{name}: too much is not compared: {open:?}");
}

#[test]
fn every_channel_has_a_slow_reading() {
    let channels = carriers::ALL.iter().flat_map(|entry| entry.channels).map(|row| row.channel.to_string());
    let mut channels: Vec<String> = channels.collect();
    channels.sort();
    let known: Vec<&str> = READINGS.iter().map(|(name, _)| *name).collect();
    assert_eq!(channels, known);
}

macro_rules! channels {
    ($($test:ident: $name:literal,)*) => {
        $(#[test]
        fn $test() {
            compare($name);
        })*
    };
}

channels! {
    amazon_business: "amazon/business",
    amazon_export: "amazon/export",
    amazon_fulfillment_outbound: "amazon/fulfillment-outbound",
    amazon_notifications: "amazon/notifications",
    amazon_orders: "amazon/orders",
    amazon_shipping: "amazon/shipping",
    amazon_tracking: "amazon/tracking",
    dhl_express: "dhl/express",
    dhl_parcel_de: "dhl/parcel-de",
    dhl_unified: "dhl/unified",
    dpd_lifecycle: "dpd/lifecycle",
    dpd_plc: "dpd/plc",
    dpd_push: "dpd/push",
    dpd_scan_file: "dpd/scan-file",
    evri_client_tracking: "evri/client-tracking",
    hermes_shipping: "hermes/shipping",
    ups_track: "ups/track",
}
