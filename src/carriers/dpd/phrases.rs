//! What DPD's sentences add to its words, in English and German: the parcel life cycle has few words, and one of them,
//! `AT_DELIVERY_DEPOT`, covers both the depot and the delivery tour.
//!
//! Only descriptions and error texts are read, never the headings (`label`): those of Germany run ahead of the truth. A
//! rule holds for the words that it names, so a sentence refines its word and never contradicts it.
//!
//! ```
//! use parceltrack::{Meaning, Status, carriers::dpd::phrases};
//!
//! let says = phrases::find("AT_DELIVERY_DEPOT", "Das Paket hat das Zustelldepot verlassen.").unwrap();
//! assert_eq!(says.meaning, Meaning::from(Status::OutForDelivery));
//! assert!(phrases::find("AT_DELIVERY_DEPOT", "Das Paket ist im Zustelldepot.").is_none());
//! ```

use std::sync::LazyLock;

use super::super::sentence::Vocabulary;
use super::codes::Says;
use crate::model::state::{attempt_failed, available_for_pickup, delivered};
use crate::model::{HandoverPlace, Reason, State, Status};

/// One rule: a sentence of one of these words says this if it holds all the texts of one of the groups.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The words whose sentences it reads.
    pub words: &'static [&'static str],
    /// Groups of lower-case texts; one group must be there whole, in any order.
    pub any_of: &'static [&'static [&'static str]],
    /// What the sentence then says.
    pub says: Says,
}

const fn rule(
    words: &'static [&'static str],
    any_of: &'static [&'static [&'static str]],
    says: Says,
) -> Rule {
    Rule { words, any_of, says }
}

const DEPOT: &[&str] = &["AT_DELIVERY_DEPOT"];
const FAILED: &[&str] = &["AT_DELIVERY_DEPOT", "DeliveryFailure", "OUT_FOR_DELIVERY"];
const HANDED_OVER: &[&str] = &["DELIVERED", "Delivered"];
const STEPS: &[&str] =
    &["ACCEPTED", "AT_DELIVERY_DEPOT", "AT_SENDING_DEPOT", "ON_THE_ROAD", "OUT_FOR_DELIVERY", "PICKUP"];
const WAITING: &[&str] = &["PICKUP", "ParcelShop"];

/// The rules, of which the first that fits decides. "Not at home" stands before the depot's "on its way".
///
/// Germany's sentences are known from printed answers; the refinements of a hand-over follow DPD's usual wording.
pub const RULES: &[Rule] = &[
    rule(
        STEPS,
        &[
            &["an den absender zurück"],
            &["zurück an den absender"],
            &["zurück zum absender"],
            &["rücksendung"],
            &["back to the sender"],
            &["returned to the sender"],
            &["return to sender"],
        ],
        Says::state(State::of(Status::Returning)),
    ),
    rule(
        FAILED,
        &[&["nicht angetroffen"], &["not at home"]],
        Says::because(attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome),
    ),
    rule(
        FAILED,
        &[&["annahme verweigert"], &["verweigert"], &["refused"]],
        Says::because(attempt_failed::REFUSED, Reason::RecipientRefused),
    ),
    rule(
        DEPOT,
        &[
            &["depot", "verlassen"],
            &["zustellzentrum", "verlassen"],
            &["auf dem weg zum empfänger"],
            &["has left"],
            &["on its way to the consignee"],
        ],
        Says::state(State::of(Status::OutForDelivery)),
    ),
    rule(
        HANDED_OVER,
        &[&["nachbar"], &["neighbour"], &["neighbor"]],
        Says::at(delivered::NEIGHBOUR, HandoverPlace::Neighbour),
    ),
    rule(HANDED_OVER, &[&["garage"]], Says::at(delivered::SAFE_PLACE, HandoverPlace::Garage)),
    rule(HANDED_OVER, &[&["ablageort"], &["abgelegt"], &["safe place"]], Says::state(delivered::SAFE_PLACE)),
    rule(
        HANDED_OVER,
        &[&["briefkasten"], &["letterbox"], &["letter box"]],
        Says::at(delivered::MAILBOX, HandoverPlace::Letterbox),
    ),
    rule(
        HANDED_OVER,
        &[&["paketshop", "abgeholt"], &["pickup", "collected"], &["parcelshop", "collected"]],
        Says::at(delivered::COLLECTED, HandoverPlace::PickupPoint),
    ),
    rule(
        WAITING,
        &[&["paketstation"], &["locker"]],
        Says::at(available_for_pickup::LOCKER, HandoverPlace::Locker),
    ),
];

