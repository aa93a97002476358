//! The form's signals: what is typed, what is wrong, and that it survives a reload.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::draft::{Draft, Fault, Field, Meter};
use super::view_model::{Hindrance, Pricing, hindrance, pricing};
use super::words::Words;
use crate::console::client::{fresh_key, send};
use crate::console::documents::{Problem, ProblemError, Service};
use crate::console::failure::{Failure, Quoted};
use crate::console::frame::address;
use crate::console::live::{Live, use_live};
use crate::console::request::{Keys, Request};
use crate::console::words::{Language, use_language, use_words};
use crate::erased::{effect, effect_of_last, signal_of, stored};

/// Where the form is kept until the tab is closed.
const STORAGE_KEY: &str = "tiermeter.new-service";

/// The form.
#[derive(Clone, Copy)]
pub struct Form {
    /// The store.
    pub live: Live,
    /// What is typed.
    pub draft: RwSignal<Draft>,
    /// Whether it was tried to send it, so that faults are shown.
    pub tried: RwSignal<bool>,
    /// What the server found wrong in fields, until something is typed.
    refused: RwSignal<Vec<(Field, Failure)>>,
    /// Why it was not made, where that is no field's fault.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether it is under way.
    pub sending: RwSignal<bool>,
    /// The keys by which the server knows again what it was sent.
    keys: StoredValue<Keys<Value>>,
    go: Callback<String>,
    words: &'static Words,
    language: Language,
}

/// The form, as it was left.
#[must_use]
pub fn use_form() -> Form {
    let live = use_live();
    let query = use_query_map();
    let draft = signal_of(kept().unwrap_or_else(|| {
        // A link may name the model, and a price book may have no model at all.
        let model = query.with_untracked(|query| query.get("model")).unwrap_or_default();
        Draft { model, ..Draft::default() }
    }));
    let form = Form {
        live,
        draft,
        tried: signal_of(false),
        refused: signal_of(Vec::new()),
        failure: signal_of(None),
        sending: signal_of(false),
        keys: stored(Keys::default()),
        go: address::use_go(),
        words: use_words::<Words>(),
        language: use_language(),
    };
    effect_of_last(move |before: Option<Draft>| {
        let draft = draft.get();
        if before.is_some_and(|before| before != draft) {
            keep(&draft);
        }
        draft
    });
    // A tier is chosen from the beginning: the first of the price book.
    effect(move || {
        let first = live.book.with(|book| {
            let tier = book.as_ref()?.tiers().first()?;
            Some(tier.code.clone())
        });
        if let Some(code) = first.filter(|_| draft.with_untracked(|draft| draft.tier.is_empty())) {
            draft.update(|draft| draft.tier = code);
        }
    });
    form
}

