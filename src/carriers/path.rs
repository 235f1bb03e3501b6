//! Where something stands in an answer.

use std::fmt;

/// A path such as `shipments[0].events[3].timestamp`. It becomes text only where it is shown.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    outer: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Field(&'p str),
    Entry(usize),
}

impl<'p> Path<'p> {
    /// The answer itself, of which no path speaks.
    pub(super) const ROOT: Self = Self::of("");

    /// A field of the answer.
    pub(super) const fn of(field: &'p str) -> Self {
        Self { outer: None, step: Step::Field(field) }
    }

    /// A field of what stands here.
    pub(super) const fn field(&'p self, name: &'p str) -> Self {
        Self { outer: Some(self), step: Step::Field(name) }
    }

    /// An entry of the list that stands here, counted from 0.
    pub(super) const fn entry(&'p self, index: usize) -> Self {
        Self { outer: Some(self), step: Step::Entry(index) }
    }

    fn is_root(&self) -> bool {
        matches!(self, Self { outer: None, step: Step::Field("") })
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outer = self.outer.filter(|outer| !outer.is_root());
        if let Some(outer) = outer {
            outer.fmt(f)?;
        }
        match self.step {
            Step::Field(name) if outer.is_some() => write!(f, ".{name}"),
            Step::Field(name) => f.write_str(name),
            Step::Entry(index) => write!(f, "[{index}]"),
        }
    }
}

impl From<&Path<'_>> for String {
    fn from(path: &Path<'_>) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_joined_as_in_a_program() {
        let list = Path::of("shipments");
        let shipment = list.entry(0);
        assert_eq!(
            shipment.field("events").entry(3).field("timestamp").to_string(),
            "shipments[0].events[3].timestamp"
        );
        assert_eq!(Path::ROOT.field("errors").entry(1).to_string(), "errors[1]");
        assert_eq!(Path::ROOT.entry(2).field("code").to_string(), "[2].code");
        assert_eq!(String::from(&Path::ROOT), "");
    }
}
