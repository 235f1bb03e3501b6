//! Answers that tell all they can: personal data wherever a text fits.

use super::{DHL_NUMBER, DPD_NUMBER, NAME, PACKAGE, POSTCODE, STREET, WORDS, mock};

pub(crate) fn amazon() -> String {
    serde_json::json!({"payload": {
        "packageNumber": PACKAGE, "trackingNumber": DHL_NUMBER, "carrierCode": "DHL",
        "customerTrackingLink": format!("https%3A%2F%2Fwww.swiship.com%2F%3Fid%3D{DHL_NUMBER}"),
        "shipToAddress": {"city": NAME, "state": STREET, "country": "DE", "postalCode": POSTCODE, "name": NAME},
        "signedForBy": NAME, "currentStatus": WORDS, "currentStatusDescription": WORDS,
        "additionalLocationInfo": NAME, "estimatedArrivalDate": NAME,
        "deliveryWindow": {"earliest": WORDS, "latest": STREET},
        "trackingEvents": [
            {"eventDate": "2026-11-21T10:00:00Z", "eventCode": "EVENT_301", "eventDescription": WORDS,
                "eventAddress": {"city": NAME, "state": STREET, "country": NAME, "postalCode": POSTCODE}},
            {"eventDate": "2026-11-20T10:00:00Z", "eventCode": WORDS, "eventDescription": WORDS},
            {"eventDate": "2026-11-19T10:00:00Z", "eventCode": DHL_NUMBER, "eventDescription": DHL_NUMBER},
            {"eventDate": NAME, "eventCode": NAME, "eventAddress": NAME}
        ]
    }})
    .to_string()
}

pub(crate) fn amazon_business() -> String {
    serde_json::json!({"packageTrackingDetails": {
        "trackingStatus": WORDS, "localizedDeliveryPromise": WORDS,
        "deliveryWindow": {"startDate": NAME, "endDate": STREET},
        "carrierDetails": {"localizedCarrierName": NAME, "carrierTrackingId": DHL_NUMBER},
        "packageTrackingEvents": [{"eventDescription": WORDS, "eventLocation": STREET}],
        "packageMilestones": [
            {"milestoneType": "OUT_FOR_DELIVERY", "milestoneWindow": {"endDate": "2026-11-21T10:00:00Z"}},
            {"milestoneType": WORDS, "milestoneWindow": {"startDate": NAME, "endDate": "2026-11-20T10:00:00Z"}},
            {"milestoneType": DHL_NUMBER, "milestoneWindow": NAME}
        ]
    }})
    .to_string()
}

/// An order as a buyer's own file tells it.
pub(crate) fn amazon_export() -> String {
    let cells = |cells: &[&str]| {
        let quoted: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        format!("{}\n", quoted.join(","))
    };
    let header = [
        "Order ID",
        "Shipping Address",
        "ASIN",
        "Product Name",
        "Quantity",
        "Order Status",
        "Shipment Status",
        "Ship Date",
        "Carrier Name & Tracking Number",
    ];
    let tracking = format!("{NAME}({DHL_NUMBER})");
    let rows = [
        [DHL_NUMBER, STREET, NAME, NAME, WORDS, WORDS, "Shipped", "2026-11-20T16:30:00Z", &tracking],
        [DHL_NUMBER, STREET, NAME, NAME, "1", NAME, DHL_NUMBER, NAME, WORDS],
    ];
    std::iter::once(cells(&header)).chain(rows.iter().map(|row| cells(row))).collect()
}

/// An order whose every text is personal.
pub(crate) fn amazon_order() -> String {
    serde_json::json!({"payload": {
        "fulfillmentOrder": {"sellerFulfillmentOrderId": DHL_NUMBER, "displayableOrderId": DHL_NUMBER,
            "displayableOrderComment": WORDS, "fulfillmentOrderStatus": "COMPLETE",
            "destinationAddress": {"name": NAME, "addressLine1": STREET, "postalCode": POSTCODE, "city": NAME}},
        "fulfillmentOrderItems": [{"sellerSku": NAME, "sellerFulfillmentOrderItemId": "1", "quantity": WORDS}],
        "fulfillmentShipments": [{"amazonShipmentId": "DaaAaaAaa", "fulfillmentShipmentStatus": "SHIPPED",
            "fulfillmentShipmentItem": [{"sellerFulfillmentOrderItemId": "1", "quantity": 1, "packageNumber": PACKAGE}],
            "fulfillmentShipmentPackage": [{"packageNumber": PACKAGE, "carrierCode": "DHL",
                "trackingNumber": DHL_NUMBER, "amazonFulfillmentTrackingNumber": format!("AFTN{PACKAGE}"),
                "lockerDetails": {"lockerNumber": STREET, "lockerAccessCode": POSTCODE}}]}]
    }})
    .to_string()
}

