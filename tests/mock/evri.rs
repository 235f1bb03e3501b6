//! Evri's row.

use parceltrack::{ErrorKind, Query, Status};

use super::{ACCESS_TOKEN, AGENT, API_KEY, CLIENT_ID, CLIENT_SECRET, Right, Row, Told, all_but_numbers};

pub(crate) const EVRI: Row = Row {
    channel: "evri/client-tracking",
    settings: &[
        ("access", "undocumented"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("api_key", API_KEY),
    ],
    endpoints: &["endpoint", "login_endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| {
        Right::get("/client-tracking-api/v1/events")
            .query("barcode", number)
            .query("descriptionType", "CLIENT")
            .header("authorization", &format!("Bearer {ACCESS_TOKEN}"))
            .header("apikey", API_KEY)
            .header("user-agent", AGENT)
    },
    login: Some((login, || {
        serde_json::json!({"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 86400})
            .to_string()
    })),
    renews: &[401, 403],
    refuses: all_but_numbers,
    found: Told {
        asked: "T00KBX0041928374",
        body: fixture!("evri/client-tracking/out-for-delivery@T00KBX0041928374"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "H01QQA0003300263",
        body: fixture!("evri/client-tracking/unseen-and-broken@H01QQA0003300263"),
        status: Status::InTransit,
    },
    // Evri tells all times in UTC.
    without_zone: Told {
        asked: "T00KBX0041928374",
        body: r#"[{"dateTime": "2026-11-19T12:00:00", "trackingPoint": {"description": "Sorted at the hub"}}]"#,
        status: Status::InTransit,
    },
    duplicates: (
        Told {
            asked: "H01QQA0003300256",
            body: fixture!("evri/client-tracking/duplicates@H01QQA0003300256"),
            status: Status::OutForDelivery,
        },
        2,
    ),
    another_number: Some(Told {
        asked: "H01QQA0003300270",
        body: fixture!("evri/client-tracking/another-number@H01QQA0003300270"),
        status: Status::Delivered,
    }),
    not_found: (404, ""),
    // No event yet.
    no_content: ErrorKind::NotFound,
    odd: |text| {
        let text = serde_json::Value::from(text);
        [
            serde_json::json!([text]),
            serde_json::json!([{"dateTime": text}]),
            serde_json::json!([{"dateTime": "2026-11-19T12:00:00Z", "trackingPoint": {"trackingPointId": text,
                "trackingPointCode": text, "description": text}, "trackingStage": {"trackingStageCode": text},
                "location": text, "links": [{"rel": text, "href": text}]}]),
            serde_json::json!([{"dateTime": "2026-11-19T12:00:00Z", "trackingPoint": text, "links": text}]),
            serde_json::json!({"events": text}),
            serde_json::json!({"events": [text]}),
            serde_json::json!({"barcode": text, "fromDateTime": text, "toDateTime": text, "type": text}),
            serde_json::json!({"printedName": text, "signedAt": text, "imageBase64": text}),
            serde_json::json!({"message": text}),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};

fn login() -> Right {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("audience", "client-tracking-api"),
    ];
    Right::post_form("/oauth/token", &form).header("user-agent", AGENT)
}
