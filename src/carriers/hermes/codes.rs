//! What Hermes' event codes mean: one table of the 128 short codes with the 294 long ones behind them.
//!
//! Hermes numbers an event twice. The long code has nine digits: three for the group of events, three for the event,
//! three for the place of the scan (002 and 003 the depot, 004 the courier, 005 and 008 the ParcelShop, 006 a logistics
//! centre). The short code has four and may stand for several long ones, which sometimes tell more.
//!
//! ```
//! use parceltrack::{Meaning, carriers::hermes::codes, state::in_transit};
//!
//! assert_eq!(codes::find("4100").unwrap().says.meaning, Meaning::from(in_transit::STORED));
//! assert_eq!(codes::find("080-006-003").unwrap().says.meaning, Meaning::from(in_transit::RESCHEDULE_NEEDED));
//! assert_eq!(codes::find("0-0-0").unwrap().row.code, "0000");
//! ```

pub use super::super::says::Says;
use crate::model::state::{
    attempt_failed, available_for_pickup, cancelled, delivered, exception, in_transit, info_received,
    returning,
};
use crate::model::{HandoverPlace, Notice, Reason, State, Status};

/// One short code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The four digits.
    pub code: &'static str,
    /// What it says.
    pub says: Says,
    /// The long codes behind it with blanks between them, the usual one first.
    pub long: &'static str,
}

const fn row(code: &'static str, says: Says, long: &'static str) -> Row {
    Row { code, says, long }
}

const IDENTIFICATION: Says =
    Says::because(attempt_failed::IDENTIFICATION_FAILED, Reason::RecipientVerification);
const BACK: Says = Says::state(in_transit::DELIVERY_DEPOT_IN);
const MISROUTED: Says = Says::because(exception::MISSORTED, Reason::CarrierSorting);
const RETURNING: Says = Says::state(State::of(Status::Returning));
const DELIVERED: Says = Says::state(State::of(Status::Delivered));
const INFORMATION: Says = Says::notice(Notice::Information);
const WISH: Says = Says::notice(Notice::DeliveryOptionsChosen);
const OVERDUE: Says = Says::state(exception::PAPERS_WITHOUT_PARCEL);
const DAMAGED: Says = Says::state(exception::DAMAGED);
const ARRIVED: Says = Says::state(in_transit::FACILITY_IN);
const PARTNER: Says = Says::state(in_transit::HANDED_TO_PARTNER);
const SEARCHED: Says = Says::because(exception::INVESTIGATION, Reason::OtherResearch);
const CAPACITY: Says = Says::because(exception::DELAYED_CARRIER, Reason::CarrierCapacity);

