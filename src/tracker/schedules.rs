//! What calls of a tracker share, in many schedules of three calls.
#![cfg(test)]
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use super::answers::{Answers, Question, Told};
use super::freshness::Freshness;
use super::gate::Gate;
use super::gather::Gather;
use crate::carrier::{Answer, Query};
use crate::error::{Error, ErrorKind, Result};
use crate::http::LeapingClock;
use crate::sync::schedules::{all, any, check, look, pause, within};
use crate::traffic::Unobserved;

/// Of each test.
const SCHEDULES: usize = 50_000;

type Queries = Arc<Mutex<Vec<Query>>>;

fn query(n: usize) -> Query {
    Query::number(format!("{:010}", 1_000_000_000 + n).parse().unwrap())
}

/// What channels have answered, and how one of them was asked, in steps.
struct Desk {
    answers: Answers,
    question: Question,
    now: AtomicUsize,
    is_asked: AtomicBool,
    /// When requests ended that brought something for all.
    answered: Mutex<Vec<usize>>,
    /// When somebody first came back with what was answered then.
    told: Mutex<BTreeMap<usize, usize>>,
}

/// A request on its way.
struct Request<'d>(&'d Desk);

impl Drop for Request<'_> {
    fn drop(&mut self) {
        self.0.is_asked.store(false, Ordering::SeqCst);
    }
}

impl Desk {
    fn new(freshness: Freshness) -> Arc<Self> {
        let answers = Answers::new(Arc::new(LeapingClock::default()), Arc::new(Unobserved), freshness);
        Arc::new(Self {
            answers,
            question: Question { channel: "dhl/unified".parse().unwrap(), query: query(0) },
            now: AtomicUsize::new(0),
            is_asked: AtomicBool::new(false),
            answered: Mutex::default(),
            told: Mutex::default(),
        })
    }

    fn step(&self) -> usize {
        self.now.fetch_add(1, Ordering::SeqCst)
    }

    /// Asks the channel. The error's text tells when.
    async fn request(&self, kind: ErrorKind) -> Told {
        assert!(!self.is_asked.swap(true, Ordering::SeqCst), "asked twice at a time");
        let _request = Request(self);
        pause().await;
        let now = self.step();
        if kind != ErrorKind::TimedOut {
            self.answered.lock().unwrap().push(now);
        }
        Told::failed(Error::new(kind, now.to_string()))
    }

    /// Asks as a call does, which knows that nothing is known that is new.
    async fn ask(&self) {
        let began = self.step();
        // Who waits takes what another brings meanwhile; but not that another ran out of his time.
        let (waits, asks) = (AtomicUsize::new(usize::MAX), AtomicBool::new(false));
        let request = || async {
            let missed = |at: &usize| *at > waits.load(Ordering::SeqCst);
            let answered = self.answered.lock().unwrap().iter().any(missed);
            assert!(!answered, "asked again instead of taking the answer that was waited for");
            asks.store(true, Ordering::SeqCst);
            self.request(if any(4) == 0 { ErrorKind::TimedOut } else { ErrorKind::Unavailable }).await
        };
        let mut call = Box::pin(self.answers.get(&self.question, request));
        let told = match look(call.as_mut()).await {
            Poll::Ready(told) => told,
            Poll::Pending => {
                waits.store(self.step(), Ordering::SeqCst);
                call.await
            }
        };
        let error = told.result.as_ref().unwrap_err();
        assert!(error.kind() != ErrorKind::TimedOut || asks.load(Ordering::SeqCst), "another's lack of time");
        let at: usize = error.to_string().parse().unwrap();
        let first = *self.told.lock().unwrap().entry(at).or_insert_with(|| self.step());
        assert!(first > began, "an answer that was told before the question");
    }
}

