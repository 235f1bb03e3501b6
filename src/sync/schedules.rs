//! Runs tests in many schedules.
#![cfg(test)]

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, MaxSteps, Runner, future};

/// A choice that belongs to the schedule: a number below the end.
pub(crate) fn any(end: usize) -> usize {
    use shuttle::rand::Rng;

    shuttle::rand::thread_rng().gen_range(0..end)
}

/// Runs a test in so many schedules: half of them by chance at each step, half by priorities that change at three of them.
pub(crate) fn check(schedules: usize, test: impl Fn() + Clone + Send + Sync + 'static) {
    const SEED: u64 = 0;
    const CHANGES: usize = 3;
    let half = schedules / 2;
    run(RandomScheduler::new_from_seed(SEED, half), test.clone());
    run(PctScheduler::new_from_seed(SEED, CHANGES, schedules - half), test);
}

fn run(scheduler: impl Scheduler + 'static, test: impl Fn() + Send + Sync + 'static) {
    let mut config = Config::new();
    // All orderings are taken for the strictest.
    config.silence_warnings = true;
    // Whoever goes on for so long goes on for ever.
    config.max_steps = MaxSteps::FailAfter(10_000);
    Runner::new(scheduler, config).run(test);
}

/// Runs tasks at once until all have ended.
pub(crate) fn all<F>(tasks: impl IntoIterator<Item = F>)
where
    F: Future<Output = ()> + Send + 'static,
{
    let tasks: Vec<_> = tasks.into_iter().map(future::spawn).collect();
    future::block_on(async {
        for task in tasks {
            task.await.unwrap();
        }
    });
}

/// Lets others go first, if they can.
pub(crate) async fn pause() {
    future::yield_now().await;
}

/// Looks at a future once.
pub(crate) async fn look<F: Future>(mut future: Pin<&mut F>) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

/// What a future brings, unless it was looked at so often in vain: then it is dropped.
pub(crate) async fn within<F: Future>(looks: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..looks {
        if let Poll::Ready(told) = look(future.as_mut()).await {
            return Some(told);
        }
        pause().await;
    }
    None
}
