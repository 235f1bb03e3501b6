//! What DPD's codes mean. DPD is a federation, and each of its systems has words of its own, so each has a table.
//!
//! | table | where it is spoken |
//! |---|---|
//! | [`MILESTONES`] | `status` of the parcel life cycle in Germany and Switzerland |
//! | [`ROWS`] | `status` of the parcel life cycle in Belgium, Luxembourg and the Netherlands |
//! | [`WORDS`] | DPD Cloud Service and DPD's app |
//! | [`SCANS`] | scan files and the scans of the public tracking page |
//! | [`GEO`] | event codes of the whole Geopost group |
//! | [`PUSHED`] | the Tracking Push Service |
//! | [`UK`] | DPD UK's tracking page |
//!
//! ```
//! use parceltrack::{Meaning, carriers::dpd::codes, state::in_transit};
//!
//! let row = codes::find(codes::ROWS, "ReturningFromDelivery").unwrap();
//! // Back in the depot: neither out for delivery nor on the way to the sender.
//! assert_eq!(row.says.meaning, Meaning::from(in_transit::DELIVERY_DEPOT_IN));
//! ```

use super::super::says::{self, notice, row, state, status};
pub use super::super::says::{Row, Says};
use crate::model::state::{
    attempt_failed, available_for_pickup, delivered, exception, in_transit, info_received, pending, returning,
};
use crate::model::{HandoverPlace, Notice, Reason, Status};

const COLLECTED: Says = Says::at(delivered::COLLECTED, HandoverPlace::PickupPoint);
const REFUSED: Says = Says::because(attempt_failed::REFUSED, Reason::RecipientRefused);

/// The steps of the parcel life cycle in Germany and Switzerland (<https://label-print-docs.dpd.ch>), sorted.
/// `SHIPMENT` is the word of the head; `OUT_FOR_DELIVERY` and `PICKUP` occur on the tracking page only.
///
/// `AT_DELIVERY_DEPOT` also covers the delivery tour: see [`phrases`](super::phrases).
pub const MILESTONES: &[Row] = &[
    state("ACCEPTED", in_transit::ACCEPTED),
    state("AT_DELIVERY_DEPOT", in_transit::DELIVERY_DEPOT_IN),
    state("AT_SENDING_DEPOT", in_transit::ORIGIN_FACILITY_IN),
    status("DELIVERED", Status::Delivered),
    status("ON_THE_ROAD", Status::InTransit),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PICKUP", available_for_pickup::PICKUP_POINT),
    state("SHIPMENT", info_received::INFO_RECEIVED),
];

/// The rows of the parcel life cycle in Belgium, Luxembourg and the Netherlands
/// (<https://github.com/karrioapi/karrio/tree/main/modules/connectors/dpd> recorded them), sorted. They do not tell why
/// a delivery failed.
pub const ROWS: &[Row] = &[
    state("BetweenDepots", in_transit::FACILITY_PROCESSED),
    status("Courier", Status::OutForDelivery),
    status("Delivered", Status::Delivered),
    status("DeliveryFailure", Status::AttemptFailed),
    state("Depot", in_transit::DELIVERY_DEPOT_IN),
    state("ParcelShop", available_for_pickup::PICKUP_POINT),
    state("PickedUp", in_transit::ACCEPTED),
    state("ReturningFromDelivery", in_transit::DELIVERY_DEPOT_IN),
];

