//! DHL Paket: the standard codes of its events, and what to make of all three codes that its own API gives.

use super::{ICE, ICE_RIC, Row, Says, notice, says, state, status};
use crate::model::state::{available_for_pickup, exception, in_transit, info_received};
use crate::model::{Notice, Status};

/// The sixteen standard event codes of DHL Paket, sorted. DHL publishes them beside its event list
/// (<https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany>) and in the list that relates
/// divisions to Shipment Tracking – Unified.
///
/// `PO` may mean the vehicle, the depot or a new route, so it says no more than that the parcel is on its way.
pub const PARCEL_DE: &[Row] = &[
    state("AA", in_transit::FACILITY_OUT),
    state("AE", in_transit::COLLECTED),
    state("AN", info_received::COLLECTION_FAILED),
    state("BV", exception::DELIVERY_EXCEPTION),
    notice("DD", Notice::Information),
    state("EE", in_transit::FACILITY_IN),
    state("ES", in_transit::ACCEPTED),
    notice("GT", Notice::PostDelivery),
    state("LA", in_transit::STORED),
    state("NB", in_transit::FACILITY_PROCESSED),
    status("PO", Status::InTransit),
    state("VA", info_received::INFO_RECEIVED),
    state("ZF", available_for_pickup::PICKUP_POINT),
    status("ZN", Status::AttemptFailed),
    state("ZO", in_transit::CUSTOMS_PROCESSING),
    status("ZU", Status::Delivered),
];

/// What an event of DHL Paket's own API says, after its three codes: what happened (ICE), why (RIC), and the standard code.
///
/// First the combination counts, then what all combinations of the first two codes agree on, then the first alone, then
/// the standard code. A hand-over for an unheard reason is none unless the standard code says so too.
///
/// ```
/// use parceltrack::{Meaning, Notice, carriers::dhl::codes::of_paket, state::failed};
///
/// let says = of_paket("DSPSD", "NTCLM", "ZU").unwrap();
/// assert_eq!(says.meaning, Meaning::from(failed::DESTROYED));
/// assert_eq!(of_paket("DLVRD", "NEWRC", "GT").unwrap().meaning, Meaning::from(Notice::PostDelivery));
/// assert_eq!(of_paket("TELEP", "", ""), None);
/// ```
pub fn of_paket(ice: &str, ric: &str, standard: &str) -> Option<&'static Says> {
    of_joined(&format!("{ice}/{ric}/{standard}"), ice, standard)
}

/// The same of codes that stand joined already.
pub(in super::super) fn of_joined(joined: &str, ice: &str, standard: &str) -> Option<&'static Says> {
    let coarse = || says::find(PARCEL_DE, standard);
    let row = says::find(ICE_RIC, joined)
        .or_else(|| agreed(joined.strip_suffix(standard)?))
        .or_else(|| says::find(ICE, ice).filter(|_| ice != "DLVRD" || standard == "ZU"))
        .or_else(coarse)?;
    Some(&row.says)
}

/// The row of the combinations that begin so, if all of them say the same.
fn agreed(beginning: &str) -> Option<&'static Row> {
    let from = ICE_RIC.partition_point(|row| row.code < beginning);
    let mut rows = ICE_RIC.iter().skip(from).take_while(|row| row.code.starts_with(beginning));
    let first = rows.next()?;
    rows.all(|row| row.says == first.says).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(ice: &str, ric: &str, standard: &str) -> String {
        of_paket(ice, ric, standard).map_or_else(|| "-".into(), |says| says.meaning.to_string())
    }

    #[test]
    fn the_combination_counts_before_its_parts() {
        assert_eq!(says("LDTMV", "MVMTV", "AA"), "in_transit.facility_out");
        assert_eq!(says("LDTMV", "MVMTV", "PO"), "out_for_delivery");
        assert_eq!(says("DLVRD", "NGHBR", "ZU"), "delivered.neighbour");
        assert_eq!(says("DLVRD", "CODRP", "ZU"), "notice.post_delivery");
        assert_eq!(says("RCCLS", "LOSTX", "ZN"), "failed.lost");
    }

    #[test]
    fn what_is_not_listed_is_read_by_what_is_known_of_it() {
        assert_eq!(says("DLVRD", "FAMLY", "XX"), "delivered.at_place", "all combinations of the two agree");
        assert_eq!(says("LDTMV", "MVMTV", "XX"), "in_transit.facility_out", "they differ, so what happened");
        assert_eq!(says("NTDEL", "NEWRC", "ZN"), "attempt_failed");
        assert_eq!(says("DLVRD", "NEWRC", "ZU"), "delivered");
        assert_eq!(says("DLVRD", "NEWRC", "GT"), "notice.post_delivery");
        assert_eq!(says("DLVRD", "NEWRC", ""), "-");
        assert_eq!(says("", "", "ZF"), "available_for_pickup.pickup_point");
        assert_eq!(says("TELEP", "PORTD", "XX"), "-");
    }
}
