//! Decides which of the numbers that a text may hold are reported, and what is said for them.

use std::collections::HashMap;

use super::super::candidate::{Recognised, Strength};
use super::super::hints::Hints;
use super::super::index;
use super::CERTAIN;
use super::carriers::{KNOWN, Place};
use super::decoded::Decoded;
use super::decoys::Doubt;
use super::found::{Evidence, FoundInText};
use super::labels::Reach;
use super::markup;
use super::notes::{Hit, Label, Name, Notes};
use crate::model::CarrierId;
use crate::numbers::Normal;

/// How near a carrier's name must be, in characters: for a number with a check digit, for one without, and for digits that
/// may be anything.
const NAME: usize = 80;
const NAME_OF_SHAPE: usize = 40;
const NAME_OF_DIGITS: usize = 4;

/// How near a label must be, with no word between, that a number without a structure is believed for.
const LABEL_OF_ANY: usize = 12;

/// How far apart numbers in a list stand at most, and how far behind a number its label.
const LIST: usize = 12;
const LABEL_BEHIND: usize = 30;

/// How many labels before a number are looked at.
const LABELS: usize = 4;

/// What the text adds to the scores of carriers, in tenths of a natural logarithm: to the one to whose page the link leads,
/// to the one whose name is near, and to all others where some carrier's name is nearer.
const LINKED: i16 = 200;
const NAMED: i16 = 40;
const OTHER_NEARER: i16 = -20;

/// What a label says of a number, and from how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    label: &'static str,
    is_ours: bool,
    /// No word stands between.
    is_next: bool,
}

/// What speaks for one place of a number.
#[derive(Debug, Default)]
struct Case {
    is_enough: bool,
    evidence: Vec<Evidence>,
    /// What the text adds to carriers' scores.
    favours: Vec<(Place, i16)>,
    has_names: bool,
}

/// A number with all that speaks for it.
struct Gathered {
    number: Normal,
    case: Case,
    places: Vec<std::ops::Range<usize>>,
}

/// The numbers that are reported, in the order of the text.
pub(super) fn judge(mut notes: Notes, text: &Decoded<'_>, hints: &Hints) -> Vec<FoundInText> {
    notes.hits.retain(|hit| hit.doubt != Doubt::Certain);
    notes.hits.sort_by_key(|hit| hit.range.start);
    let mut gathered: Vec<Gathered> = Vec::new();
    let mut known: HashMap<&[u8], usize> = HashMap::new();
    let mut weak: Vec<&Hit> = Vec::new();
    let mut before = None;
    for hit in &notes.hits {
        let said = said(hit, &notes.labels, text.text(), before);
        if hit.is_text {
            before = Some((hit, said));
        }
        let case = case(hit, said, &notes.names);
        if !case.is_enough {
            weak.push(hit);
            continue;
        }
        let at = known.get(hit.number.bytes());
        match at.and_then(|at| gathered.get_mut(*at)) {
            Some(gathered) => gathered.add(case, hit),
            None => {
                known.insert(hit.number.bytes(), gathered.len());
                gathered.push(Gathered { number: hit.number, case, places: vec![hit.range.clone()] });
            }
        }
    }
    // Places that say too little by themselves are the number's all the same.
    for hit in weak {
        let at = known.get(hit.number.bytes());
        if let Some(gathered) = at.and_then(|at| gathered.get_mut(*at)) {
            gathered.places.push(hit.range.clone());
        }
    }
    let mut found: Vec<FoundInText> =
        gathered.into_iter().map(|gathered| gathered.finish(text, hints)).collect();
    found.sort_by_key(|found| found.range().start);
    found
}

/// What the label nearest to a number says, if one is near enough.
fn said(hit: &Hit, labels: &[Label], text: &str, before: Option<(&Hit, Option<Said>)>) -> Option<Said> {
    if let Some(label) = hit.label {
        return Some(Said { label, is_ours: true, is_next: true });
    }
    if !hit.is_text {
        return None;
    }
    let next = labels.partition_point(|label| label.end <= hit.range.start);
    let preceding = labels.get(..next).unwrap_or_default();
    let used_up =
        before.filter(|(other, _)| preceding.last().is_none_or(|label| label.end <= other.range.start));
    if let Some((other, said)) = used_up {
        // The label is the other number's; in a list it is of both.
        let gap = hit.seen.start.saturating_sub(other.seen.end);
        let said = said.filter(|said| gap <= LIST && (!said.is_ours || is_list(text, other, hit)));
        if said.is_some() {
            return said;
        }
    } else {
        let near = preceding.iter().rev().take(LABELS).find_map(|label| {
            let distance = hit.seen.start.saturating_sub(label.seen.1);
            (distance <= label.reach.characters()).then_some(Said {
                label: label.text,
                is_ours: label.is_ours,
                is_next: distance <= LABEL_OF_ANY && label.leads_to(text, hit.range.start),
            })
        });
        if near.is_some() {
            return near;
        }
    }
    // Of a phrase, its first word may be a label by itself.
    labels.iter().skip(next).take(2).find_map(|behind| {
        let distance = behind.seen.0.saturating_sub(hit.seen.end);
        let between = text.get(hit.range.end..behind.start)?;
        let is_its = behind.is_ours
            && behind.reach == Reach::Near
            && !behind.is_of_next
            && distance <= LABEL_BEHIND
            && !between.contains(['\n', '.', ';', '|', '<']);
        is_its.then_some(Said { label: behind.text, is_ours: true, is_next: distance <= LABEL_OF_ANY })
    })
}

