//! The postal service of the United States: the formats of its numbers.
//!
//! Intelligent Mail package barcodes (IMpb) begin with 92 to 95 and have 22, 26 or 30 digits; labels put `420` and the
//! destination's ZIP code before them, which does not belong to the number (<https://postalpro.usps.com/shipping/impb>,
//! <https://github.com/jkeen/tracking_number_data/blob/main/couriers/usps.json>). Older labels have 20 digits, or 22
//! with `91` before them: then the check digit counts `91` even where it is not printed.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Field, Form, Format};

const IMPB: Check = Check::new(Algorithm::Gs1);

/// Over all with the `91` that may be left out.
const LEGACY: Check = Check::new(Algorithm::From3).with_front("91");

const APPLICATIONS: &[(&str, &str)] = &[
    ("92", "commercial, mailer id of 9 digits"),
    ("93", "commercial, mailer id of 6 digits"),
    ("94", "online or PC postage"),
    ("95", "retail counter"),
];

const SERVICE_TYPES: &[(&str, &str)] = &[("612", "Parcel Select")];

const LEGACY_SERVICES: &[(&str, &str)] = &[
    ("01", "Delivery Confirmation"),
    ("02", "Delivery Confirmation"),
    ("03", "Delivery Confirmation"),
    ("04", "Delivery Confirmation"),
    ("05", "Delivery Confirmation"),
    ("06", "Delivery Confirmation"),
    ("07", "Delivery Confirmation"),
    ("08", "Delivery Confirmation"),
    ("14", "reserved for vendors"),
    ("21", "Signature Confirmation"),
    ("22", "Signature Confirmation"),
    ("23", "Signature Confirmation"),
    ("24", "Signature Confirmation"),
    ("25", "Signature Confirmation"),
    ("26", "Signature Confirmation"),
    ("34", "reserved for vendors"),
    ("50", "file header"),
    ("56", "passive scan"),
    ("70", "Certified Mail"),
    ("71", "Certified Mail or merchandise"),
    ("73", "Insured Mail"),
    ("82", "merchandise return"),
    ("83", "merchandise return"),
    ("84", "merchandise return"),
    ("85", "merchandise return"),
];

/// `420` and a ZIP code of five or nine digits.
const ZIP: u8 = 8;
const ZIP_4: u8 = 12;

const fn application(skip: u8) -> Field {
    Field::new("application", skip, 2).with_codes(APPLICATIONS)
}

/// The parts of an IMpb behind so many digits of the destination.
const fn parts(skip: u8, mailer: u8, serial: u8) -> [Field; 4] {
    [
        application(skip),
        Field::new("service type", skip + 2, 3).with_codes(SERVICE_TYPES),
        Field::new("mailer", skip + 5, mailer),
        Field::new("serial", skip + 5 + mailer, serial),
    ]
}

/// The same with the destination.
const fn sent_to(skip: u8, mailer: u8, serial: u8) -> [Field; 5] {
    let [application, service, mailer, serial] = parts(skip, mailer, serial);
    [Field::new("destination ZIP", 3, skip - 3), application, service, mailer, serial]
}

const fn legacy_parts(skip: u8) -> [Field; 3] {
    [
        Field::new("service", skip, 2).with_codes(LEGACY_SERVICES).telling(14),
        Field::new("shipper", skip + 2, 9),
        Field::new("package", skip + 11, 8),
    ]
}

const fn impb(name: &'static str, pattern: &'static str, skip: u8, fields: &'static [Field]) -> Format {
    Format::new(name, pattern)
        .checked(IMPB.after(skip))
        .with_fields(fields)
        .shown_as(Form::Inner { skip, tail: 0 })
}

const fn legacy(
    name: &'static str,
    pattern: &'static str,
    check: Check,
    skip: u8,
    fields: &'static [Field],
) -> Format {
    Format::new(name, pattern)
        .checked(check.after(skip))
        .with_fields(fields)
        .shown_as(Form::Inner { skip, tail: 0 })
}

const FORMATS: &[Format] = &[
    impb("IMpb, mailer of 9 digits", "9[2-5]###9#{16}", 0, &parts(0, 9, 7)),
    impb("IMpb, mailer of 6 digits", "9[2-5]###[0-8]#{16}", 0, &parts(0, 6, 10)),
    impb("IMpb of 26 digits, mailer of 9", "9[2-5]###9#{20}", 0, &parts(0, 9, 11)),
    impb("IMpb of 26 digits, mailer of 6", "9[2-5]###[0-8]#{20}", 0, &parts(0, 6, 14)),
    impb("IMpb of 30 digits", "9[2-5]#{28}", 0, &[application(0)]),
    impb("IMpb with ZIP, mailer of 9 digits", "420#{5}9[2-5]###9#{16}", ZIP, &sent_to(ZIP, 9, 7)),
    impb("IMpb with ZIP, mailer of 6 digits", "420#{5}9[2-5]###[0-8]#{16}", ZIP, &sent_to(ZIP, 6, 10)),
    impb("IMpb with ZIP+4, mailer of 9 digits", "420#{9}9[2-5]###9#{16}", ZIP_4, &sent_to(ZIP_4, 9, 7)),
    impb("IMpb with ZIP+4, mailer of 6 digits", "420#{9}9[2-5]###[0-8]#{16}", ZIP_4, &sent_to(ZIP_4, 6, 10)),
    impb("IMpb of 26 digits with ZIP, mailer of 9", "420#{5}9[2-5]###9#{20}", ZIP, &sent_to(ZIP, 9, 11)),
    impb("IMpb of 26 digits with ZIP, mailer of 6", "420#{5}9[2-5]###[0-8]#{20}", ZIP, &sent_to(ZIP, 6, 14)),
    impb("IMpb of 30 digits with ZIP", "420#{5}9[2-5]#{28}", ZIP, &[application(ZIP)]),
    legacy("legacy", "91#{20}", LEGACY, 0, &legacy_parts(2)),
    legacy("legacy with ZIP", "420#{5}91#{20}", LEGACY, ZIP, &legacy_parts(ZIP + 2)),
    legacy("legacy with ZIP+4", "420#{9}91#{20}", LEGACY, ZIP_4, &legacy_parts(ZIP_4 + 2)),
    legacy("20 digits", "#{20}", Check::new(Algorithm::From3), 0, &legacy_parts(0)),
    legacy("legacy without 91", "#{20}", LEGACY, 0, &legacy_parts(0)).more_usual_by(-5),
    legacy("legacy without 91, with ZIP", "420#{5}#{20}", LEGACY, ZIP, &legacy_parts(ZIP)),
    legacy("legacy without 91, with ZIP+4", "420#{9}#{20}", LEGACY, ZIP_4, &legacy_parts(ZIP_4)),
    Format::new("S10 of the United States", "@{2}#{9}US").s10(),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("usps", "USPS", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://tools.usps.com/go/TrackConfirmAction?tLabels={n}");
