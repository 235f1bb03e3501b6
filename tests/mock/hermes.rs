//! Hermes' row, and the requests that Hermes documents.

use parceltrack::{ErrorKind, Query, Status};

use super::{
    ACCESS_TOKEN, AGENT, CLIENT_ID, CLIENT_SECRET, PASSWORD, REFRESH_TOKEN, Right, Row, Told, USERNAME,
    all_but_numbers,
};

pub(crate) const HERMES: Row = Row {
    channel: "hermes/shipping",
    settings: &[
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("username", USERNAME),
        ("password", PASSWORD),
    ],
    endpoints: &["endpoint", "login_endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| right(&[number]),
    login: Some((login, || {
        serde_json::json!({"access_token": ACCESS_TOKEN, "refresh_token": REFRESH_TOKEN, "token_type": "Bearer",
            "expires_in": "3600", "scope": "full"})
        .to_string()
    })),
    renews: &[401, 403],
    refuses: all_but_numbers,
    found: Told {
        asked: "H1000730000000418207",
        body: fixture!("hermes/shipping/on-the-way@H1000730000000418207"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "H1000730000000990503",
        body: fixture!("hermes/shipping/unseen-and-broken@H1000730000000990503"),
        status: Status::InTransit,
    },
    // Hermes always tells an offset; if it is lost, the country of the scan has to do.
    without_zone: Told {
        asked: "H1000730000000418207",
        body: r#"{"shipmentinfo": [{"shipmentID": "H1000730000000418207", "status": [
            {"timestamp": "2026-11-19T12:00:00", "code": "1610", "scanningUnit": {"countryCode": "USA"}}]}]}"#,
        status: Status::InTransit,
    },
    duplicates: (
        Told {
            asked: "H1000730000000990411",
            body: fixture!("hermes/shipping/duplicates@H1000730000000990411"),
            status: Status::OutForDelivery,
        },
        2,
    ),
    another_number: Some(Told {
        asked: "H1000730000000999983",
        body: fixture!("hermes/shipping/another-number@H1000730000000999983"),
        status: Status::Delivered,
    }),
    not_found: (
        200,
        r#"{"shipmentinfo": [{"shipmentID": "H1000730000000418207", "result":
        {"code": "e001", "message": "There is no information for the entered value."}}]}"#,
    ),
    no_content: ErrorKind::BadReply,
    odd: |text| {
        let text = serde_json::Value::from(text);
        [
            serde_json::json!({"shipmentinfo": text}),
            serde_json::json!({"shipmentinfo": [text]}),
            serde_json::json!({"shipmentinfo": [{"shipmentID": [text]}]}),
            serde_json::json!({"shipmentinfo": [{"shipmentID": text, "internationalShipmentID": text}]}),
            serde_json::json!({"shipmentinfo": [{"result": {"code": text, "message": text}}]}),
            serde_json::json!({"shipmentinfo": [{"result": text, "receiverAddress": text, "deliveryForecast": text,
                "status": text, "trackingLink": text, "clientReference": text}]}),
            serde_json::json!({"shipmentinfo": [{"receiverAddress": {"countryCode": text, "city": text},
                "deliveryForecast": {"fixed": text, "date": text, "timeSlot": {"from": text, "to": text}},
                "status": [text, {"timestamp": text}, {"timestamp": "2026-11-19T12:00:00+01:00", "code": text,
                    "description": text, "scanningUnit": {"name": text, "city": text, "countryCode": text}}]}]}),
            serde_json::json!({"listOfResultCodes": text}),
            serde_json::json!({"listOfResultCodes": [{"code": text, "message": text}]}),
            serde_json::json!({"error": text, "error_description": text}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};

/// The question for some shipments, in German.
pub(crate) fn right(numbers: &[&str]) -> Right {
    let right = Right::get("/services/hsi/shipmentinfo")
        .header("authorization", &format!("Bearer {ACCESS_TOKEN}"))
        .header("accept-language", "DE")
        .header("user-agent", AGENT);
    numbers.iter().fold(right, |right, number| right.query("shipmentID", number))
}

pub(crate) fn login() -> Right {
    let form = [
        ("grant_type", "password"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("username", USERNAME),
        ("password", PASSWORD),
    ];
    Right::post_form("/authorization-facade/oauth2/access_token", &form).header("user-agent", AGENT)
}
