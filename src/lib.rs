#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Stories of parcels are told to the crate from within and from without.
#[cfg(test)]
extern crate self as parceltrack;

#[cfg(feature = "runtime")]
mod sync;
mod chance;
mod digits;
mod model;
mod error;
mod history;
mod changes;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod http;
pub mod traffic;
pub mod numbers;
pub mod carrier;
pub mod carriers;
pub mod recognise;
#[cfg(feature = "runtime")]
mod tracker;
#[cfg(feature = "testkit")]
pub mod testkit;
#[cfg(all(doc, feature = "runtime"))]
pub mod docs;

pub use carrier::{Answer, Carrier, Query, Reference, Session};
pub use changes::{Cause, Change, ChangeId, ChangeKind, Contradiction, Follow};
pub use chrono;
pub use compact_str::CompactString;
pub use error::{Error, ErrorKind, Result};
pub use history::{History, Precedence};
pub use http::Secret;
pub use model::state;
pub use model::{
    Action, ActionRequired, Actor, Attempt, CarrierId, CarrierLeg, Channel, Cited, Claim, Coordinates,
    Country, Delay, DelayBasis, Delivery, Dimensions, Divergence, DivergenceKind, Estimate, EstimateKind,
    EstimateRevision, Event, EventTime, EvidenceKind, Explanation, FormatVersion, Fulfiller, HandoverPlace,
    Headline, InvalidCoordinates, InvalidCountry, InvalidLanguage, InvalidName, InvalidNumber, InvalidTime,
    InvalidZone, Language, Leg, LineProgress, Location, Masked, Meaning, Milestone, MilestoneKind,
    NamedReference, NextAttempt, Note, NoteKind, Notice, Observation, Order, OrderId, OrderLine, OrderParcel,
    OrderProgress, OrderStage, OrderStatus, OtherWord, Parcel, ParcelItem, Personal, Pickup, PickupPoint,
    Precision, Reached, Reason, Redaction, Refusal, RefusalKind, Related, Relation, Report, Revokes, Role,
    Rule, RuleUse, SetAside, Shipment, Silence, SilenceKind, Source, SourceFailure, SourceState, SourceView,
    Span, Standing, State, Stateless, Status, Step, Substatus, TimelineEntry, Timeliness, TrackingNumber,
    UnknownStatus, WhySetAside, Witness, Zone, ZoneSource, ZonedTime,
};
#[cfg(feature = "runtime")]
pub use tracker::{Failure, Freshness, SystemClock, Tracked, TrackedOrder, Tracker, TrackerBuilder};
