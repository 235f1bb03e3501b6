//! A login and a question as requests: SOAP after DPD's LoginService 2.1 (Germany: 2.0) and ParcelLifeCycleService 2.0,
//! or JSON over REST after <https://integrations.dpd.nl>.
//!
//! SOAP's inner elements have no namespace, its wrappers have.

use serde::Serialize;

use super::super::number::parcel_number;
use super::LIFECYCLE;
use super::config::{Config, Protocol, language};
use crate::carrier::{Query, Reference};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request, Secret};
use crate::model::TrackingNumber;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const AUTHENTICATION: &str = "http://dpd.com/common/service/types/Authentication/2.0";
const LIFE_CYCLE: &str = "http://dpd.com/common/service/types/ParcelLifeCycleService/2.0";
const TRACK_ACTION: &str = "http://dpd.com/common/service/ParcelLifeCycleService/2.0/getTrackingData";

/// The language of answers unless somebody wishes another.
const LANGUAGE: &str = "en_EN";

#[derive(Serialize)]
#[serde(rename = "soapenv:Envelope")]
struct Envelope<H, B> {
    #[serde(rename = "@xmlns:soapenv")]
    soap: &'static str,
    #[serde(rename = "soapenv:Header")]
    header: H,
    #[serde(rename = "soapenv:Body")]
    body: B,
}

#[derive(Serialize)]
struct NoHeader {}

#[derive(Serialize)]
struct LoginBody<'a> {
    #[serde(rename = "ns:getAuth")]
    get_auth: Credentials<'a>,
}

/// The attribute that declares a wrapper's namespace; JSON has none.
type Namespace = Option<&'static str>;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Credentials<'a> {
    #[serde(rename = "@xmlns:ns", skip_serializing_if = "Option::is_none")]
    namespace: Namespace,
    delis_id: &'a str,
    password: &'a str,
    message_language: &'a str,
}

#[derive(Serialize)]
struct TrackHeader<'a> {
    #[serde(rename = "ns:authentication")]
    authentication: Authentication<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Authentication<'a> {
    #[serde(rename = "@xmlns:ns", skip_serializing_if = "Option::is_none")]
    namespace: Namespace,
    delis_id: &'a str,
    auth_token: &'a str,
    message_language: &'a str,
}

#[derive(Serialize)]
struct TrackBody<'a> {
    #[serde(rename = "ns:getTrackingData")]
    get_tracking_data: Question<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    #[serde(rename = "@xmlns:ns", skip_serializing_if = "Option::is_none")]
    namespace: Namespace,
    parcel_label_number: &'a str,
}

/// The same question in JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonQuestion<'a> {
    authentication: Authentication<'a>,
    get_tracking_data: Question<'a>,
}

/// The number that a question asks for, as DPD knows it: without the label's check character.
///
/// # Errors
///
/// [`ErrorKind::Unsupported`] for any other kind of reference, [`ErrorKind::InvalidNumber`] for a number that is none
/// of DPD's.
pub(super) fn number(query: &Query) -> Result<TrackingNumber> {
    let Reference::Number(number) = &query.reference else {
        let text = format!("{LIFECYCLE} is asked by number, not by {}", query.reference.kind());
        return Err(Error::new(ErrorKind::Unsupported, text));
    };
    parcel_number(number).ok_or_else(|| {
        let text = format!(
            "{} is no number of DPD's: they have 14 characters, 15 with a check character that fits, 28 as a barcode",
            number.masked()
        );
        Error::new(ErrorKind::InvalidNumber, text)
    })
}

/// Makes requests with the settings of a client.
#[derive(Debug, Clone)]
pub(super) struct Requests {
    config: Config,
    endpoint: Endpoint,
    language: String,
}