/// Hermes Germany's published list of event codes, sorted
/// (<https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/vendor/Hermes%20Germany%20Eventcodes.csv>).
///
/// Codes that begin with 40 are written when a parcel is back at the depot after the attempt of the same last two digits
/// that begins with 37. Whom 3500, 3510 and 3520 mean, recipient, neighbour or nobody, Hermes does not tell.
// Formatted, a row takes up to five lines.
#[rustfmt::skip]
pub const EVENTS: &[Row] = &[
    row("0000", Says::state(info_received::INFO_RECEIVED), "000000000 000000002 000000003 000000006 000000009"),
    row("0600", OVERDUE, "000001000"),
    row("0700", OVERDUE, "000002000"),
    row("0800", OVERDUE, "000003000 000003009"),
    row("0900", OVERDUE, "000004000"),
    row("1000", Says::state(in_transit::RECEIVED_BY_CARRIER), "010000000 010000007 010000009"),
    row("1510", Says::state(in_transit::FACILITY_PROCESSED), "030000006 030000000 030000009 030015006"),
    row("1520", RETURNING, "115001006 115001003"),
    row("1610", Says::state(State::of(Status::InTransit)), "035001000 035001009"),
    row("1710", Says::state(in_transit::CUSTOMS_PROCESSING), "033001009"),
    row("1720", Says::state(in_transit::CUSTOMS_CLEARED), "033002009"),
    row("1730", Says::state(exception::HELD_BY_CUSTOMS), "033003009"),
    row("1751", Says::state(exception::CUSTOMS_REJECTED), "033051009"),
    row("1810", PARTNER, "033005006"),
    row("1820", PARTNER, "033006006 033006009"),
    row("1900", Says::state(in_transit::COLLECTED), "037001003 037001002 037004003"),
    row("1901", Says::state(in_transit::DROPPED_OFF), "037002003 037002002"),
    row("1910", Says::state(in_transit::COLLECTED), "037003004 037003002 037003003"),
    row("2000", ARRIVED, "045001002 045000000 045000009 045001003 045001006 045001009 045005003"),
    row("2100", Says::state(in_transit::RECEIVED_WITHOUT_ADVICE), "045002003"),
    row("2300", ARRIVED, "045020002 045020003"),
    row("2400", Says::state(in_transit::DROPPED_OFF), "045001008"),
    row("3000", Says::state(State::of(Status::OutForDelivery)), "050001000 050001002 050001003 050001009"),
    row("3010", Says::state(in_transit::FACILITY_OUT), "050026003 050021002 050021003 050028003 050029003"),
    row("3300", Says::state(in_transit::FACILITY_PROCESSED), "050024003"),
    row("3410", Says::state(available_for_pickup::PICKUP_POINT), "055001005 055001000 055001003 055001009"),
    row("3430", PARTNER, "055002000"),
    row("3500", DELIVERED, "090000000 090000009"),
    row("3510", DELIVERED, "090001000 090001003 090001004 090001009"),
    row("3511", Says::state(delivered::MAILBOX), "090005004"),
    row("3520", DELIVERED, "090002000"),
    row("3530", Says::at(delivered::COLLECTED, HandoverPlace::PickupPoint), "090003008 090003009"),
    row("3710", Says::because(attempt_failed::REFUSED, Reason::RecipientRefused), "060001004 060001005 060001009"),
    row("3715", Says::state(attempt_failed::PAYMENT_MISSING), "060010004"),
    row("3720", Says::because(attempt_failed::ADDRESS_PROBLEM, Reason::RecipientAddress), "060002004 060002009"),
    row("3731", Says::because(attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome), "060003004 060003009"),
    row("3732", Says::because(attempt_failed::SECOND_ATTEMPT, Reason::RecipientNotHome), "060004004"),
    row("3733", Says::because(attempt_failed::THIRD_ATTEMPT, Reason::RecipientNotHome), "060005004"),
    row("3734", Says::because(attempt_failed::FINAL_ATTEMPT, Reason::RecipientNotHome), "060006004"),
    row("3740", DAMAGED, "060008004 060008000 060008005 060008008 060008009"),
    row("3750", Says::state(exception::DELAYED_CARRIER), "060009004 060009009"),
    row("3751", Says::because(attempt_failed::CODE_MISSING, Reason::RecipientVerification), "060032004"),
    row("3752", Says::because(attempt_failed::SECOND_ATTEMPT, Reason::RecipientVerification), "060033004"),
    row("3753", Says::because(attempt_failed::THIRD_ATTEMPT, Reason::RecipientVerification), "060034004"),
    row("3754", Says::because(attempt_failed::FINAL_ATTEMPT, Reason::RecipientVerification), "060035004 060035005 060035008"),
    row("3760", RETURNING, "065001004 065001009"),
    row("3761", RETURNING, "065002004 065002000 065002005 065002009"),
    row("3780", MISROUTED, "060007004 060007000 060007005"),
    row("3782", IDENTIFICATION, "060013004 060013005 060013008"),
    row("3783", IDENTIFICATION, "060014004 060014005 060014008"),
    row("3784", IDENTIFICATION, "060015004 060015005 060015008"),
    row("3785", IDENTIFICATION, "060016004 060016005 060016008"),
    row("3786", Says::because(attempt_failed::CODE_MISSING, Reason::RecipientVerification), "060017008 060017005"),
    row("3787", IDENTIFICATION, "060018004 060018005 060018008"),
    row("3795", Says::state(exception::HELD_BY_CARRIER), "060095004 060095008"),
    row("4010", BACK, "060001008"),
    row("4015", BACK, "060010003 060010002 060010009"),
    row("4020", BACK, "060002003 060002002"),
    row("4024", Says::state(attempt_failed::PICKUP_POINT_UNAVAILABLE), "060024003 060024002 060024005 060024008"),
    row("4025", BACK, "060000002 060000003 060000009"),
    row("4031", BACK, "060003003 060003002"),
    row("4032", BACK, "060004003 060004002"),
    row("4033", BACK, "060005003 060005002"),
    row("4034", BACK, "060006003 060006002"),
    row("4035", Says::state(exception::UNCLAIMED), "060012005 060012002 060012003 060012008"),
    row("4040", DAMAGED, "060008003 060008002"),
    row("4050", BACK, "060009003 060009002"),
    row("4051", BACK, "060032003 060032002"),
    row("4052", BACK, "060033003 060033002"),
    row("4053", BACK, "060034003 060034002"),
    row("4054", BACK, "060035003 060035002"),
    row("4060", RETURNING, "065001003 065001000 065001002"),
    row("4061", RETURNING, "065002003 065002002"),
    row("4062", RETURNING, "065002008"),
    row("4070", INFORMATION, "050090003 050090002"),
    row("4072", INFORMATION, "100090003 060090002 060090003 100090002"),
    row("4080", MISROUTED, "060007003 060007002 060007008 060007009"),
    row("4081", BACK, "060011003 060011002 060011009"),
    row("4082", BACK, "060013003 060013002"),
    row("4083", BACK, "060014003 060014002"),
    row("4084", BACK, "060015003 060015002"),
    row("4085", BACK, "060016003 060016002"),
    row("4086", BACK, "060017003"),
    row("4087", BACK, "060018003 060018002"),
    row("4095", Says::state(exception::HELD_BY_CARRIER), "060095003 060095002"),
    row("4100", Says::state(in_transit::STORED), "080004003 080001009 080002002 080002003 080003002 080003003 080004002 080004006 080005003 080006003 080007003"),
    row("4500", Says::state(in_transit::STORED), "085001003 085001002"),
    row("4610", CAPACITY, "048001005 048001008"),
    row("4620", SEARCHED, "048002005 048002000 048002002 048002003 048002009"),
    row("4630", SEARCHED, "048003005 048003000 048003002 048003003 048003009"),
    row("4690", INFORMATION, "048090000 048090002 048090003 048090005 048090008"),
    row("6080", RETURNING, "100000003 100000002 100000009"),
    row("6081", Says::because(returning::REFUSED, Reason::RecipientRefused), "100001000 100001002 100001003 100001009"),
    row("6082", Says::state(returning::ADDRESS_PROBLEM), "100002000 100002002 100002003"),
    row("6083", Says::because(returning::ADDRESS_PROBLEM, Reason::RecipientAddress), "100003003 100003009"),
    row("6084", Says::because(returning::NOT_DELIVERED, Reason::RecipientNotHome), "100004000 100004003 100004009"),
    row("6085", DAMAGED, "100005002 100005000 100005003 100005006"),
    row("6086", MISROUTED, "100006003"),
    row("6087", Says::state(exception::MISSORTED), "100007003"),
    row("6088", Says::state(in_transit::REDIRECTED), "100008000 100008002 100008003 100008009"),
    row("6089", RETURNING, "100009002 100009003 100009009"),
    row("6090", Says::state(State::of(Status::InTransit)), "101001002 101001003"),
    row("6092", Says::because(returning::NOT_DELIVERED, Reason::RecipientVerification), "100011003"),
    row("6093", Says::state(returning::UNCLAIMED), "100015000 100015003 100015009"),
    row("6094", Says::state(returning::NOT_DELIVERED), "100010003"),
    row("6096", Says::state(returning::OVERSIZE), "100024003 100024002"),
    row("6098", Says::because(returning::NOT_DELIVERED, Reason::RecipientVerification), "100018000 100018002 100018003"),
    row("6099", RETURNING, "100099003"),
    row("7500", Says::state(State::of(Status::Returned)), "125001009 125001007"),
    row("9040", INFORMATION, "031040006 031040009"),
    row("9041", INFORMATION, "031041006"),
    row("9311", WISH, "310001301"),
    row("9315", WISH, "310005301"),
    row("9321", WISH, "320001301 320001302"),
    row("9322", WISH, "320002301 320002302"),
    row("9323", WISH, "320003301 320003302"),
    row("9324", Says::notice(Notice::RecipientRequestedDate), "320004301 320004302"),
    row("9325", WISH, "320005301 320005302"),
    row("9327", INFORMATION, "320007301 320007302"),
    row("9328", INFORMATION, "320008000 320008302"),
    row("9340", Says::state(State::of(Status::Cancelled)), "320020301 320020302"),
    row("9341", Says::because(cancelled::BY_SENDER, Reason::SenderCancelled), "320021304"),
    row("9381", INFORMATION, "380001301"),
    row("9385", INFORMATION, "380005301"),
    row("9391", INFORMATION, "390001301"),
    row("9394", INFORMATION, "390004301"),
    row("9395", INFORMATION, "390005301"),
    row("9399", INFORMATION, "390020301"),
];

