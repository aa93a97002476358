//! The choice of the language and of the theme, in the header.

use leptos::prelude::*;

use super::{Language, Localized};
use crate::erased::dynamic;
use crate::language::language_control;
use crate::theme::{ThemeWords, theme_control};

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
pub fn controls(language: RwSignal<Language>) -> AnyView {
    let controls = move || {
        let words = Words::of(language.get());
        view! {
            {language_control(language, words.language)}
            {theme_control(words.theme, "theme")}
        }
        .into_any()
    };
    dynamic(controls).into_any()
}
