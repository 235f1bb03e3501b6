//! The status machine: runs the entries of a timeline in order through the table of steps.
//!
//! It never refuses evidence. Each entry gets the kind of step it was, and what the table alone cannot decide is
//! decided by one of a few rules, which is named:
//!
//! * after a delivery, a scan of the same day is late, and one of a later day takes the delivery back;
//! * a leg that another leg follows never delivers: it hands over;
//! * a person's word beats what was told before it and gives way to any scan made after it;
//! * an inferred event gives way to any scan that follows it;
//! * a time in the future ends nothing.

use chrono::TimeDelta;

use super::headline::is_ahead;
use super::transition::{Cell, Position, cell};
use crate::model::{Leg, Rule, Span, State, Status, Step, state::in_transit};

/// What an entry says to the machine.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) state: State,
    pub(super) span: Span,
    pub(super) leg: Leg,
    pub(super) authority: u8,
    /// Only a person said it.
    pub(super) by_user: bool,
    pub(super) inferred: bool,
    pub(super) headline: bool,
    pub(super) earlier_leg: bool,
    /// It lies in the future of everybody who told it.
    pub(super) future: bool,
}

/// How long after a delivery a scan in a facility is still taken for a late one.
const LATE_SCAN: TimeDelta = TimeDelta::hours(24);

/// What the machine found.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The state at the end.
    pub(super) state: State,
    pub(super) position: Position,
    /// The word that decided it.
    pub(super) decided_by: Option<usize>,
    /// The word that delivered the parcel, where it still counts.
    pub(super) delivered_by: Option<usize>,
    /// Something did not fit.
    pub(super) conflict: bool,
    /// Per word the step it was, and the rule that decided.
    pub(super) steps: Vec<Option<(Step, Option<Rule>)>>,
}

/// Runs the words in order. A place without a word is a notice, or does not count.
pub(super) fn run(words: &[Option<Word>]) -> Run {
    let last = |counts: fn(&Word) -> bool| {
        words.iter().rposition(|word| {
            word.as_ref().is_some_and(|w| {
                counts(w) && !w.inferred && !w.headline && w.state.status() != Status::InfoReceived
            })
        })
    };
    let last_scan = last(|word| !word.by_user);
    let last_told = last(|_| true);
    let mut machine = Machine {
        position: Position::told(Status::Unknown),
        state: State::of(Status::Unknown),
        decided_by: None,
        delivered: None,
        conflict: false,
    };
    let steps = words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let word = word.as_ref()?;
            Some(match () {
                () if word.inferred && last_told > Some(index) => (Step::Late, Some(Rule::InferredYields)),
                () if word.by_user && last_scan > Some(index) => (Step::Late, Some(Rule::UserYields)),
                () => machine.hear(index, word),
            })
        })
        .collect();
    let Machine { position, state, decided_by, delivered, conflict, .. } = machine;
    Run { state, position, decided_by, delivered_by: delivered.map(|d| d.index), conflict, steps }
}

struct Machine {
    position: Position,
    state: State,
    decided_by: Option<usize>,
    delivered: Option<Delivered>,
    conflict: bool,
}

/// The delivery that counts: the word that told it first, and when and by whom it was confirmed last.
#[derive(Clone, Copy)]
struct Delivered {
    index: usize,
    confirmed: Span,
    authority: u8,
}

impl Machine {
    fn hear(&mut self, index: usize, word: &Word) -> (Step, Option<Rule>) {
        let Some((told, mut rule)) = Self::told(word) else { return (Step::Late, None) };
        // What has not happened yet ends nothing, turns no parcel round and takes no delivery back.
        let turns_round = told.status() == Status::Returning || word.leg == Leg::Return;
        let takes_back = cell(self.position, told.status()) == Cell::AfterDelivery;
        if word.future && (told.status().is_final() || turns_round || takes_back) {
            return (Step::Late, Some(Rule::FutureTime));
        }
        let from = self.position;
        // A summary that says no more than what is known already says nothing.
        let reopens = cell(from, told.status()) == Cell::Reopen;
        let is_news = told.status() == from.status || reopens || is_ahead(told.status(), from.status);
        if word.headline && !is_news {
            return (Step::Late, None);
        }
        let (step, mut to) = if word.by_user {
            rule = rule.or(Some(Rule::UserSaid));
            let (step, to) = outright(from, told.status());
            // A problem has no direction of its own.
            (step, Position { returning: to.returning || from.returning && is_problem(told.status()), ..to })
        } else {
            match cell(from, told.status()) {
                // Whatever happens on the way back says that the parcel did set out on it.
                Cell::AfterDelivery | Cell::Late if from.is_reopened_by(&word.leg) => {
                    (Step::Reopen, Position::told(told.status()))
                }
                Cell::AfterDelivery => {
                    let retraction = self.retraction(&told, word);
                    rule = rule.or(Some(retraction.unwrap_or(Rule::LateAfterDelivery)));
                    match retraction {
                        Some(_) => (Step::Reopen, Position::told(told.status())),
                        None => (Step::Late, from),
                    }
                }
                cell => {
                    if cell == Cell::Home {
                        rule = Some(Rule::ReturnedHome);
                    }
                    cell.take(from, told.status())
                }
            }
        };
        to.returning |= word.leg == Leg::Return && !matches!(step, Step::Late | Step::Contradiction);
        self.conflict |= step == Step::Contradiction
            || matches!(rule, Some(Rule::DeliveryRetracted | Rule::StrongerSource));
        self.settle(index, word, told, step, to);
        let rule = rule.or((word.headline && step != Step::Late).then_some(Rule::HeadlineAhead));
        (step, rule)
    }

