//! The examples as the programs that they are: what they print, how they end, and what they never show.
#![cfg(all(feature = "amazon", feature = "dhl", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use mock::{API_KEY, DHL, NUMBER, Right, Vendor, json};
use serde_json::Value;
use wiremock::ResponseTemplate;

mod mock;

/// The built example: it stands beside the folder of this test's own binary.
fn example(name: &str) -> Command {
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap().join("examples");
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "{} is not built; `cargo test` builds all examples, `cargo test --test examples` needs `cargo build --examples` first",
        path.display()
    );
    let mut command = Command::new(path);
    // Whoever runs the tests may have credentials in the environment.
    for (name, _) in
        std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PARCELTRACK_"))
    {
        command.env_remove(name);
    }
    command.env_remove("RUST_LOG");
    command
}

/// Runs it with this on standard input.
fn run(command: &mut Command, input: &[u8]) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // A program that has seen enough hangs up, which is its right.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().unwrap()
    })
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn both(output: &Output) -> String {
    format!("{}{}", stdout(output), String::from_utf8_lossy(&output.stderr))
}

fn lines(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn fixtures(channel: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(channel);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

/// The reports, orders and errors of a golden, without the time at which they were fetched.
fn golden(body: &Path) -> Vec<Value> {
    let name = body.file_stem().unwrap().to_str().unwrap();
    let text = fs::read_to_string(body.with_file_name(format!("{name}.expected.jsonl"))).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter(|line| ["version", "error"].iter().any(|key| line.get(key).is_some()))
        .map(without_fetched_at)
        .collect()
}

fn without_fetched_at(mut line: Value) -> Value {
    line.as_object_mut().unwrap().remove("fetched_at");
    line
}

fn decode(channel: &str, number: Option<&str>, body: &[u8]) -> Output {
    let mut command = example("decode");
    command.args([channel, "--language", "en"]);
    if let Some(number) = number {
        command.args(["--number", number]);
    }
    run(&mut command, body)
}

#[test]
fn decode_makes_of_every_fixture_what_its_golden_says() {
    let mut checked = 0;
    for channel in ["dhl/unified", "amazon/fulfillment-outbound"] {
        for body in fixtures(channel) {
            let name = body.file_stem().unwrap().to_str().unwrap();
            let output =
                decode(channel, name.split_once('@').map(|(_, number)| number), &fs::read(&body).unwrap());
            let found: Vec<Value> = lines(&output).into_iter().map(without_fetched_at).collect();
            let golden = golden(&body);
            assert_eq!(found, golden, "{}", body.display());
            let is_error = golden[0].get("error").is_some();
            assert_eq!(code(&output), i32::from(is_error), "{}", body.display());
            checked += found.len();
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn decode_ends_with_one_error_for_what_it_cannot_read() {
    let body = fs::read(&fixtures("dhl/unified")[0]).unwrap();
    let large = vec![b' '; 50 << 20];
    for channel in ["dhl/unified", "amazon/fulfillment-outbound"] {
        for (input, kind) in [
            (&b""[..], "bad_reply"),
            (b"\xff\xfe\x00", "bad_reply"),
            (b"{\"a\": \"\xff", "bad_reply"),
            (&body[..body.len() / 2], "bad_reply"),
            (b"<!DOCTYPE html><html></html>", "bad_reply"),
            (b"[]", "bad_reply"),
            (b"{}", "bad_reply"),
            (&large, "too_large"),
        ] {
            let output = decode(channel, None, input);
            let lines = lines(&output);
            assert_eq!((code(&output), lines.len()), (1, 1), "{channel} {}", both(&output));
            let error = &lines[0]["error"];
            assert_eq!(error["kind"], kind, "{channel}: {error}");
            assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        }
    }
    let unknown = decode("dhl/novelty", None, b"{}");
    assert_eq!((code(&unknown), &lines(&unknown)[0]["error"]["kind"]), (1, &"unsupported".into()));
}

fn report(channel: &str, case: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(channel);
    let text = fs::read_to_string(path.join(format!("{case}.expected.jsonl"))).unwrap();
    serde_json::from_str(text.lines().next().unwrap()).unwrap()
}

/// What both carriers told of one parcel in the course of four days.
fn told() -> Vec<Value> {
    let amazon = "amazon/fulfillment-outbound";
    let at = |mut report: Value, events: usize, time: &str| {
        report["fetched_at"] = time.into();
        report["events"].as_array_mut().unwrap().truncate(events);
        if events < 5 {
            report.as_object_mut().unwrap().remove("headline");
            report.as_object_mut().unwrap().remove("delivery");
        }
        report
    };
    let dhl = report("dhl/unified", &format!("order-shop-1042@{NUMBER}"));
    let ordinary = report(amazon, "tracking-ordinary@310045501");
    let delivered = report(amazon, &format!("tracking-delivered@{NUMBER}"));
    vec![
        at(dhl.clone(), 1, "2026-11-18T18:00:00Z"),
        at(dhl.clone(), 2, "2026-11-20T06:00:00Z"),
        at(dhl.clone(), 4, "2026-11-21T09:00:00Z"),
        at(dhl.clone(), 5, "2026-11-21T14:00:00Z"),
        at(dhl, 5, "2026-11-22T10:00:00Z"),
        at(ordinary.clone(), 2, "2026-11-20T07:00:00Z"),
        at(ordinary.clone(), 4, "2026-11-21T10:00:00Z"),
        at(ordinary, 4, "2026-11-21T13:00:00Z"),
        at(delivered.clone(), 5, "2026-11-21T20:00:00Z"),
        at(delivered, 5, "2026-11-22T10:00:00Z"),
    ]
}

fn question(id: &str, reports: &[Value]) -> String {
    serde_json::json!({"id": id, "at": "2026-11-22T10:00:00Z", "reports": reports}).to_string()
}

fn merge(input: &str) -> Output {
    run(&mut example("merge"), input.as_bytes())
}

#[test]
fn merge_makes_one_parcel_of_a_line() {
    let output = merge(&format!("{}\n", question("p-1", &told())));
    assert_eq!(code(&output), 0, "{}", both(&output));
    let lines = lines(&output);
    assert_eq!(lines.len(), 1);
    let parcel = lines[0].as_object().unwrap();
    for key in [
        "id",
        "status",
        "substatus",
        "events",
        "delivered_at",
        "estimate",
        "delay",
        "attempts",
        "divergences",
    ] {
        assert!(parcel.contains_key(key), "no `{key}`");
    }
    let words = (&parcel["id"], &parcel["status"], &parcel["substatus"]);
    assert_eq!(words, (&"p-1".into(), &"delivered".into(), &"neighbour".into()));
    let events = parcel["events"].as_array().unwrap();
    for event in events {
        assert!(["time", "status", "sources"].iter().all(|key| event.get(key).is_some()), "{event}");
    }
    let delivery = events.iter().rfind(|event| event["status"] == "delivered").unwrap();
    assert_eq!(delivery["sources"].as_array().unwrap().len(), 2, "{delivery}");
    assert!(parcel["delivered_at"].as_str().unwrap().starts_with("2026-11-21T"));
}

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[test]
fn merge_heeds_neither_order_nor_repetition() {
    let (told, mut dice) = (told(), Dice(0x2026_1122));
    let mut input = format!("{}\n", question("same", &told));
    for _ in 1..1000 {
        let mut reports = told.clone();
        for _ in 0..dice.below(6) {
            reports.push(told[dice.below(told.len())].clone());
        }
        for index in (1..reports.len()).rev() {
            reports.swap(index, dice.below(index + 1));
        }
        input.push_str(&question("same", &reports));
        input.push('\n');
    }
    let output = merge(&input);
    assert_eq!(code(&output), 0);
    let text = stdout(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1000);
    let odd = lines.iter().find(|line| **line != lines[0]);
    assert!(odd.is_none(), "{}\n{}", lines[0], odd.unwrap());
}

#[test]
fn merge_goes_on_after_a_broken_line() {
    let good = question("good", &told());
    let broken = good.replacen("\"2026-11-18T18:00:00Z\"", "\"soon\"", 1);
    let input = format!(
        "{good}\n{broken}\n\nnot JSON\n{{\"id\": 1, \"at\": \"2026-11-22T10:00:00Z\"}}\n{good} x\n{good}"
    );
    let output = merge(&input);
    assert_eq!(code(&output), 1);
    let lines = lines(&output);
    assert_eq!(lines.len(), 6);
    assert!(lines[0] == lines[5] && lines[0]["id"] == "good");
    let error = |index: usize| {
        (lines[index]["line"].as_u64().unwrap(), lines[index]["error"]["path"].as_str().unwrap())
    };
    assert_eq!(error(1), (2, "reports[0].fetched_at"));
    assert_eq!((error(2).0, error(3).0, error(4).0), (4, 5, 6));
    assert!(lines[1..5].iter().all(|line| line["error"]["kind"] == "bad_line"));
    let empty = merge(&format!("{}\n", question("nothing", &[])));
    assert_eq!((code(&empty), &self::lines(&empty)[0]["status"]), (0, &"pending".into()));
}

/// The most memory that an example ever had while it read a line so many times, in KiB; none where the system does not
/// say.
fn most_memory(name: &str, line: &str, lines: usize) -> Option<u64> {
    let mut child = example(name).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let status = format!("/proc/{}/status", child.id());
    std::thread::scope(|scope| {
        let written = scope.spawn(move || std::io::copy(&mut output, &mut std::io::sink()).unwrap());
        (0..lines).for_each(|_| input.write_all(line.as_bytes()).unwrap());
        // All but what the pipe holds is read by now, and the program still runs.
        let status = fs::read_to_string(status);
        drop(input);
        assert!(child.wait().unwrap().success());
        assert!(written.join().unwrap() > lines as u64 * 300, "an object a line");
        let most = status
            .ok()?
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        Some(most.expect("the system says how much"))
    })
}

/// Demands that an example needs no more memory for many of these lines than for few.
#[allow(clippy::print_stderr)]
fn assert_memory_is_bounded(name: &str, line: &str, few: usize, many: usize) {
    let Some(least) = most_memory(name, line, few) else {
        eprintln!("skipped: this system does not say how much memory a program has");
        return;
    };
    let most = most_memory(name, line, many).unwrap();
    assert!(least > 500, "{least} KiB");
    assert!(most < least + 3 * 1024, "{least} KiB for {few} lines, {most} KiB for {many}");
}

#[test]
fn merge_needs_no_more_memory_for_more_lines() {
    let line = format!("{}\n", question("one of many", &told()[..1]));
    assert_memory_is_bounded("merge", &line, 2_000, 20_000);
}

#[test]
fn merge_explains_on_request_and_else_tells_the_same() {
    let line = format!("{}\n", question("p-1", &told()));
    let (plain, explained) = (merge(&line), run(example("merge").arg("--explain"), line.as_bytes()));
    assert_eq!(code(&explained), 0, "{}", both(&explained));
    let mut parcel = lines(&explained).remove(0);
    let explanation = parcel.as_object_mut().unwrap().remove("explanation").unwrap();
    assert_eq!(parcel, lines(&plain)[0]);
    let sentence = explanation["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("delivered.neighbour because dhl/unified"), "{sentence}");
    assert_eq!(explanation["because"]["entry"], parcel["decided_by"]);
    let odd = run(example("merge").arg("--why"), b"");
    assert_eq!((code(&odd), stdout(&odd).as_str()), (2, ""), "{}", both(&odd));
}

fn recognize(arguments: &[&str], input: &[u8]) -> Output {
    let output = run(example("recognize").args(arguments), input);
    assert_eq!((code(&output), output.stderr.len()), (0, 0), "{arguments:?}: {}", both(&output));
    output
}

/// The carriers whose a number may be, as a line names them.
fn owners(line: &Value) -> Vec<&str> {
    line["candidates"].as_array().unwrap().iter().map(|owner| owner["carrier"].as_str().unwrap()).collect()
}

#[test]
fn recognize_says_whose_a_number_is_and_what_its_parts_mean() {
    let lines = lines(&recognize(&[], b"1z a1b2c3 03 1196 5568\r\n99.60.123456.12345678\n\tRR407182533DE "));
    let numbers: Vec<_> = lines.iter().map(|line| line["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["1ZA1B2C30311965568", "996012345612345678", "RR407182533DE"]);
    let first: Vec<_> = lines.iter().map(|line| owners(line)[0]).collect();
    assert_eq!(first, ["ups", "swiss-post", "dhl"]);
    let expected = serde_json::json!({
        "carrier": "ups", "name": "UPS", "format": "1Z", "strength": "proven",
        "check": "fits", "expected": null, "last_mile": null,
        "url": "https://www.ups.com/track?tracknum=1ZA1B2C30311965568",
        "parts": [
            {"name": "shipper", "value": "A1B2C3", "meaning": null, "start": 2, "end": 8},
            {"name": "service", "value": "03", "meaning": "Ground", "start": 8, "end": 10},
            {"name": "package", "value": "1196556", "meaning": null, "start": 10, "end": 17},
        ],
    });
    assert_eq!(lines[0]["candidates"], Value::Array(vec![expected]));
    for (line, number) in lines.iter().zip(numbers) {
        for part in line["candidates"][0]["parts"].as_array().unwrap() {
            let place = |key: &str| usize::try_from(part[key].as_u64().unwrap()).unwrap();
            assert_eq!(part["value"], number[place("start")..place("end")], "{line}");
        }
    }
    let as_arguments =
        recognize(&["1ZA1B2C30311965568", "99.60.123456.12345678", "RR407182533DE"], b"unread");
    assert_eq!(self::lines(&as_arguments), lines);
}

#[test]
fn recognize_tells_what_the_check_digit_says_and_who_delivers() {
    let numbers = ["1ZA1B2C30348538541", "TBA318204557106", "MI123456789012"];
    let lines = lines(&recognize(&numbers, b""));
    let told = |line: usize, key: &str| &lines[line]["candidates"][0][key];
    assert_eq!((told(0, "strength"), told(0, "check")), (&"shape".into(), &"fails".into()));
    assert_eq!(told(0, "expected"), "0");
    assert_eq!((told(1, "carrier"), told(1, "check")), (&"amazon".into(), &Value::Null));
    assert_eq!((told(2, "carrier"), told(2, "last_mile")), (&"ups".into(), &"usps".into()));
}

#[test]
fn recognize_puts_the_likeliest_first_and_heeds_hints() {
    // Twelve digits may be many a carrier's number; the second is Purolator's by its check digit.
    let order = |arguments: &[&str], number: &str| {
        let line = lines(&recognize(&[arguments, &[number]].concat(), b"")).remove(0);
        owners(&line).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let cases: [(&str, &str, &[&str], &str); 4] = [
        ("923456789012", "ups", &["--carrier", "sagawa"], "sagawa"),
        ("923456789012", "ups", &["--country", "jp", "--country", "DE"], "yamato"),
        ("923456789012", "ups", &["--country", "JP", "--carrier", "sf-express"], "sf-express"),
        ("330001234567", "purolator", &["--carrier", "ups", "--country", "us"], "ups"),
    ];
    for (number, first, hints, hinted_first) in cases {
        let (mut plain, mut hinted) = (order(&[], number), order(hints, number));
        assert_eq!((plain[0].as_str(), hinted[0].as_str()), (first, hinted_first), "{hints:?}: {hinted:?}");
        // Nothing is left out because of a hint.
        plain.sort();
        hinted.sort();
        assert_eq!(plain, hinted);
    }
}

#[test]
fn recognize_gives_a_line_for_each_line_whatever_it_is() {
    let long = "1".repeat(100_000);
    let mut input = b"\n  \nhello w\xf6rld\n\xff\xfe\x00\n1ZA1B2C30311965568\xff\n{\"number\": 1}\n".to_vec();
    input.extend(format!("{long}\n1ZA1B2C30311965568{}x\n", " ".repeat(5_000)).bytes());
    input.extend("größe 12\n🦀\n1ZA1B2C30311965568".bytes());
    let lines = lines(&recognize(&[], &input));
    assert_eq!(lines.len(), 11);
    assert!(lines[..10].iter().all(|line| owners(line).is_empty()), "{lines:?}");
    assert_eq!(owners(&lines[10]), ["ups"]);
    let number = |index: usize| lines[index]["number"].as_str().unwrap();
    assert_eq!((number(0), number(1), number(5), number(9)), ("", "", "{\"number\": 1}", "🦀"));
    assert!(number(6).len() < 2_000, "{}", number(6).len());
    assert_eq!(stdout(&recognize(&[], b"")), "");
}

#[test]
fn recognize_finds_the_numbers_in_a_text() {
    // As Latin-1 has it: no UTF-8, and the places are those in what was given all the same.
    let mut text = b"Gr\xfc\xdfe! Bestellung 302-1234567-7654321\nSendungsnummer: ".to_vec();
    let start = text.len();
    text.extend(b"0034 0431 0001 2345 6787\nhttps://www.ups.com/track?tracknum=1ZA1B2C30311965568\n00340431000123456787");
    let output = lines(&recognize(&["--text"], &text)).remove(0);
    let found = output["found"].as_array().unwrap();
    let numbers: Vec<_> = found.iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["00340431000123456787", "1ZA1B2C30311965568"]);
    assert_eq!((owners(&found[0])[0], owners(&found[1])[0]), ("dhl", "ups"));
    let written = |place: &Value| {
        let at = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
        std::str::from_utf8(&text[at("start")..at("end")]).unwrap()
    };
    assert_eq!(found[0]["start"], start);
    assert_eq!((written(&found[0]), written(&found[1])), ("0034 0431 0001 2345 6787", "1ZA1B2C30311965568"));
    let places: Vec<_> = found[0]["places"].as_array().unwrap().iter().map(written).collect();
    assert_eq!(places, ["0034 0431 0001 2345 6787", "00340431000123456787"]);
    assert_eq!(found[0]["evidence"], serde_json::json!([{"label": "sendungsnummer"}]));
    assert_eq!(found[1]["evidence"], serde_json::json!([{"link": "ups"}]));
    let nothing = recognize(&["--text"], b"\xff\x00 nothing here\n");
    assert_eq!(stdout(&nothing), "{\"found\":[]}\n");
}

#[test]
fn recognize_reads_a_hundred_thousand_lines_in_bounded_memory() {
    assert_memory_is_bounded("recognize", "1ZA1B2C30311965568\n", 5_000, 100_000);
}

#[test]
fn recognize_names_its_options_and_refuses_others() {
    let help = stdout(&recognize(&["--help"], b""));
    for word in ["--text", "--country <CC>", "--carrier <ID>", "[NUMBER]..."] {
        assert!(help.contains(word), "{word}: {help}");
    }
    let wrong: [(&[&str], &str); 4] = [
        (&["--carrier", "dlh"], "no such carrier; there are dhl, ups"),
        (&["--country", "Germany"], "ISO 3166-1"),
        (&["--text", "1ZA1B2C30311965568"], "cannot be used with"),
        (&["--novelty"], "--novelty"),
    ];
    for (arguments, word) in wrong {
        let output = run(example("recognize").args(arguments), b"");
        assert_eq!((code(&output), stdout(&output).as_str()), (2, ""), "{arguments:?}");
        assert!(both(&output).contains(word), "{}", both(&output));
    }
}

/// `track` with DHL's variables, which point it to the mock.
fn track(vendor: &Vendor) -> Command {
    let mut command = example("track");
    command.env("PARCELTRACK_DHL_UNIFIED_API_KEY", API_KEY);
    command.env("PARCELTRACK_DHL_UNIFIED_ENDPOINT", vendor.uri());
    command
}

async fn dhl(right: Right, reply: ResponseTemplate) -> Vendor {
    let vendor = Vendor::start().await;
    vendor.on(right, reply).await;
    vendor
}

#[tokio::test]
async fn track_asks_as_the_vendor_demands_and_never_shows_the_key() {
    let vendor = dhl((DHL.right)(NUMBER), json(200, DHL.found.body)).await;
    for level in ["trace", "parceltrack=trace", "info"] {
        let output = run(track(&vendor).env("RUST_LOG", level).arg(NUMBER), b"");
        vendor.check();
        let text = both(&output);
        assert_eq!(code(&output), 0, "{text}");
        assert!(!text.contains(API_KEY) && !text.contains("KANARIE"), "{text}");
        assert!(stdout(&output).contains("delivered"), "{text}");
        assert_eq!(text.contains("answered"), level != "info", "{text}");
    }
    assert_eq!(vendor.count("/track/shipments").await, 3);
}

#[tokio::test]
async fn track_passes_hints_on_and_writes_json() {
    let right = (DHL.right)(NUMBER).query("recipientPostalCode", "50667").query("language", "de");
    let vendor = dhl(right, json(200, DHL.found.body)).await;
    for carrier in ["dhl", "dhl/unified"] {
        let arguments = ["--json", "--carrier", carrier, "--postcode", "50667", "--lang", "de", NUMBER];
        let output = run(track(&vendor).args(arguments), b"");
        vendor.check();
        assert_eq!(code(&output), 0, "{}", both(&output));
        let lines = lines(&output);
        assert_eq!((lines.len(), &lines[0]["status"]), (1, &"delivered".into()));
        assert_eq!(lines[0]["events"].as_array().unwrap().len(), 5);
    }
}

#[tokio::test]
async fn track_tells_by_its_exit_code_what_came_of_it() {
    const UNKNOWN: &str = "00340434161094043110";
    let vendor = Vendor::start().await;
    vendor.on((DHL.right)(NUMBER), json(200, DHL.found.body)).await;
    vendor.on((DHL.right)(UNKNOWN), json(404, DHL.not_found.1)).await;
    vendor.on((DHL.right)("00340434161094043028"), json(503, "<html>")).await;
    let exit = |numbers: &[&str]| code(&run(track(&vendor).args(numbers), b""));
    assert_eq!(exit(&[NUMBER]), 0);
    assert_eq!(exit(&[UNKNOWN]), 2);
    assert_eq!(exit(&[NUMBER, UNKNOWN, NUMBER]), 2);
    assert_eq!(exit(&["00340434161094043028"]), 1);
    assert_eq!(exit(&["x"]), 1);
    // Anything else weighs more than a number that nobody knows, whichever comes first.
    assert_eq!(exit(&[UNKNOWN, "00340434161094043028"]), 1);
    assert_eq!(exit(&["00340434161094043028", UNKNOWN, NUMBER]), 1);
    assert_eq!(exit(&["--carrier", "amazon", NUMBER]), 1);
    assert_eq!(exit(&["--carrier", "dhl/novelty", NUMBER]), 1);
    assert_eq!((exit(&[]), exit(&["--novelty", NUMBER])), (1, 1));
    vendor.check();
}

#[tokio::test]
async fn track_names_the_variables_and_those_that_are_wrong() {
    let help = run(example("track").arg("--help"), b"");
    assert_eq!(code(&help), 0);
    let text = stdout(&help);
    for variable in [
        "PARCELTRACK_DHL_UNIFIED_API_KEY",
        "PARCELTRACK_DHL_API_KEY",
        "PARCELTRACK_DHL_UNIFIED_ENDPOINT",
        "PARCELTRACK_AMAZON_LOGIN_ENDPOINT",
        "PARCELTRACK_AMAZON_FULFILLMENT_OUTBOUND_REFRESH_TOKEN",
    ] {
        assert!(text.contains(variable), "{variable}");
    }
    let vendor = Vendor::start().await;
    let wrong = [
        ("PARCELTRACK_DHL_UNIFIED_API_KYE", API_KEY),
        ("PARCELTRACK_DHL_UNIFIED_ENDPOINT", "http://KANARIE.example"),
        ("PARCELTRACK_DHL_UNIFIED_LANGUAGE", "KANARIE"),
    ];
    for (variable, value) in wrong {
        let output = run(track(&vendor).env(variable, value).arg(NUMBER), b"");
        let text = both(&output);
        assert_eq!(code(&output), 1, "{text}");
        let key = variable.rsplit("UNIFIED_").next().unwrap();
        assert!(text.contains(variable) || text.contains(&format!("`{}`", key.to_lowercase())), "{text}");
        assert!(!text.contains("KANARIE"), "{text}");
    }
    let misspelt = run(example("track").env("PARCELTRACK_DHL_UNIFIED_API_KYE", API_KEY).arg(NUMBER), b"");
    assert!(code(&misspelt) == 1 && both(&misspelt).contains("PARCELTRACK_DHL_UNIFIED_API_KYE"));
    let nothing = run(example("track").arg(NUMBER), b"");
    assert!(code(&nothing) == 1 && both(&nothing).contains("no carrier"), "{}", both(&nothing));
    assert!(vendor.requests().await.is_empty());
}

#[test]
fn quickstart_shows_an_order_from_both_sides() {
    let output = run(&mut example("quickstart"), b"");
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{}", both(&output));
    for word in ["SHOP-1042", "amazon/fulfillment-outbound", "dhl/unified", "delivered"] {
        assert!(text.contains(word), "no {word} in\n{text}");
    }
    assert!(output.stderr.is_empty(), "{}", both(&output));
}

#[test]
fn quickstart_shows_a_parcel_of_each_family() {
    let output = run(example("quickstart").arg("--all"), b"");
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{}", both(&output));
    for family in ["amazon/tracking", "dhl/unified", "hermes/shipping", "ups/track", "dpd/lifecycle"] {
        let told = text.split_once(&format!("{family} about ")).map(|(_, behind)| behind).unwrap_or_default();
        let told = told.split("\n\n").next().unwrap_or_default();
        // A line that names the source, and the one that decides.
        assert!(told.contains(&format!("[{family}")) && told.contains("\n> "), "{family} in\n{text}");
    }
    assert!(output.stderr.is_empty(), "{}", both(&output));
}

#[test]
fn a_carrier_of_ones_own_runs() {
    let output = run(&mut example("custom_carrier"), b"");
    assert_eq!(code(&output), 0, "{}", both(&output));
    assert!(stdout(&output).contains("delivered"), "{}", stdout(&output));
}

#[cfg(feature = "sandbox")]
#[test]
fn journeys_are_printed_as_merge_reads_them() {
    let options = ["--scenario", "false_delivery", "--noise", "clean", "--count", "2", "--seed", "7"];
    let journeys = run(example("journeys").args(options), b"");
    assert_eq!(code(&journeys), 0, "{}", both(&journeys));
    let merged = run(&mut example("merge"), &journeys.stdout);
    assert_eq!(code(&merged), 0, "{}", both(&merged));
    let statuses = |output: &Output, name: &str| -> Vec<(Value, Value)> {
        let lines = stdout(output);
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| (line["id"].clone(), line[name].clone())).collect()
    };
    assert_eq!(statuses(&journeys, "truth"), statuses(&merged, "status"));
    assert_eq!(statuses(&merged, "status")[0], ("false_delivery-7".into(), "delivered".into()));
    assert_eq!(run(example("journeys").args(["--scenario", "teleported"]), b"").status.code(), Some(2));
}
