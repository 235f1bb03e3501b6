//! How often the merge is right about journeys of which the truth is known, beside the mergers that everybody writes first.
//!
//! ```text
//! cargo bench --bench merge_accuracy
//! ```
//!
//! For each level of noise, every scenario equally often, parcels are judged at random moments of what has been heard.
//! Ends with exit code 1 if a limit is missed. The same seed gives the same figures, on any number of threads.
//!
//! | variable | meaning |
//! |---|---|
//! | `PARCELTRACK_BENCH_PARCELS` | parcels a level (20000) |
//! | `PARCELTRACK_BENCH_SEED` | seed of the first parcel (1) |
//! | `PARCELTRACK_BENCH_NOISE` | one level only: `clean`, `ordinary` or `hostile` |
//! | `PARCELTRACK_BENCH_WRONG` | `scenario:n`, or `all:n`: prints the first n wrong cases a level as JSON lines, with the truth; behind `timeline:` those with a wrong timeline |
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use parceltrack::chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use parceltrack::sandbox::{Journey, Noise, Scenario, Told, Truth};
use parceltrack::{EventTime, History, Observation, Parcel, Report, Role, Span, Standing, Status, Zone};
use serde_json::json;

/// How many moments of each parcel are judged.
const MOMENTS: usize = 4;

/// Ours and the simple ones.
const MERGERS: [&str; 4] = ["merge", "newest", "newest text", "carrier's"];

struct Level {
    name: &'static str,
    noise: Noise,
    least_right: f64,
    least_f1: f64,
    /// A simple merger above this shows that the noise is too kind; none where there is no noise.
    most_simple: Option<f64>,
}

const LEVELS: [Level; 3] = [
    Level { name: "clean", noise: Noise::CLEAN, least_right: 0.999, least_f1: 0.99, most_simple: None },
    Level {
        name: "ordinary",
        noise: Noise::ORDINARY,
        least_right: 0.999,
        least_f1: 0.99,
        most_simple: Some(0.92),
    },
    Level {
        name: "hostile",
        noise: Noise::HOSTILE,
        least_right: 0.995,
        least_f1: 0.98,
        most_simple: Some(0.85),
    },
];

/// What was counted, for one scenario or all.
#[derive(Clone, Default)]
struct Score {
    judged: u64,
    right: [u64; MERGERS.len()],
    /// Lines of the timeline that are about a real scan, lines, and scans that should have one.
    matched: u64,
    lines: u64,
    scans: u64,
    /// Seconds between the delivery and what the merge says of it.
    errors: Vec<i64>,
}

impl Score {
    fn add(&mut self, other: &Self) {
        self.judged += other.judged;
        for (sum, right) in self.right.iter_mut().zip(other.right) {
            *sum += right;
        }
        self.matched += other.matched;
        self.lines += other.lines;
        self.scans += other.scans;
        self.errors.extend(&other.errors);
    }

    fn share(&self, right: u64) -> f64 {
        ratio(right, self.judged)
    }

    fn precision(&self) -> f64 {
        ratio(self.matched, self.lines)
    }

    fn recall(&self) -> f64 {
        ratio(self.matched, self.scans)
    }

    fn f1(&self) -> f64 {
        ratio(2 * self.matched, self.lines + self.scans)
    }

