//! The status machine: runs the entries of a timeline in order through the table of steps.
//!
//! It never refuses evidence. Each entry gets the kind of step it was, and what the table alone cannot decide is
//! decided by one of a few rules, which is named:
//!
//! * after a delivery, a scan of the same day is late, and one of a later day takes the delivery back;
//! * a leg that another leg follows never delivers: it hands over;
//! * a person's word beats what was told before it and gives way to any scan made after it;
//! * an inferred event gives way to any scan that follows it;
//! * a time in the future ends nothing;
//! * what is heard of a number long after the end of its parcel is about another parcel.

use super::headline::is_ahead;
use super::transition::{Cell, Position, cell};
use crate::model::{Rule, Span, State, Status, Step, state::in_transit};

/// Whose word counts where sources disagree about where a parcel is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precedence {
    /// The newest scan, whoever tells it: carriers' own systems lag, too.
    #[default]
    Newest,
    /// The most trusted source's: as long as a carrier tells of scans, a marketplace's or an aggregator's move nothing.
    Trusted,
}

/// What an entry says to the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'h> {
    pub(super) state: &'h State,
    pub(super) span: &'h Span,
    /// The span in microseconds since 1970.
    pub(super) from: i64,
    pub(super) to: i64,
    /// Until when it is known to hold: where its time is only borrowed, when it was told.
    pub(super) known: i64,
    /// It is about the way back.
    pub(super) is_return: bool,
    pub(super) authority: u8,
    /// Only a person said it.
    pub(super) by_user: bool,
    pub(super) inferred: bool,
    pub(super) headline: bool,
    pub(super) earlier_leg: bool,
    /// It lies in the future of everybody who told it.
    pub(super) future: bool,
}

/// An hour in microseconds, in which the machine counts.
const HOUR: i64 = 3600 * 1_000_000;

/// How long after a delivery a scan in a facility is still taken for a late one.
const LATE_SCAN: i64 = 24 * HOUR;

/// How long after the end of a parcel's journey its number is heard of again only because another parcel got it.
const REUSE_AFTER_END: i64 = 45 * 24 * HOUR;

/// The same for a parcel that was lost, or whose end nobody told.
const REUSE: i64 = 90 * 24 * HOUR;

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
    /// The words before this one are about another parcel, which had the number before.
    pub(super) begins: usize,
    /// Per word the step it was, and the rule that decided.
    pub(super) steps: Vec<Option<(Step, Option<Rule>)>>,
}

/// Runs the words in order. A place without a word is a notice, or does not count.
pub(super) fn run(words: &[Option<Word<'_>>], precedence: Precedence) -> Run {
    let trusted = match precedence {
        Precedence::Newest => 0,
        Precedence::Trusted => {
            let scans = words.iter().flatten().filter(|word| word.is_scan() && !word.by_user);
            scans.map(|word| word.authority).max().unwrap_or_default()
        }
    };
    let last = |counts: fn(&Word<'_>) -> bool| {
        words.iter().rposition(|word| word.as_ref().is_some_and(|w| counts(w) && w.is_scan()))
    };
    let last_scan = last(|word| !word.by_user);
    let last_told = last(|_| true);
    let mut machine = Machine::new();
    let mut steps = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        steps.push(word.as_ref().map(|word| match () {
            () if word.inferred && last_told > Some(index) => (Step::Late, Some(Rule::InferredYields)),
            () if word.by_user && last_scan > Some(index) => (Step::Late, Some(Rule::UserYields)),
            () if word.authority < trusted => (Step::Late, Some(Rule::Outranked)),
            () => machine.hear(index, word),
        }));
    }
    let Machine { position, claim, decided_by, delivered, conflict, begins, .. } = machine;
    let delivered_by = delivered.map(|delivered| delivered.index);
    Run { state: claim.state(), position, decided_by, delivered_by, conflict, begins, steps }
}

/// What a word claims: a state as it was told, or a status that follows from it.
#[derive(Clone, Copy)]
struct Claim<'h> {
    status: Status,
    told: Option<&'h State>,
}

impl<'h> Claim<'h> {
    fn told(state: &'h State) -> Self {
        Self { status: state.status(), told: Some(state) }
    }