impl Form {
    /// Changes what is typed; what the server said of it counts no more.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        self.refused.update(Vec::clear);
        self.failure.set(None);
    }

    /// What is wrong in a field.
    #[must_use]
    pub fn fault(self, field: Field) -> Option<String> {
        let said = self.refusal(field).map(|failure| {
            format!("{} {}", failure.sentence(self.language), failure.next_step(self.language))
        });
        if said.is_some() || !self.tried.get() {
            return said;
        }
        let faults = self.draft.with(Draft::body).err()?;
        let fault: Fault = faults.into_iter().find(|(known, _)| *known == field)?.1;
        Some(self.words.fault(fault))
    }

    /// What the server found wrong in a field, where that is known in English only.
    #[must_use]
    pub fn quoted(self, field: Field) -> Option<Quoted> {
        self.refusal(field)?.quoted(self.language)
    }

    fn refusal(self, field: Field) -> Option<Failure> {
        self.refused.with(|refused| {
            let (_, failure) = refused.iter().find(|(known, _)| *known == field)?;
            Some(failure.clone())
        })
    }

    /// The request as it would be sent, where the form is right.
    #[must_use]
    pub fn request(self) -> Option<Request> {
        let body = self.draft.with(Draft::body).ok()?;
        let key = self.keys.try_update_value(|keys| keys.of(&body, fresh_key))?;
        Some(Request::create_service(body).once(key))
    }

    /// What stands in the way, whatever is typed.
    #[must_use]
    pub fn hindrance(self) -> Option<Hindrance> {
        let meter = self.draft.with(|draft| draft.meter);
        self.live.account.with(|account| account.as_ref().and_then(|account| hindrance(meter, account)))
    }

    /// What it would cost.
    #[must_use]
    pub fn pricing(self) -> Pricing {
        // Prices change by the clock, but not every second.
        let now = self.live.now.get_untracked();
        self.live.book.with(|book| {
            let Some(book) = book else { return Pricing::Unknown };
            self.draft.with(|draft| pricing(draft, book, now))
        })
    }

    /// Sends it, or goes to what is wrong first.
    pub fn submit(self) {
        self.tried.set(true);
        if self.sending.get_untracked() || untrack(move || self.hindrance()).is_some() {
            return;
        }
        match self.draft.with_untracked(Draft::body) {
            Err(faults) => {
                if let Some((field, _)) = faults.first() {
                    focus(*field);
                }
            }
            Ok(body) => {
                // The same body is sent with the same key, so that trying again after a lost answer makes no second
                // service.
                let key = self.keys.try_update_value(|keys| keys.sending(&body, fresh_key));
                let request = Request::create_service(body).once(key.unwrap_or_else(fresh_key));
                self.failure.set(None);
                self.sending.set(true);
                spawn_local(async move {
                    let answer = send::<Service>(&request).await;
                    self.sending.try_set(false);
                    match answer {
                        Ok(answer) => self.made(answer.value),
                        Err(failure) => self.failed(failure),
                    }
                });
            }
        }
    }

    fn made(self, service: Service) {
        forget();
        let address = address::service(&service.id);
        self.live.put(service);
        // Who made it may have gone elsewhere meanwhile.
        self.go.try_run(address);
    }

    fn failed(self, failure: Failure) {
        self.live.failed(&failure);
        let Failure::Problem(problem) = &failure else {
            self.failure.try_set(Some(failure));
            return;
        };
        let places: Vec<(Field, Failure)> = self
            .draft
            .try_with_untracked(|draft| {
                let at = |error: &ProblemError| {
                    let own = Problem { detail: error.detail.clone(), ..problem.clone() };
                    Some((draft.field_of(&error.pointer)?, Failure::Problem(own)))
                };
                problem.errors.iter().filter_map(at).collect()
            })
            .unwrap_or_default();
        match places.first() {
            Some((field, _)) => {
                focus(*field);
                self.refused.try_set(places);
            }
            None => {
                self.failure.try_set(Some(failure));
            }
        }
    }

    /// Empties the form.
    pub fn clear(self) {
        forget();
        self.tried.set(false);
        self.keys.set_value(Keys::default());
        let tier = self.draft.with_untracked(|draft| draft.tier.clone());
        self.change(|draft| *draft = Draft { tier, ..Draft::default() });
        focus(Field::Name);
    }

    /// Whether it is metered by seconds.
    #[must_use]
    pub fn by_seconds(self) -> bool {
        self.draft.with(|draft| draft.meter == Meter::GpuSeconds)
    }
}

/// Gives the focus to a field, where that is in the page.
pub fn focus(field: Field) {
    let element = document().get_element_by_id(&field.id());
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only for what is not in the page any more.
        let _ = element.focus();
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

fn kept() -> Option<Draft> {
    let text = storage()?.get_item(STORAGE_KEY).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

fn keep(draft: &Draft) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(draft)) {
        // A full or refused storage costs only the memory of the form.
        let _ = storage.set_item(STORAGE_KEY, &text);
    }
}

fn forget() {
    if let Some(storage) = storage() {
        // What cannot be taken away is what could not be kept.
        let _ = storage.remove_item(STORAGE_KEY);
    }
}
