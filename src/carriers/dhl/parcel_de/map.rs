//! A reply's body as an answer: which of its shipments are meant, and what its codes mean.

use super::super::number::same_parcel;
use super::super::problem;
use super::refusal;
use super::report::report;
use super::wire::{Root, Shipment};
use crate::carrier::{Answer, Context};
use crate::carriers::part::Texts;
use crate::carriers::xml;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Note, NoteKind, TrackingNumber};

/// Reads a body of the operation `d-get-piece-detail`, the only one that is asked.
pub(super) fn decode(body: &[u8], context: &Context) -> Result<Answer> {
    let text = xml::text(body);
    let texts = Texts::default();
    let reply = Reply::read(&text, &texts)?;
    match &context.number {
        Some(number) => reply.about(number, std::slice::from_ref(number), context),
        None => reply.all(context),
    }
}

/// A reply about one number or several.
pub(super) struct Reply<'a> {
    root: Root<'a>,
}

impl<'a> Reply<'a> {
    /// Reads a body's text.
    pub(super) fn read(text: &'a str, texts: &'a Texts) -> Result<Self> {
        let root = Root::read(text, texts)?;
        let code = root.code.told();
        if code.is_none() && root.shipments().next().is_none() {
            let text = "the answer holds neither shipments nor a result code";
            return Err(Error::new(ErrorKind::BadReply, text));
        }
        match code.and_then(refusal::of_code) {
            Some(error) if !refusal::is_about_numbers(error.kind()) || root.shipments().next().is_none() => {
                Err(error)
            }
            _ => Ok(Self { root }),
        }
    }