/// An order on a marketplace whose every text is personal.
pub(crate) fn amazon_orders() -> String {
    serde_json::json!({"order": {
        "orderId": DHL_NUMBER, "orderAliases": [{"aliasId": NAME, "aliasType": WORDS}],
        "buyer": {"buyerName": NAME, "buyerEmail": NAME},
        "recipient": {"deliveryAddress": {"name": NAME, "addressLine1": STREET, "city": NAME, "stateOrRegion": STREET,
            "postalCode": POSTCODE, "countryCode": "DE"}},
        "fulfillment": {"fulfillmentStatus": WORDS, "fulfilledBy": NAME, "deliverByWindow": {"latestDateTime": NAME}},
        "orderItems": [{"orderItemId": DHL_NUMBER, "quantityOrdered": WORDS, "product": {"title": NAME}}],
        "packages": [{"packageReferenceId": PACKAGE, "carrier": NAME, "trackingNumber": DHL_NUMBER,
            "shipTime": "2026-11-20T16:30:00Z", "createdTime": NAME,
            "packageStatus": {"status": WORDS, "detailedStatus": DHL_NUMBER},
            "packageItems": [{"orderItemId": DHL_NUMBER, "quantity": NAME}]}]
    }})
    .to_string()
}

pub(crate) fn amazon_shipping() -> String {
    let place = serde_json::json!({"city": NAME, "stateOrRegion": STREET, "postalCode": POSTCODE, "countryCode": NAME});
    serde_json::json!({"payload": {
        "trackingId": PACKAGE, "alternateLegTrackingId": DHL_NUMBER, "promisedDeliveryDate": WORDS,
        "eventHistory": [
            {"eventCode": "Delivered", "eventTime": "2026-11-21T10:00:00Z", "location": place, "shipmentType": WORDS},
            {"eventCode": WORDS, "eventTime": "2026-11-20T10:00:00Z", "location": NAME},
            {"eventCode": DHL_NUMBER, "eventTime": "2026-11-19T10:00:00Z"},
            {"eventCode": NAME, "eventTime": NAME}
        ],
        "summary": {"status": WORDS, "trackingDetailCodes": {"forward": [WORDS, NAME], "returns": [DHL_NUMBER, STREET]},
            "proofOfDelivery": {"receivedBy": NAME, "signature": NAME}}
    }})
    .to_string()
}

pub(crate) fn amazon_tracking() -> String {
    let milestone = |code: &str, words: &str, time: &str| {
        serde_json::json!({"status": {"code": code, "subCode": words, "description": words}, "occurredAt": time,
            "location": {"address": {"city": NAME, "stateOrRegion": STREET, "postalCode": POSTCODE, "countryCode": "DE"}}})
    };
    let history = [
        milestone("DELIVERED", WORDS, "2026-11-21T10:00:00Z"),
        milestone(WORDS, NAME, "2026-11-20T10:00:00Z"),
        milestone(DHL_NUMBER, DHL_NUMBER, "2026-11-19T10:00:00Z"),
        milestone("OUT_FOR_DELIVERY", NAME, NAME),
    ];
    serde_json::json!({"trackingDetail": {
        "identifier": {"carrierTracking": {"trackingNumber": PACKAGE, "carrierCode": NAME}},
        "trackingUrl": format!("https://www.amazon.de/{PACKAGE}"), "latestMilestone": history[0], "milestoneHistory": history,
        "trackingEstimates": [WORDS, {"type": NAME, "estimatedInterval": STREET}]
    }})
    .to_string()
}

