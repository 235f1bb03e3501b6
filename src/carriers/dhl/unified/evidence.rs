//! What one event says, from the several fields in which DHL says it.
//!
//! The order of evidence: the division's code, then (for the divisions that write sentences) the sentence, then the
//! coarse `statusCode`; at last `returnFlag`, which turns the direction of all of them.

use super::super::codes::{self, Row, Says};
use super::phrases;
use crate::carriers::says;
use crate::model::state::unknown;
use crate::model::{Event, HandoverPlace, Meaning, State, Status};

/// The fields of an event (or of a shipment's `status`) that say what happened.
#[derive(Clone, Copy, Default)]
pub(super) struct Evidence<'a> {
    pub(super) service: &'a str,
    /// What the codes of the service's division say.
    pub(super) table: &'static [Row],
    pub(super) status_code: Option<&'a str>,
    pub(super) status: Option<&'a str>,
    pub(super) detailed: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    /// Whether the whole shipment is a return.
    pub(super) is_return: bool,
}

/// What an event says.
pub(super) struct Verdict<'a> {
    says: &'static Says,
    /// The status instead of what is said, where the direction is the other one.
    turned: Option<Status>,
    /// The code that names the event in every language.
    pub(super) code: Option<&'a str>,
    /// The code that nobody has mapped, for a note.
    pub(super) unmapped: Option<String>,
    /// The words for people.
    pub(super) wording: Option<&'a str>,
}

impl Verdict<'_> {
    /// What is said about the parcel.
    pub(super) fn meaning(&self) -> Meaning {
        self.turned.map_or_else(|| self.says.meaning.clone(), |status| State::of(status).into())
    }

    /// Where the parcel was left or waits.
    pub(super) fn place(&self) -> Option<HandoverPlace> {
        self.says.place.clone().filter(|_| self.turned.is_none())
    }

    /// Whether by it the parcel waits for its recipient.
    pub(super) fn is_waiting(&self) -> bool {
        self.says.status() == Some(Status::AvailableForPickup)
    }

    /// Has an event say it.
    pub(super) fn tell(&self, event: &mut Event) {
        self.says.tell(event);
        if self.turned.is_some() {
            (event.meaning, event.handed_to) = (self.meaning(), None);
        }
    }
}

/// What is said by an event that says nothing, and by one that says what nobody has mapped.
static SILENT: Says = Says::state(unknown::NO_STATUS);
static UNMAPPED: Says = Says::state(unknown::UNMAPPED);

/// The sentences of the event for which some were read last, and what they say. Those of the summary are nearly always the
/// newest event's.
#[derive(Default)]
pub(super) struct Heard<'a> {
    sentences: [Option<&'a str>; 3],
    status_code: Option<&'a str>,
    said: Option<&'static Says>,
}

impl<'a> Evidence<'a> {
    /// Weighs the fields.
    pub(super) fn weigh(self, heard: &mut Heard<'a>) -> Verdict<'a> {
        let (code, coded) = self.division_code();
        let mut verdict = Verdict {
            says: &SILENT,
            turned: None,
            // Sentences come in several languages and `statusCode` is the same for different events of one minute:
            // neither tells events apart, so an event without a division's code has none.
            code,
            unmapped: None,
            wording: self.description.or_else(|| {
                [self.status, self.detailed].into_iter().flatten().find(|text| Some(*text) != code)
            }),
        };
        if let Some(said) = self.said(coded, heard) {
            verdict.says = said;
        } else if let Some(row) = self.status_code.and_then(codes::of_status_code) {
            verdict.says = &row.says;
        } else if let Some(odd) = code.or(self.status_code) {
            let name = if is_word(odd) { odd } else { says::NO_CODE };
            verdict.unmapped = Some(format!("{}: {name}", self.service));
            verdict.says = &UNMAPPED;
            verdict.code = Some(odd).filter(|odd| is_word(odd));
        }
        verdict.turned = self.turned(verdict.says, coded.is_some());
        verdict
    }

    /// What the division's code and the sentences say. Sentences are read only where they may count.
    fn said(&self, coded: Option<&'static Says>, heard: &mut Heard<'a>) -> Option<&'static Says> {
        match coded {
            None => self.sentences(heard),
            Some(code) if self.service == "parcel-de" && is_coarse(code) => {
                self.sentences(heard).filter(|sentence| is_finer(sentence, code)).or(coded)
            }
            Some(_) => coded,
        }
    }

