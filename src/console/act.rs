//! Actions: each says what it leads to before it is done, is done only on what was looked at, and says what became of
//! it.
//!
//! | module | what it holds |
//! |---|---|
//! | `predict` | where a command or a scaling leads, by the service core: pure |
//! | `services` | the actions on a service, with their effects in words |
//! | `costs` | what an hour, a day and a month cost before and after, in words: pure |
//! | `run` | asking, sending, and what comes back |
//! | `undo` | how a change left a service, for the way back |
//! | `dialog` | how an action is shown |

pub mod costs;
mod dialog;
pub mod predict;
mod run;
pub mod services;
mod undo;
mod words;

use leptos::prelude::*;

use super::failure::Quoted;
use super::request::Request;
pub use dialog::ActionDialog;
pub use run::{Actions, use_actions};
pub use services::Around;
pub use undo::{Left, Stand, is_way_back_open, version_to_take_back};

/// How a line of an effect is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither.
    Plain,
    /// Wanted.
    Good,
    /// To be looked at.
    Warn,
    /// Something ends, or costs more.
    Bad,
}

/// A line of what an action leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectLine {
    /// What changes.
    pub label: String,
    /// What it is.
    pub before: Option<String>,
    /// What it will be.
    pub after: String,
    /// How it is meant.
    pub tone: Tone,
}

impl EffectLine {
    /// What something will be.
    pub fn new(label: impl Into<String>, after: impl Into<String>) -> Self {
        Self { label: label.into(), before: None, after: after.into(), tone: Tone::Plain }
    }

    /// What something is and will be.
    pub fn change(label: impl Into<String>, before: impl Into<String>, after: impl Into<String>) -> Self {
        let (before, after) = (before.into(), after.into());
        let before = (before != after).then_some(before);
        Self { label: label.into(), before, after, tone: Tone::Plain }
    }

    /// The same, wanted.
    pub fn good(self) -> Self {
        Self { tone: Tone::Good, ..self }
    }

    /// The same, to be looked at.
    pub fn warn(self) -> Self {
        Self { tone: Tone::Warn, ..self }
    }

    /// The same, where something ends.
    pub fn bad(self) -> Self {
        Self { tone: Tone::Bad, ..self }
    }
}

/// Why an action would be refused, known before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub sentence: String,
    /// What to do first.
    pub next_step: String,
    /// What is known of it in English only.
    pub quoted: Option<Quoted>,
    /// Where that is done: an address, and what the link is called.
    pub link: Option<(String, String)>,
}

/// Something that can be done.
#[derive(Debug, Clone)]
pub struct Action {
    /// What is done, as a heading.
    pub title: String,
    /// How it is asked.
    pub request: Request,
    /// The service that it changes.
    pub service: Option<String>,
    /// What it leads to.
    pub effect: Vec<EffectLine>,
    /// Why it would be refused.
    pub refused: Option<Refused>,
    /// What the button is called.
    pub button: Option<String>,
    /// Something ends.
    pub dangerous: bool,
    /// What has to be typed first.
    pub typing: Option<String>,
    /// What is said afterwards.
    pub saying: Option<String>,
    /// What takes it back.
    pub undo: Option<Request>,
    /// What follows, with the answer.
    pub then: Option<Callback<serde_json::Value>>,
}

impl Action {
    /// Something that can be done by a request.
    pub fn new(title: impl Into<String>, request: Request) -> Self {
        Self {
            title: title.into(),
            request,
            service: None,
            effect: Vec::new(),
            refused: None,
            button: None,
            dangerous: false,
            typing: None,
            saying: None,
            undo: None,
            then: None,
        }
    }

    /// It changes this service, and only as it is when the dialog opens.
    pub fn on_service(self, id: &str) -> Self {
        Self { service: Some(id.to_owned()), ..self }
    }

    /// What it leads to.
    pub fn with_effect(self, effect: Vec<EffectLine>) -> Self {
        Self { effect, ..self }
    }

    /// What the button is called.
    pub fn button(self, button: impl Into<String>) -> Self {
        Self { button: Some(button.into()), ..self }
    }

    /// Something ends.
    pub fn dangerous(self) -> Self {
        Self { dangerous: true, ..self }
    }

    /// It can't be taken back: this has to be typed first.
    pub fn typing(self, name: &str) -> Self {
        Self { typing: Some(name.to_owned()), ..self }
    }

    /// It would be refused.
    pub fn refused(self, refused: Refused) -> Self {
        Self { refused: Some(refused), ..self }
    }

    /// What is said afterwards.
    pub fn saying(self, saying: impl Into<String>) -> Self {
        Self { saying: Some(saying.into()), ..self }
    }

    /// What takes it back.
    pub fn undone_by(self, request: Request) -> Self {
        Self { undo: Some(request), ..self }
    }

    /// What follows, with the answer.
    pub fn then(self, then: Callback<serde_json::Value>) -> Self {
        Self { then: Some(then), ..self }
    }
}
