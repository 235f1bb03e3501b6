//! Rows 2 to 4: an answer's body as events, and one that says what the last one said. The limit reads the same bytes and
//! makes nothing of them: as typed JSON of the fields that the decoder reads, with borrowed texts, as XML events, as a
//! digest.

use std::borrow::Cow;
use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use parceltrack::carrier::Context;
use parceltrack::http::Reply;
use parceltrack::{Channel, Language, Session, SystemClock, carriers};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};

use super::{Check, interleaved};

/// How many scans a body tells.
const SCANS: usize = 25;

/// A text, or nothing.
type Text<'a> = Option<Borrowed<'a>>;

/// A text that is borrowed from the body. One with escapes cannot be, and is read all the same: a limit that refuses
/// such texts reads no carrier's answers.
#[allow(dead_code)]
struct Borrowed<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Borrowed<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Words).map(Self)
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.to_owned().into())
    }
}

mod ups {
    use super::{Deserialize, Text};

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    pub(super) struct Body<'a> {
        #[serde(borrow)]
        track_response: Response<'a>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Response<'a> {
        #[serde(borrow)]
        shipment: Vec<Shipment<'a>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Shipment<'a> {
        inquiry_number: Text<'a>,
        #[serde(borrow)]
        package: Vec<Package<'a>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Package<'a> {
        tracking_number: Text<'a>,
        #[serde(borrow)]
        activity: Vec<Activity<'a>>,
        current_status: Option<Status<'a>>,
        package_address: Vec<End<'a>>,
        delivery_date: Vec<Typed<'a>>,
        delivery_time: Option<Typed<'a>>,
        weight: Option<Weight<'a>>,
        service: Option<Service<'a>>,
        reference_number: Vec<Typed<'a>>,
        delivery_information: Option<Delivery<'a>>,
        package_count: u32,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Delivery<'a> {
        #[serde(borrow)]
        location: Text<'a>,
        received_by: Text<'a>,
        signature: Option<Signature<'a>>,
        pod: Option<Document<'a>>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Signature<'a> {
        #[serde(borrow)]
        image: Text<'a>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Document<'a> {
        #[serde(borrow)]
        content: Text<'a>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Activity<'a> {
        date: Text<'a>,
        time: Text<'a>,
        gmt_date: Text<'a>,
        gmt_time: Text<'a>,
        gmt_offset: Text<'a>,
        #[serde(borrow)]
        location: Option<Place<'a>>,
        status: Option<Status<'a>>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Place<'a> {
        #[serde(borrow)]
        address: Option<Address<'a>>,
        slic: Text<'a>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Address<'a> {
        #[serde(borrow)]
        city: Text<'a>,
        state_province: Text<'a>,
        postal_code: Text<'a>,
        country: Text<'a>,
        country_code: Text<'a>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Status<'a> {
        #[serde(borrow, rename = "type")]
        kind: Text<'a>,
        code: Text<'a>,
        status_code: Text<'a>,
        description: Text<'a>,
        simplified_text_description: Text<'a>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct End<'a> {
        #[serde(rename = "type")]
        kind: Text<'a>,
        #[serde(borrow)]
        address: Option<Address<'a>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Typed<'a> {
        #[serde(borrow, rename = "type")]
        kind: Text<'a>,
        date: Text<'a>,
        number: Text<'a>,
        start_time: Text<'a>,
        end_time: Text<'a>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Weight<'a> {
        #[serde(borrow)]
        unit_of_measurement: Text<'a>,
        weight: Text<'a>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Service<'a> {
        #[serde(borrow)]
        description: Text<'a>,
    }

    pub(super) fn body(scans: usize) -> String {
        let activity = |nth: usize| {
            let (kind, code, status, text) = match nth {
                0 => ("D", "KB", "011", "DELIVERED"),
                1 => ("I", "OD", "021", "Out For Delivery Today"),
                last if last + 1 == scans => {
                    ("M", "MP", "003", "Shipper created a label, UPS has not received the package yet.")
                }
                even if even % 2 == 0 => ("I", "AR", "005", "Arrived at Facility"),
                _ => ("I", "DP", "005", "Departed from Facility"),
            };
            let (day, hour) = (20 - nth * 19 / scans, nth * 7 % 19);
            format!(
                r#"{{"location":{{"address":{{"city":"Louisville","stateProvince":"KY","postalCode":"","country":"US","countryCode":"US"}},"slic":"4009"}},"status":{{"type":"{kind}","description":"{text}","code":"{code}","statusCode":"{status}"}},"date":"202611{day:02}","time":"{hour:02}3015","gmtDate":"202611{day:02}","gmtOffset":"-05:00","gmtTime":"{:02}:30:15"}}"#,
                hour + 5
            )
        };
        let activities: Vec<String> = (0..scans).map(activity).collect();
        format!(
            r#"{{"trackResponse":{{"shipment":[{{"inquiryNumber":"1Z5R89390357567127","package":[{{"trackingNumber":"1Z5R89390357567127","deliveryDate":[{{"type":"DEL","date":"20261120"}}],"deliveryTime":{{"type":"DEL","startTime":"","endTime":"143015"}},"activity":[{}],"currentStatus":{{"description":"Delivered","code":"011","simplifiedTextDescription":"Delivered"}},"packageAddress":[{{"type":"ORIGIN","address":{{"city":"LOUISVILLE","stateProvince":"KY","countryCode":"US","country":"US"}}}},{{"type":"DESTINATION","address":{{"city":"AUSTIN","stateProvince":"TX","countryCode":"US","country":"US"}}}}],"weight":{{"unitOfMeasurement":"LBS","weight":"5.00"}},"service":{{"code":"518","levelCode":"011","description":"UPS Ground"}},"referenceNumber":[{{"type":"SHIPMENT","number":"4711"}}],"deliveryInformation":{{"location":"Front Door","receivedBy":"","signature":{{"image":""}},"pod":{{"content":""}}}},"packageCount":1}}]}}]}}}}"#,
            activities.join(",")
        )
    }
}

mod dhl {
    use super::{Deserialize, Text};

    #[derive(Deserialize)]
    #[allow(dead_code)]
    pub(super) struct Body<'a> {
        #[serde(borrow)]
        shipments: Vec<Shipment<'a>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Shipment<'a> {
        id: Text<'a>,
        service: Text<'a>,
        service_url: Text<'a>,
        #[serde(borrow)]
        origin: Option<Place<'a>>,
        destination: Option<Place<'a>>,
        status: Option<Event<'a>>,
        details: Option<Details<'a>>,
        events: Vec<Event<'a>>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Details<'a> {
        #[serde(borrow)]
        product: Option<Product<'a>>,
        weight: Option<Weight<'a>>,
        references: Vec<Reference<'a>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Product<'a> {
        #[serde(borrow)]
        product_name: Text<'a>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Weight<'a> {
        value: f64,
        #[serde(borrow)]
        unit_text: Text<'a>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Reference<'a> {
        #[serde(borrow)]
        number: Text<'a>,
        #[serde(rename = "type")]
        kind: Text<'a>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Event<'a> {
        timestamp: Text<'a>,
        #[serde(borrow)]
        location: Option<Place<'a>>,
        status_code: Text<'a>,
        status: Text<'a>,
        description: Text<'a>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    struct Place<'a> {
        #[serde(borrow)]
        address: Option<Address<'a>>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    struct Address<'a> {
        #[serde(borrow)]
        country_code: Text<'a>,
        postal_code: Text<'a>,
        address_locality: Text<'a>,
    }

    pub(super) fn body(scans: usize) -> String {
        let event = |nth: usize| {
            let (coarse, code, text) = match nth {
                0 => ("delivered", "ZU", "The shipment has been successfully delivered"),
                1 => ("transit", "PO", "The shipment has been loaded onto the delivery vehicle"),
                last if last + 1 == scans => (
                    "pre-transit",
                    "VA",
                    "The instruction data for this shipment have been provided by the sender to DHL electronically",
                ),
                even if even % 2 == 0 => ("transit", "EE", "The shipment has arrived at the parcel center"),
                _ => ("transit", "AA", "The shipment has been processed in the parcel center"),
            };
            let (day, hour) = (20 - nth * 19 / scans, nth * 7 % 24);
            format!(
                r#"{{"timestamp":"2026-11-{day:02}T{hour:02}:30:15","location":{{"address":{{"countryCode":"DE","postalCode":"04103","addressLocality":"Leipzig"}}}},"statusCode":"{coarse}","status":"{code}","description":"{text}"}}"#
            )
        };
        let events: Vec<String> = (0..scans).map(event).collect();
        format!(
            r#"{{"shipments":[{{"serviceUrl":"https://www.dhl.de/de/privatkunden.html?piececode=00340434161094042557","id":"00340434161094042557","service":"parcel-de","origin":{{"address":{{"countryCode":"DE"}}}},"destination":{{"address":{{"countryCode":"DE","postalCode":"53113","addressLocality":"Bonn"}}}},"status":{{"timestamp":"2026-11-20T00:30:15","statusCode":"delivered","status":"ZU","description":"The shipment has been successfully delivered"}},"details":{{"product":{{"productName":"DHL PAKET"}},"weight":{{"value":2.5,"unitText":"kg"}},"references":[{{"number":"4711","type":"customer-reference"}}]}},"events":[{}]}}]}}"#,
            events.join(",")
        )
    }
}

/// Reads a body as the limit does.
type Limit = fn(&[u8]);

/// Checked as a whole, for that is faster than text by text.
fn typed<'a, T: Deserialize<'a>>(body: &'a [u8]) {
    let read = std::str::from_utf8(body).ok().and_then(|text| serde_json::from_str::<T>(text).ok());
    assert!(black_box(read).is_some(), "the limit reads nothing");
}

/// Pulls all events, with their attributes.
fn pulled(body: &[u8]) {
    let mut reader = Reader::from_str(std::str::from_utf8(body).unwrap_or_default());
    let mut events = 0;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => {
                assert!(black_box(events) > 0, "the limit reads nothing");
                return;
            }
            Event::Start(tag) | Event::Empty(tag) => {
                black_box(tag.attributes().filter_map(Result::ok).count());
            }
            other => {
                black_box(other);
            }
        }
        events += 1;
    }
    unreachable!("the limit reads no XML");
}

const DPD: &str = include_str!("../../fixtures/dpd/lifecycle/delivered@05300041720070.xml");
const PARCEL_DE: &str = include_str!("../../fixtures/dhl/parcel-de/packstation@00340434161094047286.xml");

/// Rows 2 to 4.
pub(super) fn decoded(check: &mut Check) {
    let json: [(&str, String, Limit); 2] = [
        ("ups/track", ups::body(SCANS), |body| typed::<ups::Body<'_>>(body)),
        ("dhl/unified", dhl::body(SCANS), |body| typed::<dhl::Body<'_>>(body)),
    ];
    for (channel, body, limit) in &json {
        row(check, channel, body, SCANS, *limit, 1.30);
    }
    row(check, "dpd/lifecycle", DPD, 4, pulled, 2.0);
    row(check, "dhl/parcel-de", PARCEL_DE, 7, pulled, 2.0);
    for (channel, body, _) in json {
        again(check, channel, body);
    }
}

/// Row 4: a reply that is the same as the last time.
fn again(check: &mut Check, name: &str, body: String) {
    let Ok(channel) = name.parse::<Channel>() else { return };
    let context = Context::new(super::start()).with_language(Language::ENGLISH);
    let session = Session::new(channel.clone(), None, Arc::new(SystemClock::new()));
    let session = session.with_decoded(Arc::default());
    let reply = Reply::new(200, body);
    let mut limit = || {
        black_box(Sha256::digest(black_box(reply.body())));
    };
    let mut ours = || {
        let decode = |body: &[u8], context: &Context| carriers::decode(&channel, body, context);
        black_box(session.decode(black_box(&reply), &context, decode).is_ok());
    };
    let timings = interleaved(&mut [&mut limit, &mut ours]);
    let [limit, ours] = timings.as_slice() else { return };
    check.row(&format!("the same again, {name}"), ours, limit, 1.20);
}

fn row(check: &mut Check, name: &str, body: &str, scans: usize, limit: Limit, goal: f64) {
    let Ok(channel) = name.parse::<Channel>() else { return };
    let mut context = Context::new(super::start()).with_language(Language::ENGLISH);
    // DPD's answers do not say about which number they are.
    context.number = (name == "dpd/lifecycle").then(|| "05300041720070".parse().ok()).flatten();
    let decode = || carriers::decode(&channel, black_box(body.as_bytes()), &context);
    let told = decode().map_or(0, |answer| answer.reports.iter().map(|report| report.events.len()).sum());
    let name = format!("decode {name}, {scans} scans");
    if told != scans {
        println!("{name:<34} {told} are told  MISSED");
        check.missed = true;
        return;
    }
    let mut limit = || limit(black_box(body.as_bytes()));
    let mut ours = || {
        black_box(decode().is_ok());
    };
    let timings = interleaved(&mut [&mut limit, &mut ours]);
    let [limit, ours] = timings.as_slice() else { return };
    check.row(&name, ours, limit, goal);
}
