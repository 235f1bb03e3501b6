//! Says whose a tracking number may be: numbers one a line from standard input, or as arguments; one JSON object a line out.
//!
//! ```text
//! cargo run --example recognize -- 1ZA1B2C30311965568 "RR 407 182 533 DE"
//! cargo run --example recognize -- --country CA < numbers.txt
//! cargo run --example recognize -- --text < mail.eml
//! ```
//!
//! For each number `{"number", "candidates"}`, the likeliest carrier first: the number in its normal form, in which the
//! `start` and `end` of its parts are counted; `repaired` is a number with O and 0 or I and 1 the other way round, where
//! only that has the right check digit. What is nobody's number has no candidates and stands there as it was given,
//! so there is a line out for each line in. Lines are handled one at a time, so memory does not grow with their number.
//!
//! With `--text` the numbers in any text, such as a mail or a page: `{"found": [...]}`, each with its places in bytes of
//! the text and what speaks for it. Bytes that are no UTF-8 are read past.
//!
//! Nobody is asked, so a number of the right form need not be anybody's parcel. The exit code is 0, whatever was read.

use std::borrow::Cow;
use std::io::{self, BufRead, Read, Write};
use std::ops::Range;
use std::process::ExitCode;

use clap::Parser;
use parceltrack::numbers::Fit;
use parceltrack::recognise::{
    Candidate, Evidence, Hints, Recognised, Strength, find_in_text, recognise_with, repair,
};
use parceltrack::{CarrierId, Country, InvalidName, carriers};
use serde::Serialize;

/// The longest line that is read to its end, in bytes: a number is far shorter, however widely it is printed.
const MAX_LINE: u64 = 1024;

/// Says whose a tracking number may be, the likeliest carrier first, as JSON.
///
/// Each carrier comes with a strength. "shape": only the characters fit, so it may be chance; a check digit there is may
/// be wrong. "checked": a check digit fits too, as it does for one number by chance in ten or so. "proven": a check digit
/// fits, and a structure beyond "so many digits", such as a prefix.
#[derive(Parser)]
struct Arguments {
    /// Find the numbers in any text from standard input, such as a mail or a page.
    #[arg(long, conflicts_with = "numbers")]
    text: bool,
    /// A country that the parcels come from or go to; may be given again.
    #[arg(long = "country", value_name = "CC")]
    countries: Vec<Country>,
    /// A carrier that is expected, such as `dhl`; may be given again.
    #[arg(long = "carrier", value_name = "ID", value_parser = known_carrier)]
    carriers: Vec<CarrierId>,
    /// The tracking numbers; without any, one a line from standard input.
    #[arg(value_name = "NUMBER")]
    numbers: Vec<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    number: &'a str,
    candidates: Vec<Owner<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<String>,
}

/// A carrier whose number it may be.
#[derive(Serialize)]
struct Owner<'a> {
    carrier: &'a CarrierId,
    name: &'a str,
    format: &'a str,
    strength: &'a str,
    /// What the check digit says: `fits`, `fails`, or nothing where the format has none.
    check: Option<&'a str>,
    /// The right check digit where there is another.
    expected: Option<char>,
    last_mile: Option<&'a str>,
    url: Option<String>,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    value: &'a str,
    meaning: Option<&'a str>,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Text<'a> {
    found: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    /// Where it stands first.
    #[serde(flatten)]
    first: Place,
    #[serde(flatten)]
    line: Line<'a>,
    places: Vec<Place>,
    evidence: Vec<Sign<'a>>,
}

#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
}

