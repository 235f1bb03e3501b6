//! Several questions in few requests: which go together, and whose answer is whose.

use std::collections::VecDeque;

use crate::carrier::{Answer, Carrier, Query, Reference, Session};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Channel, TrackingNumber};

/// The answer to one question, of a carrier that is asked for several at once.
pub(super) async fn one(carrier: &impl Carrier, query: &Query, session: &Session) -> Result<Answer> {
    let mut results = carrier.track_batch(std::slice::from_ref(query), session).await;
    results.pop().unwrap_or_else(|| Err(unanswered(&carrier.channel())))
}

/// Questions that go into one request.
pub(super) struct Batch<'q> {
    /// What is asked for, in the order of the questions.
    pub(super) numbers: Vec<TrackingNumber>,
    /// The first of the questions; the hints of the others are equal.
    pub(super) hints: &'q Query,
    places: Vec<usize>,
}

/// The requests to send for some questions, and what became of each question.
pub(super) struct Plan<'q> {
    channel: Channel,
    batches: VecDeque<Batch<'q>>,
    results: Vec<Option<Result<Answer>>>,
}

impl<'q> Plan<'q> {
    /// Puts questions with equal keys together, at most `most` of them. A question without key goes alone; one that is
    /// not by number is refused.
    pub(super) fn new<K: PartialEq>(
        queries: &'q [Query],
        most: usize,
        channel: Channel,
        key: impl Fn(&Query) -> Option<K>,
    ) -> Self {
        let mut batches: Vec<(Option<K>, Batch<'q>)> = Vec::new();
        let mut results = Vec::with_capacity(queries.len());
        for (place, query) in queries.iter().enumerate() {
            let Reference::Number(number) = &query.reference else {
                let text = format!("{channel} is asked by number, not by {}", query.reference.kind());
                results.push(Some(Err(Error::new(ErrorKind::Unsupported, text).with_channel(&channel))));
                continue;
            };
            results.push(None);
            let key = key(query);
            let fits = |(other, batch): &&mut (Option<K>, Batch<'q>)| {
                key.is_some() && *other == key && batch.places.len() < most
            };
            match batches.iter_mut().find(fits) {
                Some((_, batch)) => {
                    batch.numbers.push(number.clone());
                    batch.places.push(place);
                }
                None => {
                    let batch = Batch { numbers: vec![number.clone()], hints: query, places: vec![place] };
                    batches.push((key, batch));
                }
            }
        }
        Self { channel, batches: batches.into_iter().map(|(_, batch)| batch).collect(), results }
    }

    /// The next request to send.
    pub(super) fn next(&mut self) -> Option<Batch<'q>> {
        self.batches.pop_front()
    }

    /// Has a request sent again as two with half of its numbers each, before all others.
    #[cfg(feature = "hermes")]
    pub(super) fn halve(&mut self, batch: Batch<'q>) {
        let Batch { mut numbers, hints, mut places } = batch;
        let half = numbers.len() / 2;
        let second = Batch { numbers: numbers.split_off(half), hints, places: places.split_off(half) };
        self.batches.push_front(second);
        self.batches.push_front(Batch { numbers, hints, places });
    }

    /// What came of a request: an answer for each of its numbers, or one failure of all. After a failure that every
    /// further request would meet, none is sent.
    pub(super) fn put(&mut self, batch: &Batch<'q>, answers: Result<Vec<Result<Answer>>>) {
        match answers {
            Ok(answers) => {
                batch.places.iter().zip(answers).for_each(|(place, answer)| self.set(*place, answer))
            }
            Err(error) => {
                let error = error.with_channel(&self.channel);
                batch.places.iter().for_each(|place| self.set(*place, Err(error.again())));
                let ends_all = matches!(
                    error.kind(),
                    ErrorKind::Unauthorized
                        | ErrorKind::Forbidden
                        | ErrorKind::RateLimited
                        | ErrorKind::Misconfigured
                );
                if ends_all {
                    let left: Vec<usize> = self.batches.drain(..).flat_map(|batch| batch.places).collect();
                    left.into_iter().for_each(|place| self.set(place, Err(error.again())));
                }
            }
        }
    }

