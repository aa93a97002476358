//! The scenarios side by side: a column each.

use leptos::prelude::*;

use super::Scenarios;
use super::figures::{FigureRow, SideBySide};
use crate::calculator::turns::{AFTER_EDITS, Turns};
use crate::erased::{dynamic, effect_again, memo, signal_of};
use crate::frames::{Column, Row, Table, paragraph_while};
use crate::words::Words;

/// The table, while there are two scenarios or more. It is there at once, and follows edits when the next one did not
/// come for a while.
pub fn scenario_table(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let count = memo(move || scenarios.all.with(Vec::len));
    // Another scenario is another column, which is not waited for.
    dynamic(move || (count.get() > 1).then(|| section(scenarios, words))).into_any()
}

/// The figures as they are now, and whenever they change, a while after the last edit.
fn figures(scenarios: Scenarios, words: &'static Words) -> RwSignal<SideBySide> {
    let now = move || {
        let figures = scenarios.all.get().into_iter().map(|scenario| scenario.figures.get());
        let named = scenarios.names(words).into_iter().zip(figures).collect::<Vec<_>>();
        SideBySide::of(&named, words)
    };
    let (view, turns) = (signal_of(untrack(now)), Turns::idle());
    effect_again(move |was_shown| {
        for scenario in scenarios.all.get() {
            scenario.name.track();
            scenario.history.track();
        }
        if was_shown {
            turns.begin(AFTER_EDITS, move || {
                view.set(untrack(now));
                false
            });
        }
    });
    view
}

fn section(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let view = figures(scenarios, words);
    let currency = scenarios.prices.get_untracked().book.currency().code();
    // For another scenario the section is made anew, so that there are as many columns as now.
    let name = move |place: usize| view.with(|view| view.names.get(place).cloned().unwrap_or_default());
    let names =
        (0..view.with_untracked(|view| view.names.len())).map(|place| Column::number_of(move || name(place)));
    let head = std::iter::once(Column::text(words.scenario)).chain(names).collect();
    let rows = move || view.get().rows.into_iter().map(row).collect::<Vec<_>>();
    let stale = move || view.with(|view| (!view.stale.is_empty()).then(|| view.stale.join(", ")));
    let table = Table::following("compared", head, rows).labelled_by("side-by-side-title");
    view! {
        <section class="card side-by-side" aria-labelledby="side-by-side-title">
            <div class="body">
                <h2 id="side-by-side-title">{words.side_by_side}</h2>
                <p class="hint">{(words.side_by_side_lead)(currency)}</p>
                {paragraph_while("note", move || stale().map(|names| (words.scenarios_stale)(&names)))}
                {table.in_scroller("scroller", "region", words.figures)}
            </div>
        </section>
    }
    .into_any()
}

fn row((title, texts): FigureRow) -> Row {
    Row::of_numbers(title, texts)
}
