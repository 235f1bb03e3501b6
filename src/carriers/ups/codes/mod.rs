//! What UPS's codes mean.
//!
//! Two codes stand beside each other with every event. The two-character `code` means something together with its `type`
//! only: twenty-five of them mean different things in different tables. The numeric `statusCode` is coarser and
//! decides where no table has the pair; beyond that the type does, unless it would end the parcel. All tables are those of
//! the [appendix] of UPS's Tracking API, as saved in 2026; UPS adds codes without notice.
//!
//! [appendix]: https://developer.ups.com/api/reference/tracking/appendix

mod deliveries;
mod exceptions;
mod movements;
mod postal;
mod says;
mod status;

use compact_str::{CompactString, format_compact};

use self::says::{
    AFTER_DELIVERY, CANCELLED, EXCEPTION, IN_TRANSIT, LABEL_CREATED, NEW_ESTIMATE, NO_STATUS, STORED,
};
use self::{
    deliveries::DELIVERIES,
    exceptions::EXCEPTIONS,
    movements::{MOVEMENTS, WITHDRAWALS},
    postal::POSTAL,
    status::STATUS,
};
use crate::carriers::says::Says;
use crate::digits;

/// A code with what it says.
type Row = (&'static str, Says);

/// Codes of types `M` and `MV`, sorted: the manifest table of UPS's [appendix].
///
/// [appendix]: https://developer.ups.com/api/reference/tracking/appendix
const MANIFEST: &[Row] =
    &[("DP", LABEL_CREATED), ("MP", LABEL_CREATED), ("RD", LABEL_CREATED), ("VP", CANCELLED)];

/// Codes of type `U`, which only Track Alert has, sorted: a photo, another day, another time
/// (<https://developer.ups.com/api/reference/tracking/appendix>).
const UPDATES: &[Row] = &[("PX", AFTER_DELIVERY), ("UP", NEW_ESTIMATE), ("UT", NEW_ESTIMATE)];

/// What a type says by itself, sorted, after the contract of Track Alert and the appendix
/// (<https://developer.ups.com/api/reference/tracking/appendix>). `DD`, `DO` and `W` are freight's: a delivery at a freight
/// station is none to the recipient.
///
/// `D` and `MV` are left out: only an explicit code ends a parcel, and `D` stands for the vehicle, too.
const TYPES: &[Row] = &[
    ("DD", IN_TRANSIT),
    ("DO", IN_TRANSIT),
    ("I", IN_TRANSIT),
    ("M", LABEL_CREATED),
    ("NA", NO_STATUS),
    ("U", NEW_ESTIMATE),
    ("W", STORED),
    ("X", EXCEPTION),
];

/// The codes of one event. All of them may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Codes<'a> {
    /// `type`.
    pub(super) kind: Option<&'a str>,
    /// `code`; the summary of some answers holds the numeric code here, without a type.
    pub(super) code: Option<&'a str>,
    /// `statusCode` or `descriptionCode`.
    pub(super) status: Option<&'a str>,
    /// Whether a postal operator delivers the parcel, so that its codes are to be expected.
    pub(super) is_postal: bool,
}

