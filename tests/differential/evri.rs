//! Evri's client tracking API, read slowly: events, an estimate, or a signature.
//!
//! After what programs that call it show (<https://github.com/ha-parcel-integrations/ha-evri>). Compared are numbers, events
//! and estimates; not coordinates and signatures.

use serde_json::Value;

use super::json::{at, entries, is_odd, parse, text};
use super::reading::{Clock, Estimated, Parcel, Reading, Says, Scan, Sequence, number};
use super::statuses::{self, EVRI_POINTS, EVRI_STAGES};
use super::times::{iso, window};

const EVENT: &str = "dateTime location{} trackingPoint{description} trackingStage{trackingStageCode}";

pub(crate) fn client_tracking(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let body = parse(body)?;
    if !body.is_array() && !body.is_object() {
        return Err(Reading::Refused("neither a list nor an object"));
    }
    let told = text(&body, "barcode").and_then(|text| number(&text));
    let number = match (asked, told) {
        (Some(asked), Some(told)) if asked != told => return Err(Reading::Refused("another barcode")),
        (asked, told) => asked.map(str::to_owned).or(told).ok_or(Reading::Refused("no barcode"))?,
    };
    let events = if body.is_array() { &body } else { at(&body, "events") };
    let Some(list) = events.as_array() else { return estimate_or_signature(&body, number) };
    if asked.is_some_and(|asked| list.iter().any(|event| is_of_another(event, asked))) {
        return Err(Reading::Refused("another barcode in a link"));
    }
    let parcel = Parcel::new(number, Sequence::Utc).with_list(events, scan);
    if parcel.scans.is_empty() {
        return Err(Reading::Refused("no event that can be read"));
    }
    let may_be_refused = parcel.scans.iter().all(|scan| scan.time == Clock::Odd);
    Ok(Says { parcels: vec![parcel], may_be_refused, ..Says::default() })
}

/// Whether a link names another barcode, in whatever case.
fn is_of_another(event: &Value, asked: &str) -> bool {
    let hrefs = entries(event, "links").into_iter().filter_map(|link| text(link, "href"));
    let barcodes = hrefs.filter_map(|href| {
        let (_, query) = href.split_once('?')?;
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Some(
            pairs.filter(|(name, _)| *name == "barcode").map(|(_, code)| code.to_owned()).collect::<Vec<_>>(),
        )
    });
    barcodes.flatten().any(|barcode| !barcode.eq_ignore_ascii_case(asked))
}

fn scan(event: &Value) -> Option<Scan> {
    let time = iso(&text(event, "dateTime")?)?;
    // The API tells the time; a day alone is another form.
    if let Clock::At(time) = &time
        && !time.contains('T')
    {
        return None;
    }
    let mut scan = Scan::at(time);
    scan.is_odd = is_odd(event, EVENT);
    let names = [
        "trackingPoint.trackingPointCode",
        "trackingPoint.trackingPointId",
        "trackingStage.trackingStageCode",
    ];
    let code = names.iter().find_map(|name| text(event, name));
    let is_code = |code: &String| {
        code.len() <= 40
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
            && code.bytes().filter(u8::is_ascii_digit).count() <= 6
    };
    // What may be a number of a parcel or a sentence is no code.
    scan.code = code.filter(is_code).into();
    // The point says it before the stage.
    scan.status = match text(event, names[0]) {
        Some(point) => statuses::of(EVRI_POINTS, &Some(point).into()),
        None => statuses::of(EVRI_STAGES, &text(event, names[2]).into()),
    };
    scan.text = text(event, "trackingPoint.description").into();
    Some(scan)
}

fn estimate_or_signature(body: &Value, number: String) -> Result<Says, Reading> {
    let time = |name: &str| text(body, name).and_then(|text| iso(&text));
    let (from, to) = (time("fromDateTime"), time("toDateTime"));
    let is_signed = text(body, "printedName").is_some() || time("signedAt").is_some();
    let estimate = match to {
        Some(to) => window(from, Some(to)),
        None => window(None, None),
    };
    let has_estimate = !matches!(&estimate, Estimated::OneOf(known) if *known == [None]);
    if !has_estimate && !is_signed {
        return Err(Reading::Refused("neither events nor an estimate nor a signature"));
    }
    // An odd time may be all that is told.
    let may_be_refused = matches!(estimate, Estimated::Any) || time("signedAt") == Some(Clock::Odd);
    let parcel = Parcel { estimate, ..Parcel::new(number, Sequence::Any) };
    Ok(Says { parcels: vec![parcel], may_be_refused, ..Says::default() })
}
