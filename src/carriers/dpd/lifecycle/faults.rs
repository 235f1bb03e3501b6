//! What DPD's refusals mean for the caller. They come with HTTP status 500 and, from some countries, 200. The vendor's
//! messages are read and never repeated: they may hold what was asked.

use std::mem;

use super::super::parts::shown;
use crate::carriers::list::OneOrMore;
use crate::carriers::part::{Part, Shape, Target, Text, fields};
use crate::error::{Error, ErrorKind};
use crate::http::kind_of_status;

/// Codes of faults, sorted, as DPD's [guidelines] and public clients name them. Every other `LOGIN_…` is a refusal of
/// the login too; `COMMON_…` say what they mean by their message only.
///
/// [guidelines]: https://integrations.dpd.nl
const CODES: &[(&str, ErrorKind)] = &[
    ("DELICOM_ERR_AUTHENTICATION", ErrorKind::Unauthorized),
    // The token is none.
    ("LOGIN_5", ErrorKind::Unauthorized),
    // The token has ended.
    ("LOGIN_6", ErrorKind::Unauthorized),
];

/// What the messages of other faults say, in English, German, Dutch and French; the first that fits decides.
const TEXTS: &[(&[&str], ErrorKind)] = &[
    (&["too many", "limit exceeded", "zu viele", "te veel", "trop de"], ErrorKind::RateLimited),
    (
        &["not found", "does not exist", "nicht gefunden", "existiert nicht", "niet gevonden", "introuvable"],
        ErrorKind::NotFound,
    ),
    (
        &[
            "invalid parcel",
            "parcel number is not valid",
            "ungültige paket",
            "ongeldig pakket",
            "colis invalide",
        ],
        ErrorKind::InvalidNumber,
    ),
];

fields! {
    pub(super) struct SoapFault<'a> {
        faultcode: Text<'a> = "faultcode",
        faultstring: Text<'a> = "faultstring",
        detail: Part<Details<'a>> = "detail",
    }

    /// A part of a fault's detail, or a status.
    pub(super) struct Fields<'a> {
        kind: Text<'a> = "type",
        error_code: Text<'a> = "errorCode",
        fault_code: Text<'a> = "faultCode",
        code: Text<'a> = "code",
        error_message: Text<'a> = "errorMessage",
        message: Text<'a> = "message",
    }
}

/// A refusal.
#[derive(Clone, Default)]
pub(super) struct Fault {
    code: Option<String>,
    message: String,
    is_login: bool,
    /// The sender of the message is at fault, and not the server.
    is_callers: bool,
    /// Somebody said whose fault it is.
    is_blamed: bool,
}

/// One part of a fault's detail, of which the name does not matter; of a list the first that can be read counts.
pub(super) type Detail<'a> = OneOrMore<Fields<'a>>;

/// The detail of a fault: what its parts are called depends on what failed.
#[derive(Default)]
pub(super) struct Details<'a> {
    found: Fault,
    /// The part that is being read.
    part: Part<Detail<'a>>,
    /// Whether that is a refused login.
    is_login: bool,
}

impl Details<'_> {
    /// Keeps what the part says that was read.
    fn settle(&mut self) {
        let Part::Read(detail) = mem::take(&mut self.part) else { return };
        // A refused login is the first thing to know.
        if self.is_login {
            self.found = Fault::of(&detail).of_login();
        } else if self.found.says_nothing() {
            self.found = Fault::of(&detail);
        }
    }
}

impl<'a> Shape<'a> for Details<'a> {
    fn of_object() -> Option<Self> {
        Some(Self::default())
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'a>> {
        self.settle();
        self.is_login = *name == *AUTHENTICATION;
        Some(Target::Any(&mut self.part))
    }

    fn end_object(&mut self) {
        self.settle();
    }
}

impl SoapFault<'_> {
    pub(super) fn refusal(&self) -> Fault {
        let mut found = self.detail.quiet().map(|detail| detail.found.clone()).unwrap_or_default();
        let blamed = self.faultcode.told().map(|code| code.rsplit(':').next().unwrap_or(code));
        found.is_blamed = blamed.is_some();
        found.is_callers = blamed.is_some_and(|blamed| blamed.eq_ignore_ascii_case("client"));
        if found.message.is_empty() {
            found.message = self.faultstring.told().unwrap_or_default().to_lowercase();
        }
        found
    }
}

impl Fields<'_> {
    /// The refusal that a status is unless it is `OK`.
    pub(super) fn refusal(&self) -> Option<Fault> {
        let is_refused = self.kind.told().is_some_and(|kind| !kind.eq_ignore_ascii_case("ok"));
        is_refused.then(|| Fault::of_fields(self))
    }
}

/// The name of the part of a fault that tells of a refused login.
const AUTHENTICATION: &str = "authenticationFault";

impl Fault {
    /// The same as the refusal of a login.
    pub(super) fn of_login(self) -> Self {
        Self { is_login: true, ..self }
    }

    fn says_nothing(&self) -> bool {
        !self.is_login && self.code.is_none() && self.message.is_empty()
    }

    pub(super) fn of(detail: &Detail<'_>) -> Self {
        detail.iter().next().map(Self::of_fields).unwrap_or_default()
    }

    fn of_fields(fields: &Fields<'_>) -> Self {
        let codes = [&fields.error_code, &fields.fault_code, &fields.code];
        let messages = [&fields.error_message, &fields.message];
        Self {
            code: codes.into_iter().find_map(Text::told).map(Into::into),
            message: messages.into_iter().find_map(Text::told).unwrap_or_default().to_lowercase(),
            ..Self::default()
        }
    }

