//! What Amazon sends, field by field. Every field may be missing or odd, see [`Part`].

use crate::carriers::amazon::errors::{Errors, Refusal};
use crate::carriers::amazon::tolerant::{Term, Word, Wrapped};
use crate::carriers::list::List;
use crate::carriers::part::{self, Part, Texts, fields};
use crate::error::{Error, ErrorKind, Result};

fields! {
    /// An answer.
    struct Top<'a> {
        details: Part<Wrapped<Details<'a>>> = "packageTrackingDetails",
        errors: Part<Errors<'a>> = "errors",
        error: Word<'a> = "error",
    }

    /// A package's tracking details. The entries of its texts are counted, not read.
    pub(super) struct Details<'a> {
        tracking_status: Word<'a> = "trackingStatus",
        localized_delivery_promise: Word<'a> = "localizedDeliveryPromise",
        delivery_window: Part<Window<'a>> = "deliveryWindow",
        carrier_details: Part<CarrierDetails<'a>> = "carrierDetails",
        package_tracking_events: List<Term<'a>> = "packageTrackingEvents",
        package_milestones: List<Milestone<'a>> = "packageMilestones",
    }

    pub(super) struct Window<'a> {
        start_date: Word<'a> = "startDate",
        end_date: Word<'a> = "endDate",
    }

    pub(super) struct CarrierDetails<'a> {
        localized_carrier_name: Word<'a> = "localizedCarrierName",
        carrier_tracking_id: Word<'a> = "carrierTrackingId",
    }

    pub(super) struct Milestone<'a> {
        milestone_type: Word<'a> = "milestoneType",
        milestone_window: Part<Window<'a>> = "milestoneWindow",
    }
}

/// Reads an answer.
///
/// # Errors
///
/// The error that a refusal means, and [`ErrorKind::BadReply`] for what is neither.
pub(super) fn read<'a>(bytes: &'a [u8], texts: &'a Texts) -> Result<Details<'a>> {
    let Top { details, errors, error } = part::json(bytes, texts)?;
    match details {
        Part::Read(Wrapped::Fields(details)) => Ok(*details),
        found => Err(match (Refusal::read(errors, error), found) {
            (Some(refusal), _) => refusal.error(None),
            (None, Part::Read(_)) => {
                Error::new(ErrorKind::NotFound, "the answer is empty: nothing is known yet")
            }
            (None, _) => {
                Error::new(ErrorKind::BadReply, "the answer holds neither tracking details nor an error")
            }
        }),
    }
}
