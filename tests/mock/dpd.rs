//! DPD's row, its requests to the last byte, and what it answers.

use parceltrack::{ErrorKind, Query, Status};

use super::{ACCESS_TOKEN, AGENT, PASSWORD, Right, Row, Told, USERNAME, all_but_numbers, xml_text};

pub(crate) const DPD: Row = Row {
    channel: "dpd/lifecycle",
    settings: &[("delis_id", USERNAME), ("password", PASSWORD), ("country", "be")],
    endpoints: &["endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| belgium(number, ACCESS_TOKEN, "en_EN"),
    login: Some((belgian_login, || token(ACCESS_TOKEN))),
    renews: &[401, 403],
    refuses: all_but_numbers,
    found: Told {
        asked: "05300041720069",
        body: fixture!("dpd/lifecycle/in-transit@05300041720069", "xml"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "05300041720072",
        body: fixture!("dpd/lifecycle/unseen-and-broken@05300041720072", "xml"),
        status: Status::InTransit,
    },
    without_zone: Told {
        asked: "05300041720069",
        body: r#"{"getTrackingDataResponse": {"trackingResult": {"statusInfo": {"status": "Courier",
            "statusHasBeenReached": true, "location": {"content": "Newark (US)"},
            "date": {"content": "11/19/2026 12:00:00 PM"}}}}}"#,
        status: Status::OutForDelivery,
    },
    duplicates: (
        Told {
            asked: "05300041720071",
            body: fixture!("dpd/lifecycle/duplicates@05300041720071", "xml"),
            status: Status::AttemptFailed,
        },
        2,
    ),
    another_number: Some(Told {
        asked: "05300041720073",
        body: fixture!("dpd/lifecycle/another-number@05300041720073", "xml"),
        status: Status::Delivered,
    }),
    not_found: (404, fixture!("dpd/lifecycle/not-found-fault@05300041720074", "xml")),
    no_content: ErrorKind::BadReply,
    odd,
};

fn soap(path: &str, action: &str, header: &str, body: &str) -> Right {
    let header = if header.is_empty() {
        "<soapenv:Header/>".to_owned()
    } else {
        format!("<soapenv:Header>{header}</soapenv:Header>")
    };
    let message = format!(
        r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">{header}<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"#
    );
    Right {
        method: "POST",
        path: path.into(),
        query: Vec::new(),
        headers: vec![
            ("accept", "text/xml".into()),
            ("accept-encoding", "gzip".into()),
            ("content-type", "text/xml; charset=utf-8".into()),
            ("soapaction", format!("\"{action}\"")),
            ("user-agent", AGENT.into()),
        ],
        body: message,
    }
}

fn login(path: &str, action: &str, version: &str) -> Right {
    let (id, password) = (xml_text(USERNAME), xml_text(PASSWORD));
    let body = format!(
        r#"<ns:getAuth xmlns:ns="http://dpd.com/common/service/types/LoginService/{version}"><delisId>{id}</delisId><password>{password}</password><messageLanguage>en_EN</messageLanguage></ns:getAuth>"#
    );
    soap(path, action, "", &body)
}

pub(crate) fn belgian_login() -> Right {
    let action = "http://dpd.com/common/service/types/LoginService/2.1/getAuth";
    login("/soap/services/LoginService/V2_1", action, "2.1")
}

pub(crate) fn german_login() -> Right {
    let action = "http://dpd.com/common/service/LoginService/2.0/getAuth";
    login("/services/LoginService/V2_0/", action, "2.0")
}

fn question(path: &str, number: &str, token: &str, language: &str) -> Right {
    let (id, token) = (xml_text(USERNAME), xml_text(token));
    let header = format!(
        r#"<ns:authentication xmlns:ns="http://dpd.com/common/service/types/Authentication/2.0"><delisId>{id}</delisId><authToken>{token}</authToken><messageLanguage>{language}</messageLanguage></ns:authentication>"#
    );
    let body = format!(
        r#"<ns:getTrackingData xmlns:ns="http://dpd.com/common/service/types/ParcelLifeCycleService/2.0"><parcelLabelNumber>{number}</parcelLabelNumber></ns:getTrackingData>"#
    );
    soap(path, "http://dpd.com/common/service/ParcelLifeCycleService/2.0/getTrackingData", &header, &body)
}