impl Codes<'_> {
    /// Whether there are none.
    pub(super) fn is_empty(self) -> bool {
        self.kind.is_none() && self.code.is_none() && self.status.is_none()
    }

    /// What the codes say; none where no table has them.
    pub(super) fn says(self) -> Option<&'static Says> {
        let pair = match (self.kind, self.code) {
            (Some(kind), Some(code)) => self.tables(kind).iter().find_map(|table| find(table, code)),
            _ => None,
        };
        let alone = self.code.filter(|_| self.kind.is_none());
        pair.or_else(|| status(self.status?))
            .or_else(|| status(alone?))
            .or_else(|| exactly(TYPES, self.kind?))
    }

    /// The code, as [`name`](Self::name) gives it, whose newest event this one takes back.
    pub(super) fn takes_back(self) -> Option<&'static str> {
        let code = self.code.filter(|_| self.kind == Some("I"))?;
        WITHDRAWALS.iter().find(|(known, _)| *known == code).map(|(_, target)| *target)
    }

    /// The tables of a type, the first to be looked into first.
    fn tables(self, kind: &str) -> &'static [&'static [Row]] {
        match (kind, self.is_postal) {
            ("M" | "MV", false) => &[MANIFEST],
            ("M" | "MV", true) => &[MANIFEST, POSTAL],
            ("U", _) => &[UPDATES],
            ("I", false) => &[MOVEMENTS, EXCEPTIONS],
            ("I", true) => &[MOVEMENTS, POSTAL, EXCEPTIONS],
            ("D", false) => &[DELIVERIES, EXCEPTIONS],
            ("D", true) => &[DELIVERIES, POSTAL, EXCEPTIONS],
            ("X", false) => &[EXCEPTIONS, DELIVERIES],
            ("X", true) => &[EXCEPTIONS, POSTAL, DELIVERIES],
            _ => &[],
        }
    }

    /// Type and code in one, as an event is known by; the numeric code in three digits where there is no other. None
    /// where there is none, or one that no code of UPS looks like: it may be anything.
    pub(super) fn name(self) -> Option<CompactString> {
        let is_code =
            |text: &&str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        match (self.kind.filter(is_code), self.code.filter(is_code)) {
            (Some(kind), Some(code)) => Some([kind, "-", code].into_iter().collect()),
            (None, Some(code)) if self.kind.is_none() => Some(code.into()),
            _ => self.status.and_then(number).map(|number| format_compact!("{number:03}")),
        }
    }
}

