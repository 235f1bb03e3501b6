//! DPD, of the Geopost group: a federation in which each country runs its own systems.
//!
//! | channel | what it is | access |
//! |---|---|---|
//! | `dpd/lifecycle` | ParcelLifeCycle 2.0 of Belgium, Luxembourg, the Netherlands, Germany and Switzerland: SOAP, in the Netherlands and Switzerland also JSON | DELIS id and password |
//! | `dpd/plc` | what the public tracking page of Germany reads; decoder only, because it is undocumented and guarded | none |
//! | `dpd/push` | messages of Germany's Tracking Push Service; decoder and reply, because DPD asks you | an address of yours that DPD registers |
//! | `dpd/scan-file` | SCANINFO of Belgium and STATUSDATA of the Netherlands; decoder only, because files come by SFTP | an SFTP account |
//!
//! # `dpd/lifecycle`
//!
//! | | |
//! |---|---|
//! | Vendor's pages | <https://integrations.dpd.nl>, <https://it-integration.dpd.be>, <https://label-print-docs.dpd.ch> |
//! | Access | shipping customers only: ask DPD's IT support of your country for a DELIS id with the services Login and ParcelLifeCycle |
//! | Limits | one login a day, one parcel a call; no figure for calls. DPD wants it asked on demand only and never in bulk: volume users take files or push |
//! | Sandbox | `environment` = `sandbox`: the stages of `be`, `de` and `nl`, with credentials of their own; they tell no real tracking data |
//! | Asked by | one parcel number of the customer's own parcels; the label's check character and its barcode are understood |
//!
//! It reveals milestones or rows with rough places and times of their country, the service, and references. It does not
//! reveal why a delivery failed, who took the parcel, weight, or an estimate: the delivery window is a text only.
//!
//! # Quirks
//!
//! By published recordings and DPD's guidelines; last looked over in November 2026.
//!
//! * Germany and Switzerland tell five milestones, also those that lie ahead; only what has been reached is an event.
//!   Their headings run ahead of the truth (`AT_DELIVERY_DEPOT` is headed like a delivery tour), so only descriptions
//!   refine them: see [`phrases`]. Such reports are never complete.
//! * The Benelux countries tell rows that repeat, with another depot's name at the same second.
//! * `ReturningFromDelivery` means back in the depot, not back to the sender.
//! * Times are wall clocks without zone, those of the Benelux countries on a 12-hour clock with the month first. They are
//!   taken for the clocks of the country that answers, which are the same in all five, unless a place has a country. Files
//!   of scans are local to depots anywhere, and their reports name no zone.
//! * A fault may come with HTTP status 200. An unknown number is an empty answer, or a fault.
//! * Tokens of Germany have been seen to end before their day: the setting `token_hours`. Their cache lives with the
//!   client, so keep the client.
//! * Answers do not name their parcel: [`decode`](crate::carriers::decode) needs the number that was asked for.
//! * Numbers are used again after a while.
//!
//! ```
//! use parceltrack::{Status, carrier::Context, carriers::{self, dpd}};
//!
//! let body = br#"{"getTrackingDataResponse": {"trackingResult": {"statusInfo": [
//!     {"status": "Delivered", "statusHasBeenReached": true, "date": {"content": "8/18/2021 2:43:31 PM"}}]}}}"#;
//! let context = Context::new("2021-08-18T13:00:00Z".parse().unwrap()).with_number("05308801410058".parse()?);
//! # if cfg!(feature = "dpd") {
//! let answer = carriers::decode(&dpd::LIFECYCLE, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state().unwrap().status(), Status::Delivered);
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

use crate::carrier::{Capabilities, ChannelEntry, Entry};
use crate::model::{CarrierId, Channel};

mod number;
pub mod codes;
pub mod phrases;
#[cfg(feature = "dpd")]
mod tolerant;
#[cfg(feature = "dpd")]
mod wire;
#[cfg(feature = "dpd")]
mod times;
#[cfg(feature = "dpd")]
mod parts;
#[cfg(feature = "dpd")]
mod scans;
mod lifecycle;
#[cfg(feature = "dpd")]
mod plc;
#[cfg(feature = "dpd")]
mod push;
#[cfg(feature = "dpd")]
mod scan_file;

