//! DHL, with Deutsche Post.
//!
//! | channel | what it is |
//! |---|---|
//! | [`unified`] | one API for all divisions, with an API key |
//!
//! What the channels share stands here: the shapes of numbers and the [`codes`] of the divisions.

use crate::carrier::Entry;
use crate::model::CarrierId;

mod number;
pub mod codes;
pub mod unified;

pub use number::same_parcel;
#[cfg(any(feature = "dhl", test))]
pub use unified::Config;
#[cfg(all(feature = "dhl", feature = "http"))]
pub use unified::Unified;
pub use unified::{UNIFIED, phrases};

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::DHL,
    name: "DHL",
    feature: "dhl",
    recognise: number::recognise,
    channels: &[unified::ENTRY],
};
