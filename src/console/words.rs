//! The console's words. Each part has its own, in a `words` module beside it.

mod common;
mod notice;

pub use common::Common;
pub use notice::NoticeText;

pub use crate::language::{Language, Localized, use_language, use_words};