impl Requests {
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] naming the setting that is wrong.
    pub(super) fn new(config: Config) -> Result<Self> {
        config.check()?;
        let endpoint = match &config.endpoint {
            Some(endpoint) => endpoint.clone(),
            // Checked to be there.
            None => config.country.host(config.environment).unwrap_or_default().parse()?,
        };
        let configured = config.language.as_deref().and_then(|tag| language(tag, config.country));
        Ok(Self { endpoint, language: configured.unwrap_or_else(|| LANGUAGE.into()), config })
    }

    #[cfg(feature = "http")]
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// The language to ask for, in DPD's form: that of the question as far as DPD has it, else the config's.
    #[cfg(any(feature = "http", test))]
    pub(super) fn language(&self, query: &Query) -> String {
        let form = |tag: &str| language(tag, self.config.country);
        let wish = query.language.as_deref();
        // Of a longer tag, such as `zh-Hans-CN`, the language alone.
        let asked = wish.and_then(|tag| form(tag).or_else(|| form(tag.get(..2)?)));
        asked.unwrap_or_else(|| self.language.clone())
    }

    /// The login, which does not depend on a question.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] for credentials that cannot be written.
    pub(super) fn login(&self) -> Result<Request> {
        let credentials = |namespace| Credentials {
            namespace,
            delis_id: self.config.delis_id.expose(),
            password: self.config.password.expose(),
            message_language: &self.language,
        };
        match self.config.protocol {
            Protocol::Json => {
                self.json(&["rest", "services", "LoginService", "V2_1", "getAuth"], &credentials(None))
            }
            Protocol::Soap => {
                let (path, namespace, action): (&[&str], _, _) = if self.config.country.is_germany() {
                    (
                        &["services", "LoginService", "V2_0", ""],
                        "http://dpd.com/common/service/types/LoginService/2.0",
                        "http://dpd.com/common/service/LoginService/2.0/getAuth",
                    )
                } else {
                    (
                        &["soap", "services", "LoginService", "V2_1"],
                        "http://dpd.com/common/service/types/LoginService/2.1",
                        "http://dpd.com/common/service/types/LoginService/2.1/getAuth",
                    )
                };
                self.soap(path, action, NoHeader {}, LoginBody { get_auth: credentials(Some(namespace)) })
            }
        }
    }

    /// The question for one parcel; there is no form for several.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Misconfigured`] for credentials that cannot be written.
    pub(super) fn track(&self, number: &TrackingNumber, language: &str, token: &Secret) -> Result<Request> {
        let is_soap = self.config.protocol == Protocol::Soap;
        let authentication = Authentication {
            namespace: is_soap.then_some(AUTHENTICATION),
            delis_id: self.config.delis_id.expose(),
            auth_token: token.expose(),
            message_language: language,
        };
        let get_tracking_data =
            Question { namespace: is_soap.then_some(LIFE_CYCLE), parcel_label_number: number.as_str() };
        match self.config.protocol {
            Protocol::Json => self.json(
                &["rest", "services", "ParcelLifeCycleService", "V2_0", "getTrackingData"],
                &JsonQuestion { authentication, get_tracking_data },
            ),
            Protocol::Soap => {
                let path: &[&str] = if self.config.country.is_germany() {
                    &["services", "ParcelLifeCycleService", "V2_0", ""]
                } else {
                    &["soap", "services", "ParcelLifeCycleService", "V2_0"]
                };
                let header = TrackHeader { authentication };
                self.soap(path, TRACK_ACTION, header, TrackBody { get_tracking_data })
            }
        }
    }

    fn soap<H: Serialize, B: Serialize>(
        &self,
        path: &[&str],
        action: &str,
        header: H,
        body: B,
    ) -> Result<Request> {
        let message =
            quick_xml::se::to_string(&Envelope { soap: SOAP, header, body }).map_err(|_| unwritable())?;
        Ok(Request::post(&self.endpoint, path, "text/xml; charset=utf-8", message)
            .header("accept", "text/xml")
            .header("soapaction", format!("\"{action}\"")))
    }

    fn json(&self, path: &[&str], body: &impl Serialize) -> Result<Request> {
        let body = serde_json::to_string(body).map_err(|_| unwritable())?;
        Ok(Request::post(&self.endpoint, path, "application/json", body).header("accept", "application/json"))
    }
}

fn unwritable() -> Error {
    Error::new(ErrorKind::Misconfigured, "the credentials cannot be written into a request")
}

#[cfg(test)]
mod tests {
    use super::super::config::Country;
    use super::*;
    use crate::carrier::Environment;
    use crate::http::Method;

    fn requests(country: Country, protocol: Protocol) -> Requests {
        let mut config = Config::new("KD<1>", "p&ss\"", country).with_protocol(protocol);
        if country == Country::Ch {
            config = config.with_endpoint("https://ch.example/x".parse().unwrap());
        }
        Requests::new(config).unwrap()
    }

    fn asked() -> TrackingNumber {
        number(&Query::number("053088014100584".parse().unwrap())).unwrap()
    }

