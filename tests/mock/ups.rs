//! UPS's row, and the requests that UPS documents.

use parceltrack::{ErrorKind, Query, Status};

use super::{
    ACCESS_TOKEN, AGENT, CLIENT_ID, CLIENT_SECRET, Right, Row, Told, UNIQUE, all_but_numbers, basic,
};

pub(crate) const UPS: Row = Row {
    channel: "ups/track",
    settings: &[("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET)],
    endpoints: &["endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| right(number, ACCESS_TOKEN),
    login: Some((login, || token(ACCESS_TOKEN))),
    renews: &[401],
    refuses: all_but_numbers,
    found: Told {
        asked: "1ZA1B2C30310000011",
        body: fixture!("ups/track/in-transit@1ZA1B2C30310000011"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "1ZA1B2C30310000137",
        body: fixture!("ups/track/unseen-and-broken@1ZA1B2C30310000137"),
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
            body: fixture!("ups/track/duplicates@1ZA1B2C30310000146"),
            status: Status::InTransit,
        },
        3,
    ),
    another_number: Some(Told {
        asked: "1ZA1B2C30310000155",
        body: fixture!("ups/track/another-number@1ZA1B2C30310000155"),
        status: Status::Delivered,
    }),
    not_found: (
        404,
        r#"{"response": {"errors": [{"code": "TW0001", "message": "Tracking Information Not Found"}]}}"#,
    ),
    no_content: ErrorKind::BadReply,
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
pub(crate) fn right(number: &str, token: &str) -> Right {
    Right::get(&format!("/api/track/v1/details/{number}"))
        .header("authorization", &format!("Bearer {token}"))
        .header("transid", UNIQUE)
        .header("transactionsrc", "parceltrack")
        .header("user-agent", AGENT)
}

pub(crate) fn login() -> Right {
    Right::post_form("/security/v1/oauth/token", &[("grant_type", "client_credentials")])
        .header("authorization", &basic(CLIENT_ID, CLIENT_SECRET))
        .header("user-agent", AGENT)
}

/// The reply to a login: all of it texts, as documented.
pub(crate) fn token(token: &str) -> String {
    serde_json::json!({
        "token_type": "Bearer", "issued_at": "1795341600000", "client_id": "…", "access_token": token, "scope": "",
        "expires_in": "14399", "refresh_count": "0", "status": "approved"
    })
    .to_string()
}
