//! What the gallery says of a model, as pure functions: whether it fits the filter, and what is left of its
//! free quota.

use tiermeter_pricing::Instant;

use crate::console::documents::{FreeQuota, Model};

/// Which models are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Every one.
    #[default]
    All,
    /// Those that can be called and paid as they go.
    Enabled,
    /// Those that can't.
    NotEnabled,
    /// Those of which something is free.
    Free,
}

impl Show {
    /// Every chip, in its order.
    pub const ALL: [Self; 4] = [Self::All, Self::Enabled, Self::NotEnabled, Self::Free];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Enabled => "enabled",
            Self::NotEnabled => "not_enabled",
            Self::Free => "free",
        }
    }

    /// The chip of a word; all of them for a word that it does not know.
    pub fn of_word(word: Option<&str>) -> Self {
        let known = Self::ALL.into_iter().find(|show| word == Some(show.word()));
        known.unwrap_or_default()
    }

    /// Whether it shows a model.
    pub fn has(self, model: &Model, enabled: bool, now: Instant) -> bool {
        match self {
            Self::All => true,
            Self::Enabled => enabled,
            Self::NotEnabled => !enabled,
            Self::Free => Quota::of(model.free_quota.as_ref(), now).left() > 0,
        }
    }
}

/// Whether every word of a text is found in the model's name or id.
pub fn is_found(model: &Model, text: &str) -> bool {
    let (name, id) = (model.name.to_lowercase(), model.id.to_lowercase());
    text.split_whitespace().map(str::to_lowercase).all(|word| name.contains(&word) || id.contains(&word))
}

/// How a model's free quota stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quota {
    /// It has none.
    None,
    /// It is granted when the model is first enabled.
    Offered {
        /// How many tokens.
        tokens: u64,
    },
    /// Something is left of it.
    Left {
        /// How many tokens are left.
        remaining: u64,
        /// Of how many.
        tokens: u64,
        /// When they expire.
        expires_at: Option<Instant>,
    },
    /// All of it is used.
    UsedUp {
        /// How many tokens it had.
        tokens: u64,
    },
    /// It expired.
    Expired {
        /// How many tokens it had.
        tokens: u64,
        /// When it did.
        at: Instant,
    },
}

impl Quota {
    /// How a free quota stands at an instant.
    pub fn of(quota: Option<&FreeQuota>, now: Instant) -> Self {
        let Some(FreeQuota { tokens, remaining, granted_at, expires_at }) = quota.copied() else {
            return Self::None;
        };
        match (granted_at, expires_at) {
            (None, _) => Self::Offered { tokens },
            (Some(_), Some(at)) if at <= now => Self::Expired { tokens, at },
            (Some(_), _) if remaining == 0 => Self::UsedUp { tokens },
            (Some(_), expires_at) => Self::Left { remaining, tokens, expires_at },
        }
    }

    /// How many tokens are free now.
    pub const fn left(self) -> u64 {
        match self {
            Self::Offered { tokens } => tokens,
            Self::Left { remaining, .. } => remaining,
            Self::None | Self::UsedUp { .. } | Self::Expired { .. } => 0,
        }
    }

    /// How many there were at first.
    pub const fn tokens(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Offered { tokens }
            | Self::Left { tokens, .. }
            | Self::UsedUp { tokens }
            | Self::Expired { tokens, .. } => tokens,
        }
    }

    /// What is left in thousandths, rounded down.
    pub fn thousandths(self) -> u64 {
        let share = u128::from(self.left()) * 1_000 / u128::from(self.tokens().max(1));
        u64::try_from(share).unwrap_or_default().min(1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::at;

    const NOW: &str = "2026-03-03T12:00:00Z";

    fn model(free_quota: &serde_json::Value) -> Model {
        serde_json::from_value(serde_json::json!({
            "id": "small-8b", "name": "Small 8B", "illustrative": true, "currency": "USD", "prices": null,
            "free_quota": free_quota, "tpm_reservation": null, "default_service": null,
        }))
        .unwrap()
    }

    fn quota(remaining: u64, granted_at: Option<&str>, expires_at: Option<&str>) -> serde_json::Value {
        serde_json::json!({
            "tokens": 1_000_000, "remaining": remaining, "granted_at": granted_at, "expires_at": expires_at,
        })
    }

    fn check(quota: &serde_json::Value, expected: Quota, left: u64, thousandths: u64) {
        let got = Quota::of(model(quota).free_quota.as_ref(), at(NOW));
        assert_eq!((got, got.left(), got.thousandths()), (expected, left, thousandths));
    }

    #[test]
    fn a_quota_is_offered_used_up_or_expired() {
        let (granted, later) = (Some("2026-03-01T00:00:00Z"), "2026-05-30T00:00:00Z");
        let tokens = 1_000_000;
        check(&serde_json::Value::Null, Quota::None, 0, 0);
        check(&quota(tokens, None, None), Quota::Offered { tokens }, tokens, 1_000);
        let left = Quota::Left { remaining: 829_500, tokens, expires_at: Some(at(later)) };
        check(&quota(829_500, granted, Some(later)), left, 829_500, 829);
        check(&quota(0, granted, Some(later)), Quota::UsedUp { tokens }, 0, 0);
        let expired = Quota::Expired { tokens, at: at(NOW) };
        check(&quota(829_500, granted, Some(NOW)), expired, 0, 0);
        check(&quota(1, granted, None), Quota::Left { remaining: 1, tokens, expires_at: None }, 1, 0);
    }

    #[test]
    fn chips_and_texts_choose_models() {
        let (free, used) = (model(&quota(5, None, None)), model(&serde_json::Value::Null));
        for (word, model, enabled, expected) in [
            (None, &used, false, true),
            (Some("nonsense"), &used, false, true),
            (Some("enabled"), &used, true, true),
            (Some("enabled"), &used, false, false),
            (Some("not_enabled"), &used, false, true),
            (Some("free"), &free, false, true),
            (Some("free"), &used, true, false),
        ] {
            assert_eq!(Show::of_word(word).has(model, enabled, at(NOW)), expected, "{word:?}");
        }
        for (text, expected) in
            [("", true), (" SMALL ", true), ("8b small", true), ("small-8b", true), ("large", false)]
        {
            assert_eq!(is_found(&used, text), expected, "{text:?}");
        }
        assert!(Show::ALL.into_iter().all(|show| Show::of_word(Some(show.word())) == show));
    }
}
