//! From the bytes of any answer of this channel to what they say.

use super::map;
use super::wire::{self, Body};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes;
use crate::carriers::part::Texts;
use crate::error::Result;

/// Decodes an answer of the operation, of the login too where it is a refusal.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let report = match wire::read(bytes, &texts)? {
        (Body::Tracking(tracking), root) => map::report(&tracking, &root, context)?,
        (Body::Refused(refusal), _) => return Err(refusal.error(None)),
    };
    notes::answer(report, context)
}
