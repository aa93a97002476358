//! The scenarios side by side: a column each.

use leptos::prelude::*;

use super::Scenarios;
use super::figures::{FigureRow, SideBySide};
use crate::calculator::turns::{AFTER_EDITS, Turns};
use crate::words::Words;

/// The table, while there are two scenarios or more. It is there at once, and follows edits when the next one did not
/// come for a while.
pub fn scenario_table(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let count = Memo::new(move |_| scenarios.all.with(Vec::len));
    // Another scenario is another column, which is not waited for.
    (move || (count.get() > 1).then(|| section(scenarios, words))).into_any()
}

/// The figures as they are now, and whenever they change, a while after the last edit.
fn figures(scenarios: Scenarios, words: &'static Words) -> RwSignal<SideBySide> {
    let now = move || {
        let figures = scenarios.all.get().into_iter().map(|scenario| scenario.figures.get());
        let named = scenarios.names(words).into_iter().zip(figures).collect::<Vec<_>>();
        SideBySide::of(&named, words)
    };
    let (view, turns) = (RwSignal::new(untrack(now)), Turns::idle());
    Effect::new(move |was_shown: Option<()>| {
        for scenario in scenarios.all.get() {
            scenario.name.track();
            scenario.history.track();
        }
        if was_shown.is_some() {
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
    let names = move || {
        let names = view.get().names.into_iter();
        names.map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view()
    };
    let rows = move || view.get().rows.into_iter().map(row).collect_view();
    let stale = move || view.with(|view| (!view.stale.is_empty()).then(|| view.stale.join(", ")));
    view! {
        <section class="card side-by-side" aria-labelledby="side-by-side-title">
            <div class="body">
                <h2 id="side-by-side-title">{words.side_by_side}</h2>
                <p class="hint">{(words.side_by_side_lead)(currency)}</p>
                {move || stale().map(|names| view! { <p class="note">{(words.scenarios_stale)(&names)}</p> })}
                <div class="scroller" tabindex="0" role="region" aria-label=words.figures>
                    <table class="compared" aria-labelledby="side-by-side-title">
                        <thead>
                            <tr>
                                <th scope="col">{words.scenario}</th>
                                {names}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn row((title, texts): FigureRow) -> AnyView {
    let texts = texts.into_iter().map(|text| view! { <td class="number">{text}</td> }).collect_view();
    view! {
        <tr>
            <th scope="row">{title}</th>
            {texts}
        </tr>
    }
    .into_any()
}
