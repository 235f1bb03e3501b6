//! What a slow reading gives, in plain texts.

use serde_json::Value;

use super::json::is_nothing;

/// What a body says.
#[derive(Debug, Clone)]
pub(crate) enum Reading {
    /// This.
    Says(Says),
    /// Nothing that can be read, and why: it must be refused.
    Refused(&'static str),
    /// What no document settles, and so nobody can be right about; it is not compared.
    Open(&'static str),
}

/// Parcels and orders, in the order of the body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Says {
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) orders: Vec<Orders>,
    /// Only one of the parcels is to be told, whichever.
    pub(crate) is_one_of: bool,
    /// It may be refused as well: nothing certain stands in it.
    pub(crate) may_be_refused: bool,
    /// Entries of the body's own list that cannot be read: that needs a note.
    pub(crate) unread: usize,
}

impl Says {
    /// The same, or that it must be refused where it has no parcel.
    pub(crate) fn or_refused(self, why: &'static str) -> Result<Self, Reading> {
        if self.parcels.is_empty() { Err(Reading::Refused(why)) } else { Ok(self) }
    }
}

impl From<Parcel> for Says {
    fn from(parcel: Parcel) -> Self {
        Self { parcels: vec![parcel], ..Self::default() }
    }
}

/// One parcel.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    pub(crate) number: String,
    pub(crate) scans: Vec<Scan>,
    /// Entries of the list of events that cannot be read: that needs a note, and the list is not complete.
    pub(crate) unread: usize,
    pub(crate) sequence: Sequence,
    pub(crate) estimate: Estimated,
    /// A field beside the events has another type than documented: it is lost, which needs a note.
    pub(crate) is_odd: bool,
}

impl Parcel {
    /// A parcel of which neither events are told nor what is expected.
    pub(crate) fn new(number: String, sequence: Sequence) -> Self {
        let estimate = Estimated::OneOf(vec![None]);
        Self { number, scans: Vec::new(), unread: 0, sequence, estimate, is_odd: false }
    }

    /// The same with events, as far as they can be read.
    pub(crate) fn with(mut self, read: impl IntoIterator<Item = Option<Scan>>) -> Self {
        for scan in read {
            self.unread += usize::from(scan.is_none());
            self.scans.extend(scan);
        }
        self
    }

    /// The same with the events of a list. What is no list is lost as a whole.
    pub(crate) fn with_list(mut self, list: &Value, scan: impl Fn(&Value) -> Option<Scan>) -> Self {
        self.unread += usize::from(!is_nothing(list) && !list.is_array());
        let told = list.as_array().into_iter().flatten().filter(|entry| !is_nothing(entry));
        self.with(told.map(scan))
    }
}

/// How the events must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// As the slow reading has them.
    Told,
    /// By the clock in UTC; a clock without offset is read as UTC.
    Utc,
    /// By the clock on the wall.
    Wall,
    /// By the clock in UTC if all of them tell an offset, else by the clock on the wall.
    UtcIfAllTell,
    /// By the clock in UTC where they tell an offset; the others anywhere.
    Instants,
    /// Not compared.
    Any,
}

/// One event.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    pub(crate) time: Clock,
    pub(crate) code: Field,
    pub(crate) text: Field,
    pub(crate) city: Field,
    pub(crate) country: Field,
    /// What its code says of the parcel, if that is known; see [`super::statuses`].
    pub(crate) status: Option<&'static str>,
    /// The city may stand as the name of a depot or shop, which the code decides.
    pub(crate) is_city_or_place: bool,
    /// A field has another type than documented: it is lost, which needs a note.
    pub(crate) is_odd: bool,
}

impl Scan {
    /// An event of which only the time is told.
    pub(crate) fn at(time: Clock) -> Self {
        let [code, text, city, country] = [const { Field::Is(None) }; 4];
        Self { time, code, text, city, country, status: None, is_city_or_place: false, is_odd: false }
    }
}

/// A time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clock {
    /// In the crate's text form.
    At(String),
    /// Spelt as no document has it, but so that one may read it.
    Odd,
}

/// A field of an event.
#[derive(Debug, Clone)]
pub(crate) enum Field {
    Is(Option<String>),
    /// What the documents leave open.
    OneOf(Vec<Option<String>>),
    Any,
}

impl Field {
    /// This, or nothing.
    pub(crate) fn perhaps(text: Option<String>) -> Self {
        Self::OneOf(vec![text, None])
    }
}

impl From<Option<String>> for Field {
    fn from(text: Option<String>) -> Self {
        Self::Is(text)
    }
}

/// When delivery is expected: beginning and end.
pub(crate) type Window = (Option<String>, String);

/// What is told of that.
#[derive(Debug, Clone)]
pub(crate) enum Estimated {
    /// One of these; of most bodies there is one.
    OneOf(Vec<Option<Window>>),
    /// Not compared.
    Any,
}

impl From<Option<Window>> for Estimated {
    fn from(window: Option<Window>) -> Self {
        Self::OneOf(vec![window])
    }
}

/// An order, each of its lines and parcels as one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Orders {
    pub(crate) id: String,
    pub(crate) lines: Vec<String>,
    pub(crate) parcels: Vec<String>,
}

/// A line of an order as one text.
pub(crate) fn line(id: &str, name: Option<&str>, counts: (u32, u32, Option<u32>)) -> String {
    let (quantity, cancelled, shipped) = counts;
    format!("{id} {name:?}: {quantity}, cancelled {cancelled}, shipped {shipped:?}")
}

/// A parcel of an order as one text.
pub(crate) fn parcel(
    id: &str,
    number: Option<&str>,
    items: &[(String, u32)],
    estimate: Option<Window>,
) -> String {
    format!("{id} {number:?}: {items:?}, expected {estimate:?}")
}

/// A number as carriers know it: upper case, without blanks. None for what is too short or has other signs.
pub(crate) fn number(text: &str) -> Option<String> {
    let number: String = text.split_whitespace().collect::<String>().to_ascii_uppercase();
    let is_number = (4..=64).contains(&number.len())
        && number.chars().all(|c| c.is_ascii_alphanumeric() || "-./_".contains(c))
        && number.contains(|c: char| c.is_ascii_alphanumeric());
    is_number.then_some(number)
}

/// A country by its two letters.
pub(crate) fn country(text: &str) -> Option<String> {
    let is_code = text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then(|| text.to_ascii_uppercase())
}
