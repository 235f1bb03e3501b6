//! Everything that reads what others write, fed with what nobody would: fixtures with parts changed, cut, repeated and
//! mixed, and plain noise.
//!
//! Each target may not panic, take a second of the processor's time, or hold more memory than 64 times its input and 64 KiB. Short by default; for
//! a long run, say how many seconds of a processor each target has:
//!
//! ```text
//! PARCELTRACK_FUZZ_SECONDS=600 cargo test --release --all-features --test fuzz -- --nocapture --test-threads=2
//! ```
//!
//! An input that fails is written to the folder for temporary files, and its path told. Whoever mends what it shows makes
//! a named test of it. `PARCELTRACK_FUZZ_SEED` begins elsewhere; `PARCELTRACK_FUZZ_ONLY=dhl/` takes only the targets whose
//! names begin so.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]
#![cfg(feature = "full")]

use std::fs;
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use cpu_time::ThreadTime;
use mutate::Mutator;
use parceltrack::carrier::Context;
use parceltrack::numbers::Normal;
use parceltrack::recognise::{Hints, find_in_text, recognise, repair};
use parceltrack::{Channel, EventTime, History, OrderId, Report, TrackingNumber, Zone, carriers};

#[path = "fuzz/mutate.rs"]
mod mutate;

/// How long one input may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much memory an input may take, in bytes: so many times its own, and this more.
const TIMES: usize = 64;
const MORE: usize = 64 << 10;

fn seconds() -> Duration {
    let text = std::env::var("PARCELTRACK_FUZZ_SECONDS").unwrap_or_default();
    if text.is_empty() { Duration::from_millis(400) } else { Duration::from_secs(text.parse().unwrap()) }
}

/// Whether a target is among those that are wanted.
fn is_wanted(name: &str) -> bool {
    name.starts_with(&std::env::var("PARCELTRACK_FUZZ_ONLY").unwrap_or_default())
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The vendor's bodies among the fixtures of a channel.
fn bodies(channel: &Channel) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = fs::read_dir(fixtures().join(channel.to_string()))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let is_body = |file: &PathBuf| !file.to_str().unwrap().ends_with(".jsonl");
    files.iter().filter(|file| is_body(file)).map(|file| fs::read(file).unwrap()).collect()
}

/// Runs a target over its seeds and what becomes of them, and tells how many inputs that were.
fn fuzz(name: &str, seeds: &[Vec<u8>], target: impl Fn(&[u8])) {
    assert!(!seeds.is_empty(), "{name}: no seed");
    if !is_wanted(name) {
        return;
    }
    // What is made once for all calls is nobody's memory.
    target(&seeds[0]);
    let mut mutator = Mutator::new(seeds);
    let (began, mut inputs, mut slowest, mut hungriest) = (ThreadTime::now(), 0_u64, Duration::ZERO, 0.0_f64);
    while began.elapsed() < seconds() {
        let input = mutator.next();
        let started = ThreadTime::now();
        let mut is_whole = false;
        let memory = allocation_counter::measure(|| {
            is_whole = catch_unwind(AssertUnwindSafe(|| target(black_box(input)))).is_ok();
        });
        let (took, held) = (started.elapsed(), usize::try_from(memory.bytes_max).unwrap());
        let flaw = match () {
            () if !is_whole => Some("panics".to_owned()),
            () if took > PATIENCE => Some(format!("takes {took:?}")),
            () if held > TIMES * input.len() + MORE => {
                Some(format!("holds {held} bytes for {}", input.len()))
            }
            () => None,
        };
        if let Some(flaw) = flaw {
            let file = std::env::temp_dir().join(format!("parceltrack-{}-{inputs}", name.replace('/', "-")));
            fs::write(&file, input).unwrap();
            panic!("{name} {flaw}; the input is in {}", file.display());
        }
        inputs += 1;
        slowest = slowest.max(took);
        hungriest = hungriest.max(held as f64 / (input.len() + MORE / TIMES) as f64);
    }
    println!("{name:<36} {inputs:>10} inputs  slowest {slowest:>9.1?}  {hungriest:>5.1} times the memory");
}

#[test]
fn decoders_take_any_body() {
    for row in carriers::ALL.iter().flat_map(|entry| entry.channels) {
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
        fuzz(&row.channel.to_string(), &bodies(&row.channel), |body| {
            if let Ok(answer) = carriers::decode(&row.channel, body, &context) {
                black_box(format!("{answer:?}"));
            }
        });
    }
}

