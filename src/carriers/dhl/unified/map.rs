//! A reply's body as an answer: which of its shipments are meant, and what a problem document means.

use std::borrow::Cow;

use url::form_urlencoded;

use super::super::number::{known_as, same_parcel};
use super::super::problem;
use super::evidence::is_word;
use super::report::report;
use super::wire::{Body, Shipment};
use crate::carrier::{Answer, Context};
use crate::carriers::part::{self, Part, Texts, unreadable};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Note, NoteKind, TrackingNumber};

/// References that are numbers of the parcel too, at another division or a partner.
const NUMBERS: &[&str] =
    &["domestic-consignment-id", "ecommerce-number", "housebill", "local-tracking-number", "shipment-id"];

/// The scope of pushed messages about parcels.
pub(super) const PARCELS: &str = "subscription.push";

/// Reads a body of the operation `track`, the API's only one, when it is not known whether a service was asked for.
pub(super) fn decode(body: &[u8], context: &Context) -> Result<Answer> {
    decode_of(body, context, false)
}

/// Reads a body. If a service was asked for, it is no news that others know the number too.
pub(super) fn decode_of(body: &[u8], context: &Context, service_was_asked: bool) -> Result<Answer> {
    decode_body(&read(&text(body), &Texts::default())?, context, service_was_asked)
}

/// The same of a body that was read.
pub(super) fn decode_body(body: &Body<'_>, context: &Context, service_was_asked: bool) -> Result<Answer> {
    if body.scope.told().is_some_and(|scope| *scope != *PARCELS) {
        let text = "a message about a subscription, not about parcels; `push::read` reads it";
        return Err(Error::new(ErrorKind::Unsupported, text));
    }
    match &body.shipments {
        Part::Missing => return Err(problem::error(&body.status, &body.title)),
        Part::Broken => return Err(Error::new(ErrorKind::BadReply, "the answer's `shipments` are no list")),
        Part::Read(_) if body.shipments.count() == Some(0) => {
            return Err(Error::new(ErrorKind::NotFound, "DHL knows no shipment of this number"));
        }
        Part::Read(_) => {}
    }
    let mut answer = Answer::default();
    let asked = context.number.as_ref();
    let mut others = 0_usize;
    let list = Path::of("shipments");
    for (index, shipment) in body.shipments.entries(&list, &mut answer.notes) {
        let path = list.entry(index);
        let id = shipment.id.read(&path.field("id"), &mut answer.notes);
        if asked.is_some_and(|asked| !is_about(shipment, asked)) {
            others += usize::from(!shipment.id.is_broken());
            continue;
        }
        match number_of(id, asked) {
            // Two services' shipments of one number are two parcels, which the number alone cannot tell apart: mixed up
            // they would be worse than one of them left out. DHL puts the likelier one first.
            Some(number) if answer.reports.iter().any(|report| report.source.number == number) => {
                let service = shipment.service.told().filter(|service| is_word(service)).unwrap_or("another");
                let text = format!("{path} of service {service} was left out; the setting `service` chooses");
                Note::add(&mut answer.notes, NoteKind::Ambiguous, text);
            }
            Some(number) => answer.add(report(shipment, number, &path, context)),
            None if shipment.id.is_broken() => {}
            None => Note::add(&mut answer.notes, NoteKind::Unreadable, &path.field("id")),
        }
    }
    if answer.reports.is_empty() {
        return Err(match asked.filter(|_| others > 0) {
            Some(asked) => Error::new(
                ErrorKind::BadReply,
                format!("the answer is about another number than {}", asked.masked()),
            ),
            None => unreadable("shipment", &answer.notes),
        });
    }
    if asked.is_some() && answer.reports.len() > 1 {
        let text = format!("{} shipments of this number", answer.reports.len());
        Note::add(&mut answer.notes, NoteKind::Ambiguous, text);
    }
    if body.scope.told().is_some() {
        // What is pushed is news, and may leave out what was told before.
        answer.reports.iter_mut().for_each(|report| report.complete = false);
    }
    if !service_was_asked && let Some(text) = other_services(body, &mut answer.notes) {
        Note::add(&mut answer.notes, NoteKind::Ambiguous, text);
    }
    if body.next_url.read(&Path::of("nextUrl"), &mut answer.notes).is_some() {
        Note::add(&mut answer.notes, NoteKind::Incomplete, "more shipments on the next page");
    }
    Ok(answer)
}

