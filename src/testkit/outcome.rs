//! What came of the faults.

use std::fmt;
use std::time::Duration;

use super::fault::{Fault, Group};

/// What came of one fault.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// The fault.
    pub fault: &'static Fault,
    /// Why it does not concern the channel; none where it was tried.
    pub not_for_it: Option<&'static str>,
    /// What went wrong, each once; nothing where the channel survived.
    pub flaws: Vec<String>,
    /// The channel's errors, each once, as far as there are no more than ten.
    pub errors: Vec<String>,
    /// How many variants of the fault there were.
    pub variants: usize,
    /// The requests that the faulty server saw of any variant, at the most; logins included.
    pub requests: usize,
    /// The connections that it saw, at the most.
    pub connections: usize,
    /// The longest that a call took.
    pub took: Duration,
    /// The most memory that a call took, where it was looked at.
    pub peak: Option<usize>,
}

impl Outcome {
    pub(super) fn new(fault: &'static Fault) -> Self {
        Self {
            fault,
            not_for_it: None,
            flaws: Vec::new(),
            errors: Vec::new(),
            variants: 0,
            requests: 0,
            connections: 0,
            took: Duration::ZERO,
            peak: None,
        }
    }

    pub(super) fn tells(&mut self, error: String) {
        const MOST: usize = 10;
        if self.errors.len() < MOST && !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Whether the channel is none the worse.
    pub fn survived(&self) -> bool {
        self.flaws.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault { group, name, .. } = self.fault;
        write!(f, "{group}: {name}: ")?;
        match (self.not_for_it, self.flaws.as_slice()) {
            (Some(why), _) => f.write_str(why),
            (None, []) => f.write_str("survived"),
            (None, flaws) => f.write_str(&flaws.join("; ")),
        }
    }
}

/// What came of all faults that a channel was put to. `Display` is a line: how many of each group it survived, of those
/// that concern it.
#[derive(Debug, Clone)]
pub struct Outcomes(pub(super) Vec<Outcome>);

impl Outcomes {
    /// Each fault's, in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = &Outcome> {
        self.0.iter()
    }

    /// The faults that the channel does not survive.
    pub fn failed(&self) -> impl Iterator<Item = &Outcome> {
        self.iter().filter(|outcome| !outcome.survived())
    }

    /// How many faults of a group the channel survives, and how many concern it.
    pub fn of(&self, group: Group) -> (usize, usize) {
        let mine = || self.iter().filter(|o| o.fault.group == group && o.not_for_it.is_none());
        (mine().filter(|outcome| outcome.survived()).count(), mine().count())
    }
}

impl fmt::Display for Outcomes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |group| {
            let (survived, all) = self.of(group);
            format!("{group} {survived}/{all}")
        };
        f.write_str(&Group::ALL.map(of).join(", "))
    }
}
