//! Plain data: what carriers say, in one form.
//!
//! Nothing here asks the time, the network or the environment. Reading is strict about form (a time is one of
//! three forms, a number has an alphabet) and open about words: a status, reason or role that this version does not
//! know is kept and written back.

mod words;
mod carrier_id;
mod number;
pub mod state;
mod reason;
mod zone;
mod time;
mod text_form;
mod language;
mod location;
mod span;
mod personal;
mod event;
mod delivery;
mod source;
mod report;
mod order;
mod timeline_entry;
mod source_view;
mod derived;
mod milestone;
mod parcel;
mod order_place;
mod order_progress;
mod explanation;
mod redact;

pub use carrier_id::{CarrierId, Channel, InvalidName};
pub use delivery::{Delivery, Dimensions, Estimate, EstimateKind, PickupPoint};
pub use derived::{
    Action, ActionRequired, Actor, Attempt, CarrierLeg, Delay, DelayBasis, EstimateRevision, NextAttempt,
    Pickup, Silence, SilenceKind, Timeliness,
};
pub use event::{Event, Leg, Meaning, Revokes};
pub use explanation::{Cited, EvidenceKind, Explanation, RuleUse, SetAside, Stateless, WhySetAside};
pub use language::{InvalidLanguage, Language};
pub use location::{Coordinates, Country, InvalidCoordinates, InvalidCountry, Location};
pub use milestone::{Milestone, MilestoneKind, Reached};
pub use number::{InvalidNumber, Masked, OrderId, TrackingNumber};
pub use order::{Fulfiller, Order, OrderLine, OrderParcel, OrderStatus, ParcelItem, Shipment};
pub use order_progress::{LineProgress, OrderProgress, OrderStage};
pub use parcel::Parcel;
pub use personal::Personal;
pub(crate) use personal::Shown;
pub use reason::{HandoverPlace, Notice, Reason};
pub use redact::Redaction;
pub use report::{
    FormatVersion, Headline, NamedReference, Note, NoteKind, Observation, Refusal, RefusalKind, Report,
};
pub use source::{Related, Relation, Role, Source};
pub use source_view::{Claim, Divergence, DivergenceKind, SourceFailure, SourceState, SourceView};
pub(crate) use source_view::{FRESH, Minutes};
pub use span::{Precision, Span, ZoneSource};
pub use state::{State, Status, Substatus, UnknownStatus};
pub use time::{EventTime, InvalidTime, InvalidZone, Zone, ZonedTime};
pub use timeline_entry::{Rule, Standing, Step, TimelineEntry, Witness};
pub use words::OtherWord;
