//! DHL's row.

use parceltrack::{ErrorKind, Query, Status};

use super::{AGENT, API_KEY, NUMBER, Right, Row, Told, all_but_numbers};

pub(crate) const DHL: Row = Row {
    channel: "dhl/unified",
    settings: &[("api_key", API_KEY)],
    endpoints: &["endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| {
        Right::get("/track/shipments")
            .query("trackingNumber", number)
            .header("dhl-api-key", API_KEY)
            .header("user-agent", AGENT)
    },
    login: None,
    renews: &[],
    refuses: all_but_numbers,
    found: Told {
        asked: NUMBER,
        body: fixture!("dhl/unified/order-shop-1042@00340434161094042557"),
        status: Status::Delivered,
    },
    unseen: Told {
        asked: "908172645316",
        body: fixture!("dhl/unified/unseen-and-broken@908172645316"),
        status: Status::InTransit,
    },
    without_zone: Told {
        asked: NUMBER,
        body: r#"{"shipments": [{"id": "00340434161094042557", "service": "dgf", "events": [
            {"timestamp": "2026-11-19T12:00:00", "statusCode": "transit", "status": "Arrived at port"}]}]}"#,
        status: Status::InTransit,
    },
    duplicates: (
        Told {
            asked: "JVGL0604852478371833",
            body: fixture!("dhl/unified/duplicates@JVGL0604852478371833"),
            status: Status::InTransit,
        },
        4,
    ),
    another_number: Some(Told {
        asked: "00340434161094043110",
        body: fixture!("dhl/unified/another-number@00340434161094043110"),
        status: Status::Delivered,
    }),
    not_found: (404, fixture!("dhl/unified/not-found@00340434161094043110")),
    no_content: ErrorKind::BadReply,
    odd: |text| {
        let text = serde_json::Value::from(text);
        [
            serde_json::json!({"shipments": text}),
            serde_json::json!({"shipments": [text]}),
            serde_json::json!({"shipments": {"id": text}}),
            serde_json::json!({"shipments": [{"id": [text]}]}),
            serde_json::json!({"shipments": [{"id": text, "service": text}]}),
            serde_json::json!({"shipments": [{"id": NUMBER, "service": text, "status": text, "origin": text,
                "events": [text, {"timestamp": text}, {"timestamp": {"at": text}}], "details": {"weight": text,
                "product": text, "proofOfDelivery": text, "references": text, "pieceIds": text},
                "estimatedTimeOfDelivery": text, "estimatedDeliveryTimeFrame": text, "serviceUrl": text,
                "returnFlag": text}], "possibleAdditionalShipmentsUrl": [text], "nextUrl": text}),
            serde_json::json!({"status": text, "title": text, "detail": text, "instance": text}),
            serde_json::json!({"status": 404, "title": text, "detail": text, "instance": text}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};
