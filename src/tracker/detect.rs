//! Whom to ask about a number of which no carrier is named: the likeliest first, and who knew it the last time before all.

use std::collections::{BTreeSet, VecDeque};
use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;

use crate::carrier::Carrier;
use crate::carriers;
use crate::model::{CarrierId, TrackingNumber};
use crate::recognise::{Strength, recognise};
use crate::sync::{Mutex, lock};

/// Channels to ask, each with its wave, wave by wave. Those of a wave are asked at once, the next ones only if these do not
/// know the number.
pub(super) type Waves<'t> = VecDeque<(usize, &'t Arc<dyn Carrier>)>;

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
) -> Waves<'t> {
    let found = recognise(number.as_str());
    // A carrier stands where its surest format stands; the candidates are the likeliest first.
    let mut ranked: Vec<(&CarrierId, Strength)> = Vec::new();
    for candidate in found.candidates() {
        match ranked.iter_mut().find(|(carrier, _)| *carrier == candidate.carrier()) {
            Some((_, strength)) => *strength = (*strength).max(candidate.strength()),
            None => ranked.push((candidate.carrier(), candidate.strength())),
        }
    }
    let ids: Vec<CarrierId> = all.iter().map(|channel| channel.channel().carrier().clone()).collect();
    let of_strength = |strength| -> Vec<&CarrierId> {
        let mine = ranked.iter().filter(|(carrier, other)| *other == strength && ids.contains(carrier));
        mine.map(|(carrier, _)| *carrier).collect()
    };
    let mut groups: Vec<Vec<&CarrierId>> =
        [Strength::Proven, Strength::Checked, Strength::Shape].map(of_strength).into();
    groups.retain(|group| !group.is_empty());
    match groups.first_mut() {
        Some(first) => first.extend(ids.iter().filter(|id| carriers::find(id).is_none())),
        None => groups.push(ids.iter().collect()),
    }
    groups.insert(0, known.iter().filter(|id| ids.contains(id)).collect());
    let mut asked: BTreeSet<&CarrierId> = BTreeSet::new();
    let waves = groups.into_iter().enumerate().flat_map(|(wave, mut group)| {
        group.retain(|carrier| asked.len() < most && asked.insert(carrier));
        all.iter()
            .filter(move |channel| group.contains(&channel.channel().carrier()))
            .map(move |it| (wave, it))
    });
    waves.collect()
}

/// Who knew which number, of the last ten thousand that were found.
pub(super) struct Memory(Mutex<LruCache<TrackingNumber, Vec<CarrierId>>>);

impl Memory {
    const MOST: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

    pub(super) fn new() -> Self {
        Self(Mutex::new(LruCache::new(Self::MOST)))
    }

    pub(super) fn of(&self, number: &TrackingNumber) -> Vec<CarrierId> {
        let mut memory = lock(&self.0);
        memory.get(number).cloned().unwrap_or_default()
    }

    /// Remembers who knows a number now, beside those who knew it and have not denied it since: who is down for a while is
    /// asked again.
    pub(super) fn put(&self, number: &TrackingNumber, knew: Vec<CarrierId>, denied: &[CarrierId]) {
        let mut memory = lock(&self.0);
        let mut carriers = memory.pop(number).unwrap_or_default();
        carriers.retain(|carrier| !denied.contains(carrier) && !knew.contains(carrier));
        carriers.extend(knew);
        if !carriers.is_empty() {
            memory.put(number.clone(), carriers);
        }
    }
}
