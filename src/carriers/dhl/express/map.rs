//! A reply's body as an answer: which of its shipments are meant, and what a problem document means.

use super::super::number::same_parcel;
use super::super::problem;
use super::report::{has_events, reports};
use super::wire::{Body, Shipment};
use crate::carrier::{Answer, Context};
use crate::carriers::list::List;
use crate::carriers::part::{self, Part, Texts, unreadable};
use crate::carriers::path::Path;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Note, NoteKind, TrackingNumber};

/// Reads a body of the operations that track.
pub(super) fn decode(body: &[u8], context: &Context) -> Result<Answer> {
    let texts = Texts::default();
    let reply = Reply::read(body, &texts)?;
    match &context.number {
        Some(number) => reply.about(number, std::slice::from_ref(number), context),
        None => reply.told(|_| true, context, "the answer holds no shipment"),
    }
}

/// A reply about one number or several.
pub(super) struct Reply<'a> {
    shipments: List<Shipment<'a>>,
}

impl<'a> Reply<'a> {
    /// Reads a body.
    pub(super) fn read(body: &'a [u8], texts: &'a Texts) -> Result<Self> {
        let body: Body<'_> = part::json(body, texts)?;
        match body.shipments {
            Part::Missing => Err(problem::error(&body.status, &body.title)),
            shipments => Ok(Self { shipments }),
        }
    }

    /// What is said about one of the numbers that were asked for.
    pub(super) fn about(
        &self,
        number: &TrackingNumber,
        asked: &[TrackingNumber],
        context: &Context,
    ) -> Result<Answer> {
        let shipments = || self.shipments.quiet_entries();
        if self.shipments.is_whole(shipments().count())
            && !shipments().any(|shipment| is_about(shipment, number))
        {
            let is_known = |shipment: &Shipment<'_>| asked.iter().any(|number| is_about(shipment, number));
            return Err(problem::left_out(number, shipments().all(is_known)));
        }
        let context = context.clone().with_number(number.clone());
        self.told(|shipment| is_about(shipment, number), &context, "DHL did not find the shipment")
    }

