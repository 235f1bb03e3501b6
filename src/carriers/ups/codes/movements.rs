//! Codes of scans on the way.

use super::Row;
use super::says::{
    ACCEPTED, ARRIVED, AT_DELIVERY_DEPOT, COLLECTED, COLLECTION_CANCELLED, COLLECTION_SCHEDULED, DEPARTED,
    DROPPED_OFF, EXPORTED, HANDED_TO_PARTNER, IMPORTED, IN_TRANSIT, INFORMATION, LABEL_CREATED,
    OUT_FOR_DELIVERY, PROCESSED, STORED,
};

/// Codes of type `I`, sorted: the table "In Progress" of UPS's [appendix].
///
/// `OC` stands there both for a label whose parcel UPS does not have and for an origin scan of a whole trailer; it is read
/// as the former. `CA`, `CD` and `CL` are in [`WITHDRAWALS`] too.
///
/// [appendix]: https://developer.ups.com/api/reference/tracking/appendix
#[rustfmt::skip]
pub(super) const MOVEMENTS: &[Row] = &[
    ("AG", IN_TRANSIT), ("AR", ARRIVED), ("AT", IN_TRANSIT), ("CA", INFORMATION),
    ("CD", INFORMATION), ("CL", INFORMATION), ("DL", AT_DELIVERY_DEPOT), ("DP", DEPARTED),
    ("DS", AT_DELIVERY_DEPOT), ("EP", EXPORTED), ("HU", PROCESSED), ("IP", IMPORTED), ("LC", PROCESSED),
    ("LM", PROCESSED), ("OC", LABEL_CREATED), ("OD", OUT_FOR_DELIVERY), ("OF", OUT_FOR_DELIVERY),
    ("OR", ACCEPTED), ("OT", OUT_FOR_DELIVERY), ("PC", COLLECTED), ("PL", LABEL_CREATED), ("PT", COLLECTED),
    ("PU", COLLECTED), ("SP", COLLECTION_SCHEDULED), ("UA", ARRIVED), ("UD", DEPARTED), ("UL", PROCESSED),
    ("VP", COLLECTION_CANCELLED), ("WH", STORED), ("XA", HANDED_TO_PARTNER), ("XD", DROPPED_OFF),
    ("XR", HANDED_TO_PARTNER), ("YF", OUT_FOR_DELIVERY), ("YH", HANDED_TO_PARTNER), ("YI", OUT_FOR_DELIVERY),
    ("YM", HANDED_TO_PARTNER), ("YN", HANDED_TO_PARTNER), ("YP", AT_DELIVERY_DEPOT),
];

/// Codes of type `I` that withdraw an arrival, a departure and an unloading scan, sorted, each with the code of the newest
/// event that it takes back, in the form of [`Event::code`](crate::Event::code).
pub(super) const WITHDRAWALS: &[(&str, &str)] = &[("CA", "I-AR"), ("CD", "I-DP"), ("CL", "I-UL")];
