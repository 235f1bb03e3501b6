//! Asks several channels at once, follows the numbers that they name, and stops at the deadline.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinError, JoinSet};

use super::Inner;
use super::answers::{Question, Told};
use super::detect::{self, Wave};
use crate::carrier::{Answer, Carrier, Query, Reference, Session};
use crate::error::{Error, ErrorKind};
use crate::model::{CarrierId, Channel, Order, Related, Relation, Report, TrackingNumber};

/// What one channel answered to one question.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) channel: Channel,
    pub(super) reference: Reference,
    pub(super) told: Arc<Told>,
}

impl Outcome {
    /// Whether it tells of what was asked at first.
    pub(super) fn is_found_by(&self, reference: &Reference) -> bool {
        self.reference == *reference && self.answer().is_some_and(|answer| !answer.reports.is_empty())
    }

    pub(super) fn answer(&self) -> Option<&Answer> {
        self.told.result.as_ref().ok()
    }

    pub(super) fn error(&self) -> Option<&Error> {
        self.told.result.as_ref().err()
    }
}

/// A finished task.
type Done = Result<(Id, Arc<Told>), JoinError>;

/// A question that a channel was asked.
#[derive(Debug)]
struct Asked {
    question: Question,
    channel: Channel,
    reference: Reference,
    hand_offs: usize,
}

/// How often numbers that an answer names are asked for in turn: from an order to its parcels' carriers, and from a
/// carrier to the one that continues.
const HAND_OFFS: usize = 2;

/// The part of the call's time after which the next carriers are asked although the last ones have not answered.
const PATIENCE: u32 = 4;

/// How much earlier than the call a carrier's session ends, so that a carrier that needs several requests can still give
/// what it has when one of them hangs. At most a tenth of the call's time.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// One call of the tracker.
pub(super) struct FanOut<'t> {
    tracker: &'t Arc<Inner>,
    hints: Query,
    gathers: bool,
    waves: VecDeque<Wave<'t>>,
    deadline: Duration,
    session_deadline: Duration,
    asked: BTreeSet<(Channel, Reference)>,
    running: JoinSet<Arc<Told>>,
    questions: HashMap<Id, Asked>,
    outcomes: Vec<Outcome>,
}

impl<'t> FanOut<'t> {
    /// Will ask the question at the channels of each wave until one knows.
    pub(super) fn new(
        tracker: &'t Arc<Inner>,
        hints: Query,
        waves: VecDeque<Wave<'t>>,
        gathers: bool,
    ) -> Self {
        let started = tracker.clock.elapsed();
        let time = tracker.deadline;
        Self {
            tracker,
            hints,
            gathers,
            waves,
            deadline: started.saturating_add(time),
            session_deadline: started.saturating_add(time.saturating_sub(LAST_WORDS.min(time / 10))),
            asked: BTreeSet::new(),
            running: JoinSet::new(),
            questions: HashMap::new(),
            outcomes: Vec::new(),
        }
    }

    /// Asks a channel, unless it was asked the same before or cannot be asked this. Tells whether it can.
    fn ask(&mut self, carrier: &Arc<dyn Carrier>, reference: Reference, hand_offs: usize) -> bool {
        let channel = carrier.channel();
        if !carrier.capabilities().accepts(&reference) {
            return false;
        }
        if !self.asked.insert((channel.clone(), reference.clone())) {
            return true;
        }
        let query = Query { reference: reference.clone(), ..self.hints.clone() };
        let question = Question::new(&channel, &query);
        let asked = Asked { question: question.clone(), channel, reference, hand_offs };
        if let Some(told) = self.tracker.answers.new_one(&question) {
            self.hear(asked, told);
            return true;
        }
        let (carrier, tracker, deadline) = (carrier.clone(), self.tracker.clone(), self.session_deadline);
        let gathers = self.gathers;
        // A task of its own, so that a carrier that panics costs no more than its own answer.
        let task = self.running.spawn(async move {
            tracker.answers.get(&question, || tracker.question(&*carrier, query, deadline, gathers)).await
        });
        self.questions.insert(task.id(), asked);
        true
    }

    /// Waits for all answers, follows what they name, and reports at the deadline who has not answered. Dropping the
    /// future stops every question.
    pub(super) async fn run(mut self) -> Vec<Outcome> {
        let clock = self.tracker.clock.clone();
        let rest = self.deadline.saturating_sub(clock.elapsed());
        let mut alarm = clock.sleep(rest);
        let mut patience = clock.sleep(rest / PATIENCE);
        self.ask_next();
        loop {
            tokio::select! {
                biased;
                done = self.running.join_next_with_id() => match done {
                    Some(done) => self.take(done),
                    None if self.ask_next() => patience = clock.sleep(rest / PATIENCE),
                    None => break,
                },
                () = &mut patience, if !self.waves.is_empty() => {
                    self.ask_next();
                    patience = clock.sleep(rest / PATIENCE);
                }
                () = &mut alarm => {
                    self.running.abort_all();
                    for (_, asked) in std::mem::take(&mut self.questions) {
                        let text = format!("{} did not answer in time", asked.channel);
                        // What it would lead to has no time either.
                        let asked = Asked { hand_offs: HAND_OFFS, ..asked };
                        self.hear(asked, Arc::new(Told::failed(Error::new(ErrorKind::TimedOut, text))));
                    }
                    break;
                }
            }
        }
        // Who answers first is chance; what is told must not be.
        self.outcomes.sort_by(|a, b| (&a.channel, &a.reference).cmp(&(&b.channel, &b.reference)));
        self.outcomes
    }

