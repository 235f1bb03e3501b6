//! One shipment of an answer as a report.

use chrono::{NaiveDate, NaiveTime};

use super::super::number::{known_as, same_parcel};
use super::PARCEL_DE;
use super::evidence::Codes;
use super::wire::{self, EventList, Shipment};
use crate::carrier::Context;
use crate::carriers::part::Text;
use crate::carriers::path::Path;
use crate::carriers::wordings::Wordings;
use crate::carriers::{pickup, says};
use crate::digits::{self, number};
use crate::model::state::{delivered, unknown};
use crate::model::{
    CarrierId, Country, Delivery, Estimate, EstimateKind, Event, EventTime, HandoverPlace, Headline,
    Language, Location, Meaning, NamedReference, Note, NoteKind, PickupPoint, Related, Relation, Report,
    Source, State, Status, TrackingNumber, Zone,
};

/// The report of the answer's shipment number `index`; none if it has no number.
pub(super) fn report(shipment: &Shipment<'_>, index: usize, context: &Context) -> Option<Report> {
    let asked = context.number.as_ref();
    let number = match shipment.piece_code.told().or_else(|| shipment.numbers().next()) {
        Some(text) => known_as(text.parse().ok()?, asked),
        None => asked.cloned()?,
    };
    let list = Path::of("piece-shipment");
    let mut reader = Reader {
        shipment,
        path: &list.entry(index),
        language: context.language,
        notes: Vec::new(),
        wordings: Wordings::default(),
    };
    let mut report = Report::new(Source::carrier(PARCEL_DE, number), context.fetched_at);
    report.carrier = Some(CarrierId::DHL);
    report.zone = Some(Zone::BERLIN);
    // The newest state alone is no list, and an event that could not be read must not seem taken back.
    let is_whole = reader.events(&mut report.events);
    report.complete = is_whole && shipment.lists().next().is_some();
    report.headline = reader.headline(&report.events);
    report.estimate = reader.estimate();
    report.delivery = reader.delivery(&report.events);
    report.pickup = pickup(&report.events);
    report.origin = reader.country(&shipment.origin_country, "origin-country").map(in_country);
    report.destination = reader.destination();
    report.service = shipment.product_name.told().map(Into::into);
    report.weight_g = reader.weight();
    report.related = related(shipment, &report.source.number);
    report.references = references(shipment);
    report.notes = reader.notes;
    Some(report)
}

/// Reads one shipment and notes what was odd.
struct Reader<'a> {
    shipment: &'a Shipment<'a>,
    path: &'a Path<'a>,
    language: Option<Language>,
    notes: Vec<Note>,
    wordings: Wordings,
}

