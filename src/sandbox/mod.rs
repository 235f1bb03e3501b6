//! Journeys of parcels of which the truth is known, and what sources make of them: for tests of what is built on this
//! crate, and for measuring a merger.
//!
//! A [`Journey`] comes from a [`Scenario`] and a seed, or from a [`Script`]. It holds what really happened and, as
//! [`observations`](Journey::observations), what two to four sources say about it while it happens: each hears of scans
//! in its own time, is asked at its own rhythm and has flaws of its own. How bad these are is a [`Noise`].
//!
//! ```
//! use parceltrack::sandbox::Scenario;
//! use parceltrack::{History, Status};
//!
//! let journey = Scenario::Refused.journey(42);
//! let mut history = History::new();
//! for (observation, at) in journey.observations().iter().zip(journey.times()) {
//!     history.absorb(observation.clone());
//!     let (merged, truth) = (history.parcel(at), journey.truth_at(at));
//!     // Compare `merged.status()` with `truth.status`.
//! # let _ = (merged, truth);
//! }
//! let end = journey.times().last().unwrap();
//! assert_eq!(journey.truth_at(end).status, Some(Status::Returned));
//! ```
//!
//! Everything depends on the seed alone: no clock, no machine, no other source of chance. Another version of the crate may
//! make other journeys of the same seed.
//!
//! Limits: journeys begin in 2026; a parcel has at most two carriers; weak sources repeat carriers and know nothing of
//! their own but what they infer; names, addresses and numbers are made up.

mod random;
mod place;
mod scenario;
mod noise;
mod scan;
mod plan;
mod stories;
mod teller;
mod texts;
mod observe;
mod truth;
mod journey;
mod script;

pub use journey::Journey;
pub use noise::Noise;
pub use place::Place;
pub use scan::{Scan, ScanKind};
pub use scenario::{Scenario, UnknownScenario};
pub use script::Script;
pub use truth::{Told, Truth};
