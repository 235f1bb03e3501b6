//! Nothing is allocated for what is no carrier's number, and one list for what is.
#![allow(missing_docs)]

use std::hint::black_box;

use allocation_counter::measure;
use parceltrack::recognise::recognise;

/// How often a call allocates, and whether it finds a carrier.
fn allocations(text: &str) -> (u64, bool) {
    let mut is_found = false;
    let info = measure(|| is_found = !black_box(recognise(black_box(text))).is_empty());
    (info.count_total, is_found)
}

#[test]
fn a_number_costs_one_list_and_anything_else_nothing() {
    // The tables are made by the first call.
    recognise("1");
    for number in [
        "00340431278055040644",
        "312714768284",
        "5835894956",
        "0123 5499 7506 21H",
        "RR407182533DE",
        "CP678861432AT",
        "1ZA1B2C30311965568",
        "1z a1b 2c3 03 1196 556 8",
        "9405592474732164560940",
        "420606019505511855788524521459",
        "996012345612345678",
        "99.60.123456.12345678",
        "*1ZA1B2C30311965568*",
        "TBA318204557106",
        "JJD000230012345678901",
    ] {
        assert_eq!(allocations(number), (1, true), "{number}");
    }
    for other in [
        "",
        "Sendungsnummer",
        "1",
        "für",
        "1234567890123",
        "1ZA1B2C303119655681",
        "1ZA1",
        "123-456-789",
        "a_b",
        "(00)1",
        &"1".repeat(48),
        &"1".repeat(1000),
    ] {
        assert_eq!(allocations(other), (0, false), "{other}");
    }
}
