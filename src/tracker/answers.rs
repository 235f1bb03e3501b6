//! What channels have answered: of the last two thousand questions none is asked twice at a time, nor again while its
//! answer is new.

use std::borrow::Borrow;
#[cfg(test)]
use std::future::poll_fn;
use std::hash::{Hash, Hasher};
use std::mem;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use lru::LruCache;
use tokio::sync::oneshot;
use tokio::task::coop::{self, Unconstrained};

use super::freshness::Freshness;
use crate::carrier::{Answer, Decoded, Query, RawReply};
use crate::error::{Error, ErrorKind, Result};
use crate::http::Clock;
use crate::model::Channel;
use crate::sync::{Mutex, lock};
use crate::traffic::{Observer, Signal};

/// What one question to one channel brought.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) result: Result<Answer>,
    pub(super) raw: Vec<RawReply>,
}

/// A question to a channel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub(super) channel: Channel,
    pub(super) query: Query,
}

/// The last answers of all channels.
#[derive(Debug)]
pub(super) struct Answers {
    clock: Arc<dyn Clock>,
    observer: Arc<dyn Observer>,
    freshness: Freshness,
    cells: Mutex<LruCache<Arc<Cell>, ()>>,
}

/// One question with its last answers.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) question: Question,
    decoded: Arc<Decoded>,
    known: Mutex<Known>,
}

/// Cells are told apart, and found, by their questions.
impl Borrow<Question> for Arc<Cell> {
    fn borrow(&self) -> &Question {
        &self.question
    }
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.question == other.question
    }
}

impl Eq for Cell {}

impl Hash for Cell {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.question.hash(state);
    }
}

#[derive(Debug, Default)]
struct Known {
    /// What was told to all the last time, and until when it is new; nothing if it never was, so that no clock is read.
    last: Option<(Arc<Told>, Duration)>,
    /// The last answer that was none of a failure, and until when it is better than none.
    good: Option<(Arc<Told>, Duration)>,
    turn: LastTurn,
}

/// What comes, or came, of the last turn to ask a question.
#[derive(Debug, Default)]
enum LastTurn {
    /// Nothing: nobody had one, or who had it went away or ran out of time.
    #[default]
    Nothing,
    /// What those who wait will be told.
    Awaited(Vec<oneshot::Sender<Arc<Told>>>),
    /// What all were told.
    Told(Arc<Told>),
}

/// Where an answer is to be had.
pub(super) enum Begun {
    /// Here: it is new, or came while this call waited for another.
    Known(Arc<Told>),
    /// From another call, which asks.
    Waits(Wait),
    /// From the channel, which nobody else asks.
    Turn(Turn),
}

/// What comes of another's question: nothing if he goes away or runs out of time.
pub(super) struct Wait(Unconstrained<oneshot::Receiver<Arc<Told>>>);

/// The turn to ask a question, for all who will want to know. Dropping it leaves the question to one of them.
#[derive(Debug)]
pub(super) struct Turn {
    cell: Arc<Cell>,
    is_told: bool,
}

impl Turn {
    /// What is to be asked.
    pub(super) fn question(&self) -> &Question {
        &self.cell.question
    }

    /// What the channel's reply was decoded to the last time.
    pub(super) fn decoded(&self) -> Arc<Decoded> {
        self.cell.decoded.clone()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_told {
            let turn = mem::take(&mut lock(&self.cell.known).turn);
            // This wakes those who wait. The first of them finds the turn free.
            drop(turn);
        }
    }
}

impl Answers {
    /// So many questions are remembered with their answers.
    const MOST: NonZeroUsize = NonZeroUsize::new(2000).unwrap();

    pub(super) fn new(clock: Arc<dyn Clock>, observer: Arc<dyn Observer>, freshness: Freshness) -> Self {
        Self { clock, observer, freshness, cells: Mutex::new(LruCache::new(Self::MOST)) }
    }

    /// The cell of a question, which whoever asks it now shares.
    pub(super) fn cell(&self, question: Question) -> Arc<Cell> {
        let mut cells = lock(&self.cells);
        if let Some((cell, ())) = cells.get_key_value(&question) {
            return cell.clone();
        }
        let cell = Arc::new(Cell { question, decoded: Arc::default(), known: Mutex::default() });
        cells.put(cell.clone(), ());
        cell
    }

