//! What the client API's English sentences mean. Evri publishes neither its points' numbers nor their sentences, so words
//! decide, in the order of the table; what ends a parcel must be said without "not" or "will".

use super::codes::Says;
use crate::model::state::{attempt_failed, delivered, exception, failed, in_transit, info_received};
use crate::model::{Reason, State, Status};

/// A sentence by some of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phrase {
    /// It holds one of these, whole words in lower case.
    pub any: &'static [&'static str],
    /// And, if there are any, one of these.
    pub with: &'static [&'static str],
    /// And none of these.
    pub without: &'static [&'static str],
    /// What it says.
    pub says: Says,
}

const fn phrase(
    any: &'static [&'static str],
    with: &'static [&'static str],
    without: &'static [&'static str],
    says: Says,
) -> Phrase {
    Phrase { any, with, without, says }
}

/// Words that keep a sentence from telling an end.
const OPEN: &[&str] = &["not", "be", "being", "will", "ll", "unable", "cannot", "can", "could", "going to"];

/// The same, and the places where a parcel waits for its recipient.
const OPEN_OR_WAITING: &[&str] = &[
    "not",
    "be",
    "being",
    "will",
    "ll",
    "unable",
    "cannot",
    "can",
    "could",
    "going to",
    "parcelshop",
    "locker",
    "depot",
    "hub",
];

/// In the order in which they are looked for; after what callers of the client API were seen to look for
/// (<https://github.com/ha-parcel-integrations/ha-evri>), made stricter.
// Formatted, a row takes up to ten lines.
#[rustfmt::skip]
pub const PHRASES: &[Phrase] = &[
    phrase(&["returned to sender", "returned to the sender"], &[], OPEN, Says::state(State::of(Status::Returned))),
    phrase(&["return", "returned", "returning", "returns"], &[], &[], Says::state(State::of(Status::Returning))),
    phrase(&["carded", "no answer", "not in"], &[], &[], Says::because(attempt_failed::RECIPIENT_ABSENT, Reason::RecipientNotHome)),
    phrase(&["refused"], &[], OPEN, Says::because(attempt_failed::REFUSED, Reason::RecipientRefused)),
    phrase(&["attempt", "attempted"], &[], &["will", "ll", "next"], Says::state(State::of(Status::AttemptFailed))),
    phrase(&["neighbour", "neighbor"], &["delivered", "left"], OPEN, Says::state(delivered::NEIGHBOUR)),
    phrase(&["safe place", "safeplace"], &["delivered", "left"], OPEN, Says::state(delivered::SAFE_PLACE)),
    phrase(&["collected"], &["customer", "recipient"], OPEN, Says::state(delivered::COLLECTED)),
    phrase(&["ready to collect", "ready for collection"], &[], &["not"], Says::state(State::of(Status::AvailableForPickup))),
    phrase(&["delivered"], &[], OPEN_OR_WAITING, Says::state(State::of(Status::Delivered))),
    phrase(&["out for delivery", "with courier", "with our courier", "with the courier", "with your courier"], &[], &["not"], Says::state(State::of(Status::OutForDelivery))),
    phrase(&["damaged"], &[], &["not"], Says::state(exception::DAMAGED)),
    phrase(&["lost"], &[], OPEN, Says::because(failed::LOST, Reason::CarrierLost)),
    phrase(&["delay", "delayed", "delays"], &[], &["no", "not"], Says::state(exception::DELAYED)),
    phrase(&["customs"], &[], &[], Says::state(in_transit::CUSTOMS_PROCESSING)),
    phrase(&["depot", "hub", "sorted"], &[], &[], Says::state(State::of(Status::InTransit))),
    phrase(&["collected", "dropped off", "received at parcelshop", "received at the parcelshop"], &[], OPEN, Says::state(in_transit::ACCEPTED)),
    phrase(&["expecting", "advised", "manifest", "manifested"], &[], &[], Says::state(info_received::INFO_RECEIVED)),
];

/// What a sentence says, if its words are in the table.
pub fn find(sentence: &str) -> Option<&'static Says> {
    let words: String =
        sentence.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    let holds = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(&format!(" {phrase} ")));
    PHRASES
        .iter()
        .find(|row| holds(row.any) && (row.with.is_empty() || holds(row.with)) && !holds(row.without))
        .map(|row| &row.says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meaning;
    use crate::model::state::unknown;

    #[test]
    fn english_sentences_are_read_by_their_words() {
        for (sentence, meaning) in [
            ("Your parcel has been returned to sender.", "returned"),
            ("Parcel is being returned to sender", "returning"),
            ("On its way back: RETURN", "returning"),
            ("Carded - no answer", "attempt_failed.recipient_absent"),
            ("We called but you were not in", "attempt_failed.recipient_absent"),
            ("Delivery attempted", "attempt_failed"),
            ("Refused by customer", "attempt_failed.refused"),
            ("Delivered to your neighbour at no. 12", "delivered.neighbour"),
            ("Left in safe place", "delivered.safe_place"),
            ("Delivered - safeplace", "delivered.safe_place"),
            ("Collected by customer", "delivered.collected"),
            ("Ready for collection at the ParcelShop", "available_for_pickup"),
            ("Delivered", "delivered"),
            ("Out for delivery", "out_for_delivery"),
            ("It's with our courier", "out_for_delivery"),
            ("Parcel damaged", "exception.damaged"),
            ("Parcel lost", "failed.lost"),
            ("There's a delay with your parcel", "exception.delayed"),
            ("Held at customs", "in_transit.customs_processing"),
            ("Arrived at local depot", "in_transit"),
            ("Sorted at the national hub", "in_transit"),
            ("Collected from the client", "in_transit.accepted"),
            ("Received at ParcelShop", "in_transit.accepted"),
            ("We're expecting it", "info_received.info_received"),
            ("Manifest received", "info_received.info_received"),
        ] {
            assert_eq!(
                find(sentence).map(|says| says.meaning.to_string()).as_deref(),
                Some(meaning),
                "{sentence}"
            );
        }
    }

    #[test]
    fn an_end_must_be_said_outright() {
        for sentence in [
            "Your parcel will be delivered today",
            "Not delivered",
            "Could not be delivered",
            "Undelivered",
            "We'll leave it with a neighbour",
            "Delivered to the ParcelShop",
            "It can be collected by the customer tomorrow",
            "Safe place photo available",
            "Zugestellt",
            "",
        ] {
            let says = find(sentence).map(|says| says.meaning.clone());
            let ends = matches!(&says, Some(Meaning::State(state)) if state.status().is_final());
            assert!(!ends, "{sentence}: {says:?}");
        }
    }

    #[test]
    fn every_row_says_something_and_is_written_as_it_is_looked_for() {
        for row in PHRASES {
            assert_ne!(row.says.meaning, Meaning::from(unknown::UNMAPPED));
            for any in row.any {
                assert!(find(&format!("{any} {}", row.with.first().unwrap_or(&""))).is_some(), "{any}");
            }
            let words = row.any.iter().chain(row.with).chain(row.without);
            assert!(words.copied().all(|text| text == text.to_lowercase().trim()));
        }
    }
}
