//! One format of one carrier's numbers.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::check::{Algorithm, Check, Fit};
use super::field::Field;
use super::normal::Normal;
use super::s10;
use super::shape::{Shape, bit, characters};
use crate::chance;

/// From how many points a shape is more than "so many digits".
const STRUCTURE: i16 = 30;

/// From how many points a shape is so plain that a wrong check digit is a mistyped number rather than another's.
const UNMISTAKABLE: i16 = 70;

/// What a wrong check digit takes away, in tenths of a natural logarithm.
const WRONG: i16 = 40;

/// What else must hold of a number, and how much it tells.
type Rule = (fn(&str) -> bool, i16);

/// The form of a number that its carrier's page takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// All of it.
    Whole,
    /// Without so many characters before and behind.
    Inner {
        /// Characters left out before.
        skip: u8,
        /// Characters left out behind.
        tail: u8,
    },
    /// All of it behind this.
    Behind(&'static str),
}

/// One format of one carrier's numbers. Made at compile time; what is not told has its default.
///
/// ```
/// use parceltrack::numbers::{Algorithm, Check, Field, Fit, Format, Normal};
///
/// const IDENTCODE: Format = Format::new("Identcode", "#{12}").checked(Check::new(Algorithm::Identcode));
///
/// assert_eq!(IDENTCODE.fit(&Normal::new("31.27 14.768 284").unwrap()), None); // never printed so
/// assert_eq!(IDENTCODE.fit(&Normal::new("312714768284").unwrap()), Some(Fit::Fits));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    name: &'static str,
    shape: Shape,
    check: Option<Check>,
    fields: &'static [Field],
    form: Form,
    url: Option<&'static str>,
    last_mile: Option<&'static str>,
    prior: i16,
    rule: Option<Rule>,
    punctuation: u8,
    places: Option<u64>,
    keeps_wrong: bool,
}

impl Format {
    /// A format of numbers that have the shape of a pattern; see [`Shape`].
    pub const fn new(name: &'static str, pattern: &str) -> Self {
        Self {
            name,
            shape: Shape::new(pattern),
            check: None,
            fields: &[],
            form: Form::Whole,
            url: None,
            last_mile: None,
            prior: 0,
            rule: None,
            punctuation: 0,
            places: None,
            keeps_wrong: false,
        }
    }

    /// The same under another name.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// The same with a check character.
    #[must_use]
    pub const fn checked(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }

    /// The same with what the Universal Postal Union's standard S10 says of all its numbers: the check digit and the parts.
    /// <https://www.upu.int/en/members-centre/programmes-services/standards>
    #[must_use]
    pub const fn s10(self) -> Self {
        self.checked(Check::new(Algorithm::S10).after(2).before(2)).with_fields(&s10::FIELDS)
    }

    /// The same with the meaning of its parts.
    #[must_use]
    pub const fn with_fields(self, fields: &'static [Field]) -> Self {
        Self { fields, ..self }
    }

    /// The same where the carrier's page takes another form.
    #[must_use]
    pub const fn shown_as(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same with a page of its own; `{n}` stands for the number.
    #[must_use]
    pub const fn with_url(self, url: &'static str) -> Self {
        Self { url: Some(url), ..self }
    }

    /// The same for numbers that another carrier delivers under the same number.
    #[must_use]
    pub const fn delivered_by(self, carrier: &'static str) -> Self {
        Self { last_mile: Some(carrier), ..self }
    }

    /// The same, more or less usual than others of its length, in tenths of a natural logarithm.
    #[must_use]
    pub const fn more_usual_by(self, prior: i16) -> Self {
        Self { prior, ..self }
    }

    /// The same for numbers that meet a further rule, which tells so much, in tenths of a natural logarithm.
    #[must_use]
    pub const fn where_also(self, rule: fn(&str) -> bool, points: i16) -> Self {
        Self { rule: Some((rule, points)), ..self }
    }

    /// The same, also printed with this punctuation anywhere.
    #[must_use]
    pub const fn printed_with(self, punctuation: char) -> Self {
        Self { punctuation: punctuation as u8, places: None, ..self }
    }

    /// The same, only ever printed with this punctuation before these places, counted from 0.
    #[must_use]
    pub const fn only_printed_with(self, punctuation: char, before: &[u8]) -> Self {
        let (mut places, mut rest) = (0, before);
        while let [place, others @ ..] = rest {
            places |= 1 << *place;
            rest = others;
        }
        Self { punctuation: punctuation as u8, places: Some(places), ..self }
    }

    /// The same, but a number with a wrong check character is still taken for one that was mistyped.
    #[must_use]
    pub const fn even_if_mistyped(self) -> Self {
        Self { keeps_wrong: true, ..self }
    }

    /// Its name, unique among its carrier's.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Which characters stand where.
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Its check character.
    pub const fn check(&self) -> Option<&Check> {
        self.check.as_ref()
    }

    /// The parts that mean something.
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The name of the carrier that delivers under the same number, where that is another.
    pub const fn last_mile(&self) -> Option<&'static str> {
        self.last_mile
    }

