//! What is heard when: every source is asked at its own rhythm, and some send messages of their own accord.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::noise::Noise;
use super::plan::Plan;
use super::random::Random;
use super::scan::{Scan, ScanKind};
use super::teller::{Draft, Teller};
use super::texts;
use crate::model::{
    Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Headline, Leg, Note, NoteKind,
    Observation, Refusal, RefusalKind, Related, Relation, Report, Span, State, Status, state,
};

/// What one observation told of the truth.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) at: DateTime<Utc>,
    pub(super) teller: usize,
    pub(super) is_carrier: bool,
    pub(super) tellings: Vec<Telling>,
    /// Scans that this source has told and takes back.
    pub(super) takes_back: Vec<usize>,
    /// It names the number under which the next carrier goes on.
    pub(super) names_next: bool,
}

/// One scan, as one source tells it.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    pub(super) scan: usize,
    pub(super) state: State,
    /// What the time as told means; none in a summary.
    pub(super) span: Option<Span>,
    pub(super) is_displaced: bool,
    pub(super) is_marked_return: bool,
}

/// More questions than this to one source tell a reader nothing new.
const MAX_QUESTIONS: usize = 26;

/// Everything that the sources say, oldest first.
pub(super) fn observe(
    plan: &Plan,
    scans: &[Scan],
    tellers: &[Teller],
    noise: &Noise,
    random: &mut Random,
) -> Vec<(Observation, Said)> {
    let current = || scans.iter().filter(|scan| scan.kind != ScanKind::Earlier).map(|scan| scan.at);
    let (Some(first), Some(last)) = (current().min(), current().max()) else { return Vec::new() };
    let mut heard = Vec::new();
    for (index, teller) in tellers.iter().enumerate() {
        let observer = Observer { plan, scans, teller, index, noise };
        for at in questions(teller, first - plan.asked_early, last, random) {
            heard.extend(observer.ask(at, random));
        }
        if teller.is_pushing {
            for draft in teller.drafts.iter().filter(|draft| draft.at >= first) {
                heard.extend(observer.push(draft, random));
            }
        }
    }
    heard.sort_by_key(|(_, said)| (said.at, said.teller));
    heard
}

/// When a source is asked: soon after it hears something, and now and then.
fn questions(
    teller: &Teller,
    from: DateTime<Utc>,
    last: DateTime<Utc>,
    random: &mut Random,
) -> Vec<DateTime<Utc>> {
    let mut times: Vec<DateTime<Utc>> = Vec::new();
    let heard: Vec<DateTime<Utc>> = teller
        .drafts
        .iter()
        .flat_map(|draft| [Some(draft.known), draft.summed_up, draft.gone])
        .flatten()
        .filter(|known| *known >= from)
        .collect();
    if teller.is_user() {
        return heard;
    }
    for known in &heard {
        if random.chance(0.75) {
            times.push(*known + random.minutes(1, teller.rhythm));
        }
    }
    let end = heard.into_iter().max().unwrap_or(last).max(last) + TimeDelta::hours(30);
    let width = (end - from).num_minutes();
    for _ in 0..4 {
        times.push(from + random.minutes(0, width));
    }
    times.extend([from, end]);
    times.sort();
    times.dedup();
    times.truncate(MAX_QUESTIONS);
    times
}

struct Observer<'a> {
    plan: &'a Plan,
    scans: &'a [Scan],
    teller: &'a Teller,
    index: usize,
    noise: &'a Noise,
}

