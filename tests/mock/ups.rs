//! UPS's row, and the requests that UPS documents.

use parceltrack::{OrderId, Query, Reference, Status};

use super::{ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, Right, Row, Told, UNIQUE};

/// Client id and client secret in base64, joined by a colon.
const BASIC: &str = "Basic YW16bjEuYXBwbGljYXRpb24tb2EyLWNsaWVudC5LQU5BUklFMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk6YW16bjEub2EyLWNzLktBTkFSSUUrLyYiMiVcPQ==";

const AGENT: &str = concat!("parceltrack/", env!("CARGO_PKG_VERSION"));

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../fixtures/ups/track/", $name, ".json"))
    };
}

pub(crate) const UPS: Row = Row {
    channel: "ups/track",
    settings: &[("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET)],
    endpoints: &["endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| ups_right(number, ACCESS_TOKEN),
    login: Some((ups_login, || ups_token(ACCESS_TOKEN))),
    renews: &[401],
    refuses: || {
        let id = "SHOP-1042".parse::<OrderId>().unwrap();
        vec![
            Query::order(id.clone()),
            Query::new(Reference::Package(id)),
            Query::new(Reference::Fulfilment("AFTN7000000042".parse().unwrap())),
        ]
    },
    found: Told {
        asked: "1ZA1B2C30310000011",
        body: fixture!("in-transit@1ZA1B2C30310000011"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "1ZA1B2C30310000137",
        body: fixture!("unseen-and-broken@1ZA1B2C30310000137"),
        status: Status::OutForDelivery,
    },
    without_zone: Told {
        asked: "1ZA1B2C30310000011",
        body: r#"{"trackResponse": {"shipment": [{"package": [{"trackingNumber": "1ZA1B2C30310000011", "activity": [
            {"date": "20261119", "time": "120000", "status": {"type": "I", "code": "OT", "statusCode": "021"}}]}]}]}}"#,
        status: Status::OutForDelivery,
    },
    duplicates: (
        Told {
            asked: "1ZA1B2C30310000146",
            body: fixture!("duplicates@1ZA1B2C30310000146"),
            status: Status::InTransit,
        },
        3,
    ),
    another_number: Told {
        asked: "1ZA1B2C30310000155",
        body: fixture!("another-number@1ZA1B2C30310000155"),
        status: Status::Delivered,
    },
    not_found: r#"{"response": {"errors": [{"code": "TW0001", "message": "Tracking Information Not Found"}]}}"#,
    odd: |text| {
        let text = serde_json::Value::from(text);
        let package = serde_json::json!({
            "trackingNumber": "1ZA1B2C30310000011", "currentStatus": text, "activity": [text, {"date": text}, {"date": {"at": text}},
                {"date": "20261119", "time": text, "gmtDate": text, "gmtOffset": text, "location": text, "status": text},
                {"date": "20261119", "location": {"address": text, "slic": text},
                    "status": {"type": text, "code": text, "statusCode": text}}],
            "deliveryDate": text, "deliveryTime": text, "deliveryInformation": {"location": text, "signature": text,
                "pod": {"content": text}}, "accessPointInformation": text, "packageAddress": [text],
            "alternateTrackingNumber": [{"number": text, "type": text}], "referenceNumber": text, "service": text,
            "weight": {"weight": text, "unitOfMeasurement": text}, "dimension": text, "packageCount": text, "milestones": text
        });
        [
            serde_json::json!({"trackResponse": text}),
            serde_json::json!({"trackResponse": {"shipment": text}}),
            serde_json::json!({"trackResponse": {"shipment": [text]}}),
            serde_json::json!({"trackResponse": {"shipment": [{"inquiryNumber": text, "package": text}]}}),
            serde_json::json!({"trackResponse": {"shipment": [{"package": [{"trackingNumber": text}]}]}}),
            serde_json::json!({"trackResponse": {"shipment": [{"package": [package]}]}}),
            serde_json::json!({"trackResponse": {"shipment": [{"warnings": [{"code": text, "message": text}]}]}}),
            serde_json::json!({"response": text}),
            serde_json::json!({"response": {"errors": [text]}}),
            serde_json::json!({"response": {"errors": [{"code": text, "message": text}]}}),
            serde_json::json!({"trackingNumber": text, "activityStatus": text, "localActivityDate": text}),
            serde_json::json!({"trackingNumber": "1ZA1B2C30310000011", "activityStatus": {"type": text, "code": text},
                "localActivityDate": "20261119", "receivedBy": text, "deliveryPhoto": text, "gmtOffset": text}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};

/// The question for a number, with a token.
pub(crate) fn ups_right(number: &str, token: &str) -> Right {
    Right::get(&format!("/api/track/v1/details/{number}"))
        .header("authorization", &format!("Bearer {token}"))
        .header("transid", UNIQUE)
        .header("transactionsrc", "parceltrack")
        .header("user-agent", AGENT)
}

pub(crate) fn ups_login() -> Right {
    let right = Right::get("/security/v1/oauth/token");
    Right { method: "POST", body: "grant_type=client_credentials".into(), ..right }
        .header("authorization", BASIC)
        .header("content-type", "application/x-www-form-urlencoded;charset=UTF-8")
        .header("user-agent", AGENT)
}

/// The reply to a login: all of it texts, as documented.
pub(crate) fn ups_token(token: &str) -> String {
    serde_json::json!({
        "token_type": "Bearer", "issued_at": "1795341600000", "client_id": "…", "access_token": token, "scope": "",
        "expires_in": "14399", "refresh_count": "0", "status": "approved"
    })
    .to_string()
}