/// The title of a problem document, as the code of an error.
#[cfg(any(feature = "http", test))]
pub(super) fn problem_title(body: &[u8]) -> Option<String> {
    problem::plain_title(&read(&text(body), &Texts::default()).ok()?.title)
}

/// DHL's answers hold bytes of older encodings in names of towns; they cost their letters, not the answer.
pub(super) fn text(body: &[u8]) -> Cow<'_, str> {
    // What is UTF-8 as a whole is seen much faster than where it is not.
    std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
}

/// Reads a body's text.
pub(super) fn read<'a>(text: &'a str, texts: &'a Texts) -> Result<Body<'a>> {
    part::json_text(text, texts)
}

/// Whether a shipment is about the number: its own, one of its pieces', or one that it has elsewhere.
fn is_about(shipment: &Shipment<'_>, asked: &TrackingNumber) -> bool {
    let is_asked = |text: &str| same_parcel(asked.as_str(), text);
    let details = shipment.details.quiet();
    let pieces = details.into_iter().flat_map(|details| details.piece_ids.quiet_entries());
    let event_pieces = shipment.events.quiet_entries().flat_map(|event| event.piece_ids.quiet_entries());
    let mut numbers = details
        .and_then(|details| details.references.quiet())
        .into_iter()
        .flat_map(|references| references.iter())
        .filter(|reference| reference.kind.told().is_some_and(|kind| NUMBERS.contains(&kind)))
        .filter_map(|reference| reference.number.told());
    shipment.id.told().is_some_and(is_asked)
        || pieces.chain(event_pieces).any(|piece| is_asked(piece))
        || numbers.any(is_asked)
}

/// The number as DHL knows it.
fn number_of(id: Option<&str>, asked: Option<&TrackingNumber>) -> Option<TrackingNumber> {
    let Some(id) = id else { return asked.cloned() };
    Some(known_as(id.parse().ok()?, asked))
}