pub(crate) fn belgium(number: &str, token: &str, language: &str) -> Right {
    question("/soap/services/ParcelLifeCycleService/V2_0", number, token, language)
}

pub(crate) fn germany(number: &str, token: &str, language: &str) -> Right {
    question("/services/ParcelLifeCycleService/V2_0/", number, token, language)
}

fn rest(path: &str, body: String) -> Right {
    Right::post(path, "application/json", body).header("user-agent", AGENT)
}

pub(crate) fn dutch_login() -> Right {
    let (id, password) = (serde_json::Value::from(USERNAME), serde_json::Value::from(PASSWORD));
    let body = format!(r#"{{"delisId":{id},"password":{password},"messageLanguage":"en_EN"}}"#);
    rest("/rest/services/LoginService/V2_1/getAuth", body)
}

pub(crate) fn netherlands(number: &str, token: &str, language: &str) -> Right {
    let (id, token) = (serde_json::Value::from(USERNAME), serde_json::Value::from(token));
    let body = format!(
        r#"{{"authentication":{{"delisId":{id},"authToken":{token},"messageLanguage":"{language}"}},"getTrackingData":{{"parcelLabelNumber":"{number}"}}}}"#
    );
    rest("/rest/services/ParcelLifeCycleService/V2_0/getTrackingData", body)
}

fn message(body: &str) -> String {
    format!(
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>{body}</soap:Body></soap:Envelope>"#
    )
}

/// The answer of a login.
pub(crate) fn token(token: &str) -> String {
    message(&format!(
        r#"<getAuthResponse xmlns="http://dpd.com/common/service/types/LoginService/2.1"><return><delisId>x</delisId><customerUid>x</customerUid><authToken>{}</authToken><depot>0530</depot><authTokenExpires>2026-11-23T11:00:00.06</authTokenExpires></return></getAuthResponse>"#,
        xml_text(token)
    ))
}

/// A fault of the parcel life cycle.
pub(crate) fn fault(code: &str, text: &str) -> String {
    let (code, text) = (xml_text(code), xml_text(text));
    message(&format!(
        "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Fault occured</faultstring><detail><ns:faults xmlns:ns=\"u\"><faultCode>{code}</faultCode><message>{text}</message></ns:faults></detail></soap:Fault>"
    ))
}

/// Bodies of other shapes than documented, with a text wherever one fits.
pub(crate) fn odd(text: &str) -> Vec<String> {
    let xml = xml_text(text);
    let row = format!(
        "<statusInfo><status>{xml}</status><statusHasBeenReached>true</statusHasBeenReached><date><content>{xml}</content></date><location><content>{xml}</content></location><errorItems>{xml}</errorItems></statusInfo>"
    );
    let result = |inner: &str| {
        message(&format!(
            "<getTrackingDataResponse><trackingresult>{inner}</trackingresult></getTrackingDataResponse>"
        ))
    };
    let text = serde_json::Value::from(text);
    vec![
        message(&xml),
        message(&format!("<getTrackingDataResponse>{xml}</getTrackingDataResponse>")),
        message(&format!("<getAuthResponse><return><authToken>{xml}</authToken></return></getAuthResponse>")),
        result(&xml),
        result(&row),
        result(&format!("{row}<statusInfo>{xml}</statusInfo><shipmentInfo>{xml}</shipmentInfo>")),
        result(&format!("<shipmentInfo><parcelLabelNumber>{xml}</parcelLabelNumber><status>{xml}</status></shipmentInfo>")),
        fault(&text.to_string(), &text.to_string()),
        message(&format!("<soap:Fault>{xml}</soap:Fault>")),
        message(&format!("<soap:Fault><faultcode>{xml}</faultcode><faultstring>{xml}</faultstring><detail>{xml}</detail></soap:Fault>")),
        format!("<a>{xml}</b>"),
        serde_json::json!({"getTrackingDataResponse": {"trackingResult": {"statusInfo": [text, {"status": text,
            "statusHasBeenReached": true, "date": text}], "shipmentInfo": {"trackingProperty": [text]}}}})
        .to_string(),
        serde_json::json!({"status": {"type": text, "code": text, "message": text}}).to_string(),
        serde_json::json!({"faults": {"faultCode": text, "message": text}}).to_string(),
        text.to_string(),
    ]
}
