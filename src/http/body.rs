//! The body of an answer, put together from its parts as they come.

use super::reply::Reply;

/// More than nearly all answers have.
const SMALL: usize = 1 << 18;

/// What has come of a body. One that comes in a single part is kept as it came, as most do: a copy of it would cost as much
/// as the client's other work.
pub(super) struct Body<P> {
    most: usize,
    /// How many bytes the answer says there are.
    told: usize,
    only: Option<P>,
    joined: Vec<u8>,
}

/// There are more bytes than there may be.
pub(super) struct TooLarge;

impl<P: AsRef<[u8]> + Send + Sync + 'static> Body<P> {
    /// A body that has so many bytes at most, and as many as the answer says if it does.
    pub(super) fn new(most: usize, told: Option<u64>) -> Result<Self, TooLarge> {
        // Of an answer that says how large it is, nothing need be read to refuse it.
        match usize::try_from(told.unwrap_or_default()) {
            Ok(told) if told <= most => Ok(Self { most, told, only: None, joined: Vec::new() }),
            _ => Err(TooLarge),
        }
    }

    pub(super) fn add(&mut self, part: P) -> Result<(), TooLarge> {
        let come = self.only.as_ref().map_or(self.joined.len(), |only| only.as_ref().len());
        if part.as_ref().len() > self.most - come {
            return Err(TooLarge);
        }
        if come == 0 {
            self.only = Some(part);
            return Ok(());
        }
        if let Some(first) = self.only.take() {
            // What it says is room enough from the start, and never beyond the limit.
            self.joined.reserve_exact(self.told);
            self.join(first.as_ref());
        }
        self.join(part.as_ref());
        Ok(())
    }

    fn join(&mut self, part: &[u8]) {
        let needed = self.joined.len() + part.len();
        if needed > self.joined.capacity() {
            // Doubled while it is small. A large one gets all that it may need at once: growing it would hold it twice, and
            // memory that nobody writes to costs nothing.
            let small = SMALL.min(self.most);
            let capacity = match needed <= small {
                true => self.joined.capacity().saturating_mul(2).clamp(needed, small),
                false => self.most,
            };
            self.joined.reserve_exact(capacity - self.joined.len());
        }
        self.joined.extend_from_slice(part);
    }

    /// The reply with this body.
    pub(super) fn reply(mut self, status: u16) -> Reply {
        if let Some(only) = self.only {
            return Reply::received(status, only);
        }
        if self.joined.capacity() / 2 > self.joined.len().max(SMALL) {
            self.joined.shrink_to_fit();
        }
        Reply::received(status, self.joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(most: usize, told: Option<u64>, parts: &[&str]) -> Option<Reply> {
        let mut body = Body::new(most, told).ok()?;
        parts.iter().try_for_each(|part| body.add(part.to_string())).ok()?;
        Some(body.reply(200))
    }

    #[test]
    fn parts_are_put_together_up_to_the_limit() {
        for parts in [&[][..], &[""], &["abcdef"], &["abc", "def"], &["", "abc", "", "def", ""]] {
            for told in [None, Some(6), Some(1)] {
                let reply = body(6, told, parts).unwrap();
                assert_eq!(reply.body(), parts.concat().as_bytes());
            }
        }
        assert!(body(6, None, &["abcdefg"]).is_none());
        assert!(body(6, None, &["abc", "def", "g"]).is_none());
        assert!(body(6, Some(7), &[]).is_none());
        assert!(body(6, Some(u64::MAX), &[]).is_none());
    }
}