    fn header<'a>(request: &'a Request, name: &str) -> &'a str {
        request.headers().find(|(found, ..)| *found == name).map_or("-", |(_, value, _)| value)
    }

    #[test]
    fn the_login_in_soap() {
        let request = requests(Country::Be, Protocol::Soap).login().unwrap();
        assert_eq!(request.method(), Method::Post);
        assert_eq!(request.url().as_str(), "https://wsshipper.dpd.be/soap/services/LoginService/V2_1");
        assert_eq!(
            header(&request, "soapaction"),
            "\"http://dpd.com/common/service/types/LoginService/2.1/getAuth\""
        );
        assert_eq!(header(&request, "content-type"), "text/xml; charset=utf-8");
        assert_eq!(
            request.body().unwrap(),
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Header/><soapenv:Body>\
             <ns:getAuth xmlns:ns=\"http://dpd.com/common/service/types/LoginService/2.1\"><delisId>KD&lt;1&gt;</delisId>\
             <password>p&amp;ss\"</password><messageLanguage>en_EN</messageLanguage></ns:getAuth></soapenv:Body></soapenv:Envelope>"
        );
    }

    #[test]
    fn the_question_in_soap() {
        let request = requests(Country::De, Protocol::Soap).track(&asked(), "de_DE", &"t<1>".into()).unwrap();
        assert_eq!(request.url().as_str(), "https://public-ws.dpd.com/services/ParcelLifeCycleService/V2_0/");
        assert_eq!(
            header(&request, "soapaction"),
            "\"http://dpd.com/common/service/ParcelLifeCycleService/2.0/getTrackingData\""
        );
        assert_eq!(
            request.body().unwrap(),
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Header>\
             <ns:authentication xmlns:ns=\"http://dpd.com/common/service/types/Authentication/2.0\"><delisId>KD&lt;1&gt;</delisId>\
             <authToken>t&lt;1&gt;</authToken><messageLanguage>de_DE</messageLanguage></ns:authentication></soapenv:Header>\
             <soapenv:Body><ns:getTrackingData xmlns:ns=\"http://dpd.com/common/service/types/ParcelLifeCycleService/2.0\">\
             <parcelLabelNumber>05308801410058</parcelLabelNumber></ns:getTrackingData></soapenv:Body></soapenv:Envelope>"
        );
        assert!(!format!("{request:?}").contains("0530"));
    }

    #[test]
    fn both_in_json() {
        let nl = requests(Country::Nl, Protocol::Json);
        let login = nl.login().unwrap();
        assert_eq!(login.url().as_str(), "https://wsshipper.dpd.nl/rest/services/LoginService/V2_1/getAuth");
        assert_eq!(
            login.body().unwrap(),
            r#"{"delisId":"KD<1>","password":"p&ss\"","messageLanguage":"en_EN"}"#
        );
        let ch = requests(Country::Ch, Protocol::Json);
        let question = ch.track(&asked(), "de_DE", &"t".into()).unwrap();
        assert_eq!(
            question.url().as_str(),
            "https://ch.example/x/rest/services/ParcelLifeCycleService/V2_0/getTrackingData"
        );
        assert_eq!(
            question.body().unwrap(),
            r#"{"authentication":{"delisId":"KD<1>","authToken":"t","messageLanguage":"de_DE"},"getTrackingData":{"parcelLabelNumber":"05308801410058"}}"#
        );
    }

    #[test]
    fn each_country_has_its_address() {
        use Environment::{Production, Sandbox};
        for (country, environment, wanted) in [
            (
                Country::Be,
                Sandbox,
                "https://shipperadmintest.dpd.be/PublicApi/soap/services/LoginService/V2_1",
            ),
            (Country::Ch, Sandbox, "https://ch.example/x/soap/services/LoginService/V2_1"),
            (Country::De, Production, "https://public-ws.dpd.com/services/LoginService/V2_0/"),
            (Country::De, Sandbox, "https://public-ws-stage.dpd.com/services/LoginService/V2_0/"),
            (Country::Nl, Production, "https://wsshipper.dpd.nl/soap/services/LoginService/V2_1"),
            (
                Country::Nl,
                Sandbox,
                "https://shipperadmintest.dpd.nl/PublicApi/soap/services/LoginService/V2_1",
            ),
        ] {
            let config = requests(country, Protocol::Soap).config.with_environment(environment);
            assert_eq!(Requests::new(config).unwrap().login().unwrap().url().as_str(), wanted);
        }
    }

    #[test]
    fn languages_are_dpds() {
        let asked = |country, wish: &str| {
            let mut query = Query::number("05308801410058".parse().unwrap());
            query.language = Some(wish.into());
            Requests::new(Config::new("x", "y", country).with_language("de")).unwrap().language(&query)
        };
        assert_eq!(asked(Country::Be, "nl-BE"), "nl_BE");
        assert_eq!((asked(Country::Nl, "NL"), asked(Country::De, "en")), ("nl_NL".into(), "en_EN".into()));
        assert_eq!(
            (asked(Country::De, "pl-PL"), asked(Country::Nl, "nl-BE")),
            ("pl_PL".into(), "nl_BE".into())
        );
        assert_eq!(asked(Country::De, "de-Latn-AT"), "de_DE");
        assert_eq!((asked(Country::De, "pl"), asked(Country::De, "ü")), ("de_DE".into(), "de_DE".into()));
    }

    #[test]
    fn only_numbers_of_dpds_can_be_asked() {
        let kind = |query: &Query| number(query).unwrap_err().kind();
        assert_eq!(kind(&Query::order("A-1".parse().unwrap())), ErrorKind::Unsupported);
        for wrong in ["09980000020033D", "00340434161094042557"] {
            let error = number(&Query::number(wrong.parse().unwrap())).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidNumber);
            assert!(!error.to_string().contains(wrong));
        }
    }
}
