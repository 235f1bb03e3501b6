//! The parts of a number of the Universal Postal Union's standard S10
//! (<https://www.upu.int/en/members-centre/programmes-services/standards>).

use super::field::Field;

/// The kind of item, by the letters that the standard assigns. The others are reserved, and in use all the same.
const SERVICES: &[(&str, &str)] = &[
    ("AV", "domestic or by agreement"),
    ("AW", "domestic or by agreement"),
    ("AX", "domestic or by agreement"),
    ("AY", "domestic or by agreement"),
    ("AZ", "domestic or by agreement"),
    ("B", "domestic or by agreement"),
    ("C", "parcel"),
    ("D", "domestic or by agreement"),
    ("E", "EMS express"),
    ("GA", "domestic or by agreement"),
    ("GD", "domestic or by agreement"),
    ("H", "e-commerce parcel"),
    ("L", "tracked letter"),
    ("M", "M bag"),
    ("N", "domestic or by agreement"),
    ("P", "domestic or by agreement"),
    ("QA", "business reply"),
    ("QB", "business reply"),
    ("QC", "business reply"),
    ("QD", "business reply"),
    ("QE", "business reply"),
    ("QF", "business reply"),
    ("QG", "business reply"),
    ("QH", "business reply"),
    ("QI", "business reply"),
    ("QJ", "business reply"),
    ("QK", "business reply"),
    ("QL", "business reply"),
    ("QM", "business reply"),
    ("R", "registered letter"),
    ("U", "letter, untracked or with few scans"),
    ("V", "insured letter"),
    ("Z", "domestic or by agreement"),
];

/// Two letters for the kind of item, eight digits, the check digit and the country whose post issued the number, which
/// need not be where it goes.
pub(crate) const FIELDS: [Field; 3] = [
    Field::new("service", 0, 2).with_codes(SERVICES).telling(7),
    Field::new("serial", 2, 8),
    Field::new("country of the issuing post", 11, 2),
];
