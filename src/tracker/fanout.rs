//! Asks several channels at once, follows the numbers that they name, and stops at the deadline.

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::task::JoinHandle;

use super::Inner;
use super::answers::{Answers, Begun, Cell, Question, Told, Wait};
use super::detect::{self, Waves};
use crate::carrier::{Answer, Carrier, Decoded, Query, Reference, Session};
use crate::error::{Error, ErrorKind};
use crate::http::Clock;
use crate::model::{CarrierId, Channel, Order, Related, Relation, Report, TrackingNumber};

/// What one channel answered to one question.
#[derive(Debug)]
pub(super) struct Outcome {
    cell: Arc<Cell>,
    pub(super) told: Arc<Told>,
}

impl Outcome {
    pub(super) fn channel(&self) -> &Channel {
        &self.cell.question.channel
    }

    pub(super) fn reference(&self) -> &Reference {
        &self.cell.question.query.reference
    }

    /// Whether it tells of what was asked at first.
    pub(super) fn is_found_by(&self, reference: &Reference) -> bool {
        self.reference() == reference && self.answer().is_some_and(|answer| !answer.reports.is_empty())
    }

    pub(super) fn answer(&self) -> Option<&Answer> {
        self.told.result.as_ref().ok()
    }

    pub(super) fn error(&self) -> Option<&Error> {
        self.told.result.as_ref().err()
    }
}

/// A question that a channel is asked.
struct Asked<'t> {
    carrier: &'t Arc<dyn Carrier>,
    cell: Arc<Cell>,
    hand_offs: usize,
    /// Until it is answered.
    running: Option<Running>,
}

/// A question under way.
enum Running {
    Asks(Task),
    Waits(Wait),
}

impl Asked<'_> {
    /// What comes of it while it runs: nothing if another call asked it and was told nothing.
    fn poll(&mut self, answers: &Answers, context: &mut Context<'_>) -> Poll<Option<Arc<Told>>> {
        match &mut self.running {
            Some(Running::Asks(task)) => Pin::new(&mut task.0).poll(context).map(|told| {
                // A panic is caught within it; what is left is a runtime that is shut down.
                let stopped = |_| Error::new(ErrorKind::TimedOut, "the question was stopped");
                Some(told.map_err(stopped).unwrap_or_else(|error| Arc::new(Told::failed(error))))
            }),
            Some(Running::Waits(wait)) => answers.poll_wait(&self.cell, wait, context),
            None => Poll::Pending,
        }
    }
}

/// A task that stops when this is dropped.
struct Task(JoinHandle<Arc<Told>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
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
    hints: &'t Query,
    gathers: bool,
    waves: Waves<'t>,
    deadline: Duration,
    session_deadline: Duration,
    /// Ends when patience does, or at the deadline. It begins where there is something to wait for.
    alarm: Option<BoxFuture<'t, ()>>,
    /// When the last alarm ended, or the call began: the next one counts from then on.
    since: Duration,
    asked: Vec<Asked<'t>>,
    outcomes: Vec<Outcome>,
}

/// What a call waits for.
enum Next {
    /// What was told to a question, by its place; nothing if another call asked it and was told nothing.
    Told(usize, Option<Arc<Told>>),
    /// Nobody has told anything for a while.
    Impatience,
    /// The call's time is over.
    Deadline,
}

impl<'t> FanOut<'t> {
    /// Will ask the question at the channels of each wave until one knows.
    pub(super) fn new(tracker: &'t Arc<Inner>, hints: &'t Query, waves: Waves<'t>, gathers: bool) -> Self {
        let started = tracker.clock.elapsed();
        let time = tracker.deadline;
        let wave = waves.front().map(|(wave, _)| *wave);
        let first = waves.iter().take_while(|(next, _)| Some(*next) == wave).count();
        Self {
            tracker,
            hints,
            gathers,
            waves,
            deadline: started.saturating_add(time),
            session_deadline: started.saturating_add(time.saturating_sub(LAST_WORDS.min(time / 10))),
            alarm: None,
            since: started,
            asked: Vec::with_capacity(first),
            outcomes: Vec::with_capacity(first),
        }
    }

