//! What `getTracking` sends, field by field. Every field may be missing or odd, see [`Part`].

use crate::carriers::amazon::errors::{Errors, Refusal};
use crate::carriers::amazon::tolerant::{Both, Term, Word, Wrapped};
use crate::carriers::list::List;
use crate::carriers::part::{self, Part, Texts, fields};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};

fields! {
    /// What stands around the fields, or in their place. The contract's schema has a `payload`, its example has none.
    struct Around<'a> {
        payload: Part<Wrapped<Tracking<'a>>> = "payload",
        errors: Part<Errors<'a>> = "errors",
        error: Word<'a> = "error",
    }

    pub(super) struct Tracking<'a> {
        tracking_id: Word<'a> = "trackingId",
        alternate_leg_tracking_id: Word<'a> = "alternateLegTrackingId",
        event_history: List<TrackingEvent<'a>> = "eventHistory",
        promised_delivery_date: Word<'a> = "promisedDeliveryDate",
        summary: Part<Summary<'a>> = "summary",
    }

    pub(super) struct TrackingEvent<'a> {
        event_code: Word<'a> = "eventCode",
        event_time: Word<'a> = "eventTime",
        location: Part<EventLocation<'a>> = "location",
        shipment_type: Word<'a> = "shipmentType",
    }

    pub(super) struct EventLocation<'a> {
        state_or_region: Word<'a> = "stateOrRegion",
        city: Word<'a> = "city",
        country_code: Word<'a> = "countryCode",
        postal_code: Word<'a> = "postalCode",
    }

    pub(super) struct Summary<'a> {
        status: Word<'a> = "status",
        tracking_detail_codes: Part<DetailCodes<'a>> = "trackingDetailCodes",
    }

    pub(super) struct DetailCodes<'a> {
        forward: List<Term<'a>> = "forward",
        returns: List<Term<'a>> = "returns",
    }
}

/// Which answer it is.
pub(super) enum Body<'a> {
    Tracking(Box<Tracking<'a>>),
    Refused(Refusal<'a>),
}

/// Reads an answer and finds out which it is; with it comes the path at which its fields stand.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no JSON object, or none of these answers.
pub(super) fn read<'a>(bytes: &'a [u8], texts: &'a Texts) -> Result<(Body<'a>, Path<'static>)> {
    let Both(around, top): Both<Around, Tracking> = part::json(bytes, texts)?;
    let refusal = Refusal::read(around.errors, around.error);
    let (fields, root) = match around.payload {
        Part::Read(Wrapped::Fields(fields)) => (fields, Path::of("payload")),
        _ => (Box::new(top), Path::ROOT),
    };
    if fields.tracking_id.is_told() || fields.event_history.is_told() || fields.summary.is_told() {
        return Ok((Body::Tracking(fields), root));
    }
    match refusal {
        Some(refusal) => Ok((Body::Refused(refusal), Path::ROOT)),
        None => Err(Error::new(ErrorKind::BadReply, "the answer holds neither events nor an error")),
    }
}