    fn of(status: Status) -> Self {
        Self { status, told: None }
    }

    fn has_substatus(self) -> bool {
        self.told.is_some_and(|state| state.substatus().is_some())
    }

    fn state(self) -> State {
        self.told.cloned().unwrap_or_else(|| State::of(self.status))
    }
}

struct Machine<'h> {
    position: Position,
    claim: Claim<'h>,
    decided_by: Option<usize>,
    delivered: Option<Delivered<'h>>,
    conflict: bool,
    /// Where the current use of the number begins.
    begins: usize,
    /// The end of the last word that was about the parcel itself.
    heard_to: Option<i64>,
}

/// The delivery that counts: the word that told it first, and when and by whom it was confirmed last.
#[derive(Clone, Copy)]
struct Delivered<'h> {
    index: usize,
    confirmed: &'h Span,
    confirmed_to: i64,
    authority: u8,
}

impl<'h> Machine<'h> {
    fn new() -> Self {
        Self {
            position: Position::told(Status::Unknown),
            claim: Claim::of(Status::Unknown),
            decided_by: None,
            delivered: None,
            conflict: false,
            begins: 0,
            heard_to: None,
        }
    }

    fn hear(&mut self, index: usize, word: &Word<'h>) -> (Step, Option<Rule>) {
        self.begin_anew_if_used_again(index, word);
        let Some((told, mut rule)) = Self::claim(word) else { return (Step::Late, None) };
        let from = self.position;
        let cell = cell(from, told.status);
        // Mostly a parcel is where it was.
        if cell == Cell::Repeat
            && rule.is_none()
            && !word.headline
            && !word.by_user
            && !word.future
            && !from.status.is_final()
        {
            let returning = from.returning || word.is_return;
            self.settle(index, word, told, Step::Repeat, Position { returning, ..from });
            return (Step::Repeat, None);
        }
        // What has not happened yet ends nothing, turns no parcel round and takes no delivery back.
        let turns_round = told.status == Status::Returning || word.is_return;
        if word.future && (told.status.is_final() || turns_round || cell == Cell::AfterDelivery) {
            return (Step::Late, Some(Rule::FutureTime));
        }
        // A summary that says no more than what is known already says nothing.
        let is_news =
            told.status == from.status || cell == Cell::Reopen || is_ahead(told.status, from.status);
        if word.headline && !is_news {
            return (Step::Late, None);
        }
        let (step, mut to) = if word.by_user {
            rule = rule.or(Some(Rule::UserSaid));
            let (step, to) = outright(from, told.status);
            // A problem has no direction of its own.
            (step, Position { returning: to.returning || from.returning && is_problem(told.status), ..to })
        } else {
            match cell {
                // Whatever happens on the way back says that the parcel did set out on it.
                Cell::AfterDelivery | Cell::Late if from.is_reopened_by(word) => {
                    (Step::Reopen, Position::told(told.status))
                }
                Cell::AfterDelivery => {
                    let retraction = self.retraction(told.status, word);
                    rule = rule.or(Some(retraction.unwrap_or(Rule::LateAfterDelivery)));
                    match retraction {
                        Some(_) => (Step::Reopen, Position::told(told.status)),
                        None => (Step::Late, from),
                    }
                }
                cell => {
                    if cell == Cell::Home {
                        rule = Some(Rule::ReturnedHome);
                    }
                    cell.take(from, told.status)
                }
            }
        };
        to.returning |= word.is_return && !matches!(step, Step::Late | Step::Contradiction);
        self.conflict |= step == Step::Contradiction
            || matches!(rule, Some(Rule::DeliveryRetracted | Rule::StrongerSource));
        self.settle(index, word, told, step, to);
        let rule = rule.or((word.headline && step != Step::Late).then_some(Rule::HeadlineAhead));
        (step, rule)
    }

