//! Values by key, in the order in which they came. One table of places serves all of them, where maps of the
//! standard library would bring their own copy for each kind of value, which matters where the program is downloaded.

use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;

/// A list's places, found by the hash of what stands there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// Each with a part of its hash; as many slots as a power of two, and some of them free.
    slots: Vec<Option<(u32, u32)>>,
    count: usize,
}

impl Places {
    const FEWEST_SLOTS: usize = 8;

    /// The place of which `is_it` says so.
    pub(crate) fn find(&self, hash: u64, is_it: &mut dyn FnMut(usize) -> bool) -> Option<usize> {
        let (mark, mut slot) = self.start(hash);
        while let Some(Some((other, place))) = self.slots.get(slot) {
            let place = *place as usize;
            if *other == mark && is_it(place) {
                return Some(place);
            }
            slot = self.next(slot);
        }
        None
    }

    /// Adds the next place of the list, which must not have been there; its number.
    pub(crate) fn push(&mut self, hash: u64) -> Option<u32> {
        let place = u32::try_from(self.count).ok()?;
        if self.count >= self.slots.len() / 4 * 3 {
            let slots = (self.slots.len() * 2).max(Self::FEWEST_SLOTS);
            let old = std::mem::replace(&mut self.slots, vec![None; slots]);
            for (mark, place) in old.into_iter().flatten() {
                self.put(mark, place);
            }
        }
        self.put(self.start(hash).0, place);
        self.count += 1;
        Some(place)
    }

    fn put(&mut self, mark: u32, place: u32) {
        let mut slot = self.start(mark.into()).1;
        while let Some(Some(_)) = self.slots.get(slot) {
            slot = self.next(slot);
        }
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = Some((mark, place));
        }
    }

    /// The part of a hash that is kept, and the slot where it belongs.
    #[expect(clippy::cast_possible_truncation, reason = "a part of a hash is as good as the whole")]
    const fn start(&self, hash: u64) -> (u32, usize) {
        let mark = hash as u32;
        (mark, mark as usize & self.slots.len().wrapping_sub(1))
    }

    const fn next(&self, slot: usize) -> usize {
        (slot + 1) & self.slots.len().wrapping_sub(1)
    }
}

/// Values by key. The keys are numbers that we give, so a plain hash serves.
#[derive(Debug, Clone)]
pub(crate) struct Table<K, V> {
    entries: Vec<(K, V)>,
    places: Places,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: Places::default() }
    }
}

impl<K: Hash + Eq, V> Table<K, V> {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The value of a key.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(key)?;
        self.entries.get_mut(place).map(|(_, value)| value)
    }

    /// The value of a key, added if there was none.
    pub(crate) fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let place = self.place(&key).unwrap_or_else(|| {
            // So many values are beyond any memory.
            self.places.push(hash(&key));
            self.entries.push((key, V::default()));
            self.entries.len() - 1
        });
        &mut self.entries[place].1
    }

    /// Keys and values, in the order in which they came.
    pub(crate) fn into_entries(self) -> Vec<(K, V)> {
        self.entries
    }

    /// Every value.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    fn place(&self, key: &K) -> Option<usize> {
        self.places.find(hash(key), &mut |place| self.entries[place].0 == *key)
    }
}

/// The upper half of the hash goes into the lower one, which is what a table takes.
fn hash(key: &impl Hash) -> u64 {
    let hash = FxBuildHasher.hash_one(key);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_keys() {
        let mut table: Table<(u32, u64), u64> = Table::default();
        assert_eq!(table.get_mut(&(0, 0)), None);
        for round in 1..=3 {
            for number in 0..5_000_u32 {
                *table.entry((number % 7, u64::from(number) << 30)) += 1;
            }
            assert_eq!(table.len(), 5_000);
            assert!(table.values_mut().all(|count| *count == round));
        }
        assert_eq!(table.get_mut(&(1, 1 << 30)).copied(), Some(3));
        assert_eq!(table.get_mut(&(2, 1 << 30)), None);
        let entries = table.into_entries();
        assert!(entries.iter().enumerate().all(|(index, (key, _))| key.1 == (index as u64) << 30));
    }

    #[test]
    fn places_of_one_hash_are_told_apart() {
        let mut places = Places::default();
        for place in 0..100 {
            assert_eq!(places.find(7, &mut |found| found == place as usize), None);
            assert_eq!(places.push(7), Some(place));
        }
        for place in 0..100 {
            assert_eq!(places.find(7, &mut |found| found == place), Some(place));
        }
    }
}
