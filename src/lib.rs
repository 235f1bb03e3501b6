#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod model;
mod error;
mod history;
mod changes;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod http;
pub mod carrier;
pub mod carriers;
#[cfg(feature = "runtime")]
mod tracker;
#[cfg(all(doc, feature = "runtime"))]
pub mod docs;

pub use carrier::{Answer, Carrier, Query, Reference, Session};
pub use changes::{Actor, Cause, Change, ChangeId, ChangeKind, Claim, Follow};
pub use chrono;
pub use error::{Error, ErrorKind, Result};
pub use history::History;
pub use http::Secret;
pub use model::state;
pub use model::{
    Attempt, CarrierId, Channel, Coordinates, Country, Delay, Delivery, Dimensions, Divergence,
    DivergenceKind, Estimate, EstimateKind, Event, EventTime, FormatVersion, Fulfiller, HandoverPlace,
    Headline, InvalidCoordinates, InvalidCountry, InvalidName, InvalidNumber, InvalidTime, InvalidZone, Leg,
    LineProgress, Location, Masked, Meaning, NamedReference, Note, NoteKind, Notice, Observation, Order,
    OrderId, OrderLine, OrderParcel, OrderProgress, OrderStage, OrderStatus, OtherWord, Parcel, ParcelItem,
    Personal, PickupPoint, Precision, Reason, Redaction, Refusal, RefusalKind, Related, Relation, Report,
    Revokes, Role, Rule, Shipment, Source, SourceView, Span, Standing, State, Status, Step, Substatus,
    TimelineEntry, TrackingNumber, UnknownStatus, Witness, Zone, ZoneSource, ZonedTime,
};
#[cfg(feature = "runtime")]
pub use tracker::{Failure, SystemClock, Tracked, TrackedOrder, Tracker, TrackerBuilder};
