//! What the pricing page says, in each language.

mod chinese;
mod english;
mod faults;
mod fields;
mod own_usage;
mod ways;

use tiermeter_pricing::Item;

pub use self::chinese::CHINESE;
pub use self::english::ENGLISH;
pub use self::fields::Words;
pub use crate::language::Language;
use crate::theme::ThemeWords;

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
    fn counts_are_said_in_both_languages() {
        assert_eq!(
            ((ENGLISH.stretches)(1), (ENGLISH.stretches)(2)),
            ("1 stretch".into(), "2 stretches".into())
        );
        assert_eq!((CHINESE.note_open_end)("2026年3月"), "最后一段没有结束时刻，因此运行到 2026年3月底。");
    }
}
