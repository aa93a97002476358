//! The choice of the language and of the theme, in the header.

use leptos::prelude::*;

use super::{Language, Localized};
use crate::segmented::{Segment, Segmented};
use crate::theme::{ThemeControl, ThemeWords};

/// What the controls say.
struct Words {
    language: &'static str,
    theme: ThemeWords,
}

const ENGLISH: Words = Words { language: "Language", theme: ThemeWords::ENGLISH };

const CHINESE: Words = Words {
    language: "语言",
    theme: ThemeWords { legend: "主题", system: "跟随系统", light: "浅色", dark: "深色" },
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

/// Both choices, in the language that is chosen.
pub fn controls(language: RwSignal<Language>) -> impl IntoView {
    move || {
        let words = Words::of(language.get());
        let segments = Language::ALL.into_iter().map(|language| Segment {
            value: language.tag().to_owned(),
            label: language.own_name().to_owned(),
            more: None,
        });
        let chosen = Signal::derive(move || language.get().tag().to_owned());
        let on_choose = Callback::new(move |tag: String| {
            let chosen = Language::of_tag(&tag);
            chosen.keep();
            language.set(chosen);
        });
        let segments = segments.collect::<Vec<_>>();
        view! {
            <Segmented legend=words.language name="language" segments=segments chosen=chosen on_choose=on_choose />
            <ThemeControl words=words.theme />
        }
    }
}
