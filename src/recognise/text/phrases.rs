//! Words and phrases that are looked for: labels and the names of carriers.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::carriers::{KNOWN, Place};
use super::chars;
use super::labels::{self, Reach};

/// How long a word is at most that is compared.
const MAX_LEN: usize = 36;

/// How many words a phrase has at most.
const MAX_WORDS: usize = 4;

/// How far the words of a phrase stand from each other at most, as in `Track & Trace`.
pub(super) const MAX_GAP: usize = 3;

/// What a phrase means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    /// It says what number follows: whether a tracking number, and how near it must be.
    Label(&'static str, bool, Reach),
    /// It names a carrier.
    Carrier(Place),
    /// It leads from a label to its number.
    Leads,
}

/// A word as it is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    letters: [u8; MAX_LEN],
    len: usize,
    is_upper: bool,
    /// Where it begins and ends, in characters that a person sees.
    seen: (usize, usize),
}

impl Word {
    pub(super) const fn new(start: usize) -> Self {
        Self { letters: [0; MAX_LEN], len: 0, is_upper: true, seen: (start, start) }
    }

    /// Adds a letter's folded form; none makes it a word that is not looked for.
    pub(super) fn push(&mut self, folded: Option<&'static str>, is_upper: bool) {
        self.is_upper &= is_upper;
        let Some(folded) = folded.filter(|folded| self.len + folded.len() <= MAX_LEN) else {
            self.len = MAX_LEN + 1;
            return;
        };
        for byte in folded.bytes() {
            if let Some(place) = self.letters.get_mut(self.len) {
                *place = byte;
            }
            self.len += 1;
        }
    }

    pub(super) fn end(&mut self, seen: usize) {
        self.seen.1 = seen;
    }

    pub(super) const fn seen(&self) -> (usize, usize) {
        self.seen
    }

    fn as_bytes(&self) -> &[u8] {
        self.letters.get(..self.len).unwrap_or_default()
    }
}

struct Phrase {
    /// The words before the last one.
    before: Vec<Box<[u8]>>,
    meaning: Meaning,
    only_in_capitals: bool,
}

/// All phrases by their last word, those of more words first.
struct Phrases {
    by_last: HashMap<Box<[u8]>, Vec<Phrase>>,
    /// For each first letter of a last word, the lengths that such words have, a bit each.
    lengths: [u64; 128],
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases { by_last: HashMap::new(), lengths: [0; 128] };
    for (is_ours, reach, label) in labels::all() {
        phrases.add(label, Meaning::Label(label, is_ours, reach), false);
    }
    for word in labels::LEADING.split(' ') {
        phrases.add(word, Meaning::Leads, false);
    }
    for (name, place, only_in_capitals) in &KNOWN.names {
        phrases.add(name, Meaning::Carrier(*place), *only_in_capitals);
    }
    for of_one_word in phrases.by_last.values_mut() {
        of_one_word.sort_by_key(|phrase| std::cmp::Reverse(phrase.before.len()));
    }
    phrases
});

impl Phrases {
    fn add(&mut self, phrase: &str, meaning: Meaning, only_in_capitals: bool) {
        let mut before: Vec<Box<[u8]>> = phrase.split(' ').map(|word| word.as_bytes().into()).collect();
        let Some(last) = before.pop().filter(|last| !last.is_empty() && last.len() <= MAX_LEN) else {
            return;
        };
        if before.len() >= MAX_WORDS {
            return;
        }
        if let Some(lengths) = last.first().and_then(|first| self.lengths.get_mut(usize::from(*first))) {
            *lengths |= 1 << last.len();
        }
        self.by_last.entry(last).or_default().push(Phrase { before, meaning, only_in_capitals });
    }
}

/// What the name of an XML element means, such as `trackingNumber`.
pub(super) fn of_element(name: &str) -> Option<Meaning> {
    let mut recent = Recent::new();
    let words = name.split('-').map(|part| {
        let mut word = Word::new(0);
        part.chars().for_each(|c| word.push(chars::fold(c), c.is_uppercase()));
        recent.add(&word)
    });
    words.last().flatten()
}

/// The last words of a text, to find phrases by.
#[derive(Debug)]
pub(super) struct Recent {
    words: [Word; MAX_WORDS],
    next: usize,
}

impl Recent {
    pub(super) const fn new() -> Self {
        Self { words: [Word::new(0); MAX_WORDS], next: 0 }
    }

    /// Takes a word in. Returns what the longest phrase means that ends with it.
    pub(super) fn add(&mut self, word: &Word) -> Option<Meaning> {
        if let Some(place) = self.words.get_mut(self.next % MAX_WORDS) {
            *place = *word;
        }
        self.next += 1;
        let last = word.as_bytes();
        let lengths = PHRASES.lengths.get(usize::from(*last.first()?))?;
        if lengths >> last.len() & 1 == 0 {
            return None;
        }
        let phrases = PHRASES.by_last.get(last)?;
        phrases.iter().find(|phrase| self.fits(phrase)).map(|phrase| phrase.meaning)
    }

    fn fits(&self, phrase: &Phrase) -> bool {
        let Some(mut behind) = self.word(0) else { return false };
        if phrase.only_in_capitals && !behind.is_upper {
            return false;
        }
        phrase.before.iter().rev().enumerate().all(|(back, wanted)| {
            let Some(word) = self.word(back + 1) else { return false };
            let fits = word.as_bytes() == &**wanted && behind.seen.0.saturating_sub(word.seen.1) <= MAX_GAP;
            behind = word;
            fits
        })
    }

    /// The last word but so many.
    fn word(&self, back: usize) -> Option<&Word> {
        self.words.get(self.next.checked_sub(1 + back)? % MAX_WORDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<String> {
        let (mut recent, mut found, mut seen) = (Recent::new(), Vec::new(), 0);
        for part in text.split_inclusive(' ') {
            let mut word = Word::new(seen);
            for c in part.trim_end().chars() {
                word.push(if c == '#' { Some("#") } else { chars::fold(c) }, c.is_uppercase());
            }
            seen += part.trim_end().len();
            word.end(seen);
            seen += 1;
            found.extend(recent.add(&word).and_then(|meaning| match meaning {
                Meaning::Label(label, is_ours, _) => Some(format!("{label} {is_ours}")),
                Meaning::Carrier(place) => KNOWN.id(place).map(|id| id.as_str().to_owned()),
                Meaning::Leads => None,
            }));
        }
        found
    }

    #[test]
    fn phrases_are_found_whole() {
        for (text, expected) in [
            ("Ihre Sendungsnummer lautet", &["sendungsnummer true"][..]),
            ("the Tracking Number is", &["tracking true", "tracking number true"]),
            ("Order Number", &["order false", "order number false"]),
            ("a Number", &[]),
            ("Numéro de suivi", &["numero de suivi true"]),
            ("tracking #", &["tracking true", "tracking # true"]),
            ("Track en Trace code", &["track en trace code true"]),
            ("UPS oder ups oder DHL", &["ups", "dhl"]),
            ("numer przesyłki", &["numer przesylki true"]),
            ("Straßenbahnhaltestellenverzeichnisnummernschild", &[]),
        ] {
            assert_eq!(meanings(text), expected, "{text}");
        }
    }

    #[test]
    fn every_phrase_can_be_found() {
        let all = labels::all().map(|(_, _, label)| label.to_owned());
        let names = KNOWN.names.iter().filter(|(name, ..)| name.split(' ').count() <= MAX_WORDS);
        for phrase in all.chain(names.map(|(name, ..)| name.to_uppercase())) {
            assert!(!meanings(&phrase).is_empty(), "{phrase}");
        }
    }
}