impl Observer<'_> {
    fn said(&self, at: DateTime<Utc>) -> Said {
        Said {
            at,
            teller: self.index,
            is_carrier: !self.teller.is_weak() && !self.teller.is_user(),
            tellings: Vec::new(),
            takes_back: Vec::new(),
            names_next: false,
        }
    }

    fn refuse(&self, at: DateTime<Utc>, kind: RefusalKind) -> Option<(Observation, Said)> {
        Some((Refusal::new(self.teller.source.clone(), at, kind).into(), self.said(at)))
    }

    /// What comes of asking at a moment.
    fn ask(&self, at: DateTime<Utc>, random: &mut Random) -> Option<(Observation, Said)> {
        let teller = self.teller;
        let fault = random.pick(RefusalKind::Unavailable, &[RefusalKind::TimedOut, RefusalKind::RateLimited]);
        if teller.stops.is_some_and(|stop| stop <= at) || random.chance(self.noise.refusals) {
            return self.refuse(at, fault);
        }
        let is_told = |draft: &&Draft| draft.known <= at && draft.gone.is_none_or(|gone| at < gone);
        let mut told: Vec<&Draft> = teller.drafts.iter().filter(is_told).collect();
        let summary = teller.drafts.iter().rfind(|draft| draft.summed_up.is_some_and(|known| known <= at));
        if told.is_empty() {
            return self.refuse(at, RefusalKind::NotFound);
        }
        let is_gone = |draft: &&Draft| draft.gone.is_some_and(|gone| draft.known < gone && gone <= at);
        // Whether a poor answer takes a scan back nobody could tell.
        let has_gone = teller.drafts.iter().any(|draft| is_gone(&draft));
        let (whole, mut is_complete) = (told.len(), true);
        if !teller.is_user() && whole > 3 {
            if random.chance(self.noise.cut_short) {
                told.drain(..whole - random.between(1, 3).unsigned_abs() as usize);
                is_complete = false;
            } else if !has_gone && random.chance(self.noise.poorer) {
                told.drain(..random.between(1, whole as i64 - 2).unsigned_abs() as usize);
            }
        }
        let mut report = Report::new(teller.source.clone(), at);
        report.complete = is_complete && !teller.is_user();
        let mut said = self.said(at);
        for draft in &told {
            self.tell(draft, &mut report, &mut said, random);
        }
        if is_complete {
            let gone = teller.drafts.iter().filter(is_gone);
            // Only an answer that reaches back behind the scan shows that it is missing.
            let reaches = |gone: &&Draft| told.iter().any(|draft| draft.span.is_certainly_before(&gone.span));
            said.takes_back.extend(gone.filter(reaches).filter_map(|draft| draft.scan));
        }
        self.add_summary(&mut report, &mut said, summary, random);
        self.add_facts(&mut report, &told, at);
        said.names_next = !report.related.is_empty();
        Some((report.into(), said))
    }

    /// A message about one event.
    fn push(&self, draft: &Draft, random: &mut Random) -> Option<(Observation, Said)> {
        let at = draft.known + random.minutes(0, 30 + i64::from(self.noise.late_hours) * 5);
        let is_sent = random.chance(0.6)
            && draft.gone.is_none_or(|gone| at < gone)
            && self.teller.stops.is_none_or(|stop| at < stop);
        if !is_sent {
            return None;
        }
        let mut report = Report::new(self.teller.source.clone(), at);
        report.complete = false;
        let mut said = self.said(at);
        self.tell(draft, &mut report, &mut said, random);
        report.events.truncate(1);
        self.add_next(&mut report);
        said.names_next = !report.related.is_empty();
        Some((report.into(), said))
    }

    /// Adds an event to an answer.
    fn tell(&self, draft: &Draft, report: &mut Report, said: &mut Said, random: &mut Random) {
        report.zone = self.teller.home;
        let mut event = draft.event.clone();
        if !self.teller.is_user() {
            let is_reworded = random.chance(self.noise.reworded);
            let language = match is_reworded {
                true => random.pick("en", &["de", "fr"]),
                false => self.teller.language,
            };
            event.description = Some(texts::words(&event.meaning, language, is_reworded).into());
            event.language = language.parse().ok();
        }
        if event.state() == Some(&state::unknown::UNMAPPED) {
            let code = event.code.clone().unwrap_or_default();
            Note::add(&mut report.notes, NoteKind::Unmapped, code);
        }
        if let (Some(scan), Some(state)) = (draft.scan, event.state()) {
            said.tellings.push(Telling {
                scan,
                state: state.clone(),
                span: Some(draft.span),
                is_displaced: draft.is_displaced,
                is_marked_return: event.leg == Some(Leg::Return),
            });
        }
        said.takes_back.extend(draft.revokes);
        if draft.is_doubled {
            report.events.push(event.clone());
        }
        report.events.push(event);
    }

    /// The source's summary: its newest word, or one that its events do not tell yet.
    fn add_summary(&self, report: &mut Report, said: &mut Said, ahead: Option<&Draft>, random: &mut Random) {
        if !self.teller.has_headline || !report.complete {
            return;
        }
        let is_told = |draft: &Draft| said.tellings.iter().any(|telling| Some(telling.scan) == draft.scan);
        // Once the number is in use again, a summary is about the parcel that has it now.
        let is_earlier = said
            .tellings
            .iter()
            .filter_map(|telling| self.scans.get(telling.scan))
            .all(|scan| scan.kind == ScanKind::Earlier);
        let tells = |telling: &&Telling| {
            let is_real = |scan: &Scan| {
                scan.kind != ScanKind::Administrative && (scan.kind == ScanKind::Earlier) == is_earlier
            };
            self.scans.get(telling.scan).is_some_and(is_real) && !said.takes_back.contains(&telling.scan)
        };
        let moves = |telling: &&Telling| tells(telling) && telling.state.status() != Status::InfoReceived;
        let newest = || {
            let told = &said.tellings;
            told.iter().rfind(moves).or_else(|| told.iter().rfind(tells)).map(|telling| telling.state.clone())
        };
        let state = match ahead.filter(|draft| !is_told(draft)) {
            Some(draft) => {
                let state = draft.event.state().cloned();
                if let (Some(scan), Some(state)) = (draft.scan, state.clone()) {
                    let telling =
                        Telling { scan, state, span: None, is_displaced: false, is_marked_return: false };
                    said.tellings.push(telling);
                }
                state
            }
            None => newest(),
        };
        let Some(state) = state else { return };
        let mut headline = Headline::new(state.status());
        headline.code = Some(state.status().as_str().to_uppercase().into());
        if random.chance(0.5) {
            headline.description = Some(state.status().as_str().into());
        }
        report.headline = Some(headline);
    }

    /// What stands beside the events.
    fn add_facts(&self, report: &mut Report, told: &[&Draft], at: DateTime<Utc>) {
        let newest = told.iter().rev().find_map(|draft| draft.event.state()).map(State::status);
        let is_over = newest.is_some_and(|status| status.is_final() || status == Status::Returning);
        if let Some(day) = self.plan.promise.filter(|_| self.teller.has_estimate && !is_over) {
            report.estimate = Some(self.estimate(day, told, at));
        }
        if !self.teller.is_weak() {
            report.destination = Some(self.plan.route.recipient.location());
            report.service = Some("parcel".into());
            if newest == Some(Status::Delivered) {
                report.delivery = proof(told.last().map(|draft| &draft.event));
            }
        }
        self.add_next(report);
    }

    fn add_next(&self, report: &mut Report) {
        if let Some(next) = &self.teller.continues {
            let next = Related::new(Relation::Continues, next.channel.carrier().clone(), next.number.clone());
            report.related.push(next);
        }
    }

    /// The promise, or once a problem is known, a better guess.
    fn estimate(&self, promise: NaiveDate, told: &[&Draft], at: DateTime<Utc>) -> Estimate {
        let is_problem =
            |status| matches!(status, Status::Exception | Status::AttemptFailed | Status::Failed);
        let has_problem =
            told.iter().filter_map(|draft| draft.event.state()).any(|state| is_problem(state.status()));
        let today = self.plan.route.recipient.day(at);
        let (kind, day) = match has_problem {
            true => (EstimateKind::Estimated, promise.max(today) + TimeDelta::days(1)),
            false => (EstimateKind::Promised, promise),
        };
        Estimate::new(kind, EventTime::Day(day))
    }
}

fn proof(event: Option<&Event>) -> Option<Delivery> {
    let place = match event?.state()? {
        state if *state == state::delivered::NEIGHBOUR => HandoverPlace::Neighbour,
        state if *state == state::delivered::MAILBOX => HandoverPlace::Mailbox,
        state if *state == state::delivered::SIGNED => HandoverPlace::Resident,
        _ => return None,
    };
    Some(Delivery { handed_to: Some(place), ..Delivery::default() })
}