/// Words of DPD Cloud Service (<https://github.com/very-code-com/dpd-de-php>) and of DPD's app
/// (<https://github.com/ha-parcel-integrations/ha-dpd>), sorted.
///
/// `PICKED_UP` is the recipient's collection in the app; that it is so elsewhere was not verified.
pub const WORDS: &[Row] = &[
    state("ACCEPTED", in_transit::ACCEPTED),
    state("AT_DELIVERY_CENTER", in_transit::DELIVERY_DEPOT_IN),
    state("AT_DELIVERY_DEPOT", in_transit::DELIVERY_DEPOT_IN),
    state("AT_PARCELSHOP", available_for_pickup::PICKUP_POINT),
    state("AT_SENDING_DEPOT", in_transit::ORIGIN_FACILITY_IN),
    state("AVAILABLE_FOR_COLLECTION", available_for_pickup::PICKUP_POINT),
    state("COLLECTED", in_transit::ACCEPTED),
    state("DATA_TRANSMITTED", info_received::INFO_RECEIVED),
    status("DELIVERED", Status::Delivered),
    status("IN_DELIVERY", Status::OutForDelivery),
    status("IN_TRANSIT", Status::InTransit),
    state("NO_TRACKINGDATA", pending::AWAITING_DATA),
    status("ON_THE_ROAD", Status::InTransit),
    state("ORDER_CREATED", info_received::INFO_RECEIVED),
    status("OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PARCEL_HANDED", in_transit::ACCEPTED),
    status("PARCEL_OUT_FOR_DELIVERY", Status::OutForDelivery),
    state("PARCEL_PROCESSING", in_transit::FACILITY_PROCESSED),
    row("PICKED_UP", COLLECTED),
    status("RETURN_TO_SENDER", Status::Returning),
    state("SORTED", in_transit::FACILITY_PROCESSED),
    state("SORTED_TO_PICKUP_LOCATION", in_transit::TO_PICKUP_POINT),
    state("START", info_received::INFO_RECEIVED),
    status("UNSUCCESSFUL_DELIVERY_ATTEMPTED", Status::AttemptFailed),
];

/// Scan codes of DPD's depots (<https://it-integration.dpd.be/dpd-shipper/tracking/edi-statusdata>), sorted. They are
/// texts: the zero in front belongs to them. What 17, 18, 20 and 23 mean was not verified.
///
/// `04` is a failed attempt only where no `14` of the same day tells of it already.
pub const SCANS: &[Row] = &[
    state("01", in_transit::FACILITY_PROCESSED),
    state("02", in_transit::DELIVERY_DEPOT_IN),
    status("03", Status::OutForDelivery),
    status("04", Status::AttemptFailed),
    state("05", in_transit::ORIGIN_FACILITY_IN),
    status("06", Status::Returning),
    state("08", in_transit::STORED),
    state("09", in_transit::DELIVERY_DEPOT_IN),
    state("10", in_transit::FACILITY_PROCESSED),
    state("12", in_transit::CUSTOMS_PROCESSING),
    status("13", Status::Delivered),
    status("14", Status::AttemptFailed),
    state("15", in_transit::COLLECTED),
    state("17", in_transit::CUSTOMS_CLEARED),
    notice("18", Notice::Information),
    state("20", in_transit::DISPATCHED),
    state("23", available_for_pickup::PICKUP_POINT),
];

/// Event codes of the Geopost group, as far as they are known
/// (<https://github.com/ha-parcel-integrations/ha-dpd>, after a matrix of February 2025), sorted. Of customs, of the
/// sender's side and of messages only the families are known: see [`find_geo`].
pub const GEO: &[Row] = &[
    state("DEHD", in_transit::TO_PICKUP_POINT),
    state("DEHDY", in_transit::TO_PICKUP_POINT),
    row("DEN", REFUSED),
    status("DEX", Status::AttemptFailed),
    status("DEY", Status::Delivered),
    status("DEYY", Status::Delivered),
    state("DLI", in_transit::DELIVERY_DEPOT_IN),
    status("DLO", Status::OutForDelivery),
    state("DLR", in_transit::DELIVERY_DEPOT_IN),
    state("DLS", in_transit::DELIVERY_DEPOT_IN),
    state("DLW", in_transit::STORED),
    state("DLX", exception::DELIVERY_EXCEPTION),
    state("DLZ", in_transit::DELIVERY_DEPOT_IN),
    status("DODEH", Status::Returning),
    state("DODEI", available_for_pickup::PICKUP_POINT),
    state("DODEN", returning::UNCLAIMED),
    state("DODEX", exception::DELIVERY_EXCEPTION),
    row("DODEY", COLLECTED),
    row("DODEYY", COLLECTED),
    state("DOMSDLO", available_for_pickup::PICKUP_POINT),
    state("DOPKY", in_transit::DROPPED_OFF),
    state("ENA", info_received::INFO_RECEIVED),
    state("ENX", exception::PARCEL_WITHOUT_PAPERS),
    state("HUI", in_transit::FACILITY_IN),
    state("HUS", in_transit::FACILITY_PROCESSED),
    state("HUW", in_transit::STORED),
    state("HUX", exception::TRANSIT_EXCEPTION),
    state("HUZ", in_transit::FACILITY_PROCESSED),
    notice("MSDLO", Notice::EtaChanged),
    state("ORI", in_transit::ORIGIN_FACILITY_IN),
    state("ORW", in_transit::STORED),
    state("ORX", exception::TRANSIT_EXCEPTION),
    notice("SPE", Notice::Information),
    state("SPL", in_transit::DISPATCHED),
    status("SPR", Status::Returning),
    state("SPS", in_transit::FACILITY_PROCESSED),
    state("SPV", in_transit::FACILITY_PROCESSED),
    state("SPW", in_transit::STORED),
    state("SPX", exception::TRANSIT_EXCEPTION),
    state("SPZ", in_transit::FACILITY_PROCESSED),
];