    fn told(
        &self,
        is_meant: impl Fn(&Shipment<'_>) -> bool,
        context: &Context,
        nothing: &str,
    ) -> Result<Answer> {
        let mut answer = Answer::default();
        let list = Path::of("shipments");
        for (index, shipment) in self.shipments.entries(&list, &mut answer.notes) {
            if !is_meant(shipment) {
                continue;
            }
            let path = list.entry(index);
            // A look-up that failed says so here, and brings no events.
            let status = shipment.status.read(&path.field("status"), &mut answer.notes);
            if status.is_some_and(|status| status != "Success") && !has_events(&shipment.events) {
                continue;
            }
            let found = reports(shipment, &path, context);
            if found.is_empty() {
                Note::add(&mut answer.notes, NoteKind::Unreadable, &path.field("shipmentTrackingNumber"));
            }
            answer.reports.extend(found);
        }
        if answer.reports.is_empty() {
            return Err(match answer.notes.as_slice() {
                [] => Error::new(ErrorKind::NotFound, nothing),
                notes => unreadable("shipment", notes),
            });
        }
        Ok(answer)
    }
}

/// The title of a problem document, as the code of an error.
#[cfg(any(feature = "http", test))]
pub(super) fn problem_title(body: &[u8]) -> Option<String> {
    problem::plain_title(&part::json::<Body>(body, &Texts::default()).ok()?.title)
}

fn is_about(shipment: &Shipment<'_>, number: &TrackingNumber) -> bool {
    let is_asked = |text: &str| same_parcel(number.as_str(), text);
    let mut pieces = shipment.pieces.quiet_entries().filter_map(|piece| piece.tracking_number.told());
    shipment.shipment_tracking_number.told().is_some_and(is_asked) || pieces.any(is_asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIECES: &str = r#"{"shipments":[{"shipmentTrackingNumber":"3318810025","status":"Success",
        "totalWeight":3,"unitOfMeasurements":"metric","estimatedDeliveryDate":"2026-11-23",
        "events":[{"date":"2026-11-20","time":"10:00:00","typeCode":"PU","serviceArea":[{"code":"SYD","description":"SYDNEY-AU"}]}],
        "pieces":[
         {"trackingNumber":"JD014600006281230704","weight":1,"unitOfMeasurements":"metric","events":[{"date":"2026-11-21","time":"09:00:00","GMTOffset":"+13:00","typeCode":"OK","signedBy":"A. BEISPIEL"}]},
         {"trackingNumber":"JD014600006281230705","weight":"2","events":[{"date":"2026-11-21","time":"09:05:00","typeCode":"OH"}]}]}]}"#;

    fn asked(number: &str, body: &str) -> Result<Answer> {
        let context =
            Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_number(number.parse().unwrap());
        decode(body.as_bytes(), &context)
    }

    #[test]
    fn a_waybill_of_several_pieces_is_told_with_each_of_them() {
        let answer = asked("3318810025", PIECES).unwrap();
        let numbers: Vec<_> = answer.reports.iter().map(|report| report.source.number.as_str()).collect();
        assert_eq!(numbers, ["3318810025", "JD014600006281230704", "JD014600006281230705"]);
        for report in &answer.reports {
            let related: Vec<_> =
                report.related.iter().map(|r| format!("{} {}", r.relation, r.number)).collect();
            assert_eq!(
                (related.len(), related.iter().all(|r| r.starts_with("sibling"))),
                (2, true),
                "{related:?}"
            );
        }
        let weights: Vec<_> = answer.reports.iter().map(|report| report.weight_g).collect();
        assert_eq!(weights, [Some(3000), Some(1000), Some(2000)]);
        assert_eq!(answer.reports[1].events[0].time.to_string(), "2026-11-21T09:00:00+13:00");
        assert_eq!(answer.reports[2].events[0].time.to_string(), "2026-11-21T09:05:00");
        assert!(answer.reports[1].delivery.is_some() && answer.reports[0].delivery.is_none());
    }

    #[test]
    fn a_piece_is_told_alone() {
        let answer = asked("JJD014600006281230704", PIECES).unwrap();
        assert_eq!(answer.reports.len(), 1);
        assert_eq!(answer.reports[0].events[0].code.as_deref(), Some("OK"));
        let single = PIECES
            .replace("JD014600006281230705", "")
            .replace("\"events\":[{\"date\":\"2026-11-21\",\"time\":\"09:00:00\"", "\"x\":[{\"date\":\"\"");
        let answer = asked("JD014600006281230704", &single).unwrap();
        let report = &answer.reports[0];
        assert_eq!((report.events[0].code.as_deref(), report.related.len()), (Some("PU"), 1));
        assert_eq!(report.related[0].relation, crate::model::Relation::Same);
    }

    #[test]
    fn a_piece_without_a_unit_has_that_of_the_shipment() {
        let piece = |unit: &str| {
            let own = r#""weight":1,"unitOfMeasurements":"metric""#;
            let body = PIECES.replace(own, &format!(r#""weight":1,"unitOfMeasurements":{unit}"#));
            asked("JD014600006281230704", &body).unwrap().reports.remove(0)
        };
        for none in ["null", r#""""#] {
            assert_eq!(piece(none).weight_g, Some(1000), "{none}");
        }
        assert_eq!(piece(r#""imperial""#).weight_g, Some(454));
        let broken = piece("[]");
        assert_eq!((broken.weight_g, broken.notes.len()), (None, 1));
    }

    #[test]
    fn of_several_numbers_each_gets_its_own() {
        let texts = Texts::default();
        let reply = Reply::read(PIECES.as_bytes(), &texts).unwrap();
        let numbers = ["3318810025", "3318810036"].map(|text| text.parse::<TrackingNumber>().unwrap());
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
        assert_eq!(reply.about(&numbers[0], &numbers, &context).unwrap().reports.len(), 3);
        assert_eq!(reply.about(&numbers[1], &numbers, &context).unwrap_err().kind(), ErrorKind::NotFound);
        let error = reply.about(&numbers[1], &numbers[1..], &context).unwrap_err();
        assert_eq!(error.to_string(), "the answer is about another number than …0036");
        assert_eq!(error.kind(), ErrorKind::BadReply);
    }

    #[test]
    fn problems_mean_their_status_and_hide_their_detail() {
        let body = r#"{"instance":"/expressapi/shipments/3318810025/tracking","detail":"No data for 3318810025","title":"Not data found","message":"Not data found","status":"404"}"#;
        let error = asked("3318810025", body).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("Not data found")));
        assert!(!format!("{error:#}{error:?}").contains("33188"));
        assert_eq!(problem_title(body.as_bytes()).as_deref(), Some("Not data found"));
        let failed =
            r#"{"shipments":[{"shipmentTrackingNumber":"3318810025","status":"Failure","events":[]}]}"#;
        assert_eq!(asked("3318810025", failed).unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(asked("3318810025", r#"{"shipments":[]}"#).unwrap_err().kind(), ErrorKind::NotFound);
        for odd in ["{}", "[]", r#"{"shipments":7}"#, r#"{"shipments":[7]}"#, "<html>", ""] {
            assert_eq!(asked("3318810025", odd).unwrap_err().kind(), ErrorKind::BadReply, "{odd}");
        }
    }

    #[test]
    fn what_cannot_be_read_costs_itself() {
        let body = r#"{"shipments":[{"shipmentTrackingNumber":3318810025,"totalWeight":"much","unitOfMeasurements":"stone","events":[
            {"date":"yesterday","typeCode":"PU"},7,{"date":"2026-11-20","typeCode":"ZZ","serviceArea":[{"description":"NOWHERE"}]},
            {"date":"2026-11-20","time":"9 am","typeCode":"OK"}],"estimatedDeliveryDate":"soon","shipperDetails":{"postalAddress":{"countryCode":"Oz"}}}]}"#;
        let report = &asked("3318810025", body).unwrap().reports[0];
        assert_eq!((report.events.len(), report.complete), (1, false));
        assert_eq!(report.events[0].to_owned().meaning.to_string(), "unknown.unmapped");
        let notes: Vec<String> = report.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes.len(), 6, "{notes:?}");
        assert!(notes.iter().any(|note| note.ends_with("ZZ")), "{notes:?}");
    }

    #[test]
    fn a_shipment_without_a_list_of_events_is_not_complete() {
        let is_complete = |events: &str| {
            let body = format!(r#"{{"shipments":[{{"shipmentTrackingNumber":"3318810025"{events}}}]}}"#);
            asked("3318810025", &body).unwrap().reports[0].complete
        };
        assert!(is_complete(r#","events":[]"#));
        assert!(!is_complete("") && !is_complete(r#","events":null"#) && !is_complete(r#","events":7"#));
    }

    proptest::proptest! {
        #[test]
        fn any_body_gives_an_answer_or_an_error(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = decode(&body, &Context::new("2026-11-22T10:00:00Z".parse().unwrap()));
        }
    }
}
