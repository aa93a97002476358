//! The same work three ways: GPU seconds, tokens, a TPM reservation; and the tokens per second at which they cross.
//! It is worked out once the reader has said what one instance makes, one settlement after another.

mod entries;
mod view;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, Model, PriceBook, Tier};

use self::entries::{Entry, Texts, default_texts, work_of};
use self::view::{Cost, WayRow, WaysView};
use super::compare::{SameWork, Way};
use super::fields::labelled_number;
use super::state::CalculatorState;
use super::turns::{AFTER_EDITS, Turns};
use super::view_model::bounds;
use crate::erased::{callback, derived, dynamic, effect, memo, shown_while, signal_of};
use crate::frames::{Cell, Row, Table, columns, items, labelled, paragraph, select, span};
use crate::words::Words;

/// What stands in the fields of the comparison; it outlives a change of the language.
#[derive(Clone, Copy)]
pub struct WaysState {
    texts: RwSignal<Texts>,
    /// The model, then the tier.
    chosen: RwSignal<[String; 2]>,
}

impl WaysState {
    /// What stands there at first: the first model and the first tier, whatever the price book.
    pub fn begin() -> Self {
        Self { texts: signal_of(default_texts()), chosen: signal_of([String::new(), String::new()]) }
    }

    fn model(self, book: &PriceBook) -> Option<&Model> {
        self.chosen.with(|[id, _]| book.model(id)).or_else(|| book.models().first())
    }

    fn tier(self, book: &PriceBook) -> Option<&Tier> {
        self.chosen.with(|[_, code]| book.tier(code)).or_else(|| book.tiers().first())
    }
}

/// The fields, what each way costs, and where they cross.
pub fn ways(state: CalculatorState) -> AnyView {
    let (words, own) = (state.words, state.ways);
    let work = memo(move || {
        let month = state.answer.with(|answer| answer.estimate.month);
        let (model, tier) = (own.model(state.book)?, own.tier(state.book)?);
        own.texts.with(|texts| work_of(texts, month, &model.id, &tier.code))
    });
    let costs = work_out(state, work);
    let view = memo(move || {
        let work = work.get()?;
        let start = bounds(work.month, state.book.utc_offset()).start;
        let at = Instant::from_unix_nanoseconds(start)?;
        costs.with(|(of, costs)| {
            // Costs of other work are as good as none.
            let costs = if of.as_ref() == Some(&work) { costs.as_slice() } else { &[] };
            Some(WaysView::of(&work, costs, state.book, at, words))
        })
    });
    let is_asked = move || own.texts.with(|texts| texts[Entry::Throughput.index()].trim().is_empty());
    let verdict = move || view.with(|view| view.as_ref().map(|view| view.verdict.clone()));
    view! {
        <section class="card ways" aria-labelledby="ways-title">
            <div class="body">
                <h2 id="ways-title">{words.ways.title}</h2>
                <p class="hint">{words.ways.lead}</p>
                <div class="numbers">
                    {models(state)} {tiers(state)} {Entry::ALL.map(|entry| number(state, entry)).into_iter().collect_view()}
                </div>
                {shown_while(is_asked, move || paragraph("note", words.ways.throughput_asked))}
                <p class="finding" role="status">{dynamic(verdict)}</p>
                {move || view.get().map(|view| results(view, words))}
            </div>
        </section>
    }
    .into_any()
}

/// Settles the work three ways, each in a moment of its own; the costs stand beside the work that they are of.
fn work_out(state: CalculatorState, work: Memo<Option<SameWork>>) -> RwSignal<(Option<SameWork>, Vec<Cost>)> {
    let costs = signal_of((None::<SameWork>, Vec::<Cost>::new()));
    let turns = Turns::idle();
    effect(move || {
        let work = work.get();
        turns.end();
        costs.set((work.clone(), Vec::new()));
        let Some(work) = work else { return };
        turns.begin(AFTER_EDITS, move || {
            let known = costs.with_untracked(|(_, costs)| costs.len());
            let Some(way) = Way::ALL.get(known) else { return false };
            let cost = work.cost(*way, state.book, state.words);
            costs.update(|(_, costs)| costs.push(cost));
            true
        });
    });
    costs
}

/// A field of a number.
fn number(state: CalculatorState, entry: Entry) -> AnyView {
    let (words, texts) = (state.words, state.ways.texts);
    let text = derived(move || texts.with(|texts| texts[entry.index()].clone()));
    let set = callback(move |typed: String| texts.update(|texts| texts[entry.index()] = typed));
    let fault = move || texts.with(|texts| entry.fault(&texts[entry.index()], words));
    labelled_number(text, set, [entry.name(words), entry.unit(words), entry.fault_id()], fault)
}

/// The models of the price book.
fn models(state: CalculatorState) -> AnyView {
    let (words, own) = (state.words, state.ways);
    let chosen = memo(move || own.model(state.book).map(|model| model.id.clone()).unwrap_or_default());
    let choices = state.book.models().iter().map(|model| {
        let sample = if model.illustrative { words.sample_suffix } else { "" };
        (model.id.clone(), format!("{}{sample}", model.name))
    });
    choice(words.model, choices.collect(), chosen, move |id| own.chosen.update(|chosen| chosen[0] = id))
}

/// The tiers of the price book.
fn tiers(state: CalculatorState) -> AnyView {
    let (words, own) = (state.words, state.ways);
    let chosen = memo(move || own.tier(state.book).map(|tier| tier.code.clone()).unwrap_or_default());
    let choices =
        state.book.tiers().iter().map(|tier| (tier.code.clone(), format!("{} {}", tier.code, tier.name)));
    choice(words.gpu_tier, choices.collect(), chosen, move |code| {
        own.chosen.update(|chosen| chosen[1] = code);
    })
}

/// One of a list.
fn choice(
    name: &'static str,
    choices: Vec<(String, String)>,
    chosen: Memo<String>,
    set: impl FnMut(String) + 'static,
) -> AnyView {
    labelled(name, select(name, choices, chosen, None, set), None, ().into_any())
}

/// The load, the three ways, and where they cross.
fn results(view: WaysView, words: &'static Words) -> AnyView {
    let head = columns(&[words.ways.way, words.ways.what], &[words.in_the_month, words.difference]);
    let rows = view.rows.into_iter().map(|row| way(row, words)).collect();
    view! {
        {Table::fixed("compared", head, rows).in_scroller("scroller", "region", words.ways.what)}
        <h3>{words.ways.crossings}</h3>
        <p class="hint">{view.load}</p>
        <ul>{items(view.crossings)}</ul>
    }
    .into_any()
}

fn way(row: WayRow, words: &'static Words) -> Row {
    let sample = row.is_sample.then(|| span("tag sample", words.sample_price));
    let cells = vec![
        Cell::head(format!("{} ", row.name)).and(sample),
        Cell::text(row.detail),
        Cell::number(row.amount),
        Cell::number(row.difference),
    ];
    Row::of(cells).marked("own", row.is_cheapest)
}
