//! A reason with its next step, in each language. Pure.

use crate::console::words::Language;

/// Why something was not done, and what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explained {
    /// Why; of what the server says with values, `{0}` stands for the first of them, and so on.
    pub sentence: &'static str,
    /// What to do next.
    pub next_step: &'static str,
}

/// The same in each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InEach {
    english: Explained,
    chinese: Explained,
}

impl InEach {
    /// Sentence and next step, in English and in Chinese.
    pub const fn new(english: [&'static str; 2], chinese: [&'static str; 2]) -> Self {
        Self {
            english: Explained { sentence: english[0], next_step: english[1] },
            chinese: Explained { sentence: chinese[0], next_step: chinese[1] },
        }
    }

    /// In one language.
    pub const fn of(self, language: Language) -> Explained {
        match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }
}
