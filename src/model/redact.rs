//! Reports and orders without personal data, for support and bug reports.
//!
//! Names, addresses, signatures and links are dropped. Numbers, places and texts become pseudonyms: the same text gives
//! the same pseudonym under the same key, so what the merge says of redacted reports is what it says of the originals.
//! A pseudonym is the start of an HMAC-SHA256, so whoever lacks the key cannot try out numbers or towns.

use std::fmt::Write;

use compact_str::CompactString;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::delivery::{Delivery, PickupPoint};
use super::event::Event;
use super::location::Location;
use super::number::{OrderId, TrackingNumber};
use super::order::Order;
use super::report::{Headline, Refusal, Report};
use super::source::{Related, Source};

/// Makes pseudonyms under one key.
///
/// ```
/// use parceltrack::{Redaction, Report, Source};
///
/// let number = "00340434161094042557".parse()?;
/// let report = Report::new(Source::carrier("dhl/unified".parse()?, number), "2026-11-22T10:00:00Z".parse().unwrap());
/// let redacted = Redaction::new(b"a key of this machine").report(&report);
/// assert_ne!(redacted.source.number, report.source.number);
/// assert_eq!(redacted.fetched_at, report.fetched_at);
/// # Ok::<(), parceltrack::Error>(())
/// ```
#[derive(Clone)]
pub struct Redaction(Hmac<Sha256>);

impl Redaction {
    /// Pseudonyms under this key. Keep it secret and keep it, if later reports should match.
    pub fn new(key: &[u8]) -> Self {
        // HMAC takes keys of any length, so the other arm is never reached.
        Self(Hmac::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default())))
    }

    /// Sixteen hexadecimal digits that stand for a text. What kind of text it is goes in, so that a town and a name that
    /// are spelt alike do not match.
    fn pseudonym(&self, kind: &str, text: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02X}");
            hex
        })
    }

    fn number(&self, number: &TrackingNumber) -> TrackingNumber {
        self.pseudonym("number", number.as_str()).parse().unwrap_or_else(|_| number.clone())
    }

    fn source(&self, source: &Source) -> Source {
        Source { number: self.number(&source.number), ..source.clone() }
    }

    fn related(&self, related: &[Related]) -> Vec<Related> {
        related.iter().map(|one| Related { number: self.number(&one.number), ..one.clone() }).collect()
    }

    /// Country and region stay, because they tell the time zone.
    fn location(&self, location: &Location) -> Location {
        // Places are compared without regard to case.
        let hide = |kind, text: &Option<CompactString>| {
            text.as_ref().map(|text| self.pseudonym(kind, &text.to_lowercase()).into())
        };
        Location {
            country: location.country,
            region: location.region.clone(),
            postal_code: hide("postal code", &location.postal_code),
            city: hide("city", &location.city),
            facility: hide("facility", &location.facility),
            coordinates: None,
        }
    }

    fn event(&self, event: &Event) -> Event {
        Event {
            location: event.location.as_ref().map(|location| self.location(location)),
            description: event.description.as_ref().map(|text| self.pseudonym("text", text).into()),
            ..event.clone()
        }
    }

    /// The report without personal data.
    pub fn report(&self, report: &Report) -> Report {
        let location =
            |location: &Option<Location>| location.as_ref().map(|location| self.location(location));
        Report {
            source: self.source(&report.source),
            events: report.events.iter().map(|event| self.event(event)).collect(),
            headline: report.headline.as_ref().map(|headline| Headline {
                description: headline
                    .description
                    .as_ref()
                    .map(|text| self.pseudonym("text", text.as_str()).into()),
                ..headline.clone()
            }),
            delivery: report.delivery.as_ref().map(|delivery| Delivery {
                handed_to: delivery.handed_to.clone(),
                time: delivery.time,
                ..Delivery::default()
            }),
            pickup: report.pickup.as_ref().map(|pickup| {
                let location = location(&pickup.location);
                let (kind, collect_by) = (pickup.kind.clone(), pickup.collect_by);
                Box::new(PickupPoint { kind, collect_by, location, ..PickupPoint::default() })
            }),
            related: self.related(&report.related),
            origin: location(&report.origin),
            destination: location(&report.destination),
            url: None,
            references: Vec::new(),
            ..report.clone()
        }
    }

    /// The refusal without personal data.
    pub fn refusal(&self, refusal: &Refusal) -> Refusal {
        Refusal { source: self.source(&refusal.source), ..refusal.clone() }
    }

    /// The order without personal data: what was ordered is dropped too.
    pub fn order(&self, order: &Order) -> Order {
        let mut redacted = order.clone();
        let id = |kind, id: &str| self.pseudonym(kind, id);
        redacted.order_id =
            id("order", order.order_id.as_str()).parse::<OrderId>().unwrap_or(redacted.order_id);
        for line in &mut redacted.lines {
            line.id = id("line", &line.id);
            line.name = None;
        }
        for shipment in &mut redacted.shipments {
            shipment.id = id("shipment", &shipment.id);
            for parcel in &mut shipment.parcels {
                // A package's identifier may be the number under which its report goes.
                parcel.id = match parcel.id.parse() {
                    Ok(number) => self.number(&number).into(),
                    Err(_) => id("package", &parcel.id),
                };
                parcel.number = parcel.number.as_ref().map(|number| self.number(number));
                parcel.related = self.related(&parcel.related);
                for item in &mut parcel.items {
                    item.line = id("line", &item.line);
                }
            }
        }
        redacted
    }
}

impl std::fmt::Debug for Redaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redaction").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_personal_is_left_and_what_belongs_together_still_does() {
        let json = r#"{"source":{"carrier":"dhl","channel":"unified","number":"00340434161094042557","role":"carrier"},
            "fetched_at":"2026-11-22T10:00:00Z",
            "events":[{"time":"2026-11-21","status":"delivered","description":"to Erika","location":{"city":"Bonn","country":"DE"}},
                      {"time":"2026-11-20","status":"in_transit","location":{"city":"BONN","country":"DE"}}],
            "headline":{"status":"delivered","description":"to Erika"},
            "delivery":{"handed_to":"neighbour","signed_by":"Erika"},
            "pickup":{"name":"Kiosk","street":"Weg 5","access_code":"4711"},
            "related":[{"relation":"same","number":"00340434161094042557"}],
            "references":[{"kind":"order","value":"SHOP-1042"}],
            "destination":{"country":"DE","postal_code":"53113"},"url":"https://x.example/00340434161094042557"}"#;
        let report: Report = serde_json::from_str(json).unwrap();
        let redacted = Redaction::new(b"key").report(&report);
        let text = serde_json::to_string(&redacted).unwrap();
        for personal in
            ["0034", "Erika", "Bonn", "BONN", "Kiosk", "Weg 5", "4711", "SHOP", "53113", "x.example"]
        {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
        assert_eq!(redacted.source.number, redacted.related[0].number);
        let city =
            |index: usize| redacted.events[index].location.as_ref().and_then(|place| place.city.clone());
        assert_eq!(city(0), city(1));
        assert_eq!(redacted, Redaction::new(b"key").report(&report));
        assert_ne!(redacted, Redaction::new(b"other").report(&report));
    }
}
