//! DHL, with Deutsche Post.
//!
//! | channel | what it is |
//! |---|---|
//! | [`unified`] | one API for all divisions, with an API key |
//! | [`parcel_de`] | DHL Paket's own API for its business customers: the finest codes, 20 numbers a request |
//! | [`express`] | MyDHL API: DHL Express for its account holders, 200 numbers a request |
//!
//! `Config` and `Unified` are those of [`unified`], as the channel for everybody; the others' configs stand in their
//! modules.
//!
//! What the channels share stands here: the shapes of numbers and the [`codes`] of the divisions.

use crate::carrier::Entry;
use crate::model::CarrierId;

mod number;
pub mod codes;
#[cfg(any(feature = "dhl", test))]
mod problem;
pub mod express;
pub mod parcel_de;
pub mod unified;

pub use express::EXPRESS;
#[cfg(all(feature = "dhl", feature = "http"))]
pub use express::Express;
pub use number::same_parcel;
pub use parcel_de::PARCEL_DE;
#[cfg(all(feature = "dhl", feature = "http"))]
pub use parcel_de::ParcelDe;
#[cfg(all(feature = "dhl", feature = "http"))]
pub use unified::Unified;
#[cfg(any(feature = "dhl", test))]
pub use unified::{Config, push};
pub use unified::{UNIFIED, phrases};

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::DHL,
    name: "DHL",
    feature: "dhl",
    formats: number::FORMATS,
    url: Some("https://www.dhl.com/global-en/home/tracking/tracking-parcel.html?submit=1&tracking-id={n}"),
    countries: &["DE"],
    channels: &[express::ENTRY, parcel_de::ENTRY, unified::ENTRY],
};
