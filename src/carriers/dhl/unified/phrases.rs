//! What DHL's sentences mean, for the divisions that answer with a sentence where others give a code (`parcel-de`,
//! `post-de`), in English and German.
//!
//! The rules for announcement, hand-in, loading, parcel centres and delivery follow recorded answers; the others follow
//! DHL's known wording. A sentence refines the coarse `statusCode` beside it and never contradicts it: "is going to be
//! delivered to your neighbour" is no delivery while the code says `transit`.
//!
//! ```
//! use parceltrack::{Meaning, Status, carriers::dhl::phrases};
//!
//! let says = phrases::find("Die Sendung wurde in das Zustellfahrzeug geladen.", Some("transit")).unwrap();
//! assert_eq!(says.meaning, Meaning::from(Status::OutForDelivery));
//! assert!(phrases::find("Die Sendung wird morgen zugestellt.", Some("transit")).is_none());
//! ```

use std::sync::LazyLock;

use super::super::codes::Says;
use crate::carriers::sentence::Vocabulary;
use crate::model::state::{available_for_pickup, delivered, exception, in_transit, info_received};
use crate::model::{HandoverPlace, Meaning, State, Status};

/// One rule: the sentence says this if it holds all the words of one of the groups.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// Groups of lower-case words; one group must be there whole, in any order.
    pub any_of: &'static [&'static [&'static str]],
    /// Lower-case words that must not be there.
    pub none_of: &'static [&'static str],
    /// What the sentence then says.
    pub says: Says,
}

const fn rule(any_of: &'static [&'static [&'static str]], says: Says) -> Rule {
    Rule { any_of, none_of: &[], says }
}

/// The rules, of which the first that fits decides. The order matters: "could not be delivered" stands before
/// "delivered", "picked up by the recipient" before "picked up", a Packstation before any other place.
pub const RULES: &[Rule] = &[
    rule(
        &[
            &["provided by the sender to dhl electronically"],
            &["elektronisch angekündigt"],
            &["auftragsdaten"],
        ],
        Says::state(info_received::INFO_RECEIVED),
    ),
    rule(
        &[
            &["posted by the sender at the packstation"],
            &["posted by the sender at the retail outlet"],
            &["handed in"],
            &["eingeliefert"],
        ],
        Says::state(in_transit::DROPPED_OFF),
    ),
    rule(
        &[&["returned to the sender"], &["return to sender"], &["rücksendung"], &["an den absender zurück"]],
        Says::state(State::of(Status::Returning)),
    ),
    rule(
        &[
            &["not collected"],
            &["not been collected"],
            &["not picked up"],
            &["not been picked up"],
            &["nicht abgeholt"],
        ],
        Says::state(exception::UNCLAIMED),
    ),
    rule(
        &[
            &["collected by the recipient", "packstation"],
            &["picked up by the recipient", "packstation"],
            &["vom empfänger", "abgeholt", "packstation"],
        ],
        Says::at(delivered::COLLECTED, HandoverPlace::Locker),
    ),
    rule(
        &[&["collected by the recipient"], &["picked up by the recipient"], &["vom empfänger", "abgeholt"]],
        Says::at(delivered::COLLECTED, HandoverPlace::PickupPoint),
    ),
    rule(
        &[
            &["ready for pick-up", "packstation"],
            &["ready for collection", "packstation"],
            &["been brought to", "packstation"],
            &["was brought to", "packstation"],
            &["zur abholung bereit", "packstation"],
            &["abholbereit", "packstation"],
        ],
        Says::state(available_for_pickup::LOCKER),
    ),
    rule(
        &[&["ready for pick-up"], &["ready for collection"], &["zur abholung bereit"], &["abholbereit"]],
        Says::state(available_for_pickup::PICKUP_POINT),
    ),
    Rule {
        any_of: &[&["picked up by"], &["has been picked up"], &["wurde abgeholt"]],
        none_of: &["recipient", "empfänger"],
        says: Says::state(in_transit::COLLECTED),
    },
    rule(
        &[&["delivered to a neighbor"], &["delivered to a neighbour"], &["nachbar"]],
        Says::state(delivered::NEIGHBOUR),
    ),
    rule(
        &[&["preferred location"], &["agreed drop-off"], &["wunschort"], &["ablageort"]],
        Says::state(delivered::SAFE_PLACE),
    ),
    rule(
        &[&["loaded onto the delivery vehicle"], &["in das zustellfahrzeug geladen"]],
        Says::state(State::of(Status::OutForDelivery)),
    ),
    rule(
        &[
            &["could not be delivered"],
            &["not possible to deliver"],
            &["recipient not"],
            &["konnte", "nicht zugestellt"],
            &["nicht angetroffen"],
        ],
        Says::state(State::of(Status::AttemptFailed)),
    ),
    rule(
        &[&["successfully delivered"], &["has been delivered"], &["zugestellt"]],
        Says::state(State::of(Status::Delivered)),
    ),
    rule(
        &[&["parcel center of origin"], &["start-paketzentrum"]],
        Says::state(in_transit::ORIGIN_FACILITY_IN),
    ),
    rule(
        &[&["destination parcel center"], &["ziel-paketzentrum"]],
        Says::state(in_transit::DELIVERY_DEPOT_IN),
    ),
    rule(&[&["customs"], &["zoll"]], Says::state(in_transit::CUSTOMS_PROCESSING)),
    rule(&[&["damaged"], &["beschädigt"]], Says::state(exception::DAMAGED)),
    rule(&[&["delayed"], &["verzögert"]], Says::state(exception::DELAYED)),
];

/// What a sentence says, given the `statusCode` beside it; none where no rule fits.
///
/// Upper and lower case are alike. A rule fits only if the code allows it: `delivered` ends what is merely on its way,
/// `transit` is no delivery yet, and `failure` is neither.
pub fn find(sentence: &str, status_code: Option<&str>) -> Option<&'static Says> {
    find_in([Some(sentence)], status_code)
}

