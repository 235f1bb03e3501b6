//! What the codes of DHL's divisions mean, for the divisions whose lists are covered, and the five coarse codes that
//! every division's answer carries.
//!
//! A code of a division comes first, because the five say `transit` for anything between hand-in and the end, and
//! `delivered` even for a letter that went back. Where a division has no table here, the five decide.
//!
//! ```
//! use parceltrack::{Meaning, Status, carriers::dhl::codes, state::available_for_pickup};
//!
//! let row = codes::find("svb", "NOTIFIED_PACKSTATION").unwrap();
//! assert_eq!(row.says.meaning, Meaning::from(available_for_pickup::LOCKER));
//! assert_eq!(codes::of_status_code("failure").unwrap().status(), Status::Exception);
//! ```

use super::super::says::{self, row};
pub use super::super::says::{Row, Says};
use crate::model::state::{available_for_pickup, delivered, exception, in_transit, info_received, unknown};
use crate::model::{HandoverPlace, Notice, Reason, State, Status};

/// The sixteen standard event codes of DHL Paket, sorted. DHL publishes them beside its event list
/// (<https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany>) and in the list that relates
/// divisions to this API.
///
/// `PO` may mean the vehicle, the depot or a new route, so it says no more than that the parcel is on its way.
pub const PARCEL_DE: &[Row] = &[
    row("AA", Says::state(in_transit::FACILITY_OUT)),
    row("AE", Says::state(in_transit::COLLECTED)),
    row("AN", Says::state(info_received::COLLECTION_FAILED)),
    row("BV", Says::state(exception::DELIVERY_EXCEPTION)),
    row("DD", Says::notice(Notice::Information)),
    row("EE", Says::state(in_transit::FACILITY_IN)),
    row("ES", Says::state(in_transit::ACCEPTED)),
    row("GT", Says::notice(Notice::PostDelivery)),
    row("LA", Says::state(in_transit::STORED)),
    row("NB", Says::state(in_transit::FACILITY_PROCESSED)),
    row("PO", Says::state(State::of(Status::InTransit))),
    row("VA", Says::state(info_received::INFO_RECEIVED)),
    row("ZF", Says::state(available_for_pickup::PICKUP_POINT)),
    row("ZN", Says::state(State::of(Status::AttemptFailed))),
    row("ZO", Says::state(in_transit::CUSTOMS_PROCESSING)),
    row("ZU", Says::state(State::of(Status::Delivered))),
];

/// The codes of Deutsche Post's letters and letter products with tracking (services `post-de` and `svb`), sorted, after
/// the list that relates divisions to this API (<https://developer.dhl.com/api-reference/shipment-tracking>).
///
/// DHL counts money transfers, confirmations and even `RETURNED_TO_SENDER` as delivered; here each says what it means.
pub const LETTERS: &[Row] = &[
    row("AMBIGUOUS", Says::state(unknown::NO_STATUS)),
    row("AMOUNT_TRANSFERRED", Says::notice(Notice::PostDelivery)),
    row("ANNOUNCED", Says::state(info_received::INFO_RECEIVED)),
    row("ARRIVAL_AT_OFFICE_OF_DELIVERY", Says::state(in_transit::DELIVERY_DEPOT_IN)),
    row("ARRIVED_IN_DESTINATION_COUNTRY", Says::state(in_transit::DESTINATION_COUNTRY_IN)),
    row("ARRIVED_TRANSIT", Says::state(in_transit::FACILITY_IN)),
    row("BZ", Says::state(in_transit::FACILITY_PROCESSED)),
    row("BZA", Says::state(in_transit::FACILITY_PROCESSED)),
    row("BZE", Says::state(in_transit::FACILITY_PROCESSED)),
    row("CONFIRMATION_PENDING", Says::state(State::of(Status::Delivered))),
    row("CONFIRMED", Says::state(State::of(Status::Delivered))),
    row("CONFIRMED_BY_SENDER", Says::state(State::of(Status::Delivered))),
    row("DELIVERED", Says::state(State::of(Status::Delivered))),
    row("DELIVERED_ZU_NOT_OK", Says::state(State::of(Status::Delivered))),
    row("DELIVERED_ZU_OK", Says::state(State::of(Status::Delivered))),
    row("DELIVERY_ATTEMPTED", Says::state(State::of(Status::AttemptFailed))),
    row("DEPARTURE_FROM_INWARD_OE", Says::state(in_transit::FACILITY_OUT)),
    row("FETCHED", Says::state(delivered::COLLECTED)),
    row("FETCHED_KEY_ACCOUNT_PENDING_DELIVERY_CONFIRMATION", Says::state(delivered::COLLECTED)),
    row("FETCHED_NOTIFIED", Says::state(delivered::COLLECTED)),
    row("FETCHED_PACKSTATION", Says::at(delivered::COLLECTED, HandoverPlace::Locker)),
    row("FETCHED_PENDING_DELIVERY_CONFIRMATION", Says::state(delivered::COLLECTED)),
    row("FETCHED_PO_BOX_PENDING_DELIVERY_CONFIRMATION", Says::state(delivered::COLLECTED)),
    row("FORWARDED_ABROAD", Says::state(in_transit::EXPORT_DEPARTED)),
    row("HANDOVER_CUSTOMS", Says::state(in_transit::CUSTOMS_STARTED)),
    row("HELD_BY_CUSTOMS", Says::state(exception::HELD_BY_CUSTOMS)),
    row("IN_DELIVERY", Says::state(State::of(Status::OutForDelivery))),
    row("IP_CUSTOMS", Says::state(in_transit::CUSTOMS_PROCESSING)),
    row("ISSUE_OF_A_REPLACEMENT_CERTIFICATE_PZA", Says::notice(Notice::Information)),
    // The town of Deutsche Post's dead-letter office, where it looks for the sender.
    row("MARBURG", Says::because(exception::INVESTIGATION, Reason::OtherResearch)),
    row("NOTIFIED", Says::state(available_for_pickup::POST_OFFICE)),
    row("NOTIFIED_KEY_ACCOUNT", Says::state(available_for_pickup::POST_OFFICE)),
    row("NOTIFIED_PACKSTATION", Says::state(available_for_pickup::LOCKER)),
    row("NOTIFIED_PO_BOX", Says::at(available_for_pickup::POST_OFFICE, HandoverPlace::PoBox)),
    row("NO_INFO", Says::state(unknown::NO_STATUS)),
    row("PAID_EPOS", Says::state(delivered::COD_COLLECTED)),
    row("PAID_MAILMAN", Says::state(delivered::COD_COLLECTED)),
    row("PASSED_LETTER_CENTER", Says::state(in_transit::FACILITY_PROCESSED)),
    row("POSTED", Says::state(in_transit::DROPPED_OFF)),
    row("POSTED_ARRIVED", Says::state(in_transit::DROPPED_OFF)),
    row("POSTED_MAIL_TERMINAL", Says::state(in_transit::ACCEPTED)),
    row("REDIRECTED", Says::state(in_transit::FORWARDED)),
    row("RETURNED_TO_SENDER", Says::state(State::of(Status::Returned))),
    row("SENT_BACK", Says::state(State::of(Status::Returning))),
    row("SENT_BACK_ABROAD", Says::state(State::of(Status::Returning))),
    row("TO_BE_SENT_ABROAD", Says::state(in_transit::FACILITY_PROCESSING)),
];

