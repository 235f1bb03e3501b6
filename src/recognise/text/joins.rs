//! Which groups of letters and digits are one number.
//!
//! Numbers are printed in groups of two to six characters, joined by single blanks, dots or dashes; the last may have
//! eight. From each group the longest join is tried first. A number does not begin or end inside of what may be a longer
//! one: between two such groups, only what is nobody else's by chance may be cut off, and beside a dot or dash with digits
//! nothing at all. Several blanks, a long dash and one line break are inside of numbers that prove themselves.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::candidate::Strength;
use super::super::index;
use super::groups::{Group, Joint, Kind};
use super::{chars, decoys};
use crate::carriers;
use crate::numbers::Normal;

/// How many groups a number has at most.
const MAX_GROUPS: usize = 12;

/// The shortest number that is looked for, in characters.
const MIN_LEN: usize = 7;

/// The longest group that numbers are printed in, and the longest at the end of several.
const MAX_GROUP: usize = 6;
const MAX_LAST_GROUP: usize = 8;

/// What the likeliest candidate of a join over an unusual joint needs: letters and digits some way apart, and digits in a
/// group that is too long to be one.
const ACROSS_LETTERS: i16 = 60;
const ACROSS_DIGITS: i16 = super::CERTAIN;

/// A join that has a format.
#[derive(Debug)]
pub(super) struct Join {
    pub(super) range: Range<usize>,
    pub(super) seen: Range<usize>,
    pub(super) number: Normal,
    pub(super) worth: Worth,
    /// It is joined over several blanks, a long dash or a line break, as the columns and lines of a table are.
    pub(super) is_loose: bool,
}

/// How sure a number is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Worth {
    /// A carrier's check digit and structure fit.
    pub(super) is_proven: bool,
    /// The likeliest candidate's score.
    pub(super) score: i16,
}

/// How sure a number is by itself; none where it is nobody's.
pub(super) fn worth(number: &Normal) -> Option<Worth> {
    let worths = index::find(number).map(|hit| Worth {
        is_proven: Strength::of(hit.format, hit.fit) == Strength::Proven,
        score: hit.score,
    });
    worths.reduce(|one, other| Worth {
        is_proven: one.is_proven || other.is_proven,
        score: one.score.max(other.score),
    })
}

/// Which first and last characters the numbers of each length have: a bit for each of the four below.
struct Ends(Vec<[u8; 128]>);

const FIRST: u8 = 1;
const LAST: u8 = 2;
/// The same of formats of which a number may prove itself.
const FIRST_PROVEN: u8 = 4;
const LAST_PROVEN: u8 = 8;

static ENDS: LazyLock<Ends> = LazyLock::new(|| {
    let mut ends = vec![[0; 128]; Normal::MAX_LEN + 1];
    let formats = carriers::ALL.iter().flat_map(|entry| entry.formats);
    for format in formats {
        let is_provable = format.check().is_some() && format.is_structured();
        for len in format.shape().lengths() {
            let Some(row) = ends.get_mut(len) else { continue };
            let (first, last) =
                if is_provable { (FIRST | FIRST_PROVEN, LAST | LAST_PROVEN) } else { (FIRST, LAST) };
            for (at, bits) in [(0, first), (len - 1, last)] {
                for character in format.characters_at(at, len) {
                    if let Some(place) = row.get_mut(usize::from(character)) {
                        *place |= bits;
                    }
                }
            }
        }
    }
    Ends(ends)
});

impl Ends {
    fn may_be(&self, len: usize, first: u8, last: u8, proven: bool) -> bool {
        let (wanted_first, wanted_last) = if proven { (FIRST_PROVEN, LAST_PROVEN) } else { (FIRST, LAST) };
        self.0.get(len).is_some_and(|row| {
            row.get(usize::from(first)).is_some_and(|bits| bits & wanted_first != 0)
                && row.get(usize::from(last)).is_some_and(|bits| bits & wanted_last != 0)
        })
    }
}

/// How well a number may begin or end at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// Well.
    Free,
    /// Only one that proves itself and is hardly there by chance.
    Tight,
    /// Not at all.
    Hard,
}

/// The numbers in a chain of groups, from the first to the last, none inside of another.
pub(super) fn find(text: &str, groups: &[Group], outer: (Edge, Edge), found: &mut impl FnMut(Join)) {
    let mut at = 0;
    while let Some(rest) = groups.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(len) = decoys::account(text, rest) {
            at += len;
            continue;
        }
        let left = match at.checked_sub(1).and_then(|before| groups.get(before)) {
            Some(before) => rest.first().map_or(Edge::Hard, |first| edge(before, first)),
            None => outer.0,
        };
        match longest(text, rest, left, outer.1) {
            Some((join, len)) => {
                found(join);
                at += len;
            }
            None => at += 1,
        }
    }
}

