//! Keys that work everywhere in the console.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::palette::use_palette;
use super::parts::Dialog;
use super::words::{Language, Localized, use_language};

use crate::erased::{signal_of, stored};

/// What a key does in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the next entry.
    Next,
    /// To the one before.
    Previous,
    /// Opens the entry.
    Open,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The palette.
    Palette,
    /// The view's filter.
    Filter,
    /// The view's list.
    List(Step),
    /// This list of keys.
    Keys,
}

/// What is pressed, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own of the key that was pressed")]
pub struct Pressed<'a> {
    /// The key.
    pub key: &'a str,
    /// With Ctrl or ⌘.
    pub command: bool,
    /// With Alt.
    pub alt: bool,
    /// While something is typed or a dialog is open.
    pub busy: bool,
    /// On a link, a button, or whatever has a use for Enter itself.
    pub on_control: bool,
}

impl Pressed<'_> {
    /// What it is for.
    pub fn meaning(self) -> Option<Key> {
        match (self.key, self.command) {
            ("k" | "K", true) if !self.alt => Some(Key::Palette),
            _ if self.command || self.alt || self.busy => None,
            ("/", _) => Some(Key::Filter),
            ("?", _) => Some(Key::Keys),
            ("j", _) => Some(Key::List(Step::Next)),
            ("k", _) => Some(Key::List(Step::Previous)),
            ("Enter", _) if !self.on_control => Some(Key::List(Step::Open)),
            _ => None,
        }
    }
}

/// What the view that is shown has for the keys.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    filters: StoredValue<Vec<NodeRef<html::Input>>>,
    lists: StoredValue<Vec<Callback<Step>>>,
    keys_open: RwSignal<bool>,
}

/// What the view that is shown has for the keys.
#[expect(clippy::expect_used, reason = "the frame provides it above every view")]
pub fn use_shortcuts() -> Shortcuts {
    use_context::<Shortcuts>().expect("shortcuts are provided above every view")
}

impl Default for Shortcuts {
    fn default() -> Self {
        Self::new()
    }
}

impl Shortcuts {
    /// Nothing for the keys yet.
    pub fn new() -> Self {
        Self { filters: stored(Vec::new()), lists: stored(Vec::new()), keys_open: signal_of(false) }
    }

    /// `/` goes to this field, until the caller is gone.
    pub fn filter_is(self, filter: NodeRef<html::Input>) {
        self.filters.update_value(|filters| filters.push(filter));
        on_cleanup(move || {
            self.filters.try_update_value(Vec::pop);
        });
    }

    /// `j`, `k` and Enter move in this list, until the caller is gone.
    pub fn list_is(self, list: Callback<Step>) {
        self.lists.update_value(|lists| lists.push(list));
        on_cleanup(move || {
            self.lists.try_update_value(Vec::pop);
        });
    }

    /// Shows which keys there are.
    pub fn show_keys(self) {
        self.keys_open.set(true);
    }

    /// Does what a key is for; false where nobody has a use for it.
    fn press(self, key: Key) -> bool {
        match key {
            Key::Palette => false,
            Key::Keys => {
                self.keys_open.set(true);
                true
            }
            Key::Filter => {
                let filter = self.filters.with_value(|filters| filters.last().copied());
                let Some(field) = filter.and_then(|filter| filter.try_get_untracked().flatten()) else {
                    return false;
                };
                // Fails only for what is not in the page any more.
                let _ = field.focus();
                field.select();
                true
            }
            Key::List(step) => {
                let list = self.lists.with_value(|lists| lists.last().copied());
                list.and_then(|list| list.try_run(step)).is_some()
            }
        }
    }
}

/// Listens to the keys, and shows which there are.
#[component]
pub fn KeysView() -> impl IntoView {
    let (shortcuts, palette, words) = (use_shortcuts(), use_palette(), Words::of(use_language()));
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let within = |selector: &str| {
            target.as_ref().is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
        };
        let pressed = Pressed {
            key: &key,
            command: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            busy: within(
                "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog",
            ),
            on_control: within("a, button, summary, [role=button], [role=tab], [role=menuitem]"),
        };
        let used = match pressed.meaning() {
            None => false,
            Some(Key::Palette) => {
                palette.toggle();
                true
            }
            Some(key) => shortcuts.press(key),
        };
        if used {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
    let rows = move || {
        words
            .keys
            .iter()
            .map(|(keys, meaning)| {
                let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect_view();
                view! { <dt>{keys}</dt><dd>{*meaning}</dd> }
            })
            .collect_view()
    };
    view! {
        <Dialog open=shortcuts.keys_open title=words.title.to_owned()>
            <dl class="keys">{rows()}</dl>
        </Dialog>
    }
}

struct Words {
    title: &'static str,
    keys: &'static [(&'static [&'static str], &'static str)],
}

const ENGLISH: Words = Words {
    title: "Keys",
    keys: &[
        (&["Ctrl K", "⌘ K"], "Go anywhere, do anything"),
        (&["/"], "Filter what is shown"),
        (&["j", "k"], "Next and previous entry of a list"),
        (&["Enter"], "Open the entry"),
        (&["Esc"], "Close what is open"),
        (&["?"], "These keys"),
    ],
};

const CHINESE: Words = Words {
    title: "快捷键",
    keys: &[
        (&["Ctrl K", "⌘ K"], "前往任意位置、执行任意操作"),
        (&["/"], "筛选当前内容"),
        (&["j", "k"], "列表的下一项和上一项"),
        (&["Enter"], "打开该项"),
        (&["Esc"], "关闭已打开的内容"),
        (&["?"], "显示快捷键"),
    ],
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_not_get_in_the_way_of_typing() {
        const PLAIN: Pressed<'static> =
            Pressed { key: "", command: false, alt: false, busy: false, on_control: false };
        for (pressed, expected) in [
            (Pressed { key: "k", command: true, ..PLAIN }, Some(Key::Palette)),
            (Pressed { key: "k", command: true, busy: true, ..PLAIN }, Some(Key::Palette)),
            (Pressed { key: "k", ..PLAIN }, Some(Key::List(Step::Previous))),
            (Pressed { key: "k", busy: true, ..PLAIN }, None),
            (Pressed { key: "j", alt: true, ..PLAIN }, None),
            (Pressed { key: "/", ..PLAIN }, Some(Key::Filter)),
            (Pressed { key: "/", command: true, ..PLAIN }, None),
            (Pressed { key: "?", ..PLAIN }, Some(Key::Keys)),
            (Pressed { key: "Enter", ..PLAIN }, Some(Key::List(Step::Open))),
            (Pressed { key: "Enter", on_control: true, ..PLAIN }, None),
            (Pressed { key: "x", ..PLAIN }, None),
        ] {
            assert_eq!(pressed.meaning(), expected, "{pressed:?}");
        }
    }
}
