//! DHL's rows, and the requests that DHL documents.

use parceltrack::{ErrorKind, Query, Status};

use super::{
    AGENT, API_KEY, CLIENT_ID, CLIENT_SECRET, NUMBER, PASSWORD, Right, Row, Told, USERNAME, all_but_numbers,
    basic, xml_attribute,
};

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

pub(crate) const DHL_PARCEL_DE: Row = Row {
    channel: "dhl/parcel-de",
    settings: &[
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("portal_user", USERNAME),
        ("portal_password", PASSWORD),
    ],
    endpoints: &["endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| parcel_de(&[number], None),
    login: None,
    renews: &[],
    refuses: all_but_numbers,
    found: Told {
        asked: "00340434161094047026",
        body: fixture!("dhl/parcel-de/delivered-neighbour@00340434161094047026", "xml"),
        status: Status::Delivered,
    },
    unseen: Told {
        asked: "00340434161094047668",
        body: fixture!("dhl/parcel-de/unseen-and-broken@00340434161094047668", "xml"),
        status: Status::InTransit,
    },
    without_zone: Told {
        asked: NUMBER,
        body: r#"<data name="piece-shipment-list" code="0"><data name="piece-shipment"
            piece-code="00340434161094042557"><data name="piece-event-list"><data name="piece-event"
            event-timestamp="19.11.2026 12:00" event-country="US" ice="SRTED" ric="NRQRD" standard-event-code="NB"/>
            </data></data></data>"#,
        status: Status::InTransit,
    },
    duplicates: (
        Told {
            asked: "00340434161094047804",
            body: fixture!("dhl/parcel-de/duplicates@00340434161094047804", "xml"),
            status: Status::OutForDelivery,
        },
        4,
    ),
    another_number: Some(Told {
        asked: "00340434161094047422",
        body: fixture!("dhl/parcel-de/another-number@00340434161094047422", "xml"),
        status: Status::OutForDelivery,
    }),
    not_found: (404, fixture!("dhl/parcel-de/not-found@00340434161094047422", "xml")),
    no_content: ErrorKind::BadReply,
    odd: |text| {
        let text = xml_attribute(text);
        let odd = |attributes: &str, inner: &str| {
            format!(r#"<data name="piece-shipment-list" {attributes}>{inner}</data>"#)
        };
        let piece = |attributes: &str, inner: &str| {
            odd(r#"code="0""#, &format!(r#"<data name="piece-shipment" {attributes}>{inner}</data>"#))
        };
        let every = [
            "name",
            "status",
            "status-timestamp",
            "ice",
            "ric",
            "standard-event-code",
            "delivery-date",
            "delivery-event-flag",
            "recipient-name",
            "recipient-id",
            "dest-country",
            "origin-country",
            "shipment-weight",
            "upu",
            "domestic-id",
            "pan-recipient-postalcode",
            "event-timestamp",
            "event-text",
            "event-location",
            "event-country",
            "ruecksendung",
        ]
        .map(|name| format!(r#"{name}="{text}""#));
        let every = every.iter().filter(|attribute| !attribute.starts_with("name"));
        let every: String = every.map(|attribute| format!("{attribute} ")).collect();
        let number = format!(r#"piece-code="{NUMBER}" "#);
        let events = |attributes: &str| {
            format!(r#"<data name="piece-event-list"><data name="piece-event" {attributes}/></data>"#)
        };
        let at = r#"event-timestamp="19.11.2026 12:00" "#;
        vec![
            odd(&format!(r#"code="{text}""#), &text),
            odd(&format!(r#"code="5" error="{text}" request-id="{text}""#), ""),
            piece(&format!(r#"piece-code="{text}" error-status="{text}""#), ""),
            piece(&format!(r#"piece-code="{text}""#), &text),
            piece(&format!("{number}{every}"), &events(&every)),
            piece(&number, &events(&format!("{at}{}", every.replace("event-timestamp", "x-timestamp")))),
            format!(r#"<!DOCTYPE data [<!ENTITY a "{text}">]><data code="0">&a;</data>"#),
            format!("<data code=\"0\"><{text}"),
            text,
        ]
    },
};

pub(crate) const DHL_EXPRESS: Row = Row {
    channel: "dhl/express",
    settings: &[("username", USERNAME), ("password", PASSWORD)],
    endpoints: &["endpoint"],
    question: |number| Query::number(number.parse().unwrap()),
    right: |number| {
        express(
            Right::get(&format!("/shipments/{number}/tracking")).query("requestGMTOffsetPerEvent", "true"),
        )
    },
    login: None,
    renews: &[],
    refuses: all_but_numbers,
    found: Told {
        asked: "5518204473",
        body: fixture!("dhl/express/delivered@5518204473"),
        status: Status::Delivered,
    },
    unseen: Told {
        asked: "5518204532",
        body: fixture!("dhl/express/unseen-and-broken@5518204532"),
        status: Status::InTransit,
    },
    without_zone: Told {
        asked: "3318810025",
        body: r#"{"shipments": [{"shipmentTrackingNumber": "3318810025", "status": "Success", "events": [
            {"date": "2026-11-19", "time": "12:00:00", "typeCode": "AF", "description": "Arrived"}]}]}"#,
        status: Status::InTransit,
    },
    duplicates: (
        Told {
            asked: "5518204554",
            body: fixture!("dhl/express/duplicates@5518204554"),
            status: Status::InTransit,
        },
        4,
    ),
    another_number: Some(Told {
        asked: "5518204521",
        body: fixture!("dhl/express/another-number@5518204521"),
        status: Status::InTransit,
    }),
    not_found: (404, fixture!("dhl/express/not-found@5518204521")),
    no_content: ErrorKind::BadReply,
    odd: |text| {
        let text = serde_json::Value::from(text);
        let number = "0034043416";
        [
            serde_json::json!({"shipments": text}),
            serde_json::json!({"shipments": [text]}),
            serde_json::json!({"shipments": [{"shipmentTrackingNumber": text, "status": text}]}),
            serde_json::json!({"shipments": [{"shipmentTrackingNumber": NUMBER, "status": "Success", "productCode": text,
                "shipperDetails": text, "receiverDetails": {"name": text, "postalAddress": {"cityName": text,
                "countryCode": text, "postalCode": text}}, "totalWeight": text, "unitOfMeasurements": text,
                "shipperReferences": [{"value": text, "typeCode": text}], "estimatedDeliveryDate": text,
                "pieces": [text, {"trackingNumber": text, "weight": text, "events": text}],
                "events": [text, {"date": text}, {"date": "2026-11-19", "time": text},
                    {"date": "2026-11-19", "typeCode": text, "description": text, "signedBy": text,
                     "serviceArea": [{"code": text, "description": text}]},
                    {"date": "2026-11-20", "typeCode": "OK", "signedBy": text}]}]}),
            serde_json::json!({"shipments": [{"shipmentTrackingNumber": number, "description": text}]}),
            serde_json::json!({"status": text, "title": text, "detail": text, "instance": text, "message": text}),
            serde_json::json!({"status": "404", "title": text, "detail": text, "additionalDetails": [text]}),
            text,
        ]
        .map(|json| json.to_string())
        .to_vec()
    },
};

/// A request of DHL Express with all that each has.
pub(crate) fn express(right: Right) -> Right {
    right
        .query("trackingView", "all-checkpoints")
        .query("levelOfDetail", "all")
        .header("authorization", &basic(USERNAME, PASSWORD))
        .header("x-version", "3.1.0")
        .header("user-agent", AGENT)
}

/// DHL Paket's request for numbers, with its document written by hand.
pub(crate) fn parcel_de(numbers: &[&str], postal_code: Option<&str>) -> Right {
    let postal_code =
        postal_code.map(|code| format!(r#" zip-code="{}""#, xml_attribute(code))).unwrap_or_default();
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?><data appname="{}" password="{}" request="d-get-piece-detail" language-code="en" piece-code="{}"{postal_code}/>"#,
        xml_attribute(USERNAME),
        xml_attribute(PASSWORD),
        numbers.join(";")
    );
    Right::get("/shipments")
        .query("xml", &document)
        .accept("application/xml")
        .header("authorization", &basic(CLIENT_ID, CLIENT_SECRET))
        .header("user-agent", AGENT)
}
