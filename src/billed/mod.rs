//! The page `/how-it-is-billed`. Its text stands in `how-it-is-billed.html`; the program makes the worked example live.

mod view_model;
mod words;

use leptos::prelude::*;
use tiermeter_pricing::PriceBook;

use self::view_model::{Example, Field, Shown, Typed};
use self::words::Words;
use crate::erased::{callback, derived, fixed, memo, memo_of_last, signal_of, typed};
use crate::frames::{Button, Cell, Row, Table, columns, paragraph, rows};
use crate::segmented::{Segment, segmented};
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
        || provide_context(State { typed: signal_of(Typed::published()) }),
        worked_example,
    );
}

#[expect(clippy::expect_used, reason = "the page provides it above every component")]
fn use_state() -> State {
    use_context::<State>().expect("the state is provided above every component")
}

fn worked_example() -> AnyView {
    let (words, State { typed }) = (use_words::<Words>(), use_state());
    document().set_title(words.document_title);
    let book = PriceBook::bundled();
    let shown =
        memo_of_last(move |before: Option<&Shown>| typed.with(|typed| Shown::of(typed, book, before)));
    let tiers = book.tiers().iter().map(|tier| Segment {
        value: tier.code.clone(),
        label: tier.code.clone(),
        more: Some(tier.name.clone()),
    });
    let tiers = tiers.collect::<Vec<_>>();
    let tier = derived(move || typed.with(|typed| typed.tier.clone()));
    let choose = callback(move |tier: String| typed.update(|typed| typed.tier = tier));
    let published = move || typed.with(|typed| *typed == Typed::published());
    let publish = Button::new("quiet", words.as_published, move || typed.set(Typed::published()));
    view! {
        <div class="example card">
            <form class="entries" autocomplete="off" novalidate on:submit=|event| event.prevent_default()>
                {segmented(words.tier, "tier", tiers, tier, choose)}
                {Field::ALL.map(|field| time_field(field, typed, shown, words)).collect_view()}
                {publish.disabled(published).view()}
            </form>
            {move || shown.with(|shown| shown.example.clone().map(|example| table(example, words)))}
            <p class="hint" role="status">{move || shown.with(|shown| words.sentence(shown))}</p>
        </div>
    }
    .into_any()
}

/// An instant as a time of day, with what is wrong with it.
fn time_field(
    field: Field,
    typed_times: RwSignal<Typed>,
    shown: Memo<Shown>,
    words: &'static Words,
) -> AnyView {
    let fault = memo(move || shown.with(|shown| shown.fault_of(field).map(|fault| words.fault(fault))));
    let id = field.id();
    let fault_id = format!("{id}-fault");
    let described = fault_id.clone();
    view! {
        <p class="entry">
            <label for=id>{words.field(field)}</label>
            <input
                class="field"
                {..fixed(&[("id", id), ("type", "text"), ("spellcheck", "false")])}
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=move || fault.with(Option::is_some).then(|| described.clone())
                prop:value=move || typed_times.with(|typed| typed.time(field).to_owned())
                on:input=typed(move |time| typed_times.update(|typed| typed.set_time(field, time)))
            />
            <span id=fault_id class="fault">{move || fault.get()}</span>
        </p>
    }
    .into_any()
}

/// Each step with its formula, and the sum.
fn table(example: Example, words: &'static Words) -> AnyView {
    let steps = example.steps.into_iter().enumerate().map(|(index, step)| {
        Row::of(vec![
            Cell::text(step.stretch),
            Cell::text(words.steps[index.min(1)]),
            Cell::text(step.formula),
            Cell::number(step.amount),
        ])
    });
    let sums = [
        (words.exact_total, example.exact_total),
        (words.rounding, example.rounding),
        (words.payable, example.payable),
    ];
    let sums = sums.map(|(name, amount)| Row::of(vec![Cell::wide_head("3", name), Cell::number(amount)]));
    let amount = format!("{}, {}", words.amount, example.currency);
    let head = columns(&[words.stretch, words.what_happens, words.billed_seconds], &[amount.as_str()]);
    let table = Table::fixed("bill", head, steps.collect()).called(words.table);
    let seconds = words.seconds(&text::grouped(&example.billed_seconds.to_string()), &example.true_seconds);
    view! {
        {table.summed(rows(sums.into()).into_any()).in_scroller("scroller", "region", words.table)}
        {paragraph("hint", seconds)}
    }
    .into_any()
}
