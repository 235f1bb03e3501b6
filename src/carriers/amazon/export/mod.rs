//! `amazon/export`: a buyer's own orders, from the copy of his data that Amazon hands him. A file is read; nobody is asked.
//!
//! **Getting it.** *Request my data* in the account's privacy pages (<https://www.amazon.com/hz/privacy-central/data-requests/preview.html>
//! and its national twins), category *Your Orders*. Some days later there are ZIP files. The order history is in
//! `Your Amazon Orders/Order History.csv`, in older copies `Retail.OrderHistory.1/Retail.OrderHistory.1.csv` and its
//! further parts `.2`, `.3`; unpack it and hand its bytes to [`decode`](crate::carriers::decode).
//!
//! **What it tells.** Each order with articles and pieces, which of them left in which parcel, the carrier and its
//! number, and when the parcel left. **What it does not**: whether it arrived. It is a snapshot, days old. Addresses,
//! payments and gift texts stand in it and are not read.
//!
//! **Quirks**, as several independent importers report them (Amazon describes the file nowhere; November 2026):
//! * A row is an article in a parcel: one order has as many rows as that, and the pieces of an article in two parcels
//!   stand in two rows.
//! * The order of the columns changes, and some names have changed: columns are found by name.
//! * What is not there is `Not Available`, `Not Applicable` or empty.
//! * Carrier and number stand in one cell, `AMZN_DE(DE1000000016)`. A row without is a parcel without number, told from
//!   others by when it left.
//! * Times are in UTC; older files have days as `MM/DD/YY`.

#[cfg(feature = "amazon")]
mod map;
#[cfg(feature = "amazon")]
mod table;

use crate::carrier::{Capabilities, ChannelEntry};
use crate::model::{CarrierId, Channel};

/// The channel of the copy of a buyer's data.
pub const EXPORT: Channel = Channel::known(CarrierId::AMAZON, "export");

pub(super) const ENTRY: ChannelEntry = ChannelEntry {
    channel: EXPORT,
    summary: "A buyer's own orders, read from the copy of his data that Amazon hands him",
    docs: "https://www.amazon.com/hz/privacy-central/data-requests/preview.html",
    capabilities: CAPABILITIES,
    settings: &[],
    #[cfg(feature = "amazon")]
    decode: Some(map::decode),
    #[cfg(not(feature = "amazon"))]
    decode: None,
    // It is a file: nobody can be asked.
    connect: None,
};

/// Nothing that it could be asked; what it tells.
const CAPABILITIES: Capabilities = Capabilities { events: true, related: true, ..Capabilities::NONE };
