//! Whom to ask about a number of which no carrier is named: the likeliest first, and who knew it the last time before all.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use crate::carrier::Carrier;
use crate::carriers;
use crate::model::{CarrierId, TrackingNumber};
use crate::recognise::{Hints, Strength, recognise_number};

/// Channels that are asked at once. The next ones are asked only if these do not know the number.
pub(super) type Wave<'t> = Vec<&'t Arc<dyn Carrier>>;

/// The channels to ask about a number, in waves.
///
/// First come those of the carriers that knew it before; then those whose formats it fits, by how sure that is, with all
/// carriers of which no formats are known in the first of these waves. Where it fits nobody's format, all are one wave. No
/// more than `most` carriers are asked.
pub(super) fn waves<'t>(
    all: &'t [Arc<dyn Carrier>],
    number: &TrackingNumber,
    known: &[CarrierId],
    most: usize,
) -> VecDeque<Wave<'t>> {
    let found = recognise_number(number, &Hints::default());
    // A carrier stands where its surest format stands; the candidates are the likeliest first.
    let mut ranked: Vec<(&CarrierId, Strength)> = Vec::new();
    for candidate in found.candidates() {
        match ranked.iter_mut().find(|(carrier, _)| *carrier == candidate.carrier()) {
            Some((_, strength)) => *strength = (*strength).max(candidate.strength()),
            None => ranked.push((candidate.carrier(), candidate.strength())),
        }
    }
    let mut left: Vec<&Arc<dyn Carrier>> = all.iter().collect();
    let mut asked: Vec<CarrierId> = Vec::new();
    let mut waves = VecDeque::new();
    let mut add = |carriers: &mut dyn Iterator<Item = &CarrierId>| {
        let mut wave = Vec::new();
        for carrier in carriers {
            let (mine, others): (Vec<_>, Vec<_>) =
                left.drain(..).partition(|channel| channel.channel().carrier() == carrier);
            left = others;
            if !mine.is_empty() && asked.len() < most {
                asked.push(carrier.clone());
                wave.extend(mine);
            }
        }
        if !wave.is_empty() {
            waves.push_back(wave);
        }
    };
    add(&mut known.iter());
    let ids: Vec<CarrierId> = all.iter().map(|channel| channel.channel().carrier().clone()).collect();
    let mut foreign: Vec<&CarrierId> = ids.iter().filter(|id| carriers::find(id).is_none()).collect();
    if ranked.iter().any(|(carrier, _)| ids.contains(carrier)) {
        for strength in [Strength::Proven, Strength::Checked, Strength::Shape] {
            let mut of_strength =
                ranked.iter().filter(|(_, other)| *other == strength).map(|(carrier, _)| *carrier).peekable();
            let is_any = of_strength.clone().any(|carrier| ids.contains(carrier));
            let joining = if is_any { std::mem::take(&mut foreign) } else { Vec::new() };
            add(&mut of_strength.by_ref().chain(joining));
        }
    } else {
        add(&mut ids.iter());
    }
    waves
}

/// Who knew which number, of the last ten thousand that were found.
pub(super) struct Memory(Mutex<LruCache<TrackingNumber, Vec<CarrierId>>>);

impl Memory {
    const MOST: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

    pub(super) fn new() -> Self {
        Self(Mutex::new(LruCache::new(Self::MOST)))
    }

    pub(super) fn of(&self, number: &TrackingNumber) -> Vec<CarrierId> {
        // What a panic of another call left behind is whole: each change is one.
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memory.get(number).cloned().unwrap_or_default()
    }

    /// Remembers who knows a number now; nobody makes it forgotten.
    pub(super) fn put(&self, number: &TrackingNumber, carriers: Vec<CarrierId>) {
        let mut memory = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if carriers.is_empty() {
            memory.pop(number);
        } else {
            memory.put(number.clone(), carriers);
        }
    }
}
