//! Text as people see it, with the way back to the text as it was given.

use std::borrow::Cow;
use std::ops::Range;

use super::offsets::{Offsets, Rewrite};
use super::{entities, quoted};

/// Text without quoted-printable and without HTML's character references.
#[derive(Debug)]
pub(super) struct Decoded<'t> {
    text: Cow<'t, str>,
    /// What was done last comes first.
    steps: [Offsets; 2],
}

impl<'t> Decoded<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut rewrite = Rewrite::new(text);
        quoted::decode(&mut rewrite, text);
        let (text, first) = rewrite.finish();
        let mut rewrite = Rewrite::new(&text);
        entities::decode(&mut rewrite, &text);
        let (again, second) = rewrite.finish();
        let text = match again {
            Cow::Owned(again) => Cow::Owned(again),
            Cow::Borrowed(_) => text,
        };
        Self { text, steps: [second, first] }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch stood in the text as it was given.
    pub(super) fn original(&self, range: Range<usize>) -> Range<usize> {
        self.steps.iter().fold(range, |range, step| step.back(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_steps_lead_back() {
        let given = "n=3D1&nb=\nsp;Z=20&#57;9";
        let decoded = Decoded::new(given);
        assert_eq!(decoded.text(), "n=1\u{a0}Z 99");
        let start = decoded.text().find('1').unwrap();
        assert_eq!(&given[decoded.original(start..decoded.text().len())], "1&nb=\nsp;Z=20&#57;9");
        assert_eq!(Decoded::new("für").original(1..3), 1..3);
    }
}
