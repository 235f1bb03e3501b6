//! A reply's body as an answer: which of its shipments are meant, and what an error in their place means.

use super::super::part::{self, Text, Texts, unreadable};
use super::super::path::Path;
use super::errors;
use super::report::report;
use super::wire::{Body, Shipment};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{CarrierId, Note, NoteKind, Related, Relation, Report, TrackingNumber};

/// Reads a body of the operation `shipmentinfo`: the shipment that was asked for, or all that it holds.
pub(super) fn decode(body: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let told = Told::read(body, &texts)?;
    match &context.number {
        Some(number) => told.about(number, context),
        None => told.all(context),
    }
}

/// The code of an error that stands in place of an answer.
#[cfg(all(feature = "hermes", feature = "http"))]
pub(super) fn error_code(body: &[u8]) -> Option<String> {
    result_code(&part::json::<Body>(body, &Texts::default()).ok()?).map(Into::into)
}

fn result_code<'a>(body: &'a Body) -> Option<&'a str> {
    body.result_codes.quiet_entries().find_map(|outcome| outcome.code.told())
}

/// The field with the shipments.
const LIST: Path<'static> = Path::of("shipmentinfo");

/// An answer about up to a hundred shipments.
pub(super) struct Told<'a>(Body<'a>);

impl<'a> Told<'a> {
    /// # Errors
    ///
    /// [`ErrorKind::BadReply`], or what an error in place of an answer means.
    pub(super) fn read(body: &'a [u8], texts: &'a Texts) -> Result<Self> {
        let body: Body<'a> = part::json(body, texts)?;
        match body.error.told() {
            _ if body.shipmentinfo.quiet().is_some() => Ok(Self(body)),
            Some(code) => Err(errors::login(Some(code), None)),
            None if body.result_codes.is_told() => Err(errors::api(result_code(&body), None)),
            None => Err(Error::new(ErrorKind::BadReply, "the answer holds neither shipments nor an error")),
        }
    }

    /// What it says about one number.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] and others that Hermes tells of this number, [`ErrorKind::BadReply`] where it says nothing
    /// about it.
    pub(super) fn about(&self, asked: &TrackingNumber, context: &Context) -> Result<Answer> {
        if self.is_empty() {
            return Err(errors::api(Some("e001"), None));
        }
        let mut notes = Vec::new();
        let mut meant =
            self.shipments(&mut notes).filter(|(_, shipment)| is_about(shipment, asked)).collect::<Vec<_>>();
        // The only shipment of an answer, without an id, is the one that was asked for.
        if let (Some(shipment), None) = (self.only(), meant.first())
            && shipment.id.told().is_none()
            && shipment.international_id.told().is_none()
        {
            meant.push((0, shipment));
        }
        let Some((index, shipment)) = meant.first() else {
            return Err(nothing(Some(asked), &notes));
        };
        if let Some(error) = refusal(shipment) {
            return Err(error);
        }
        let number = shipment.id.told().and_then(|id| id.parse().ok()).unwrap_or_else(|| asked.clone());
        let mut answer = Answer::from(self.report(*index, shipment, number, context));
        if meant.len() > 1 {
            Note::add(
                &mut answer.notes,
                NoteKind::Ambiguous,
                format!("{} shipments of this number", meant.len()),
            );
        }
        Ok(answer)
    }

    /// All that it says.
    fn all(&self, context: &Context) -> Result<Answer> {
        let mut answer = Answer::default();
        let mut first = None;
        let mut notes = Vec::new();
        for (index, shipment) in self.shipments(&mut notes) {
            if let Some(error) = refusal(shipment) {
                let text =
                    format!("{}: {}", LIST.entry(index), error.code().unwrap_or(error.kind().as_str()));
                Note::add(&mut answer.notes, NoteKind::Incomplete, text);
                first.get_or_insert(error);
            } else if let Some(number) = shipment.id.told().and_then(|id| id.parse::<TrackingNumber>().ok()) {
                if answer.reports.iter().any(|report| report.source.number == number) {
                    let text = format!("{} has the number of another", LIST.entry(index));
                    Note::add(&mut answer.notes, NoteKind::Ambiguous, text);
                } else {
                    answer.add(self.report(index, shipment, number, context));
                }
            } else {
                Note::add(&mut answer.notes, NoteKind::Unreadable, &LIST.entry(index).field("shipmentID"));
            }
        }
        answer.notes.extend(notes);
        match first {
            Some(error) if answer.reports.is_empty() => Err(error),
            None if self.is_empty() => Err(errors::api(Some("e001"), None)),
            None if answer.reports.is_empty() => Err(nothing(None, &answer.notes)),
            _ => Ok(answer),
        }
    }