    /// The format's own page.
    pub const fn url(&self) -> Option<&'static str> {
        self.url
    }

    /// A number as it is printed: with its punctuation, where it has that always.
    fn printed<'n>(&self, number: &'n str) -> Cow<'n, str> {
        let Some(places) = self.places else { return number.into() };
        let mut printed = String::with_capacity(number.len() + 3);
        for (place, character) in number.chars().enumerate() {
            if places >> place.min(63) & 1 == 1 {
                printed.push(char::from(self.punctuation));
            }
            printed.push(character);
        }
        printed.into()
    }

    /// The form of a number that the carrier's page takes.
    pub fn page_form<'n>(&self, number: &'n str) -> Cow<'n, str> {
        match self.form {
            Form::Whole => self.printed(number),
            Form::Behind(front) => format!("{front}{number}").into(),
            Form::Inner { skip, tail } => {
                let end = number.len().saturating_sub(usize::from(tail));
                number.get(usize::from(skip)..end).unwrap_or(number).into()
            }
        }
    }

    /// What the check character says of a number that has this format; none for one that has not. A wrong check character
    /// is told of only where the rest is unmistakable.
    pub fn fit(&self, number: &Normal) -> Option<Fit> {
        if !self.shape.fits(number) || !self.meets_rule(number) {
            return None;
        }
        let fit = self.check.as_ref().map_or(Fit::None, |check| check.fit(number));
        let is_taken = !matches!(fit, Fit::Fails(_)) || self.takes_wrong();
        let is_in_groups = fit == Fit::Fits && self.may_stand_in_groups() && number.is_in_groups();
        (is_taken && (is_in_groups || self.is_printed(number))).then_some(fit)
    }

    /// The same for a number as text.
    pub fn fit_of(&self, number: &str) -> Option<Fit> {
        self.fit(&Normal::new(number)?)
    }

    /// Whether its numbers may also stand in groups, with dashes or dots between, where the check character is right: such
    /// a number is unmistakable as it is.
    pub(crate) fn may_stand_in_groups(&self) -> bool {
        self.is_plain() && self.is_structured()
    }

    /// A number of this format for one that has not, because someone read O for 0 or I for 1, or the reverse; none where
    /// the check character does not prove it.
    pub(crate) fn repaired(&self, number: &Normal) -> Option<String> {
        let read = |(place, character): (usize, char)| {
            let other = match character {
                'O' => '0',
                '0' => 'O',
                'I' => '1',
                '1' => 'I',
                _ => character,
            };
            let set = self.shape.set_at(place, number.len());
            let is_here = |one: &char| bit(u8::try_from(*one).unwrap_or(0)) & set != 0;
            [character, other].into_iter().find(is_here)
        };
        let repaired: String = number.as_str().char_indices().map(read).collect::<Option<_>>()?;
        (self.is_structured() && self.fit_of(&repaired) == Some(Fit::Fits)).then_some(repaired)
    }

    /// Whether a number stands with no other punctuation than the format has.
    pub(crate) fn is_printed(&self, number: &Normal) -> bool {
        let (punctuation, places) = number.punctuation();
        match self.places {
            Some(wanted) => punctuation == self.punctuation && places == wanted,
            None => punctuation == 0 || punctuation == self.punctuation,
        }
    }

    /// Whether numbers of this format may stand without punctuation.
    pub(crate) const fn is_plain(&self) -> bool {
        self.places.is_none()
    }

    /// Whether more must hold of a number than its shape and check character.
    pub(crate) const fn has_rule(&self) -> bool {
        self.rule.is_some()
    }

    /// Whether it holds.
    pub(crate) fn meets_rule(&self, number: &Normal) -> bool {
        self.rule.is_none_or(|(rule, _)| rule(number.as_str()))
    }

    /// Whether a number with a wrong check character is told of.
    pub(crate) fn takes_wrong(&self) -> bool {
        self.keeps_wrong || self.structure() >= UNMISTAKABLE
    }

    fn structure(&self) -> i16 {
        self.shape.points() as i16 + self.rule.map_or(0, |(_, points)| points)
    }

    /// Whether there is a structure beyond "so many digits".
    pub fn is_structured(&self) -> bool {
        self.structure() >= STRUCTURE
    }

    /// How likely it is that a number which fits so is of this format, in tenths of a natural logarithm.
    pub fn score(&self, number: &Normal, fit: Fit) -> i16 {
        self.points(fit) + self.points_of_fields(number)
    }

    /// What of the score does not depend on the number.
    pub(crate) fn points(&self, fit: Fit) -> i16 {
        let check = match (&self.check, fit) {
            (Some(check), Fit::Fits) => check.algorithm().points(),
            (Some(_), _) => -WRONG,
            (None, _) => 0,
        };
        self.structure() + check + self.prior
    }

    /// What of it does.
    pub(crate) fn points_of_fields(&self, number: &Normal) -> i16 {
        let telling = self.fields.iter().filter(|field| field.is_telling());
        telling.map(|field| field.points(number.as_str())).sum()
    }

    /// A made-up number of this format as it is printed, with the right check character; the same for the same seed. None
    /// where a rule lets through less than one in thousands.
    ///
    /// ```
    /// use parceltrack::numbers::{Algorithm, Check, Fit, Format};
    ///
    /// const WAYBILL: Format = Format::new("waybill", "#{10}").checked(Check::new(Algorithm::Mod7));
    ///
    /// let example = WAYBILL.example(1).ok_or("too rare")?;
    /// assert_eq!(WAYBILL.fit_of(&example), Some(Fit::Fits));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn example(&self, seed: u64) -> Option<String> {
        let (shortest, longest) = self.shape.lengths().into_inner();
        let mut chance = Chance(seed);
        (0..4000).find_map(|_| {
            let len = shortest + chance.below(longest + 1 - shortest);
            let mut number: Vec<u8> =
                (0..len).map(|place| chance.one_of(self.shape.set_at(place, len))).collect();
            if let Some(check) = &self.check {
                let place = check.body(len).end;
                *number.get_mut(place)? = u8::try_from(check.expected(&number)?).ok()?;
            }
            let number = String::from_utf8(number).ok()?;
            let printed = self.printed(&number);
            matches!(self.fit_of(&printed)?, Fit::Fits | Fit::None).then(|| printed.into_owned())
        })
    }

    /// The characters that may stand at a place of a number of so many.
    pub(crate) fn characters_at(&self, place: usize, len: usize) -> impl Iterator<Item = u8> + use<> {
        characters(self.shape.set_at(place, len))
    }
}

/// Numbers that follow from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(chance::STEP);
        (chance::number(self.0) % end as u64) as usize
    }

    /// One of the characters of a set.
    fn one_of(&mut self, set: u64) -> u8 {
        let nth = self.below(set.count_ones() as usize);
        characters(set).nth(nth).unwrap_or(b'0')
    }
}

/// The likeliest of a carrier's formats that a number has.
pub fn find(formats: &'static [Format], number: &str) -> Option<(&'static Format, Fit)> {
    let normal = Normal::new(number)?;
    let fitting = formats.iter().filter_map(|format| Some((format, format.fit(&normal)?)));
    fitting.min_by_key(|(format, fit)| Reverse(format.score(&normal, *fit)))
}
