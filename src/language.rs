//! The languages of the pages and of the console. Each part has its own words, beside it.

use leptos::prelude::*;

use crate::erased::{callback, derived};
use crate::segmented::{Segment, segmented};

/// Where the choice is kept in the browser.
const STORAGE_KEY: &str = "tiermeter.language";

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The tag of BCP 47, as it stands in `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// The language of a tag; English for all that there are no words of.
    pub fn of_tag(tag: &str) -> Self {
        let is_chinese = tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"));
        if is_chinese { Self::Chinese } else { Self::English }
    }

    /// What was chosen before, else what the browser asks for.
    pub fn kept() -> Self {
        let kept = window().local_storage().ok().flatten();
        let kept = kept.and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
        let tag = kept.or_else(|| window().navigator().language()).unwrap_or_default();
        Self::of_tag(&tag)
    }

    /// Keeps the choice, and says it to the browser.
    pub fn keep(self) {
        if let Ok(Some(storage)) = window().local_storage() {
            // A full or refused storage costs only the memory of this choice.
            let _ = storage.set_item(STORAGE_KEY, self.tag());
        }
        self.apply();
    }

    /// Says to the browser in which language the page is.
    pub fn apply(self) {
        if let Some(root) = document().document_element() {
            // Fails only for a name that is no attribute's.
            let _ = root.set_attribute("lang", self.tag());
        }
    }
}

/// The words of a part of a page.
pub trait Localized: 'static {
    /// The words in a language.
    fn of(language: Language) -> &'static Self;
}

/// The language of the tree that the caller is in. When another one is chosen the whole tree is made anew.
pub fn use_language() -> Language {
    use_context::<Language>().unwrap_or_default()
}

/// The words of a part, in the language of the tree that the caller is in.
pub fn use_words<W: Localized>() -> &'static W {
    W::of(use_language())
}

/// The choice of the language of the page. `legend` says what is chosen.
pub fn language_control(language: RwSignal<Language>, legend: &'static str) -> AnyView {
    let segments = Language::ALL.map(|language| Segment {
        value: language.tag().to_owned(),
        label: language.own_name().to_owned(),
        more: None,
    });
    let chosen = derived(move || language.get().tag().to_owned());
    let on_choose = callback(move |tag: String| {
        let chosen = Language::of_tag(&tag);
        chosen.keep();
        language.set(chosen);
    });
    segmented(legend, "language", segments.to_vec(), chosen, on_choose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_the_one_that_is_read_before_the_first_paint() {
        assert!(include_str!("../style/language.js").contains(&format!("\"{STORAGE_KEY}\"")));
    }

    #[test]
    fn tags_are_read() {
        for (tag, language) in [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("de", Language::English),
            ("", Language::English),
            ("z", Language::English),
            ("zh", Language::Chinese),
            ("zh-CN", Language::Chinese),
            ("ZH-hans", Language::Chinese),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), language);
        }
    }
}
