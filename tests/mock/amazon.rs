//! Amazon's rows, and the requests that Amazon documents.

use parceltrack::{ErrorKind, OrderId, Query, Reference, Status};

use super::{
    ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, NUMBER, REFRESH_TOKEN, Right, Row, Told, all_but_numbers,
};

pub(crate) const AMAZON: Row = Row {
    channel: "amazon/fulfillment-outbound",
    settings: &[("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET), ("refresh_token", REFRESH_TOKEN)],
    endpoints: &["endpoint", "login_endpoint"],
    question: |package| Query::new(Reference::Package(package.parse().unwrap())),
    right: |package| right("/fba/outbound/2020-07-01/tracking").query("packageNumber", package),
    login: Some((login, || {
        serde_json::json!({"access_token": ACCESS_TOKEN, "token_type": "bearer", "expires_in": 3600})
            .to_string()
    })),
    renews: &[401, 403],
    refuses: || {
        vec![
            Query::number(NUMBER.parse().unwrap()),
            Query::new(Reference::Fulfilment("AFTN7000000042".parse().unwrap())),
        ]
    },
    found: Told {
        asked: "310045501",
        body: fixture!("amazon/fulfillment-outbound/tracking-ordinary@310045501"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "310048200",
        body: fixture!("amazon/fulfillment-outbound/tracking-unseen-codes"),
        status: Status::Delivered,
    },
    without_zone: Told {
        asked: "7000001",
        body: r#"{"payload": {"packageNumber": 7000001, "trackingEvents": [
            {"eventDate": "2026-11-19T12:00:00", "eventCode": "EVENT_302", "eventDescription": "Out for delivery."}]}}"#,
        status: Status::OutForDelivery,
    },
    duplicates: (
        Told {
            asked: "42",
            body: fixture!("amazon/fulfillment-outbound/tracking-duplicates"),
            status: Status::Delivered,
        },
        4,
    ),
    another_number: Some(Told {
        asked: "310045501",
        body: fixture!("amazon/fulfillment-outbound/other-number@00340434161094042557"),
        status: Status::Delivered,
    }),
    not_found: (404, fixture!("amazon/fulfillment-outbound/error-not-found")),
    no_content: ErrorKind::BadReply,
    odd: |text| {
        let text = serde_json::Value::from(text);
        [
            serde_json::json!({"payload": text}),
            serde_json::json!({"payload": {"packageNumber": [text], "trackingEvents": text}}),
            serde_json::json!({"payload": {"packageNumber": text}}),
            serde_json::json!({"payload": {"packageNumber": 310045501, "trackingEvents": [text, {"eventDate": text}],
                "shipToAddress": text, "deliveryWindow": {"latest": text}, "estimatedArrivalDate": text,
                "customerTrackingLink": text, "additionalLocationInfo": text, "trackingNumber": text}}),
            serde_json::json!({"payload": {"fulfillmentOrder": text, "fulfillmentShipments": text}}),
            serde_json::json!({"errors": text}),
            serde_json::json!({"errors": [text]}),
            serde_json::json!({"errors": [{"code": text, "message": text, "details": text}]}),
            serde_json::json!({"error": text, "error_description": text}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};

/// A package of Amazon Business: order, shipment and package.
pub(crate) const BUSINESS_PACKAGE: &str = "114-2589187-9801025/401971789238301/1";

pub(crate) const AMAZON_BUSINESS: Row = Row {
    channel: "amazon/business",
    settings: &[
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("refresh_token", REFRESH_TOKEN),
        ("country", "US"),
    ],
    endpoints: AMAZON.endpoints,
    question: AMAZON.question,
    right: |asked| {
        let parts: Vec<&str> = asked.split('/').collect();
        right(&format!(
            "/ab-tracking/2025-07-02/orders/{}/shipments/{}/packages/{}",
            parts[0], parts[1], parts[2]
        ))
        .query("region", "US")
    },
    login: AMAZON.login,
    renews: AMAZON.renews,
    refuses: || {
        vec![
            Query::number(NUMBER.parse().unwrap()),
            Query::order("114-2589187-9801025".parse().unwrap()),
            Query::new(Reference::Fulfilment("AFTN7000000042".parse().unwrap())),
        ]
    },
    found: Told {
        asked: BUSINESS_PACKAGE,
        body: fixture!("amazon/business/ordinary@1Z999AA10123456784"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: BUSINESS_PACKAGE,
        body: fixture!("amazon/business/unseen-and-broken@TBA010000000003"),
        status: Status::InTransit,
    },
    without_zone: Told {
        asked: BUSINESS_PACKAGE,
        body: r#"{"packageTrackingDetails": {"packageMilestones": [
            {"milestoneType": "OUT_FOR_DELIVERY", "milestoneWindow": {"endDate": "2026-11-19T12:00:00"}}]}}"#,
        status: Status::OutForDelivery,
    },
    duplicates: (
        Told {
            asked: BUSINESS_PACKAGE,
            body: fixture!("amazon/business/duplicates@TBA010000000004"),
            status: Status::OutForDelivery,
        },
        3,
    ),
    // Its answers do not say which package they are about, only the carrier's number.
    another_number: None,
    not_found: (404, fixture!("amazon/business/error-not-found")),
    no_content: ErrorKind::BadReply,
    odd: |text| {
        let text = serde_json::Value::from(text);
        [
            serde_json::json!({"packageTrackingDetails": text}),
            serde_json::json!({"packageTrackingDetails": {"trackingStatus": text, "localizedDeliveryPromise": text,
                "deliveryWindow": text, "carrierDetails": text, "packageTrackingEvents": text,
                "packageMilestones": [text, {"milestoneType": text, "milestoneWindow": {"endDate": text}}]}}),
            serde_json::json!({"packageTrackingDetails": {"deliveryWindow": {"endDate": text},
                "carrierDetails": {"localizedCarrierName": text, "carrierTrackingId": text}}}),
            serde_json::json!({"errors": text}),
            serde_json::json!({"errors": [{"code": text, "message": text, "details": text}]}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};

pub(crate) const AMAZON_SHIPPING: Row = Row {
    channel: "amazon/shipping",
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| {
        right("/shipping/v2/tracking")
            .query("trackingId", number)
            .query("carrierId", "AMZN_UK")
            .header("x-amzn-shipping-business-id", "AmazonShipping_UK")
    },
    refuses: all_but_numbers,
    found: Told {
        asked: "UK1000000007",
        body: fixture!("amazon/shipping/in-transit@UK1000000007"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "UK1000000074",
        body: fixture!("amazon/shipping/unseen-and-broken@UK1000000074"),
        status: Status::InTransit,
    },
    without_zone: Told {
        asked: "UK1000000007",
        body: r#"{"payload": {"trackingId": "UK1000000007", "eventHistory": [
            {"eventCode": "OutForDelivery", "eventTime": "2026-11-19T12:00:00"}]}}"#,
        status: Status::OutForDelivery,
    },
    duplicates: (
        Told {
            asked: "UK1000000082",
            body: fixture!("amazon/shipping/duplicates@UK1000000082"),
            status: Status::Delivered,
        },
        4,
    ),
    another_number: Some(Told {
        asked: "UK1000000090",
        body: fixture!("amazon/shipping/other-number@UK1000000090"),
        status: Status::InTransit,
    }),
    not_found: (404, fixture!("amazon/shipping/error-not-found@UK1000000099")),
    odd: |text| {
        let text = serde_json::Value::from(text);
        let event = serde_json::json!({"eventCode": text, "eventTime": text, "shipmentType": text,
            "location": {"city": text, "countryCode": text, "postalCode": [text]}});
        [
            serde_json::json!({"payload": text}),
            serde_json::json!({"payload": {"trackingId": text, "eventHistory": text, "summary": text}}),
            serde_json::json!({"payload": {"trackingId": "UK1000000007", "alternateLegTrackingId": text,
                "promisedDeliveryDate": text, "eventHistory": [text, event, {"eventTime": "2026-11-19T12:00:00Z",
                "eventCode": text, "location": text}], "summary": {"status": text,
                "trackingDetailCodes": {"forward": [text, [text]], "returns": text}}}}),
            serde_json::json!({"errors": [{"code": text, "message": text, "details": text}]}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
    ..AMAZON
};

pub(crate) const AMAZON_TRACKING: Row = Row {
    channel: "amazon/tracking",
    question: |number| match number.strip_prefix("AFTN") {
        Some(_) => Query::new(Reference::Fulfilment(number.parse().unwrap())),
        None => Query::number(number.parse().unwrap()),
    },
    right: |number| {
        let name = if number.starts_with("AFTN") { "aftn" } else { "carrierTracking.trackingNumber" };
        right("/tracking/2026-01-30/shipments/track").query(name, number)
    },
    refuses: || {
        let id = "SHOP-1042".parse::<OrderId>().unwrap();
        vec![Query::order(id.clone()), Query::new(Reference::Package(id))]
    },
    found: Told {
        asked: "AFTN7000000042",
        body: fixture!("amazon/tracking/ordinary@AFTN7000000042"),
        status: Status::OutForDelivery,
    },
    unseen: Told {
        asked: "AFTN7000000066",
        body: fixture!("amazon/tracking/unseen-and-broken@AFTN7000000066"),
        status: Status::Delivered,
    },
    without_zone: Told {
        asked: "AFTN7000000042",
        body: r#"{"trackingDetail": {"identifier": {"aftn": "AFTN7000000042"}, "milestoneHistory": [
            {"status": {"code": "OUT_FOR_DELIVERY", "description": "x"}, "occurredAt": "2026-11-19T12:00:00"}]}}"#,
        status: Status::OutForDelivery,
    },
    duplicates: (
        Told {
            asked: "H1000000000000000042",
            body: fixture!("amazon/tracking/duplicates@H1000000000000000042"),
            status: Status::Delivered,
        },
        4,
    ),
    another_number: Some(Told {
        asked: "AFTN7000000043",
        body: fixture!("amazon/tracking/other-number@AFTN7000000043"),
        status: Status::OutForDelivery,
    }),
    not_found: (404, fixture!("amazon/tracking/error-not-found@AFTN7000000099")),
    odd: |text| {
        let text = serde_json::Value::from(text);
        let milestone = serde_json::json!({"status": {"code": text, "subCode": text, "description": text},
            "location": {"address": {"city": text, "countryCode": text}}, "occurredAt": text});
        [
            serde_json::json!({"trackingDetail": text}),
            serde_json::json!({"trackingDetail": {"identifier": text, "milestoneHistory": text}}),
            serde_json::json!({"trackingDetail": {"identifier": {"aftn": [text]}}}),
            serde_json::json!({"trackingDetail": {"identifier": {"aftn": "AFTN7000000042", "id": text,
                "carrierTracking": {"trackingNumber": text, "carrierCode": text}}, "trackingUrl": text,
                "latestMilestone": milestone, "milestoneHistory": [text, milestone, {"status": text, "location": text}],
                "trackingEstimates": [text, {"type": text, "estimatedInterval": text}]}}),
            serde_json::json!({"payload": {"shipmentTrackingMilestoneChangedNotification": text}}),
            serde_json::json!({"errors": [{"code": text, "message": text, "details": text}]}),
            serde_json::json!([text]),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
    ..AMAZON
};

pub(crate) const ORDER: &str = fixture!("amazon/fulfillment-outbound/order-two-shipments@AFTN7000000042");

/// The question for an order.
pub(crate) fn order(id: &str) -> Right {
    right(&format!("/fba/outbound/2020-07-01/fulfillmentOrders/{id}"))
}

/// The question at a path.
pub(crate) fn right(path: &str) -> Right {
    Right::get(path).header("x-amz-access-token", ACCESS_TOKEN).header("user-agent", &agent())
}

pub(crate) fn agent() -> String {
    format!("parceltrack/{} (Language=Rust; Platform={})", env!("CARGO_PKG_VERSION"), std::env::consts::OS)
}

pub(crate) fn login() -> Right {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", REFRESH_TOKEN),
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    Right::post_form("/auth/o2/token", &form).header("user-agent", &agent())
}