/// What a sentence adds to its word; none where it adds nothing. Upper and lower case are alike.
pub fn find(word: &str, sentence: &str) -> Option<&'static Says> {
    if !RULES.iter().any(|rule| rule.words.contains(&word)) {
        return None;
    }
    let found = INDEX.texts.found(sentence);
    let fits = |group: &&Group| found & group.all == group.all && group.rule.words.contains(&word);
    INDEX.groups.iter().find(fits).map(|group| &group.rule.says)
}

/// The rules, made ready to be looked up.
static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let groups = || RULES.iter().flat_map(|rule| rule.any_of.iter().map(move |texts| (rule, *texts)));
    let texts = Vocabulary::of(groups().flat_map(|(_, texts)| texts).copied());
    let group = |(rule, all)| Group { all: texts.marks(all), rule };
    Index { groups: groups().map(group).collect(), texts }
});

struct Index {
    texts: Vocabulary,
    groups: Vec<Group>,
}

/// One group of a rule, as marks of texts.
struct Group {
    all: u128,
    rule: &'static Rule,
}

#[cfg(test)]
mod tests {
    use super::super::codes;
    use super::*;

    fn says(word: &str, sentence: &str) -> String {
        find(word, sentence).map_or_else(|| "-".into(), |says| says.meaning.to_string())
    }

    #[test]
    fn both_languages_say_the_same() {
        for (word, english, german, wanted) in [
            ("AT_DELIVERY_DEPOT", "At the delivery centre.", "Im Paketzustellzentrum eingetroffen.", "-"),
            (
                "AT_DELIVERY_DEPOT",
                "The parcel has left the depot and is on its way to the consignee.",
                "Das Paket hat das Depot verlassen und ist auf dem Weg zum Empfänger.",
                "out_for_delivery",
            ),
            (
                "AT_DELIVERY_DEPOT",
                "The recipient was not at home.",
                "Der Empfänger wurde nicht angetroffen.",
                "attempt_failed.recipient_absent",
            ),
            (
                "DeliveryFailure",
                "The parcel was refused.",
                "Die Annahme wurde verweigert.",
                "attempt_failed.refused",
            ),
            ("DELIVERED", "Left with a neighbour.", "Beim Nachbarn abgegeben.", "delivered.neighbour"),
            ("DELIVERED", "Left in the garage.", "In der Garage abgelegt.", "delivered.safe_place"),
            ("DELIVERED", "Left in a safe place.", "Am Ablageort hinterlegt.", "delivered.safe_place"),
            ("DELIVERED", "Put into the letterbox.", "In den Briefkasten eingeworfen.", "delivered.mailbox"),
            ("Delivered", "Collected at the Pickup point.", "Im Paketshop abgeholt.", "delivered.collected"),
            ("PICKUP", "Waiting in a locker.", "In der Paketstation.", "available_for_pickup.locker"),
            (
                "ON_THE_ROAD",
                "The parcel is returned to the sender.",
                "Das Paket geht zurück an den Absender.",
                "returning",
            ),
        ] {
            assert_eq!(
                (says(word, english), says(word, german)),
                (wanted.into(), wanted.into()),
                "{english}"
            );
        }
    }

    #[test]
    fn a_sentence_never_contradicts_its_word() {
        assert_eq!(says("ON_THE_ROAD", "The parcel has left the hub."), "-");
        assert_eq!(says("ON_THE_ROAD", "Ihr Nachbar nimmt das Paket an."), "-");
        assert_eq!(says("DELIVERED", "The parcel was returned to the sender."), "-");
        // Put back for another day is no return.
        assert_eq!(says("AT_DELIVERY_DEPOT", "Die Zustellung wurde zurückgestellt."), "-");
        assert_eq!(says("ReturningFromDelivery", "The parcel is returned to the depot."), "-");
    }

    #[test]
    fn rules_are_lower_case_and_about_words_that_exist() {
        assert!(INDEX.groups.iter().all(|group| group.all != 0), "more texts than marks");
        for rule in RULES {
            let texts = rule.any_of.iter().copied().flatten();
            assert!(texts.clone().count() > 0 && texts.clone().all(|text| *text == text.to_lowercase()));
            for word in rule.words {
                let known = codes::find(codes::MILESTONES, word).or_else(|| codes::find(codes::ROWS, word));
                assert!(known.is_some(), "{word}");
            }
        }
    }
}
