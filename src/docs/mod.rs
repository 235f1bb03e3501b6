//! Longer texts: how the crate is built, and how to add to it.

#[doc = include_str!("architecture.md")]
pub mod architecture {}

#[doc = include_str!("add_a_carrier.md")]
pub mod add_a_carrier {}

#[doc = include_str!("merge.md")]
pub mod merge {}

#[doc = include_str!("changes.md")]
pub mod changes {}

#[doc = include_str!("faults.md")]
pub mod faults {}
