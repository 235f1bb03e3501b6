//! Stories in text: a line is `source time status`, with marks behind it, such as `return`, `code=A` or `city=Bonn`.

use chrono::{DateTime, Utc};
use parceltrack::{Event, Leg, Location, Meaning, Report, Role, Source, State};

pub(crate) const NUMBER: &str = "00340434161094042557";

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn source(name: &str) -> Source {
    let (channel, number, role) = match name {
        "dhl" => ("dhl/unified", NUMBER, Role::Carrier),
        "dpd" => ("dpd/lifecycle", "01234567890123", Role::Carrier),
        "amazon" => ("amazon/fulfillment-outbound", "310045501", Role::Marketplace),
        "all" => ("collector/all", NUMBER, Role::Aggregator),
        "me" => ("my/word", NUMBER, Role::User),
        other => panic!("no source {other}"),
    };
    Source { channel: channel.parse().unwrap(), number: number.parse().unwrap(), role }
}

fn meaning(word: &str) -> Meaning {
    match word.split_once('.') {
        Some(("notice", notice)) => Meaning::from_words(None, Some(notice)),
        Some((status, substatus)) => State::from_words(status, Some(substatus)).into(),
        None => State::from_words(word, None).into(),
    }
}

/// One complete report a source, fetched at a time, with the lines of the story that are its own.
pub(crate) fn reports(story: &str, fetched_at: &str) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let source = source(words.next().unwrap());
        let time = words.next().unwrap().parse().unwrap();
        let mut event = Event::new(time, meaning(words.next().unwrap()));
        for mark in words {
            match mark.split_once('=').unwrap_or((mark, "")) {
                ("inferred", _) => event.inferred = true,
                ("return", _) => event.leg = Some(Leg::Return),
                ("revokes", _) => event.revokes = Some(Box::default()),
                ("code", code) => event.code = Some(code.into()),
                ("reason", reason) => event.reason = Some(reason.into()),
                ("to", place) => event.handed_to = Some(place.into()),
                ("city", city) => {
                    event.location = Some(Location { city: Some(city.into()), ..Location::default() });
                }
                (odd, _) => panic!("no mark {odd}"),
            }
        }
        match reports.iter_mut().find(|report| report.source == source) {
            Some(report) => report.events.push(event),
            None => {
                let mut report = Report::new(source, utc(fetched_at));
                report.events.push(event);
                reports.push(report);
            }
        }
    }
    reports
}
