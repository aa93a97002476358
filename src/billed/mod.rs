//! The page `/how-it-is-billed`. Its text stands in `how-it-is-billed.html`; the program makes the worked example live.

mod view_model;
mod words;

use leptos::prelude::*;
use tiermeter_pricing::PriceBook;

use self::view_model::{Example, Field, Shown, Typed};
use self::words::Words;
use crate::segmented::{Segment, Segmented};
use crate::site::{self, use_words};
use crate::text;

/// What the reader has typed; kept when the language changes.
#[derive(Clone, Copy)]
struct State {
    typed: RwSignal<Typed>,
}

/// Mounts the example in place of the one that stands in the HTML.
pub fn start() {
    site::start(
        "worked-example",
        || provide_context(State { typed: RwSignal::new(Typed::published()) }),
        || view! { <WorkedExample /> }.into_any(),
    );
}

#[expect(clippy::expect_used, reason = "the page provides it above every component")]
fn use_state() -> State {
    use_context::<State>().expect("the state is provided above every component")
}

#[component]
fn WorkedExample() -> impl IntoView {
    let (words, State { typed }) = (use_words::<Words>(), use_state());
    document().set_title(words.document_title);
    let book = PriceBook::bundled();
    let shown = Memo::new(move |before: Option<&Shown>| typed.with(|typed| Shown::of(typed, book, before)));
    let tiers = book.tiers().iter().map(|tier| Segment {
        value: tier.code.clone(),
        label: tier.code.clone(),
        more: Some(tier.name.clone()),
    });
    let tiers = tiers.collect::<Vec<_>>();
    let tier = Signal::derive(move || typed.with(|typed| typed.tier.clone()));
    let choose = Callback::new(move |tier: String| typed.update(|typed| typed.tier = tier));
    let published = move || typed.with(|typed| *typed == Typed::published());
    view! {
        <div class="example card">
            <form class="entries" autocomplete="off" novalidate on:submit=|event| event.prevent_default()>
                <Segmented legend=words.tier name="tier" segments=tiers chosen=tier on_choose=choose />
                {Field::ALL.map(|field| view! { <TimeField field=field typed=typed shown=shown /> }).collect_view()}
                <button
                    type="button"
                    class="quiet"
                    disabled=published
                    on:click=move |_| typed.set(Typed::published())
                >
                    {words.as_published}
                </button>
            </form>
            {move || shown.with(|shown| shown.example.clone().map(|example| table(&example, words)))}
            <p class="hint" role="status">{move || shown.with(|shown| words.sentence(shown))}</p>
        </div>
    }
}

/// An instant as a time of day, with what is wrong with it.
#[component]
fn TimeField(
    /// Which one.
    field: Field,
    /// What is typed.
    typed: RwSignal<Typed>,
    /// What comes of it.
    shown: Memo<Shown>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let fault = Memo::new(move |_| shown.with(|shown| shown.fault_of(field).map(|fault| words.fault(fault))));
    let is_faulty = move || fault.with(Option::is_some).then_some("true");
    let id = field.id();
    let fault_id = format!("{id}-fault");
    let described = fault_id.clone();
    view! {
        <p class="entry">
            <label for=id>{words.field(field)}</label>
            <input
                id=id
                class="field"
                type="text"
                spellcheck="false"
                aria-invalid=is_faulty
                aria-describedby=move || fault.with(Option::is_some).then(|| described.clone())
                prop:value=move || typed.with(|typed| typed.time(field).to_owned())
                on:input=move |event| {
                    let time = event_target_value(&event);
                    typed.update(|typed| typed.set_time(field, time));
                }
            />
            <span id=fault_id class="fault">{move || fault.get()}</span>
        </p>
    }
}

/// Each step with its formula, and the sum.
fn table(example: &Example, words: &'static Words) -> impl IntoView + use<> {
    let steps = example.steps.iter().enumerate().map(|(index, step)| {
        view! {
            <tr>
                <td>{step.stretch.clone()}</td>
                <td>{words.steps[index.min(1)]}</td>
                <td>{step.formula.clone()}</td>
                <td class="number">{step.amount.clone()}</td>
            </tr>
        }
    });
    let sums = [
        (words.exact_total, example.exact_total.clone()),
        (words.rounding, example.rounding.clone()),
        (words.payable, example.payable.clone()),
    ];
    let sums = sums.map(|(name, amount)| {
        view! {
            <tr>
                <th scope="row" colspan="3">{name}</th>
                <td class="number">{amount}</td>
            </tr>
        }
    });
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=words.table>
            <table class="bill">
                <caption class="visually-hidden">{words.table}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.stretch}</th>
                        <th scope="col">{words.what_happens}</th>
                        <th scope="col">{words.billed_seconds}</th>
                        <th scope="col" class="number">{words.amount} ", " {example.currency.clone()}</th>
                    </tr>
                </thead>
                <tbody>{steps.collect_view()}</tbody>
                <tfoot>{sums.collect_view()}</tfoot>
            </table>
        </div>
        <p class="hint">
            {words.seconds(&text::grouped(&example.billed_seconds.to_string()), &example.true_seconds)}
        </p>
    }
}
