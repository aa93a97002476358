//! Which services are selected, for something that is done to all of them.

use std::collections::HashSet;
use std::sync::Arc;

/// The selected services, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picked {
    ids: HashSet<Arc<str>>,
    /// The one whose checkbox was pressed last: where a range begins.
    last: Option<Arc<str>>,
}

/// How many of some services are selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Not one.
    None,
    /// Some of them.
    Some,
    /// Every one.
    All,
}

impl Picked {
    /// Whether a service is selected.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// How many are selected.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The selected ones.
    pub fn ids(&self) -> impl Iterator<Item = &Arc<str>> {
        self.ids.iter()
    }

    /// How many of these are selected.
    pub fn extent<'a>(&self, ids: impl Iterator<Item = &'a Arc<str>>) -> Extent {
        if self.ids.is_empty() {
            return Extent::None;
        }
        let (mut some, mut all) = (false, true);
        for id in ids {
            let has = self.ids.contains(id);
            some |= has;
            all &= has;
            if some && !all {
                return Extent::Some;
            }
        }
        if some { Extent::All } else { Extent::None }
    }

    /// Selects these, or unselects them.
    pub fn set(&mut self, ids: impl IntoIterator<Item = Arc<str>>, on: bool) {
        for id in ids {
            if on {
                self.ids.insert(id);
            } else {
                self.ids.remove(&id);
            }
        }
    }

    /// What a press on the checkbox of the service at a place leads to; with `range` everything from the last one that
    /// was pressed becomes the same. `ids` are those that are shown, in their order.
    pub fn press(&mut self, ids: &[Arc<str>], place: usize, on: bool, range: bool) {
        let last = self.last.as_ref().filter(|_| range);
        let from = last.and_then(|last| ids.iter().position(|id| id == last)).unwrap_or(place);
        let (first, end) = (from.min(place), from.max(place));
        let between = ids.iter().take(end.saturating_add(1)).skip(first).cloned();
        self.set(between, on);
        self.last = ids.get(place).cloned();
    }

    /// Unselects everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Unselects what is not there any more; says whether that was anything.
    pub fn keep(&mut self, is_there: impl Fn(&str) -> bool) -> bool {
        let before = self.ids.len();
        self.ids.retain(|id| is_there(id));
        self.ids.len() != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> Vec<Arc<str>> {
        ["a", "b", "c", "d", "e"].into_iter().map(Arc::from).collect()
    }

    fn check(presses: &[(usize, bool, bool)], expected: &str) {
        let mut picked = Picked::default();
        for (place, on, range) in presses {
            picked.press(&ids(), *place, *on, *range);
        }
        let mut got: Vec<&str> = picked.ids().map(AsRef::as_ref).collect();
        got.sort_unstable();
        assert_eq!(got.concat(), expected, "{presses:?}");
    }

    #[test]
    fn ranges_begin_where_the_last_press_was() {
        check(&[], "");
        check(&[(1, true, false), (3, true, false)], "bd");
        check(&[(1, true, false), (3, true, true)], "bcd");
        check(&[(3, true, false), (1, true, true)], "bcd");
        check(&[(2, true, true)], "c");
        check(&[(0, true, false), (4, true, true), (2, false, false), (3, false, true)], "abe");
        check(&[(9, true, false)], "");
    }

    #[test]
    fn all_some_or_none_are_selected() {
        let mut picked = Picked::default();
        assert_eq!(picked.extent(ids().iter()), Extent::None);
        picked.set(ids().into_iter().take(2), true);
        assert_eq!(picked.extent(ids().iter()), Extent::Some);
        picked.set(ids(), true);
        assert_eq!((picked.extent(ids().iter()), picked.count()), (Extent::All, 5));
        assert_eq!(picked.extent([].iter()), Extent::None);
        assert!(picked.keep(|id| id != "c") && !picked.has("c"));
        assert!(!picked.keep(|_| true));
        picked.clear();
        assert_eq!(picked.count(), 0);
    }
}