/// That other services know the number too, by name. Only their query is read: the addresses come in two forms.
fn other_services(body: &Body<'_>, notes: &mut Vec<Note>) -> Option<String> {
    let path = Path::of("possibleAdditionalShipmentsUrl");
    let urls = body.possible_additional_shipments_url.entries(&path, notes);
    if body.possible_additional_shipments_url.count() == Some(0) {
        return None;
    }
    let mut services: Vec<String> = urls
        .filter_map(|(_, url)| url.split_once('?'))
        .flat_map(|(_, query)| form_urlencoded::parse(query.as_bytes()))
        .filter(|(name, value)| name == "service" && is_word(value))
        .map(|(_, value)| value.into_owned())
        .collect();
    services.sort();
    services.dedup();
    let who = if services.is_empty() { "another service".to_owned() } else { services.join(", ") };
    Some(format!("{who} may know a shipment of this number too; the setting `service` chooses"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "00340434161094042557";

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_number(NUMBER.parse().unwrap())
    }

    fn decoded(body: &str) -> Result<Answer> {
        decode(body.as_bytes(), &context())
    }

    #[test]
    fn an_answer_about_another_number_is_refused_without_telling_either() {
        let error =
            decoded(r#"{"shipments":[{"id":"00340434161094015902","service":"parcel-de"}]}"#).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
        assert_eq!(error.to_string(), "the answer is about another number than …2557");
    }

    #[test]
    fn a_shortened_id_or_a_piece_is_the_number_that_was_asked_for() {
        for (body, number) in [
            (r#"{"shipments":[{"id":340434161094042557}]}"#, NUMBER),
            (
                r#"{"shipments":[{"id":"3318810025","details":{"pieceIds":["340434161094042557"]}}]}"#,
                "3318810025",
            ),
            (
                r#"{"shipments":[{"id":"3318810025","events":[{"pieceIds":["00340434161094042557"]}]}]}"#,
                "3318810025",
            ),
            (r#"{"shipments":[{"id":null,"details":{"pieceIds":["340434161094042557"]}}]}"#, NUMBER),
            (
                r#"{"shipments":[{"id":"3318810025","details":{"references":{"type":"local-tracking-number","number":"00340434161094042557"}}}]}"#,
                "3318810025",
            ),
        ] {
            assert_eq!(decoded(body).unwrap().reports[0].source.number.as_str(), number, "{body}");
        }
        let other = r#"{"shipments":[{"id":"3318810025","details":{"references":[{"type":"customer-reference","number":"00340434161094042557"}]}}]}"#;
        assert_eq!(decoded(other).unwrap_err().kind(), ErrorKind::BadReply);
    }

    #[test]
    fn problem_documents_mean_their_status_and_hide_their_detail() {
        let body = r#"{"title":"No result found","detail":"No shipment 00340434161094042557","status":404,"instance":"/shipment/00340434161094042557"}"#;
        let error = decoded(body).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("No result found")));
        assert!(!format!("{error:#}{error:?}").contains("0034"));
        assert_eq!(problem_title(body.as_bytes()).as_deref(), Some("No result found"));
        let error =
            decoded(r#"{"status":"429","title":"Too many requests 00340434161094042557"}"#).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::RateLimited, None));
        assert_eq!(decoded(r#"{"shipments":[]}"#).unwrap_err().kind(), ErrorKind::NotFound);
        for odd in ["{}", "[]", "null", r#"{"status":200}"#, r#"{"shipments":7}"#, "<html>", ""] {
            assert_eq!(decoded(odd).unwrap_err().kind(), ErrorKind::BadReply, "{odd}");
        }
    }

    #[test]
    fn an_empty_scope_is_none() {
        let about = |scope: &str| {
            decoded(&format!(r#"{{"scope":{scope},"shipments":[{{"id":"{NUMBER}","events":[]}}]}}"#))
        };
        for none in ["null", r#""""#, r#"" ""#] {
            assert!(about(none).unwrap().reports[0].complete, "{none}");
        }
        assert!(!about(r#""subscription.push""#).unwrap().reports[0].complete);
        assert_eq!(about(r#""subscription.ready""#).unwrap_err().kind(), ErrorKind::Unsupported);
    }

    #[test]
    fn other_services_are_named_unless_one_was_chosen() {
        let body = r#"{"shipments":[{"id":"00340434161094042557"}],"possibleAdditionalShipmentsUrl":["/shipments?trackingNumber=00340434161094042557&service=express","/track/shipments?service=freight&x"]}"#;
        let notes = decoded(body).unwrap().notes;
        assert_eq!((notes.len(), &notes[0].kind), (1, &NoteKind::Ambiguous));
        assert!(
            notes[0].detail.starts_with("express, freight may know") && !notes[0].detail.contains("0034")
        );
        assert!(decode_of(body.as_bytes(), &context(), true).unwrap().notes.is_empty());
    }

    #[test]
    fn a_broken_shipment_costs_itself() {
        let body = r#"{"shipments":[7,{"id":"00340434161094042557"}]}"#;
        let answer = decoded(body).unwrap();
        assert_eq!((answer.reports.len(), answer.notes[0].detail.as_str()), (1, "shipments[0]"));
        let error = decoded(r#"{"shipments":[{"id":["x"]}]}"#).unwrap_err();
        assert_eq!(error.to_string(), "no shipment can be read: shipments[0].id");
    }

    #[test]
    fn bytes_of_an_older_encoding_cost_their_letters_only() {
        let body = b"{\"shipments\":[{\"id\":\"00340434161094042557\",\"origin\":{\"address\":{\"addressLocality\":\"K\xf6ln\"}}}]}";
        let answer = decode(body, &context()).unwrap();
        assert_eq!(answer.reports[0].origin.as_ref().unwrap().city.as_deref(), Some("K\u{fffd}ln"));
    }

    proptest::proptest! {
        #[test]
        fn any_body_gives_an_answer_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(&body, &context());
        }
    }
}