    /// Forgets what is known where a word can only be about another parcel with the same number.
    fn begin_anew_if_used_again(&mut self, index: usize, word: &Word<'h>) {
        let since = self.heard_to.map_or(0, |heard| word.from.saturating_sub(heard));
        if since > REUSE_AFTER_END && !word.by_user {
            let long = match self.position.status {
                Status::Delivered | Status::Returned | Status::Cancelled => REUSE_AFTER_END,
                _ => REUSE,
            };
            // The way back of a parcel may begin late.
            let goes_back =
                word.is_return || matches!(word.state.status(), Status::Returning | Status::Returned);
            if since > long && !goes_back {
                *self = Self { begins: index, ..Self::new() };
            }
        }
        if word.is_scan() || self.heard_to.is_none() {
            self.heard_to = Some(word.known);
        }
    }

    /// What a word means for the parcel as a whole, given the leg it speaks of; none where it says nothing about it.
    fn claim(word: &Word<'h>) -> Option<(Claim<'h>, Option<Rule>)> {
        static HANDED_OVER: State = in_transit::HANDED_TO_PARTNER;
        let status = word.state.status();
        if !word.is_return {
            if word.earlier_leg && status == Status::Delivered {
                return Some((Claim::told(&HANDED_OVER), Some(Rule::HandedToNextLeg)));
            }
            return Some((Claim::told(word.state), None));
        }
        match status {
            // A label for the way back, or its cancellation, moves nothing.
            Status::InfoReceived | Status::Cancelled => None,
            Status::Delivered => Some((Claim::of(Status::Returned), Some(Rule::ReturnedHome))),
            Status::InTransit | Status::OutForDelivery => Some((Claim::of(Status::Returning), None)),
            _ => Some((Claim::told(word.state), None)),
        }
    }

    /// The rule by which a word takes the delivery back; none if it is merely late.
    fn retraction(&self, told: Status, word: &Word<'_>) -> Option<Rule> {
        let delivered = self.delivered?;
        // Neither a summary nor a leg that was over by then can say that the parcel is still on the move.
        if word.headline || word.earlier_leg {
            return None;
        }
        let attempted = matches!(told, Status::AttemptFailed | Status::AvailableForPickup);
        if told == Status::InTransit {
            let since = word.from.saturating_sub(delivered.confirmed_to);
            (since > LATE_SCAN).then_some(Rule::DeliveryRetracted)
        } else if word.span.is_on_later_day(delivered.confirmed) {
            Some(Rule::DeliveryRetracted)
        } else {
            (attempted && word.authority > delivered.authority).then_some(Rule::StrongerSource)
        }
    }

    fn settle(&mut self, index: usize, word: &Word<'h>, told: Claim<'h>, step: Step, to: Position) {
        if matches!(step, Step::Late | Step::Contradiction) {
            return;
        }
        let is_end = to.status.is_final();
        if step == Step::Repeat && is_end {
            // The first word about an end decides; a later one may only say it more exactly.
            if !self.claim.has_substatus() && told.status == to.status {
                self.claim = told;
            }
            if let Some(delivered) = &mut self.delivered {
                (delivered.confirmed, delivered.confirmed_to) = (word.span, word.to);
                delivered.authority = delivered.authority.max(word.authority);
            }
            return;
        }
        self.heard_to = self.heard_to.max(Some(word.known));
        self.position = to;
        self.claim = if told.status == to.status { told } else { Claim::of(to.status) };
        self.decided_by = Some(index);
        self.delivered = match to.status {
            Status::Delivered => {
                let (confirmed, confirmed_to, authority) = (word.span, word.to, word.authority);
                Some(Delivered { index, confirmed, confirmed_to, authority })
            }
            _ => None,
        };
    }
}

impl Word<'_> {
    /// Whether it says where the parcel is, rather than what is planned or concluded.
    fn is_scan(&self) -> bool {
        !self.inferred && !self.headline && self.state.status() != Status::InfoReceived
    }
}

fn is_problem(status: Status) -> bool {
    matches!(status, Status::AttemptFailed | Status::AvailableForPickup | Status::Exception)
}

impl Position {
    /// Whether a word speaks of a parcel that has set out again after its end.
    fn is_reopened_by(self, word: &Word<'_>) -> bool {
        word.is_return && matches!(self.status, Status::Delivered | Status::Cancelled | Status::Failed)
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
