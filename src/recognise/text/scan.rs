//! Reads a text once, from its beginning to its end, and notes what numbers, labels and names of carriers there are.

use std::ops::Range;

use super::address;
use super::chars::{self, Class};
use super::decoys::{self, Doubt};
use super::groups::{Group, Joint, Kind};
use super::joins::{self, Edge};
use super::labels::Reach;
use super::links;
use super::markup;
use super::notes::{Hit, Label, Name, Notes};
use super::phrases::{self, MAX_GAP, Meaning, Recent, Word};
use super::runs::{self, Run};

/// How many groups are looked at together; far more than a number has.
const MAX_CHAIN: usize = 64;

/// A link in the text is as far to look over as so many characters.
const LINK_SEEN: usize = 12;

/// Reads a text.
pub(super) fn scan(text: &str) -> Notes {
    let mut scanner = Scanner::new(text, false, 0);
    scanner.read(0);
    scanner.notes
}

/// Reads the inside of a tag of HTML that ends where the text does.
pub(super) fn scan_tag(text: &str, start: usize, seen: usize) -> Notes {
    let mut scanner = Scanner::new(text, true, seen);
    scanner.read(start);
    scanner.notes
}

struct Scanner<'t> {
    text: &'t str,
    in_tag: bool,
    /// How many characters a person sees up to here: markup does not count, nor does more than one blank.
    seen: usize,
    after_space: bool,
    tags: markup::Tags,
    recent: Recent,
    chain: Vec<Group>,
    /// How well a number may begin with the chain.
    left: Edge,
    /// Where the last run ended, and whether it had digits though no number can have it.
    last_end: usize,
    last_blocks: bool,
    notes: Notes,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, in_tag: bool, seen: usize) -> Self {
        Self {
            text,
            in_tag,
            seen,
            after_space: true,
            tags: markup::Tags::default(),
            recent: Recent::new(),
            chain: Vec::new(),
            left: Edge::Free,
            last_end: 0,
            last_blocks: false,
            notes: Notes::default(),
        }
    }

    fn read(&mut self, start: usize) {
        let mut at = start;
        while let Some((character, class, len)) = chars::at(self.text, at) {
            at = match class {
                _ if class.is_run() => self.run(at),
                Class::Hidden => at + len,
                Class::Blank | Class::Space => {
                    self.seen += usize::from(!self.after_space);
                    self.after_space = true;
                    at + len
                }
                _ => match self.tag(at, character) {
                    Some(end) => end,
                    None => {
                        self.sign(at, character);
                        at + len
                    }
                },
            };
        }
        self.flush(Edge::Free);
    }

    fn sign(&mut self, at: usize, character: char) {
        self.after_space = false;
        self.seen += 1;
        if character == '#' {
            let mut word = Word::new(self.seen - 1);
            word.push(Some("#"), true);
            word.end(self.seen);
            self.word(&word, at, at + 1);
        }
    }

    /// The end of the tag that begins here.
    fn tag(&mut self, at: usize, character: char) -> Option<usize> {
        if character != '<' || self.in_tag {
            return None;
        }
        let tag = self.tags.at(self.text, at)?;
        if let Some(name) = tag.element.clone().and_then(|name| self.text.get(name)) {
            self.element(name, at + 1, tag.end);
        }
        if tag.is_read {
            let inner = self.text.get(..tag.end).unwrap_or_default();
            let mut notes = scan_tag(inner, at + 1, self.seen);
            let label = notes.labels.iter().find(|label| label.is_ours).map(|label| label.text);
            notes.hits.retain_mut(|hit| {
                hit.is_text = false;
                hit.label = hit.label.or(label);
                hit.label.is_some() || hit.link.is_some()
            });
            self.notes.hits.append(&mut notes.hits);
        } else {
            let mut from = at;
            while let Some(start) = self.text.get(from..tag.end).and_then(markup::link) {
                from = self.link(from + start, tag.end);
            }
        }
        Some(tag.skip)
    }

    /// Takes the name of an XML element, such as `<trackingNumber>`, for the label of what it holds.
    fn element(&mut self, name: &str, start: usize, end: usize) {
        if let Some(Meaning::Label(text, is_ours, reach @ Reach::Near)) = phrases::of_element(name)
            && !self.text.get(end..).is_some_and(|rest| rest.trim_start().starts_with("</"))
        {
            let seen = (self.seen, self.seen);
            self.notes.labels.push(Label { text, is_ours, reach, start, end, seen, is_of_next: true });
        }
    }

    /// Reads the link that begins here. Returns where it ends.
    fn link(&mut self, start: usize, limit: usize) -> usize {
        let end = address::end(self.text, start).min(limit).max(start + 1);
        let found = links::read(self.text, start..end);
        // A link with a number speaks of that number, and not of those around.
        let has_number = found.hits.iter().any(|hit| hit.link.is_some());
        if let Some(carrier) = found.carrier.filter(|_| !has_number) {
            self.notes.names.push(Name { carrier, seen: (self.seen, self.seen) });
        }
        let seen = self.seen..self.seen;
        self.notes.hits.extend(found.hits.into_iter().map(|hit| Hit { seen: seen.clone(), ..hit }));
        found.end
    }

    fn run(&mut self, start: usize) -> usize {
        if address::begins(self.text, start) {
            self.flush(Edge::Free);
            let end = self.link(start, usize::MAX);
            self.seen += LINK_SEEN;
            (self.last_end, self.last_blocks, self.after_space) = (end, false, false);
            return end;
        }
        let run = Run::at(self.text, start, self.seen);
        let seen = self.seen..self.seen + run.len;
        (self.seen, self.after_space) = (seen.end, false);
        if run.has_letters {
            self.word(&run.word, start, run.end);
        }
        self.push(start, &run, seen);
        run.end
    }

    fn word(&mut self, word: &Word, start: usize, end: usize) {
        let seen = word.seen();
        match self.recent.add(word) {
            Some(Meaning::Carrier(carrier)) if !self.in_tag => {
                self.notes.names.push(Name { carrier, seen });
                self.lead(start, end, seen, false);
            }
            Some(Meaning::Label(text, is_ours, reach)) => {
                let is_of_next = is_of_next(self.text.get(end..).unwrap_or_default());
                self.notes.labels.push(Label { text, is_ours, reach, start, end, seen, is_of_next });
            }
            Some(Meaning::Leads) => self.lead(start, end, seen, true),
            _ => {}
        }
    }

    /// Makes a word that follows a label at once a part of it; a carrier's name is only one of its own numbers' labels.
    fn lead(&mut self, start: usize, end: usize, seen: (usize, usize), of_any: bool) {
        let text = self.text;
        let last = self.notes.labels.last_mut().filter(|label| {
            (of_any || label.is_ours) && seen.0 <= label.seen.1 + MAX_GAP && label.leads_to(text, start)
        });
        if let Some(label) = last {
            (label.end, label.seen.1) = (end, seen.1);
            label.is_of_next = is_of_next(text.get(end..).unwrap_or_default());
        }
    }

    /// Puts a run into the chain, or ends the chain with it.
    fn push(&mut self, start: usize, run: &Run, seen: Range<usize>) {
        let joint = self.joint(start);
        let is_mark = matches!(joint, Some(Joint::Mark | Joint::Never));
        let Some(kind) = run.kind(self.text, start) else {
            self.flush(if is_mark && run.has_digits { Edge::Hard } else { Edge::Free });
            (self.last_end, self.last_blocks) = (run.end, run.has_digits);
            return;
        };
        if joint.is_none() {
            self.flush(Edge::Free);
        }
        if self.chain.is_empty() {
            self.left = if is_mark && self.last_blocks { Edge::Hard } else { self.left };
        }
        let is_framed = runs::is_bracketed(self.text, start, run.end);
        let group = Group {
            range: start - usize::from(is_framed)..run.end,
            seen,
            len: run.len,
            ends: run.ends,
            kind,
            joint: joint.unwrap_or(Joint::Never),
        };
        if kind != Kind::Digits {
            // Of a sentence's words, only those nearest to digits may be a part of a number.
            let is_letters = |group: &Group| group.kind != Kind::Digits;
            let letters = self.chain.iter().rev().take_while(|group| is_letters(group)).count();
            if letters > 0 && letters == self.chain.len() {
                self.chain.clear();
                self.left = Edge::Free;
            } else if letters > 1 {
                self.flush(Edge::Free);
            }
        }
        if self.chain.len() >= MAX_CHAIN {
            let edge = self.chain.last().map_or(Edge::Free, |last| joins::edge(last, &group));
            self.flush(edge);
            self.left = edge;
        }
        self.chain.push(group);
        (self.last_end, self.last_blocks) = (run.end, false);
    }

    /// What stands between the last run and this place, if it may stand inside of a number.
    fn joint(&self, start: usize) -> Option<Joint> {
        let between = self.text.get(self.last_end..start).filter(|text| text.len() <= 8)?;
        match between {
            " " => return Some(Joint::Blank),
            "." | "-" => return Some(Joint::Mark),
            "\n" => return Some(Joint::Break),
            _ if between.len() > 1 => {
                if let Some(joint) = loose(between) {
                    return Some(joint);
                }
            }
            _ => {}
        }
        let mut seen = between.chars().filter(|character| chars::class_of(*character) != Class::Hidden);
        let joint = seen.next()?;
        let rest = (seen.next(), seen.next());
        if joint == ')'
            && self.chain.last().is_some_and(|last| self.text.as_bytes().get(last.range.start) == Some(&b'('))
        {
            return matches!(rest, (None | Some(' '), None)).then_some(Joint::Bracket);
        }
        match joint {
            _ if rest.0.is_some() => None,
            '.' | '-' => Some(Joint::Mark),
            '_' => Some(Joint::Never),
            _ => (chars::class_of(joint) == Class::Blank).then_some(Joint::Blank),
        }
    }

    /// Looks for numbers in the chain and begins another one.
    fn flush(&mut self, right: Edge) {
        let (text, is_text, hits) = (self.text, !self.in_tag, &mut self.notes.hits);
        if self.chain.iter().any(|group| group.kind == Kind::Digits) {
            joins::find(text, &self.chain, (self.left, right), &mut |join| {
                let least = if join.is_loose { Doubt::Likely } else { Doubt::None };
                let doubt = decoys::doubt(text, join.range.start, join.range.end, &join.number).max(least);
                hits.push(Hit {
                    range: join.range,
                    seen: join.seen,
                    number: join.number,
                    worth: join.worth,
                    doubt,
                    label: None,
                    link: None,
                    is_text,
                });
            });
        }
        self.chain.clear();
        self.left = Edge::Free;
    }
}

/// What joins groups only inside of numbers that prove themselves: several blanks, a long dash or a line break.
fn loose(between: &str) -> Option<Joint> {
    if let Some((before, behind)) = between.split_once('\n') {
        let behind = behind.trim_start_matches(['>', ' ']);
        return (behind.is_empty() && before.trim().is_empty()).then_some(Joint::Break);
    }
    let is_loose = match between.chars().next()? {
        '\u{2010}'..='\u{2014}' => between.chars().count() == 1,
        _ => between.bytes().all(|b| b == b' '),
    };
    is_loose.then_some(Joint::Loose)
}

/// Whether a colon, a number sign or a digit follows.
fn is_of_next(rest: &str) -> bool {
    let sign = rest.chars().take(4).find(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '.' | '*'));
    sign.is_some_and(|sign| matches!(sign, ':' | '#' | '=') || sign.is_ascii_digit())
}