/// Long codes that say something else than the short one in front of them, sorted; from the same list.
#[rustfmt::skip]
pub const FINER: &[(&str, Says)] = &[
    ("037003002", ARRIVED),
    ("037003003", ARRIVED),
    ("037004003", ARRIVED),
    ("060024002", BACK),
    ("060024003", BACK),
    ("080002002", Says::state(in_transit::DELIVERY_RESCHEDULED)),
    ("080002003", Says::state(in_transit::DELIVERY_RESCHEDULED)),
    ("080003002", Says::state(in_transit::DELIVERY_RESCHEDULED)),
    ("080003003", Says::state(in_transit::DELIVERY_RESCHEDULED)),
    ("080004002", CAPACITY),
    ("080004003", CAPACITY),
    ("080004006", CAPACITY),
    ("080005003", Says::state(exception::HELD_BY_CARRIER)),
    ("080006003", Says::state(in_transit::RESCHEDULE_NEEDED)),
    ("080007003", Says::state(in_transit::RECEIVED_WITHOUT_ADVICE)),
];

/// What the first digits of a short code say that the list does not have, sorted; by the groups of the same list.
/// The ends of a parcel's journey are left out: only a code that is known ends it.
#[rustfmt::skip]
pub const GROUPS: &[(&str, Says)] = &[
    ("00", Says::state(info_received::INFO_RECEIVED)),
    ("06", Says::state(State::of(Status::Exception))),
    ("07", Says::state(State::of(Status::Exception))),
    ("08", Says::state(State::of(Status::Exception))),
    ("09", Says::state(State::of(Status::Exception))),
    ("1", Says::state(State::of(Status::InTransit))),
    ("2", Says::state(State::of(Status::InTransit))),
    ("30", Says::state(State::of(Status::OutForDelivery))),
    ("34", Says::state(State::of(Status::AvailableForPickup))),
    ("37", Says::state(State::of(Status::AttemptFailed))),
    ("40", Says::state(State::of(Status::InTransit))),
    ("41", Says::state(State::of(Status::InTransit))),
    ("45", Says::state(State::of(Status::InTransit))),
    ("46", Says::state(State::of(Status::Exception))),
    ("60", RETURNING),
];

