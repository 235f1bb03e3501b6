//! From the bytes of any answer of this channel to what they say.

use super::map::{self, Kind};
use super::wire::{self, Body, Message};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes;
use crate::carriers::part::Texts;
use crate::error::Result;

/// Decodes an answer of the operation or a message about it, of the login too where it is a refusal.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let report = match wire::read(bytes, &texts)? {
        Body::Detail(detail) => map::report(&detail, Kind::Answer, context)?,
        Body::Message(detail) => map::report(&detail, Kind::Message, context)?,
        Body::Refused(refusal) => return Err(refusal.error(None)),
    };
    notes::answer(report, context)
}

/// Decodes a message that was read already.
pub(in super::super) fn message(message: &Message, context: &Context) -> Result<Answer> {
    let detail = message.detail.quiet().ok_or_else(wire::neither)?;
    notes::answer(map::report(detail, Kind::Message, context)?, context)
}