    /// Asks a channel, unless it was asked the same before or cannot be asked this. Tells whether it can.
    fn ask(&mut self, carrier: &'t Arc<dyn Carrier>, reference: &Reference, hand_offs: usize) -> bool {
        if !carrier.capabilities().accepts(reference) {
            return false;
        }
        let is_same = |asked: &Asked<'_>| {
            Arc::ptr_eq(asked.carrier, carrier) && asked.cell.question.query.reference == *reference
        };
        if !self.asked.iter().any(is_same) {
            let question = Question { channel: carrier.channel(), query: self.hints.about(reference) };
            let cell = self.tracker.answers.cell(question);
            self.asked.push(Asked { carrier, cell, hand_offs, running: None });
            self.begin(self.asked.len() - 1, false);
        }
        true
    }

    /// Takes the answer that there is, waits for the one that another call waits for, or asks the channel; after one that
    /// was `waited` for in vain, again.
    fn begin(&mut self, index: usize, waited: bool) {
        let Some(asked) = self.asked.get_mut(index) else { return };
        match self.tracker.answers.begin(&asked.cell, waited) {
            Begun::Known(told) => self.hear(index, told),
            Begun::Waits(wait) => asked.running = Some(Running::Waits(wait)),
            Begun::Turn(turn) => {
                let (carrier, tracker) = (asked.carrier.clone(), self.tracker.clone());
                let (deadline, session_deadline) = (self.deadline, self.session_deadline);
                let gathers = self.gathers;
                // A task of its own goes on while nobody looks at the call, so that it keeps no other call waiting. Tokio
                // moves what a task runs several times, so it is boxed.
                let task = tokio::spawn(Box::pin(async move {
                    let question = turn.question();
                    // It may begin late, but ends in time.
                    let now = tracker.clock.elapsed();
                    let told = async {
                        if now >= session_deadline {
                            return out_of_time(&question.channel);
                        }
                        tracker.question(&*carrier, question, turn.decoded(), session_deadline, gathers).await
                    };
                    let told = tokio::select! {
                        biased;
                        told = AssertUnwindSafe(told).catch_unwind() => told.unwrap_or_else(|_| {
                            // The panic's text may hold anything, so it is not repeated.
                            Told::failed(Error::new(ErrorKind::BadReply, "the carrier's code panicked"))
                        }),
                        () = after(&*tracker.clock, deadline.saturating_sub(now)) => out_of_time(&question.channel),
                    };
                    tracker.answers.tell(turn, told, session_deadline)
                }));
                asked.running = Some(Running::Asks(Task(task)));
            }
        }
    }

    /// What happens next.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next> {
        for (index, asked) in self.asked.iter_mut().enumerate() {
            if let Poll::Ready(told) = asked.poll(&self.tracker.answers, context) {
                asked.running = None;
                return Poll::Ready(Next::Told(index, told));
            }
        }
        let (clock, time) = (&*self.tracker.clock, self.tracker.deadline);
        // Soon, also where no wave is left to be asked: tokio makes a system call for each timer that ends before all it has,
        // and so it would for the requests of each call if only calls' deadlines were left of the last one.
        let patience = (time / PATIENCE).max(Duration::from_nanos(1));
        let nap = self.deadline.saturating_sub(self.since).min(patience);
        let alarm = self.alarm.get_or_insert_with(|| clock.sleep(nap));
        ready!(alarm.as_mut().poll(context));
        self.alarm = None;
        // Of a clock that stands still the wait is believed.
        self.since = clock.elapsed().max(self.since.saturating_add(nap));
        Poll::Ready(if self.since < self.deadline { Next::Impatience } else { Next::Deadline })
    }

    /// Waits for all answers, follows what they name, and takes note at the deadline of who has not answered. Dropping this
    /// stops every question.
    pub(super) async fn run(&mut self) {
        self.ask_next();
        loop {
            if self.asked.iter().all(|asked| asked.running.is_none()) && !self.ask_next() {
                break;
            }
            match poll_fn(|context| self.poll_next(context)).await {
                Next::Told(index, Some(told)) => self.hear(index, told),
                Next::Told(index, None) => self.begin(index, true),
                Next::Impatience => {
                    self.ask_next();
                }
                Next::Deadline => {
                    self.end();
                    break;
                }
            }
        }
    }

    /// What came of it, in an order of which none is chance: who answers first is.
    pub(super) fn into_outcomes(self) -> Vec<Outcome> {
        let mut outcomes = self.outcomes;
        outcomes.sort_by(|a, b| (a.channel(), a.reference()).cmp(&(b.channel(), b.reference())));
        outcomes
    }

    /// Asks the next wave, unless somebody knows already. Tells whether there was one.
    fn ask_next(&mut self) -> bool {
        let reference = &self.hints.reference;
        let is_found = self.outcomes.iter().any(|outcome| outcome.is_found_by(reference));
        let Some((wave, _)) = self.waves.front().copied().filter(|_| !is_found) else {
            self.waves.clear();
            return false;
        };
        if self.alarm.take().is_some() {
            self.since = self.tracker.clock.elapsed();
        }
        while let Some((_, carrier)) = self.waves.front().copied().filter(|(next, _)| *next == wave) {
            self.waves.pop_front();
            self.ask(carrier, reference, 0);
        }
        true
    }

    /// Takes what was told to a question, with the last answer where the channel gave none, and follows the numbers in it.
    fn hear(&mut self, index: usize, told: Arc<Told>) {
        let Some(asked) = self.asked.get(index) else { return };
        let (cell, hand_offs) = (asked.cell.clone(), asked.hand_offs);
        // That a parcel is unknown is an answer; nonsense, or a login that is refused today, is none.
        let is_none = told.result.as_ref().is_err_and(|error| error.kind() != ErrorKind::NotFound);
        let older = if is_none { self.tracker.answers.instead_of_none(&cell) } else { None };
        for told in older.into_iter().chain([told]) {
            if let (Ok(answer), true) = (&told.result, hand_offs < HAND_OFFS) {
                for named in named_numbers(&answer.reports, &answer.orders) {
                    self.follow(&named, &cell.question.channel, hand_offs + 1);
                }
            }
            self.outcomes.push(Outcome { cell: cell.clone(), told });
        }
    }

    /// Asks the channels of the carrier to which a number belongs. Whoever says that a number is another name of the
    /// parcel has told all it knows of it, and is not asked again.
    fn follow(&mut self, named: &Related, by: &Channel, hand_offs: usize) {
        let candidates = self.tracker.candidates(&named.number, named.carrier.as_ref());
        for (_, carrier) in candidates {
            if named.relation == Relation::Same && carrier.channel() == *by {
                continue;
            }
            if !self.ask(carrier, &Reference::Number(named.number.clone()), hand_offs) {
                self.ask(carrier, &Reference::Fulfilment(named.number.clone()), hand_offs);
            }
        }
    }

    /// The deadline: stops every question, and takes note of who did not answer.
    fn end(&mut self) {
        for index in 0..self.asked.len() {
            let Some(asked) = self.asked.get_mut(index) else { continue };
            if asked.running.take().is_some() {
                // What it would lead to has no time either.
                asked.hand_offs = HAND_OFFS;
                self.late(index);
            }
        }
    }

    /// Takes note that a channel did not answer.
    fn late(&mut self, index: usize) {
        if let Some(asked) = self.asked.get(index) {
            let told = out_of_time(&asked.cell.question.channel);
            self.hear(index, Arc::new(told));
        }
    }
}