#[test]
fn who_asks_the_same_at_the_same_time_shares_one_request() {
    check(SCHEDULES, || {
        let desk = Desk::new(Freshness::NONE);
        all((0..3).map(|call| {
            let desk = desk.clone();
            async move {
                if call == 0 {
                    // Goes away, while it waits or while it asks.
                    within(any(5), desk.ask()).await;
                } else {
                    desk.ask().await;
                }
            }
        }));
        assert!(!desk.is_asked.load(Ordering::SeqCst));
    });
}

#[test]
fn nobody_asks_while_an_answer_is_new() {
    check(SCHEDULES, || {
        let desk = Desk::new(Freshness::default());
        all((0..3).map(|call| {
            let desk = desk.clone();
            async move {
                let ask = async {
                    // Of a number that nobody knows, that is an answer.
                    let request = || desk.request(ErrorKind::NotFound);
                    desk.answers.get(&desk.question, request).await;
                };
                match call {
                    0 => drop(within(any(5), ask).await),
                    _ => ask.await,
                }
            }
        }));
        assert_eq!(desk.answered.lock().unwrap().len(), 1);
    });
}

#[test]
fn each_question_is_answered_once_however_they_are_put_together() {
    check(SCHEDULES, || {
        let most = 1 + any(3);
        let (gather, clock) = (Arc::new(Gather::new(most)), LeapingClock::default());
        // The questions of requests that came to their end, and those that were taken back.
        let (answered, gone): (Queries, Queries) = Default::default();
        all((0..3).map(|n| {
            let (gather, clock) = (gather.clone(), clock.clone());
            let (answered, gone) = (answered.clone(), gone.clone());
            async move {
                let send = |queries: Vec<Query>| {
                    assert!((1..=most).contains(&queries.len()));
                    let answered = answered.clone();
                    async move {
                        pause().await;
                        let error = |query| Err(Error::new(ErrorKind::NotFound, format!("{query:?}")));
                        let answers: Vec<Result<Answer>> = queries.iter().map(error).collect();
                        answered.lock().unwrap().extend(queries);
                        answers
                    }
                };
                let query = query(n);
                let call = gather.ask(&query, &clock, send);
                // Goes away, alone or with what it asks for others.
                let told = if n < 2 && any(2) == 0 { within(any(8), call).await } else { Some(call.await) };
                match told {
                    Some(told) => assert_eq!(told.unwrap_err().to_string(), format!("{query:?}")),
                    None => gone.lock().unwrap().push(query),
                }
            }
        }));
        let (answered, gone) = (answered.lock().unwrap(), gone.lock().unwrap());
        for query in (0..3).map(query) {
            let times = answered.iter().filter(|other| **other == query).count();
            assert!(
                times == 1 || (times == 0 && gone.contains(&query)),
                "{query:?} was answered {times} times"
            );
        }
    });
}

#[test]
fn a_tracker_that_is_shut_down_waits_for_calls_and_lets_in_no_more() {
    check(SCHEDULES, || {
        let gate = Arc::new(Gate::new());
        let (inside, is_shut): (Arc<AtomicUsize>, Arc<AtomicBool>) = Default::default();
        all((0..3).map(|call| {
            let (gate, inside, is_shut) = (gate.clone(), inside.clone(), is_shut.clone());
            async move {
                if call == 0 {
                    // Also where who closes it does not wait.
                    if any(2) == 0 && within(1 + any(2), gate.close()).await.is_none() {
                        assert!(gate.enter().is_err());
                    }
                    gate.close().await;
                    assert_eq!(inside.load(Ordering::SeqCst), 0, "somebody is inside");
                    is_shut.store(true, Ordering::SeqCst);
                    return;
                }
                for _ in 0..2 {
                    let Ok(pass) = gate.enter() else { continue };
                    assert!(!is_shut.load(Ordering::SeqCst), "entered after it was shut");
                    inside.fetch_add(1, Ordering::SeqCst);
                    pause().await;
                    inside.fetch_sub(1, Ordering::SeqCst);
                    drop(pass);
                }
            }
        }));
        assert!(gate.enter().is_err());
    });
}
