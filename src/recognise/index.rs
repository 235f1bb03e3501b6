//! All formats of all carriers, by length and by the characters that may stand at each place.
//!
//! The formats of one length are looked at together, a bit for each: every character of a number leaves those that may
//! have it at its place. Formats with the same check character share one sum.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::carrier::Entry;
use crate::carriers;
use crate::numbers::{Check, Field, Fit, Format, Normal, Sum, Values};

/// A bit for each format of one length, the first of the registry's the lowest.
type Set = u64;

/// How many characters there are by the six low bits of their code, in which digits and capitals differ.
const CHARACTERS: usize = 64;

/// For each character the formats that may have it at a place.
type Place = [Set; CHARACTERS];

/// A format and whose it is, with what a number is asked for often, because a format is large.
struct Row {
    entry: &'static Entry,
    format: &'static Format,
    /// The place of its check character among the table's, if it has one.
    check: usize,
    /// Its score where the check character is right, or there is none, without what the fields tell.
    points: i16,
    /// The same where the check character is wrong.
    points_if_wrong: i16,
    has_telling_field: bool,
}

impl Row {
    fn new(entry: &'static Entry, format: &'static Format) -> Self {
        let fit = if format.check().is_some() { Fit::Fits } else { Fit::None };
        Self {
            entry,
            format,
            check: 0,
            points: format.points(fit),
            points_if_wrong: format.points(Fit::Fails(None)),
            has_telling_field: format.fields().iter().any(Field::is_telling),
        }
    }
}

/// A check character and the formats that have it.
struct Shared {
    check: &'static Check,
    /// The same where it is a sum of digits, which is faster.
    sum: Option<Sum>,
    set: Set,
}

/// The formats that numbers of one length may have.
struct Table {
    rows: Box<[Row]>,
    /// One for each place; those that are equal are one.
    places: Box<[Arc<Place>]>,
    /// Those that may have a digit at every place.
    digits: Set,
    /// The places where digits are not all alike.
    telling: Box<[(usize, Arc<Place>)]>,
    /// Those that may stand without punctuation.
    plain: Set,
    /// Those that may stand in groups where the check character is right.
    in_groups: Set,
    checks: Vec<Shared>,
    /// Those that have one.
    checked: Set,
    /// Those that ask for no right check character.
    unchecked: Set,
    /// Those of which more must hold.
    ruled: Set,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    (0..=Normal::MAX_LEN).map(|len| Table::new(len, &mut known)).collect()
});

impl Table {
    fn new(len: usize, known: &mut HashMap<Place, Arc<Place>>) -> Self {
        let all = carriers::ALL.iter();
        let rows = all.flat_map(|entry| entry.formats.iter().map(move |format| Row::new(entry, format)));
        let mut rows: Box<[Row]> = rows.filter(|row| row.format.shape().lengths().contains(&len)).collect();
        assert!(rows.len() <= Set::BITS as usize, "more formats of one length than a set holds");
        let mut checks: Vec<Shared> = Vec::new();
        for (row, bit) in rows.iter_mut().zip(0..).map(|(row, at)| (row, 1 << at)) {
            let Some(check) = row.format.check() else { continue };
            let is_digit =
                |place| row.format.characters_at(place, len).all(|character| character.is_ascii_digit());
            let is_sum = check.algorithm().takes_letters() || check.body(len).all(is_digit);
            let sum = Sum::new(check, len).filter(|_| is_sum);
            let is_same = |other: &Shared| other.check == check && other.sum.is_some() == sum.is_some();
            row.check = checks.iter().position(is_same).unwrap_or(checks.len());
            match checks.get_mut(row.check) {
                Some(shared) => shared.set |= bit,
                None => checks.push(Shared { check, sum, set: bit }),
            }
        }
        let place = |place| {
            let mut set = [0; CHARACTERS];
            for (row, bit) in bits(&rows) {
                for character in row.format.characters_at(place, len) {
                    if let Some(set) = set.get_mut(low_bits(character)) {
                        *set |= bit;
                    }
                }
            }
            known.entry(set).or_insert_with(|| Arc::new(set)).clone()
        };
        let of = |is_one: fn(&Format) -> bool| {
            bits(&rows).filter(|(row, _)| is_one(row.format)).fold(0, |set, (_, bit)| set | bit)
        };
        let places: Box<[Arc<Place>]> = (0..len).map(place).collect();
        let tells = |place: &Place| {
            let mut digits = (b'0'..=b'9').map(|digit| place.get(low_bits(digit)));
            let first = digits.next();
            digits.any(|other| Some(other) != first)
        };
        let telling = places.iter().enumerate().filter(|(_, place)| tells(place));
        Self {
            telling: telling.map(|(at, place)| (at, place.clone())).collect(),
            digits: places.iter().fold(Set::MAX, |set, place| {
                set & (b'0'..=b'9')
                    .fold(0, |set, digit| set | place.get(low_bits(digit)).copied().unwrap_or(0))
            }),
            places,
            plain: of(Format::is_plain),
            in_groups: of(Format::may_stand_in_groups),
            checks,
            checked: of(|format| format.check().is_some()),
            unchecked: of(|format| format.check().is_none() || format.takes_wrong()),
            ruled: of(Format::has_rule),
            rows,
        }
    }

