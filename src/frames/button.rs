//! Buttons.

use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;

use crate::erased::{attribute, clicked, dynamic};

/// A button with what few buttons have.
pub struct Button {
    class: &'static str,
    label: AnyView,
    more: Vec<AnyAttribute>,
    act: Box<dyn FnMut()>,
}

impl Button {
    /// A button with words that never change.
    pub fn new(class: &'static str, label: impl Into<String>, act: impl FnMut() + 'static) -> Self {
        Self::of_words(class, label.into(), Box::new(act))
    }

    /// A button with anything on it.
    pub fn of(class: &'static str, label: AnyView, act: impl FnMut() + 'static) -> Self {
        Self { class, label, more: Vec::new(), act: Box::new(act) }
    }

    fn of_words(class: &'static str, label: String, act: Box<dyn FnMut()>) -> Self {
        Self { class, label: label.into_any(), more: Vec::new(), act }
    }

    /// It cannot be used while something is so.
    #[must_use]
    pub fn disabled(self, is_so: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(attribute("disabled", dynamic(is_so)))
    }

    /// It has keys that do the same, or something else to be said where the pointer is.
    #[must_use]
    pub fn titled(self, title: &'static str) -> Self {
        self.with(attribute("title", title))
    }

    /// It is called more than it says.
    #[must_use]
    pub fn named(self, name: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(attribute("aria-label", dynamic(name)))
    }

    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.more.push(attribute);
        self
    }

    /// The button.
    pub fn view(self) -> AnyView {
        let Self { class, label, more, mut act } = self;
        view! {
            <button type="button" {..more} class=class on:click=clicked(move |_| act())>
                {label}
            </button>
        }
        .into_any()
    }
}

/// A button with words that never change, and nothing more.
pub fn button(class: &'static str, label: impl Into<String>, act: impl FnMut() + 'static) -> AnyView {
    Button::new(class, label, act).view()
}