impl Reader<'_> {
    fn unreadable(&mut self, attribute: &str) {
        Note::add(&mut self.notes, NoteKind::Unreadable, &self.path.field(attribute));
    }

    /// Reads the events in the answer's order, oldest first, and tells whether all of them could be read.
    fn events(&mut self, events: &mut Vec<Event>) -> bool {
        // Whether anything so far says that DHL has the parcel.
        let mut is_handed_in = false;
        let mut is_whole = true;
        let list = self.path.field("piece-event");
        for (index, event) in self.shipment.lists().flat_map(EventList::events).enumerate() {
            match self.event(event, &list.entry(index), is_handed_in) {
                Some(event) => {
                    is_handed_in |= event.state().is_some_and(|state| has_parcel(state.status()));
                    events.push(event);
                }
                None => is_whole = false,
            }
        }
        is_whole
    }

    fn event(&mut self, event: &wire::Event<'_>, path: &Path<'_>, is_handed_in: bool) -> Option<Event> {
        let Some(time) = event.timestamp.told().and_then(time) else {
            Note::add(&mut self.notes, NoteKind::Unreadable, &path.field("event-timestamp"));
            return None;
        };
        let codes = Codes::of(&event.ice, &event.ric, &event.standard_event_code);
        // A parcel that turned back has events of both ways.
        let own = event.is_return.told().or_else(|| self.shipment.is_return.told());
        let mut told = Event::new(time, unknown::NO_STATUS);
        codes.apply(&mut told, own == Some("true"), is_handed_in);
        if told.meaning == unknown::UNMAPPED.into() {
            let name = told.code.as_deref().filter(|code| is_word(code)).unwrap_or(says::NO_CODE);
            Note::add(&mut self.notes, NoteKind::Unmapped, name);
        }
        told.location = self.location(event, path, &told);
        let words = event.text.told().or_else(|| event.status.told());
        told.language = words.and(self.language);
        told.description = words.map(|words| self.wordings.keep(words));
        Some(told)
    }

    /// A town; where the parcel waits, the text of the branch or Packstation.
    fn location(&mut self, event: &wire::Event<'_>, path: &Path<'_>, of: &Event) -> Option<Location> {
        let mut location = Location::default();
        let place = event.location.told();
        if of.state().map(State::status) == Some(Status::AvailableForPickup) {
            location.facility = place.map(Into::into);
        } else {
            location.city = place.map(Into::into);
        }
        location.country = match event.country.told() {
            // Names of other countries come in the answer's language and are not read.
            Some("Germany" | "Deutschland") => "DE".parse().ok(),
            Some(code) if code.len() == 2 => {
                let country = code.parse().ok();
                if country.is_none() {
                    Note::add(&mut self.notes, NoteKind::Unreadable, &path.field("event-country"));
                }
                country
            }
            _ => None,
        };
        location.non_empty()
    }

    fn country(&mut self, text: &Text<'_>, attribute: &str) -> Option<Country> {
        let country = text.told()?.parse().ok();
        if country.is_none() {
            self.unreadable(attribute);
        }
        country
    }

    /// DHL's own summary: the newest event, as the list tells it or by itself.
    fn headline(&mut self, events: &[Event]) -> Option<Headline> {
        let shipment = self.shipment;
        let codes = Codes::of(&shipment.ice, &shipment.ric, &shipment.standard_event_code);
        let at = shipment.status_timestamp.told();
        let since = at.and_then(time);
        if at.is_some() && since.is_none() {
            self.unreadable("status-timestamp");
        }
        let code = codes.joined();
        let same = events.iter().rev().find(|event| Some(event.time) == since && event.code == code);
        let meaning = match same {
            Some(event) => event.meaning.clone(),
            None => {
                let mut event = Event::new(since?, unknown::NO_STATUS);
                codes.apply(&mut event, is_true(&shipment.is_return), true);
                event.meaning
            }
        };
        let Meaning::State(state) = meaning else { return None };
        let mut headline = Headline::new(state);
        headline.time = since;
        headline.code = code;
        headline.description = shipment.status.told().map(Into::into);
        Some(headline)
    }

    fn estimate(&mut self) -> Option<Estimate> {
        let shipment = self.shipment;
        let text = shipment.delivery_date.told()?;
        let Some(day) = day(text) else {
            self.unreadable("delivery-date");
            return None;
        };
        let mut hour = |text: &Text<'_>, attribute: &str| {
            let time = hour_of(text.told()?);
            if time.is_none() {
                self.unreadable(attribute);
            }
            time.map(|time| EventTime::Local(day.and_time(time)))
        };
        let from = hour(&shipment.delivery_timeframe_from, "delivery-timeframe-from");
        let to = hour(&shipment.delivery_timeframe_to, "delivery-timeframe-to");
        Some(match (from, to) {
            (Some(from), Some(to)) => Estimate::new(EstimateKind::Window, to).with_from(from),
            _ => Estimate::new(EstimateKind::Estimated, EventTime::Day(day)),
        })
    }

    /// Who took it, once it was handed over.
    fn delivery(&mut self, events: &[Event]) -> Option<Delivery> {
        let is_delivered = |event: &&Event| event.state().map(State::status) == Some(Status::Delivered);
        let newest = events.iter().rev().find(is_delivered);
        let is_flagged =
            self.shipment.delivery_event_flag.told() == Some("1") && !is_true(&self.shipment.is_return);
        if newest.is_none() && !is_flagged {
            return None;
        }
        let by_event = newest.and_then(|event| {
            let neighbour = event.state() == Some(&delivered::NEIGHBOUR);
            event.handed_to.clone().or_else(|| neighbour.then_some(HandoverPlace::Neighbour))
        });
        let by_person = match self.shipment.recipient_id.told() {
            Some("2" | "3") => Some(HandoverPlace::Resident),
            Some("4") => Some(HandoverPlace::Neighbour),
            Some("5") => Some(HandoverPlace::Elsewhere),
            // The recipient in person is no place.
            Some("1") | None => None,
            Some(_) => {
                self.unreadable("recipient-id");
                None
            }
        };
        let signed_by = self.shipment.recipient_name.told().map(Into::into);
        Delivery { handed_to: by_event.or(by_person), signed_by, ..Delivery::default() }.non_empty()
    }

    fn destination(&mut self) -> Option<Location> {
        let shipment = self.shipment;
        let mut location =
            Location { country: self.country(&shipment.dest_country, "dest-country"), ..Location::default() };
        location.postal_code = shipment.pan_recipient_postalcode.told().map(Into::into);
        location.non_empty()
    }

    fn weight(&mut self) -> Option<u64> {
        let Ok(kilograms) = self.shipment.shipment_weight.told()?.parse::<f64>() else {
            self.unreadable("shipment-weight");
            return None;
        };
        let grams = (kilograms * 1000.0).round();
        // Bounded on both sides (and no NaN), so the conversion is exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (1.0..1e9).contains(&grams).then_some(grams as u64)
    }
}