    /// Those that may have the characters of a number at their places.
    fn of_shape(&self, number: &Normal) -> Set {
        let at = |place: &Place, character: u8| place.get(low_bits(character)).copied().unwrap_or(0);
        if !number.has_letter() {
            return self.telling.iter().fold(self.digits, |set, (place, sets)| {
                set & number.bytes().get(*place).map_or(0, |digit| at(sets, *digit))
            });
        }
        let mut set = Set::MAX;
        for (character, place) in number.bytes().iter().zip(&self.places) {
            set &= at(place, *character);
            if set == 0 {
                break;
            }
        }
        set
    }

    /// Those of a set whose check character is the right one.
    fn right(&self, set: Set, number: &Normal) -> Set {
        let (mut rest, mut right) = (set, 0);
        if rest == 0 {
            return 0;
        }
        let values = Values::of(number);
        while let Some(shared) = self.first(rest).and_then(|row| self.checks.get(row.check)) {
            let fits = match &shared.sum {
                Some(sum) => sum.fits(number, &values),
                None => shared.check.fit(number) == Fit::Fits,
            };
            right |= if fits { shared.set } else { 0 };
            rest &= !shared.set;
        }
        right
    }

    /// Those of a set of which something holds.
    fn retain(&self, set: Set, holds: impl Fn(&Format) -> bool) -> Set {
        let mut kept = set;
        let mut rest = set;
        while let Some((row, bit)) = self.take_first(&mut rest) {
            if !holds(row.format) {
                kept &= !bit;
            }
        }
        kept
    }

    /// The first of a set.
    fn first(&self, set: Set) -> Option<&Row> {
        self.rows.get(set.trailing_zeros() as usize)
    }

    /// Takes the first out of a set.
    fn take_first(&self, set: &mut Set) -> Option<(&Row, Set)> {
        let row = self.first(*set)?;
        let rest = *set & (*set - 1);
        let bit = *set ^ rest;
        *set = rest;
        Some((row, bit))
    }
}

fn bits(rows: &[Row]) -> impl Iterator<Item = (&Row, Set)> {
    rows.iter().enumerate().map(|(at, row)| (row, 1 << at))
}

fn low_bits(character: u8) -> usize {
    usize::from(character) % CHARACTERS
}

/// The formats that a number has, in the order of the registry, with what the check character says.
pub(super) fn find(number: &Normal) -> Found<'_> {
    let nothing = Found { number, table: None, rest: 0, right: 0 };
    let Some(table) = TABLES.get(number.len()) else { return nothing };
    let mut set = table.of_shape(number);
    if set == 0 {
        return nothing;
    }
    let right = table.right(set & table.checked, number);
    set &= right | table.unchecked;
    set = match number.punctuation() {
        (0, _) => set & table.plain,
        _ => {
            let in_groups = if number.is_in_groups() { set & right & table.in_groups } else { 0 };
            in_groups | table.retain(set, |format| format.is_printed(number))
        }
    };
    if set & table.ruled != 0 {
        set = table.retain(set & table.ruled, |format| format.meets_rule(number)) | (set & !table.ruled);
    }
    Found { number, table: Some(table), rest: set, right }
}

/// See [`find`].
pub(super) struct Found<'n> {
    number: &'n Normal,
    table: Option<&'static Table>,
    rest: Set,
    /// Those whose check character is the right one.
    right: Set,
}

/// A format that a number has.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    pub(super) entry: &'static Entry,
    pub(super) format: &'static Format,
    pub(super) fit: Fit,
    pub(super) score: i16,
}

impl Iterator for Found<'_> {
    type Item = Hit;

    #[inline]
    fn next(&mut self) -> Option<Hit> {
        let table = self.table?;
        let (row, bit) = table.take_first(&mut self.rest)?;
        let (fit, points) = match row.format.check() {
            Some(check) if self.right & bit == 0 => (check.fit(self.number), row.points_if_wrong),
            Some(_) => (Fit::Fits, row.points),
            None => (Fit::None, row.points),
        };
        let fields = if row.has_telling_field { row.format.points_of_fields(self.number) } else { 0 };
        Some(Hit { entry: row.entry, format: row.format, fit, score: points + fields })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.rest.count_ones() as usize;
        (count, Some(count))
    }
}

impl ExactSizeIterator for Found<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each format says by itself.
    fn one_by_one(number: &Normal) -> Vec<(&'static str, &'static str, Fit, i16)> {
        let all =
            carriers::ALL.iter().flat_map(|entry| entry.formats.iter().map(move |format| (entry, format)));
        let fits = all.filter_map(|(entry, format)| Some((entry, format, format.fit(number)?)));
        fits.map(|(entry, format, fit)| (entry.name, format.name(), fit, format.score(number, fit))).collect()
    }

    #[test]
    fn the_tables_say_what_the_formats_say() {
        let formats = carriers::ALL.iter().flat_map(|entry| entry.formats);
        let mut hits = 0;
        for (format, seed) in formats.flat_map(|format| (0..40).map(move |seed| (format, seed))) {
            let Some(example) = format.example(seed) else { continue };
            let mut others = vec![
                example.replace(['.', '-', '/'], ""),
                example.replace('1', "7"),
                example[1..].to_owned(),
            ];
            others.push(format!("{}-{}", &example[..2], &example[2..]));
            others.push(example);
            for number in others.iter().filter_map(|number| Normal::new(number)) {
                let found: Vec<_> = find(&number)
                    .map(|hit| (hit.entry.name, hit.format.name(), hit.fit, hit.score))
                    .collect();
                assert_eq!(found, one_by_one(&number), "{}", number.as_str());
                hits += found.len();
            }
        }
        assert!(hits > 10_000, "{hits}");
    }
}