/// A code in a table. UPS's list writes the codes below ten with one digit: a zero in front of it means nothing.
fn find(table: &'static [Row], code: &str) -> Option<&'static Says> {
    exactly(table, code).or_else(|| exactly(table, code.strip_prefix('0')?))
}

fn exactly(table: &'static [Row], code: &str) -> Option<&'static Says> {
    // Byte by byte: codes are so short that a call would cost more.
    let at = table.binary_search_by(|(known, _)| known.bytes().cmp(code.bytes())).ok()?;
    table.get(at).map(|(_, says)| says)
}

fn status(code: &str) -> Option<&'static Says> {
    let number = number(code)?;
    let at = STATUS.binary_search_by_key(&number, |(known, _)| *known).ok()?;
    STATUS.get(at).map(|(_, says)| says)
}

/// The numeric code: three digits, of which those in front may be missing.
fn number(code: &str) -> Option<u16> {
    digits::number(code.as_bytes()).filter(|_| code.len() <= 3)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::says::INFORMATION;
    use super::*;
    use crate::model::state::unknown;
    use crate::model::{Meaning, Status};

    const TABLES: &[(&str, &[Row], usize)] = &[
        ("deliveries", DELIVERIES, 151),
        ("exceptions", EXCEPTIONS, 687 + 1),
        ("manifest", MANIFEST, 4),
        ("movements", MOVEMENTS, 38),
        ("postal", POSTAL, 213),
        ("types", TYPES, 8),
        ("updates", UPDATES, 3),
    ];

    fn says(kind: &str, code: &str, status: &str) -> Option<String> {
        let told = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let leak = |text: &str| told(Box::leak(text.to_owned().into_boxed_str()));
        let codes = Codes { kind: leak(kind), code: leak(code), status: leak(status), is_postal: false };
        codes.says().map(|says| says.meaning.to_string())
    }

    #[test]
    fn tables_are_sorted_unique_and_as_long_as_upss() {
        for (name, table, length) in TABLES {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0), "{name}");
            assert_eq!(table.len(), *length, "{name}");
        }
        assert!(STATUS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(STATUS.len(), 160);
    }

    #[test]
    fn every_code_means_something_unless_ups_itself_says_nothing() {
        let unknown =
            |says: &Says| matches!(&says.meaning, Meaning::State(state) if state.status() == Status::Unknown);
        for (name, table, _) in TABLES {
            let silent: Vec<&str> =
                table.iter().filter(|(_, says)| unknown(says)).map(|(code, _)| *code).collect();
            assert_eq!(silent, if *name == "types" { vec!["NA"] } else { vec![] }, "{name}");
            assert!(table.iter().all(|(_, says)| says.meaning != Meaning::Notice(None)), "{name}");
        }
        let silent: Vec<u16> =
            STATUS.iter().filter(|(_, says)| unknown(says)).map(|(number, _)| *number).collect();
        assert_eq!(silent, [0, 88, 148, 163], "status or package not available, and a test");
        assert!(!STATUS.iter().any(|(_, says)| says.meaning == Meaning::from(unknown::UNMAPPED)));
    }

    #[test]
    fn a_code_means_something_only_with_its_type() {
        for (code, by_type) in [
            ("OD", [("I", "out_for_delivery"), ("X", "exception.delayed_transport")]),
            ("DP", [("M", "info_received.label_created"), ("I", "in_transit.facility_out")]),
            ("LM", [("I", "in_transit.facility_processed"), ("D", "exception.rejected_by_carrier")]),
            ("RD", [("M", "info_received.label_created"), ("X", "exception.held_by_customs")]),
            ("VP", [("MV", "cancelled.before_handover"), ("I", "info_received.collection_cancelled")]),
        ] {
            for (kind, meaning) in by_type {
                assert_eq!(says(kind, code, "").as_deref(), Some(meaning), "{kind}-{code}");
            }
        }
    }

    #[test]
    fn the_numeric_code_decides_where_no_table_has_the_pair_and_then_the_type() {
        assert_eq!(says("D", "KB", "011").as_deref(), Some("delivered"));
        assert_eq!(says("X", "Q9", "032").as_deref(), Some("exception.delayed_weather"));
        assert_eq!(says("X", "Q9", "").as_deref(), Some("exception"));
        assert_eq!(says("I", "Q9", "999").as_deref(), Some("in_transit"));
        assert_eq!(says("", "011", "").as_deref(), Some("delivered"));
        assert_eq!(says("", "", "21").as_deref(), Some("out_for_delivery"));
        // Only an explicit code ends a parcel.
        assert_eq!((says("D", "Q9", ""), says("MV", "Q9", "")), (None, None));
        assert_eq!((says("Z", "Q9", ""), says("", "OT", ""), says("", "", "0011")), (None, None, None));
        assert_eq!(says("X", "07", ""), says("X", "7", ""));
    }

    #[test]
    fn postal_codes_count_only_where_a_postal_operator_delivers() {
        let codes = Codes { kind: Some("I"), code: Some("DM"), status: Some("005"), is_postal: true };
        assert_eq!(codes.says().unwrap().meaning.to_string(), "in_transit.delivery_rescheduled");
        let codes = Codes { is_postal: false, ..codes };
        assert_eq!(codes.says().unwrap().meaning.to_string(), "in_transit");
    }

    #[test]
    fn a_scan_that_is_withdrawn_is_one_on_the_way() {
        let codes = |kind, code| Codes { kind: Some(kind), code: Some(code), ..Codes::default() };
        for (code, target) in WITHDRAWALS {
            assert_eq!(codes("I", code).says(), Some(&INFORMATION), "{code}");
            assert_eq!(codes("I", code).takes_back(), Some(*target));
            assert!(exactly(MOVEMENTS, target.strip_prefix("I-").unwrap()).is_some(), "{target}");
            assert_eq!(codes("X", code).takes_back(), None);
        }
    }

    #[test]
    fn names_are_codes_and_nothing_else() {
        let name = |kind, code, status| Codes { kind, code, status, is_postal: false }.name();
        assert_eq!(name(Some("I"), Some("OT"), Some("021")).as_deref(), Some("I-OT"));
        assert_eq!(name(None, Some("011"), None).as_deref(), Some("011"));
        assert_eq!(name(Some("D"), None, Some("11")).as_deref(), Some("011"));
        assert_eq!(name(Some("D"), Some("Left with Erika"), None), None);
        assert_eq!(name(Some("Erika M."), Some("OT"), Some("1Z999AA10123456784")), None);
    }
}
