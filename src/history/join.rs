//! The pieces of which a history is made: each has a `join` that is commutative, associative and idempotent, so that
//! the whole is a join semilattice by construction.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The least upper bound of two values.
pub(super) trait Join {
    fn join(&mut self, other: Self);
}

/// A moment of which the later one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Newest(pub(super) DateTime<Utc>);

impl Join for Newest {
    fn join(&mut self, other: Self) {
        *self = (*self).max(other);
    }
}

/// When something was first and last told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sight {
    pub(super) first: DateTime<Utc>,
    pub(super) last: DateTime<Utc>,
}

impl Sight {
    pub(super) fn at(time: DateTime<Utc>) -> Self {
        Self { first: time, last: time }
    }
}

impl Join for Sight {
    fn join(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

/// A value of which the one told last counts; of two told at the same time the greater one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Latest<T> {
    pub(super) at: DateTime<Utc>,
    pub(super) value: T,
}

impl<T> Latest<T> {
    pub(super) fn new(at: DateTime<Utc>, value: T) -> Self {
        Self { at, value }
    }
}

impl<T: Ord> Join for Latest<T> {
    fn join(&mut self, other: Self) {
        if other > *self {
            *self = other;
        }
    }
}

impl<T: Join> Join for Option<T> {
    fn join(&mut self, other: Self) {
        match (self, other) {
            (Some(mine), Some(other)) => mine.join(other),
            (mine @ None, other) => *mine = other,
            (Some(_), None) => {}
        }
    }
}

impl<K: Ord, V: Join> Join for BTreeMap<K, V> {
    fn join(&mut self, other: Self) {
        for (key, value) in other {
            match self.entry(key) {
                std::collections::btree_map::Entry::Occupied(mut mine) => mine.get_mut().join(value),
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(value);
                }
            }
        }
    }
}

/// Writes a map as a list of pairs: JSON's own maps take text as keys only.
pub(super) mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Join;

    pub(in crate::history) fn serialize<K, V, S>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error>
    where
        K: Serialize,
        V: Serialize,
        S: Serializer,
    {
        serializer.collect_seq(map)
    }

    pub(in crate::history) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de> + Join,
        D: Deserializer<'de>,
    {
        let mut map = BTreeMap::new();
        // A key that stands twice, in a file that somebody edited, is joined like any other.
        for (key, value) in Vec::<(K, V)>::deserialize(deserializer)? {
            map.join(BTreeMap::from([(key, value)]));
        }
        Ok(map)
    }
}