/// Families of the group's event codes by their first two letters, sorted: what a code that [`GEO`] does not hold says.
/// Same origin.
pub const GEO_FAMILIES: &[Row] = &[
    state("CC", in_transit::CUSTOMS_PROCESSING),
    notice("CR", Notice::Information),
    notice("MI", Notice::Information),
    notice("MS", Notice::Information),
    notice("MT", Notice::Information),
    notice("PK", Notice::Information),
    notice("QR", Notice::Information),
];

/// The words of the Tracking Push Service, sorted, after DPD Germany's document of April 2023
/// (<https://github.com/poviliai/DPD> quotes it).
///
/// Sources disagree on `delivery_nab`: a hand-over to a neighbour, or an attempt after which a note was left. Here it is
/// the latter, which ends nothing.
pub const PUSHED: &[Row] = &[
    status("delivery_carload", Status::OutForDelivery),
    status("delivery_customer", Status::Delivered),
    state("delivery_depot", in_transit::DELIVERY_DEPOT_IN),
    state("delivery_nab", attempt_failed::NOTICE_LEFT),
    row("delivery_notification", Says::because(exception::ADDRESS_PROBLEM, Reason::RecipientAddress)),
    state("delivery_shop", available_for_pickup::PICKUP_POINT),
    state("error_pickup", info_received::COLLECTION_FAILED),
    status("error_return", Status::Returning),
    state("no_pickup_by_consignee", exception::UNCLAIMED),
    row("pickup_by_consignee", COLLECTED),
    state("pickup_depot", in_transit::ORIGIN_FACILITY_IN),
    state("pickup_driver", in_transit::COLLECTED),
    state("start_order", info_received::INFO_RECEIVED),
];

/// The event codes seen on DPD UK's tracking page (<https://track.dpd.co.uk>), sorted; there are others, of which
/// nothing is known.
pub const UK: &[Row] = &[
    state("000", info_received::INFO_RECEIVED),
    status("001", Status::Delivered),
    state("004", in_transit::DELIVERY_DEPOT_IN),
    status("009", Status::InTransit),
    status("015", Status::OutForDelivery),
];

/// Service codes with their names, sorted (<https://it-integration.dpd.be/dpd-shipper/tracking/edi-statusdata> and
/// DPD's Parcel Label Specification 2.4.1). Others exist.
pub const SERVICES: &[(&str, &str)] = &[
    ("101", "classic"),
    ("102", "classic, dangerous goods"),
    ("105", "ex works"),
    ("106", "ex works, dangerous goods"),
    ("109", "cash on delivery"),
    ("110", "cash on delivery, dangerous goods"),
    ("113", "exchange"),
    ("136", "small parcel"),
    ("137", "Saturday"),
    ("154", "parcel letter"),
    ("155", "guarantee 18:00"),
    ("161", "guarantee, cash on delivery"),
    ("179", "express 10:00"),
    ("182", "express 10:00, Saturday"),
    ("191", "express 10:00, cash on delivery"),
    ("225", "express 12:00"),
    ("228", "express 12:00, Saturday"),
    ("237", "express 12:00, cash on delivery"),
    ("300", "return"),
    ("327", "home"),
    ("328", "home, small parcel"),
    ("329", "home, cash on delivery"),
    ("332", "shop return"),
    ("337", "shop"),
    ("338", "shop"),
    ("350", "express 8:30"),
];