    /// What is said about one of the numbers that were asked for.
    pub(super) fn about(
        &self,
        number: &TrackingNumber,
        asked: &[TrackingNumber],
        context: &Context,
    ) -> Result<Answer> {
        let mine: Vec<(usize, &Shipment<'_>)> =
            self.root.shipments().enumerate().filter(|(_, shipment)| is_about(shipment, number)).collect();
        if mine.is_empty() {
            let is_known = |shipment: &Shipment<'_>| asked.iter().any(|number| is_about(shipment, number));
            return Err(problem::left_out(number, self.root.shipments().all(is_known)));
        }
        let mut context = context.clone();
        context.number = Some(number.clone());
        let mut reports = Vec::with_capacity(mine.len());
        let mut failure = None;
        for (index, shipment) in mine {
            match shipment.refusal().and_then(refusal::of_code) {
                Some(error) => failure = failure.or(Some(error)),
                None => reports.extend(report(shipment, index, &context)),
            }
        }
        // DHL gives out numbers anew after some years; the shipment that moved last is meant.
        let newest = |report: &crate::model::Report| report.events.iter().map(|event| event.time).max();
        reports.sort_by_key(|report| std::cmp::Reverse(newest(report)));
        let mut answer = Answer::default();
        if reports.len() > 1 {
            let text = format!("{} shipments of this number; the one that moved last is told", reports.len());
            Note::add(&mut answer.notes, NoteKind::Ambiguous, text);
        }
        reports.truncate(1);
        answer.reports = reports;
        if answer.reports.is_empty() {
            return Err(failure.unwrap_or_else(|| Error::new(ErrorKind::BadReply, "no shipment can be read")));
        }
        Ok(answer)
    }

    /// What is said about all numbers, when it is not known which were asked for.
    fn all(&self, context: &Context) -> Result<Answer> {
        let mut answer = Answer::default();
        let mut failure = None;
        for (index, shipment) in self.root.shipments().enumerate() {
            match shipment.refusal().and_then(refusal::of_code) {
                Some(error) => {
                    let code = error.code().unwrap_or("none").to_owned();
                    Note::add(&mut answer.notes, NoteKind::Incomplete, format!("a number with code {code}"));
                    failure = failure.or(Some(error));
                }
                None => match report(shipment, index, context) {
                    Some(report) => answer.add(report),
                    None => Note::add(
                        &mut answer.notes,
                        NoteKind::Unreadable,
                        format!("piece-shipment[{index}].piece-code"),
                    ),
                },
            }
        }
        if answer.reports.is_empty() {
            let none = || Error::new(ErrorKind::NotFound, "the answer holds no shipment");
            return Err(failure.unwrap_or_else(none));
        }
        Ok(answer)
    }
}

fn is_about(shipment: &Shipment<'_>, number: &TrackingNumber) -> bool {
    shipment.numbers().any(|text| same_parcel(number.as_str(), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "00340434161094042557";
    const OTHER: &str = "00340434161094015902";

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_number(NUMBER.parse().unwrap())
    }

    fn shipment(attributes: &str, time: &str) -> String {
        format!(
            r#"<data name="piece-shipment" error-status="0" {attributes}><data name="piece-event-list"><data
            name="piece-event" event-timestamp="{time}" ice="SRTED" ric="NRQRD" standard-event-code="NB"/></data></data>"#
        )
    }

    fn decoded(code: &str, inner: &str) -> Result<Answer> {
        let body = format!(r#"<data name="piece-shipment-list" code="{code}" error="SECRET">{inner}</data>"#);
        decode(body.as_bytes(), &context())
    }

    fn failed(code: &str, inner: &str) -> (ErrorKind, Option<String>) {
        let error = decoded(code, inner).unwrap_err();
        assert!(!format!("{error:#}{error:?}").contains("SECRET") && !error.to_string().contains("0034"));
        (error.kind(), error.code().map(Into::into))
    }

    #[test]
    fn codes_of_the_answer_and_of_the_number_are_errors() {
        assert_eq!(failed("5", ""), (ErrorKind::Unauthorized, Some("5".into())));
        assert_eq!(failed("-1000", ""), (ErrorKind::Unavailable, Some("-1000".into())));
        assert_eq!(failed("100", ""), (ErrorKind::NotFound, Some("100".into())));
        let unknown =
            format!(r#"<data name="piece-shipment" searched-piece-code="{NUMBER}" piece-status="200"/>"#);
        assert_eq!(failed("100", &unknown), (ErrorKind::NotFound, Some("200".into())));
        assert_eq!(failed("0", ""), (ErrorKind::NotFound, None));
        assert_eq!(failed("9999", &unknown), (ErrorKind::BadReply, Some("9999".into())));
        for odd in ["<data/>", "<html></html>", "{}", "", "<data name='x'"] {
            assert_eq!(decode(odd.as_bytes(), &context()).unwrap_err().kind(), ErrorKind::BadReply, "{odd}");
        }
    }

    #[test]
    fn each_number_of_a_batch_gets_its_own() {
        let body = format!(
            r#"<data code="100">{}<data name="piece-shipment" searched-piece-code="{OTHER}" piece-status="100"/></data>"#,
            shipment(&format!(r#"piece-identifier="{}""#, &NUMBER[2..]), "21.11.2026 10:02")
        );
        let numbers = [NUMBER, OTHER, "201298452277"].map(|text| text.parse::<TrackingNumber>().unwrap());
        let texts = Texts::default();
        let reply = Reply::read(&body, &texts).unwrap();
        let about = |number| reply.about(number, &numbers, &context());
        assert_eq!(about(&numbers[0]).unwrap().reports[0].source.number.as_str(), NUMBER);
        for number in &numbers[1..] {
            assert_eq!(about(number).unwrap_err().kind(), ErrorKind::NotFound);
        }
        // With a stranger among them, nobody can tell what became of the one that is missing.
        let error = reply.about(&numbers[2], &numbers[1..], &context()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadReply);
    }

    #[test]
    fn an_answer_about_another_number_is_refused() {
        let error =
            decoded("0", &shipment(&format!(r#"piece-code="{OTHER}""#), "21.11.2026 10:02")).unwrap_err();
        assert_eq!(error.to_string(), "the answer is about another number than …2557");
    }

    #[test]
    fn of_a_number_given_out_twice_the_newest_is_told() {
        let code = format!(r#"piece-code="{NUMBER}""#);
        let both = [shipment(&code, "21.11.2026 10:02"), shipment(&code, "01.02.2023 09:00")].concat();
        let answer = decoded("0", &both).unwrap();
        assert_eq!((answer.reports.len(), &answer.notes[0].kind), (1, &NoteKind::Ambiguous));
        assert_eq!(answer.reports[0].events[0].time.to_string(), "2026-11-21T10:02:00");
    }

    proptest::proptest! {
        #[test]
        fn any_body_gives_an_answer_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(&body, &context());
        }

        #[test]
        fn any_document_gives_an_answer_or_an_error(text in "(<data( (name|code|ice|piece-code)=\"[a-z0-9-]{0,16}\")?/?>|</data>|[<>&;\"a ]){0,30}") {
            let _ = decode(text.as_bytes(), &context());
        }
    }
}
