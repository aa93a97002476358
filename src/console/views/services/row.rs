//! A row of the table. It reads its own service only, so that a change of another one leaves it alone.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use super::cells::cell;
use super::columns::Column;
use super::state::List;
use super::words::Words;
use crate::console::frame::address;
use crate::console::live::{Row, ServiceRow};
use crate::console::words::{Common, use_words};
use crate::erased::{effect, memo};

/// A row.
#[component]
pub fn ServiceLine(
    /// The list.
    list: List,
    /// The service.
    row: Row,
    /// Its number in the table, the head being 1.
    number: Signal<usize>,
) -> impl IntoView {
    let here = row.here();
    let id = row.id;
    let own = Arc::clone(&id);
    let is_picked = memo(move || list.picked.with(|picked| picked.has(&own)));
    let own = Arc::clone(&id);
    let is_at = memo(move || list.cursor.with(|cursor| cursor.as_ref() == Some(&own)));
    let own = Arc::clone(&id);
    let come_here = move |_| list.cursor.set(Some(Arc::clone(&own)));
    let cells = move || {
        let columns = list.shown_columns.get().iter().filter(|column| *column != Column::Service);
        let on_card = list.is_cards.get_untracked();
        columns.map(|column| cell(column, here, list, on_card)).collect_view()
    };
    view! {
        <div
            class="services-line"
            class:picked=move || is_picked.get()
            class:at=move || is_at.get()
            role="row"
            aria-rowindex=move || number.get().to_string()
            on:focusin=come_here
        >
            <span class="services-pick" role="cell">
                <Pick list=list id=Arc::clone(&id) here=here is_picked=is_picked />
            </span>
            <Name list=list id=id here=here />
            {cells}
        </div>
    }
}

/// The checkbox of a row.
#[component]
fn Pick(
    /// The list.
    list: List,
    /// The service's id.
    id: Arc<str>,
    /// The service.
    here: RwSignal<ServiceRow>,
    /// Whether it is selected.
    is_picked: Memo<bool>,
) -> impl IntoView {
    let words = use_words::<Words>();
    // Only the click knows of the shift key; a key press on a checkbox is a click too.
    let press = move |event: MouseEvent| {
        list.press(&id, event_target_checked(&event), event.shift_key());
    };
    view! {
        <input
            type="checkbox"
            aria-label=move || here.with(|row| (words.select)(&row.service.name))
            prop:checked=move || is_picked.get()
            on:click=press
        />
    }
}

/// The name, which leads to the service, and what it is.
#[component]
fn Name(
    /// The list.
    list: List,
    /// The service's id.
    id: Arc<str>,
    /// The service.
    here: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let link = NodeRef::<html::A>::new();
    let href = address::service(&id);
    // The keys have come to this row, perhaps before it was in the page.
    effect(move || {
        let wanted = list.wanted_focus.with(|wanted| wanted.as_ref() == Some(&id));
        if let (true, Some(element)) = (wanted, link.get()) {
            // Fails only for what is not in the page any more.
            let _ = element.focus();
            list.wanted_focus.set(None);
        }
    });
    let what = memo(move || here.with(|row| what_it_is(row, words, common)));
    view! {
        <span class=Column::Service.class() role="rowheader">
            <a class="name services-name" href=href node_ref=link>
                {move || here.with(|row| row.service.name.clone())}
            </a>
            <small>{move || what.get()}</small>
        </span>
    }
}

/// What a service is: `custom · tier A · small-8b · sample prices`.
fn what_it_is(row: &ServiceRow, words: &Words, common: &Common) -> String {
    let service = &row.service;
    let mut parts = vec![common.service_type(service.kind).to_owned()];
    if let Some(tier) = &service.tier {
        parts.push((words.tier)(tier));
    }
    if service.model != service.name {
        parts.push(service.model.clone());
    }
    if service.cost.illustrative {
        parts.push(common.sample_prices.to_owned());
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::PriceBook;

    use super::*;
    use crate::console::documents::{Service, ServiceType};
    use crate::console::live::examples::{gpu_service, token_service};
    use crate::console::words::{Language, Localized};

    fn check(service: Service, expected: &str) {
        let row = ServiceRow::of(service, &Arc::new(PriceBook::bundled().clone()));
        let (words, common) = (Words::of(Language::English), Common::of(Language::English));
        assert_eq!(what_it_is(&row, words, common), expected);
    }

    #[test]
    fn a_service_says_what_it_is() {
        check(gpu_service("svc_1"), "custom · tier A · small-8b");
        let mut sample = token_service("svc_2");
        sample.cost.illustrative = true;
        check(sample.clone(), "custom · small-8b · sample prices");
        sample.kind = ServiceType::Default;
        sample.name = "small-8b".to_owned();
        check(sample, "default · sample prices");
    }
}
