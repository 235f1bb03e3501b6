//! Puts questions to one channel together, as many as its vendor takes in one request.

use std::future::Future;
use std::time::Duration;

use tokio::sync::{self, oneshot};

use crate::carrier::{Answer, Query};
use crate::error::{Error, ErrorKind, Result};
use crate::http::Clock;
use crate::sync::{Mutex, lock};

/// How long a question waits for others: little beside a request.
const LINGER: Duration = Duration::from_millis(5);

type Asker = oneshot::Sender<Result<Answer>>;

/// The questions to one channel that wait to be put together.
#[derive(Debug)]
pub(super) struct Gather {
    /// How many go into one request.
    most: usize,
    waiting: Mutex<Vec<(Query, Asker)>>,
    /// Held by the one who waits for others.
    turn: sync::Mutex<()>,
}

impl Gather {
    pub(super) fn new(most: usize) -> Self {
        Self { most, waiting: Mutex::default(), turn: sync::Mutex::new(()) }
    }

    /// The answer to a question, which somebody else may have asked along with his own by `send`. Dropping the future takes
    /// the question back; what it would have asked for others, they ask themselves.
    pub(super) async fn ask<F, Fut>(&self, query: &Query, clock: &dyn Clock, send: F) -> Result<Answer>
    where
        F: Fn(Vec<Query>) -> Fut + Send + Sync,
        Fut: Future<Output = Vec<Result<Answer>>> + Send,
    {
        let mut answer = self.wait(query);
        loop {
            tokio::select! {
                biased;
                told = &mut answer => match told {
                    Ok(told) => return told,
                    // Whoever took it along is gone.
                    Err(_) => answer = self.wait(query),
                },
                turn = self.turn.lock() => {
                    clock.sleep(LINGER).await;
                    let taken = self.take();
                    drop(turn);
                    let (queries, askers): (Vec<Query>, Vec<Asker>) = taken.into_iter().unzip();
                    if !queries.is_empty() {
                        let mut answers = send(queries).await.into_iter();
                        for asker in askers {
                            let missing = || Err(Error::new(ErrorKind::BadReply, "the channel left out a question"));
                            // Who no longer wants to know needs no answer.
                            let _ = asker.send(answers.next().unwrap_or_else(missing));
                        }
                    }
                }
            }
        }
    }

    fn wait(&self, query: &Query) -> oneshot::Receiver<Result<Answer>> {
        let (asker, answer) = oneshot::channel();
        lock(&self.waiting).push((query.clone(), asker));
        answer
    }

    /// The questions for one request, the oldest first, without those that nobody waits for any more.
    fn take(&self) -> Vec<(Query, Asker)> {
        let mut waiting = lock(&self.waiting);
        waiting.retain(|(_, asker)| !asker.is_closed());
        let most = self.most.min(waiting.len());
        waiting.drain(..most).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::task::JoinSet;
    use tokio::time;

    use super::*;
    use crate::http::PausedClock;

    fn query(n: usize) -> Query {
        Query::number(format!("{:010}", 1_000_000_000 + n).parse().unwrap())
    }

    /// Asks many questions at once and gives the sizes of the requests.
    async fn requests(most: usize, questions: usize, dropped: impl Fn(usize) -> bool) -> Vec<usize> {
        let gather = Arc::new(Gather::new(most));
        let sizes: Arc<Mutex<Vec<usize>>> = Arc::default();
        let clock = PausedClock::default();
        let mut calls = JoinSet::new();
        for n in 0..questions {
            let (gather, sizes, clock, is_dropped) =
                (gather.clone(), sizes.clone(), clock.clone(), dropped(n));
            calls.spawn(async move {
                let send = |queries: Vec<Query>| {
                    let sizes = sizes.clone();
                    async move {
                        time::sleep(Duration::from_millis(100)).await;
                        sizes.lock().unwrap().push(queries.len());
                        queries
                            .iter()
                            .map(|query| Err(Error::new(ErrorKind::NotFound, format!("{query:?}"))))
                            .collect()
                    }
                };
                let query = query(n);
                let answer = gather.ask(&query, &clock, send);
                if is_dropped {
                    assert!(time::timeout(Duration::from_millis(50), answer).await.is_err());
                    return;
                }
                // Each gets his own.
                let error = answer.await.unwrap_err();
                assert_eq!(error.to_string(), format!("{query:?}"));
            });
        }
        calls.join_all().await;
        std::mem::take(&mut *sizes.lock().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn questions_go_together() {
        assert_eq!(requests(20, 45, |_| false).await, [20, 20, 5]);
        assert_eq!(requests(20, 1, |_| false).await, [1]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_away_costs_nobody_an_answer() {
        // The first asks for all, and goes away while it does.
        let sizes = requests(20, 40, |n| n == 0).await;
        assert_eq!(sizes.iter().sum::<usize>(), 39);
        requests(20, 200, |n| n % 3 == 0).await;
    }
}