    /// Asks the next wave, unless somebody knows already. Tells whether there was one.
    fn ask_next(&mut self) -> bool {
        let is_found = self.outcomes.iter().any(|outcome| outcome.is_found_by(&self.hints.reference));
        let Some(wave) = self.waves.pop_front().filter(|_| !is_found) else {
            self.waves.clear();
            return false;
        };
        for carrier in wave {
            self.ask(carrier, self.hints.reference.clone(), 0);
        }
        true
    }

    fn take(&mut self, done: Done) {
        let (id, told) = match done {
            Ok(done) => done,
            // The panic's text may hold anything, so it is not repeated.
            Err(panic) => {
                let error = Error::new(ErrorKind::BadReply, "the carrier's code panicked");
                (panic.id(), Arc::new(Told::failed(error)))
            }
        };
        if let Some(asked) = self.questions.remove(&id) {
            self.hear(asked, told);
        }
    }

    /// Takes what was told to a question, with the last answer where the channel gave none, and follows the numbers in it.
    fn hear(&mut self, asked: Asked, told: Arc<Told>) {
        let is_none = told.result.as_ref().is_err_and(Error::is_retryable);
        let older = if is_none { self.tracker.answers.instead_of_none(&asked.question) } else { None };
        let Asked { channel, reference, hand_offs, .. } = asked;
        for told in older.into_iter().chain([told]) {
            if let (Ok(answer), true) = (&told.result, hand_offs < HAND_OFFS) {
                for named in named_numbers(&answer.reports, &answer.orders) {
                    self.follow(&named, &channel, hand_offs + 1);
                }
            }
            self.outcomes.push(Outcome { channel: channel.clone(), reference: reference.clone(), told });
        }
    }

    /// Asks the channels of the carrier to which a number belongs. Whoever says that a number is another name of the
    /// parcel has told all it knows of it, and is not asked again.
    fn follow(&mut self, named: &Related, by: &Channel, hand_offs: usize) {
        let tracker = self.tracker.clone();
        for carrier in tracker.candidates(&named.number, named.carrier.as_ref()).into_iter().flatten() {
            if named.relation == Relation::Same && carrier.channel() == *by {
                continue;
            }
            if !self.ask(carrier, Reference::Number(named.number.clone()), hand_offs) {
                self.ask(carrier, Reference::Fulfilment(named.number.clone()), hand_offs);
            }
        }
    }
}

impl Inner {
    /// Asks a channel, by the deadline on the clock's scale.
    async fn question(
        &self,
        carrier: &dyn Carrier,
        mut query: Query,
        deadline: Duration,
        gathers: bool,
    ) -> Told {
        let channel = carrier.channel();
        let session = Session::new(channel.clone(), self.transport.clone(), self.clock.clone());
        let session = session.with_deadline(deadline);
        let road = self.roads.get(&channel);
        let session = match road {
            Some(road) => session.on(road.clone()),
            None => session,
        };
        let session = if self.keep_raw { session.keeping_raw() } else { session };
        // Raw replies are kept for each question, so each has a request of its own.
        let gather = self.gathers.get(&channel).filter(|_| gathers && !self.keep_raw);
        let mut result = match gather {
            None => carrier.track(&query, &session).await,
            Some(gather) => {
                let session = &session;
                let send = |queries: Vec<Query>| async move { carrier.track_batch(&queries, session).await };
                gather.ask(&query, &*self.clock, send).await
            }
        };
        // A wrong postal code hides a parcel that is there, so not found is believed without it only.
        let is_hidden = matches!(&result, Err(error) if error.kind() == ErrorKind::NotFound);
        if is_hidden && query.postal_code.take().is_some() {
            result = carrier.track(&query, &session).await;
        }
        if let (Err(error), Some(road)) = (&result, road) {
            road.was_refused(error);
        }
        Told { result: result.map_err(|error| error.with_channel(&channel)), raw: session.take_raw() }
    }

    /// The channels that may know a number: those of its carrier, if that is known, or else in waves, the likeliest first.
    pub(super) fn candidates<'t>(
        &'t self,
        number: &TrackingNumber,
        carrier: Option<&CarrierId>,
    ) -> VecDeque<Wave<'t>> {
        let Some(carrier) = carrier else {
            return detect::waves(&self.carriers, number, &self.memory.of(number), self.probes);
        };
        VecDeque::from([self
            .carriers
            .iter()
            .filter(|channel| channel.channel().carrier() == carrier)
            .collect()])
    }
}

/// The numbers of its parcels that an answer names.
fn named_numbers(reports: &[Report], orders: &[Order]) -> Vec<Related> {
    let of_reports = reports.iter().flat_map(|report| &report.related);
    let of_orders = orders.iter().flat_map(Order::parcels).flat_map(|parcel| &parcel.related);
    let related = of_reports.chain(of_orders).filter(|related| related.relation.is_this_parcel()).cloned();
    let direct = orders.iter().flat_map(Order::parcels).filter_map(|parcel| {
        Some(Related {
            relation: Relation::Same,
            carrier: parcel.carrier.clone(),
            number: parcel.number.clone()?,
        })
    });
    related.chain(direct).collect()
}
