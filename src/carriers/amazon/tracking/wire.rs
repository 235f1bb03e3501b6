//! What the Tracking API sends, field by field. Every field may be missing or odd, see [`Part`].

use crate::carriers::amazon::errors::{Errors, Refusal};
use crate::carriers::amazon::tolerant::Word;
use crate::carriers::list::List;
use crate::carriers::part::{self, Part, Texts, fields};
use crate::error::{Error, ErrorKind, Result};

fields! {
    /// An answer or a message.
    struct Top<'a> {
        detail: Part<TrackingDetail<'a>> = "trackingDetail",
        payload: Part<Payload<'a>> = "payload" | "Payload",
        errors: Part<Errors<'a>> = "errors",
        error: Word<'a> = "error",
    }

    struct Payload<'a> {
        message: Part<Message<'a>>
            = "shipmentTrackingMilestoneChangedNotification" | "ShipmentTrackingMilestoneChangedNotification",
    }

    /// What a message of this channel carries.
    pub(in super::super) struct Message<'a> {
        detail: Part<TrackingDetail<'a>> = "trackingDetail",
    }

    pub(in super::super) struct TrackingDetail<'a> {
        identifier: Part<Identifier<'a>> = "identifier",
        tracking_url: Word<'a> = "trackingUrl",
        tracking_estimates: List<TrackingEstimate<'a>> = "trackingEstimates",
        latest_milestone: Part<Milestone<'a>> = "latestMilestone",
        milestone_history: List<Milestone<'a>> = "milestoneHistory",
    }

    /// What was asked for, under the name under which it was asked.
    pub(in super::super) struct Identifier<'a> {
        id: Word<'a> = "id",
        acsin: Word<'a> = "acsin",
        aftn: Word<'a> = "aftn",
        container_number: Word<'a> = "containerNumber",
        house_bill_of_lading_number: Word<'a> = "houseBillOfLadingNumber",
        carrier_tracking: Part<CarrierTracking<'a>> = "carrierTracking",
    }

    pub(in super::super) struct CarrierTracking<'a> {
        tracking_number: Word<'a> = "trackingNumber",
        carrier_code: Word<'a> = "carrierCode",
    }

    pub(in super::super) struct TrackingEstimate<'a> {
        kind: Word<'a> = "type",
        estimated_interval: Part<Interval<'a>> = "estimatedInterval",
        last_updated_time: Word<'a> = "lastUpdatedTime",
    }

    pub(in super::super) struct Interval<'a> {
        start_time: Word<'a> = "startTime",
        end_time: Word<'a> = "endTime",
    }

    pub(in super::super) struct Milestone<'a> {
        status: Part<MilestoneStatus<'a>> = "status",
        location: Part<MilestoneLocation<'a>> = "location",
        occurred_at: Word<'a> = "occurredAt",
    }

    pub(in super::super) struct MilestoneStatus<'a> {
        code: Word<'a> = "code",
        sub_code: Word<'a> = "subCode",
        description: Word<'a> = "description",
    }

    pub(in super::super) struct MilestoneLocation<'a> {
        address: Part<Address<'a>> = "address",
    }

    pub(in super::super) struct Address<'a> {
        city: Word<'a> = "city",
        region: Word<'a> = "region",
        country_code: Word<'a> = "countryCode",
    }
}

/// Which answer it is.
pub(super) enum Body<'a> {
    Detail(Box<TrackingDetail<'a>>),
    /// `SHIPMENT_TRACKING_MILESTONE_CHANGED`.
    Message(Box<TrackingDetail<'a>>),
    Refused(Refusal<'a>),
}

/// Reads an answer and finds out which it is.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no JSON object, or none of these answers.
pub(super) fn read<'a>(bytes: &'a [u8], texts: &'a Texts) -> Result<Body<'a>> {
    let Top { detail, payload, errors, error } = part::json(bytes, texts)?;
    if let Part::Read(detail) = detail {
        return Ok(Body::Detail(Box::new(detail)));
    }
    if let Part::Read(Payload { message: Part::Read(message) }) = payload
        && let Part::Read(detail) = message.detail
    {
        return Ok(Body::Message(Box::new(detail)));
    }
    Refusal::read(errors, error).map(Body::Refused).ok_or_else(neither)
}

/// The error of a document that is none of them.
pub(super) fn neither() -> Error {
    Error::new(ErrorKind::BadReply, "the answer is neither a tracking detail nor an error")
}
