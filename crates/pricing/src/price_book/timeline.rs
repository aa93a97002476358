//! Prices by the instant from which they are in force.

use std::ops::Deref;

use super::{ModelPrice, ReservationPrice, TierPrice};
use crate::instant::Instant;

/// Something that is in force from an instant on.
pub trait InForce {
    /// The instant; `None` since ever.
    fn from(&self) -> Option<Instant>;
}

macro_rules! in_force {
    ($($type:ty),*) => {
        $(impl InForce for $type {
            fn from(&self) -> Option<Instant> {
                self.from
            }
        })*
    };
}
in_force!(TierPrice, ModelPrice, ReservationPrice);

/// Prices in the order in which they come into force; at least one, no two from one instant.
#[derive(Debug, Clone)]
pub struct Timeline<E> {
    pub(super) entries: Vec<E>,
}

impl<E: InForce> Timeline<E> {
    /// The index of the entry in force at `at` (nanoseconds since 1970).
    #[must_use]
    pub fn index_at(&self, at: i64) -> Option<usize> {
        let begun = |entry: &E| entry.from().is_none_or(|from| from.unix_nanoseconds() <= at);
        self.entries.partition_point(begun).checked_sub(1)
    }

    /// The entry in force at `at` (nanoseconds since 1970).
    #[must_use]
    pub fn at(&self, at: i64) -> Option<&E> {
        self.entries.get(self.index_at(at)?)
    }

    /// When the entry at `index` gives way to the next one, in nanoseconds since 1970; `i64::MAX` for the last.
    #[must_use]
    pub fn end_of(&self, index: usize) -> i64 {
        self.entries.get(index + 1).and_then(InForce::from).map_or(i64::MAX, Instant::unix_nanoseconds)
    }
}

impl<E> Deref for Timeline<E> {
    type Target = [E];
    fn deref(&self) -> &[E] {
        &self.entries
    }
}