#[test]
fn what_is_decoded_can_be_merged_and_read_again() {
    for row in carriers::ALL.iter().flat_map(|entry| entry.channels) {
        let at = "2026-11-22T10:00:00Z".parse().unwrap();
        let context = Context::new(at);
        let mut mutator_seeds = bodies(&row.channel);
        // Large ones are merged slowly in a test's build.
        mutator_seeds.retain(|body| body.len() < 20_000);
        let name = format!("{} merged", row.channel);
        fuzz(&name, &mutator_seeds, |body| {
            let Ok(answer) = carriers::decode(&row.channel, body, &context) else { return };
            for report in &answer.reports {
                let text = serde_json::to_string(report).unwrap();
                let again: Report = serde_json::from_str(&text).unwrap();
                assert_eq!(again, *report);
            }
            let history: History = answer.reports.into_iter().collect();
            black_box(history.parcel(at));
        });
    }
}

#[test]
fn numbers_are_recognised_or_not() {
    let formats = carriers::ALL.iter().flat_map(|entry| entry.formats);
    let seeds: Vec<Vec<u8>> = formats.filter_map(|format| Some(format.example(1)?.into_bytes())).collect();
    fuzz("recognise", &seeds, |input| {
        let text = String::from_utf8_lossy(input);
        let found = recognise(&text);
        for candidate in found.candidates() {
            assert!(candidate.tracking_number().is_ok());
            black_box((candidate.url(), candidate.parts().count()));
        }
        black_box((repair(&text), Normal::new(&text)));
    });
}

#[test]
fn numbers_are_found_in_any_text() {
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    let formats = || carriers::ALL.iter().flat_map(|entry| entry.formats);
    for (nth, number) in formats().filter_map(|format| format.example(2)).enumerate() {
        let text = match nth % 5 {
            0 => format!("Ihre Sendungsnummer: {number} (DHL), Bestellung 302-1234567-1234567"),
            1 => format!(
                "<tr><td>Tracking&nbsp;number</td><td><a href=\"https://www.ups.com/track?tracknum={number}\">here</a></td></tr>"
            ),
            2 => format!(
                "tracking number\r\n> {}=\r\n{}\r\n",
                &number[..number.len() / 2],
                &number[number.len() / 2..]
            ),
            3 => format!("<trackingNumber>{number}</trackingNumber> IBAN DE89 3704 0044 0532 0130 00"),
            _ => format!("{number} {number}, +49 30 1234567; 2026-11-26T10:00:00Z"),
        };
        seeds.push(text.into_bytes());
    }
    fuzz("find_in_text", &seeds, |input| {
        let text = String::from_utf8_lossy(input);
        for found in find_in_text(&text, &Hints::default()) {
            for place in found.places() {
                assert!(text.get(place.clone()).is_some_and(|part| !part.is_empty()), "{place:?}");
            }
        }
    });
}

#[test]
fn words_of_the_crate_are_read_or_refused() {
    let seeds = [
        "2026-11-22T10:00:00+01:00",
        "2026-11-22",
        "2026-11-22T10:00",
        "Europe/Berlin",
        "+01:00",
        "dhl/unified",
        "302-1234567-1234567",
        "00340434161094042557",
    ];
    let seeds: Vec<Vec<u8>> = seeds.iter().map(|seed| seed.as_bytes().to_vec()).collect();
    fuzz("times, zones and ids", &seeds, |input| {
        let text = String::from_utf8_lossy(input);
        if let Ok(time) = text.parse::<EventTime>() {
            assert_eq!(time.to_string().parse::<EventTime>().unwrap(), time);
        }
        black_box((text.parse::<Zone>().is_ok(), text.parse::<Channel>().is_ok()));
        black_box((text.parse::<OrderId>().is_ok(), text.parse::<TrackingNumber>().is_ok()));
    });
}

#[test]
fn stored_histories_are_read_or_refused() {
    let folder = fixtures().join("merge");
    let seeds: Vec<Vec<u8>> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(".history.json"))
        .map(|path| fs::read(path).unwrap())
        .collect();
    fuzz("stored histories", &seeds, |input| {
        if let Ok(history) = serde_json::from_slice::<History>(input) {
            black_box(history.parcel("2026-11-22T10:00:00Z".parse().unwrap()));
        }
    });
}
