//! What the login and the parcel life cycle answer, field by field, in SOAP and in JSON: the names are the same, save
//! for `trackingresult`, which JSON writes with a capital R.

use std::borrow::Cow;

use super::super::wire::Parcel;
use super::faults::{Detail, Fault, Fields, SoapFault};
use crate::carriers::part::{self, Part, Text, Texts, fields};
use crate::carriers::xml;
use crate::error::{Error, ErrorKind, Result};

/// Which answer it is.
pub(super) enum Body<'a> {
    Tracking(Box<Part<Parcel<'a>>>),
    // Only the client logs in.
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    Login(Part<Login<'a>>),
    Refused(Fault),
}

fields! {
    struct Document<'a> {
        envelope: Part<Envelope<'a>> = "Envelope",
    }

    struct Envelope<'a> {
        body: Part<Message<'a>> = "Body",
    }

    /// The body of a SOAP message, or a whole answer in JSON.
    pub(super) struct Message<'a> {
        fault: Part<SoapFault<'a>> = "Fault" | "fault",
        authentication_fault: Part<Detail<'a>> = "authenticationFault",
        faults: Part<Detail<'a>> = "faults",
        status: Part<Fields<'a>> = "status",
        tracking: Part<Tracking<'a>> = "getTrackingDataResponse",
        login: Part<Return<'a>> = "getAuthResponse",
    }

    pub(super) struct Tracking<'a> {
        result: Part<Parcel<'a>> = "trackingresult" | "trackingResult",
    }

    pub(super) struct Return<'a> {
        login: Part<Login<'a>> = "return",
    }

    /// What a login brings.
    pub(super) struct Login<'a> {
        auth_token: Text<'a> = "authToken",
    }
}

impl Message<'_> {
    /// The refusal that it holds: a SOAP fault, its detail alone, or a status that is not `OK`.
    fn refusal(&self) -> Option<Fault> {
        if let Some(fault) = self.fault.quiet() {
            return Some(fault.refusal());
        }
        let of = |detail: &Part<Detail<'_>>| detail.quiet().map(Fault::of).unwrap_or_default();
        if self.authentication_fault.is_told() {
            return Some(of(&self.authentication_fault).of_login());
        }
        if self.faults.is_told() {
            return Some(of(&self.faults));
        }
        self.status.quiet()?.refusal()
    }
}

/// The text of an answer, from which a [`Body`] borrows.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    xml::text(bytes)
}

/// Finds out which answer it is and reads it.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is neither SOAP nor JSON, or none of these answers.
pub(super) fn read<'a>(text: &'a str, texts: &'a Texts) -> Result<Body<'a>> {
    let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let message = if is_xml { message(text, texts)? } else { part::json_text(text, texts)? };
    if let Some(fault) = message.refusal() {
        return Ok(Body::Refused(fault));
    }
    if message.tracking.is_told() {
        let result = match message.tracking {
            Part::Read(tracking) => tracking.result,
            Part::Missing | Part::Broken => Part::Missing,
        };
        return Ok(Body::Tracking(Box::new(result)));
    }
    match message.login {
        Part::Read(answer) => Ok(Body::Login(answer.login)),
        Part::Broken => Ok(Body::Login(Part::Missing)),
        Part::Missing => {
            let text = "the answer is neither tracking data nor a login nor a fault";
            Err(Error::new(ErrorKind::BadReply, text))
        }
    }
}

/// The body of a SOAP message.
fn message<'a>(text: &'a str, texts: &'a Texts) -> Result<Message<'a>> {
    let document: Document<'_> = xml::read(text, texts)?;
    if let Part::Read(envelope) = document.envelope
        && let Part::Read(message) = envelope.body
    {
        return Ok(message);
    }
    Err(Error::new(ErrorKind::BadReply, "the answer is XML, but no SOAP message"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(body: &str) -> String {
        match read(body, &Texts::default()) {
            Ok(Body::Tracking(part)) => match *part {
                Part::Missing => "tracking nothing".into(),
                Part::Read(result) => format!("tracking {}", result.status_info.quiet_entries().count()),
                Part::Broken => "tracking broken".into(),
            },
            Ok(Body::Login(login)) => {
                format!("login {}", login.quiet().is_some_and(|login| login.auth_token.told().is_some()))
            }
            Ok(Body::Refused(_)) => "refused".into(),
            Err(error) => error.kind().to_string(),
        }
    }

    fn soap(body: &str) -> String {
        format!(
            r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>"#
        )
    }

    #[test]
    fn each_answer_is_told_from_the_others_in_soap_and_json() {
        for (xml, json, wanted) in [
            (
                "<getTrackingDataResponse><trackingresult/></getTrackingDataResponse>",
                r#"{"getTrackingDataResponse":{"trackingResult":null}}"#,
                "tracking nothing",
            ),
            (
                "<n:getTrackingDataResponse xmlns:n='u'><trackingresult><statusInfo><status>x</status></statusInfo></trackingresult></n:getTrackingDataResponse>",
                r#"{"getTrackingDataResponse":{"trackingResult":{"statusInfo":{"status":"x"}}}}"#,
                "tracking 1",
            ),
            (
                "<getTrackingDataResponse><trackingresult><statusInfo><status>x</status></statusInfo><statusInfo><label/></statusInfo></trackingresult></getTrackingDataResponse>",
                r#"{"status":{"type":"OK"},"getTrackingDataResponse":{"trackingResult":{"statusInfo":[{},{}]}}}"#,
                "tracking 2",
            ),
            (
                "<getAuthResponse><return><authToken>t</authToken></return></getAuthResponse>",
                r#"{"getAuthResponse":{"return":{"authToken":"t"}}}"#,
                "login true",
            ),
            (
                "<s:Fault><faultcode>s:Server</faultcode></s:Fault>",
                r#"{"fault":{"faultcode":"Server"}}"#,
                "refused",
            ),
            ("<hello/>", r#"{"hello":1}"#, "bad_reply"),
        ] {
            assert_eq!((kind(&soap(xml)), kind(json)), (wanted.into(), wanted.into()), "{xml}");
        }
        for odd in ["", "<html><body>x</body></html>", "<a/>", "[]", "7", "<s:Envelope xmlns:s='u'/>"] {
            assert_eq!(kind(odd), "bad_reply", "{odd}");
        }
        let broken = r#"{"getTrackingDataResponse":{"trackingResult":"odd"}}"#;
        assert_eq!(kind(broken), "tracking broken");
    }
}