/// The longest number that begins with the first group, and how many groups it has.
fn longest(text: &str, groups: &[Group], left: Edge, right: Edge) -> Option<(Join, usize)> {
    let first = groups.first().filter(|_| left != Edge::Hard)?;
    // From the first group to each that may be the last: the length and what the joints between ask for.
    let mut ways = [(0, Asks::default()); MAX_GROUPS];
    let (mut len, mut asks, mut count) = (0, Asks::default(), 0);
    for (index, group) in groups.iter().take(MAX_GROUPS).enumerate() {
        let before = index.checked_sub(1).and_then(|before| groups.get(before));
        if before.is_some_and(|before| !asks.join(before, group)) {
            break;
        }
        len += group.len;
        asks.add(group);
        if len > Normal::MAX_LEN || asks.is_hopeless() {
            break;
        }
        if let Some(way) = ways.get_mut(index) {
            *way = (len, asks);
        }
        count = index + 1;
    }
    let read = |count: usize| {
        if ways.get(count.checked_sub(1)?)?.1.is_loose {
            return concatenated(text, groups.get(..count)?);
        }
        let range = first.range.start..groups.get(count - 1)?.range.end;
        chars::normal(text.get(range)?)
    };
    // Without punctuation, what is shorter begins the same.
    let (mut whole, all) = (None, count);
    (1..=count).rev().find_map(|count| {
        let (len, asks) = *ways.get(count - 1)?;
        let last = groups.get(count - 1)?;
        let right = groups.get(count).map_or(right, |next| edge(last, next));
        let is_cut = left.max(right) != Edge::Free;
        let must_be_proven = is_cut || asks.proof;
        if len < MIN_LEN
            || !asks.has_digits
            || right == Edge::Hard
            || !ENDS.may_be(len, first.ends.0, last.ends.1, must_be_proven)
        {
            return None;
        }
        let range = first.range.start..last.range.end;
        let whole: &Option<Normal> = whole.get_or_insert_with(|| read(all));
        let number = match whole {
            Some(whole) if whole.punctuation().0 == 0 => whole.first(len),
            _ => read(count)?,
        };
        let worth = worth(&number)?;
        let is_enough = match worth.is_proven {
            true => !is_cut || worth.score >= super::CERTAIN,
            false => !must_be_proven && worth.score >= asks.score,
        };
        let seen = first.seen.start..last.seen.end;
        is_enough.then_some((Join { range, seen, number, worth, is_loose: asks.is_loose }, count))
    })
}

/// The groups as one number, whatever stands between.
#[cold]
fn concatenated(text: &str, groups: &[Group]) -> Option<Normal> {
    let mut whole = String::with_capacity(2 * Normal::MAX_LEN);
    whole.extend(groups.iter().filter_map(|group| text.get(group.range.clone())));
    chars::normal(&whole)
}

/// What is asked of a number because of how its groups look.
#[derive(Debug, Clone, Copy)]
struct Asks {
    has_digits: bool,
    groups: u8,
    /// Groups of one character.
    single: u8,
    /// Whether there are dots or dashes, and what else stands only inside of numbers that prove themselves.
    is_marked: bool,
    is_loose: bool,
    is_broken: bool,
    /// It must prove itself.
    proof: bool,
    /// Its score must be so high.
    score: i16,
}

impl Default for Asks {
    fn default() -> Self {
        Self {
            has_digits: false,
            groups: 0,
            single: 0,
            is_marked: false,
            is_loose: false,
            is_broken: false,
            proof: false,
            score: i16::MIN,
        }
    }
}

impl Asks {
    fn add(&mut self, group: &Group) {
        self.has_digits |= group.kind == Kind::Digits;
        self.groups += 1;
        self.single += u8::from(group.len == 1);
    }

    /// Whether the two may be one number at all.
    fn join(&mut self, before: &Group, group: &Group) -> bool {
        self.proof |= before.kind == Kind::Lower || group.kind == Kind::Lower;
        match group.joint {
            Joint::Never => return false,
            Joint::Bracket => {}
            Joint::Mark => self.is_marked = true,
            // Only one line break.
            Joint::Break if self.is_broken => return false,
            Joint::Loose | Joint::Break if before.len > MAX_GROUP || group.len > MAX_GROUP => return false,
            Joint::Loose | Joint::Break => {
                self.is_broken |= group.joint == Joint::Break;
                self.is_loose = true;
                self.proof = true;
            }
            Joint::Blank if before.kind == Kind::Digits && group.kind == Kind::Digits => {
                let longest = if self.groups > 1 { MAX_LAST_GROUP } else { MAX_GROUP };
                if before.len > MAX_GROUP || group.len > longest {
                    self.score = self.score.max(ACROSS_DIGITS);
                }
            }
            Joint::Blank => self.score = self.score.max(ACROSS_LETTERS),
        }
        !(self.is_loose && self.is_marked)
    }

    fn is_hopeless(&self) -> bool {
        self.single > 3
    }
}

/// How well a number may end between two groups.
pub(super) fn edge(before: &Group, after: &Group) -> Edge {
    let both_digits = before.kind == Kind::Digits && after.kind == Kind::Digits;
    match after.joint {
        Joint::Bracket => Edge::Hard,
        Joint::Loose | Joint::Break => Edge::Free,
        _ if !both_digits => Edge::Free,
        Joint::Mark | Joint::Never => Edge::Hard,
        Joint::Blank if before.len > MAX_GROUP || after.len > MAX_GROUP => Edge::Free,
        Joint::Blank => Edge::Tight,
    }
}
