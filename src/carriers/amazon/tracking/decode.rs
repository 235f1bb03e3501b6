//! From the bytes of any answer of this channel to what they say.

use serde_json::{Map, Value};

use super::map::{self, Kind};
use super::wire::{self, Body};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::notes;
use crate::error::Result;

/// Decodes an answer of the operation or a message about it, of the login too where it is a refusal.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    answer(&wire::read(bytes)?, context)
}

/// Decodes a message that was read already.
pub(in super::super) fn message(top: &Map<String, Value>, context: &Context) -> Result<Answer> {
    answer(&wire::body(top)?, context)
}

fn answer(body: &Body, context: &Context) -> Result<Answer> {
    let report = match body {
        Body::Detail(detail) => map::report(detail, Kind::Answer, context)?,
        Body::Message(detail) => map::report(detail, Kind::Message, context)?,
        Body::Refused(refusal) => return Err(refusal.error(None)),
    };
    notes::answer(report, context)
}
