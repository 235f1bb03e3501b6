//! Formats of tracking numbers as data: which characters stand where, what the check digit says, what the parts mean.
//!
//! A carrier's folder holds its formats as a table of [`Format`]s, made at compile time from patterns such as
//! `1Z*{6}*{2}*{7}#`; a pattern that is none does not compile. [`recognise`](crate::recognise) finds the formats of a
//! number by its length and first characters. Nothing here allocates or asks anybody.

mod normal;
mod shape;
mod check;
mod field;
pub(crate) mod s10;
mod format;

pub use check::{Algorithm, Check, Fit};
pub(crate) use check::{Sum, Values, is_payment_card};
pub use field::Field;
pub use format::{Form, Format, find};
pub use normal::Normal;
pub use shape::Shape;