fn out_of_time(channel: &Channel) -> Told {
    Told::failed(Error::new(ErrorKind::TimedOut, format!("{channel} did not answer in time")))
}

/// Ends after a while, which begins when it is first looked at.
async fn after(clock: &dyn Clock, time: Duration) {
    clock.sleep(time).await;
}

impl Inner {
    /// Asks a channel, by the deadline on the clock's scale.
    async fn question(
        &self,
        carrier: &dyn Carrier,
        Question { channel, query }: &Question,
        decoded: Arc<Decoded>,
        deadline: Duration,
        gathers: bool,
    ) -> Told {
        let session = Session::new(channel.clone(), self.transport.clone(), self.clock.clone());
        let session = session.with_deadline(deadline).with_decoded(decoded);
        let road = self.roads.get(channel);
        let session = match road {
            Some(road) => session.on(road.clone()),
            None => session,
        };
        let session = if self.keep_raw { session.keeping_raw() } else { session };
        // Raw replies are kept for each question, so each has a request of its own.
        let gather = self.gathers.get(channel).filter(|_| gathers && !self.keep_raw);
        let mut result = match gather {
            None => carrier.track(query, &session).await,
            Some(gather) => {
                let session = &session;
                let send = |queries: Vec<Query>| async move { carrier.track_batch(&queries, session).await };
                gather.ask(query, &*self.clock, send).await
            }
        };
        // A wrong postal code hides a parcel that is there, so not found is believed without it only.
        let is_hidden = matches!(&result, Err(error) if error.kind() == ErrorKind::NotFound);
        if is_hidden && query.postal_code.is_some() {
            result = carrier.track(&Query { postal_code: None, ..query.clone() }, &session).await;
        }
        if let (Err(error), Some(road)) = (&result, road) {
            road.was_refused(error);
        }
        Told { result: result.map_err(|error| error.with_channel(channel)), raw: session.take_raw() }
    }

    /// The channels that may know a number: those of its carrier, if that is known, or else in waves, the likeliest first.
    pub(super) fn candidates<'t>(
        &'t self,
        number: &TrackingNumber,
        carrier: Option<&CarrierId>,
    ) -> Waves<'t> {
        match carrier {
            None => detect::waves(&self.carriers, number, &self.memory.of(number), self.probes),
            Some(_) => self.channels_of(carrier),
        }
    }

    /// The channels of a carrier, or all of them, to be asked at once.
    pub(super) fn channels_of<'t>(&'t self, carrier: Option<&CarrierId>) -> Waves<'t> {
        let is_meant = |id: &CarrierId| carrier.is_none_or(|carrier| carrier == id);
        let meant = self.carriers.iter().filter(|channel| is_meant(channel.channel().carrier()));
        meant.map(|channel| (0, channel)).collect()
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
