//! The command palette: every view, every service by its name, and what the view that is shown can do.

mod rank;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::frame::{FrameWords, address};
use super::live::{Live, use_live};
use super::parts::Dialog;
use super::shortcuts::use_shortcuts;
use super::words::{Language, Localized, use_language, use_words};
use rank::best;

use crate::erased::{effect, memo, signal_of, stored};

/// So many entries are shown at once.
const MOST_SHOWN: usize = 12;

/// Something that the palette can do.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// What stands beside it.
    pub hint: String,
    /// Does it.
    pub run: Callback<()>,
}

/// The palette.
#[derive(Clone, Copy)]
pub struct Palette {
    open: RwSignal<bool>,
    offers: RwSignal<Vec<(u64, Vec<Entry>)>>,
    number: StoredValue<u64>,
}

/// The palette.
#[expect(clippy::expect_used, reason = "the frame provides it above every view")]
pub fn use_palette() -> Palette {
    use_context::<Palette>().expect("the palette is provided above every view")
}

impl Default for Palette {
    fn default() -> Self {
        Self::new()
    }
}

impl Palette {
    /// A palette without offers of views.
    pub fn new() -> Self {
        Self { open: signal_of(false), offers: signal_of(Vec::new()), number: stored(0) }
    }

    /// Opens it, or closes it.
    pub fn toggle(self) {
        self.open.update(|open| *open = !*open);
    }

    /// Offers what a view can do, until the caller is gone.
    pub fn offer(self, entries: Vec<Entry>) {
        let number = self.number.get_value().wrapping_add(1);
        self.number.set_value(number);
        self.offers.update(|offers| offers.push((number, entries)));
        on_cleanup(move || {
            self.offers.try_update(|offers| offers.retain(|(known, _)| *known != number));
        });
    }
}

/// What an entry leads to.
#[derive(Debug, Clone)]
enum Target {
    Address(String),
    Run(Callback<()>),
    Keys,
}

/// An entry as it is listed.
#[derive(Debug, Clone)]
struct Listed {
    title: String,
    hint: String,
    target: Target,
}

/// Where the palette is shown.
#[component]
pub fn PaletteView() -> impl IntoView {
    let (palette, words) = (use_palette(), Words::of(use_language()));
    view! {
        <Dialog open=palette.open title=words.title.to_owned()>
            <Search palette=palette />
        </Dialog>
    }
}

/// The field and what it finds. It is made anew each time that the palette opens.
#[component]
fn Search(
    /// The palette.
    palette: Palette,
) -> impl IntoView {
    let (live, shortcuts, words) = (use_live(), use_shortcuts(), Words::of(use_language()));
    let frame = use_words::<FrameWords>();
    let go = address::use_go();
    let (typed, chosen) = (signal_of(String::new()), signal_of(0_usize));
    let all = stored(entries(live, palette, frame, words));
    let found = memo(move || {
        let typed = typed.get();
        all.with_value(|all| best(all.iter().map(|entry| entry.title.as_str()), &typed, MOST_SHOWN))
    });
    let take = move |index: usize| {
        let Some(entry) = all.with_value(|all| all.get(index).cloned()) else { return };
        palette.open.set(false);
        match entry.target {
            Target::Address(address) => go.run(address),
            Target::Keys => shortcuts.show_keys(),
            Target::Run(run) => {
                // Who offered it may be gone.
                run.try_run(());
            }
        }
    };
    let on_key = move |event: KeyboardEvent| {
        // Enter ends the composing of characters, and the arrows choose among them.
        if event.is_composing() {
            return;
        }
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => {
                chosen.update(|chosen| *chosen = if *chosen + 1 < count { *chosen + 1 } else { 0 });
            }
            "ArrowUp" => {
                chosen.update(|chosen| *chosen = chosen.checked_sub(1).unwrap_or(count.saturating_sub(1)));
            }
            "Enter" => {
                let index = found.with(|found| found.get(chosen.get_untracked()).copied());
                if let Some(index) = index {
                    take(index);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let field = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(field) = field.get() {
            // Fails only for what is not in the page any more.
            let _ = field.focus();
        }
    });
    let options = move || {
        found
            .get()
            .into_iter()
            .enumerate()
            .filter_map(|(place, index)| {
                let Listed { title, hint, .. } = all.with_value(|all| all.get(index).cloned())?;
                Some(view! {
                    <li
                        role="option"
                        id=option_id(place)
                        aria-selected=move || (chosen.get() == place).to_string()
                        on:click=move |_| take(index)
                    >
                        <span>{title}</span>
                        <small>{hint}</small>
                    </li>
                })
            })
            .collect_view()
    };
    view! {
        <div class="palette">
            <input
                class="search"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant=move || option_id(chosen.get())
                aria-label=words.title
                placeholder=words.placeholder
                autocomplete="off"
                spellcheck="false"
                node_ref=field
                prop:value=move || typed.get()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    chosen.set(0);
                }
                on:keydown=on_key
            />
            <ul id="palette-list" role="listbox" aria-label=words.title>{options}</ul>
            <p class="hint" role="status">
                {move || if found.with(Vec::is_empty) { words.nothing } else { "" }}
            </p>
        </div>
    }
}

fn option_id(place: usize) -> String {
    format!("palette-option-{place}")
}

/// What there is: what the view offers, then views, then services.
fn entries(live: Live, palette: Palette, frame: &FrameWords, words: &Words) -> Vec<Listed> {
    let offered = palette.offers.get_untracked().into_iter().flat_map(|(_, entries)| entries);
    let mut listed: Vec<Listed> =
        offered.map(|Entry { title, hint, run }| Listed { title, hint, target: Target::Run(run) }).collect();
    let views = [
        (frame.overview, address::overview()),
        (frame.models, address::models()),
        (frame.services, address::services()),
        (words.new_service, address::new_service()),
        (frame.usage, address::usage()),
        (frame.bills, address::bills()),
        (frame.account, address::account()),
        (frame.api_keys, address::api_keys()),
    ];
    listed.extend(views.into_iter().map(|(title, address)| Listed {
        title: title.to_owned(),
        hint: words.view.to_owned(),
        target: Target::Address(address),
    }));
    listed.push(Listed { title: words.keys.to_owned(), hint: "?".to_owned(), target: Target::Keys });
    let rows = live.rows.get_untracked();
    listed.extend(rows.iter().map(|row| {
        row.with_untracked(|row| Listed {
            title: row.service.name.clone(),
            hint: format!("{} · {}", words.service, row.service.model),
            target: Target::Address(address::service(&row.service.id)),
        })
    }));
    listed
}

struct Words {
    title: &'static str,
    placeholder: &'static str,
    nothing: &'static str,
    new_service: &'static str,
    view: &'static str,
    service: &'static str,
    keys: &'static str,
}

const ENGLISH: Words = Words {
    title: "Go to",
    placeholder: "A view, a service, an action",
    nothing: "Nothing by that name",
    new_service: "New service",
    view: "view",
    service: "service",
    keys: "Keys",
};

const CHINESE: Words = Words {
    title: "前往",
    placeholder: "页面、服务或操作",
    nothing: "没有匹配的名称",
    new_service: "新建服务",
    view: "页面",
    service: "服务",
    keys: "快捷键",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