/// Whether a parcel of this status is in DHL's hands, or was.
fn has_parcel(status: Status) -> bool {
    status.is_about_parcel() && !matches!(status, Status::InfoReceived | Status::Cancelled)
}

/// Where the parcel waits, if that is the newest that is known of it.
fn pickup(events: &[Event]) -> Option<Box<PickupPoint>> {
    let newest = pickup::waiting(events)?;
    let kind = newest.handed_to.clone().or_else(|| pickup::kind(&newest.meaning));
    let name = newest.location.as_ref().and_then(|location| location.facility.as_deref()).map(Into::into);
    PickupPoint { kind, name, ..PickupPoint::default() }.non_empty()
}

/// The numbers under which posts and partners know the parcel.
fn related(shipment: &Shipment<'_>, number: &TrackingNumber) -> Vec<Related> {
    let mut related: Vec<Related> = Vec::new();
    for text in [&shipment.upu, &shipment.domestic_id].into_iter().filter_map(Text::told) {
        let Ok(other) = text.parse::<TrackingNumber>() else { continue };
        let is_known = |known: &TrackingNumber| same_parcel(known.as_str(), other.as_str());
        if !is_known(number) && !related.iter().any(|known| is_known(&known.number)) {
            related.push(Related { relation: Relation::Same, carrier: None, number: other });
        }
    }
    related
}

fn references(shipment: &Shipment<'_>) -> Vec<NamedReference> {
    [
        ("piece-customer-reference", &shipment.piece_customer_reference),
        ("shipment-customer-reference", &shipment.shipment_customer_reference),
        ("airway-bill-number", &shipment.airway_bill_number),
    ]
    .into_iter()
    .filter_map(|(kind, text)| Some(NamedReference { kind: kind.into(), value: text.told()?.into() }))
    .collect()
}

fn in_country(country: Country) -> Location {
    Location { country: Some(country), ..Location::default() }
}

fn is_true(text: &Text<'_>) -> bool {
    text.told() == Some("true")
}

/// `21.11.2026 10:02`.
fn time(text: &str) -> Option<EventTime> {
    let (day_part, hour) = text.split_once(' ')?;
    let day = day(day_part).filter(|_| text.len() == 16 && day_part.contains('.'))?;
    Some(EventTime::Local(day.and_time(hour_of(hour)?)))
}

/// A day as answers write it, or as requests do.
fn day(text: &str) -> Option<NaiveDate> {
    match *text.as_bytes() {
        [d1, d2, b'.', m1, m2, b'.', y1, y2, y3, y4] | [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] => {
            digits::day([y1, y2, y3, y4, m1, m2, d1, d2])
        }
        _ => None,
    }
}

/// `10:02`.
fn hour_of(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let part = |part: &str| number(part.as_bytes()).filter(|_| matches!(part.len(), 1 | 2));
    NaiveTime::from_hms_opt(part(hour)?, part(minute)?, 0)
}