/// What a code of a table says.
pub fn find(table: &'static [Row], code: &str) -> Option<&'static Row> {
    says::find(table, code)
}

/// What an event code of the Geopost group says, by itself or by its family.
pub fn find_geo(code: &str) -> Option<&'static Row> {
    let is_code = (3..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase());
    let family = || find(GEO_FAMILIES, code.get(..2)?);
    find(GEO, code).or_else(|| family().filter(|_| is_code))
}

/// The name of a service; none for a code that is not known.
pub fn service_name(code: &str) -> Option<&'static str> {
    let at = SERVICES.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    SERVICES.get(at).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;
    use crate::model::state::unknown;

    const TABLES: &[(&[Row], usize)] = &[
        (MILESTONES, 8),
        (ROWS, 8),
        (WORDS, 24),
        (SCANS, 17),
        (GEO, 40),
        (GEO_FAMILIES, 7),
        (PUSHED, 13),
        (UK, 5),
    ];

    #[test]
    fn tables_are_sorted_unique_and_whole() {
        for (table, count) in TABLES {
            assert!(table.windows(2).all(|pair| pair[0].code < pair[1].code), "{:?}", table[0]);
            assert!(table.iter().all(|row| says::find(table, row.code) == Some(row)));
            assert_eq!(table.len(), *count, "{:?}", table[0]);
        }
        assert!(SERVICES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_code_means_something() {
        for row in TABLES.iter().flat_map(|(table, _)| *table) {
            assert_ne!(row.says.meaning, Meaning::from(unknown::UNMAPPED), "{}", row.code);
            assert_ne!(row.says.status(), Some(Status::Unknown), "{}", row.code);
            assert_ne!(row.says.meaning, Meaning::Notice(None), "{}", row.code);
        }
    }

    #[test]
    fn the_same_word_means_the_same_in_the_life_cycle_and_in_the_cloud() {
        for row in MILESTONES {
            if let Some(other) = find(WORDS, row.code) {
                assert_eq!(row.says, other.says, "{}", row.code);
            }
        }
    }

    #[test]
    fn families_speak_where_a_code_is_not_known() {
        let says = |code| find_geo(code).map(|row| row.says.meaning.to_string());
        assert_eq!(says("MSDLO").as_deref(), Some("notice.eta_changed"));
        assert_eq!(says("MSXYZ").as_deref(), Some("notice.information"));
        assert_eq!(says("CCI").as_deref(), Some("in_transit.customs_processing"));
        for odd in ["CC", "cci", "ZZI", "CC1", "CUSTOMS CLEARED", "", "Ä"] {
            assert_eq!(says(odd), None, "{odd}");
        }
    }

    /// The codes of the fact sheet, where a checkout has it beside the crate.
    #[test]
    fn every_code_that_the_facts_list_is_mapped() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/carriers/dpd.md");
        let Ok(sheet) = std::fs::read_to_string(file) else {
            println!("skipped: no facts beside the crate");
            return;
        };
        let section = |from: &str, to: &str| {
            let start = sheet.find(from).unwrap();
            let end = sheet[start..].find(to).unwrap() + start;
            let rows = sheet[start..end].lines().filter(|line| line.starts_with("| ")).skip(1);
            let first = rows.filter_map(|line| line.split('|').nth(1).map(str::trim).map(str::to_owned));
            first.flat_map(|cell| cell.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let mut checked = 0;
        for (from, to, table) in [
            ("### 10.3", "Three-digit", SCANS),
            ("### 11.1", "### 11.2", MILESTONES),
            ("### 11.2", "One open-source", ROWS),
            ("### 11.3", "### 11.4", WORDS),
            ("### 11.4", "Our mapping", GEO),
            ("| `status` | Meaning |", "Test call", PUSHED),
            ("### 11.6", "### 11.7", UK),
        ] {
            for code in section(from, to) {
                // Rows about several codes at once say so in words.
                if code.contains("any") || code.starts_with("other") || code.contains('…') || code == "-" {
                    continue;
                }
                let Some(code) = code.split([' ', ',', '(']).next() else { continue };
                let known = find(table, code).or_else(|| find(MILESTONES, code)).or_else(|| find_geo(code));
                let is_text = code.starts_with("description") || code.starts_with('"');
                assert!(known.is_some() || is_text, "{from}: {code}");
                checked += 1;
            }
        }
        assert!(checked > 90, "only {checked} codes were found");
    }
}