    fn set(&mut self, place: usize, answer: Result<Answer>) {
        if let Some(slot) = self.results.get_mut(place) {
            *slot = Some(answer);
        }
    }

    /// What became of each question, in their order.
    pub(super) fn finish(self) -> Vec<Result<Answer>> {
        let channel = self.channel;
        self.results.into_iter().map(|result| result.unwrap_or_else(|| Err(unanswered(&channel)))).collect()
    }
}

fn unanswered(channel: &Channel) -> Error {
    Error::new(ErrorKind::BadReply, "the question was left out").with_channel(channel)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: Channel = Channel::known(crate::model::CarrierId::DHL, "express");

    /// Questions, told apart by their numbers' ends; equal languages go together.
    fn queries() -> Vec<Query> {
        let mut queries: Vec<Query> = [Some("de"), Some("en"), Some("de"), None, Some("de"), None]
            .into_iter()
            .enumerate()
            .map(|(index, language)| {
                let mut query = Query::number(format!("331881000{index}").parse().unwrap());
                query.language = language.map(Into::into);
                query
            })
            .collect();
        queries.insert(1, Query::order("A-1".parse().unwrap()));
        queries
    }

    fn plan(queries: &[Query]) -> Plan<'_> {
        Plan::new(queries, 2, CHANNEL, |query| query.language.clone())
    }

    #[test]
    fn equal_keys_go_together_up_to_the_limit_and_the_rest_alone() {
        let queries = queries();
        let mut plan = plan(&queries);
        let mut sent = Vec::new();
        while let Some(batch) = plan.next() {
            let ends: Vec<&str> = batch.numbers.iter().map(|number| &number.as_str()[9..]).collect();
            sent.push(ends.concat());
            plan.put(&batch, Ok(batch.numbers.iter().map(|_| Ok(Answer::default())).collect()));
        }
        assert_eq!(sent, ["02", "1", "3", "4", "5"]);
        let results = plan.finish();
        let refused: Vec<bool> = results.iter().map(Result::is_err).collect();
        assert_eq!(refused, [false, true, false, false, false, false, false]);
        assert_eq!(results[1].as_ref().unwrap_err().kind(), ErrorKind::Unsupported);
    }

    #[test]
    fn a_failure_is_told_to_every_question_and_ends_all_where_it_would_return() {
        let wait = Some(std::time::Duration::from_secs(7));
        let queries = queries();
        for (kind, sent) in
            [(ErrorKind::RateLimited, 1), (ErrorKind::Unauthorized, 1), (ErrorKind::TimedOut, 5)]
        {
            let mut plan = plan(&queries);
            let mut asked = 0;
            while let Some(batch) = plan.next() {
                asked += 1;
                plan.put(&batch, Err(Error::new(kind, "later").with_retry_after(wait).with_code("X")));
            }
            assert_eq!(asked, sent, "{kind}");
            for (place, result) in plan.finish().iter().enumerate().filter(|(place, _)| *place != 1) {
                let error = result.as_ref().unwrap_err();
                assert_eq!(
                    (error.kind(), error.code(), error.retry_after()),
                    (kind, Some("X"), wait),
                    "{place}"
                );
                assert_eq!((error.to_string().as_str(), error.channel()), ("later", Some(&CHANNEL)));
            }
        }
    }

    #[cfg(feature = "hermes")]
    #[test]
    fn halves_are_sent_before_the_rest_and_keep_their_places() {
        let queries = queries();
        let mut plan = plan(&queries);
        let whole = plan.next().unwrap();
        plan.halve(whole);
        let halves = [plan.next().unwrap(), plan.next().unwrap()];
        assert_eq!(halves.each_ref().map(|half| half.places.clone()), [[0], [3]]);
        let numbers = halves.each_ref().map(|half| half.numbers[0].as_str());
        assert_eq!(numbers, ["3318810000", "3318810002"]);
    }

    #[test]
    fn a_question_without_answer_is_an_error() {
        let queries = queries();
        let mut plan = plan(&queries);
        let batch = plan.next().unwrap();
        plan.put(&batch, Ok(Vec::new()));
        assert_eq!(plan.finish()[0].as_ref().unwrap_err().kind(), ErrorKind::BadReply);
    }
}
