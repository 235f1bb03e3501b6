//! Requests and replies as plain values, and the client that sends them.
//!
//! Carriers build a [`Request`] and read a [`Reply`] in pure code; only the client's files, behind the feature `http`,
//! know an HTTP crate. Whoever wants another client implements [`Transport`].

mod secret;
mod request;
mod reply;
mod transport;
#[cfg(all(test, feature = "runtime"))]
mod paused;
#[cfg(all(test, shuttle, feature = "runtime"))]
mod leaping;
#[cfg(any(all(any(feature = "dhl", feature = "ups"), feature = "http"), test))]
mod basic;
#[cfg(feature = "http")]
mod limits;
#[cfg(feature = "http")]
mod body;
#[cfg(feature = "http")]
mod failure;
#[cfg(feature = "http")]
mod client;

#[cfg(any(all(any(feature = "dhl", feature = "ups"), feature = "http"), test))]
pub(crate) use basic::basic_auth;
#[cfg(feature = "testkit")]
pub(crate) use client::NoAddress;
#[cfg(feature = "http")]
pub use client::{HttpClient, HttpClientBuilder};
#[cfg(all(test, shuttle, feature = "runtime"))]
pub(crate) use leaping::LeapingClock;
#[cfg(all(test, feature = "runtime"))]
pub(crate) use paused::PausedClock;
pub use reply::{Reply, kind_of_status, read_json};
pub(crate) use reply::{read_json_seed, read_json_text};
pub use request::{Endpoint, Method, Request};
pub use secret::Secret;
pub use transport::{Clock, Transport};