    /// The error that it means, given the status that came with it.
    ///
    /// A refused login is one whatever the status. Of other faults a status that means something decides; 200 and 500
    /// mean no more than that there is a fault, so its message decides, and then whose fault it is.
    pub(super) fn error(&self, status: Option<u16>) -> Error {
        let code = self.code.as_deref().unwrap_or_default();
        let known = CODES.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind);
        let login = (self.is_login || code.starts_with("LOGIN_")).then_some(ErrorKind::Unauthorized);
        let by_status = status.and_then(kind_of_status);
        let by_text = || {
            let says = |texts: &&[&str]| texts.iter().any(|text| self.message.contains(text));
            TEXTS.iter().find(|(texts, _)| says(texts)).map(|(_, kind)| *kind)
        };
        let by_blame = || match (self.is_blamed, self.is_callers) {
            (true, true) => Some(ErrorKind::Unsupported),
            (true, false) => Some(ErrorKind::Unavailable),
            (false, _) => by_status,
        };
        let kind = known
            .or(login)
            .or_else(|| by_status.filter(|_| status != Some(500)))
            .or_else(by_text)
            .or_else(by_blame)
            .unwrap_or(ErrorKind::BadReply);
        let what = match kind {
            ErrorKind::Unauthorized => "DPD refused the login or its token",
            ErrorKind::NotFound => "DPD does not know the parcel",
            ErrorKind::InvalidNumber => "DPD says that the number is none of its own",
            _ => "DPD answered with a fault",
        };
        match self.code.as_deref().and_then(shown) {
            Some(code) => Error::new(kind, format!("{what}, code {code}")).with_code(code),
            None => Error::new(kind, what),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::wire::{self, Body};
    use super::*;
    use crate::carriers::part::Texts;

    fn fault_of(body: &Value) -> Option<Fault> {
        match wire::read(&body.to_string(), &Texts::default()) {
            Ok(Body::Refused(fault)) => Some(fault),
            _ => None,
        }
    }

    fn error(body: Value, status: Option<u16>) -> Error {
        fault_of(&body).unwrap().error(status)
    }

    fn fault(code: &str, message: &str) -> Value {
        json!({"Fault": {"faultcode": "soap:Server", "faultstring": "Fault occured",
            "detail": {"faults": {"faultCode": code, "message": message}}}})
    }

    #[test]
    fn a_refused_login_is_one_whatever_the_status() {
        let authentication = json!({"Fault": {"faultcode": "soap:Server", "detail": {"authenticationFault":
            {"errorCode": "DELICOM_ERR_AUTHENTICATION", "errorMessage": "Authentication failure"}}}});
        for status in [None, Some(200), Some(500), Some(404)] {
            let error = error(authentication.clone(), status);
            assert_eq!(
                (error.kind(), error.code()),
                (ErrorKind::Unauthorized, Some("DELICOM_ERR_AUTHENTICATION"))
            );
        }
        for code in ["LOGIN_1", "LOGIN_5", "LOGIN_6", "LOGIN_99"] {
            assert_eq!(error(fault(code, "x"), Some(500)).kind(), ErrorKind::Unauthorized);
        }
        let bare = json!({"authenticationFault": {}});
        assert_eq!(error(bare, Some(500)).kind(), ErrorKind::Unauthorized);
    }

    #[test]
    fn other_faults_mean_what_their_message_says_in_each_language() {
        for (message, kind) in [
            ("Parcel not found", ErrorKind::NotFound),
            ("Paket nicht gefunden", ErrorKind::NotFound),
            ("Pakket niet gevonden", ErrorKind::NotFound),
            ("Colis introuvable", ErrorKind::NotFound),
            ("Invalid parcel label number", ErrorKind::InvalidNumber),
            ("Ungültige Paketnummer", ErrorKind::InvalidNumber),
            ("Ongeldig pakketnummer", ErrorKind::InvalidNumber),
            ("Numéro de colis invalide", ErrorKind::InvalidNumber),
            ("Too many requests", ErrorKind::RateLimited),
            ("Zu viele Anfragen", ErrorKind::RateLimited),
            ("Te veel aanvragen", ErrorKind::RateLimited),
            ("Trop de requêtes", ErrorKind::RateLimited),
            ("Database is down", ErrorKind::Unavailable),
        ] {
            for status in [None, Some(200), Some(500)] {
                assert_eq!(error(fault("COMMON_7", message), status).kind(), kind, "{message} {status:?}");
            }
        }
        assert_eq!(error(fault("COMMON_7", "x"), Some(404)).kind(), ErrorKind::NotFound);
        let callers = json!({"Fault": {"faultcode": "soap:Client", "faultstring": "Unmarshalling Error"}});
        assert_eq!(error(callers, Some(500)).kind(), ErrorKind::Unsupported);
    }

    #[test]
    fn json_has_its_own_forms() {
        let status = json!({"status": {"type": "ERROR", "code": "COMMON_7", "message": "Parcel not found"}});
        assert_eq!(error(status, Some(200)).kind(), ErrorKind::NotFound);
        assert!(fault_of(&json!({"status": {"type": "OK"}})).is_none());
        let list = json!({"faults": [{"faultCode": "LOGIN_6", "message": "expired"}]});
        assert_eq!(error(list, None).kind(), ErrorKind::Unauthorized);
        assert_eq!(error(json!({"faults": "odd"}), None).kind(), ErrorKind::BadReply);
    }

    #[test]
    fn neither_message_nor_odd_code_is_repeated() {
        let error = error(fault("05308801410058", "no parcel 05308801410058"), Some(500));
        assert!(!format!("{error:#}{error:?}").contains("0530"));
    }

    #[test]
    fn the_codes_are_sorted_and_the_texts_lower_case() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TEXTS.iter().flat_map(|(texts, _)| *texts).all(|text| *text == text.to_lowercase()));
    }
}