/// A code as found in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The row.
    pub row: &'static Row,
    /// What it says: the row's, or something finer.
    pub says: &'static Says,
    /// The long code: the one that was told, or the usual one of the row.
    pub long: &'static str,
    /// Whether the long code was told.
    pub is_long: bool,
}

/// What a code says, if the list has it. It comes in three forms: four digits, nine digits, and three numbers with
/// anything between them, which are the nine digits without leading zeros.
pub fn find(code: &str) -> Option<Found> {
    let digits = digits(code)?;
    if digits.len() == 4 {
        let at = EVENTS.binary_search_by(|row| row.code.cmp(&digits)).ok()?;
        let row = EVENTS.get(at)?;
        return Some(Found { row, says: &row.says, long: row.long.split(' ').next()?, is_long: false });
    }
    let of_row = |row: &'static Row| row.long.split(' ').find(|long| *long == digits).map(|long| (row, long));
    let (row, long) = EVENTS.iter().find_map(of_row)?;
    let finer = FINER.iter().find(|(code, _)| *code == long).map(|(_, says)| says);
    Some(Found { row, says: finer.unwrap_or(&row.says), long, is_long: true })
}

/// What the group of a short code says that the list does not have.
pub fn of_group(code: &str) -> Option<&'static Says> {
    let digits = digits(code).filter(|digits| digits.len() == 4)?;
    GROUPS.iter().find(|(group, _)| digits.starts_with(group)).map(|(_, says)| says)
}