    /// What the sentences say, in the divisions that write some.
    fn sentences(&self, heard: &mut Heard<'a>) -> Option<&'static Says> {
        let sentences = [self.status, self.detailed, self.description];
        if !matches!(self.service, "parcel-de" | "post-de") {
            return None;
        }
        if (heard.sentences, heard.status_code) != (sentences, self.status_code) {
            let said = phrases::find_in(sentences, self.status_code);
            *heard = Heard { sentences, status_code: self.status_code, said };
        }
        heard.said
    }

    /// The status, if the direction is not what is said: the shipment is a return, or a return has arrived.
    fn turned(&self, says: &Says, has_row: bool) -> Option<Status> {
        match says.status()? {
            Status::InTransit | Status::OutForDelivery if self.is_return => Some(Status::Returning),
            Status::Delivered if self.is_return => Some(Status::Returned),
            // "Returned to the sender", and DHL counts it as handed over: it is back.
            Status::Returning if self.status_code == Some("delivered") && !has_row => Some(Status::Returned),
            _ => None,
        }
    }

    /// The division's code: one that its table has, and what it says there, or else text in the form of a code. Some
    /// divisions repeat one sentence in all fields, and a single upper-case word may be such a sentence.
    fn division_code(&self) -> (Option<&'a str>, Option<&'static Says>) {
        let row = |text: Option<&'a str>| Some((text, &says::find(self.table, text?)?.says));
        if let Some((code, says)) = row(self.status).or_else(|| row(self.detailed)) {
            return (code, Some(says));
        }
        let code = |text: &&str| is_code(text) && Some(*text) != self.description;
        (self.status.filter(code).or_else(|| self.detailed.filter(code)), None)
    }
}

/// Whether DHL Paket's coarse code tells the end of a tour, of which a sentence may tell more: with a neighbour, in a
/// Packstation. Of scans on the way the codes know more.
fn is_coarse(code: &Says) -> bool {
    matches!(code.status(), Some(Status::Delivered | Status::AvailableForPickup | Status::AttemptFailed))
}

/// Whether a sentence tells the same as a code, more finely.
fn is_finer(sentence: &Says, code: &Says) -> bool {
    let Meaning::State(state) = &sentence.meaning else { return false };
    Some(state.status()) == code.status() && state.substatus().is_some()
}

/// Whether a text has the form of a division's code, such as `ZU`, `OUT_FOR_DELIVERY` or `606`.
fn is_code(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_-".contains(&b))
        && is_word(text)
}

/// Whether a text may stand in a note: a word of letters and few digits, so that it can hold no number of a parcel.
pub(super) fn is_word(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        && text.bytes().filter(u8::is_ascii_digit).count() <= 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(service: &'static str, status_code: &'static str, status: &'static str) -> Evidence<'static> {
        let table = codes::table(service);
        Evidence {
            service,
            table,
            status_code: Some(status_code),
            status: Some(status),
            ..Evidence::default()
        }
    }

    fn says(evidence: Evidence<'_>) -> (String, Option<String>) {
        let verdict = evidence.weigh(&mut Heard::default());
        (verdict.meaning().to_string(), verdict.code.map(Into::into))
    }

    fn coded(meaning: &str, code: &str) -> (String, Option<String>) {
        (meaning.into(), Some(code.into()))
    }

    #[test]
    fn a_code_of_the_division_beats_the_coarse_one() {
        assert_eq!(
            says(evidence("svb", "delivered", "RETURNED_TO_SENDER")),
            coded("returned", "RETURNED_TO_SENDER")
        );
        assert_eq!(says(evidence("parcel-de", "transit", "LA")), coded("in_transit.stored", "LA"));
        let detailed = Evidence { detailed: Some("ZF"), ..evidence("parcel-de", "transit", "Some sentence") };
        assert_eq!(says(detailed), coded("available_for_pickup.pickup_point", "ZF"));
    }

    #[test]
    fn a_sentence_may_say_more_than_a_coarse_code_but_nothing_else() {
        let with = |code, text| {
            says(Evidence { description: Some(text), ..evidence("parcel-de", "delivered", code) })
        };
        let neighbour = "The shipment has been delivered to a neighbor";
        assert_eq!(with("ZU", neighbour), coded("delivered.neighbour", "ZU"));
        assert_eq!(with("ZU", "Delivered. Customs duties were paid."), coded("delivered", "ZU"));
        assert_eq!(with("AA", "It left the parcel center of origin"), coded("in_transit.facility_out", "AA"));
    }

    #[test]
    fn what_sentences_say_is_remembered_only_while_nothing_changes() {
        let mut heard = Heard::default();
        let mut says = |status_code, description| {
            let evidence = Evidence {
                description: Some(description),
                ..evidence("parcel-de", status_code, "Some sentence")
            };
            evidence.weigh(&mut heard).meaning().to_string()
        };
        let neighbour = "The shipment has been delivered to a neighbor";
        assert_eq!(says("transit", neighbour), "in_transit");
        assert_eq!(says("delivered", neighbour), "delivered.neighbour");
        assert_eq!(says("delivered", neighbour), "delivered.neighbour");
        assert_eq!(says("delivered", "The shipment has been delivered"), "delivered");
    }

    #[test]
    fn a_division_without_table_is_read_by_the_coarse_code_and_keeps_its_own() {
        let event = evidence("parcel-uk", "failure", "NOT_HOME");
        assert_eq!(says(event), coded("exception", "NOT_HOME"));
        assert_eq!(event.weigh(&mut Heard::default()).unmapped, None);
    }

    #[test]
    fn a_divisions_code_goes_before_the_coarse_one() {
        for (service, status_code, code, wanted) in [
            ("parcel-nl", "failure", "NOT_HOME", "attempt_failed.recipient_absent"),
            (
                "parcel-nl",
                "transit",
                "NOT_HOME_SYSTEM_INTERVENTION_DELIVERY_AT_PARCELSHOP",
                "in_transit.to_pickup_point",
            ),
            ("parcel-nl", "failure", "STORAGE_PERIOD_ENDED_AT_PARCELSHOP", "returning.unclaimed"),
            ("parcel-nl", "transit", "DELIVERED_AT_SHIPPER", "returned"),
            ("parcel-nl", "failure", "INCORRECT/UNKNOWN_PIN", "attempt_failed.code_missing"),
            ("svb", "delivered", "RETURNED_TO_SENDER", "returned"),
            ("ecommerce-europe", "delivered", "44", "available_for_pickup.pickup_point"),
            ("ecommerce-europe", "delivered", "66", "delivered.collected"),
            ("express", "pre-transit", "WC", "out_for_delivery"),
            ("freight", "failure", "20-211", "attempt_failed.business_closed"),
        ] {
            assert_eq!(says(evidence(service, status_code, code)), coded(wanted, code));
        }
    }

    #[test]
    fn text_never_becomes_the_code() {
        let loaded = "The shipment has been loaded onto the delivery vehicle";
        assert_eq!(says(evidence("parcel-de", "transit", loaded)), ("out_for_delivery".into(), None));
        let word =
            Evidence { description: Some("ZUGESTELLT"), ..evidence("express", "delivered", "ZUGESTELLT") };
        assert_eq!(says(word), ("delivered".into(), None));
    }

    #[test]
    fn unheard_codes_are_unmapped_and_named_without_numbers() {
        let verdict = evidence("parcel-nl", "teleported", "BEAM_UP").weigh(&mut Heard::default());
        assert_eq!((verdict.meaning(), verdict.code), (unknown::UNMAPPED.into(), Some("BEAM_UP")));
        assert_eq!(verdict.unmapped.as_deref(), Some("parcel-nl: BEAM_UP"));
        let verdict = Evidence { status_code: Some("00340434161094042557"), ..Evidence::default() }
            .weigh(&mut Heard::default());
        assert_eq!((verdict.code, verdict.unmapped.as_deref()), (None, Some(": a text that is no code")));
        assert_eq!(says(Evidence::default()), ("unknown.no_status".into(), None));
    }

    #[test]
    fn the_return_flag_turns_the_direction() {
        let back = |code| says(Evidence { is_return: true, ..evidence("parcel-de", code, "") }).0;
        assert_eq!(back("transit"), "returning");
        assert_eq!(back("delivered"), "returned");
        assert_eq!(back("failure"), "exception");
        assert_eq!(back("pre-transit"), "info_received.info_received");
        let sentence = "The shipment has been returned to the sender";
        assert_eq!(says(evidence("parcel-de", "delivered", sentence)).0, "returned");
        assert_eq!(says(evidence("parcel-de", "transit", sentence)).0, "returning");
    }
}
