//! The examples of UPS's contracts, where a checkout has them beside the crate: what they show is decoded without loss.

use std::fs;
use std::path::Path;

use parceltrack::carrier::Context;
use parceltrack::{Answer, Error, ErrorKind, Status, carriers};
use serde_json::{Map, Value};

use super::mock::{UPS, now};

/// A contract; none where there is no checkout.
fn contract(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/specs/ups").join(name);
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: {name} is not beside the crate");
        return None;
    };
    // The text has a tab where YAML allows none.
    let text = text.replace('\t', " ");
    let lines: Vec<(usize, &str)> = text
        .lines()
        .map(|line| (line.len() - line.trim_start().len(), line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect();
    Some(read(&lines))
}

/// As much of YAML as the contracts are written in; all scalars are texts, and only the first line of each is kept.
fn read(lines: &[(usize, &str)]) -> Value {
    let Some((indent, first)) = lines.first().copied() else { return Value::Null };
    let is_list = first.starts_with("- ");
    let (mut map, mut list) = (Map::new(), Vec::new());
    let mut rest = lines;
    while let Some(((depth, line), after)) = rest.split_first() {
        if *depth < indent || (*depth == indent && line.starts_with("- ") != is_list) {
            break;
        }
        // A list may stand as deep as its key.
        let is_deeper = |(next, text): &(usize, &str)| {
            next > depth || (!is_list && next == depth && text.starts_with("- "))
        };
        let length = after.iter().take_while(|line| is_deeper(line)).count();
        let (inner, next) = after.split_at(length);
        let pair = |line: &str| {
            line.split_once(": ")
                .or_else(|| Some((line.strip_suffix(':')?, "")))
                .map(|(key, value)| (scalar(key), value.trim().to_owned()))
        };
        if let Some(item) = line.strip_prefix("- ") {
            match pair(item) {
                Some(_) => {
                    let mut lines = vec![(depth + 2, item.trim())];
                    lines.extend_from_slice(inner);
                    list.push(read(&lines));
                }
                None => list.push(scalar(item).into()),
            }
        } else if let Some((key, value)) = pair(line) {
            map.insert(key, if value.is_empty() { read(inner) } else { scalar(&value).into() });
        }
        rest = next;
    }
    if is_list { list.into() } else { map.into() }
}

fn scalar(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).to_owned()
}

/// A value in which every field has the example that the contract gives it.
fn example(contract: &Value, schema: &Value) -> Option<Value> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return example(contract, contract.pointer(reference.trim_start_matches('#'))?);
    }
    match schema["type"].as_str()? {
        "object" => {
            let fields = schema["properties"].as_object()?;
            let told =
                fields.iter().filter_map(|(name, field)| Some((name.clone(), example(contract, field)?)));
            Some(Value::Object(told.collect()))
        }
        "array" => Some(Value::Array(vec![example(contract, &schema["items"])?])),
        _ => schema.get("example").cloned(),
    }
}

fn decoded(body: &Value) -> Result<Answer, Error> {
    carriers::decode(&UPS.channel(), body.to_string().as_bytes(), &Context::new(now()))
}

#[test]
fn the_tracking_contracts_examples_are_decoded() {
    let Some(contract) = contract("Tracking.yaml") else { return };
    let body = example(&contract, &contract["components"]["schemas"]["TrackApiResponse"]).unwrap();
    let package = body.pointer("/trackResponse/shipment/0/package/0").unwrap().as_object().unwrap();
    assert!(package.len() >= 12 && package["activity"][0]["gmtTime"] == "74700", "{body:#}");

    let answer = decoded(&body).unwrap();
    let report = serde_json::to_string(&answer.reports[0]).unwrap();
    for told in [
        r#""time":"2021-02-10T02:47:00-05:00","status":"in_transit","substatus":"customs_cleared","code":"X-SR""#,
        r#""country":"US","region":"NJ","postal_code":"07470","city":"Wayne","facility":"8566""#,
        r#"{"relation":"continues","carrier":"usps","number":"92419900000033499522966220"}"#,
        r#""kind":"SHIPMENT","value":"ShipRef123""#,
        r#""service":"UPS Ground""#,
        r#""number":"1Z023E2X0214323462""#,
    ] {
        assert!(report.contains(told), "{told}\n{report}");
    }
    // The contract's "image" is a sentence, and one package of two is shown.
    let notes: Vec<String> =
        answer.reports[0].notes.iter().chain(&answer.notes).map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "unreadable: shipment[0].package[0].deliveryInformation.signature.image",
            "incomplete: shipment[0]: the shipment has more packages"
        ]
    );
}

#[test]
fn the_messages_of_track_alerts_contract_are_decoded() {
    for name in ["UPSTrackAlert.yaml", "UPSTrackAlertEnhanced.yaml"] {
        let Some(contract) = contract(name) else { return };
        let path = "/webhooks/TrackingEvent/post/requestBody/content/application~1json/examples";
        let examples = contract.pointer(path).unwrap().as_object().unwrap();
        let found: Vec<String> = examples
            .values()
            .map(|example| {
                let report = decoded(&example["value"]).unwrap().reports.remove(0);
                assert!(report.notes.is_empty() && !report.complete, "{:?}", report.notes);
                let event = &report.events[0];
                let estimate = report.estimate.unwrap();
                let delivery = serde_json::to_string(&report.delivery).unwrap();
                format!("{} {} {:?} {estimate} {delivery}", event.time, event.meaning, event.code.as_deref())
            })
            .collect();
        assert_eq!(
            found,
            [
                r#"2024-04-23T09:15:19-04:00 out_for_delivery Some("I-OT") 2024-04-23 (estimated) null"#,
                r#"2024-04-23T09:50:04-04:00 delivered Some("D-FS") 2019-10-14 (estimated) {"time":"2024-04-23T09:50:04","signed_by":"John"}"#,
            ]
        );

        // With every field that the contract has.
        let body = example(&contract, &contract["components"]["schemas"]["TrackingEventRequest"]).unwrap();
        assert_eq!(body["gmtOffset"], "-04.00", "{body:#}");
        let types = contract.pointer(
            "/components/schemas/TrackingEventRequest/properties/activityStatus/properties/type/oneOf",
        );
        let types = types.unwrap().as_array().unwrap();
        assert_eq!(types.len(), 6);
        for kind in types.iter().map(|row| row["const"].as_str().unwrap()) {
            let code = if kind == "MV" { "VP" } else { "" };
            let code = if kind == "D" { "ML" } else { code };
            let mut body = body.clone();
            body["trackingNumber"] = "1Z1234567891234556".into();
            body["activityStatus"] = serde_json::json!({"type": kind, "code": code, "description": "…"});
            let report = decoded(&body).unwrap().reports.remove(0);
            let unknown = report.events[0].state().is_some_and(|state| state.status() == Status::Unknown);
            assert!(!unknown && report.notes.is_empty(), "{kind}: {:?}", report.notes);
        }
    }
}

#[test]
fn the_contracts_errors_are_errors() {
    let Some(contract) = contract("UPSTrackAlert.yaml") else { return };
    let responses = &contract["paths"]["/subscription/{type}/package"]["post"]["responses"];
    for (status, kind) in [("401", ErrorKind::Unauthorized), ("500", ErrorKind::Unavailable)] {
        let body = &responses[status]["content"]["application/json"]["example"];
        let error = decoded(body).unwrap_err();
        let code = body["response"]["errors"][0]["code"].as_str();
        assert_eq!((error.kind(), error.code()), (kind, code), "{status}");
    }
}
