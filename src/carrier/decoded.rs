//! What a reply was decoded to, for the next time that it comes.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use super::answer::Answer;
use super::context::Context;
use crate::error::Result;

/// The last reply to one question, as a digest, with what it was decoded to. Most parcels say the same each time they are
/// asked for; [`Session::decode`](super::Session::decode) decodes such a reply once.
///
/// The digest is SipHash of 64 bits with keys of its own: nobody outside can choose two replies that it takes for one, and
/// by chance one in 2^64 is.
#[derive(Default)]
pub struct Decoded {
    keys: RandomState,
    last: Mutex<Option<(u64, Answer)>>,
}

impl Decoded {
    /// What `decode` makes of a body, or made of the same the last time, then with the time of this one.
    pub(super) fn of(
        &self,
        body: &[u8],
        context: &Context,
        decode: impl FnOnce(&[u8], &Context) -> Result<Answer>,
    ) -> Result<Answer> {
        let Context { fetched_at, number, language } = context;
        let digest = self.keys.hash_one((body, number, language));
        let known = {
            let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            last.as_ref().filter(|(of, _)| *of == digest).map(|(_, answer)| answer.clone())
        };
        if let Some(mut answer) = known {
            answer.reports.iter_mut().for_each(|report| report.fetched_at = *fetched_at);
            return Ok(answer);
        }
        let answer = decode(body, context)?;
        let last = Some((digest, answer.clone()));
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = last;
        Ok(answer)
    }
}

impl fmt::Debug for Decoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_empty = self.last.lock().unwrap_or_else(PoisonError::into_inner).is_none();
        f.debug_struct("Decoded").field("is_empty", &is_empty).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::error::{Error, ErrorKind};
    use crate::model::{CarrierId, Channel, Event, EventTime, Language, Report, Source, Status};

    fn context(minute: u32) -> Context {
        let context = Context::new(format!("2026-11-22T10:{minute:02}:00Z").parse().unwrap());
        context.with_number("1234567890".parse().unwrap()).with_language(Language::GERMAN)
    }

    #[test]
    fn the_same_reply_is_decoded_once_and_has_the_time_of_each() {
        let decoded = Decoded::default();
        let times = Cell::new(0);
        let ask = |body: &str, context: &Context| {
            decoded.of(body.as_bytes(), context, |body, context| {
                times.set(times.get() + 1);
                if body.is_empty() {
                    return Err(Error::new(ErrorKind::BadReply, "empty"));
                }
                let source = Source::carrier(
                    Channel::known(CarrierId::DHL, "unified"),
                    context.number.clone().unwrap(),
                );
                let mut report = Report::new(source, context.fetched_at);
                let time: EventTime = "2026-11-22T09:00:00Z".parse().unwrap();
                report.events = vec![Event::new(time, Status::InTransit); body.len()];
                Ok(report.into())
            })
        };
        let first = ask("ab", &context(0)).unwrap();
        let mut second = ask("ab", &context(1)).unwrap();
        assert_eq!(times.get(), 1);
        assert_eq!(second.reports[0].fetched_at, context(1).fetched_at);
        second.reports[0].fetched_at = context(0).fetched_at;
        assert_eq!(second, first);
        for (asked, (body, context)) in [
            ("abc", context(2)),
            ("ab", context(3)),
            ("ab", context(4).with_language(Language::ENGLISH)),
            ("ab", Context { number: Some("1234567891".parse().unwrap()), ..context(5) }),
        ]
        .into_iter()
        .enumerate()
        {
            let answer = ask(body, &context).unwrap();
            assert_eq!(times.get(), asked + 2, "{body} {context:?}");
            assert_eq!(answer.reports[0].events.len(), body.len());
            assert_eq!(answer.reports[0].fetched_at, context.fetched_at);
        }
        // What cannot be read is read again.
        ask("", &context(6)).unwrap_err();
        ask("", &context(7)).unwrap_err();
        assert_eq!(times.get(), 7);
    }
}