pub(crate) fn dhl() -> String {
    serde_json::json!({"shipments": [{
        "id": DHL_NUMBER, "service": "parcel-de",
        "serviceUrl": format!("https://www.dhl.de/?piececode={DHL_NUMBER}"),
        "destination": {"address": {"countryCode": "DE", "postalCode": POSTCODE, "addressLocality": NAME, "streetAddress": STREET}},
        "status": {"timestamp": "2026-11-21T10:00:00", "statusCode": "delivered", "status": WORDS, "description": WORDS,
            "location": {"servicePoint": {"label": NAME}, "address": {"postalCode": POSTCODE, "streetAddress": STREET}}},
        "estimatedTimeOfDelivery": WORDS,
        "details": {
            "proofOfDelivery": {"timestamp": "2026-11-21T10:00:00", "signed": {"name": NAME},
                "signatureUrl": format!("https://www.dhl.de/{DHL_NUMBER}"), "documentUrl": format!("https://www.dhl.de/{DHL_NUMBER}")},
            "pieceIds": [DHL_NUMBER, format!("{DHL_NUMBER}1")],
            "references": [{"type": "customer-reference", "number": NAME}],
            "weight": {"value": NAME, "unitText": NAME}
        },
        "events": [
            {"timestamp": "2026-11-21T10:00:00", "statusCode": "delivered", "status": WORDS, "description": WORDS,
                "location": {"address": {"postalCode": POSTCODE, "addressLocality": STREET}}},
            {"timestamp": "2026-11-20T10:00:00", "statusCode": WORDS, "status": NAME, "statusDetailed": DHL_NUMBER,
                "description": WORDS},
            {"timestamp": NAME, "statusCode": DHL_NUMBER, "status": DHL_NUMBER}
        ]
    }], "possibleAdditionalShipmentsUrl": [format!("/shipments?trackingNumber={DHL_NUMBER}&service={DHL_NUMBER}")]})
    .to_string()
}

pub(crate) fn dhl_express() -> String {
    let party = serde_json::json!({"name": NAME, "postalAddress": {"cityName": NAME, "addressLine1": STREET,
        "countryCode": "DE", "postalCode": POSTCODE}});
    let events = serde_json::json!([
        {"date": "2026-11-19", "time": "10:00:00", "typeCode": DHL_NUMBER, "description": DHL_NUMBER},
        {"date": "2026-11-20", "time": "10:00:00", "typeCode": WORDS, "description": NAME},
        {"date": "2026-11-21", "time": "10:00:00", "GMTOffset": "+01:00", "typeCode": "OK", "description": WORDS,
            "signedBy": NAME, "serviceArea": [{"code": NAME, "description": STREET}]},
        {"date": NAME, "time": WORDS, "typeCode": "OK"}
    ]);
    serde_json::json!({"shipments": [{
        "shipmentTrackingNumber": DHL_NUMBER, "status": "Success", "productCode": NAME, "description": WORDS,
        "shipperDetails": party, "receiverDetails": party, "totalWeight": NAME, "unitOfMeasurements": NAME,
        "shipperReferences": [{"value": NAME, "typeCode": WORDS}], "estimatedDeliveryDate": WORDS, "events": events,
        "pieces": [{"trackingNumber": format!("{DHL_NUMBER}1"), "weight": NAME, "events": events}]
    }]})
    .to_string()
}

pub(crate) fn dhl_parcel_de() -> String {
    let [name, street, words] = [NAME, STREET, WORDS].map(mock::xml_attribute);
    let event = |time: &str, code: &str| {
        format!(
            r#"<data name="piece-event" event-timestamp="{time}" event-status="{words}" event-text="{words}"
                event-location="{street}" event-country="{name}" ice="{code}" ric="{code}" standard-event-code="{code}"/>"#
        )
    };
    let events = [
        event("19.11.2026 10:00", DHL_NUMBER),
        event("20.11.2026 10:00", &words),
        event("21.11.2026 10:00", "ZU"),
        event(&name, "ZU"),
    ]
    .concat();
    format!(
        r#"<data name="piece-shipment-list" code="0"><data name="piece-shipment" error-status="0"
            piece-code="{DHL_NUMBER}" searched-piece-code="{DHL_NUMBER}" upu="{name}" domestic-id="{name}"
            status="{words}" status-timestamp="{words}" delivery-date="{name}" delivery-event-flag="1"
            recipient-name="{name}" recipient-id="{words}" recipient-street="{street}" pan-recipient-name="{name}"
            pan-recipient-postalcode="{POSTCODE}" origin-country="{name}" dest-country="{street}" product-name="DHL Paket"
            shipment-weight="{name}" piece-customer-reference="{name}" shipment-customer-reference="{name}"
            airway-bill-number="{name}"><data name="piece-event-list">{events}</data></data></data>"#
    )
}