/// The table of a division by the API's word for it (`parcel-de`, …); empty where there is none yet.
pub fn table(service: &str) -> &'static [Row] {
    match service {
        "parcel-de" => PARCEL_DE,
        "post-de" | "svb" => LETTERS,
        _ => &[],
    }
}

/// What a code of a division says, if the division's table has it.
pub fn find(service: &str, code: &str) -> Option<&'static Row> {
    says::find(table(service), code)
}

/// What one of the five values of the field `statusCode` says; none for any other word. The five are part of the API's
/// contract: <https://developer.dhl.com/api-reference/shipment-tracking>.
///
/// `failure` is a failed attempt or any other problem, so it is an exception unless finer words tell.
pub fn of_status_code(code: &str) -> Option<State> {
    Some(match code {
        "pre-transit" => info_received::INFO_RECEIVED,
        "transit" => State::of(Status::InTransit),
        "delivered" => State::of(Status::Delivered),
        "failure" => State::of(Status::Exception),
        "unknown" => unknown::NO_STATUS,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;

    #[test]
    fn tables_are_sorted_and_without_repeats() {
        for table in [PARCEL_DE, LETTERS] {
            assert!(table.windows(2).all(|pair| pair[0].code < pair[1].code));
        }
        assert_eq!((PARCEL_DE.len(), LETTERS.len()), (16, 46), "as many as DHL lists");
    }

    #[test]
    fn every_code_means_something_unless_dhl_itself_says_nothing() {
        for row in PARCEL_DE.iter().chain(LETTERS) {
            let is_unknown = row.says.meaning == Meaning::from(unknown::NO_STATUS);
            assert_eq!(is_unknown, ["AMBIGUOUS", "NO_INFO"].contains(&row.code), "{}", row.code);
            assert_ne!(row.says.meaning, Meaning::from(unknown::UNMAPPED), "{}", row.code);
            assert_ne!(row.says.meaning, Meaning::Notice(None), "{}", row.code);
        }
    }

    #[test]
    fn letters_are_read_by_meaning_where_dhl_counts_them_as_delivered() {
        let says = |code| find("svb", code).unwrap().says.meaning.to_string();
        assert_eq!(says("RETURNED_TO_SENDER"), "returned");
        assert_eq!(says("AMOUNT_TRANSFERRED"), "notice.post_delivery");
        assert_eq!(says("PAID_MAILMAN"), "delivered.cod_collected");
    }

    #[test]
    fn codes_belong_to_their_division() {
        assert!(find("svb", "ZU").is_none() && find("parcel-de", "DELIVERED").is_none());
        assert!(find("express", "OK").is_none());
        assert_eq!(find("post-de", "BZ"), find("svb", "BZ"));
        assert_eq!(of_status_code("teleported"), None);
    }
}