/// Whether two numbers are of one list: alike, with nothing between but what separates the items of a list.
fn is_list(text: &str, one: &Hit, other: &Hit) -> bool {
    const WORDS: &[&str] = &["", "and", "e", "en", "et", "i", "oder", "or", "und", "y"];
    const TAGS: &[&[u8]] = &[b"b", b"br", b"div", b"li", b"p", b"span", b"strong"];
    let between = text.get(one.range.end..other.range.start).unwrap_or_default();
    (one.number.len() == other.number.len() || other.worth.is_proven)
        && markup::names(between).all(|name| TAGS.contains(&name))
        && markup::without_tags(between).all(|part| {
            !part.contains(['(', ')', ':', '|', '.', '?', '!', '='])
                && part.split(|c: char| !c.is_alphanumeric()).all(|word| WORDS.contains(&word))
        })
}

/// What speaks for a number at a place, and whether it is enough; the rule is told in the module's documentation.
fn case(hit: &Hit, said: Option<Said>, names: &[Name]) -> Case {
    let mut case = Case::default();
    if let Some(id) = hit.link.and_then(|place| KNOWN.id(place)) {
        case.evidence.push(Evidence::Link(id.clone()));
        case.favours.extend(hit.link.map(|place| (place, LINKED)));
        case.is_enough = true;
    }
    if let Some(said) = said.filter(|said| said.is_ours) {
        let is_anybodys = !hit.worth.is_proven && hit.worth.score < 0;
        case.is_enough |= !is_anybodys || said.is_next;
        case.evidence.push(Evidence::Label(said.label));
    }
    let is_certain = hit.worth.score >= CERTAIN;
    let is_other = said.is_some_and(|said| !said.is_ours) || hit.doubt != Doubt::None;
    case.is_enough |= is_certain || (hit.worth.is_proven && !is_other);
    names_near(hit, names, &mut case, !is_other);
    case
}

/// What carriers' names near a number add.
fn names_near(hit: &Hit, names: &[Name], case: &mut Case, may_decide: bool) {
    let first = names.partition_point(|name| name.seen.1 + NAME < hit.seen.start);
    let near =
        names.get(first..).unwrap_or_default().iter().take_while(|name| name.seen.0 <= hit.seen.end + NAME);
    // Each carrier's nearest, with the likeliest format of his.
    let mut distances: Vec<(Place, usize, Option<index::Hit>)> = Vec::new();
    for name in near.take(2 * NAME) {
        let distance = match name.seen.1 <= hit.seen.start {
            true => hit.seen.start - name.seen.1,
            false => name.seen.0.saturating_sub(hit.seen.end),
        };
        match distances.iter_mut().find(|(carrier, ..)| *carrier == name.carrier) {
            Some((_, nearest, _)) => *nearest = distance.min(*nearest),
            None => distances.push((name.carrier, distance, None)),
        }
    }
    let Some(nearest) = distances.iter().map(|(_, distance, _)| *distance).min() else { return };
    case.has_names = true;
    for found in index::find(&hit.number) {
        let its = distances.iter_mut().find(|(place, ..)| KNOWN.id(*place) == Some(&found.entry.id));
        if let Some((_, _, best)) = its.filter(|(.., best)| best.is_none_or(|best| best.score < found.score))
        {
            *best = Some(found);
        }
    }
    let is_digits = hit.number.bytes().iter().all(u8::is_ascii_digit);
    for (place, distance, its) in distances {
        let (Some(id), Some(its)) = (KNOWN.id(place), its) else { continue };
        let reach = match Strength::of(its.format, its.fit) {
            Strength::Shape if its.score > 0 || (its.score == 0 && !is_digits) => NAME_OF_SHAPE,
            Strength::Shape if its.score == 0 => NAME_OF_DIGITS,
            Strength::Shape => 0,
            _ => NAME,
        };
        case.is_enough |= may_decide && distance <= reach;
        let other = if distance > nearest { OTHER_NEARER } else { 0 };
        case.favours.push((place, NAMED + other));
        case.evidence.push(Evidence::Name(id.clone()));
    }
}

impl Gathered {
    /// Takes in what speaks for another place of the number.
    fn add(&mut self, case: Case, hit: &Hit) {
        self.places.push(hit.range.clone());
        self.case.has_names |= case.has_names;
        for evidence in case.evidence {
            if !self.case.evidence.contains(&evidence) {
                self.case.evidence.push(evidence);
            }
        }
        for (place, points) in case.favours {
            match self.case.favours.iter_mut().find(|(other, _)| *other == place) {
                Some((_, most)) => *most = points.max(*most),
                None => self.case.favours.push((place, points)),
            }
        }
    }

    fn finish(mut self, text: &Decoded<'_>, hints: &Hints) -> FoundInText {
        let Case { favours, has_names, evidence, .. } = self.case;
        let of = |carrier: &CarrierId| {
            let its = favours.iter().find(|(place, _)| KNOWN.id(*place) == Some(carrier));
            its.map_or(if has_names { OTHER_NEARER } else { 0 }, |(_, points)| *points)
        };
        let recognised = Recognised::new(&self.number, index::find(&self.number), hints).with_context(of);
        self.places.sort_by_key(|place| (place.start, place.end));
        self.places.dedup();
        let places = self.places.into_iter().map(|place| text.original(place)).collect();
        FoundInText { recognised, places, evidence }
    }
}
