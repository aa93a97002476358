//! The scenarios side by side: a column each.

use leptos::prelude::*;

use super::Scenarios;
use super::figures::{FigureRow, SideBySide};
use crate::words::Words;

/// The table, while there are two scenarios or more.
pub fn scenario_table(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let view = Memo::new(move |_| {
        let all = scenarios.all.get();
        if all.len() < 2 {
            return SideBySide::default();
        }
        let figures = all.into_iter().map(|scenario| scenario.figures.get());
        let named = scenarios.names(words).into_iter().zip(figures).collect::<Vec<_>>();
        SideBySide::of(&named, words)
    });
    let is_shown = Memo::new(move |_| view.with(|view| !view.names.is_empty()));
    (move || is_shown.get().then(|| section(scenarios, view, words))).into_any()
}

fn section(scenarios: Scenarios, view: Memo<SideBySide>, words: &'static Words) -> AnyView {
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
