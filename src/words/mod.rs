//! What the page says, in each of its languages, and which language it speaks.

mod chinese;
mod english;
mod fields;

use leptos::prelude::*;
use tiermeter_pricing::Item;

pub use self::chinese::CHINESE;
pub use self::english::ENGLISH;
pub use self::fields::Words;
use crate::browser;
use crate::segmented::{Segment, Segmented};
use crate::theme::ThemeWords;

/// Where the choice is kept in the browser. The console reads the same key.
const STORAGE_KEY: &str = "tiermeter.language";

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// What was chosen before, else what the browser asks for.
    pub fn kept() -> Self {
        let tag = browser::kept(STORAGE_KEY).or_else(|| window().navigator().language());
        Self::of_tag(&tag.unwrap_or_default())
    }

    /// The language of a tag; English for all that the page does not have.
    fn of_tag(tag: &str) -> Self {
        let is_chinese = tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh"));
        if is_chinese { Self::Chinese } else { Self::English }
    }

    /// The tag of BCP 47, as it stands in `lang`.
    const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// What it calls itself.
    const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// Its words.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Chinese => &CHINESE,
        }
    }

    /// Says to the browser in which language the page is.
    pub fn apply(self) {
        if let Some(root) = document().document_element() {
            // Fails only for a name that is no attribute's.
            let _ = root.set_attribute("lang", self.tag());
        }
        document().set_title(self.words().document_title);
    }
}

/// The choice of the language.
#[component]
pub fn LanguageControl(
    /// The language of the page.
    language: RwSignal<Language>,
) -> impl IntoView {
    let segment = |language: Language| Segment {
        value: language.tag().to_owned(),
        label: language.own_name().to_owned(),
        more: None,
    };
    let chosen = Signal::derive(move || language.get().tag().to_owned());
    let on_choose = Callback::new(move |tag: String| {
        browser::keep(STORAGE_KEY, &tag);
        language.set(Language::of_tag(&tag));
    });
    let legend = language.get_untracked().words().language;
    let segments = Language::ALL.map(segment).to_vec();
    view! { <Segmented legend=legend name="language" segments=segments chosen=chosen on_choose=on_choose /> }
}

impl Words {
    /// What an item of a bill is called.
    pub const fn item(&self, item: Item) -> &'static str {
        match item {
            Item::GpuSeconds => self.item_gpu_seconds,
            Item::TpmReservation => self.item_tpm_reservation,
            Item::InputTokens => self.item_input_tokens,
            Item::CachedInputTokens => self.item_cached_input_tokens,
            Item::OutputTokens => self.item_output_tokens,
            Item::ReservedTokens => self.item_reserved_tokens,
            Item::FreeTokens => self.item_free_tokens,
        }
    }

    /// What a kind of line is called.
    pub fn kind(&self, kind: &str) -> &'static str {
        match kind {
            "weekly" => self.kind_weekly,
            "automatic" => self.kind_automatic,
            "tokens" => self.kind_tokens,
            _ => self.kind_steps,
        }
    }

    /// The title of a price book's source; those of the bundled one are known in every language.
    pub fn source_title<'text>(&self, title: &'text str) -> &'text str {
        match title {
            "Published list prices" => self.source_list,
            "Sample model prices" => self.source_samples,
            title => title,
        }
    }

    /// The words of the theme's control.
    pub const fn theme(&self) -> ThemeWords {
        ThemeWords {
            legend: self.theme,
            system: self.theme_system,
            light: self.theme_light,
            dark: self.theme_dark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_the_languages() {
        for (tag, expected) in [
            ("en", Language::English),
            ("en-GB", Language::English),
            ("de", Language::English),
            ("", Language::English),
            ("zh", Language::Chinese),
            ("zh-CN", Language::Chinese),
            ("ZH-Hans", Language::Chinese),
        ] {
            assert_eq!(Language::of_tag(tag), expected, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), language);
        }
    }

    #[test]
    fn counts_are_said_in_both_languages() {
        assert_eq!(
            ((ENGLISH.stretches)(1), (ENGLISH.stretches)(2)),
            ("1 stretch".into(), "2 stretches".into())
        );
        assert_eq!((CHINESE.note_open_end)("2026年3月"), "最后一段没有结束时刻，因此运行到 2026年3月底。");
    }
}
