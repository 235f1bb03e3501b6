//! What becomes of a parcel by what is told of it next, in the words of those who carry parcels.
//!
//! Each statement speaks of whole sets of statuses and is tried on a small story for each of them. The crate's own tests
//! try the same stories with mistakes in the table of steps, all of which they must notice.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt;

use parceltrack::Status::{
    AttemptFailed, AvailableForPickup, Cancelled, Delivered, Exception, Failed, InTransit, InfoReceived,
    OutForDelivery, Returned, Returning,
};
use parceltrack::chrono::{DateTime, TimeDelta, Utc};
use parceltrack::{Event, EventTime, History, Report, Rule, Source, Status, Step};

/// On its way, each of which can come after those before it.
const STAGES: [Status; 5] = [InfoReceived, InTransit, OutForDelivery, AttemptFailed, AvailableForPickup];

const MOVING: [Status; 2] = [InTransit, OutForDelivery];

/// A scan that needs a parcel at hand, short of an end.
const AT_HAND: [Status; 4] = [InTransit, OutForDelivery, AttemptFailed, AvailableForPickup];

const PROBLEMS: [Status; 3] = [AttemptFailed, AvailableForPickup, Exception];

const ALL: [Status; 11] = [
    InfoReceived,
    InTransit,
    OutForDelivery,
    AttemptFailed,
    AvailableForPickup,
    Exception,
    Delivered,
    Returning,
    Returned,
    Cancelled,
    Failed,
];

/// What a carrier tells, and what must come of the last of it.
pub(crate) struct Case {
    statement: &'static str,
    story: Vec<(DateTime<Utc>, Status)>,
    expected: Outcome,
}

/// What the last line of a story did, and the state of the parcel after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Outcome {
    step: Option<Step>,
    rule: Option<Rule>,
    status: Status,
    is_returning: bool,
    is_flagged: bool,
}

impl Case {
    pub(crate) fn holds(&self) -> bool {
        self.outcome() == self.expected
    }

    fn outcome(&self) -> Outcome {
        let source = Source::carrier("dhl/unified".parse().unwrap(), "00340434161094042557".parse().unwrap());
        let told_at = self.story.last().unwrap().0 + TimeDelta::hours(1);
        let mut report = Report::new(source, told_at);
        report.events =
            self.story.iter().map(|(at, status)| Event::new(EventTime::from(*at), *status)).collect();
        let parcel = History::from_iter([report]).parcel(told_at);
        let last = parcel.entries.last().unwrap();
        Outcome {
            step: last.step,
            rule: last.rule,
            status: parcel.status(),
            is_returning: parcel.is_returning,
            is_flagged: parcel.conflict,
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let story: Vec<String> =
            self.story.iter().map(|(at, status)| format!("{} {status}", at.format("%d. %H:%M"))).collect();
        write!(
            f,
            "{}\n  {}\n  expected {:?}\n  found    {:?}",
            self.statement,
            story.join(", "),
            self.expected,
            self.outcome()
        )
    }
}

/// What is told of a parcel, a line a day, before what a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place(Vec<Status>);

impl Place {
    fn last(&self) -> Status {
        *self.0.last().unwrap()
    }

    fn is_on_its_way_back(&self) -> bool {
        self.0.iter().any(|status| matches!(status, Returning | Returned))
    }
}

fn at(status: Status) -> Place {
    Place(vec![status])
}

fn back_at(status: Status) -> Place {
    Place(vec![Returning, status])
}

/// Wherever a parcel can be.
fn everywhere() -> impl Iterator<Item = Place> {
    ALL.into_iter().map(at).chain(PROBLEMS.into_iter().map(back_at))
}

/// A statement that is being made.
struct Statement {
    words: &'static str,
    cases: Vec<Case>,
}

fn say(words: &'static str) -> Statement {
    Statement { words, cases: Vec::new() }
}

impl Statement {
    /// After what brought a parcel to a place, `told` is told so many hours later.
    fn later(&mut self, hours: i64, place: &Place, told: Status, expected: Outcome) {
        let start: DateTime<Utc> = "2026-11-02T08:00:00Z".parse().unwrap();
        let mut time = start;
        let mut story = Vec::new();
        for status in &place.0 {
            story.push((time, *status));
            time += TimeDelta::hours(25);
        }
        time = story.last().unwrap().0 + TimeDelta::hours(hours);
        story.push((time, told));
        self.cases.push(Case { statement: self.words, story, expected });
    }