/// What speaks for a number besides its own form.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Sign<'a> {
    /// It stands in a link to this carrier's page.
    Link(&'a CarrierId),
    /// This word says that it is a tracking number.
    Label(&'a str),
    /// This carrier is named near it.
    Name(&'a CarrierId),
}

fn main() -> io::Result<ExitCode> {
    match run(&Arguments::parse()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    let mut hints = Hints::default();
    hints.countries.clone_from(&arguments.countries);
    hints.carriers.clone_from(&arguments.carriers);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut input = io::stdin().lock();
    if arguments.text {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        print_found(&readable(&bytes), &hints, &mut out)?;
    } else if arguments.numbers.is_empty() {
        let mut line = Vec::new();
        while read_line(&mut input, &mut line)? {
            print_owners(&String::from_utf8_lossy(&line), &hints, &mut out)?;
        }
    } else {
        for number in &arguments.numbers {
            print_owners(number, &hints, &mut out)?;
        }
    }
    out.flush()
}

fn print_owners(text: &str, hints: &Hints, out: &mut impl Write) -> io::Result<()> {
    let recognised = recognise_with(text, hints);
    let number = if recognised.is_empty() { text.trim() } else { recognised.number() };
    let is_checked = recognised.candidates().any(|candidate| candidate.strength() > Strength::Shape);
    let repaired = if is_checked { None } else { repair(text) };
    let repaired = repaired.map(|repaired| repaired.number().to_owned());
    print(&Line { number, candidates: owners(&recognised), repaired }, out)
}

fn print_found(text: &str, hints: &Hints, out: &mut impl Write) -> io::Result<()> {
    let found = find_in_text(text, hints);
    let found = found.iter().map(|one| Found {
        first: place(&one.range()),
        line: Line { number: one.number(), candidates: owners(one.recognised()), repaired: None },
        places: one.places().iter().map(place).collect(),
        evidence: one.evidence().iter().filter_map(sign).collect(),
    });
    print(&Text { found: found.collect() }, out)
}

fn print(line: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

fn owners(recognised: &Recognised) -> Vec<Owner<'_>> {
    recognised.candidates().map(owner).collect()
}

fn owner(candidate: Candidate<'_>) -> Owner<'_> {
    let (check, expected) = match candidate.fit() {
        Fit::Fits => (Some("fits"), None),
        Fit::Fails(expected) => (Some("fails"), expected),
        _ => (None, None),
    };
    let parts = candidate.parts().map(|part| Part {
        name: part.name,
        value: part.value,
        meaning: part.meaning,
        start: part.range.start,
        end: part.range.end,
    });
    Owner {
        carrier: candidate.carrier(),
        name: candidate.carrier_name(),
        format: candidate.format().name(),
        strength: candidate.strength().as_str(),
        check,
        expected,
        last_mile: candidate.last_mile(),
        url: candidate.url(),
        parts: parts.collect(),
    }
}

fn place(range: &Range<usize>) -> Place {
    Place { start: range.start, end: range.end }
}

fn sign(evidence: &Evidence) -> Option<Sign<'_>> {
    match evidence {
        Evidence::Link(carrier) => Some(Sign::Link(carrier)),
        Evidence::Label(word) => Some(Sign::Label(word)),
        Evidence::Name(carrier) => Some(Sign::Name(carrier)),
        _ => None,
    }
}

/// Reads the next line, of a longer one only the beginning, which no carrier takes for a number; false behind the last.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let read = input.by_ref().take(MAX_LINE).read_until(b'\n', line)?;
    if read as u64 == MAX_LINE && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
        line.extend("…".bytes());
    }
    Ok(read > 0)
}

/// The text with a character of one byte for each byte that cannot be read, so that places stay what they are.
fn readable(bytes: &[u8]) -> Cow<'_, str> {
    const SUBSTITUTE: &str = "\u{1a}";
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&SUBSTITUTE.repeat(chunk.invalid().len()));
    }
    text.into()
}

fn known_carrier(text: &str) -> Result<CarrierId, String> {
    let id: CarrierId = text.parse().map_err(|error: InvalidName| error.to_string())?;
    if carriers::find(&id).is_some() {
        return Ok(id);
    }
    let known: Vec<&str> = carriers::ALL.iter().map(|entry| entry.id.as_str()).collect();
    Err(format!("no such carrier; there are {}", known.join(", ")))
}