    /// What a word means for the parcel as a whole, given the leg it speaks of; none where it says nothing about it.
    fn told(word: &Word) -> Option<(State, Option<Rule>)> {
        let status = word.state.status();
        if word.leg != Leg::Return {
            let hands_over = word.earlier_leg && status == Status::Delivered;
            let handed_over = (in_transit::HANDED_TO_PARTNER, Some(Rule::HandedToNextLeg));
            return Some(if hands_over { handed_over } else { (word.state.clone(), None) });
        }
        match status {
            // A label for the way back, or its cancellation, moves nothing.
            Status::InfoReceived | Status::Cancelled => None,
            Status::Delivered => Some((State::of(Status::Returned), Some(Rule::ReturnedHome))),
            Status::InTransit | Status::OutForDelivery => Some((State::of(Status::Returning), None)),
            _ => Some((word.state.clone(), None)),
        }
    }

    /// The rule by which a word takes the delivery back; none if it is merely late.
    fn retraction(&self, told: &State, word: &Word) -> Option<Rule> {
        let delivered = self.delivered?;
        // Neither a summary nor a leg that was over by then can say that the parcel is still on the move.
        if word.headline || word.earlier_leg {
            return None;
        }
        let attempted = matches!(told.status(), Status::AttemptFailed | Status::AvailableForPickup);
        if told.status() == Status::InTransit {
            let since = word.span.earliest().signed_duration_since(delivered.confirmed.latest());
            (since > LATE_SCAN).then_some(Rule::DeliveryRetracted)
        } else if word.span.is_on_later_day(&delivered.confirmed) {
            Some(Rule::DeliveryRetracted)
        } else {
            (attempted && word.authority > delivered.authority).then_some(Rule::StrongerSource)
        }
    }

    fn settle(&mut self, index: usize, word: &Word, told: State, step: Step, to: Position) {
        if matches!(step, Step::Late | Step::Contradiction) {
            return;
        }
        let is_end = to.status.is_final();
        if step == Step::Repeat && is_end {
            // The first word about an end decides; a later one may only say it more exactly.
            if self.state.substatus().is_none() && told.status() == to.status {
                self.state = told;
            }
            if let Some(delivered) = &mut self.delivered {
                delivered.confirmed = word.span;
                delivered.authority = delivered.authority.max(word.authority);
            }
            return;
        }
        self.position = to;
        self.state = if told.status() == to.status { told } else { State::of(to.status) };
        self.decided_by = Some(index);
        self.delivered = (to.status == Status::Delivered).then_some(Delivered {
            index,
            confirmed: word.span,
            authority: word.authority,
        });
    }
}

fn is_problem(status: Status) -> bool {
    matches!(status, Status::AttemptFailed | Status::AvailableForPickup | Status::Exception)
}

impl Position {
    /// Whether a word about this leg speaks of a parcel that has set out again after its end.
    fn is_reopened_by(self, leg: &Leg) -> bool {
        *leg == Leg::Return && matches!(self.status, Status::Delivered | Status::Cancelled | Status::Failed)
    }
}

/// A step that asks no table.
fn outright(from: Position, told: Status) -> (Step, Position) {
    let to = Position::told(told);
    let step = match () {
        () if from.status == told => Step::Repeat,
        () if from.status.is_final() => Step::Reopen,
        () => Step::Forward,
    };
    (step, to)
}
