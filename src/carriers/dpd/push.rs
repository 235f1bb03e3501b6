//! Decodes messages of DPD Germany's Tracking Push Service, and answers them: see `PUSH`.

use std::collections::BTreeMap;

use quick_xml::escape::escape;
use url::form_urlencoded;

use super::{PUSH, codes, parts, times};
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    CarrierId, Event, Headline, Meaning, NamedReference, Note, NoteKind, Report, Source, State, Status,
};

/// The identifier of a push message, from its query: the same message comes again under the same one.
pub fn push_id(query: &[u8]) -> Option<String> {
    fields(query).remove("pushid")
}

/// The body that DPD wants in answer to the message `push_id`, with HTTP status 200.
pub fn push_reply(push_id: &str) -> String {
    format!("<push><pushid>{}</pushid><status>OK</status></push>", escape(push_id))
}

/// The parameters that say something, each once.
fn fields(query: &[u8]) -> BTreeMap<String, String> {
    let query = query.strip_prefix(b"?").unwrap_or(query);
    let mut fields = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.trim_ascii()) {
        if !value.trim().is_empty() {
            fields.entry(name.into_owned()).or_insert_with(|| value.trim().to_owned());
        }
    }
    fields
}

/// Reads a query.
pub(super) fn decode(query: &[u8], context: &Context) -> Result<Answer> {
    let fields = fields(query);
    let told = |name: &str| fields.get(name).map(String::as_str);
    let missing = |name: &str| Error::new(ErrorKind::BadReply, format!("the message has no `{name}`"));
    let number = parts::number(Some(told("pnr").ok_or_else(|| missing("pnr"))?), context.number.as_ref())?;
    let word = told("status").ok_or_else(|| missing("status"))?;

    let mut report = Report::new(Source::carrier(PUSH, number), context.fetched_at);
    report.complete = false;
    report.carrier = Some(CarrierId::DPD);
    report.zone = Some(times::HOME);
    let says = codes::find(codes::PUSHED, word).map(|row| &row.says);
    match told("statusdate").and_then(times::push) {
        Some(time) => {
            let mut event = parts::event(time, word, says, "status", &mut report.notes);
            event.location = told("depot").and_then(parts::depot);
            report.events.push(event);
        }
        None => {
            Note::add(&mut report.notes, NoteKind::Unreadable, "statusdate");
            report.headline = says.and_then(|says| headline(&says.meaning, word));
        }
    }
    let services: Vec<&str> =
        told("services").map_or_else(Vec::new, |text| text.split(|c: char| !c.is_ascii_digit()).collect());
    let services: Vec<&str> = services.into_iter().filter(|code| !code.is_empty()).collect();
    report.service = parts::service(&services);
    parts::turn(&mut report.events, &services);
    report.pickup = parts::pickup(&report.events);
    let is_delivered = |event: &Event| event.state().map(State::status) == Some(Status::Delivered);
    if report.events.iter().any(is_delivered) {
        let mut delivery = parts::delivery(&report.events);
        delivery.signed_by = told("receiver").map(Into::into);
        delivery.document_url = told("pod").and_then(parts::link);
        report.delivery = delivery.non_empty();
    }
    if let Some(reference) = told("ref") {
        report.references.push(NamedReference { kind: "ref".into(), value: reference.into() });
    }
    Ok(report.into())
}

/// A message without a time that can be read still says how it stands.
fn headline(meaning: &Meaning, word: &str) -> Option<Headline> {
    let Meaning::State(state) = meaning else { return None };
    let mut headline = Headline::new(state.clone());
    headline.code = Some(word.into());
    Some(headline)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "pushid=1001&pnr=01476810375209&status=delivery_customer&statusdate=20012026122323&depot=0147&ref=ORDER-1&receiver=MUSTER&services=101&pod=&weight=1.2";

    fn decoded(query: &str) -> Result<Report> {
        let context = Context::new("2026-01-20T11:40:00Z".parse().unwrap());
        decode(query.as_bytes(), &context).map(|mut answer| answer.reports.remove(0))
    }

    #[test]
    fn a_message_is_a_report_of_one_event() {
        let report = decoded(MESSAGE).unwrap();
        let event = &report.events[0];
        assert_eq!(
            (event.time.to_string().as_str(), event.meaning.to_string().as_str()),
            ("2026-01-20T12:23:23", "delivered")
        );
        assert_eq!(event.location.as_ref().unwrap().facility.as_deref(), Some("0147"));
        assert_eq!(report.delivery.clone().unwrap().signed_by, Some("MUSTER".into()));
        assert_eq!(
            (report.service.as_deref(), report.complete, report.zone),
            (Some("classic"), false, Some(times::HOME))
        );
        assert_eq!(decoded(&format!("?{MESSAGE}\r\n")).unwrap(), report);
    }

    #[test]
    fn the_reply_is_exact_and_escaped() {
        assert_eq!(push_id(MESSAGE.as_bytes()).as_deref(), Some("1001"));
        assert_eq!(push_reply("1001"), "<push><pushid>1001</pushid><status>OK</status></push>");
        assert_eq!(
            push_reply("</pushid>&"),
            "<push><pushid>&lt;/pushid&gt;&amp;</pushid><status>OK</status></push>"
        );
        assert_eq!((push_id(b""), push_id(b"pushid=%20")), (None, None));
    }

    #[test]
    fn parameters_may_be_absent_or_odd() {
        let report = decoded("pnr=01476810375209&status=delivery_shop&statusdate=soon").unwrap();
        assert!(report.events.is_empty());
        assert_eq!(report.headline.unwrap().state.to_string(), "available_for_pickup.pickup_point");
        let report =
            decoded("pnr=01476810375209&status=beamed&statusdate=20012026122323&depot=x&services=Z").unwrap();
        assert_eq!(
            (report.events[0].meaning.to_string().as_str(), report.notes[0].detail.as_str()),
            ("unknown.unmapped", "status beamed")
        );
        for (query, text) in [
            ("status=delivery_shop", "`pnr`"),
            ("pnr=01476810375209", "`status`"),
            ("pnr=%3F&status=delivery_shop", "cannot be read"),
            ("", "`pnr`"),
            ("<html>", "`pnr`"),
        ] {
            let error = decoded(query).unwrap_err();
            assert!(
                error.kind() == ErrorKind::BadReply && error.to_string().contains(text),
                "{query}: {error}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_query_gives_a_report_or_an_error(query in "\\PC{0,80}") {
            let _ = decoded(&query);
            let _ = decoded(&format!("pnr=01476810375209&status={query}&services={query}&statusdate={query}"));
        }
    }
}
