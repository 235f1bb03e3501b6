//! For tests of carriers: a server that misbehaves, and the suite that puts a channel to every fault of a table.
//!
//! Carriers' servers hang, break off, lie about what they send and go down on the day it matters. [`suite()`] plays each
//! of [`FAULTS`] against a channel, beside a healthy source, and tells which the channel survives. To survive is to end
//! by the deadline, with an answer or the right kind of error; not to cost the other source's answer; and to leave no
//! task, no connection, no panic and no secret in any text, nor to hold much more memory than the largest body takes.
//! The page `faults` in the crate's `docs` tells it at length.
//!
//! A channel of your own needs a [`Subject`]: how it is connected, what it is asked, and what its vendor answers. All
//! faults are made of this right answer.
//!
//! ```
//! use std::sync::Arc;
//!
//! use async_trait::async_trait;
//! use parceltrack::carrier::Capabilities;
//! use parceltrack::http::{Endpoint, Reply, Request, read_json};
//! use parceltrack::testkit::{Limits, Subject, suite};
//! use parceltrack::{Answer, Carrier, Channel, Error, ErrorKind, Event, Query, Reference, Report, Session, Source, Status};
//! use serde_json::Value;
//!
//! #[derive(Debug)]
//! struct BikeCourier {
//!     channel: Channel,
//!     endpoint: Endpoint,
//! }
//!
//! #[async_trait]
//! impl Carrier for BikeCourier {
//! #   fn channel(&self) -> Channel { self.channel.clone() }
//! #   fn capabilities(&self) -> Capabilities { Capabilities::BY_NUMBER }
//! #   async fn track(&self, query: &Query, session: &Session) -> Result<Answer, Error> {
//! #       let Reference::Number(number) = &query.reference else {
//! #           return Err(Error::new(ErrorKind::Unsupported, "the courier is asked by number"));
//! #       };
//! #       let request = Request::get(&self.endpoint, &["parcels", number.as_str()]);
//! #       let reply = session.send("scans", request).await?;
//! #       reply.status_error(session.now()).map_or(Ok(()), Err)?;
//! #       let answer: Value = read_json(reply.body())?;
//! #       if answer["number"] != number.as_str() {
//! #           return Err(Error::new(ErrorKind::BadReply, "the answer is about another number"));
//! #       }
//! #       let mut report = Report::new(Source::carrier(self.channel.clone(), number.clone()), session.now());
//! #       let scans = answer["scans"].as_array().ok_or_else(|| Error::new(ErrorKind::BadReply, "no scans"))?;
//! #       for scan in scans {
//! #           let Some(Ok(time)) = scan["at"].as_str().map(str::parse) else { continue };
//! #           report.events.push(Event::new(time, if scan["done"] == true { Status::Delivered } else { Status::InTransit }));
//! #       }
//! #       Ok(report.into())
//! #   }
//!     // As in the example `custom_carrier`.
//! }
//!
//! # fn main() -> Result<(), Error> {
//! let connect = |url: &str| {
//!     let courier = BikeCourier { channel: "bike/scans".parse()?, endpoint: url.parse()? };
//!     Ok(Arc::new(courier) as Arc<dyn Carrier>)
//! };
//! let right = r#"{"number": "BIKE-2026-0042", "scans": [
//!     {"at": "2026-11-20T09:00:00+01:00", "done": false}, {"at": "2026-11-20T11:05:00+01:00", "done": true}]}"#;
//! let subject = Subject::new(Query::number("BIKE-2026-0042".parse()?), connect, move |_| Reply::new(200, right))
//!     .other_number("BIKE-2026-0043")
//!     .at("2026-11-22T10:00:00Z".parse().map_err(|_| Error::new(ErrorKind::Misconfigured, "no time"))?);
//! # if std::env::var_os("NEVER").is_some() {
//! let outcomes = suite(&subject, &Limits::default())?;
//! let failed: Vec<String> = outcomes.failed().map(ToString::to_string).collect();
//! assert!(failed.is_empty(), "{}", failed.join("\n"));
//! # }
//! # Ok(())
//! # }
//! ```
//!
//! A [`FaultServer`] alone serves tests of faults that the table does not have.

mod server;
mod tls;
mod subject;
mod answer;
mod content;
mod fault;
mod table;
mod outcome;
mod beside;
mod scene;
mod suite;

pub use fault::{Expected, Fault, Group};
pub use outcome::{Outcome, Outcomes};
pub use server::{Asked, FaultServer, Step};
pub use subject::{Limits, Peak, Subject};
pub use suite::suite;
pub use table::{FAULTS, OUT_OF_SCOPE};
