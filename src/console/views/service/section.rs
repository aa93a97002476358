//! The tabs of a service, as the address names them.

use super::words::Words;
use crate::console::parts::Tab;

/// A tab of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Section {
    /// Its life, instances and runs.
    #[default]
    Overview,
    /// Usage and cost over time.
    Cost,
    /// How many instances it is to have.
    Scaling,
    /// Billing mode and reservations.
    Billing,
    /// Name, labels, removal.
    Settings,
}

impl Section {
    const ALL: [Self; 5] = [Self::Overview, Self::Cost, Self::Scaling, Self::Billing, Self::Settings];

    /// Its name in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Cost => "cost",
            Self::Scaling => "scaling",
            Self::Billing => "billing",
            Self::Settings => "settings",
        }
    }

    /// The tab of a name; the first one for every other, and for one that the service does not have.
    #[must_use]
    pub fn of_key(key: Option<&str>, by_seconds: bool) -> Self {
        Self::of_service(by_seconds).find(|section| Some(section.key()) == key).unwrap_or_default()
    }

    /// What the address names it by: nothing for the first one.
    #[must_use]
    pub fn in_address(key: &str) -> Option<String> {
        (key != Self::default().key()).then(|| key.to_owned())
    }

    /// What it is called on the page.
    #[must_use]
    pub const fn label(self, words: &Words) -> &'static str {
        match self {
            Self::Overview => words.tab_overview,
            Self::Cost => words.tab_cost,
            Self::Scaling => words.tab_scaling,
            Self::Billing => words.tab_billing,
            Self::Settings => words.tab_settings,
        }
    }

    /// The tabs of a service; only those that are metered by seconds are scaled.
    #[must_use]
    pub fn tabs(by_seconds: bool, words: &Words) -> Vec<Tab> {
        let tab = |section: Self| Tab { key: section.key(), label: section.label(words).to_owned() };
        Self::of_service(by_seconds).map(tab).collect()
    }

    fn of_service(by_seconds: bool) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |section| by_seconds || *section != Self::Scaling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::words::{Language, Localized};

    #[test]
    fn the_address_names_the_tab() {
        for (key, by_seconds, expected) in [
            (None, true, Section::Overview),
            (Some("overview"), true, Section::Overview),
            (Some("scaling"), true, Section::Scaling),
            (Some("scaling"), false, Section::Overview),
            (Some("billing"), false, Section::Billing),
            (Some("no such tab"), true, Section::Overview),
        ] {
            assert_eq!(Section::of_key(key, by_seconds), expected, "{key:?}");
        }
        for section in Section::ALL {
            let named = Section::in_address(section.key());
            assert_eq!(Section::of_key(named.as_deref(), true), section);
        }
    }

    #[test]
    fn services_metered_by_tokens_are_not_scaled() {
        for language in Language::ALL {
            let words = Words::of(language);
            assert_eq!(Section::tabs(true, words).len(), 5);
            assert!(Section::tabs(false, words).iter().all(|tab| tab.key != "scaling"));
        }
    }
}