    fn is_empty(&self) -> bool {
        self.0.shipmentinfo.count() == Some(0)
    }

    /// The shipment, if there is just one.
    fn only(&self) -> Option<&Shipment<'a>> {
        self.0.shipmentinfo.quiet_entries().next().filter(|_| self.0.shipmentinfo.is_whole(1))
    }

    fn shipments(&self, notes: &mut Vec<Note>) -> impl Iterator<Item = (usize, &Shipment<'a>)> + use<'_, 'a> {
        self.0.shipmentinfo.entries(&LIST, notes)
    }

    fn report(&self, index: usize, shipment: &Shipment, number: TrackingNumber, context: &Context) -> Report {
        let mut report = report(shipment, number, &LIST.entry(index), context);
        let siblings = self.siblings(shipment, &report.source.number);
        report.related.extend(siblings);
        report
    }

    /// The other shipments of the same order: one client's order number.
    fn siblings(&self, shipment: &Shipment, number: &TrackingNumber) -> Vec<Related> {
        let order = |shipment: &Shipment| {
            let client = shipment.client_id.told().map(str::to_owned);
            Some((client, shipment.reference.told()?.to_owned()))
        };
        let Some(own) = order(shipment) else { return Vec::new() };
        let mut siblings: Vec<Related> = Vec::new();
        let others = self.0.shipmentinfo.quiet_entries();
        for other in others.filter(|other| order(other).as_ref() == Some(&own)) {
            let Some(other) = other.id.told().and_then(|id| id.parse::<TrackingNumber>().ok()) else {
                continue;
            };
            if other != *number && !siblings.iter().any(|sibling| sibling.number == other) {
                siblings.push(Related::new(Relation::Sibling, CarrierId::HERMES, other));
            }
        }
        siblings
    }
}

/// Whether a shipment is about a number: its own, or the one abroad. Dashes are print only.
fn is_about(shipment: &Shipment, asked: &TrackingNumber) -> bool {
    let bare = |text: &str| text.replace(['-', ' '], "").to_ascii_uppercase();
    let asked = bare(asked.as_str());
    [&shipment.id, &shipment.international_id].into_iter().filter_map(Text::told).any(|id| bare(id) == asked)
}

/// Why there are no data of a shipment.
fn refusal(shipment: &Shipment) -> Option<Error> {
    let outcome = shipment.result.quiet()?;
    let has_scans = shipment.status.count().is_none_or(|count| count > 0);
    (!has_scans).then(|| errors::api(outcome.code.told(), None))
}