/// The four or nine digits of a code; none for what has no form of a code.
pub(super) fn digits(code: &str) -> Option<String> {
    let parts: Vec<&str> =
        code.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let digits = match parts.as_slice() {
        [group, event, place] if parts.iter().all(|part| part.len() <= 3) => {
            format!("{group:0>3}{event:0>3}{place:0>3}")
        }
        _ => parts.concat(),
    };
    let is_code = code.len() <= 15 && !code.contains(|c: char| c.is_alphabetic());
    (is_code && matches!(digits.len(), 4 | 9)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;
    use crate::model::state::unknown;

    #[test]
    fn tables_are_sorted_and_without_repeats() {
        assert!(EVENTS.windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(FINER.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(GROUPS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut long: Vec<&str> = EVENTS.iter().flat_map(|row| row.long.split(' ')).collect();
        assert!(long.iter().all(|code| code.len() == 9 && code.bytes().all(|b| b.is_ascii_digit())));
        long.sort_unstable();
        long.dedup();
        assert_eq!((EVENTS.len(), long.len()), (128, 294), "as many as Hermes lists");
    }

    #[test]
    fn every_code_means_something_in_each_of_its_forms() {
        let dashed = |long: &str| {
            [&long[..3], &long[3..6], &long[6..]]
                .map(|part| part.parse::<u16>().unwrap().to_string())
                .join("-")
        };
        for row in EVENTS {
            let found = find(row.code).unwrap();
            assert_eq!((found.row, found.says, found.is_long), (row, &row.says, false));
            assert!(row.long.starts_with(found.long));
            for long in row.long.split(' ') {
                let found = find(long).unwrap();
                assert_eq!((found.row, found.long, found.is_long), (row, long, true));
                assert_eq!(find(&dashed(long)), Some(found), "{long}");
                for odd in [Meaning::from(unknown::UNMAPPED), Meaning::Notice(None)] {
                    assert!(found.says.meaning != odd && row.says.meaning != odd, "{long}");
                }
                assert_ne!(found.says.status(), Some(Status::Unknown), "{long}");
            }
        }
        assert!(FINER.iter().all(|(long, says)| find(long).unwrap().says == says));
    }

    #[test]
    fn a_finer_code_says_something_else() {
        for (long, says) in FINER {
            assert_ne!(&find(long).unwrap().row.says, says, "{long}");
        }
        let says = |code| find(code).unwrap().says.meaning.to_string();
        assert_eq!(
            (says("4100"), says("080001009")),
            ("in_transit.stored".into(), "in_transit.stored".into())
        );
        assert_eq!(says("080004003"), "exception.delayed_carrier");
        assert_eq!(
            (says("1900"), says("037004003")),
            ("in_transit.collected".into(), "in_transit.facility_in".into())
        );
    }

    #[test]
    fn the_three_forms_are_one_code() {
        for form in ["0000", "0-0-0", "000000000", "000.000.000", "000-000-000"] {
            assert_eq!(find(form).map(|found| found.row.code), Some("0000"), "{form}");
        }
        for odd in ["", "000", "00000", "373A", "zugestellt", "08401387295096", "1000-0-0"] {
            assert_eq!((find(odd), of_group(odd)), (None, None), "{odd}");
        }
    }

    #[test]
    fn what_the_list_lacks_is_read_by_its_group_unless_that_is_an_end() {
        let says = |code| of_group(code).map(|says| says.meaning.to_string());
        assert_eq!(says("3799").as_deref(), Some("attempt_failed"));
        assert_eq!(says("6071").as_deref(), Some("returning"));
        assert_eq!(says("1599").as_deref(), Some("in_transit"));
        for end in ["3599", "7599", "9342"] {
            assert_eq!((find(end), says(end)), (None, None), "{end}");
        }
        let ends = |says: &Says| says.status().is_some_and(Status::is_final);
        assert!(!GROUPS.iter().any(|(_, says)| ends(says)));
    }

    #[test]
    fn attempts_are_those_at_the_door() {
        let attempts: Vec<&str> = EVENTS
            .iter()
            .filter(|row| row.says.status() == Some(Status::AttemptFailed))
            .map(|row| row.code)
            .collect();
        assert_eq!(
            attempts,
            [
                "3710", "3715", "3720", "3731", "3732", "3733", "3734", "3751", "3752", "3753", "3754",
                "3782", "3783", "3784", "3785", "3786", "3787", "4024"
            ]
        );
    }
}
