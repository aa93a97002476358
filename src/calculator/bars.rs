//! The picture: every instance as a bar of its own, and the same as a table.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::state::CalculatorState;
use super::view_model::{BarRow, BarsView, RunRow, Tick};

/// The bars under their axis.
#[component]
pub fn Bars(
    /// The calculator's state.
    state: CalculatorState,
    /// The page's clock.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    let bars = Memo::new(move |_| state.checked.with(|checked| checked.view.bars.clone()));
    let now_mark = Memo::new(move |_| now.get().and_then(|now| bars.with(|bars| bars.axis.mark(now))));
    let any = Memo::new(move |_| bars.with(|bars| !bars.rows.is_empty()));
    view! {
        <figure class="bars">
            <Show when=move || any.get() fallback=|| view! { <p class="hint">"No instance runs in this month."</p> }>
                {move || picture(bars.get(), now_mark)} <RunsTable bars=bars />
            </Show>
        </figure>
    }
}

/// The axis, its grid, the bars, and where the instant of now lies among them.
fn picture(bars: BarsView, now_mark: Memo<Option<String>>) -> impl IntoView {
    let BarsView { axis, rows, more, words, .. } = bars;
    let grid = axis
        .ticks
        .iter()
        .map(|tick| view! { <i class="grid" style:left=tick.left.clone()></i> })
        .collect_view();
    let labels = axis.ticks.into_iter().map(tick_label).collect_view();
    let now_line =
        move || now_mark.get().map(|left| view! { <i class="now" style:left=left><b>"now"</b></i> });
    view! {
        <p class="caption">{axis.caption}</p>
        <div class="picture" role="img" aria-label=words>
            <div class="axis">{labels}</div>
            <div class="tracks">
                <div class="lines">{grid} {now_line}</div>
                {rows.into_iter().map(track).collect_view()}
            </div>
        </div>
        {more.map(|more| view! { <p class="hint">{more}</p> })}
    }
}

fn tick_label(tick: Tick) -> impl IntoView {
    view! { <span class=tick.edge.class() style:left=tick.left>{tick.label}</span> }
}

fn track(row: BarRow) -> impl IntoView {
    let bars = row.bars.into_iter().map(|bar| {
        view! {
            <span class=bar.place.class() style:left=bar.left style:width=bar.width title=bar.title>
                <b>{bar.label}</b>
            </span>
        }
    });
    view! {
        <div class="track">
            <span class="who"><span class="instance">"instance "</span>{row.instance}</span>
            <div class="lane">{bars.collect_view()}</div>
        </div>
    }
}

/// The runs, in numbers.
#[component]
fn RunsTable(
    /// What is shown.
    bars: Memo<BarsView>,
) -> impl IntoView {
    let more = move || bars.get().more_runs.map(|more| view! { <p class="hint">{more}</p> });
    view! {
        <details>
            <summary>"The bars as a table"</summary>
            <div class="scroller" tabindex="0" role="region" aria-label="Runs">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Instance"</th>
                            <th scope="col">"From, UTC"</th>
                            <th scope="col">"Until, UTC"</th>
                            <th scope="col" class="number">"Billed seconds"</th>
                        </tr>
                    </thead>
                    <tbody>{move || bars.get().runs.into_iter().map(run).collect_view()}</tbody>
                </table>
            </div>
            {more}
        </details>
    }
}

fn run(run: RunRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{run.instance}</th>
            <td>{run.started_at}</td>
            <td>{run.stopped_at}</td>
            <td class="number">{run.billed_seconds}</td>
        </tr>
    }
}