/// The error of an answer that says nothing of use.
fn nothing(asked: Option<&TrackingNumber>, notes: &[Note]) -> Error {
    if !notes.is_empty() {
        return unreadable("shipment", notes);
    }
    let text = match asked {
        Some(asked) => format!("the answer is about another number than {}", asked.masked()),
        None => "the answer holds no shipment".to_owned(),
    };
    Error::new(ErrorKind::BadReply, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "H1000020000000123456";

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    fn about(body: &str) -> Result<Answer> {
        decode(body.as_bytes(), &context().with_number(NUMBER.parse().unwrap()))
    }

    fn kind(body: &str) -> (ErrorKind, Option<String>) {
        let error = about(body).unwrap_err();
        (error.kind(), error.code().map(Into::into))
    }

    #[test]
    fn a_number_gets_its_own_shipment_or_its_own_error() {
        let body = r#"{"shipmentinfo":[{"shipmentID":"H1000020000000999999"},{"shipmentID":"h1000-0200-0000-0123-456"}]}"#;
        assert_eq!(about(body).unwrap().reports.len(), 1);
        let code = |code: &str| Some(code.to_owned());
        let refused = |code: &str| {
            format!(
                r#"{{"shipmentinfo":[{{"shipmentID":"{NUMBER}","result":{{"code":"{code}","message":"x"}}}}]}}"#
            )
        };
        assert_eq!(kind(&refused("e001")), (ErrorKind::NotFound, code("e001")));
        assert_eq!(kind(&refused("e002")), (ErrorKind::Unavailable, code("e002")));
        assert_eq!(kind(r#"{"shipmentinfo":[]}"#), (ErrorKind::NotFound, code("e001")));
        assert_eq!(
            kind(r#"{"shipmentinfo":[{"shipmentID":"H1000020000000999999"}]}"#),
            (ErrorKind::BadReply, None)
        );
        assert_eq!(
            kind(r#"{"listOfResultCodes":[{"code":"e903"}]}"#),
            (ErrorKind::Unauthorized, code("e903"))
        );
        assert_eq!(kind(r#"{"error":"invalid_grant"}"#), (ErrorKind::Unauthorized, code("invalid_grant")));
        // An empty error is none.
        let empty = r#"{"error":"","listOfResultCodes":[{"code":"e903"}]}"#;
        assert_eq!(kind(empty), (ErrorKind::Unauthorized, code("e903")));
        for odd in [
            "{}",
            "[]",
            "null",
            "",
            "<html>",
            r#"{"error":""}"#,
            r#"{"shipmentinfo":7}"#,
            r#"{"listOfResultCodes":"x"}"#,
        ] {
            assert_eq!(kind(odd).0, ErrorKind::BadReply, "{odd}");
        }
    }

    #[test]
    fn the_number_abroad_is_the_parcel_too_and_an_only_shipment_needs_no_id() {
        let abroad = r#"{"shipmentinfo":[{"shipmentID":"08401387295096","internationalShipmentID":"H1000020000000123456"}]}"#;
        let report = about(abroad).unwrap().reports.remove(0);
        assert_eq!(
            (report.source.number.as_str(), report.related[0].number.as_str()),
            ("08401387295096", NUMBER)
        );
        let nameless = about(r#"{"shipmentinfo":[{"status":[]}]}"#).unwrap();
        assert_eq!(nameless.reports[0].source.number.as_str(), NUMBER);
        assert_eq!(kind(r#"{"shipmentinfo":[{},{}]}"#).0, ErrorKind::BadReply);
    }

    #[test]
    fn without_a_number_all_are_told_and_siblings_know_each_other() {
        let body = r#"{"shipmentinfo":[
            {"shipmentID":"H1000020000000000001","clientReference":"A"},{"shipmentID":"H1000020000000000002","clientReference":"A"},
            {"shipmentID":"H1000020000000000003","clientReference":"B"},{"shipmentID":"H1000020000000000003"},
            {"shipmentID":"H1000020000000000004","result":{"code":"e001"}},{"clientReference":"A"},7]}"#;
        let answer = decode(body.as_bytes(), &context()).unwrap();
        let siblings: Vec<usize> = answer.reports.iter().map(|report| report.related.len()).collect();
        assert_eq!(siblings, [1, 1, 0]);
        let notes: Vec<String> = answer.notes.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "ambiguous: shipmentinfo[3] has the number of another",
                "incomplete: shipmentinfo[4]: e001",
                "unreadable: shipmentinfo[5].shipmentID",
                "unreadable: shipmentinfo[6]",
            ]
        );
        let lost = decode(br#"{"shipmentinfo":[{"shipmentID":"H1","result":{"code":"e001"}}]}"#, &context());
        assert_eq!(lost.unwrap_err().kind(), ErrorKind::NotFound);
    }

    proptest::proptest! {
        #[test]
        fn any_body_gives_an_answer_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(&body, &context());
        }
    }
}