/// Whether a text may stand in a note: letters and strokes only, so that it can hold no number of a parcel.
fn is_word(text: &str) -> bool {
    text.len() <= 30 && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::Texts;
    use crate::model::Leg;
    use crate::model::state::in_transit;

    fn read(attributes: &str, events: &str) -> Report {
        let body = format!(
            r#"<data code="0"><data name="piece-shipment" piece-code="00340434161094042557" {attributes}><data
            name="piece-event-list">{events}</data></data></data>"#
        );
        let texts = Texts::default();
        let root = wire::Root::read(&body, &texts).unwrap();
        let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap()).with_language(Language::GERMAN);
        report(root.shipments().next().unwrap(), 0, &context).unwrap()
    }

    /// An event at a minute past ten.
    fn event(minute: u8, codes: &str, more: &str) -> String {
        let mut codes = codes.split('/');
        let mut code = || codes.next().unwrap_or_default();
        format!(
            r#"<data name="piece-event" event-timestamp="21.11.2026 10:{minute:02}" ice="{}" ric="{}" standard-event-code="{}" {more}/>"#,
            code(),
            code(),
            code()
        )
    }

    fn said(report: &Report) -> Vec<String> {
        report.events.iter().map(|event| event.meaning.to_string()).collect()
    }

    #[test]
    fn the_sandboxs_chain_is_read_as_dhl_means_it() {
        let chain = [
            ("SHRCU/PCKST/ES", "in_transit.dropped_off"),
            ("LDTMV/MVMTV/AA", "in_transit.facility_out"),
            ("PCKDU/PUBCR/AE", "in_transit.collected"),
            ("LDTMV/MVMTV/AA", "in_transit.facility_out"),
            ("ULFMV/UNLDD/EE", "in_transit.facility_in"),
            ("SRTED/NRQRD/PO", "out_for_delivery"),
            ("DLVRD/OTHER/ZU", "delivered.at_place"),
        ];
        let events: String = (0..).zip(chain).map(|(minute, (codes, _))| event(minute, codes, "")).collect();
        let report = read(r#"delivery-event-flag="1" recipient-id="5""#, &events);
        assert_eq!(said(&report), chain.map(|(_, meaning)| meaning));
        assert_eq!(report.events[6].code.as_deref(), Some("DLVRD/OTHER/ZU"));
        assert_eq!(report.events[0].time.to_string(), "2026-11-21T10:00:00");
        assert_eq!(report.delivery.unwrap().handed_to, Some(HandoverPlace::Elsewhere));
        assert!(report.complete && report.zone == Some(Zone::BERLIN));
    }

    #[test]
    fn a_locker_is_the_hand_in_until_dhl_has_the_parcel() {
        let locker = |minute| event(minute, "HLDCC/LDPCK/LA", "event-location=\"Packstation 145\"");
        let first = read("", &[event(0, "PARCV/NRQRD/VA", ""), locker(1)].concat());
        assert_eq!(said(&first), ["info_received.info_received", "in_transit.dropped_off"]);
        assert!(first.pickup.is_none());
        let later = read("", &[event(0, "SRTED/NRQRD/NB", ""), locker(1)].concat());
        assert_eq!(said(&later)[1], "available_for_pickup.locker");
        let point = later.pickup.unwrap();
        assert_eq!((point.kind, point.name), (Some(HandoverPlace::Locker), Some("Packstation 145".into())));
    }

    #[test]
    fn the_way_back_turns_what_is_said() {
        let back = r#"ruecksendung="true""#;
        let events = [
            event(0, "RETRN/NTCCN/ZN", ""),
            event(1, "SRTED/NRQRD/NB", back),
            event(2, "DLVRD/ACCPT/ZU", back),
        ];
        let report = read("", &events.concat());
        assert_eq!(said(&report), ["returning.unclaimed", "returning", "returned"]);
        assert_eq!((&report.events[0].leg, &report.events[2].leg), (&None, &Some(Leg::Return)));
        let there = event(0, "DLVRF/NTORD/ZN", r#"ruecksendung="false""#);
        let whole = read(back, &[there, event(1, "DLVRD/ACCPT/ZU", "")].concat());
        assert_eq!((said(&whole)[1].as_str(), whole.delivery), ("returned", None));
        assert_eq!((&whole.events[0].leg, &whole.events[1].leg), (&None, &Some(Leg::Return)));
    }

    #[test]
    fn unheard_codes_are_noted_without_numbers_and_no_codes_say_nothing() {
        let events =
            [event(0, "TELEP/PORTD/XX", ""), event(1, "00340434161094042557//", ""), event(2, "//", "")];
        let report = read("", &events.concat());
        assert_eq!(said(&report), ["unknown.unmapped", "unknown.unmapped", "unknown.no_status"]);
        let notes: Vec<&str> = report.notes.iter().map(|note| note.detail.as_str()).collect();
        assert_eq!(notes, ["TELEP/PORTD/XX", "a text that is no code"]);
    }

    #[test]
    fn times_have_one_form_and_a_broken_one_costs_its_event() {
        for odd in [
            "21.11.26 10:02",
            "2026-11-21T10:02",
            "21.11.2026 10:02:03",
            "31.02.2026 10:02",
            "",
            "+1.11.2026 10:02",
            "1.1.+12026 10:02",
        ] {
            let events = format!(
                r#"<data name="piece-event" event-timestamp="{odd}" ice="SRTED"/>{}"#,
                event(1, "SRTED/NRQRD/NB", "")
            );
            let report = read("", &events);
            assert_eq!((report.events.len(), report.complete), (1, false), "{odd}");
            assert_eq!(report.notes[0].detail, "piece-shipment[0].piece-event[0].event-timestamp");
        }
    }

    #[test]
    fn an_estimate_is_a_day_or_a_window_of_it() {
        let told = |attributes: &str| read(attributes, "").estimate.map(|estimate| estimate.to_string());
        let window = r#"delivery-timeframe-from="10:00" delivery-timeframe-to="13:00""#;
        for date in ["23.11.2026", "2026-11-23"] {
            let day = format!(r#"delivery-date="{date}""#);
            assert_eq!(told(&day).as_deref(), Some("2026-11-23 (estimated)"));
            let window = told(&format!("{day} {window}"));
            assert_eq!(window.as_deref(), Some("2026-11-23T10:00:00 to 2026-11-23T13:00:00 (window)"));
        }
        assert_eq!(told(window), None);
        for odd in ["tomorrow", "+12026-1-2"] {
            let odd = read(&format!(r#"delivery-date="{odd}""#), "");
            assert_eq!(
                (odd.estimate, odd.notes[0].detail.as_str()),
                (None, "piece-shipment[0].delivery-date")
            );
        }
    }

    #[test]
    fn the_summary_is_the_newest_event_or_stands_alone() {
        let head = r#"status-timestamp="21.11.2026 10:01" ice="HLDCC" ric="LDPCK" standard-event-code="LA" status="Da.""#;
        let report = read(head, &event(1, "HLDCC/LDPCK/LA", ""));
        assert_eq!(report.headline.unwrap().state, in_transit::DROPPED_OFF);
        let alone = read(head, "").headline.unwrap();
        assert_eq!(alone.state.to_string(), "available_for_pickup.locker");
        let revoked = head.replace("HLDCC", "STORN").replace("LDPCK", "NRQRD");
        assert_eq!(read(&revoked, "").headline, None);
    }

    #[test]
    fn details_are_read_and_nothing_is_made_of_zero() {
        let report = read(
            r#"dest-country="de" origin-country="AT" shipment-weight="1.5" upu="CP678861432AT" domestic-id=""
            pan-recipient-postalcode="53113" piece-customer-reference="A-1""#,
            "",
        );
        assert_eq!((report.weight_g, report.origin.unwrap().to_string().as_str()), (Some(1500), "AT"));
        assert_eq!(report.destination.unwrap().postal_code, Some("53113".into()));
        assert_eq!((report.related.len(), report.related[0].number.as_str()), (1, "CP678861432AT"));
        assert_eq!(report.references[0].kind, "piece-customer-reference");
        let odd = read(r#"shipment-weight="0.0" dest-country="Deutschland""#, "");
        assert_eq!((odd.weight_g, odd.destination.is_none(), odd.notes.len()), (None, true, 1));
    }
}