pub use lifecycle::LIFECYCLE;
#[cfg(all(feature = "dpd", feature = "http"))]
pub use lifecycle::Lifecycle;
#[cfg(feature = "dpd")]
pub use lifecycle::{Config, Country, Protocol};
pub use number::parcel_number;
#[cfg(feature = "dpd")]
pub use push::{push_id, push_reply};

/// The channel of what Germany's tracking page reads.
pub const PLC: Channel = Channel::known(CarrierId::DPD, "plc");

/// The channel of Germany's Tracking Push Service: what it decodes is a message's query.
///
/// DPD calls an address of yours once a scan, with GET and all it has to say in the query, about 15 minutes late. Messages
/// are not signed: register an address that nobody can guess, let only DPD's documented sender in, and take a message for
/// a hint. The same message comes again, under the same identifier, until it is answered: its event is the same one.
///
/// ```
/// use parceltrack::{Status, carrier::Context, carriers::{self, dpd}};
///
/// let query = b"pushid=1001&pnr=01476810375209&status=delivery_customer&statusdate=20012026122323";
/// # #[cfg(feature = "dpd")]
/// # {
/// let context = Context::new("2026-01-20T11:40:00Z".parse().unwrap());
/// let report = carriers::decode(&dpd::PUSH, query, &context)?.reports.remove(0);
/// assert_eq!(report.events[0].state().unwrap().status(), Status::Delivered);
/// // Once it is kept, say so; DPD repeats for 48 hours what is not answered with just this.
/// let id = dpd::push_id(query).unwrap();
/// assert_eq!(dpd::push_reply(&id), "<push><pushid>1001</pushid><status>OK</status></push>");
/// # }
/// # Ok::<(), parceltrack::Error>(())
/// ```
pub const PUSH: Channel = Channel::known(CarrierId::DPD, "push");

/// The channel of files of scans.
pub const SCAN_FILE: Channel = Channel::known(CarrierId::DPD, "scan-file");

/// What is told without being asked.
const TOLD: Capabilities = Capabilities { events: true, proof_of_delivery: true, ..Capabilities::NONE };

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::DPD,
    name: "DPD",
    feature: "dpd",
    formats: number::FORMATS,
    url: Some("https://tracking.dpd.de/status/de_DE/parcel/{n}"),
    countries: &["BE", "CH", "DE", "FR", "GB", "NL", "PL"],
    channels: &[
        lifecycle::ENTRY,
        ChannelEntry {
            channel: PLC,
            summary: "what DPD Germany's tracking page reads; decoder only",
            docs: "https://tracking.dpd.de",
            capabilities: TOLD,
            settings: &[],
            #[cfg(feature = "dpd")]
            decode: Some(plc::decode),
            #[cfg(not(feature = "dpd"))]
            decode: None,
            connect: None,
        },
        ChannelEntry {
            channel: PUSH,
            summary: "messages of DPD Germany's Tracking Push Service, by their query; decoder only",
            docs: "https://esolutions.dpd.com",
            capabilities: TOLD,
            settings: &[],
            #[cfg(feature = "dpd")]
            decode: Some(push::decode),
            #[cfg(not(feature = "dpd"))]
            decode: None,
            connect: None,
        },
        ChannelEntry {
            channel: SCAN_FILE,
            summary: "DPD's files of scans of many parcels, SCANINFO and STATUSDATA; decoder only",
            docs: "https://it-integration.dpd.be/dpd-shipper/tracking/edi-statusdata",
            capabilities: TOLD,
            settings: &[],
            #[cfg(feature = "dpd")]
            decode: Some(scan_file::decode),
            #[cfg(not(feature = "dpd"))]
            decode: None,
            connect: None,
        },
    ],
};