/// The same of several sentences that tell of one event; what is told twice is read once.
pub(super) fn find_in<const N: usize>(
    sentences: [Option<&str>; N],
    status_code: Option<&str>,
) -> Option<&'static Says> {
    let mut found = 0;
    for (index, sentence) in sentences.iter().enumerate() {
        if let Some(text) = sentence
            && !sentences.iter().take(index).any(|earlier| earlier == sentence)
        {
            found |= INDEX.words.found(text);
        }
    }
    if found == 0 {
        return None;
    }
    let fits = |group: &&Group| found & group.all == group.all && found & group.none == 0;
    let mut says = INDEX.groups.iter().filter(fits).map(|group| group.says);
    says.find(|says| is_allowed(&says.meaning, status_code))
}

/// The rules, made ready to be looked up.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let groups = || RULES.iter().flat_map(|rule| rule.any_of.iter().map(move |words| (rule, *words)));
    let words = Vocabulary::of(groups().flat_map(|(rule, words)| words.iter().chain(rule.none_of)).copied());
    let group = |(rule, all): (&'static Rule, &[&str])| Group {
        all: words.marks(all),
        none: words.marks(rule.none_of),
        says: &rule.says,
    };
    Index { groups: groups().map(group).collect(), words }
});

struct Index {
    words: Vocabulary,
    groups: Vec<Group>,
}

/// One group of a rule, as marks of words.
struct Group {
    all: u128,
    none: u128,
    says: &'static Says,
}

fn is_allowed(meaning: &Meaning, status_code: Option<&str>) -> bool {
    let Meaning::State(state) = meaning else { return true };
    !matches!(
        (state.status(), status_code),
        (Status::InfoReceived | Status::InTransit | Status::OutForDelivery, Some("delivered" | "failure"))
            | (Status::Delivered, Some("pre-transit" | "transit" | "failure"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(sentence: &str, code: &str) -> String {
        find(sentence, Some(code)).map_or_else(|| "-".into(), |says| says.meaning.to_string())
    }

    #[test]
    fn both_languages_say_the_same() {
        for (english, german, code, wanted) in [
            (
                "The instruction data for this shipment have been provided by the sender to DHL electronically",
                "Die Sendung wurde elektronisch angekündigt.",
                "pre-transit",
                "info_received.info_received",
            ),
            (
                "The shipment has been posted by the sender at the PACKSTATION",
                "Die Sendung wurde in die PACKSTATION eingeliefert",
                "transit",
                "in_transit.dropped_off",
            ),
            (
                "The shipment has been loaded onto the delivery vehicle",
                "Die Sendung wurde in das Zustellfahrzeug geladen.",
                "transit",
                "out_for_delivery",
            ),
            (
                "The shipment has been processed in the parcel center of origin",
                "Die Sendung wurde im Start-Paketzentrum bearbeitet.",
                "transit",
                "in_transit.origin_facility_in",
            ),
            (
                "The shipment has been successfully delivered",
                "Die Sendung wurde erfolgreich zugestellt.",
                "delivered",
                "delivered",
            ),
            (
                "The shipment could not be delivered",
                "Die Sendung konnte heute nicht zugestellt werden.",
                "failure",
                "attempt_failed",
            ),
            (
                "The shipment is ready for pick-up at the PACKSTATION",
                "Die Sendung liegt in der Packstation zur Abholung bereit.",
                "transit",
                "available_for_pickup.locker",
            ),
            (
                "The shipment has been picked up by the recipient at the retail outlet",
                "Die Sendung wurde vom Empfänger in der Filiale abgeholt.",
                "delivered",
                "delivered.collected",
            ),
            (
                "The shipment is being returned to the sender",
                "Die Sendung wird an den Absender zurückgesandt.",
                "failure",
                "returning",
            ),
        ] {
            assert_eq!(
                (says(english, code), says(german, code)),
                (wanted.into(), wanted.into()),
                "{english}"
            );
        }
    }

    #[test]
    fn a_sentence_contradicts_neither_its_code_nor_itself() {
        assert_eq!(says("Die Sendung wird voraussichtlich morgen zugestellt", "transit"), "-");
        assert_eq!(says("Der Empfänger hat einen Ablageort gewählt", "transit"), "-");
        assert_eq!(
            says("The shipment has been delivered. Customs duties were paid.", "delivered"),
            "delivered"
        );
        assert_eq!(says("The shipment is held by customs", "failure"), "-");
        assert_eq!(says("The shipment was not picked up by the recipient", "failure"), "exception.unclaimed");
        let both = "The shipment could not be delivered. It will be brought to a PACKSTATION.";
        assert_eq!(says(both, "failure"), "attempt_failed");
        assert_eq!(says("The shipment can be picked up by the recipient", "transit"), "-");
        assert!(find("Zugestellt", None).is_some());
    }

    #[test]
    fn words_are_lower_case_and_mean_something() {
        assert!(INDEX.groups.iter().all(|group| group.all != 0), "more words than marks");
        for rule in RULES {
            assert!(!rule.any_of.is_empty() && rule.any_of.iter().all(|group| !group.is_empty()));
            for word in rule.any_of.iter().copied().flatten().chain(rule.none_of) {
                assert_eq!(*word, word.to_lowercase(), "compared with lower-case text");
                assert!(word.len() > 1 && word.chars().all(|c| c <= 'ÿ'), "{word}");
            }
            assert!(matches!(&rule.says.meaning, Meaning::State(state) if state.status().is_about_parcel()));
        }
    }
}