    /// Where the answer to a question is to be had. Who gets the turn must ask, and [tell](Self::tell) it. Who has `waited`
    /// for one who told nothing takes what the next one told, even if he comes too late to wait for it.
    pub(super) fn begin(&self, cell: &Arc<Cell>, waited: bool) -> Begun {
        let mut known = lock(&cell.known);
        if let Some((told, _)) = known.last.as_ref().filter(|(_, until)| self.clock.elapsed() < *until) {
            let told = told.clone();
            drop(known);
            self.observer.observe(&cell.question.channel, &Signal::Known);
            return Begun::Known(told);
        }
        match &mut known.turn {
            LastTurn::Awaited(waiting) => {
                let (tells, told) = oneshot::channel();
                if waiting.len() == waiting.capacity() {
                    // Some may have gone away meanwhile. It is looked for them only after as many have come as are left.
                    waiting.retain(|one| !one.is_closed());
                    waiting.reserve(waiting.len() + 1);
                }
                waiting.push(tells);
                // Otherwise of many who wait in one task most would be looked at in vain each time.
                return Begun::Waits(Wait(coop::unconstrained(told)));
            }
            LastTurn::Told(told) if waited => {
                let told = told.clone();
                drop(known);
                self.observer.observe(&cell.question.channel, &Signal::Shared);
                return Begun::Known(told);
            }
            LastTurn::Told(_) | LastTurn::Nothing => {}
        }
        known.turn = LastTurn::Awaited(Vec::new());
        drop(known);
        Begun::Turn(Turn { cell: cell.clone(), is_told: false })
    }

    /// Keeps what the channel told, and tells all who wait for it; not that a call ran out of its own time, which ends at
    /// `deadline` and of which others may have more.
    pub(super) fn tell(&self, mut turn: Turn, told: Told, deadline: Duration) -> Arc<Told> {
        let told = Arc::new(told);
        let now = self.clock.elapsed();
        if now >= deadline && told.result.as_ref().is_err_and(|error| error.kind() == ErrorKind::TimedOut) {
            return told;
        }
        let mut known = lock(&turn.cell.known);
        let fresh = self.freshness.of(&told.result);
        known.last = (!fresh.is_zero()).then(|| (told.clone(), now.saturating_add(fresh)));
        if told.result.is_ok() {
            known.good = Some((told.clone(), now.saturating_add(self.freshness.instead_of_none)));
        }
        let asked = mem::replace(&mut known.turn, LastTurn::Told(told.clone()));
        turn.is_told = true;
        drop(known);
        if let LastTurn::Awaited(waiting) = asked {
            for one in waiting {
                // Who has gone away is told nothing.
                let _ = one.send(told.clone());
            }
        }
        told
    }

    /// What another call was told to the same question; none if it told nothing, and somebody else must ask.
    pub(super) fn poll_wait(
        &self,
        cell: &Cell,
        Wait(told): &mut Wait,
        context: &mut Context<'_>,
    ) -> Poll<Option<Arc<Told>>> {
        let told = ready!(Pin::new(told).poll(context)).ok();
        if told.is_some() {
            self.observer.observe(&cell.question.channel, &Signal::Shared);
        }
        Poll::Ready(told)
    }

    /// The last answer to a question, if it is better than none.
    pub(super) fn instead_of_none(&self, cell: &Cell) -> Option<Arc<Told>> {
        let (told, until) = lock(&cell.known).good.clone()?;
        let told = (self.clock.elapsed() < until).then_some(told)?;
        self.observer.observe(&cell.question.channel, &Signal::InsteadOfNone);
        Some(told)
    }

