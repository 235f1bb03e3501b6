//! GLS in Europe: the formats of its numbers.
//!
//! The check digit, weights 3 and 1 and one more, stands at the twelfth place; GLS takes numbers with and without it
//! (<https://github.com/karrioapi/karrio/tree/main/modules/connectors/gls/vendor>). The track id of eight characters
//! has no check digit and no fixed part: only a word beside it tells that it is one.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Field, Format};

/// What stands at the third place of a parcel number. Numbers that are not here are parcels without a service.
const PRODUCTS: &[(&str, &str)] = &[
    ("1", "business parcel"),
    ("2", "business parcel"),
    ("3", "business parcel"),
    ("4", "business parcel"),
    ("5", "business parcel"),
    ("60", "business parcel"),
    ("61", "business parcel"),
    ("62", "business parcel"),
    ("63", "business parcel"),
    ("64", "business parcel"),
    ("65", "business parcel"),
    ("66", "business parcel"),
    ("67", "business parcel"),
    ("71", "cash on delivery"),
    ("72", "cash on delivery and exchange"),
    ("74", "delivery at work"),
    ("75", "guaranteed within 24 hours"),
    ("76", "return to the shop"),
    ("78", "between GLS's own places"),
    ("85", "express"),
    ("87", "exchange"),
    ("89", "pick up and return"),
];

const FIELDS: &[Field] = &[
    Field::new("depot", 0, 2),
    Field::new("product", 2, 2).with_codes(PRODUCTS),
    Field::new("serial", 4, 7),
];

const FORMATS: &[Format] = &[
    Format::new("parcel number with check digit", "#{12}")
        .checked(Check::new(Algorithm::Gls))
        .with_fields(FIELDS),
    Format::new("parcel number", "#{11}").with_fields(FIELDS).more_usual_by(-10),
    Format::new("track id", "*{8}").where_also(is_mixed, 0).more_usual_by(-30),
];

/// Whether there are letters and digits, which tells it from a word and from a date.
fn is_mixed(number: &str) -> bool {
    number.bytes().any(|b| b.is_ascii_digit()) && number.bytes().any(|b| b.is_ascii_uppercase())
}

pub(super) const ENTRY: Entry = Entry::of_numbers("gls", "GLS", FORMATS)
    .at_home_in(&[
        "AT", "BE", "CZ", "DE", "DK", "ES", "FR", "HR", "HU", "IE", "IT", "LU", "NL", "PL", "PT", "RO", "SI",
        "SK",
    ])
    .with_url("https://gls-group.eu/DE/de/paketverfolgung?match={n}");
