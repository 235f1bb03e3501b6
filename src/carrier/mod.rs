//! The contract between the tracker and a carrier's code.
//!
//! A carrier is asked a [`Query`] through a [`Session`] and gives an [`Answer`]. The registry's rows ([`Entry`]) hold
//! what is known of each carrier whether or not its client is compiled in.

mod query;
mod answer;
mod context;
mod decoded;
mod session;
mod contract;
mod settings;
mod environment;
mod entry;
// A build may have no carrier whose vendor hands out tokens.
#[cfg(feature = "http")]
#[allow(dead_code)]
pub(crate) mod token;

pub use answer::Answer;
pub use context::Context;
pub use contract::{Capabilities, Carrier};
pub use decoded::Decoded;
pub use entry::{ChannelEntry, Connect, Decode, Entry};
pub use environment::Environment;
pub use query::{Query, Reference};
pub use session::{RawReply, Session};
#[cfg(feature = "runtime")]
pub(crate) use settings::Standing;
pub use settings::{Setting, Settings};
// A build may have no carrier.
#[allow(unused_imports)]
pub(crate) use settings::flaw;
#[cfg(feature = "http")]
#[allow(unused_imports)]
pub(crate) use token::{Token, TokenCache};
