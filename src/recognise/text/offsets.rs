//! Where decoded text stood before it was decoded.

use std::borrow::Cow;
use std::ops::Range;

/// A stretch of text that decoding replaced by another one, maybe by nothing.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where the new text stands, and how long it is.
    to: usize,
    to_len: usize,
    /// Where the old text stood, and how long it was.
    from: usize,
    from_len: usize,
}

/// The stretches that differ, in their order. What lies between them was copied.
#[derive(Debug, Default)]
pub(super) struct Offsets {
    pieces: Vec<Piece>,
}

impl Offsets {
    /// The stretch of the old text that a stretch of the new text came from. What was left out at its ends stays out.
    pub(super) fn back(&self, range: Range<usize>) -> Range<usize> {
        if range.is_empty() {
            let (at, _) = self.character(range.start);
            return at..at;
        }
        self.character(range.start).0..self.character(range.end - 1).1
    }

    /// From where to where the byte at a place reached in the old text.
    fn character(&self, at: usize) -> (usize, usize) {
        let before = self.pieces.partition_point(|piece| piece.to <= at);
        match before.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            None => (at, at + 1),
            Some(piece) if at < piece.to + piece.to_len => (piece.from, piece.from + piece.from_len),
            Some(piece) => {
                let old = at - piece.to - piece.to_len + piece.from + piece.from_len;
                (old, old + 1)
            }
        }
    }
}

/// Text that is copied but for some stretches.
#[derive(Debug)]
pub(super) struct Rewrite<'t> {
    old: &'t str,
    /// How far the old text was copied.
    done: usize,
    new: String,
    offsets: Offsets,
}

impl<'t> Rewrite<'t> {
    pub(super) fn new(old: &'t str) -> Self {
        Self { old, done: 0, new: String::new(), offsets: Offsets::default() }
    }

    /// Puts a character, or nothing, in the place of a stretch. Stretches come in their order and begin and end between
    /// characters.
    pub(super) fn replace(&mut self, range: Range<usize>, with: Option<char>) {
        if self.new.capacity() == 0 {
            self.new.reserve(self.old.len());
        }
        self.new.push_str(self.old.get(self.done..range.start).unwrap_or_default());
        let to_len = with.map_or(0, char::len_utf8);
        self.offsets.pieces.push(Piece {
            to: self.new.len(),
            to_len,
            from: range.start,
            from_len: range.len(),
        });
        self.new.extend(with);
        self.done = range.end;
    }

    /// The new text with its offsets; the old one where nothing was replaced.
    pub(super) fn finish(mut self) -> (Cow<'t, str>, Offsets) {
        if self.offsets.pieces.is_empty() {
            return (Cow::Borrowed(self.old), self.offsets);
        }
        self.new.push_str(self.old.get(self.done..).unwrap_or_default());
        (Cow::Owned(self.new), self.offsets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_finds_its_origin() {
        let old = "ab&nbsp;cd=\nef";
        let mut rewrite = Rewrite::new(old);
        rewrite.replace(2..8, Some('\u{a0}'));
        rewrite.replace(10..12, None);
        let (new, offsets) = rewrite.finish();
        assert_eq!(new, "ab\u{a0}cdef");
        let back = |part: &str| {
            let start = new.find(part).unwrap();
            &old[offsets.back(start..start + part.len())]
        };
        for (part, origin) in [
            ("ab", "ab"),
            ("b\u{a0}c", "b&nbsp;c"),
            ("\u{a0}", "&nbsp;"),
            ("cd", "cd"),
            ("de", "d=\ne"),
            ("ef", "ef"),
        ] {
            assert_eq!(back(part), origin);
        }
        assert_eq!(offsets.back(4..4), 8..8);
    }

    #[test]
    fn what_needs_no_decoding_is_not_copied() {
        let (text, offsets) = Rewrite::new("plain").finish();
        assert!(matches!(text, Cow::Borrowed("plain")));
        assert_eq!(offsets.back(1..3), 1..3);
    }
}
