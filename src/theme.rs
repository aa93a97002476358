//! Light, dark, or as the system has it. `style/boot.js` applies what was chosen before the first paint; here
//! it is chosen and kept.

use leptos::prelude::*;
use web_sys::Storage;

use crate::erased::{callback, derived, signal_of};
use crate::segmented::{Segment, segmented};

/// Where the choice is kept in the browser. `style/boot.js` reads the same key.
const STORAGE_KEY: &str = "tiermeter.theme";
const ATTRIBUTE: &str = "data-theme";

/// What the control says.
#[derive(Debug, Clone, Copy)]
pub struct ThemeWords {
    /// What is chosen.
    pub legend: &'static str,
    /// As the system has it.
    pub system: &'static str,
    /// Light.
    pub light: &'static str,
    /// Dark.
    pub dark: &'static str,
}

impl ThemeWords {
    /// In English.
    pub const ENGLISH: Self = Self { legend: "Theme", system: "System", light: "Light", dark: "Dark" };
}

/// What the colours follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn label(self, words: ThemeWords) -> &'static str {
        match self {
            Self::System => words.system,
            Self::Light => words.light,
            Self::Dark => words.dark,
        }
    }

    /// The theme of a kept word; the system's for any other.
    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word).unwrap_or(Self::System)
    }
}

/// The theme that is chosen, where several controls of it stand in a tree.
#[derive(Clone, Copy)]
pub struct ThemeChoice(RwSignal<Theme>);

impl ThemeChoice {
    /// What was chosen before.
    pub fn kept() -> Self {
        Self(signal_of(kept()))
    }
}

/// The choice of the theme; `name` is the control's, once on the page.
pub fn theme_control(words: ThemeWords, name: &str) -> AnyView {
    let theme = use_context::<ThemeChoice>().unwrap_or_else(ThemeChoice::kept).0;
    let segments = Theme::ALL.map(|theme| Segment {
        value: theme.as_str().to_owned(),
        label: theme.label(words).to_owned(),
        more: None,
    });
    let chosen = derived(move || theme.get().as_str().to_owned());
    let on_choose = callback(move |word: String| {
        let chosen = Theme::of(&word);
        theme.set(chosen);
        apply(chosen);
        keep(chosen);
    });
    segmented(words.legend, name, segments.to_vec(), chosen, on_choose)
}

fn apply(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    // Both calls can fail only for a name that is no attribute's.
    let _ = match theme {
        Theme::System => root.remove_attribute(ATTRIBUTE),
        Theme::Light | Theme::Dark => root.set_attribute(ATTRIBUTE, theme.as_str()),
    };
}

/// `None` where the browser keeps nothing for this page, as in some private windows.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn kept() -> Theme {
    let word = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    word.map_or(Theme::System, |word| Theme::of(&word))
}

fn keep(theme: Theme) {
    if let Some(storage) = storage() {
        // A full or refused storage costs only the memory of this choice.
        let _ = storage.set_item(STORAGE_KEY, theme.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_words_are_read_and_strange_ones_follow_the_system() {
        for theme in Theme::ALL {
            assert_eq!(Theme::of(theme.as_str()), theme);
        }
        for strange in ["", "Dark", "sepia"] {
            assert_eq!(Theme::of(strange), Theme::System, "{strange}");
        }
    }

    #[test]
    fn the_key_is_the_one_that_is_read_before_the_first_paint() {
        let boot = include_str!("../style/boot.js");
        assert!(boot.contains(&format!("\"{STORAGE_KEY}\"")) && boot.contains(&format!("\"{ATTRIBUTE}\"")));
    }
}