    /// It happens on a later day, and the parcel is then in this state.
    fn leads_to(&mut self, place: &Place, told: Status, step: Step, status: Status) {
        let is_returning = place.is_on_its_way_back() || matches!(status, Returning | Returned);
        self.later(
            25,
            place,
            told,
            Outcome { step: Some(step), rule: None, status, is_returning, is_flagged: false },
        );
    }

    /// It happens on a later day, and the parcel stays where it was.
    fn stays(&mut self, place: &Place, told: Status, step: Step) {
        self.leads_to(place, told, step, place.last());
    }
}

/// All that is stated.
pub(crate) fn cases() -> Vec<Case> {
    let statements =
        [on_the_way(), problems(), ends(), the_way_back(), after_delivery(), after_return(), after_the_end()];
    statements.into_iter().flatten().flat_map(|statement| statement.cases).collect()
}

fn on_the_way() -> Vec<Statement> {
    let mut again = say("what is told again is no news");
    everywhere().for_each(|place| again.stays(&place, place.last(), Step::Repeat));

    let mut announced = say("what is announced again after something happened to it says nothing");
    everywhere()
        .filter(|place| place.last() != InfoReceived)
        .for_each(|place| announced.stays(&place, InfoReceived, Step::Late));

    let mut onwards =
        say("from one stage of the way to any later one it goes forward, whatever was left out");
    for (index, from) in STAGES.into_iter().enumerate() {
        for told in STAGES.into_iter().skip(index + 1) {
            onwards.leads_to(&at(from), told, Step::Forward, told);
        }
    }

    let mut depot = say("a tour that ends at the depot again is a way aside");
    depot.leads_to(&at(OutForDelivery), InTransit, Step::Sidestep, InTransit);
    vec![again, announced, onwards, depot]
}

fn problems() -> Vec<Statement> {
    let mut exception = say("a problem is a way aside from any stage");
    STAGES.into_iter().for_each(|from| exception.leads_to(&at(from), Exception, Step::Sidestep, Exception));

    let mut moves = say("a problem is left by any scan that moves the parcel");
    for problem in PROBLEMS {
        MOVING.into_iter().for_each(|told| moves.leads_to(&at(problem), told, Step::Sidestep, told));
    }

    let mut door = say("a held up parcel goes forward when it comes to the door or the counter");
    for told in [AttemptFailed, AvailableForPickup] {
        door.leads_to(&at(Exception), told, Step::Forward, told);
    }

    let mut attempt = say("what waits to be collected may be tried once more");
    attempt.leads_to(&at(AvailableForPickup), AttemptFailed, Step::Sidestep, AttemptFailed);
    vec![exception, moves, door, attempt]
}

fn ends() -> Vec<Statement> {
    let mut ends = say("from anywhere on its way a parcel may come to any end, or turn round");
    for from in STAGES.into_iter().chain([Exception]) {
        for told in [Delivered, Returning, Returned, Cancelled, Failed] {
            ends.leads_to(&at(from), told, Step::Forward, told);
        }
    }
    vec![ends]
}

fn the_way_back() -> Vec<Statement> {
    let mut moves = say("a move on the way back says nothing new");
    MOVING.into_iter().for_each(|told| moves.stays(&at(Returning), told, Step::Late));

    let mut problem = say("a problem on the way back is one, and the parcel stays on its way back");
    for told in PROBLEMS {
        problem.leads_to(&at(Returning), told, Step::Sidestep, told);
        let others = PROBLEMS.into_iter().filter(|other| *other != told);
        others.for_each(|from| problem.leads_to(&back_at(from), told, Step::Sidestep, told));
    }

    let mut goes_on = say(
        "a problem on the way back is left by any scan that moves the parcel, back and not to its recipient",
    );
    for from in PROBLEMS {
        for told in [InTransit, OutForDelivery, Returning] {
            goes_on.leads_to(&back_at(from), told, Step::Sidestep, Returning);
        }
    }

    let way_back = || PROBLEMS.into_iter().map(back_at).chain([at(Returning)]);
    let mut home =
        say("a parcel on its way back is not delivered but comes home, whatever problem it had there");
    for from in way_back() {
        let came_home = Outcome {
            step: Some(Step::Forward),
            rule: Some(Rule::ReturnedHome),
            status: Returned,
            is_returning: true,
            is_flagged: false,
        };
        home.later(25, &from, Delivered, came_home);
        home.later(1, &from, Delivered, came_home);
    }

    let mut ends = say("the way back may come to an end of its own");
    for from in way_back() {
        for told in [Returned, Cancelled, Failed] {
            ends.leads_to(&from, told, Step::Forward, told);
        }
    }
    vec![moves, problem, goes_on, home, ends]
}

fn after_delivery() -> Vec<Statement> {
    let stays = Outcome {
        step: Some(Step::Late),
        rule: Some(Rule::LateAfterDelivery),
        status: Delivered,
        is_returning: false,
        is_flagged: false,
    };
    let mut late = say("what is scanned after a delivery on its own day is late");
    AT_HAND.into_iter().for_each(|told| late.later(1, &at(Delivered), told, stays));

    let mut false_delivery =
        say("who still has the parcel a day later did not deliver it, and somebody was told so");
    for told in AT_HAND {
        let taken_back = Outcome {
            step: Some(Step::Reopen),
            rule: Some(Rule::DeliveryRetracted),
            status: told,
            is_returning: false,
            is_flagged: true,
        };
        false_delivery.later(25, &at(Delivered), told, taken_back);
    }

    let mut problem = say("a problem after the delivery takes nothing back, on no day");
    problem.stays(&at(Delivered), Exception, Step::Late);
    problem.later(1, &at(Delivered), Exception, Outcome { rule: None, ..stays });

    let mut back = say("what was delivered may be sent back");
    for told in [Returning, Returned] {
        back.leads_to(&at(Delivered), told, Step::Reopen, told);
    }

    let mut lost =
        say("what was delivered is neither cancelled nor lost, but whoever says so is to be asked");
    for told in [Cancelled, Failed] {
        let flagged = Outcome { step: Some(Step::Contradiction), rule: None, is_flagged: true, ..stays };
        lost.later(25, &at(Delivered), told, flagged);
    }
    vec![late, false_delivery, problem, back, lost]
}

fn after_return() -> Vec<Statement> {
    let mut moves =
        say("what comes after the return is never believed, but flagged where the parcel should be at hand");
    for told in AT_HAND {
        let flagged = Outcome {
            step: Some(Step::Contradiction),
            rule: None,
            status: Returned,
            is_returning: true,
            is_flagged: true,
        };
        moves.later(25, &at(Returned), told, flagged);
    }
    for told in [Exception, Returning, Cancelled, Failed] {
        moves.stays(&at(Returned), told, Step::Late);
    }

    let mut home = say("a parcel that came home was delivered there");
    home.stays(&at(Returned), Delivered, Step::Repeat);
    vec![moves, home]
}

fn after_the_end() -> Vec<Statement> {
    let mut alive = say("cancelled or lost parcels that are scanned again are alive");
    let mut anew = say("and go to their recipient, also where they were on their way back");
    let mut problem = say("a problem of what is cancelled or lost is none");
    let mut other = say("what is cancelled cannot be lost, nor the other way round");
    for (end, other_end) in [(Cancelled, Failed), (Failed, Cancelled)] {
        for told in AT_HAND.into_iter().chain([Delivered, Returning, Returned]) {
            alive.leads_to(&at(end), told, Step::Reopen, told);
        }
        for told in AT_HAND {
            let forward = Outcome {
                step: Some(Step::Reopen),
                rule: None,
                status: told,
                is_returning: false,
                is_flagged: false,
            };
            anew.later(25, &back_at(end), told, forward);
        }
        problem.stays(&at(end), Exception, Step::Late);
        let flagged = Outcome {
            step: Some(Step::Contradiction),
            rule: None,
            status: end,
            is_returning: false,
            is_flagged: true,
        };
        other.later(25, &at(end), other_end, flagged);
    }
    vec![alive, anew, problem, other]
}

#[test]
fn every_statement_holds() {
    let cases = cases();
    let failed: Vec<String> = cases.iter().filter(|case| !case.holds()).map(Case::to_string).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(cases.len() > 150, "{}", cases.len());
}