pub(crate) fn dpd() -> String {
    let row = |word: &str, date: &str, place: &str| {
        serde_json::json!({"status": word, "statusHasBeenReached": true, "isCurrentStatus": true,
            "label": WORDS, "description": {"content": [{"content": WORDS}]}, "date": {"content": date},
            "location": {"content": place}, "errorItems": [{"label": NAME, "content": {"content": STREET}}]})
    };
    serde_json::json!({"getTrackingDataResponse": {"trackingResult": {
        "shipmentInfo": {"receiver": {"content": NAME}, "parcelLabelNumber": DPD_NUMBER, "status": "SHIPMENT",
            "serviceDescription": {"content": "DPD HOME"},
            "trackingProperty": [{"key": NAME, "value": NAME}, {"key": "CREF1", "value": NAME}]},
        "statusInfo": [row("Delivered", "11/21/2026 10:00:00 AM", NAME), row(WORDS, "11/20/2026 9:00:00 AM", STREET),
            row(DPD_NUMBER, "11/19/2026 9:00:00 AM", POSTCODE), row("Depot", NAME, NAME)]}}})
    .to_string()
}

pub(crate) fn evri() -> String {
    serde_json::json!({"barcode": PACKAGE, "printedName": NAME, "signedAt": WORDS, "events": [
        {"dateTime": "2026-11-21T10:00:00Z", "location": {"latitude": NAME, "longitude": STREET},
            "trackingPoint": {"trackingPointId": "17", "description": WORDS},
            "links": [{"rel": NAME, "href": format!("https://www.evri.com/{PACKAGE}")}]},
        {"dateTime": "2026-11-20T10:00:00Z", "location": POSTCODE, "links": NAME,
            "trackingPoint": {"trackingPointId": DHL_NUMBER, "trackingPointCode": NAME, "description": NAME},
            "trackingStage": {"trackingStageCode": WORDS}},
        {"dateTime": NAME, "trackingPoint": NAME}
    ]})
    .to_string()
}

pub(crate) fn hermes() -> String {
    let unit = serde_json::json!({"name": NAME, "city": STREET, "countryCode": "DEU"});
    serde_json::json!({"shipmentinfo": [{
        "shipmentID": PACKAGE, "internationalShipmentID": DHL_NUMBER, "partNumber": NAME, "clientID": NAME,
        "clientReference": NAME, "clientReference2": STREET, "trackingLink": format!("https://www.myhermes.de/{PACKAGE}"),
        "receiverAddress": {"city": NAME, "zipCode": POSTCODE, "countryCode": NAME},
        "deliveryForecast": {"fixed": WORDS, "date": NAME, "timeSlot": {"from": WORDS, "to": STREET}},
        "status": [
            {"timestamp": "2026-11-21T10:00:00+01:00", "code": "3510", "description": WORDS, "scanningUnit": unit},
            {"timestamp": "2026-11-20T10:00:00+01:00", "code": WORDS, "description": WORDS, "scanningUnit": NAME},
            {"timestamp": "2026-11-19T10:00:00+01:00", "code": DHL_NUMBER, "description": NAME},
            {"timestamp": NAME, "code": NAME, "description": NAME}
        ]
    }]})
    .to_string()
}

pub(crate) fn ups() -> String {
    let address = serde_json::json!({"addressLine1": STREET, "city": NAME, "stateProvince": NAME, "postalCode": POSTCODE,
        "country": NAME, "countryCode": "DE"});
    serde_json::json!({"trackResponse": {"shipment": [{
        "inquiryNumber": PACKAGE, "warnings": [{"code": PACKAGE, "message": WORDS}],
        "package": [{
            "trackingNumber": DHL_NUMBER,
            "currentStatus": {"type": WORDS, "code": PACKAGE, "description": WORDS},
            "activity": [
                {"date": "20261121", "time": "100000", "location": {"address": address, "slic": NAME},
                    "status": {"type": "I", "code": "ZP", "statusCode": "161", "description": WORDS}},
                {"date": "20261120", "time": NAME, "status": {"type": NAME, "code": DHL_NUMBER, "statusCode": PACKAGE}},
                {"date": NAME, "gmtOffset": POSTCODE, "status": NAME}
            ],
            "accessPointInformation": {"pickupByDate": STREET},
            "deliveryDate": [{"type": "SDD", "date": NAME}], "deliveryTime": {"type": "EDW", "endTime": NAME},
            "deliveryInformation": {"location": STREET, "receivedBy": NAME, "signature": {"image": WORDS}},
            "packageAddress": [{"type": "DESTINATION", "name": NAME, "attentionName": NAME, "address": address}],
            "alternateTrackingNumber": [{"number": NAME, "type": NAME}, {"number": format!("{PACKAGE}1")}],
            "referenceNumber": [{"type": "SHIPMENT", "number": NAME}],
            "weight": {"unitOfMeasurement": NAME, "weight": NAME}, "packageCount": DHL_NUMBER
        }]
    }]}})
    .to_string()
}
