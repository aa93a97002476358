//! In which time instants are shown: in UTC, or in that of the reader's device.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use crate::clock::device_offset_minutes;
use crate::local_time::zone_name;

/// Where the choice is kept in the browser.
const STORAGE_KEY: &str = "tiermeter.time";
const LOCAL: &str = "local";

/// The time in which instants are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// UTC.
    #[default]
    Utc,
    /// That of the reader's device, with its summer time.
    Local,
    /// So many minutes east of UTC.
    Fixed(i64),
}

impl Zone {
    /// What was chosen before.
    pub fn kept() -> Self {
        let storage = window().local_storage().ok().flatten();
        let kept = storage.and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
        if kept.as_deref() == Some(LOCAL) { Self::Local } else { Self::Utc }
    }

    /// Keeps the choice.
    pub fn keep(self) {
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or refused storage costs only the memory of this choice.
            let _ = storage.set_item(STORAGE_KEY, if self == Self::Local { LOCAL } else { "utc" });
        }
    }

    /// How many minutes it is east of UTC at an instant.
    pub fn offset_minutes(self, at: Instant) -> i64 {
        match self {
            Self::Utc => 0,
            Self::Local => device_offset_minutes(at),
            Self::Fixed(minutes) => minutes,
        }
    }

    /// What it is called at an instant: `UTC`, `UTC+08:00`.
    pub fn name(self, at: Instant) -> String {
        zone_name(self.offset_minutes(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_named() {
        let at = Instant::EPOCH;
        for (zone, expected) in [
            (Zone::Utc, "UTC"),
            (Zone::Fixed(480), "UTC+08:00"),
            (Zone::Fixed(-210), "UTC−03:30"),
            (Zone::Fixed(0), "UTC"),
        ] {
            assert_eq!(zone.name(at), expected);
        }
    }
}