    /// The answer to a question as a call gets it that has no other, and whose time ends as the channel says.
    #[cfg(test)]
    pub(super) async fn get<Fut: Future<Output = Told>>(
        &self,
        question: &Question,
        ask: impl FnOnce() -> Fut,
    ) -> Arc<Told> {
        let cell = self.cell(question.clone());
        let mut waited = false;
        loop {
            match self.begin(&cell, waited) {
                Begun::Known(told) => return told,
                Begun::Waits(mut wait) => {
                    let told = poll_fn(|context| self.poll_wait(&cell, &mut wait, context));
                    if let Some(told) = told.await {
                        return told;
                    }
                    waited = true;
                }
                Begun::Turn(turn) => return self.tell(turn, ask().await, Duration::ZERO),
            }
        }
    }
}

impl Told {
    /// A failure without an answer.
    pub(super) fn failed(error: Error) -> Self {
        Self { result: Err(error), raw: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::FutureExt;
    use futures_util::future::join_all;
    use tokio::task::JoinSet;
    use tokio::time;

    use super::*;
    use crate::http::PausedClock;
    use crate::model::{Event, EventTime, Report, Role, Source, State, Status, state};
    use crate::traffic::Unobserved;

    /// A channel with what it was asked, and the answers.
    #[derive(Clone)]
    struct Desk {
        answers: Arc<Answers>,
        asked: Arc<AtomicUsize>,
    }

    impl Desk {
        fn new(freshness: Freshness) -> Self {
            let clock = Arc::new(PausedClock::default());
            Self {
                answers: Arc::new(Answers::new(clock, Arc::new(Unobserved), freshness)),
                asked: Arc::default(),
            }
        }

        /// Asks as the tracker does; who is asked thinks for a second.
        async fn ask(&self, number: &str, told: impl FnOnce() -> Told + Send) -> Arc<Told> {
            let ask = || async {
                self.asked.fetch_add(1, Ordering::SeqCst);
                time::sleep(Duration::from_secs(1)).await;
                told()
            };
            self.answers.get(&question(number), ask).await
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::SeqCst)
        }
    }

    fn question(number: &str) -> Question {
        Question { channel: channel(), query: Query::number(number.parse().unwrap()) }
    }

    fn channel() -> Channel {
        "dhl/unified".parse().unwrap()
    }

    fn found(state: State) -> Told {
        let source =
            Source { channel: channel(), number: "1234567890".parse().unwrap(), role: Role::Carrier };
        let mut report = Report::new(source, chrono::DateTime::UNIX_EPOCH);
        let time: EventTime = "2026-03-01T10:00:00Z".parse().unwrap();
        report.events = vec![Event::new(time, state)];
        Told { result: Ok(report.into()), raw: Vec::new() }
    }

    fn moving() -> Told {
        found(State::of(Status::InTransit))
    }

    fn failed(kind: ErrorKind) -> Told {
        Told::failed(Error::new(kind, "no"))
    }

    #[tokio::test(start_paused = true)]
    async fn ten_thousand_who_ask_the_same_make_one_request() {
        for freshness in [Freshness::default(), Freshness::NONE] {
            let desk = Desk::new(freshness);
            let mut calls = JoinSet::new();
            for _ in 0..10_000 {
                let desk = desk.clone();
                calls.spawn(async move { desk.ask("1234567890", moving).await });
            }
            assert!(calls.join_all().await.iter().all(|told| told.result.is_ok()));
            assert_eq!(desk.asked(), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_beside_many_others_is_looked_at_no_more_often() {
        const CALLS: usize = 10_000;
        let desk = Desk::new(Freshness::NONE);
        let looks = AtomicUsize::new(0);
        // All in one task, which tokio makes pause again and again.
        let calls = (0..CALLS).map(|_| {
            let mut call = Box::pin(desk.ask("1234567890", moving));
            let looks = &looks;
            poll_fn(move |context| {
                looks.fetch_add(1, Ordering::SeqCst);
                call.as_mut().poll(context)
            })
        });
        assert!(join_all(calls.collect::<Vec<_>>()).await.iter().all(|told| told.result.is_ok()));
        assert!(looks.load(Ordering::SeqCst) <= 3 * CALLS, "{looks:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_away_while_he_waits_leaves_nothing_behind() {
        let desk = Desk::new(Freshness::NONE);
        let first = desk.clone();
        let first = tokio::spawn(async move { first.ask("1234567890", moving).await });
        tokio::task::yield_now().await;
        for _ in 0..10_000 {
            let call = desk.ask("1234567890", moving);
            assert!(call.now_or_never().is_none(), "it waits");
        }
        let cell = desk.answers.cell(question("1234567890"));
        let LastTurn::Awaited(waiting) = &lock(&cell.known).turn else { panic!("somebody asks") };
        assert!(waiting.capacity() <= 8, "{}", waiting.capacity());
        first.abort();
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_new_as_long_as_it_says() {
        for (told, seconds) in [
            (moving as fn() -> Told, 60),
            (|| found(state::delivered::NEIGHBOUR), 3600),
            (|| failed(ErrorKind::NotFound), 60),
            (|| failed(ErrorKind::Unavailable), 0),
            (|| failed(ErrorKind::Unauthorized), 0),
        ] {
            let desk = Desk::new(Freshness::default());
            desk.ask("1234567890", told).await;
            if seconds > 0 {
                time::sleep(Duration::from_secs(seconds - 1)).await;
                desk.ask("1234567890", told).await;
                assert_eq!(desk.asked(), 1, "{seconds}");
                desk.ask("1234567891", told).await;
                assert_eq!(desk.asked(), 2, "another number");
            }
            let before = desk.asked();
            time::sleep(Duration::from_secs(1)).await;
            desk.ask("1234567890", told).await;
            assert_eq!(desk.asked(), before + 1, "{seconds}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_old_answer_is_better_than_none_for_a_day() {
        let desk = Desk::new(Freshness::default());
        let cell = desk.answers.cell(question("1234567890"));
        assert!(desk.answers.instead_of_none(&cell).is_none());
        desk.ask("1234567890", moving).await;
        time::sleep(Duration::from_secs(3600)).await;
        desk.ask("1234567890", || failed(ErrorKind::Unavailable)).await;
        assert!(desk.answers.instead_of_none(&cell).unwrap().result.is_ok());
        time::sleep(Duration::from_secs(86_400)).await;
        assert!(desk.answers.instead_of_none(&cell).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_away_or_runs_out_of_time_decides_for_nobody_else() {
        let desk = Desk::new(Freshness::default());
        let first = desk.clone();
        let first = tokio::spawn(async move { first.ask("1234567890", moving).await });
        let second = desk.clone();
        let second =
            tokio::spawn(async move { second.ask("1234567890", || failed(ErrorKind::TimedOut)).await });
        time::sleep(Duration::from_millis(500)).await;
        first.abort();
        time::sleep(Duration::from_millis(500)).await;
        let third = desk.clone();
        let third = tokio::spawn(async move { third.ask("1234567890", moving).await });
        assert!(second.await.unwrap().result.is_err());
        assert!(third.await.unwrap().result.is_ok());
        assert_eq!(desk.asked(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn one_of_those_who_waited_in_vain_asks_for_all_of_them() {
        let desk = Desk::new(Freshness::NONE);
        let first = desk.clone();
        let first =
            tokio::spawn(async move { first.ask("1234567890", || failed(ErrorKind::TimedOut)).await });
        tokio::task::yield_now().await;
        let mut waiting = JoinSet::new();
        for _ in 0..10 {
            let desk = desk.clone();
            waiting.spawn(async move {
                // Told before any other of them is looked at.
                let ask = || async {
                    desk.asked.fetch_add(1, Ordering::SeqCst);
                    moving()
                };
                desk.answers.get(&question("1234567890"), ask).await
            });
        }
        assert!(waiting.join_all().await.iter().all(|told| told.result.is_ok()));
        assert!(first.await.unwrap().result.is_err());
        assert_eq!(desk.asked(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_is_shared_by_those_who_wait_and_by_nobody_after() {
        let desk = Desk::new(Freshness::default());
        let mut calls = JoinSet::new();
        for _ in 0..100 {
            let desk = desk.clone();
            calls.spawn(async move { desk.ask("1234567890", || failed(ErrorKind::Unavailable)).await });
        }
        assert!(calls.join_all().await.iter().all(|told| told.result.is_err()));
        assert_eq!(desk.asked(), 1);
        assert!(desk.ask("1234567890", moving).await.result.is_ok());
        assert_eq!(desk.asked(), 2);
    }
}
