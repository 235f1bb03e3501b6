//! A carrier of your own in under a hundred lines: a courier whose API tells a parcel's scans as JSON. It runs offline,
//! with `cargo run --example custom_carrier`: a canned [`Transport`] stands for the courier's server.
#![allow(clippy::print_stdout)]

use std::time::Duration;

use async_trait::async_trait;
use parceltrack::carrier::Capabilities;
use parceltrack::http::{Endpoint, Reply, Request, Transport, read_json};
use parceltrack::state::{in_transit, unknown};
use parceltrack::{
    Answer, Carrier, Channel, Error, ErrorKind, Event, Meaning, Note, NoteKind, Query, Reference, Report,
    Session, Source, Status, Tracker,
};
use serde::Deserialize;

/// The courier's answer: scans, each with its time and a word.
#[derive(Deserialize)]
struct Wire {
    scans: Vec<(String, String)>,
}

#[derive(Debug)]
struct BikeCourier {
    channel: Channel,
    endpoint: Endpoint,
}

#[async_trait]
impl Carrier for BikeCourier {
    fn channel(&self) -> Channel {
        self.channel.clone()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::BY_NUMBER
    }

    async fn track(&self, query: &Query, session: &Session) -> Result<Answer, Error> {
        let Reference::Number(number) = &query.reference else {
            return Err(Error::new(ErrorKind::Unsupported, "the courier is asked by number"));
        };
        let reply =
            session.send("scans", Request::get(&self.endpoint, &["parcels", number.as_str()])).await?;
        reply.status_error(session.now()).map_or(Ok(()), Err)?;
        let wire: Wire = read_json(reply.body())?;
        let mut report = Report::new(Source::carrier(self.channel.clone(), number.clone()), session.now());
        for (at, what) in wire.scans {
            // One scan that cannot be read costs one scan.
            let Ok(time) = at.parse() else {
                Note::add(&mut report.notes, NoteKind::Unreadable, "scans[][0]");
                report.complete = false;
                continue;
            };
            let mut event = Event::new(time, meaning(&what, &mut report.notes));
            event.code = Some(what.into());
            report.events.push(event);
        }
        Ok(report.into())
    }
}

/// The courier's words in the crate's; a new word of theirs is noted and moves nothing.
fn meaning(what: &str, notes: &mut Vec<Note>) -> Meaning {
    match what {
        "PICKED" => in_transit::COLLECTED.into(),
        "ON_BIKE" => Status::OutForDelivery.into(),
        "DONE" => Status::Delivered.into(),
        other => {
            Note::add(notes, NoteKind::Unmapped, other);
            unknown::UNMAPPED.into()
        }
    }
}

/// Stands for the courier's server.
#[derive(Debug)]
struct Canned;

#[async_trait]
impl Transport for Canned {
    async fn send(&self, _: &Request, _: Option<Duration>) -> Result<Reply, Error> {
        let body =
            r#"{"scans": [["2026-11-20T09:00:00+01:00", "PICKED"], ["2026-11-20T11:05:00+01:00", "DONE"]]}"#;
        Ok(Reply::new(200, body))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let endpoint = "https://api.bike.example/v1".parse()?;
    let courier = BikeCourier { channel: "bike/scans".parse()?, endpoint };
    let tracker = Tracker::builder().carrier(courier).transport(Canned).build()?;
    print!("{}", tracker.track("BIKE-2026-0042").await?.parcel());
    Ok(())
}