    fn row(&mut self, name: &str) -> String {
        self.errors.sort_unstable();
        let median = self.errors.get(self.errors.len() / 2).copied().unwrap_or_default();
        let mean = self.errors.iter().sum::<i64>() as f64 / self.errors.len().max(1) as f64;
        let shares: String =
            self.right.iter().map(|right| format!(" {:>11.2}", 100.0 * self.share(*right))).collect();
        let (precision, recall, f1) = (self.precision(), self.recall(), self.f1());
        format!(
            "{name:<24} {:>6}{shares}  {precision:.4} {recall:.4} {f1:.4}  {:>6.1} {:>6.1}",
            self.judged,
            mean / 60.0,
            median as f64 / 60.0
        )
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The newest event so far by some order, as simple mergers keep it.
struct Newest<T> {
    order: Option<T>,
    status: Option<Status>,
}

impl<T: PartialOrd> Newest<T> {
    const NONE: Self = Self { order: None, status: None };

    fn hear(&mut self, order: T, status: Status) {
        if self.order.as_ref().is_none_or(|newest| *newest <= order) {
            (self.order, self.status) = (Some(order), Some(status));
        }
    }
}

struct Simple {
    zoned: Newest<DateTime<Utc>>,
    text: Newest<NaiveDateTime>,
    carrier: Newest<DateTime<Utc>>,
}

impl Simple {
    fn hear(&mut self, report: &Report) {
        for event in report.events.iter().filter(|event| event.moves()) {
            let Some(status) = event.state().map(|state| state.status()) else { continue };
            let zoned = middle(event.time, event.location.as_ref(), report.zone);
            let text = match event.time {
                EventTime::Instant(time) => time.local(),
                EventTime::Local(local) => local,
                EventTime::Day(day) => day.and_hms_opt(0, 0, 0).unwrap_or_default(),
            };
            self.zoned.hear(zoned, status);
            self.text.hear(text, status);
            if report.source.role == Role::Carrier {
                self.carrier.hear(zoned, status);
            }
        }
    }
}

fn middle(time: EventTime, place: Option<&parceltrack::Location>, zone: Option<Zone>) -> DateTime<Utc> {
    time.resolve(place, zone).middle()
}

/// A tiny generator of its own: which moments are judged must not depend on how journeys are made.
struct Moments(u64);

impl Moments {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    /// Some moments from the first report on, oldest first, each between two observations.
    fn of(&mut self, times: &[DateTime<Utc>], first: usize) -> Vec<DateTime<Utc>> {
        let mut moments: Vec<DateTime<Utc>> = (0..MOMENTS)
            .filter_map(|_| {
                let index = first + self.below((times.len() - first) as u64) as usize;
                let from = *times.get(index)?;
                let to = times.get(index + 1).copied().unwrap_or(from);
                Some(from + TimeDelta::seconds(self.below((to - from).num_seconds().unsigned_abs()) as i64))
            })
            .collect();
        moments.sort();
        moments
    }
}

/// Which cases to print.
struct Wrong {
    scenario: Option<Scenario>,
    is_timeline: bool,
    count: usize,
}

impl Wrong {
    fn from_env() -> Option<Self> {
        let text = std::env::var("PARCELTRACK_BENCH_WRONG").ok()?;
        let (is_timeline, rest) = match text.strip_prefix("timeline:") {
            Some(rest) => (true, rest),
            None => (false, &*text),
        };
        let (scenario, count) = rest.split_once(':').unwrap_or((rest, "5"));
        Some(Self { scenario: scenario.parse().ok(), is_timeline, count: count.parse().unwrap_or(5) })
    }

    fn wants(&self, journey: &Journey, is_right: bool, lines_are_right: bool) -> bool {
        let fits = self.scenario.is_none() || self.scenario == journey.scenario();
        fits && if self.is_timeline { is_right && !lines_are_right } else { !is_right }
    }
}

/// The scores of a run of parcels by scenario, and wrong cases.
fn run(
    indices: std::ops::Range<u64>,
    seed: u64,
    noise: &Noise,
    wrong: Option<&Wrong>,
) -> (Vec<Score>, Vec<String>) {
    let mut scores = vec![Score::default(); Scenario::ALL.len()];
    let mut cases = Vec::new();
    for index in indices {
        let scenario = (index % Scenario::ALL.len() as u64) as usize;
        if let (Some(kind), Some(score)) = (Scenario::ALL.get(scenario), scores.get_mut(scenario)) {
            let journey = kind.journey_with(seed.wrapping_add(index), noise);
            judge(&journey, score, wrong, &mut cases);
        }
    }
    (scores, cases)
}

fn judge(journey: &Journey, score: &mut Score, wrong: Option<&Wrong>, cases: &mut Vec<String>) {
    let observations = journey.observations();
    let times: Vec<DateTime<Utc>> = journey.times().collect();
    let is_report = |observation: &Observation| matches!(observation, Observation::Report(_));
    let Some(first) = observations.iter().position(is_report) else { return };
    let mut history = History::new();
    let mut simple = Simple { zoned: Newest::NONE, text: Newest::NONE, carrier: Newest::NONE };
    let mut heard = 0;
    for at in Moments(journey.seed() ^ 0x5eed).of(&times, first) {
        let until = journey.observations_until(at).len();
        for observation in observations.iter().take(until).skip(heard) {
            if let Observation::Report(report) = observation {
                simple.hear(report);
            }
            history.absorb(observation.clone());
        }
        heard = heard.max(until);
        let truth = journey.truth_at(at);
        let Some(status) = truth.status else { continue };
        let parcel = history.parcel(at);
        let said = [Some(parcel.status()), simple.zoned.status, simple.text.status, simple.carrier.status];
        score.judged += 1;
        for (right, said) in score.right.iter_mut().zip(said) {
            *right += u64::from(said == Some(status));
        }
        let lines = compare(&parcel, &truth);
        score.matched += lines.matched;
        score.lines += lines.lines;
        score.scans += lines.scans;
        if let (Some(delivered), Status::Delivered, Some(entry)) =
            (truth.delivered_at, parcel.status(), parcel.deciding_entry())
        {
            score.errors.push((entry.span.middle() - delivered).num_seconds().abs());
        }
        let is_right = parcel.status() == status;
        if wrong.is_some_and(|wrong| {
            cases.len() < wrong.count && wrong.wants(journey, is_right, lines.are_right())
        }) {
            cases.push(case(journey, at, &truth, &parcel));
        }
    }
}

struct Lines {
    matched: u64,
    lines: u64,
    scans: u64,
}

impl Lines {
    fn are_right(&self) -> bool {
        self.matched == self.lines && self.matched == self.scans
    }
}

/// The lines of the merged timeline that count, against the real scans told so far. Summaries, notices and unmapped codes
/// are no scans; what an earlier parcel did under the number may be shown or not.
fn compare(parcel: &Parcel, truth: &Truth<'_>) -> Lines {
    let begins =
        truth.timeline.first().map_or(DateTime::<Utc>::MIN_UTC, |told| told.scan.at - TimeDelta::days(40));
    let lines: Vec<(Status, &Span)> = parcel
        .entries
        .iter()
        .filter(|entry| entry.standing == Standing::Counted && !entry.headline)
        .filter(|entry| entry.span.latest() >= begins)
        .filter_map(|entry| Some((entry.state()?.status(), &entry.span)))
        .filter(|(status, _)| status.is_about_parcel())
        .collect();
    let (expected, optional): (Vec<&Told<'_>>, Vec<&Told<'_>>) =
        truth.timeline.iter().partition(|told| told.is_expected());
    let taken = matching(&lines, &expected);
    let is_optional = |(line, _): &(&(Status, &Span), &Option<usize>)| {
        optional.iter().any(|told| told.is_meant_by(line.0, line.1))
    };
    let spare = lines.iter().zip(&taken).filter(|(_, told)| told.is_none()).filter(is_optional).count();
    Lines {
        matched: taken.iter().flatten().count() as u64,
        lines: (lines.len() - spare) as u64,
        scans: expected.len() as u64,
    }
}

/// For each line the scan that it is about, so that as many as possible have one (augmenting paths).
fn matching(lines: &[(Status, &Span)], scans: &[&Told<'_>]) -> Vec<Option<usize>> {
    let fits: Vec<Vec<usize>> = lines
        .iter()
        .map(|(status, span)| {
            scans
                .iter()
                .enumerate()
                .filter(|(_, told)| told.is_meant_by(*status, span))
                .map(|(at, _)| at)
                .collect()
        })
        .collect();
    let mut line_of: Vec<Option<usize>> = vec![None; scans.len()];
    for line in 0..lines.len() {
        augment(line, &fits, &mut line_of, &mut vec![false; scans.len()]);
    }
    let mut scan_of = vec![None; lines.len()];
    for (scan, line) in line_of.iter().enumerate() {
        if let Some(place) = line.and_then(|line| scan_of.get_mut(line)) {
            *place = Some(scan);
        }
    }
    scan_of
}

fn augment(line: usize, fits: &[Vec<usize>], line_of: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for scan in fits.get(line).into_iter().flatten().copied() {
        match seen.get_mut(scan) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let holder = line_of.get(scan).copied().flatten();
        if holder.is_none_or(|holder| augment(holder, fits, line_of, seen)) {
            if let Some(place) = line_of.get_mut(scan) {
                *place = Some(line);
            }
            return true;
        }
    }
    false
}

/// A case as a line that the example `merge` reads, with the truth.
fn case(journey: &Journey, at: DateTime<Utc>, truth: &Truth<'_>, parcel: &Parcel) -> String {
    let reports: Vec<&Report> = journey
        .observations_until(at)
        .iter()
        .filter_map(|observation| match observation {
            Observation::Report(report) => Some(&**report),
            _ => None,
        })
        .collect();
    let scan = |told: &Told<'_>| {
        format!("{} {} {} {:?}", told.scan.at.to_rfc3339(), told.scan.state, told.scan.place, told.scan.kind)
    };
    json!({
        "id": format!("{}-{}", journey.scenario().map_or("script", Scenario::as_str), journey.seed()),
        "at": at,
        "truth": truth.status.map(Status::as_str),
        "said": parcel.status().as_str(),
        "scans": truth.timeline.iter().map(scan).collect::<Vec<_>>(),
        "reports": reports,
    })
    .to_string()
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Both halves of the parcels, each on a thread of its own.
fn halves(parcels: u64, seed: u64, noise: &Noise, wrong: Option<&Wrong>) -> (Vec<Score>, Vec<String>) {
    let half = parcels / 2;
    let (mut first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| run(half..parcels, seed, noise, wrong));
        let first = run(0..half, seed, noise, wrong);
        (first, second.join().unwrap_or_default())
    });
    for (sum, score) in first.0.iter_mut().zip(&second.0) {
        sum.add(score);
    }
    first.1.extend(second.1);
    first.1.truncate(wrong.map_or(0, |wrong| wrong.count));
    first
}

fn main() -> ExitCode {
    let parcels = number("PARCELTRACK_BENCH_PARCELS", 20_000);
    let seed = number("PARCELTRACK_BENCH_SEED", 1);
    let only = std::env::var("PARCELTRACK_BENCH_NOISE").ok();
    let wrong = Wrong::from_env();
    let mut verdicts = Vec::new();
    for level in LEVELS.iter().filter(|level| only.as_ref().is_none_or(|only| only == level.name)) {
        let (mut scores, cases) = halves(parcels, seed, &level.noise, wrong.as_ref());
        let [ours, newest, text, carrier] = MERGERS;
        println!(
            "{} ({parcels} parcels, seed {seed}; right status in %, timeline, delivery off by minutes)",
            level.name
        );
        println!(
            "{:<24} {:>6} {ours:>11} {newest:>11} {text:>11} {carrier:>11}  {:<6} {:<6} {:<6}  {:>6} {:>6}",
            "scenario", "judged", "prec.", "recall", "F1", "mean", "median"
        );
        let mut total = Score::default();
        for (scenario, score) in Scenario::ALL.iter().zip(&mut scores) {
            println!("{}", score.row(scenario.as_str()));
            total.add(score);
        }
        println!("{}\n", total.row("total"));
        cases.iter().for_each(|case| println!("{case}"));
        verdicts.push(verdict(level, &total));
    }
    verdicts.iter().for_each(|(_, line)| println!("{line}"));
    let is_good = verdicts.iter().all(|(is_good, _)| *is_good);
    if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether a level's limits hold, and the line that says so.
fn verdict(level: &Level, total: &Score) -> (bool, String) {
    let [ours, simple @ ..] = total.right.map(|right| total.share(right));
    let best = simple.into_iter().fold(0.0, f64::max);
    let is_kind = level.most_simple.is_some_and(|most| best > most);
    let is_good = total.judged > 0 && ours >= level.least_right && total.f1() >= level.least_f1 && !is_kind;
    let simple = match level.most_simple {
        Some(most) => format!("best simple merger {:.2} % (at most {:.0} %)", 100.0 * best, 100.0 * most),
        None => format!("best simple merger {:.2} %", 100.0 * best),
    };
    let line = format!(
        "{} {}: right {:.3} % (at least {:.1} %), F1 {:.4} (at least {:.2}), {simple}",
        if is_good { "ok    " } else { "MISSED" },
        level.name,
        100.0 * ours,
        100.0 * level.least_right,
        total.f1(),
        level.least_f1,
    );
    (is_good, line)
}
