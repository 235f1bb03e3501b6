//! What the codes of DHL's divisions mean, and the five coarse codes that every division's answer in Unified carries.
//!
//! A code of a division comes first, because the five say `transit` for anything between hand-in and the end, and
//! `delivered` even for a letter that went back. Where a division has no table here, the five decide.
//!
//! | table | division | codes |
//! |---|---|---|
//! | [`PARCEL_DE`] | DHL Paket, the coarse standard codes | 16 |
//! | [`ICE_RIC`], [`ICE`] | DHL Paket, its own API: what happened and why | 338 and 52 |
//! | [`LETTERS`] | Deutsche Post's letters and letter products | 46 |
//! | [`EXPRESS`] | DHL Express | 44 |
//! | [`ECOMMERCE`] | DHL eCommerce Americas | 289 |
//! | [`ECOMMERCE_EUROPE`] | DHL eCommerce Europe | 162 |
//! | [`ECOMMERCE_PPL`] | PPL in Czechia | 11 |
//! | [`PARCEL_NL`] | DHL eCommerce Benelux | 352 |
//! | [`PARCEL_PL`] | DHL eCommerce Poland | 107 |
//! | [`FREIGHT`] | DHL Freight | 48 |
//! | [`FORWARDING`] | DHL Global Forwarding | 15 |
//!
//! ```
//! use parceltrack::{Meaning, Status, carriers::dhl::codes, state::available_for_pickup};
//!
//! let row = codes::find("svb", "NOTIFIED_PACKSTATION").unwrap();
//! assert_eq!(row.says.meaning, Meaning::from(available_for_pickup::LOCKER));
//! assert_eq!(codes::of_status_code("failure").unwrap().says.meaning, Meaning::from(Status::Exception));
//! ```

use crate::carriers::says::{self, at, because, notice, state, status};
pub use crate::carriers::says::{Row, Says};
use crate::model::Status;
use crate::model::state::{info_received, unknown};

mod ecommerce;
mod ecommerce_europe;
mod express;
mod freight;
mod ice_ric;
mod letters;
pub(super) mod parcel_de;
mod parcel_nl;
mod parcel_pl;

pub use ecommerce::ECOMMERCE;
pub use ecommerce_europe::{ECOMMERCE_EUROPE, ECOMMERCE_PPL};
pub use express::EXPRESS;
pub use freight::{FORWARDING, FREIGHT};
pub use ice_ric::{ICE, ICE_RIC};
pub use letters::LETTERS;
pub use parcel_de::{PARCEL_DE, of_paket};
pub use parcel_nl::PARCEL_NL;
pub use parcel_pl::PARCEL_PL;

/// The table of a division by Unified's word for it (`parcel-de`, …); empty for those of which no codes are published.
pub fn table(service: &str) -> &'static [Row] {
    match service {
        "parcel-de" => PARCEL_DE,
        "post-de" | "post-international" | "svb" => LETTERS,
        "express" => EXPRESS,
        "ecommerce" => ECOMMERCE,
        "ecommerce-europe" => ECOMMERCE_EUROPE,
        "ecommerce-ppl" => ECOMMERCE_PPL,
        "parcel-nl" => PARCEL_NL,
        "parcel-pl" => PARCEL_PL,
        "freight" => FREIGHT,
        "dgf" => FORWARDING,
        _ => &[],
    }
}

/// What a code of a division says, if the division's table has it.
pub fn find(service: &str, code: &str) -> Option<&'static Row> {
    says::find(table(service), code)
}

/// What one of the five values of the field `statusCode` says, in small or large letters; none for any other word. The
/// five are part of the API's contract: <https://developer.dhl.com/api-reference/shipment-tracking>.
///
/// `failure` is a failed attempt or any other problem, so it is an exception unless finer words tell.
pub fn of_status_code(code: &str) -> Option<&'static Row> {
    STATUS_CODES.iter().find(|row| row.code.eq_ignore_ascii_case(code))
}

const STATUS_CODES: &[Row] = &[
    state("pre-transit", info_received::INFO_RECEIVED),
    status("transit", Status::InTransit),
    status("delivered", Status::Delivered),
    status("failure", Status::Exception),
    state("unknown", unknown::NO_STATUS),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;

    /// Each table with as many codes as DHL publishes.
    const TABLES: &[(&[Row], usize)] = &[
        (PARCEL_DE, 16),
        (ICE_RIC, 338),
        (ICE, 52),
        (LETTERS, 46),
        (EXPRESS, 44),
        (ECOMMERCE, 289),
        (ECOMMERCE_EUROPE, 162),
        (ECOMMERCE_PPL, 11),
        (PARCEL_NL, 352),
        (PARCEL_PL, 107),
        (FREIGHT, 48),
        (FORWARDING, 15),
    ];

    /// Codes by which DHL itself says nothing about the parcel.
    const SILENT: &[&str] = &["680", "699", "AMBIGUOUS", "CS", "DIFFERENT_STATUSES", "NO_INFO"];

    #[test]
    fn tables_are_whole_sorted_and_without_repeats() {
        for (table, codes) in TABLES {
            assert_eq!(table.len(), *codes, "as many as DHL lists, from {} on", table[0].code);
            for pair in table.windows(2) {
                assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
            }
            assert!(table.iter().all(|row| says::find(table, row.code) == Some(row)));
        }
    }

    #[test]
    fn every_code_means_something_unless_dhl_itself_says_nothing() {
        for row in TABLES.iter().flat_map(|(table, _)| *table) {
            let is_unknown = row.says.meaning == Meaning::from(unknown::NO_STATUS);
            assert_eq!(is_unknown, SILENT.contains(&row.code), "{}", row.code);
            assert_ne!(row.says.meaning, Meaning::from(unknown::UNMAPPED), "{}", row.code);
            assert_ne!(row.says.meaning, Meaning::Notice(None), "{}", row.code);
        }
    }

    #[test]
    fn codes_are_read_by_meaning_where_dhl_counts_them_as_delivered() {
        let says = |service, code| find(service, code).unwrap().says.meaning.to_string();
        assert_eq!(says("svb", "RETURNED_TO_SENDER"), "returned");
        assert_eq!(says("svb", "AMOUNT_TRANSFERRED"), "notice.post_delivery");
        assert_eq!(says("svb", "PAID_MAILMAN"), "delivered.cod_collected");
        assert_eq!(says("ecommerce-europe", "44"), "available_for_pickup.pickup_point");
        assert_eq!(says("ecommerce-europe", "366"), "returned");
        assert_eq!(says("ecommerce-europe", "302"), "in_transit.handed_to_partner");
        assert_eq!(says("parcel-nl", "DELIVERED_AT_PARCELSHOP"), "in_transit.to_pickup_point");
    }

    #[test]
    fn codes_belong_to_their_division() {
        assert!(find("svb", "ZU").is_none() && find("parcel-de", "DELIVERED").is_none());
        assert!(find("parcel-uk", "OK").is_none() && find("express", "OK").is_some());
        assert_eq!(find("post-de", "BZ"), find("svb", "BZ"));
        assert_ne!(find("ecommerce", "450"), find("ecommerce-ppl", "450"));
        assert_eq!(of_status_code("teleported"), None);
    }
}
