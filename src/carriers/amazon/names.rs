//! Whom Amazon means by a carrier's name.
//!
//! `carrierCode` is free text in both versions of the API: `AMZL`, `UPS®`, `HERMESIT`, `Deutsche Post`. The names come
//! from Amazon's contracts, its samples and sellers' exports.

use crate::model::CarrierId;

/// A name as it begins, or whole, in capitals without blanks and punctuation.
struct Name {
    key: &'static str,
    whole: bool,
    carrier: &'static str,
}

const fn starts(key: &'static str, carrier: &'static str) -> Name {
    Name { key, whole: false, carrier }
}

/// For names so short that other words begin with them.
const fn whole(key: &'static str, carrier: &'static str) -> Name {
    Name { key, whole: true, carrier }
}

/// Sorted by name.
const NAMES: &[Name] = &[
    whole("AMZL", "amazon"),
    starts("AMZN", "amazon"),
    whole("ATS", "amazon"),
    whole("ATSPL", "amazon"),
    whole("BRT", "brt"),
    starts("CHINAPOST", "china-post"),
    starts("CHRONOPOST", "chronopost"),
    starts("COLISSIMO", "colissimo"),
    starts("CORREOS", "correos"),
    starts("DEUTSCHEPOST", "deutsche-post"),
    starts("DHL", "dhl"),
    whole("DPAG", "deutsche-post"),
    starts("DPD", "dpd"),
    starts("EVRI", "evri"),
    starts("FEDERALEXPRESS", "fedex"),
    starts("FEDEX", "fedex"),
    starts("GLS", "gls"),
    starts("HERMES", "hermes"),
    starts("HLG", "hermes"),
    starts("LAPOSTE", "la-poste"),
    starts("MONDIALRELAY", "mondial-relay"),
    starts("MYHERMES", "hermes"),
    starts("PARCELFORCE", "parcelforce"),
    starts("POSTEITALIANE", "poste-italiane"),
    starts("ROYALMAIL", "royal-mail"),
    whole("SDA", "sda"),
    starts("SEUR", "seur"),
    whole("SWA", "amazon"),
    whole("SWISHIP", "amazon"),
    starts("TNT", "tnt"),
    starts("UNITEDPARCELSERVICE", "ups"),
    starts("UNITEDSTATESPOSTALSERVICE", "usps"),
    starts("UPS", "ups"),
    starts("USPS", "usps"),
    starts("YANWEN", "yanwen"),
    starts("YODEL", "yodel"),
];

/// The carrier that a name in Amazon's data means; none for a name that nobody has mapped.
pub(super) fn carrier(name: &str) -> Option<CarrierId> {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    // "Amazon Logistics", "Delivery by Amazon": the words around it are translated.
    if name.contains("AMAZON") {
        return Some(CarrierId::AMAZON);
    }
    let fits = |row: &&Name| if row.whole { name == row.key } else { name.starts_with(row.key) };
    NAMES.iter().find(fits).map(|row| CarrierId::known(row.carrier))
}

/// Whether a name says that there is no name.
pub(super) fn is_nobody(name: &str) -> bool {
    ["OTHER", "OTHERS"].iter().any(|word| name.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_unique_and_carriers() {
        assert!(NAMES.windows(2).all(|pair| pair[0].key < pair[1].key));
        for row in NAMES {
            assert_eq!(carrier(row.key), Some(row.carrier.parse().unwrap()));
        }
    }

    #[test]
    fn names_are_understood_in_any_spelling() {
        for (name, id) in [
            ("AMZL", "amazon"),
            ("Amazon Logistics", "amazon"),
            ("AMZN_DE", "amazon"),
            ("AMZN_FR_SH_SD", "amazon"),
            ("Delivery by Amazon", "amazon"),
            ("dhl", "dhl"),
            ("DHLECOMMERCE", "dhl"),
            ("Hermes", "hermes"),
            ("HERMESIT", "hermes"),
            ("Hermes Logistik Gruppe", "hermes"),
            ("UPS®", "ups"),
            ("UPSMI", "ups"),
            ("FedEx", "fedex"),
            ("USPS", "usps"),
            ("DPD", "dpd"),
            ("GLS", "gls"),
            ("Royal Mail", "royal-mail"),
            ("Deutsche Post", "deutsche-post"),
        ] {
            assert_eq!(carrier(name).unwrap().as_str(), id, "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_nobody_we_know() {
        for name in ["", "Other", "Atsu Couriers", "Bob's Vans", "®"] {
            assert_eq!(carrier(name), None, "{name}");
        }
        assert!(is_nobody("Others") && !is_nobody("DHL"));
    }
}
