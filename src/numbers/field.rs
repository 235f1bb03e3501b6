//! What a part of a number means.

/// A part of a number that means something, such as a service or a serial number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    name: &'static str,
    start: u8,
    len: u8,
    codes: &'static [(&'static str, &'static str)],
    points: i16,
}

impl Field {
    /// The characters from a place, counted from 0.
    pub const fn new(name: &'static str, start: u8, len: u8) -> Self {
        Self { name, start, len, codes: &[], points: 0 }
    }

    /// The same with what its values mean, sorted. A code that is shorter than the field stands for all values that begin
    /// with it.
    #[must_use]
    pub const fn with_codes(self, codes: &'static [(&'static str, &'static str)]) -> Self {
        Self { codes, ..self }
    }

    /// The same where it tells so much that the value is one of the codes, in tenths of a natural logarithm.
    #[must_use]
    pub const fn telling(self, points: i16) -> Self {
        Self { points, ..self }
    }

    /// What it is, such as `service`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where it stands in the normal form.
    pub const fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }

    /// The values that are known, sorted, with what they mean.
    pub const fn codes(&self) -> &'static [(&'static str, &'static str)] {
        self.codes
    }

    /// What a value means.
    pub fn meaning(&self, value: &str) -> Option<&'static str> {
        let code = |len: usize| {
            let value = value.get(..len)?.as_bytes();
            // Codes are so short that comparing them byte by byte is fastest.
            let at = self.codes.binary_search_by(|(code, _)| code.bytes().cmp(value.iter().copied())).ok()?;
            self.codes.get(at).map(|(_, meaning)| *meaning)
        };
        (1..=value.len()).rev().find_map(code)
    }

    /// What the field tells of a number, in tenths of a natural logarithm.
    pub(super) fn points(&self, number: &str) -> i16 {
        let is_known = number.get(self.range()).is_some_and(|value| self.meaning(value).is_some());
        if is_known { self.points } else { 0 }
    }

    /// Whether it tells anything.
    pub(crate) const fn is_telling(&self) -> bool {
        self.points != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_code_counts() {
        const SERVICE: Field =
            Field::new("service", 0, 2).with_codes(&[("G", "some"), ("GA", "one"), ("R", "all")]).telling(7);
        assert_eq!(SERVICE.meaning("GA"), Some("one"));
        assert_eq!(SERVICE.meaning("GB"), Some("some"));
        assert_eq!(SERVICE.meaning("A"), None);
        assert_eq!((SERVICE.points("RX1"), SERVICE.points("X"), SERVICE.points("XX1")), (7, 0, 0));
    }
}
